//! What the targets share: documents from bytes, and what holds of every answer.

use afterword::config::Settings;
use afterword::diagnostic::Diagnostic;
use afterword::pipeline::{self, Report};
use afterword::text::SourceSet;

/// Paths that tell something: a day, an id, a bundle, a folder of a year; and other extensions.
const PATHS: &[&str] = &[
    "incident.md",
    "2026-03-07-lockers.md",
    "INC-2026-014 lockers.md",
    "2026-03-07-lockers/index.md",
    "2026/03/lockers.markdown",
    "README.md",
    "障害レポート.mdx",
];

/// The settings of an archive without a configuration, with every rule.
pub fn settings() -> Settings {
    let mut settings = Settings::default();
    settings.rules.select = vec!["ALL".to_owned()];
    settings
}

/// A set of one document: the first byte chooses its path, the rest is its text. None when it is not UTF-8.
pub fn document(data: &[u8]) -> Option<SourceSet> {
    let (first, rest) = data.split_first()?;
    let text = std::str::from_utf8(rest).ok()?;
    Some(SourceSet::from_files([(PATHS[usize::from(*first) % PATHS.len()], text)]))
}

/// Reads and checks, and holds that findings point into their files and that a second time gives the same.
pub fn check(sources: &SourceSet, settings: &Settings) -> Report {
    let report = pipeline::check(sources, settings);
    for diagnostic in &report.diagnostics {
        point_into_text(diagnostic, sources);
    }
    let again = pipeline::check(sources, settings);
    assert_eq!(report.diagnostics, again.diagnostics);
    report
}

fn point_into_text(diagnostic: &Diagnostic, sources: &SourceSet) {
    for label in &diagnostic.labels {
        let text = &sources.get(label.source).text;
        assert!(text.get(label.span.range()).is_some(), "{diagnostic:?} points at no place of the text");
    }
    for edit in diagnostic.fix.iter().flat_map(|fix| &fix.edits) {
        let text = &sources.get(diagnostic.source).text;
        assert!(text.get(edit.span.range()).is_some(), "{diagnostic:?} edits no place of the text");
    }
}

/// Elements without an end.
const VOID: &[&str] = &["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"];

/// Holds that every element of a page is closed where it was opened, and that none runs a script that is not the
/// theme's own file.
///
/// # Panics
/// When it does not.
pub fn holds_together(html: &str) {
    let mut open = Vec::new();
    let mut rest = html;
    while let Some((_, tag)) = rest.split_once('<') {
        let (tag, after) = tag_of(tag);
        rest = after;
        if tag.starts_with('!') {
            continue;
        }
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name), "closed where it was not opened: {html}");
            continue;
        }
        let (name, attributes) = tag.split_at(tag.find([' ', '\n', '/']).unwrap_or(tag.len()));
        assert!(name.starts_with(|c: char| c.is_ascii_alphabetic()), "`<{name}` is no element: {html}");
        let attributes = attributes_of(attributes);
        for (attribute, value) in &attributes {
            assert!(!attribute.starts_with("on") && *attribute != "srcdoc", "<{tag}>");
            if matches!(*attribute, "href" | "src" | "action" | "formaction" | "xlink:href") {
                let address = value.trim_start_matches(|c: char| c <= ' ').to_ascii_lowercase();
                let runs = ["javascript:", "vbscript:", "data:text"].iter().any(|scheme| address.starts_with(scheme));
                assert!(!runs, "<{tag}>");
            }
        }
        if name == "script" || name == "style" {
            let end = format!("</{name}>");
            let (_, after) = rest.split_once(end.as_str()).expect("an end of what is no markup");
            rest = after;
        } else if !VOID.contains(&name) && !tag.ends_with('/') {
            open.push(name);
        }
    }
    assert!(open.is_empty(), "left open: {open:?} in {html}");
}

/// A tag up to its end, which is not one inside quotes, and what follows.
fn tag_of(text: &str) -> (&str, &str) {
    let mut quoted = false;
    for (at, c) in text.char_indices() {
        match c {
            '"' => quoted = !quoted,
            '>' if !quoted => return (&text[..at], &text[at + 1..]),
            _ => {}
        }
    }
    panic!("a tag without an end: <{text}");
}

/// Attributes, all in double quotes or without a value.
fn attributes_of(mut text: &str) -> Vec<(&str, &str)> {
    let mut found = Vec::new();
    loop {
        text = text.trim_start().trim_start_matches('/');
        let Some(end) = text.find(|c: char| c == '=' || c.is_whitespace()) else {
            found.extend((!text.is_empty()).then_some((text, "")));
            return found;
        };
        let (name, after) = text.split_at(end);
        let Some(value) = after.strip_prefix("=\"") else {
            assert!(!after.starts_with('='), "a value without quotes: {after}");
            found.push((name, ""));
            text = after;
            continue;
        };
        let (value, after) = value.split_once('"').expect("an end of the value");
        found.push((name, value));
        text = after;
    }
}
