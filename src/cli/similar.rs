//! `afterword similar`: incidents like this one, and why.

use std::io::{IsTerminal, Read};
use std::path::{Path, PathBuf};
use std::time::Instant;

use afterword::config::Overrides;
use afterword::pipeline;
use afterword::search::doc::SearchDoc;
use afterword::search::{self, Likeness, SimilarHit};

use super::ExitStatus;
use super::args::SimilarArgs;
use super::error::{CliError, file};
use super::open::{Opened, open};
use super::search::{BOLD, FAINT, index, path_text, wrapped};
use super::ui::{Ui, count, plain, seconds, width};

/// No more of a file or of standard input is read. Bytes.
const READ_AT_MOST: u64 = 4_000_000;

pub(crate) fn run(args: SimilarArgs, ui: &mut Ui) -> Result<ExitStatus, CliError> {
    let started = Instant::now();
    let SimilarArgs { path, text, archive, limit, json, cache } = args;
    let path = path.filter(|path| path.as_os_str() != "-");
    let beside = path.as_deref().and_then(Path::parent).filter(|folder| !folder.as_os_str().is_empty());
    let start = archive.as_deref().or(beside).map_or_else(|| PathBuf::from("."), Path::to_path_buf);
    let archive = open(&start, Overrides::default(), ui)?;
    let of = match (&path, text) {
        (Some(path), _) => {
            let mut text = String::new();
            let opened = std::fs::File::open(path).map_err(file("read", path))?;
            lossy(opened.take(READ_AT_MOST), &mut text).map_err(file("read", path))?;
            let place = archive.place(path)?.map(|place| place.to_string()).unwrap_or_default();
            SearchDoc { path: place, ..pipeline::read_text(&text, &archive.settings) }
        }
        (None, Some(text)) => pipeline::read_text(&text, &archive.settings),
        (None, None) => {
            let mut text = String::new();
            lossy(std::io::stdin().lock().take(READ_AT_MOST), &mut text)?;
            pipeline::read_text(&text, &archive.settings)
        }
    };
    let index = index(&archive, cache, ui)?;
    let similar = search::similar(&index, of, limit)?;
    if json {
        ui.data((search::similar_json(&similar) + "\n").as_bytes())?;
    } else {
        let linked = ui.out_has_colour() && std::io::stdout().is_terminal();
        let text: Vec<String> = similar.hits.iter().map(|hit| hit_text(hit, &archive, linked, width())).collect();
        write!(ui.out(), "{}", text.join("\n"))?;
    }
    let blank = if similar.hits.is_empty() || json { "" } else { "\n" };
    if similar.hits.is_empty() {
        ui.say("no postmortem is like it")?;
        return Ok(ExitStatus::NothingFound);
    }
    ui.say(format_args!(
        "{blank}{} like it ({})",
        count(similar.hits.len(), "postmortem"),
        seconds(started.elapsed())
    ))?;
    Ok(ExitStatus::Clean)
}

/// Reads text; what is no UTF-8 is replaced.
fn lossy(mut from: impl Read, text: &mut String) -> std::io::Result<()> {
    let mut bytes = Vec::new();
    from.read_to_end(&mut bytes)?;
    text.push_str(&String::from_utf8_lossy(&bytes));
    Ok(())
}

fn hit_text(hit: &SimilarHit, archive: &Opened, linked: bool, width: usize) -> String {
    let SimilarHit { document, reasons, .. } = hit;
    let mut text = format!("{BOLD}{}{BOLD:#}\n", plain(&document.title));
    let mut facts: Vec<String> = Vec::new();
    facts.extend(document.date.map(|day| day.to_string()));
    facts.extend(document.severity.clone());
    facts.extend(Some(document.services.join(", ")).filter(|services| !services.is_empty()));
    if !facts.is_empty() {
        text += &format!("  {}\n", plain(&facts.join(" · ")));
    }
    let reasons: Vec<String> = reasons.iter().map(reason_text).collect();
    text += &wrapped(&format!("{FAINT}why:{FAINT:#} {}", plain(&reasons.join("; "))), width);
    text += &path_text(&document.path, archive, linked);
    text
}

fn reason_text(reason: &Likeness) -> String {
    match reason {
        Likeness::Linked => "one links to the other".to_owned(),
        Likeness::Cause(cause) => format!("same cause `{cause}`"),
        Likeness::Service(service) => format!("same service `{service}`"),
        Likeness::Words(words) => {
            let words: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
            format!("both have {}", words.join(", "))
        }
        Likeness::Trigger(trigger) => format!("same trigger `{trigger}`"),
    }
}
