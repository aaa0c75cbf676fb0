//! A postmortem's page.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::make::{Make, is_web, plain};
use super::{
    ActionCounts, ActionView, AmountView, CauseRef, DateView, DurationView, EntryView, Fact, Html, Link, MomentView,
    PostmortemRef, SeverityView, TriggerRef, course,
};
use crate::archive::{Archive, PmIdx, Reason, Recurrence, Related};
use crate::model::{ActionItem, ActionStatus, Postmortem, Provenance, SectionKind, TriggerId};
use crate::pages::digest;
use crate::pages::html::{self, TocEntry};
use crate::pages::words::fill;
use crate::urls;

/// A postmortem's page.
#[derive(Debug, Clone, Serialize)]
pub struct PostmortemView {
    /// What it is called.
    pub title: Fact<String>,
    /// The organisation's number.
    pub id: Option<Fact<String>>,
    /// What happened, in a few sentences, as plain text. It is taken from the body, which the page shows anyway.
    pub summary: Option<String>,
    /// The day it began.
    pub date: Option<Fact<DateView>>,
    /// How grave it was.
    pub severity: Option<Fact<SeverityView>>,
    /// `draft`, `review`, `final`, `withdrawn`.
    pub status: Option<Fact<&'static str>>,
    /// `incident`, `near-miss`, `exercise`.
    pub kind: Option<Fact<&'static str>>,
    /// The services it touched.
    pub services: Vec<Fact<Link>>,
    /// What made it possible.
    pub causes: Vec<Fact<CauseRef>>,
    /// What changed just before.
    pub trigger: Option<Fact<TriggerRef>>,
    /// Who or what saw it first: `alert`, `dashboard`, `internal-report`, `customer-report`, `third-party`,
    /// `automated`, `luck`.
    pub detection: Option<Fact<&'static str>>,
    /// The one accountable team or role.
    pub owner: Option<Fact<String>>,
    /// Who wrote it.
    pub authors: Vec<Fact<String>>,
    /// What people did in the incident, each role once. Never a name.
    pub roles: Vec<String>,
    /// Free words.
    pub tags: Vec<Fact<Link>>,
    /// `internal` or `public`.
    pub visibility: Option<Fact<&'static str>>,
    /// The figures; none when the document has none.
    pub glance: Option<GlanceView>,
    /// From start to resolution; none when fewer than two of the points are known.
    pub phases: Option<PhasesView>,
    /// The headings of the body, second and third level.
    pub toc: Vec<TocNode>,
    /// The body as HTML; headings begin at `h2`.
    pub body: Html,
    /// The number of words of the body.
    pub words: u32,
    /// What happened when; none when the document has no timeline that could be read.
    pub timeline: Option<TimelineView>,
    /// What was decided to be done; none when the document has no action item.
    pub actions: Option<ActionsView>,
    /// Related postmortems, the closest first, each with its reasons in `why`.
    pub related: Vec<EntryView>,
    /// Earlier postmortems in which the same cause hit the same service, the latest first. At most five.
    pub seen_before: Vec<SeenView>,
    /// Later ones, the earliest first. At most five.
    pub seen_again: Vec<SeenView>,
    /// Postmortems that point here, by date.
    pub backlinks: Vec<EntryView>,
    /// Links that the front matter gives, as far as they lead to the web or to a mail address.
    pub links: Vec<Link>,
    /// The postmortem before this one, by date.
    pub earlier: Option<PostmortemRef>,
    /// The postmortem after this one, by date.
    pub later: Option<PostmortemRef>,
    /// The document's path in the archive.
    pub path: String,
    /// Where the document can be edited.
    pub edit: Option<String>,
    /// Where its history can be read.
    pub history: Option<String>,
    /// What was inferred, in the order of the header.
    pub inferred: Vec<InferredView>,
}

/// The figures of an incident.
#[derive(Debug, Clone, Serialize)]
pub struct GlanceView {
    /// From start to detection.
    pub to_detect: Option<Fact<DurationView>>,
    /// From start to acknowledgement.
    pub to_acknowledge: Option<Fact<DurationView>>,
    /// From start to mitigation.
    pub to_mitigate: Option<Fact<DurationView>>,
    /// From start to resolution.
    pub to_resolve: Option<Fact<DurationView>>,
    /// The length that the document states; none when `to_resolve` says the same, or is known better.
    pub duration: Option<Fact<DurationView>>,
    /// How much it hurt; none when the front matter does not say.
    pub impact: Option<ImpactView>,
}

/// How much it hurt.
#[derive(Debug, Clone, Serialize)]
pub struct ImpactView {
    /// People affected.
    pub users: Option<AmountView>,
    /// Requests that got an error.
    pub requests_failed: Option<AmountView>,
    /// How long it hurt.
    pub duration: Option<DurationView>,
    /// `availability`, `latency`, `data-loss` …
    pub types: Vec<String>,
    /// In a sentence.
    pub summary: Option<String>,
}

/// The course of an incident.
#[derive(Debug, Clone, Serialize)]
pub struct PhasesView {
    /// The strip, to scale; none when the points cannot be put on one scale (days only, or offsets partly known).
    pub svg: Option<Html>,
    /// The zone of the clock times, where they all have the same.
    pub zone: Option<String>,
    /// The known points, in order.
    pub rows: Vec<PhaseRow>,
}

/// A point in the course of an incident.
#[derive(Debug, Clone, Serialize)]
pub struct PhaseRow {
    /// `started`, `detected`, `acknowledged`, `mitigated`, `resolved`.
    pub milestone: &'static str,
    /// The phase that begins here, named after the point that ends it: `detect`, `acknowledge`, `mitigate`,
    /// `resolve`; `start` when it was seen before it began; `end` for the last. The classes of the strip.
    pub phase: &'static str,
    /// When.
    pub at: MomentView,
    /// The clock time; with the day where it is another than the row's before, with the zone where not all have the
    /// same; the day where no clock is known.
    pub clock: String,
    /// Since the first point, where that can be told.
    pub after_start: Option<DurationView>,
    /// Since the point before, where that can be told.
    pub after_previous: Option<DurationView>,
    /// `+00:14`: `after_start` as a clock.
    pub relative: Option<String>,
    /// See [`Fact::inferred`].
    pub inferred: Option<String>,
}

/// A heading of the body.
#[derive(Debug, Clone, Serialize)]
pub struct TocNode {
    /// As plain text.
    pub text: String,
    /// Its id in the page.
    pub anchor: String,
    /// The headings below it; empty on the second level.
    pub children: Vec<TocNode>,
}

/// A timeline.
#[derive(Debug, Clone, Serialize)]
pub struct TimelineView {
    /// The events, in the document's order.
    pub rows: Vec<TimelineRow>,
    /// The zone that the timeline states, as written.
    pub zone: Option<String>,
    /// The id of the body's heading that it was read from; none when the body has no such section.
    pub anchor: Option<String>,
    /// Whether any row has a relative time.
    pub relative: bool,
    /// Whether the body shows it as `ol.timeline`, with relative times; else it stands there as it was written.
    pub in_place: bool,
}

/// An event.
#[derive(Debug, Clone, Serialize)]
pub struct TimelineRow {
    /// The time as written.
    pub time: Option<String>,
    /// The time as understood.
    pub at: Option<MomentView>,
    /// The day, where it is another than that of the row before.
    pub day: Option<DateView>,
    /// `+00:14`, `−00:05`: since the start of the incident, else since the first event.
    pub relative: Option<String>,
    /// What happened, as plain text.
    pub text: String,
    /// `started`, `detected`, … when the event is such a point.
    pub milestone: Option<&'static str>,
}

/// The action items of a postmortem.
#[derive(Debug, Clone, Serialize)]
pub struct ActionsView {
    /// The items, in the document's order.
    pub items: Vec<ActionView>,
    /// How many are in which state.
    pub counts: ActionCounts,
    /// The id of the body's heading below which all of them stand; none when some are in the front matter only.
    pub anchor: Option<String>,
}

/// The same cause hit the same service.
#[derive(Debug, Clone, Serialize)]
pub struct SeenView {
    /// The other postmortem.
    pub postmortem: EntryView,
    /// The services that were hit in both.
    pub services: Vec<Link>,
    /// The causes that hit them in both.
    pub causes: Vec<CauseRef>,
    /// Days between them, where both are dated.
    pub days: Option<i64>,
    /// Its action items that are still open.
    pub open_actions: Vec<ActionView>,
}

/// Something that the author did not state.
#[derive(Debug, Clone, Serialize)]
pub struct InferredView {
    /// The key of the front matter that would state it.
    pub key: &'static str,
    /// `the file name`, `a heading`, …
    pub source: String,
}

/// A postmortem's page. What it shows of the archive is part of its key (see [`Keys`](super::Keys)). What it costs depends on the document and what it is linked with, not on the archive.
pub(super) fn view(make: Make<'_>, index: PmIdx) -> PostmortemView {
    let postmortem = make.postmortem(index);
    let mut timeline = course::timeline(make, postmortem);
    let body = html::body(make.site, index, make.at, timeline.as_ref());
    if let Some(timeline) = &mut timeline {
        timeline.in_place = body.timeline;
    }
    let archive = make.site.archive;
    let settings = &make.site.settings.site;
    let neighbour = |index: Option<PmIdx>| index.map(|index| make.postmortem_ref(index));
    PostmortemView {
        title: make.title(postmortem),
        id: postmortem.id.as_ref().map(|id| make.fact(id, id.value.clone())),
        summary: postmortem.body.summary.clone(),
        date: postmortem.date.as_ref().map(|date| make.fact(date, make.date(date.value))),
        severity: postmortem.severity.as_ref().map(|known| make.fact(known, make.severity(&known.value))),
        status: postmortem.status.as_ref().map(|known| make.fact(known, known.value.as_str())),
        kind: postmortem.kind.as_ref().map(|known| make.fact(known, known.value.as_str())),
        services: postmortem.services.iter().map(|s| make.fact(s, make.service_link(&s.value.0))).collect(),
        causes: postmortem.causes.iter().map(|cause| make.fact(cause, make.cause_ref(&cause.value))).collect(),
        trigger: postmortem.trigger.as_ref().map(|known| make.fact(known, trigger(make, &known.value))),
        detection: postmortem.detection.as_ref().map(|known| make.fact(known, known.value.as_str())),
        owner: postmortem.owner.as_ref().map(|owner| make.fact(owner, owner.value.clone())),
        authors: postmortem.authors.iter().map(|author| make.fact(author, author.value.clone())).collect(),
        roles: roles(postmortem),
        tags: postmortem.tags.iter().map(|tag| make.fact(tag, tag_link(make, &tag.value))).collect(),
        visibility: postmortem.visibility.as_ref().map(|known| make.fact(known, known.value.as_str())),
        glance: course::glance(make, postmortem),
        phases: course::phases(make, postmortem),
        toc: toc(&body.toc),
        body: Html(body.html),
        words: postmortem.body.words,
        timeline,
        actions: actions(make, index, postmortem),
        related: related(make, index),
        seen_before: seen(make, make.site.digest.recurrences_before(index), |recurrence| recurrence.earlier),
        seen_again: seen(make, make.site.digest.recurrences_after(index), |recurrence| recurrence.later),
        backlinks: make.entries(archive.backlinks.get(index.0 as usize).map_or(&[], Vec::as_slice)),
        links: postmortem
            .links
            .iter()
            .filter(|link| is_web(&link.url.value))
            .map(|link| Link { title: link.title.clone(), href: link.url.value.clone() })
            .collect(),
        earlier: neighbour(make.site.digest.earlier(index)),
        later: neighbour(make.site.digest.later(index)),
        path: postmortem.path.to_string(),
        edit: outside(settings.edit_url.as_deref(), postmortem),
        history: outside(settings.history_url.as_deref(), postmortem),
        inferred: inferred(make, postmortem),
    }
}

pub(super) fn trigger(make: Make<'_>, id: &TriggerId) -> TriggerRef {
    let known = make.site.settings.catalog.triggers.iter().find(|trigger| trigger.id == *id);
    TriggerRef {
        id: id.to_string(),
        title: known.map_or_else(|| plain(id.as_str()), |trigger| trigger.title.clone()),
        href: make.href(&urls::trigger(id)),
        definition: known.map(|trigger| trigger.definition.clone()).filter(|definition| !definition.is_empty()),
    }
}

/// A tag in the spelling that all pages use.
fn tag_link(make: Make<'_>, tag: &str) -> Link {
    let shown = make.site.archive.by_tag.get(&crate::model::slugify(tag)).map_or(tag, |(shown, _)| shown);
    Link { title: shown.to_owned(), href: make.href(&urls::tag(tag)) }
}

fn roles(postmortem: &Postmortem) -> Vec<String> {
    let mut roles: Vec<String> = Vec::new();
    for role in postmortem.people.iter().filter_map(|person| person.role.as_ref()) {
        if !roles.contains(role) {
            roles.push(role.clone());
        }
    }
    roles
}

/// Headings of the second and third level; a third-level heading without one above stands with the second.
fn toc(entries: &[TocEntry]) -> Vec<TocNode> {
    let mut nodes: Vec<TocNode> = Vec::new();
    for entry in entries.iter().filter(|entry| entry.level <= 3) {
        let node = TocNode { text: entry.text.clone(), anchor: entry.anchor.clone(), children: Vec::new() };
        match nodes.last_mut().filter(|_| entry.level == 3) {
            Some(above) => above.children.push(node),
            None => nodes.push(node),
        }
    }
    nodes
}

fn actions(make: Make<'_>, index: PmIdx, postmortem: &Postmortem) -> Option<ActionsView> {
    // Items of the front matter stand nowhere in the body, whatever its section says about them.
    let all_in_body = postmortem.action_items.iter().all(|item| postmortem.body.span.contains(item.span));
    let section = postmortem.body.section(SectionKind::ActionItems).filter(|_| all_in_body);
    (!postmortem.action_items.is_empty()).then(|| ActionsView {
        items: postmortem.action_items.iter().map(|item| make.action(index, item)).collect(),
        counts: make.count_actions(&postmortem.action_items),
        anchor: section.map(|section| section.anchor.clone()),
    })
}

/// The related postmortems that are shown.
pub(super) fn related_to(archive: &Archive, index: PmIdx) -> impl Iterator<Item = &Related> {
    let related = archive.related.get(index.0 as usize).map_or(&[][..], Vec::as_slice);
    related.iter().filter(|related| digest::counts(archive.get(related.postmortem)))
}

fn related(make: Make<'_>, index: PmIdx) -> Vec<EntryView> {
    related_to(make.site.archive, index)
        .map(|related| EntryView { why: why(make, &related.reasons), ..make.entry(related.postmortem) })
        .collect()
}

/// Reasons as sentences, one for each kind of reason, in the order in which the kinds first appear.
fn why(make: Make<'_>, reasons: &[Reason]) -> Vec<String> {
    let mut kinds: Vec<(&str, Vec<String>)> = Vec::new();
    for reason in reasons {
        let (kind, names) = match reason {
            Reason::Linked => ("view_why_linked", Vec::new()),
            Reason::Service(id) => ("view_why_service", vec![make.service_title(id)]),
            Reason::Cause(id) => ("view_why_cause", vec![make.cause_title(id)]),
            Reason::Trigger(id) => ("view_why_trigger", vec![trigger(make, id).title]),
            Reason::Terms(terms) => {
                let quote = |word: &String| fill(make.words.get("view_quote"), &[("word", word)]);
                ("view_why_terms", terms.iter().map(quote).collect())
            }
        };
        match kinds.iter_mut().find(|(known, _)| *known == kind) {
            Some((_, known)) => known.extend(names),
            None => kinds.push((kind, names)),
        }
    }
    let sentence = |(kind, names): (&str, Vec<String>)| {
        let key = match (kind, names.len()) {
            ("view_why_service", 2..) => "view_why_services",
            ("view_why_cause", 2..) => "view_why_causes",
            (kind, _) => kind,
        };
        fill(make.words.get(key), &[("list", &make.words.list(&names))])
    };
    kinds.into_iter().map(sentence).collect()
}

/// So many earlier and so many later postmortems are shown.
const SEEN: usize = 5;

/// The recurrences at `places` that are shown: those with one other postmortem together, the nearest in time first.
pub(super) fn seen_with<'a>(
    archive: &'a Archive,
    places: &[usize],
    other: impl Fn(&Recurrence) -> PmIdx,
) -> Vec<(PmIdx, Vec<&'a Recurrence>)> {
    let mut by_other: BTreeMap<PmIdx, Vec<&Recurrence>> = BTreeMap::new();
    for recurrence in places.iter().filter_map(|place| archive.recurrences.get(*place)) {
        by_other.entry(other(recurrence)).or_default().push(recurrence);
    }
    let mut seen: Vec<_> = by_other.into_iter().collect();
    seen.sort_by_key(|(index, recurrences)| (recurrences.first().and_then(|recurrence| recurrence.days), *index));
    seen.truncate(SEEN);
    seen
}

/// The action items of a postmortem that others show.
pub(super) fn open_items(postmortem: &Postmortem) -> impl Iterator<Item = &ActionItem> {
    let is_open = |item: &&ActionItem| item.status.as_ref().is_some_and(|status| status.value == ActionStatus::Open);
    postmortem.action_items.iter().filter(is_open)
}

fn seen(make: Make<'_>, places: &[usize], other: impl Fn(&Recurrence) -> PmIdx) -> Vec<SeenView> {
    seen_with(make.site.archive, places, other)
        .into_iter()
        .map(|(index, recurrences)| SeenView {
            postmortem: make.entry(index),
            services: distinct(recurrences.iter().map(|recurrence| &recurrence.service))
                .map(|id| make.service_link(id))
                .collect(),
            causes: distinct(recurrences.iter().map(|recurrence| &recurrence.cause))
                .map(|id| make.cause_ref(id))
                .collect(),
            days: recurrences.first().and_then(|recurrence| recurrence.days),
            open_actions: open_items(make.postmortem(index)).map(|item| make.action(index, item)).collect(),
        })
        .collect()
}

/// Each once, in the order in which they first appear.
pub(super) fn distinct<'a, T: Ord + 'a>(ids: impl Iterator<Item = &'a T>) -> impl Iterator<Item = &'a T> {
    let mut known = BTreeSet::new();
    ids.filter(move |id| known.insert(*id))
}

/// Where something of the document is, outside the site.
fn outside(pattern: Option<&str>, postmortem: &Postmortem) -> Option<String> {
    Some(pattern?.replace("{path}", &urls::encode(postmortem.path.as_str())))
}

/// What was inferred, by the key that would state it, each key once.
fn inferred(make: Make<'_>, postmortem: &Postmortem) -> Vec<InferredView> {
    // A heading is where a title is stated, and the language is shown nowhere.
    let is_told = |key: &str, provenance| key == "lang" || (key == "title" && provenance == Provenance::Heading);
    let found = postmortem.provenance().into_iter().filter(|(key, provenance)| !is_told(key, *provenance));
    let source = |(key, provenance)| Some(InferredView { key, source: make.words.source(provenance)?.to_owned() });
    found.filter_map(source).collect()
}
