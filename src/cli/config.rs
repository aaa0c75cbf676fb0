//! `afterword config`: the settings in effect, as a configuration that says all of them.

use afterword::config::Overrides;

use super::ExitStatus;
use super::args::ConfigArgs;
use super::error::CliError;
use super::open::open;
use super::ui::Ui;

pub(crate) fn run(args: &ConfigArgs, ui: &mut Ui) -> Result<ExitStatus, CliError> {
    let archive = open(&args.archive.archive, Overrides::default(), ui)?;
    let options = archive.settings.to_options();
    let text = toml::to_string(&options).map_err(std::io::Error::other)?;
    ui.out().write_all(text.as_bytes())?;
    Ok(ExitStatus::Clean)
}
