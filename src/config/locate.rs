//! From what is wrong with a configuration to the place where it stands, with the word that was meant.
//!
//! Only run when something is wrong: the text is read a second time to find the place of a key or a value.

use std::ops::Range;

use toml::de::{DeArray, DeTable, DeValue};

use crate::error::{Error, Located};
use crate::text::{LineIndex, closest};

/// A part of the way from the top of the file to a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Step {
    /// A key of a table.
    Key(String),
    /// A place in an array, from 0.
    Index(usize),
}

/// Which end of an entry is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    /// The key.
    Key,
    /// The value.
    Value,
}

/// A value that its key does not take, or a key that means nothing here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fault {
    /// The way to the entry.
    pub(crate) path: Vec<Step>,
    /// Which end of it.
    pub(crate) end: End,
    /// What is wrong, a phrase.
    pub(crate) message: String,
    /// What helps.
    pub(crate) hint: Option<String>,
}

/// The error for a fault, at its place.
pub(crate) fn fault(path: &str, text: &str, fault: &Fault) -> Error {
    at(path, text, find(text, fault), &fault.message, fault.hint.clone())
}

/// The error for what the TOML reader says, in our words and with a suggestion.
pub(crate) fn toml_error(path: &str, text: &str, error: &toml::de::Error) -> Error {
    let (message, hint) = in_our_words(error.message());
    at(path, text, error.span(), &message, hint)
}

fn at(path: &str, text: &str, range: Option<Range<usize>>, message: &str, hint: Option<String>) -> Error {
    let located = range.map_or_else(
        || Located { message: message.to_owned(), ..Located::default() },
        |range| {
            let index = LineIndex::new(text);
            let start = index.position(u32::try_from(range.start).unwrap_or(u32::MAX), text);
            let line = index.line_span(start.line, text);
            let line_text = text.get(line.range()).unwrap_or_default();
            let end = range.end.min(line.start as usize + line_text.trim_end().len()).max(start.offset);
            Located {
                message: message.to_owned(),
                line: start.line,
                column: start.column,
                width: text.get(start.offset..end).map_or(0, |marked| marked.chars().count()),
                text: line_text.trim_end_matches(['\n', '\r']).to_owned(),
            }
        },
    );
    let error = Error::config(path, located);
    match hint {
        Some(hint) => error.hinted(hint),
        None => error,
    }
}

/// The bytes of the entry that a fault names; those of the nearest table above it that can be found, else none.
fn find(text: &str, fault: &Fault) -> Option<Range<usize>> {
    let table = DeTable::parse(text).ok()?;
    let (last, above) = fault.path.split_last()?;
    let mut place = Place::Table(table.get_ref());
    let mut found = None;
    for step in above {
        let entry = place.enter(step)?;
        found = Some(entry.key.unwrap_or(entry.value));
        match entry.inside {
            Some(inside) => place = inside,
            None => return found,
        }
    }
    let Some(entry) = place.enter(last) else { return found };
    Some(match fault.end {
        End::Key => entry.key.unwrap_or(entry.value),
        End::Value => entry.value,
    })
}

enum Place<'a> {
    Table(&'a DeTable<'a>),
    Array(&'a DeArray<'a>),
}

struct Entry<'a> {
    /// The bytes of the key, in a table.
    key: Option<Range<usize>>,
    /// The bytes of the value.
    value: Range<usize>,
    /// The value, when it has parts.
    inside: Option<Place<'a>>,
}

impl<'a> Place<'a> {
    fn enter(&self, step: &Step) -> Option<Entry<'a>> {
        let (key, value) = match (self, step) {
            (Self::Table(table), Step::Key(name)) => {
                let (key, value) = table.iter().find(|(key, _)| key.get_ref().as_ref() == name)?;
                (Some(key.span()), value)
            }
            (Self::Array(array), Step::Index(index)) => (None, array.get(*index)?),
            (Self::Table(_), Step::Index(_)) | (Self::Array(_), Step::Key(_)) => return None,
        };
        let inside = match value.get_ref() {
            DeValue::Table(table) => Some(Self::Table(table)),
            DeValue::Array(array) => Some(Self::Array(array)),
            _ => None,
        };
        Some(Entry { key, value: value.span(), inside })
    }
}

/// serde's phrases in the words of the other messages. An unknown phrase stays as it is: this is about manners,
/// not about meaning.
fn in_our_words(message: &str) -> (String, Option<String>) {
    let words: Vec<&str> = message.split('`').skip(1).step_by(2).collect();
    if message.starts_with("unknown field")
        && let Some((unknown, known)) = words.split_first()
    {
        return (format!("unknown key `{unknown}`"), Some(did_you_mean("key", unknown, known)));
    }
    if message.starts_with("unknown variant")
        && let Some((unknown, known)) = words.split_first()
    {
        return (format!("`{unknown}` has no meaning here"), Some(did_you_mean("word", unknown, known)));
    }
    if message.starts_with("missing field")
        && let [name, ..] = words.as_slice()
    {
        return (format!("no `{name}` given"), None);
    }
    if let Some((found, expected)) =
        message.strip_prefix("invalid type: ").and_then(|rest| rest.split_once(", expected "))
    {
        let expected = match expected.strip_prefix("struct ") {
            Some(_) => "a table",
            None if expected == "a map" => "a table",
            None if expected == "a sequence" => "an array",
            None => expected,
        };
        let found = match found {
            "map" => "a table",
            "sequence" => "an array",
            found => found,
        };
        return (format!("expected {expected}, found {found}"), None);
    }
    if message.starts_with("invalid value: integer") && message.contains("expected u") {
        let found = words.first().unwrap_or(&"");
        return (format!("expected a whole number from 0, found `{found}`"), None);
    }
    (message.trim_end_matches('.').to_owned(), None)
}

/// The near miss among `known`, else all of them.
pub(crate) fn did_you_mean(what: &str, unknown: &str, known: &[&str]) -> String {
    match closest(unknown, known.iter().copied()) {
        Some(near) => format!("a similar {what} exists: `{near}`"),
        None if known.is_empty() => format!("no {what} is known here"),
        None => format!("known here: {}", known.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")),
    }
}
