//! The second stage: the best candidates are read, and those whose text shows the words close together, as typed
//! and in the title come first. Also finds the passage that a hit is shown with.

use std::collections::BTreeMap;
use std::ops::Range;

use super::analysis::{self, Form, StemPool};
use super::doc::SearchDoc;
use super::expand::{Group, How, Unit};

/// Words further apart than this are not taken together. Positions.
const WINDOW: u32 = 24;
/// So many words between the ones searched for halve what their closeness is worth.
const SLACK: f64 = 8.0;
/// What all words side by side are worth.
const PROXIMITY: f64 = 1.0;
/// What all words in the form typed are worth.
const EXACT: f64 = 0.3;
/// What all words in the title are worth.
const TITLE: f64 = 0.3;
/// No more of a text is read. Bytes.
const READ_AT_MOST: usize = 200_000;
/// Further words do not count here. JavaScript works on 32 bits, the highest of them the sign.
const ATOMS_AT_MOST: usize = 31;

/// What is looked for in texts: the words and parts of compounds ("atoms") as bits.
#[derive(Default)]
pub(super) struct Atoms {
    terms: BTreeMap<String, u32>,
    forms: BTreeMap<String, u32>,
    /// By bit; they sum up to 1.
    weights: Vec<f64>,
    /// Texts that are read for one query share most of their words.
    stems: StemPool,
}

/// Where words of the query stand in a passage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Occurrence {
    pub(super) position: u32,
    pub(super) span: Range<usize>,
    mask: u32,
}

/// What a text shows.
#[derive(Debug)]
pub(super) struct Evidence {
    /// What the first stage's score is multiplied by.
    pub(super) factor: f64,
    /// The passage and the bytes in it that show the most; none when only title or metadata match.
    pub(super) place: Option<(usize, Range<usize>)>,
}

impl Atoms {
    /// `idf` has the weights of each unit's words.
    pub(super) fn new(units: &[Unit], idf: &[Vec<f64>]) -> Self {
        let mut atoms = Self::default();
        for (unit, idf) in units.iter().zip(idf) {
            let groups = if unit.parts.is_empty() { std::slice::from_ref(&unit.whole) } else { &unit.parts };
            let mut all = 0;
            for (group, idf) in groups.iter().zip(idf) {
                if atoms.weights.len() == ATOMS_AT_MOST {
                    break;
                }
                let bit = 1 << atoms.weights.len();
                all |= bit;
                atoms.weights.push(*idf);
                atoms.add(group, bit);
            }
            if !unit.parts.is_empty() {
                atoms.add(&unit.whole, all);
            }
        }
        let sum: f64 = atoms.weights.iter().sum();
        if sum > 0.0 {
            atoms.weights.iter_mut().for_each(|weight| *weight /= sum);
        }
        atoms
    }

    fn add(&mut self, group: &Group, mask: u32) {
        *self.forms.entry(group.form.clone()).or_default() |= mask;
        for alternative in &group.alternatives {
            *self.terms.entry(alternative.term.clone()).or_default() |= mask;
            if alternative.how != How::Stem {
                *self.forms.entry(alternative.form.clone()).or_default() |= mask;
            }
        }
    }

    /// The words of the query in a text, in order, and the mask of those that stand as typed.
    pub(super) fn occurrences(&self, text: &str) -> (Vec<Occurrence>, u32) {
        let mut exact = 0;
        let mut found = Vec::new();
        let mut lent = self.stems.lend();
        analysis::forms(read_part(text), |Form { text, position, span, .. }| {
            if let Some(mask) = self.terms.get(lent.stems().of(&text)) {
                found.push(Occurrence { position, span, mask: *mask });
                exact |= self.forms.get(&*text).copied().unwrap_or_default();
            }
        });
        (found, exact)
    }

    /// The weight of the atoms of a mask, 0 to 1.
    fn weight(&self, mask: u32) -> f64 {
        self.weights.iter().enumerate().filter(|(bit, _)| mask & (1 << bit) != 0).map(|(_, weight)| weight).sum()
    }

    /// Reads a document.
    pub(super) fn evidence(&self, document: &SearchDoc) -> Evidence {
        let (in_title, mut exact) = self.occurrences(&document.title);
        let title = in_title.iter().fold(0, |mask, occurrence| mask | occurrence.mask);
        let (mut closeness, _, _) = self.best(&in_title);
        let mut shown = 0.0;
        let mut place = None;
        for (i, passage) in document.passages.iter().enumerate() {
            let (in_text, exact_in_text) = self.occurrences(&passage.text);
            let (in_heading, exact_in_heading) = self.occurrences(&passage.heading);
            exact |= exact_in_text | exact_in_heading;
            let (close, show, span) = self.best(&in_text);
            let (close_in_heading, show_in_heading, _) = self.best(&in_heading);
            closeness = closeness.max(close).max(close_in_heading);
            if show > shown {
                shown = show;
                place = span.map(|span| (i, span));
            }
            if show_in_heading > shown {
                shown = show_in_heading;
                place = Some((i, 0..0));
            }
        }
        let factor = 1.0 + PROXIMITY * closeness + EXACT * self.weight(exact) + TITLE * self.weight(title);
        Evidence { factor, place }
    }

    /// How close together the words stand at best (0 when no two do), how much the best window shows (one word
    /// counts), and that window.
    fn best(&self, occurrences: &[Occurrence]) -> (f64, f64, Option<Range<usize>>) {
        let (mut close, mut shown, mut span) = (0.0_f64, 0.0_f64, None);
        for (i, first) in occurrences.iter().enumerate() {
            let mut mask = 0;
            for last in occurrences[i..].iter().take_while(|last| last.position - first.position < WINDOW) {
                if mask | last.mask == mask {
                    continue;
                }
                mask |= last.mask;
                let words = mask.count_ones();
                let slack = (last.position - first.position + 1).saturating_sub(words);
                let worth = self.weight(mask) / (1.0 + f64::from(slack) / SLACK);
                if words > 1 {
                    close = close.max(worth);
                }
                if worth > shown {
                    shown = worth;
                    span = Some(first.span.start..last.span.end.max(first.span.end));
                }
            }
        }
        (close, shown, span)
    }
}

/// The beginning of a text that is read.
pub(super) fn read_part(text: &str) -> &str {
    let mut end = text.len().min(READ_AT_MOST);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}
