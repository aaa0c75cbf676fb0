//! What in a sentence a facilitator would ask about: phrases that carry fault, with whose deed they tell.
//!
//! The entry point is [`Tables::see`]. Each kind of frame has a file; phrases that need no grammar are data
//! (`phrases.toml`). Levels and words of findings are not decided here but in the rules.

mod cause;
mod counterfactual;
mod deed;
mod duty;
mod phrases;

use std::ops::Range;

use super::grammar::{Sentence, Subject, Who, is_like_surname};
use super::lexicon::{Additions, Classes, Lexicon};
use super::pattern::Patterns;
use crate::model::SectionKind;

use phrases::Phrases;

/// The kinds of frames: one for each rule. The order is that of precedence in one sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Family {
    WeakAction,
    Discipline,
    NamedIndividual,
    HumanError,
    PersonAsCause,
    BlameWord,
    Violation,
    Counterfactual,
    NegatedDuty,
    FolkModel,
    Judgement,
    Animated,
    Hindsight,
    JudgmentalPassive,
    Mechanistic,
}

impl Family {
    pub(crate) const ALL: [Self; 15] = [
        Self::WeakAction,
        Self::Discipline,
        Self::NamedIndividual,
        Self::HumanError,
        Self::PersonAsCause,
        Self::BlameWord,
        Self::Violation,
        Self::Counterfactual,
        Self::NegatedDuty,
        Self::FolkModel,
        Self::Judgement,
        Self::Animated,
        Self::Hindsight,
        Self::JudgmentalPassive,
        Self::Mechanistic,
    ];

    /// The name of its rule.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::WeakAction => "weak-action",
            Self::Discipline => "discipline",
            Self::NamedIndividual => "named-individual",
            Self::HumanError => "human-error",
            Self::PersonAsCause => "person-as-cause",
            Self::BlameWord => "blame-word",
            Self::Violation => "violation",
            Self::Counterfactual => "counterfactual",
            Self::NegatedDuty => "negated-duty",
            Self::FolkModel => "folk-model",
            Self::Judgement => "judgement",
            Self::Animated => "animated",
            Self::Hindsight => "hindsight",
            Self::JudgmentalPassive => "judgmental-passive",
            Self::Mechanistic => "mechanistic",
        }
    }
}

/// How sure a frame is, and how much it hurts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Weight {
    /// Worth a thought.
    Mild,
    /// A facilitator would ask.
    Usual,
    /// Harmful where causes are told.
    Strong,
}

/// A frame that was seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Seen {
    pub(crate) family: Family,
    pub(crate) weight: Weight,
    /// The phrase, in tokens of the sentence.
    pub(crate) range: Range<usize>,
    /// Whose deed it is told as, where that matters.
    pub(crate) subject: Option<Subject>,
}

impl Seen {
    fn new(family: Family, weight: Weight, range: Range<usize>) -> Self {
        Self { family, weight, range, subject: None }
    }

    fn of(self, subject: Subject) -> Self {
        Self { subject: Some(subject), ..self }
    }
}

/// The words and phrases that frames are seen with.
#[derive(Debug, Default)]
pub(crate) struct Tables {
    pub(crate) lexicon: Lexicon,
    phrases: Phrases,
    /// Those of the configuration.
    pub(crate) house: Patterns,
}

impl Tables {
    /// The built-in words and phrases, these words, and the phrases of the house, each with the number of its list.
    pub(crate) fn new<'a>(additions: &Additions, house: impl IntoIterator<Item = (usize, &'a str)>) -> Self {
        let mut lexicon = Lexicon::new(additions);
        let phrases = Phrases::new(&mut lexicon);
        let house = Patterns::new(house, &mut lexicon);
        Self { lexicon, phrases, house }
    }

    /// All frames of a sentence.
    pub(crate) fn see(&self, sentence: &Sentence<'_>) -> Vec<Seen> {
        let mut seen = Vec::new();
        if sentence.tokens.len() < 2 || is_log(sentence) || is_prompt(sentence) || is_thanks(sentence) {
            return seen;
        }
        let excepted = self.phrases.see(sentence, &mut seen);
        let people = Classes::PEOPLE
            .or(Classes::LOOKALIKE)
            .or(Classes::TEAM_LOOKALIKE)
            .or(Classes::FIRST)
            .or(Classes::AMBIGUOUS_NAME)
            .or(Classes::POSS);
        // Names that no list has are found by their ending only.
        let surname = |(at, token): (usize, &super::token::Token)| {
            at > 0 && token.capital && token.classes.is_empty() && is_like_surname(sentence.word(at))
        };
        if sentence.classes.any(people) || sentence.tokens.iter().enumerate().any(surname) {
            cause::see(sentence, &mut seen);
            deed::see(sentence, &mut seen);
        }
        counterfactual::see(sentence, &mut seen);
        if sentence.classes.any(Classes::NEG.or(Classes::FAIL).or(Classes::IGNORE).or(Classes::NOBODY)) {
            duty::see(sentence, &mut seen);
        }
        seen.retain(|seen| {
            // A duty with its reason is told as it should be: nothing to ask.
            if seen.family == Family::NegatedDuty && seen.weight == Weight::Mild {
                return false;
            }
            let quoted = sentence.tokens.get(seen.range.start).is_some_and(|token| token.quoted);
            !quoted && !excepted.iter().any(|range| range.start < seen.range.end && seen.range.start < range.end)
        });
        for seen in &mut seen {
            if seen.subject.as_ref().is_some_and(|subject| subject.who == Who::Named)
                && !matches!(seen.family, Family::Discipline | Family::WeakAction)
                && seen.weight > Weight::Mild
            {
                seen.family = Family::NamedIndividual;
            }
        }
        seen.sort_by(|a, b| (b.weight, a.family, a.range.start).cmp(&(a.weight, b.family, b.range.start)));
        seen
    }
}

/// Whether causes are told here.
fn tells_causes(sentence: &Sentence<'_>) -> bool {
    matches!(sentence.section, Some(SectionKind::ContributingFactors | SectionKind::Trigger | SectionKind::Summary))
}

/// Whether the section tells what happened in its order: neutral deeds and beliefs are at home there.
fn tells_events(sentence: &Sentence<'_>) -> bool {
    matches!(
        sentence.section,
        Some(
            SectionKind::Timeline
                | SectionKind::Response
                | SectionKind::Resolution
                | SectionKind::Detection
                | SectionKind::WentWell
        )
    )
}

/// What looks like a line of a log is not the writer's.
fn is_log(sentence: &Sentence<'_>) -> bool {
    let first = sentence.word(0);
    let level =
        ["ERROR", "WARN", "WARNING", "FATAL", "INFO", "DEBUG", "TRACE", "CRITICAL", "panic", "Traceback", "Exception"];
    let is_level = level.contains(&first) || first == "[" && level.contains(&sentence.word(1));
    // `E0220 12:00:01`
    let mut letters = first.bytes();
    let is_glog = letters.next().is_some_and(|byte| b"EWIF".contains(&byte))
        && first.len() == 5
        && letters.all(|byte| byte.is_ascii_digit());
    let pairs = (0..sentence.tokens.len())
        .filter(|at| {
            sentence.is_mark(*at, '=')
                && at.checked_sub(1).is_some_and(|before| sentence.tokens[before].end == sentence.tokens[*at].start)
        })
        .count();
    is_level || is_glog || pairs >= 2
}

/// A question of a template: it asks about the incident, and finds nobody guilty. "Why did they not …?" does.
fn is_prompt(sentence: &Sentence<'_>) -> bool {
    sentence.is_question()
        && (0..3).any(|at| {
            sentence.is_word(
                at,
                "what how where when which did do does is are was were could can should would have has any will",
            )
        })
        && !(0..3).any(|at| sentence.is_word(at, "why who"))
        && !(sentence.is_word(0, "how what") && sentence.is_word(1, "on nobody"))
        && !(sentence.is_word(0, "how") && sentence.is_word(1, "could can"))
}

/// Thanks name people, and should.
fn is_thanks(sentence: &Sentence<'_>) -> bool {
    // `we had an outage thanks to the release` is none.
    let thanks = |at: usize| sentence.is(at, Classes::THANKS) && (at == 0 || !sentence.is_word(at + 1, "to"));
    (0..6).any(thanks) && !sentence.is_word(1, "to")
}
