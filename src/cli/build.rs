//! `afterword build`: the site, on disk.

use std::time::Instant;

use afterword::config::Overrides;
use afterword::diagnostic::Level;
use afterword::diagnostic::render::Summary;
use afterword::{edge, pipeline};

use super::ExitStatus;
use super::args::BuildArgs;
use super::error::{CliError, shown};
use super::known;
use super::open::open;
use super::ui::{Ui, count, plain, seconds, size};

/// What GitHub Pages documents as the most that a published site may have (`docs/publishing.md`). Bytes.
const PAGES_LIMIT: u64 = 1_000_000_000;

pub(crate) fn run(args: BuildArgs, ui: &mut Ui) -> Result<ExitStatus, CliError> {
    let started = Instant::now();
    let BuildArgs { archive, out, base_url, strict, today, history } = args;
    let overrides = Overrides { out, base_url, today: today.day, git: history.git, ..Overrides::default() };
    let archive = open(&archive.archive, overrides, ui)?;
    let inputs = ui.step("reading", || edge::load(&archive.root, &archive.settings))??;
    let mut report = ui.step("checking", || pipeline::check(&inputs.sources, &archive.settings))?;
    report.diagnostics = known::without(&archive, report.diagnostics, &inputs.sources)?;
    let summary = Summary::of(&report.diagnostics, &inputs.sources);

    let errors = summary.count(Level::Error);
    if strict && errors > 0 {
        ui.warn(format_args!("nothing was written: {} (`afterword check` shows them)", count(errors, "error")))?;
        return Ok(ExitStatus::Findings);
    }
    let built = ui.progress("writing", |progress| {
        edge::build(&archive.root, &inputs, &report, &archive.settings, &|edge::Progress::Pages { done, total }| {
            progress.at(done, total);
        })
    })??;
    let edge::BuildReport { folder, stats, files, postmortems, left_out } = built;
    for phrase in &left_out {
        ui.warn(plain(phrase))?;
    }
    ui.say(format_args!(
        "{}: {}, {} ({} written, {} kept, {} deleted, {}) in {}",
        shown(&folder),
        count(postmortems, "postmortem"),
        count(files, "file"),
        stats.written,
        stats.kept,
        stats.deleted,
        size(stats.bytes),
        seconds(started.elapsed()),
    ))?;
    if stats.bytes > PAGES_LIMIT / 10 * 8 {
        ui.warn(format_args!(
            "GitHub Pages takes sites of at most {}; this one has {}",
            size(PAGES_LIMIT),
            size(stats.bytes)
        ))?;
    }
    if !report.diagnostics.is_empty() {
        ui.say(format_args!("{summary} (`afterword check` shows them)"))?;
    }
    Ok(ExitStatus::Clean)
}
