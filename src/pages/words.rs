//! The words that views and drawings say themselves: dates, durations, reasons, labels inside an SVG.
//!
//! A theme's words (`strings/<language>.toml`) win; the English here is what they fall back to. Words with
//! places (`{n}`) are filled by [`fill`]. Everything else on a page is said by templates.

use jiff::civil::Date;

use crate::model::{Milestone, Moment, Precision, Provenance};
use crate::pages::html::Typesetter;

/// Key and English, sorted by key.
const ENGLISH: &[(&str, &str)] = &[
    ("view_bar", "{label}: {count}"),
    ("view_bars_desc", "From {first} to {last}; the most was {count}, in {label}."),
    ("view_chart_title", "Incidents over time"),
    ("view_clock_on_day", "{day} {month} {clock}"),
    ("view_date", "{day} {month} {year}"),
    ("view_date_short", "{day} {month} {year}"),
    ("view_days", "{n} d"),
    ("view_feed_title", "{site}: {title}"),
    ("view_hours", "{n} h"),
    ("view_inferred", "inferred from {source}"),
    ("view_kind_exercises", "Exercises"),
    ("view_kind_incidents", "Incidents"),
    ("view_kind_near_misses", "Near misses"),
    ("view_list_separator", ", "),
    ("view_mark", "{date}: {title}"),
    ("view_marks_desc", "{n} marks from {first} to {last}; the shape is the severity."),
    ("view_median", "median {duration}"),
    ("view_milestone_acknowledged", "Acknowledged"),
    ("view_milestone_detected", "Detected"),
    ("view_milestone_mitigated", "Mitigated"),
    ("view_milestone_resolved", "Resolved"),
    ("view_milestone_started", "Started"),
    ("view_minutes", "{n} min"),
    ("view_month_1", "January"),
    ("view_month_10", "October"),
    ("view_month_11", "November"),
    ("view_month_12", "December"),
    ("view_month_2", "February"),
    ("view_month_3", "March"),
    ("view_month_4", "April"),
    ("view_month_5", "May"),
    ("view_month_6", "June"),
    ("view_month_7", "July"),
    ("view_month_8", "August"),
    ("view_month_9", "September"),
    ("view_month_short_1", "Jan"),
    ("view_month_short_10", "Oct"),
    ("view_month_short_11", "Nov"),
    ("view_month_short_12", "Dec"),
    ("view_month_short_2", "Feb"),
    ("view_month_short_3", "Mar"),
    ("view_month_short_4", "Apr"),
    ("view_month_short_5", "May"),
    ("view_month_short_6", "Jun"),
    ("view_month_short_7", "Jul"),
    ("view_month_short_8", "Aug"),
    ("view_month_short_9", "Sep"),
    ("view_phase", "{from} to {to}: {duration}"),
    ("view_phases_at", "{name} {clock}"),
    ("view_phases_later", "{name} after {duration}"),
    ("view_phases_title", "The phases of the incident, to scale"),
    ("view_quarter", "{year} Q{quarter}"),
    ("view_quote", "“{word}”"),
    ("view_source_body", "the text"),
    ("view_source_default", "the default"),
    ("view_source_file_name", "the file name"),
    ("view_source_folder", "the folder"),
    ("view_source_git", "the history of the file"),
    ("view_source_heading", "a heading"),
    ("view_source_metadata_block", "the metadata in the text"),
    ("view_spread_desc", "{n} dots on a logarithmic axis, one for each incident; {median}."),
    ("view_spread_detect", "Time from the start to detection"),
    ("view_spread_mitigate", "Time from the start to mitigation"),
    ("view_spread_resolve", "Time from the start to resolution"),
    ("view_thousands", ","),
    ("view_why_cause", "Same cause: {list}."),
    ("view_why_causes", "Same causes: {list}."),
    ("view_why_linked", "One refers to the other."),
    ("view_why_service", "Same service: {list}."),
    ("view_why_services", "Same services: {list}."),
    ("view_why_terms", "Both speak of {list}."),
    ("view_why_trigger", "Same trigger: {list}."),
];

/// The keys of the months, from January.
const MONTHS: [&str; 12] = [
    "view_month_1",
    "view_month_2",
    "view_month_3",
    "view_month_4",
    "view_month_5",
    "view_month_6",
    "view_month_7",
    "view_month_8",
    "view_month_9",
    "view_month_10",
    "view_month_11",
    "view_month_12",
];

/// The same for their short names.
const MONTHS_SHORT: [&str; 12] = [
    "view_month_short_1",
    "view_month_short_2",
    "view_month_short_3",
    "view_month_short_4",
    "view_month_short_5",
    "view_month_short_6",
    "view_month_short_7",
    "view_month_short_8",
    "view_month_short_9",
    "view_month_short_10",
    "view_month_short_11",
    "view_month_short_12",
];

/// The words in the language of the site.
#[derive(Debug, Clone, Copy)]
pub(super) struct Words<'a> {
    typesetter: &'a Typesetter,
}

impl<'a> Words<'a> {
    pub(super) fn new(typesetter: &'a Typesetter) -> Self {
        Self { typesetter }
    }

    /// A word by its key.
    pub(super) fn get(self, key: &'a str) -> &'a str {
        let found = self.typesetter.word(key);
        if found != key {
            return found;
        }
        ENGLISH.binary_search_by(|(known, _)| (*known).cmp(key)).map_or(key, |at| ENGLISH[at].1)
    }

    /// `7 March 2026`.
    pub(super) fn date(self, date: Date) -> String {
        self.day("view_date", MONTHS, date, "")
    }

    /// `7 Mar 2026`.
    pub(super) fn date_short(self, date: Date) -> String {
        self.day("view_date_short", MONTHS_SHORT, date, "")
    }

    /// `7 Mar 09:12`.
    pub(super) fn clock_on_day(self, moment: &Moment) -> String {
        match clock(moment) {
            Some(clock) => self.day("view_clock_on_day", MONTHS_SHORT, moment.date(), &clock),
            None => self.date_short(moment.date()),
        }
    }

    fn day(self, key: &'a str, months: [&'a str; 12], date: Date, clock: &str) -> String {
        let month = self.get(months[date.month().unsigned_abs() as usize - 1]);
        let (day, year) = (date.day().to_string(), date.year().to_string());
        fill(self.get(key), &[("day", &day), ("month", month), ("year", &year), ("clock", clock)])
    }

    /// `43 min`, `2 h 5 min`, `3 d 4 h`: the two largest units.
    pub(super) fn duration(self, minutes: i64) -> String {
        let (days, hours, rest) = (minutes / 1440, minutes % 1440 / 60, minutes % 60);
        let part = |key, n: i64| fill(self.get(key), &[("n", &n.to_string())]);
        match (days, hours, rest) {
            (0, 0, rest) => part("view_minutes", rest),
            (0, hours, 0) => part("view_hours", hours),
            (0, hours, rest) => format!("{} {}", part("view_hours", hours), part("view_minutes", rest)),
            (days, 0, _) => part("view_days", days),
            (days, hours, _) => format!("{} {}", part("view_days", days), part("view_hours", hours)),
        }
    }

    /// `48,211`.
    pub(super) fn number(self, value: u64) -> String {
        let digits = value.to_string();
        let mut text = String::with_capacity(digits.len() + digits.len() / 3);
        for (at, digit) in digits.chars().enumerate() {
            if at > 0 && (digits.len() - at).is_multiple_of(3) {
                text.push_str(self.get("view_thousands"));
            }
            text.push(digit);
        }
        text
    }

    /// `the file name`; none for what the author stated.
    pub(super) fn source(self, provenance: Provenance) -> Option<&'a str> {
        Some(self.get(match provenance {
            Provenance::FrontMatter => return None,
            Provenance::MetadataBlock => "view_source_metadata_block",
            Provenance::Heading => "view_source_heading",
            Provenance::FileName => "view_source_file_name",
            Provenance::Folder => "view_source_folder",
            Provenance::Body => "view_source_body",
            Provenance::Git => "view_source_git",
            Provenance::Default => "view_source_default",
        }))
    }

    /// `inferred from the file name`; none for what the author stated.
    pub(super) fn inferred(self, provenance: Provenance) -> Option<String> {
        self.source(provenance).map(|source| fill(self.get("view_inferred"), &[("source", source)]))
    }

    /// `Detected`.
    pub(super) fn milestone(self, milestone: Milestone) -> &'a str {
        self.get(match milestone {
            Milestone::Started => "view_milestone_started",
            Milestone::Detected => "view_milestone_detected",
            Milestone::Acknowledged => "view_milestone_acknowledged",
            Milestone::Mitigated => "view_milestone_mitigated",
            Milestone::Resolved => "view_milestone_resolved",
        })
    }

    /// `a, b, c`.
    pub(super) fn list(self, items: &[String]) -> String {
        items.join(self.get("view_list_separator"))
    }
}

/// `09:12`, `09:12:30`; none when only the day is known. A full minute is shown without seconds: machines write
/// them whether they are known or not.
pub(super) fn clock(moment: &Moment) -> Option<String> {
    let (hour, minute, second) = (moment.local.hour(), moment.local.minute(), moment.local.second());
    match (moment.precision, second) {
        (Precision::Day, _) => None,
        (Precision::Minute, _) | (Precision::Second, 0) => Some(format!("{hour:02}:{minute:02}")),
        (Precision::Second, second) => Some(format!("{hour:02}:{minute:02}:{second:02}")),
    }
}

/// `+00:14`, `−00:05`, `+1d 02:10`.
pub(super) fn relative(minutes: i64) -> String {
    let sign = if minutes < 0 { '−' } else { '+' };
    let minutes = minutes.unsigned_abs();
    let (days, hours, minutes) = (minutes / 1440, minutes / 60 % 24, minutes % 60);
    if days == 0 { format!("{sign}{hours:02}:{minutes:02}") } else { format!("{sign}{days}d {hours:02}:{minutes:02}") }
}

/// Puts values into the places of a template. A place without a value stays as it is; values are not looked at.
pub(super) fn fill(template: &str, values: &[(&str, &str)]) -> String {
    let mut text = String::with_capacity(template.len() + 32);
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        text.push_str(before);
        let value = after
            .split_once('}')
            .and_then(|(name, after)| Some((values.iter().find(|(known, _)| *known == name)?.1, after)));
        if let Some((value, after)) = value {
            text.push_str(value);
            rest = after;
        } else {
            text.push('{');
            rest = after;
        }
    }
    text.push_str(rest);
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_are_sorted_by_key() {
        assert!(ENGLISH.is_sorted_by(|(a, _), (b, _)| a < b));
    }

    #[test]
    fn a_theme_may_say_it_in_its_own_words() {
        let typesetter = Typesetter::default();
        let words = Words::new(&typesetter);
        assert_eq!(words.date(jiff::civil::date(2026, 3, 7)), "7 March 2026");
        assert_eq!(words.date_short(jiff::civil::date(2026, 3, 7)), "7 Mar 2026");
    }

    #[test]
    fn durations_show_their_two_largest_units() {
        #[track_caller]
        fn check(minutes: i64, expected: &str) {
            assert_eq!(Words::new(&Typesetter::default()).duration(minutes), expected);
        }
        check(0, "0 min");
        check(43, "43 min");
        check(60, "1 h");
        check(125, "2 h 5 min");
        check(1440, "1 d");
        check(4590, "3 d 4 h");
    }

    #[test]
    fn numbers_are_grouped() {
        #[track_caller]
        fn check(value: u64, expected: &str) {
            assert_eq!(Words::new(&Typesetter::default()).number(value), expected);
        }
        check(0, "0");
        check(999, "999");
        check(48_211, "48,211");
        check(1_000_000, "1,000,000");
    }

    #[test]
    fn values_are_not_filled_again() {
        assert_eq!(fill("{a} {b} {c", &[("a", "{b}"), ("b", "x")]), "{b} x {c");
        assert_eq!(fill("{} {unknown}", &[]), "{} {unknown}");
    }

    #[test]
    fn relative_times_keep_their_sign() {
        assert_eq!(relative(0), "+00:00");
        assert_eq!(relative(1570), "+1d 02:10");
        assert_eq!(relative(-5), "−00:05");
    }
}
