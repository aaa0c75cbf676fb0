//! Counterfactuals: what people should, could or would have done; "if only"; "had they …".
//!
//! "Should have" before a noun is possession, and what a system should have done is a fact about the system.

use super::super::grammar::{Sentence, Subject, Who};
use super::super::lexicon::Classes;
use super::{Family, Seen, Weight};
use crate::model::SectionKind;

pub(super) fn see(sentence: &Sentence<'_>, seen: &mut Vec<Seen>) {
    for (at, token) in sentence.tokens.iter().enumerate() {
        // `needn't have waited`
        if sentence.is(at + 1, Classes::NEG) && sentence.is_word(at, "need") && sentence.is_word(at + 2, "have") {
            let subject = sentence.subject(at);
            let is_human = subject.who.is_third() || subject.who == Who::First;
            seen.extend((is_human && sentence.is(at + 3, Classes::PARTICIPLE)).then(|| found(at..at + 4, subject)));
        }
        // `we'd have seen`
        if sentence.is(at + 1, Classes::HAVE) && sentence.is_word(at, "'d") && sentence.is_word(at + 1, "have") {
            seen.extend(ideal_deed(sentence, at, sentence.skip_adverbs(at + 2)));
        }
        if !token.is(Classes::MODAL.or(Classes::SUPPOSED)) {
            continue;
        }
        if token.is(Classes::MODAL) || sentence.is_word(at, "needed supposed meant expected") {
            seen.extend(modal(sentence, at));
        } else if sentence.is_word(at, "had") {
            seen.extend(inverted(sentence, at).or_else(|| inverted_passive(sentence, at)));
        } else if sentence.is_word(at, "if") {
            seen.extend(if_clause(sentence, at));
        } else if sentence.is_word(at, "wish wished wishes") && sentence.subject(at).who.is_human() {
            seen.extend(wish(sentence, at));
        } else if sentence.is_word(at, "better wiser smarter enough prudent safer sufficient best easy simple") {
            seen.extend(better(sentence, at));
        }
    }
}

fn found(range: std::ops::Range<usize>, subject: Subject) -> Seen {
    Seen::new(Family::Counterfactual, Weight::Usual, range).of(subject)
}

/// `discuss whether it should have been announced`: a question that is asked, and not its answer.
fn is_open(sentence: &Sentence<'_>, at: usize) -> bool {
    let asks = "ask asked asking assess clarify check consider debate debated decide determine discuss discussed evaluate \
     explore investigate question reflect reflected review unclear wonder wondered";
    (1..at).any(|marker| {
        sentence.is_word(marker, "if whether")
            && (marker.saturating_sub(3)..marker).any(|before| sentence.is_word(before, asks))
    })
}

/// What tasks are of people: passives with them tell what people did not do.
const TASKS: &str = "addressed announced anticipated approved asked assessed automated called caught checked communicated \
     considered consulted coordinated dealt discussed documented done escalated evaluated flagged followed \
     foreseen handled informed investigated involved merged monitored noticed notified paged picked planned \
     prioritised prioritized questioned raised read realised realized recognised recognized rehearsed removed \
     renewed replaced reported reverted reviewed rolled rotated rushed shared spotted taken tested told tried \
     understood updated validated verified warned deployed released seen thought declared fixed cleaned \
     deleted disabled given made";

/// Those that programs do too.
const MACHINES_TOO: &str = "removed deleted replaced updated seen rolled released deployed merged disabled set given made stopped \
     scheduled rotated picked reported taken handled done cleaned renewed fixed validated notified paused \
     cancelled canceled aborted halted delayed turned left accepted prevented called read trusted tried";

/// Things whose keeping is people's work.
const LOOKED_AFTER: &str = "purchase order announcement request meeting decision call measure measures incident failover rollback plan rehearsal drill release deploy deployment rollout feature certificate certificates key credential credentials flag \
     version library maintenance migration upgrade patch component tool secret password domain server system \
     service threshold setting config configuration disk capacity dependency product";

/// Outcomes that only might have been: luck, not duty.
const OUTCOMES: &str = "lost cost suffered affected ended led resulted caused happened become stayed continued meant gone been \
     experienced lasted leaked exposed hit failed broken seen used";

fn modal(sentence: &Sentence<'_>, at: usize) -> Option<Seen> {
    if is_open(sentence, at) {
        return None;
    }
    let word = sentence.word(at).to_ascii_lowercase();
    let should = matches!(word.as_str(), "should" | "ought" | "needed");
    let mut next = at + 1;
    // `needed to think about it from the start`
    if word == "needed" && sentence.is_word(next, "to") && !super::tells_events(sentence) {
        let verb = sentence.skip_adverbs(next + 1);
        let subject = sentence.subject(at);
        let is_duty = sentence.is_word(
            verb,
            "think consider plan anticipate prepare communicate coordinate test check verify announce involve inform \
     review ask foresee realise realize",
        );
        if is_duty && subject.who.is_third() && subject.sure {
            return Some(found(at..verb + 1, subject));
        }
    }
    if word == "expected" {
        let subject = sentence.subject(at);
        let failed = (next + 1..sentence.tokens.len()).any(|at| {
            sentence.is_word(at, "but and yet")
                && (sentence.is(at + 2, Classes::NEG)
                    || sentence.is(at + 3, Classes::NEG)
                    || sentence.is_word(at + 1, "failed never"))
                || sentence.is_word(at, "which that this")
                    && (sentence.is(at + 2, Classes::NEG) || sentence.is_word(at + 1, "never failed"))
        });
        return (subject.who.is_third() && failed && sentence.is_word(next, "to"))
            .then(|| found(at..next + 1, subject));
    }
    if word == "supposed" || word == "meant" {
        let subject = sentence.subject(at);
        let is_duty = sentence.is_word(next, "to") && sentence.is_word(at.checked_sub(1)?, "was were not n't been 's");
        let present = sentence.is_word(at.checked_sub(1)?, "is are");
        return (word == "supposed"
            && is_duty
            && !present
            && (subject.who.is_third() || matches!(subject.who, Who::First | Who::Organisation)))
        .then(|| found(at.saturating_sub(1)..next + 1, subject));
    }
    if sentence.is_word(next, "to") {
        next += 1;
    } else if word == "needed" {
        return None;
    }
    if sentence.is(next, Classes::NEG) {
        next += 1;
    }
    // `Could we have …`: the subject stands inside.
    let mut inner = None;
    if sentence.is(next, Classes::FIRST.or(Classes::HE).or(Classes::THEY)) {
        inner = sentence.noun_before(next + 1);
        next += 1;
    }
    if sentence.is_word(next, "at") && sentence.is_word(next + 1, "least") {
        next += 2;
    }
    next = sentence.skip_adverbs(next);
    // `needed to be announced by the database team`
    if word == "needed" && sentence.is_word(next, "be") {
        let agent = sentence.agent(next)?;
        return agent.who.is_third().then(|| found(at..agent.range.end, agent));
    }
    if !sentence.is_word(next, "have of 've") {
        return None;
    }
    next = sentence.skip_adverbs(next + 1);
    if sentence.is(next, Classes::NEG) {
        next = sentence.skip_adverbs(next + 1);
    }
    let passive = sentence.is_word(next, "been be");
    if passive {
        next = sentence.skip_adverbs(next + 1);
    }
    // `was told to wait, and should have.`
    if !passive && should && sentence.get(next).is_none_or(super::super::token::Token::is_mark) {
        let subject = inner.unwrap_or_else(|| sentence.subject(at));
        let is_human = subject.who.is_third() || subject.who == Who::First;
        return is_human.then(|| found(at..next, subject));
    }
    let verb = sentence.get(next)?;
    let is_participle = verb.is(Classes::PARTICIPLE) || verb.is(Classes::PAST) && !verb.is(Classes::BASE);
    let in_progress = passive && verb.is(Classes::ING);
    let slip_of_writing = sentence.is_word(next, "did");
    // `should have been suspicious`
    let state = passive && should && verb.kind == super::super::token::Kind::Word;
    if !(is_participle || in_progress || verb.is(Classes::BE) || slip_of_writing || state) {
        return None;
    }
    if !passive && is_possession(sentence, next) {
        return None;
    }
    let subject = inner.unwrap_or_else(|| sentence.subject(at));
    let range = at..next + 1;
    let better = word == "would"
        && subject
            .range
            .clone()
            .any(|at| sentence.is_word(at, "better more competent careful good reasonable decent attentive"));
    if passive && better && subject.who.is_third() {
        return Some(found(range, subject));
    }
    // `customers should have been told`, `should have heard from us`
    let owed = sentence.is_word(next, "informed told notified warned contacted heard asked compensated");
    if should && subject.who == Who::User && owed && (passive || sentence.is_word(next, "heard")) {
        return Some(found(range, subject));
    }
    if passive {
        let agent = sentence.agent(next);
        // `by IT`
        let department = agent
            .as_ref()
            .is_some_and(|agent| matches!(sentence.word(agent.range.start), "IT" | "NOC" | "QA" | "SOC" | "HR" | "PR"));
        if department && should {
            return Some(found(range, subject));
        }
        if let Some(agent) = agent {
            return (agent.who.is_third() || agent.who == Who::First).then(|| found(range, agent));
        }
        if subject.who.is_third() || subject.who == Who::First {
            // `should have been more careful`, `should have been told`.
            return should.then(|| found(range, subject));
        }
        // What machines do as well is a task of people only in what people look after.
        let head = subject.range.end.saturating_sub(1);
        let of_people = !sentence.is_word(next, MACHINES_TOO)
            || sentence.is(head, Classes::IT.or(Classes::TASK).or(Classes::POLICY).or(Classes::DUTY_NOUN))
            || sentence.is_word(head, LOOKED_AFTER);
        let is_task = should && sentence.is_word(next, TASKS) && of_people && !is_about_system(sentence, &subject);
        return is_task.then(|| Seen::new(Family::Counterfactual, Weight::Usual, range));
    }
    match word.as_str() {
        "would" => {
            if let Some(found) = ideal_deed(sentence, at, next) {
                return Some(found);
            }
            // `a more experienced engineer would have …`; the rest are conditionals.
            // `a reviewer paying attention would have seen it`
            let attentive = (subject.range.end..at).any(|at| {
                sentence.is_word(at, "paying attention looking reading knowing familiar checking watching listening")
            });
            let ideal = attentive
                || subject.range.clone().any(|at| {
                    sentence.is_word(
                        at,
                        "better more experienced competent careful good reasonable senior real decent proper any",
                    )
                });
            (ideal && subject.who.is_third()).then(|| found(range, subject))
        }
        "might" => {
            let human = matches!(subject.who, Who::Named | Who::Role | Who::Team);
            (human && sentence.tokens.iter().enumerate().any(|(at, _)| sentence.is_word(at, "if had")))
                .then(|| found(range, subject))
        }
        "could" => {
            let luck = sentence.is_word(next, OUTCOMES) && !sentence.is_word(next + 1, "over back")
                || matches!(sentence.section, Some(SectionKind::GotLucky | SectionKind::Impact));
            let human = matches!(subject.who, Who::Named | Who::Role | Who::Team | Who::First | Who::Unsaid)
                || subject.who == Who::Someone && sentence.is(subject.range.start, Classes::HE);
            // `anyone could have made this mistake` is no reproach, nor is what nobody could have done.
            let all = (subject.range.start.saturating_sub(1)..=subject.range.start)
                .any(|at| sentence.is_word(at, "any anyone anybody every everyone everybody whoever"));
            let nothing = (subject.range.start.saturating_sub(3)..subject.range.start)
                .any(|at| sentence.is_word(at, "only nothing all little"));
            // `we discussed what we could have done better`
            let asked = sentence.is_word(subject.range.start.wrapping_sub(1), "what how")
                && sentence.is_word(next, "done improved")
                && subject.range.start > 1;
            let believed = sentence.is_negated(subject.range.start)
                && (0..subject.range.start).any(|at| sentence.is(at, Classes::BELIEF));
            let harmless = all && subject.who != Who::Named || nothing || asked || believed;
            let lucky = luck && subject.who != Who::Named;
            (human && !(harmless || lucky || is_hypothetical(sentence))).then(|| found(range, subject))
        }
        _ => {
            // `the deploy should not have gone out`
            let head = subject.range.end.saturating_sub(1);
            let looked_after = should
                && sentence.is_word(next, "gone happened shipped left come landed started reached existed")
                && (sentence.is_word(next + 1, "through") && !is_about_system(sentence, &subject)
                    || sentence.is(head, Classes::IT)
                    || sentence.is_word(head, LOOKED_AFTER)
                    || sentence.is_word(head, "change code bug incident outage"));
            (subject.who.is_human() || subject.who == Who::Nobody || looked_after).then(|| found(range, subject))
        }
    }
}

/// `better preparation by the team would have prevented it`, `with more patience we would have seen`.
fn ideal_deed(sentence: &Sentence<'_>, at: usize, verb: usize) -> Option<Seen> {
    let clause = sentence.clause_start(at);
    let by = (clause..at).rev().take(8).find(|at| sentence.is_word(*at, "by from of"));
    if let Some(by) = by
        && let Some(person) = sentence.noun_after(by + 1)
        && person.range.end == at
        && (person.who.is_third() && (person.sure || person.who == Who::Role) || person.who == Who::First)
    {
        let wished = (clause..by).any(|at| {
            sentence.is(at, Classes::DUTY_NOUN)
                || sentence.is_word(
                    at,
                    "better earlier more closer quicker faster clearer quick simple look glance call question word",
                )
        });
        return wished.then(|| found(clause..verb + 1, person));
    }
    let subject = sentence.subject(at);
    let wished = sentence.is_word(0, "with")
        && (1..6).any(|at| sentence.is_word(at, "more better bit little"))
        && (1..10).any(|at| {
            sentence.is_word(at, "patience care attention thought diligence caution foresight planning discipline preparation testing courage communication calm rigour rigor sense")
        });
    ((subject.who.is_third() || subject.who == Who::First) && wished).then(|| found(at..verb + 1, subject))
}

/// Attackers and leaks: what could have been done with them is no reproach.
fn is_hypothetical(sentence: &Sentence<'_>) -> bool {
    sentence.classes.any(Classes::ATTACKER)
        && sentence.tokens.iter().any(|token| token.is(Classes::ATTACKER) && !token.is(Classes::ANYONE))
}

/// A passive about what programs do to programs.
fn is_about_system(sentence: &Sentence<'_>, subject: &Subject) -> bool {
    let head = subject.range.end.saturating_sub(1);
    subject.who == Who::Thing
        && sentence.get(head).is_some_and(|token| {
            token.kind == super::super::token::Kind::Opaque
            || sentence.is_word(
                head,
                "pod pods request requests packet packets job jobs node nodes process processes connection connections \
     traffic container containers record records row rows file files message messages event events query \
     queries key keys value values user users customer customers",
            )
        })
}

/// `should have read access`, `should have automated tests`: the word is part of what is had.
fn is_possession(sentence: &Sentence<'_>, verb: usize) -> bool {
    let adjective = "automated limited dedicated shared restricted documented defined detailed required increased reduced \
     improved written agreed read set cut run put backed fixed updated named assigned tested separated \
     continued enhanced centralised centralized standardised standardized managed known proven scheduled \
     planned trained versioned isolated redundant advanced bounded unlimited graded matched left split";
    sentence.is_word(verb, adjective)
        && !sentence.is_word(verb + 1, "better about how what that")
        && sentence.get(verb + 1).is_some_and(|next| {
            !next.is_mark()
                && next.kind == super::super::token::Kind::Word
                && !next.is(Classes::DET
                    .or(Classes::POSS)
                    .or(Classes::PREP)
                    .or(Classes::FIRST)
                    .or(Classes::THEY)
                    .or(Classes::HE)
                    .or(Classes::IT)
                    .or(Classes::ADV)
                    .or(Classes::SUB)
                    .or(Classes::CONJ))
        })
}

/// `Had we tested …`, `…, had anyone looked`.
fn inverted(sentence: &Sentence<'_>, at: usize) -> Option<Seen> {
    let begins = at == 0
        || sentence.get(at - 1).is_some_and(|token| {
            token.is_break()
                || token.is(Classes::CONJ)
                || matches!(token.kind, super::super::token::Kind::Mark('-' | '*'))
        });
    // `… could have been avoided had we asked`
    let pronoun = sentence.is(at + 1, Classes::FIRST.or(Classes::HE).or(Classes::THEY).or(Classes::ANYONE))
        && sentence.classes.any(Classes::MODAL);
    // `… could have been avoided had the team asked`
    let noun = sentence.is(at + 1, Classes::DET.or(Classes::POSS).or(Classes::NAME))
        && (0..at).any(|at| sentence.is(at, Classes::MODAL))
        && !sentence.is(at.wrapping_sub(1), Classes::FIRST.or(Classes::IT).or(Classes::THIRD).or(Classes::WH));
    if !begins && !pronoun && !noun {
        return None;
    }
    let subject = sentence.noun_after(at + 1)?;
    if !(subject.who.is_third() || subject.who == Who::First) {
        return None;
    }
    let mut verb = sentence.skip_adverbs(subject.range.end);
    if sentence.is(verb, Classes::NEG) {
        verb = sentence.skip_adverbs(verb + 1);
    }
    let participle = sentence.is(verb, Classes::PARTICIPLE) || sentence.is_word(verb, "been");
    participle.then(|| found(at..verb + 1, subject))
}

/// `Had the procedure been followed by the night shift`.
fn inverted_passive(sentence: &Sentence<'_>, at: usize) -> Option<Seen> {
    let been = (at + 2..(at + 8).min(sentence.tokens.len()))
        .take_while(|at| !sentence.tokens[*at].is_break())
        .find(|at| sentence.is_word(*at, "been"))?;
    let agent = sentence.agent(been).filter(|agent| agent.who.is_third() && agent.sure)?;
    (at == 0 && sentence.classes.any(Classes::MODAL)).then(|| found(at..agent.range.end, agent))
}

/// `If only …`; `if we had deployed …, we would …`.
fn if_clause(sentence: &Sentence<'_>, at: usize) -> Option<Seen> {
    if sentence.is_word(at + 1, "only") {
        let subject = sentence.noun_after(at + 2).filter(|subject| subject.who.is_third() || subject.who == Who::First);
        let begins = at == 0;
        let seen = Seen::new(Family::Counterfactual, Weight::Usual, at..at + 2);
        return match subject {
            Some(subject) => Some(seen.of(subject)),
            // `partial if only some of them succeed` is a condition.
            None => begins.then_some(seen),
        };
    }
    if sentence.is_word(at.wrapping_sub(1), "as even") {
        return None;
    }
    let subject = sentence.noun_after(at + 1)?;
    if !(subject.who.is_third() || subject.who == Who::First) {
        return None;
    }
    let had = subject.range.end;
    if !sentence.is_word(had, "had 'd") {
        return None;
    }
    let mut verb = sentence.skip_adverbs(had + 1);
    if sentence.is(verb, Classes::NEG) {
        verb = sentence.skip_adverbs(verb + 1);
    }
    let participle =
        sentence.is(verb, Classes::PARTICIPLE) && !sentence.is_word(verb, "had") || sentence.is_word(verb, "been");
    let conditional =
        sentence.tokens.iter().enumerate().any(|(at, token)| token.is(Classes::MODAL) || sentence.is_word(at, "'d"));
    (participle && conditional).then(|| found(at..verb + 1, subject))
}

fn wish(sentence: &Sentence<'_>, at: usize) -> Option<Seen> {
    let had = (at + 1..(at + 6).min(sentence.tokens.len())).find(|at| sentence.is_word(*at, "had 'd"))?;
    Some(found(at..had + 1, sentence.subject(at)))
}

/// `It would have been better if …`.
fn better(sentence: &Sentence<'_>, at: usize) -> Option<Seen> {
    let from = at.saturating_sub(6);
    let would = (from..at).find(|at| sentence.is_word(*at, "would 'd"))?;
    let have = sentence.is_word(would + 1, "have") || sentence.is_word(would + 2, "have");
    let goes_on = sentence.is_word(at + 1, "if to that had for of off");
    (have && goes_on).then(|| Seen::new(Family::Counterfactual, Weight::Usual, would..at + 1))
}
