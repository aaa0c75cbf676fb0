//! A postmortem's page.

use serde::Serialize;

use super::{
    ActionCounts, ActionView, CauseRef, DateView, DurationView, EntryView, Fact, Html, Link, MomentView, NumberView,
    SeverityView, TriggerRef,
};

/// A postmortem's page.
#[derive(Debug, Clone, Serialize)]
pub struct PostmortemView {
    /// What it is called.
    pub title: Fact<String>,
    /// The organisation's number.
    pub id: Option<Fact<String>>,
    /// What happened, in a few sentences, as plain text.
    pub summary: Option<String>,
    /// Whether `summary` is a part of the body that the page shows anyway.
    pub summary_in_body: bool,
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
    /// Links that the front matter gives.
    pub links: Vec<Link>,
    /// The postmortem before this one, by date.
    pub earlier: Option<NeighbourView>,
    /// The postmortem after this one, by date.
    pub later: Option<NeighbourView>,
    /// The document's path in the archive.
    pub path: String,
    /// Where the document can be edited.
    pub edit: Option<String>,
    /// What was inferred, in the order of the header.
    pub inferred: Vec<InferredView>,
}

/// The figures of an incident.
#[derive(Debug, Clone, Serialize)]
pub struct GlanceView {
    /// From start to detection.
    pub to_detect: Option<DurationView>,
    /// From start to acknowledgement.
    pub to_acknowledge: Option<DurationView>,
    /// From start to mitigation.
    pub to_mitigate: Option<DurationView>,
    /// From start to resolution.
    pub to_resolve: Option<DurationView>,
    /// The length that the document states; none when `to_resolve` says it already.
    pub duration: Option<Fact<DurationView>>,
    /// How much it hurt; none when the front matter does not say.
    pub impact: Option<ImpactView>,
}

/// How much it hurt.
#[derive(Debug, Clone, Serialize)]
pub struct ImpactView {
    /// People affected.
    pub users: Option<NumberView>,
    /// Requests that got an error.
    pub requests_failed: Option<NumberView>,
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
    /// `resolve`, `end` for the last. The classes of the strip.
    pub phase: &'static str,
    /// When.
    pub at: MomentView,
    /// The clock time; with the day where it is another than the row's before; the day where no clock is known.
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
    /// The day that `overdue` is reckoned from; none when the build was not told, and nothing is overdue then.
    pub as_of: Option<DateView>,
    /// The id of the body's heading that they were read from; none when the body has no such section.
    pub anchor: Option<String>,
}

/// The same cause hit the same service.
#[derive(Debug, Clone, Serialize)]
pub struct SeenView {
    /// The other postmortem.
    pub postmortem: EntryView,
    /// Which cause hit which service.
    pub pairs: Vec<PairView>,
    /// Days between them, where both are dated.
    pub days: Option<i64>,
    /// Its action items that are still open.
    pub open_actions: Vec<ActionView>,
}

/// A cause and the service it hit.
#[derive(Debug, Clone, Serialize)]
pub struct PairView {
    /// The service.
    pub service: Link,
    /// The cause.
    pub cause: CauseRef,
}

/// The postmortem before or after.
#[derive(Debug, Clone, Serialize)]
pub struct NeighbourView {
    /// What it is called.
    pub title: String,
    /// Its page.
    pub href: String,
    /// The day it began.
    pub date: Option<DateView>,
}

/// Something that the author did not state.
#[derive(Debug, Clone, Serialize)]
pub struct InferredView {
    /// The key of the front matter that would state it.
    pub key: &'static str,
    /// `the file name`, `a heading`, …
    pub source: String,
}
