//! The front page.

use serde::Serialize;

use super::{ChartView, Count, EntryView};

/// The front page.
#[derive(Debug, Clone, Serialize)]
pub struct HomeView {
    /// The newest postmortems, at most six.
    pub newest: Vec<EntryView>,
    /// What to read first: the featured ones, else a choice that is the same in every build. At most three.
    pub worth_reading: Vec<EntryView>,
    /// Postmortems that began on this day of an earlier year; empty when the build was not told the day.
    pub on_this_day: Vec<EntryView>,
    /// The services with the most postmortems, at most eight.
    pub services: Vec<Count>,
    /// The causes with the most postmortems, at most eight.
    pub causes: Vec<Count>,
    /// Incidents and near misses over time; none when no date is known.
    pub chart: Option<ChartView>,
    /// Counts.
    pub stats: HomeStats,
}

/// What the library holds, counted. Withdrawn postmortems count in `withdrawn` alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct HomeStats {
    /// Postmortems about something that broke.
    pub incidents: usize,
    /// About something that nearly broke.
    pub near_misses: usize,
    /// About something that was broken on purpose.
    pub exercises: usize,
    /// Still being written or read.
    pub drafts: usize,
    /// Taken back.
    pub withdrawn: usize,
    /// Without a date.
    pub undated: usize,
    /// Action items that are done.
    pub actions_done: usize,
    /// Action items that are open, overdue ones included.
    pub actions_open: usize,
}
