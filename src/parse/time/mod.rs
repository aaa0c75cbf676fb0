//! Dates, clock times, zones and durations as people write them.
//!
//! [`stamp`] reads what stands at the start of a text, [`stamps`] finds all in a sentence; [`moment`], [`date`]
//! and [`duration_minutes`] take a whole value. Nothing is guessed: an offset that is not written or configured
//! stays unknown, a month is no day, and `03/04/2025` is neither March nor April until other dates say which
//! number comes first ([`Evidence`]).

mod clock;
mod day;
mod duration;
mod lasted;
mod months;
mod order;
mod scan;
mod zones;

use jiff::civil::{Date, DateTime, Time};

use crate::model::{DateOrder, Moment, Precision};

pub(crate) use duration::{duration_minutes, leading_duration};
pub(crate) use lasted::{lasted, lasted_in_title};
pub(crate) use order::Evidence;
pub(crate) use zones::{Zone, zone, zone_in, zone_statement};

use scan::Scanner;

/// A day as written, perhaps without its year.
#[expect(clippy::struct_field_names, reason = "a day of the month has no other name")]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Day {
    pub(crate) year: Option<i16>,
    pub(crate) month: i8,
    pub(crate) day: i8,
    /// Written so that the two numbers may as well be the other way round, as in `03/04/2026`: here the month is
    /// taken to be first.
    pub(crate) either: bool,
}

impl Day {
    /// The day that is meant where numbers are written in this order; an ambiguous one stays so without.
    pub(crate) fn ordered(self, order: Option<DateOrder>) -> Self {
        match order {
            Some(DateOrder::MonthFirst) => Self { either: false, ..self },
            Some(DateOrder::DayFirst) if self.either => Self { either: false, ..self.swapped() },
            _ => self,
        }
    }

    fn swapped(self) -> Self {
        Self { month: self.day, day: self.month, ..self }
    }

    /// The date; a year that is not written is that which brings it nearest to `near`. An ambiguous day is the one
    /// of both that is near, if only one is.
    pub(crate) fn date(self, near: Option<Date>) -> Option<Date> {
        if self.either {
            let near = near?;
            let readings = [self, self.swapped()].map(|day| Self { either: false, ..day }.date(Some(near)));
            let mut close = readings.into_iter().flatten().filter(|date| days_between(*date, near).abs() <= NEAR);
            return close.next().filter(|_| close.next().is_none());
        }
        if let Some(year) = self.year {
            return Date::new(year, self.month, self.day).ok();
        }
        let near = near?;
        [near.year(), near.year() - 1, near.year() + 1]
            .into_iter()
            .filter_map(|year| Date::new(year, self.month, self.day).ok())
            .min_by_key(|date| days_between(*date, near).abs())
    }
}

/// Days within which an entry of a timeline is near the day it began.
const NEAR: i32 = 20;

/// Days from `a` to `b`.
pub(crate) fn days_between(a: Date, b: Date) -> i32 {
    a.until(b).map_or(0, |span| span.get_days())
}

/// A clock time as written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Clock {
    pub(crate) hour: i8,
    pub(crate) minute: i8,
    pub(crate) second: Option<i8>,
}

impl Clock {
    /// The time of day.
    pub(crate) fn time(self) -> Option<Time> {
        Time::new(self.hour, self.minute, self.second.unwrap_or(0), 0).ok()
    }
}

/// A day, a clock time or both, as written at one place.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Stamp {
    pub(crate) day: Option<Day>,
    pub(crate) clock: Option<Clock>,
    pub(crate) zone: Option<Zone>,
    pub(crate) approximate: bool,
    /// Where it begins and ends in the text it was found in; a range ("09:00–11:00") counts whole.
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// The end of a range: its day and clock.
    pub(crate) until: Option<(Option<Day>, Clock)>,
}

impl Stamp {
    /// The moment, given the day it falls on when it has none of its own, and the zone of clock times without
    /// one.
    pub(crate) fn moment(&self, near: Option<Date>, zone: Option<&Zone>) -> Option<Moment> {
        let date = match self.day {
            Some(day) => day.date(near)?,
            None => near?,
        };
        moment_of(date, self.clock, self.zone.as_ref().or(zone), self.approximate)
    }

    /// The end of the range, where it is one.
    pub(crate) fn end_moment(&self, near: Option<Date>, zone: Option<&Zone>) -> Option<Moment> {
        let (day, clock) = self.until?;
        let date = match day.or(self.day) {
            Some(day) => day.date(near)?,
            None => near?,
        };
        moment_of(date, Some(clock), self.zone.as_ref().or(zone), self.approximate)
    }
}

fn moment_of(date: Date, clock: Option<Clock>, zone: Option<&Zone>, approximate: bool) -> Option<Moment> {
    let Some(clock) = clock else {
        return Some(Moment { approximate, ..Moment::day(date) });
    };
    let local = DateTime::from_parts(date, clock.time()?);
    let offset = zone.and_then(|zone| zone.offset_at(local));
    let precision = if clock.second.is_some() { Precision::Second } else { Precision::Minute };
    Some(Moment { local, offset, precision, approximate })
}

/// The date and time at the start of `text`, after brackets, weekdays and words like "around".
pub(crate) fn stamp(text: &str) -> Option<Stamp> {
    Scanner::new(text, 0).leading_stamp()
}

/// Whether `text` begins with a clock time, or with a date.
pub(crate) fn starts_with_time(text: &str) -> bool {
    stamp(text).is_some()
}

/// All dates and times of a sentence, in order.
pub(crate) fn stamps(text: &str) -> Vec<Stamp> {
    let mut found = Vec::new();
    let mut at = 0;
    let mut before = ' ';
    for (index, c) in text.char_indices() {
        // Where words are written without blanks, a number begins anywhere.
        let after_word = before.is_alphanumeric() && !(c.is_ascii_digit() && is_unspaced(before));
        let boundary = !after_word && !matches!(before, '/' | '#' | '=' | '_' | '.' | '-' | '\\' | '@');
        before = c;
        if index < at || !boundary || !c.is_alphanumeric() {
            continue;
        }
        if c.is_ascii_alphabetic() && !months::may_begin(&text[index..]) {
            continue;
        }
        if let Some(stamp) = Scanner::new(text, index).stamp_in_prose() {
            at = stamp.end;
            found.push(stamp);
        }
    }
    found
}

/// The moment that `text` is, from its first to its last character. `zone` is for a clock time without one.
pub(crate) fn moment(text: &str, zone: Option<&Zone>) -> Option<Moment> {
    let stamp = whole(text)?;
    stamp.day?.year?;
    stamp.moment(None, zone)
}

/// Whether a letter is of a script that has no blanks between words: kana, Han, and Hangul, whose particles follow
/// at once.
fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' | '\u{f900}'..='\u{faff}')
}

/// The day that `text` is; a clock time after it is read over.
pub(crate) fn date(text: &str) -> Option<Date> {
    whole(text)?.day.filter(|day| day.year.is_some())?.date(None)
}

/// The first day in a file name, where letters, hyphens and underlines may stand on both sides, with the range
/// it takes.
pub(crate) fn day_in_name(name: &str) -> Option<(Day, usize, usize)> {
    let mut before = ' ';
    for (index, c) in name.char_indices() {
        let begins = c.is_ascii_digit() && !before.is_ascii_digit();
        before = c;
        if begins && let Some((day, end)) = Scanner::new(name, index).day_in_name() {
            return Some((day, index, end));
        }
    }
    None
}

/// A stamp that is all of `text`, but for brackets and a final point.
fn whole(text: &str) -> Option<Stamp> {
    let stamp = stamp(text)?;
    let rest = text.get(stamp.end..)?.trim_matches(|c: char| c.is_whitespace() || matches!(c, '.' | ')' | ']' | ','));
    rest.is_empty().then_some(stamp)
}

#[cfg(test)]
mod tests;
