//! `afterword search`: questions to the index of an archive.

use std::fmt::Write as _;
use std::io::IsTerminal;
use std::path::Path;
use std::time::Instant;

use afterword::config::Overrides;
use afterword::edge::{self, Kept};
use afterword::search::{self, Correction, FacetCounts, Hit, Index, Query, Results, Suggestion};
use afterword::urls;
use anstyle::{AnsiColor, Style};

use super::ExitStatus;
use super::args::{CacheArgs, SearchArgs};
use super::error::{CliError, shown};
use super::open::{Opened, open};
use super::ui::{Ui, count, plain, seconds, width};

pub(super) const BOLD: Style = Style::new().bold();
pub(super) const FAINT: Style = Style::new().dimmed();
const MARK: Style = AnsiColor::Yellow.on_default().bold();
/// The values of a facet that are shown.
const VALUES: usize = 8;

pub(crate) fn run(args: SearchArgs, ui: &mut Ui) -> Result<ExitStatus, CliError> {
    let started = Instant::now();
    let SearchArgs { query, archive, limit, json, facets, cache } = args;
    let archive = open(&archive, Overrides::default(), ui)?;
    let index = index(&archive, cache, ui)?;

    let query = Query::parse(&typed(&query));
    let results = search::search(&index, &query, limit)?;
    for note in &results.notes {
        ui.warn(plain(&note.to_string()))?;
    }
    for Correction { typed, used } in &results.corrections {
        ui.say(format_args!("no postmortem has `{}`; showing results for `{}`", plain(typed), plain(used)))?;
    }
    if json {
        ui.data((search::json(&query, &results) + "\n").as_bytes())?;
    } else {
        let linked = ui.out_has_colour() && std::io::stdout().is_terminal();
        let text: Vec<String> = results.hits.iter().map(|hit| hit_text(hit, &archive, linked, width())).collect();
        write!(ui.out(), "{}", text.join("\n"))?;
        if facets && !results.facets.is_empty() {
            write!(ui.out(), "\n{}", facets_text(&results.facets))?;
        }
    }
    say_found(&query, &results, started, ui)?;
    Ok(if results.total == 0 { ExitStatus::NothingFound } else { ExitStatus::Clean })
}

/// The arguments as one query. An argument with a blank among others was quoted for the shell, and is a phrase:
/// `afterword search tls "connection pool" service:"Payments DB"`.
fn typed(arguments: &[String]) -> String {
    let [_, _, ..] = arguments else { return arguments.concat() };
    let quoted = arguments.iter().map(|argument| {
        if !argument.contains(char::is_whitespace) || argument.contains('"') {
            return argument.clone();
        }
        match argument.split_once(':') {
            Some((name, value)) if !name.contains(char::is_whitespace) => format!("{name}:\"{value}\""),
            _ => match argument.strip_prefix('-') {
                Some(phrase) => format!("-\"{phrase}\""),
                None => format!("\"{argument}\""),
            },
        }
    });
    quoted.collect::<Vec<_>>().join(" ")
}

/// The index of an archive, from the cache or made anew.
pub(super) fn index(archive: &Opened, cache: CacheArgs, ui: &mut Ui) -> Result<Index, CliError> {
    let cache = cache.folder();
    let index = ui.step("indexing", || edge::index(&archive.root, &archive.settings, cache.as_deref()))?;
    let (index, kept) = index?;
    say_kept(&kept, cache.as_deref(), ui)?;
    Ok(index)
}

fn say_kept(kept: &Kept, cache: Option<&Path>, ui: &mut Ui) -> Result<(), CliError> {
    match (kept, cache) {
        (Kept::Found, Some(cache)) => ui.detail(format_args!("the index in `{}` is current", shown(cache)))?,
        (Kept::Stored, Some(cache)) => ui.detail(format_args!("the index was made and is in `{}`", shown(cache)))?,
        (Kept::Not(Some(error)), Some(cache)) => {
            let why = std::error::Error::source(error).map_or_else(String::new, |source| format!(": {source}"));
            ui.warn(format_args!("the index cannot be kept in `{}`{}", shown(cache), plain(&why)))?;
        }
        _ => ui.detail("the index was made for this search alone")?,
    }
    Ok(())
}

fn say_found(query: &Query, results: &Results, started: Instant, ui: &mut Ui) -> Result<(), CliError> {
    if results.total > 0 {
        let all = results.hits.len() == results.total;
        let first = if all { String::new() } else { format!(", the best {} shown", results.hits.len()) };
        ui.say(format_args!(
            "{}{} found{first} ({})",
            if results.hits.is_empty() { "" } else { "\n" },
            count(results.total, "postmortem"),
            seconds(started.elapsed())
        ))?;
        return Ok(());
    }
    if query.is_empty() {
        ui.say("there is no word to search for")?;
    } else {
        ui.say(format_args!("nothing found for `{}`", plain(&query.text)))?;
    }
    for Suggestion { query, total } in &results.suggestions {
        ui.say(format_args!("  `{}` finds {total}", plain(query)))?;
    }
    Ok(())
}

/// A hit in a few lines.
fn hit_text(hit: &Hit, archive: &Opened, linked: bool, width: usize) -> String {
    let mut text = format!("{}\n", styled(&hit.title, &hit.title_marks, BOLD));
    let mut facts: Vec<String> = Vec::new();
    facts.extend(hit.date.map(|day| day.to_string()));
    facts.extend(hit.severity.clone());
    facts.extend(Some(hit.kind.clone()).filter(|kind| kind != "incident"));
    facts.extend(Some(hit.status.clone()).filter(|status| status != "final"));
    facts.extend(Some(hit.services.join(", ")).filter(|services| !services.is_empty()));
    if !facts.is_empty() {
        text += &format!("  {}\n", plain(&facts.join(" · ")));
    }
    let snippet = &hit.snippet;
    let heading = if snippet.heading.is_empty() {
        String::new()
    } else {
        format!("{FAINT}{}:{FAINT:#} ", plain(&snippet.heading))
    };
    text += &wrapped(&format!("{heading}{}", styled(&snippet.text, &snippet.marks, Style::new())), width);
    text += &path_text(&hit.path, archive, linked);
    text
}

/// The line with a document's path; on a terminal it opens the file.
pub(super) fn path_text(path: &str, archive: &Opened, linked: bool) -> String {
    let shown = plain(path);
    if !linked {
        return format!("  {FAINT}{shown}{FAINT:#}\n");
    }
    let file = archive.root.join(path);
    let target = urls::encode(&file.to_string_lossy().replace('\\', "/"));
    let slash = if target.starts_with('/') { "" } else { "/" };
    format!("  {FAINT}\u{1b}]8;;file://{slash}{target}\u{1b}\\{shown}\u{1b}]8;;\u{1b}\\{FAINT:#}\n")
}

/// A text with its marks shown in it; what would steer the terminal is taken out.
fn styled(text: &str, marks: &[std::ops::Range<usize>], style: Style) -> String {
    let mut shown = String::new();
    let mut at = 0;
    let piece = |shown: &mut String, text: Option<&str>, style: Style| {
        if let Some(text) = text.filter(|text| !text.is_empty()) {
            // Writing to a string cannot fail.
            let _infallible = write!(shown, "{style}{}{style:#}", plain(text));
        }
    };
    for mark in marks {
        piece(&mut shown, text.get(at..mark.start), style);
        piece(&mut shown, text.get(mark.clone()), MARK);
        at = mark.end;
    }
    piece(&mut shown, text.get(at..), style);
    shown
}

/// Lines of at most `width` columns, indented. Styles take no room.
pub(super) fn wrapped(text: &str, width: usize) -> String {
    let mut lines = String::new();
    let mut column = 0;
    for word in text.split(' ') {
        let length = columns(word);
        if column > 0 && column + 1 + length > width {
            lines.push('\n');
            column = 0;
        }
        lines += if column == 0 { "  " } else { " " };
        column += if column == 0 { 2 } else { 1 } + length;
        lines += word;
    }
    lines.push('\n');
    lines
}

/// The characters of a word that are seen: style sequences end with `m`.
fn columns(word: &str) -> usize {
    let mut hidden = false;
    let seen = word.chars().filter(|c| {
        hidden |= *c == '\u{1b}';
        let seen = !hidden;
        hidden &= *c != 'm';
        seen
    });
    seen.count()
}

fn facets_text(facets: &[FacetCounts]) -> String {
    let mut text = String::new();
    for FacetCounts { facet, values } in facets {
        let mut shown: Vec<String> =
            values.iter().take(VALUES).map(|(value, n)| format!("{} {FAINT}{n}{FAINT:#}", plain(value))).collect();
        if values.len() > VALUES {
            shown.push(format!("and {} more", values.len() - VALUES));
        }
        text += &format!("{BOLD}{:9}{BOLD:#} {}\n", facet.name(), shown.join(", "));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_typed(arguments: &[&str], expected: &str) {
        let arguments: Vec<String> = arguments.iter().map(|argument| (*argument).to_owned()).collect();
        assert_eq!(typed(&arguments), expected);
    }

    #[test]
    fn what_the_shell_unquoted_is_a_phrase_among_others() {
        check_typed(&["connection pool"], "connection pool");
        check_typed(&["tls", "connection pool"], "tls \"connection pool\"");
        check_typed(&["tls", "-planned maintenance"], "tls -\"planned maintenance\"");
        check_typed(&["tls", "service:Payments DB"], "tls service:\"Payments DB\"");
        check_typed(&["tls", "\"a b\" c"], "tls \"a b\" c");
    }

    #[test]
    fn lines_are_wrapped_without_counting_styles() {
        assert_eq!(wrapped("aa \u{1b}[1mbb\u{1b}[0m cc dd", 8), "  aa \u{1b}[1mbb\u{1b}[0m\n  cc dd\n");
        assert_eq!(wrapped("", 8), "  \n");
    }

    #[test]
    fn control_characters_are_taken_out() {
        assert_eq!(styled("a\u{1b}[2Jb", &[], Style::new()), "a␛[2Jb");
    }
}
