//! `ST`: the sections of a document.
