//! Likeness found again in an archive of nearly the same documents.
//!
//! The entry point is [`Likeness::again`]; what is related is what [`related::find`] finds. What a document alone decides
//! (its words) is kept with it. In how many documents a word stands is counted on from before: what went is taken
//! away, what came is added. Telling words are chosen again in documents that are others or have a word that now stands in
//! another number of documents, and documents are compared again that share such a word. Where something else of
//! what is compared has changed (a service, a link, the number of documents), all are.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use rayon::prelude::*;

use super::related::{self, Known};
use super::terms::{self, Counts, Limits, Term, Word, Words};
use super::{Archive, PmIdx, Related};
use crate::model::{Catalog, CauseId, Postmortem, ServiceId, Status};
use crate::text::RelPath;

/// What likeness in an archive was found from, and what was found. Empty before the first one.
#[derive(Debug, Default)]
pub struct Likeness {
    limits: Limits,
    counts: Counts,
    /// In the order of the archive.
    documents: Vec<Document>,
    linked: Vec<Vec<PmIdx>>,
    related: Arc<Vec<Vec<Related>>>,
}

#[derive(Debug, Clone)]
struct Document {
    postmortem: Arc<Postmortem>,
    words: Words,
    telling: Arc<[Term]>,
}

/// Where more words than these stand in another number of documents than before, telling words are chosen again in all
/// documents: to look for each of them in each would take as long.
const MOST_MOVED: usize = 1_000;

impl Likeness {
    /// What is related in an archive, from what is known of another one.
    pub(super) fn again(&self, archive: &Archive, catalog: &Catalog) -> Self {
        let postmortems = &archive.postmortems;
        let before: HashMap<&RelPath, &Document> =
            self.documents.iter().map(|document| (&document.postmortem.path, document)).collect();
        let same: Vec<Option<&Document>> = postmortems
            .par_iter()
            .map(|new| before.get(&new.path).copied().filter(|old| has_same_words(&old.postmortem, new)))
            .collect();
        let words: Vec<Words> = postmortems
            .par_iter()
            .zip(&same)
            .map(|(new, same)| same.map_or_else(|| Words::of(new), |same| same.words.clone()))
            .collect();

        let is_same: HashSet<&RelPath> = same.iter().flatten().map(|document| &document.postmortem.path).collect();
        let went = self.documents.iter().filter(|document| !is_same.contains(&document.postmortem.path));
        let went: Vec<&[Word]> = went.map(|document| document.words.as_ref()).collect();
        let came = words.iter().zip(&same).filter(|(_, same)| same.is_none());
        let came: Vec<&[Word]> = came.map(|(words, _)| words.as_ref()).collect();
        let mut counts = self.counts.clone();
        counts.change(&went, |count| *count = count.saturating_sub(1));
        counts.change(&came, |count| *count += 1);
        counts.forget_none(&went);

        let limits = Limits::new(postmortems.len(), catalog);
        let moved = |word: &&Word| {
            let (old, new) = (self.counts.get(word.hash()), counts.get(word.hash()));
            old != new && (limits.may_tell(old) || limits.may_tell(new))
        };
        let moved: BTreeSet<u64> =
            went.iter().chain(&came).flat_map(|words| words.iter()).filter(moved).map(|word| word.hash()).collect();
        let stands = limits == self.limits && moved.len() <= MOST_MOVED;
        let has_moved =
            |words: &[Word]| moved.iter().any(|hash| words.binary_search_by(|word| word.hash().cmp(hash)).is_ok());
        let telling = |new: &Postmortem, words: &[Word], same: Option<&Document>| {
            let telling = same.filter(|_| stands && !has_moved(words)).map(|same| Arc::clone(&same.telling));
            telling.unwrap_or_else(|| terms::telling_in(new, words, &counts, &limits))
        };
        let telling: Vec<Arc<[Term]>> = (postmortems, &words, &same)
            .into_par_iter()
            .map(|(new, words, same)| telling(new, words.as_ref(), *same))
            .collect();

        let linked = related::links_both_ways(archive);
        let related = self.related_again(archive, &linked, &telling);
        let documents = postmortems.iter().zip(words).zip(telling);
        let documents = documents
            .map(|((postmortem, words), telling)| Document { postmortem: Arc::clone(postmortem), words, telling })
            .collect();
        Self { limits, counts, documents, linked, related }
    }

    /// What was found.
    pub(super) fn related(&self) -> Arc<Vec<Vec<Related>>> {
        Arc::clone(&self.related)
    }

    fn related_again(
        &self,
        archive: &Archive,
        linked: &[Vec<PmIdx>],
        telling: &[Arc<[Term]>],
    ) -> Arc<Vec<Vec<Related>>> {
        // By place in the archive: what is in the same place and compared by the same is as close to the others.
        let is_compared_alike = self.linked == linked
            && self.documents.iter().zip(&archive.postmortems).all(|(old, new)| has_same_facts(&old.postmortem, new));
        if !is_compared_alike {
            return Arc::new(related::find_by(archive, linked, telling, None));
        }
        let mut others = Vec::new();
        let mut words = BTreeSet::new();
        for ((index, _), (old, new)) in archive.iter().zip(self.documents.iter().zip(telling)) {
            let old = &old.telling;
            if !Arc::ptr_eq(old, new) && old != new {
                others.push(index);
                words.extend(old.iter().filter(|term| !new.contains(term)).map(|term| term.hash));
                words.extend(new.iter().filter(|term| !old.contains(term)).map(|term| term.hash));
            }
        }
        if others.is_empty() {
            return Arc::clone(&self.related);
        }
        let known = Known { related: &self.related, others: &others, words: &words };
        Arc::new(related::find_by(archive, linked, telling, Some(&known)))
    }
}

/// Whether words are looked for in the same texts, and the same are left out.
fn has_same_words(old: &Arc<Postmortem>, new: &Arc<Postmortem>) -> bool {
    Arc::ptr_eq(old, new) || (services(old).eq(services(new)) && terms::texts(old).eq(terms::texts(new)))
}

/// Whether all is the same that documents are compared by, but for words and links.
fn has_same_facts(old: &Arc<Postmortem>, new: &Arc<Postmortem>) -> bool {
    let trigger = |postmortem: &Postmortem| postmortem.trigger.as_ref().map(|trigger| trigger.value.clone());
    let is_withdrawn = |postmortem: &Postmortem| postmortem.status_or_default() == Status::Withdrawn;
    Arc::ptr_eq(old, new)
        || (services(old).eq(services(new))
            && causes(old).eq(causes(new))
            && trigger(old) == trigger(new)
            && is_withdrawn(old) == is_withdrawn(new))
}

fn services(postmortem: &Postmortem) -> impl Iterator<Item = &ServiceId> {
    postmortem.services.iter().map(|service| &service.value.0)
}

fn causes(postmortem: &Postmortem) -> impl Iterator<Item = &CauseId> {
    postmortem.causes.iter().map(|cause| &cause.value)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;
    use proptest::sample::select;

    use super::*;
    use crate::config::Settings;
    use crate::parse;
    use crate::text::SourceSet;

    /// Facts that documents are compared by, and one by which a word is no longer one that tells.
    const FACTS: &[&str] = &[
        "services: [doors]",
        "services: [mail]",
        "services: [mail, harbour]",
        "services: [mail]\ncauses: [change/rollout-strategy]",
        "services: [mail]\ntrigger: config-change",
        "services: [mail]\nstatus: withdrawn",
        "services: [mail]\nrelated: [d1]",
    ];
    const WORDS: &[&str] = &[
        "harbour",
        "meadow",
        "copper",
        "window",
        "garden",
        "Garden",
        "bridge",
        "pay_0",
        "pay_1",
        "pay_2",
        "Pay_2",
        "eth0",
        "v1.2.3",
        "disk:full",
    ];
    /// Just below sizes at which more documents may have a rare word.
    const SIZES: [usize; 4] = [4, 8, 39, 99];
    /// Documents that have words, and are changed.
    const MOST: usize = 9;

    #[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
    struct Draft {
        fact: usize,
        words: BTreeSet<usize>,
    }

    impl Draft {
        fn text(&self) -> String {
            let words: Vec<&str> = self.words.iter().map(|word| WORDS[*word]).collect();
            format!("---\n{}\n---\n# Title\n\n## Impact\n\n{}\n", FACTS[self.fact], words.join(" "))
        }
    }

    fn draft() -> impl Strategy<Value = Draft> {
        let words = proptest::collection::btree_set(0..WORDS.len(), 0..7);
        (0..FACTS.len(), words).prop_map(|(fact, words)| Draft { fact, words })
    }

    #[derive(Debug, Clone)]
    enum Change {
        Fact(usize, usize),
        /// The word comes, or goes.
        Word(usize, usize),
        Add(Draft),
        Remove(usize),
    }

    fn change() -> impl Strategy<Value = Change> {
        prop_oneof![
            2 => (0..MOST, 0..FACTS.len()).prop_map(|(n, fact)| Change::Fact(n, fact)),
            6 => (0..MOST, 0..WORDS.len()).prop_map(|(n, word)| Change::Word(n, word)),
            1 => draft().prop_map(Change::Add),
            1 => (0..MOST).prop_map(Change::Remove),
        ]
    }

    fn changed(drafts: &mut BTreeMap<usize, Draft>, change: Change) {
        match change {
            Change::Fact(n, fact) => {
                if let Some(draft) = drafts.get_mut(&n) {
                    draft.fact = fact;
                }
            }
            Change::Word(n, word) => {
                if let Some(draft) = drafts.get_mut(&n)
                    && !draft.words.remove(&word)
                {
                    draft.words.insert(word);
                }
            }
            Change::Add(draft) => {
                let next = drafts.keys().next_back().map_or(0, |last| last + 1);
                drafts.insert(next, draft);
            }
            Change::Remove(n) => _ = drafts.remove(&n),
        }
    }

    fn archive(
        texts: &BTreeMap<usize, String>,
        known: &mut BTreeMap<(usize, String), Arc<Postmortem>>,
        settings: &Settings,
        former: &Likeness,
    ) -> (Archive, Likeness) {
        let path = |n: &usize| format!("d{n}.md");
        let named: Vec<(String, &str)> = texts.iter().map(|(n, text)| (path(n), text.as_str())).collect();
        let sources = SourceSet::from_files(named.iter().map(|(path, text)| (path.as_str(), *text)));
        let read = |n: &usize| {
            let source = sources.by_path(&RelPath::new(&path(n)).unwrap()).unwrap();
            Arc::new(parse::parse(source, &settings.parse, &settings.catalog).0)
        };
        let postmortems =
            texts.iter().map(|(n, text)| Arc::clone(known.entry((*n, text.clone())).or_insert_with(|| read(n))));
        Archive::build_again(postmortems.collect(), &sources, &settings.catalog, former)
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

        #[test]
        fn what_is_known_changes_nothing(
            size in select(&SIZES[..]),
            first in proptest::collection::vec(draft(), MOST),
            steps in proptest::collection::vec(proptest::collection::vec(change(), 1..3), 1..7),
        ) {
            let settings = Settings::default();
            let drafts = first.into_iter().chain(std::iter::repeat_with(Draft::default)).take(size);
            let mut drafts: BTreeMap<usize, Draft> = drafts.enumerate().collect();
            let mut known = BTreeMap::new();
            let mut likeness = Likeness::default();
            for step in std::iter::once(Vec::new()).chain(steps) {
                for change in step {
                    changed(&mut drafts, change);
                }
                let texts = drafts.iter().map(|(n, draft)| (*n, draft.text())).collect();
                let (archive, next) = archive(&texts, &mut known, &settings, &likeness);
                prop_assert_eq!(&*archive.related, &found(&archive, &settings.catalog), "{:?}", drafts);
                let anew = Likeness::default().again(&archive, &settings.catalog);
                prop_assert_eq!(next.counts.sorted(), anew.counts.sorted());
                let telling = |likeness: &Likeness| -> Vec<Arc<[Term]>> {
                    likeness.documents.iter().map(|document| Arc::clone(&document.telling)).collect()
                };
                prop_assert_eq!(telling(&next), telling(&anew), "{:?}", drafts);
                likeness = next;
            }
        }
    }

    /// What is related, found from nothing.
    fn found(archive: &Archive, catalog: &Catalog) -> Vec<Vec<Related>> {
        let words: Vec<Words> = archive.postmortems.iter().map(|postmortem| Words::of(postmortem)).collect();
        related::find(archive, &words, catalog)
    }

    /// A document has room for some words only, so one that comes drives out another, in as many documents as before.
    #[test]
    fn a_word_that_is_driven_out_is_no_longer_shared() {
        let settings = Settings::default();
        let text = |words: std::ops::Range<usize>| {
            let words: Vec<String> = words.map(|n| format!("pay_{n:02}")).collect();
            format!("# Title\n\n{}\n", words.join(" "))
        };
        let few = [(0, text(1..25)), (1, text(23..25)), (2, text(1..23)), (3, text(0..1))].into();
        let mut more = BTreeMap::clone(&few);
        more.insert(0, text(0..25));
        let mut known = BTreeMap::new();
        let mut likeness = Likeness::default();
        let mut of_second = Vec::new();
        for texts in [&few, &more, &few] {
            let (archive, next) = archive(texts, &mut known, &settings, &likeness);
            assert_eq!(*archive.related, found(&archive, &settings.catalog));
            of_second.push(archive.related[1].len());
            likeness = next;
        }
        assert_eq!(of_second, [1, 0, 1]);
    }

    #[test]
    fn what_has_no_other_words_is_not_looked_at_again() {
        let settings = Settings::default();
        let text = |words: &str| format!("---\nservices: [mail]\n---\n# Title\n\n{words}\n");
        let mut files: BTreeMap<usize, String> = (0..6).map(|n| (n, text("payments_db"))).collect();
        files.insert(2, text("eth0 PAY-812"));
        files.insert(3, text("eth0 PAY-812"));
        let mut known = BTreeMap::new();
        let (first, before) = archive(&files, &mut known, &settings, &Likeness::default());
        assert!(first.related.iter().all(|related| !related.is_empty()));
        let looked_at_again = |after: &Likeness| -> Vec<bool> {
            let both = before.documents.iter().zip(&after.documents);
            both.map(|(old, new)| !Arc::ptr_eq(&old.telling, &new.telling)).collect()
        };
        // A word that no other document has tells nothing of others.
        files.insert(0, text("payments_db unheard_of"));
        let (second, after) = archive(&files, &mut known, &settings, &before);
        assert_eq!(looked_at_again(&after), [true, false, false, false, false, false]);
        assert!(Arc::ptr_eq(&first.related, &second.related));
        // One that two have is no longer that of two.
        files.insert(0, text("payments_db eth0"));
        let (_, after) = archive(&files, &mut known, &settings, &before);
        assert_eq!(looked_at_again(&after), [true, false, true, true, false, false]);
    }
}
