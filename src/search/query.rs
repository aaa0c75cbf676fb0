//! The query language: from what a person types to a flat list of clauses.
//!
//! [`Query::parse`] never fails; what it could not take as meant is searched as words and said in a [`Note`].
//! Nothing here looks at an index. `docs/search.md` has the grammar.

use std::fmt;

use super::analysis;
use super::doc::Day;
use super::schema::Facet;
use crate::text::closest;

/// More clauses than these are not searched, so that a pasted log is answered in time.
const CLAUSES_AT_MOST: usize = 64;

/// A query, understood.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Query {
    /// As typed.
    pub text: String,
    /// What is asked for, in the order typed.
    pub clauses: Vec<Clause>,
    /// What was not taken as it was perhaps meant.
    pub notes: Vec<Note>,
}

/// One thing asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clause {
    /// Whether documents that have it are left out.
    pub negated: bool,
    /// The thing.
    pub node: Node,
}

/// What a clause asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Node {
    /// A word; documents with more of the words come first.
    Word {
        /// As typed, without marks.
        text: String,
        /// How it is compared.
        form: Form,
        /// Where it has to stand.
        scope: Scope,
    },
    /// Words that have to stand one after the other.
    Phrase {
        /// As typed, without quotes.
        text: String,
        /// Where it has to stand.
        scope: Scope,
    },
    /// A value of a facet, as typed. Several values of one facet are alternatives.
    Facet(Facet, String),
    /// This day or later.
    Since(Day),
    /// This day or earlier.
    Until(Day),
}

/// How a word is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// By its stem.
    Plain,
    /// `word*`: all words that begin so.
    Prefix,
    /// `word~`: also words a slip or two away.
    Fuzzy,
}

/// Where a word or phrase has to stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// Anywhere.
    Anywhere,
    /// In the title, and nowhere else counts.
    Title,
}

/// Something about the query that its author may want to know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Note {
    /// A field that does not exist; it was searched as words.
    UnknownField {
        /// As typed.
        name: String,
        /// A field with a similar name.
        nearest: Option<&'static str>,
    },
    /// A date field whose value is no date; it was searched as words.
    NotADate {
        /// The field.
        field: &'static str,
        /// As typed.
        value: String,
    },
    /// Only so many clauses were searched.
    Cut(usize),
}

impl Query {
    /// Reads a query.
    pub fn parse(text: &str) -> Self {
        let mut parser = Parser { rest: text, query: Self { text: text.to_owned(), ..Self::default() } };
        while parser.query.clauses.len() < CLAUSES_AT_MOST && parser.clause() {}
        let Parser { rest, mut query } = parser;
        if query.clauses.len() >= CLAUSES_AT_MOST && !rest.trim().is_empty() {
            query.notes.push(Note::Cut(CLAUSES_AT_MOST));
        }
        query
    }

    /// Whether it asks for nothing.
    pub fn is_empty(&self) -> bool {
        self.clauses.is_empty()
    }
}

impl Query {
    /// The clauses as a person would type them.
    pub fn typed(&self) -> String {
        let quoted = |text: &str| {
            if text.contains(char::is_whitespace) { format!("\"{text}\"") } else { text.to_owned() }
        };
        let title = |scope: &Scope| if *scope == Scope::Title { "title:" } else { "" };
        let typed = self.clauses.iter().map(|Clause { negated, node }| {
            let sign = if *negated { "-" } else { "" };
            match node {
                Node::Word { text, form, scope } => {
                    let mark = match form {
                        Form::Plain => "",
                        Form::Prefix => "*",
                        Form::Fuzzy => "~",
                    };
                    format!("{sign}{}{text}{mark}", title(scope))
                }
                Node::Phrase { text, scope } => format!("{sign}{}\"{text}\"", title(scope)),
                Node::Facet(facet, value) => format!("{sign}{}:{}", facet.name(), quoted(value)),
                Node::Since(day) => format!("{sign}since:{}", typed_day(*day)),
                Node::Until(day) => format!("{sign}until:{}", typed_day(*day)),
            }
        });
        typed.collect::<Vec<_>>().join(" ")
    }
}

/// `20240300` as `2024-03`.
fn typed_day(day: Day) -> String {
    let (month, date) = (day.0 / 100 % 100, day.0 % 100);
    match (month, date) {
        (0 | 99, _) => format!("{:04}", day.year()),
        (_, 0 | 99) => format!("{:04}-{month:02}", day.year()),
        _ => day.to_string(),
    }
}

/// What comes before the colon of a field.
#[derive(Debug, Clone, Copy)]
enum Field {
    Facet(Facet),
    Since,
    Until,
    Title,
}

impl Field {
    fn from_name(name: &str) -> Option<Self> {
        match name {
            "since" => Some(Self::Since),
            "until" => Some(Self::Until),
            "title" => Some(Self::Title),
            name => Facet::from_name(name).map(Self::Facet),
        }
    }
}

/// All names of fields, for suggestions.
fn field_names() -> impl Iterator<Item = &'static str> {
    Facet::ALL.into_iter().map(Facet::name).chain(["since", "until", "title"])
}

struct Parser<'a> {
    rest: &'a str,
    query: Query,
}

impl<'a> Parser<'a> {
    /// Reads one clause. False at the end.
    fn clause(&mut self) -> bool {
        self.rest = self.rest.trim_start();
        if self.rest.is_empty() {
            return false;
        }
        let negated = self
            .rest
            .strip_prefix('-')
            .filter(|after| after.starts_with(|c: char| c.is_alphanumeric() || c == '#' || is_quote(c)));
        self.rest = negated.unwrap_or(self.rest);
        let negated = negated.is_some();
        if let Some(phrase) = self.quoted() {
            self.phrase(negated, phrase, Scope::Anywhere);
            return true;
        }
        let end = self.rest.find(char::is_whitespace).unwrap_or(self.rest.len());
        match self.rest[..end].split_once(':') {
            Some((name, _)) if is_name(name) => self.field(negated, name),
            _ => {
                let word = self.word_text();
                self.word(negated, word, Scope::Anywhere);
            }
        }
        true
    }

    /// `name:value`. Reads on after the colon.
    fn field(&mut self, negated: bool, name: &'a str) {
        let start = self.rest;
        self.rest = &self.rest[name.len() + 1..];
        let quoted = self.quoted();
        let is_phrase = quoted.is_some();
        let value = quoted.unwrap_or_else(|| self.word_text());
        let lower = name.to_ascii_lowercase();
        let Some(field) = Field::from_name(&lower) else {
            if !value.is_empty() && !value.starts_with(['/', ':', '\\']) {
                let nearest = closest(&lower, field_names());
                let nearest = nearest.and_then(|nearest| field_names().find(|name| *name == nearest));
                self.query.notes.push(Note::UnknownField { name: name.to_owned(), nearest });
            }
            return self.as_words(negated, name, value, is_phrase, start);
        };
        let date = |field: &'static str| Note::NotADate { field, value: value.to_owned() };
        match field {
            _ if value.trim().is_empty() => self.word(negated, name, Scope::Anywhere),
            Field::Title if is_phrase => self.phrase(negated, value, Scope::Title),
            Field::Title => self.word(negated, value, Scope::Title),
            Field::Facet(Facet::Year) if !is_year(value) => {
                self.query.notes.push(date("year"));
                self.as_words(negated, name, value, is_phrase, start);
            }
            Field::Facet(facet) => self.push(negated, Node::Facet(facet, value.to_owned())),
            Field::Since | Field::Until => {
                let (name_of, end) = if matches!(field, Field::Since) { ("since", 0) } else { ("until", 99) };
                match day(value, end) {
                    Some(day) if end == 0 => self.push(negated, Node::Since(day)),
                    Some(day) => self.push(negated, Node::Until(day)),
                    None => {
                        self.query.notes.push(date(name_of));
                        self.as_words(negated, name, value, is_phrase, start);
                    }
                }
            }
        }
    }

    /// A field that is none: its name and value as words.
    fn as_words(&mut self, negated: bool, name: &'a str, value: &'a str, is_phrase: bool, start: &'a str) {
        if is_phrase {
            self.word(negated, name, Scope::Anywhere);
            self.phrase(negated, value, Scope::Anywhere);
        } else {
            self.word(negated, &start[..start.len() - self.rest.len()], Scope::Anywhere);
        }
    }

    /// What stands between quotes, if the rest begins with one. Without a second one it goes to the end.
    fn quoted(&mut self) -> Option<&'a str> {
        let after = self.rest.strip_prefix(is_quote)?;
        let end = after.find(is_quote).unwrap_or(after.len());
        let mut rest = after[end..].chars();
        rest.next();
        self.rest = rest.as_str();
        Some(&after[..end])
    }

    fn word_text(&mut self) -> &'a str {
        let end = self.rest.find(char::is_whitespace).unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at(end);
        self.rest = rest;
        word
    }

    fn word(&mut self, negated: bool, text: &str, scope: Scope) {
        let fuzzy = text.trim_end_matches(['1', '2']).strip_suffix('~').or_else(|| text.strip_suffix('~'));
        let prefix = text.strip_suffix('*');
        let (text, form) = match (prefix, fuzzy) {
            (Some(text), _) => (text, Form::Prefix),
            (None, Some(text)) => (text, Form::Fuzzy),
            (None, None) => (text, Form::Plain),
        };
        if !analysis::tokens(text).is_empty() {
            self.push(negated, Node::Word { text: text.to_owned(), form, scope });
        }
    }

    fn phrase(&mut self, negated: bool, text: &str, scope: Scope) {
        if !analysis::tokens(text).is_empty() {
            self.push(negated, Node::Phrase { text: text.trim().to_owned(), scope });
        }
    }

    fn push(&mut self, negated: bool, node: Node) {
        self.query.clauses.push(Clause { negated, node });
    }
}

fn is_quote(c: char) -> bool {
    matches!(c, '"' | '\u{201c}' | '\u{201d}' | '\u{201e}')
}

/// Whether what stands before a colon can be the name of a field.
fn is_name(name: &str) -> bool {
    name.len() >= 2 && name.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'-' || byte == b'_')
}

fn is_year(text: &str) -> bool {
    text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// `2024`, `2024-03` or `2024-03-07` as a number; missing parts are `missing`.
fn day(text: &str, missing: u32) -> Option<Day> {
    let mut parts = text.split('-');
    let number = |part: &str, most: u32| {
        let digits = !part.is_empty() && part.len() <= 4 && part.bytes().all(|byte| byte.is_ascii_digit());
        part.parse().ok().filter(|n| digits && *n <= most)
    };
    let year = parts.next().filter(|year| is_year(year)).and_then(|year| number(year, 9999))?;
    let month = parts.next().map(|month| number(month, 12).filter(|n| *n > 0));
    let day = parts.next().map(|day| number(day, 31).filter(|n| *n > 0));
    if parts.next().is_some() || month == Some(None) || day == Some(None) {
        return None;
    }
    Some(Day(year * 10_000 + month.flatten().unwrap_or(missing) * 100 + day.flatten().unwrap_or(missing)))
}

/// The tree as the golden vectors have it: one clause a line.
impl fmt::Display for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for Clause { negated, node } in &self.clauses {
            f.write_str(if *negated { "not " } else { "" })?;
            let place = |scope: &Scope| if *scope == Scope::Title { " in title" } else { "" };
            match node {
                Node::Word { text, form, scope } => {
                    let kind = match form {
                        Form::Plain => "word",
                        Form::Prefix => "prefix",
                        Form::Fuzzy => "fuzzy",
                    };
                    writeln!(f, "{kind} `{text}`{}", place(scope))?;
                }
                Node::Phrase { text, scope } => writeln!(f, "phrase `{text}`{}", place(scope))?,
                Node::Facet(facet, value) => writeln!(f, "{} `{value}`", facet.name())?,
                Node::Since(day) => writeln!(f, "since {}", day.0)?,
                Node::Until(day) => writeln!(f, "until {}", day.0)?,
            }
        }
        self.notes.iter().try_for_each(|note| writeln!(f, "note: {note}"))
    }
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownField { name, nearest } => {
                write!(f, "`{name}:` is not a field, searched as words")?;
                nearest.map_or(Ok(()), |nearest| write!(f, " (did you mean `{nearest}:`?)"))
            }
            Self::NotADate { field: "year", value } => {
                write!(f, "`year:{value}` is not a year like `2024`, searched as words")
            }
            Self::NotADate { field, value } => {
                write!(f, "`{field}:{value}` is not a date like `2024`, `2024-03` or `2024-03-07`, searched as words")
            }
            Self::Cut(most) => write!(f, "only the first {most} words and filters were searched"),
        }
    }
}

#[cfg(test)]
mod tests;
