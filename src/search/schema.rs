//! The fields of the index, and how analysed text is handed to tantivy.
//!
//! Text is analysed by [`analysis`](super::analysis) before tantivy sees it: a field's value is one line for each
//! token, its position and its term, and the tokenizer registered here only reads those lines.

use std::fmt::Write as _;

use tantivy::schema::{Field, INDEXED, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions};
use tantivy::tokenizer::{TextAnalyzer, Token, TokenStream, Tokenizer, TokenizerManager};

/// A searched text, with its weight in the score.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum TextField {
    /// The title.
    Title,
    /// Headings, summary and keywords.
    Outline,
    /// The whole text.
    Body,
}

impl TextField {
    /// All of them, in the schema's order.
    pub const ALL: [Self; 3] = [Self::Title, Self::Outline, Self::Body];

    /// Its name in the schema.
    pub fn name(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Outline => "outline",
            Self::Body => "body",
        }
    }

    /// How much an occurrence counts.
    pub fn weight(self) -> f64 {
        match self {
            Self::Title => 3.0,
            Self::Outline => 1.5,
            Self::Body => 1.0,
        }
    }
}

/// What results are filtered and counted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Facet {
    /// The ids of services.
    Service,
    /// Causes, each also by its family alone.
    Cause,
    /// The step on the scale.
    Severity,
    /// The year it began.
    Year,
    /// What changed just before.
    Trigger,
    /// Slugs of tags.
    Tag,
    /// Incident, near-miss, exercise.
    Kind,
    /// Draft, review, final, withdrawn.
    Status,
}

impl Facet {
    /// All of them, in the order they are shown.
    pub const ALL: [Self; 8] =
        [Self::Service, Self::Cause, Self::Severity, Self::Year, Self::Trigger, Self::Tag, Self::Kind, Self::Status];

    /// Its name in queries, in the schema and in results.
    pub fn name(self) -> &'static str {
        match self {
            Self::Service => "service",
            Self::Cause => "cause",
            Self::Severity => "severity",
            Self::Year => "year",
            Self::Trigger => "trigger",
            Self::Tag => "tag",
            Self::Kind => "kind",
            Self::Status => "status",
        }
    }

    /// The facet of a name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|facet| facet.name() == name)
    }
}

/// Handles of the schema.
#[derive(Debug, Clone)]
pub(super) struct Fields {
    /// As [`TextField::ALL`].
    pub(super) text: [Field; 3],
    /// The distinct word forms of each document: the lexicon.
    pub(super) form: Field,
    /// As [`Facet::ALL`].
    pub(super) facets: [Field; 8],
    /// The day, for ranges and order.
    pub(super) date: Field,
    /// The id and the path, each as one term: a document is found by them.
    pub(super) id: Field,
    pub(super) path: Field,
    /// The whole [`SearchDoc`](super::doc::SearchDoc) as JSON.
    pub(super) document: Field,
}

/// The name of the column with the day.
pub(super) const DATE: &str = "date";

/// The schema of every index of this version.
pub(super) fn schema() -> (Schema, Fields) {
    let mut builder = Schema::builder();
    let text = |record| {
        let indexing = TextFieldIndexing::default().set_tokenizer(LINES).set_index_option(record);
        TextOptions::default().set_indexing_options(indexing)
    };
    let fields = Fields {
        text: TextField::ALL
            .map(|field| builder.add_text_field(field.name(), text(IndexRecordOption::WithFreqsAndPositions))),
        form: builder.add_text_field("form", text(IndexRecordOption::Basic)),
        facets: Facet::ALL.map(|facet| builder.add_text_field(facet.name(), TextOptions::default().set_fast("raw"))),
        date: builder.add_u64_field(DATE, tantivy::schema::FAST | INDEXED),
        id: builder.add_text_field("id", STRING),
        path: builder.add_text_field("path", STRING),
        document: builder.add_text_field("document", STORED),
    };
    (builder.build(), fields)
}

/// The name of [`Lines`] in the schema.
const LINES: &str = "lines";

/// The tokenizers that the schema names.
pub(super) fn tokenizers() -> TokenizerManager {
    // The default one, because tantivy asks it for a tokenizer also for fields that are columns only.
    let tokenizers = TokenizerManager::default();
    tokenizers.register(LINES, TextAnalyzer::builder(Lines::default()).build());
    tokenizers
}

/// Adds a token to the value of a text field. No term has a line end in it.
pub(super) fn push_line(value: &mut String, position: u32, term: &str) {
    // Writing to a string cannot fail.
    let _infallible = writeln!(value, "{position} {term}");
}

/// Reads what [`push_line`] wrote.
#[derive(Debug, Clone, Default)]
struct Lines {
    token: Token,
}

impl Tokenizer for Lines {
    type TokenStream<'a> = LineStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> LineStream<'a> {
        self.token.reset();
        LineStream { rest: text, token: &mut self.token }
    }
}

#[derive(Debug)]
struct LineStream<'a> {
    rest: &'a str,
    token: &'a mut Token,
}

impl TokenStream for LineStream<'_> {
    fn advance(&mut self) -> bool {
        // There are millions of lines, and hardly any is long: byte by byte is the quickest way.
        let bytes = self.rest.as_bytes();
        let digits = bytes.iter().take_while(|byte| byte.is_ascii_digit()).count();
        let length = bytes.iter().skip(digits).take_while(|byte| **byte != b'\n').count();
        let (line, rest) = self.rest.split_at(digits + length);
        let Some(term) = line.get(digits + 1..) else { return false };
        self.rest = rest.get(1..).unwrap_or_default();
        self.token.position = line[..digits].bytes().fold(0, |n, digit| n * 10 + usize::from(digit - b'0'));
        self.token.text.clear();
        self.token.text.push_str(term);
        true
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}
