//! Negated duties: what people failed to do, did not check, overlooked, or did without checking.
//!
//! Machines fail to start all day, so the subject has to be human. What one did not notice is a fact about what
//! could be noticed; where a reason is given, the sentence already asks the right question.

use super::super::grammar::{Sentence, Subject, Who};
use super::super::lexicon::Classes;
use super::super::token::Kind;
use super::{Family, Seen, Weight};

pub(super) fn see(sentence: &Sentence<'_>, seen: &mut Vec<Seen>) {
    for (at, token) in sentence.tokens.iter().enumerate() {
        if token.is(Classes::FAIL) {
            seen.extend(failed_to(sentence, at));
        }
        if token.is(Classes::NEG) {
            seen.extend(negated(sentence, at));
            seen.extend(without(sentence, at));
        }
        if token.is(Classes::IGNORE) {
            seen.extend(ignored(sentence, at));
        }
        if sentence.is(at + 1, Classes::ROLE) && sentence.is_word(at, "no") {
            seen.extend(no_role(sentence, at));
        }
        if token.is(Classes::NEG) && sentence.is_word(at, "neither") {
            seen.extend(neither_nor(sentence, at));
        }
        if token.is(Classes::NOBODY)
            || token.is(Classes::QUANTITY) && sentence.is_word(at, "one") && sentence.is_word(at.wrapping_sub(1), "no")
        {
            seen.extend(nobody(sentence, at));
        }
    }
}

fn found(weight: Weight, range: std::ops::Range<usize>, subject: Subject) -> Seen {
    Seen::new(Family::NegatedDuty, weight, range).of(subject)
}

/// Less, when the sentence says how it came about.
fn weighed(sentence: &Sentence<'_>, at: usize) -> Weight {
    if sentence.is_explained(at) { Weight::Mild } else { Weight::Usual }
}

/// Verbs of tasks that logs never speak of: `Failed to communicate` is no log line, `Failed to create` is.
const NOT_IN_LOGS: &str = "communicate follow consider test escalate plan review anticipate account realise realize recognise \
     recognize appreciate understand document coordinate notice tell inform ask think foresee prepare \
     prioritise prioritize mention disclose warn notify reply consult involve announce check double-check validate monitor learn train share \
     discuss";

/// `failed to check`, `neglected to`, `forgot about`, `failing to`, `our failure to`.
fn failed_to(sentence: &Sentence<'_>, at: usize) -> Option<Seen> {
    let is_forget =
        "forget forgets forgot forgotten forgetting neglect neglects neglected neglecting omitting omitted omits";
    let forgets = sentence.is_word(at, is_forget);
    let infinitive = sentence.is_word(at + 1, "to");
    let something = forgets && sentence.is_word(at + 1, "about that the this a");
    if !(infinitive || something) {
        return None;
    }
    if sentence.is_negated(at)
        || sentence.get(at).is_some_and(|token| token.is(Classes::BASE))
            && sentence.is(at.wrapping_sub(1), Classes::WILL.or(Classes::MODAL))
    {
        return None;
    }
    if sentence.is_word(at.wrapping_sub(1), "to")
        && !sentence.is_word(at.wrapping_sub(2), "seem seems seemed appear appears appeared")
    {
        return None;
    }
    let mut subject = sentence.subject(at);
    // `testing went on, omitting to validate …`: an activity is of the people who do it.
    let head = subject.range.end.saturating_sub(1);
    if subject.who == Who::Thing && forgets && sentence.is(at, Classes::ING) && sentence.is(head, Classes::DUTY_NOUN) {
        subject = Subject { who: Who::Unsaid, range: at..at, sure: true };
    }
    let verb = sentence.skip_adverbs(at + 2);
    let light = sentence.is_word(verb, LIGHT) && is_task_noun(sentence, verb + 1).is_some();
    // What people and programs cannot get done with a broken system.
    if sentence.is_word(
        verb,
        "log login connect load open install see access reach download sign authenticate build compile receive",
    ) {
        return None;
    }
    let is_duty = light || sentence.is(verb, Classes::DUTY.or(Classes::NOTICE)) || sentence.is_word(verb, NOT_IN_LOGS);
    let range = at..if infinitive { (verb + 1).min(sentence.tokens.len()) } else { at + 1 };
    let counts = match subject.who {
        Who::Named | Who::Role | Who::Team | Who::Someone => {
            subject.sure || light || forgets && infinitive || sentence.is_word(verb, NOT_IN_LOGS)
        }
        Who::First => true,
        Who::Proper | Who::Organisation => sentence.is_word(verb, NOT_IN_LOGS),
        Who::Unsaid => forgets && infinitive || is_duty && sentence.is_word(verb, NOT_IN_LOGS),
        _ => false,
    };
    counts.then(|| found(weighed(sentence, verb), range, subject))
}

/// Verbs that mean a task only with its noun: `did not perform tests`, `did not give notice`.
const LIGHT: &str = "do doing done perform performed performing conduct conducted carry carried run give given gave giving pay \
     paid paying take taken taking make made making provide provided put keep kept seek sought obtain request \
     requested write written add added send sent have plan allow allowed complete completed";

/// What follows a light verb and makes it a task.
fn is_task_noun(sentence: &Sentence<'_>, from: usize) -> Option<usize> {
    (from..(from + 6).min(sentence.tokens.len())).take_while(|at| !sentence.tokens[*at].is_break()).find(|at| {
        sentence.is(*at, Classes::DUTY_NOUN)
            || sentence.is_word(
                *at,
                "sure account seriously time note eye steps precautions homework due information heads-up word context",
            )
    })
}

/// `did not check`, `had not tested`, `never reviewed`, `was not monitoring`.
fn negated(sentence: &Sentence<'_>, at: usize) -> Option<Seen> {
    if sentence.is_word(at, "no without neither nor cannot nobody none") {
        return None;
    }
    let never = sentence.is_word(at, "never");
    let help = at.checked_sub(1)?;
    let inner_subject = sentence.is_question().then(|| sentence.noun_after(at + 1)).flatten();
    let helped = sentence.is(help, Classes::DO.or(Classes::HAVE).or(Classes::BE))
        && !sentence.is_word(help, "having being")
        || sentence.is_word(help, "'d");
    if !helped && !never {
        return None;
    }
    if sentence.is_word(at + 1, "only yet just need have always necessarily longer") && !never {
        return None;
    }
    let mut verb = sentence.skip_adverbs(at + 1);
    // `did not double check`
    if sentence.is_word(verb, "double triple cross sanity") {
        verb += 1;
    }
    if let Some(inner) = &inner_subject
        && inner.who.is_third()
    {
        verb = sentence.skip_adverbs(inner.range.end);
    }
    let token = sentence.get(verb)?;
    let in_progress = sentence.is(help, Classes::BE);
    let form = if in_progress { token.is(Classes::ING) } else { token.is(Classes::VERB) || token.is(Classes::DUTY) };
    let why = sentence.is_word(0, "why");
    if !(form || why && in_progress) {
        return None;
    }
    let subject = match inner_subject {
        Some(inner) if inner.who.is_third() => inner,
        _ => sentence.subject(if helped { help } else { at }),
    };
    let (subject, verb) = to_the_duty(sentence, subject, verb);
    let token = sentence.get(verb)?;
    let light = sentence.is_word(verb, LIGHT).then(|| is_task_noun(sentence, verb + 1)).flatten();
    let end = light.unwrap_or(verb) + 1;
    let start = if helped { help } else { at };
    let duty = light.is_some()
        || token.is(Classes::DUTY) && !sentence.is_word(verb, LIGHT)
        || sentence.is_word(verb, "bother bothered care cared");
    let chore = token.is(Classes::CHORE);
    let notice = token.is(Classes::NOTICE);
    let range = start..end.min(sentence.tokens.len());
    let thoughtless = sentence.is_word(verb, "bother bothered care think");
    let weight = if thoughtless { Weight::Usual } else { weighed(sentence, verb) };
    // `despite being warned`, `although they knew`: then not having seen is no fact any more.
    let knowing = sentence.tokens.iter().enumerate().any(|(at, _)| sentence.is_word(at, "despite although"));
    let cares = sentence.is_word(verb, "bother bothered care cared think thought");
    let present = sentence.is_word(help, "do does") && !never;
    match subject.who {
        Who::Named | Who::Role | Who::Team | Who::Someone => {
            let seen_by_eye = notice
                && (!present || knowing)
                && sentence.is_word(help, "did didnt") | knowing
                && !sentence.is_word(verb, "see know find pick observe") | knowing;
            // Of somebody else nearly every deed that is missing is a reproach, if it is told of the past.
            let any_deed = !present
                && subject.sure
                && !sentence.is_word(verb, STATES)
                && !notice
                && subject.who != Who::Someone
                && !super::tells_events(sentence);
            let says = sentence.is_word(verb, "answer reply mention listen call respond");
            ((duty || chore) && (subject.sure || (duty || says) && !present) || seen_by_eye || any_deed)
                .then(|| found(weight, range, subject))
        }
        Who::First => {
            // `I have not checked` says how things stand, `we do not test` how they are.
            let told = !sentence.is_word(help, "have has do does am are is") || never;
            // `the reason is that we did not add …`, `we did not catch this in review`.
            let as_cause =
                sentence.tokens.get(..help).unwrap_or_default().iter().any(|token| token.is(Classes::CAUSE_NOUN))
                    || sentence.is_word(subject.range.start.wrapping_sub(1), "because");
            let of_duty = (verb + 1..(verb + 10).min(sentence.tokens.len()))
                .take_while(|at| !sentence.tokens[*at].is_break())
                .any(|at| sentence.is(at, Classes::DUTY_NOUN));
            let owed = sentence.is_word(verb, OWED);
            let counts = duty
                || owed
                || never && chore
                || chore && (knowing || as_cause && !sentence.is_word(verb, STATES) || of_duty)
                || notice && of_duty;
            (told && counts).then(|| found(weight, range, subject))
        }
        Who::Unsaid => {
            // `Do not remove` is advice, `does not fix` a fact about something.
            let present = sentence.is_word(help, "do does is are has have");
            let begins = subject.range.start <= 1 && !present;
            (begins && (duty || chore && sentence.tokens.len() > 3)).then(|| found(weight, range, subject))
        }
        Who::Organisation => {
            // What a company owes is to say what it does; the rest may be its way.
            let owed = sentence.is_word(verb, "inform notify tell warn announce communicate consult")
                && !present
                && !super::tells_events(sentence);
            let weight = if owed { weight } else { Weight::Mild };
            (duty && !sentence.is_word(verb, "respond report return")).then(|| found(weight, range, subject))
        }
        Who::Proper => {
            let of_people = light.is_some_and(|noun| sentence.is_word(noun, "notice warning heads-up"))
                || sentence.is_word(
                    verb,
                    "communicate tell inform consult warn ask bother think coordinate announce listen follow",
                );
            (of_people && !present).then(|| found(weight, range, subject))
        }
        Who::User => {
            let reads = sentence.is_word(verb, "read follow check heed verify");
            (cares || reads).then(|| found(weight, range, subject))
        }
        _ => None,
    }
}

/// What the writers tell of themselves as owed to others.
const OWED: &str = "update updated publish published post posted answer answered react reacted act acted clarify enforce \
     enforced finish finished complete completed address addressed raise raised confirm confirmed request seek \
     patch patched upgrade upgraded clean cleaned ensure ensured warn help apologise apologize involve";

/// What one may not have or know without a duty.
const STATES: &str = "have had need needed exist receive received get got gotten want wanted like belong include seem appear \
     matter help cause caused result affect affected change changed lose lost require required expect expected \
     own contain suffer experience experienced become be been know known hear heard remember feel succeed \
     succeeded work worked understand understood come see seen find found happen happened arrive reproduce \
     believe recognise recognize able make made let go gone agree agreed reach reached involved aware impacted \
     learn learnt learned blamed told informed notified paged alerted asked given trained";

/// Skips what stands before the verb that counts: `did not think to check`, `did not even try to`.
fn to_the_duty(sentence: &Sentence<'_>, subject: Subject, verb: usize) -> (Subject, usize) {
    if sentence.is_word(verb, "manage try want bother think care take seem") && sentence.is_word(verb + 1, "to") {
        let next = sentence.skip_adverbs(verb + 2);
        if sentence.is(next, Classes::DUTY.or(Classes::CHORE).or(Classes::NOTICE)) {
            return (subject, next);
        }
    }
    (subject, verb)
}

/// `without checking the changelog`, by people.
fn without(sentence: &Sentence<'_>, at: usize) -> Option<Seen> {
    if !sentence.is_word(at, "without") {
        return None;
    }
    let having = usize::from(sentence.is_word(at + 1, "having"));
    let verb = sentence.skip_adverbs(at + 1 + having);
    let done = having == 1
        && sentence.is(verb, Classes::PARTICIPLE)
        && sentence.is(verb, Classes::DUTY.or(Classes::CHORE).or(Classes::ACTION));
    let human_duty = sentence.is(verb, Classes::ING) && sentence.is(verb, Classes::DUTY);
    let telling = sentence.is_word(
        verb,
        "warning alerting notifying telling asking informing consulting thinking notifying reading looking announcing communicating warning \
     understanding realising realizing waiting running",
    );
    let light = sentence.is_word(verb, LIGHT).then(|| is_task_noun(sentence, verb + 1)).flatten();
    let light = light.filter(|noun| !sentence.is_word(*noun, "information context word time"));
    // `without a backup`, `without any prior announcement`
    let precaution = (at + 1..(at + 5).min(sentence.tokens.len()))
        .take_while(|at| !sentence.tokens[*at].is_break() && !sentence.is(*at, Classes::PREP))
        .find(|at| {
            sentence.is_word(
                *at,
                "backup backups snapshot announcement preparation rehearsal dry-run fallback coordination \
     consultation supervision notice warning review testing tests approval",
            )
        });
    let light = light.or(precaution);
    if !(human_duty && !sentence.is_word(verb, LIGHT) || telling || done || light.is_some()) {
        return None;
    }
    let clause_verb = (0..at).rev().find(|at| sentence.is(*at, Classes::FINITE.or(Classes::AUXILIARY)))?;
    let subject = match sentence.agent(clause_verb) {
        Some(agent) if agent.who.is_third() => agent,
        _ => sentence.subject(clause_verb),
    };
    let passive = sentence.is(clause_verb, Classes::PARTICIPLE.or(Classes::BE))
        && (clause_verb.saturating_sub(3)..=clause_verb).any(|at| sentence.is(at, Classes::BE))
        && subject.who == Who::Thing;
    let planned = sentence.is(clause_verb, Classes::WILL) || sentence.is_word(clause_verb, "is are does do can");
    let machines_wait = passive && sentence.is_word(verb, "waiting running looking reading");
    if planned || machines_wait || !(subject.who.is_human() || passive) {
        return None;
    }
    // Of the first person a deed is asked for; that the writers are in the sentence is not enough.
    Some(found(weighed(sentence, at), at..light.unwrap_or(verb) + 1, subject))
}

/// `overlooked`, `ignored the warning`, `missed that`, by people.
fn ignored(sentence: &Sentence<'_>, at: usize) -> Option<Seen> {
    let token = sentence.get(at)?;
    if sentence.is_negated(at)
        || token.is(Classes::BASE)
            && !sentence.is(at.wrapping_sub(1), Classes::DO)
            && !sentence.is_word(at.wrapping_sub(1), "to")
            && at > 0
            && !sentence.subject(at).who.is_third()
    {
        return None;
    }
    if sentence.is_word(at.wrapping_sub(1), "to") {
        let wanted = sentence.is_word(at.wrapping_sub(2), "chose decided choose opted allowed prefers preferred");
        if !wanted {
            return None;
        }
    }
    // `was ignored` has no agent unless one is named.
    let passive = (at.saturating_sub(3)..at).any(|at| sentence.is(at, Classes::BE)) && token.is(Classes::PARTICIPLE);
    let subject = if passive { sentence.agent(at)? } else { sentence.subject(at) };
    let miss = sentence.is_word(at, "miss misses missed missing");
    if miss
        && (token.is(Classes::ING)
            || !sentence.get(at + 1).is_some_and(|next| {
                next.is(Classes::DET.or(Classes::IT).or(Classes::POSS).or(Classes::WH)) || next.kind == Kind::Opaque
            }))
    {
        return None;
    }
    let neglecting = token.is(Classes::ING);
    let counts = match subject.who {
        Who::Named | Who::Role | Who::Team | Who::Someone => subject.sure || !miss,
        Who::First => true,
        Who::Unsaid => {
            let warned = (at + 1..(at + 5).min(sentence.tokens.len()))
                .any(|at| sentence.is(at, Classes::TASK.or(Classes::POLICY)));
            let whose = !neglecting || sentence.classes.any(Classes::PEOPLE.or(Classes::FIRST));
            let omits = sentence.is_word(at, "omit omits omitted omitting");
            warned && whose && !omits && (at <= 1 || neglecting)
        }
        Who::Organisation | Who::Proper => !miss && token.is(Classes::IGNORE) && sentence.is(at + 2, Classes::TASK),
        _ => false,
    };
    counts.then(|| found(weighed(sentence, at), at..at + 1, subject))
}

/// `no operator reported it`.
fn no_role(sentence: &Sentence<'_>, at: usize) -> Option<Seen> {
    let verb = sentence.skip_adverbs(at + 2);
    let token = sentence.get(verb)?;
    let duty = token.is(Classes::DUTY.or(Classes::CHORE)) && token.is(Classes::PAST);
    let subject = Subject { who: Who::Nobody, range: at..at + 2, sure: true };
    duty.then(|| found(weighed(sentence, verb), at..verb + 1, subject))
}

/// `neither the author nor the reviewers checked`.
fn neither_nor(sentence: &Sentence<'_>, at: usize) -> Option<Seen> {
    // `the team neither measured the load nor asked`
    let verb = sentence.skip_adverbs(at + 1);
    if sentence.is(verb, Classes::DUTY.or(Classes::CHORE)) && sentence.is(verb, Classes::PAST.or(Classes::PARTICIPLE)) {
        let subject = sentence.subject(at);
        let nor = (verb + 1..(verb + 14).min(sentence.tokens.len())).any(|at| sentence.is_word(at, "nor"));
        let human = subject.who.is_third() || subject.who == Who::First;
        return (nor && human && subject.sure).then(|| found(weighed(sentence, verb), at..verb + 1, subject));
    }
    let first = sentence.noun_after(at + 1)?;
    let nor = (first.range.end..first.range.end + 3).find(|at| sentence.is_word(*at, "nor"))?;
    let second = sentence.noun_after(nor + 1)?;
    let verb = sentence.skip_adverbs(second.range.end);
    let token = sentence.get(verb)?;
    let is_duty = token.is(Classes::DUTY.or(Classes::NOTICE)) && token.is(Classes::PAST);
    let people = first.who.is_third() && second.who.is_third();
    (people && is_duty).then(|| found(weighed(sentence, verb), at..verb + 1, second))
}

/// `nobody checked`, `no one thought to ask`.
fn nobody(sentence: &Sentence<'_>, at: usize) -> Option<Seen> {
    let mut verb = at + 1;
    if sentence.is_word(verb, "of") {
        verb = sentence.noun_after(verb + 1)?.range.end;
    }
    if sentence.is_word(verb, "from on in at") {
        verb = sentence.noun_after(verb + 1)?.range.end;
    }
    // `no one from the team, who own it, had looked`
    if sentence.is_mark(verb, ',') {
        let close = (verb + 1..(verb + 12).min(sentence.tokens.len())).find(|at| sentence.is_mark(*at, ','))?;
        verb = close + 1;
    }
    // `nobody has updated` says how things stand.
    if sentence.is_word(verb, "has have") {
        return None;
    }
    if sentence.is_word(verb, "had") {
        verb += 1;
    }
    // `nobody was watching`
    if sentence.is_word(verb, "was were")
        && sentence
            .is_word(verb + 1, "watching monitoring looking checking paying reading listening supervising tracking")
    {
        let subject = Subject { who: Who::Nobody, range: at..at + 1, sure: true };
        return Some(found(weighed(sentence, verb + 1), at..verb + 2, subject));
    }
    verb = sentence.skip_adverbs(verb);
    let token = sentence.get(verb)?;
    let duty = token.is(Classes::DUTY)
        && token.is(Classes::PAST.or(Classes::PARTICIPLE))
        && !sentence.is_word(verb, LIGHT)
        && !sentence.is_word(verb, "thought");
    let cared = sentence.is_word(
        verb,
        "bothered cared asked looked acted reacted responded stopped spoke dared took picked followed updated \
     wanted stuck adhered complied listened volunteered intervened objected questioned challenged replied answered \
     insisted owned",
    );
    let light = sentence.is_word(verb, LIGHT).then(|| is_task_noun(sentence, verb + 1)).flatten();
    let cared = cared
        || sentence.is_word(verb, "thought felt")
            && (sentence.is_word(verb + 1, "to about in responsible")
                || sentence.is_word(verb + 1, "of") && sentence.is(verb + 2, Classes::ING));
    let notice = token.is(Classes::NOTICE) && token.is(Classes::PAST.or(Classes::PARTICIPLE));
    if !(duty || cared || light.is_some() || notice) {
        return None;
    }
    let start = if sentence.is_word(at, "one") { at - 1 } else { at };
    let subject = Subject { who: Who::Nobody, range: start..at + 1, sure: true };
    let weight = if notice && !duty { Weight::Mild } else { weighed(sentence, verb) };
    Some(found(weight, start..light.unwrap_or(verb) + 1, subject))
}
