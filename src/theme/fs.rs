//! The edge that reads the layers of a theme from their folders.
//!
//! Symbolic links are not followed: a theme that comes with an archive must not publish what lies outside of it.
#![expect(clippy::disallowed_methods, reason = "I/O edge")]

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use walkdir::WalkDir;

use super::{Layer, Theme};
use crate::error::{Error, Located};

/// Larger files are not part of a look. Bytes.
const LARGEST_FILE: u64 = 4 * 1024 * 1024;

/// The folders of a layer that are read.
const FOLDERS: [&str; 3] = ["templates", "assets", "strings"];

/// Reads the theme of the archive at `root`: the built-in one, the configured `folder`, and the archive's own
/// `templates`, `assets` and `strings`. An archive without a configuration file has none of its own: there,
/// folders of these names are somebody else's.
///
/// # Errors
/// When the configured folder is no theme, or a file cannot be read.
pub fn load(root: &Path, folder: Option<&str>) -> Result<Theme, Error> {
    let mut layers = Vec::new();
    if let Some(folder) = folder {
        let path = root.join(folder);
        let layer = read("theme", &path)?;
        if layer.files.is_empty() {
            let message = format!("the theme folder `{}` has no `templates`, `assets` or `strings`", path.display());
            return Err(Error::config(
                root.join(crate::config::fs::FILE_NAME),
                Located { message, ..Located::default() },
            )
            .hinted("name a folder that has them, or leave `folder` out for the built-in theme"));
        }
        layers.push(layer);
    }
    if root.join(crate::config::fs::FILE_NAME).is_file() {
        layers.push(read("site", root)?);
    }
    Theme::new(layers)
}

fn read(name: &'static str, folder: &Path) -> Result<Layer, Error> {
    let mut files = BTreeMap::new();
    let mut left_out = BTreeSet::new();
    let manifest = folder.join("theme.toml");
    if name == "theme" && manifest.is_file() {
        files.insert("theme.toml".to_owned(), read_file(&manifest)?);
    }
    for part in FOLDERS {
        let top = folder.join(part);
        if !top.is_dir() {
            continue;
        }
        for entry in WalkDir::new(&top).sort_by_file_name().into_iter().filter_entry(|entry| !is_hidden(entry)) {
            let entry = entry.map_err(|error| {
                let path = error.path().unwrap_or(&top).to_path_buf();
                Error::io("read", path, error.into())
            })?;
            if entry.path_is_symlink() {
                let reason = std::io::Error::other("symbolic links are not followed in a theme");
                return Err(Error::io("read", entry.path(), reason));
            }
            if !entry.file_type().is_file() {
                continue;
            }
            let Ok(relative) = entry.path().strip_prefix(folder) else { continue };
            let file = relative.to_string_lossy().replace('\\', "/");
            let size = entry.metadata().map_err(|error| Error::io("read", entry.path(), error.into()))?.len();
            if size > LARGEST_FILE && part != "assets" {
                // Without it the template of a lower layer would be taken, and nobody told.
                let reason = std::io::Error::new(
                    std::io::ErrorKind::FileTooLarge,
                    format!("it has {} MiB, and a template may have {}", size >> 20, LARGEST_FILE >> 20),
                );
                return Err(Error::io("read", entry.path(), reason).hinted("move what is not markup into `assets`"));
            }
            if size > LARGEST_FILE {
                left_out.insert(file);
            } else {
                files.insert(file, read_file(entry.path())?);
            }
        }
    }
    Ok(Layer { name, origin: folder.to_string_lossy().into_owned(), files, left_out })
}

fn is_hidden(entry: &walkdir::DirEntry) -> bool {
    entry.depth() > 0 && entry.file_name().to_string_lossy().starts_with('.')
}

fn read_file(path: &Path) -> Result<Cow<'static, [u8]>, Error> {
    std::fs::read(path).map(Cow::Owned).map_err(|error| Error::io("read", path, error))
}

#[cfg(test)]
mod tests;
