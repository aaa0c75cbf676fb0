//! The analysis seen from outside: which sentences are asked about, who is taken to act, and that any text is read to
//! its end.

use std::sync::LazyLock;

use proptest::prelude::*;

use super::frames::{Tables, Weight};
use super::grammar::{Sentence, Who};
use super::lexicon::{Additions, Classes};
use super::token;
use crate::model::SectionKind;

/// Sentences with what is expected of them; the file says how it is read.
const SENTENCES: &str = include_str!("sentences.txt");

/// Reading the data takes its time; all tests share it.
fn tables() -> &'static Tables {
    static TABLES: LazyLock<Tables> = LazyLock::new(|| Tables::new(&Additions::new(), []));
    &TABLES
}

/// Calls `f` with each sentence of a text.
fn each_sentence(tables: &Tables, text: &str, section: Option<SectionKind>, mut f: impl FnMut(&Sentence<'_>)) {
    let tokens = token::tokens(text, &tables.lexicon);
    for range in token::sentences(text, &tokens) {
        let own = &tokens[range.clone()];
        f(&Sentence {
            text,
            tokens: own,
            before: &tokens[..range.start],
            section,
            classes: own.iter().fold(Classes::NONE, |all, token| all.or(token.classes)),
        });
    }
}

fn is_asked_about(tables: &Tables, text: &str, section: Option<SectionKind>) -> bool {
    let mut asked = false;
    each_sentence(tables, text, section, |sentence| {
        asked |= tables.see(sentence).iter().any(|seen| seen.weight >= Weight::Usual);
    });
    asked
}

#[test]
fn sentences_are_asked_about_as_marked() {
    let tables = tables();
    let mut section = None;
    let mut wrong = String::new();
    for line in SENTENCES.lines() {
        let Some((mark, text)) = line.split_once(' ') else { continue };
        let asked = is_asked_about(tables, text, section);
        match mark {
            "#" => section = SectionKind::ALL.into_iter().find(|kind| kind.as_str() == text),
            "+" if !asked => wrong += &format!("not seen: {text}\n"),
            "-" if asked => wrong += &format!("asked about: {text}\n"),
            "?" if asked => wrong += &format!("seen by now, mark it `+`: {text}\n"),
            _ => {}
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// Who stands before the word in brackets.
#[track_caller]
fn check(text: &str, expected: Who) {
    let tables = tables();
    let (before, _) = text.split_once('[').unwrap();
    let plain = text.replace(['[', ']'], "");
    let mut actual = None;
    each_sentence(tables, &plain, None, |sentence| {
        let verb = sentence.tokens.iter().position(|token| token.start as usize == before.len());
        actual = actual.or(verb.map(|verb| sentence.subject(verb).who));
    });
    assert_eq!(actual, Some(expected), "{text}");
}

#[test]
fn subjects_are_found_across_what_stands_between() {
    check("The engineer [checked] it.", Who::Role);
    check("The engineer had never really [checked] it.", Who::Role);
    check("The engineer who was on call [checked] it.", Who::Role);
    check("The engineers in Berlin [checked] it.", Who::Role);
    check("A member of the storage team [checked] it.", Who::Team);
    check("The team, which was new, [checked] it.", Who::Team);
    check("The team (all of it) [checked] it.", Who::Team);
    check("The engineer opened the page but [missed] the note.", Who::Role);
    check("The alert for the engineers [fired].", Who::Thing);
    check("Appointing a manager [helped].", Who::Thing);
    check("On Monday the team [left].", Who::Team);
    check("We [checked] it.", Who::First);
    check("[Checked] it.", Who::Unsaid);
    check("No one [checked] it.", Who::Nobody);
    check("The vendor [checked] it.", Who::Organisation);
    check("@kim [checked] it.", Who::Named);
    check("Priya [checked] it.", Who::Named);
    check("The attacker [checked] it.", Who::Attacker);
    check("Customers [checked] it.", Who::User);
}

#[test]
fn programs_with_human_names_are_things() {
    check("The ingress controller [checked] it.", Who::Thing);
    check("The Kubernetes operator [checked] it.", Who::Thing);
    check("The build agent [checked] it.", Who::Thing);
    check("Celery workers [checked] it.", Who::Thing);
    check("The night operator [checked] it.", Who::Role);
    check("The author tag [was] empty.", Who::Thing);
    check("The developer portal [was] empty.", Who::Thing);
}

#[test]
fn they_are_the_nearest_plural() {
    check("The engineers met, and then they [left].", Who::Role);
    check("The pods restarted, and then they [left].", Who::Thing);
    check("Customers called. They [left].", Who::User);
}

/// Every question about a sentence looks at a bounded part of it, so these end soon.
#[test]
fn hostile_texts_are_read_to_their_end() {
    let tables = tables();
    let read = |text: String| is_asked_about(tables, &text, Some(SectionKind::ContributingFactors));
    assert!(read("the team did not check and ".repeat(1_000)));
    assert!(read("caused by the engineer who ".repeat(1_000)));
    read("\"“‘«".repeat(25_000));
    read("should have ".repeat(4_000));
    read("not ".repeat(10_000));
    read(", who ".repeat(5_000));
    read("a".repeat(200_000));
    read("@".repeat(100_000));
    read("don't ".repeat(5_000));
    read("\u{1}".repeat(100_000));
    read("é\u{301}’s ".repeat(5_000));
}

/// Words that frames are made of, beside any others.
fn word() -> impl Strategy<Value = String> {
    let known = prop::sample::select(vec![
        "the engineer",
        "we",
        "they",
        "who",
        "@kim",
        "Priya",
        "nobody",
        "did",
        "not",
        "n't",
        "should",
        "have",
        "been",
        "had",
        "if",
        "only",
        "caused",
        "by",
        "because",
        "due to",
        "root cause",
        "was",
        "mistakenly",
        "deleted",
        "the wrong",
        "team's",
        "failed to",
        "check",
        "without",
        "checking",
        "the runbook",
        "follow",
        "human error",
        "obvious",
        "be careful",
        ",",
        ".",
        "?",
        "(",
        ")",
        "\"",
        "’",
        ":",
        "—",
        "it",
        "that",
        "of",
        "and",
        "no one",
        "\n",
        "to",
        "our",
        "mistake",
    ]);
    prop_oneof![8 => known.prop_map(str::to_owned), 1 => "[ -~]{0,8}", 1 => any::<String>()]
}

proptest! {
    #[test]
    fn frames_of_any_text_lie_inside_their_sentence(words in prop::collection::vec(word(), 0..40)) {
        let tables = tables();
        let text = words.join(" ");
        for section in [None, Some(SectionKind::ContributingFactors), Some(SectionKind::ActionItems)] {
            each_sentence(tables, &text, section, |sentence| {
                for seen in tables.see(sentence) {
                    assert!(seen.range.start < seen.range.end && seen.range.end <= sentence.tokens.len(), "{seen:?} in {text:?}");
                    if let Some(subject) = &seen.subject {
                        assert!(subject.range.end <= sentence.tokens.len(), "{seen:?} in {text:?}");
                    }
                }
            });
        }
    }
}
