//! Afterword turns a folder of Markdown postmortems into a checked, cross-linked, searchable library.
//!
//! The library is a chain of pure stages: sources are [parsed](parse), joined to an [`archive::Archive`],
//! [checked](lint), [completed](import), [indexed](search), [planned as pages](pages), [rendered](render) and
//! [written](output). [`pipeline`] runs them; [`edge`] is where files are read and written.
// Snapshots look for the file they stand in, and tests of edges make files; the fence is for the code they test.
#![cfg_attr(test, expect(clippy::disallowed_methods, reason = "tests"))]

pub mod error;

pub mod cache;

pub mod text;

pub mod diagnostic;

pub mod model;

pub mod config;

pub mod parse;
pub mod urls;

pub mod archive;

pub mod import;
pub mod lint;
#[cfg(feature = "search")]
pub mod search;
pub mod stats;

pub mod pages;
pub mod theme;

pub mod render;

pub mod output;

pub mod edge;
pub mod pipeline;

pub use error::Error;
