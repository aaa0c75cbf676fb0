//! Clock times and the zones behind them.

use crate::parse::time::scan::{Context, Scanner};
use crate::parse::time::zones;
use crate::parse::time::{Clock, Zone};

/// Whether a number without a colon may be a clock time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Digits {
    /// Only beside a zone.
    Colon,
    /// Four digits, after a day.
    Short,
    /// Four or six, after a `T`.
    Compact,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Half {
    Morning,
    Afternoon,
}

impl Scanner<'_> {
    /// A clock time: `9:05`, `09:05:30.5`, `9:05 pm`, `9pm`, `09h05`, `9時5分`; in an entry also `09.05`; beside a day
    /// or a zone also `0905`.
    pub(super) fn clock(&mut self, context: Context, digits: Digits) -> Option<Clock> {
        let mut ahead = *self;
        let said = ahead.half_of_day_first();
        let (number, count) = ahead.number()?;
        let mut clock = match count {
            1 | 2 => ahead.clock_after_hour(number, count, context)?,
            4 | 6 => {
                let (hour, minute, second) = if count == 6 {
                    (number / 10_000, number / 100 % 100, Some(number % 100))
                } else {
                    (number / 100, number % 100, None)
                };
                let mut after = ahead;
                let told = match digits {
                    Digits::Compact => true,
                    Digits::Short => count == 4 && !after.rest().starts_with(['-', '/', '.', '年']),
                    Digits::Colon => count == 4 && (after.zone().is_some() || after.hours_mark()),
                };
                if !told {
                    return None;
                }
                clock_of(hour, minute, second)?
            }
            _ => return None,
        };
        let mut further = ahead;
        further.hours_mark();
        if let Some(half) = said.or_else(|| ahead.half_of_day()) {
            clock.hour = match (clock.hour, half) {
                (12, Half::Morning) => 0,
                (hour @ 1..=11, Half::Afternoon) => hour + 12,
                // "17:00 PM" is said twice.
                (hour, _) => hour,
            };
        } else if further.at > ahead.at {
            ahead = further;
        }
        *self = ahead;
        Some(clock)
    }

    pub(super) fn clock_after_hour(&mut self, hour: u32, count: usize, context: Context) -> Option<Clock> {
        let mut ahead = *self;
        // "21 Uhr 15", "21 Uhr"
        if ahead.eat(" Uhr") && !ahead.rest().starts_with(char::is_alphanumeric) {
            let mut further = ahead;
            further.skip(&[' ']);
            let minute = further.number().filter(|(minute, count)| *count == 2 && *minute < 60);
            *self = if minute.is_some() { further } else { ahead };
            return clock_of(hour, minute.map_or(0, |(minute, _)| minute), None);
        }
        let mut ahead = *self;
        if let Some(mark) = ahead.one_of(&[':', 'h', '時', '时', '点', '시', '.', '：']) {
            if mark == '시' {
                ahead.skip(&[' ']);
            }
            let is_word = matches!(mark, '時' | '时' | '点' | '시');
            let number = ahead.number();
            if let Some((minute, 1)) = number
                && is_word
            {
                ahead.one_of(&['分', '분']);
                *self = ahead;
                return clock_of(hour, minute, None);
            }
            if let Some((minute, 2)) = number {
                let pointed = mark == '.';
                let more = ahead.rest();
                // "12.30" may be a number; it is a clock time where an entry begins with it.
                let after_point = more.starts_with(|c: char| c == '.' || c == '%' || c.is_alphanumeric());
                if !pointed || (context == Context::Entry && count == 2 && !after_point) || ahead.is_half_of_day() {
                    let mut second = None;
                    let mut further = ahead;
                    if further
                        .one_of(&[':', '分', '.'])
                        .is_some_and(|next| next == mark || (mark == ':' && next == ':'))
                        && let Some((value, 2)) = further.number()
                    {
                        second = Some(value);
                        ahead = further;
                        if ahead.eat(".") || ahead.eat(",") {
                            ahead.number();
                        }
                    }
                    ahead.one_of(&['分', '분']);
                    *self = ahead;
                    return clock_of(hour, minute, second);
                }
            } else if is_word {
                self.eat_char(mark);
                return clock_of(hour, 0, None);
            }
        }
        self.is_half_of_day().then(|| clock_of(hour, 0, None))?
    }

    /// `午前`, `下午`, `오후`: before the clock time.
    pub(super) fn half_of_day_first(&mut self) -> Option<Half> {
        let mut ahead = *self;
        let morning = ["午前", "上午", "오전"].iter().any(|word| ahead.eat(word));
        let half = if morning {
            Half::Morning
        } else if ["午後", "下午", "晚上", "오후"].iter().any(|word| ahead.eat(word)) {
            Half::Afternoon
        } else {
            return None;
        };
        ahead.skip(&[' ']);
        *self = ahead;
        Some(half)
    }

    pub(super) fn is_half_of_day(self) -> bool {
        let mut ahead = self;
        ahead.half_of_day().is_some()
    }

    /// `am`, ` PM`, `p.m.`
    pub(super) fn half_of_day(&mut self) -> Option<Half> {
        let mut ahead = *self;
        ahead.skip(&[' ', '\u{a0}', '\u{202f}']);
        let half = match ahead.rest().chars().next()? {
            'a' | 'A' => Half::Morning,
            'p' | 'P' => Half::Afternoon,
            _ => return None,
        };
        ahead.at += 1;
        let dotted = ahead.eat(".");
        if !(ahead.eat("m") || ahead.eat("M")) {
            return None;
        }
        if dotted {
            ahead.eat(".");
        }
        if ahead.rest().starts_with(char::is_alphanumeric) {
            return None;
        }
        *self = ahead;
        Some(half)
    }

    /// "hrs", "h", "hours" after a clock time.
    pub(super) fn hours_mark(&mut self) -> bool {
        let mut ahead = *self;
        ahead.skip(&[' ']);
        let found = matches!(ahead.word(), "h" | "hrs" | "hours" | "Uhr");
        if found {
            *self = ahead;
        }
        found
    }

    /// A zone after a clock time.
    pub(super) fn zone(&mut self) -> Option<Zone> {
        let mut ahead = *self;
        let blanks = ahead.skip(&[' ', '\u{a0}']);
        let bracket = ahead.one_of(&['(', '[']);
        let rest = ahead.rest();
        // `09:00-11:00` and `09:00 - 11:00` are ranges. After a blank, or with a plus, or beside a `T` it is an
        // offset.
        if rest.starts_with(['-', '−']) && blanks == 0 && !self.follows_iso_clock() {
            return None;
        }
        let (zone, length) = zones::leading(rest).or_else(|| zones::city_of_time(rest))?;
        ahead.at += length;
        for word in [" time", " Time"] {
            ahead.eat(word);
        }
        if bracket.is_some() && ahead.one_of(&[')', ']']).is_none() {
            return None;
        }
        let after = ahead.rest();
        let goes_on = after.strip_prefix(':').unwrap_or(after).starts_with(|c: char| c.is_ascii_digit());
        if goes_on || after.starts_with(char::is_alphanumeric) {
            return None;
        }
        // RFC 9557: `09:00+01:00[Europe/Berlin]`; the offset says enough.
        let mut further = ahead;
        if further.eat("[")
            && zones::leading(further.rest()).is_some_and(|(_, length)| {
                further.at += length;
                further.eat("]")
            })
        {
            ahead = further;
        }
        *self = ahead;
        Some(zone)
    }

    /// Whether a `T` with its clock time stands just before.
    pub(super) fn follows_iso_clock(self) -> bool {
        let clock = self.text[..self.at].trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, ':' | '.'));
        clock.ends_with('T')
    }
}

fn clock_of(hour: u32, minute: u32, second: Option<u32>) -> Option<Clock> {
    let clock = Clock {
        hour: i8::try_from(hour).ok()?,
        minute: i8::try_from(minute).ok()?,
        second: match second {
            Some(second) => Some(i8::try_from(second).ok()?),
            None => None,
        },
    };
    clock.time().map(|_| clock)
}
