//! `afterword check`: the findings of an archive, or of some of its documents.

use std::time::Instant;

use afterword::config::Overrides;
use afterword::diagnostic::Level;
use afterword::diagnostic::render::{self, Colour, Look, Summary};
use afterword::text::{RelPath, Role};
use afterword::{edge, pipeline};

use super::ExitStatus;
use super::args::{CheckArgs, CheckFormat};
use super::chosen::Chosen;
use super::error::CliError;
use super::ui::{Ui, seconds, width};

pub(crate) fn run(args: CheckArgs, ui: &mut Ui) -> Result<ExitStatus, CliError> {
    let started = Instant::now();
    let CheckArgs { paths, format, rules, today } = args;
    let overrides = Overrides { select: rules.select, ignore: rules.ignore, today: today.day, ..Overrides::default() };
    let (archive, chosen) = Chosen::open(&paths, overrides, ui)?;

    let inputs = ui.step("reading", || edge::load(&archive.root, &archive.settings))??;
    let report = ui.step("checking", || pipeline::check(&inputs.sources, &archive.settings))?;
    chosen.warn_of_unread(&inputs.sources, ui)?;

    let is_chosen = |path: &RelPath| chosen.has(path);
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
