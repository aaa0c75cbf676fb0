//! The list of services, and a service's page: what to know before changing it.

use serde::Serialize;

use super::{ActionCounts, ActionView, ChartView, Count, DateView, DurationView, EntryView};

/// All services.
#[derive(Debug, Clone, Serialize)]
pub struct ServicesView {
    /// The services, by title.
    pub services: Vec<ServiceRow>,
    /// How many of them the configuration does not declare.
    pub undeclared: usize,
}

/// A service in the list.
#[derive(Debug, Clone, Serialize)]
pub struct ServiceRow {
    /// Its id.
    pub id: String,
    /// As shown.
    pub title: String,
    /// Its page.
    pub href: String,
    /// One sentence.
    pub description: Option<String>,
    /// The owning team.
    pub owner: Option<String>,
    /// Whether the configuration declares it.
    pub declared: bool,
    /// The number of its postmortems.
    pub count: usize,
    /// Open action items of its postmortems, overdue ones included.
    pub open_actions: usize,
    /// The day of the newest postmortem.
    pub last: Option<DateView>,
}

/// A service's page.
#[derive(Debug, Clone, Serialize)]
pub struct ServiceView {
    /// Its id.
    pub id: String,
    /// As shown.
    pub title: String,
    /// One sentence.
    pub description: Option<String>,
    /// The owning team.
    pub owner: Option<String>,
    /// Whether the configuration declares it.
    pub declared: bool,
    /// Its postmortems, the newest first.
    pub entries: Vec<EntryView>,
    /// Its incidents and near misses over time, one mark each; none when no date is known.
    pub chart: Option<ChartView>,
    /// What keeps happening: its causes with counts, the most frequent first.
    pub causes: Vec<Count>,
    /// How incidents were first seen, the most frequent first, the unknown last.
    pub detection: Vec<DetectionCount>,
    /// How long it took to detect, mitigate, resolve: always these three rows.
    pub durations: Vec<DurationStats>,
    /// Action items that are open, overdue ones first, then by their day.
    pub open_actions: Vec<ActionView>,
    /// The states of all action items of its postmortems.
    pub action_counts: ActionCounts,
    /// Where we got lucky: what its postmortems say under that heading, the newest first, at most five.
    pub lucky: Vec<LuckView>,
}

/// How often incidents were first seen in a way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DetectionCount {
    /// `alert`, `dashboard`, …; none for those that do not say.
    pub detection: Option<&'static str>,
    /// The number of incidents and near misses.
    pub count: usize,
}

/// The spread of a length of time. Never a mean: incidents differ too much for one to say anything.
#[derive(Debug, Clone, Serialize)]
pub struct DurationStats {
    /// `detect`, `mitigate` or `resolve`: what the time from the start leads to.
    pub to: &'static str,
    /// How many incidents give it.
    pub known: usize,
    /// How many do not.
    pub missing: usize,
    /// A quarter took at most this long; none when fewer than four are known.
    pub lower: Option<DurationView>,
    /// Half took at most this long; none when none is known.
    pub median: Option<DurationView>,
    /// Three quarters took at most this long; none when fewer than four are known.
    pub upper: Option<DurationView>,
}

/// Where we got lucky.
#[derive(Debug, Clone, Serialize)]
pub struct LuckView {
    /// The beginning of the section, as plain text.
    pub text: String,
    /// Where it stands.
    pub postmortem: EntryView,
}
