//! Dates, clock times, zones and durations as people write them.
//!
//! Nothing is guessed: an offset that is not written or configured stays unknown, and a day of which only the
//! month is given is no day.

use jiff::civil::Date;

use crate::model::Moment;

/// The zone of clock times that have none of their own.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Zone(jiff::tz::TimeZone);

/// The moment that `text` is, from its first to its last character. `zone` is for a clock time without one.
pub(crate) fn moment(text: &str, zone: Option<&Zone>) -> Option<Moment> {
    let _ = (text, zone);
    None
}

/// The day that `text` is.
pub(crate) fn date(text: &str) -> Option<Date> {
    let _ = text;
    None
}

/// The minutes that `text` ("1h 20m", "64 minutes") is.
pub(crate) fn duration_minutes(text: &str) -> Option<i64> {
    let _ = text;
    None
}

/// The zone that `text` ("UTC", "+01:00", "Europe/Berlin") names.
pub(crate) fn zone(text: &str) -> Option<Zone> {
    let _ = text;
    None
}
