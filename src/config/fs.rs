//! The edge that finds and reads `afterword.toml`.
#![expect(clippy::disallowed_methods, reason = "I/O edge")]

use std::path::{Path, PathBuf};

use crate::config::Options;
use crate::error::{Error, Located};

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
    /// Its text, to point at a place in it later.
    pub text: String,
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
            let text = read(&file)?;
            let options = Options::parse(&file.to_string_lossy(), &text)?;
            return Ok(Found { root: root.to_path_buf(), options, file: Some(file), text });
        }
    }
    Ok(Found { root: folder.to_path_buf(), options: Options::default(), file: None, text: String::new() })
}

/// The text of the configuration in the folder `root`, when there is one.
///
/// # Errors
/// When it cannot be read.
pub fn text(root: &Path) -> Result<Option<String>, Error> {
    let file = root.join(FILE_NAME);
    if file.is_file() { read(&file).map(Some) } else { Ok(None) }
}

fn read(file: &Path) -> Result<String, Error> {
    let bytes = std::fs::read(file).map_err(|error| Error::io("read", file, error))?;
    String::from_utf8(bytes).map_err(|error| {
        let valid = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        let line = valid.split(|byte| *byte == b'\n').count();
        let message = format!("line {line} is not UTF-8");
        Error::config(file, Located { message, ..Located::default() })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_is_searched_upwards() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap();
        let deep = root.join("content/2026");
        std::fs::create_dir_all(&deep).unwrap();
        std::fs::write(deep.join("a.md"), "# A").unwrap();
        std::fs::write(root.join(FILE_NAME), "[site]\ntitle = 'T'").unwrap();

        let found = find(&deep.join("a.md")).unwrap();
        assert_eq!(found.root, root);
        assert_eq!(found.file, Some(root.join(FILE_NAME)));
        assert_eq!(found.options.site.title.as_deref(), Some("T"));
    }

    #[test]
    fn without_one_the_folder_itself_is_the_archive() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap();
        let found = find(&root).unwrap();
        assert_eq!((found.root, found.file), (root, None));
        assert_eq!(found.options, Options::default());
    }

    #[test]
    fn what_is_not_there_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        assert!(find(&folder.path().join("nowhere")).unwrap_err().is_io());
    }

    #[test]
    fn other_encodings_are_an_error_with_the_line() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join(FILE_NAME), b"[site]\ntitle = '\xe4'").unwrap();
        let error = find(folder.path()).unwrap_err();
        assert_eq!(error.located().unwrap().message, "line 2 is not UTF-8");
    }
}
