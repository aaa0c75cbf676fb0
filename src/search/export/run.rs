//! The words and columns of some neighbouring documents, in bytes that are small and that are merged as they are.
//!
//! Documents are counted from the first of the run, so that its bytes
//! are the same wherever in the archive it stands. What a key has is there in the form of the files already: nothing is
//! read again that is only to be written. What the cache gives is looked through before it is merged.

use std::collections::BTreeMap;
use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::encode;
use crate::cache::Cache;
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

/// The words of neighbouring documents, sorted, in parts. Whoever reads them lets go of each part that is read: together
/// they are an index.
#[derive(Debug)]
pub(super) struct Run {
    documents: u32,
    /// Those that are here, from the first on.
    held: Vec<Vec<u8>>,
    kept: Kept,
}

/// The parts that follow, which are in the cache.
#[derive(Debug, Default)]
struct Kept {
    /// What the cache calls the first part.
    name: String,
    numbers: Range<usize>,
}

/// The size that a part has reached when the next one begins. Bytes.
const PART: usize = if cfg!(test) { 256 } else { 512 * 1024 };

impl Run {
    /// The number of documents.
    pub(super) fn documents(&self) -> u32 {
        self.documents
    }

    /// Its words, sorted.
    pub(super) fn into_words(self, cache: &dyn Cache) -> Words<'_> {
        let Self { documents, held, kept } = self;
        let held = held.into_iter();
        let mut words = Words { cache, documents, held, kept, part: Vec::new(), at: 0, next: 0, is_lost: false };
        words.advance();
        words
    }

    /// Puts it into the cache under a name, if that is possible. All but the first part is then only there.
    pub(super) fn keep(mut self, columns: &Columns, name: &str, cache: &dyn Cache) -> Self {
        let [first, others @ ..] = self.held.as_slice() else { return self };
        let count = self.held.len();
        // Numbers, texts and lists always have bytes.
        let mut bytes = postcard::to_allocvec(&(columns, count)).unwrap_or_default();
        bytes.extend(first);
        // The first stands for all, so it comes last.
        if (1..).zip(others).all(|(number, part)| cache.put(&numbered(name, number), part)) && cache.put(name, &bytes) {
            self.held.truncate(1);
            self.kept = Kept { name: name.to_owned(), numbers: 1..count };
        }
        self
    }

    /// The run that the cache has under a name, and its columns; none when that is something else.
    pub(super) fn kept(name: &str, cache: &dyn Cache) -> Option<(Self, Columns)> {
        let bytes = cache.get(name)?;
        let ((columns, count), first) = postcard::take_from_bytes::<(Columns, usize)>(&bytes).ok()?;
        let documents = columns.documents();
        if !columns.is_sound() || !are_words(first, documents, None) {
            return None;
        }
        let kept = Kept { name: name.to_owned(), numbers: 1..count };
        Some((Self { documents, held: vec![first.to_vec()], kept }, columns))
    }
}

/// What the cache calls a part that is not the first.
fn numbered(name: &str, number: usize) -> String {
    format!("{name}-{number}")
}

/// Whether bytes are words of a run of so many documents, sorted, behind another one.
fn are_words<'a>(mut bytes: &'a [u8], documents: u32, mut before: Option<&'a str>) -> bool {
    while !bytes.is_empty() {
        let Ok((word, rest)) = postcard::take_from_bytes::<Word<'_>>(bytes) else { return false };
        if before.is_some_and(|before| before >= word.key) || !word.is_sound(documents) {
            return false;
        }
        (before, bytes) = (Some(word.key), rest);
    }
    true
}

/// The words of a run, one at a time.
#[derive(Debug)]
pub(super) struct Words<'a> {
    cache: &'a dyn Cache,
    documents: u32,
    held: std::vec::IntoIter<Vec<u8>>,
    kept: Kept,
    /// The part with the present word, where that begins, and where the next one does.
    part: Vec<u8>,
    at: usize,
    next: usize,
    is_lost: bool,
}

impl Words<'_> {
    /// The present word; none behind the last one.
    pub(super) fn word(&self) -> Option<Word<'_>> {
        postcard::from_bytes(self.part.get(self.at..self.next)?).ok()
    }

    /// Whether some of them are no longer in the cache.
    pub(super) fn is_lost(&self) -> bool {
        self.is_lost
    }

    /// Goes on to the next word.
    pub(super) fn advance(&mut self) {
        if self.next >= self.part.len() {
            self.part = self.next_part().unwrap_or_default();
            self.next = 0;
        }
        self.at = self.next;
        let rest = self.part.get(self.at..).unwrap_or_default();
        let after = postcard::take_from_bytes::<Word<'_>>(rest).map(|(_, after)| after.len());
        // They were read before, or written here.
        self.is_lost |= after.is_err() && !rest.is_empty();
        self.next = self.part.len() - after.unwrap_or_default();
    }

    fn next_part(&mut self) -> Option<Vec<u8>> {
        if let Some(part) = self.held.next() {
            return Some(part);
        }
        let number = self.kept.numbers.next()?;
        let part = self.cache.get(&numbered(&self.kept.name, number));
        let last = self.word().map(|word| word.key);
        let part = part.filter(|part| !part.is_empty() && are_words(part, self.documents, last));
        if part.is_none() {
            self.is_lost = true;
            self.kept.numbers = 0..0;
        }
        part
    }
}

/// A run that is put into bytes.
#[derive(Debug)]
pub(super) struct Writer {
    run: Run,
    part: Vec<u8>,
}

impl Writer {
    /// A run of so many documents.
    pub(super) fn new(documents: u32) -> Self {
        Self { run: Run { documents, held: Vec::new(), kept: Kept::default() }, part: Vec::new() }
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
        self.run.held.push(self.part.as_slice().to_vec());
        self.part.clear();
    }

    /// The run.
    pub(super) fn finish(mut self) -> Run {
        if !self.part.is_empty() || self.run.held.is_empty() {
            self.close();
        }
        self.run
    }
}
