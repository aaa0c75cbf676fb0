//! The formats of findings, one file each: functions from findings to text.
//!
//! Each takes the findings in the order to be shown, the texts they point into, and a writer. None of them
//! sorts, selects or counts for an exit code.

mod concise;
mod frame;
mod full;
mod github;
mod json;
mod junit;
mod sarif;
#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::io;

use serde::Serialize;

use crate::diagnostic::{Diagnostic, Level};
use crate::text::{LineIndex, Position, Role, SourceId, SourceSet, Span};

pub use concise::concise;
pub use full::{Colour, Links, Look, full};
pub use github::github;
pub use json::json;
pub use junit::junit;
pub use sarif::{RuleHelp, sarif};

/// How many files were looked at, and how many findings of each level there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize)]
pub struct Summary {
    /// Files with a Markdown name, the ones left out included.
    pub files: usize,
    /// Findings of level error.
    pub errors: usize,
    /// Findings of level warning.
    pub warnings: usize,
    /// Findings of level info.
    pub infos: usize,
}

impl Summary {
    /// Counts.
    pub fn of(diagnostics: &[Diagnostic], sources: &SourceSet) -> Self {
        let count = |level| diagnostics.iter().filter(|diagnostic| diagnostic.level == level).count();
        Self {
            files: sources.iter().filter(|source| matches!(source.role, Role::Postmortem | Role::Skipped(_))).count(),
            errors: count(Level::Error),
            warnings: count(Level::Warning),
            infos: count(Level::Info),
        }
    }

    /// The number of findings of this level.
    pub fn count(&self, level: Level) -> usize {
        match level {
            Level::Error => self.errors,
            Level::Warning => self.warnings,
            Level::Info => self.infos,
        }
    }
}

/// `12 files: 1 error, 2 warnings`.
impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let counted =
            |f: &mut fmt::Formatter<'_>, n: usize, word: &str| write!(f, "{n} {word}{}", if n == 1 { "" } else { "s" });
        counted(f, self.files, "file")?;
        let mut separator = ": ";
        for level in [Level::Error, Level::Warning, Level::Info] {
            let n = self.count(level);
            if n > 0 {
                f.write_str(separator)?;
                counted(f, n, level.as_str())?;
                separator = ", ";
            }
        }
        if separator == ": " { f.write_str(": no findings") } else { Ok(()) }
    }
}

/// The lines of the files that findings point into, each file scanned once.
struct Lines<'a> {
    sources: &'a SourceSet,
    scanned: BTreeMap<SourceId, LineIndex>,
}

impl<'a> Lines<'a> {
    fn new(sources: &'a SourceSet) -> Self {
        Self { sources, scanned: BTreeMap::new() }
    }

    fn of(&mut self, source: SourceId) -> (&'a str, &LineIndex) {
        let text: &'a str = &self.sources.get(source).text;
        (text, self.scanned.entry(source).or_insert_with(|| LineIndex::new(text)))
    }

    /// Where a span begins and ends.
    fn places(&mut self, source: SourceId, span: Span) -> (Position, Position) {
        let (text, index) = self.of(source);
        (index.position(span.start, text), index.position(span.end, text))
    }

    /// Where a finding stands.
    fn of_diagnostic(&mut self, diagnostic: &Diagnostic) -> (Position, Position) {
        self.places(diagnostic.source, diagnostic.span())
    }
}

/// Writes a value as JSON and a line feed. What would steer a terminal is escaped; JSON itself asks that of a part only.
fn write_json(value: &impl Serialize, out: &mut dyn io::Write) -> io::Result<()> {
    let mut serializer = serde_json::Serializer::with_formatter(&mut *out, Escaping);
    value.serialize(&mut serializer)?;
    out.write_all(b"\n")
}

/// Compact, with an escape for every character that [`shown`] replaces.
struct Escaping;

impl serde_json::ser::Formatter for Escaping {
    fn write_string_fragment<W: io::Write + ?Sized>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()> {
        let mut rest = fragment;
        while let Some((at, c)) = rest.char_indices().find(|(_, c)| shown(*c) != *c) {
            let (before, after) = rest.split_at(at);
            // None of these needs two halves.
            write!(writer, "{before}\\u{:04x}", u32::from(c))?;
            rest = after.get(c.len_utf8()..).unwrap_or_default();
        }
        writer.write_all(rest.as_bytes())
    }
}

/// The text on one line.
fn one_line(text: &str) -> String {
    neutral(text).replace('\n', "\u{240a}").replace('\t', "\u{2409}")
}

/// The text with everything that steers a terminal replaced by a character that shows. One for one, so that
/// columns stay right; tabs and line feeds stay.
pub(crate) fn neutral(text: &str) -> Cow<'_, str> {
    if text.chars().all(|c| shown(c) == c) {
        Cow::Borrowed(text)
    } else {
        text.chars().map(shown).collect::<String>().into()
    }
}

fn shown(c: char) -> char {
    match c {
        '\t' | '\n' => c,
        // U+2400 and what follows picture the C0 control characters.
        '\0'..='\u{1f}' => char::from_u32(0x2400 + u32::from(c)).unwrap_or('\u{fffd}'),
        '\u{7f}' => '\u{2421}',
        // C1 controls, marks of direction and width, line separators, byte order marks.
        '\u{80}'..='\u{9f}'
        | '\u{61c}'
        | '\u{200b}'
        | '\u{200e}'..='\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{feff}'
        | '\u{fff9}'..='\u{fffb}' => '\u{fffd}',
        c => c,
    }
}
