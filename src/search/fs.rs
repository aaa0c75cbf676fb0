//! The edge that keeps an index on the disk between two searches.
//!
//! A [`Shelf`] is the folder of one archive in a cache. Each index on it has a folder of its own, written whole
//! before `current.json` names it, so that a run that is stopped leaves what was there, and two runs at once do
//! not meet. Whatever is missing, damaged or of another version counts as not there: an index can always be made
//! again. It decides nothing about what is indexed.
#![expect(clippy::disallowed_methods, reason = "I/O edge")]

use std::fs::{create_dir, create_dir_all, read_dir, remove_dir_all, rename};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use serde::{Deserialize, Serialize};
use tantivy::directory::MmapDirectory;

use super::index::{FORMAT, Index, UNCHECKED};
use crate::error::Error;

/// Folders of runs that were stopped are deleted when they are so old.
const ABANDONED: Duration = Duration::from_hours(1);

const CURRENT: &str = "current.json";

/// What an index was made of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    /// A hash of the settings and of the documents' names, sizes and times: quick to make.
    pub listing: String,
    /// A hash of the settings and of the documents' text.
    pub content: String,
}

/// `current.json`: which index is the current one.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Current {
    format: u32,
    stamp: Stamp,
    folder: String,
    /// A hash of the files that tantivy does not check.
    unchecked: String,
}

/// The place of one archive in a cache folder.
#[derive(Debug, Clone)]
pub struct Shelf {
    folder: PathBuf,
    /// How many folders were named. A name that came twice could be deleted for the one that had it first.
    named: Arc<AtomicU32>,
}

impl Shelf {
    /// The place of the archive at `root` (absolute, so that each archive has its own) in the folder `cache`.
    pub fn new(cache: &Path, root: &Path) -> Self {
        let name = blake3::hash(root.to_string_lossy().as_bytes()).to_hex();
        Self { folder: cache.join("search").join(&name[..16]), named: Arc::default() }
    }

    /// The index that is kept here, whatever it was made of. None when there is none, or none that can be used.
    pub fn open(&self) -> Option<Shelved<'_>> {
        let current = self.current().filter(|current| current.format == FORMAT)?;
        let folder = self.folder.join(&current.folder);
        if unchecked(&folder).ok()? != current.unchecked {
            return None;
        }
        let index = Index::open(MmapDirectory::open(folder).ok()?).ok()?;
        Some(Shelved { shelf: self, current, index })
    }

    /// Keeps an index that was made in memory, instead of the one that was there.
    ///
    /// # Errors
    /// When the folder cannot be written; what was there is then still there.
    pub fn store(&self, index: &Index, stamp: &Stamp) -> Result<(), Error> {
        let files = index.files()?;
        if files.is_empty() {
            return Ok(());
        }
        let old = self.current();
        let folder = self.new_folder()?;
        let written = write_all(&folder, &files).and_then(|()| {
            self.name(&Current {
                format: FORMAT,
                stamp: stamp.clone(),
                folder: folder.file_name().unwrap_or_default().to_string_lossy().into_owned(),
                unchecked: unchecked(&folder)?,
            })
        });
        match written {
            Ok(()) => self.sweep(&folder, old.map(|old| old.folder).as_deref()),
            Err(_) => drop(remove_dir_all(&folder)),
        }
        written
    }

    fn current(&self) -> Option<Current> {
        let text = std::fs::read(self.folder.join(CURRENT)).ok()?;
        serde_json::from_slice(&text).ok()
    }

    /// Makes an index the current one, in one step.
    fn name(&self, current: &Current) -> Result<(), Error> {
        let text = serde_json::to_vec(current).map_err(|error| Error::index("store", error))?;
        let new = self.new_folder()?;
        let (from, to) = (new.join(CURRENT), self.folder.join(CURRENT));
        let named = std::fs::write(&from, text).and_then(|()| {
            // Whatever else stands there is not ours, and nothing of a cache is worth keeping.
            if to.is_dir() && !to.is_symlink() {
                remove_dir_all(&to)?;
            }
            rename(&from, &to)
        });
        drop(remove_dir_all(&new));
        named.map_err(|error| Error::io("write", to, error))
    }

    /// A folder that no other run has.
    fn new_folder(&self) -> Result<PathBuf, Error> {
        create_dir_all(&self.folder).map_err(|error| Error::io("create the folder", &self.folder, error))?;
        loop {
            let n = self.named.fetch_add(1, Ordering::Relaxed);
            let folder = self.folder.join(format!("{}-{n}", std::process::id()));
            match create_dir(&folder) {
                Ok(()) => return Ok(folder),
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(Error::io("create the folder", folder, error)),
            }
        }
    }

    /// Deletes the index that was replaced, and what stopped runs left. What cannot be deleted (a system may
    /// keep a file that another run reads) is left to a later run.
    fn sweep(&self, kept: &Path, replaced: Option<&str>) {
        for entry in read_dir(&self.folder).into_iter().flatten().flatten() {
            let path = entry.path();
            let old = || entry.metadata().and_then(|metadata| metadata.modified()).ok()?.elapsed().ok();
            let is_replaced = replaced.is_some_and(|name| entry.file_name() == name);
            if path.is_dir() && path != kept && (is_replaced || old().is_some_and(|age| age > ABANDONED)) {
                drop(remove_dir_all(path));
            }
        }
    }
}

/// An index that was kept.
#[derive(Debug)]
pub struct Shelved<'a> {
    shelf: &'a Shelf,
    current: Current,
    index: Index,
}

impl Shelved<'_> {
    /// What it was made of.
    pub fn stamp(&self) -> &Stamp {
        &self.current.stamp
    }

    /// The index itself.
    pub fn index(self) -> Index {
        self.index
    }

    /// The index itself, which is remembered from now on as made of documents that are listed so.
    pub fn listed_as(self, listing: String) -> Index {
        let Self { shelf, mut current, index } = self;
        // Another run may have kept another one since.
        if shelf.current().is_some_and(|now| now.folder == current.folder) {
            current.stamp.listing = listing;
            // Without it the next search reads the documents once more, no worse.
            drop(shelf.name(&current));
        }
        index
    }
}

/// Not synchronised with the disk: what a power cut leaves is found out by its checksums.
fn write_all(folder: &Path, files: &[(&Path, Vec<u8>)]) -> Result<(), Error> {
    for (name, bytes) in files {
        let file = folder.join(name);
        std::fs::write(&file, bytes).map_err(|error| Error::io("write", &file, error))?;
    }
    Ok(())
}

/// A hash of the files that tantivy does not check.
fn unchecked(folder: &Path) -> Result<String, Error> {
    let mut hasher = blake3::Hasher::new();
    for name in UNCHECKED {
        let file = folder.join(name);
        hasher.update(&std::fs::read(&file).map_err(|error| Error::io("read", &file, error))?);
    }
    Ok(hasher.finalize().to_hex().to_string())
}

#[cfg(test)]
mod tests;
