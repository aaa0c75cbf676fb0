//! Frames that are phrases: the groups of `phrases.toml`, and on whose deed each counts.

use std::collections::BTreeMap;
use std::ops::Range;

use serde::Deserialize;

use super::super::grammar::{Sentence, Subject, Who};
use super::super::lexicon::{Classes, Lexicon};
use super::super::pattern::{Hit, Patterns};
use super::super::token::Kind;
use super::{Family, Seen, Weight};
use crate::model::SectionKind;

/// `phrases.toml`, compiled in; a test holds that it is read whole.
const PHRASES: &str = include_str!("../phrases.toml");

/// Whose deed the sentence has to tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum WhoseDeed {
    /// No matter.
    #[default]
    Any,
    /// Somebody's: people stand in the sentence.
    People,
    /// Of a person, or of nobody written.
    Person,
    /// Of somebody beside the writers.
    Third,
    /// Not plainly of a thing that acts by itself.
    NoThing,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum WeightWord {
    Mild,
    #[default]
    Usual,
    Strong,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct GroupText {
    #[serde(default)]
    who: WhoseDeed,
    #[serde(default)]
    weight: WeightWord,
    /// Kinds of sections; empty for all.
    #[serde(default, rename = "in")]
    sections: Vec<String>,
    /// Whether a negation before it does not take it back.
    #[serde(default)]
    negated: bool,
    /// Whether it has to begin the sentence.
    #[serde(default)]
    start: bool,
    /// Whether a reason in the sentence takes it back.
    #[serde(default)]
    unexplained: bool,
    patterns: Vec<String>,
}

/// A group of phrases.
#[derive(Debug)]
struct Group {
    /// None: what it matches is no finding, whatever else is seen there.
    family: Option<Family>,
    who: WhoseDeed,
    weight: Weight,
    sections: Vec<SectionKind>,
    negated: bool,
    start: bool,
    unexplained: bool,
}

/// All phrases.
#[derive(Debug, Default)]
pub(super) struct Phrases {
    groups: Vec<Group>,
    patterns: Patterns,
}

impl Phrases {
    pub(super) fn new(lexicon: &mut Lexicon) -> Self {
        let data: BTreeMap<String, Vec<GroupText>> = toml::from_str(PHRASES).unwrap_or_default();
        let mut groups = Vec::new();
        let mut texts = Vec::new();
        for (family, list) in &data {
            let family = Family::ALL.into_iter().find(|other| other.as_str() == family);
            for text in list {
                texts.extend(text.patterns.iter().map(|pattern| (groups.len(), pattern.as_str())));
                let weight = match text.weight {
                    WeightWord::Mild => Weight::Mild,
                    WeightWord::Usual => Weight::Usual,
                    WeightWord::Strong => Weight::Strong,
                };
                let is_kind = |kind: &SectionKind| text.sections.iter().any(|word| word == kind.as_str());
                groups.push(Group {
                    family,
                    who: text.who,
                    weight,
                    sections: SectionKind::ALL.into_iter().filter(is_kind).collect(),
                    negated: text.negated,
                    start: text.start,
                    unexplained: text.unexplained,
                });
            }
        }
        let patterns = Patterns::new(texts, lexicon);
        Self { groups, patterns }
    }

    /// Adds the frames of a sentence; gives the tokens in which nothing is a finding.
    pub(super) fn see(&self, sentence: &Sentence<'_>, seen: &mut Vec<Seen>) -> Vec<Range<usize>> {
        let first = first_word(sentence);
        let mut exceptions = Vec::new();
        for hit in self.patterns.find(sentence.tokens) {
            let group = &self.groups[hit.group];
            let is_here =
                group.sections.is_empty() || sentence.section.is_some_and(|kind| group.sections.contains(&kind));
            if !is_here || group.start && hit.start > first {
                continue;
            }
            let Some(family) = group.family else {
                exceptions.push(hit.start..hit.end);
                continue;
            };
            if !group.negated && sentence.is_negated(hit.start) {
                continue;
            }
            if family == Family::HumanError && !is_told_as_cause(sentence, hit) {
                continue;
            }
            if family == Family::WeakAction && !is_asked_of_people(sentence, hit) {
                continue;
            }
            if group.unexplained && sentence.is_explained(hit.end - 1) {
                continue;
            }
            let found = Seen::new(family, group.weight, hit.start..hit.end);
            match whose(sentence, hit, group.who) {
                Deed::OfNoMatter => seen.push(found),
                Deed::Of(subject) => seen.push(found.of(subject)),
                Deed::OfAnother => {}
            }
        }
        exceptions
    }
}

/// The first token that is neither a mark nor a time nor a number.
fn first_word(sentence: &Sentence<'_>) -> usize {
    sentence.tokens.iter().position(|token| !token.is_mark() && token.kind != Kind::Number).unwrap_or_default()
}

/// Whose deed a phrase tells of.
#[derive(Debug)]
enum Deed {
    /// The group does not ask.
    OfNoMatter,
    /// Of one that the group is about.
    Of(Subject),
    /// Of anybody or anything else.
    OfAnother,
}

/// Whose deed it is, as far as the group asks.
fn whose(sentence: &Sentence<'_>, hit: Hit, who: WhoseDeed) -> Deed {
    if who == WhoseDeed::Any {
        return Deed::OfNoMatter;
    }
    if who == WhoseDeed::People {
        let people =
            Classes::THIRD.or(Classes::ANYONE).or(Classes::FIRST).or(Classes::ORGANISATION).or(Classes::TEAM_LOOKALIKE);
        let own = |at: usize| sentence.is(at, people) && !sentence.is(at, Classes::USER);
        let has_people = (0..sentence.tokens.len()).any(own);
        return if has_people { Deed::OfNoMatter } else { Deed::OfAnother };
    }
    // `an inexperienced engineer`: the phrase is told of whom it stands before.
    let within = sentence.noun_after(hit.start).filter(|noun| noun.range.start < hit.end && noun.range.end > hit.end);
    if let Some(noun) = within.filter(|noun| noun.who.is_third() && hit.end - hit.start == 1) {
        return if who == WhoseDeed::NoThing { Deed::OfAnother } else { Deed::Of(noun) };
    }
    let verb = main_verb(sentence, hit);
    let subject = match sentence.agent(hit.start) {
        Some(agent) if agent.who.is_third() => agent,
        _ => sentence.subject(verb),
    };
    // `was disabled by a developer instead of being fixed`
    let by = || sentence.agent(verb).filter(|agent| agent.who.is_third() && subject.who == Who::Thing);
    let subject = by().unwrap_or(subject);
    let fits = match who {
        WhoseDeed::Third => subject.who.is_third(),
        WhoseDeed::Person => subject.who.is_human() || matches!(subject.who, Who::Nobody | Who::Organisation),
        WhoseDeed::NoThing => {
            // `This violates our policy`: what was done, not a program.
            let deed = subject.range.len() == 1 && sentence.is(subject.range.start, Classes::IT);
            // `The change was made outside the window`: a deed too.
            let head = subject.range.end.saturating_sub(1);
            // `The procedure was not followed`: it is of people, whoever they are.
            let deed = deed
                || sentence.is_word(
                    head,
                    "policy policies procedure procedures process guideline guidelines runbook checklist playbook sop \
     instructions freeze handbook",
                ) && hit.start <= head + 1
                || sentence.is_word(head, "rule rules principle")
                    && sentence.is_word(
                        head.wrapping_sub(1),
                        "person two-person eyes four-eyes our house ground first golden",
                    )
                    && hit.start <= head + 1;
            let deed = deed || sentence.is_word(
                head,
                "action change changes commit deploy deployment edit fix hotfix maintenance merge migration operation \
     patch pr push release restart rollout test update upgrade shortcut shortcuts workaround modification installation work reboot switch rollback script command",
            ) && (hit.start == head + 1
                || (head + 1..(head + 4).min(sentence.tokens.len()))
                    .any(|at| sentence.is(at, Classes::BE.or(Classes::REL))));
            // `Skipping the election` begins a note about something.
            let note = subject.who == Who::Unsaid && hit.start == 0 && sentence.is(0, Classes::ING);
            deed || !note && !matches!(subject.who, Who::Thing | Who::User | Who::Attacker)
        }
        WhoseDeed::Any | WhoseDeed::People => true,
    };
    if fits { Deed::Of(subject) } else { Deed::OfAnother }
}

/// The verb that a phrase belongs to: one in it, else the nearest before it.
fn main_verb(sentence: &Sentence<'_>, hit: Hit) -> usize {
    let is_verb = |at: &usize| {
        let finite =
            sentence.is(*at, Classes::FINITE) && !sentence.is(at.wrapping_sub(1), Classes::DET.or(Classes::POSS));
        finite || sentence.is(*at, Classes::AUXILIARY)
    };
    // `…, which is forbidden`: what was done, not its object.
    if sentence.is_word(hit.start + 1, "which something") && sentence.is_mark(hit.start, ',') {
        return (0..hit.start).find(is_verb).unwrap_or(hit.start);
    }
    // `instead of checking`: of the clause that it is the alternative to.
    if sentence.is_word(hit.start, "instead rather") {
        let main = |at: &usize| is_verb(at) && !sentence.is(at.wrapping_sub(1), Classes::REL);
        let first = (0..hit.start).find(main);
        return first.or_else(|| (hit.end..sentence.tokens.len()).find(main)).unwrap_or(hit.start);
    }
    (hit.start..hit.end).find(is_verb).or_else(|| (0..hit.start).rev().find(is_verb)).unwrap_or(hit.start)
}

/// Human error as the explanation, not as what is to be prevented, was believed, or is part of a name.
fn is_told_as_cause(sentence: &Sentence<'_>, hit: Hit) -> bool {
    let numbered = sentence.get(hit.end).is_some_and(|token| token.kind == Kind::Number);
    if numbered || sentence.is(hit.end, Classes::COMPOUND_TAIL) {
        return false;
    }
    let before = hit.start.saturating_sub(9)..hit.start;
    let steered = before.clone().any(|at| {
        sentence.is(at, Classes::STEER)
            || sentence.is_word(
                at,
                "risk risks chance chances possibility potential likelihood prone against fewer less reduces prevents \
     opportunity opportunities room susceptible vulnerable scope impact tolerant resilient if any future \
     surface instead than blaming blame beyond",
            )
    });
    let believed = (0..hit.start).any(|at| {
        sentence.is(at, Classes::BELIEF) && !sentence.is(at, Classes::IT)
            || sentence.is_word(at, "guess hypothesis theory initially suspicion maybe perhaps ruled rule")
    });
    let belief_counts = believed && !super::tells_causes(sentence);
    let denied = (hit.end..(hit.end + 3).min(sentence.tokens.len())).any(|at| sentence.is_word(at, "prone free proof"))
        || sentence.is_mark(hit.end, '-');
    !steered && !belief_counts && !denied
}

/// An action is weak when it asks something of people; a machine that checks twice is a strong one.
fn is_asked_of_people(sentence: &Sentence<'_>, hit: Hit) -> bool {
    let near = hit.start..(hit.end + 4).min(sentence.tokens.len());
    if near.clone().any(|at| sentence.is(at, Classes::MACHINE_LEARNING))
        && !near.clone().any(|at| sentence.is(at, Classes::PEOPLE))
    {
        return false;
    }
    // `do not run \`docker pull\``: a rule about a tool.
    let of_tool = (hit.end..hit.end + 2).any(|at| sentence.get(at).is_some_and(|token| token.kind == Kind::Opaque));
    if of_tool && sentence.is_word(hit.start, "do never not") {
        return false;
    }
    // Only a finite verb has a subject that could be a machine; care and attention are of people anyhow.
    if hit.start == 0 || !sentence.is(hit.start, Classes::BASE.or(Classes::FINITE).or(Classes::AUXILIARY)) {
        return true;
    }
    let subject = sentence.subject(hit.start);
    !matches!(subject.who, Who::Thing | Who::Attacker | Who::Organisation) || sentence.is(hit.start, Classes::PEOPLE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_data_are_read_whole() {
        let data: BTreeMap<String, Vec<GroupText>> = toml::from_str(PHRASES).unwrap();
        for (family, groups) in &data {
            let known = family == "nothing" || Family::ALL.into_iter().any(|other| other.as_str() == family);
            assert!(known, "`{family}` is no family");
            for group in groups {
                for section in &group.sections {
                    assert!(
                        SectionKind::ALL.into_iter().any(|kind| kind.as_str() == section),
                        "`{section}` is no section"
                    );
                }
                for part in group.patterns.iter().flat_map(|pattern| pattern.split_whitespace()) {
                    for word in part.strip_suffix('?').unwrap_or(part).split('|') {
                        let class = word.strip_prefix('@');
                        assert!(class.is_none_or(|class| Classes::named(class).is_some()), "`{word}` is no class");
                        assert_eq!(word, word.to_lowercase());
                    }
                }
            }
        }
    }
}
