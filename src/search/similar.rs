//! Incidents like this one, and why: from a document or a pasted text to postmortems that share services, causes,
//! a trigger, links or telling words with it.
//!
//! [`similar()`] is the entry point. Structure weighs what it weighs for the related postmortems of a page; words are
//! compared by the scorer's first stage. Closeness in time is never looked at: it is no likeness.

use std::collections::{BTreeMap, BTreeSet};

use tantivy::schema::IndexRecordOption;
use tantivy::{DocSet, TERMINATED};

use super::analysis::{self, Role};
use super::doc::SearchDoc;
use super::expand::{Alternative, Group, How, is_stop_word};
use super::facets;
use super::index::{Index, Reader, facet_slug, read_error};
use super::schema::Facet;
use super::score;
use crate::archive::weights;
use crate::error::Error;
use crate::model::slugify;

/// So many of a text's words are compared, the most telling ones.
const WORDS: usize = 40;
/// A word that more than one document in this many has says nothing.
const COMMON: usize = 2;
/// In small archives, documents that may have a word all the same.
const COMMON_AT_LEAST: usize = 3;
/// How soon more occurrences in the text stop counting.
const K1: f64 = 1.2;
/// Words named as a reason.
const NAMED: usize = 5;
/// One shared word is chance, unless it is an identifier; so is less than this share of all that the words tell.
const SHARED: usize = 2;
const SHARE: f64 = 0.12;
/// The names of services have so many words at most.
const NAME: usize = 4;

/// What [`similar()`] found.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Similar {
    /// What was compared: the services, causes and trigger that were stated or, for services, named in the text.
    pub of: SearchDoc,
    /// The closest postmortems, best first.
    pub hits: Vec<SimilarHit>,
}

/// A postmortem like the one asked about.
#[derive(Debug, Clone, PartialEq)]
pub struct SimilarHit {
    /// The postmortem.
    pub document: SearchDoc,
    /// Higher is closer; rounded to three digits.
    pub score: f64,
    /// Why, the weightiest kind first.
    pub reasons: Vec<Likeness>,
}

/// Why two incidents are alike.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Likeness {
    /// One names the other, or links to it.
    Linked,
    /// Both had this contributing factor.
    Cause(String),
    /// Both touched this service.
    Service(String),
    /// Both have these words; those that tell most first.
    Words(Vec<String>),
    /// Both began with the same kind of change.
    Trigger(String),
}

/// The postmortems most like `of`, at most `limit`. A document of the index is not like itself: it is known by its
/// path. Withdrawn ones are left out unless they are linked.
///
/// # Errors
/// When the index cannot be read.
pub fn similar(index: &Index, of: SearchDoc, limit: usize) -> Result<Similar, Error> {
    let Some(reader) = index.reader()? else { return Ok(Similar { of, hits: Vec::new() }) };
    let own = reader.by_path(&of.path)?;
    let of = match own {
        Some(own) => reader.document(own)?,
        None => of,
    };
    let mut of = of;
    let names = Names::new(&of);
    if of.services.is_empty() {
        of.services = named_services(&reader, &names)?;
    }
    let shared = Shared::new(&reader, &of, own, &names)?;
    let mut ranked: Vec<(u32, f64)> = (0_u32..)
        .zip(&shared.score)
        .map(|(doc, score)| (doc, (score * 1000.0).round() / 1000.0))
        .filter(|(doc, score)| *score > 0.0 && Some(*doc) != own)
        .collect();
    ranked.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    let mut hits = Vec::new();
    for (doc, score) in ranked {
        if hits.len() == limit {
            break;
        }
        let document = reader.document(doc)?;
        let reasons = shared.reasons(&of, doc, &document);
        let is_linked = reasons.contains(&Likeness::Linked);
        let is_told = reasons.iter().any(|reason| !matches!(reason, Likeness::Trigger(_)));
        if is_told && (is_linked || document.status != "withdrawn") {
            hits.push(SimilarHit { document, score, reasons });
        }
    }
    Ok(Similar { of, hits })
}

/// What a text names: up to [`NAME`] of its words in a row, as a slug.
struct Names(BTreeSet<String>);

impl Names {
    fn new(of: &SearchDoc) -> Self {
        let mut names = BTreeSet::new();
        for text in texts(of) {
            let words: Vec<String> = analysis::tokens(text)
                .into_iter()
                .filter(|token| token.role == Role::Word)
                .map(|token| token.form)
                .collect();
            for length in 1..=NAME {
                names.extend(words.windows(length).map(|words| words.join("-")));
            }
        }
        Self(names)
    }

    fn has(&self, slug: &str) -> bool {
        self.0.contains(slug)
    }
}

/// Headings are left out: many documents have the same.
fn texts(of: &SearchDoc) -> impl Iterator<Item = &str> {
    let passages = of.passages.iter().map(|passage| passage.text.as_str());
    [of.title.as_str(), of.summary.as_str()].into_iter().chain(passages)
}

/// The services of the index whose id, title or alias the text names.
fn named_services(reader: &Reader<'_>, names: &Names) -> Result<Vec<String>, Error> {
    let values = facets::values(reader, Facet::Service)?;
    let spelled: BTreeSet<String> = reader
        .spellings
        .of(Facet::Service)
        .filter(|(spelling, _)| names.has(spelling))
        .map(|(_, value)| facet_slug(value))
        .collect();
    Ok(values.into_iter().filter(|value| names.has(&slugify(value)) || spelled.contains(&facet_slug(value))).collect())
}

/// What the documents share with the one asked about.
struct Shared {
    score: Vec<f64>,
    linked: BTreeSet<u32>,
    words: Vec<Word>,
}

/// A telling word.
struct Word {
    /// As the text has it.
    form: String,
    /// How much it tells: its idf, more when the text has it more than once. All of them sum up to 1.
    weight: f64,
    /// How well each document has it, 0 to 1.
    saturation: Vec<f64>,
    is_identifier: bool,
}

impl Shared {
    fn new(reader: &Reader<'_>, of: &SearchDoc, own: Option<u32>, names: &Names) -> Result<Self, Error> {
        let mut score = vec![0.0; reader.len()];
        for (facet, values, weight) in [
            (Facet::Service, &of.services[..], 1.0),
            (Facet::Cause, &of.causes[..], weights::CAUSE),
            (Facet::Trigger, of.trigger.as_slice(), weights::TRIGGER),
        ] {
            let known = facets::values(reader, facet)?;
            let having = facets::by_value(reader, facet, known.len())?;
            for (value, docs) in known.iter().zip(having).filter(|(value, _)| values.contains(value)) {
                // A family is no cause of its own where a leaf was named.
                let is_family = facet == Facet::Cause && !value.contains('/');
                let weight = if is_family { 0.0 } else { weight * weights::rarity(reader.len(), docs.len()) };
                for doc in docs {
                    score[doc as usize] += weight;
                }
            }
        }
        let words = words(reader, of, own)?;
        for word in &words {
            for (score, saturation) in score.iter_mut().zip(&word.saturation) {
                *score += weights::TERMS_AT_MOST * word.weight * saturation;
            }
        }
        let linked = linked(reader, of, names)?;
        for doc in &linked {
            score[*doc as usize] += weights::LINKED;
        }
        Ok(Self { score, linked, words })
    }

    fn reasons(&self, of: &SearchDoc, doc: u32, other: &SearchDoc) -> Vec<Likeness> {
        let mut reasons = Vec::new();
        if self.linked.contains(&doc) {
            reasons.push(Likeness::Linked);
        }
        let both =
            |a: &[String], b: &[String]| -> Vec<String> { a.iter().filter(|v| b.contains(v)).cloned().collect() };
        reasons.extend(both(&of.causes, &other.causes).into_iter().map(Likeness::Cause));
        reasons.extend(both(&of.services, &other.services).into_iter().map(Likeness::Service));
        let tells = |word: &Word| word.weight * word.saturation[doc as usize];
        let mut words: Vec<&Word> = self.words.iter().filter(|word| tells(word) > 0.0).collect();
        let share: f64 = words.iter().map(|word| tells(word)).sum();
        if words.len() >= SHARED && share >= SHARE || words.iter().any(|word| word.is_identifier) {
            words.sort_by(|a, b| tells(b).total_cmp(&tells(a)).then_with(|| a.form.cmp(&b.form)));
            let is_part = |part: &Word| {
                words
                    .iter()
                    .any(|word| word.form != part.form && word.form.split(['-', '_', '.', '#']).any(|p| p == part.form))
            };
            let named = words.iter().filter(|word| !is_part(word)).take(NAMED);
            reasons.push(Likeness::Words(named.map(|word| word.form.clone()).collect()));
        }
        if let Some(trigger) = of.trigger.clone().filter(|trigger| other.trigger.as_ref() == Some(trigger)) {
            reasons.push(Likeness::Trigger(trigger));
        }
        reasons
    }
}

/// The words of a text that tell most, best first.
fn words(reader: &Reader<'_>, of: &SearchDoc, own: Option<u32>) -> Result<Vec<Word>, Error> {
    // By term: how often, the form, and whether it is an identifier.
    let mut counts: BTreeMap<String, (f64, String, bool)> = BTreeMap::new();
    for token in texts(of).flat_map(analysis::tokens) {
        let letters = token.form.chars().filter(|c| c.is_alphabetic()).count();
        let is_part = matches!(token.role, Role::Tail | Role::Inner);
        if is_part || letters < 2 || is_stop_word(&token.form) {
            continue;
        }
        let is_identifier = token.form.contains(|c: char| c.is_ascii_digit() || matches!(c, '_' | '.'));
        counts.entry(token.term).or_insert((0.0, token.form, is_identifier)).0 += 1.0;
    }
    let stats = score::fields(reader)?;
    let at_most = (reader.len() / COMMON).max(COMMON_AT_LEAST);
    let mut words = Vec::new();
    for (term, (count, form, is_identifier)) in counts {
        let alternative = Alternative { term, form: form.clone(), weight: 1.0, how: How::Stem };
        let group = Group { form: form.clone(), alternatives: vec![alternative] };
        let score::Saturations { mut saturation, .. } = score::saturations(&group, &stats, reader.len())?;
        if let Some(own) = own.and_then(|own| saturation.get_mut(own as usize)) {
            *own = 0.0;
        }
        let df = saturation.iter().filter(|saturation| **saturation > 0.0).count();
        if (1..=at_most).contains(&df) {
            let weight = score::idf(reader.len(), df) * (count / (count + K1));
            words.push(Word { form, weight, saturation, is_identifier });
        }
        // Memory stays with what is kept.
        if words.len() >= 4 * WORDS {
            keep_best(&mut words);
        }
    }
    keep_best(&mut words);
    let all: f64 = words.iter().map(|word| word.weight).sum();
    for word in &mut words {
        word.weight /= all;
    }
    Ok(words)
}

fn keep_best(words: &mut Vec<Word>) {
    words.sort_by(|a, b| b.weight.total_cmp(&a.weight).then_with(|| a.form.cmp(&b.form)));
    words.truncate(WORDS);
}

/// The documents that it links to or that link to it, and those whose id or path its text names.
fn linked(reader: &Reader<'_>, of: &SearchDoc, names: &Names) -> Result<BTreeSet<u32>, Error> {
    let mut linked = BTreeSet::new();
    let ids = reader.ids()?;
    let mut stream = ids.terms().stream().map_err(read_error)?;
    while let Some((id, info)) = stream.next() {
        let Ok(id) = std::str::from_utf8(id) else { continue };
        let slug = slugify(id);
        // A bare word or number may mean anything.
        let is_telling = slug.contains('-') && slug.contains(|c: char| c.is_ascii_digit());
        if !(of.links.iter().any(|link| link == id) || is_telling && names.has(&slug)) {
            continue;
        }
        let mut list = ids.read_postings_from_terminfo(info, IndexRecordOption::Basic).map_err(read_error)?;
        while list.doc() != TERMINATED {
            linked.insert(list.doc());
            list.advance();
        }
    }
    Ok(linked)
}
