//! The words the reviewer knows: each with a number and the classes it belongs to.
//!
//! Built once for a run by [`Lexicon::new`], from `words.toml`, `names.toml`, the words of `phrases.toml` and those
//! of the configuration; then only looked up. What a word means in its sentence is not decided here.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;
use serde::Deserialize;

/// A set of word classes.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub(crate) struct Classes(u128);

impl Classes {
    pub(crate) const NONE: Self = Self(0);

    pub(crate) const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub(crate) const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Whether any class is in both.
    pub(crate) const fn any(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    pub(crate) const fn is_empty(self) -> bool {
        self.0 == 0
    }
}

macro_rules! classes {
    ($($name:ident = $word:literal,)+) => {
        classes!(@ 0u32, $($name = $word,)+);
        /// The classes by the names they have in the data.
        const BY_NAME: &[(&str, Classes)] = &[$(($word, Classes::$name),)+];
    };
    (@ $n:expr, $name:ident = $word:literal, $($rest:tt)*) => {
        impl Classes { pub(crate) const $name: Self = Self(1 << $n); }
        classes!(@ $n + 1u32, $($rest)*);
    };
    (@ $n:expr,) => {
        const COUNT: u32 = $n;
        const _: () = assert!(COUNT <= u128::BITS);
    };
}

classes! {
    DET = "det",
    POSS = "poss",
    PREP = "prep",
    CONJ = "conj",
    SUB = "sub",
    REL = "rel",
    FIRST = "first",
    HE = "he",
    THEY = "they",
    IT = "it",
    ANYONE = "anyone",
    NOBODY = "nobody",
    BE = "be",
    HAVE = "have",
    DO = "do",
    MODAL = "modal",
    WILL = "will",
    NEG = "neg",
    WH = "wh",
    ADV = "adv",
    QUANTITY = "quantity",
    ROLE = "role",
    LOOKALIKE = "lookalike",
    PERSON_SIGN = "person_sign",
    PROGRAM_SIGN = "program_sign",
    TEAM = "team",
    TEAM_LOOKALIKE = "team_lookalike",
    USER = "user",
    ORGANISATION = "organisation",
    ATTACKER = "attacker",
    SYSTEM = "system",
    NAME = "name",
    AMBIGUOUS_NAME = "ambiguous_name",
    BASE = "base",
    THIRD_FORM = "third_form",
    PAST = "past",
    PARTICIPLE = "participle",
    ING = "ing",
    DUTY = "duty",
    CHORE = "chore",
    NOTICE = "notice",
    IGNORE = "ignore",
    FAIL = "fail",
    ACTION = "action",
    SLIP = "slip",
    BROKE = "broke",
    CAUSE = "cause",
    HUMAN_VERB = "human",
    BELIEF = "belief",
    STEER = "steer",
    ERROR_NOUN = "error",
    HUMAN_WORD = "human_word",
    CAUSE_NOUN = "cause_noun",
    INCIDENT = "incident",
    POLICY = "policy",
    DUTY_NOUN = "duty_noun",
    TASK = "task",
    MACHINE_LEARNING = "machine_learning",
    COMPOUND_TAIL = "compound_tail",
    MISHAP = "mishap",
    WRONG = "wrong",
    VALUE = "value",
    TIME = "never_subject",
    OTHER_VERB = "other",
    LEADS_BACK = "leads_back",
    REASON = "reason",
    OWNER = "owner",
    SUPPOSED = "supposed",
    THANKS = "thanks",
}

impl Classes {
    /// A person or a team, whichever.
    pub(crate) const PEOPLE: Self =
        Self::ROLE.or(Self::TEAM).or(Self::NAME).or(Self::HE).or(Self::ANYONE).or(Self::THEY);
    /// Somebody beside the writers.
    pub(crate) const THIRD: Self = Self::ROLE.or(Self::TEAM).or(Self::NAME).or(Self::HE).or(Self::THEY);
    /// Any form of a verb.
    pub(crate) const VERB: Self = Self::BASE.or(Self::THIRD_FORM).or(Self::PAST).or(Self::PARTICIPLE).or(Self::ING);
    /// A form that can follow its subject without help.
    pub(crate) const FINITE: Self = Self::THIRD_FORM.or(Self::PAST);
    /// Helps another verb.
    pub(crate) const AUXILIARY: Self = Self::BE.or(Self::HAVE).or(Self::DO).or(Self::MODAL).or(Self::WILL);

    /// The class that the data call `name`; a few names stand for several.
    pub(crate) fn named(name: &str) -> Option<Self> {
        match name {
            "anyhuman" => Some(Self::PEOPLE.or(Self::FIRST)),
            "third" => Some(Self::THIRD),
            "person" => Some(Self::THIRD.without(Self::THEY)),
            "verb" => Some(Self::VERB),
            _ => BY_NAME.iter().find(|(word, _)| *word == name).map(|(_, class)| *class),
        }
    }
}

/// The number of a word; `0` is every word that is not known.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub(crate) struct Word(pub(crate) u32);

/// What is known of a word.
#[derive(Clone, Copy, Default, Debug)]
pub(crate) struct Entry {
    pub(crate) word: Word,
    pub(crate) classes: Classes,
}

/// Words added to the built-in ones, by the name of their class.
pub(crate) type Additions = BTreeMap<&'static str, Vec<String>>;

/// All known words.
#[derive(Debug, Default)]
pub(crate) struct Lexicon {
    /// Looked up, never iterated.
    words: FxHashMap<Box<str>, Entry>,
}

/// `words.toml` and `names.toml`, compiled in; a test holds that they are read whole.
const WORDS: &str = include_str!("words.toml");
const NAMES: &str = include_str!("names.toml");

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Names {
    names: String,
    ambiguous: String,
}

impl Lexicon {
    /// The built-in words and these.
    pub(crate) fn new(additions: &Additions) -> Self {
        let mut lexicon = Self::default();
        let groups: BTreeMap<String, BTreeMap<String, Vec<String>>> = toml::from_str(WORDS).unwrap_or_default();
        for (group, classes) in &groups {
            for (class, words) in classes {
                let class = Classes::named(class).unwrap_or_default();
                for word in words {
                    if group == "verbs" { lexicon.add_verb(word, class) } else { lexicon.add(word, class) }
                }
            }
        }
        let names: Names = toml::from_str(NAMES).unwrap_or_default();
        for name in names.names.split_whitespace() {
            lexicon.add(name, Classes::NAME);
        }
        for name in names.ambiguous.split_whitespace() {
            lexicon.add(name, Classes::AMBIGUOUS_NAME);
        }
        for (class, words) in additions {
            let class = Classes::named(class).unwrap_or_default();
            for word in words {
                lexicon.replace(&word.to_lowercase(), class);
            }
        }
        lexicon
    }

    /// What is known of a word in lower case.
    pub(crate) fn get(&self, word: &str) -> Option<Entry> {
        self.words.get(word).copied()
    }

    /// The number of a word, which is known from now on.
    pub(crate) fn intern(&mut self, word: &str) -> Word {
        self.entry(word).word
    }

    fn add(&mut self, word: &str, class: Classes) {
        let entry = self.entry(word);
        entry.classes = entry.classes.or(class);
    }

    /// A word of the configuration is what the configuration says, whatever it was before.
    fn replace(&mut self, word: &str, class: Classes) {
        let who = Classes::PEOPLE
            .or(Classes::LOOKALIKE)
            .or(Classes::TEAM_LOOKALIKE)
            .or(Classes::USER)
            .or(Classes::ORGANISATION)
            .or(Classes::SYSTEM)
            .or(Classes::AMBIGUOUS_NAME);
        let entry = self.entry(word);
        entry.classes = entry.classes.without(who).or(class);
    }

    fn entry(&mut self, word: &str) -> &mut Entry {
        let next = Word(u32::try_from(self.words.len()).unwrap_or(u32::MAX).saturating_add(1));
        self.words.entry(word.into()).or_insert(Entry { word: next, classes: Classes::NONE })
    }

    /// All forms of a verb: `base/past/participle/ing`, what is left out is regular.
    fn add_verb(&mut self, forms: &str, class: Classes) {
        let mut forms = forms.split('/');
        let base = forms.next().unwrap_or_default();
        let past = forms.next().map_or_else(|| past(base), str::to_owned);
        let participle = forms.next().map_or_else(|| past.clone(), str::to_owned);
        let ing = forms.next().map_or_else(|| ing(base, &past), str::to_owned);
        self.add(base, class.or(Classes::BASE));
        self.add(&third(base), class.or(Classes::THIRD_FORM));
        self.add(&past, class.or(Classes::PAST));
        self.add(&participle, class.or(Classes::PARTICIPLE));
        self.add(&ing, class.or(Classes::ING));
    }
}

fn is_vowel(byte: Option<&u8>) -> bool {
    byte.is_some_and(|byte| b"aeiou".contains(byte))
}

fn past(base: &str) -> String {
    let bytes = base.as_bytes();
    if base.ends_with('e') {
        format!("{base}d")
    } else if base.ends_with('y') && !is_vowel(bytes.iter().rev().nth(1)) {
        format!("{}ied", base.strip_suffix('y').unwrap_or(base))
    } else {
        format!("{base}ed")
    }
}

fn third(base: &str) -> String {
    let bytes = base.as_bytes();
    if base.ends_with('y') && !is_vowel(bytes.iter().rev().nth(1)) {
        format!("{}ies", base.strip_suffix('y').unwrap_or(base))
    } else if ["s", "x", "z", "ch", "sh", "o"].iter().any(|end| base.ends_with(end)) {
        format!("{base}es")
    } else {
        format!("{base}s")
    }
}

fn ing(base: &str, past: &str) -> String {
    let bytes = base.as_bytes();
    let last = bytes.last().copied().unwrap_or_default();
    let doubled = past.len() == base.len() + 3 && past.as_bytes().get(base.len()) == Some(&last);
    if doubled {
        format!("{}ing", past.strip_suffix("ed").unwrap_or(past))
    } else if base.ends_with('e') && !base.ends_with("ee") && !base.ends_with("ye") && !base.ends_with("oe") {
        format!("{}ing", base.strip_suffix('e').unwrap_or(base))
    } else {
        format!("{base}ing")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_data_are_read_whole() {
        let groups: BTreeMap<String, BTreeMap<String, Vec<String>>> = toml::from_str(WORDS).unwrap();
        for class in groups.values().flat_map(BTreeMap::keys) {
            assert!(Classes::named(class).is_some(), "`{class}` is no class");
        }
        let names: Names = toml::from_str(NAMES).unwrap();
        for name in names.names.split_whitespace().chain(names.ambiguous.split_whitespace()) {
            assert_eq!(name, name.to_lowercase());
        }
    }

    #[test]
    fn verbs_have_their_forms() {
        #[track_caller]
        fn check(lexicon: &Lexicon, words: &str, form: Classes) {
            for word in words.split(' ') {
                assert!(lexicon.get(word).is_some_and(|entry| entry.classes.any(form)), "{word}");
            }
        }
        let lexicon = Lexicon::new(&Additions::new());
        check(&lexicon, "verify skip forget lie", Classes::BASE);
        check(&lexicon, "verifies skips pushes goes", Classes::THIRD_FORM);
        check(&lexicon, "verified skipped forgot read cut", Classes::PAST);
        check(&lexicon, "verified skipped forgotten written", Classes::PARTICIPLE);
        check(&lexicon, "verifying skipping forgetting merging planning", Classes::ING);
    }
}
