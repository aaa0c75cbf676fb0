//! `afterword build`: the site, on disk.

use std::mem::ManuallyDrop;
use std::path::Path;
use std::time::{Duration, Instant};

use afterword::cache::fs::Folder;
use afterword::cache::{Cache, NoCache};
use afterword::config::Overrides;
use afterword::diagnostic::render::Summary;
use afterword::edge::{self, Built};
use afterword::pipeline::{self, Rechecked, Tally};

use super::ExitStatus;
use super::args::BuildArgs;
use super::error::{CliError, shown};
use super::known;
use super::open::{Opened, open};
use super::ui::{Ui, count, plain, seconds, size};
use super::watchdog::Watchdog;

/// What GitHub Pages documents as the most that a published site may have (`docs/publishing.md`). Bytes.
const PAGES_LIMIT: u64 = 1_000_000_000;

pub(crate) fn run(args: BuildArgs, ui: &mut Ui) -> Result<ExitStatus, CliError> {
    let started = Instant::now();
    let BuildArgs { archive, out, base_url, strict, today, history, cache } = args;
    let overrides = Overrides { out, base_url, today: today.day, git: history.git, ..Overrides::default() };
    let archive = open(&archive.archive, overrides, ui)?;
    // The process ends with the command: it would take documents and archive apart piece by piece for nobody.
    let inputs = ManuallyDrop::new(ui.step("reading", || edge::load(&archive.root, &archive.settings))??);
    let basis = edge::basis(&archive.root, &inputs, &archive.settings, &program())?;
    let standing = edge::standing(&archive.root, &archive.settings, &basis);
    let built = match standing {
        Some(built) if strict && built.findings.errors > 0 => return refuse(built.findings, ui),
        Some(built) => built,
        None => {
            let is_chosen = cache.cache_dir.is_some();
            let kept = match cache.folder().map(|folder| place_to_keep(&folder, &archive)) {
                // A program that is not known may not be the one that kept it.
                Some(Ok(kept)) => Some(kept).filter(|_| basis.program.is_some()),
                Some(Err(error)) if is_chosen => return Err(error),
                // Whoever has a home as an archive did not choose the folder of the system.
                _ => None,
            };
            let cache: &dyn Cache = kept.as_ref().map_or(&NoCache, |kept| kept);
            // Which findings a baseline has shows when all of them are there, so that all documents are parsed.
            let (former, parsed): (_, &dyn Cache) = match archive.settings.rules.baseline {
                Some(_) => (Tally::default(), &NoCache),
                None => (edge::tally(&archive.root, &archive.settings), cache),
            };
            let check = || pipeline::recheck(&inputs.sources, &archive.settings, &basis.common, &former, parsed);
            let Rechecked { mut report, counted, tally } = ui.step("checking", check)?;
            // Only their number is told, and a large archive has many.
            let found = std::mem::take(&mut report.diagnostics);
            let told = known::without(&archive, found, &inputs.sources)?;
            let findings = Summary::of(&told, &inputs.sources).and(counted);
            drop(told);
            if strict && findings.errors > 0 {
                return refuse(findings, ui);
            }
            let report = ManuallyDrop::new(report);
            let Opened { root, settings, .. } = &archive;
            let watchdog = Watchdog::new();
            let write = |cache: &dyn Cache, ui: &mut Ui| {
                ui.progress("writing", |progress| {
                    edge::build(root, &inputs, &report, settings, &basis, cache, &|at| match at {
                        edge::Progress::Begun(page) => watchdog.begin(page),
                        edge::Progress::Made(page) | edge::Progress::Kept(page) => watchdog.end(page),
                        edge::Progress::Pages { done, total } => progress.at(done, total),
                    })
                })
            };
            let mut written = write(cache, ui)?;
            if let (Some(kept), Err(error)) = (&kept, &written)
                && error.is_full()
            {
                // The site goes before what is kept for the next one.
                kept.clear();
                written = write(&NoCache, ui)?;
            }
            let report = written?;
            let built = Built { report, findings, tally };
            edge::remember(&basis, &built);
            if let Some(kept) = kept {
                kept.sweep();
                if let Some(failure) = kept.failure() {
                    let why = std::error::Error::source(failure).map_or_else(String::new, |why| format!(": {why}"));
                    ui.warn(format_args!("not all is kept for the next build: {failure}{}", plain(&why)))?;
                }
            }
            built
        }
    };
    tell(&built, started.elapsed(), ui)?;
    Ok(ExitStatus::Clean)
}

/// The place of what this build keeps. It has what documents say and is never published, nor read as an archive.
fn place_to_keep(folder: &Path, archive: &Opened) -> Result<Folder, CliError> {
    let place = std::path::absolute(folder).map_err(CliError::from)?;
    let below = place.strip_prefix(&archive.root).ok();
    let is_hidden = |below: &Path| below.iter().any(|part| part.as_encoded_bytes().starts_with(b"."));
    if place.starts_with(archive.root.join(&archive.settings.site.out)) || below.is_some_and(|below| !is_hidden(below))
    {
        let folder = shown(folder);
        return Err(CliError::usage(format!("the cache folder `{folder}` lies in the archive or in its site"))
            .hint("choose a folder elsewhere, or one whose name begins with a dot"));
    }
    Ok(edge::cache(&place, &archive.root, &archive.settings))
}

/// This program, as opposed to another of the same version: one that was compiled again may make other pages.
fn program() -> String {
    let stamp = || {
        let metadata = std::fs::metadata(std::env::current_exe().ok()?).ok()?;
        Some(format!("{} {:?}", metadata.len(), metadata.modified().ok()?))
    };
    stamp().unwrap_or_default()
}

fn refuse(findings: Summary, ui: &mut Ui) -> Result<ExitStatus, CliError> {
    let errors = count(findings.errors, "error");
    ui.warn(format_args!("nothing was written: {errors} (`afterword check` shows them)"))?;
    Ok(ExitStatus::Findings)
}

fn tell(built: &Built, elapsed: Duration, ui: &mut Ui) -> Result<(), CliError> {
    let Built { report: edge::BuildReport { folder, stats, files, postmortems, left_out, .. }, findings, .. } = built;
    for phrase in left_out {
        ui.warn(plain(phrase))?;
    }
    ui.say(format_args!(
        "{}: {}, {} ({} written, {} kept, {} deleted, {}) in {}",
        shown(folder),
        count(*postmortems, "postmortem"),
        count(*files, "file"),
        stats.written,
        stats.kept,
        stats.deleted,
        size(stats.bytes),
        seconds(elapsed),
    ))?;
    if stats.bytes > PAGES_LIMIT / 10 * 8 {
        ui.warn(format_args!(
            "GitHub Pages takes sites of at most {}; this one has {}",
            size(PAGES_LIMIT),
            size(stats.bytes)
        ))?;
    }
    if findings.errors + findings.warnings + findings.infos > 0 {
        ui.say(format_args!("{findings} (`afterword check` shows them)"))?;
    }
    Ok(())
}
