//! Lengths of time that a document states, laid along its timeline: "time to detection: 53 minutes" names the entry
//! that stands 53 minutes after the start.
//!
//! The entry point is [`measure`]. A length never makes a time of its own: where no entry stands at its end, nothing
//! is concluded.

use std::collections::BTreeMap;

use crate::model::{Moment, Precision};

/// Lengths from the start, in minutes.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Lengths {
    pub(super) to_detection: Option<i64>,
    pub(super) to_end: Option<i64>,
}

/// The entries, by number, that lengths lead to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Measured {
    pub(super) started: Option<usize>,
    pub(super) detected: Option<usize>,
    pub(super) resolved: Option<usize>,
}

/// A length of so many minutes, or a multiple of it, is a round one, which fits too many pairs of entries by chance.
const ROUND: i64 = 5;

/// Finds the entries that stand at the ends of `lengths`. Without a known start, the start is that early entry from
/// which both lengths lead to an entry, if there is only one; one length alone is enough when it is no round one.
pub(super) fn measure(times: &[Option<Moment>], started: Option<Moment>, lengths: Lengths) -> Measured {
    let mut at: BTreeMap<i64, usize> = BTreeMap::new();
    for (index, minute) in times.iter().enumerate().filter_map(|(index, time)| Some((index, minute((*time)?)?))) {
        at.entry(minute).or_insert(index);
    }
    let after = |start: i64, length: Option<i64>| {
        let length = length.filter(|length| *length > 0)?;
        at.get(&start.checked_add(length)?).copied()
    };
    let from = |start: i64, lengths: Lengths| Measured {
        started: at.get(&start).copied(),
        detected: after(start, lengths.to_detection),
        resolved: after(start, lengths.to_end),
    };
    if let Some(start) = started {
        return minute(start).map(|start| from(start, lengths)).unwrap_or_default();
    }
    let early = times.len().div_ceil(2).max(3);
    // Two equal lengths are one.
    let tells_apart = lengths.to_detection.is_some_and(|length| length > 0) && lengths.to_detection != lengths.to_end;
    if !tells_apart && lengths.to_end.is_none_or(|length| length % ROUND == 0) {
        return Measured::default();
    }
    let starts = at.iter().filter(|(_, index)| **index < early).map(|(minute, _)| from(*minute, lengths));
    let mut fits =
        starts.filter(|found| found.resolved.is_some() && (found.detected.is_some() || lengths.to_detection.is_none()));
    fits.next().filter(|_| fits.next().is_none()).unwrap_or_default()
}

/// The minute of a moment that is exact enough.
fn minute(moment: Moment) -> Option<i64> {
    (moment.precision != Precision::Day).then(|| moment.utc_seconds().div_euclid(60))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::time;

    /// `started detected resolved`, as numbers of entries.
    #[track_caller]
    fn check(times: &str, started: Option<&str>, (to_detection, to_end): (Option<i64>, Option<i64>), expected: &str) {
        let moment = |clock: &str| time::moment(&format!("2026-03-07T{clock}"), None);
        let times: Vec<Option<Moment>> = times.split(' ').map(moment).collect();
        let found = measure(&times, started.and_then(moment), Lengths { to_detection, to_end });
        let shown = [found.started, found.detected, found.resolved]
            .map(|found| found.map_or("-".to_owned(), |index| index.to_string()));
        assert_eq!(shown.join(" "), expected);
    }

    #[test]
    fn from_a_known_start() {
        check("09:00 09:12 09:40", Some("09:00"), (Some(12), Some(40)), "0 1 2");
        check("09:00 09:12 09:40", Some("09:02"), (Some(10), None), "- 1 -");
        check("09:00 09:12 09:40", Some("09:00"), (Some(11), Some(41)), "0 - -");
    }

    #[test]
    fn the_start_that_both_lengths_fit() {
        check("08:50 09:00 09:12 09:40", None, (Some(12), Some(40)), "1 2 3");
        check("07:00 08:00 09:00 11:30 12:00", None, (Some(60), Some(240)), "1 2 4");
        check("09:00 09:10 09:20 09:30 09:40", None, (Some(10), Some(20)), "- - -");
    }

    #[test]
    fn one_length_that_is_not_round() {
        check("09:00 09:12 10:31", None, (None, Some(91)), "0 - 2");
        check("09:00 09:12 10:31", None, (Some(11), Some(91)), "- - -");
        check("09:00 09:12 10:31", None, (Some(91), Some(91)), "0 2 2");
        check("09:00 09:12 10:30", None, (None, Some(90)), "- - -");
        check("09:00 09:12", None, (Some(12), None), "- - -");
    }

    #[test]
    fn what_cannot_be_measured() {
        check("- 09:00 -", None, (Some(12), Some(91)), "- - -");
        check("09:00 09:12", None, (Some(0), Some(i64::MAX)), "- - -");
        assert_eq!(measure(&[], None, Lengths::default()), Measured::default());
    }
}
