//! Values that remember where they came from.

use serde::{Deserialize, Serialize};

use crate::text::Span;

/// Where a value was found. A value the author wrote into the front matter is a statement; all others are
/// readings, and are marked as such on the page, in figures made of them, and in the export.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Provenance {
    /// A key of the front matter.
    FrontMatter,
    /// A bold label, a table or a list of metadata in the body.
    MetadataBlock,
    /// A heading.
    Heading,
    /// The name of the file.
    FileName,
    /// The name of a folder.
    Folder,
    /// The running text.
    Body,
    /// The history of the file.
    Git,
    /// Nothing said it: the documented default.
    Default,
}

impl Provenance {
    /// The word of the export: `front-matter`, `heading`, …
    pub fn as_str(self) -> &'static str {
        match self {
            Self::FrontMatter => "front-matter",
            Self::MetadataBlock => "metadata-block",
            Self::Heading => "heading",
            Self::FileName => "file-name",
            Self::Folder => "folder",
            Self::Body => "body",
            Self::Git => "git",
            Self::Default => "default",
        }
    }

    /// Whether it was inferred rather than stated.
    pub fn is_inferred(self) -> bool {
        self != Self::FrontMatter
    }
}

/// A value with its place (when it was written in this file) and its provenance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Known<T> {
    /// The value.
    pub value: T,
    /// Where it is written; none for a file name or a default.
    pub span: Option<Span>,
    /// How it is known.
    pub provenance: Provenance,
}

impl<T> Known<T> {
    /// A value written at `span`.
    pub fn at(value: T, span: Span, provenance: Provenance) -> Self {
        Self { value, span: Some(span), provenance }
    }

    /// A value that stands nowhere in the text.
    pub fn of(value: T, provenance: Provenance) -> Self {
        Self { value, span: None, provenance }
    }

    /// Changes the value, keeps place and provenance.
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Known<U> {
        Known { value: f(self.value), span: self.span, provenance: self.provenance }
    }
}
