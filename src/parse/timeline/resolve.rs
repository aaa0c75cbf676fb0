//! From clock times to moments: days from the entry, the heading above, the entry before, the incident.

use jiff::civil::{Date, DateTime};

use crate::model::{DayFrom, Moment, Precision, Timeline};
use crate::parse::time::{self, Zone};
use crate::parse::timeline::Draft;

/// A clock that goes back by less is out of order; by more it has passed midnight. Minutes.
const MIDNIGHT: i64 = 6 * 60;

/// The zones for clock times that have none, the nearest first. One that the timeline states comes before all.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Zones<'a> {
    /// The document's.
    pub(crate) document: Option<&'a Zone>,
    /// The configuration's: only where the document never names one.
    pub(crate) configured: Option<&'a Zone>,
}

/// Gives each entry its moment. `date` is the day of the incident.
pub(crate) fn resolve(timeline: &mut Timeline, drafts: &[Draft], date: Option<Date>, zones: Zones<'_>) {
    let stated = timeline.zone.as_ref().and_then(|zone| time::zone(&zone.value));
    // One written zone stands for the entries that have none, once it was written.
    let carried = drafts.iter().find_map(|draft| draft.stamp.as_ref()?.zone.clone());
    let zone = stated.as_ref().or(zones.document).or(carried.as_ref()).or(zones.configured);
    let newest_first = is_newest_first(drafts);
    let mut last: Option<DateTime> = None;
    let mut heading = None;
    for (entry, draft) in timeline.entries.iter_mut().zip(drafts) {
        let Some(stamp) = &draft.stamp else { continue };
        let near = last.map(DateTime::date).or(date);
        let mut day = stamp.day.and_then(|day| day.date(date.or(near)));
        let mut from = DayFrom::Written;
        if day.is_none() {
            let above = draft.day.and_then(|day| day.date(date.or(near)));
            // The day of a heading counts until the clock passes midnight below it.
            (day, from) = if above.is_some() && above != heading {
                last = None;
                (above, DayFrom::Above)
            } else {
                (near.or(above), DayFrom::Carried)
            };
            heading = above.or(heading);
            if let (Some(on), Some(before), Some(clock)) = (day, last, stamp.clock.and_then(time::Clock::time)) {
                let back = minutes(before) - minutes(on.to_datetime(clock));
                if back >= MIDNIGHT && !newest_first {
                    (day, from) = (on.tomorrow().ok(), DayFrom::NextDay);
                }
            }
        }
        let moment: Option<Moment> = stamp.moment(day, zone);
        entry.at = moment;
        entry.day = if moment.is_some() { from } else { DayFrom::Unknown };
        if let Some(moment) = moment {
            let day_only = moment.precision == Precision::Day;
            last = Some(if day_only { moment.local.date().at(0, 0, 0, 0) } else { moment.local });
            if let Some(end) = stamp.end_moment(day, zone).filter(|_| !day_only) {
                last = last.max(Some(end.local));
            }
        }
    }
}

/// Whether the clock mostly goes back from entry to entry.
fn is_newest_first(drafts: &[Draft]) -> bool {
    let clocks: Vec<_> = drafts.iter().filter_map(|draft| draft.stamp.as_ref()?.clock?.time()).collect();
    let back = clocks.windows(2).filter(|pair| pair[1] < pair[0]).count();
    let forth = clocks.windows(2).filter(|pair| pair[1] > pair[0]).count();
    back > forth && back > 2
}

fn minutes(at: DateTime) -> i64 {
    i64::from(at.hour()) * 60 + i64::from(at.minute())
}
