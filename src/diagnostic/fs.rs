//! The edge that reads and writes a baseline.
#![expect(clippy::disallowed_methods, reason = "I/O edge")]

use std::io;
use std::path::Path;

use crate::diagnostic::baseline::{Baseline, Fault};
use crate::error::Error;
use crate::text::fs::{remove_abandoned, write_whole};

/// Reads a baseline.
///
/// # Errors
/// When the file is not there, cannot be read, or is no baseline of this version.
pub fn read_baseline(path: &Path) -> Result<Baseline, Error> {
    const AGAIN: &str = "`afterword check --write-baseline FILE` writes it anew, with the findings of today";
    let bytes = std::fs::read(path).map_err(|error| {
        let missing = error.kind() == io::ErrorKind::NotFound;
        let error = Error::io("read the baseline", path, error);
        if missing { error.hinted("`afterword check --write-baseline FILE` writes one") } else { error }
    })?;
    let text = String::from_utf8(bytes).map_err(|_| Error::baseline(path, "it is not UTF-8").hinted(AGAIN))?;
    Baseline::parse(&text).map_err(|fault| match fault {
        Fault::Form(reason) => Error::baseline(path, reason).hinted(AGAIN),
        Fault::Version(version) => {
            Error::baseline(path, format!("it is of version {version}, and version 1 is read here"))
                .hinted(format!("was it written by a newer Afterword? otherwise, {AGAIN}"))
        }
    })
}

/// Writes a baseline; a file that is there is replaced as a whole.
///
/// # Errors
/// When it cannot be written.
pub fn write_baseline(path: &Path, baseline: &Baseline) -> Result<(), Error> {
    write_whole(path, baseline.to_json().as_bytes()).map_err(|error| Error::io("write", path, error))?;
    remove_abandoned(path.parent().unwrap_or(Path::new(".")));
    Ok(())
}
