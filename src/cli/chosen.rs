//! The files and folders of an archive that a command was given, and the archive they are of.

use std::path::{Path, PathBuf};

use afterword::config::{self, Overrides};
use afterword::text::{RelPath, SourceSet};

use super::error::{CliError, file, shown};
use super::open::{Opened, open};
use super::ui::{Ui, plain};

/// The chosen places of an archive; none chosen means all of it.
#[derive(Debug)]
pub(crate) struct Chosen(Vec<RelPath>);

impl Chosen {
    /// Opens the archive that `paths` are of.
    pub(crate) fn open(paths: &[PathBuf], overrides: Overrides, ui: &mut Ui) -> Result<(Opened, Self), CliError> {
        let archive = open(&start(paths)?, overrides, ui)?;
        let places = paths.iter().map(|path| {
            archive.place(path)?.ok_or_else(|| {
                CliError::usage(format!("`{}` is not in the archive `{}`", shown(path), shown(&archive.root)))
                    .hint("take the archives one after the other")
            })
        });
        let places = places.collect::<Result<_, CliError>>()?;
        Ok((archive, Self(places)))
    }

    /// Whether a document is among them.
    pub(crate) fn has(&self, path: &RelPath) -> bool {
        self.0.is_empty() || self.0.iter().any(|place| covers(place, path))
    }

    /// Whether a document was asked for by its own path.
    pub(crate) fn names(&self, path: &RelPath) -> bool {
        self.0.contains(path)
    }

    /// A path that was asked for and holds nothing that is read would otherwise pass as clean.
    pub(crate) fn warn_of_unread(&self, sources: &SourceSet, ui: &mut Ui) -> Result<(), CliError> {
        for place in &self.0 {
            if !sources.iter().any(|source| covers(place, &source.path)) {
                let shown = if place.as_str().is_empty() { ".".into() } else { plain(place.as_str()) };
                ui.warn(format_args!("`{shown}` holds no document of the archive, so there is nothing to do in it"))?;
            }
        }
        Ok(())
    }
}

/// Where the archive is looked for: at the first path. Several paths without a configuration above them are of one
/// archive all the same: of the folder that holds them all.
fn start(paths: &[PathBuf]) -> Result<PathBuf, CliError> {
    let Some((first, others)) = paths.split_first() else { return Ok(PathBuf::from(".")) };
    let real = |path: &Path| path.canonicalize().map_err(file("find", path));
    let mut common = real(first)?;
    if others.is_empty() || config::fs::find(first)?.file.is_some() {
        return Ok(common);
    }
    for other in others {
        let other = real(other)?;
        while !other.starts_with(&common) && common.pop() {}
    }
    Ok(common)
}

/// Whether a chosen file or folder is this document or holds it.
fn covers(place: &RelPath, path: &RelPath) -> bool {
    let rest = path.as_str().strip_prefix(place.as_str());
    rest.is_some_and(|rest| rest.is_empty() || place.as_str().is_empty() || rest.starts_with('/'))
}
