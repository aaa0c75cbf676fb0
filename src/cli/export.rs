//! `afterword export`: the whole archive as data.

use afterword::config::Overrides;
use afterword::pages::export;
use afterword::pipeline::Press;
use afterword::{edge, pipeline};

use super::ExitStatus;
use super::args::{ExportArgs, ExportFormat};
use super::error::CliError;
use super::open::open;
use super::ui::{Ui, count};

pub(crate) fn run(args: &ExportArgs, ui: &mut Ui) -> Result<ExitStatus, CliError> {
    let overrides = Overrides { today: args.today.day, git: args.history.git, ..Overrides::default() };
    let archive = open(&args.archive.archive, overrides, ui)?;
    let inputs = ui.step("reading", || edge::load(&archive.root, &archive.settings))??;
    let report = ui.step("checking", || pipeline::check(&inputs.sources, &archive.settings))?;
    let press = Press::new(&inputs.theme, &report.archive, &archive.settings)?;
    let site = press.site(&report, &inputs.sources, &archive.settings);
    match args.format {
        ExportFormat::Json => ui.data(export::to_json(&export::archive(site)).as_bytes())?,
    }
    ui.detail(format_args!("{} written", count(report.archive.len(), "postmortem")))?;
    Ok(ExitStatus::Clean)
}
