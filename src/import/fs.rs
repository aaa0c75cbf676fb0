//! The edge that writes imported documents: in place or as copies, each whole or not at all.
//!
//! A new text is written to a file beside the old one and takes its place by a rename, so a run that is interrupted
//! leaves every document as it was or as it should be; the next one removes what it left beside them. What is not as
//! it was when it was read is not touched.
#![expect(clippy::disallowed_methods, reason = "I/O edge")]

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::error::Error;
use crate::text::Source;
use crate::text::fs::{remove_abandoned, write_whole};

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
    if fs::metadata(&file).map_err(failed)?.permissions().readonly() {
        let error = io::Error::new(io::ErrorKind::PermissionDenied, "it is read-only");
        return Err(failed(error).hinted("make it writable, or write copies with `--out`"));
    }
    if fs::read(&file).map_err(failed)? != source.text.as_bytes() {
        return Err(failed(io::Error::other("it has changed since it was read")).hinted("run the command again"));
    }
    write_whole(&file, text.as_bytes()).map_err(failed)
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
    write_whole(&path, text.as_bytes()).map_err(failed)?;
    Ok(true)
}

/// Removes what interrupted runs left beside documents and copies: `files` are those of this run, below `root`.
pub fn tidy<'a>(root: &Path, files: impl IntoIterator<Item = &'a Source>) {
    let folders: BTreeSet<PathBuf> = files
        .into_iter()
        .filter_map(|source| root.join(source.path.as_str()).canonicalize().ok()?.parent().map(Path::to_path_buf))
        .collect();
    for folder in folders {
        remove_abandoned(&folder);
    }
}

#[cfg(test)]
mod tests;
