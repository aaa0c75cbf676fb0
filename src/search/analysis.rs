//! From text to the tokens that are indexed and searched for.
//!
//! [`tokens`] is the whole analyzer: lower case, folded accents, identifiers whole and in parts, English stems,
//! pairs of characters for scripts without blanks. The same for documents and queries, and for every language: it
//! decides nothing about ranking, and drops no stop word. `docs/search.md` spells it out for the browser's twin.

use std::borrow::Cow;
use std::mem;
use std::ops::Range;
use std::sync::{Mutex, MutexGuard, PoisonError};

use frostem::{Algorithm, Stemmer};
use rustc_hash::FxHashMap;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Longer tokens are not indexed (they still take their position). Characters: a SHA-256 in hexadecimal fits.
const LONGEST: usize = 80;
/// Longer words are not looked at for capitals inside. Bytes.
const LONGEST_CAMEL: usize = 48;

/// What a token is in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// A word, or a part of a compound between two joiners. These alone make up phrases.
    Word,
    /// A compound as a whole (`us-east-1`), at the position of its first part.
    Whole,
    /// A part between capitals (`Connection` of `ConnectionPool`), at the position of its word.
    Inner,
    /// The last character of a run without blanks: it lets one character find all that hold it.
    Tail,
}

/// One token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// Folded and in lower case, as people read it.
    pub form: String,
    /// What is indexed: the stem of the form, or the form.
    pub term: String,
    /// Counts words from 0.
    pub position: u32,
    /// Bytes of the text.
    pub span: Range<usize>,
    /// What it is.
    pub role: Role,
}

/// The tokens of a text, in order; tokens of one position with the whole first.
pub fn tokens(text: &str) -> Vec<Token> {
    let mut stems = Stems::default();
    let mut tokens = Vec::new();
    forms(text, |Form { text, position, span, role }| {
        let term = stems.of(&text).to_owned();
        tokens.push(Token { form: text.into_owned(), term, position, span, role });
    });
    tokens
}

/// A token without its term.
pub(super) struct Form<'a> {
    pub(super) text: Cow<'a, str>,
    pub(super) position: u32,
    pub(super) span: Range<usize>,
    role: Role,
}

/// Visits the same as [`tokens`] gives, for who has many texts and finds their terms at once.
pub(super) fn forms<'a>(text: &'a str, visit: impl FnMut(Form<'a>)) {
    Scan { text, position: 0, pending: Vec::new(), visit }.run();
}

/// Finds the stem of a form: English (Porter 2) for letters of ASCII, the form itself for anything else.
pub(super) struct Stem(Stemmer);

impl Default for Stem {
    fn default() -> Self {
        Self(Stemmer::new(Algorithm::English))
    }
}

impl Stem {
    /// What [`stem`] gives.
    pub(super) fn of<'a>(&self, form: &'a str) -> Cow<'a, str> {
        if form.bytes().all(|byte| byte.is_ascii_lowercase()) { self.0.stem(form) } else { Cow::Borrowed(form) }
    }
}

/// Finds each stem once: texts have few words, and have them often.
#[derive(Default)]
pub(super) struct Stems {
    stem: Stem,
    known: FxHashMap<String, String>,
}

/// Stems that are handed from one piece of work to the next.
#[derive(Default)]
pub(super) struct StemPool(Mutex<Vec<Stems>>);

/// Stems that go back when they are dropped.
pub(super) struct Lent<'a> {
    stems: Stems,
    owner: &'a StemPool,
}

impl StemPool {
    pub(super) fn lend(&self) -> Lent<'_> {
        let stems = self.idle().pop().unwrap_or_default();
        Lent { stems, owner: self }
    }

    fn idle(&self) -> MutexGuard<'_, Vec<Stems>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Lent<'_> {
    pub(super) fn stems(&mut self) -> &mut Stems {
        &mut self.stems
    }
}

impl Drop for Lent<'_> {
    fn drop(&mut self) {
        let stems = mem::take(&mut self.stems);
        self.owner.idle().push(stems);
    }
}

impl Stems {
    /// What [`stem`] gives.
    pub(super) fn of(&mut self, form: &str) -> &str {
        if !self.known.contains_key(form) {
            let stem = self.stem.of(form).into_owned();
            self.known.insert(form.to_owned(), stem);
        }
        self.known.get(form).map_or("", String::as_str)
    }
}

/// The stem of a form.
pub fn stem(form: &str) -> Cow<'_, str> {
    Stem::default().of(form)
}

/// Lower case, without the accents of Latin, Greek and Cyrillic letters, without what is no letter, mark or digit.
pub fn fold(text: &str) -> Cow<'_, str> {
    if text.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return if text.bytes().any(|byte| byte.is_ascii_uppercase()) {
            Cow::Owned(text.to_ascii_lowercase())
        } else {
            Cow::Borrowed(text)
        };
    }
    let mut folded = String::with_capacity(text.len());
    for c in text.nfkd().flat_map(char::to_lowercase) {
        match c {
            '\u{300}'..='\u{36f}' => {}
            'ß' => folded.push_str("ss"),
            'æ' => folded.push_str("ae"),
            'œ' => folded.push_str("oe"),
            'þ' => folded.push_str("th"),
            'ø' => folded.push('o'),
            'ð' | 'đ' => folded.push('d'),
            'ł' => folded.push('l'),
            'ħ' => folded.push('h'),
            'ı' => folded.push('i'),
            'ŋ' => folded.push('n'),
            c if is_wordy(c) => folded.push(c),
            _ => {}
        }
    }
    Cow::Owned(folded.nfc().collect())
}

struct Scan<'a, V> {
    text: &'a str,
    position: u32,
    /// The forms of a compound, until it is known as a whole: that comes first.
    pending: Vec<Form<'a>>,
    visit: V,
}

impl<'a, V: FnMut(Form<'a>)> Scan<'a, V> {
    fn run(&mut self) {
        let mut at = 0;
        while let Some(c) = self.char_at(at) {
            if c == 'T' && at >= 2 && self.is_time_mark(c, at - 2, at) {
                at += 1;
            } else if is_unspaced(c) {
                at = self.unspaced(at);
            } else if is_wordy(c) {
                let hash = at > 0 && c.is_ascii_digit() && self.text.as_bytes().get(at - 1) == Some(&b'#');
                at = self.compound(at, hash);
            } else {
                at += c.len_utf8();
            }
        }
    }

    fn char_at(&self, at: usize) -> Option<char> {
        match *self.text.as_bytes().get(at)? {
            byte if byte.is_ascii() => Some(char::from(byte)),
            _ => self.text.get(at..)?.chars().next(),
        }
    }

    /// Words held together by single joiners. Returns where it ends.
    fn compound(&mut self, start: usize, hash: bool) -> usize {
        let end = self.word_end(start);
        if !hash && self.joined(end).is_none() {
            let form = self.form(start..end);
            self.word(form, start..end);
            self.flush();
            return end;
        }
        let position = self.position;
        let mut whole = String::new();
        let mut letters = String::new();
        let (mut parts, mut only_hyphens, mut only_letters) = (0_usize, true, true);
        let mut at = start;
        let end = loop {
            let end = self.word_end(at);
            let form = self.form(at..end);
            if parts < LONGEST {
                whole.push_str(&form);
                letters.push_str(&form);
            }
            only_letters &= form.chars().all(char::is_alphabetic);
            parts += usize::from(!form.is_empty());
            self.word(form, at..end);
            let Some((joiner, next)) = self.joined(end) else { break end };
            only_hyphens &= joiner == '-';
            whole.push(joiner);
            at = next;
        };
        let whole = match (hash, parts) {
            (_, 0) | (false, 1) => None,
            (true, _) => Some((format!("#{whole}"), start - 1)),
            // `on-call`, `post-mortem`: people write them joined as often.
            (false, _) if only_hyphens && only_letters => Some((letters, start)),
            (false, _) => Some((whole, start)),
        };
        if let Some(form) = whole.and_then(|(form, start)| form_of(form.into(), position, start..end, Role::Whole)) {
            (self.visit)(form);
        }
        self.flush();
        end
    }

    /// The joiner at `end`, and where the word behind it begins. None when no word follows.
    fn joined(&self, end: usize) -> Option<(char, usize)> {
        let joiner = self.char_at(end).filter(|c| is_joiner(*c))?;
        let next = end + joiner.len_utf8();
        let goes_on = self.char_at(next).is_some_and(|c| is_wordy(c) && !is_unspaced(c));
        goes_on.then_some((if is_hyphen(joiner) { '-' } else { joiner }, next))
    }

    fn flush(&mut self) {
        self.pending.drain(..).for_each(&mut self.visit);
    }

    /// Where the word that begins at `start` ends. An apostrophe between letters belongs to it.
    fn word_end(&self, start: usize) -> usize {
        // Most words are letters of ASCII, which need no second look.
        let bytes = self.text.as_bytes().get(start..).unwrap_or_default();
        let mut end = start + bytes.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
        while let Some(c) = self.char_at(end) {
            let inside = if is_apostrophe(c) {
                end > start && self.char_at(end + c.len_utf8()).is_some_and(char::is_alphabetic)
            } else {
                is_wordy(c) && !is_unspaced(c) && !self.is_time_mark(c, start, end)
            };
            if !inside {
                break;
            }
            end += c.len_utf8();
        }
        end
    }

    /// Whether `c` is the `T` between the day and the hour of `2024-03-07T09:12`.
    fn is_time_mark(&self, c: char, start: usize, at: usize) -> bool {
        let digit = |at: usize| self.text.as_bytes().get(at).is_some_and(u8::is_ascii_digit);
        c == 'T' && at == start + 2 && digit(start) && digit(start + 1) && digit(at + 1)
    }

    /// The folded word, without `'s` at its end.
    fn form(&self, span: Range<usize>) -> Cow<'a, str> {
        let text = &self.text[span];
        let owner = text.strip_suffix(['s', 'S']).and_then(|rest| rest.strip_suffix(is_apostrophe));
        fold(owner.unwrap_or(text))
    }

    fn word(&mut self, form: Cow<'a, str>, span: Range<usize>) {
        if form.is_empty() {
            return;
        }
        let position = self.position;
        self.position += 1;
        let parts = if span.len() <= LONGEST_CAMEL { camel_parts(&self.text[span.clone()]) } else { Vec::new() };
        self.pending.extend(form_of(form, position, span.clone(), Role::Word));
        for part in parts {
            let part = span.start + part.start..span.start + part.end;
            let form = fold(&self.text[part.clone()]);
            if form.chars().nth(1).is_some() {
                self.pending.extend(form_of(form, position, part, Role::Inner));
            }
        }
    }

    /// A run of a script without blanks: each pair of neighbours, then the last character.
    fn unspaced(&mut self, start: usize) -> usize {
        let mut units: Vec<(String, Range<usize>)> = Vec::new();
        let mut at = start;
        while let Some(c) = self.char_at(at).filter(|c| is_unspaced(*c)) {
            let next = at + c.len_utf8();
            let folded: String = c.nfkc().collect();
            match units.last_mut() {
                Some((unit, span)) if folded.chars().all(is_combining_mark) => {
                    unit.push_str(&folded);
                    *unit = unit.nfc().collect();
                    span.end = next;
                }
                _ => units.push((folded, at..next)),
            }
            at = next;
        }
        for (i, (unit, span)) in units.iter().enumerate() {
            let (form, end, role) = match units.get(i + 1) {
                Some((next, next_span)) => (format!("{unit}{next}"), next_span.end, Role::Word),
                None if i == 0 => (unit.clone(), span.end, Role::Word),
                None => (unit.clone(), span.end, Role::Tail),
            };
            form_of(form.into(), self.position, span.start..end, role).into_iter().for_each(&mut self.visit);
            self.position += 1;
        }
        at
    }
}

/// None when it is too long to be indexed.
fn form_of(text: Cow<'_, str>, position: u32, span: Range<usize>, role: Role) -> Option<Form<'_>> {
    let is_too_long = text.len() > LONGEST && text.chars().nth(LONGEST).is_some();
    (!is_too_long).then_some(Form { text, position, span, role })
}

/// The parts of a word with capitals inside, of two characters and more: `ConnectionPool`, `HTTPServer`,
/// `S3Bucket`. None for a word that has no such parts (`APIs` is a plural).
fn camel_parts(word: &str) -> Vec<Range<usize>> {
    if !word.bytes().skip(1).any(|byte| byte.is_ascii_uppercase()) || !word.bytes().any(|b| b.is_ascii_lowercase()) {
        return Vec::new();
    }
    let chars: Vec<(usize, char)> = word.char_indices().collect();
    let lower = |i: usize| chars.get(i).is_some_and(|(_, c)| c.is_lowercase());
    let mut cuts = vec![0];
    for (i, pair) in chars.windows(2).enumerate() {
        let ((_, before), (at, c)) = (pair[0], pair[1]);
        let plural = i + 3 == chars.len() && chars.get(i + 2).is_some_and(|(_, c)| *c == 's');
        let begins = c.is_uppercase()
            && (before.is_lowercase()
                || (!before.is_lowercase() && lower(i + 2) && !(plural && before.is_uppercase())));
        if begins {
            cuts.push(at);
        }
    }
    cuts.push(word.len());
    if cuts.len() == 2 {
        return Vec::new();
    }
    cuts.windows(2).map(|cut| cut[0]..cut[1]).collect()
}

/// Whether a character can be part of a word.
fn is_wordy(c: char) -> bool {
    if c.is_ascii() { c.is_ascii_alphanumeric() } else { c.is_alphanumeric() || is_combining_mark(c) }
}

/// Whether a character holds two words together when it stands alone between them.
fn is_joiner(c: char) -> bool {
    matches!(c, '_' | '.') || is_hyphen(c)
}

/// `-`, hyphen, non-breaking hyphen.
fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}' | '\u{2011}')
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '\u{2019}')
}

/// Scripts that are written without blanks between words, and Korean: Thai, Lao, Burmese, Khmer, Han, Kana,
/// Bopomofo, Hangul.
pub(crate) fn is_unspaced(c: char) -> bool {
    !c.is_ascii()
        && matches!(c,
        '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1100}'..='\u{11ff}' | '\u{1780}'..='\u{17ff}'
        | '\u{3005}'..='\u{3007}' | '\u{3040}'..='\u{31bf}' | '\u{31f0}'..='\u{31ff}' | '\u{3400}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{9fff}' | '\u{a960}'..='\u{a97f}' | '\u{ac00}'..='\u{d7ff}' | '\u{f900}'..='\u{faff}'
        | '\u{ff66}'..='\u{ffdc}' | '\u{20000}'..='\u{323af}')
        && is_wordy(c)
}

#[cfg(test)]
mod tests;
