//! The command line: arguments, terminal, exit codes. The only place that decides an exit code.

use std::ffi::OsString;
use std::process::ExitCode;

pub fn run(args: impl Iterator<Item = OsString>) -> ExitCode {
    let _ = args.count();
    ExitCode::SUCCESS
}
