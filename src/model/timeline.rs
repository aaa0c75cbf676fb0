//! What happened when, as the document tells it.

use serde::{Deserialize, Serialize};

use crate::model::{Milestone, Moment};
use crate::text::{Span, Spanned};

/// The form a timeline is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum TimelineFormat {
    /// There is none.
    #[default]
    None,
    /// Bullets or numbers.
    List,
    /// Rows.
    Table,
    /// A heading for each event.
    Headings,
    /// Paragraphs that begin with a time.
    Paragraphs,
}

/// The timeline of one postmortem, in the document's order.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Timeline {
    /// How it is written.
    pub format: TimelineFormat,
    /// The zone it states ("all times UTC"), as written.
    pub zone: Option<Spanned<String>>,
    /// Its events.
    pub entries: Vec<TimelineEntry>,
}

/// Where the day of an entry is known from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum DayFrom {
    /// It has no time, or its day is not known.
    #[default]
    Unknown,
    /// The entry says it.
    Written,
    /// A heading or a cell above it says it.
    Above,
    /// That of the entry before, else of the incident.
    Carried,
    /// The clock went back, and was read as having passed midnight.
    NextDay,
}

/// One event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimelineEntry {
    /// The whole entry.
    pub span: Span,
    /// The time as written, without list marks and emphasis.
    pub time: Option<Spanned<String>>,
    /// The time as understood; none when the day is not known.
    pub at: Option<Moment>,
    /// Where the day of that moment is known from.
    pub day: DayFrom,
    /// What happened, as plain text without the time.
    pub text: String,
    /// The milestone that the entry itself says it is.
    pub milestone: Option<Milestone>,
}
