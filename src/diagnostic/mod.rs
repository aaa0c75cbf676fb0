//! Findings as data: what was seen, where, why it matters, what helps.
//!
//! A diagnostic knows nothing of how it is shown; the formats are in [`render`]. It is known again tomorrow by its
//! [`mod@fingerprint`], which a [`baseline`] holds; [`mod@fix`] applies the changes that findings offer. It never ranks people.

pub mod baseline;
pub mod codes;
pub mod fingerprint;
pub mod fix;
pub mod fs;
pub mod hide;
pub mod render;

use std::sync::Arc;

use crate::text::{SourceId, Span};

pub use codes::Code;

/// How much a finding weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Worth a thought.
    Info,
    /// A facilitator would ask about it.
    Warning,
    /// Harmful or unreadable once published.
    Error,
}

impl Level {
    /// `info`, `warning` or `error`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// A marked place with a word about it (empty when the message says all).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// The file: a finding can point into two files (a duplicate names both).
    pub source: SourceId,
    /// The marked bytes.
    pub span: Span,
    /// A few words shown beside the mark.
    pub text: String,
}

/// Whether a fix may be applied without asking.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Applicability {
    /// It keeps the meaning.
    Safe,
    /// It needs a look.
    Unsafe,
}

/// A replacement of bytes in the file of the diagnostic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// What goes.
    pub span: Span,
    /// What comes.
    pub replacement: String,
}

/// A change that removes the finding. Prose is never changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// What it does, as an imperative phrase.
    pub title: String,
    /// The edits, in order and apart from each other.
    pub edits: Vec<Edit>,
    /// Whether it may be applied without asking.
    pub applicability: Applicability,
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// Code and name of its rule.
    pub code: Code,
    /// How much it weighs, after configuration.
    pub level: Level,
    /// The file it is about.
    pub source: SourceId,
    /// What: a phrase, lower case, no full stop, names in backticks.
    pub message: String,
    /// Where. The first is the place the finding stands at; none means the file as a whole.
    pub labels: Vec<Label>,
    /// Why it matters.
    pub note: Option<String>,
    /// What to do, or the question to ask.
    pub help: Option<String>,
    /// A change that removes it.
    pub fix: Option<Fix>,
    /// Places that no format may show the text of: secrets. Of each file in order and apart; all findings share the list.
    pub hidden: Vec<(SourceId, Arc<[Span]>)>,
}

impl Diagnostic {
    /// A finding at one place of one file.
    pub fn new(code: Code, level: Level, source: SourceId, span: Span, message: impl Into<String>) -> Self {
        Self {
            code,
            level,
            source,
            message: message.into(),
            labels: vec![Label { source, span, text: String::new() }],
            note: None,
            help: None,
            fix: None,
            hidden: Vec::new(),
        }
    }

    /// The place it stands at: the start of the file when it has none.
    pub fn span(&self) -> Span {
        self.labels.first().map(|label| label.span).unwrap_or_default()
    }

    /// Says something beside the first mark.
    #[must_use]
    pub fn labelled(mut self, text: impl Into<String>) -> Self {
        if let Some(label) = self.labels.first_mut() {
            label.text = text.into();
        }
        self
    }

    /// Marks a further place.
    #[must_use]
    pub fn also(mut self, source: SourceId, span: Span, text: impl Into<String>) -> Self {
        self.labels.push(Label { source, span, text: text.into() });
        self
    }

    /// Says why it matters.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.note = Some(note.into());
        self
    }

    /// Says what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Offers a change.
    #[must_use]
    pub fn fix(mut self, title: impl Into<String>, applicability: Applicability, edits: Vec<Edit>) -> Self {
        self.fix = Some(Fix { title: title.into(), edits, applicability });
        self
    }
}

/// Sorts by file, place and code, and drops what is said twice.
pub fn sort(diagnostics: &mut Vec<Diagnostic>) {
    diagnostics.sort_by(|a, b| (a.source, a.span(), a.code, &a.message).cmp(&(b.source, b.span(), b.code, &b.message)));
    diagnostics.dedup();
}
