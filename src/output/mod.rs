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

use std::{fmt, io};

use serde::{Deserialize, Serialize};

use crate::text::RelPath;

/// Writes the bytes of a file.
pub type Pieces<'a> = Box<dyn Fn(&mut dyn io::Write) -> io::Result<()> + 'a>;

/// What one file of the site holds.
pub enum Body<'a> {
    /// These bytes.
    Bytes(Vec<u8>),
    /// Bytes that are too many to have them all at once: what this writes, the same each time.
    Pieces(Pieces<'a>),
    /// The bytes of a file of the archive.
    File(RelPath),
}

impl Body<'_> {
    /// All bytes; those of a file of the archive are `read`.
    ///
    /// # Errors
    /// When they cannot be made or read.
    pub fn bytes(self, read: impl FnOnce(&RelPath) -> io::Result<Vec<u8>>) -> io::Result<Vec<u8>> {
        match self {
            Self::Bytes(bytes) => Ok(bytes),
            Self::Pieces(write) => {
                let mut bytes = Vec::new();
                write(&mut bytes)?;
                Ok(bytes)
            }
            Self::File(path) => read(&path),
        }
    }
}

impl fmt::Debug for Body<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bytes(bytes) => f.debug_tuple("Bytes").field(bytes).finish(),
            Self::Pieces(_) => f.debug_tuple("Pieces").finish_non_exhaustive(),
            Self::File(path) => f.debug_tuple("File").field(path).finish(),
        }
    }
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
