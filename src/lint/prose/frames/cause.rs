//! A person as the cause: "the cause was an engineer", "caused by", "because she …", "X broke …", "mistakenly".
//!
//! A deed told neutrally is none of these. It takes a word of cause, of consequence or of slip beside the person.

use super::super::grammar::{Sentence, Subject, Who};
use super::super::lexicon::Classes;
use super::super::token::Kind;
use super::{Family, Seen, Weight, tells_causes, tells_events};
use crate::model::SectionKind;

pub(super) fn see(sentence: &Sentence<'_>, seen: &mut Vec<Seen>) {
    for (at, token) in sentence.tokens.iter().enumerate() {
        if token.is(Classes::CAUSE_NOUN) {
            seen.extend(the_cause_was(sentence, at));
        }
        if token.is(Classes::PAST.or(Classes::PARTICIPLE)) && token.is(Classes::CAUSE.or(Classes::BROKE)) {
            seen.extend(caused_by(sentence, at));
        }
        if token.is(Classes::ERROR_NOUN) {
            seen.extend(error_by(sentence, at));
        }
        if token.is(Classes::LEADS_BACK) {
            seen.extend(due_to(sentence, at));
        }
        if token.is(Classes::REASON) && !sentence.is_word(at, "due given owing") {
            seen.extend(because(sentence, at));
        }
        if token.is(Classes::PREP) && sentence.is_word(at, "by") {
            seen.extend(change_by(sentence, at));
            seen.extend(set_in_motion(sentence, at));
        }
        if token.is(Classes::OWNER) {
            seen.extend(their_change(sentence, at));
        }
        if token.is(Classes::IT) && sentence.is_word(at, "it") {
            seen.extend(it_was(sentence, at));
        }
        if token.is(Classes::WH) && sentence.is_word(at, "what") {
            seen.extend(what_broke_was(sentence, at));
        }
    }
}

fn found(weight: Weight, range: std::ops::Range<usize>, subject: Subject) -> Seen {
    Seen::new(Family::PersonAsCause, weight, range).of(subject)
}

/// People found, told and mended things too.
fn is_of_discovery(sentence: &Sentence<'_>, at: usize) -> bool {
    sentence.is_word(
        at,
        "identified found discovered determined reported fixed confirmed noticed detected diagnosed resolved \
     understood established known isolated analysed analyzed documented located removed reverted addressed \
     suspected raised",
    )
}

/// `The root cause was an engineer …`, `cause: platform team pushed …`.
fn the_cause_was(sentence: &Sentence<'_>, at: usize) -> Option<Seen> {
    let factor = sentence.is_word(at, "factor factors");
    if factor && !sentence.is_word(at.wrapping_sub(1), "contributing main human key decisive biggest") {
        return None;
    }
    // The verb `trigger` has a subject; the noun stands at the start, or behind an article or adjective.
    if sentence.is(at, Classes::VERB)
        && at > 0
        && !sentence.is(at - 1, Classes::DET.or(Classes::POSS))
        && !sentence.is_word(
            at - 1,
            "root real immediate main actual direct primary initial ultimate true underlying proximate only",
        )
    {
        return None;
    }
    let copula = (at + 1..(at + 12).min(sentence.tokens.len())).find(|at| {
        sentence.is(*at, Classes::BE) && !sentence.is_word(*at, "been being")
            || sentence.get(*at).is_some_and(|token| matches!(token.kind, Kind::Mark(':' | '=' | '–' | '—')))
    })?;
    if sentence.is(copula + 1, Classes::NEG) || sentence.is_negated(copula) {
        return None;
    }
    let mut start = copula + 1;
    for _ in 0..5 {
        if sentence.is(start, Classes::ADV)
            || sentence.is_word(
                start,
                "identified found determined as to be traced back that likely due been when being attributed",
            )
            || sentence.get(start).is_some_and(|token| matches!(token.kind, Kind::Mark('"' | '-' | '*')))
        {
            start += 1;
        }
    }
    let subject = sentence.noun_after(start)?;
    let range = at..subject.range.end;
    if subject.who.is_third() {
        let next = sentence.skip_adverbs(subject.range.end);
        let is_condition = sentence.is(next, Classes::NEG)
            || sentence.is_word(next, "could had have was were is are needed lacked believed thought assumed")
                && !sentence.is(next + 1, Classes::ING);
        let of_things = sentence.is_word(next, "of");
        return (!is_condition && !of_things).then(|| found(Weight::Strong, range, subject));
    }
    // `… was the removal of the device by an engineer`
    let by = (subject.range.start..(subject.range.end + 10).min(sentence.tokens.len()))
        .take_while(|at| !sentence.tokens[*at].is_break() && !sentence.is(*at, Classes::FINITE))
        .find(|at| sentence.is_word(*at, "by"));
    let head = subject.range.end - 1;
    if let Some(by) = by
        && (["tion", "al", "ment", "ing"].iter().any(|end| sentence.word(head).ends_with(end))
            || sentence.is_word(head, DEEDS))
        && let Some(person) = sentence.noun_after(by + 1).filter(|person| person.who.is_third() && person.sure)
    {
        return Some(found(Weight::Strong, at..person.range.end, person));
    }
    // `… was a configuration error introduced by a network engineer`, `… a misunderstanding within the team`.
    let rest = subject.range.start..(subject.range.end + 8).min(sentence.tokens.len());
    for by in rest {
        let head = by.checked_sub(1)?;
        let is_agent = sentence.is_word(by, "by")
            && !is_of_discovery(sentence, head)
            && sentence.is(head, Classes::VERB.or(Classes::ERROR_NOUN))
            || sentence.is_word(by, "within of from among between in") && sentence.is(head, Classes::ERROR_NOUN)
            || sentence.is_word(by, "'s");
        if !is_agent {
            continue;
        }
        let person = if sentence.is_word(by, "'s") { sentence.noun_before(by) } else { sentence.noun_after(by + 1) };
        let deed = !sentence.is_word(by, "'s")
            || (by..by + 4).any(|at| {
                sentence.is(at, Classes::ERROR_NOUN)
                    || sentence.is_word(at, "failure decision action actions inattention negligence")
            });
        if let Some(person) = person.filter(|person| person.who.is_third() && deed) {
            return Some(found(Weight::Strong, at..by + 1, person));
        }
    }
    None
}

/// What of the writers or others can cause: their failure, their mistake.
fn is_deed_of_people(sentence: &Sentence<'_>, subject: &Subject) -> bool {
    let owned = sentence.is(subject.range.start, Classes::POSS) && !sentence.is_word(subject.range.start, "its whose")
        || subject.range.clone().any(|at| sentence.is_word(at, "'s") && at > 0 && sentence.is(at - 1, Classes::PEOPLE));
    let head = subject.range.end.saturating_sub(1);
    owned
        && (sentence.is(head, Classes::ERROR_NOUN)
            || sentence
                .is_word(head, "failure decision inattention carelessness neglect inability refusal haste omission"))
}

/// `an error in judgement by the supervisor`.
fn error_by(sentence: &Sentence<'_>, at: usize) -> Option<Seen> {
    let by = (at + 1..(at + 8).min(sentence.tokens.len()))
        .take_while(|at| !sentence.tokens[*at].is_break())
        .find(|at| sentence.is_word(*at, "by"))?;
    let acts = (at + 1..by).any(|at| sentence.is(at, Classes::AUXILIARY)) || is_of_discovery(sentence, by - 1);
    let person = sentence.noun_after(by + 1).filter(|person| person.who.is_third() && person.sure)?;
    (!acts && !sentence.is_negated(at) && !tells_events(sentence))
        .then(|| Seen::new(Family::HumanError, Weight::Strong, at..person.range.end).of(person))
}

/// What people make and do: with its owner it stands for them.
const DEEDS: &str = "change changes commit commits pr patch script scripts deploy deployment deployments push merge decision \
     decisions action actions fix migration edit edits failure query test experiment carelessness work branch release \
     releases config restart command refactoring update code intervention attempt attempts import cleanup";

/// Whose deed it is, when somebody's deed is named: `the intern's script`, not `the operator's console`.
fn owner_of_deed(sentence: &Sentence<'_>, deed: &Subject) -> Option<Subject> {
    let of = deed.range.clone().find(|at| sentence.is_word(*at, "'s"))?;
    let head = deed.range.end.checked_sub(1)?;
    let owner = sentence.owner(of).filter(|owner| owner.who.is_third() && owner.sure)?;
    (sentence.is_word(head, DEEDS) || sentence.is(head, Classes::ERROR_NOUN)).then_some(owner)
}

/// `caused by a contractor who …`, `introduced by`, `broken by`.
fn caused_by(sentence: &Sentence<'_>, at: usize) -> Option<Seen> {
    let by = (at + 1..(at + 5).min(sentence.tokens.len()))
        .take_while(|at| !sentence.tokens[*at].is_break())
        .find(|at| sentence.is_word(*at, "by"))?;
    if sentence.is_negated(at) {
        return None;
    }
    let mut subject = sentence.noun_after(by + 1)?;
    if sentence.is_word(at, "created produced") && !has_harm(sentence, at) {
        return None;
    }
    // `caused by Wanjiru's deployments`
    if let Some(owner) = owner_of_deed(sentence, &subject) {
        subject = owner;
    }
    (subject.who.is_third() && subject.sure
        || subject.who.is_third() && !sentence.is_mark(subject.range.end, '-')
        || is_deed_of_people(sentence, &subject))
    .then(|| found(Weight::Strong, at..subject.range.end, subject))
}

pub(super) fn has_harm(sentence: &Sentence<'_>, at: usize) -> bool {
    let near = at.saturating_sub(8)..(at + 8).min(sentence.tokens.len());
    near.into_iter().any(|at| {
        sentence.is(at, Classes::WRONG.or(Classes::ERROR_NOUN))
            || sentence.is(at, Classes::INCIDENT) && !sentence.is_word(at, "issue issues")
    })
}

/// `due to the on-call engineer restarting …`, `traced back to an engineer`.
fn due_to(sentence: &Sentence<'_>, at: usize) -> Option<Seen> {
    let mut next = at + 1;
    if sentence.is_word(next, "back") {
        next += 1;
    }
    if sentence.is_word(at, "traced") && !sentence.is_word(next, "to") {
        next = (next..(next + 5).min(sentence.tokens.len())).find(|at| sentence.is_word(*at, "to")).unwrap_or(next);
    }
    if !sentence.is_word(next, "to of from in with on") || sentence.is_negated(at) {
        return None;
    }
    // Words that have other meanings as well.
    let pairs = [
        ("goes went", "to"),
        ("came comes originated originates", "from"),
        ("lies lay rests rested", "with on"),
        ("work source hands courtesy doing handiwork fault consequence result", "of"),
        ("thanks", "to"),
    ];
    for (words, prepositions) in pairs {
        if sentence.is_word(at, words) && !sentence.is_word(next, prepositions) {
            return None;
        }
    }
    if sentence.is_word(at, "goes went") && next == at + 1
        || sentence.is_word(at, "source work") && !(0..at).any(|at| sentence.is(at, Classes::BE))
        || sentence.is_word(at, "came comes thanks work source")
            && !tells_causes(sentence)
            && sentence.section != Some(SectionKind::WentPoorly)
    {
        return None;
    }
    if sentence.is_word(at, "down") && !sentence.is_word(at.wrapping_sub(1), "came come comes boils boiled boil") {
        return None;
    }
    let subject = sentence.noun_after(next + 1)?;
    let range = at..subject.range.end;
    if is_deed_of_people(sentence, &subject) {
        return Some(found(Weight::Strong, range, subject));
    }
    if subject.who.is_third() && (subject.sure || subject.who != Who::Team) {
        let after = sentence.skip_adverbs(subject.range.end);
        let denied = sentence.is(after, Classes::NEG);
        return (!denied && !sentence.is_word(after, "of") && !sentence.is_word(after, "being"))
            .then(|| found(Weight::Strong, range, subject));
    }
    // `due to the mobile team's release`
    if let Some(owner) = owner_of_deed(sentence, &subject) {
        return Some(found(Weight::Usual, range, owner));
    }
    // `due to a change made by the network team`
    let by = (subject.range.end..(subject.range.end + 4).min(sentence.tokens.len()))
        .find(|at| sentence.is_word(*at, "by"))?;
    let agent = sentence.noun_after(by + 1)?;
    (agent.who.is_third()
        && sentence.is(by - 1, Classes::VERB.or(Classes::ERROR_NOUN))
        && !is_of_discovery(sentence, by - 1))
    .then(|| found(Weight::Strong, at..agent.range.end, agent))
}

/// `because the previous on-call had silenced the alert`.
fn because(sentence: &Sentence<'_>, at: usize) -> Option<Seen> {
    let subject = sentence.noun_after(at + 1)?;
    if !subject.who.is_third()
        || !subject.sure && !sentence.is(subject.range.start, Classes::DET) && subject.who != Who::Named
    {
        return None;
    }
    let mut verb = subject.range.end;
    while sentence.is(verb, Classes::ADV.or(Classes::HAVE)) && verb < subject.range.end + 4 {
        if sentence.is(verb, Classes::NEG) {
            return None;
        }
        verb += 1;
    }
    let token = sentence.get(verb)?;
    let acts = !sentence.is_word(verb, "used uses")
        && token.is(Classes::ACTION.or(Classes::BROKE).or(Classes::SLIP))
        && token.is(Classes::PAST.or(Classes::PARTICIPLE))
        || sentence.is_word(verb, "insisted refused panicked ignored");
    // `it turned out that an engineer had disabled the check`
    if sentence.is_word(at, "that") {
        let out = sentence
            .is_word(at.wrapping_sub(1), "out emerged transpired discovered learned learnt revealed is was")
            && (at.saturating_sub(6)..at).any(|at| {
                sentence.is_word(at, "turned turns emerged transpired discovered learned learnt revealed")
                    || sentence.is(at, Classes::CAUSE_NOUN)
            });
        if !out || tells_events(sentence) {
            return None;
        }
    }
    // `it started when the on-call restarted …`
    if sentence.is_word(at, "when after") {
        let begins = (at.saturating_sub(3)..at)
            .any(|at| sentence.is_word(at, "started began begun happened occurred failed broke"));
        if !begins || tells_events(sentence) {
            return None;
        }
    }
    let is_as = sentence.is_word(at, "as since");
    (acts && !(is_as && tells_events(sentence))).then(|| found(Weight::Usual, at..verb + 1, subject))
}

/// `set in motion by an engineer`, `brought about by`.
fn set_in_motion(sentence: &Sentence<'_>, at: usize) -> Option<Seen> {
    if at < 2 {
        return None;
    }
    let begun = sentence.is_word(at - 1, "motion off about on")
        && sentence.is_word(at - 2, "in set kicked brought sparked")
        || sentence.is_word(at - 1, "sparked unleashed started initiated") && sentence.is(at - 2, Classes::BE);
    let incident =
        (0..at).any(|at| sentence.is(at, Classes::INCIDENT) || sentence.is_word(at, "chain cascade this it"));
    let person = sentence.noun_after(at + 1).filter(|person| person.who.is_third() && person.sure)?;
    (begun && incident && !tells_events(sentence)).then(|| found(Weight::Strong, at - 1..person.range.end, person))
}

/// What a script of somebody did that nobody wants.
const HARMED: &str = "deleted dropped wiped truncated overwrote removed exposed leaked purged locked corrupted flooded saturated \
     exhausted emptied erased filled disabled unplugged";

/// `the migration by Claire dropped …`.
fn change_by(sentence: &Sentence<'_>, at: usize) -> Option<Seen> {
    let person = sentence.noun_after(at + 1).filter(|person| person.who.is_third() && person.sure)?;
    let verb = sentence.skip_adverbs(person.range.end);
    // `an inadvertent keystroke by the engineer closed the breaker`
    let mishap = (0..at).any(|at| {
        sentence.is(at, Classes::WRONG.or(Classes::ERROR_NOUN))
            || sentence.is_word(
                at,
                "inadvertent accidental unintended hasty unplanned unannounced premature mistaken careless",
            )
    });
    let acts = sentence.is(verb, Classes::PAST) && !sentence.is(verb, Classes::AUXILIARY);
    if person.who != Who::Named && !(mishap && acts) {
        return None;
    }
    let harms = mishap && acts
        || sentence.is(verb, Classes::CAUSE.or(Classes::BROKE)) && sentence.is(verb, Classes::FINITE)
        || sentence.is_word(verb, HARMED)
        || sentence.is_word(verb, "led resulted took brought");
    (harms && at > 1 && !tells_events(sentence)).then(|| found(Weight::Usual, at..verb + 1, person))
}

/// `the engineer's change broke …`.
fn their_change(sentence: &Sentence<'_>, at: usize) -> Option<Seen> {
    let owner = sentence.noun_before(at).filter(|owner| owner.who.is_third())?;
    // `Paolo's script did not check`
    let undone = (at + 2..(at + 5).min(sentence.tokens.len()))
        .find(|at| sentence.is(*at, Classes::NEG) && sentence.is(*at - 1, Classes::DO.or(Classes::HAVE)));
    if let Some(undone) = undone
        && owner.who == Who::Named
        && !tells_events(sentence)
    {
        return Some(found(Weight::Usual, owner.range.start..undone + 1, owner));
    }
    let harm = (at + 2..(at + 9).min(sentence.tokens.len())).find(|at| {
        sentence.is(*at, Classes::CAUSE.or(Classes::BROKE)) && sentence.is(*at, Classes::FINITE)
            || sentence.is_word(*at, HARMED) && !tells_events(sentence)
            || sentence.is_word(*at, "led resulted") && sentence.is_word(*at + 1, "to in")
            || sentence.is_word(*at, "took brought takes brings")
    })?;
    let passive = sentence.is(harm - 1, Classes::BE) || sentence.is(harm - 1, Classes::NEG);
    let thing = (at + 1..harm).any(|at| sentence.is_word(at, DEEDS) || sentence.is(at, Classes::ERROR_NOUN));
    (thing && !passive).then(|| found(Weight::Usual, owner.range.start..harm + 1, owner))
}

/// `What took us down was the security team …`.
fn what_broke_was(sentence: &Sentence<'_>, at: usize) -> Option<Seen> {
    let was = (at + 2..(at + 8).min(sentence.tokens.len())).find(|at| sentence.is_word(*at, "was is were"))?;
    let harm = (at + 1..was).any(|at| {
        sentence.is(at, Classes::CAUSE.or(Classes::BROKE))
            || sentence.is_word(at, "took brought killed started made went happened")
    });
    let subject = sentence.noun_after(was + 1)?;
    let condition = sentence.is(subject.range.end, Classes::NEG) || sentence.is_word(subject.range.end, "of could had");
    (harm && subject.who.is_third() && !condition).then(|| found(Weight::Strong, at..subject.range.end, subject))
}

/// `it was the intern's script that emptied the bucket`.
fn it_was(sentence: &Sentence<'_>, at: usize) -> Option<Seen> {
    if !sentence.is_word(at + 1, "was is 's") {
        return None;
    }
    let mut subject = sentence.noun_after(at + 2)?;
    let mut end = subject.range.end;
    if !subject.who.is_third() {
        let owner = subject.range.clone().find(|at| sentence.is_word(*at, "'s"))?;
        subject = sentence.noun_before(owner)?;
    } else if sentence.is_word(end, "'s") {
        end = sentence.noun_after(end + 1)?.range.end;
    }
    if !subject.who.is_third() || !sentence.is_word(end, "who that which") {
        return None;
    }
    let verb = sentence.skip_adverbs(end + 1);
    let token = sentence.get(verb)?;
    let good = sentence.is_word(
        verb,
        "noticed found spotted fixed discovered reported raised detected realised realized caught identified \
     suggested helped rolled reverted restored",
    );
    (token.is(Classes::PAST.or(Classes::THIRD_FORM).or(Classes::HAVE)) && !good)
        .then(|| found(Weight::Strong, at..verb + 1, subject))
}
