//! Days, with digits and with names of months.

use crate::model::DateOrder;
use crate::parse::time::clock::Digits;
use crate::parse::time::months;
use crate::parse::time::scan::{Context, Scanner};
use crate::parse::time::{Clock, Day};

impl Scanner<'_> {
    /// A day in digits with its year, which no further digit follows, and where it ends.
    pub(super) fn day_in_name(&mut self) -> Option<(Day, usize)> {
        let mut ahead = *self;
        let day = ahead
            .year_first()
            .or_else(|| {
                ahead = *self;
                ahead.year_last()
            })
            .or_else(|| {
                ahead = *self;
                ahead.eight_digits()
            })?;
        (!ahead.rest().starts_with(|c: char| c.is_ascii_digit())).then_some((day, ahead.at))
    }

    /// The order of the numbers of a date here that can be read in one way only.
    pub(super) fn order(mut self) -> Option<DateOrder> {
        let (first, _) = self.number()?;
        let mark = self.one_of(&['/', '-'])?;
        let (second, 1..=2) = self.number()? else { return None };
        if !self.eat_char(mark) {
            return None;
        }
        let (year, 4) = self.number()? else { return None };
        if self.rest().starts_with(|c: char| c.is_ascii_alphanumeric()) {
            return None;
        }
        match (day_of(year, second, first), day_of(year, first, second)) {
            (Some(_), None) => Some(DateOrder::DayFirst),
            (None, Some(_)) => Some(DateOrder::MonthFirst),
            _ => None,
        }
    }

    /// "Monday, ", "(Mon) "; nothing when something else follows.
    pub(super) fn weekday(&mut self) {
        let mut ahead = *self;
        ahead.eat("(");
        if !months::is_weekday(ahead.letters()) {
            return;
        }
        ahead.eat("-feira");
        ahead.skip(&['.', ',', ')', ' ']);
        for filler in ["the ", "at ", "on "] {
            ahead.eat(filler);
        }
        *self = ahead;
    }

    /// A day in any of its forms; a number of eight digits is one when it can be.
    pub(super) fn day(&mut self) -> Option<Day> {
        let start = *self;
        let found = self
            .year_first()
            .or_else(|| self.year_last())
            .or_else(|| self.month_name_first())
            .or_else(|| self.month_name_second());
        if found.is_none() {
            *self = start;
        }
        found
    }

    /// `02272025`, `27022025`: a day whose year stands last, without marks.
    pub(super) fn eight_digits(&mut self) -> Option<Day> {
        let mut ahead = *self;
        let (number, 8) = ahead.number()? else { return None };
        let day = either_order(number / 1_000_000, number / 10_000 % 100, number % 10_000)?;
        *self = ahead;
        Some(day)
    }

    /// `2025-02-27`, `2025/2/27`, `2025.02.27`, `20250227`, `2025年2月27日`, `2025년 2월 27일`, `2025-Feb-27`.
    pub(super) fn year_first(&mut self) -> Option<Day> {
        let mut ahead = *self;
        let (number, digits) = ahead.number()?;
        let day = match digits {
            8 => day_of(number / 10_000, number / 100 % 100, number % 100)?,
            4 => {
                let mark = ahead.one_of(&['-', '/', '.', '年', '년', '‑', '–'])?;
                let is_word = matches!(mark, '年' | '년');
                if is_word {
                    ahead.skip(&[' ']);
                }
                let month = match ahead.number() {
                    Some((month, 1..=2)) => month,
                    Some(_) => return None,
                    None => ahead.month_name()?,
                };
                if is_word {
                    if !(ahead.eat("月") || ahead.eat("월")) {
                        return None;
                    }
                    ahead.skip(&[' ']);
                } else if !ahead.eat_char(mark) {
                    return None;
                }
                let (day, digits) = ahead.number()?;
                if digits > 2 {
                    return None;
                }
                if is_word {
                    ahead.one_of(&['日', '号', '일']);
                }
                day_of(number, month, day)?
            }
            _ => return None,
        };
        *self = ahead;
        Some(day)
    }

    /// `27.02.2025`, `27/02/2025`, `02/27/2025`, `27-02-2025`. With points the day comes first.
    pub(super) fn year_last(&mut self) -> Option<Day> {
        let mut ahead = *self;
        let (first, digits) = ahead.number()?;
        if digits > 2 {
            return None;
        }
        let mark = ahead.one_of(&['/', '.', '-'])?;
        let (second, digits) = ahead.number()?;
        if digits > 2 || !ahead.eat_char(mark) {
            return None;
        }
        let (year, digits) = ahead.number()?;
        let year = match digits {
            4 => year,
            2 if mark == '/' => 2000 + year,
            _ => return None,
        };
        let day = match day_of(year, second, first) {
            Some(day) if mark == '.' => day,
            _ => either_order(first, second, year)?,
        };
        *self = ahead;
        Some(day)
    }

    /// `February 27th, 2025`, `Feb 27 2025`, `Feb. 27`.
    pub(super) fn month_name_first(&mut self) -> Option<Day> {
        let mut ahead = *self;
        let month = ahead.month_name()?;
        ahead.eat(".");
        if ahead.skip(&[' ', '-', '\u{a0}']) == 0 {
            return None;
        }
        ahead.eat("the ");
        let (day, digits) = ahead.number()?;
        if digits > 2 {
            return None;
        }
        ahead.ordinal();
        // A range of days: the first counts.
        let mut further = ahead;
        further.skip(&[' ']);
        if further.one_of(&['-', '–', '—']).is_some() {
            further.skip(&[' ']);
            if further.month_name().is_some() {
                further.skip(&[' ']);
            }
            if let Some((_, 1..=2)) = further.number() {
                further.ordinal();
                if let Some(year) = further.year_after() {
                    *self = further;
                    return day_of(year, month, day);
                }
            }
        }
        let year = ahead.year_after();
        *self = ahead;
        day_with(year, month, day)
    }

    /// `27 February 2025`, `27th of Feb`, `27-Feb-2025`, `27. February 2025`.
    pub(super) fn month_name_second(&mut self) -> Option<Day> {
        let mut ahead = *self;
        let (day, digits) = ahead.number()?;
        if digits > 2 {
            return None;
        }
        ahead.ordinal();
        ahead.eat(".");
        if ahead.skip(&[' ', '-', '/', '\u{a0}']) == 0 {
            return None;
        }
        if !ahead.eat("of ") {
            ahead.eat("de ");
        }
        let month = ahead.month_name()?;
        ahead.eat(".");
        let year = ahead.year_after();
        *self = ahead;
        day_with(year, month, day)
    }

    /// `03-26 23:04`, `3/26 11:04 PM`, `2月27日 13:05`: a day without its year, told by the clock after it. With a
    /// hyphen the month comes first, as in an ISO date; with a slash only where one reading is possible.
    pub(super) fn day_without_year(self) -> Option<(Day, Clock, Self)> {
        let mut ahead = self;
        let (first, digits) = ahead.number()?;
        if digits > 2 {
            return None;
        }
        let mark = ahead.one_of(&['-', '/', '月', '월'])?;
        if mark == '월' {
            ahead.skip(&[' ']);
        }
        let (second, digits) = ahead.number()?;
        if digits > 2 {
            return None;
        }
        ahead.one_of(&['日', '号', '일']);
        let month_first = day_with(None, first, second);
        let day = match mark {
            '/' => match (month_first, day_with(None, second, first)) {
                (Some(day), None) | (None, Some(day)) => day,
                (Some(day), Some(_)) => Day { either: first != second, ..day },
                (None, None) => return None,
            },
            _ => month_first?,
        };
        if !matches!(ahead.rest().chars().next(), Some(' ' | ',' | '(' | 'T')) {
            return None;
        }
        ahead.between_day_and_clock()?;
        let clock = ahead.clock(Context::Entry, Digits::Colon)?;
        Some((day, clock, ahead))
    }

    /// `2025`, `, 2025` after a month's day.
    pub(super) fn year_after(&mut self) -> Option<u32> {
        let mut ahead = *self;
        ahead.eat(",");
        ahead.skip(&[' ', '-', '/', '\u{a0}']);
        if !ahead.eat("de ") {
            ahead.eat("del ");
        }
        match ahead.number() {
            Some((year @ 1900..=2199, 4)) if !ahead.goes_on_as_clock() => {
                *self = ahead;
                Some(year)
            }
            _ => None,
        }
    }

    pub(super) fn month_name(&mut self) -> Option<u32> {
        let mut ahead = *self;
        let month = months::month(ahead.letters())?;
        *self = ahead;
        Some(month)
    }

    /// Whether minutes follow: `2030:15` is no year.
    pub(super) fn goes_on_as_clock(self) -> bool {
        self.rest().strip_prefix(':').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
    }

    pub(super) fn ordinal(&mut self) {
        let mut ahead = *self;
        if matches!(ahead.word(), "st" | "nd" | "rd" | "th" | "er") {
            *self = ahead;
        }
    }
}

/// A day of which nothing says whether the first or the second number is the month; but mostly only one can be.
fn either_order(first: u32, second: u32, year: u32) -> Option<Day> {
    match (day_of(year, first, second), day_of(year, second, first)) {
        (Some(day), Some(_)) => Some(Day { either: first != second, ..day }),
        (day, other) => day.or(other),
    }
}

fn day_of(year: u32, month: u32, day: u32) -> Option<Day> {
    (1900..2200).contains(&year).then_some(())?;
    day_with(Some(year), month, day)
}

fn day_with(year: Option<u32>, month: u32, day: u32) -> Option<Day> {
    let day = Day {
        year: year.and_then(|year| i16::try_from(year).ok()),
        month: i8::try_from(month).ok()?,
        day: i8::try_from(day).ok()?,
        either: false,
    };
    // A leap year stands for a year that is not known.
    jiff::civil::Date::new(day.year.unwrap_or(2024), day.month, day.day).ok()?;
    Some(day)
}
