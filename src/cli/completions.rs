//! `afterword completions`: what a shell needs to complete our arguments.

use clap::CommandFactory;

use super::ExitStatus;
use super::args::{Cli, CompletionsArgs};
use super::error::CliError;
use super::ui::Ui;

pub(crate) fn run(args: &CompletionsArgs, ui: &mut Ui) -> Result<ExitStatus, CliError> {
    // Into memory first: clap_complete panics when its writer fails, and a closed pipe is no reason to.
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "afterword", &mut script);
    ui.out().write_all(&script)?;
    Ok(ExitStatus::Clean)
}
