//! The edge that walks an archive's folder and reads its Markdown into a [`SourceSet`].
//!
//! The entry point is [`read`]; what to look for is a [`Walk`]. Left out are hidden files and folders,
//! `node_modules`, `target` and `venv`, the output folder, and what the configuration excludes: such folders are
//! not entered at all. Everything else with a Markdown name becomes a source, if only a skipped one, so that it
//! can be reported; the names of the other files are kept, because links and images point at them.
//!
//! Symbolic links are followed inside the archive, and a document that is reached by two ways is read once, by
//! its own name. A link that leads out of the archive is not followed: what it points at was not put there to be
//! published. Such a link, one that leads in a circle, and one that leads nowhere are skipped and reported.
//!
//! It decides nothing about the content: what a text is taken for is in `stray.rs`.
#![expect(clippy::disallowed_methods, reason = "I/O edge")]

use std::collections::BTreeSet;
use std::fs::{File, Metadata, OpenOptions, Permissions};
use std::io::{self, Write};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};
use rayon::prelude::*;
use walkdir::WalkDir;

use super::{RelPath, SkipReason, SourceSet, source, stray};
use crate::error::{Error, Located};

/// The Markdown names that are read when the configuration does not say otherwise.
pub const DEFAULT_INCLUDE: &[&str] = &["*.md", "*.markdown", "*.mdown", "*.mkd", "*.mdx", "*.qmd", "*.md.erb"];

/// Folders that hold other people's files, at any depth.
const FOREIGN_FOLDERS: &[&str] = &["node_modules", "target", "venv"];

/// What to look for below an archive's folder.
#[derive(Debug, Clone)]
pub struct Walk {
    content: RelPath,
    include: GlobSet,
    exclude: GlobSet,
    out: PathBuf,
    max_file_size: u64,
    /// Whether a file without an extension is looked into, as it is where nobody chose names.
    bare: bool,
}

impl Walk {
    /// Documents are the files below the folder `content` (empty for all of the archive) that a pattern of
    /// `include` matches and none of `exclude`. `out` is the folder of the site, relative to the archive unless
    /// absolute; files of more than `max_file_size` bytes are reported, not read.
    ///
    /// Patterns are relative to the content folder, those of `exclude` also to the archive. `*` stays inside a
    /// folder and `**` does not; a pattern without a slash is for names at any depth. A pattern of `exclude` that
    /// matches a folder leaves out everything below it. The case of `include` does not matter, so `*.md` finds
    /// `README.MD`. With the default `include`, a file without any extension is a document, too, when it reads as a
    /// postmortem in Markdown.
    ///
    /// # Errors
    /// When a pattern cannot be understood, or `content` leads out of the archive.
    pub fn new(
        content: &str,
        include: &[String],
        exclude: &[String],
        out: &Path,
        max_file_size: u64,
    ) -> Result<Self, Error> {
        let content = RelPath::new(content)
            .ok_or_else(|| bad_setting(format!("the content folder `{content}` lies outside the archive")))?;
        let bare = include == DEFAULT_INCLUDE;
        let include = glob_set(include, "include", Case::Ignored)?;
        let exclude = glob_set(exclude, "exclude", Case::Kept)?;
        Ok(Self { content, include, exclude, out: out.to_path_buf(), max_file_size, bare })
    }

    /// Whether it may be a document whose name does not tell it. `PM2026-008 - Queue 2.0 stuck` has no extension.
    fn may_be_document(&self, path: &RelPath) -> bool {
        let name = path.file_name();
        let has_extension = name.rsplit_once('.').is_some_and(|(_, end)| !end.contains(' '));
        self.bare && !has_extension && self.in_content(path).is_some()
    }

    /// The path below the content folder.
    fn in_content<'a>(&self, path: &'a RelPath) -> Option<&'a str> {
        let content = self.content.as_str();
        if content.is_empty() {
            return Some(path.as_str());
        }
        path.as_str().strip_prefix(content)?.strip_prefix('/')
    }

    fn is_document(&self, path: &RelPath) -> bool {
        self.in_content(path).is_some_and(|path| self.include.is_match(path))
    }

    fn is_excluded(&self, path: &RelPath) -> bool {
        // Without a content folder both are the same path.
        let below = (!self.content.as_str().is_empty()).then(|| self.in_content(path)).flatten();
        self.exclude.is_match(path.as_str()) || below.is_some_and(|path| self.exclude.is_match(path))
    }
}

/// Reads all sources below `root`, in parallel.
///
/// # Errors
/// When a folder cannot be listed or a file cannot be read.
pub fn read(root: &Path, walk: &Walk) -> Result<SourceSet, Error> {
    let mut found = list(root, walk)?;
    // Of two that are shown by one name, as two that are not UTF-8 may be, the first stays the first.
    found.documents.sort_by(|a, b| a.file.as_os_str().cmp(b.file.as_os_str()));
    let loaded = found
        .documents
        .into_par_iter()
        .map(|document| load(document, walk.max_file_size))
        .collect::<Result<Vec<_>, Error>>()?;
    let mut sources = Vec::with_capacity(loaded.len());
    for loaded in loaded.into_iter().flatten() {
        match loaded {
            Loaded::Document(document) => sources.push(document),
            Loaded::Other(path) => {
                found.files.insert(path);
            }
        }
    }
    let links = found.links.into_iter().map(|path| (path, Arc::from(""), Some(SkipReason::Link)));
    Ok(SourceSet::classified(sources.into_iter().chain(links), found.files))
}

/// Hashes the names, sizes and times of change of the documents that [`read`] would read, without reading one.
///
/// Equal stamps mean equal documents, as far as a file system can tell; a document that is changed in any way gives
/// another.
///
/// # Errors
/// When a folder cannot be listed.
pub fn stamp(root: &Path, walk: &Walk) -> Result<blake3::Hash, Error> {
    let documents = list(root, walk)?.documents;
    let mut stamps: Vec<[u8; 32]> = documents.par_iter().map(|document| *document.stamp().as_bytes()).collect();
    // Documents are not listed in an order, and this costs less than to order them by their names.
    stamps.par_sort_unstable();
    Ok(blake3::hash(stamps.as_flattened()))
}

/// Writes a file whole: first beside its place, then by a rename into it, so that a reader sees the old file or the new
/// one, and a run that is interrupted leaves the old one. The permissions of a file that is there stay.
///
/// # Errors
/// When the file, or one beside it, cannot be written.
pub fn write_whole(file: &Path, bytes: &[u8]) -> io::Result<()> {
    let permissions = std::fs::metadata(file).ok().map(|metadata| metadata.permissions());
    let (beside, new) = create_beside(file)?;
    let written = fill(new, bytes, permissions).and_then(|()| std::fs::rename(&beside, file));
    if written.is_err() {
        // The first error says what happened; a file that cannot be removed either is hidden, and empty or whole.
        drop(std::fs::remove_file(&beside));
    }
    written
}

/// Writes a file that is not there yet, whole; false when one is there, which is then left as it is.
///
/// # Errors
/// When the file, or one beside it, cannot be written.
pub fn write_new(file: &Path, bytes: &[u8]) -> io::Result<bool> {
    if std::fs::symlink_metadata(file).is_ok() {
        return Ok(false);
    }
    let (beside, new) = create_beside(file)?;
    // A rename would replace a file that has come in the meantime; a second name cannot.
    let written = fill(new, bytes, None).and_then(|()| match std::fs::hard_link(&beside, file) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(false),
        // A file system where files have one name only.
        Err(_) => File::create_new(file).and_then(|new| fill(new, bytes, None)).map(|()| true),
    });
    drop(std::fs::remove_file(&beside));
    written
}

/// Removes what interrupted runs of [`write_whole`] and [`write_new`] left in a folder: their files that no process
/// holds any more. What cannot be removed stays; it is hidden, and never read.
pub fn remove_abandoned(folder: &Path) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        let is_ours = name.starts_with(BESIDE) && name.ends_with(".tmp");
        if !is_ours || !entry.file_type().is_ok_and(|kind| kind.is_file()) {
            continue;
        }
        let free = OpenOptions::new().write(true).open(entry.path()).is_ok_and(|file| file.try_lock().is_ok());
        if free {
            drop(std::fs::remove_file(entry.path()));
        }
    }
}

fn fill(mut file: File, bytes: &[u8], permissions: Option<Permissions>) -> io::Result<()> {
    file.write_all(bytes)?;
    if let Some(permissions) = permissions {
        file.set_permissions(permissions)?;
    }
    file.sync_all()
}

/// How the names of files begin that are not in their place yet.
const BESIDE: &str = ".afterword-";

/// A new file beside `file`, with a hidden name that is never read as a document. It is locked as long as it is open.
fn create_beside(file: &Path) -> io::Result<(PathBuf, File)> {
    let folder = file.parent().unwrap_or(Path::new("."));
    let mut number = 0;
    loop {
        let beside = folder.join(format!("{BESIDE}{}-{number}.tmp", std::process::id()));
        match OpenOptions::new().write(true).create_new(true).open(&beside) {
            Ok(new) => {
                // Only a sign for `remove_abandoned`; a file system without locks does without.
                drop(new.try_lock());
                return Ok((beside, new));
            }
            // Left by a run that was interrupted, under the same number of its process.
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists && number < 1000 => number += 1,
            Err(error) => return Err(error),
        }
    }
}

/// What a file system tells of a file without its being read.
struct Facts {
    bytes: u64,
    /// When it was changed, in seconds since 1970 and nanoseconds; on Unix also when anything about it was, which
    /// nothing can set back.
    times: [i64; 4],
    /// Which file it is, on Unix.
    node: u64,
}

impl Facts {
    #[cfg(unix)]
    fn new(metadata: &Metadata) -> Self {
        use std::os::unix::fs::MetadataExt as _;
        let times = [metadata.mtime(), metadata.mtime_nsec(), metadata.ctime(), metadata.ctime_nsec()];
        Self { bytes: metadata.len(), times, node: metadata.ino() }
    }

    #[cfg(not(unix))]
    fn new(metadata: &Metadata) -> Self {
        let modified =
            metadata.modified().ok().and_then(|time| jiff::Timestamp::try_from(time).ok()).unwrap_or_default();
        let times = [modified.as_second(), modified.subsec_nanosecond().into(), 0, 0];
        Self { bytes: metadata.len(), times, node: 0 }
    }
}

/// What lies below a folder, documents in no order.
#[derive(Default)]
struct Found {
    documents: Vec<Document>,
    files: BTreeSet<RelPath>,
    /// Links that are not followed.
    links: BTreeSet<RelPath>,
}

struct Document {
    path: RelPath,
    file: PathBuf,
    /// None when the file has gone since.
    facts: Option<Facts>,
    /// Whether it is one by its name; else its text decides.
    named: bool,
}

impl Document {
    /// Hashes its name, size and times.
    fn stamp(&self) -> blake3::Hash {
        let mut hasher = blake3::Hasher::new();
        hasher.update(self.path.as_str().as_bytes());
        if let Some(Facts { bytes, times, node }) = &self.facts {
            hasher.update(&[0]);
            hasher.update(&bytes.to_le_bytes());
            hasher.update(&node.to_le_bytes());
            for time in times {
                hasher.update(&time.to_le_bytes());
            }
        }
        hasher.finalize()
    }
}

/// A file that the walk has met.
struct Met {
    file: PathBuf,
    /// Whether it was reached through a link.
    is_linked: bool,
}

impl Met {
    /// What it is by its name; none when it is left out.
    fn named(self, root: &Path, walk: &Walk) -> Option<Named> {
        let path = relative(root, &self.file)?;
        if is_left_out(&path, false, walk) {
            return None;
        }
        let named = walk.is_document(&path);
        Some(if named || walk.may_be_document(&path) {
            let facts = std::fs::metadata(&self.file).ok().as_ref().map(Facts::new);
            Named::Document(Document { path, file: self.file, facts, named })
        } else {
            Named::Other(path)
        })
    }
}

/// What a file is by its name.
enum Named {
    Document(Document),
    Other(RelPath),
}

/// What a file turned out to be.
enum Loaded {
    Document(source::Found),
    Other(RelPath),
}

fn list(root: &Path, walk: &Walk) -> Result<Found, Error> {
    let real_root = root.canonicalize().map_err(|error| Error::io("read", root, error))?;
    if !walk.content.as_str().is_empty() {
        let content = root.join(walk.content.as_str());
        std::fs::metadata(&content).map_err(|error| {
            Error::io("read the content folder", &content, error)
                .hinted("the documents are looked for in the folder that `content` names, relative to the archive")
        })?;
    }
    let out = real_root.join(&walk.out);
    let out = out.canonicalize().unwrap_or_else(|_| without_dots(&out));
    let mut found = Found::default();
    // Folders reached through a link: what is below them has another name of its own.
    let mut linked_folders: Vec<PathBuf> = Vec::new();
    let mut files: Vec<Met> = Vec::new();
    // Of several errors the first by its path is told, whatever the order of the folder.
    let mut failed: Option<(PathBuf, io::Error)> = None;
    let mut entries = WalkDir::new(root).follow_links(true).into_iter();
    while let Some(entry) = entries.next() {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                let path = error.path().unwrap_or(root).to_path_buf();
                if error.depth() > 0 && path.is_symlink() {
                    // Below a linked folder, it is met again under its own name.
                    if !linked_folders.iter().any(|folder| path.starts_with(folder)) {
                        note_link(&mut found, root, &path, walk);
                    }
                    continue;
                }
                // Deleted since its folder was listed, as a whole branch is when another is checked out.
                let is_gone = error.io_error().is_some_and(|error| error.kind() == io::ErrorKind::NotFound);
                if error.depth() > 0 && is_gone {
                    continue;
                }
                if failed.as_ref().is_none_or(|(first, _)| path < *first) {
                    failed = Some((path, error.into()));
                }
                continue;
            }
        };
        if entry.depth() == 0 {
            continue;
        }
        let is_folder = entry.file_type().is_dir();
        if is_folder {
            let Some(path) = relative(root, entry.path()) else { continue };
            if real_root.join(path.as_str()) == out || is_left_out(&path, is_folder, walk) {
                entries.skip_current_dir();
                continue;
            }
        }
        let is_link = entry.path_is_symlink();
        if is_link && !leads_inside(entry.path(), &real_root) {
            note_link(&mut found, root, entry.path(), walk);
            if is_folder {
                entries.skip_current_dir();
            }
        } else if is_folder && is_link {
            linked_folders.push(entry.into_path());
        } else if entry.file_type().is_file() {
            let is_linked = is_link || linked_folders.iter().any(|folder| entry.path().starts_with(folder));
            files.push(Met { file: entry.into_path(), is_linked });
        }
    }
    if let Some((path, error)) = failed {
        return Err(Error::io("read", path, error));
    }
    let files: Vec<_> = files.into_par_iter().filter_map(|met| Some((met.is_linked, met.named(root, walk)?))).collect();
    let mut linked = Vec::new();
    for (is_linked, named) in files {
        match named {
            Named::Document(document) if is_linked => linked.push(document),
            Named::Document(document) => found.documents.push(document),
            Named::Other(path) => {
                found.files.insert(path);
            }
        }
    }
    keep_once(&mut found.documents, linked, root, &real_root);
    Ok(found)
}

/// Adds the documents that were reached through a link and are not there already by another name. Of several links to
/// one document the first counts, folder by folder.
fn keep_once(documents: &mut Vec<Document>, mut linked: Vec<Document>, root: &Path, real_root: &Path) {
    if linked.is_empty() {
        return;
    }
    linked.sort_by(|a, b| a.file.cmp(&b.file));
    let real = |file: &Path| file.strip_prefix(root).map_or_else(|_| file.to_path_buf(), |rest| real_root.join(rest));
    let mut taken: BTreeSet<PathBuf> = documents.iter().map(|document| real(&document.file)).collect();
    for document in linked {
        let target = document.file.canonicalize().unwrap_or_else(|_| document.file.clone());
        if taken.insert(target) {
            documents.push(document);
        }
    }
}

fn load(document: Document, limit: u64) -> Result<Option<Loaded>, Error> {
    let Document { path, file, facts, named } = document;
    let bytes = facts.map_or(0, |facts| facts.bytes);
    if bytes > limit {
        let skipped = Loaded::Document((path.clone(), Arc::from(""), Some(SkipReason::TooLarge { bytes, limit })));
        return Ok(Some(if named { skipped } else { Loaded::Other(path) }));
    }
    let bytes = match std::fs::read(&file) {
        Ok(bytes) => bytes,
        // Deleted since it was listed, as editors do while they save.
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(Error::io("read", &file, error)),
    };
    Ok(Some(match String::from_utf8(bytes) {
        Ok(text) if named || stray::reads_as_postmortem(&text) => Loaded::Document((path, Arc::from(text), None)),
        Ok(_) => Loaded::Other(path),
        Err(_) if !named => Loaded::Other(path),
        Err(error) => {
            let valid_up_to = error.utf8_error().valid_up_to();
            let mut bytes = error.into_bytes();
            bytes.truncate(valid_up_to);
            let text = String::from_utf8(bytes).unwrap_or_default();
            Loaded::Document((path, Arc::from(text), Some(SkipReason::InvalidUtf8 { valid_up_to })))
        }
    }))
}

fn is_left_out(path: &RelPath, is_folder: bool, walk: &Walk) -> bool {
    let name = path.file_name();
    name.starts_with('.') || (is_folder && FOREIGN_FOLDERS.contains(&name)) || walk.is_excluded(path)
}

/// Remembers a link that is not followed, when documents could have been behind it.
fn note_link(found: &mut Found, root: &Path, link: &Path, walk: &Walk) {
    let Some(path) = relative(root, link) else { return };
    let leads_to_folder = std::fs::metadata(link).map_or_else(
        // A circle, which only a folder can make, or nothing at all.
        |_| Path::new(path.as_str()).extension().is_none(),
        |metadata| metadata.is_dir(),
    );
    let left_out = path.file_name().starts_with('.') || walk.is_excluded(&path);
    if !left_out && (leads_to_folder || walk.is_document(&path)) {
        found.links.insert(path);
    }
}

fn leads_inside(link: &Path, real_root: &Path) -> bool {
    link.canonicalize().is_ok_and(|target| target.starts_with(real_root))
}

/// The path inside the archive. A name that is not UTF-8 is shown with replacement characters.
fn relative(root: &Path, path: &Path) -> Option<RelPath> {
    let relative = path.strip_prefix(root).ok()?;
    if let Some(plain) = relative.to_str().filter(|path| !path.contains('\\')) {
        return RelPath::new(plain);
    }
    // Where `\` is an ordinary character of a name, it must not make a path.
    let parts: Vec<_> = relative.iter().map(|part| part.to_string_lossy().replace('\\', "_")).collect();
    RelPath::new(&parts.join("/"))
}

fn without_dots(path: &Path) -> PathBuf {
    let mut clean = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => {
                clean.pop();
            }
            part => clean.push(part),
        }
    }
    clean
}

#[derive(Clone, Copy, PartialEq)]
enum Case {
    Kept,
    Ignored,
}

fn glob_set(patterns: &[String], key: &str, case: Case) -> Result<GlobSet, Error> {
    let mut set = GlobSetBuilder::new();
    for pattern in patterns {
        let trimmed = pattern.trim_start_matches("./").trim_start_matches('/');
        // `drafts/` and `drafts/**` mean the folder itself, so that it is not even entered.
        let trimmed = if key == "exclude" { trimmed.trim_end_matches("/**").trim_end_matches('/') } else { trimmed };
        let anywhere = if trimmed.contains('/') || pattern.starts_with('/') {
            trimmed.to_owned()
        } else {
            format!("**/{trimmed}")
        };
        let glob = GlobBuilder::new(&anywhere)
            .literal_separator(true)
            .case_insensitive(case == Case::Ignored)
            .build()
            .map_err(|error| bad_setting(format!("`{pattern}` in `{key}` is no pattern: {}", error.kind())))?;
        set.add(glob);
    }
    set.build().map_err(|error| bad_setting(format!("the patterns of `{key}` are too many: {}", error.kind())))
}

/// The defaults are right, so what is wrong here comes from the configuration.
fn bad_setting(message: String) -> Error {
    Error::config("afterword.toml", Located { message, ..Located::default() })
}

#[cfg(test)]
mod tests;
