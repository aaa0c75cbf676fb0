//! The `afterword` command.

use std::process::ExitCode;

mod cli;

/// Building a site makes many short strings in several threads, which this allocator is quickest at
/// (`benches/README.md` has the figures).
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    cli::run(std::env::args_os())
}
