//! The edge that finds and reads `afterword.toml`.
#![expect(clippy::disallowed_methods, reason = "I/O edge")]

use std::path::{Path, PathBuf};

use crate::config::Options;
use crate::error::Error;

/// The name of the configuration file.
pub const FILE_NAME: &str = "afterword.toml";

/// Where an archive is and what its configuration says.
#[derive(Debug, Clone)]
pub struct Found {
    /// The folder that holds `afterword.toml`, else the folder that was asked for.
    pub root: PathBuf,
    /// The configuration; the default when there is none.
    pub options: Options,
    /// The configuration file, when there is one.
    pub file: Option<PathBuf>,
}

/// Looks for `afterword.toml` in `start` (or the folder of the file `start`) and upwards.
///
/// # Errors
/// When the file cannot be read or understood, or `start` does not exist.
pub fn find(start: &Path) -> Result<Found, Error> {
    let start = start.canonicalize().map_err(|error| Error::io("find", start, error))?;
    let folder = if start.is_dir() { start.as_path() } else { start.parent().unwrap_or(&start) };
    for root in folder.ancestors() {
        let file = root.join(FILE_NAME);
        if file.is_file() {
            let text = std::fs::read_to_string(&file).map_err(|error| Error::io("read", &file, error))?;
            let options = Options::parse(&file.to_string_lossy(), &text)?;
            return Ok(Found { root: root.to_path_buf(), options, file: Some(file) });
        }
    }
    Ok(Found { root: folder.to_path_buf(), options: Options::default(), file: None })
}
