//! `afterword check`: the findings of an archive, or of some of its documents.

use std::path::{Path, PathBuf};
use std::time::Instant;

use afterword::config::{self, Overrides};
use afterword::diagnostic::Level;
use afterword::diagnostic::render::{self, Colour, Look, Summary};
use afterword::text::{RelPath, Role, SourceSet};
use afterword::{edge, pipeline};

use super::ExitStatus;
use super::args::{CheckArgs, CheckFormat};
use super::error::{CliError, shown};
use super::open::{Opened, open};
use super::ui::{Ui, seconds, width};

pub(crate) fn run(args: CheckArgs, ui: &mut Ui) -> Result<ExitStatus, CliError> {
    let started = Instant::now();
    let CheckArgs { paths, format, rules, today } = args;
    let overrides = Overrides { select: rules.select, ignore: rules.ignore, today: today.day, ..Overrides::default() };
    let archive = open(&start(&paths)?, overrides, ui)?;
    let chosen = places(&archive, &paths)?;

    let inputs = ui.step("reading", || edge::load(&archive.root, &archive.settings))??;
    let report = ui.step("checking", || pipeline::check(&inputs.sources, &archive.settings))?;
    warn_of_unread(&inputs.sources, &chosen, ui)?;

    let is_chosen = |path: &RelPath| chosen.is_empty() || chosen.iter().any(|place| covers(place, path));
    let mut diagnostics = report.diagnostics;
    diagnostics.retain(|diagnostic| is_chosen(&inputs.sources.get(diagnostic.source).path));
    let mut summary = Summary::of(&diagnostics, &inputs.sources);
    summary.files =
        inputs.sources.iter().filter(|source| source.role != Role::Config && is_chosen(&source.path)).count();

    match format {
        CheckFormat::Full => {
            let colour = if ui.out_has_colour() { Colour::Ansi } else { Colour::Plain };
            let look = Look { colour, width: width() };
            render::full(&diagnostics, &inputs.sources, look, ui.out())?;
        }
        CheckFormat::Json => render::json(&diagnostics, &inputs.sources, summary, ui.out())?,
    }
    if format == CheckFormat::Full && !diagnostics.is_empty() {
        ui.gap()?;
    }
    ui.say(format_args!("{summary} ({})", seconds(started.elapsed())))?;
    let counts = diagnostics.iter().any(|diagnostic| diagnostic.level >= Level::Warning);
    Ok(if counts { ExitStatus::Findings } else { ExitStatus::Clean })
}

/// Where the archive is looked for: at the first path. Several paths without a configuration above them are of one
/// archive all the same: of the folder that holds them all.
fn start(paths: &[PathBuf]) -> Result<PathBuf, CliError> {
    let Some((first, others)) = paths.split_first() else { return Ok(PathBuf::from(".")) };
    let real = |path: &Path| path.canonicalize().map_err(super::error::file("find", path));
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

/// The chosen paths as places in the archive; none chosen means all of it.
fn places(archive: &Opened, paths: &[PathBuf]) -> Result<Vec<RelPath>, CliError> {
    paths
        .iter()
        .map(|path| {
            archive.place(path)?.ok_or_else(|| {
                CliError::usage(format!("`{}` is not in the archive `{}`", shown(path), shown(&archive.root)))
                    .hint("check the archives one after the other")
            })
        })
        .collect()
}

/// Whether a chosen file or folder is this document or holds it.
fn covers(place: &RelPath, path: &RelPath) -> bool {
    let rest = path.as_str().strip_prefix(place.as_str());
    rest.is_some_and(|rest| rest.is_empty() || place.as_str().is_empty() || rest.starts_with('/'))
}

/// A path that was asked for and holds nothing that is read would otherwise pass as clean.
fn warn_of_unread(sources: &SourceSet, chosen: &[RelPath], ui: &mut Ui) -> Result<(), CliError> {
    for place in chosen {
        if !sources.iter().any(|source| covers(place, &source.path)) {
            let shown = if place.as_str().is_empty() { "." } else { place.as_str() };
            ui.warn(format_args!("`{shown}` holds no document of the archive, so there is nothing to check in it"))?;
        }
    }
    Ok(())
}
