//! `XR`: what documents say of each other, and of files.

pub(super) mod duplicate_id;
