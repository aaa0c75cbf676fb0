//! The words and columns of some neighbouring documents, in bytes that are small and that are merged as they are.
//!
//! First come the columns, then the words, sorted. Documents are counted from the first of the run, so that its bytes
//! are the same wherever in the archive it stands. What a key has is there in the form of the files already: nothing is
//! read again that is only to be written. Whoever has bytes from elsewhere asks [`Run::read`], which trusts none of them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::encode;
use crate::search::doc::Day;
use crate::search::schema::Facet;

/// What is known of documents beside their words.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(super) struct Columns {
    /// Title, outline, body.
    pub(super) fields: [Lengths; 3],
    /// For each document.
    pub(super) days: Vec<Option<Day>>,
    /// The values of each facet, in the order of [`Facet::ALL`], and the documents that have each.
    pub(super) facets: [BTreeMap<String, Vec<u32>>; Facet::ALL.len()],
}

/// How long a field is.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(super) struct Lengths {
    /// In all documents.
    pub(super) tokens: u64,
    /// In each of them, as tantivy rounds it.
    pub(super) docs: Vec<u32>,
}

impl Columns {
    /// The number of documents.
    pub(super) fn documents(&self) -> u32 {
        u32::try_from(self.days.len()).unwrap_or(u32::MAX)
    }

    /// Appends those of the documents that follow.
    pub(super) fn extend(&mut self, later: Self) {
        let start = self.documents();
        for (all, lengths) in self.fields.iter_mut().zip(later.fields) {
            all.tokens = all.tokens.saturating_add(lengths.tokens);
            all.docs.extend(lengths.docs);
        }
        self.days.extend(later.days);
        for (all, values) in self.facets.iter_mut().zip(later.facets) {
            for (value, docs) in values {
                all.entry(value).or_default().extend(docs.into_iter().map(|doc| start + doc));
            }
        }
    }

    fn is_sound(&self) -> bool {
        let documents = self.documents();
        self.fields.iter().all(|field| field.docs.len() == self.days.len())
            && self.facets.iter().flat_map(BTreeMap::values).all(|docs| {
                docs.is_sorted_by(|doc, next| doc < next) && docs.last().is_some_and(|last| *last < documents)
            })
    }
}

/// A word as people wrote it, as it is indexed, or both.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(super) struct Word<'a> {
    pub(super) key: &'a str,
    /// The number of documents that have it as a form.
    pub(super) form: u32,
    /// Where it stands as a term.
    #[serde(borrow)]
    pub(super) postings: Option<Postings<'a>>,
}

/// Where a term stands.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(super) struct Postings<'a> {
    /// The number of documents.
    pub(super) documents: u32,
    /// The first of them, and one more than the last.
    pub(super) first: u32,
    pub(super) next: u32,
    /// From the first document to each further one.
    pub(super) gaps: &'a str,
    /// How often it stands in which fields, for each document.
    pub(super) codes: &'a str,
    /// The positions, for each document and field.
    pub(super) positions: &'a str,
}

impl Word<'_> {
    fn is_sound(&self, documents: u32) -> bool {
        self.form <= documents
            && self.postings.is_none_or(|postings| {
                let Postings { documents: count, first, next, gaps, codes, positions } = postings;
                next <= documents
                    && next.checked_sub(first).is_some_and(|span| (1..=span).contains(&count))
                    && [gaps, codes, positions].into_iter().all(encode::is_numbers)
            })
    }
}

/// The words of neighbouring documents.
#[derive(Debug)]
pub(super) struct Run {
    bytes: Vec<u8>,
    /// Where the words begin.
    words: usize,
    documents: u32,
}

impl Run {
    /// The number of documents.
    pub(super) fn documents(&self) -> u32 {
        self.documents
    }

    /// All that it is.
    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Its words, sorted.
    pub(super) fn words(&self) -> Words<'_> {
        Words { rest: self.bytes.get(self.words..).unwrap_or_default() }
    }

    /// The run that these bytes are, and its columns; none when they are something else.
    pub(super) fn read(bytes: Vec<u8>) -> Option<(Self, Columns)> {
        let (columns, rest) = postcard::take_from_bytes::<Columns>(&bytes).ok().filter(|(it, _)| it.is_sound())?;
        let documents = columns.documents();
        let mut words = Words { rest };
        let mut before: Option<&str> = None;
        for word in words.by_ref() {
            if before.is_some_and(|before| before >= word.key) || !word.is_sound(documents) {
                return None;
            }
            before = Some(word.key);
        }
        if !words.rest.is_empty() {
            return None;
        }
        let words = bytes.len() - rest.len();
        Some((Self { bytes, words, documents }, columns))
    }
}

/// The words of a run.
#[derive(Debug)]
pub(super) struct Words<'a> {
    /// What was not read yet.
    rest: &'a [u8],
}

impl<'a> Iterator for Words<'a> {
    type Item = Word<'a>;

    fn next(&mut self) -> Option<Word<'a>> {
        let (word, rest) = postcard::take_from_bytes(self.rest).ok()?;
        self.rest = rest;
        Some(word)
    }
}

/// A run in the making.
#[derive(Debug)]
pub(super) struct Writer(Run);

impl Writer {
    /// Begins with the columns.
    pub(super) fn new(columns: &Columns) -> Self {
        // Numbers, texts and lists always have bytes.
        let bytes = postcard::to_allocvec(columns).unwrap_or_default();
        Self(Run { words: bytes.len(), bytes, documents: columns.documents() })
    }

    /// Goes on with a word behind the one before it.
    pub(super) fn word(&mut self, word: &Word<'_>) {
        let bytes = std::mem::take(&mut self.0.bytes);
        self.0.bytes = postcard::to_extend(word, bytes).unwrap_or_default();
    }

    /// The run.
    pub(super) fn finish(mut self) -> Run {
        self.0.bytes.shrink_to_fit();
        self.0
    }
}
