//! YAML to the common tree.
//!
//! The text is read as a whole first. When that does not work, it is read again key by key, so that one broken
//! value costs only itself; a value whose meaning is plain (`title: Checkout: errors`) is kept as the text it is.

mod fault;

use std::collections::{BTreeMap, BTreeSet};

use saphyr_parser::{Event, Marker, Parser, ScalarStyle, ScanError, StrInput};

use super::{Entry, MAX_DEPTH, MAX_VALUES, Node, Scalar, ScalarKind, Value, quoting, without_duplicates};
use crate::diagnostic::Diagnostic;
use crate::parse::split::{Language, is_key};
use crate::text::{Source, Span, Spanned};

use fault::{Fault, FaultKind};

/// More findings than this say nothing new.
const MAX_FAULTS: usize = 8;

pub(super) fn read(source: &Source, span: Span) -> (Vec<Entry>, Vec<Diagnostic>) {
    let mut found = Vec::new();
    let mut whole = Builder::new(source, span);
    let entries = match whole.run() {
        Ok(()) => whole.finish(None, &mut found),
        Err(fault) => in_parts(source, span, whole, fault, &mut found),
    };
    (without_duplicates(entries, source, &mut found), found)
}

/// Reads each key at the margin by itself, with the lines that belong to it.
fn in_parts(source: &Source, span: Span, whole: Builder<'_>, first: Fault, found: &mut Vec<Diagnostic>) -> Vec<Entry> {
    let parts = parts(source, span);
    if parts.len() < 2 && !parts.iter().any(|part| rescue(source, *part).is_some()) {
        let at = first.span.start;
        found.push(first.into_diagnostic(source, span));
        return whole.finish(Some(at), found);
    }
    let mut entries = Vec::new();
    let before = found.len();
    let mut hidden = 0;
    for part in parts {
        let mut builder = Builder::new(source, part);
        let Err(fault) = builder.run() else {
            entries.extend(builder.finish(None, found));
            continue;
        };
        // An anchor of another key is no fault of this one.
        if fault.kind == FaultKind::UnknownAnchor && first.kind != FaultKind::UnknownAnchor {
            continue;
        }
        if found.len() - before >= MAX_FAULTS {
            hidden += 1;
            continue;
        }
        let at = fault.span.start;
        let diagnostic = fault.into_diagnostic(source, part);
        if let Some(entry) = rescue(source, part) {
            let is_mended = diagnostic.fix.is_some();
            found.push(if is_mended { diagnostic } else { quoting(diagnostic, source, entry.value.span) });
            entries.push(entry);
        } else {
            found.push(diagnostic);
            entries.extend(builder.finish(Some(at), found));
        }
    }
    if found.len() == before && hidden == 0 {
        found.push(first.into_diagnostic(source, span));
    }
    entries
}

/// The lines of each key that stands at the margin, and what is written before the first.
fn parts(source: &Source, span: Span) -> Vec<Span> {
    let text = &source.text[span.range()];
    let mut starts = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let trimmed = line.trim_end();
        let is_word = line.starts_with(char::is_alphabetic) && !trimmed.ends_with([',', ']', '}', '"', '\'']);
        if is_key(trimmed, Language::Yaml) || is_word {
            starts.push(at);
        }
        at += line.len();
    }
    let first = starts.first().copied().unwrap_or(text.len());
    if !text[..first].trim().is_empty() {
        starts.insert(0, 0);
    }
    let base = span.start as usize;
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    starts.iter().zip(ends).map(|(start, end)| Span::new(base + start, base + end)).collect()
}

/// `key: text` on one line, where the text only lacks its quotes, or the space before it.
fn rescue(source: &Source, part: Span) -> Option<Entry> {
    let text = source.text[part.range()].trim_end();
    let begins = is_key(text, Language::Yaml) || fault::unspaced(text).is_some();
    if text.lines().count() != 1 || !begins {
        return None;
    }
    let (key, rest) = text.split_once(':')?;
    let value = rest.trim_start();
    let value_start = part.start as usize + text.len() - value.len();
    let value = value.split(" #").next().unwrap_or(value).trim_end();
    let is_text = match value.chars().next()? {
        '[' => value.find(']').is_some_and(|end| !value[end + 1..].trim().is_empty()),
        '{' => value.starts_with("{{") && value.contains("}}"),
        '-' => !value.starts_with("- "),
        '"' | '\'' | '|' | '>' | '&' | '!' | '}' | ']' => false,
        _ => !value.contains(char::is_control),
    };
    if !is_text {
        return None;
    }
    let key_start = part.start as usize;
    let bare = key.trim_end().trim_matches(['"', '\'']);
    Some(Entry {
        key: Spanned::new(bare.to_owned(), Span::new(key_start, key_start + key.trim_end().len())),
        value: Node {
            value: Value::Scalar(Scalar { text: value.to_owned(), kind: ScalarKind::Text }),
            span: Span::new(value_start, value_start + value.len()),
        },
    })
}

/// Puts the parser's events together, without recursion.
struct Builder<'a> {
    source: &'a Source,
    span: Span,
    /// Where each character begins; empty when all are one byte long.
    offsets: Vec<u32>,
    stack: Vec<Frame>,
    anchors: BTreeMap<usize, (Node, usize)>,
    values: usize,
    root: Option<Node>,
    found: Vec<Diagnostic>,
}

struct Frame {
    container: Container,
    start: u32,
    /// The end of what it holds so far.
    end: u32,
    anchor: usize,
    is_flow: bool,
}

enum Container {
    List(Vec<Node>),
    Map { entries: Vec<Entry>, key: Option<Spanned<String>> },
}

impl<'a> Builder<'a> {
    fn new(source: &'a Source, span: Span) -> Self {
        let text = &source.text[span.range()];
        let offsets =
            if text.is_ascii() { Vec::new() } else { text.char_indices().map(|(i, _)| Span::at(i).start).collect() };
        Self {
            source,
            span,
            offsets,
            stack: Vec::new(),
            anchors: BTreeMap::new(),
            values: 0,
            root: None,
            found: Vec::new(),
        }
    }

    fn run(&mut self) -> Result<(), Fault> {
        let mut parser = Parser::new_from_str(&self.source.text[self.span.range()]);
        self.events(&mut parser)?;
        match &self.root {
            None | Some(Node { value: Value::Map(_) | Value::Scalar(Scalar { kind: ScalarKind::Null, .. }), .. }) => {
                Ok(())
            }
            Some(Node { value: Value::List(_), span }) => Err(Fault::own(
                Span { end: span.start + 1, ..*span },
                "the front matter is a list, not keys with values",
            )),
            Some(Node { span, .. }) => Err(Fault::own(*span, fault::STRAY_LINE)),
        }
    }

    fn events<'input>(&mut self, parser: &mut Parser<'input, StrInput<'input>>) -> Result<(), Fault> {
        while let Some(event) = parser.next_event() {
            let (event, place) = event.map_err(|error| self.scan_fault(&error))?;
            let span = Span::new(self.offset(place.start), self.offset(place.end));
            match event {
                Event::Nothing | Event::StreamStart | Event::DocumentStart(_) | Event::DocumentEnd => {}
                Event::StreamEnd => return Ok(()),
                Event::Alias(anchor) => self.alias(anchor, span)?,
                Event::Scalar(text, style, anchor, tag) => {
                    self.spend(1, span)?;
                    let is_plain = style == ScalarStyle::Plain && tag.is_none();
                    let kind = if is_plain { kind_of(&text) } else { ScalarKind::Text };
                    let span = self.scalar_span(span, style);
                    let value = Value::Scalar(Scalar { text: text.into_owned(), kind });
                    self.complete(Node { value, span }, anchor)?;
                }
                Event::SequenceStart(anchor, _) => self.open(Container::List(Vec::new()), span, anchor)?,
                Event::MappingStart(anchor, _) => {
                    self.open(Container::Map { entries: Vec::new(), key: None }, span, anchor)?;
                }
                Event::SequenceEnd | Event::MappingEnd => self.close(span)?,
            }
        }
        Ok(())
    }

    /// The tree, as far as it was read. What the fault at `broken` cut short is left out.
    fn finish(mut self, broken: Option<u32>, found: &mut Vec<Diagnostic>) -> Vec<Entry> {
        if let Some(at) = broken {
            self.drop_cut_value(at);
        }
        while let Some(frame) = self.stack.pop() {
            let is_empty = match &frame.container {
                Container::List(nodes) => nodes.is_empty(),
                Container::Map { entries, .. } => entries.is_empty(),
            };
            // What stands between brackets is whole or nothing.
            if frame.is_flow || is_empty {
                if let Some(Frame { container: Container::Map { key, .. }, .. }) = self.stack.last_mut() {
                    *key = None;
                }
                continue;
            }
            if self.complete(frame.into_node(), 0).is_err() {
                break;
            }
        }
        found.append(&mut self.found);
        match self.root {
            Some(Node { value: Value::Map(entries), .. }) => entries,
            _ => Vec::new(),
        }
    }

    /// In `title: Two: more` the parser hands out `Two` before it stumbles at the second colon.
    fn drop_cut_value(&mut self, at: u32) {
        let Some(frame) = self.stack.last_mut() else { return };
        let text = &self.source.text;
        let touches = |span: Span| text.get(span.end as usize..at as usize).is_some_and(|gap| !gap.contains('\n'));
        match &mut frame.container {
            Container::List(nodes) => {
                nodes.pop_if(|node| touches(node.span));
            }
            Container::Map { entries, .. } => {
                entries.pop_if(|entry| touches(entry.value.span));
            }
        }
    }

    fn open(&mut self, container: Container, span: Span, anchor: usize) -> Result<(), Fault> {
        self.spend(1, span)?;
        let start = self.after_properties(span);
        if self.stack.len() >= MAX_DEPTH {
            return Err(Fault::own(
                Span { start, end: start },
                format!("values are nested deeper than {MAX_DEPTH} levels"),
            ));
        }
        let is_flow =
            self.source.text[start as usize..self.span.end as usize].starts_with(['[', '{']) && !span.is_empty();
        self.stack.push(Frame { container, start, end: start, anchor, is_flow });
        Ok(())
    }

    fn close(&mut self, span: Span) -> Result<(), Fault> {
        let Some(mut frame) = self.stack.pop() else { return Ok(()) };
        if frame.is_flow {
            // The bracket alone: the parser counts what follows on its line.
            frame.end = frame.end.max(span.start + 1);
        }
        if let Container::Map { entries, .. } = &mut frame.container {
            let merged = merge(std::mem::take(entries));
            *entries = if self.stack.is_empty() {
                // The caller does it for the top, where keys of several parts meet.
                merged
            } else {
                without_duplicates(merged, self.source, &mut self.found)
            };
        }
        let anchor = frame.anchor;
        self.complete(frame.into_node(), anchor)
    }

    fn alias(&mut self, anchor: usize, span: Span) -> Result<(), Fault> {
        let Some((node, weight)) = self.anchors.get(&anchor) else {
            return Err(Fault::own(span, "a value that refers to itself"));
        };
        let weight = *weight;
        let mut node = node.clone();
        // Findings about it point at where it is used.
        node.span = span;
        self.spend(weight, span)?;
        self.complete(node, 0)
    }

    fn complete(&mut self, node: Node, anchor: usize) -> Result<(), Fault> {
        if anchor > 0 {
            let weight = weight(&node);
            self.spend(weight, node.span)?;
            self.anchors.insert(anchor, (node.clone(), weight));
        }
        let Some(frame) = self.stack.last_mut() else {
            self.root.get_or_insert(node);
            return Ok(());
        };
        frame.end = frame.end.max(node.span.end);
        match &mut frame.container {
            Container::List(nodes) => nodes.push(node),
            Container::Map { entries, key } => match key.take() {
                Some(key) => {
                    // An empty value stands nowhere: its key is the place to point at.
                    let span = if node.span.is_empty() { key.span } else { node.span };
                    entries.push(Entry { key, value: Node { span, ..node } });
                }
                None => match node.value {
                    Value::Scalar(Scalar { text, .. }) if !text.is_empty() => {
                        *key = Some(Spanned::new(text, node.span));
                    }
                    Value::Scalar(_) => return Err(Fault::own(node.span, "a value without a key")),
                    Value::List(_) | Value::Map(_) => {
                        return Err(Fault::own(node.span, fault::BRACKET_KEY));
                    }
                },
            },
        }
        Ok(())
    }

    fn spend(&mut self, weight: usize, span: Span) -> Result<(), Fault> {
        self.values = self.values.saturating_add(weight);
        if self.values > MAX_VALUES {
            return Err(Fault::own(span, format!("there are more than {MAX_VALUES} values, with what `*` repeats")));
        }
        Ok(())
    }

    fn scan_fault(&self, error: &ScanError) -> Fault {
        let kind = if error.info().contains("unknown anchor") { FaultKind::UnknownAnchor } else { FaultKind::Syntax };
        let open = self.stack.iter().rev().find(|frame| frame.is_flow).map(|frame| frame.start as usize);
        Fault { kind, span: Span::at(self.offset(*error.marker())), info: error.info().to_owned(), open }
    }

    /// The parser counts characters.
    fn offset(&self, marker: Marker) -> usize {
        let index = marker.index();
        let offset = if self.offsets.is_empty() {
            index
        } else {
            self.offsets.get(index).map_or(usize::MAX, |offset| *offset as usize)
        };
        let start = self.span.start as usize;
        start + offset.min(self.span.end as usize - start)
    }

    /// Behind `&anchor` and `!tag`, which the parser counts as part of a value.
    fn after_properties(&self, span: Span) -> u32 {
        let mut start = span.start as usize;
        loop {
            let raw = &self.source.text[start..span.end as usize];
            if !raw.starts_with(['&', '!']) {
                return Span::at(start).start;
            }
            let word = raw.find(char::is_whitespace).unwrap_or(raw.len());
            let rest = raw[word..].trim_start();
            start = span.end as usize - rest.len();
        }
    }

    /// Exactly the value: the parser's span of a quoted one takes in what follows on its line.
    fn scalar_span(&self, span: Span, style: ScalarStyle) -> Span {
        let span = Span { start: self.after_properties(span), end: span.end };
        let raw = &self.source.text[span.range()];
        let length = match style {
            ScalarStyle::SingleQuoted => quoted_length(raw, '\''),
            ScalarStyle::DoubleQuoted => quoted_length(raw, '"'),
            ScalarStyle::Plain | ScalarStyle::Literal | ScalarStyle::Folded => raw.trim_end().len(),
        };
        Span { start: span.start, end: span.start + Span::at(length).start }
    }
}

impl Frame {
    fn into_node(self) -> Node {
        let value = match self.container {
            Container::List(nodes) => Value::List(nodes),
            Container::Map { entries, .. } => Value::Map(entries),
        };
        Node { value, span: Span { start: self.start, end: self.end } }
    }
}

fn quoted_length(raw: &str, quote: char) -> usize {
    let mut chars = raw.char_indices().skip(1).peekable();
    while let Some((i, c)) = chars.next() {
        if c == '\\' && quote == '"' {
            chars.next();
        } else if c == quote {
            if quote == '\'' && chars.peek().is_some_and(|(_, next)| *next == quote) {
                chars.next();
            } else {
                return i + 1;
            }
        }
    }
    raw.trim_end().len()
}

/// How much of the budget a copy of a node costs: long texts weigh more.
fn weight(node: &Node) -> usize {
    1 + match &node.value {
        Value::Scalar(scalar) => scalar.text.len() / 64,
        Value::List(nodes) => nodes.iter().map(weight).sum(),
        Value::Map(entries) => entries.iter().map(|entry| entry.key.value.len() / 64 + weight(&entry.value)).sum(),
    }
}

/// Takes in the maps that `<<` names, for keys the map does not have itself.
fn merge(entries: Vec<Entry>) -> Vec<Entry> {
    if !entries.iter().any(|entry| entry.key.value == "<<") {
        return entries;
    }
    let (merges, mut kept): (Vec<Entry>, Vec<Entry>) = entries.into_iter().partition(|entry| entry.key.value == "<<");
    let mut names: BTreeSet<String> = kept.iter().map(|entry| entry.key.value.clone()).collect();
    for merge in merges {
        let maps = match merge.value.value {
            Value::List(nodes) => nodes,
            value => vec![Node { value, span: merge.value.span }],
        };
        for map in maps {
            let Value::Map(entries) = map.value else { continue };
            kept.extend(entries.into_iter().filter(|entry| names.insert(entry.key.value.clone())));
        }
    }
    kept
}

/// The core schema of YAML 1.2.
fn kind_of(text: &str) -> ScalarKind {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => ScalarKind::Null,
        "true" | "True" | "TRUE" | "false" | "False" | "FALSE" => ScalarKind::Bool,
        _ if is_number(text) => ScalarKind::Number,
        _ => ScalarKind::Text,
    }
}

fn is_number(text: &str) -> bool {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let begins = unsigned.strip_prefix('.').unwrap_or(unsigned).starts_with(|c: char| c.is_ascii_digit());
    begins && (text.parse::<f64>().is_ok() || unsigned.starts_with("0x") || unsigned.starts_with("0o"))
}
