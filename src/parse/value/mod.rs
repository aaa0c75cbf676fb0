//! One tree for YAML and TOML: every key and every value with its exact place.
//!
//! The entry point is [`read`]. Text that cannot be understood is a finding, and as many keys as possible
//! survive it. What the keys mean is not known here; that is `front_matter`.

mod toml;
mod yaml;

use std::collections::BTreeMap;

use crate::diagnostic::codes::INVALID_FRONT_MATTER;
use crate::diagnostic::{Applicability, Diagnostic, Edit, Level};
use crate::parse::split::Language;
use crate::text::{Source, Span, Spanned};

/// Deeper nesting is a finding. Trees are walked by recursion, so it is bounded.
const MAX_DEPTH: usize = 32;

/// More values are a finding. It bounds what aliases of YAML can grow to.
const MAX_VALUES: usize = 50_000;

/// So many findings about one front matter are enough to know that it is none.
const MAX_FOUND: usize = 64;

/// A value and its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Node {
    pub(crate) value: Value,
    pub(crate) span: Span,
}

/// What a key can be given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Value {
    Scalar(Scalar),
    List(Vec<Node>),
    Map(Vec<Entry>),
}

/// A single value: always with its text, as `id: 007` is a number and means `007`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Scalar {
    pub(crate) text: String,
    pub(crate) kind: ScalarKind,
}

/// What the language takes a single value for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ScalarKind {
    Null,
    Bool,
    Number,
    /// A date or time of TOML; YAML leaves them as text.
    Time,
    Text,
}

/// A key with its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) key: Spanned<String>,
    pub(crate) value: Node,
}

/// Reads the bytes of `span` as keys and values, in the order they are written.
///
/// Of a key that is given twice the first one counts: TOML forbids the second, programs that read YAML do not agree,
/// and the finding names both.
pub(crate) fn read(source: &Source, span: Span, language: Language) -> (Vec<Entry>, Vec<Diagnostic>) {
    match language {
        Language::Yaml => yaml::read(source, span),
        Language::Toml => toml::read(source, span),
    }
}

/// A finding of this module.
fn fault(source: &Source, span: Span, message: impl Into<String>) -> Diagnostic {
    Diagnostic::new(INVALID_FRONT_MATTER, Level::Error, source.id, span, message)
}

fn duplicate(source: &Source, key: &Spanned<String>, first: Span) -> Diagnostic {
    fault(source, key.span, format!("the key `{}` is given twice", key.value))
        .labelled("this one is not used")
        .also(source.id, first, "given here first")
        .help("keep one of them")
}

/// Keeps the first of entries with the same key.
fn without_duplicates(entries: Vec<Entry>, source: &Source, found: &mut Vec<Diagnostic>) -> Vec<Entry> {
    let mut first: BTreeMap<String, Span> = BTreeMap::new();
    let mut kept = Vec::with_capacity(entries.len());
    for entry in entries {
        if let Some(span) = first.get(&entry.key.value) {
            if found.len() < MAX_FOUND {
                found.push(duplicate(source, &entry.key, *span));
            }
        } else {
            first.insert(entry.key.value.clone(), entry.key.span);
            kept.push(entry);
        }
    }
    kept
}

/// Offers to put the bytes of `span` between quotes. The words stay as they are.
fn quoting(diagnostic: Diagnostic, source: &Source, span: Span) -> Diagnostic {
    let raw = &source.text[span.range()];
    let quoted = if raw.contains(['"', '\\']) {
        if raw.contains('\'') {
            format!("\"{}\"", raw.replace('\\', "\\\\").replace('"', "\\\""))
        } else {
            format!("'{raw}'")
        }
    } else {
        format!("\"{raw}\"")
    };
    let help = if quoted.contains('`') {
        "put the value between quotes".to_owned()
    } else {
        format!("put the value between quotes: `{quoted}`")
    };
    let edit = Edit { span, replacement: quoted };
    diagnostic.help(help).fix("put the value between quotes", Applicability::Safe, vec![edit])
}

#[cfg(test)]
mod tests;
