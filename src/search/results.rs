//! Answers a query: candidates, their order, snippets, counts, and what to try when nothing is found.
//!
//! [`search`] is the entry point. It reads the index and nothing else.

use std::collections::BTreeSet;
use std::ops::Range;

use rayon::prelude::*;

use super::analysis::{self, Role};
use super::doc::{Day, SearchDoc};
use super::evidence::{Atoms, Evidence};
use super::expand::{Expander, Group, How, Unit, is_stop_word};
use super::facets::{self, FacetCounts};
use super::index::{Index, Reader, facet_slug};
use super::query::{Clause, Form, Node, Note, Query, Scope};
use super::score::{self, Scores};
use super::snippet::{self, Snippet};
use crate::error::Error;
use crate::text::closest;

/// So many of the first stage's best are read in the second.
const READ: usize = 8;
/// So many words and parts of phrases are searched, however long the query.
const UNITS: usize = 64;
/// So many clauses are varied in the search for suggestions.
const VARIED: usize = 6;
/// So many suggestions are made when nothing is found.
const SUGGESTIONS: usize = 3;

/// The answer to a query.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Results {
    /// The number of postmortems found.
    pub total: usize,
    /// The best of them, best first.
    pub hits: Vec<Hit>,
    /// Counts over all that were found, in the order of [`Facet::ALL`](super::schema::Facet::ALL); facets without
    /// a value are left out.
    pub facets: Vec<FacetCounts>,
    /// Words that stand nowhere, and what was searched instead.
    pub corrections: Vec<Correction>,
    /// What was not taken as it was perhaps meant.
    pub notes: Vec<Note>,
    /// Similar queries that find something; only when nothing was found.
    pub suggestions: Vec<Suggestion>,
}

/// A postmortem that was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// The organisation's number for it, else its slug.
    pub id: String,
    /// Its path in the archive.
    pub path: String,
    /// Its URL in the site, relative to the site's root.
    pub url: String,
    /// What it is called.
    pub title: String,
    /// The words of the title that were found, as bytes.
    pub title_marks: Vec<Range<usize>>,
    /// The day it began.
    pub date: Option<Day>,
    /// Its step on the scale.
    pub severity: Option<String>,
    /// The ids of its services.
    pub services: Vec<String>,
    /// Its causes.
    pub causes: Vec<String>,
    /// `incident`, `near-miss`, `exercise`.
    pub kind: String,
    /// `draft`, `review`, `final`, `withdrawn`.
    pub status: String,
    /// Higher is better; comparable within one answer only. Rounded to four digits.
    pub score: f64,
    /// The passage that shows the most.
    pub snippet: Snippet,
}

/// A word that stands nowhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    /// As typed, folded.
    pub typed: String,
    /// What was searched instead.
    pub used: String,
}

/// A query that finds something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// The query.
    pub query: String,
    /// How many postmortems it finds.
    pub total: usize,
}

/// Answers a query with at most `limit` hits.
///
/// # Errors
/// When the index cannot be read.
pub fn search(index: &Index, query: &Query, limit: usize) -> Result<Results, Error> {
    let mut results = Results { notes: query.notes.clone(), ..Results::default() };
    let Some(reader) = index.reader()? else { return Ok(results) };
    if query.is_empty() {
        return Ok(results);
    }
    let expander = Expander::new(&reader)?;
    let found = Found::new(&reader, &expander, query)?;
    let atoms = Atoms::new(&found.units, &found.scores.idf);
    let (ranked, counted) =
        rayon::join(|| ranked(&reader, &found, &atoms), || facets::count(&reader, &found.candidates));
    let mut ranked = ranked?;
    results.total = ranked.len();
    results.facets = counted?;
    ranked.truncate(limit);
    let hits = ranked.into_par_iter().enumerate().map(|(place, Ranked { doc, score, read, .. })| {
        let (document, evidence) = match read {
            Some(read) => *read,
            None => read_document(&reader, doc, &atoms)?,
        };
        let corrections = if place == 0 { corrections(&found.units, &document) } else { Vec::new() };
        Ok((hit(document, score, &evidence, &atoms), corrections))
    });
    let (hits, corrections): (Vec<Hit>, Vec<Vec<Correction>>) =
        hits.collect::<Result<Vec<_>, Error>>()?.into_iter().unzip();
    results.hits = hits;
    results.corrections = corrections.concat();
    if results.total == 0 {
        results.suggestions = suggestions(&reader, &expander, query)?;
    }
    Ok(results)
}

/// What the first stage found.
struct Found {
    units: Vec<Unit>,
    scores: Scores,
    candidates: Vec<bool>,
}

impl Found {
    fn new(reader: &Reader<'_>, expander: &Expander, query: &Query) -> Result<Self, Error> {
        let mut candidates = facets::allowed(reader, query)?;
        let mut units: Vec<Unit> = Vec::new();
        for Clause { negated, node } in &query.clauses {
            match node {
                Node::Word { text, form, scope } => {
                    let words = expander.units(text, *form, *scope == Scope::Title)?;
                    if *negated || *scope == Scope::Title {
                        let matched = score::score(reader, &words)?.matched;
                        let all = u32::try_from(words.len()).unwrap_or(u32::MAX);
                        narrow(&mut candidates, |doc| (matched[doc] == all) != *negated);
                    }
                    if !negated {
                        units.extend(words);
                    }
                }
                Node::Phrase { text, scope } => {
                    let stands = score::phrase(reader, text, *scope)?;
                    narrow(&mut candidates, |doc| stands[doc] != *negated);
                    if !negated {
                        let words = analysis::tokens(text);
                        for token in words.iter().filter(|token| token.role == Role::Word).take(UNITS) {
                            units.extend(expander.units(&token.form, Form::Plain, *scope == Scope::Title)?);
                        }
                    }
                }
                Node::Facet(..) | Node::Since(_) | Node::Until(_) => {}
            }
        }
        let stops = |unit: &Unit| unit.parts.is_empty() && is_stop_word(&unit.whole.form);
        if !units.iter().all(stops) {
            units.retain(|unit| !stops(unit));
        }
        let mut distinct: Vec<Unit> = Vec::with_capacity(units.len());
        for unit in units.into_iter().take(UNITS) {
            if !distinct.contains(&unit) {
                distinct.push(unit);
            }
        }
        let scores = score::score(reader, &distinct)?;
        if !distinct.is_empty() {
            narrow(&mut candidates, |doc| scores.matched[doc] > 0);
        }
        Ok(Self { units: distinct, scores, candidates })
    }
}

fn narrow(candidates: &mut [bool], keep: impl Fn(usize) -> bool) {
    for (doc, candidate) in candidates.iter_mut().enumerate() {
        *candidate &= keep(doc);
    }
}

struct Ranked {
    doc: u32,
    score: f64,
    day: Option<u32>,
    /// What the second stage has read.
    read: Option<Box<(SearchDoc, Evidence)>>,
}

/// All candidates in order: by rounded score, then the newer, then the archive's order. The best are read.
fn ranked(reader: &Reader<'_>, found: &Found, atoms: &Atoms) -> Result<Vec<Ranked>, Error> {
    let days = facets::days(reader)?;
    let order = |a: &Ranked, b: &Ranked| b.score.total_cmp(&a.score).then(b.day.cmp(&a.day)).then(a.doc.cmp(&b.doc));
    let mut ranked: Vec<Ranked> = (0_u32..)
        .zip(&found.candidates)
        .filter(|(_, candidate)| **candidate)
        .map(|(doc, _)| Ranked {
            doc,
            score: rounded(found.scores.score[doc as usize]),
            day: days[doc as usize],
            read: None,
        })
        .collect();
    ranked.sort_by(order);
    if !found.units.is_empty() {
        let read = ranked.len().min(READ);
        ranked[..read].par_iter_mut().try_for_each(|ranked| {
            let read = read_document(reader, ranked.doc, atoms)?;
            ranked.score = rounded(ranked.score * read.1.factor);
            ranked.read = Some(Box::new(read));
            Ok::<_, Error>(())
        })?;
        ranked[..read].sort_by(order);
    }
    Ok(ranked)
}

/// To four digits, so that the last bits of a sum never decide an order.
fn rounded(score: f64) -> f64 {
    (score * 10_000.0).round() / 10_000.0
}

fn read_document(reader: &Reader<'_>, doc: u32, atoms: &Atoms) -> Result<(SearchDoc, Evidence), Error> {
    let document = reader.document(doc)?;
    let evidence = atoms.evidence(&document);
    Ok((document, evidence))
}

fn hit(document: SearchDoc, score: f64, evidence: &Evidence, atoms: &Atoms) -> Hit {
    let snippet = snippet::snippet(&document, evidence.place.as_ref(), atoms);
    let title_marks = snippet::marks(&document.title, atoms);
    let SearchDoc { id, path, url, title, date, severity, services, causes, kind, status, .. } = document;
    Hit { id, path, url, title, title_marks, date, severity, services, causes, kind, status, score, snippet }
}

/// For each corrected word the correction that the best hit has, else the nearest.
fn corrections(units: &[Unit], best: &SearchDoc) -> Vec<Correction> {
    let groups: Vec<&Group> = units.iter().flat_map(|unit| unit.parts.iter().chain([&unit.whole])).collect();
    let corrected = groups.into_iter().filter(|group| group.alternatives.iter().any(|it| it.how == How::Corrected));
    let mut corrected = corrected.peekable();
    if corrected.peek().is_none() {
        return Vec::new();
    }
    let texts = best.passages.iter().flat_map(|passage| [passage.heading.as_str(), passage.text.as_str()]);
    let words = texts.chain([best.title.as_str(), best.summary.as_str()]).flat_map(analysis::tokens);
    let terms: BTreeSet<String> = words.map(|token| token.term).collect();
    corrected
        .filter_map(|group| {
            let there = group.alternatives.iter().find(|alternative| terms.contains(&alternative.term));
            let used = there.or(group.alternatives.first())?;
            Some(Correction { typed: group.form.clone(), used: used.form.clone() })
        })
        .collect()
}

/// Queries like this one that find something: with the nearest value of a filter, else with one condition less.
fn suggestions(reader: &Reader<'_>, expander: &Expander, query: &Query) -> Result<Vec<Suggestion>, Error> {
    let mut changed: Vec<Query> = Vec::new();
    for (i, clause) in query.clauses.iter().enumerate().take(VARIED) {
        if let Node::Facet(facet, value) = &clause.node {
            let values = facets::values(reader, *facet)?;
            if let Some(nearest) = closest(&facet_slug(value), values.iter().map(String::as_str)) {
                let node = Node::Facet(*facet, nearest.to_owned());
                changed.push(with(query, i, Some(Clause { negated: clause.negated, node })));
            }
        }
    }
    for (i, clause) in query.clauses.iter().enumerate().take(VARIED) {
        let loose = match &clause.node {
            Node::Phrase { text, scope } if !clause.negated => Some(Clause {
                negated: false,
                node: Node::Word { text: text.clone(), form: Form::Plain, scope: *scope },
            }),
            _ => None,
        };
        changed.extend(loose.map(|loose| with(query, i, Some(loose))));
        if query.clauses.len() > 1 {
            changed.push(with(query, i, None));
        }
    }
    let mut suggestions: Vec<Suggestion> = Vec::new();
    for changed in changed {
        let total = Found::new(reader, expander, &changed)?.candidates.iter().filter(|found| **found).count();
        let text = changed.typed();
        if total > 0 && !suggestions.iter().any(|known| known.query == text) {
            suggestions.push(Suggestion { query: text, total });
        }
        if suggestions.len() == SUGGESTIONS {
            break;
        }
    }
    Ok(suggestions)
}

/// The query with one clause replaced, or without it.
fn with(query: &Query, at: usize, clause: Option<Clause>) -> Query {
    let mut clauses = query.clauses.clone();
    clauses.splice(at..=at, clause);
    Query { clauses, ..Query::default() }
}
