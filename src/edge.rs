//! Composes the `fs.rs` files: reads an archive, writes a site. Nothing else.

use std::path::Path;

use crate::config::Settings;
use crate::error::Error;
use crate::text::SourceSet;
use crate::theme::Theme;

/// Everything a run reads from the disk, except the configuration.
#[derive(Debug)]
pub struct Inputs {
    /// The documents.
    pub sources: SourceSet,
    /// The look.
    pub theme: Theme,
}

/// What a build did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct WriteStats {
    /// Files that are new or changed.
    pub written: usize,
    /// Files that were already right.
    pub kept: usize,
    /// Files of an earlier build that are no longer part of the site.
    pub deleted: usize,
    /// The size of the whole site.
    pub bytes: u64,
}

/// Reads the documents and the theme of the archive at `root`.
///
/// # Errors
/// When a folder or file cannot be read.
pub fn load(root: &Path, settings: &Settings) -> Result<Inputs, Error> {
    let _ = (root, settings);
    Ok(Inputs { sources: SourceSet::default(), theme: Theme::default() })
}
