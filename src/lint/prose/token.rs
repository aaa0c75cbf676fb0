//! From the plain text of a block to tokens and sentences.
//!
//! The entry point is [`tokens`], then [`sentences`]. Code has been masked before ([`MASK`]); URLs, paths, mail
//! addresses and identifiers become one token without a meaning. Both are linear in the text.

use std::ops::Range;

use super::lexicon::{Classes, Entry, Lexicon, Word};

/// Stands for each byte of code in the text of a block.
pub(crate) const MASK: char = '\u{1}';

/// What a token is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Kind {
    /// A word, or a part of a contraction (`did`, `n't`).
    Word,
    /// `@somebody`.
    Handle,
    /// A mail address.
    Mail,
    /// Code, a URL, a path, an identifier.
    Opaque,
    /// A number, a time, a version.
    Number,
    /// One character of punctuation.
    Mark(char),
}

/// A piece of a sentence.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Token {
    /// Where it stands in the text of its block, in bytes.
    pub(crate) start: u32,
    pub(crate) end: u32,
    pub(crate) kind: Kind,
    pub(crate) word: Word,
    pub(crate) classes: Classes,
    /// Whether it begins with a capital letter.
    pub(crate) capital: bool,
    /// Whether it is inside quotation marks.
    pub(crate) quoted: bool,
}

impl Token {
    pub(crate) fn is(&self, classes: Classes) -> bool {
        self.classes.any(classes)
    }

    pub(crate) fn is_mark(&self) -> bool {
        matches!(self.kind, Kind::Mark(_))
    }

    /// Whether it ends a clause.
    pub(crate) fn is_break(&self) -> bool {
        matches!(self.kind, Kind::Mark(',' | ';' | ':' | '(' | ')' | '–' | '—' | '=' | '>' | '|' | '.' | '!' | '?'))
    }

    pub(crate) fn is_comma(&self) -> bool {
        self.kind == Kind::Mark(',')
    }

    pub(crate) fn range(&self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// Cuts the text of a block into tokens.
pub(crate) fn tokens(text: &str, lexicon: &Lexicon) -> Vec<Token> {
    let mut cutter = Cutter { text, lexicon, tokens: Vec::with_capacity(text.len() / 5), lower: String::new() };
    let mut at = 0;
    while let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) {
        at = if c.is_whitespace() { at + c.len_utf8() } else { cutter.cut(at, c) };
    }
    let mut tokens = cutter.tokens;
    quotes(text, &mut tokens);
    tokens
}

struct Cutter<'a> {
    text: &'a str,
    lexicon: &'a Lexicon,
    tokens: Vec<Token>,
    /// Room for one word in lower case.
    lower: String,
}

impl Cutter<'_> {
    /// Takes the token that begins at `at` with `c`; gives where it ends.
    fn cut(&mut self, at: usize, c: char) -> usize {
        if c == MASK {
            let end = at + self.text[at..].find(|c| c != MASK).unwrap_or(self.text.len() - at);
            return self.push(at, end, Kind::Opaque);
        }
        if c == '@' {
            let end = self.run(at + 1, |c| c.is_alphanumeric() || c == '-' || c == '_');
            // A package (`@types/node`), or a lone sign.
            let is_handle = end > at + 2 && !self.text[end..].starts_with('/') && !self.is_everyone(at + 1, end);
            let end = if self.text[end..].starts_with('/') { self.chunk(at) } else { end.max(at + 1) };
            return self.push(at, end, if is_handle { Kind::Handle } else { Kind::Opaque });
        }
        if c.is_ascii_digit() {
            let end = self.run(at, |c| c.is_alphanumeric() || matches!(c, '.' | ':' | ',' | '-' | '+' | '_' | '%'));
            let end = at + self.text[at..end].trim_end_matches(['.', ':', ',', '-', '+']).len();
            return self.push(at, end, Kind::Number);
        }
        if c.is_alphanumeric() || c == '_' {
            return self.word(at);
        }
        if c == '/' && self.text[at + 1..].starts_with(|c: char| c.is_alphanumeric()) && self.after_blank(at) {
            let end = self.chunk(at);
            return self.push(at, end, Kind::Opaque);
        }
        self.push(at, at + c.len_utf8(), Kind::Mark(c))
    }

    /// A word, its parts if it is a contraction, or whatever else begins like one.
    fn word(&mut self, at: usize) -> usize {
        let text = self.text;
        if let Some(end) = self.plain_word(at) {
            return self.contraction(at, end).unwrap_or_else(|| self.push(at, end, Kind::Word));
        }
        let mut end = at;
        let mut odd = false;
        loop {
            end = self.run(end, |c| c.is_alphanumeric() || c == '_');
            let rest = &text[end..];
            let mut next = rest.chars();
            let (Some(sign), Some(after)) = (next.next(), next.next()) else { break };
            let joins = after.is_alphanumeric()
                && match sign {
                    '-' => true,
                    '.' | '@' | '#' => {
                        odd = true;
                        true
                    }
                    _ => false,
                };
            if rest.starts_with("://") || rest.starts_with("::") {
                let end = self.chunk(at);
                return self.push(at, end, Kind::Opaque);
            }
            if !joins {
                break;
            }
            end += sign.len_utf8();
        }
        let word = &text[at..end];
        if word.contains('@') {
            let kind = if word.ends_with(|c: char| c.is_ascii_digit()) { Kind::Opaque } else { Kind::Mail };
            return self.push(at, end, kind);
        }
        // `e.g` and `a.m` are words; `run.sh` is none.
        let initials = || word.split('.').all(|part| part.chars().count() == 1);
        if (odd && !initials()) || word.contains('_') {
            // A full stop without a blank behind it: two sentences, if both sides look like words.
            if let Some((first, second)) = word.split_once('.')
                && second.starts_with(char::is_uppercase)
                && first.len() > 2
                && first.chars().all(char::is_lowercase)
                && second.chars().all(char::is_alphabetic)
            {
                return self.push(at, at + first.len(), Kind::Word);
            }
            let end = if text[end..].starts_with('/') { self.chunk(at) } else { end };
            return self.push(at, end, Kind::Opaque);
        }
        self.contraction(at, end).unwrap_or_else(|| self.push(at, end, Kind::Word))
    }

    /// Where the word at `at` ends when it is letters and digits of ASCII that nothing joins to what follows, as most are.
    fn plain_word(&self, at: usize) -> Option<usize> {
        let bytes = self.text.as_bytes().get(at..)?;
        let length = bytes.iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
        let is_apart = match bytes.get(length) {
            None | Some(b' ' | b'\n' | b',' | b';' | b')') => true,
            Some(b'.') => bytes.get(length + 1).is_none_or(|next| next.is_ascii() && !next.is_ascii_alphanumeric()),
            Some(_) => false,
        };
        (length > 0 && is_apart).then_some(at + length)
    }

    /// `didn't` is `did` and `n't`, `we'd` is `we` and `'d`, `team's` is `team` and `'s`; gives where it ends,
    /// when it is one.
    fn contraction(&mut self, at: usize, end: usize) -> Option<usize> {
        let text = self.text;
        let word = &text[at..end];
        let rest = &text[end..];
        let Some(sign) = rest.chars().next().filter(|c| matches!(c, '\'' | '’')) else {
            // Chat leaves the sign out.
            let bare = [
                "didnt", "wasnt", "hasnt", "hadnt", "havent", "isnt", "doesnt", "dont", "shouldnt", "couldnt",
                "wouldnt", "werent",
            ];
            if word.ends_with(['t', 'T']) && bare.iter().any(|other| word.eq_ignore_ascii_case(other)) {
                self.push(at, end - 2, Kind::Word);
                self.split_off(end - 2, end, "n't");
                return Some(end);
            }
            return None;
        };
        let tail_end = end + sign.len_utf8();
        let tail_end = self.run(tail_end, char::is_alphabetic);
        let tail = text[end + sign.len_utf8()..tail_end].to_ascii_lowercase();
        match tail.as_str() {
            "t" if word.ends_with(['n', 'N']) => {
                // `can't` and `won't` keep what is left of the first word.
                let whole = word.to_ascii_lowercase();
                match whole.as_str() {
                    "can" => {
                        self.push(at, end, Kind::Word);
                        self.split_off(end, tail_end, "n't");
                        return Some(tail_end);
                    }
                    "won" => {
                        self.split_off(at, end - 1, "will");
                    }
                    _ => {
                        self.push(at, end - 1, Kind::Word);
                    }
                }
                self.split_off(end - 1, tail_end, "n't");
                Some(tail_end)
            }
            "s" | "d" | "ve" | "re" | "ll" | "m" => {
                self.push(at, end, Kind::Word);
                let tail = match tail.as_str() {
                    "s" => "'s",
                    "d" => "'d",
                    "ve" => "have",
                    "re" => "are",
                    "ll" => "will",
                    _ => "am",
                };
                self.split_off(end, tail_end, tail);
                Some(tail_end)
            }
            _ => None,
        }
    }

    /// A token that stands for another word.
    fn split_off(&mut self, start: usize, end: usize, word: &str) {
        let entry = self.lexicon.get(word).unwrap_or_default();
        self.add(start, end, Kind::Word, entry, false);
    }

    fn push(&mut self, start: usize, end: usize, kind: Kind) -> usize {
        let text = &self.text[start..end];
        let capital = text.starts_with(char::is_uppercase);
        let entry = match kind {
            Kind::Word | Kind::Mark(_) => {
                self.lower.clear();
                if text.is_ascii() {
                    self.lower.push_str(text);
                    self.lower.make_ascii_lowercase();
                } else {
                    self.lower.extend(text.chars().flat_map(char::to_lowercase));
                }
                // A word that is only known from phrases has no class of its own.
                // `re-uploaded` is `uploaded` again.
                let again = || self.lower.strip_prefix("re-").and_then(|rest| self.lexicon.get(rest));
                let known = self.lexicon.get(&self.lower).or_else(again).unwrap_or_default();
                let classes = if known.classes.is_empty() { by_ending(&self.lower) } else { known.classes };
                Entry { classes, ..known }
            }
            Kind::Handle | Kind::Mail => Entry { classes: Classes::NAME, word: Word::default() },
            Kind::Opaque | Kind::Number => Entry::default(),
        };
        self.add(start, end, kind, entry, capital);
        end
    }

    fn add(&mut self, start: usize, end: usize, kind: Kind, entry: Entry, capital: bool) {
        let offset = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let Entry { word, mut classes } = entry;
        // A name is written like one; in lower case `mark` and `sky` are words.
        if kind == Kind::Word && !capital {
            classes = classes.without(Classes::NAME.or(Classes::AMBIGUOUS_NAME));
        }
        self.tokens.push(Token { start: offset(start), end: offset(end), kind, word, classes, capital, quoted: false });
    }

    /// The end of the characters from `at` on that are wanted.
    fn run(&self, at: usize, wanted: impl Fn(char) -> bool) -> usize {
        let rest = &self.text[at..];
        at + rest.find(|c| !wanted(c)).unwrap_or(rest.len())
    }

    /// The end of what is written without a blank.
    fn chunk(&self, at: usize) -> usize {
        let end = self.run(at, |c| !c.is_whitespace() && !matches!(c, '<' | '>' | '"' | ')' | '|'));
        (at + self.text[at..end].trim_end_matches(['.', ',', ';', ':', '!', '?']).len()).max(at + 1)
    }

    fn after_blank(&self, at: usize) -> bool {
        self.text[..at].chars().next_back().is_none_or(char::is_whitespace)
    }

    fn is_everyone(&self, at: usize, end: usize) -> bool {
        ["channel", "here", "all", "everyone", "team", "param", "return", "override"]
            .iter()
            .any(|word| self.text[at..end].eq_ignore_ascii_case(word))
    }
}

/// What the ending of an unknown word tells: perhaps a verb.
fn by_ending(word: &str) -> Classes {
    if word.len() > 4 && word.ends_with("ed") {
        Classes::PAST.or(Classes::PARTICIPLE)
    } else if word.len() > 5 && word.ends_with("ing") {
        Classes::ING
    } else if word.len() > 4 && word.ends_with("ly") {
        Classes::ADV
    } else {
        Classes::NONE
    }
}

/// Marks what is inside quotation marks. A mark without its other half quotes nothing.
fn quotes(text: &str, tokens: &mut [Token]) {
    let mut open: Option<(usize, char)> = None;
    for at in 0..tokens.len() {
        let Kind::Mark(mark) = tokens[at].kind else { continue };
        let Some(close) = closing(mark) else { continue };
        match open {
            Some((from, wanted)) if wanted == mark => {
                for token in &mut tokens[from..=at] {
                    token.quoted = true;
                }
                open = None;
            }
            None if matches!(mark, '\'' | '‘') => {
                let token = tokens[at];
                let before = text[..token.start as usize].chars().next_back();
                let after = text[token.end as usize..].chars().next();
                if before.is_none_or(|c| !c.is_alphanumeric()) && after.is_some_and(char::is_alphanumeric) {
                    open = Some((at, close));
                }
            }
            None if mark != '”' && mark != '’' && mark != '»' => open = Some((at, close)),
            // Inside a quotation, or a mark that only closes.
            Some(_) | None => {}
        }
    }
}

fn closing(mark: char) -> Option<char> {
    match mark {
        '"' => Some('"'),
        '“' | '”' | '„' => Some('”'),
        '«' | '»' => Some('»'),
        '\'' => Some('\''),
        '‘' | '’' => Some('’'),
        _ => None,
    }
}

/// Words before a full stop that does not end the sentence.
const ABBREVIATIONS: &[&str] = &[
    "e.g", "i.e", "etc", "vs", "approx", "mr", "mrs", "ms", "dr", "fig", "cf", "st", "inc", "ltd", "co", "jr", "a.m",
    "p.m", "resp", "incl", "esp", "no", "u.s", "dept", "viz",
];

/// Longer sentences are cut: what is asked of a sentence may look at all of it, and has to end. Tokens.
const LONGEST: usize = 250;

/// The sentences of a block, as ranges of its tokens.
pub(crate) fn sentences(text: &str, tokens: &[Token]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    for (at, token) in tokens.iter().enumerate() {
        let ends = match token.kind {
            Kind::Mark('.' | '!' | '?' | '…') => ends_sentence(text, tokens, at),
            _ => tokens.get(at + 1).is_some_and(|next| begins_line(text, token, next)),
        };
        if ends || at - start >= LONGEST {
            found.push(start..at + 1);
            start = at + 1;
        }
    }
    if start < tokens.len() {
        found.push(start..tokens.len());
    }
    found
}

fn ends_sentence(text: &str, tokens: &[Token], at: usize) -> bool {
    let token = tokens[at];
    let Some(mut next) = tokens.get(at + 1).copied() else { return true };
    // The quotation mark or bracket behind the full stop is of the sentence before it.
    if next.start == token.end {
        match (next.kind, tokens.get(at + 2)) {
            (Kind::Mark('"' | '”' | '’' | '\'' | ')'), Some(after)) if after.start > next.end => next = *after,
            _ => return false,
        }
        // Then the sentence ends there; the mark opens the next one, which does no harm.
    }
    if token.kind == Kind::Mark('.')
        && let Some(before) = at.checked_sub(1).and_then(|before| tokens.get(before))
        && before.end == token.start
        && before.kind == Kind::Word
    {
        let word = &text[before.range()];
        let short = ABBREVIATIONS.iter().any(|other| word.eq_ignore_ascii_case(other));
        let initial = word.chars().count() == 1 && before.capital;
        if initial || (short && !(next.capital && word.eq_ignore_ascii_case("etc"))) {
            return false;
        }
    }
    true
}

/// Whether a new line begins a new sentence: one that starts with a time, a bracket or a mark of a list.
fn begins_line(text: &str, token: &Token, next: &Token) -> bool {
    let between = &text[token.end as usize..next.start as usize];
    if !between.contains('\n') {
        return false;
    }
    match next.kind {
        Kind::Number => text[next.range()].contains(':'),
        Kind::Mark('[' | '*' | '-' | '•' | '>') => true,
        _ => between.matches('\n').count() > 1,
    }
}
