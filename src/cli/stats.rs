//! `afterword stats`: an archive in numbers.

use std::fmt::Write as _;

use afterword::config::Overrides;
use afterword::stats::{Coverage, Duration, Stats, Until, stats};
use afterword::text::to_json;
use afterword::{edge, pipeline};
use anstyle::{AnsiColor, Style};

use super::ExitStatus;
use super::args::StatsArgs;
use super::error::CliError;
use super::open::open;
use super::ui::{Ui, count};

const HEADING: Style = Style::new().bold();
const FAINT: Style = Style::new().dimmed();
const BAR: Style = AnsiColor::Cyan.on_default();

/// The width of the longest bar, in columns.
const WIDTH: usize = 24;

pub(crate) fn run(args: &StatsArgs, ui: &mut Ui) -> Result<ExitStatus, CliError> {
    let overrides = Overrides { today: args.today.day, git: args.history.git, ..Overrides::default() };
    let archive = open(&args.archive.archive, overrides, ui)?;
    let sources = ui.step("reading", || edge::sources(&archive.root, &archive.settings))??;
    let report = ui.step("checking", || pipeline::check(&sources, &archive.settings))?;
    let stats = stats(&report.archive, &report.diagnostics, &sources);
    if args.json {
        ui.data((to_json(&stats) + "\n").as_bytes())?;
    } else {
        write!(ui.out(), "{}", text(&stats))?;
    }
    Ok(ExitStatus::Clean)
}

fn text(stats: &Stats) -> String {
    let all = stats.documents.postmortems;
    let mut out = documents(stats);
    if all > 0 {
        years(&mut out, stats);
        heading(&mut out, "Known", &format!(", of {}", count(all, "postmortem")));
        for coverage in stats.fields.iter().filter(|coverage| coverage.known > 0) {
            row(&mut out, coverage.field, coverage.known, all, &sources(coverage));
        }
        nothing(&mut out, stats.fields.iter().filter(|coverage| coverage.known == 0).map(|coverage| coverage.field));
        heading(&mut out, "Sections", &format!(", of {}", count(all, "postmortem")));
        for presence in stats.sections.iter().filter(|presence| presence.postmortems > 0) {
            row(&mut out, &presence.section.replace('_', " "), presence.postmortems, all, "");
        }
        let absent = stats.sections.iter().filter(|presence| presence.postmortems == 0);
        nothing(&mut out, absent.map(|presence| presence.section));
        profiles(&mut out, stats);
        durations(&mut out, &stats.durations);
    }
    findings(&mut out, stats);
    out
}

fn years(out: &mut String, stats: &Stats) {
    heading(out, "Years", "");
    let most = stats.years.iter().map(|year| year.postmortems).chain([stats.undated]).max().unwrap_or(0);
    for year in &stats.years {
        row(out, &year.year.to_string(), year.postmortems, most, "");
    }
    if stats.undated > 0 {
        row(out, "undated", stats.undated, most, "");
    }
}

fn profiles(out: &mut String, stats: &Stats) {
    heading(out, "Templates", ", as headings or the configuration show them");
    for met in &stats.profiles {
        row(out, met.profile, met.postmortems, stats.documents.postmortems, "");
    }
    if stats.without_profile > 0 {
        row(out, "none that is known", stats.without_profile, stats.documents.postmortems, "");
    }
}

fn documents(stats: &Stats) -> String {
    let documents = &stats.documents;
    let mut out = format!("{HEADING}{}{HEADING:#}", count(documents.postmortems, "postmortem"));
    let _ = write!(out, " in {}", count(documents.files, "file"));
    if documents.left_out > 0 {
        let _ = write!(out, ", {} left out", documents.left_out);
    }
    out.push('\n');
    let of = |counts: &std::collections::BTreeMap<&str, usize>, words: &[&str]| {
        let counted =
            words.iter().filter_map(|word| counts.get(word).filter(|n| **n > 0).map(|n| format!("{n} {word}")));
        counted.collect::<Vec<_>>()
    };
    let mut parts = of(&documents.by_status, &["draft", "review", "withdrawn"]);
    parts.extend(of(&documents.by_kind, &["near-miss", "exercise"]));
    if documents.without_front_matter > 0 {
        parts.push(format!("{} without front matter", documents.without_front_matter));
    }
    if !parts.is_empty() {
        let _ = writeln!(out, "{FAINT}{}{FAINT:#}", parts.join(", "));
    }
    out
}

fn heading(out: &mut String, title: &str, note: &str) {
    let _ = writeln!(out, "\n{HEADING}{title}{HEADING:#}{FAINT}{note}{FAINT:#}");
}

/// A name, a number, a bar, and a word about it.
fn row(out: &mut String, name: &str, n: usize, of: usize, note: &str) {
    let bar = bar(n, of);
    if note.is_empty() {
        let _ = writeln!(out, "  {name:<20}{n:>6}  {BAR}{bar}{BAR:#}");
    } else {
        let pad = " ".repeat(WIDTH - bar.chars().count());
        let _ = writeln!(out, "  {name:<20}{n:>6}  {BAR}{bar}{BAR:#}{pad}  {FAINT}{note}{FAINT:#}");
    }
}

/// A bar in eighths of a column; something is never nothing.
fn bar(n: usize, of: usize) -> String {
    const EIGHTHS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
    let eighths = if of == 0 { 0 } else { (n * WIDTH * 8).div_ceil(of).min(WIDTH * 8) };
    format!("{}{}", "█".repeat(eighths / 8), EIGHTHS[eighths % 8])
}

/// `stated 3, heading 35`.
fn sources(coverage: &Coverage) -> String {
    let order = ["front-matter", "metadata-block", "heading", "file-name", "folder", "body", "git", "default"];
    let names = ["stated", "label", "heading", "file name", "folder", "text", "git", "default"];
    let counted = order
        .iter()
        .zip(names)
        .filter_map(|(word, name)| coverage.by_provenance.get(word).map(|n| format!("{name} {n}")));
    counted.collect::<Vec<_>>().join(", ")
}

fn nothing<'a>(out: &mut String, names: impl Iterator<Item = &'a str>) {
    let names: Vec<String> = names.map(|name| name.replace('_', " ")).collect();
    if names.is_empty() {
        return;
    }
    let mut line = String::from("none:");
    for (at, name) in names.iter().enumerate() {
        let comma = if at + 1 < names.len() { "," } else { "" };
        if line.chars().count() + name.chars().count() + 2 > 76 {
            let _ = writeln!(out, "  {FAINT}{line}{FAINT:#}");
            line = String::from("     ");
        }
        line += &format!(" {name}{comma}");
    }
    let _ = writeln!(out, "  {FAINT}{line}{FAINT:#}");
}

fn durations(out: &mut String, durations: &[Duration]) {
    heading(out, "How long incidents took", ", from their start: median and quartiles of what is known");
    let _ = writeln!(
        out,
        "  {FAINT}{:<16}{:>7}{:>9}{:>9}{:>9}{:>9}{:>9}{FAINT:#}",
        "until", "known", "inferred", "missing", "lower", "median", "upper"
    );
    for duration in durations {
        let until = match duration.until {
            Until::Detected => "detected",
            Until::Mitigated => "mitigated",
            Until::Resolved => "resolved",
        };
        let _ = writeln!(
            out,
            "  {until:<16}{:>7}{:>9}{:>9}{:>9}{:>9}{:>9}",
            duration.known,
            duration.inferred,
            duration.missing,
            length(duration.lower_quartile),
            length(duration.median),
            length(duration.upper_quartile)
        );
    }
}

/// `43m`, `2h 5m`, `3d 4h`.
fn length(minutes: Option<i64>) -> String {
    let Some(minutes) = minutes else { return "–".to_owned() };
    let (days, hours, minutes) = (minutes / 1440, minutes / 60 % 24, minutes % 60);
    match (days, hours, minutes) {
        (0, 0, minutes) => format!("{minutes}m"),
        (0, hours, 0) => format!("{hours}h"),
        (0, hours, minutes) => format!("{hours}h {minutes}m"),
        (days, 0, _) => format!("{days}d"),
        (days, hours, _) => format!("{days}d {hours}h"),
    }
}

fn findings(out: &mut String, stats: &Stats) {
    let findings = &stats.findings;
    let by_level = [(findings.errors, "error"), (findings.warnings, "warning"), (findings.infos, "info")];
    let counted: Vec<String> = by_level.iter().filter(|(n, _)| *n > 0).map(|(n, word)| count(*n, word)).collect();
    let note = if counted.is_empty() { "none".to_owned() } else { counted.join(", ") };
    heading(out, "Findings", &format!(": {note}"));
    let most = findings.rules.iter().map(|rule| rule.findings).max().unwrap_or(0);
    for rule in &findings.rules {
        let level = match rule.level {
            "error" => "error, ",
            "info" => "info, ",
            _ => "",
        };
        let name = format!("{} {}", rule.code, rule.name);
        let pad = " ".repeat(WIDTH / 2 - bar(rule.findings, most * 2).chars().count());
        let _ = writeln!(
            out,
            "  {name:<28}{:>6}  {BAR}{}{BAR:#}{pad}  {FAINT}{level}in {}{FAINT:#}",
            rule.findings,
            bar(rule.findings, most * 2),
            count(rule.documents, "document")
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars() {
        assert_eq!(
            [(0, 10), (1, 1000), (10, 10), (5, 10), (0, 0)].map(|(n, of)| bar(n, of)),
            [String::new(), "▏".to_owned(), "█".repeat(WIDTH), "█".repeat(WIDTH / 2), String::new()]
        );
    }

    #[test]
    fn lengths() {
        assert_eq!(
            [None, Some(0), Some(43), Some(120), Some(125), Some(1440), Some(4567)].map(length),
            ["–", "0m", "43m", "2h", "2h 5m", "1d", "3d 4h"]
        );
    }
}
