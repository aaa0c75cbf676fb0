//! A run in the making: the words of neighbouring documents as they are met.
//!
//! What is met is noted in the order of the texts, and put in the order of the words once, at the end: so a word costs
//! one look into the list of words, and a list of its own only while it is written.

use rustc_hash::FxHashMap;
use tantivy::fieldnorm::FieldNormReader;

use super::encode;
use super::run::{Columns, Postings, Run, Word, Writer};
use crate::search::analysis::Stem;
use crate::search::content::{each_form, facet_values};
use crate::search::doc::SearchDoc;
use crate::search::schema::Facet;

/// Neighbouring documents.
#[derive(Default)]
pub(super) struct Piece {
    places: FxHashMap<String, u32>,
    /// By place.
    entries: Vec<Entry>,
    /// Place and position of all terms, in the order of the texts.
    met: Vec<(u32, u32)>,
    /// Where in them each field ends, document by document.
    ends: Vec<usize>,
    stem: Stem,
    columns: Columns,
}

/// What is known of a key.
#[derive(Debug, Clone, Copy, Default)]
struct Entry {
    /// One more than the place of the term of which it is a form (which may be itself); 0 when nobody has asked yet.
    term: u32,
    /// The number of documents that have it as a form, and the number of documents up to the last of them.
    form: u32,
    form_seen: u32,
    /// How often it was met as a term.
    met: usize,
}

/// The number of fields.
const FIELDS: u32 = 3;

/// Where a term was met: the place of the field among those of all documents, the position.
type Met = (u32, u32);

impl Piece {
    /// Adds the document that follows.
    pub(super) fn add(&mut self, document: &SearchDoc) {
        let doc = self.columns.documents();
        let mut lengths = [0_u32; FIELDS as usize];
        let mut end = self.met.len();
        each_form(document, |field, position, form| {
            lengths[field as usize] += 1;
            let (form, term) = self.places_of(&form);
            let form = &mut self.entries[form as usize];
            if form.form_seen != doc + 1 {
                form.form_seen = doc + 1;
                form.form += 1;
            }
            self.entries[term as usize].met += 1;
            self.met.push((term, position));
        });
        self.ends.extend(lengths.map(|length| {
            end += length as usize;
            end
        }));
        for (field, length) in self.columns.fields.iter_mut().zip(lengths) {
            field.tokens += u64::from(length);
            field.docs.push(rounded(length));
        }
        self.columns.days.push(document.date);
        for (values, facet) in self.columns.facets.iter_mut().zip(Facet::ALL) {
            for value in facet_values(document, facet) {
                values.entry(value).or_default().push(doc);
            }
        }
    }

    /// The places of a form and of its term.
    fn places_of(&mut self, form: &str) -> (u32, u32) {
        if let Some(place) = self.places.get(form)
            && let Some(term) = self.entries[*place as usize].term.checked_sub(1)
        {
            return (*place, term);
        }
        // Once for each form: its place remembers the term.
        let stem = self.stem.of(form);
        let place = self.place(form.to_owned());
        let term = if stem == form { place } else { self.place(stem.into_owned()) };
        self.entries[place as usize].term = term + 1;
        (place, term)
    }

    fn place(&mut self, key: String) -> u32 {
        let next = u32::try_from(self.entries.len()).unwrap_or(u32::MAX);
        let place = *self.places.entry(key).or_insert(next);
        if place == next {
            self.entries.push(Entry::default());
        }
        place
    }

    /// The run, and its columns.
    pub(super) fn finish(mut self) -> (Run, Columns) {
        let mut keys: Vec<(String, u32)> = std::mem::take(&mut self.places).into_iter().collect();
        keys.sort_unstable();
        let met = self.by_key(&keys);
        let mut writer = Writer::new(self.columns.documents());
        let mut texts = Texts::default();
        let mut rest = met.as_slice();
        for (key, place) in &keys {
            let Entry { form, met, .. } = self.entries[*place as usize];
            let (own, others) = rest.split_at(met);
            rest = others;
            writer.word(&Word { key, form, postings: texts.postings(own) });
        }
        (writer.finish(), self.columns)
    }

    /// All that was met, by key and then in the order of the texts.
    fn by_key(&mut self, keys: &[(String, u32)]) -> Vec<Met> {
        let mut at = vec![0; self.entries.len()];
        let mut start = 0;
        for (_, place) in keys {
            at[*place as usize] = start;
            start += self.entries[*place as usize].met;
        }
        let mut sorted = vec![Met::default(); self.met.len()];
        let mut start = 0;
        for (field, end) in (0..).zip(&self.ends) {
            for (place, position) in &self.met[start..*end] {
                let at = &mut at[*place as usize];
                sorted[*at] = (field, *position);
                *at += 1;
            }
            start = *end;
        }
        self.met = Vec::new();
        sorted
    }
}

/// Room for what one term has.
#[derive(Debug, Default)]
struct Texts {
    gaps: String,
    codes: String,
    positions: String,
}

impl Texts {
    /// Encodes where a term was met.
    fn postings(&mut self, met: &[Met]) -> Option<Postings<'_>> {
        let Self { gaps, codes, positions } = self;
        for text in [&mut *gaps, codes, positions] {
            text.clear();
        }
        let first = met.first()?.0 / FIELDS;
        let (mut documents, mut next) = (0, first);
        for met in met.chunk_by(|(field, _), (other, _)| field / FIELDS == other / FIELDS) {
            let mut counts = [0_u32; FIELDS as usize];
            let mut doc = first;
            for met in met.chunk_by(|(field, _), (other, _)| field == other) {
                let mut before = 0;
                for (field, position) in met {
                    doc = field / FIELDS;
                    counts[(field % FIELDS) as usize] += 1;
                    encode::number(positions, position.saturating_sub(before));
                    before = *position;
                }
            }
            if documents > 0 {
                encode::number(gaps, doc - next);
            }
            code(codes, counts);
            documents += 1;
            next = doc + 1;
        }
        Some(Postings { documents, first, next, gaps, codes, positions })
    }
}

/// Encodes how often a term stands in the fields of a document.
fn code(codes: &mut String, [title, outline, body]: [u32; FIELDS as usize]) {
    encode::number(codes, body.saturating_mul(4) + 2 * u32::from(outline > 0) + u32::from(title > 0));
    for count in [outline, title].into_iter().filter(|count| *count > 0) {
        encode::number(codes, count);
    }
}

/// A length as tantivy keeps it.
fn rounded(length: u32) -> u32 {
    FieldNormReader::id_to_fieldnorm(FieldNormReader::fieldnorm_to_id(length))
}
