//! The edge that keeps a [`Cache`] in a folder.
//!
//! Each name is a file that ends with the hash of name and bytes, and is put in place when it is whole: a run that is
//! stopped, a disk that is full or damaged and two runs at once cost work and nothing else. So no failure is an error
//! here; the first one can be asked for.
#![expect(clippy::disallowed_methods, reason = "I/O edge")]

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

use super::Cache;
use crate::error::Error;

/// The length of the hash at the end of a file.
const HASH: usize = blake3::OUT_LEN;

/// A cache in a folder.
#[derive(Debug)]
pub struct Folder {
    path: PathBuf,
    /// The names that this run has asked for or kept.
    used: Mutex<BTreeSet<String>>,
    failure: OnceLock<Error>,
}

impl Folder {
    /// The place in the folder `cache` of what `owner` keeps: a text that no other has.
    pub fn new(cache: &Path, kind: &str, owner: &str) -> Self {
        let name = blake3::hash(owner.as_bytes()).to_hex();
        Self { path: cache.join(kind).join(&name[..16]), used: Mutex::default(), failure: OnceLock::new() }
    }

    /// Why something could not be kept.
    pub fn failure(&self) -> Option<&Error> {
        self.failure.get()
    }

    /// Deletes what this run has neither found nor kept: it was made from something that is no longer so.
    pub fn sweep(&self) {
        let used = self.used();
        for entry in fs::read_dir(&self.path).into_iter().flatten().flatten() {
            if !entry.file_name().to_str().is_some_and(|name| used.contains(name)) {
                // A folder is not ours and stays.
                drop(fs::remove_file(entry.path()));
            }
        }
    }

    fn used(&self) -> MutexGuard<'_, BTreeSet<String>> {
        self.used.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self, name: &str, bytes: &[u8]) -> io::Result<()> {
        // A run has one hand at each name; another run has another number.
        let new = self.path.join(format!("{name}.{}", std::process::id()));
        let write = || {
            let mut file = fs::File::create(&new)?;
            file.write_all(bytes)?;
            file.write_all(hash(name, bytes).as_bytes())?;
            fs::rename(&new, self.path.join(name))
        };
        let written = write();
        if written.is_err() {
            drop(fs::remove_file(&new));
        }
        written
    }
}

impl Cache for Folder {
    fn get(&self, name: &str) -> Option<Vec<u8>> {
        let mut bytes = fs::read(self.path.join(name)).ok()?;
        let end = bytes.split_off(bytes.len().checked_sub(HASH)?);
        if end != hash(name, &bytes).as_bytes() {
            return None;
        }
        self.used().insert(name.to_owned());
        Some(bytes)
    }

    fn put(&self, name: &str, bytes: &[u8]) -> bool {
        let written = self.write(name, bytes).or_else(|error| {
            if error.kind() != io::ErrorKind::NotFound {
                return Err(error);
            }
            fs::create_dir_all(&self.path)?;
            self.write(name, bytes)
        });
        if let Err(error) = written {
            // The first one says enough.
            drop(self.failure.set(Error::io("write in", &self.path, error)));
            return false;
        }
        self.used().insert(name.to_owned());
        true
    }
}

fn hash(name: &str, bytes: &[u8]) -> blake3::Hash {
    blake3::Hasher::new().update(name.as_bytes()).update(b"\0").update(bytes).finalize()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder() -> (tempfile::TempDir, Folder) {
        let cache = tempfile::tempdir().unwrap();
        let folder = Folder::new(cache.path(), "build", "mine");
        (cache, folder)
    }

    #[test]
    fn what_was_put_is_there_in_the_next_run() {
        let (cache, folder) = folder();
        folder.put("a-1", b"first");
        folder.put("a-1", b"second");
        folder.put("b", b"");
        let next = Folder::new(cache.path(), "build", "mine");
        assert_eq!(next.get("a-1").as_deref(), Some(&b"second"[..]));
        assert_eq!(next.get("b").as_deref(), Some(&b""[..]));
        assert_eq!(next.get("c"), None);
        assert_eq!(Folder::new(cache.path(), "build", "yours").get("a-1"), None);
    }

    #[test]
    fn what_is_damaged_is_not_there() {
        let (_cache, folder) = folder();
        folder.put("a", b"some bytes");
        let path = folder.path.join("a");
        let whole = fs::read(&path).unwrap();
        for place in 0..whole.len() {
            let mut damaged = whole.clone();
            damaged[place] ^= 1;
            fs::write(&path, &damaged).unwrap();
            assert_eq!(folder.get("a"), None, "{place}");
            fs::write(&path, &whole[..place]).unwrap();
            assert_eq!(folder.get("a"), None, "{place}");
        }
        // That of another name is whole, but not what was asked for.
        fs::write(&path, &whole).unwrap();
        fs::rename(&path, folder.path.join("b")).unwrap();
        assert_eq!(folder.get("b"), None);
    }

    #[test]
    fn what_nobody_asks_for_goes() {
        let (cache, folder) = folder();
        for name in ["found", "put", "old"] {
            folder.put(name, name.as_bytes());
        }
        fs::write(folder.path.join("put.1"), "of a run that was stopped").unwrap();
        fs::create_dir(folder.path.join("folder")).unwrap();
        let next = Folder::new(cache.path(), "build", "mine");
        assert!(next.get("found").is_some());
        next.put("put", b"again");
        next.sweep();
        let mut left: Vec<_> = fs::read_dir(&next.path).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        left.sort();
        assert_eq!(left, ["folder", "found", "put"]);
    }

    #[test]
    fn a_folder_that_cannot_be_made_keeps_nothing() {
        let cache = tempfile::tempdir().unwrap();
        fs::write(cache.path().join("build"), "in the way").unwrap();
        let folder = Folder::new(cache.path(), "build", "mine");
        folder.put("a", b"some bytes");
        assert_eq!(folder.get("a"), None);
        assert!(folder.failure().is_some_and(|failure| failure.to_string().contains("build")));
        folder.sweep();
        assert_eq!(fs::read(cache.path().join("build")).unwrap(), b"in the way");
    }
}
