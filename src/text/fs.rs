//! The edge that walks an archive's folder and reads its Markdown into a [`SourceSet`].
//!
//! It decides nothing about the content: what a text is taken for is in `stray.rs`.
#![expect(clippy::disallowed_methods, reason = "I/O edge")]

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use globset::GlobSet;
use rayon::prelude::*;
use walkdir::WalkDir;

use super::{RelPath, Role, SkipReason, SourceSet, role_of};
use crate::error::Error;

/// What to look for below an archive's folder.
#[derive(Debug, Clone)]
pub struct Walk {
    /// Files to read, by path relative to the archive.
    pub include: GlobSet,
    /// Files and folders to leave out.
    pub exclude: GlobSet,
    /// Larger files are reported, not read. Bytes.
    pub max_file_size: u64,
}

/// Reads all sources below `root`, in parallel.
///
/// # Errors
/// When a folder cannot be listed or a file cannot be read.
pub fn read(root: &Path, walk: &Walk) -> Result<SourceSet, Error> {
    let mut markdown = Vec::new();
    let mut files = BTreeSet::new();
    for entry in WalkDir::new(root)
        .sort_by_file_name()
        .into_iter()
        .filter_entry(|entry| entry.depth() == 0 || !entry.file_name().to_string_lossy().starts_with('.'))
    {
        let entry = entry.map_err(|error| {
            let path = error.path().unwrap_or(root).to_path_buf();
            Error::io("read", path, error.into())
        })?;
        let Ok(relative) = entry.path().strip_prefix(root) else { continue };
        let Some(path) = RelPath::new(&relative.to_string_lossy()) else { continue };
        if !entry.file_type().is_file() || walk.exclude.is_match(path.as_str()) {
            continue;
        }
        if walk.include.is_match(path.as_str()) {
            markdown.push((path, entry.into_path()));
        } else {
            files.insert(path);
        }
    }
    let found = markdown
        .into_par_iter()
        .map(|(path, file)| {
            let bytes = std::fs::read(&file).map_err(|error| Error::io("read", &file, error))?;
            Ok(match String::from_utf8(bytes) {
                Ok(text) => {
                    let role = role_of(path.as_str(), &text);
                    (path, Arc::from(text), role)
                }
                Err(error) => {
                    let valid_up_to = error.utf8_error().valid_up_to();
                    let text = String::from_utf8_lossy(&error.as_bytes()[..valid_up_to]).into_owned();
                    (path, Arc::from(text), Role::Skipped(SkipReason::InvalidUtf8 { valid_up_to }))
                }
            })
        })
        .collect::<Result<Vec<_>, Error>>()?;
    Ok(SourceSet::new(found, files))
}
