//! Which number comes first in dates such as `03/04/2026`, as far as other dates show it.

use serde::{Deserialize, Serialize};

use crate::model::DateOrder;
use crate::parse::time::scan::Scanner;

/// Dates that can be read in one way only, by which number they put first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(crate) struct Evidence {
    day_first: u32,
    month_first: u32,
}

impl Evidence {
    /// What the dates of a text show.
    pub(crate) fn of(text: &str) -> Self {
        let mut evidence = Self::default();
        let bytes = text.as_bytes();
        for (at, byte) in bytes.iter().enumerate() {
            // Every such date has two marks; it is looked for from its first one.
            if !matches!(byte, b'/' | b'-') {
                continue;
            }
            let digits = bytes[..at].iter().rev().take(3).take_while(|byte| byte.is_ascii_digit()).count();
            let start = at - digits;
            let before = start.checked_sub(1).map(|before| bytes[before]);
            let begins = (1..=2).contains(&digits)
                && before.is_none_or(|before| !before.is_ascii_alphanumeric() && !b"/-._=".contains(&before));
            if begins && let Some(order) = Scanner::new(text, start).order() {
                evidence.add(order);
            }
        }
        evidence
    }

    /// What the name of a file shows: `27-03-2026`, `03272026`.
    pub(crate) fn of_name(name: &str) -> Self {
        let mut evidence = Self::default();
        let digits: Vec<&str> = name.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).collect();
        let date = match digits[..] {
            [day, month, year, ..] if day.len() <= 2 && month.len() <= 2 && year.len() == 4 => {
                format!("{day}-{month}-{year}")
            }
            [all, ..] if all.len() == 8 => format!("{}-{}-{}", &all[..2], &all[2..4], &all[4..]),
            _ => return evidence,
        };
        if let Some(order) = Scanner::new(&date, 0).order() {
            evidence.add(order);
        }
        evidence
    }

    fn add(&mut self, order: DateOrder) {
        match order {
            DateOrder::DayFirst => self.day_first += 1,
            DateOrder::MonthFirst => self.month_first += 1,
        }
    }

    /// Both.
    pub(crate) fn with(self, other: Self) -> Self {
        Self {
            day_first: self.day_first.saturating_add(other.day_first),
            month_first: self.month_first.saturating_add(other.month_first),
        }
    }

    /// The order, where one prevails clearly.
    pub(crate) fn order(self) -> Option<DateOrder> {
        let Self { day_first, month_first } = self;
        if day_first > month_first.saturating_mul(3) {
            Some(DateOrder::DayFirst)
        } else if month_first > day_first.saturating_mul(3) {
            Some(DateOrder::MonthFirst)
        } else {
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Option<DateOrder>) {
        assert_eq!(Evidence::of(text).order(), expected, "{text}");
    }

    #[test]
    fn one_reading_is_evidence() {
        check("on 27/03/2026, and 03/04/2026", Some(DateOrder::DayFirst));
        check("03-27-2026 9:12 am", Some(DateOrder::MonthFirst));
        check("03/27/2026 and 27/03/2026", None);
    }

    #[test]
    fn other_numbers_are_none() {
        for text in ["03/04/2026", "2026-03-27", "a/27/03/2026", "27/03/20261", "13/25/2026", "1/2", "--", ""] {
            check(text, None);
        }
    }
}
