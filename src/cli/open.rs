//! From a path on the command line to an archive: where it is, what its configuration says, which day it is.

use std::path::{Path, PathBuf};

use afterword::config::{self, Overrides, Settings};
use afterword::lint;
use afterword::text::RelPath;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::error::{CliError, shown};
use super::ui::Ui;

/// An archive, not yet read.
pub(crate) struct Opened {
    /// Its folder, absolute.
    pub(crate) root: PathBuf,
    /// Its settings, the command line included.
    pub(crate) settings: Settings,
    /// The text of its configuration; empty when it has none.
    #[cfg_attr(not(feature = "serve"), expect(dead_code, reason = "only `serve` compares configurations"))]
    pub(crate) config: String,
}

/// Finds the archive that `start` belongs to. Without a configuration it is the folder `start`, or the folder
/// of the file `start`.
pub(crate) fn open(start: &Path, mut overrides: Overrides, ui: &mut Ui) -> Result<Opened, CliError> {
    let found = config::fs::find(start)?;
    if let Some(url) = &overrides.base_url {
        config::base_url(url).map_err(CliError::usage)?;
    }
    if let Some(out) = overrides.out.take() {
        overrides.out = Some(below(&found.root, &out)?);
    }
    overrides.today = Some(overrides.today.map_or_else(today, Ok)?);

    let rules: Vec<&str> = lint::RULES.iter().flat_map(|rule| [rule.code, rule.name]).collect();
    for selector in overrides.select.iter().chain(&overrides.ignore) {
        config::rule_selector(selector, &rules).map_err(|(message, hint)| CliError::usage(message).hint(hint))?;
    }
    let config::fs::Found { root, options, file, text } = found;
    if let Some(file) = &file {
        options.check_rules(&file.to_string_lossy(), &text, &rules)?;
    }
    let folder = root.file_name().map_or_else(|| "Postmortems".into(), |name| name.to_string_lossy().into_owned());
    let settings = options.resolve(&folder, overrides);
    match &file {
        Some(file) => ui.detail(format_args!("configuration: {}", shown(file)))?,
        None => ui.detail(format_args!("no `{}` found; all defaults hold", config::fs::FILE_NAME))?,
    }
    ui.detail(format_args!("archive: {}", shown(&root)))?;
    Ok(Opened { root, settings, config: text })
}

impl Opened {
    /// The place of a file or folder in the archive, as findings name it; none for what is outside.
    pub(crate) fn place(&self, path: &Path) -> Result<Option<RelPath>, CliError> {
        let absolute = path.canonicalize().map_err(super::error::file("find", path))?;
        Ok(absolute.strip_prefix(&self.root).ok().and_then(|below| RelPath::new(&below.to_string_lossy())))
    }
}

/// An output folder named on the command line, which is relative to the current folder: relative to the archive
/// when it is inside, so that it is left out of what is read.
fn below(root: &Path, out: &Path) -> Result<PathBuf, CliError> {
    let absolute = std::path::absolute(out).map_err(super::error::file("find", out))?;
    // The folder may not be there yet; its nearest existing ancestor is, and may be a link.
    let mut existing = absolute.as_path();
    while let Some(parent) = existing.parent().filter(|_| !existing.exists()) {
        existing = parent;
    }
    let rest = absolute.strip_prefix(existing).unwrap_or(Path::new("")).to_path_buf();
    let existing = existing.canonicalize().map_err(super::error::file("find", existing))?;
    let real = if rest.as_os_str().is_empty() { existing } else { existing.join(rest) };
    Ok(real.strip_prefix(root).map(Path::to_path_buf).unwrap_or(real))
}

/// Today in UTC, so that two machines agree; `SOURCE_DATE_EPOCH` stands in for the clock.
pub(crate) fn today() -> Result<Date, CliError> {
    let now = match std::env::var("SOURCE_DATE_EPOCH") {
        Ok(seconds) => seconds
            .trim()
            .parse()
            .ok()
            .and_then(|seconds| jiff::Timestamp::from_second(seconds).ok())
            .ok_or_else(|| CliError::usage("`SOURCE_DATE_EPOCH` is no number of seconds since 1970"))?,
        Err(_) => jiff::Timestamp::now(),
    };
    Ok(TimeZone::UTC.to_datetime(now).date())
}
