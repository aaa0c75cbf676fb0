//! Many postmortems, one immutable and cross-linked archive.
//!
//! The entry point is [`Archive::build`]. Everything is addressed by [`PmIdx`] and iterated in a fixed order.
//! It is the only thing that `lint`, `search` and `pages` share; they do not know each other.

mod facets;
mod likeness;
mod links;
mod names;
mod recurrence;
mod related;
mod revised;
mod terms;
#[cfg(test)]
mod tests;

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use crate::model::{Catalog, CauseId, Postmortem, ServiceId, Slug, TriggerId};
use crate::text::{RelPath, SourceSet, Span};

pub use likeness::Likeness;
#[cfg(feature = "search")]
pub(crate) use related::weights;
pub use terms::Words;

/// The index of a postmortem in its [`Archive`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PmIdx(pub u32);

/// Why two postmortems are related. Closeness in time is never a reason.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// One names the other in its front matter, or links to it.
    Linked,
    /// Both touched this service.
    Service(ServiceId),
    /// Both had this contributing factor.
    Cause(CauseId),
    /// Both began with the same kind of change.
    Trigger(TriggerId),
    /// Both use these words, which are rare in the archive.
    Terms(Vec<String>),
}

/// A related postmortem.
#[derive(Debug, Clone, PartialEq)]
pub struct Related {
    /// Which one.
    pub postmortem: PmIdx,
    /// Higher is closer; rounded to three digits.
    pub score: f64,
    /// Why, the weightiest first.
    pub reasons: Vec<Reason>,
}

/// The same service was hit by the same cause again. Each postmortem is compared with the latest one before it
/// that shares both; withdrawn postmortems and exercises do not count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recurrence {
    /// The service.
    pub service: ServiceId,
    /// The cause.
    pub cause: CauseId,
    /// The earlier postmortem.
    pub earlier: PmIdx,
    /// The later one.
    pub later: PmIdx,
    /// Days between them, where both are dated.
    pub days: Option<i64>,
}

/// Where a link of a document leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Resolved {
    /// Another postmortem (or the same), at an anchor that exists there.
    Postmortem {
        /// Which one.
        postmortem: PmIdx,
        /// The id of a heading there.
        anchor: Option<String>,
    },
    /// A file of the archive: an image, a log.
    File(RelPath),
    /// Something of the archive that is not part of the site: a README, a folder.
    Unpublished(RelPath),
    /// Another site.
    External,
    /// A place of the same document.
    Anchor(String),
    /// Nothing: what was looked for.
    Broken(Broken),
}

/// Why a link leads nowhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Broken {
    /// No such file or postmortem.
    Target,
    /// The document is there, the anchor is not.
    Anchor {
        /// Which document.
        postmortem: PmIdx,
        /// What was looked for there.
        anchor: String,
    },
    /// The path leads out of the archive.
    Outside,
}

/// Two documents that claim one name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clash {
    /// The one that keeps it.
    pub first: PmIdx,
    /// The one that got another (a slug), or shares it (an id).
    pub second: PmIdx,
    /// The name.
    pub name: String,
    /// Where the second one writes it, when it does.
    pub span: Option<Span>,
}

/// An immutable, cross-linked set of postmortems.
#[derive(Debug, Clone, Default)]
pub struct Archive {
    postmortems: Vec<Arc<Postmortem>>,
    /// Final slugs, by index: unique, also without regard to case.
    slugs: Vec<Slug>,
    /// All services, declared ones without a postmortem included.
    pub by_service: BTreeMap<ServiceId, Vec<PmIdx>>,
    /// All causes that occur, by their full id.
    pub by_cause: BTreeMap<CauseId, Vec<PmIdx>>,
    /// All families that occur, a postmortem once.
    pub by_family: BTreeMap<CauseId, Vec<PmIdx>>,
    /// All triggers that occur.
    pub by_trigger: BTreeMap<TriggerId, Vec<PmIdx>>,
    /// All severities that occur, by name; order them with [`Catalog::severity_rank`].
    pub by_severity: BTreeMap<String, Vec<PmIdx>>,
    /// All years that occur.
    pub by_year: BTreeMap<i16, Vec<PmIdx>>,
    /// All tags that occur, by slug; the first spelling is the shown one.
    pub by_tag: BTreeMap<String, (String, Vec<PmIdx>)>,
    /// For each postmortem, for each link of its body, where it leads.
    pub links: Vec<Vec<Resolved>>,
    /// For each postmortem, for each entry of `related`, the postmortem it names.
    pub related_explicit: Vec<Vec<Option<PmIdx>>>,
    /// For each postmortem, the ones whose body or front matter points at it, by index.
    pub backlinks: Vec<Vec<PmIdx>>,
    /// For each postmortem, up to five related ones, the closest first.
    pub related: Arc<Vec<Vec<Related>>>,
    /// All recurrences, by later and earlier index.
    pub recurrences: Vec<Recurrence>,
    /// Documents whose slugs collided.
    pub slug_clashes: Vec<Clash>,
    /// Documents that share an id.
    pub id_clashes: Vec<Clash>,
}

/// The order of an archive.
fn order(a: &Postmortem, b: &Postmortem) -> Ordering {
    let key = |p: &Postmortem| (p.date.is_none(), p.date.as_ref().map(|date| date.value));
    key(a).cmp(&key(b)).then_with(|| a.slug.cmp(&b.slug)).then_with(|| a.path.cmp(&b.path))
}

impl Archive {
    /// Puts postmortems in order (by day, undated ones last, then slug), makes slugs unique, resolves all
    /// references.
    pub fn build(postmortems: Vec<Postmortem>, sources: &SourceSet, catalog: &Catalog) -> Self {
        let documents = postmortems.into_par_iter().map(|postmortem| {
            let words = Words::of(&postmortem);
            (postmortem, words)
        });
        Self::build_of(documents.collect(), sources, catalog)
    }

    /// The same of postmortems whose words are known.
    pub fn build_of(mut documents: Vec<(Postmortem, Words)>, sources: &SourceSet, catalog: &Catalog) -> Self {
        documents.sort_by(|(a, _), (b, _)| order(a, b));
        let (postmortems, words): (_, Vec<Words>) =
            documents.into_iter().map(|(postmortem, words)| (Arc::new(postmortem), words)).unzip();
        let mut archive = Self::linked(postmortems, sources, catalog);
        archive.related = Arc::new(related::find(&archive, &words, catalog));
        archive
    }

    /// The same where the likeness in an archive of some of the same postmortems is known. Also what is known of it now.
    pub fn build_again(
        postmortems: Vec<Arc<Postmortem>>,
        sources: &SourceSet,
        catalog: &Catalog,
        former: &Likeness,
    ) -> (Self, Likeness) {
        let mut archive = Self::linked(postmortems, sources, catalog);
        let likeness = former.again(&archive, catalog);
        archive.related = likeness.related();
        (archive, likeness)
    }

    /// All but what is related.
    fn linked(mut postmortems: Vec<Arc<Postmortem>>, sources: &SourceSet, catalog: &Catalog) -> Self {
        postmortems.sort_by(|a, b| order(a, b));
        let (slugs, slug_clashes) = names::unique_slugs(&postmortems);
        let names = names::Names::new(&postmortems, &slugs);
        let (links, related_explicit) = links::resolve(&postmortems, &names, sources);
        let backlinks = links::backlinks(&links, &related_explicit);
        let mut archive = Self {
            slug_clashes,
            id_clashes: names::id_clashes(&postmortems),
            slugs,
            links,
            related_explicit,
            backlinks,
            postmortems,
            ..Self::default()
        };
        facets::fill(&mut archive, catalog);
        archive.recurrences = recurrence::find(&archive);
        archive
    }

    /// The same archive with another reading of one postmortem; none when that changes what is known of it elsewhere:
    /// its name, its day, what it is about, where its links lead. What is related to it by rare words stays as it is,
    /// and so does what others know of its headings.
    pub fn revised(&self, index: PmIdx, revised: Postmortem) -> Option<Self> {
        let at = index.0 as usize;
        if !revised::is_the_same_to_others(self.postmortems.get(at)?, &revised) {
            return None;
        }
        let mut archive = self.clone();
        *archive.postmortems.get_mut(at)? = Arc::new(revised);
        Some(archive)
    }

    /// The number of postmortems.
    pub fn len(&self) -> usize {
        self.postmortems.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.postmortems.is_empty()
    }

    /// All postmortems, oldest first, undated ones last.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (PmIdx, &Postmortem)> + ExactSizeIterator {
        self.postmortems.iter().enumerate().map(|(i, p)| (PmIdx(u32::try_from(i).unwrap_or(u32::MAX)), &**p))
    }

    /// The postmortem with this index.
    ///
    /// # Panics
    /// When the index is of another archive.
    pub fn get(&self, index: PmIdx) -> &Postmortem {
        &self.postmortems[index.0 as usize]
    }

    /// Its final slug.
    ///
    /// # Panics
    /// When the index is of another archive.
    pub fn slug(&self, index: PmIdx) -> &Slug {
        &self.slugs[index.0 as usize]
    }

    /// Its id: the organisation's number, else the slug.
    pub fn id(&self, index: PmIdx) -> &str {
        self.get(index).id.as_ref().map_or(self.slug(index).as_str(), |id| id.value.as_str())
    }

    /// The recurrences in which it is the later one.
    pub fn seen_before(&self, index: PmIdx) -> &[Recurrence] {
        let start = self.recurrences.partition_point(|recurrence| recurrence.later < index);
        let end = self.recurrences.partition_point(|recurrence| recurrence.later <= index);
        &self.recurrences[start..end]
    }
}
