//! The scanner for dates and clock times: what stands around them and between them. Days are read in `day.rs`,
//! clock times and zones in `clock.rs`.

use crate::parse::time::Stamp;
use crate::parse::time::clock::Digits;

/// Words before a time that say it is not exact.
const ABOUT: &[&str] =
    &["about", "around", "approximately", "approx", "roughly", "circa", "ca", "c", "est", "nearly", "shortly"];

/// Words before a time that say nothing more.
#[rustfmt::skip]
const AT: &[&str] = &[
    "at", "on", "by", "from", "since", "the", "time", "date", "timestamp", // English
    "am", "um", "vom", "ab", "gegen", // German
    "le", "vers", "el", "em", "desde", // French, Spanish, Portuguese
];

/// Where a text is read: at the start of an entry more is taken for a time than in a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Context {
    Entry,
    Prose,
}

/// A place in a text. Every method reads on from there, or leaves it where it was and gives none.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scanner<'a> {
    pub(super) text: &'a str,
    pub(super) at: usize,
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
        let mut stamp = self.stamp(Context::Prose)?;
        let word = before.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
        stamp.approximate |= before.ends_with(['~', '≈', '約']) || (!word.is_empty() && is_one_of(word, ABOUT));
        Some(stamp)
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

    /// What stands between a day and a clock time. None when the text goes on otherwise; else whether a number
    /// of four digits may be a clock time here.
    pub(super) fn between_day_and_clock(&mut self) -> Option<Digits> {
        let mut ahead = *self;
        if (ahead.eat("T") || ahead.eat("t")) && ahead.rest().starts_with(|c: char| c.is_ascii_digit()) {
            *self = ahead;
            return Some(Digits::Compact);
        }
        let mut ahead = *self;
        if ahead.skip(&[' ', ',', '-', '–', '—', '@', '_', '|', ':', '\u{a0}', '、', '\n']) == 0
            && !ahead.rest().starts_with(['(', '[', '（'])
            && !ahead.text[..ahead.at].ends_with(['日', '号', '일'])
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
            "um ",
            "gegen ",
            "à ",
            "vers ",
            "a las ",
            "às ",
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

    /// "– 11:00", "-11:00 UTC", "to 11:00", "until 12:??".
    fn range_end(&mut self, stamp: &mut Stamp) {
        let mut ahead = *self;
        ahead.skip(&[' ']);
        let dash = ahead.one_of(&['-', '–', '—', '−', '~', '〜', '→']).is_some();
        let between = self.text[..stamp.start].trim_end();
        let is_between = between.len() >= 7 && between.as_bytes()[between.len() - 7..].eq_ignore_ascii_case(b"between");
        let joined = ahead.eat("to ") || ahead.eat("until ") || ahead.eat("till ") || (is_between && ahead.eat("and "));
        if !(dash || joined) {
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
        // "09:12 and 11:40 UTC on 7 March 2026"
        if stamp.day.is_none() && day.is_none() {
            let mut further = ahead;
            further.between_clock_and_day();
            stamp.day = further.day();
            if stamp.day.is_some() {
                ahead = further;
            }
        }
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

    pub(super) fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// A number of at most nine digits, and how many.
    pub(super) fn number(&mut self) -> Option<(u32, usize)> {
        let digits = self.rest().bytes().take(10).take_while(u8::is_ascii_digit).count();
        let number = self.rest().get(..digits).filter(|_| digits < 10)?.parse().ok()?;
        self.at += digits;
        Some((number, digits))
    }

    pub(super) fn word(&mut self) -> &'a str {
        let rest = self.rest();
        let end = rest.bytes().take(16).take_while(u8::is_ascii_alphabetic).count();
        self.at += end;
        &rest[..end]
    }

    /// A word of any alphabet, of at most a few letters.
    pub(super) fn letters(&mut self) -> &'a str {
        let rest = self.rest();
        let end = rest.char_indices().take(16).find(|(_, c)| !c.is_alphabetic()).map(|(end, _)| end);
        let end = end.unwrap_or_else(|| rest.char_indices().nth(16).map_or(rest.len(), |(end, _)| end));
        self.at += end;
        &rest[..end]
    }

    pub(super) fn eat(&mut self, text: &str) -> bool {
        let eaten = self.rest().starts_with(text);
        if eaten {
            self.at += text.len();
        }
        eaten
    }

    pub(super) fn eat_char(&mut self, c: char) -> bool {
        self.one_of(&[c]).is_some()
    }

    pub(super) fn one_of(&mut self, chars: &[char]) -> Option<char> {
        let c = self.rest().chars().next().filter(|c| chars.contains(c))?;
        self.at += c.len_utf8();
        Some(c)
    }

    /// Reads over any of the characters, at most a few; how many there were.
    pub(super) fn skip(&mut self, chars: &[char]) -> usize {
        (0..8).take_while(|_| self.one_of(chars).is_some()).count()
    }
}

fn is_one_of(word: &str, words: &[&str]) -> bool {
    words.iter().any(|other| word.eq_ignore_ascii_case(other))
}
