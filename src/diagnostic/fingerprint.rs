//! What stays of a finding when the rest of its file is edited: the mark by which a baseline, or a service that
//! collects findings, knows it again.
//!
//! The entry point is [`fingerprints`]. A fingerprint is made of the rule, of the names in the message, and of the
//! sentence (in front matter: the line) that the finding stands in, without its case, punctuation and line breaks. Line numbers
//! are no part of it, so text may be added above, and paragraphs may be wrapped anew. A finding about a
//! document as a whole stands in no sentence; the path takes its place.

use std::collections::BTreeMap;
use std::fmt;

use crate::diagnostic::Diagnostic;
use crate::text::{Source, SourceId, SourceSet, Span};

/// Changed when fingerprints are made otherwise: those of before would then match nothing.
const VERSION: &str = "1";
/// Lines of a paragraph that are looked at before and after a finding, and bytes: a line that reaches further is the last.
const REACH: usize = 64;
const WIDTH: usize = 4096;

/// The mark of one finding; the same for the same finding tomorrow.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fingerprint {
    /// Sixteen hexadecimal digits.
    pub hash: String,
    /// From 1: which one it is among those of its file with the same hash, in the order of the text.
    pub occurrence: u32,
    /// Whether it holds a piece of the text, and so is the same in a copy of the file.
    pub has_text: bool,
}

/// `a1b2c3d4e5f60718:1`.
impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.hash, self.occurrence)
    }
}

/// The fingerprints of findings, in their order. They have to be all of their files', sorted, since equal ones are
/// told apart by counting.
pub fn fingerprints(diagnostics: &[Diagnostic], sources: &SourceSet) -> Vec<Fingerprint> {
    let mut counts: BTreeMap<(SourceId, String), u32> = BTreeMap::new();
    let mut openings: BTreeMap<SourceId, Opening> = BTreeMap::new();
    diagnostics
        .iter()
        .map(|diagnostic| {
            let source = sources.get(diagnostic.source);
            let opening = openings.entry(source.id).or_insert_with(|| Opening::of(&source.text));
            let text = passage(diagnostic, source, opening);
            let hash = hash(diagnostic, &text, source.path.as_str());
            let count = counts.entry((source.id, hash.clone())).or_default();
            *count += 1;
            Fingerprint { hash, occurrence: *count, has_text: !text.is_empty() }
        })
        .collect()
}

/// The hash that findings of a file would have under another path. None for those that do not depend on it.
pub(super) fn hash_elsewhere(diagnostic: &Diagnostic, print: &Fingerprint, path: &str) -> Option<String> {
    (!print.has_text).then(|| hash(diagnostic, "", path))
}

fn hash(diagnostic: &Diagnostic, text: &str, path: &str) -> String {
    let mut hasher = blake3::Hasher::new();
    let mut part = |part: &str| {
        hasher.update(part.as_bytes());
        hasher.update(b"\0");
    };
    part(VERSION);
    part(diagnostic.code.code);
    // The names, not the sentence around them: that may be put better one day.
    for name in diagnostic.message.split('`').skip(1).step_by(2) {
        part(name);
    }
    part(if text.is_empty() { path } else { text });
    let hash = hasher.finalize();
    hash.to_hex().chars().take(16).collect()
}

/// How a text begins.
struct Opening {
    /// Where its first line that says something begins.
    start: usize,
    /// Where its front matter ends; 0 when it has none.
    front_matter: usize,
}

impl Opening {
    fn of(text: &str) -> Self {
        let start = text.len() - text.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']).len();
        let mut end = start;
        let mut fence = None;
        for line in text.get(start..).unwrap_or_default().split_inclusive('\n') {
            end += line.len();
            let line = line.trim_end();
            match fence {
                None if matches!(line, "---" | "+++") => fence = Some(line),
                None => break,
                Some(fence) if line == fence || (fence == "---" && line == "...") => {
                    return Self { start, front_matter: end };
                }
                Some(_) => {}
            }
        }
        Self { start, front_matter: 0 }
    }
}

/// The words around a finding. Empty for one about the document as a whole, which stands at its opening.
fn passage(diagnostic: &Diagnostic, source: &Source, opening: &Opening) -> String {
    let text = &*source.text;
    let Some(label) = diagnostic.labels.first() else { return String::new() };
    let at = label.span.start as usize;
    if at <= opening.start || label.source != source.id || !text.is_char_boundary(at) {
        return String::new();
    }
    let line = line_around(text, at);
    let passage = if at < opening.front_matter { line } else { sentence(text, opening.front_matter, line, at) };
    words(text.get(passage.range()).unwrap_or_default())
}

/// The line that holds `at`, as far as it is near.
fn line_around(text: &str, at: usize) -> Span {
    let near = |mut at: usize| {
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    let (first, last) = (near(at.saturating_sub(WIDTH)), near((at + WIDTH).min(text.len())));
    let start = text[first..at].rfind('\n').map_or(first, |end| first + end + 1);
    let end = text[at..last].find('\n').map_or(last, |end| at + end);
    Span::new(start, end)
}

/// The sentence that holds `at`: no further than its paragraph, item or row.
fn sentence(text: &str, body: usize, line: Span, at: usize) -> Span {
    let (mut start, mut end) = (line.start as usize, line.end as usize);
    let row = |start: usize| text[start..].trim_start().starts_with('|');
    if !row(start) {
        for _ in 0..REACH {
            if start <= body || start + WIDTH < at || begins_block(&text[start..]) {
                break;
            }
            let before = line_around(text, start - 1);
            let above = text.get(before.range()).unwrap_or_default();
            if above.trim().is_empty() || above.trim_start().starts_with(['#', '|']) {
                break;
            }
            start = before.start as usize;
        }
        for _ in 0..REACH {
            let Some(next) = text.get(end + 1..).filter(|_| end <= at + WIDTH) else { break };
            if next.lines().next().unwrap_or_default().trim_start().is_empty() || begins_block(next) {
                break;
            }
            end = line_around(text, end + 1).end as usize;
        }
    }
    let stop = |before: char, after: char| matches!(before, '.' | '!' | '?') && after.is_whitespace();
    let pairs = |from: usize, to: usize| {
        let piece = text.get(from..to).unwrap_or_default();
        let next = piece.char_indices().skip(1);
        piece
            .chars()
            .zip(next)
            .filter(move |(before, (_, after))| stop(*before, *after))
            .map(move |(_, (i, _))| from + i)
    };
    let first = pairs(start, at).last().unwrap_or(start);
    let last = pairs(at, end).next().unwrap_or(end);
    Span::new(first, last)
}

/// Whether a line begins something of its own: a heading, an item, a row, a quotation, a fence.
fn begins_block(rest: &str) -> bool {
    let line = rest.trim_start_matches([' ', '\t']);
    let numbered = line.trim_start_matches(|c: char| c.is_ascii_digit());
    line.starts_with(['#', '|', '>'])
        || ["- ", "* ", "+ ", "```", "~~~", "<!--"].iter().any(|mark| line.starts_with(mark))
        || (numbered.len() < line.len() && (numbered.starts_with(". ") || numbered.starts_with(") ")))
}

/// Letters and digits in lower case, all else one blank. The number of a list's item is none of its words.
fn words(text: &str) -> String {
    let text = text.trim_start();
    let numbered = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let text = numbered.strip_prefix(". ").or_else(|| numbered.strip_prefix(") ")).unwrap_or(text);
    let mut words = String::new();
    for word in text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        if !words.is_empty() {
            words.push(' ');
        }
        words.extend(word.chars().flat_map(char::to_lowercase));
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Code, Level};

    const CODE: Code = Code::new("BL004", "counterfactual");

    /// The fingerprint of a finding at `mark`, its n-th occurrence in the text.
    fn print(path: &str, text: &str, mark: &str) -> Fingerprint {
        let sources = SourceSet::from_files([(path, text)]);
        let source = sources.iter().next().unwrap();
        let at = text.find(mark).unwrap();
        let span = Span::new(at, at + mark.len());
        fingerprints(&[Diagnostic::new(CODE, Level::Warning, source.id, span, "a message")], &sources).remove(0)
    }

    #[track_caller]
    fn same(a: &str, b: &str) {
        assert_eq!(print("a.md", a, "should have"), print("a.md", b, "should have"));
    }

    #[track_caller]
    fn different(a: &str, b: &str) {
        assert_ne!(print("a.md", a, "should have"), print("a.md", b, "should have"));
    }

    const TEXT: &str = "# A\n\nIt broke. They should have\nchecked the list. It was long.\n";

    #[test]
    fn edits_elsewhere_do_not_matter() {
        same(TEXT, "# B\n\nMore.\n\nIt broke. They should have\nchecked the list. It was long.\n");
        same(TEXT, "# A\n\nIt broke at nine. They should have\nchecked the list. It was short.\n");
        same(TEXT, "---\ntitle: A\n---\nThey should have checked the list.\n");
    }

    #[test]
    fn layout_does_not_matter() {
        same(
            TEXT,
            "# A\n\nIt broke.\nThey *should have*\nchecked the **list**. It was long.\n".replace('*', "").as_str(),
        );
        same(TEXT, "# A\r\n\r\nIt broke. They should have checked\r\nthe list.\r\n");
        same(TEXT, "# A\n\n- They should have “checked” the list.\n");
        same(TEXT, "# A\n\n12. They should have checked the list\n");
    }

    #[test]
    fn another_sentence_is_another_finding() {
        different(TEXT, "# A\n\nIt broke. They should have checked the logs.\n");
        different("# A\n\n- a\n- They should have gone\n", "# A\n\n- a\n- They should have come\n");
        different("# A\n\n| They should have gone | x |\n", "# A\n\n| They should have come | x |\n");
    }

    #[test]
    fn rows_and_items_stand_alone() {
        same("# A\n\n| a |\n| They should have gone |\n| b |\n", "# A\n\n| c |\n| They should have gone |\n| d |\n");
        same("# A\n\n- a\n- They should have gone\n- b\n", "# A\n\n- c\n- They should have gone\n- d\n");
    }

    #[test]
    fn front_matter_counts_by_line() {
        let find = |text| print("a.md", text, "severty");
        assert_eq!(find("---\ntitle: A\nseverty: 2\n---\n"), find("---\nseverty: 2\ntitle: B\ndate: x\n---\n"));
        assert_ne!(find("---\ntitle: A\nseverty: 2\n---\n"), find("---\ntitle: A\nseverty: 3\n---\n"));
    }

    #[test]
    fn the_document_as_a_whole_is_known_by_its_path() {
        let (a, b) = (print("a.md", "# A\n", "# A"), print("b.md", "# A\n", "# A"));
        assert!(!a.has_text);
        assert_ne!(a, b);
        assert_eq!(a, print("a.md", "# Renamed\n", "# Renamed"));
    }

    #[test]
    fn equal_ones_are_counted() {
        let sources = SourceSet::from_files([("a.md", "# A\n\nx y\n\nx y\n")]);
        let id = sources.iter().next().unwrap().id;
        let found = [5, 10].map(|at| Diagnostic::new(CODE, Level::Info, id, Span::new(at, at + 1), "m"));
        let prints = fingerprints(&found, &sources);
        assert_eq!(prints[0].hash, prints[1].hash);
        assert_eq!([prints[0].occurrence, prints[1].occurrence], [1, 2]);
    }

    #[test]
    fn any_place_of_any_text_has_one() {
        for text in ["", "\u{feff}", "---\n", "---\n---\n", "a", "ä\n\u{0}ö. ü", "|", "\n\n\n", "1. ", "-"] {
            let sources = SourceSet::from_files([("a.md", text)]);
            let id = sources.iter().next().unwrap().id;
            for at in 0..=text.len() + 1 {
                fingerprints(&[Diagnostic::new(CODE, Level::Info, id, Span::at(at), "m `x`")], &sources);
            }
        }
    }
}
