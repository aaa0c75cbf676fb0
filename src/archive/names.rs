//! The names of postmortems: unique slugs, and the way from what an author wrote to a postmortem.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::{Clash, PmIdx};
use crate::model::{Postmortem, Slug, slugify};
use crate::text::RelPath;

/// Gives every postmortem a slug of its own, in the archive's order: the first keeps it, a later one gets its
/// folder's name in front, then a number behind.
pub(super) fn unique_slugs(postmortems: &[Arc<Postmortem>]) -> (Vec<Slug>, Vec<Clash>) {
    let wanted: BTreeSet<&Slug> = postmortems.iter().map(|postmortem| &postmortem.slug).collect();
    let mut taken: BTreeMap<Slug, PmIdx> = BTreeMap::new();
    let mut slugs = Vec::with_capacity(postmortems.len());
    let mut clashes = Vec::new();
    for (index, postmortem) in indexed(postmortems) {
        let mut slug = postmortem.slug.clone();
        if let Some(first) = taken.get(&slug) {
            clashes.push(Clash { first: *first, second: index, name: slug.to_string(), span: None });
            let folder = postmortem.path.parent().rsplit('/').next().unwrap_or_default();
            let in_folder = Slug::new(&format!("{folder} {}", postmortem.slug));
            let numbered = (2..).map(|n| Slug::new(&format!("{}-{n}", shortened(postmortem.slug.as_str()))));
            let free = std::iter::once(in_folder)
                .chain(numbered)
                .find(|candidate| !taken.contains_key(candidate) && !wanted.contains(candidate));
            slug = free.unwrap_or(slug);
        }
        taken.insert(slug.clone(), index);
        slugs.push(slug);
    }
    (slugs, clashes)
}

/// Room for a number: a slug is at most 100 characters long.
fn shortened(slug: &str) -> String {
    slug.chars().take(90).collect()
}

/// Postmortems that state an id which an earlier one states too.
pub(super) fn id_clashes(postmortems: &[Arc<Postmortem>]) -> Vec<Clash> {
    let mut taken: BTreeMap<String, PmIdx> = BTreeMap::new();
    let mut clashes = Vec::new();
    for (index, postmortem) in indexed(postmortems) {
        let Some(id) = &postmortem.id else { continue };
        match taken.get(&id.value.to_lowercase()) {
            Some(first) => {
                clashes.push(Clash { first: *first, second: index, name: id.value.clone(), span: id.span });
            }
            None => {
                taken.insert(id.value.to_lowercase(), index);
            }
        }
    }
    clashes
}

/// All the names a postmortem can be called by. Where two claim one name, the first in the archive's order has it;
/// paths and slugs go before ids, ids before titles.
pub(super) struct Names<'a> {
    paths: BTreeMap<&'a str, PmIdx>,
    slugs: BTreeMap<&'a str, PmIdx>,
    others: BTreeMap<String, PmIdx>,
}

impl<'a> Names<'a> {
    pub(super) fn new(postmortems: &'a [Arc<Postmortem>], slugs: &'a [Slug]) -> Self {
        let paths = indexed(postmortems).map(|(index, postmortem)| (postmortem.path.as_str(), index)).collect();
        let by_slug = indexed(slugs).map(|(index, slug)| (slug.as_str(), index)).collect();
        let mut others = BTreeMap::new();
        let ids = indexed(postmortems).filter_map(|(index, p)| Some((p.id.as_ref()?.value.as_str(), index)));
        let stems = indexed(postmortems).map(|(index, p)| (p.path.stem(), index));
        let titles = indexed(postmortems).map(|(index, p)| (p.title.value.as_str(), index));
        for (name, index) in ids.chain(stems).chain(titles) {
            others.entry(slugify(name)).or_insert(index);
        }
        Self { paths, slugs: by_slug, others }
    }

    /// The postmortem of a file.
    pub(super) fn path(&self, path: &RelPath) -> Option<PmIdx> {
        self.paths.get(path.as_str()).copied()
    }

    /// The postmortem with exactly this slug.
    pub(super) fn slug(&self, slug: &str) -> Option<PmIdx> {
        self.slugs.get(slug).copied()
    }

    /// The postmortem that a slug, an id, a file name or a title means.
    pub(super) fn name(&self, name: &str) -> Option<PmIdx> {
        let slug = slugify(name);
        self.slug(&slug).or_else(|| self.others.get(&slug).copied())
    }
}

/// Items with their index as the archive counts them.
pub(super) fn indexed<T>(items: &[T]) -> impl Iterator<Item = (PmIdx, &T)> {
    items.iter().enumerate().map(|(index, item)| (PmIdx(u32::try_from(index).unwrap_or(u32::MAX)), item))
}
