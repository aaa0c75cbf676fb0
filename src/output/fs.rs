//! The edge that writes the site.
//!
//! Order of a build: the folder is checked and locked, a change that an earlier build left unfinished is finished,
//! files that differ are staged in `.afterword/staging`, in folders as the site has them, and when all are there the
//! change is written down and made: what is staged moves over (a folder that the site does not have moves whole),
//! then deletions, then the manifest. All that takes room on the disk is done before the first step of the change.
//! Moving goes on where it was broken off. A process that is killed before the change leaves the old site; one that is
//! killed in the middle of it leaves a journal from which the next build goes on. (A machine that loses power may lose
//! what its file system had not written yet; sizes are compared, so the next build writes such files again.) The
//! journal of the last change is kept: it has the manifest once more, for the day the manifest is damaged.
#![expect(clippy::disallowed_methods, reason = "I/O edge")]

mod delete;

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;
#[cfg(target_os = "linux")]
use rustix::fs::{IFlags, ioctl_getflags, ioctl_setflags};
use serde::Serialize;
use serde::de::DeserializeOwned;

use self::delete::delete;
use super::journal::{Journal, folders_of};
use super::manifest::is_inside;
use super::memory::Memory;
use super::{Body, Entry, Manifest, WriteStats, Written};
use crate::error::Error;

/// The folder, inside the site's, with what we know about it.
pub(super) const BOOKS: &str = ".afterword";
const MANIFEST: &str = "manifest.json";
const MEMORY: &str = "memory.json";
const JOURNAL: &str = "journal.json";
/// The journal of the last change that was made.
const LAST: &str = "last.json";
const LOCK: &str = "lock";
const STAGING: &str = "staging";

/// Writes the site that `fill` stages, and nothing else: files of an earlier build that are not staged again go.
/// `archive` is the folder that [`Body::File`] is relative to.
///
/// # Errors
/// The error of `fill`; when the folder is not ours, in use by another build, or cannot be written. The old site is
/// then as it was.
pub fn write(
    folder: &Path,
    archive: &Path,
    fill: impl FnOnce(&Stage<'_>) -> Result<(), Error>,
) -> Result<Written, Error> {
    let site = Site::open(folder, archive)?;
    let stage = Stage { site: &site, staged: Mutex::new(BTreeMap::new()) };
    let result =
        fill(&stage).and_then(|()| site.commit(stage.staged.into_inner().unwrap_or_else(PoisonError::into_inner)));
    if result.is_err() {
        site.clear();
    }
    result
}

/// What a build from `basis` had to say, if it was the last one that changed this folder, with the list of its files.
pub fn recall<T: DeserializeOwned>(folder: &Path, basis: &str) -> Option<(Manifest, T)> {
    let book = |name| fs::read(folder.join(BOOKS).join(name)).ok();
    let memory = Memory::parse(&book(MEMORY)?).filter(|memory| memory.basis == basis)?;
    let manifest = book(MANIFEST)?;
    // Another build is under way, or was stopped and left something to be cleared.
    let is_quiet =
        || [STAGING, JOURNAL].iter().all(|name| fs::symlink_metadata(folder.join(BOOKS).join(name)).is_err());
    if short(blake3::hash(&manifest)) != memory.manifest || !is_quiet() {
        return None;
    }
    Some((Manifest::parse(&manifest)?, memory.told))
}

/// What the last build that could keep it had to say, whatever became of the folder since then.
pub fn last_told<T: DeserializeOwned>(folder: &Path) -> Option<T> {
    Some(Memory::parse(&fs::read(folder.join(BOOKS).join(MEMORY)).ok()?)?.told)
}

/// Whether a folder holds all files of a manifest, in their sizes, and those that are `copies` of files of the
/// archive (by path, with their path there) are still equal to these, or to what they are `rewritten` to.
pub fn stands(
    folder: &Path,
    manifest: &Manifest,
    archive: &Path,
    copies: &BTreeMap<String, String>,
    rewritten: &(dyn Fn(&str) -> Option<Vec<u8>> + Sync),
) -> bool {
    let files: Vec<_> = manifest.files.iter().collect();
    let is_there = |(path, entry): &(&String, &Entry)| {
        is_file_of(&folder.join(path), entry.size)
            && copies.get(*path).is_none_or(|source| match rewritten(source) {
                Some(bytes) => entry_of(&bytes) == **entry,
                None => copy(&archive.join(source), None).is_ok_and(|source| source == **entry),
            })
    };
    files.par_iter().all(is_there)
}

/// Keeps what a build from `basis` that wrote `manifest` (by its hash) had to say, for [`recall`]. Another build may
/// have written the folder since; then nothing is recalled.
///
/// # Errors
/// When the file cannot be written.
pub fn remember<T: Serialize>(folder: &Path, basis: &str, manifest: &str, told: &T) -> io::Result<()> {
    let memory = Memory { basis: basis.to_owned(), manifest: manifest.to_owned(), told };
    let path = folder.join(BOOKS).join(MEMORY);
    // What stands there may be a link, which must not be written through. A memory that is not whole is none.
    remove_whatever(&path)?;
    File::create_new(&path)?.write_all(&memory.to_json())
}

/// Where the files of a site come together. Several threads may stage files at once.
#[derive(Debug)]
pub struct Stage<'a> {
    site: &'a Site<'a>,
    /// By path.
    staged: Mutex<BTreeMap<String, Staged>>,
}

impl Stage<'_> {
    /// Stages files at `paths` (below the folder, each once) with what `make` gives for each, in parallel: none for one
    /// that stays as it lies there, which it [must](Self::holds). `done` is called after each.
    ///
    /// # Errors
    /// The first error of `make`, by the order of `paths`; when a file cannot be written.
    pub fn files<'a>(
        &self,
        paths: &[String],
        make: &(dyn Fn(usize) -> Result<Option<Body<'a>>, Error> + Sync),
        done: &(dyn Fn() + Sync),
    ) -> Result<(), Error> {
        let staged = self.site.stage_all(paths, make, done)?;
        self.staged.lock().unwrap_or_else(PoisonError::into_inner).extend(paths.iter().cloned().zip(staged));
        Ok(())
    }

    /// What the build that made the site as it lies there had to say, if it was [kept](remember).
    pub fn told<T: DeserializeOwned>(&self) -> Option<T> {
        let memory = Memory::parse(&fs::read(self.site.books(MEMORY)).ok()?)?;
        (memory.manifest == short(blake3::hash(&self.site.old.to_json()))).then_some(memory.told)
    }

    /// Whether the file at `path` lies there in its size, so that it may stay as it is.
    pub fn holds(&self, path: &str) -> bool {
        let entry = self.site.old.files.get(path);
        entry.is_some_and(|entry| is_file_of(&self.site.folder.join(path), entry.size))
    }
}

/// An opened folder. The lock is held as long as it lives.
#[derive(Debug)]
struct Site<'a> {
    folder: PathBuf,
    archive: &'a Path,
    old: Manifest,
    _lock: File,
}

/// A file that was made.
#[derive(Debug)]
struct Staged {
    entry: Entry,
    /// Whether it differs from what the folder holds, so that a staged file was written.
    differs: bool,
}

impl<'a> Site<'a> {
    fn open(folder: &Path, archive: &'a Path) -> Result<Self, Error> {
        refuse_archive(folder, archive)?;
        refuse_foreign(folder)?;
        let books = folder.join(BOOKS);
        create_folder(&books)?;
        let lock = lock(folder, &books.join(LOCK))?;
        let mut site = Self { folder: folder.to_path_buf(), archive, old: Manifest::default(), _lock: lock };
        site.finish_interrupted()?;
        site.old = site.read_manifest()?;
        for book in [MANIFEST, JOURNAL] {
            let unfinished = site.books(&format!("{book}.new"));
            remove_whatever(&unfinished).map_err(|error| io_error("remove", &unfinished, error))?;
        }
        let staging = site.staging();
        remove_whatever(&staging).map_err(|error| io_error("empty", &staging, error))?;
        create_folder(&staging)?;
        Ok(site)
    }

    fn books(&self, name: &str) -> PathBuf {
        self.folder.join(BOOKS).join(name)
    }

    fn staging(&self) -> PathBuf {
        self.books(STAGING)
    }

    fn read_manifest(&self) -> Result<Manifest, Error> {
        let path = self.books(MANIFEST);
        match read_book(&path)? {
            Book::Text(text) => {
                if let Some(manifest) = Manifest::parse(&text) {
                    let json = manifest.to_json();
                    // Written otherwise than we do, it would be another one by its hash.
                    if json != text {
                        self.replace(MANIFEST, &json)?;
                    }
                    return Ok(manifest);
                }
            }
            Book::Missing if !fs::exists(self.books(LAST)).unwrap_or(false) => return Ok(Manifest::default()),
            Book::Missing | Book::Other => {}
        }
        let manifest = match read_book(&self.books(LAST))? {
            Book::Text(text) => Journal::parse(&text).map(|journal| journal.manifest),
            Book::Missing | Book::Other => None,
        };
        let manifest = manifest.ok_or_else(|| damaged(&path))?;
        self.replace(MANIFEST, &manifest.to_json())?;
        Ok(manifest)
    }

    /// Makes all files, in parallel, and stages those that differ. After an error, files that come later in order
    /// are not made; earlier ones are, so that the error is the same whatever the number of threads.
    fn stage_all<'b>(
        &self,
        paths: &[String],
        make: &(dyn Fn(usize) -> Result<Option<Body<'b>>, Error> + Sync),
        done: &(dyn Fn() + Sync),
    ) -> Result<Vec<Staged>, Error> {
        let staging = self.staging();
        let folders_of_folders: BTreeSet<&str> = paths.iter().flat_map(|path| folders_of(path).skip(1)).collect();
        for folder in folders_of_folders.into_iter().map(|folder| staging.join(folder)) {
            create_folder(&folder)?;
        }
        let failed = AtomicUsize::new(usize::MAX);
        let results: Vec<Option<Result<Staged, Error>>> = (0..paths.len())
            .into_par_iter()
            .map(|index| {
                if index > failed.load(Ordering::Relaxed) {
                    return None;
                }
                let result = make(index).and_then(|body| match body {
                    Some(body) => self.stage(&paths[index], body),
                    None => self.kept(&paths[index]),
                });
                if result.is_err() {
                    failed.fetch_min(index, Ordering::Relaxed);
                }
                done();
                Some(result)
            })
            .collect();
        results.into_iter().flatten().collect()
    }

    fn kept(&self, path: &str) -> Result<Staged, Error> {
        let entry = self.old.files.get(path).cloned();
        let entry = entry.ok_or_else(|| Error::io("keep", path, io::Error::from(io::ErrorKind::NotFound)))?;
        Ok(Staged { entry, differs: false })
    }

    fn stage(&self, path: &str, body: Body<'_>) -> Result<Staged, Error> {
        if !is_inside(path) {
            let outside = io::Error::new(io::ErrorKind::InvalidInput, "the path leads out of the site");
            return Err(Error::io("write", path, outside));
        }
        let staged = self.staging().join(path);
        match body {
            Body::Bytes(bytes) => {
                let entry = entry_of(&bytes);
                let differs = self.differs(path, &entry);
                if differs {
                    step();
                    in_its_folder(&staged, || fs::write(&staged, &bytes))
                        .map_err(|error| io_error("write", &self.folder.join(path), error))?;
                }
                Ok(Staged { entry, differs })
            }
            Body::Pieces(write) => {
                let error = |error| io_error("write", &self.folder.join(path), error);
                step();
                let file = in_its_folder(&staged, || File::create(&staged)).map_err(error)?;
                let mut out = BufWriter::with_capacity(PIECE, Measured::new(file));
                write(&mut out).map_err(error)?;
                let measured = out.into_inner().map_err(|failed| error(failed.into_error()))?;
                let entry = measured.entry();
                let differs = self.differs(path, &entry);
                if !differs {
                    // It is known when it is written: to write it in vain is less work than to make it twice.
                    fs::remove_file(&staged).map_err(error)?;
                }
                Ok(Staged { entry, differs })
            }
            Body::File(relative) => {
                let source = self.archive.join(relative.as_str());
                if self.old.files.contains_key(path) {
                    let entry = copy(&source, None)?;
                    if !self.differs(path, &entry) {
                        return Ok(Staged { entry, differs: false });
                    }
                }
                Ok(Staged { entry: copy(&source, Some(&staged))?, differs: true })
            }
        }
    }

    /// Whether the folder does not hold this file yet.
    fn differs(&self, path: &str, entry: &Entry) -> bool {
        let same = self.old.files.get(path) == Some(entry) && is_file_of(&self.folder.join(path), entry.size);
        !same
    }

    fn commit(&self, staged: BTreeMap<String, Staged>) -> Result<Written, Error> {
        let mut journal = Journal { manifest: Manifest::default(), deletes: Vec::new() };
        let mut stats = WriteStats::default();
        let mut moves: Vec<String> = Vec::new();
        for (path, staged) in staged {
            stats.bytes += staged.entry.size;
            if staged.differs {
                stats.written += 1;
                moves.push(path.clone());
            } else {
                stats.kept += 1;
            }
            journal.manifest.files.insert(path, staged.entry);
        }
        journal.deletes = self.old.gone(&journal.manifest).cloned().collect();
        stats.deleted = journal.deletes.len();
        self.refuse_overwriting(&moves)?;
        let manifest = journal.manifest.to_json();
        let written = Written { stats, manifest: short(blake3::hash(&manifest)) };
        if moves.is_empty() && journal.deletes.is_empty() && journal.manifest == self.old {
            let staging = self.staging();
            fs::remove_dir_all(&staging).map_err(|error| io_error("remove", &staging, error))?;
            return Ok(written);
        }
        self.prepare(MANIFEST, &manifest)?;
        self.replace(JOURNAL, &journal.to_json())?;
        self.apply(&journal)?;
        Ok(written)
    }

    /// What stands where a new file goes, and is not ours, is somebody's. Checked before the first change.
    fn refuse_overwriting(&self, paths: &[String]) -> Result<(), Error> {
        // Whether each folder is there.
        let mut folders: BTreeMap<&str, bool> = BTreeMap::new();
        let lies_in_nothing = |path: &str, folders: &BTreeMap<&str, bool>| {
            folders_of(path).next().is_some_and(|above| folders.get(above) == Some(&false))
        };
        for path in paths {
            for folder in folders_of(path) {
                if folders.contains_key(folder) {
                    break;
                }
                // Most folders of a new site, which needs no look at each.
                if lies_in_nothing(folder, &folders) {
                    folders.insert(folder, false);
                    break;
                }
                let found = fs::symlink_metadata(self.folder.join(folder)).map(|metadata| metadata.is_dir());
                if found.as_ref().is_ok_and(|is_folder| !is_folder) && !self.old.files.contains_key(folder) {
                    return Err(foreign(&self.folder.join(folder)));
                }
                folders.insert(folder, found.is_ok());
            }
            if lies_in_nothing(path, &folders) || self.old.files.contains_key(path) {
                continue;
            }
            let target = self.folder.join(path);
            match fs::symlink_metadata(&target) {
                Ok(metadata) if metadata.is_dir() && self.holds_only_ours(path) => {}
                Ok(_) => return Err(foreign(&target)),
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                // A file of ours that will make room stands where a folder is needed.
                Err(error) if error.kind() == io::ErrorKind::NotADirectory => {}
                Err(error) => return Err(io_error("look at", &target, error)),
            }
        }
        Ok(())
    }

    fn holds_only_ours(&self, folder: &str) -> bool {
        walkdir::WalkDir::new(self.folder.join(folder)).into_iter().all(|entry| {
            entry.is_ok_and(|entry| {
                let path =
                    entry.path().strip_prefix(&self.folder).map(|path| path.to_string_lossy().replace('\\', "/"));
                entry.file_type().is_dir() || path.is_ok_and(|path| self.old.files.contains_key(&path))
            })
        })
    }

    /// Goes through the steps of a journal. A step that was made before is passed over. The manifest is prepared.
    fn apply(&self, journal: &Journal) -> Result<(), Error> {
        let first = journal.making_room();
        delete(&self.folder, first.iter().copied())?;
        let staging = self.staging();
        move_over(&staging, &self.folder)?;
        let others = journal.deletes.iter().map(String::as_str).filter(|path| !first.contains(path));
        delete(&self.folder, others)?;
        self.put_in_place(MANIFEST)?;
        let (from, to) = (self.books(JOURNAL), self.books(LAST));
        step();
        fs::remove_dir(&to).ok();
        fs::rename(&from, &to).map_err(|error| io_error("write", &to, error))?;
        step();
        fs::remove_dir_all(&staging).map_err(|error| io_error("remove", &staging, error))
    }

    fn finish_interrupted(&self) -> Result<(), Error> {
        let path = self.books(JOURNAL);
        let journal = match read_book(&path)? {
            Book::Missing => return Ok(()),
            Book::Text(text) => Journal::parse(&text),
            Book::Other => None,
        };
        // Without what was staged, nobody knows how far the change is.
        let journal = journal.filter(|_| self.staging().is_dir()).ok_or_else(|| damaged(&path))?;
        self.prepare(MANIFEST, &journal.manifest.to_json())?;
        self.apply(&journal)
    }

    /// Writes one of our books so that it is there whole or not at all.
    fn replace(&self, name: &str, bytes: &[u8]) -> Result<(), Error> {
        self.prepare(name, bytes)?;
        self.put_in_place(name)
    }

    /// Writes one of our books beside its place.
    fn prepare(&self, name: &str, bytes: &[u8]) -> Result<(), Error> {
        let new = self.books(&format!("{name}.new"));
        let write = || {
            // What a stopped build left; or a link, which must not be written through.
            step();
            remove_whatever(&new)?;
            step();
            let mut file = File::create_new(&new)?;
            file.write_all(bytes)?;
            file.sync_all()
        };
        write().map_err(|error| io_error("write", &new, error))
    }

    /// Moves one of our books that was prepared into its place.
    fn put_in_place(&self, name: &str) -> Result<(), Error> {
        let path = self.books(name);
        // Without effect on a file, and on a folder that holds something.
        fs::remove_dir(&path).ok();
        step();
        fs::rename(self.books(&format!("{name}.new")), &path).map_err(|error| match error.kind() {
            io::ErrorKind::IsADirectory => damaged(&path),
            _ => io_error("write", &path, error),
        })
    }

    /// Takes away what a build that did not succeed has left, as far as that is possible; the next build does the
    /// rest. A journal stays: the change is under way then.
    fn clear(&self) {
        if self.books(JOURNAL).exists() {
            return;
        }
        let cleared = fs::remove_dir_all(self.staging());
        if cleared.is_ok() && self.old.files.is_empty() && !self.books(MANIFEST).exists() {
            // Still held, so that a build that waits for its turn sees that it has locked what is gone. The folders go
            // only when nothing else is in them.
            fs::remove_file(self.books(LOCK))
                .and_then(|()| fs::remove_dir(self.folder.join(BOOKS)))
                .and_then(|()| fs::remove_dir(&self.folder))
                .ok();
        }
    }
}

/// The site must not be written over the archive it is made from.
fn refuse_archive(folder: &Path, archive: &Path) -> Result<(), Error> {
    let real = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_path_buf());
    if real(archive).starts_with(real(folder)) {
        return Err(Error::foreign_output(folder)
            .hinted("it is the archive itself, or holds it; choose a folder of its own for the site"));
    }
    Ok(())
}

/// A folder that holds anything but our books is ours only if these are there.
fn refuse_foreign(folder: &Path) -> Result<(), Error> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(io_error("read", folder, error)),
    };
    let books = folder.join(BOOKS);
    if fs::symlink_metadata(&books).is_ok_and(|metadata| !metadata.is_dir()) {
        return Err(foreign(&books));
    }
    if [MANIFEST, JOURNAL, LAST].iter().any(|book| fs::symlink_metadata(books.join(book)).is_ok()) {
        return Ok(());
    }
    for entry in entries {
        let entry = entry.map_err(|error| io_error("read", folder, error))?;
        if entry.file_name() != BOOKS {
            return Err(Error::foreign_output(folder)
                .hinted("choose an empty or new folder, or empty this one if nothing in it is needed"));
        }
    }
    Ok(())
}

/// Takes the lock of a folder, for as long as the file lives.
fn lock(folder: &Path, path: &Path) -> Result<File, Error> {
    loop {
        // A link that somebody put there must not be followed.
        if fs::symlink_metadata(path).is_ok_and(|metadata| metadata.is_symlink()) {
            fs::remove_file(path).map_err(|error| io_error("replace", path, error))?;
        }
        let lock = OpenOptions::new().create(true).truncate(false).write(true).open(path);
        let lock = match lock {
            Ok(lock) => lock,
            Err(_) if path.is_dir() => return Err(damaged(path)),
            Err(error) => return Err(io_error("create", path, error)),
        };
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let busy = io::Error::new(io::ErrorKind::ResourceBusy, "another build is writing there");
                return Err(Error::io("lock", folder, busy).hinted("wait for the other build, or write elsewhere"));
            }
            // A file system without locks is used without them.
            Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => {}
            Err(TryLockError::Error(error)) => return Err(io_error("lock", path, error)),
        }
        if is_in_place(&lock, path) {
            return Ok(lock);
        }
        // A build that did not succeed has taken its folder away in the meantime.
        path.parent().map_or(Ok(()), create_folder)?;
    }
}

/// Whether an open file still has its name.
#[cfg(unix)]
fn is_in_place(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let place = |metadata: fs::Metadata| (metadata.dev(), metadata.ino());
    let (open, named) = (file.metadata().map(place), fs::metadata(path).map(place));
    open.is_ok_and(|open| named.is_ok_and(|named| open == named))
}

#[cfg(not(unix))]
fn is_in_place(_file: &File, path: &Path) -> bool {
    path.is_file()
}

/// What stands in the place of one of our books.
enum Book {
    Text(Vec<u8>),
    /// Something that is no file.
    Other,
    Missing,
}

fn read_book(path: &Path) -> Result<Book, Error> {
    match fs::symlink_metadata(path) {
        Ok(metadata) if metadata.is_file() => {
            fs::read(path).map(Book::Text).map_err(|error| io_error("read", path, error))
        }
        Ok(_) => Ok(Book::Other),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Book::Missing),
        Err(error) => Err(io_error("read", path, error)),
    }
}

/// Removes a file, a link (not what it leads to), a folder with all that is in it, or nothing.
fn remove_whatever(path: &Path) -> io::Result<()> {
    match fs::symlink_metadata(path) {
        Ok(metadata) if metadata.is_dir() => fs::remove_dir_all(path),
        Ok(_) => fs::remove_file(path),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error),
    }
}

fn foreign(path: &Path) -> Error {
    let reason = io::Error::new(io::ErrorKind::AlreadyExists, "no build wrote it");
    Error::io("replace", path, reason).hinted("move it away and build again")
}

fn damaged(path: &Path) -> Error {
    let reason = io::Error::new(io::ErrorKind::InvalidData, "it is not as a build wrote it");
    Error::io("read", path, reason).hinted("delete the site's folder and build again")
}

fn is_file_of(path: &Path, size: u64) -> bool {
    fs::symlink_metadata(path).is_ok_and(|metadata| metadata.is_file() && metadata.len() == size)
}

fn create_folder(path: &Path) -> Result<(), Error> {
    fs::create_dir_all(path).map_err(|error| io_error("create the folder", path, error))
}

/// Moves what is in one folder into another. What was moved before is not there any more. None of the folders that
/// are gone into may be a link that leads elsewhere.
fn move_over(from: &Path, to: &Path) -> Result<(), Error> {
    let entries = fs::read_dir(from).and_then(Iterator::collect::<io::Result<Vec<_>>>);
    let mut entries = entries.map_err(|error| io_error("read", from, error))?;
    entries.sort_by_key(fs::DirEntry::file_name);
    let move_entry = |entry: &fs::DirEntry| {
        let (source, target) = (entry.path(), to.join(entry.file_name()));
        let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
        match fs::symlink_metadata(&target) {
            Ok(metadata) if is_folder && metadata.is_dir() => move_over(&source, &target),
            Ok(_) if is_folder => Err(foreign(&target)),
            _ => {
                step();
                fs::rename(&source, &target).map_err(|error| io_error("put in place", &target, error))
            }
        }
    };
    entries.par_iter().map(move_entry).collect::<Vec<_>>().into_iter().collect()
}

/// Makes a file, and its folder if that was missing.
fn in_its_folder<T>(path: &Path, make: impl Fn() -> io::Result<T>) -> io::Result<T> {
    match (make(), path.parent()) {
        (Err(error), Some(folder)) if error.kind() == io::ErrorKind::NotFound => {
            create_apart(folder)?;
            make()
        }
        (result, _) => result,
    }
}

/// Makes a folder, and asks the file system to place one in four far from the others. Ext4 without a journal
/// passes over the inodes of a group that were freed in the last minutes, one by one for each new file: a site that is
/// removed and built again in one place needs seconds for that alone. To find a far place takes as long as to make five
/// folders, so the next ones lie beside it. Nothing depends on it (a folder of another thread may go with it), and most
/// file systems have no such wish.
fn create_apart(folder: &Path) -> io::Result<()> {
    #[cfg(target_os = "linux")]
    let _far = folder.parent().filter(|_| is_one_in_four(folder)).and_then(Far::new);
    fs::create_dir_all(folder)
}

#[cfg(target_os = "linux")]
fn is_one_in_four(folder: &Path) -> bool {
    let name = folder.file_name().unwrap_or_default().as_encoded_bytes();
    name.iter().fold(0_u8, |sum, byte| sum.wrapping_add(*byte)) % 4 == 0
}

/// As long as it lives, what is made in a folder lies far from it.
#[cfg(target_os = "linux")]
struct Far {
    folder: File,
    /// Without the wish: another thread may have it at the same time.
    flags: IFlags,
}

#[cfg(target_os = "linux")]
impl Far {
    /// None where there is no such wish.
    fn new(folder: &Path) -> Option<Self> {
        let folder = File::open(folder).ok()?;
        let flags = ioctl_getflags(&folder).ok()?.difference(IFlags::TOPDIR);
        ioctl_setflags(&folder, flags | IFlags::TOPDIR).ok()?;
        Some(Self { folder, flags })
    }
}

#[cfg(target_os = "linux")]
impl Drop for Far {
    fn drop(&mut self) {
        ioctl_setflags(&self.folder, self.flags).ok();
    }
}

/// What is written at once of a file that is never in memory as a whole. Bytes.
const PIECE: usize = 128 * 1024;

/// Hashes and counts what goes through it.
struct Measured<W> {
    out: W,
    hasher: blake3::Hasher,
    size: u64,
}

impl<W> Measured<W> {
    fn new(out: W) -> Self {
        Self { out, hasher: blake3::Hasher::new(), size: 0 }
    }

    fn entry(&self) -> Entry {
        Entry { hash: short(self.hasher.finalize()), size: self.size }
    }
}

impl<W: Write> Write for Measured<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.out.write(bytes)?;
        self.hasher.update(&bytes[..written]);
        self.size += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// Reads a file once, in pieces; hashes it and writes it to `target` if there is one.
fn copy(source: &Path, target: Option<&Path>) -> Result<Entry, Error> {
    let write_error = |error| io_error("write", target.unwrap_or(source), error);
    let mut from = File::open(source).map_err(|error| io_error("read", source, error))?;
    let to: Box<dyn Write> = match target {
        Some(target) => Box::new(in_its_folder(target, || File::create(target)).map_err(write_error)?),
        None => Box::new(io::sink()),
    };
    let mut to = Measured::new(to);
    let mut buffer = vec![0; PIECE];
    loop {
        let read = from.read(&mut buffer).map_err(|error| io_error("read", source, error))?;
        if read == 0 {
            return Ok(to.entry());
        }
        to.write_all(&buffer[..read]).map_err(write_error)?;
    }
}

fn entry_of(bytes: &[u8]) -> Entry {
    Entry { hash: short(blake3::hash(bytes)), size: bytes.len() as u64 }
}

fn short(hash: blake3::Hash) -> String {
    hash.to_hex()[..32].to_owned()
}

fn io_error(action: &'static str, path: &Path, error: io::Error) -> Error {
    let hint = match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Some("make room on the disk and build again"),
        io::ErrorKind::ReadOnlyFilesystem | io::ErrorKind::PermissionDenied => {
            Some("choose a folder that can be written, with `--out`")
        }
        _ => None,
    };
    let error = Error::io(action, path, error);
    match hint {
        Some(hint) => error.hinted(hint),
        None => error,
    }
}

/// Before each change on the disk. The tests end a build at every one of them.
#[cfg(not(test))]
fn step() {}

#[cfg(test)]
use tests::step;

#[cfg(test)]
mod tests;
