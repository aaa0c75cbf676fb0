//! Who belongs where: by service, cause, family, trigger, severity, year and tag.

use super::{Archive, PmIdx};
use crate::model::{Catalog, CauseId, slugify};

/// Fills the `by_…` maps, in the archive's order. Declared services are there even when no postmortem names them.
pub(super) fn fill(archive: &mut Archive, catalog: &Catalog) {
    let mut facets = Archive::default();
    for id in catalog.services.keys() {
        facets.by_service.insert(id.clone(), Vec::new());
    }
    for (index, postmortem) in archive.iter() {
        for service in &postmortem.services {
            push(facets.by_service.entry(service.value.0.clone()).or_default(), index);
        }
        for cause in &postmortem.causes {
            push(facets.by_cause.entry(cause.value.clone()).or_default(), index);
            if let Some(family) = CauseId::new(cause.value.family()) {
                push(facets.by_family.entry(family).or_default(), index);
            }
        }
        if let Some(trigger) = &postmortem.trigger {
            push(facets.by_trigger.entry(trigger.value.clone()).or_default(), index);
        }
        if let Some(severity) = &postmortem.severity {
            push(facets.by_severity.entry(severity.value.clone()).or_default(), index);
        }
        if let Some(date) = &postmortem.date {
            push(facets.by_year.entry(date.value.year()).or_default(), index);
        }
        for tag in &postmortem.tags {
            let slug = slugify(&tag.value);
            if !slug.is_empty() {
                push(&mut facets.by_tag.entry(slug).or_insert_with(|| (tag.value.clone(), Vec::new())).1, index);
            }
        }
    }
    archive.by_service = facets.by_service;
    archive.by_cause = facets.by_cause;
    archive.by_family = facets.by_family;
    archive.by_trigger = facets.by_trigger;
    archive.by_severity = facets.by_severity;
    archive.by_year = facets.by_year;
    archive.by_tag = facets.by_tag;
}

/// Adds an index once; indices come in order.
fn push(list: &mut Vec<PmIdx>, index: PmIdx) {
    if list.last() != Some(&index) {
        list.push(index);
    }
}
