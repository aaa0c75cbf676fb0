//! What the index knows of a postmortem: plain data, made from the archive.
//!
//! Text comes from the sections' plain text, never from rendered HTML. Names of people are not collected.

use std::collections::BTreeSet;
use std::fmt;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::archive::{Archive, PmIdx, Resolved};
use crate::model::{Catalog, Postmortem, slugify};
use crate::urls;

/// A day as the number `YYYYMMDD`, which sorts and compares as the day does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Day(pub u32);

impl Day {
    /// The number of a date; none before the year 0.
    pub fn new(date: Date) -> Option<Self> {
        let part = |n: i8| u32::from(n.unsigned_abs());
        let year = u32::try_from(date.year()).ok()?;
        Some(Self(year * 10_000 + part(date.month()) * 100 + part(date.day())))
    }

    /// The year.
    pub fn year(self) -> u32 {
        self.0 / 10_000
    }
}

/// `2026-03-07`.
impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year(), self.0 / 100 % 100, self.0 % 100)
    }
}

/// A section of the text.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Passage {
    /// Its heading; empty for the text before the first one.
    pub heading: String,
    /// The id of the heading in the page; empty when there is none.
    pub anchor: String,
    /// Its plain text.
    pub text: String,
}

/// A postmortem as the index holds it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct SearchDoc {
    /// The organisation's number for it, else its slug.
    pub id: String,
    /// Its path in the archive.
    pub path: String,
    /// Its URL in the site, relative to the site's root.
    pub url: String,
    /// What it is called.
    pub title: String,
    /// The day it began.
    pub date: Option<Day>,
    /// Its step on the scale.
    pub severity: Option<String>,
    /// The ids of its services.
    pub services: Vec<String>,
    /// Its causes, `family/leaf`.
    pub causes: Vec<String>,
    /// Its trigger.
    pub trigger: Option<String>,
    /// Its tags, as slugs.
    pub tags: Vec<String>,
    /// `incident`, `near-miss`, `exercise`.
    pub kind: String,
    /// `draft`, `review`, `final`, `withdrawn`.
    pub status: String,
    /// The ids of the postmortems it links to or that link to it.
    pub links: Vec<String>,
    /// What happened, in a few sentences.
    pub summary: String,
    /// Further words it is found by: its id, services, causes, trigger and tags as people write them.
    pub keywords: Vec<String>,
    /// Its text, section by section.
    pub passages: Vec<Passage>,
}

/// The documents of an archive, in the archive's order.
pub fn documents<'a>(archive: &'a Archive, catalog: &'a Catalog) -> impl Iterator<Item = SearchDoc> + 'a {
    archive.iter().map(|(index, postmortem)| document(archive, catalog, index, postmortem))
}

/// One of them.
pub(super) fn document(archive: &Archive, catalog: &Catalog, index: PmIdx, postmortem: &Postmortem) -> SearchDoc {
    let slug = archive.slug(index);
    let services: Vec<String> = postmortem.services.iter().map(|service| service.value.0.to_string()).collect();
    let causes: Vec<String> = postmortem.causes.iter().map(|cause| cause.value.to_string()).collect();
    let mut tags: Vec<String> = Vec::new();
    for tag in postmortem.tags.iter().map(|tag| slugify(&tag.value)) {
        if !tag.is_empty() && !tags.contains(&tag) {
            tags.push(tag);
        }
    }
    SearchDoc {
        id: archive.id(index).to_owned(),
        path: postmortem.path.to_string(),
        url: urls::postmortem(slug).as_str().to_owned(),
        title: postmortem.title.value.clone(),
        date: postmortem.date.as_ref().and_then(|date| Day::new(date.value)),
        severity: postmortem.severity.as_ref().map(|severity| severity.value.clone()),
        services,
        causes,
        trigger: postmortem.trigger.as_ref().map(|trigger| trigger.value.to_string()),
        tags,
        kind: postmortem.kind_or_default().as_str().to_owned(),
        status: postmortem.status_or_default().as_str().to_owned(),
        links: links(archive, index),
        summary: postmortem.body.summary.clone().unwrap_or_default(),
        keywords: keywords(archive, catalog, index, postmortem),
        passages: passages(postmortem),
    }
}

/// The ids of what it links to and of what links to it, in the archive's order.
fn links(archive: &Archive, index: PmIdx) -> Vec<String> {
    let place = index.0 as usize;
    let to = archive.links.get(place).into_iter().flatten().filter_map(|link| match link {
        Resolved::Postmortem { postmortem, .. } => Some(*postmortem),
        _ => None,
    });
    let related = archive.related_explicit.get(place).into_iter().flatten().flatten().copied();
    let from = archive.backlinks.get(place).into_iter().flatten().copied();
    let linked: BTreeSet<PmIdx> = to.chain(related).chain(from).filter(|other| *other != index).collect();
    linked.into_iter().map(|other| archive.id(other).to_owned()).collect()
}

/// Metadata as words, each once.
fn keywords(archive: &Archive, catalog: &Catalog, index: PmIdx, postmortem: &Postmortem) -> Vec<String> {
    let mut keywords: Vec<String> = Vec::new();
    let mut add = |word: &str| {
        if !word.is_empty() && !keywords.iter().any(|known| known == word) {
            keywords.push(word.to_owned());
        }
    };
    add(archive.id(index));
    for service in &postmortem.services {
        add(service.value.0.as_str());
        add(&service.value.1);
        add(catalog.service_title(&service.value.0));
    }
    for cause in &postmortem.causes {
        add(catalog.cause_title(&cause.value));
    }
    if let Some(trigger) = &postmortem.trigger {
        add(catalog.trigger_title(&trigger.value));
    }
    if let Some(severity) = &postmortem.severity {
        add(&severity.value);
    }
    for tag in &postmortem.tags {
        add(&tag.value);
    }
    keywords
}

/// The text of the body, and what stands in the front matter alone.
fn passages(postmortem: &Postmortem) -> Vec<Passage> {
    let body = &postmortem.body;
    let mut passages = Vec::new();
    if !body.lead.trim().is_empty() {
        passages.push(Passage { text: body.lead.clone(), ..Passage::default() });
    }
    // What stands below the title is the section of the title too.
    let is_lead = |text: &str| text.trim() == body.lead.trim() && !text.trim().is_empty();
    for section in body.sections.iter().filter(|section| !is_lead(&section.text)) {
        passages.push(Passage {
            heading: section.heading.clone(),
            anchor: section.anchor.clone(),
            text: section.text.clone(),
        });
    }
    if let Some(impact) = &postmortem.impact.summary {
        passages.push(Passage { heading: "Impact".to_owned(), text: impact.clone(), ..Passage::default() });
    }
    let front_matter = postmortem.front_matter.unwrap_or_default();
    let items: Vec<&str> = postmortem
        .action_items
        .iter()
        .filter(|item| !item.span.is_empty() && front_matter.contains(item.span))
        .map(|item| item.text.as_str())
        .collect();
    if !items.is_empty() {
        passages.push(Passage { heading: "Action items".to_owned(), text: items.join("\n"), ..Passage::default() });
    }
    passages
}
