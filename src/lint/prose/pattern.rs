//! Phrases as data: patterns of words, classes and gaps, and where they are in a sentence.
//!
//! The entry points are [`Patterns::new`] and [`Patterns::find`]. What a phrase means is `phrases.toml`'s; whether
//! it counts where it stands is decided in [`frames`](super::frames).

use super::lexicon::{Classes, Lexicon, Word};
use super::token::Token;

/// The most words that `..` stands for.
const GAP: usize = 3;

/// One part of a pattern.
#[derive(Debug, Clone)]
enum Part {
    Word { words: Vec<Word>, classes: Classes, optional: bool },
    Gap,
}

impl Part {
    /// Whether there is no phrase without it.
    fn is_needed(&self) -> bool {
        matches!(self, Self::Word { optional: false, .. })
    }

    /// The most tokens it stands for.
    fn longest(&self) -> usize {
        match self {
            Self::Word { .. } => 1,
            Self::Gap => GAP,
        }
    }

    fn fits(&self, token: &Token) -> bool {
        match self {
            Self::Word { words, classes, .. } => {
                token.is(*classes)
                    || (token.word != Word::default()
                        && words.binary_search_by_key(&token.word.0, |word| word.0).is_ok())
            }
            Self::Gap => false,
        }
    }
}

/// A pattern and the group it is of.
#[derive(Debug)]
struct Pattern {
    group: usize,
    /// Which of its group it is.
    place: usize,
    parts: Vec<Part>,
    /// The most tokens before its rarest part.
    before: usize,
}

/// Patterns, found by the rarest of their words.
///
/// Most phrases have one word that most sentences lack. Only where it stands is the phrase looked for, so that
/// hundreds of phrases cost little more than a look at each word.
#[derive(Debug, Default)]
pub(crate) struct Patterns {
    all: Vec<Pattern>,
    /// By the number of a word: the patterns whose rarest part it may be.
    by_word: Vec<Vec<u32>>,
    /// The patterns whose rarest part is any word of a class.
    by_class: Vec<(Classes, u32)>,
    any_class: Classes,
}

/// Where a phrase is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Hit {
    pub(crate) group: usize,
    /// Which pattern of its group it is.
    pub(crate) place: usize,
    /// Tokens of the sentence.
    pub(crate) start: usize,
    pub(crate) end: usize,
}

impl Patterns {
    /// Compiles patterns, each with the number of its group.
    pub(crate) fn new<'a>(texts: impl IntoIterator<Item = (usize, &'a str)>, lexicon: &mut Lexicon) -> Self {
        let mut patterns = Self::default();
        let (mut last, mut place) = (None, 0);
        for (group, text) in texts {
            place = if last == Some(group) { place + 1 } else { 0 };
            last = Some(group);
            let parts: Vec<(Part, u32)> = text.split_whitespace().map(|part| compile(part, lexicon)).collect();
            let needed = parts.iter().enumerate().filter(|(_, (part, _))| part.is_needed());
            let rarest = needed.min_by_key(|(_, (_, weight))| *weight);
            let Some((at, (Part::Word { words, classes, .. }, _))) = rarest else { continue };
            patterns.index(words, *classes);
            let before = parts[..at].iter().map(|(part, _)| part.longest()).sum();
            let parts = parts.into_iter().map(|(part, _)| part).collect();
            patterns.all.push(Pattern { group, place, parts, before });
        }
        patterns
    }

    /// Enters the next pattern under the words and classes of its rarest part.
    fn index(&mut self, words: &[Word], classes: Classes) {
        let index = u32::try_from(self.all.len()).unwrap_or(u32::MAX);
        for word in words {
            let at = word.0 as usize;
            if self.by_word.len() <= at {
                self.by_word.resize(at + 1, Vec::new());
            }
            self.by_word[at].push(index);
        }
        if !classes.is_empty() {
            self.by_class.push((classes, index));
            self.any_class = self.any_class.or(classes);
        }
    }

    /// The phrases of a sentence, by pattern and place.
    pub(crate) fn find(&self, tokens: &[Token]) -> Vec<Hit> {
        // Each with the token that may be its rarest part.
        let mut candidates: Vec<(u32, usize)> = Vec::new();
        for (at, token) in tokens.iter().enumerate() {
            if token.word != Word::default()
                && let Some(list) = self.by_word.get(token.word.0 as usize)
            {
                candidates.extend(list.iter().map(|index| (*index, at)));
            }
            if token.is(self.any_class) {
                let of_class = self.by_class.iter().filter(|(class, _)| token.is(*class));
                candidates.extend(of_class.map(|(_, index)| (*index, at)));
            }
        }
        candidates.sort_unstable();
        let mut found = Vec::new();
        // A place is tried once, whatever number of tokens of the sentence may be the rarest part.
        let mut tried = (u32::MAX, 0);
        for (index, at) in candidates {
            let Some(pattern) = self.all.get(index as usize) else { continue };
            let first = if tried.0 == index { tried.1 } else { 0 };
            for start in first.max(at.saturating_sub(pattern.before))..=at {
                if let Some(end) = fits(&pattern.parts, tokens, start).filter(|end| *end > start) {
                    found.push(Hit { group: pattern.group, place: pattern.place, start, end });
                }
            }
            tried = (index, at + 1);
        }
        found
    }
}

/// Words that nearly every sentence has.
const COMMON: &str = "a all an and any are as at be because been being by can did do does each for from had has have he her his i if in \
     into is it its more n't never no not of on one or other our out she should so that the their them there they this to up us was we \
     were what when which who will with would you your 's very too so just only only about after before than then";

/// A part of a pattern, and about how many sentences have it.
fn compile(text: &str, lexicon: &mut Lexicon) -> (Part, u32) {
    if text == ".." {
        return (Part::Gap, u32::MAX);
    }
    let (text, optional) = match text.strip_suffix('?') {
        Some(rest) if !rest.is_empty() => (rest, true),
        _ => (text, false),
    };
    let mut words = Vec::new();
    let mut classes = Classes::NONE;
    let mut weight = 0;
    for word in text.split('|') {
        if let Some(class) = word.strip_prefix('@') {
            classes = classes.or(Classes::named(class).unwrap_or_default());
            weight += 300;
        } else {
            let is_common = word.len() < 2 || COMMON.split_ascii_whitespace().any(|other| other == word);
            weight += if is_common { 100 } else { 1 };
            words.push(lexicon.intern(&word.to_lowercase()));
        }
    }
    words.sort_by_key(|word| word.0);
    words.dedup();
    (Part::Word { words, classes, optional }, weight)
}

/// Where the parts end that begin at `at`. Every gap is short, so the work for one start has a bound.
fn fits(parts: &[Part], tokens: &[Token], at: usize) -> Option<usize> {
    let Some((first, rest)) = parts.split_first() else { return Some(at) };
    match first {
        Part::Gap => {
            for next in at..=at + GAP {
                if let Some(end) = fits(rest, tokens, next) {
                    return Some(end);
                }
                if tokens.get(next).is_none_or(|token| token.is_break() || token.is(Classes::NEG)) {
                    return None;
                }
            }
            None
        }
        Part::Word { optional, .. } => {
            if tokens.get(at).is_some_and(|token| first.fits(token))
                && let Some(end) = fits(rest, tokens, at + 1)
            {
                return Some(end);
            }
            if *optional { fits(rest, tokens, at) } else { None }
        }
    }
}
