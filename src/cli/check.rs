//! `afterword check`: the findings of an archive, or of some of its documents; and their fixes.

mod fixing;
mod scope;
mod show;

use std::mem::ManuallyDrop;
use std::path::PathBuf;
use std::time::Instant;

use afterword::config::Overrides;
use afterword::diagnostic::Level;
use afterword::diagnostic::render::Summary;
use afterword::edge;
use afterword::pipeline::{self, Report};
use afterword::text::{Role, Source};

use super::ExitStatus;
use super::args::{CheckArgs, CheckFormat, RuleSelection, ScopeArgs, Today};
use super::chosen::Chosen;
use super::error::{CliError, file};
use super::known;
use super::ui::{Ui, count, seconds};
use scope::Scope;
use show::Found;

pub(crate) fn run(args: CheckArgs, ui: &mut Ui) -> Result<ExitStatus, CliError> {
    let started = Instant::now();
    let CheckArgs { paths, format, fix, diff, max_warnings, scope, rules, today, history } = args;
    let ScopeArgs { changed_since, status, baseline, write_baseline } = scope;
    let RuleSelection { select, ignore } = rules;
    let Today { day: today } = today;
    let is_whole =
        paths.is_empty() && changed_since.is_none() && status.is_empty() && select.is_empty() && ignore.is_empty();
    let baseline = baseline.map(|path| absolute(&path)).transpose()?;
    let overrides = Overrides { select, ignore, baseline, today, git: history.git, ..Overrides::default() };
    let (archive, chosen) = Chosen::open(&paths, overrides, ui)?;
    let scope = Scope::new(&archive, chosen, changed_since.as_deref(), &status)?;

    let mut inputs = ui.step("reading", || edge::load(&archive.root, &archive.settings))??;
    scope.warn_of_unread(&inputs.sources, ui)?;
    let report = if fix || diff {
        let fixed = ui.step("fixing", || {
            let files = |report: &Report| scope.files(&inputs.sources, &report.archive);
            pipeline::fix(&inputs.sources, &archive.settings, &files)
        })?;
        if diff {
            return fixing::show(&fixed, &inputs.sources, ui);
        }
        fixing::write(&fixed, &inputs.sources, &archive.root, ui)?;
        inputs.sources = fixed.sources;
        fixed.report
    } else {
        ui.step("checking", || pipeline::check(&inputs.sources, &archive.settings))?
    };
    let Report { diagnostics, archive: postmortems, .. } = report;
    // The process ends with the command: it would take documents and archive apart piece by piece for nobody.
    let (inputs, postmortems) = (ManuallyDrop::new(inputs), ManuallyDrop::new(postmortems));
    if let Some(file) = &write_baseline {
        known::write(&absolute(file)?, &archive, &diagnostics, &inputs.sources, ui)?;
        return Ok(ExitStatus::Clean);
    }

    let mut parts = known::part(&archive, diagnostics, &inputs.sources)?;
    let files = scope.files(&inputs.sources, &postmortems);
    parts.new.retain(|(diagnostic, _)| files.contains(&diagnostic.source));
    parts.known.retain(|diagnostic| files.contains(&diagnostic.source));
    let (diagnostics, prints): (Vec<_>, Vec<_>) = parts.new.into_iter().unzip();
    let is_document = |source: &&Source| files.contains(&source.id) && source.role != Role::Config;
    let documents: Vec<&Source> = inputs.sources.iter().filter(is_document).collect();
    let summary = Summary { files: documents.len(), ..Summary::of(&diagnostics, &inputs.sources) };
    let found = Found { diagnostics, prints, sources: &inputs.sources, documents, summary };

    show::show(&found, format, &archive.root, ui)?;
    if matches!(format, CheckFormat::Full | CheckFormat::Concise) && !found.diagnostics.is_empty() {
        ui.gap()?;
    }
    let known = match parts.known.len() {
        0 => String::new(),
        n => format!("; {n} known"),
    };
    ui.say(format_args!("{summary}{known} ({})", seconds(started.elapsed())))?;
    if is_whole {
        known::tell_stale(&parts.stale, ui)?;
    }
    let allowed = max_warnings.unwrap_or(0);
    if max_warnings.is_some() && summary.warnings > allowed {
        ui.say(format_args!("more than the {} that `--max-warnings` allows", count(allowed, "warning")))?;
    }
    let counts = summary.count(Level::Error) > 0 || summary.warnings > allowed;
    Ok(if counts { ExitStatus::Findings } else { ExitStatus::Clean })
}

/// A file named on the command line, which is relative to the current folder.
fn absolute(path: &std::path::Path) -> Result<PathBuf, CliError> {
    std::path::absolute(path).map_err(file("find", path))
}
