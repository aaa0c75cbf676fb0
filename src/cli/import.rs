//! `afterword import`: what is known of documents, written into their front matter.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use afterword::config::Overrides;
use afterword::import::{Format, Imported, Outcome, State, fs};
use afterword::model::{Postmortem, Provenance};
use afterword::text::{self, SkipReason, SourceSet};
use afterword::{edge, pipeline};

use super::ExitStatus;
use super::args::{FrontMatterFormat, ImportArgs};
use super::chosen::Chosen;
use super::diff;
use super::error::{CliError, file, shown};
use super::open::Opened;
use super::ui::{Ui, count, plain};

pub(crate) fn run(args: &ImportArgs, ui: &mut Ui) -> Result<ExitStatus, CliError> {
    let overrides = Overrides { today: args.today.day, git: args.history.git, ..Overrides::default() };
    let (archive, chosen) = Chosen::open(&args.paths, overrides, ui)?;
    if let Some(out) = &args.out {
        refuse_inside(out, &archive)?;
    }
    let settings = &archive.settings;
    let sources = ui.step("reading", || edge::sources(&archive.root, settings))??;
    let report = ui.step("checking", || pipeline::check(&sources, settings))?;
    chosen.warn_of_unread(&sources, ui)?;
    let format = match args.format {
        FrontMatterFormat::Yaml => Format::Yaml,
        FrontMatterFormat::Toml => Format::Toml,
    };
    let is_chosen = |path: &text::RelPath| chosen.has(path);
    let imported = ui.step("importing", || pipeline::import(&sources, &report, settings, format, &is_chosen))?;

    let mut left_alone = unread(&sources, &chosen, ui)?;
    let mut failed = 0;
    let mut changed = 0;
    for (source, imported) in &imported {
        let source = sources.get(*source);
        let text: &str = match &imported.outcome {
            Outcome::Changed(text) => {
                changed += 1;
                text
            }
            Outcome::Unchanged => &source.text,
            Outcome::LeftAlone(reason) => {
                left_alone += 1;
                ui.warn(format_args!("left alone: `{}`: {reason}", plain(source.path.as_str())))?;
                &source.text
            }
        };
        let written = match &args.out {
            Some(out) => fs::copy(out, source, text).map(|_| ()),
            None if args.write && text != &*source.text => fs::replace(&archive.root, source, text),
            None if args.write => Ok(()),
            None => {
                diff::show(&text::unified_diff(source.path.as_str(), &source.text, text), ui)?;
                Ok(())
            }
        };
        if let Err(error) = written {
            failed += 1;
            ui.error(&CliError::from(error).text());
        }
    }
    let documents = imported.iter().map(|(source, _)| sources.get(*source));
    match &args.out {
        Some(out) => fs::tidy(out, documents),
        None if args.write => fs::tidy(&archive.root, documents),
        None => {}
    }
    if changed > 0 && !args.write && args.out.is_none() {
        ui.gap()?;
    }
    if !imported.is_empty() {
        ui.say(table(imported.iter().map(|(_, imported)| imported)))?;
    }
    ui.say(summary(args, imported.len(), changed, failed))?;
    if failed > 0 {
        return Err(CliError::usage(format!("{} could not be written", count(failed, "document"))));
    }
    Ok(if left_alone > 0 { ExitStatus::Findings } else { ExitStatus::Clean })
}

/// Copies among the documents would be read as documents.
fn refuse_inside(out: &Path, archive: &Opened) -> Result<(), CliError> {
    let content = archive.root.join(&archive.settings.archive.content);
    let absolute = std::path::absolute(out).map_err(file("find", out))?;
    let mut existing = absolute.as_path();
    while let Some(parent) = existing.parent().filter(|_| !existing.exists()) {
        existing = parent;
    }
    let rest = absolute.strip_prefix(existing).unwrap_or(Path::new(""));
    let real = existing.canonicalize().map_err(file("find", existing))?.join(rest);
    if real.starts_with(content.canonicalize().unwrap_or(content)) {
        return Err(CliError::usage(format!("`{}` is inside the archive", shown(out)))
            .hint("copies there would be read as further postmortems; name a folder outside, or use `--write`"));
    }
    Ok(())
}

/// Says which documents could not be read at all; their number.
fn unread(sources: &SourceSet, chosen: &Chosen, ui: &mut Ui) -> Result<usize, CliError> {
    let mut unread = 0;
    for source in sources.iter().filter(|source| chosen.has(&source.path)) {
        let reason = match &source.role {
            text::Role::Skipped(SkipReason::InvalidUtf8 { .. }) => "it is not UTF-8",
            text::Role::Skipped(SkipReason::TooLarge { .. }) => "it is larger than the limit `max_file_size`",
            text::Role::Skipped(_) if chosen.names(&source.path) => "it is not read as a postmortem",
            _ => continue,
        };
        unread += 1;
        ui.warn(format_args!("left alone: `{}`: {reason}", plain(source.path.as_str())))?;
    }
    Ok(unread)
}

/// What a column of the table counts.
#[expect(clippy::type_complexity, reason = "a table")]
const COLUMNS: [(&str, fn(State) -> bool); 7] = [
    ("stated", |state| state == State::Stated),
    ("label", |state| state == State::Written(Provenance::MetadataBlock)),
    ("heading", |state| state == State::Written(Provenance::Heading)),
    ("file name", |state| state == State::Written(Provenance::FileName)),
    ("folder", |state| state == State::Written(Provenance::Folder)),
    ("text", |state| matches!(state, State::Written(Provenance::Body | Provenance::Git | Provenance::Default))),
    ("guessed", |state| matches!(state, State::Guessed(_))),
];

/// For each key, how many documents have a value for it, and how it is known; columns and rows without any are left
/// out.
fn table<'a>(imported: impl Iterator<Item = &'a Imported>) -> String {
    let keys = Postmortem::FIELDS;
    let mut counts: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    let mut documents = 0;
    for one in imported {
        documents += 1;
        for (key, state) in &one.values {
            let row = keys.iter().position(|known| known == key).unwrap_or(keys.len());
            let column = COLUMNS.iter().position(|(_, counts)| counts(*state));
            *counts.entry((row, column.unwrap_or(0))).or_default() += 1;
        }
    }
    let at = |row: usize, column: usize| counts.get(&(row, column)).copied().unwrap_or(0);
    let columns: Vec<usize> =
        (0..COLUMNS.len()).filter(|column| (0..keys.len()).any(|row| at(row, *column) > 0)).collect();
    let mut table = " ".repeat(14);
    for column in &columns {
        let _ = write!(table, "{:>10}", COLUMNS[*column].0);
    }
    let _ = write!(table, "{:>10}", "unknown");
    for (row, key) in keys.iter().enumerate() {
        let known: usize = columns.iter().map(|column| at(row, *column)).sum();
        if known == 0 {
            continue;
        }
        let _ = write!(table, "\n{key:14}");
        for column in &columns {
            let _ = write!(table, "{:>10}", cell(at(row, *column)));
        }
        let _ = write!(table, "{:>10}", cell(documents - known));
    }
    table
}

fn cell(count: usize) -> Cow<'static, str> {
    if count == 0 { "·".into() } else { count.to_string().into() }
}

fn summary(args: &ImportArgs, all: usize, changed: usize, failed: usize) -> String {
    let documents = count(all, "document");
    if let Some(out) = &args.out {
        let copied = count(all - failed, "copy");
        format!("{} in `{}`", copied.replace("copys", "copies"), shown(out))
    } else if args.write {
        format!("{} of {documents} written", changed - failed)
    } else if changed == 0 {
        format!("nothing to write in {documents}")
    } else {
        format!("{changed} of {documents} would change; `--write` writes them")
    }
}
