//! The edge that asks git for the history of a folder. Nothing is fetched and nothing is changed.
#![expect(clippy::disallowed_methods, reason = "I/O edge")]

use std::collections::BTreeMap;
use std::io;
use std::path::Path;
use std::process::{Command, Stdio};

use jiff::civil::Date;

use crate::error::Error;
use crate::text::RelPath;

/// The day on which each file below `root` was first committed.
///
/// # Errors
/// When git cannot be run, or the folder is in no repository.
pub fn first_days(root: &Path) -> Result<BTreeMap<RelPath, Date>, Error> {
    let log = Command::new("git")
        .arg("-C")
        .arg(root)
        .args([
            "log",
            "--reverse",
            "--name-status",
            "-M",
            "-z",
            "--format=%x01%ad",
            "--date=short",
            "--relative",
            "--",
            ".",
        ])
        .stdin(Stdio::null())
        .output()
        .map_err(|error| Error::io("ask git for the history of", root, error))?;
    if !log.status.success() {
        let said = String::from_utf8_lossy(&log.stderr);
        let first = said.lines().next().unwrap_or("git gave no reason").trim_start_matches("fatal: ").to_owned();
        return Err(Error::io("ask git for the history of", root, io::Error::other(first))
            .hinted("`--git` needs the repository that the documents lie in"));
    }
    Ok(super::first_days(&String::from_utf8_lossy(&log.stdout)))
}
