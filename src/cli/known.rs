//! The findings an archive lives with: the baseline that its settings name.

use std::path::Path;

use afterword::diagnostic::Diagnostic;
use afterword::diagnostic::baseline::{Baseline, Entry};
use afterword::diagnostic::fingerprint::{Fingerprint, fingerprints};
use afterword::diagnostic::fs::{read_baseline, write_baseline};
use afterword::text::SourceSet;

use super::error::{CliError, shown};
use super::open::Opened;
use super::ui::{Ui, count, plain};

/// Findings that are to be told of, and what became of the others.
pub(crate) struct Parted {
    /// Those that no baseline has, each with its fingerprint.
    pub(crate) new: Vec<(Diagnostic, Fingerprint)>,
    /// Those that one has.
    pub(crate) known: Vec<Diagnostic>,
    /// What it has and is not found.
    pub(crate) stale: Vec<Entry>,
}

/// Parts the findings of the whole archive.
pub(crate) fn part(archive: &Opened, diagnostics: Vec<Diagnostic>, sources: &SourceSet) -> Result<Parted, CliError> {
    let prints = fingerprints(&diagnostics, sources);
    let Some(file) = &archive.settings.rules.baseline else {
        let new = diagnostics.into_iter().zip(prints).collect();
        return Ok(Parted { new, known: Vec::new(), stale: Vec::new() });
    };
    let baseline = read_baseline(&archive.root.join(file))?;
    let comparison = baseline.compare(&diagnostics, &prints, sources);
    let (mut new, mut known) = (Vec::new(), Vec::new());
    for ((diagnostic, print), is_known) in diagnostics.into_iter().zip(prints).zip(comparison.known) {
        if is_known { known.push(diagnostic) } else { new.push((diagnostic, print)) }
    }
    Ok(Parted { new, known, stale: comparison.stale })
}

/// The findings that no baseline has.
pub(crate) fn without(
    archive: &Opened,
    diagnostics: Vec<Diagnostic>,
    sources: &SourceSet,
) -> Result<Vec<Diagnostic>, CliError> {
    if archive.settings.rules.baseline.is_none() {
        return Ok(diagnostics);
    }
    Ok(part(archive, diagnostics, sources)?.new.into_iter().map(|(diagnostic, _)| diagnostic).collect())
}

/// Says what could be taken out of the baseline.
pub(crate) fn tell_stale(stale: &[Entry], ui: &mut Ui) -> Result<(), CliError> {
    for Entry { path, rule, message, .. } in stale {
        ui.detail(plain(&format!("no longer found: {path}: {rule} {message}")))?;
    }
    if !stale.is_empty() {
        let entries = if stale.len() == 1 { "entry".to_owned() } else { "entries".to_owned() };
        let n = stale.len();
        let them = if n == 1 { "it" } else { "them" };
        ui.warn(format_args!(
            "{n} {entries} of the baseline {are} no longer found; `--write-baseline FILE` takes {them} out",
            are = if n == 1 { "is" } else { "are" },
        ))?;
    }
    Ok(())
}

/// Writes all findings into a baseline.
pub(crate) fn write(
    file: &Path,
    archive: &Opened,
    diagnostics: &[Diagnostic],
    sources: &SourceSet,
    ui: &mut Ui,
) -> Result<(), CliError> {
    let baseline = Baseline::of(diagnostics, &fingerprints(diagnostics, sources), sources);
    write_baseline(file, &baseline)?;
    ui.say(format_args!("{}: {} known from now on", shown(file), count(baseline.len(), "finding")))?;
    let configured = archive.settings.rules.baseline.as_ref().map(|known| archive.root.join(known));
    let written = file.canonicalize().ok();
    if configured.and_then(|known| known.canonicalize().ok()) != written {
        let below = written.as_deref().and_then(|file| file.strip_prefix(&archive.root).ok());
        let below = below.map_or_else(|| shown(file), |file| file.to_string_lossy().replace('\\', "/"));
        ui.say(format_args!(
            "Next: `baseline = {}` under `[rules]` in afterword.toml, or `--baseline {}` each time.",
            plain(&toml::Value::from(below).to_string()),
            shown(file),
        ))?;
    }
    Ok(())
}
