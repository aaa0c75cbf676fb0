//! Time zones by offset, abbreviation or IANA name.

use std::ops::Range;
use std::sync::LazyLock;

use jiff::civil::DateTime;
use jiff::tz::{AmbiguousOffset, Offset, TimeZone};
use memchr::memmem::Finder;

/// The zone of clock times that have none of their own.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Zone(TimeZone);

impl Zone {
    /// The offset at a local time; none in the hour that a change of clocks skips or repeats.
    pub(crate) fn offset_at(&self, local: DateTime) -> Option<Offset> {
        match self.0.to_ambiguous_timestamp(local).offset() {
            AmbiguousOffset::Unambiguous { offset } => Some(offset),
            AmbiguousOffset::Gap { .. } | AmbiguousOffset::Fold { .. } => None,
        }
    }

    pub(super) fn fixed(minutes: i32) -> Option<Self> {
        Offset::from_seconds(minutes * 60).ok().map(|offset| Self(TimeZone::fixed(offset)))
    }
}

/// Abbreviations with one meaning, in minutes from UTC. The American ones are those of RFC 5322; `IST` and
/// other letters that several countries use are left out. Taken as written: `CET` is +01:00 in summer, too.
const ABBREVIATIONS: &[(&str, i32)] = &[
    ("UTC", 0),
    ("GMT", 0),
    ("WET", 0),
    ("WEST", 60),
    ("BST", 60),
    ("CET", 60),
    ("MEZ", 60),
    ("CEST", 120),
    ("MESZ", 120),
    ("EET", 120),
    ("EEST", 180),
    ("MSK", 180),
    ("SGT", 480),
    ("HKT", 480),
    ("AWST", 480),
    ("JST", 540),
    ("KST", 540),
    ("AEST", 600),
    ("AEDT", 660),
    ("NZST", 720),
    ("NZDT", 780),
    ("EST", -300),
    ("EDT", -240),
    ("CST", -360),
    ("CDT", -300),
    ("MST", -420),
    ("MDT", -360),
    ("PST", -480),
    ("PDT", -420),
    ("AKST", -540),
    ("AKDT", -480),
    ("HST", -600),
    ("BRT", -180),
];

/// Names of places that keep summer time, to their IANA name.
const NAMES: &[(&str, &str)] = &[
    ("PT", "America/Los_Angeles"),
    ("Pacific", "America/Los_Angeles"),
    ("MT", "America/Denver"),
    ("Mountain", "America/Denver"),
    ("CT", "America/Chicago"),
    ("ET", "America/New_York"),
    ("Eastern", "America/New_York"),
];

/// Cities by which a zone is called, to their IANA name.
#[rustfmt::skip]
const CITIES: &[(&str, &str)] = &[
    ("Amsterdam", "Europe/Amsterdam"), ("Auckland", "Pacific/Auckland"), ("Bangalore", "Asia/Kolkata"),
    ("Beijing", "Asia/Shanghai"), ("Berlin", "Europe/Berlin"), ("Boston", "America/New_York"),
    ("Brussels", "Europe/Brussels"), ("Chicago", "America/Chicago"), ("Copenhagen", "Europe/Copenhagen"),
    ("Denver", "America/Denver"), ("Dublin", "Europe/Dublin"), ("Helsinki", "Europe/Helsinki"),
    ("Hong Kong", "Asia/Hong_Kong"), ("Istanbul", "Europe/Istanbul"), ("Johannesburg", "Africa/Johannesburg"),
    ("Lisbon", "Europe/Lisbon"), ("London", "Europe/London"), ("Los Angeles", "America/Los_Angeles"),
    ("Madrid", "Europe/Madrid"), ("Melbourne", "Australia/Melbourne"), ("Montreal", "America/Toronto"),
    ("Mumbai", "Asia/Kolkata"), ("Munich", "Europe/Berlin"), ("New York", "America/New_York"), ("Oslo", "Europe/Oslo"),
    ("Paris", "Europe/Paris"), ("Prague", "Europe/Prague"), ("Rome", "Europe/Rome"),
    ("San Francisco", "America/Los_Angeles"), ("São Paulo", "America/Sao_Paulo"), ("Seattle", "America/Los_Angeles"),
    ("Seoul", "Asia/Seoul"), ("Shanghai", "Asia/Shanghai"), ("Singapore", "Asia/Singapore"),
    ("Stockholm", "Europe/Stockholm"), ("Sydney", "Australia/Sydney"), ("Tel Aviv", "Asia/Jerusalem"),
    ("Tokyo", "Asia/Tokyo"), ("Toronto", "America/Toronto"), ("Vancouver", "America/Vancouver"),
    ("Vienna", "Europe/Vienna"), ("Warsaw", "Europe/Warsaw"), ("Zurich", "Europe/Zurich"), ("Zürich", "Europe/Zurich"),
];

/// The zone of the city that `text` begins with, and the length of its name. Things happen in cities, too: whoever asks
/// makes sure that the time is meant.
fn city(text: &str) -> Option<(Zone, usize)> {
    let (name, iana) = CITIES.iter().find(|(name, _)| text.starts_with(name))?;
    let ends = !text[name.len()..].starts_with(char::is_alphanumeric);
    ends.then(|| Some((Zone(TimeZone::get(iana).ok()?), name.len())))?
}

/// The same, where nothing but "time", a mark or the end follows: "16:37 Denver", "(Berlin time)", "9:05 Denver: …".
pub(super) fn city_of_time(text: &str) -> Option<(Zone, usize)> {
    let (zone, length) = city(text)?;
    let rest = text[length..].trim_start_matches(' ');
    let is_time = ["time", "Time"].iter().any(|word| rest.starts_with(word));
    let is_mark = rest.is_empty() || rest.starts_with([')', ']', ':', '|', '–', '—', '\n']) || rest.starts_with("- ");
    (is_time || is_mark).then_some((zone, length))
}

/// The zone that all of `text` names: "UTC", "+01:00", "GMT+2", "Europe/Berlin", "Pacific Time".
pub(crate) fn zone(text: &str) -> Option<Zone> {
    let text = text.trim().trim_matches(['(', ')', '[', ']', '.', ',']);
    let (zone, length) = leading(text).or_else(|| city(text))?;
    let rest = text.get(length..)?.trim();
    // "CET (UTC+1)": the second says the same.
    (rest.is_empty() || rest.starts_with('(') || rest.eq_ignore_ascii_case("time")).then_some(zone)
}

/// The zone that `text` begins with, and its length in bytes.
pub(super) fn leading(text: &str) -> Option<(Zone, usize)> {
    if text.starts_with(['+', '-', '−', '±']) {
        let (minutes, length) = offset(text)?;
        return Some((Zone::fixed(minutes)?, length));
    }
    let end = text.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '/' | '_'))).unwrap_or(text.len());
    let word = &text[..end];
    if word == "Z" {
        return Some((Zone::fixed(0)?, 1));
    }
    let upper = word == word.to_ascii_uppercase();
    let known = ABBREVIATIONS.iter().find(|(name, _)| {
        word == *name || (word.eq_ignore_ascii_case(name) && (upper || matches!(*name, "UTC" | "GMT")))
    });
    if let Some((name, minutes)) = known {
        let rest = &text[end..];
        if matches!(*name, "UTC" | "GMT") {
            let blanks = rest.len() - rest.trim_start_matches(' ').len();
            if blanks <= 1
                && let Some((more, length)) = offset(&rest[blanks..])
            {
                return Some((Zone::fixed(more)?, end + blanks + length));
            }
        }
        return Some((Zone::fixed(*minutes)?, end));
    }
    if let Some((_, iana)) = NAMES.iter().find(|(name, _)| *name == word) {
        return Some((Zone(TimeZone::get(iana).ok()?), end));
    }
    // A name of the database may hold hyphens and signs after its slash; most do not.
    if word.contains('/') && word.starts_with(|c: char| c.is_ascii_uppercase()) {
        let end =
            text.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '/' | '_' | '-'))).unwrap_or(text.len());
        return Some((Zone(TimeZone::get(&text[..end]).ok()?), end));
    }
    None
}

/// `+1`, `-08`, `+0530`, `+05:30`, `−3`: minutes and length. The hours go to 14, the minutes by quarters.
fn offset(text: &str) -> Option<(i32, usize)> {
    let sign = text.chars().next()?;
    let factor = match sign {
        '+' | '±' => 1,
        '-' | '−' => -1,
        _ => return None,
    };
    let digits = &text[sign.len_utf8()..];
    let count = digits.bytes().take_while(u8::is_ascii_digit).count();
    let (hours, minutes, length) = match count {
        1 | 2 => {
            let hours: i32 = digits[..count].parse().ok()?;
            let after = &digits[count..];
            let minutes = after.strip_prefix(':').and_then(|after| after.get(..2)).filter(|two| {
                two.bytes().all(|byte| byte.is_ascii_digit()) && !after[3..].starts_with(|c: char| c.is_ascii_digit())
            });
            match minutes {
                Some(two) => (hours, two.parse().ok()?, count + 3),
                None => (hours, 0, count),
            }
        }
        4 => (digits[..2].parse().ok()?, digits[2..4].parse().ok()?, 4),
        _ => return None,
    };
    let valid = hours <= 14 && minutes < 60 && minutes % 15 == 0;
    valid.then_some((factor * (hours * 60 + minutes), sign.len_utf8() + length))
}

/// The first zone that is named in `text`, and where. A city counts in brackets, and before "time".
pub(crate) fn zone_in(text: &str) -> Option<(Zone, Range<usize>)> {
    let mut before = ' ';
    for (index, c) in text.char_indices() {
        let boundary = !before.is_alphanumeric() && !matches!(before, '/' | '_' | '-' | '+');
        before = c;
        if !boundary || !c.is_ascii_uppercase() || c == 'Z' {
            continue;
        }
        let named = leading(&text[index..]).or_else(|| {
            let brackets = text[..index].ends_with(['(', '[']);
            let (zone, length) = city(&text[index..])?;
            let after = text[index + length..].trim_start();
            let is_time = after.get(..4).is_some_and(|word| word.eq_ignore_ascii_case("time"));
            (brackets || is_time).then_some((zone, length))
        });
        if let Some((zone, length)) = named {
            let end = index + length;
            if !text[end..].starts_with(|c: char| c.is_alphanumeric()) {
                return Some((zone, index..end));
            }
        }
    }
    None
}

/// The zone of "in Berlin".
fn city_in(sentence: &str) -> Option<(Zone, Range<usize>)> {
    sentence.match_indices(" in ").find_map(|(at, before)| {
        let start = at + before.len();
        city(&sentence[start..]).map(|(zone, length)| (zone, start..start + length))
    })
}

/// Parts of what every sentence has that [`zone_statement`] looks for, `time` or `zone`; few texts have one at all.
static OF_TIME: LazyLock<[Finder<'static>; 2]> = LazyLock::new(|| ["ime", "IME"].map(Finder::new));

fn speaks_of_times(text: &str) -> bool {
    let text = text.as_bytes();
    memchr::memchr2(b'z', b'Z', text).is_some() || OF_TIME.iter().any(|part| part.find(text).is_some())
}

/// The zone of a sentence that says it for all: "All times are UTC", "(times in PST)", "Time zone: CET".
pub(crate) fn zone_statement(text: &str) -> Option<(Zone, Range<usize>)> {
    if !speaks_of_times(text) {
        return None;
    }
    let mut start = 0;
    for sentence in text.split_inclusive(['.', '\n', ';']) {
        let says = sentence.split(|c: char| !c.is_alphanumeric()).any(|word| {
            ["times", "timezone", "timezones", "timestamps", "zone"].iter().any(|all| word.eq_ignore_ascii_case(all))
        });
        // A sentence with clock times of its own tells an event.
        if says
            && sentence.len() < 300
            && super::stamps(sentence).iter().all(|stamp| stamp.clock.is_none())
            && let Some((zone, range)) = zone_in(sentence).or_else(|| city_in(sentence))
        {
            return Some((zone, start + range.start..start + range.end));
        }
        start += sentence.len();
    }
    None
}
