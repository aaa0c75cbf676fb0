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
use super::terms::{self, Counts, Limits, Term, Word};
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
    words: Arc<[Word]>,
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
        let words: Vec<Arc<[Word]>> = postmortems
            .par_iter()
            .zip(&same)
            .map(|(new, same)| same.map_or_else(|| terms::words_of(new).into(), |same| Arc::clone(&same.words)))
            .collect();

        let is_same: HashSet<&RelPath> = same.iter().flatten().map(|document| &document.postmortem.path).collect();
        let went = self.documents.iter().filter(|document| !is_same.contains(&document.postmortem.path));
        let went: Vec<&[Word]> = went.map(|document| &*document.words).collect();
        let came = words.iter().zip(&same).filter(|(_, same)| same.is_none());
        let came: Vec<&[Word]> = came.map(|(words, _)| &**words).collect();
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
        let telling = |new: &Postmortem, words: &Arc<[Word]>, same: Option<&Document>| {
            let telling = same.filter(|_| stands && !has_moved(words)).map(|same| Arc::clone(&same.telling));
            telling.unwrap_or_else(|| terms::telling_in(new, words, &counts, &limits))
        };
        let telling: Vec<Arc<[Term]>> =
            (postmortems, &words, &same).into_par_iter().map(|(new, words, same)| telling(new, words, *same)).collect();

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
        let is_compared_alike = self.documents.len() == archive.len()
            && self.linked == linked
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
        || (old.path == new.path
            && services(old).eq(services(new))
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

    /// Words and names of things; some are in few documents, some in many.
    const WORDS: &[&str] = &[
        "relay",
        "queue",
        "Relay",
        "balancer",
        "lantern",
        "harbour",
        "meadow",
        "copper",
        "window",
        "garden",
        "bridge",
        "velvet",
        "payments_db",
        "PAY-812",
        "E_CONN",
        "v1.2.3",
        "disk:full",
        "eth0",
        "Payments_DB",
        "mail.queue",
    ];
    const FACTS: &[&str] = &[
        "services: [mail]",
        "services: [mail, relay]",
        "causes: [change/rollout-strategy]",
        "trigger: config-change",
        "status: withdrawn",
        "related: [d1]",
        "date: 2024-05-01",
    ];
    /// From this number of documents on words count besides names, and above it more of them are rare.
    const SIZES: [usize; 4] = [3, 8, 99, 151];

    fn document() -> impl Strategy<Value = String> {
        let fact = proptest::option::weighted(0.3, select(FACTS));
        let words = proptest::collection::vec(select(WORDS), 0..6);
        (fact, words).prop_map(|(fact, words)| {
            let head = fact.map(|fact| format!("---\n{fact}\n---\n")).unwrap_or_default();
            format!("{head}# Title\n\n## Impact\n\n{}\n", words.join(" "))
        })
    }

    /// Documents by number, and changes of some: another one, or none.
    type Step = BTreeMap<usize, Option<String>>;

    fn steps() -> impl Strategy<Value = Vec<Step>> {
        let of_size = |n: usize| {
            let all = proptest::collection::vec(document().prop_map(Some), n);
            let all = all.prop_map(|all| all.into_iter().enumerate().collect());
            let few = proptest::collection::btree_map(0..n + 2, proptest::option::weighted(0.8, document()), 0..4);
            (all, proptest::collection::vec(few, 1..4)).prop_map(|(all, few)| std::iter::once(all).chain(few).collect())
        };
        select(&SIZES[..]).prop_flat_map(of_size)
    }

    fn archive(
        files: &BTreeMap<usize, String>,
        known: &mut BTreeMap<(usize, String), Arc<Postmortem>>,
        settings: &Settings,
        former: &Likeness,
    ) -> (Archive, Likeness) {
        let named: Vec<(String, &str)> = files.iter().map(|(n, text)| (format!("d{n}.md"), text.as_str())).collect();
        let sources = SourceSet::from_files(named.iter().map(|(path, text)| (path.as_str(), *text)));
        let read = |source| parse::parse(source, &settings.parse, &settings.catalog).0;
        let postmortems = files.iter().map(|(n, text)| {
            let source = sources.iter().find(|source| source.path.as_str() == format!("d{n}.md")).unwrap();
            Arc::clone(known.entry((*n, text.clone())).or_insert_with(|| Arc::new(read(source))))
        });
        Archive::build_again(postmortems.collect(), &sources, &settings.catalog, former)
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

        #[test]
        fn what_is_known_changes_nothing(steps in steps()) {
            let settings = Settings::default();
            let (mut files, mut known) = (BTreeMap::new(), BTreeMap::new());
            let mut likeness = Likeness::default();
            for step in steps {
                for (n, text) in step {
                    match text {
                        Some(text) => _ = files.insert(n, text),
                        None => _ = files.remove(&n),
                    }
                }
                let (archive, next) = archive(&files, &mut known, &settings, &likeness);
                prop_assert_eq!(&*archive.related, &related::find(&archive, &settings.catalog), "{:?}", files);
                let anew = Likeness::default().again(&archive, &settings.catalog);
                prop_assert_eq!(next.counts.sorted(), anew.counts.sorted());
                likeness = next;
            }
        }
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
