//! The edge that keeps a [`Cache`] in a folder.
//!
//! Each name is a file that ends with the hash of name and bytes, and is put in place when it is whole: a run that is
//! stopped, a disk that is damaged and two runs at once cost work and nothing else. So no failure is an error here; the
//! first one can be asked for. What is kept is of use to one folder, its owner, and goes when that is gone.
#![expect(clippy::disallowed_methods, reason = "I/O edge")]

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;

use super::Cache;
use crate::error::Error;

/// The length of the hash at the end of a file.
const HASH: usize = blake3::OUT_LEN;
/// The file that names the owner.
const OWNER: &str = "owner";
/// What is kept for an owner that is not there goes when it is so old: a first run makes its folder at the end.
const ABANDONED: Duration = Duration::from_hours(1);

/// A cache in a folder.
#[derive(Debug)]
pub struct Folder {
    path: PathBuf,
    owner: PathBuf,
    /// The names that this run has asked for or kept.
    used: Mutex<BTreeSet<String>>,
    failure: OnceLock<Error>,
}

impl Folder {
    /// The place in the folder `cache` of what is kept for the folder `owner` (absolute).
    pub fn new(cache: &Path, kind: &str, owner: PathBuf) -> Self {
        let name = blake3::hash(owner.to_string_lossy().as_bytes()).to_hex();
        let path = cache.join(kind).join(&name[..16]);
        Self { path, owner, used: Mutex::default(), failure: OnceLock::new() }
    }

    /// Why something could not be kept.
    pub fn failure(&self) -> Option<&Error> {
        self.failure.get()
    }

    /// Deletes what this run has neither found nor kept: it was made from something that is no longer so. Also what
    /// was kept for owners that are gone.
    pub fn sweep(&self) {
        let used = self.used();
        delete(&self.path, |name| name != OWNER && !used.contains(name));
        let note = fs::read(self.path.join(OWNER)).ok();
        if self.path.is_dir() && note.is_none_or(|owner| owner != self.owner().as_bytes()) {
            drop(self.note());
        }
        let siblings = self.path.parent().and_then(|folder| fs::read_dir(folder).ok());
        for folder in siblings.into_iter().flatten().flatten().map(|entry| entry.path()) {
            let note = folder.join(OWNER);
            let age = || fs::metadata(&note).ok()?.modified().ok()?.elapsed().ok();
            let is_gone = fs::read_to_string(&note).is_ok_and(|owner| !Path::new(&owner).exists());
            if is_gone && age().is_some_and(|age| age > ABANDONED) {
                delete(&folder, |_| true);
                drop(fs::remove_dir(&folder));
            }
        }
    }

    /// Deletes all that is kept for this owner.
    pub fn clear(&self) {
        delete(&self.path, |_| true);
        drop(fs::remove_dir(&self.path));
    }

    /// Makes the folder. It has what documents say, so it is its user's alone where systems know that.
    fn make(&self) -> io::Result<()> {
        let mut builder = fs::DirBuilder::new();
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.recursive(true).create(&self.path)?;
        // Several hands may do this at once; a sweep looks after it.
        drop(self.note());
        Ok(())
    }

    /// Says whose it is.
    fn note(&self) -> io::Result<()> {
        self.put_in_place(OWNER, &[self.owner().as_bytes()])
    }

    fn owner(&self) -> Cow<'_, str> {
        self.owner.to_string_lossy()
    }

    fn used(&self) -> MutexGuard<'_, BTreeSet<String>> {
        self.used.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self, name: &str, bytes: &[u8]) -> io::Result<()> {
        self.put_in_place(name, &[bytes, hash(name, bytes).as_bytes()])
    }

    fn put_in_place(&self, name: &str, pieces: &[&[u8]]) -> io::Result<()> {
        // A run has one hand at each name; another run has another number.
        let new = self.path.join(format!("{name}.{}", std::process::id()));
        let write = || {
            let mut file = fs::File::create(&new)?;
            pieces.iter().try_for_each(|piece| file.write_all(piece))?;
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
            self.make()?;
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

/// Deletes files of a folder by their names. A folder in it is not ours and stays.
fn delete(folder: &Path, is_meant: impl Fn(&str) -> bool) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        if entry.file_name().to_str().is_none_or(&is_meant) {
            drop(fs::remove_file(entry.path()));
        }
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
        let folder = Folder::new(cache.path(), "build", cache.path().join("mine"));
        (cache, folder)
    }

    #[test]
    fn what_was_put_is_there_in_the_next_run() {
        let (cache, folder) = folder();
        folder.put("a-1", b"first");
        folder.put("a-1", b"second");
        folder.put("b", b"");
        let next = Folder::new(cache.path(), "build", cache.path().join("mine"));
        assert_eq!(next.get("a-1").as_deref(), Some(&b"second"[..]));
        assert_eq!(next.get("b").as_deref(), Some(&b""[..]));
        assert_eq!(next.get("c"), None);
        assert_eq!(Folder::new(cache.path(), "build", cache.path().join("yours")).get("a-1"), None);
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
        let next = Folder::new(cache.path(), "build", cache.path().join("mine"));
        assert!(next.get("found").is_some());
        next.put("put", b"again");
        next.sweep();
        let mut left: Vec<_> = fs::read_dir(&next.path).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        left.sort();
        assert_eq!(left, ["folder", "found", "owner", "put"]);
    }

    #[test]
    fn what_is_kept_for_an_owner_that_is_gone_goes() {
        let (cache, folder) = folder();
        let other = |name: &str| Folder::new(cache.path(), "build", cache.path().join(name));
        fs::create_dir(cache.path().join("there")).unwrap();
        for name in ["there", "gone", "new"] {
            other(name).put("a", b"some bytes");
        }
        let hours_ago = std::time::SystemTime::now() - 2 * ABANDONED;
        for name in ["there", "gone"] {
            let note = fs::File::options().append(true).open(other(name).path.join(OWNER)).unwrap();
            note.set_modified(hours_ago).unwrap();
        }
        folder.sweep();
        assert_eq!(["there", "gone", "new"].map(|name| other(name).path.exists()), [true, false, true]);
        other("new").clear();
        assert!(!other("new").path.exists());
    }

    #[cfg(unix)]
    #[test]
    fn a_folder_is_its_users_alone() {
        use std::os::unix::fs::PermissionsExt;
        let (_cache, folder) = folder();
        folder.put("a", b"some bytes");
        assert_eq!(fs::metadata(&folder.path).unwrap().permissions().mode() & 0o777, 0o700);
    }

    #[test]
    fn a_folder_that_cannot_be_made_keeps_nothing() {
        let cache = tempfile::tempdir().unwrap();
        fs::write(cache.path().join("build"), "in the way").unwrap();
        let folder = Folder::new(cache.path(), "build", cache.path().join("mine"));
        folder.put("a", b"some bytes");
        assert_eq!(folder.get("a"), None);
        assert!(folder.failure().is_some_and(|failure| failure.to_string().contains("build")));
        folder.sweep();
        assert_eq!(fs::read(cache.path().join("build")).unwrap(), b"in the way");
    }
}
