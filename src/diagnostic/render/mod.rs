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

use std::collections::BTreeMap;
use std::fmt;

use crate::diagnostic::{Diagnostic, Level};
use crate::text::{LineIndex, Position, Role, SourceId, SourceSet, Span};

pub use concise::concise;
pub use full::{Colour, Links, Look, full};
pub use github::github;
pub use json::json;
pub use junit::junit;
pub use sarif::{RuleHelp, sarif};

/// How many files were looked at, and how many findings of each level there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
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

    /// Both together.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            files: self.files + other.files,
            errors: self.errors + other.errors,
            warnings: self.warnings + other.warnings,
            infos: self.infos + other.infos,
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
