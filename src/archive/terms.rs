//! The words that tell a document from the others: rare in the archive, or written like the name of something.
//!
//! The entry point is [`telling`]. Each document is read once, to a number for each of its words (a hash, and where the
//! word stands), which takes less memory than the words. What a shared word is worth is decided in
//! [`related`](super::related).

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::ops::Range;
use std::sync::Arc;

use rayon::prelude::*;

use crate::model::{Catalog, Postmortem, slugify};

/// Distinct words that are looked at in each document, and that are kept as its most telling ones.
const READ: usize = 2_000;
const KEPT: usize = 24;
/// Below this size an archive cannot tell a rare word from a common one; only identifiers count.
const WORDS_FROM: usize = 100;

/// A word that tells a document from the others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Term {
    pub(super) hash: u64,
    /// As first written.
    pub(super) word: String,
    /// In how many documents it stands.
    pub(super) df: u32,
}

/// The telling words of each document, the rarest first.
pub(super) fn telling(postmortems: &[Arc<Postmortem>], words: &[Words], catalog: &Catalog) -> Vec<Arc<[Term]>> {
    let mut counts = Counts::default();
    counts.change(words, |count| *count += 1);
    let limits = Limits::new(postmortems.len(), catalog);
    let documents = postmortems.par_iter().zip(words);
    documents.map(|(postmortem, words)| telling_in(postmortem, words.as_ref(), &counts, &limits)).collect()
}

/// The telling words of one document, the rarest first.
pub(super) fn telling_in(postmortem: &Postmortem, words: &[Word], counts: &Counts, limits: &Limits) -> Arc<[Term]> {
    let term = |word: &Word| {
        let hash = word.hash();
        let df = counts.get(hash);
        if !limits.may_tell(df) || limits.services.contains(&hash) {
            return None;
        }
        let text = word.text(postmortem)?;
        let is_rare = df as usize <= limits.of_words || is_identifier(text);
        is_rare.then(|| Term { hash, word: text.to_owned(), df })
    };
    let mut telling: Vec<Term> = words.iter().filter_map(term).collect();
    telling.sort_by(|a, b| (a.df, &a.word).cmp(&(b.df, &b.word)));
    telling.truncate(KEPT);
    telling.into()
}

/// What is rare in an archive. A word is when at least two documents have it and not more than one in fifty (or three);
/// an identifier (`ECONNRESET`, `payments_db`, `v1.2.3`) may be in one of ten.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Limits {
    of_identifiers: usize,
    of_words: usize,
    /// The hashes of declared services, which tell nothing.
    services: Vec<u64>,
}

impl Limits {
    /// Those of an archive of `n` documents.
    pub(super) fn new(n: usize, catalog: &Catalog) -> Self {
        Self {
            of_identifiers: (n / 10).max(3),
            of_words: if n < WORDS_FROM { 0 } else { (n / 50).max(3) },
            services: catalog.services.keys().map(|id| hash(id.as_str())).collect(),
        }
    }

    /// Whether a word in so many documents may be a telling one.
    pub(super) fn may_tell(&self, df: u32) -> bool {
        (2..=self.of_identifiers).contains(&(df as usize))
    }
}

/// A word of a document: the first bits of its hash, then its place in the document's texts, one after the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Word(u64);

impl Word {
    /// Bits of the place. Words further back than 16 MB are not looked at.
    const PLACE: u32 = 24;

    fn new(hash: u64, place: usize) -> Option<Self> {
        let place = u64::try_from(place).ok().filter(|place| place >> Self::PLACE == 0)?;
        Some(Self(hash | place))
    }

    pub(super) fn hash(self) -> u64 {
        self.0 >> Self::PLACE << Self::PLACE
    }

    fn text(self, postmortem: &Postmortem) -> Option<&str> {
        let mut place = usize::try_from(self.0 - self.hash()).ok()?;
        for text in texts(postmortem) {
            if place < text.len() {
                let end = text.floor_char_boundary(place + LONGEST + 1);
                let mut word = None;
                each_word(text.get(place..end)?, |_, first| _ = word.get_or_insert(first));
                return word;
            }
            place -= text.len();
        }
        None
    }
}

/// The words of one document, as far as they may tell it from another: a function of its postmortem.
///
/// Those of several documents can lie together. Each has some kilobytes that are needed for a moment, and would leave
/// holes between what stays.
#[derive(Debug, Clone)]
pub struct Words {
    together: Arc<[Word]>,
    own: Range<usize>,
}

impl Words {
    /// Reads a postmortem for its words.
    pub fn of(postmortem: &Postmortem) -> Self {
        let words = words_of(postmortem);
        Self { own: 0..words.len(), together: words.into() }
    }

    /// The same for several, whose words lie together.
    pub fn of_all<'a>(postmortems: impl IntoIterator<Item = &'a Postmortem>) -> Vec<Self> {
        let mut together = Vec::new();
        let mut ends = Vec::new();
        for postmortem in postmortems {
            together.extend(words_of(postmortem));
            ends.push(together.len());
        }
        Self::cut(&together.into(), ends)
    }

    /// The words of several documents as one text of bytes, and how many are those of each.
    pub fn pack<'a>(all: impl IntoIterator<Item = &'a Self>) -> (Vec<u8>, Vec<usize>) {
        let mut bytes = Vec::new();
        let mut counts = Vec::new();
        for words in all {
            let words: &[Word] = words.as_ref();
            bytes.extend(words.iter().flat_map(|word| word.0.to_le_bytes()));
            counts.push(words.len());
        }
        (bytes, counts)
    }

    /// What was [packed](Self::pack); none when it was not.
    pub fn unpack(bytes: &[u8], counts: &[usize]) -> Option<Vec<Self>> {
        let (eights, rest) = bytes.as_chunks();
        let mut end = 0_usize;
        let mut ends = Vec::with_capacity(counts.len());
        for count in counts {
            end = end.checked_add(*count)?;
            ends.push(end);
        }
        let words = eights.iter().map(|eight| Word(u64::from_le_bytes(*eight)));
        (rest.is_empty() && end == eights.len()).then(|| Self::cut(&words.collect(), ends))
    }

    fn cut(together: &Arc<[Word]>, ends: Vec<usize>) -> Vec<Self> {
        let starts = std::iter::once(0).chain(ends.clone());
        let ranges = starts.zip(ends).map(|(start, end)| start..end);
        ranges.map(|own| Self { together: Arc::clone(together), own }).collect()
    }
}

impl AsRef<[Word]> for Words {
    fn as_ref(&self) -> &[Word] {
        self.together.get(self.own.clone()).unwrap_or_default()
    }
}

/// In how many documents each word stands.
#[derive(Debug, Clone, Default)]
pub(super) struct Counts([HashMap<u64, u32, Identity>; PARTS]);

/// Parts that are counted side by side, by the first bits of the hash.
const PARTS: usize = 8;

impl Counts {
    /// Counts the words of documents.
    pub(super) fn change<D: AsRef<[Word]> + Sync>(&mut self, documents: &[D], step: impl Fn(&mut u32) + Sync) {
        self.0.par_iter_mut().enumerate().for_each(|(part, counts)| {
            for words in documents.iter().map(D::as_ref) {
                let first = words.partition_point(|word| Self::part(word.0) < part);
                for word in words[first..].iter().take_while(|word| Self::part(word.0) == part) {
                    step(counts.entry(word.hash()).or_default());
                }
            }
        });
    }

    /// Takes words of documents out that stand in none.
    pub(super) fn forget_none<D: AsRef<[Word]>>(&mut self, documents: &[D]) {
        for word in documents.iter().flat_map(D::as_ref) {
            let counts = &mut self.0[Self::part(word.0)];
            if counts.get(&word.hash()) == Some(&0) {
                counts.remove(&word.hash());
            }
        }
    }

    pub(super) fn get(&self, hash: u64) -> u32 {
        self.0[Self::part(hash)].get(&hash).copied().unwrap_or_default()
    }

    /// All words and their counts.
    #[cfg(test)]
    pub(super) fn sorted(&self) -> std::collections::BTreeMap<u64, u32> {
        self.0.iter().flatten().map(|(hash, count)| (*hash, *count)).collect()
    }

    fn part(hash: u64) -> usize {
        (hash >> 61) as usize
    }
}

/// The distinct words of a document, sorted by hash; of one in several spellings the first.
fn words_of(postmortem: &Postmortem) -> Vec<Word> {
    let names: Vec<u64> = postmortem.services.iter().map(|service| hash(service.value.0.as_str())).collect();
    let mut words: Vec<Word> = Vec::new();
    let mut start = 0;
    for text in texts(postmortem) {
        each_word(text, |at, word| words.extend(Word::new(hash(word), start + at)));
        start += text.len();
    }
    words.sort_unstable();
    words.dedup_by_key(|word| word.hash());
    words.retain(|word| !names.contains(&word.hash()));
    words.truncate(READ);
    words
}

/// What words are looked for in.
pub(super) fn texts(postmortem: &Postmortem) -> impl Iterator<Item = &str> {
    let body = &postmortem.body;
    std::iter::once(body.lead.as_str()).chain(body.sections.iter().map(|section| section.text.as_str()))
}

/// Longer words are no words. Bytes.
const LONGEST: usize = 48;

/// Visits the words of a text that can tell it from another: of four bytes and more, with a letter.
fn each_word<'a>(text: &'a str, mut visit: impl FnMut(usize, &'a str)) {
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.' | b'/' | b':');
    let mut word = |start: usize, run: &'a str| {
        let rest = run.trim_start_matches(|c: char| !c.is_alphanumeric());
        let word = rest.trim_end_matches(|c: char| !c.is_alphanumeric());
        if (4..=LONGEST).contains(&word.len()) && word.contains(char::is_alphabetic) {
            visit(start + run.len() - rest.len(), word);
        }
    };
    // Nearly all separators are of ASCII: they are found without a look at characters.
    let mut start = 0;
    let ends = text.bytes().enumerate().filter(|(_, byte)| byte.is_ascii() && !is_part(*byte)).map(|(at, _)| at);
    for end in ends.chain([text.len()]) {
        let run = &text[start..end];
        if run.len() >= 4 {
            if run.is_ascii() {
                word(start, run);
            } else {
                let mut at = start;
                for part in run.split_inclusive(|c: char| !c.is_ascii() && !c.is_alphanumeric()) {
                    word(at, part);
                    at += part.len();
                }
            }
        }
        start = end + 1;
    }
}

/// Whether a word is a name made by people for machines: it has a digit, an underscore or a capital inside, or a
/// dot or colon between letters. Clock times and dates are none.
fn is_identifier(word: &str) -> bool {
    let date_like = word.starts_with(|c: char| c.is_ascii_digit());
    let capital_inside = word.chars().skip(1).any(char::is_uppercase);
    let marks = word.contains(['_', ':', '.']) || word.contains(|c: char| c.is_ascii_digit());
    !date_like && (capital_inside || marks) && slugify(word).len() >= 4
}

/// Hashes a word in lower case, eight bytes at a time: the same on every machine and in every run. The step is that of
/// splitmix64 (Steele, Lea, Flood); as many bits as a [`Word`] has for it.
fn hash(word: &str) -> u64 {
    let mut hash = word.len() as u64;
    let mut eat = |eight: u64| {
        hash = (hash ^ eight).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        hash ^= hash >> 27;
    };
    if word.is_ascii() {
        // The bit that makes a capital small tells no two other characters of words apart.
        const SMALL: u64 = 0x2020_2020_2020_2020;
        let (eights, rest) = word.as_bytes().as_chunks::<8>();
        for eight in eights {
            eat(u64::from_le_bytes(*eight) | SMALL);
        }
        let mut last = [0; 8];
        last[..rest.len()].copy_from_slice(rest);
        eat(u64::from_le_bytes(last) | SMALL);
    } else {
        word.chars().flat_map(char::to_lowercase).for_each(|c| eat(u64::from(c)));
    }
    hash >> Word::PLACE << Word::PLACE
}

/// A hasher for keys that are hashes already.
pub(super) type Identity = BuildHasherDefault<AsIs>;

#[derive(Debug, Default)]
pub(super) struct AsIs(u64);

impl Hasher for AsIs {
    fn finish(&self) -> u64 {
        // The last bits choose the place in a table, and those of a word's hash are none.
        self.0.rotate_left(Word::PLACE)
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 << 8) | u64::from(*byte);
        }
    }

    fn write_u64(&mut self, n: u64) {
        self.0 = n;
    }
}
