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
}

/// Patterns, found by their first word.
#[derive(Debug, Default)]
pub(crate) struct Patterns {
    patterns: Vec<Pattern>,
    /// By the number of a word: the patterns that may begin with it.
    by_word: Vec<Vec<u32>>,
    /// The patterns that may begin with any word of a class.
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
            let parts: Vec<Part> = text.split_whitespace().map(|part| compile(part, lexicon)).collect();
            patterns.add(Pattern { group, place, parts });
        }
        patterns
    }

    fn add(&mut self, pattern: Pattern) {
        let index = u32::try_from(self.patterns.len()).unwrap_or(u32::MAX);
        for part in &pattern.parts {
            let Part::Word { words, classes, optional } = part else { break };
            for word in words {
                let at = word.0 as usize;
                if self.by_word.len() <= at {
                    self.by_word.resize(at + 1, Vec::new());
                }
                self.by_word[at].push(index);
            }
            if !classes.is_empty() {
                self.by_class.push((*classes, index));
                self.any_class = self.any_class.or(*classes);
            }
            if !optional {
                break;
            }
        }
        self.patterns.push(pattern);
    }

    /// Calls `found` with each phrase of a sentence, in its order.
    pub(crate) fn find(&self, tokens: &[Token], mut found: impl FnMut(Hit)) {
        for (start, token) in tokens.iter().enumerate() {
            if token.word != Word::default()
                && let Some(list) = self.by_word.get(token.word.0 as usize)
            {
                for index in list {
                    self.try_at(*index, tokens, start, &mut found);
                }
            }
            if token.is(self.any_class) {
                for (classes, index) in &self.by_class {
                    if token.is(*classes) {
                        self.try_at(*index, tokens, start, &mut found);
                    }
                }
            }
        }
    }

    fn try_at(&self, index: u32, tokens: &[Token], start: usize, found: &mut impl FnMut(Hit)) {
        let Some(pattern) = self.patterns.get(index as usize) else { return };
        if let Some(end) = fits(&pattern.parts, tokens, start).filter(|end| *end > start) {
            found(Hit { group: pattern.group, place: pattern.place, start, end });
        }
    }
}

fn compile(text: &str, lexicon: &mut Lexicon) -> Part {
    if text == ".." {
        return Part::Gap;
    }
    let (text, optional) = match text.strip_suffix('?') {
        Some(rest) if !rest.is_empty() => (rest, true),
        _ => (text, false),
    };
    let mut words = Vec::new();
    let mut classes = Classes::NONE;
    for word in text.split('|') {
        match word.strip_prefix('@') {
            Some(class) => classes = classes.or(Classes::named(class).unwrap_or_default()),
            None => words.push(lexicon.intern(&word.to_lowercase())),
        }
    }
    words.sort_by_key(|word| word.0);
    Part::Word { words, classes, optional }
}

/// Where the parts end that begin at `at`. Every gap is short, so the work for one start has a bound.
fn fits(parts: &[Part], tokens: &[Token], at: usize) -> Option<usize> {
    let Some((first, rest)) = parts.split_first() else { return Some(at) };
    match first {
        Part::Gap => {
            let mut next = at;
            for _ in 0..=GAP {
                if let Some(end) = fits(rest, tokens, next) {
                    return Some(end);
                }
                if tokens.get(next).is_none_or(|token| token.is_break() || token.is(Classes::NEG)) {
                    return None;
                }
                next += 1;
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
