//! Deeds: a person did the wrong thing, did it with consequences, or did it where causes are told.
//!
//! A deed told neutrally is none of these. It takes a word of slip, of harm or of consequence beside the person, or a
//! place where every deed reads as the cause.

use super::super::grammar::{Sentence, Subject, Who};
use super::super::lexicon::Classes;
use super::super::token::{Kind, Token};
use super::cause::has_harm;
use super::{Family, Seen, Weight, tells_causes, tells_events};
use crate::model::SectionKind;

pub(super) fn see(sentence: &Sentence<'_>, seen: &mut Vec<Seen>) {
    seen.extend(bare_role(sentence));
    seen.extend(nominal(sentence));
    for (at, token) in sentence.tokens.iter().enumerate() {
        if token.is(Classes::MISHAP)
            || token.is(Classes::ERROR_NOUN.or(Classes::INCIDENT))
                && sentence.is_word(at.wrapping_sub(1), "by")
                && sentence.is_word(at, "mistake accident")
        {
            seen.extend(by_mishap(sentence, at));
        }
        if token.is(Classes::BE.or(Classes::HAVE)) {
            seen.extend(poor_work(sentence, at));
        }
        if !token.is(Classes::VERB) {
            continue;
        }
        if token.is(Classes::PAST.or(Classes::PARTICIPLE)) {
            seen.extend(done_by(sentence, at));
            seen.extend(deed_of_named(sentence, at));
        }
        if token.is(Classes::FINITE)
            && (token.is(Classes::CAUSE.or(Classes::OTHER_VERB)) || sentence.is_word(at, "took takes"))
        {
            seen.extend(brought_about(sentence, at));
        }
        if token.is(Classes::BROKE.or(Classes::SLIP)) && token.is(Classes::FINITE.or(Classes::ING)) {
            seen.extend(broke(sentence, at));
        }
        if token.is(Classes::ACTION.or(Classes::SLIP).or(Classes::BROKE)) {
            seen.extend(wrong_deed(sentence, at));
            seen.extend(deed_with_consequence(sentence, at));
            seen.extend(deed_as_cause(sentence, at));
        } else if !token.is(Classes::AUXILIARY) {
            seen.extend(wrong_deed(sentence, at));
            // The lists are long, and seldom asked when they come last.
            let deed = deed_as_cause(sentence, at);
            if deed.is_some() && !sentence.is_word(at, MINDED) && !sentence.is_word(at, NEUTRAL) {
                seen.extend(deed);
            }
        }
    }
}

fn found(weight: Weight, range: std::ops::Range<usize>, subject: Subject) -> Seen {
    Seen::new(Family::PersonAsCause, weight, range).of(subject)
}

/// Deeds that nobody is blamed for.
const NEUTRAL: &str = "reported proposed identified noticed fixed reviewed approved tested built owned managed maintained \
     handled used developed found discovered raised resolved provided required needed expected requested \
     performed supported confirmed detected investigated mitigated restored reverted rolled followed replaced \
     joined led run designed planned documented monitored paged alerted notified answered taken caught \
     addressed verified announced acknowledged operated offered seen known received accompanied hosted \
     published escalated described written created made added given understood shared called asked told \
     informed contacted affected impacted experienced observed posted mentioned suggested recommended \
     coordinated communicated assessed analysed analyzed triaged completed assigned declared limited done \
     closed opened tracked started updated sent checked increased merged deployed released applied shut held \
     kept set represented named blocked disabled enabled moved";

/// `the balancer was drained by a trainee`, where causes are told; by somebody with a name in most places.
fn done_by(sentence: &Sentence<'_>, at: usize) -> Option<Seen> {
    let here = matches!(sentence.section, Some(SectionKind::ContributingFactors | SectionKind::Trigger));
    let there = matches!(sentence.section, Some(SectionKind::Summary | SectionKind::WentPoorly | SectionKind::Lessons));
    if !here && !there {
        return None;
    }
    let passive = (at.saturating_sub(3)..at).any(|at| sentence.is(at, Classes::BE)) || sentence.is_word(at + 1, "by");
    if !passive || sentence.is_negated(at) || sentence.is(at, Classes::CAUSE) {
        return None;
    }
    let agent = sentence.agent(at)?;
    let harm = has_harm(sentence, at) || sentence.classes.any(Classes::BROKE.or(Classes::WRONG));
    let named = agent.who == Who::Named;
    let harmless = sentence.is_word(at, NEUTRAL);
    let counts = match agent.who {
        Who::Named => {
            !harmless
                || sentence.is_word(at, "written created made added approved merged deployed set disabled")
                    && here | has_harm(sentence, at)
        }
        Who::Role | Who::Team | Who::Someone => {
            here && agent.sure
                && (!harmless
                    || has_harm(sentence, at) && sentence.is_word(at, "created made added merged deployed set"))
        }
        _ => false,
    };
    (counts && (here || named && harm)).then(|| found(Weight::Usual, at..agent.range.end, agent))
}

/// `engineering caused this`, `an analyst brought down the warehouse`, `the team let the certificate expire`.
fn brought_about(sentence: &Sentence<'_>, at: usize) -> Option<Seen> {
    let causes = sentence.is_word(at, "caused causes provoked provokes triggered introduced cost costs led leads");
    let brings = sentence.is_word(at, "brought brings took takes knocked dragged");
    if !causes && !brings || sentence.is(at, Classes::DET) || sentence.is_negated(at) {
        return None;
    }
    let down = (at + 1..(at + 6).min(sentence.tokens.len())).find(|at| sentence.is_word(*at, "down offline"));
    // In what is told in its order somebody takes something down to mend it.
    let on_purpose = tells_events(sentence) && sentence.is_word(at, "took takes");
    let brings = brings && !on_purpose && down.is_some_and(|down| !sentence.is_word(down + 1, "for to the this that"));
    if !causes && !brings || sentence.is_word(at, "led leads") && !sentence.is_word(at + 1, "to") {
        return None;
    }
    let good = (at + 1..(at + 5).min(sentence.tokens.len())).any(|at| {
        sentence.is_word(
            at,
            "restart rollback failover alert page review recovery tool feature policy check process build fix \
     workaround new support",
        )
    });
    let passive = (at.saturating_sub(2)..at).any(|at| sentence.is(at, Classes::BE));
    let subject = sentence.subject(at);
    (subject.who.is_third() && subject.sure && !passive && !good)
        .then(|| found(Weight::Usual, at..down.unwrap_or(at) + 1, subject))
}

/// What destroys or exposes, whoever does it.
const DAMAGE: &str = "terminated destroyed erased decommissioned deleted dropped wiped truncated overwrote unplugged pulled cut purged disconnected hardcoded locked \
     revoked killed shut powered muted silenced leaked exposed pasted forced bypassed misconfigured published \
     uploaded reset force-pushed disabled flipped";

/// What a group did to a system, where causes are told.
const DISRUPTS: &str = "plugged switched swapped altered turned pushed shipped rebooted hardcoded hotfixed bumped toggled \
     published merged overwrote renamed detached touched tweaked skipped";

/// What answers an incident.
const RESPONSE: &str = "fixed restored reverted rolled replaced failed used started stopped opened went ran added promoted \
     updated followed restarted released deployed created";

/// What is done to nothing: told of people, it says how things looked to them.
const MINDED: &str = "saw heard felt knew thought understood learned learnt wanted tried hoped expected assumed needed looked \
     noticed decided realised realized read said explained worked stayed came arrived became began continued \
     remembered believed preferred spent suspected concluded considered meant agreed lived slept happened seemed \
     appeared depended belonged mattered concerned showed turned helped wondered waited received got depends \
     involved managed succeeded watched observed spotted recognised recognized checked measured compared searched \
     listened attempted guessed doubted feared worried responded returned talked spoke met relied";

/// Where causes are told, a deed of one person in the past stands as the cause, if nothing marks it as usual.
fn deed_as_cause(sentence: &Sentence<'_>, at: usize) -> Option<Seen> {
    if !sentence.is(at, Classes::PAST) {
        return None;
    }
    let pluperfect = || (at.saturating_sub(3)..at).any(|at| sentence.is_word(at, "had"));
    let damage = || sentence.is_word(at, DAMAGE);
    let tells = match sentence.section {
        // What set it off may be the plainest of deeds.
        Some(SectionKind::Trigger) if sentence.is_word(at, "ran used started added created opened went") => true,
        Some(SectionKind::ContributingFactors | SectionKind::Trigger) => {
            pluperfect() || !sentence.is_word(at, RESPONSE) || has_harm(sentence, at)
        }
        Some(SectionKind::WentPoorly) => pluperfect() || damage(),
        Some(SectionKind::Summary | SectionKind::Background) => {
            damage() && !sentence.is_word(at, "disabled revoked shut published")
        }
        _ => false,
    };
    if !tells || sentence.is_negated(at) || sentence.is(at.wrapping_sub(1), Classes::DET.or(Classes::POSS)) {
        return None;
    }
    // Of a verb that is not known as a deed, something has to be its object.
    let is_known = sentence.is(at, Classes::ACTION.or(Classes::SLIP).or(Classes::BROKE));
    let has_object = sentence.get(at + 1).is_some_and(|next| {
        next.is(Classes::DET.or(Classes::POSS)) && !next.is(Classes::SUB.or(Classes::REL)) || next.kind == Kind::Opaque
    }) || sentence.is_word(at + 1, "in out off on up down back over")
        && sentence.is(at + 2, Classes::DET.or(Classes::POSS));
    if !is_known && !has_object {
        return None;
    }
    if (at.saturating_sub(3)..at).any(|at| sentence.is(at, Classes::BE.or(Classes::MODAL))) || sentence.is_explained(at)
    {
        return None;
    }
    // `as planned`, `at 10:02`, `to restore service`: told as the work it was.
    let usual = (0..sentence.tokens.len()).any(|at| {
        sentence.is_word(at, "planned usual documented scheduled expected instructed requested intended according per")
            || sentence.get(at).is_some_and(|token| token.kind == Kind::Number && sentence.word(at).contains(':'))
    });
    if usual {
        return None;
    }
    let subject = sentence.subject(at);
    let somebody = sentence.is_word(subject.range.start, "someone somebody");
    let one = matches!(subject.who, Who::Role | Who::Someone)
        && (subject.sure || somebody)
        && !sentence.is_word(subject.range.end.saturating_sub(1), "anyone anybody everyone everybody whoever")
        && (!sentence.word(subject.range.end.saturating_sub(1)).ends_with('s')
            || sentence.is_word(subject.range.start, "one")
            || sentence.is_word(subject.range.start.wrapping_sub(1), "of")
                && sentence.is_word(subject.range.start.wrapping_sub(2), "one"));
    // Of a group only what does harm, or was done before, as the cause of it.
    let group = matches!(subject.who, Who::Team | Who::Role)
        && subject.sure
        && matches!(sentence.section, Some(SectionKind::ContributingFactors | SectionKind::Trigger))
        && (damage() || is_known && sentence.is_word(at, DISRUPTS));
    (one || group || subject.who == Who::Named).then(|| found(Weight::Usual, at..at + 1, subject))
}

/// Names stand where deeds are told with regret: most verbs make a reproach there.
fn deed_of_named(sentence: &Sentence<'_>, at: usize) -> Option<Seen> {
    let here = matches!(
        sentence.section,
        Some(SectionKind::ContributingFactors | SectionKind::Trigger | SectionKind::WentPoorly)
    );
    if !here
        || !sentence.is(at, Classes::PAST)
        || sentence.is(at, Classes::AUXILIARY.or(Classes::BELIEF))
        || sentence.is_word(at, NEUTRAL)
        || sentence.is_word(at, RESPONSE)
        || sentence.is_negated(at)
    {
        return None;
    }
    if (at.saturating_sub(3)..at).any(|at| sentence.is(at, Classes::BE.or(Classes::MODAL).or(Classes::DET))) {
        return None;
    }
    let subject = sentence.subject(at);
    (subject.who == Who::Named).then(|| found(Weight::Usual, at..at + 1, subject))
}

/// `an engineer mistakenly wiped the disk`.
fn by_mishap(sentence: &Sentence<'_>, at: usize) -> Option<Seen> {
    if sentence.is_negated(at) {
        return None;
    }
    let is_verb = |near: &usize| sentence.is(*near, Classes::VERB) && !sentence.is(*near, Classes::AUXILIARY);
    let after = (at + 1..(at + 3).min(sentence.tokens.len())).find(is_verb);
    let before = || (at.saturating_sub(4)..at).rev().find(|near| sentence.is(*near, Classes::FINITE) && is_verb(near));
    let verb = after.or_else(before)?;
    if sentence.is(verb, Classes::BELIEF) && tells_events(sentence) {
        return None;
    }
    let subject = match sentence.agent(verb) {
        Some(agent) if agent.who.is_third() => agent,
        _ => sentence.subject(verb.min(at)),
    };
    let start = verb.min(at);
    (subject.who.is_third() && (subject.sure || subject.who != Who::Team))
        .then(|| found(Weight::Usual, start..verb.max(at) + 1, subject))
}

/// `the intern broke production`, `the admin misread the prompt`.
fn broke(sentence: &Sentence<'_>, at: usize) -> Option<Seen> {
    if sentence.is_word(at + 1, "down up out off into") && sentence.is_word(at, "broke breaks breaking") {
        return None;
    }
    if sentence.is_word(at, "kill kills killed killing down downed crash crashed crashes")
        && !sentence.is(at + 1, Classes::DET.or(Classes::POSS))
    {
        return None;
    }
    if sentence.is_word(at, "killed killing kills") {
        return None;
    }
    if sentence.is_negated(at) {
        return None;
    }
    let subject = sentence.subject(at);
    let passive = at > 0 && sentence.is(at - 1, Classes::BE);
    (subject.who.is_third() && !passive && (subject.sure || subject.who == Who::Named))
        .then(|| found(Weight::Usual, at..at + 1, subject))
}

/// `the admin deleted the wrong directory`, `an incorrect value was entered by …`.
fn wrong_deed(sentence: &Sentence<'_>, at: usize) -> Option<Seen> {
    let end = (at + 8).min(sentence.tokens.len());
    let wrong =
        (at + 1..end).take_while(|at| !sentence.tokens[*at].is_break()).find(|at| sentence.is(*at, Classes::WRONG));
    if sentence.is_negated(at) {
        return None;
    }
    let passive = !sentence.is(at, Classes::ING) && (at.saturating_sub(3)..at).any(|at| sentence.is(at, Classes::BE));
    if passive {
        let agent = sentence.agent(at)?;
        let before = (at.saturating_sub(30)..at).any(|at| sentence.is(at, Classes::WRONG));
        return (agent.who.is_third() && (before || wrong.is_some()))
            .then(|| found(Weight::Usual, at..agent.range.end, agent));
    }
    let wrong = wrong?;
    if sentence.is_word(at.wrapping_sub(1), "to") || sentence.is(at.wrapping_sub(1), Classes::DET.or(Classes::POSS)) {
        return None;
    }
    let mending = sentence.is_word(at, "reverted removed fixed replaced deleted disabled restored")
        && sentence.is_word(wrong, "bad broken faulty incorrect invalid flawed erroneous")
        || sentence.is_word(wrong, "bad broken")
            && sentence.is_word(at, "stopped killed drained rolled restarted cleared");
    let subject = sentence.subject(at);
    let known = sentence.is(at, Classes::ACTION.or(Classes::SLIP).or(Classes::BROKE));
    // Whatever else one does, only `the wrong` one is told as a slip; groups look where they can.
    let counts = known
        || sentence.is_word(wrong, "wrong")
            && sentence.is_word(wrong - 1, "the")
            && !sentence.is(at, Classes::NOTICE)
            && subject.sure
            && matches!(subject.who, Who::Named | Who::Role)
            && !sentence.is(at, Classes::BELIEF.without(Classes::ACTION)) | sentence.is_word(at, "looking looked");
    (subject.who.is_third() && counts && !mending && !sentence.is_explained_by_things(at))
        .then(|| found(Weight::Usual, at..wrong + 1, subject))
}

/// `The communication from our side was poor`: how people worked together.
fn poor_work(sentence: &Sentence<'_>, at: usize) -> Option<Seen> {
    if !sentence.is_word(at, "was were is are has had") {
        return None;
    }
    let subject = sentence.subject(at);
    let head = subject.range.end.checked_sub(1)?;
    let owned = sentence.is(subject.range.start, Classes::POSS)
        || (subject.range.start..at).any(|at| sentence.is_word(at, "from by between within among"));
    let work = sentence.is_word(
        head,
        "communication coordination planning preparation teamwork handover collaboration supervision diligence \
     judgement judgment follow-up cooperation discipline",
    ) || owned
        && sentence.is_word(head, "response reaction behaviour behavior attitude work execution handling");
    // `was not professional`
    if sentence.is(at + 1, Classes::NEG)
        && work
        && sentence.is_word(sentence.skip_adverbs(at + 2), "good professional adequate acceptable sufficient effective")
    {
        return Some(Seen::new(Family::Judgement, Weight::Usual, subject.range.start..at + 3));
    }
    if sentence.is(at + 1, Classes::NEG) {
        return None;
    }
    let poor = (at + 1..(at + 6).min(sentence.tokens.len())).find(|at| {
        sentence.is_word(
            *at,
            "poor bad inadequate insufficient lacking chaotic sloppy terrible awful abysmal subpar lousy slow \
     disappointing disaster mess shambles joke catastrophe weak dismal unprofessional nonexistent non-existent",
        )
    })?;
    (work && !sentence.is_explained(poor))
        .then(|| Seen::new(Family::Judgement, Weight::Usual, subject.range.start..poor + 1))
}

/// What follows a deed and lays the harm on it.
const HARM: &str = "cutting locking leaving interrupting stopping blocking severing deleting flooding corrupting emptying causing breaking taking bringing knocking crashing wiping leading resulting triggering destroying killing \
     exposing leaking losing disrupting overloading";
const HARMED: &str = "saturated overwhelmed flooded corrupted blocked locked emptied interrupted severed caused broke took brought knocked crashed wiped led resulted triggered destroyed killed exposed leaked \
     lost disrupted overloaded made removed deleted";

/// `an engineer pushed the config, causing …`, where causes are told.
fn deed_with_consequence(sentence: &Sentence<'_>, at: usize) -> Option<Seen> {
    if !tells_causes(sentence) || !sentence.is(at, Classes::FINITE) || sentence.is_negated(at) {
        return None;
    }
    let harm = (at + 1..sentence.tokens.len()).find(|at| {
        let after_comma = sentence.get(*at - 1).is_some_and(Token::is_comma);
        after_comma && sentence.is_word(*at, HARM)
            || sentence.is_word(*at - 1, "which and that") && sentence.is_word(*at, HARMED)
            || after_comma && sentence.is_word(*at, "after") && sentence.is_word(*at + 1, "which")
            || sentence.is_word(*at - 1, "after since") && sentence.is_word(*at, "this that")
    })?;
    let subject = sentence.subject(at);
    let harm_of_thing = sentence.is_word(harm, "made removed deleted") && sentence.is_word(harm - 1, "and that");
    (subject.who.is_third() && subject.sure && !harm_of_thing).then(|| found(Weight::Usual, at..harm + 1, subject))
}

/// `deletion of the namespace by an SRE`, `incorrect entry by a clerk`: a cause without a verb, and who did it.
fn nominal(sentence: &Sentence<'_>) -> Option<Seen> {
    let here = matches!(sentence.section, Some(SectionKind::ContributingFactors | SectionKind::Trigger));
    if !here || sentence.tokens.len() > 24 {
        return None;
    }
    let told = sentence.tokens.iter().any(|token| {
        token.is(Classes::AUXILIARY) || token.is(Classes::PAST) && !token.is(Classes::PARTICIPLE.or(Classes::DET))
    });
    if told {
        return None;
    }
    let by = (1..sentence.tokens.len()).find(|at| sentence.is_word(*at, "by"))?;
    let person = sentence.noun_after(by + 1).filter(|person| person.who.is_third() && person.sure)?;
    let head = (0..by).rev().find(|at| {
        let word = sentence.word(*at).to_ascii_lowercase();
        sentence.is(*at, Classes::ERROR_NOUN.or(Classes::WRONG))
            || word.ends_with("tion")
            || word.ends_with("al")
            || sentence.is_word(
                *at,
                "change restart entry misuse shutdown reboot deletion edit removal overwrite merge push rollout release \
     update upgrade misconfiguration use deploy command mix-up handling move rename",
            )
    })?;
    (!sentence.is_negated(by)).then(|| found(Weight::Usual, head..person.range.end, person))
}

/// `developer merged on red`: a bare role and its deed as the whole of a cause.
fn bare_role(sentence: &Sentence<'_>) -> Option<Seen> {
    if !matches!(sentence.section, Some(SectionKind::ContributingFactors | SectionKind::Trigger)) {
        return None;
    }
    let mut verb = 0;
    while sentence.get(verb).is_some_and(Token::is_mark) {
        verb += 1;
    }
    let first = verb;
    // A role or two, no article: `network guys`, `dba`, `SRE –`.
    while verb < first + 3
        && sentence.get(verb).is_some_and(|token| {
            !token.is_mark()
                && !token.is(Classes::DET
                    .or(Classes::PREP)
                    .or(Classes::AUXILIARY)
                    .or(Classes::FIRST)
                    .or(Classes::HE)
                    .or(Classes::THEY))
        })
    {
        verb += 1;
        if sentence.is(verb - 1, Classes::ROLE.or(Classes::TEAM).or(Classes::LOOKALIKE).or(Classes::NAME))
            && !sentence.is(verb, Classes::ROLE.or(Classes::TEAM))
        {
            break;
        }
    }
    let subject =
        sentence.noun_before(verb).filter(|subject| subject.who.is_third() && subject.range.start <= first)?;
    // `trigger: our own red team`
    let is_all = sentence.get(verb).is_none_or(|token| token.kind == Kind::Mark('.'));
    if is_all && subject.sure && sentence.section == Some(SectionKind::Trigger) {
        return Some(found(Weight::Strong, first..verb, subject));
    }
    if sentence.get(verb).is_some_and(|token| matches!(token.kind, Kind::Mark('–' | '—' | '-' | ':'))) {
        let wrong = (verb..(verb + 5).min(sentence.tokens.len()))
            .find(|at| sentence.is(*at, Classes::WRONG.or(Classes::ERROR_NOUN)))?;
        return Some(found(Weight::Strong, first..wrong + 1, subject));
    }
    let deed = sentence
        .get(verb)
        .is_some_and(|token| token.is(Classes::ACTION.or(Classes::BROKE).or(Classes::SLIP)) && token.is(Classes::PAST));
    deed.then(|| found(Weight::Usual, first..verb + 1, subject))
}
