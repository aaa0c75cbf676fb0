//! `TL`: what happened when.

pub(super) mod clock_went_backwards;
pub(super) mod entry_outside_window;
pub(super) mod long_gap;
pub(super) mod milestone_contradiction;
pub(super) mod missing_milestone;
pub(super) mod no_date;
pub(super) mod no_time_zone;
pub(super) mod out_of_order;

use crate::lint::Document;
use crate::model::{Moment, Precision, TimelineEntry};
use crate::text::Spanned;

/// An entry whose moment is known.
#[derive(Debug, Clone, Copy)]
struct Timed<'a> {
    entry: &'a TimelineEntry,
    /// As written.
    time: &'a Spanned<String>,
    at: Moment,
}

/// The entries whose moment is known, in the order of the document.
fn timed<'a>(document: &Document<'a>) -> Vec<Timed<'a>> {
    let entries = document.postmortem.timeline.entries.iter();
    entries.filter_map(|entry| Some(Timed { entry, time: entry.time.as_ref()?, at: entry.at? })).collect()
}

impl Timed<'_> {
    fn has_clock(&self) -> bool {
        self.at.precision != Precision::Day
    }

    /// As written, short enough for a message.
    fn shown(&self) -> String {
        const LONGEST: usize = 40;
        let written = self.time.value.replace('`', "'");
        match written.char_indices().nth(LONGEST) {
            Some((end, _)) => format!("{}…", written.get(..end).unwrap_or_default()),
            None => written,
        }
    }
}

/// Whether the timeline is told from its end.
fn is_newest_first(timed: &[Timed<'_>]) -> bool {
    let steps = || timed.windows(2).filter_map(|pair| pair[0].at.compare(&pair[1].at));
    let back = steps().filter(|order| order.is_gt()).count();
    let forth = steps().filter(|order| order.is_lt()).count();
    back > 2 && back > forth
}
