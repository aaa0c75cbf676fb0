//! All that the files hold of an archive's words and facets, gathered from its documents in the form it is written in.
//!
//! It is what the index of the terminal holds (a test compares them). That one is built for searching, and would be read
//! once and thrown away here: gathering costs less than half of its time and a third of its memory.

use std::collections::BTreeMap;

use rayon::prelude::*;
use rustc_hash::FxHashMap;
use tantivy::fieldnorm::FieldNormReader;

use super::encode;
use crate::archive::{Archive, PmIdx};
use crate::model::Catalog;
use crate::search::analysis::Stem;
use crate::search::content::{each_form, facet_values};
use crate::search::doc::{self, Day, SearchDoc};
use crate::search::schema::{Facet, TextField};

/// What stands in the files.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    /// By key, sorted.
    pub(super) keys: Vec<(String, Key)>,
    /// Title, outline, body.
    pub(super) fields: [Lengths; 3],
    /// For each document.
    pub(super) days: Vec<Option<Day>>,
    /// The values of each facet, and the documents that have each.
    pub(super) facets: BTreeMap<Facet, BTreeMap<String, Vec<u32>>>,
}

/// How long a field is.
#[derive(Debug, Default)]
pub(super) struct Lengths {
    /// In all documents.
    pub(super) tokens: u64,
    /// In each of them, as tantivy rounds it.
    pub(super) docs: Vec<u32>,
}

/// A word as people wrote it, as it is indexed, or both.
#[derive(Debug, Default)]
pub(super) struct Key {
    /// The number of documents that have it as a form.
    pub(super) form: u32,
    /// Where it stands as a term.
    pub(super) postings: Postings,
}

/// Where a term stands, encoded.
#[derive(Debug, Default)]
pub(super) struct Postings {
    /// The number of documents.
    pub(super) documents: u32,
    /// The first of them, and one more than the last.
    first: u32,
    next: u32,
    /// From the first document to each further one.
    gaps: String,
    /// How often it stands in which fields, for each document.
    codes: String,
    /// The positions, for each document and field.
    pub(super) positions: String,
}

impl Postings {
    /// Appends documents and codes as they are written, behind their number.
    pub(super) fn write(&self, text: &mut String) {
        encode::number(text, self.first);
        text.push_str(&self.gaps);
        text.push_str(&self.codes);
    }

    /// Appends those of later documents.
    fn extend(&mut self, later: Self) {
        if self.documents == 0 {
            *self = later;
        } else if later.documents > 0 {
            encode::number(&mut self.gaps, later.first - self.next);
            self.gaps.push_str(&later.gaps);
            self.codes.push_str(&later.codes);
            self.positions.push_str(&later.positions);
            self.documents += later.documents;
            self.next = later.next;
        }
    }
}

/// A key in the making.
#[derive(Default)]
struct Entry {
    key: Key,
    /// One more than the place of the term of which it is a form (which may be itself); 0 when nobody has asked yet.
    term: u32,
    /// One more than the last document that has it as a form.
    form_seen: u32,
    /// How often it stands in the fields of the last document, not encoded yet.
    frequencies: [u32; 3],
    /// The field of the last position, and the position.
    field: u32,
    position: u32,
}

impl Entry {
    fn add_form(&mut self, doc: u32) {
        if self.form_seen != doc + 1 {
            self.form_seen = doc + 1;
            self.key.form += 1;
        }
    }

    fn add_term(&mut self, doc: u32, field: TextField, position: u32) {
        let postings = &mut self.key.postings;
        if postings.next != doc + 1 {
            close(postings, &mut self.frequencies);
            if postings.documents == 0 {
                postings.first = doc;
            } else {
                encode::number(&mut postings.gaps, doc - postings.next);
            }
            postings.documents += 1;
            postings.next = doc + 1;
            self.position = 0;
        } else if self.field != field as u32 {
            self.position = 0;
        }
        self.frequencies[field as usize] += 1;
        encode::number(&mut postings.positions, position.saturating_sub(self.position));
        (self.field, self.position) = (field as u32, position);
    }
}

/// Encodes how often a term stands in the fields of its last document.
fn close(postings: &mut Postings, frequencies: &mut [u32; 3]) {
    let [title, outline, body] = std::mem::take(frequencies);
    if title + outline + body == 0 {
        return;
    }
    encode::number(&mut postings.codes, body.saturating_mul(4) + 2 * u32::from(outline > 0) + u32::from(title > 0));
    for frequency in [outline, title].into_iter().filter(|frequency| *frequency > 0) {
        encode::number(&mut postings.codes, frequency);
    }
}

/// Neighbouring documents.
#[derive(Default)]
struct Piece {
    places: FxHashMap<String, u32>,
    entries: Vec<Entry>,
    stem: Stem,
    fields: [Lengths; 3],
    days: Vec<Option<Day>>,
    facets: BTreeMap<Facet, BTreeMap<String, Vec<u32>>>,
}

impl Piece {
    fn add(&mut self, doc: u32, document: &SearchDoc) {
        let mut lengths = [0_u32; 3];
        each_form(document, |field, position, form| {
            lengths[field as usize] += 1;
            let (form, term) = self.places_of(&form);
            self.entries[form as usize].add_form(doc);
            self.entries[term as usize].add_term(doc, field, position);
        });
        for (field, length) in self.fields.iter_mut().zip(lengths) {
            field.tokens += u64::from(length);
            field.docs.push(rounded(length));
        }
        self.days.push(document.date);
        for facet in Facet::ALL {
            for value in facet_values(document, facet) {
                self.facets.entry(facet).or_default().entry(value).or_default().push(doc);
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

    /// What it has at a place, which is left empty.
    fn take(&mut self, place: u32) -> Key {
        let Entry { mut key, mut frequencies, .. } = std::mem::take(&mut self.entries[place as usize]);
        close(&mut key.postings, &mut frequencies);
        key
    }
}

/// A length as tantivy keeps it.
fn rounded(length: u32) -> u32 {
    FieldNormReader::id_to_fieldnorm(FieldNormReader::fieldnorm_to_id(length))
}

/// Gathers all documents of an archive.
pub(super) fn gather(archive: &Archive, catalog: &Catalog) -> Gathered {
    let documents: Vec<(PmIdx, _)> = archive.iter().collect();
    // Each piece has its own list of words: few pieces need little memory.
    let length = documents.len().div_ceil(rayon::current_num_threads()).max(1);
    let mut pieces: Vec<Piece> = documents
        .par_chunks(length)
        .map(|documents| {
            let mut piece = Piece::default();
            for (index, postmortem) in documents {
                piece.add(index.0, &doc::document(archive, catalog, *index, postmortem));
            }
            piece
        })
        .collect();
    // A large archive has many words: no list of them grows and is copied, which would take its room twice.
    let mut keys: Vec<(String, u32, u32)> = Vec::with_capacity(pieces.iter().map(|piece| piece.places.len()).sum());
    for (piece, number) in pieces.iter_mut().zip(0..) {
        keys.extend(std::mem::take(&mut piece.places).into_iter().map(|(key, place)| (key, number, place)));
    }
    keys.par_sort_unstable();
    let distinct = keys.chunk_by(|(key, ..), (next, ..)| key == next).count();
    let mut gathered = Gathered { keys: Vec::with_capacity(distinct), ..Gathered::default() };
    for (key, piece, place) in keys {
        let known = pieces[piece as usize].take(place);
        match gathered.keys.last_mut() {
            Some((last, entry)) if *last == key => {
                entry.form += known.form;
                entry.postings.extend(known.postings);
            }
            _ => gathered.keys.push((key, known)),
        }
    }
    for piece in pieces {
        for (all, lengths) in gathered.fields.iter_mut().zip(piece.fields) {
            all.tokens += lengths.tokens;
            all.docs.extend(lengths.docs);
        }
        gathered.days.extend(piece.days);
        for (facet, values) in piece.facets {
            let all = gathered.facets.entry(facet).or_default();
            for (value, docs) in values {
                all.entry(value).or_default().extend(docs);
            }
        }
    }
    gathered
}
