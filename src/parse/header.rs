//! The front matter as it is written, for whoever adds keys to it. What the keys mean is in `front_matter`.

use std::collections::BTreeSet;

use crate::config::ParseSettings;
use crate::diagnostic::Diagnostic;
use crate::parse::split::{self, Language};
use crate::parse::value::{self, Entry, Node, ScalarKind, Value};
use crate::parse::{front_matter, unclosed};
use crate::text::{Source, Span};

/// A front matter, its bytes and its keys.
#[derive(Debug)]
pub(crate) struct Header {
    pub(crate) language: Language,
    /// The lines between the fences.
    pub(crate) inner: Span,
    /// The entries at the top, in the order they are written.
    pub(crate) entries: Vec<Entry>,
    /// What could not be understood.
    pub(crate) faults: Vec<Diagnostic>,
}

/// The front matter of a source; none when it has none.
pub(crate) fn header(source: &Source) -> Option<Header> {
    let front_matter = split::split(&source.text).front_matter?;
    let (entries, mut faults) = value::read(source, front_matter.inner, front_matter.language);
    if !front_matter.is_closed {
        faults.insert(0, unclosed(source, front_matter));
    }
    Some(Header { language: front_matter.language, inner: front_matter.inner, entries, faults })
}

/// The bytes below the front matter.
pub(crate) fn body(text: &str) -> &str {
    &text[split::split(text).body.range()]
}

impl Header {
    /// The keys of the format that have a line here, also under a configured name or behind a `#`.
    pub(crate) fn own_keys(&self, source: &Source, settings: &ParseSettings) -> BTreeSet<&'static str> {
        let given = self.entries.iter().map(|entry| entry.key.value.as_str());
        let sign = match self.language {
            Language::Yaml => ':',
            Language::Toml => '=',
        };
        let lines = source.text[self.inner.range()].lines();
        let switched_off = lines.filter_map(|line| {
            let (key, _) = line.trim_start().strip_prefix('#')?.split_once(sign)?;
            Some(key.trim_matches(['#', ' ', '\t', '"', '\'']))
        });
        given.chain(switched_off).filter_map(|key| front_matter::own_name(key, &settings.key_aliases)).collect()
    }

    /// Whether all that `before` says stands here too, in the same order and with the same meaning; further keys
    /// may follow.
    pub(crate) fn keeps(&self, before: &Self) -> bool {
        let kept: BTreeSet<&str> = before.entries.iter().map(|entry| entry.key.value.as_str()).collect();
        let here: Vec<&Entry> = self.entries.iter().filter(|entry| kept.contains(entry.key.value.as_str())).collect();
        let is_kept = |(a, b): (&&Entry, &Entry)| a.key.value == b.key.value && same(&a.value, &b.value);
        self.language == before.language
            && here.len() == before.entries.len()
            && here.iter().zip(&before.entries).all(is_kept)
    }

    /// Whether the keys stand between braces, or behind marks, so that a line below them would be no key.
    pub(crate) fn is_in_braces(&self, source: &Source) -> bool {
        self.language == Language::Yaml
            && self.entries.first().is_some_and(|entry| self.margin(entry, source).is_none())
    }

    /// The blanks before the keys, which a further key needs too.
    pub(crate) fn indent<'a>(&self, source: &'a Source) -> &'a str {
        match self.language {
            Language::Yaml => self.entries.first().and_then(|entry| self.margin(entry, source)).unwrap_or_default(),
            Language::Toml => "",
        }
    }

    fn margin<'a>(&self, entry: &Entry, source: &'a Source) -> Option<&'a str> {
        let before = &source.text[self.inner.start as usize..entry.key.span.start as usize];
        let line = before.rsplit('\n').next().unwrap_or_default();
        line.bytes().all(|byte| byte == b' ').then_some(line)
    }

    /// Where a further key can stand: at the end, in TOML before the first table and the comments above it.
    pub(crate) fn end_of_keys(&self, source: &Source) -> usize {
        let end = self.inner.end as usize;
        if self.language == Language::Yaml {
            return end;
        }
        let mut values = Vec::new();
        for entry in &self.entries {
            collect_values(&entry.value, &mut values);
        }
        values.sort_unstable();
        let mut values = values.into_iter().peekable();
        let mut at = self.inner.start as usize;
        let mut place = at;
        for line in source.text[self.inner.range()].split_inclusive('\n') {
            let text = line.trim();
            while values.next_if(|value| value.end as usize <= at).is_some() {}
            let is_inside = values.peek().is_some_and(|value| value.range().contains(&at));
            if text.starts_with('[') && !is_inside {
                return place;
            }
            at += line.len();
            if is_inside || !(text.is_empty() || text.starts_with('#')) {
                place = at;
            }
        }
        end
    }
}

/// The places of all values, which lie apart. A table is no value: its lines are keys.
fn collect_values(node: &Node, found: &mut Vec<Span>) {
    match &node.value {
        Value::List(nodes) if nodes.iter().any(|node| matches!(node.value, Value::Map(_))) => {
            for node in nodes {
                collect_values(node, found);
            }
        }
        Value::Map(entries) => {
            for entry in entries {
                collect_values(&entry.value, found);
            }
        }
        Value::Scalar(_) | Value::List(_) => found.push(node.span),
    }
}

/// Whether two values say the same, wherever they stand.
fn same(a: &Node, b: &Node) -> bool {
    match (&a.value, &b.value) {
        (Value::Scalar(a), Value::Scalar(b)) => a == b || (a.kind == ScalarKind::Null && b.kind == ScalarKind::Null),
        (Value::List(a), Value::List(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b)),
        (Value::Map(a), Value::Map(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.key.value == b.key.value && same(&a.value, &b.value))
        }
        _ => false,
    }
}
