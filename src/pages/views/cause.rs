//! The taxonomy of causes, a family, a cause.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::make::{Make, family_of};
use super::{ActionCounts, ActionView, ChartView, Count, EntryView, Link, chart};
use crate::archive::PmIdx;
use crate::model::{ActionItem, CauseId};
use crate::pages::digest;
use crate::urls;

/// All families and causes.
#[derive(Debug, Clone, Serialize)]
pub struct CausesView {
    /// The families, in the order of the taxonomy, those that it does not have last.
    pub families: Vec<FamilyView>,
    /// How many causes occur.
    pub occurring: usize,
}

/// A family in the list.
#[derive(Debug, Clone, Serialize)]
pub struct FamilyView {
    /// `change`.
    pub id: String,
    /// As shown.
    pub title: String,
    /// One sentence.
    pub definition: Option<String>,
    /// Its page; none when it does not occur.
    pub href: Option<String>,
    /// The number of postmortems.
    pub count: usize,
    /// Its causes: those that occur by count, then the others by title.
    pub causes: Vec<TaxonomyCause>,
}

/// A cause in the list.
#[derive(Debug, Clone, Serialize)]
pub struct TaxonomyCause {
    /// `change/rollout-strategy`.
    pub id: String,
    /// As shown.
    pub title: String,
    /// One sentence.
    pub definition: Option<String>,
    /// Its page; none when it does not occur.
    pub href: Option<String>,
    /// The number of postmortems.
    pub count: usize,
}

/// The page of a family or a cause.
#[derive(Debug, Clone, Serialize)]
pub struct CauseView {
    /// `change`, `change/rollout-strategy`.
    pub id: String,
    /// As shown.
    pub title: String,
    /// What it means.
    pub definition: Option<String>,
    /// The family of a cause; none for a family, or a cause without one.
    pub family: Option<Link>,
    /// The causes of a family; empty for a cause.
    pub causes: Vec<TaxonomyCause>,
    /// The postmortems, the newest first.
    pub entries: Vec<EntryView>,
    /// Its incidents and near misses over time, one mark each (bars when there are more than two hundred); none
    /// when no date is known.
    pub chart: Option<ChartView>,
    /// The services that were hit, the most frequent first.
    pub services: Vec<Count>,
    /// Other causes of the same postmortems, the most frequent first, at most eight.
    pub together: Vec<Count>,
    /// What others did about it: action items of these postmortems, without those that address another cause.
    /// Done ones first, then open ones, at most thirty; cancelled and unknown ones are not listed.
    pub actions: Vec<ActionView>,
    /// The states of these action items.
    pub action_counts: ActionCounts,
}

/// All families and causes.
pub(super) fn causes(make: Make<'_>) -> CausesView {
    let known: BTreeSet<_> = make.site.settings.catalog.families.iter().map(|family| &family.id).collect();
    let others = make.site.archive.by_family.keys().filter(|id| !known.contains(id));
    let families: Vec<_> = make
        .site
        .settings
        .catalog
        .families
        .iter()
        .map(|family| &family.id)
        .chain(others)
        .map(|id| {
            let count = count(make, make.site.archive.by_family.get(id));
            FamilyView {
                id: id.to_string(),
                title: make.cause_title(id),
                definition: make.definition(id),
                href: (count > 0).then(|| make.href(&urls::cause(id))),
                count,
                causes: causes_of(make, id),
            }
        })
        .collect();
    CausesView { families, occurring: make.site.digest.counts.causes }
}

/// The causes of a family, of the taxonomy and met.
fn causes_of(make: Make<'_>, family: &CauseId) -> Vec<TaxonomyCause> {
    let of_family = |id: &&CauseId| family_of(id).is_some_and(|of| of == *family);
    let known = make.site.settings.catalog.causes.keys().filter(of_family);
    let met = make.site.archive.by_cause.keys().filter(of_family);
    let ids: BTreeSet<_> = known.chain(met).collect();
    let mut causes: Vec<_> = ids
        .into_iter()
        .map(|id| {
            let count = count(make, make.site.archive.by_cause.get(id));
            TaxonomyCause {
                id: id.to_string(),
                title: make.cause_title(id),
                definition: make.definition(id),
                href: (count > 0).then(|| make.href(&urls::cause(id))),
                count,
            }
        })
        .collect();
    causes.sort_by_cached_key(|cause| (Reverse(cause.count), cause.title.to_lowercase()));
    causes
}

fn count(make: Make<'_>, indices: Option<&Vec<PmIdx>>) -> usize {
    indices.into_iter().flatten().filter(|index| digest::counts(make.postmortem(**index))).count()
}

/// The page of a family or a cause.
pub(super) fn cause(make: Make<'_>, id: &CauseId) -> CauseView {
    let archive = make.site.archive;
    let is_family = archive.by_family.contains_key(id);
    let indices = archive.by_family.get(id).or_else(|| archive.by_cause.get(id));
    let counted = digest::newest_first(archive, indices.into_iter().flatten().copied());
    let about = |item: &ActionItem| {
        let cause = item.addresses.as_ref().map(|cause| &cause.value);
        cause.is_none_or(|cause| cause == id || (is_family && cause.family() == id.as_str()))
    };
    let items: Vec<_> = counted
        .iter()
        .flat_map(|index| make.postmortem(*index).action_items.iter().map(|item| (*index, item)))
        .filter(|(_, item)| about(item))
        .collect();
    let rank = |item: &ActionItem| match make.action_state(item) {
        "done" => Some(0),
        "overdue" | "open" => Some(1),
        _ => None,
    };
    let mut listed: Vec<_> = items.iter().copied().filter(|(_, item)| rank(item).is_some()).collect();
    listed.sort_by_key(|(_, item)| rank(item));
    listed.truncate(30);
    CauseView {
        id: id.to_string(),
        title: make.cause_title(id),
        definition: make.definition(id),
        family: family_of(id)
            .filter(|family| make.occurs(family))
            .map(|family| Link { title: make.cause_title(&family), href: make.href(&urls::cause(&family)) }),
        causes: if is_family { causes_of(make, id) } else { Vec::new() },
        chart: chart::marks(make, &counted),
        services: services(make, &counted),
        together: together(make, &counted, id),
        actions: make.actions_of(&listed),
        action_counts: make.count_actions(items.iter().map(|(_, item)| *item)),
        entries: make.entries(&counted),
    }
}

fn services(make: Make<'_>, indices: &[PmIdx]) -> Vec<Count> {
    let mut counts = BTreeMap::new();
    for service in indices.iter().flat_map(|index| &make.postmortem(*index).services) {
        *counts.entry(&service.value.0).or_insert(0_usize) += 1;
    }
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by_key(|(_, count)| Reverse(*count));
    counts.into_iter().map(|(id, count)| make.service_count(id, count)).collect()
}

/// Other causes of the same postmortems: for a family, of other families.
fn together(make: Make<'_>, indices: &[PmIdx], id: &CauseId) -> Vec<Count> {
    let mut counts = BTreeMap::new();
    for cause in indices.iter().flat_map(|index| &make.postmortem(*index).causes) {
        if cause.value != *id && cause.value.family() != id.as_str() {
            *counts.entry(&cause.value).or_insert(0_usize) += 1;
        }
    }
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by_key(|(_, count)| Reverse(*count));
    counts.into_iter().take(8).map(|(id, count)| make.cause_count(id, count)).collect()
}
