//! Lists: all postmortems, the severities, years, triggers, kinds and tags, and the two pages that lead elsewhere.

use std::cmp::Reverse;
use std::ops::Bound;

use serde::Serialize;

use super::make::Make;
use super::{EntryView, SeverityView, TriggerRef};
use crate::archive::PmIdx;
use crate::model::{Kind, Postmortem, TriggerId};
use crate::pages::digest;
use crate::urls;

/// All postmortems.
#[derive(Debug, Clone, Serialize)]
pub struct PostmortemsView {
    /// By year, the newest first; those without a date are the last group. Withdrawn ones are listed too.
    pub years: Vec<YearGroup>,
    /// The number of postmortems, withdrawn ones left out.
    pub count: usize,
    /// The number of withdrawn ones.
    pub withdrawn: usize,
}

/// The postmortems of a year.
#[derive(Debug, Clone, Serialize)]
pub struct YearGroup {
    /// The year; none for those without a date.
    pub year: Option<i16>,
    /// The page of the year; none for those without a date.
    pub href: Option<String>,
    /// The postmortems, the newest first.
    pub entries: Vec<EntryView>,
}

/// All severities, years, triggers, kinds or tags.
#[derive(Debug, Clone, Serialize)]
pub struct BrowseView {
    /// `severities`, `years`, `triggers`, `kinds` or `tags`.
    pub dimension: &'static str,
    /// Severities from the gravest, years from the newest, triggers from the most frequent, the others by name; those of
    /// a postmortem that counts.
    pub terms: Vec<TermView>,
    /// The number of postmortems that have none.
    pub without: usize,
}

/// A severity, a year, a trigger, a kind or a tag in the list.
#[derive(Debug, Clone, Serialize)]
pub struct TermView {
    /// As shown.
    pub title: String,
    /// Its page.
    pub href: String,
    /// The number of postmortems.
    pub count: usize,
    /// For a severity: the severity.
    pub severity: Option<SeverityView>,
    /// For a trigger: what it means; none when it is not in the vocabulary.
    pub definition: Option<String>,
}

/// One severity, year, trigger, kind or tag.
#[derive(Debug, Clone, Serialize)]
pub struct ListingView {
    /// `severities`, `years`, `triggers`, `kinds` or `tags`.
    pub dimension: &'static str,
    /// As shown.
    pub title: String,
    /// For a severity: the severity.
    pub severity: Option<SeverityView>,
    /// For a trigger: what it means; none when it is not in the vocabulary.
    pub definition: Option<String>,
    /// The postmortems, the newest first.
    pub entries: Vec<EntryView>,
    /// The neighbours in the list: the year after, the graver severity, the tag before.
    pub previous: Option<TermView>,
    /// The year before, the lighter severity, the tag after.
    pub next: Option<TermView>,
}

/// What is shown for an address that is not there. Its links lead from the site's address where that is known,
/// because a server shows this page at any depth.
#[derive(Debug, Clone, Serialize)]
pub struct NotFoundView {
    /// The newest postmortems, at most three.
    pub newest: Vec<EntryView>,
}

/// An old address of a postmortem.
#[derive(Debug, Clone, Serialize)]
pub struct RedirectView {
    /// What it is called.
    pub title: String,
    /// Where it is now.
    pub href: String,
}

/// All postmortems.
pub(super) fn postmortems(make: Make<'_>) -> PostmortemsView {
    let (mut years, mut undated): (Vec<YearGroup>, Vec<EntryView>) = (Vec::new(), Vec::new());
    for (index, postmortem) in make.site.archive.iter().rev() {
        let entry = make.entry(index);
        let Some(year) = postmortem.date.as_ref().map(|date| date.value.year()) else {
            undated.push(entry);
            continue;
        };
        if let Some(group) = years.last_mut().filter(|group| group.year == Some(year)) {
            group.entries.push(entry);
        } else {
            let href = Some(make.href(&urls::year(year)));
            years.push(YearGroup { year: Some(year), href, entries: vec![entry] });
        }
    }
    if !undated.is_empty() {
        undated.reverse();
        years.push(YearGroup { year: None, href: None, entries: undated });
    }
    let count = make.site.digest.counts.postmortems;
    PostmortemsView { years, count, withdrawn: make.site.archive.len() - count }
}

/// All severities, the gravest first; those that are not on the scale last, by name.
pub(super) fn severities(make: Make<'_>) -> BrowseView {
    let terms = severity_names(make).into_iter().map(|name| severity_term(make, name));
    BrowseView {
        dimension: "severities",
        terms: counted(terms),
        without: without(make, |postmortem| postmortem.severity.is_none()),
    }
}

/// All years, the newest first.
pub(super) fn years(make: Make<'_>) -> BrowseView {
    let terms = make.site.archive.by_year.keys().rev().map(|year| year_term(make, *year));
    BrowseView {
        dimension: "years",
        terms: counted(terms),
        without: without(make, |postmortem| postmortem.date.is_none()),
    }
}

/// All triggers, the most frequent first.
pub(super) fn triggers(make: Make<'_>) -> BrowseView {
    BrowseView {
        dimension: "triggers",
        terms: trigger_terms(make),
        without: without(make, |postmortem| postmortem.trigger.is_none()),
    }
}

/// All kinds.
pub(super) fn kinds(make: Make<'_>) -> BrowseView {
    BrowseView { dimension: "kinds", terms: kind_terms(make), without: 0 }
}

/// All tags, by name.
pub(super) fn tags(make: Make<'_>) -> BrowseView {
    let terms = make.site.archive.by_tag.keys().map(|slug| tag_term(make, slug));
    BrowseView {
        dimension: "tags",
        terms: counted(terms),
        without: without(make, |postmortem| postmortem.tags.is_empty()),
    }
}

/// A severity.
pub(super) fn severity(make: Make<'_>, name: &str) -> ListingView {
    let severity = make.severity(name);
    let names = severity_names(make);
    let place = names.iter().position(|known| *known == name);
    let previous = place.and_then(|place| names.get(place.checked_sub(1)?));
    let next = place.and_then(|place| names.get(place + 1));
    ListingView {
        dimension: "severities",
        title: severity.title.clone(),
        severity: Some(severity),
        definition: None,
        entries: entries(make, make.site.archive.by_severity.get(name)),
        previous: previous.map(|name| severity_term(make, name)),
        next: next.map(|name| severity_term(make, name)),
    }
}

/// A year.
pub(super) fn year(make: Make<'_>, year: i16) -> ListingView {
    let by_year = &make.site.archive.by_year;
    ListingView {
        dimension: "years",
        title: year.to_string(),
        severity: None,
        definition: None,
        entries: entries(make, by_year.get(&year)),
        previous: by_year
            .range((Bound::Excluded(year), Bound::Unbounded))
            .next()
            .map(|(year, _)| year_term(make, *year)),
        next: by_year.range(..year).next_back().map(|(year, _)| year_term(make, *year)),
    }
}

/// A trigger, between its neighbours in the list.
pub(super) fn trigger(make: Make<'_>, id: &TriggerId) -> ListingView {
    let TriggerRef { title, href, definition, .. } = super::postmortem::trigger(make, id);
    let (previous, next) = neighbours(trigger_terms(make), &href);
    ListingView {
        dimension: "triggers",
        title,
        severity: None,
        definition,
        entries: entries(make, make.site.archive.by_trigger.get(id)),
        previous,
        next,
    }
}

/// The postmortems of a kind, between its neighbours in the list.
pub(super) fn kind(make: Make<'_>, kind: Kind) -> ListingView {
    let (previous, next) = neighbours(kind_terms(make), &make.href(&urls::kind(kind)));
    let newest = make.site.digest.newest.iter().copied();
    let indices: Vec<PmIdx> = newest.filter(|index| make.postmortem(*index).kind_or_default() == kind).collect();
    ListingView {
        dimension: "kinds",
        title: make.kind_title(kind),
        severity: None,
        definition: None,
        entries: make.entries(&indices),
        previous,
        next,
    }
}

/// A tag.
pub(super) fn tag(make: Make<'_>, slug: &str) -> ListingView {
    let by_tag = &make.site.archive.by_tag;
    let previous = by_tag.range::<str, _>((Bound::Unbounded, Bound::Excluded(slug))).next_back();
    let next = by_tag.range::<str, _>((Bound::Excluded(slug), Bound::Unbounded)).next();
    ListingView {
        dimension: "tags",
        title: by_tag.get(slug).map_or(slug, |(shown, _)| shown).to_owned(),
        severity: None,
        definition: None,
        entries: entries(make, by_tag.get(slug).map(|(_, indices)| indices)),
        previous: previous.map(|(slug, _)| tag_term(make, slug)),
        next: next.map(|(slug, _)| tag_term(make, slug)),
    }
}

/// What is shown for an address that is not there.
pub(super) fn not_found(make: Make<'_>) -> NotFoundView {
    let newest = &make.site.digest.newest;
    NotFoundView { newest: make.entries(newest.get(..3).unwrap_or(newest)) }
}

/// What an old address leads to.
pub(super) fn redirect(make: Make<'_>, index: PmIdx) -> RedirectView {
    let super::PostmortemRef { title, href, .. } = make.postmortem_ref(index);
    RedirectView { title, href }
}

fn severity_names(make: Make<'_>) -> Vec<&str> {
    let mut names: Vec<_> = make.site.archive.by_severity.keys().map(String::as_str).collect();
    names.sort_by_key(|name| make.site.settings.catalog.severity_rank(name));
    names
}

fn severity_term(make: Make<'_>, name: &str) -> TermView {
    let severity = make.severity(name);
    TermView {
        title: severity.title.clone(),
        href: severity.href.clone(),
        count: count(make, make.site.archive.by_severity.get(name)),
        severity: Some(severity),
        definition: None,
    }
}

fn year_term(make: Make<'_>, year: i16) -> TermView {
    TermView {
        title: year.to_string(),
        href: make.href(&urls::year(year)),
        count: count(make, make.site.archive.by_year.get(&year)),
        severity: None,
        definition: None,
    }
}

fn tag_term(make: Make<'_>, slug: &str) -> TermView {
    let tag = make.site.archive.by_tag.get(slug);
    TermView {
        title: tag.map_or(slug, |(shown, _)| shown).to_owned(),
        href: make.href(&urls::tag(slug)),
        count: count(make, tag.map(|(_, indices)| indices)),
        severity: None,
        definition: None,
    }
}

fn trigger_terms(make: Make<'_>) -> Vec<TermView> {
    let mut terms = counted(make.site.archive.by_trigger.iter().map(|(id, indices)| {
        let TriggerRef { title, href, definition, .. } = super::postmortem::trigger(make, id);
        TermView { title, href, count: count(make, Some(indices)), severity: None, definition }
    }));
    terms.sort_by_key(|term| Reverse(term.count));
    terms
}

fn kind_terms(make: Make<'_>) -> Vec<TermView> {
    let newest = &make.site.digest.newest;
    counted(Kind::ALL.iter().map(|kind| TermView {
        title: make.kind_title(*kind),
        href: make.href(&urls::kind(*kind)),
        count: newest.iter().filter(|index| make.postmortem(**index).kind_or_default() == *kind).count(),
        severity: None,
        definition: None,
    }))
}

/// The terms before and after the one whose page this is.
fn neighbours(mut terms: Vec<TermView>, href: &str) -> (Option<TermView>, Option<TermView>) {
    let Some(place) = terms.iter().position(|term| term.href == href) else { return (None, None) };
    let mut after = terms.split_off(place).into_iter();
    (terms.pop(), after.nth(1))
}

fn counted(terms: impl Iterator<Item = TermView>) -> Vec<TermView> {
    terms.filter(|term| term.count > 0).collect()
}

fn entries(make: Make<'_>, indices: Option<&Vec<PmIdx>>) -> Vec<EntryView> {
    make.entries(&digest::newest_first(make.site.archive, indices.into_iter().flatten().copied()))
}

fn count(make: Make<'_>, indices: Option<&Vec<PmIdx>>) -> usize {
    indices.into_iter().flatten().filter(|index| digest::counts(make.postmortem(**index))).count()
}

fn without(make: Make<'_>, lacks: impl Fn(&Postmortem) -> bool) -> usize {
    make.site.digest.newest.iter().filter(|index| lacks(make.postmortem(**index))).count()
}
