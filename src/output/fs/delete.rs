//! Deletes files of ours, and the folders that are empty then. Nothing else is ever deleted.
//!
//! It goes on where it was broken off: what is gone already is passed over.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::Path;

use rayon::prelude::*;

use super::{folders_of, io_error, step};
use crate::error::Error;

/// Deletes files below the folder `site`. A path that leads through a link is not ours, and a folder is no file: one
/// that stands there has taken the file's place before the change was broken off.
pub(super) fn delete<'a>(site: &Path, paths: impl Iterator<Item = &'a str>) -> Result<(), Error> {
    let mut files: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for path in paths {
        files.entry(folders_of(path).next().unwrap_or_default()).or_default().push(path);
    }
    let folders: BTreeSet<&str> = files.values().flatten().flat_map(|path| folders_of(path)).collect();
    let is_link =
        |folder: &str| fs::symlink_metadata(site.join(folder)).is_ok_and(|metadata| metadata.file_type().is_symlink());
    let links: BTreeSet<&str> = folders.iter().copied().filter(|folder| is_link(folder)).collect();
    let is_ours = |folder: &str| !links.contains(folder) && folders_of(folder).all(|above| !links.contains(above));

    let deleted: Vec<Result<(), Error>> = files
        .par_iter()
        .filter(|(folder, _)| is_ours(folder))
        .map(|(_, files)| files.iter().try_for_each(|path| delete_file(&site.join(path))))
        .collect();
    deleted.into_iter().collect::<Result<(), Error>>()?;
    // What is in a folder comes after it.
    for folder in folders.iter().rev().filter(|folder| is_ours(folder)) {
        step();
        // It still holds something, or is gone.
        fs::remove_dir(site.join(folder)).ok();
    }
    Ok(())
}

fn delete_file(path: &Path) -> Result<(), Error> {
    if fs::symlink_metadata(path).is_ok_and(|metadata| metadata.is_dir()) {
        return Ok(());
    }
    step();
    match fs::remove_file(path) {
        Ok(()) => Ok(()),
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => Ok(()),
        Err(error) => Err(io_error("delete", path, error)),
    }
}
