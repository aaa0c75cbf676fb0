//! From a value of the tree to a typed one. What does not fit is a finding at the value, and is left out.
//!
//! An empty value is one that was not given: it is no finding.

use crate::config::ParseSettings;
use crate::diagnostic::codes::{UNKNOWN_KEY, WRONG_TYPE};
use crate::diagnostic::{Applicability, Diagnostic, Edit, Fix, Level};
use crate::model::{Catalog, Known, Provenance};
use crate::parse::time::Zone;
use crate::parse::value::{Entry, Node, Scalar, ScalarKind, Value};
use crate::parse::words::Words;
use crate::text::{Source, Span, Spanned, closest, is_slip};

/// Looking for the key that was meant takes its time, and nobody reads more than this.
const MAX_FOUND: usize = 256;

/// What reading needs, and what it finds.
pub(super) struct Reader<'a> {
    pub(super) source: &'a Source,
    pub(super) settings: &'a ParseSettings,
    pub(super) catalog: &'a Catalog,
    /// For clock times without a zone.
    pub(super) zone: Option<Zone>,
    pub(super) found: Vec<Diagnostic>,
}

/// A value the front matter states.
pub(super) fn known<T>(value: Spanned<T>) -> Known<T> {
    Known::at(value.value, value.span, Provenance::FrontMatter)
}

impl Reader<'_> {
    /// A value that does not fit: `takes` says what does, with its article.
    pub(super) fn wrong(&mut self, key: &str, takes: &str, node: &Node) -> &mut Diagnostic {
        let span = head(node, self.source);
        self.wrong_at(span, format!("`{key}` takes {takes}, not {}", describe(node)))
    }

    /// A text that does not fit.
    pub(super) fn wrong_text(&mut self, key: &str, takes: &str, text: &Spanned<String>) -> &mut Diagnostic {
        self.wrong_at(text.span, format!("`{key}` takes {takes}, not `{}`", shortened(&text.value)))
    }

    /// The same, in words of its own.
    pub(super) fn wrong_at(&mut self, span: Span, message: impl Into<String>) -> &mut Diagnostic {
        self.report(Diagnostic::new(WRONG_TYPE, Level::Warning, self.source.id, span, message))
    }

    fn report(&mut self, diagnostic: Diagnostic) -> &mut Diagnostic {
        let at = self.found.len();
        self.found.push(diagnostic);
        &mut self.found[at]
    }

    /// A key that means nothing, and the one of `names` that was perhaps meant. `present` are the keys beside it:
    /// one that is given already is not proposed.
    pub(super) fn unknown<'n>(
        &mut self,
        key: &Spanned<String>,
        names: impl IntoIterator<Item = &'n str>,
        present: &[&str],
    ) {
        if self.found.len() >= MAX_FOUND {
            return;
        }
        let message = format!("unknown key `{}`", shortened(&key.value));
        let diagnostic = Diagnostic::new(UNKNOWN_KEY, Level::Warning, self.source.id, key.span, message)
            .note("it is kept in the file and has no effect");
        let near = closest(&key.value, names).filter(|name| !present.contains(name));
        let diagnostic = match near {
            Some(name) => {
                let diagnostic = diagnostic.help(format!("a key with a similar name exists: `{name}`"));
                if is_slip_of_key(&key.value, name) {
                    let edit = Edit { span: self.bare(key), replacement: name.to_owned() };
                    diagnostic.fix(format!("rename the key to `{name}`"), Applicability::Safe, vec![edit])
                } else {
                    diagnostic
                }
            }
            None => diagnostic.help(
                "if it means a key of the format, say so under `[front_matter.aliases]`; if it is your own, let it begin with `x-`",
            ),
        };
        self.report(diagnostic);
    }

    /// A key without its quotes.
    fn bare(&self, key: &Spanned<String>) -> Span {
        let raw = &self.source.text[key.span.range()];
        raw.find(&key.value).map_or(key.span, |at| {
            let start = key.span.start as usize + at;
            Span::new(start, start + key.value.len())
        })
    }

    /// The text of a single value. A list of one is that one.
    pub(super) fn text(&mut self, key: &str, takes: &str, node: &Node) -> Option<Spanned<String>> {
        let node = single(node);
        match &node.value {
            Value::Scalar(scalar) => filled(scalar, node.span),
            Value::List(nodes) if nodes.is_empty() => None,
            Value::List(_) | Value::Map(_) => {
                self.wrong(key, takes, node);
                None
            }
        }
    }

    /// The texts of a list; one text is a list of one, or of several with commas between them.
    pub(super) fn texts(&mut self, key: &str, node: &Node) -> Vec<Spanned<String>> {
        match &node.value {
            Value::Scalar(scalar) => filled(scalar, node.span).map(|text| self.split(&text)).unwrap_or_default(),
            Value::List(nodes) => nodes.iter().filter_map(|node| self.item(key, node)).collect(),
            Value::Map(_) => {
                self.wrong(key, "a list of words", node);
                Vec::new()
            }
        }
    }

    /// One text of a list; of a map, its name.
    fn item(&mut self, key: &str, node: &Node) -> Option<Spanned<String>> {
        match &node.value {
            Value::Scalar(scalar) => filled(scalar, node.span),
            Value::Map(entries) => {
                let named = ["id", "name", "title", "slug"].iter().find_map(|name| entry(entries, name));
                if let Some(Node { value: Value::Scalar(scalar), span }) = named.map(|entry| &entry.value) {
                    filled(scalar, *span)
                } else {
                    self.wrong(key, "a list of words", node);
                    None
                }
            }
            Value::List(_) => {
                self.wrong(key, "a list of words", node);
                None
            }
        }
    }

    /// The parts between commas, each with its own place where the value is written as it reads.
    fn split(&self, text: &Spanned<String>) -> Vec<Spanned<String>> {
        let raw = &self.source.text[text.span.range()];
        let verbatim = raw.find(&text.value).map(|at| text.span.start as usize + at);
        let mut parts = Vec::new();
        let mut at = 0;
        for part in text.value.split(',') {
            let trimmed = part.trim();
            if !trimmed.is_empty() {
                let offset = at + part.len() - part.trim_start().len();
                let span =
                    verbatim.map_or(text.span, |start| Span::new(start + offset, start + offset + trimmed.len()));
                parts.push(Spanned::new(trimmed.to_owned(), span));
            }
            at += part.len() + 1;
        }
        parts
    }

    /// A word of a fixed vocabulary.
    pub(super) fn word<T: Words>(&mut self, key: &str, node: &Node) -> Option<Known<T>> {
        let own: Vec<&str> = T::own().into_iter().map(|(word, _)| word).collect();
        let takes = alternatives(&own);
        let text = self.text(key, &takes, node)?;
        if let Some(value) = T::read(&text.value) {
            return Some(known(Spanned::new(value, text.span)));
        }
        let near = closest(&text.value, own.iter().copied());
        let raw = self.source.text.get(text.span.range()).unwrap_or_default();
        let bare = raw.find(&text.value).map(|at| text.span.start as usize + at);
        let bare = bare.map(|start| Span::new(start, start + text.value.len()));
        let diagnostic = self.wrong(key, &takes, single(node));
        if let Some(near) = near {
            diagnostic.help = Some(format!("a word with a similar spelling is known: `{near}`"));
            if let Some(span) = bare.filter(|_| is_slip(&text.value, near)) {
                // What is published is for a person to say.
                let is_safe = !super::keys::same(key, "visibility");
                diagnostic.fix = Some(Fix {
                    title: format!("write `{near}`"),
                    edits: vec![Edit { span, replacement: near.to_owned() }],
                    applicability: if is_safe { Applicability::Safe } else { Applicability::Unsafe },
                });
            }
        }
        None
    }

    /// The same under another tool's key, whose other words are none of our business.
    pub(super) fn foreign_word<T: Words>(&mut self, key: &str, node: &Node) -> Option<Known<T>> {
        let before = self.found.len();
        let word = self.word(key, node);
        self.found.truncate(before);
        word
    }

    /// A whole number that counts something: `12000`, `12,000`, `~12 000`.
    pub(super) fn count(&mut self, key: &str, node: &Node) -> Option<u64> {
        let text = self.text(key, "a number", node)?;
        let digits: String = text
            .value
            .trim_start_matches(['~', '≈', ' '])
            .chars()
            .filter(|c| !matches!(c, ',' | '_' | ' ' | '\u{a0}'))
            .collect();
        let number = digits.parse().ok();
        if number.is_none() {
            self.wrong(key, "a number", single(node));
        }
        number
    }

    /// A URL path, an address, a name: any text, without line breaks.
    pub(super) fn line(&mut self, key: &str, takes: &str, node: &Node) -> Option<Spanned<String>> {
        self.text(key, takes, node).map(|text| text.map(|text| text.split_whitespace().collect::<Vec<_>>().join(" ")))
    }
}

/// Whether a key is another one with a letter wrong, missing, doubled or swapped in every four or so: `state` is a
/// word of its own, and not `status` misspelt.
fn is_slip_of_key(key: &str, name: &str) -> bool {
    let key: String = key.chars().take(64).flat_map(char::to_lowercase).collect();
    strsim::osa_distance(&key, name) <= (name.chars().count() / 4).max(1)
}

/// The entry with a name, however its words are parted.
pub(super) fn entry<'e>(entries: &'e [Entry], name: &str) -> Option<&'e Entry> {
    entries.iter().find(|entry| super::keys::same(&entry.key.value, name))
}

/// A list of one is that one.
pub(super) fn single(node: &Node) -> &Node {
    match &node.value {
        Value::List(nodes) if nodes.len() == 1 => &nodes[0],
        _ => node,
    }
}

fn filled(scalar: &Scalar, span: Span) -> Option<Spanned<String>> {
    let text = scalar.text.trim();
    (scalar.kind != ScalarKind::Null && !text.is_empty()).then(|| Spanned::new(text.to_owned(), span))
}

/// Where a finding about a value stands: a list or map that spans lines is marked at its first.
fn head(node: &Node, source: &Source) -> Span {
    let raw = &source.text[node.span.range()];
    let first = raw.lines().next().unwrap_or_default().trim_end();
    let start = node.span.start as usize;
    Span::new(start, start + first.len())
}

/// What a value is, for a message.
fn describe(node: &Node) -> String {
    match &node.value {
        Value::Scalar(Scalar { kind: ScalarKind::Null, .. }) => "nothing".to_owned(),
        Value::Scalar(scalar) => format!("`{}`", shortened(&scalar.text)),
        Value::List(nodes) if nodes.len() > 1 => format!("a list of {}", nodes.len()),
        Value::List(_) => "a list".to_owned(),
        Value::Map(_) => "keys with values".to_owned(),
    }
}

/// At most 40 characters, on one line, without backticks.
pub(super) fn shortened(text: &str) -> String {
    let line = text.trim().lines().next().unwrap_or_default().replace('`', "'");
    let is_long = line.chars().count() > 40 || text.trim().lines().count() > 1;
    if is_long { format!("{}…", line.chars().take(39).collect::<String>().trim_end()) } else { line }
}

/// `a`, `b` or `c`.
fn alternatives(words: &[&str]) -> String {
    let quoted: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    match quoted.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        _ => quoted.join(""),
    }
}
