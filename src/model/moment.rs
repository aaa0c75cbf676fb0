//! Points in time as postmortems give them: to the day, the minute or the second, with or without an offset.

use std::cmp::Ordering;
use std::fmt;

use jiff::civil::{Date, DateTime};
use jiff::tz::Offset;
use serde::{Deserialize, Serialize};

/// How exact a [`Moment`] is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Precision {
    /// Only the day is known; the clock shows midnight and means nothing.
    Day,
    /// To the minute.
    Minute,
    /// To the second.
    Second,
}

/// Which number comes first where a date is written in digits with the year last: `03/04/2026`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum DateOrder {
    /// The third of April.
    DayFirst,
    /// The fourth of March.
    MonthFirst,
}

/// A date, mostly with a clock time, sometimes with an offset. Never more exact than what was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Moment {
    /// Date and clock as written.
    pub local: DateTime,
    /// The offset from UTC, where it is known.
    #[serde(with = "offset")]
    pub offset: Option<Offset>,
    /// How exact it is.
    pub precision: Precision,
    /// Written with `~`, `ca.` or the like.
    pub approximate: bool,
}

impl Moment {
    /// A whole day.
    pub fn day(date: Date) -> Self {
        Self { local: date.at(0, 0, 0, 0), offset: None, precision: Precision::Day, approximate: false }
    }

    /// Its day, as written.
    pub fn date(&self) -> Date {
        self.local.date()
    }

    /// Minutes from `self` to `other`, negative when `other` is earlier. None when either is known to the day
    /// only, or when one has an offset and the other has none.
    pub fn minutes_until(&self, other: &Self) -> Option<i64> {
        if self.precision == Precision::Day || other.precision == Precision::Day {
            return None;
        }
        let seconds = match (self.offset, other.offset) {
            (Some(_), Some(_)) => other.utc_seconds() - self.utc_seconds(),
            (None, None) => seconds(other.local) - seconds(self.local),
            (Some(_), None) | (None, Some(_)) => return None,
        };
        Some(seconds.div_euclid(60))
    }

    /// Which comes first, where that is certain: days are compared as days.
    pub fn compare(&self, other: &Self) -> Option<Ordering> {
        if self.precision == Precision::Day || other.precision == Precision::Day {
            return match self.date().cmp(&other.date()) {
                Ordering::Equal => None,
                order => Some(order),
            };
        }
        match (self.offset, other.offset) {
            (Some(_), Some(_)) => Some(self.utc_seconds().cmp(&other.utc_seconds())),
            (None, None) => Some(self.local.cmp(&other.local)),
            (Some(_), None) | (None, Some(_)) => None,
        }
    }

    /// Seconds since 1970 as if the offset, where none is known, were UTC. For sorting, never for showing.
    pub fn utc_seconds(&self) -> i64 {
        seconds(self.local) - self.offset.map_or(0, |offset| i64::from(offset.seconds()))
    }
}

fn seconds(local: DateTime) -> i64 {
    Offset::UTC.to_timestamp(local).map_or(0, jiff::Timestamp::as_second)
}

/// The stored form of an offset: seconds.
mod offset {
    use jiff::tz::Offset;
    use serde::de::Error as _;
    use serde::{Deserialize as _, Deserializer, Serialize as _, Serializer};

    #[expect(clippy::ref_option, clippy::trivially_copy_pass_by_ref, reason = "serde calls it so")]
    pub(super) fn serialize<S: Serializer>(offset: &Option<Offset>, serializer: S) -> Result<S::Ok, S::Error> {
        offset.map(Offset::seconds).serialize(serializer)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Offset>, D::Error> {
        let seconds = Option::<i32>::deserialize(deserializer)?;
        seconds.map(Offset::from_seconds).transpose().map_err(D::Error::custom)
    }
}

/// RFC 3339 with an offset, `YYYY-MM-DDTHH:MM:SS` without one, `YYYY-MM-DD` for a day.
impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.precision == Precision::Day {
            return write!(f, "{}", self.date());
        }
        write!(f, "{}", self.local.strftime("%Y-%m-%dT%H:%M:%S"))?;
        match self.offset {
            None => Ok(()),
            Some(offset) if offset.seconds() == 0 => f.write_str("Z"),
            Some(offset) => {
                let total = offset.seconds();
                let (sign, total) = if total < 0 { ('-', -total) } else { ('+', total) };
                write!(f, "{sign}{:02}:{:02}", total / 3600, total % 3600 / 60)
            }
        }
    }
}
