//! The small pieces that views are made of.

use serde::Serialize;

/// Markup that is safe to stand in a page as it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Html(pub String);

/// A value of a postmortem's header, and whether its author stated it.
#[derive(Debug, Clone, Serialize)]
pub struct Fact<T> {
    /// The value.
    pub value: T,
    /// `inferred from the file name` and the like; none when the author stated it.
    pub inferred: Option<String>,
}

/// A title that leads somewhere.
#[derive(Debug, Clone, Serialize)]
pub struct Link {
    /// As shown.
    pub title: String,
    /// Relative to the page, or another site's address.
    pub href: String,
}

/// A service or cause with the number of its postmortems among those that the page is about.
#[derive(Debug, Clone, Serialize)]
pub struct Count {
    /// The id.
    pub id: String,
    /// As shown.
    pub title: String,
    /// Its page.
    pub href: String,
    /// The number of postmortems.
    pub count: usize,
}

/// A whole number.
#[derive(Debug, Clone, Serialize)]
pub struct AmountView {
    /// For machines.
    pub value: u64,
    /// `48,211`.
    pub text: String,
}

/// A day.
#[derive(Debug, Clone, Serialize)]
pub struct DateView {
    /// `2026-03-07`.
    pub iso: String,
    /// `7 March 2026`.
    pub text: String,
    /// `7 Mar 2026`.
    pub short: String,
}

/// A point in time, as exact as it was written.
#[derive(Debug, Clone, Serialize)]
pub struct MomentView {
    /// RFC 3339, without an offset where none is known; only the day where no more is known.
    pub iso: String,
    /// The day.
    pub date: DateView,
    /// `09:12`, `09:12:30`; none when only the day is known.
    pub clock: Option<String>,
    /// `UTC`, `UTC+1`; none when the offset is not known.
    pub zone: Option<String>,
    /// Whether the author wrote `about`.
    pub approximate: bool,
}

/// A length of time.
#[derive(Debug, Clone, Serialize)]
pub struct DurationView {
    /// Whole minutes, never negative.
    pub minutes: i64,
    /// `43 min`, `2 h 5 min`, `3 d 4 h`.
    pub text: String,
    /// `PT2H5M`.
    pub iso: String,
}

/// A step of the severity scale.
#[derive(Debug, Clone, Serialize)]
pub struct SeverityView {
    /// `sev2`; as written when it is not on the scale.
    pub name: String,
    /// As shown: `SEV2`.
    pub title: String,
    /// Its page.
    pub href: String,
    /// What it means; none when it is not on the scale.
    pub description: Option<String>,
    /// Its place on the scale, 1 the gravest, 4 also for all that are lighter; 0 when it is not on the scale.
    /// Chooses the mark, so that severity is never shown by colour alone.
    pub mark: u8,
}

/// A contributing cause, named.
#[derive(Debug, Clone, Serialize)]
pub struct CauseRef {
    /// `change/rollout-strategy`.
    pub id: String,
    /// `Rollout strategy`.
    pub title: String,
    /// Its page; none when no postmortem has it (an action item can name any cause).
    pub href: Option<String>,
    /// Its family; none when it is a family itself, or occurs nowhere.
    pub family: Option<Link>,
}

/// What changed just before.
#[derive(Debug, Clone, Serialize)]
pub struct TriggerRef {
    /// `config-change`.
    pub id: String,
    /// As shown.
    pub title: String,
    /// The page of the trigger.
    pub href: String,
    /// What it means; none when it is not in the vocabulary.
    pub definition: Option<String>,
}

/// A postmortem in a list.
#[derive(Debug, Clone, Serialize)]
pub struct EntryView {
    /// The organisation's number, else the slug.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// Its page.
    pub href: String,
    /// The day it began.
    pub date: Option<DateView>,
    /// How grave it was.
    pub severity: Option<SeverityView>,
    /// `draft`, `review`, `final`, `withdrawn`; none when it is not stated.
    pub status: Option<&'static str>,
    /// `incident`, `near-miss`, `exercise`; none when it is not stated.
    pub kind: Option<&'static str>,
    /// The services it touched.
    pub services: Vec<Link>,
    /// What happened, in a few sentences, as plain text.
    pub summary: Option<String>,
    /// Why it stands in this list, as sentences; empty where that is plain.
    pub why: Vec<String>,
}

/// A postmortem that is pointed at.
#[derive(Debug, Clone, Serialize)]
pub struct PostmortemRef {
    /// The organisation's number, else the slug.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// Its page.
    pub href: String,
    /// The day it began.
    pub date: Option<DateView>,
}

/// The ticket of an action item.
#[derive(Debug, Clone, Serialize)]
pub struct TicketView {
    /// As shown: `PAY-812`.
    pub text: String,
    /// Where it leads, when that is known.
    pub href: Option<String>,
}

/// An action item.
#[derive(Debug, Clone, Serialize)]
pub struct ActionView {
    /// What is to be done, as plain text.
    pub text: String,
    /// The same with its code, links and ticket ids.
    pub html: Html,
    /// `open`, `overdue`, `done`, `cancelled`; `unknown` when the document does not show it.
    pub state: &'static str,
    /// `prevent`, `detect`, `mitigate`, `repair`, `investigate`, `process`.
    pub kind: Option<&'static str>,
    /// Who sees to it: a team or a role.
    pub owner: Option<String>,
    /// By when.
    pub due: Option<DateView>,
    /// Its ticket.
    pub ticket: Option<TicketView>,
    /// The cause it addresses.
    pub addresses: Option<CauseRef>,
    /// The postmortem it was agreed on in; none on that postmortem's own page.
    pub postmortem: Option<PostmortemRef>,
}

/// How many action items are in which state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct ActionCounts {
    /// All of them.
    pub total: usize,
    /// Open and not overdue.
    pub open: usize,
    /// Open after their day.
    pub overdue: usize,
    /// Done.
    pub done: usize,
    /// Will not be done.
    pub cancelled: usize,
    /// The document does not show it.
    pub unknown: usize,
}

/// A drawing and the same data as rows.
#[derive(Debug, Clone, Serialize)]
pub struct ChartView {
    /// The drawing: an `<svg>` with title and description, styled by classes only. Marks are `<use>`s of the symbols
    /// `#sev-0` to `#sev-4`, which the theme's page has.
    pub svg: Html,
    /// What a row is: `quarter` or `year`.
    pub unit: &'static str,
    /// The same data, oldest first; a unit without an incident has a row too.
    pub rows: Vec<ChartRow>,
    /// The number of incidents that are shown.
    pub shown: usize,
    /// The number of incidents without a date.
    pub undated: usize,
    /// The number of incidents more than 25 years from the middle one, which is most often a slip in the date.
    pub outliers: usize,
}

/// One row of a chart's table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ChartRow {
    /// `2026 Q1`, `2026`.
    pub label: String,
    /// The number of incidents.
    pub count: usize,
}
