//! TOML to the common tree.

use std::borrow::Cow;
use std::ops::Range;

use toml::de::{DeInteger, DeTable, DeValue, Error};

use super::{Entry, MAX_DEPTH, MAX_VALUES, Node, Scalar, ScalarKind, Value, fault, quoting};
use crate::diagnostic::Diagnostic;
use crate::parse::split::{Language, is_key};
use crate::text::{Source, Span, Spanned};

/// More findings than this say nothing new.
const MAX_FAULTS: usize = 8;

pub(super) fn read(source: &Source, span: Span) -> (Vec<Entry>, Vec<Diagnostic>) {
    let original = &source.text[span.range()];
    let mut found = Vec::new();
    // A broken statement is blanked out, byte for byte, and the rest is read again: the parser loses too much.
    let mut text = Cow::Borrowed(original);
    for _ in 0..MAX_FAULTS {
        let (_, errors) = DeTable::parse_recoverable(&text);
        let Some(error) = errors.iter().find(|error| !is_unquoted(error)) else { break };
        let place = error.span().unwrap_or(0..0);
        let mut diagnostic = broken(source, error, in_source(&place, original, span));
        if error.message() == "duplicate key" {
            let name = original.get(place.clone()).unwrap_or_default();
            diagnostic.message = format!("the key `{}` is given twice", name.trim_matches(['"', '\'']));
        }
        found.push(diagnostic);
        let statement = statement(&text, place.start);
        let mut bytes = text.into_owned().into_bytes();
        for byte in bytes.get_mut(statement).unwrap_or_default() {
            if !matches!(byte, b'\n' | b'\r') {
                *byte = b' ';
            }
        }
        text = Cow::Owned(String::from_utf8(bytes).unwrap_or_default());
    }
    let (table, errors) = DeTable::parse_recoverable(&text);
    let mut places = Vec::new();
    for error in &errors {
        let place = error.span().unwrap_or(0..0);
        // What the parser takes for the text without quotes is what was meant.
        if is_unquoted(error) {
            let span = in_source(&place, original, span);
            found.push(quoting(fault(source, span, "text without quotes"), source, span));
        } else {
            places.push(place);
        }
    }
    found.truncate(MAX_FAULTS);
    let mut reader = Reader { source, text: original, span, places: &places, values: 0, too_much: None };
    let entries = reader.table(table.get_ref(), 0);
    found.extend(reader.too_much);
    (entries, found)
}

fn is_unquoted(error: &Error) -> bool {
    error.message().starts_with("string values must be quoted") && error.span().is_some_and(|span| !span.is_empty())
}

fn broken(source: &Source, error: &Error, span: Span) -> Diagnostic {
    let (message, help) = explain(error.message());
    let diagnostic = fault(source, span, message);
    match help {
        Some(help) => diagnostic.help(help),
        None => diagnostic,
    }
}

/// The bytes of the statement in which the parser stumbled at `at`: from the line of its key to the next key.
fn statement(text: &str, at: usize) -> Range<usize> {
    let mut start = 0;
    let mut offset = 0;
    for line in text.split_inclusive('\n') {
        let begins = is_key(line.trim(), Language::Toml) || line.trim_start().starts_with('[');
        // At the very start of a line, it is the statement before that misses something.
        let is_before = offset < at || (offset == at && offset == 0);
        if begins && !is_before && offset > start {
            break;
        }
        if begins && is_before {
            start = offset;
        }
        offset += line.len();
    }
    start..offset
}

struct Reader<'a> {
    source: &'a Source,
    text: &'a str,
    span: Span,
    /// Where the parser stumbled.
    places: &'a [Range<usize>],
    values: usize,
    too_much: Option<Diagnostic>,
}

impl Reader<'_> {
    /// The entries in the order of the text: the parser keeps them in that of the alphabet.
    fn table(&mut self, table: &DeTable<'_>, depth: usize) -> Vec<Entry> {
        let mut pairs: Vec<_> = table.iter().collect();
        pairs.sort_by_key(|(key, _)| key.span().start);
        let mut entries = Vec::with_capacity(pairs.len());
        for (key, value) in pairs {
            if self.is_damaged(key.span().start..value.span().end, value.get_ref()) {
                continue;
            }
            let key = Spanned::new(key.get_ref().to_string(), in_source(&key.span(), self.text, self.span));
            if let Some(value) = self.node(value.get_ref(), value.span(), depth) {
                entries.push(Entry { key, value });
            }
        }
        entries
    }

    /// Whether the parser stumbled between a key and the end of its line. Tables are looked at entry by entry.
    fn is_damaged(&self, place: Range<usize>, value: &DeValue<'_>) -> bool {
        if value.is_table()
            || matches!(value, DeValue::Array(list) if list.first().is_some_and(|v| v.get_ref().is_table()))
        {
            return false;
        }
        let rest = self.text.get(place.end..).unwrap_or_default();
        let end = place.end + rest.find('\n').unwrap_or(rest.len());
        self.places.iter().any(|error| place.start <= error.start && error.start <= end)
    }

    fn node(&mut self, value: &DeValue<'_>, place: Range<usize>, depth: usize) -> Option<Node> {
        let span = in_source(&place, self.text, self.span);
        self.values += 1;
        if depth > MAX_DEPTH || self.values > MAX_VALUES {
            let message = if depth > MAX_DEPTH {
                format!("values are nested deeper than {MAX_DEPTH} levels")
            } else {
                format!("there are more than {MAX_VALUES} values")
            };
            self.too_much.get_or_insert_with(|| fault(self.source, span, message));
            return None;
        }
        let raw = self.text.get(place).unwrap_or_default();
        let scalar = |text: String, kind| Value::Scalar(Scalar { text, kind });
        let value = match value {
            DeValue::String(text) => scalar(text.to_string(), ScalarKind::Text),
            DeValue::Integer(number) => scalar(decimal(number), ScalarKind::Number),
            DeValue::Float(number) => scalar(number.as_str().to_owned(), ScalarKind::Number),
            DeValue::Boolean(yes) => scalar(yes.to_string(), ScalarKind::Bool),
            DeValue::Datetime(_) => scalar(raw.to_owned(), ScalarKind::Time),
            DeValue::Array(list) => {
                let nodes = list.iter().map(|item| self.node(item.get_ref(), item.span(), depth + 1));
                Value::List(nodes.collect::<Vec<_>>().into_iter().flatten().collect())
            }
            DeValue::Table(table) => Value::Map(self.table(table, depth + 1)),
        };
        // The parser's span of a table is that of its head.
        let end = match &value {
            Value::Map(entries) => entries.iter().map(|entry| entry.value.span.end).max(),
            Value::List(nodes) => nodes.iter().map(|node| node.span.end).max(),
            Value::Scalar(_) => None,
        };
        Some(Node { value, span: Span { end: span.end.max(end.unwrap_or_default()), ..span } })
    }
}

fn decimal(number: &DeInteger<'_>) -> String {
    let text = number.as_str();
    match number.radix() {
        10 => text.to_owned(),
        radix => i128::from_str_radix(text, radix).map_or_else(|_| text.to_owned(), |n| n.to_string()),
    }
}

/// A place of the parser as one of the source, on the boundaries of characters.
fn in_source(place: &Range<usize>, text: &str, span: Span) -> Span {
    let bounded = |mut at: usize| {
        at = at.min(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at + span.start as usize
    };
    Span::new(bounded(place.start), bounded(place.end))
}

/// The parser's reason in plain words, and what helps.
fn explain(message: &str) -> (String, Option<&'static str>) {
    let starts = |start: &str| message.starts_with(start);
    if starts("string values must be quoted") {
        ("text without quotes".to_owned(), Some("put a value after the `=`; text stands between quotes"))
    } else if starts("invalid basic string") || starts("invalid literal string") {
        ("text without its closing quote".to_owned(), Some("end the text with the quote it begins with"))
    } else if starts("key with no value") {
        ("a key without `=` and a value".to_owned(), Some("write `key = \"value\"`"))
    } else if starts("duplicate key") {
        ("this key is given twice".to_owned(), Some("keep one of them; the first one is used"))
    } else if starts("missing escaped value") {
        let help = "write `\\\\` for a backslash, or put the text between single quotes";
        ("a backslash that begins no known escape".to_owned(), Some(help))
    } else if starts("unclosed array") || starts("missing comma between array elements") {
        ("a list without its closing `]`, or a missing comma".to_owned(), Some("write `[\"a\", \"b\"]`"))
    } else if starts("unclosed table") {
        ("a table name without its closing `]`".to_owned(), Some("write `[name]`"))
    } else if starts("cannot recurse further") || starts("recursion limit") {
        ("values are nested too deeply".to_owned(), None)
    } else if starts("unexpected key or value") {
        ("more text after the value".to_owned(), Some("give each key a line of its own"))
    } else {
        (message.to_owned(), None)
    }
}
