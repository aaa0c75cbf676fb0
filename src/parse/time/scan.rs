//! The scanner for dates and clock times.

use crate::parse::time::zones;
use crate::parse::time::{Clock, Day, Stamp, Zone};

const MONTHS: &[&str] = &[
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

const WEEKDAYS: &[&str] = &["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// Words before a time that say it is not exact.
const ABOUT: &[&str] =
    &["about", "around", "approximately", "approx", "roughly", "circa", "ca", "c", "est", "nearly", "shortly"];

/// Words before a time that say nothing more.
const AT: &[&str] = &["at", "on", "by", "from", "since", "the", "time", "date", "timestamp"];

/// Where a text is read: at the start of an entry more is taken for a time than in a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Context {
    Entry,
    Prose,
}

/// A place in a text. Every method reads on from there, or leaves it where it was and gives none.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scanner<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Scanner<'a> {
    pub(super) fn new(text: &'a str, at: usize) -> Self {
        Self { text, at }
    }

    /// A date and time at the start of an entry.
    pub(super) fn leading_stamp(&mut self) -> Option<Stamp> {
        let mut approximate = false;
        // Brackets, quotes, emoji and a few words; more than that is prose.
        for _ in 0..8 {
            let rest = self.rest();
            let marks = rest.find(|c: char| c.is_alphanumeric()).unwrap_or(rest.len());
            if marks > 24 || rest[..marks].contains('\n') {
                return None;
            }
            approximate |= rest[..marks].contains(['~', '≈', '±']);
            self.at += marks;
            let mut ahead = *self;
            if ahead.eat("約") {
                approximate = true;
                *self = ahead;
                continue;
            }
            let word = ahead.word();
            let is_about = is_one_of(word, ABOUT);
            if word.is_empty() || !(is_about || is_one_of(word, AT)) {
                break;
            }
            approximate |= is_about;
            ahead.eat(".");
            ahead.eat(":");
            if !ahead.rest().starts_with([' ', '~', '\u{a0}']) {
                break;
            }
            *self = ahead;
        }
        let start = self.at;
        let mut stamp = self.stamp(Context::Entry)?;
        stamp.start = start;
        stamp.approximate |= approximate;
        Some(stamp)
    }

    /// A date and time at this place of a sentence.
    pub(super) fn stamp_in_prose(&mut self) -> Option<Stamp> {
        let before = self.text[..self.at].trim_end();
        let word = before.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
        let approximate = before.ends_with(['~', '≈', '約']) || (!word.is_empty() && is_one_of(word, ABOUT));
        let mut stamp = self.stamp(Context::Prose)?;
        stamp.approximate |= approximate;
        Some(stamp)
    }

    /// A day in digits with its year, which no further digit follows, and where it ends.
    pub(super) fn day_in_name(&mut self) -> Option<(Day, usize)> {
        let mut ahead = *self;
        let day = ahead.year_first().or_else(|| {
            ahead = *self;
            ahead.year_last()
        })?;
        (!ahead.rest().starts_with(|c: char| c.is_ascii_digit())).then_some((day, ahead.at))
    }

    fn stamp(&mut self, context: Context) -> Option<Stamp> {
        let start = self.at;
        let mut ahead = *self;
        ahead.weekday();
        let mut zone = None;
        let (day, clock) = if let Some(day) = ahead.day() {
            let mut further = ahead;
            let compact = further.between_day_and_clock();
            let clock = compact.and_then(|compact| further.clock(context, compact));
            if clock.is_some() {
                ahead = further;
                zone = ahead.zone();
            }
            (Some(day), clock)
        } else if let Some((day, clock, further)) = ahead.day_without_year() {
            ahead = further;
            zone = ahead.zone();
            (Some(day), Some(clock))
        } else {
            let clock = ahead.clock(context, Digits::Colon)?;
            zone = ahead.zone();
            let mut further = ahead;
            further.between_clock_and_day();
            let day = further.day();
            if day.is_some() {
                ahead = further;
            }
            (day, Some(clock))
        };
        if ahead.rest().starts_with(|c: char| c.is_ascii_alphanumeric() || c == '%') {
            return None;
        }
        let mut stamp = Stamp { day, clock, zone, approximate: false, start, end: ahead.at, until: None };
        if clock.is_some() {
            ahead.range_end(&mut stamp);
            stamp.approximate |= ahead.vague();
            stamp.end = ahead.at;
        }
        *self = ahead;
        Some(stamp)
    }

    /// "Monday, ", "(Mon) "; nothing when something else follows.
    fn weekday(&mut self) {
        let mut ahead = *self;
        ahead.eat("(");
        let word = ahead.word();
        let word = word.to_ascii_lowercase();
        let is_day = word.len() >= 3 && WEEKDAYS.iter().any(|day| day.starts_with(word.as_str()));
        if !is_day {
            return;
        }
        ahead.skip(&['.', ',', ')', ' ']);
        for filler in ["the ", "at ", "on "] {
            ahead.eat(filler);
        }
        *self = ahead;
    }

    /// A day in any of its forms; a number of eight digits is one when it can be.
    fn day(&mut self) -> Option<Day> {
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

    /// `2025-02-27`, `2025/2/27`, `2025.02.27`, `20250227`, `2025年2月27日`, `2025-Feb-27`.
    fn year_first(&mut self) -> Option<Day> {
        let mut ahead = *self;
        let (number, digits) = ahead.number()?;
        let day = match digits {
            8 => day_of(number / 10_000, number / 100 % 100, number % 100)?,
            4 => {
                let mark = ahead.one_of(&['-', '/', '.', '年', '‑', '–'])?;
                let month = match ahead.number() {
                    Some((month, 1..=2)) => month,
                    Some(_) => return None,
                    None => ahead.month_name()?,
                };
                if mark == '年' {
                    if !ahead.eat("月") {
                        return None;
                    }
                } else if !ahead.eat_char(mark) {
                    return None;
                }
                let (day, digits) = ahead.number()?;
                ahead.eat("日");
                if digits > 2 {
                    return None;
                }
                day_of(number, month, day)?
            }
            _ => return None,
        };
        *self = ahead;
        Some(day)
    }

    /// `27.02.2025`, `27/02/2025`, `02/27/2025`, `27-02-2025`: only where one reading is possible. With points
    /// the day comes first.
    fn year_last(&mut self) -> Option<Day> {
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
        let day = match (day_of(year, second, first), day_of(year, first, second)) {
            (Some(day), _) if mark == '.' => day,
            (Some(day), None) | (None, Some(day)) => day,
            (Some(a), Some(b)) if a == b => a,
            _ => return None,
        };
        *self = ahead;
        Some(day)
    }

    /// `February 27th, 2025`, `Feb 27 2025`, `Feb. 27`.
    fn month_name_first(&mut self) -> Option<Day> {
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
    fn month_name_second(&mut self) -> Option<Day> {
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
        ahead.eat("of ");
        let month = ahead.month_name()?;
        ahead.eat(".");
        let year = ahead.year_after();
        *self = ahead;
        day_with(year, month, day)
    }

    /// `03-26 23:04`, `3/26 11:04 PM`, `2月27日 13:05`: a day without its year, told by the clock after it. With a
    /// hyphen the month comes first, as in an ISO date; with a slash only where one reading is possible.
    fn day_without_year(self) -> Option<(Day, Clock, Self)> {
        let mut ahead = self;
        let (first, digits) = ahead.number()?;
        if digits > 2 {
            return None;
        }
        let mark = ahead.one_of(&['-', '/', '月'])?;
        let (second, digits) = ahead.number()?;
        if digits > 2 {
            return None;
        }
        ahead.eat("日");
        let month_first = day_with(None, first, second);
        let day = match mark {
            '/' => match (month_first, day_with(None, second, first)) {
                (Some(day), None) | (None, Some(day)) => day,
                _ => return None,
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
    fn year_after(&mut self) -> Option<u32> {
        let mut ahead = *self;
        ahead.eat(",");
        ahead.skip(&[' ', '-', '/', '\u{a0}']);
        match ahead.number() {
            Some((year @ 1900..=2199, 4)) if !ahead.rest().starts_with(':') => {
                *self = ahead;
                Some(year)
            }
            _ => None,
        }
    }

    fn month_name(&mut self) -> Option<u32> {
        let mut ahead = *self;
        let word = ahead.word().to_ascii_lowercase();
        if word.len() < 3 {
            return None;
        }
        let month =
            MONTHS.iter().position(|month| month.starts_with(word.as_str()) && (word.len() == 3 || word == *month));
        let month = month.or_else(|| (word == "sept").then_some(8))?;
        *self = ahead;
        u32::try_from(month + 1).ok()
    }

    fn ordinal(&mut self) {
        let mut ahead = *self;
        if matches!(ahead.word(), "st" | "nd" | "rd" | "th") {
            *self = ahead;
        }
    }

    /// What stands between a day and a clock time. None when the text goes on otherwise; else whether a number
    /// of four digits may be a clock time here.
    fn between_day_and_clock(&mut self) -> Option<Digits> {
        let mut ahead = *self;
        if (ahead.eat("T") || ahead.eat("t")) && ahead.rest().starts_with(|c: char| c.is_ascii_digit()) {
            *self = ahead;
            return Some(Digits::Compact);
        }
        let mut ahead = *self;
        if ahead.skip(&[' ', ',', '-', '–', '—', '@', '_', '|', ':', '\u{a0}', '、', '\n']) == 0
            && !ahead.rest().starts_with(['(', '[', '（'])
            && !ahead.text[..ahead.at].ends_with('日')
        {
            return None;
        }
        ahead.weekday();
        if ahead.eat("(") || ahead.eat("（") || ahead.eat("[") {
            // "2025-02-27 (13:05 UTC)", "2月27日（木）13:05"
            let mut further = ahead;
            if let Some(c) = further.rest().chars().next().filter(|c| "月火水木金土日".contains(*c)) {
                further.eat_char(c);
                if further.eat(")") || further.eat("）") {
                    ahead = further;
                }
            }
        }
        ahead.skip(&[' ', ',', ':']);
        for filler in [
            "at ",
            "from ",
            "around ",
            "about ",
            "approximately ",
            "approx. ",
            "approx ",
            "circa ",
            "ca. ",
            "~",
            "≈",
            "約",
        ] {
            ahead.eat(filler);
        }
        ahead.skip(&[' ', '~']);
        *self = ahead;
        Some(Digits::Short)
    }

    fn between_clock_and_day(&mut self) {
        let mut ahead = *self;
        ahead.skip(&[' ', ',', '(', '-', '–', '—', '|', '\u{a0}']);
        ahead.eat("on ");
        ahead.weekday();
        ahead.eat("on ");
        ahead.eat("the ");
        *self = ahead;
    }

    /// A clock time: `9:05`, `09:05:30.5`, `9:05 pm`, `9pm`, `09h05`, `9時5分`; in an entry also `09.05`; beside a day
    /// or a zone also `0905`.
    fn clock(&mut self, context: Context, digits: Digits) -> Option<Clock> {
        let mut ahead = *self;
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
        if let Some(half) = ahead.half_of_day() {
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

    fn clock_after_hour(&mut self, hour: u32, count: usize, context: Context) -> Option<Clock> {
        let mut ahead = *self;
        if let Some(mark) = ahead.one_of(&[':', 'h', '時', '.', '：']) {
            if let Some((minute, 2)) = ahead.number() {
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
                    ahead.eat("分");
                    *self = ahead;
                    return clock_of(hour, minute, second);
                }
            } else if mark == '時' {
                if let Some((minute, 1)) = ahead.number() {
                    ahead.eat("分");
                    *self = ahead;
                    return clock_of(hour, minute, None);
                }
                self.eat("時");
                return clock_of(hour, 0, None);
            }
        }
        self.is_half_of_day().then(|| clock_of(hour, 0, None))?
    }

    fn is_half_of_day(self) -> bool {
        let mut ahead = self;
        ahead.half_of_day().is_some()
    }

    /// `am`, ` PM`, `p.m.`
    fn half_of_day(&mut self) -> Option<Half> {
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
    fn hours_mark(&mut self) -> bool {
        let mut ahead = *self;
        ahead.skip(&[' ']);
        let found = matches!(ahead.word(), "h" | "hrs" | "hours" | "Uhr");
        if found {
            *self = ahead;
        }
        found
    }

    /// A zone after a clock time.
    fn zone(&mut self) -> Option<Zone> {
        let mut ahead = *self;
        let blanks = ahead.skip(&[' ', '\u{a0}']);
        let bracket = ahead.one_of(&['(', '[']);
        let rest = ahead.rest();
        // `09:00-11:00` and `09:00 - 11:00` are ranges. After a blank, or with a plus, or beside a `T` it is an
        // offset.
        if rest.starts_with(['-', '−']) && blanks == 0 && !self.follows_iso_clock() {
            return None;
        }
        let (zone, length) = zones::leading(rest)?;
        ahead.at += length;
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
        for word in [" time", " Time"] {
            ahead.eat(word);
        }
        *self = ahead;
        Some(zone)
    }

    /// Whether a `T` with its clock time stands just before.
    fn follows_iso_clock(self) -> bool {
        let clock = self.text[..self.at].trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, ':' | '.'));
        clock.ends_with('T')
    }

    /// "– 11:00", "-11:00 UTC", "to 11:00", "until 12:??".
    fn range_end(&mut self, stamp: &mut Stamp) {
        let mut ahead = *self;
        ahead.skip(&[' ']);
        let dash = ahead.one_of(&['-', '–', '—', '−', '~', '〜', '→']).is_some();
        if !(dash || ahead.eat("to ") || ahead.eat("until ") || ahead.eat("till ")) {
            return;
        }
        ahead.skip(&[' ', '>', '~']);
        let unknown =
            ahead.rest().find(|c: char| !matches!(c, '0'..='9' | ':' | '?' | 'X' | 'x')).unwrap_or(ahead.rest().len());
        if ahead.rest()[..unknown].contains('?') {
            ahead.at += unknown;
            *self = ahead;
            return;
        }
        let day = ahead.day();
        if day.is_some() && ahead.between_day_and_clock().is_none() {
            return;
        }
        let Some(clock) = ahead.clock(Context::Prose, Digits::Colon) else { return };
        if ahead.rest().starts_with(|c: char| c.is_ascii_alphanumeric()) {
            return;
        }
        let zone = ahead.zone();
        stamp.zone = stamp.zone.take().or(zone);
        stamp.until = Some((day, clock));
        *self = ahead;
    }

    /// "ish", "(approx.)", "頃" after a time.
    fn vague(&mut self) -> bool {
        let mut ahead = *self;
        ahead.skip(&[' ']);
        for word in [
            "-ish",
            "ish",
            "頃",
            "ごろ",
            "(approximately)",
            "(approx.)",
            "(approx)",
            "(ca.)",
            "(estimated)",
            "(est.)",
            "(est)",
        ] {
            if ahead.eat(word) {
                *self = ahead;
                return true;
            }
        }
        false
    }

    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// A number of at most nine digits, and how many.
    fn number(&mut self) -> Option<(u32, usize)> {
        let digits = self.rest().bytes().take(10).take_while(u8::is_ascii_digit).count();
        let number = self.rest().get(..digits).filter(|_| digits < 10)?.parse().ok()?;
        self.at += digits;
        Some((number, digits))
    }

    fn word(&mut self) -> &'a str {
        let rest = self.rest();
        let end = rest.bytes().take(16).take_while(u8::is_ascii_alphabetic).count();
        self.at += end;
        &rest[..end]
    }

    fn eat(&mut self, text: &str) -> bool {
        let eaten = self.rest().starts_with(text);
        if eaten {
            self.at += text.len();
        }
        eaten
    }

    fn eat_char(&mut self, c: char) -> bool {
        self.one_of(&[c]).is_some()
    }

    fn one_of(&mut self, chars: &[char]) -> Option<char> {
        let c = self.rest().chars().next().filter(|c| chars.contains(c))?;
        self.at += c.len_utf8();
        Some(c)
    }

    /// Reads over any of the characters, at most a few; how many there were.
    fn skip(&mut self, chars: &[char]) -> usize {
        (0..8).take_while(|_| self.one_of(chars).is_some()).count()
    }
}

/// Whether a number without a colon may be a clock time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Digits {
    /// Only beside a zone.
    Colon,
    /// Four digits, after a day.
    Short,
    /// Four or six, after a `T`.
    Compact,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Half {
    Morning,
    Afternoon,
}

fn is_one_of(word: &str, words: &[&str]) -> bool {
    words.iter().any(|other| word.eq_ignore_ascii_case(other))
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
    };
    // A leap year stands for a year that is not known.
    jiff::civil::Date::new(day.year.unwrap_or(2024), day.month, day.day).ok()?;
    Some(day)
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
