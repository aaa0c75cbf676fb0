//! Which postmortems resemble each other, and why.
//!
//! A pair is scored by what it shares: links, services, causes, trigger, rare terms. What is rare in the archive
//! weighs more (inverse document frequency, `ln(1 + n / df)`). Closeness in time is never looked at: it is no
//! likeness. The work grows with the lengths of the shared lists, not with the square of the archive.

use std::collections::{BTreeMap, HashMap};
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::Arc;

use rayon::prelude::*;

use self::weights::{CAUSE, LINKED, TERMS_AT_MOST, TRIGGER};
use super::{Archive, PmIdx, Reason, Related};
use crate::model::{Catalog, Postmortem, Status, slugify};

/// How many are kept for each postmortem.
const KEPT: usize = 5;
const TERM: f64 = 0.6;
/// Distinct terms that are looked at in each document, and that are kept as its most telling ones.
const TERMS_READ: usize = 2_000;
const TERMS_KEPT: usize = 24;
/// About as many as most documents have.
const TERMS_EXPECTED: usize = 600;
/// One shared term is chance.
const TERMS_SHARED: usize = 2;
/// Below this size an archive cannot tell a rare word from a common one; only identifiers count.
const WORDS_FROM: usize = 100;

/// What each kind of likeness weighs, relative to one shared service. A link says it outright; a trigger alone says
/// little.
pub(crate) mod weights {
    pub(crate) const LINKED: f64 = 8.0;
    pub(crate) const CAUSE: f64 = 1.5;
    pub(crate) const TRIGGER: f64 = 0.3;
    /// Terms add at most so much, so that two long documents do not win by length.
    pub(crate) const TERMS_AT_MOST: f64 = 6.0;

    /// How telling it is to share what `df` of `n` documents have.
    #[expect(clippy::cast_precision_loss, reason = "counts of documents are far below 2^52")]
    pub(crate) fn rarity(n: usize, df: usize) -> f64 {
        (1.0 + n as f64 / df.max(1) as f64).ln()
    }
}

/// For each postmortem the closest others, best first; ties by the archive's order. Withdrawn ones are suggested
/// only where they are linked.
pub(super) fn find(archive: &Archive, catalog: &Catalog) -> Vec<Vec<Related>> {
    let terms = telling_terms(archive, catalog);
    let mut by_term: HashMap<u64, Vec<PmIdx>, Identity> = HashMap::default();
    for ((index, _), terms) in archive.iter().zip(&terms) {
        for term in terms {
            by_term.entry(term.hash).or_default().push(index);
        }
    }
    let linked = links_both_ways(archive);
    let triggers: BTreeMap<_, u32> = archive.by_trigger.keys().zip(1..).collect();
    let trigger = |postmortem: &Postmortem| triggers.get(&postmortem.trigger.as_ref()?.value).copied();
    let shared = Shared {
        archive,
        terms: &terms,
        by_term: &by_term,
        linked: &linked,
        triggers: archive.postmortems.iter().map(|postmortem| trigger(postmortem).unwrap_or(0)).collect(),
        withdrawn: archive.postmortems.iter().map(|p| p.status_or_default() == Status::Withdrawn).collect(),
    };
    let scratch = || Scratch { scores: vec![0.0; archive.len()], by_terms: vec![(0, 0.0); archive.len()] };
    (0..archive.len()).into_par_iter().map_init(scratch, |scratch, i| shared.closest(i, scratch)).collect()
}

struct Shared<'a> {
    archive: &'a Archive,
    terms: &'a [Vec<Term>],
    by_term: &'a HashMap<u64, Vec<PmIdx>, Identity>,
    linked: &'a [Vec<PmIdx>],
    /// The number of each postmortem's trigger, 0 for none. This and the next are asked for each pair, and lie close.
    triggers: Vec<u32>,
    withdrawn: Vec<bool>,
}

/// A place for each postmortem, all zero before and after each use.
struct Scratch {
    scores: Vec<f64>,
    /// How many terms are shared, and what they weigh together.
    by_terms: Vec<(usize, f64)>,
}

impl Shared<'_> {
    fn closest(&self, own: usize, scratch: &mut Scratch) -> Vec<Related> {
        let archive = self.archive;
        let postmortem = &archive.postmortems[own];
        let Scratch { scores, by_terms } = scratch;
        let mut touched: Vec<PmIdx> = Vec::new();
        let mut add = |list: &[PmIdx], weight: f64| {
            for other in list {
                let score = &mut scores[other.0 as usize];
                if *score == 0.0 {
                    touched.push(*other);
                }
                *score += weight;
            }
        };
        add(&self.linked[own], LINKED);
        for service in &postmortem.services {
            let list = archive.by_service.get(&service.value.0).map_or(&[][..], Vec::as_slice);
            add(list, self.rarity(list.len()));
        }
        for cause in &postmortem.causes {
            let list = archive.by_cause.get(&cause.value).map_or(&[][..], Vec::as_slice);
            add(list, CAUSE * self.rarity(list.len()));
        }
        let mut with_terms: Vec<PmIdx> = Vec::new();
        for term in &self.terms[own] {
            let weight = TERM * self.rarity(term.df as usize);
            for other in self.by_term.get(&term.hash).map_or(&[][..], Vec::as_slice) {
                let (shared, sum) = &mut by_terms[other.0 as usize];
                if *shared == 0 {
                    with_terms.push(*other);
                }
                *shared += 1;
                *sum += weight;
            }
        }
        for other in with_terms {
            let (shared, weight) = std::mem::take(&mut by_terms[other.0 as usize]);
            if shared >= TERMS_SHARED && other.0 as usize != own {
                add(&[other], weight.min(TERMS_AT_MOST));
            }
        }
        let trigger = self.triggers[own];
        let of_trigger = postmortem
            .trigger
            .as_ref()
            .map_or(0.0, |trigger| TRIGGER * self.rarity(archive.by_trigger.get(&trigger.value).map_or(0, Vec::len)));
        let mut candidates: Vec<(PmIdx, f64)> = touched
            .iter()
            .map(|other| (*other, std::mem::take(&mut scores[other.0 as usize])))
            .filter(|(other, _)| {
                let at = other.0 as usize;
                at != own && (!self.withdrawn[at] || self.linked[own].contains(other))
            })
            .map(|(other, score)| {
                let same = trigger != 0 && self.triggers[other.0 as usize] == trigger;
                (other, score + if same { of_trigger } else { 0.0 })
            })
            .collect();
        let best_first = |a: &(PmIdx, f64), b: &(PmIdx, f64)| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0));
        if candidates.len() > KEPT {
            candidates.select_nth_unstable_by(KEPT, best_first);
            candidates.truncate(KEPT);
        }
        candidates.sort_by(best_first);
        candidates
            .into_iter()
            .map(|(other, score)| Related {
                postmortem: other,
                score: (score * 1000.0).round() / 1000.0,
                reasons: self.reasons(own, other),
            })
            .collect()
    }

    fn reasons(&self, own: usize, other: PmIdx) -> Vec<Reason> {
        let (a, b) = (&self.archive.postmortems[own], self.archive.get(other));
        let mut reasons = Vec::new();
        if self.linked[own].contains(&other) {
            reasons.push(Reason::Linked);
        }
        let causes = a.causes.iter().filter(|cause| b.causes.iter().any(|other| other.value == cause.value));
        reasons.extend(causes.map(|cause| Reason::Cause(cause.value.clone())));
        let services = a.services.iter().filter(|service| b.services.iter().any(|o| o.value.0 == service.value.0));
        reasons.extend(services.map(|service| Reason::Service(service.value.0.clone())));
        let terms = self.common_terms(own, other);
        if terms.len() >= TERMS_SHARED {
            reasons.push(Reason::Terms(terms.iter().take(4).map(|term| term.word.clone()).collect()));
        }
        if let (Some(a), Some(b)) = (&a.trigger, &b.trigger)
            && a.value == b.value
        {
            reasons.push(Reason::Trigger(a.value.clone()));
        }
        reasons
    }

    /// Shared telling terms, the rarest first.
    fn common_terms(&self, own: usize, other: PmIdx) -> Vec<&Term> {
        let others = &self.terms[other.0 as usize];
        self.terms[own].iter().filter(|term| others.iter().any(|other| other.hash == term.hash)).collect()
    }

    fn rarity(&self, df: usize) -> f64 {
        weights::rarity(self.archive.len(), df)
    }
}

/// For each postmortem the ones it links to and the ones that link to it.
fn links_both_ways(archive: &Archive) -> Vec<Vec<PmIdx>> {
    let mut linked = archive.backlinks.clone();
    for ((to, _), from) in archive.iter().zip(&archive.backlinks) {
        for from in from {
            linked[from.0 as usize].push(to);
        }
    }
    for list in &mut linked {
        list.sort_unstable();
        list.dedup();
    }
    linked
}

/// A term that tells a document from the others.
#[derive(Debug, Clone)]
struct Term {
    hash: u64,
    /// As first written.
    word: String,
    /// In how many documents it stands.
    df: u32,
}

/// The rare terms of each document, the rarest first. A term is rare when at least two documents have it and not
/// more than one in fifty (or three); an identifier (`ECONNRESET`, `payments_db`, `v1.2.3`) may be in one of ten.
fn telling_terms(archive: &Archive, catalog: &Catalog) -> Vec<Vec<Term>> {
    let known: Vec<u64> = catalog.services.keys().map(|id| hash(id.as_str())).collect();
    let counts = Counts::of(&archive.postmortems);
    let n = archive.len();
    archive
        .postmortems
        .par_iter()
        .map(|postmortem| {
            let mut telling: Vec<Term> = terms_of(postmortem)
                .into_iter()
                .filter_map(|(hash, word)| {
                    let df = counts.get(hash);
                    let at_most = if is_identifier(word) {
                        (n / 10).max(3)
                    } else if n >= WORDS_FROM {
                        (n / 50).max(3)
                    } else {
                        0
                    };
                    let rare = df >= 2 && df as usize <= at_most && !known.contains(&hash);
                    rare.then(|| Term { hash, word: word.to_owned(), df })
                })
                .collect();
            telling.sort_by(|a, b| (a.df, &a.word).cmp(&(b.df, &b.word)));
            telling.truncate(TERMS_KEPT);
            telling
        })
        .collect()
}

/// In how many documents each term stands. The terms themselves are read again where they are needed: all of them
/// together would take more memory than the texts.
struct Counts([HashMap<u64, u32, Identity>; PARTS]);

/// Parts that are counted side by side, by the first bits of the hash.
const PARTS: usize = 8;
/// So many documents are read before their terms are counted.
const READ_AT_ONCE: usize = 512;

impl Counts {
    fn of(postmortems: &[Arc<Postmortem>]) -> Self {
        let mut parts: [HashMap<u64, u32, Identity>; PARTS] = Default::default();
        for some in postmortems.chunks(READ_AT_ONCE) {
            let hashes =
                |postmortem: &Arc<Postmortem>| terms_of(postmortem).into_iter().map(|(hash, _)| hash).collect();
            let read: Vec<Vec<u64>> = some.par_iter().map(hashes).collect();
            parts.par_iter_mut().enumerate().for_each(|(part, counts)| {
                for hashes in &read {
                    let first = hashes.partition_point(|hash| Self::part(*hash) < part);
                    for hash in hashes[first..].iter().take_while(|hash| Self::part(**hash) == part) {
                        *counts.entry(*hash).or_default() += 1;
                    }
                }
            });
        }
        Self(parts)
    }

    fn get(&self, hash: u64) -> u32 {
        self.0[Self::part(hash)].get(&hash).copied().unwrap_or_default()
    }

    fn part(hash: u64) -> usize {
        (hash >> 61) as usize
    }
}

/// The distinct words of a document with their hashes, sorted by hash. Of one word in several spellings the first.
fn terms_of(postmortem: &Postmortem) -> Vec<(u64, &str)> {
    let names: Vec<u64> = postmortem.services.iter().map(|service| hash(service.value.0.as_str())).collect();
    let texts = std::iter::once(postmortem.body.lead.as_str())
        .chain(postmortem.body.sections.iter().map(|section| section.text.as_str()));
    let mut terms: HashMap<u64, &str, Identity> =
        HashMap::with_capacity_and_hasher(TERMS_EXPECTED, Identity::default());
    for text in texts {
        each_word(text, |word| _ = terms.entry(hash(word)).or_insert(word));
    }
    let mut terms: Vec<(u64, &str)> = terms.into_iter().filter(|(hash, _)| !names.contains(hash)).collect();
    terms.sort_unstable_by_key(|(hash, _)| *hash);
    terms.truncate(TERMS_READ);
    terms
}

/// Visits the words of a text that can tell it from another: of 4 to 48 bytes, with a letter.
fn each_word<'a>(text: &'a str, mut visit: impl FnMut(&'a str)) {
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.' | b'/' | b':');
    let mut word = |word: &'a str| {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        if (4..=48).contains(&word.len()) && word.contains(char::is_alphabetic) {
            visit(word);
        }
    };
    // Nearly all separators are of ASCII: they are found without a look at characters.
    let mut start = 0;
    let ends = text.bytes().enumerate().filter(|(_, byte)| byte.is_ascii() && !is_part(*byte)).map(|(at, _)| at);
    for end in ends.chain([text.len()]) {
        let run = &text[start..end];
        start = end + 1;
        if run.len() < 4 {
            continue;
        }
        if run.is_ascii() {
            word(run);
        } else {
            run.split(|c: char| !c.is_ascii() && !c.is_alphanumeric()).for_each(&mut word);
        }
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
/// splitmix64 (Steele, Lea, Flood).
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
    hash
}

/// A hasher for keys that are hashes already.
type Identity = BuildHasherDefault<AsIs>;

#[derive(Debug, Default)]
struct AsIs(u64);

impl Hasher for AsIs {
    fn finish(&self) -> u64 {
        self.0
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
