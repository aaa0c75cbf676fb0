//! The analysis of prose that the language rules share: who is said to have done what, in which section.
//!
//! The entry point is [`LazyReview::get`]: a document in, its frames out, each with the phrase that was seen and
//! whose deed it is told as. [`passages`] takes running text out of the Markdown (never code, URLs, quotes or HTML),
//! [`token`] cuts it into words and sentences, [`grammar`] finds subjects, [`frames`] knows what a facilitator would
//! ask about, [`language`] leaves other languages alone. All of it is deterministic and linear in the text. What a
//! finding says and weighs is not decided here but in the rules.

mod frames;
mod grammar;
pub(in crate::lint) mod language;
mod lexicon;
mod passages;
mod pattern;
#[cfg(test)]
mod tests;
mod token;

use std::sync::{LazyLock, OnceLock};

use crate::config::{PhraseSettings, RuleSettings, WordSettings};
use crate::lint::Document;
use crate::model::SectionKind;
use crate::text::Span;

pub(in crate::lint) use frames::{Family, Weight};
pub(in crate::lint) use grammar::{Place, Who};

use frames::{Seen, Tables};
use grammar::Sentence;
use lexicon::{Additions, Classes};
use passages::Passage;
use token::Token;

/// One frame of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::lint) struct Frame {
    pub(in crate::lint) family: Family,
    pub(in crate::lint) weight: Weight,
    /// The phrase in the source.
    pub(in crate::lint) span: Span,
    /// The phrase as it reads, white space squeezed.
    pub(in crate::lint) phrase: String,
    /// Whose deed it is told as, and where that is written; nowhere when it is not.
    pub(in crate::lint) subject: Option<(Who, Option<Span>)>,
    pub(in crate::lint) section: Option<SectionKind>,
    pub(in crate::lint) place: Place,
}

/// The frames of one document: of each sentence one at most.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::lint) struct Review {
    frames: Vec<Frame>,
    house: Vec<HousePhrase>,
}

/// A phrase that is on a list of the configuration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::lint) struct HousePhrase {
    /// Which list.
    pub(in crate::lint) list: usize,
    /// What the house says instead.
    pub(in crate::lint) instead: Option<String>,
    pub(in crate::lint) span: Span,
    pub(in crate::lint) phrase: String,
}

impl Review {
    /// The frames of a family, in the order of the document.
    pub(in crate::lint) fn of(&self, family: Family) -> impl Iterator<Item = &Frame> {
        self.frames.iter().filter(move |frame| frame.family == family)
    }

    /// The phrases of the house, by place.
    pub(in crate::lint) fn house(&self) -> &[HousePhrase] {
        &self.house
    }
}

/// What reviews are made with; shared by all documents of a run.
#[derive(Debug)]
pub(in crate::lint) struct Reviewer<'a> {
    settings: &'a RuleSettings,
    /// The families whose rules run: a phrase is reported by the most telling of them.
    running: Vec<Family>,
    /// Whether the phrases of the house are asked for.
    with_house: bool,
    /// Those with words of the house, made when the first document asks.
    tables: OnceLock<Tables>,
}

/// The tables without words of the house: the same for every run, and slower to make than to read a document with.
static BUILT_IN: LazyLock<Tables> = LazyLock::new(|| Tables::new(&Additions::new(), []));

/// The rule about phrases of the house.
const HOUSE_PHRASE: &str = "house-phrase";

impl<'a> Reviewer<'a> {
    /// A reviewer for the rules with these names.
    pub(in crate::lint) fn new(settings: &'a RuleSettings, rules: impl Iterator<Item = &'static str>) -> Self {
        let rules: Vec<&str> = rules.collect();
        let running = Family::ALL.into_iter().filter(|family| rules.contains(&family.as_str())).collect();
        let with_house = rules.contains(&HOUSE_PHRASE) && !settings.phrases.is_empty();
        Self { settings, running, with_house, tables: OnceLock::new() }
    }

    /// Reads a document. One in another language has no frames; the house may have phrases in any.
    fn review(&self, document: &Document<'_>, running: &[Family]) -> Review {
        let mut review = Review::default();
        let has_frames = !running.is_empty() && language::other(document).is_none();
        if !has_frames && !self.with_house {
            return review;
        }
        let tables = self.tables();
        let people = passages::people(document.postmortem);
        for passage in passages::of(document) {
            let mut tokens = token::tokens(&passage.text, &tables.lexicon);
            if self.with_house {
                self.find_house_phrases(tables, &passage, &tokens, &mut review.house);
            }
            if has_frames {
                name_people(&passage.text, &mut tokens, &people);
                read(tables, &passage, &tokens, running, &mut review.frames);
            }
        }
        review
    }

    fn tables(&self) -> &Tables {
        let additions = additions(&self.settings.words);
        if self.settings.phrases.is_empty() && additions.values().all(Vec::is_empty) {
            return &BUILT_IN;
        }
        self.tables.get_or_init(|| {
            let phrases = self.settings.phrases.iter().enumerate();
            let house =
                phrases.flat_map(|(list, phrase)| phrase.patterns.iter().map(move |(text, _)| (list, text.as_str())));
            Tables::new(&additions, house)
        })
    }

    fn find_house_phrases(&self, tables: &Tables, passage: &Passage, tokens: &[Token], found: &mut Vec<HousePhrase>) {
        for hit in tables.house.find(tokens) {
            let Some(PhraseSettings { patterns, level, sections, .. }) = self.settings.phrases.get(hit.group) else {
                continue;
            };
            let is_here = sections.is_empty() || passage.section.is_some_and(|kind| sections.contains(&kind));
            let Some((_, instead)) = patterns.get(hit.place) else { continue };
            let (Some(first), Some(last)) = (tokens.get(hit.start), tokens.get(hit.end - 1)) else { continue };
            if is_here && level.is_some() {
                let range = first.start as usize..last.end as usize;
                found.push(HousePhrase {
                    list: hit.group,
                    instead: instead.clone(),
                    span: passage.span(range.clone()),
                    phrase: passage.phrase(range),
                });
            }
        }
    }
}

/// The frames of a passage; of each sentence the most telling one whose rule runs.
fn read(tables: &Tables, passage: &Passage, tokens: &[Token], running: &[Family], frames: &mut Vec<Frame>) {
    for range in token::sentences(&passage.text, tokens) {
        let (before, rest) = tokens.split_at(range.start);
        let own = rest.get(..range.len()).unwrap_or_default();
        let sentence = Sentence {
            text: &passage.text,
            tokens: own,
            before,
            section: passage.section,
            classes: own.iter().fold(Classes::NONE, |all, token| all.or(token.classes)),
        };
        let seen = tables.see(&sentence);
        if let Some(seen) = seen.into_iter().find(|seen| running.contains(&seen.family)) {
            frames.push(frame(passage, own, &seen));
        }
    }
}

/// A frame with its places in the source.
fn frame(passage: &Passage, tokens: &[Token], seen: &Seen) -> Frame {
    let plain = |range: &std::ops::Range<usize>| {
        let tokens = tokens.get(range.clone())?;
        let (first, last) = (tokens.first()?, tokens.last()?);
        Some(first.start as usize..last.end as usize)
    };
    let range = plain(&seen.range).unwrap_or_default();
    let subject = seen.subject.as_ref().map(|subject| {
        let apart = subject.range.end <= seen.range.start || subject.range.start >= seen.range.end;
        let written = plain(&subject.range).filter(|range| !range.is_empty() && apart);
        (subject.who, written.map(|range| passage.span(range)))
    });
    Frame {
        family: seen.family,
        weight: seen.weight,
        span: passage.span(range.clone()),
        phrase: passage.phrase(range),
        subject,
        section: passage.section,
        place: passage.place,
    }
}

/// The people of the front matter are known by name, whatever the list of names holds.
fn name_people(text: &str, tokens: &mut [Token], people: &[String]) {
    if people.is_empty() {
        return;
    }
    for token in tokens.iter_mut().filter(|token| token.capital && token.kind == token::Kind::Word) {
        let word = text.get(token.range()).unwrap_or_default();
        if people.iter().any(|name| name == word) {
            token.classes = Classes::NAME;
        }
    }
}

fn additions(words: &WordSettings) -> Additions {
    let WordSettings { roles, teams, names, systems } = words;
    [("role", roles), ("team", teams), ("name", names), ("system", systems)]
        .into_iter()
        .map(|(class, words)| (class, words.clone()))
        .collect()
}

/// The review of one document, made when the first rule asks for it.
#[derive(Debug)]
pub(in crate::lint) struct LazyReview<'a> {
    reviewer: &'a Reviewer<'a>,
    /// The families whose rules run for this document: the configuration may differ from path to path.
    running: Vec<Family>,
    review: OnceLock<Review>,
}

impl<'a> LazyReview<'a> {
    /// `runs` says whether a rule of this name runs for the document.
    pub(in crate::lint) fn new(reviewer: &'a Reviewer<'a>, runs: impl Fn(&str) -> bool) -> Self {
        let differs = !reviewer.settings.per_path.is_empty();
        let running = reviewer.running.iter().copied().filter(|family| !differs || runs(family.as_str())).collect();
        Self { reviewer, running, review: OnceLock::new() }
    }

    pub(in crate::lint) fn get(&self, document: &Document<'_>) -> &Review {
        self.review.get_or_init(|| self.reviewer.review(document, &self.running))
    }
}
