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
    documents: u32,
    /// The columns.
    columns: Vec<u8>,
    /// The words, sorted. Whoever reads them lets go of each part that is read: together they are an index.
    parts: Vec<Vec<u8>>,
}

/// The size that a part has reached when the next one begins. Bytes. Allocators keep blocks of less with others of their
/// size, and take all of them back together.
const PART: usize = 256 * 1024;

impl Run {
    /// The number of documents.
    pub(super) fn documents(&self) -> u32 {
        self.documents
    }

    /// All that it is.
    pub(super) fn bytes(&self) -> Vec<u8> {
        let parts = std::iter::once(&self.columns).chain(&self.parts);
        parts.map(Vec::as_slice).collect::<Vec<_>>().concat()
    }

    /// Its words, sorted.
    pub(super) fn into_words(self) -> Words {
        let mut words = Words { parts: self.parts.into_iter(), part: Vec::new(), at: 0, next: 0 };
        words.advance();
        words
    }

    /// The run that these bytes are, and its columns; none when they are something else.
    pub(super) fn read(bytes: &[u8]) -> Option<(Self, Columns)> {
        let (columns, mut rest) = postcard::take_from_bytes::<Columns>(bytes).ok().filter(|(it, _)| it.is_sound())?;
        let documents = columns.documents();
        let (head, mut words) = bytes.split_at(bytes.len() - rest.len());
        let mut parts = Vec::with_capacity(words.len() / PART + 1);
        let mut before: Option<&str> = None;
        while !rest.is_empty() {
            let (word, after) = postcard::take_from_bytes::<Word<'_>>(rest).ok()?;
            if before.is_some_and(|before| before >= word.key) || !word.is_sound(documents) {
                return None;
            }
            before = Some(word.key);
            rest = after;
            let read = words.len() - rest.len();
            if read >= PART || rest.is_empty() {
                let (part, others) = words.split_at(read);
                parts.push(part.to_vec());
                words = others;
            }
        }
        Some((Self { documents, columns: head.to_vec(), parts }, columns))
    }
}

/// The words of a run, one at a time.
#[derive(Debug)]
pub(super) struct Words {
    parts: std::vec::IntoIter<Vec<u8>>,
    /// The part with the present word, where that begins, and where the next one does.
    part: Vec<u8>,
    at: usize,
    next: usize,
}

impl Words {
    /// The present word; none behind the last one.
    pub(super) fn word(&self) -> Option<Word<'_>> {
        postcard::from_bytes(self.part.get(self.at..self.next)?).ok()
    }

    /// Goes on to the next word.
    pub(super) fn advance(&mut self) {
        if self.next >= self.part.len() {
            self.part = self.parts.next().unwrap_or_default();
            self.next = 0;
        }
        self.at = self.next;
        let rest = self.part.get(self.at..).unwrap_or_default();
        // They were read before, or written here.
        let rest = postcard::take_from_bytes::<Word<'_>>(rest).map_or(0, |(_, rest)| rest.len());
        self.next = self.part.len() - rest;
    }
}

/// A run in the making.
#[derive(Debug)]
pub(super) struct Writer {
    run: Run,
    part: Vec<u8>,
}

impl Writer {
    /// Begins with the columns.
    pub(super) fn new(columns: &Columns) -> Self {
        // Numbers, texts and lists always have bytes.
        let bytes = postcard::to_allocvec(columns).unwrap_or_default();
        let run = Run { documents: columns.documents(), columns: bytes, parts: Vec::new() };
        Self { run, part: Vec::new() }
    }

    /// Goes on with a word behind the one before it.
    pub(super) fn word(&mut self, word: &Word<'_>) {
        let part = std::mem::take(&mut self.part);
        self.part = postcard::to_extend(word, part).unwrap_or_default();
        if self.part.len() >= PART {
            self.close();
        }
    }

    fn close(&mut self) {
        // A copy takes what it needs, and there is room for the next part already.
        self.run.parts.push(self.part.as_slice().to_vec());
        self.part.clear();
    }

    /// The run.
    pub(super) fn finish(mut self) -> Run {
        if !self.part.is_empty() {
            self.close();
        }
        self.run
    }
}
