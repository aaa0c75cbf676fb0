//! The site's folder: what we wrote there, what has to change, and the change itself.
//!
//! The entry point is [`fs::write`]. Every file goes through it. What a build wrote is listed in a [`Manifest`]
//! inside the folder: unchanged files are not written again, only listed files are ever deleted, and a folder with
//! files but no manifest is refused. New files are staged beside the site and put in place only when all of them
//! exist, so that a build that stops half-way leaves the old site whole. What the last build was made from is kept, too, which saves
//! the next one its work where nothing has changed.

pub mod fs;
mod journal;
mod manifest;
mod memory;

pub use manifest::{Entry, Manifest};

use serde::{Deserialize, Serialize};

use crate::text::RelPath;

/// What one file of the site holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Body {
    /// These bytes.
    Bytes(Vec<u8>),
    /// The bytes of a file of the archive.
    File(RelPath),
}

/// A build, done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// What it did.
    pub stats: WriteStats,
    /// The hash of its manifest.
    pub manifest: String,
}

/// What a build did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct WriteStats {
    /// Files that are new or changed.
    pub written: usize,
    /// Files that were already right.
    pub kept: usize,
    /// Files of an earlier build that are no longer part of the site.
    pub deleted: usize,
    /// The size of the whole site.
    pub bytes: u64,
}
