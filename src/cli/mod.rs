//! The command line: arguments in, an exit code out. The only place that decides an exit code.
//!
//! One file for each command, each a function `run(args, ui)` of at most a screen; what they share is in
//! [`open`], [`ui`] and [`error`]. Nothing here computes anything about postmortems.
#![expect(clippy::disallowed_methods, reason = "the command line is an edge")]

mod args;
mod build;
mod cache;
mod check;
mod chosen;
mod completions;
mod config;
mod diff;
// The documents describe the whole program.
#[cfg(all(test, feature = "search", feature = "serve"))]
mod docs_test;
mod error;
mod export;
mod git;
mod import;
mod init;
mod known;
mod man;
mod new;
mod open;
mod rule;
mod schema;
#[cfg(feature = "search")]
mod search;
#[cfg(feature = "serve")]
mod serve;
#[cfg(feature = "search")]
mod similar;
mod stats;
mod ui;
mod watchdog;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::Parser;

use self::args::{Cli, Command};
use self::error::CliError;
use self::ui::Ui;

/// How a command that could do its work ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ExitStatus {
    /// Nothing to report.
    Clean,
    /// There are findings that count.
    Findings,
    /// What was looked for is not there.
    #[cfg(feature = "search")]
    NothingFound,
}

/// Runs the command that `args` (with the program's name first) ask for.
pub(crate) fn run(args: impl Iterator<Item = OsString>) -> ExitCode {
    let cli = match Cli::try_parse_from(args) {
        Ok(cli) => cli,
        Err(error) => {
            let wanted = !error.use_stderr();
            // Help that nobody reads any more is no failure.
            drop(error.print());
            return ExitCode::from(if wanted { 0 } else { 2 });
        }
    };
    let mut ui = Ui::new(&cli.global);
    let result = dispatch(cli.command, &mut ui).and_then(|status| {
        ui.flush()?;
        Ok(status)
    });
    match result {
        Ok(ExitStatus::Clean) => ExitCode::SUCCESS,
        Ok(ExitStatus::Findings) => ExitCode::from(1),
        #[cfg(feature = "search")]
        Ok(ExitStatus::NothingFound) => ExitCode::from(1),
        Err(error) if error.is_broken_pipe() => ExitCode::SUCCESS,
        Err(error) => {
            ui.error(&error.text());
            ExitCode::from(2)
        }
    }
}

/// Ends the process with the code of an error, from a thread that cannot return one.
#[expect(clippy::exit, reason = "the thread that could return does not end")]
fn abandon() -> ! {
    std::process::exit(2)
}

fn dispatch(command: Command, ui: &mut Ui) -> Result<ExitStatus, CliError> {
    match command {
        Command::Init(args) => init::run(&args, ui),
        Command::New(args) => new::run(args, ui),
        Command::Check(args) => check::run(args, ui),
        Command::Build(args) => build::run(args, ui),
        #[cfg(feature = "serve")]
        Command::Serve(args) => serve::run(args, ui),
        #[cfg(feature = "search")]
        Command::Search(args) => search::run(args, ui),
        #[cfg(feature = "search")]
        Command::Similar(args) => similar::run(args, ui),
        Command::Import(args) => import::run(&args, ui),
        Command::Stats(args) => stats::run(&args, ui),
        Command::Rule(args) => rule::run(&args, ui),
        Command::Export(args) => export::run(&args, ui),
        Command::Schema(args) => schema::run(&args, ui),
        Command::Config(args) => config::run(&args, ui),
        Command::Completions(args) => completions::run(&args, ui),
        Command::Man(args) => man::run(&args, ui),
    }
}
