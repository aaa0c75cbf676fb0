//! Who does what in a sentence.
//!
//! The entry points are [`Sentence::subject`] (who stands before a verb), [`Sentence::noun_after`] (who stands after a
//! word such as "by") and the questions about negation and reasons. It is no full grammar: it answers what the
//! [`frames`](super::frames) ask, looks at a bounded number of words for each answer, and takes for a thing whatever
//! it does not know.

use std::ops::Range;

use super::lexicon::Classes;
use super::token::{Kind, Token};
use crate::model::SectionKind;

/// Where a sentence stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// In a paragraph.
    Paragraph,
    /// In a list.
    Item,
    /// In a table.
    Cell,
    /// In a value of the front matter.
    FrontMatter,
}

/// Who stands before a verb.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Who {
    /// Somebody with a name, a handle or an address.
    Named,
    /// Somebody by what they do.
    Role,
    /// A team.
    Team,
    /// Somebody, anyone, a person; he and she.
    Someone,
    /// The writers: I, we.
    First,
    /// Nobody is written; in notes that means the writers or their colleagues.
    Unsaid,
    /// Nobody, no one.
    Nobody,
    /// Those the service is for.
    User,
    /// A company.
    Organisation,
    /// Somebody who wants harm.
    Attacker,
    /// A name that is not known: of a person, a product or a company.
    Proper,
    /// Anything else.
    Thing,
}

impl Who {
    /// Somebody beside the writers.
    pub(crate) fn is_third(self) -> bool {
        matches!(self, Self::Named | Self::Role | Self::Team | Self::Someone)
    }

    /// A person or people, the writers included.
    pub(crate) fn is_human(self) -> bool {
        self.is_third() || matches!(self, Self::First | Self::Unsaid)
    }

    /// As a finding calls it.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Named => "a person by name",
            Self::Role => "a role",
            Self::Team => "a team",
            Self::Someone => "a person",
            Self::First => "the writers",
            Self::Unsaid => "whoever did it",
            Self::Nobody => "nobody",
            Self::User => "a user",
            Self::Organisation => "a company",
            Self::Attacker => "an attacker",
            Self::Proper => "a name",
            Self::Thing => "a thing",
        }
    }
}

/// A subject and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Subject {
    pub(crate) who: Who,
    /// Tokens; empty when it is not written.
    pub(crate) range: Range<usize>,
    /// Whether the words can mean nothing else: an operator may be a program.
    pub(crate) sure: bool,
}

impl Subject {
    fn unsaid(at: usize) -> Self {
        Self { who: Who::Unsaid, range: at..at, sure: true }
    }

    fn thing(range: Range<usize>) -> Self {
        Self { who: Who::Thing, range, sure: true }
    }
}

/// A sentence and where it stands.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sentence<'a> {
    /// The text of its block.
    pub(crate) text: &'a str,
    pub(crate) tokens: &'a [Token],
    /// The tokens of its block before it.
    pub(crate) before: &'a [Token],
    pub(crate) section: Option<SectionKind>,
    /// The classes of all its words.
    pub(crate) classes: Classes,
}

/// Whether a list has a word, in any case: the lists are short, and most words of a text differ in their first letter
/// or length.
fn has_word(list: &str, word: &str) -> bool {
    let (list, word) = (list.as_bytes(), word.as_bytes());
    // Many lists are one word, and shorter than most others.
    if list.len() < word.len() {
        return false;
    }
    let Some(first) = word.first().map(u8::to_ascii_lowercase) else { return false };
    let is_blank = |byte: Option<&u8>| byte.is_none_or(|byte| *byte == b' ');
    memchr::memchr_iter(first, list).any(|start| {
        let end = start + word.len();
        is_blank(start.checked_sub(1).and_then(|before| list.get(before)))
            && is_blank(list.get(end))
            && list.get(start..end).is_some_and(|other| other.eq_ignore_ascii_case(word))
    })
}

/// Whether a name that no list has ends as surnames do: `Kowalski`, `Petrenko`, `Andersson`.
pub(crate) fn is_like_surname(word: &str) -> bool {
    let endings = [
        "ski", "sky", "sson", "ssen", "nsen", "enko", "chuk", "ović", "ovic", "ević", "evic", "mann", "akis", "opoulos",
    ];
    word.len() > 6 && endings.iter().any(|ending| word.ends_with(ending))
}

/// How many words a noun phrase may have.
const PHRASE: usize = 7;
/// How many words back an antecedent may be.
const BACK: usize = 60;
/// How often a search for a subject goes on from another verb.
const HOPS: usize = 4;

impl<'a> Sentence<'a> {
    pub(crate) fn get(&self, at: usize) -> Option<&'a Token> {
        self.tokens.get(at)
    }

    /// The word at a place as it is written.
    pub(crate) fn word(&self, at: usize) -> &'a str {
        self.get(at).and_then(|token| self.text.get(token.range())).unwrap_or_default()
    }

    pub(crate) fn is(&self, at: usize, classes: Classes) -> bool {
        self.get(at).is_some_and(|token| token.is(classes))
    }

    /// Whether the word at a place is one of these, in any case. Words are separated by blanks.
    pub(crate) fn is_word(&self, at: usize, words: &str) -> bool {
        let word = self.word(at);
        !word.is_empty() && has_word(words, word)
    }

    pub(crate) fn is_mark(&self, at: usize, mark: char) -> bool {
        self.get(at).is_some_and(|token| token.kind == Kind::Mark(mark))
    }

    /// Whether the sentence is a question.
    pub(crate) fn is_question(&self) -> bool {
        self.tokens.iter().rev().take(3).any(|token| token.kind == Kind::Mark('?'))
    }

    /// The first place from `at` on that is no adverb.
    pub(crate) fn skip_adverbs(&self, mut at: usize) -> usize {
        for _ in 0..4 {
            // `adequately`, `properly`: what is asked for is still the verb.
            let of_value = self.is(at, Classes::VALUE) && self.word(at).ends_with("ly");
            if of_value || self.get(at).is_some_and(|token| token.is(Classes::ADV) && !token.is(Classes::BASE)) {
                at += 1;
            } else {
                break;
            }
        }
        at
    }

    /// Who stands before the verb at `verb`.
    pub(crate) fn subject(&self, verb: usize) -> Subject {
        self.subject_within(verb, HOPS)
    }

    fn subject_within(&self, verb: usize, hops: usize) -> Subject {
        let mut at = verb;
        // What may stand between a subject and its verb.
        while at > 0 {
            let token = &self.tokens[at - 1];
            let between = token.is(Classes::ADV.or(Classes::AUXILIARY).or(Classes::NEG))
                && !token.is(Classes::NOBODY)
                && (token.is(Classes::ADV) || !token.is(Classes::IT.or(Classes::QUANTITY)));
            let goes_on = self.is_word(at - 1, "keep keeps kept continue continues continued");
            let quote = matches!(token.kind, Kind::Mark('"' | '“' | '”' | '*'));
            if between || goes_on || quote || self.is_word(at - 1, "to") && self.is_verb_before(at - 1) {
                at -= 1;
            } else {
                break;
            }
        }
        if at == 0 {
            return Subject::unsaid(0);
        }
        let before = at - 1;
        let token = &self.tokens[before];
        if token.kind == Kind::Mark(')') {
            let open = (before.saturating_sub(16)..before).rev().find(|at| self.is_mark(*at, '('));
            return match open {
                Some(open) if open > 0 => self.noun_before(open).unwrap_or_else(|| Subject::unsaid(open)),
                _ => Subject::unsaid(before),
            };
        }
        if token.kind == Kind::Mark(',') {
            // The end of something put in between: `the team, which was new, did not …`.
            if let Some(open) = (before.saturating_sub(14)..before).rev().find(|at| self.is_mark(*at, ','))
                && open > 0
                && self.is(open + 1, Classes::REL.or(Classes::PREP).or(Classes::DET).or(Classes::ADV).or(Classes::ING))
                && let Some(subject) = self.noun_before(open)
                && !self.has_verb(open + 1..before, Classes::FINITE) | self.is(open + 1, Classes::REL)
            {
                return subject;
            }
            return self.inherited(before, hops);
        }
        if token.is(Classes::CONJ) || self.is_word(before, "to") {
            return self.inherited(before, hops);
        }
        if token.is(Classes::REL) && before > 0 {
            let comma = usize::from(self.is_mark(before - 1, ','));
            if let Some(subject) = self.noun_before(before - comma) {
                let is_person = self.is_word(before, "who whom");
                if is_person && !subject.who.is_human() && subject.who != Who::User && subject.who != Who::Attacker {
                    return Subject { who: Who::Someone, ..subject };
                }
                return subject;
            }
        }
        if token.is_mark() || token.is(Classes::SUB.without(Classes::PREP)) && !token.is(Classes::IT) {
            return Subject::unsaid(before);
        }
        let own = self.noun_before(at).unwrap_or_else(|| Subject::unsaid(before));
        if own.who.is_human() { own } else { self.before_relative(at).unwrap_or(own) }
    }

    /// `the engineer who was on call …`: whom the relative clause tells of that ends before `end`.
    fn before_relative(&self, end: usize) -> Option<Subject> {
        let from = end.saturating_sub(10);
        let clause = (from..end).rev().take_while(|at| !self.tokens[*at].is_break());
        let who = clause.into_iter().find(|at| self.is_word(*at, "who")).filter(|who| *who > 0)?;
        let has_verb = self.has_verb(who + 1..end.saturating_sub(1), Classes::FINITE);
        self.noun_before(who).filter(|subject| has_verb && subject.who.is_third())
    }

    /// Whether the word before `to` is a verb that takes another: `forgot to`, `failed to`.
    fn is_verb_before(&self, to: usize) -> bool {
        to > 0 && self.is(to - 1, Classes::FAIL)
    }

    fn has_verb(&self, range: Range<usize>, form: Classes) -> bool {
        self.tokens.get(range).unwrap_or_default().iter().any(|token| token.is(form.or(Classes::AUXILIARY)))
    }

    /// The subject of the nearest verb before `at`: of two verbs joined by `and` it is the same.
    fn inherited(&self, at: usize, hops: usize) -> Subject {
        if hops == 0 {
            return Subject::unsaid(at);
        }
        let from = at.saturating_sub(30);
        for verb in (from..at).rev() {
            let token = &self.tokens[verb];
            if token.is(Classes::AUXILIARY.or(Classes::FINITE)) && !token.is(Classes::DET.or(Classes::PREP)) {
                let subject = self.subject_within(verb, hops - 1);
                if subject.who != Who::Unsaid {
                    return subject;
                }
            }
        }
        Subject::unsaid(at)
    }

    /// The noun phrase that ends before `end`.
    pub(crate) fn noun_before(&self, end: usize) -> Option<Subject> {
        self.noun_before_within(end, HOPS)
    }

    /// Whose the thing is before `'s` at `end`: the words right before it, whatever they hang on.
    pub(crate) fn owner(&self, end: usize) -> Option<Subject> {
        let (start, head) = self.phrase_before(end)?;
        Some(self.classify(start, head))
    }

    fn noun_before_within(&self, end: usize, hops: usize) -> Option<Subject> {
        // `the decision to fail over`: the noun stands before what it is about.
        let infinitive = [2, 3].into_iter().find(|back| {
            let to = end.wrapping_sub(*back);
            self.is_word(to, "to")
                && self.is(to.wrapping_add(1), Classes::BASE)
                && (*back == 2 || self.is_word(end - 1, "over back up down out off"))
                && self.is_word(
                    to.wrapping_sub(1),
                    "decision attempt plan call choice failure request order intention effort",
                )
        });
        let end = infinitive.map_or(end, |back| end - back);
        let (start, head) = self.phrase_before(end)?;
        let own = self.classify(start, head);
        if hops == 0 || start == 0 {
            return Some(own);
        }
        // `with too many permissions`
        let start = if start > 1 && self.is(start - 1, Classes::ADV) && self.is(start - 2, Classes::PREP) {
            start - 1
        } else {
            start
        };
        let before = &self.tokens[start - 1];
        // `after an engineer deleted it`: a clause of its own.
        let verb = Classes::VERB.or(Classes::AUXILIARY).or(Classes::ADV).or(Classes::NEG);
        if self.is_word(start - 1, "after before since until while once") && self.is(end, verb) {
            return Some(own);
        }
        // `a member of the team`, `engineers in Berlin`: the noun before the preposition is the one that acts.
        if before.is(Classes::PREP)
            && !before.is(Classes::SUB.without(Classes::PREP))
            && start >= 2
            && let Some(outer) = self.noun_before_within(start - 1, hops - 1)
        {
            let head = outer.range.end.saturating_sub(1);
            // `someone in finance`: one person, whatever the team.
            if self.is_word(head, "someone somebody") && own.who.is_third() {
                return Some(Subject { who: Who::Someone, range: outer.range.start..own.range.end, sure: true });
            }
            let counts = self.is(head, Classes::QUANTITY) || outer.range.is_empty();
            // After a time (`on Monday the team`) begins something new.
            let is_time =
                self.is(head, Classes::TIME) || self.get(head).is_some_and(|token| token.kind == Kind::Number);
            return Some(if counts || is_time { own } else { outer });
        }
        // `the engineer deploying the change`.
        if before.is(Classes::ING)
            && start >= 2
            && let Some((outer_start, outer_head)) = self.phrase_before(start - 1)
        {
            let outer = self.classify(outer_start, outer_head);
            if outer.who.is_third() {
                return Some(outer);
            }
        }
        // `Appointing a manager helped`: the deed, not the manager.
        if before.is(Classes::ING) && (start < 2 || self.tokens[start - 2].is_mark()) {
            return Some(Subject::thing(own.range));
        }
        Some(own)
    }

    /// Start and head of the words before `end` that belong to one noun.
    fn phrase_before(&self, end: usize) -> Option<(usize, usize)> {
        let mut head = end.checked_sub(1)?;
        // `the engineer responsible`, `the people involved`.
        if head > 0 && self.is(head, Classes::ING) && self.is(head - 1, Classes::ROLE) {
            head -= 1;
        }
        if head > 0
            && self.is_word(head, "responsible involved assigned present concerned available alone")
            && self.is(head - 1, Classes::PEOPLE)
        {
            head -= 1;
        }
        let not_noun =
            Classes::PREP.or(Classes::CONJ).or(Classes::SUB).or(Classes::REL).or(Classes::AUXILIARY).or(Classes::NEG);
        let pronoun = Classes::FIRST.or(Classes::HE).or(Classes::THEY);
        let token = self.get(head)?;
        if token.is_mark() || token.is(not_noun) && !token.is(Classes::IT.or(Classes::NOBODY).or(Classes::QUANTITY)) {
            return None;
        }
        if token.is(pronoun.or(Classes::ANYONE).or(Classes::NOBODY)) {
            return Some((head, head));
        }
        let mut start = head;
        while start > 0 && head - start < PHRASE {
            let token = &self.tokens[start - 1];
            if token.is(Classes::DET.or(Classes::POSS)) {
                // `the two teams`
                let more = start > 1 && self.is(start - 2, Classes::DET.or(Classes::POSS));
                return Some((if more { start - 2 } else { start - 1 }, head));
            }
            if token.is_mark() && !matches!(token.kind, Kind::Mark('-' | '/' | '&' | '"' | '“' | '”' | '\''))
                || token.is(not_noun.or(pronoun).or(Classes::ADV).or(Classes::ING))
            {
                break;
            }
            start -= 1;
        }
        Some((start, head))
    }

    /// The noun phrase that begins at `at`, as after "by".
    pub(crate) fn noun_after(&self, at: usize) -> Option<Subject> {
        let mut end = at;
        while self.is(end, Classes::DET.or(Classes::POSS)) && !self.is(end, Classes::FIRST) && end - at < 3 {
            end += 1;
        }
        // `one of our engineers`: the number is all there is before the preposition.
        if end > at && self.is(end - 1, Classes::QUANTITY) && self.is_word(end, "of") {
            end -= 1;
        }
        let first = end;
        let not_noun =
            Classes::PREP.or(Classes::CONJ).or(Classes::SUB).or(Classes::REL).or(Classes::AUXILIARY).or(Classes::NEG);
        while let Some(token) = self.get(end) {
            if end - first >= PHRASE || token.is_mark() && !matches!(token.kind, Kind::Mark('-' | '/' | '&')) {
                break;
            }
            let after_person = end > first
                && self.is(end - 1, Classes::PEOPLE.or(Classes::LOOKALIKE).or(Classes::USER).or(Classes::FIRST));
            // `took` and `went` are verbs only; `failed` may belong to the noun.
            let verb_only = end > first && token.is(Classes::PAST) && !token.is(Classes::PARTICIPLE);
            // `by a developer six months earlier`
            let time = after_person
                && (token.kind == Kind::Number
                    || self.is_word(end, "two three four five six seven eight nine ten several some last days weeks months years earlier yesterday today"));
            if token.is(not_noun)
                || time
                || verb_only
                || end > first && token.is(Classes::DET.or(Classes::POSS).or(Classes::FIRST).or(Classes::HE))
                || after_person
                    && token.is(Classes::VERB.or(Classes::ADV))
                    && !token.is(Classes::ERROR_NOUN.or(Classes::SYSTEM))
            {
                break;
            }
            end += 1;
        }
        if end == first {
            // `it was them`: a determiner can be all there is.
            return (first > at).then(|| Subject::thing(at..first));
        }
        let own = self.classify(at, end - 1);
        // `one of our engineers`, `somebody from the platform team`.
        let opens =
            self.is(end - 1, Classes::QUANTITY.or(Classes::ANYONE)) || self.is_word(end - 1, "colleague guy person");
        if opens
            && self.is_word(end, "of from on in")
            && let Some(inner) = self.noun_after(end + 1)
            && (inner.who.is_third() || inner.who == Who::First)
        {
            let who = if inner.who == Who::First { Who::Someone } else { inner.who };
            return Some(Subject { who, range: at..inner.range.end, sure: true });
        }
        Some(own)
    }

    /// Who a noun phrase means, by its last word and those before it.
    fn classify(&self, start: usize, head: usize) -> Subject {
        let range = start..head + 1;
        let token = self.tokens[head];
        let known = |who: Who| Subject { who, range: range.clone(), sure: true };
        let unsure = |who: Who| Subject { who, range: range.clone(), sure: false };
        match token.kind {
            Kind::Handle | Kind::Mail => return known(Who::Named),
            Kind::Opaque | Kind::Number | Kind::Mark(_) => return known(Who::Thing),
            Kind::Word => {}
        }
        if token.is(Classes::FIRST) {
            return known(Who::First);
        }
        if token.is(Classes::HE) {
            return known(Who::Someone);
        }
        if token.is(Classes::THEY) {
            // Who thinks, believes and forgets is no program.
            let sure = self.classes.any(Classes::HUMAN_VERB.or(Classes::BELIEF));
            return Subject { who: self.antecedent(start), range, sure };
        }
        if token.is(Classes::NOBODY) || self.is_word(head, "one") && head > 0 && self.is_word(head - 1, "no") {
            return known(Who::Nobody);
        }
        if token.is(Classes::ANYONE) {
            return unsure(Who::Someone);
        }
        if self.is_word(head, "member members")
            && (self.is_word(head + 1, "of") || (start..head).any(|at| self.is(at, Classes::TEAM)))
        {
            return known(Who::Role);
        }
        let modifiers = self.tokens.get(start..head).unwrap_or_default();
        let signs = modifiers.iter().fold(Classes::NONE, |all, token| all.or(token.classes));
        let names_program = signs.any(Classes::PROGRAM_SIGN)
            || modifiers
                .iter()
                .any(|token| token.kind == Kind::Opaque || token.is_mark() && token.kind == Kind::Mark('-'));
        if token.is(Classes::NAME) && !token.is(Classes::SYSTEM) {
            return known(Who::Named);
        }
        let next_is_capital = self.get(head + 1).is_some_and(|next| next.capital && next.kind == Kind::Word);
        let before_is_name = head > start && self.is(head - 1, Classes::NAME.or(Classes::AMBIGUOUS_NAME));
        if before_is_name && token.capital {
            return known(Who::Named);
        }
        if token.is(Classes::AMBIGUOUS_NAME) && start == head && self.is(head + 1, Classes::HUMAN_VERB) {
            return known(Who::Named);
        }
        if token.is(Classes::AMBIGUOUS_NAME)
            && head > 0
            && start == head
            && (next_is_capital || self.is(head + 1, Classes::HUMAN_VERB.or(Classes::ACTION)))
        {
            return unsure(Who::Named);
        }
        if token.is(Classes::ATTACKER) {
            return known(Who::Attacker);
        }
        if token.is(Classes::LOOKALIKE) {
            // A capital at the start of a sentence is no sign of a product.
            let product = modifiers.iter().enumerate().any(|(at, token)| {
                let begins = start + at == 0 || self.tokens[start + at - 1].is_mark();
                token.capital && !begins && !token.is(Classes::DET.or(Classes::POSS))
            });
            if names_program || product {
                return Subject::thing(range);
            }
            if signs.any(Classes::PERSON_SIGN) {
                return known(Who::Role);
            }
            if self.classes.any(Classes::HUMAN_VERB.or(Classes::HE)) && token.is(Classes::ROLE) {
                return known(Who::Role);
            }
            return if token.is(Classes::ROLE) { unsure(Who::Role) } else { Subject::thing(range) };
        }
        if token.is(Classes::ROLE) {
            return known(Who::Role);
        }
        if token.is(Classes::TEAM_LOOKALIKE) {
            // `the network group` is one of people, `the node group` is none.
            let of_people = self.is_word(
                head.wrapping_sub(1),
                "infrastructure network storage database platform application software release site integration security",
            ) && self.is_word(head, "staff support shift board management")
                || self.is_word(head.wrapping_sub(1), "infrastructure network storage database platform integration release")
                    && self.is_word(head, "group folks guys");
            if !of_people && (names_program || signs.any(Classes::SYSTEM)) {
                return Subject::thing(range);
            }
            let plain = modifiers.iter().all(|token| {
                token.is(Classes::DET
                    .or(Classes::POSS)
                    .or(Classes::PERSON_SIGN)
                    .or(Classes::TEAM)
                    .or(Classes::TEAM_LOOKALIKE))
            });
            return if token.is(Classes::TEAM) && plain { known(Who::Team) } else { unsure(Who::Team) };
        }
        if token.is(Classes::TEAM) {
            return known(Who::Team);
        }
        if token.is(Classes::USER) {
            return known(Who::User);
        }
        if token.is(Classes::ORGANISATION) {
            return known(Who::Organisation);
        }
        let unknown = token.classes.without(Classes::PAST.or(Classes::PARTICIPLE)).is_empty();
        if unknown && token.capital && start == head {
            return unsure(if is_like_surname(self.word(head)) { Who::Named } else { Who::Proper });
        }
        Subject::thing(range)
    }

    /// Whom `they` means: the nearest plural before it that is people or surely things.
    fn antecedent(&self, at: usize) -> Who {
        let here = self.tokens.get(..at).unwrap_or_default().iter().rev();
        for token in here.chain(self.before.iter().rev()).take(BACK) {
            if token.is(Classes::TEAM.or(Classes::NAME)) {
                return Who::Team;
            }
            if token.is(Classes::ROLE) {
                return Who::Role;
            }
            if token.is(Classes::USER) {
                return Who::User;
            }
            if token.is(Classes::ORGANISATION) {
                return Who::Organisation;
            }
            if token.is(Classes::ATTACKER) {
                return Who::Attacker;
            }
            let plural = self.text.get(token.range()).is_some_and(|word| word.ends_with('s'));
            if token.is(Classes::SYSTEM) && plural {
                return Who::Thing;
            }
        }
        Who::Team
    }

    /// Whether what begins at `at` is taken back: a negation stands before it in its clause.
    pub(crate) fn is_negated(&self, at: usize) -> bool {
        let mut seen = 0;
        for before in (0..at).rev() {
            let token = &self.tokens[before];
            if token.is(Classes::NEG.or(Classes::NOBODY)) {
                // `not only`, `no longer`, `no doubt` deny nothing.
                return !self.is_word(before + 1, "only longer doubt just");
            }
            if self.is_word(before, "than") && self.is_word(before.wrapping_sub(1), "rather more other")
                || token.is(Classes::ADV) && self.is_word(before, "instead")
            {
                return true;
            }
            if token.is_break() || token.is(Classes::SUB.without(Classes::PREP)) && !self.is_word(before, "as") {
                return false;
            }
            // `was not renewed due to an oversight`: the negation ends where its reason begins.
            if token.is(Classes::REASON)
                && self.is_word(before, "due because owing")
                && !self.is(before.wrapping_sub(1), Classes::NEG)
            {
                return false;
            }
            seen += 1;
            if seen > 6 {
                return false;
            }
        }
        false
    }

    /// Whether a reason is given for what stands at `at`: then it is told how it came about.
    pub(crate) fn is_explained(&self, at: usize) -> bool {
        let reason = |at: usize| {
            if !self.is(at, Classes::REASON) {
                return false;
            }
            let next = self.get(at + 1);
            // `since January`, `since the last release` tell a time.
            let time = next.is_some_and(|next| next.is(Classes::TIME) || next.kind == Kind::Number)
                || self.is_word(at + 1, "last then early late")
                || self.is_word(at + 2, "last");
            let says_why = next
                .is_some_and(|next| next.is(Classes::DET.or(Classes::IT).or(Classes::FIRST).or(Classes::NEG)))
                || self.is_word(
                    at + 1,
                    "there at they agreed planned usual intended designed documented described requested instructed",
                );
            self.is_word(at, "because due owing")
                || self.is_word(at, "since") && !time
                || self.is_word(at, "as") && says_why && !self.is_word(at + 1, "a")
                || self.is_word(at, "given") && self.is_word(at + 1, "that the how")
        };
        // Behind it, or in a clause before it.
        if (at + 1..self.tokens.len()).any(reason) {
            return true;
        }
        let clause = self.clause_start(at);
        let ends = |at: usize| (at + 1..clause.saturating_sub(1)).any(|at| self.tokens[at].is_break());
        if (0..clause).any(|at| reason(at) && (ends(at) || self.is_mark(clause.saturating_sub(1), ','))) {
            return true;
        }
        // `…, so nobody noticed`.
        clause > 0
            && (self.is_word(clause - 1, "so therefore hence thus") || self.is_word(clause, "so hence therefore"))
    }

    /// Whether the reason that is given for what stands at `at` is about things: what people saw, had and could know.
    pub(crate) fn is_explained_by_things(&self, at: usize) -> bool {
        let reason = |at: usize| {
            if !(self.is_word(at, "because since") || self.is_word(at, "as") && self.is(at + 1, Classes::DET)) {
                return None;
            }
            self.noun_after(at + 1).map(|subject| subject.who)
        };
        (0..self.tokens.len()).any(|near| near.abs_diff(at) > 1 && reason(near) == Some(Who::Thing))
    }

    /// Where the clause begins that `at` is in.
    pub(crate) fn clause_start(&self, at: usize) -> usize {
        let breaks = |before: &usize| {
            let token = &self.tokens[*before];
            token.is_break()
                || token.is(Classes::SUB) && !token.is(Classes::ADV.or(Classes::PREP))
                || self.is_word(*before, "but so because and")
        };
        (0..at).rev().find(breaks).map_or(0, |before| before + 1)
    }

    /// Who is said to have done it, in the passive: the noun after "by" soon after `at`.
    pub(crate) fn agent(&self, at: usize) -> Option<Subject> {
        let mut agents = (at..(at + 7).min(self.tokens.len()))
            .take_while(|at| !self.tokens[*at].is_break())
            .filter(|at| self.is_word(*at, "by"))
            .filter_map(|by| self.noun_after(by + 1));
        let first = agents.next()?;
        // `by hand by an operator`
        if first.who == Who::Thing { agents.find(|agent| agent.who.is_third()).or(Some(first)) } else { Some(first) }
    }
}
