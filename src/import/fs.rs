//! The edge that writes imported documents: in place or as copies, each whole or not at all.
//!
//! A new text is written to a file beside the old one and takes its place by a rename, so a run that is interrupted
//! leaves every document as it was or as it should be. What is not as it was when it was read is not touched.
#![expect(clippy::disallowed_methods, reason = "I/O edge")]

use std::fs::{self, File, OpenOptions, Permissions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use crate::error::Error;
use crate::text::Source;

/// Gives the document `source` of the archive at `root` a new text. A link keeps leading to the file it leads to.
///
/// # Errors
/// When the file is read-only, has changed since it was read, lies outside the archive, or cannot be written. It is
/// then as it was.
pub fn replace(root: &Path, source: &Source, text: &str) -> Result<(), Error> {
    let path = root.join(source.path.as_str());
    let failed = |error: io::Error| Error::io("write", &path, error);
    let file = path.canonicalize().map_err(failed)?;
    if !file.starts_with(root.canonicalize().map_err(failed)?) {
        return Err(failed(io::Error::other("it is a link to a file outside the archive")));
    }
    let permissions = fs::metadata(&file).map_err(failed)?.permissions();
    if permissions.readonly() {
        let error = io::Error::new(io::ErrorKind::PermissionDenied, "it is read-only");
        return Err(failed(error).hinted("make it writable, or write copies with `--out`"));
    }
    if fs::read(&file).map_err(failed)? != source.text.as_bytes() {
        return Err(failed(io::Error::other("it has changed since it was read")).hinted("run the command again"));
    }
    write(&file, text, Some(permissions)).map_err(failed)
}

/// Writes a copy of the document `source` into `folder`, at its path in the archive. True when there was none.
///
/// # Errors
/// When a file with other content is there, or a file or folder cannot be written. Nothing is overwritten.
pub fn copy(folder: &Path, source: &Source, text: &str) -> Result<bool, Error> {
    let path = folder.join(source.path.as_str());
    let failed = |error: io::Error| Error::io("write", &path, error);
    match fs::read(&path) {
        Ok(there) if there == text.as_bytes() => return Ok(false),
        Ok(_) => {
            let error = io::Error::new(io::ErrorKind::AlreadyExists, "a file with other content is there");
            return Err(failed(error).hinted("name a folder that is empty or not there yet"));
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(failed(error)),
    }
    let parent = path.parent().unwrap_or(folder);
    fs::create_dir_all(parent).map_err(|error| Error::io("create the folder", parent, error))?;
    write(&path, text, None).map_err(failed)?;
    Ok(true)
}

/// Writes a file whole: first beside its place, then by a rename into it.
fn write(path: &Path, text: &str, permissions: Option<Permissions>) -> io::Result<()> {
    let (beside, file) = create_beside(path)?;
    let written = fill(file, text, permissions).and_then(|()| fs::rename(&beside, path));
    if written.is_err() {
        // The first error says what happened; a file that cannot be removed either is hidden, and empty or whole.
        drop(fs::remove_file(&beside));
    }
    written
}

fn fill(mut file: File, text: &str, permissions: Option<Permissions>) -> io::Result<()> {
    file.write_all(text.as_bytes())?;
    if let Some(permissions) = permissions {
        file.set_permissions(permissions)?;
    }
    file.sync_all()
}

/// A new file beside `path`, with a hidden name that is never read as a document.
fn create_beside(path: &Path) -> io::Result<(PathBuf, File)> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let mut number = 0;
    loop {
        let beside = folder.join(format!(".afterword-{}-{number}.tmp", std::process::id()));
        match OpenOptions::new().write(true).create_new(true).open(&beside) {
            Ok(file) => return Ok((beside, file)),
            // Left by a run that was interrupted, under the same number of its process.
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists && number < 1000 => number += 1,
            Err(error) => return Err(error),
        }
    }
}

#[cfg(test)]
mod tests;
