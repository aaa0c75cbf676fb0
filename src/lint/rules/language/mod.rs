//! `BL`: blameless language.
//!
//! Which sentences are meant is found once for each document by [`prose`](crate::lint::prose); each rule here
//! says what its findings mean and what they ask. [`report`] turns one into the other.

use crate::diagnostic::Level;
use crate::lint::Document;
use crate::lint::prose::{Family, Frame, Place, Weight, Who};
use crate::lint::rule::Ctx;
use crate::model::{SectionKind, Status};

pub(super) mod animated;
pub(super) mod blame_word;
pub(super) mod counterfactual;
pub(super) mod discipline;
pub(super) mod folk_model;
pub(super) mod hindsight;
pub(super) mod house_phrase;
pub(super) mod human_error;
pub(super) mod judgement;
pub(super) mod judgmental_passive;
pub(super) mod mechanistic;
pub(super) mod named_individual;
pub(super) mod negated_duty;
pub(super) mod other_language;
pub(super) mod person_as_cause;
pub(super) mod violation;

/// What a rule says of each of its findings.
pub(super) struct Told {
    /// `{}` is the phrase, `{who}` whose deed it is told as.
    pub(super) message: &'static str,
    /// Why it matters.
    pub(super) note: &'static str,
    /// The question to ask.
    pub(super) help: &'static str,
}

/// Reports the frames of a family.
pub(super) fn report(ctx: &mut Ctx<'_>, document: &Document<'_>, family: Family, told: &Told) {
    let Some(review) = ctx.review(document) else { return };
    for frame in review.of(family) {
        let who = frame.subject.as_ref().map_or("people", |(who, _)| who.as_str());
        let message = told.message.replace("{who}", who).replace("{}", &shown(&frame.phrase));
        let finding = ctx
            .report(document.source.id, frame.span, message)
            .at_most(level(frame, document.status()))
            .note(told.note)
            .help(told.help);
        if let Some((who, Some(span))) = frame.subject
            && who != Who::Nobody
        {
            finding.also(document.source.id, span, format!("read as {}", who.as_str()));
        }
    }
}

/// A long phrase is told by its beginning and its end.
fn shown(phrase: &str) -> String {
    let words: Vec<&str> = phrase.split(' ').collect();
    match words.as_slice() {
        [first @ .., last] if first.len() > MOST_WORDS => {
            format!("{} … {last}", first.get(..MOST_WORDS - 1).unwrap_or_default().join(" "))
        }
        _ => phrase.to_owned(),
    }
}

/// A phrase of more words is cut in the message; its mark is whole.
const MOST_WORDS: usize = 9;

/// How much a frame weighs where it stands: the strongest are errors where causes are told, and nothing is in a draft.
fn level(frame: &Frame, status: Status) -> Level {
    let where_causes_are_told = frame.place == Place::FrontMatter
        || matches!(
            frame.section,
            Some(SectionKind::Summary | SectionKind::ContributingFactors | SectionKind::Trigger)
        );
    match frame.weight {
        Weight::Mild => Level::Info,
        Weight::Strong if where_causes_are_told && status != Status::Draft => Level::Error,
        Weight::Usual | Weight::Strong => Level::Warning,
    }
}
