//! Which postmortems resemble each other, and why.
//!
//! A pair is scored by what it shares: links, services, causes, trigger, rare terms. What is rare in the archive
//! weighs more (inverse document frequency, `ln(1 + n / df)`). Closeness in time is never looked at: it is no
//! likeness. The work grows with the lengths of the shared lists, not with the square of the archive.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use rayon::prelude::*;

use self::weights::{CAUSE, LINKED, TERMS_AT_MOST, TRIGGER};
use super::terms::{self, Identity, Term, Words};
use super::{Archive, PmIdx, Reason, Related};
use crate::model::{Catalog, Postmortem, Status};

/// How many are kept for each postmortem.
const KEPT: usize = 5;
const TERM: f64 = 0.6;
/// One shared term is chance.
const TERMS_SHARED: usize = 2;

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
pub(super) fn find(archive: &Archive, words: &[Words], catalog: &Catalog) -> Vec<Vec<Related>> {
    find_by(archive, &links_both_ways(archive), &terms::telling(&archive.postmortems, words, catalog), None)
}

/// The same by what each is linked with and its telling words. Where much of it is known, only the rest is compared.
pub(super) fn find_by(
    archive: &Archive,
    linked: &[Vec<PmIdx>],
    terms: &[Arc<[Term]>],
    known: Option<&Known<'_>>,
) -> Vec<Vec<Related>> {
    let mut by_term: HashMap<u64, Vec<PmIdx>, Identity> = HashMap::default();
    for ((index, _), terms) in archive.iter().zip(terms) {
        for term in &**terms {
            by_term.entry(term.hash).or_default().push(index);
        }
    }
    let triggers: BTreeMap<_, u32> = archive.by_trigger.keys().zip(1..).collect();
    let trigger = |postmortem: &Postmortem| triggers.get(&postmortem.trigger.as_ref()?.value).copied();
    let shared = Shared {
        archive,
        terms,
        by_term: &by_term,
        linked,
        triggers: archive.postmortems.iter().map(|postmortem| trigger(postmortem).unwrap_or(0)).collect(),
        withdrawn: archive.postmortems.iter().map(|p| p.status_or_default() == Status::Withdrawn).collect(),
    };
    let scratch = || Scratch { scores: vec![0.0; archive.len()], by_terms: vec![(0, 0.0); archive.len()] };
    let closest = |scratch: &mut Scratch, i: usize| shared.closest(i, scratch);
    let Some(Known { related, others, words }) = known else {
        return (0..archive.len()).into_par_iter().map_init(scratch, closest).collect();
    };
    let with_words = words.iter().filter_map(|hash| by_term.get(hash)).flatten();
    let again: BTreeSet<usize> = with_words.chain(*others).map(|index| index.0 as usize).collect();
    let again: Vec<usize> = again.into_iter().collect();
    let mut all = related.to_vec();
    let found: Vec<_> = again.par_iter().map_init(scratch, |scratch, i| closest(scratch, *i)).collect();
    for (i, found) in again.into_iter().zip(found) {
        if let Some(related) = all.get_mut(i) {
            *related = found;
        }
    }
    all
}

/// What is known of an archive that differs from this one in telling words alone.
pub(super) struct Known<'a> {
    /// What was related there.
    pub(super) related: &'a [Vec<Related>],
    /// The documents whose telling words are others.
    pub(super) others: &'a [PmIdx],
    /// The hashes of the words that make the difference. Who shares none of them is as close to all as before.
    pub(super) words: &'a BTreeSet<u64>,
}

struct Shared<'a> {
    archive: &'a Archive,
    terms: &'a [Arc<[Term]>],
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
        for term in &*self.terms[own] {
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
pub(super) fn links_both_ways(archive: &Archive) -> Vec<Vec<PmIdx>> {
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
