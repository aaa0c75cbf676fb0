//! What names say: titles without their wrapping, and the dates, ids and words in file and folder names.

use jiff::civil::Date;

use crate::parse::prose::squeeze;
use crate::parse::time::{self, Day};
use crate::text::RelPath;

/// What a heading or a file name says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Name {
    /// Without date, id and words like "Postmortem:"; empty when nothing else is there.
    pub(super) title: String,
    pub(super) day: Option<Day>,
    pub(super) id: Option<String>,
}

impl Name {
    /// A day in the middle of the year that the title names, for days that have none; no day is known with it.
    pub(super) fn year_day(&self) -> Option<Date> {
        let years = self.title.split(|c: char| !c.is_ascii_digit()).filter(|digits| digits.len() == 4);
        let mut years = years.filter_map(|digits| digits.parse().ok()).filter(|year| (1990..2100).contains(year));
        let year = years.next().filter(|_| years.next().is_none())?;
        Date::new(year, 7, 1).ok()
    }
}

/// Words that only say that this is a postmortem, longest first. Lower case.
const WRAPPERS: &[&str] = &[
    "post-incident analysis",
    "post incident analysis",
    "incident retrospective",
    "service incident report",
    "incident retro",
    "incident date",
    "incident post-mortem report",
    "incident postmortem report",
    "incident post-mortem",
    "incident post mortem",
    "incident postmortem",
    "post-incident review",
    "post incident review",
    "post-incident report",
    "post incident report",
    "post-mortem report",
    "postmortem report",
    "incident report",
    "incident review",
    "outage report",
    "outage postmortem",
    "outage post-mortem",
    "root cause analysis",
    "retrospective",
    "post-mortem",
    "post mortem",
    "postmortem",
    "ポストモーテム",
    "障害報告書",
    "障害報告",
    "复盘",
    "incidents",
    "rca",
    "pir",
    "incident",
    "outage",
];

/// Wrappers that are left where no colon or dash sets them off: "Redis outage" is a title.
const SPARSE: &[&str] = &[
    "incident",
    "incidents",
    "incident date",
    "outage",
    "rca",
    "pir",
    "retrospective",
    "incident report",
    "incident review",
    "outage report",
    "root cause analysis",
];

/// Takes a title apart.
pub(super) fn of_title(title: &str) -> Name {
    let mut name = Name::default();
    let mut text = squeeze(without_number(title));
    for _ in 0..6 {
        let before = text.len();
        let inner = text.trim_start_matches(is_edge).trim_end_matches(is_tail);
        text = leading_date(inner, &mut name.day);
        text = trailing_date(&text, &mut name.day);
        text = leading_id(&text, &mut name.id);
        text = leading_tag(&text);
        text = leading_wrapper(&text);
        text = trailing_wrapper(&text);
        if text.len() == before || text.is_empty() {
            break;
        }
    }
    name.title = text;
    // "Update on the March 7, 2026 incident"
    name.day = name
        .day
        .or_else(|| time::stamps(title).into_iter().filter_map(|stamp| stamp.day).find(|day| day.year.is_some()));
    name
}

/// Without "1. " at its start, where sections are numbered and the title is, too.
fn without_number(title: &str) -> &str {
    let digits = title.bytes().take_while(u8::is_ascii_digit).count();
    match title[digits..].strip_prefix(". ") {
        Some(rest) if (1..=2).contains(&digits) && !rest.trim().is_empty() && time::stamp(title).is_none() => rest,
        _ => title,
    }
}

/// What tells one incident from another in a heading that names one.
pub(super) fn of_incident(heading: &str) -> Option<String> {
    let name = of_title(heading);
    let is_named =
        name.title.split(|c: char| !c.is_alphanumeric()).filter(|word| word.chars().any(char::is_alphabetic)).count()
            > 1;
    if let Some(id) = name.id {
        return is_named.then_some(id);
    }
    let day = name.day.or_else(|| day_of_incident(heading))?;
    (is_named && day.year.is_some()).then(|| format!("{:?}-{}-{}", day.year, day.month, day.day))
}

/// The day in a heading that names an incident: also in "Incident on 2026-03-07 14:22 - queue stuck".
pub(super) fn day_of_incident(heading: &str) -> Option<Day> {
    let in_sentence = || {
        let lower = heading.to_lowercase();
        let says = lower.starts_with("incident") || lower.starts_with("outage");
        says.then(|| time::stamps(heading).into_iter().find_map(|stamp| stamp.day))?
    };
    of_title(heading).day.or_else(in_sentence)
}

/// Takes the name of a file apart, or that of its folder for `x/index.md`.
pub(super) fn of_path(path: &RelPath) -> Name {
    let stem = path.stem();
    let is_index =
        matches!(stem.to_ascii_lowercase().as_str(), "index" | "readme" | "postmortem" | "post-mortem" | "report");
    let folder = path.parent().rsplit('/').next().unwrap_or_default();
    of_file_name(if is_index && !folder.is_empty() { folder } else { stem })
}

/// The day that the folders say: `2026/03/07/…`, `2026-03-07-slug/…`.
pub(super) fn date_of_folders(path: &RelPath) -> Option<Date> {
    let folders: Vec<&str> = path.parent().split('/').collect();
    let of_one = folders.iter().rev().find_map(|folder| of_file_name(folder).day?.date(None));
    of_one.or_else(|| {
        folders.windows(3).rev().find_map(|parts| {
            let year = parts[0].parse().ok().filter(|year| (1900..2200).contains(year) && parts[0].len() == 4)?;
            Date::new(year, parts[1].parse().ok()?, parts[2].parse().ok()?).ok()
        })
    })
}

fn of_file_name(stem: &str) -> Name {
    let mut name = Name::default();
    let text = squeeze(&stem.replace('_', " "));
    let mut rest = text.clone();
    if let Some((day, start, end)) = time::day_in_name(&text) {
        name.day = Some(day);
        rest = format!("{} {}", &text[..start], &text[end..]);
    }
    let mut rest = rest.trim_matches(is_edge).to_owned();
    rest = leading_id(&rest, &mut name.id);
    // "001-queue-stuck"; a year and a month say neither a day nor a number.
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    if (2..=5).contains(&digits) && rest[digits..].starts_with(['-', ' ', '.']) {
        let number = rest[..digits].to_owned();
        rest.drain(..digits);
        if digits == 4 && (number.starts_with("19") || number.starts_with("20")) {
            let month = rest.len() - rest.trim_start_matches(|c: char| is_edge(c) || c.is_ascii_digit()).len();
            rest.drain(..month);
        } else {
            name.id.get_or_insert(number);
        }
    }
    // Hyphens are blanks where there are no others.
    let spoken = if rest.trim().contains(' ') && !rest.contains("--") { rest } else { rest.replace('-', " ") };
    let spoken = squeeze(spoken.trim_matches(is_edge));
    let mut letters = spoken.chars();
    name.title = letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect());
    // "330_incident_retro": without its number no name would be left.
    if is_generic(&name.title) {
        if let Some(id) = &name.id {
            name.title = format!("{id} {spoken}");
        }
        return name;
    }
    name.title = leading_wrapper(&name.title);
    name
}

/// Words that name no incident by themselves.
const GENERIC: &[&str] = &[
    "incident",
    "outage",
    "postmortem",
    "post",
    "mortem",
    "retro",
    "retrospective",
    "report",
    "review",
    "rca",
    "title",
    "untitled",
    "template",
    "document",
    "",
];

/// Whether a title only says what kind of document it is.
pub(super) fn is_generic(title: &str) -> bool {
    title.to_lowercase().split([' ', '-', ':']).all(|word| GENERIC.contains(&word))
}

fn is_edge(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, ':' | '-' | '–' | '—' | '|' | ',' | '_' | '/' | '.' | '：' | '·')
        || (!c.is_alphanumeric() && !c.is_ascii())
}

fn is_tail(c: char) -> bool {
    c.is_whitespace() || matches!(c, ':' | '-' | '–' | '—' | '|' | ',' | '_' | '/' | '：')
}

/// "2026-03-07 4:23PM PST, Title", "[2026-03-07] Title".
fn leading_date(text: &str, day: &mut Option<Day>) -> String {
    let Some(stamp) = time::stamp(text) else { return text.to_owned() };
    let Some(found) = stamp.day.filter(|day| day.year.is_some()) else { return text.to_owned() };
    // Only a date in front, not one after "On …" or in the sentence.
    if text[..stamp.start].contains(char::is_alphabetic) && !is_weekday_lead(&text[..stamp.start]) {
        return text.to_owned();
    }
    day.get_or_insert(found);
    let rest = text[stamp.end..].trim_start_matches(|c: char| is_edge(c) || matches!(c, ')' | ']'));
    if rest.is_empty() { text.to_owned() } else { rest.to_owned() }
}

fn is_weekday_lead(text: &str) -> bool {
    text.trim().trim_end_matches(',').to_lowercase().ends_with("day")
}

/// "Title (2026-03-07)", "Title - March 7, 2026", "Title on 2026-03-07".
fn trailing_date(text: &str, day: &mut Option<Day>) -> String {
    let trimmed = text.trim_end_matches([')', ']', '.', ' ']);
    let Some(stamp) = time::stamps(trimmed).pop().filter(|stamp| stamp.end == trimmed.len()) else {
        return text.to_owned();
    };
    let Some(found) = stamp.day.filter(|day| day.year.is_some()) else { return text.to_owned() };
    day.get_or_insert(found);
    let before = &trimmed[..stamp.start];
    let lead = before.trim_end_matches(|c: char| is_tail(c) || matches!(c, '(' | '['));
    // "The report for 2026-03-07": without the date half a sentence would be left.
    let set_off = lead.len() < before.trim_end().len();
    if set_off && !lead.is_empty() { lead.to_owned() } else { text.to_owned() }
}

/// "PM2026-008 - Title", "INC-123: Title", "[INC-123] Title", "PM-0001: Title", "#12: Title".
fn leading_id(text: &str, id: &mut Option<String>) -> String {
    let inner = text.trim_start_matches(['[', '(', '#']);
    let end = inner.find(|c: char| !(c.is_ascii_alphanumeric() || c == '-')).unwrap_or(inner.len());
    // A slug goes on with hyphens: the id ends with its last group of digits.
    let token = &inner[..end];
    let Some(length) = id_length(token, inner.len() < text.len()) else { return text.to_owned() };
    let rest = inner[length..].trim_start_matches(|c: char| is_edge(c) || matches!(c, ']' | ')'));
    let set_off = inner[length..].starts_with([':', '-', ']', ')', ' ', '–', '—', '.', ',']) || rest.is_empty();
    if !set_off || id.is_some() {
        return text.to_owned();
    }
    *id = Some(inner[..length].to_owned());
    if rest.is_empty() { text.to_owned() } else { rest.to_owned() }
}

/// The bytes of an id at the start of a token: letters and digits as in `INC-2026-014`, `PM2021-008`, `PM-0001`.
fn id_length(token: &str, marked: bool) -> Option<usize> {
    let letters = token.bytes().take_while(u8::is_ascii_alphabetic).count();
    let prefix = &token[..letters];
    if letters == 0 {
        let digits = token.bytes().take_while(u8::is_ascii_digit).count();
        return (marked && digits > 0 && digits == token.len()).then_some(digits);
    }
    let known = ["inc", "pm", "ir", "pir", "rca", "incident", "im", "pmr", "postmortem", "outage", "iar"];
    let is_known = known.iter().any(|known| prefix.eq_ignore_ascii_case(known));
    let is_key = (2..=6).contains(&letters) && prefix.bytes().all(|byte| byte.is_ascii_uppercase());
    let is_severity = prefix.eq_ignore_ascii_case("sev");
    if is_severity || !(is_known || (is_key && marked)) {
        return None;
    }
    let mut at = letters;
    let mut groups = 0;
    while groups < 3 {
        let from = if token[at..].starts_with('-') { at + 1 } else { at };
        let digits = token[from..].bytes().take_while(u8::is_ascii_digit).count();
        let ends = !token[from + digits..].starts_with(|c: char| c.is_ascii_alphabetic());
        // One or two digits alone are a day, a count, a version.
        if digits == 0 || !ends || (groups > 0 && digits < 2) {
            break;
        }
        at = from + digits;
        groups += 1;
    }
    let digits = token[letters..at].bytes().filter(u8::is_ascii_digit).count();
    (groups > 0 && digits >= 1 && !(digits == 8 && groups == 3)).then_some(at)
}

/// `[Public] Title`, `[Draft] Title`.
fn leading_tag(text: &str) -> String {
    let inside = text.strip_prefix('[').and_then(|rest| rest.split_once(']'));
    let known = [
        "public",
        "internal",
        "draft",
        "wip",
        "final",
        "resolved",
        "closed",
        "external",
        "postmortem",
        "post-mortem",
        "incident",
    ];
    match inside {
        Some((tag, rest)) if known.contains(&tag.trim().to_lowercase().as_str()) && !rest.trim().is_empty() => {
            rest.trim_start_matches(is_edge).to_owned()
        }
        _ => text.to_owned(),
    }
}

fn leading_wrapper(text: &str) -> String {
    let lower = text.to_lowercase();
    if lower.len() != text.len() {
        return text.to_owned();
    }
    for wrapper in WRAPPERS {
        let Some(rest) = lower.strip_prefix(wrapper) else { continue };
        let after = &text[text.len() - rest.len()..];
        let set_off = after.trim_start().starts_with([':', '-', '–', '—', '|', '：'])
            || (*wrapper == "incidents" && after.starts_with('/'));
        let follows = [" for ", " of ", " on ", " about "].iter().find(|word| rest.starts_with(**word));
        let bare = after.starts_with(' ') && !SPARSE.contains(wrapper);
        if set_off || (follows.is_some() && !SPARSE.contains(wrapper)) || bare {
            let after = follows.filter(|_| !set_off).map_or(after, |word| &after[word.len()..]);
            let title = after.trim_start_matches(is_edge);
            if !title.is_empty() {
                return title.to_owned();
            }
        }
    }
    text.to_owned()
}

fn trailing_wrapper(text: &str) -> String {
    let lower = text.to_lowercase();
    if lower.len() != text.len() {
        return text.to_owned();
    }
    let bracketed = lower.ends_with([')', ']']);
    let trimmed = lower.trim_end_matches([')', ']']);
    for wrapper in WRAPPERS {
        let Some(rest) = trimmed.strip_suffix(wrapper) else { continue };
        let before = &text[..rest.len()];
        let set_off = before.trim_end().ends_with([':', '-', '–', '—', '|', '：', ','])
            || (bracketed && before.trim_end().ends_with(['(', '[']));
        let bare = before.ends_with(' ') && !SPARSE.contains(wrapper) && !bracketed;
        let title = before.trim_end_matches(|c: char| is_tail(c) || matches!(c, '(' | '['));
        if (set_off || bare) && !title.is_empty() {
            return title.to_owned();
        }
    }
    text.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(name: &Name) -> String {
        let date = match name.day {
            None => "-".to_owned(),
            Some(day) if day.either => "either".to_owned(),
            Some(day) => day.date(None).map_or_else(String::new, |date| date.to_string()),
        };
        format!("{} | {date} | {}", name.title, name.id.as_deref().unwrap_or("-"))
    }

    #[track_caller]
    fn check_title(title: &str, expected: &str) {
        assert_eq!(shown(&of_title(title)), expected);
    }

    #[track_caller]
    fn check_path(path: &str, expected: &str) {
        let path = RelPath::new(path).unwrap_or_default();
        let name = of_path(&path);
        let folders = date_of_folders(&path).map_or("-".to_owned(), |date| date.to_string());
        assert_eq!(format!("{} | {folders}", shown(&name)), expected);
    }

    #[test]
    fn titles_lose_their_wrapping() {
        check_title("Postmortem: Checkout returned 500s", "Checkout returned 500s | - | -");
        check_title("2026-03-07 4:23PM PST, Queue (of parcels) stuck", "Queue (of parcels) stuck | 2026-03-07 | -");
        check_title("March 7th, 2026 Router outage", "Router outage | 2026-03-07 | -");
        check_title("Search index lost – Post-mortem (2026-03-07)", "Search index lost | 2026-03-07 | -");
        check_title("Incident report - 2026-03-07 - Locker door stays shut", "Locker door stays shut | 2026-03-07 | -");
        check_title("INC-2026-014: TLS expired", "TLS expired | - | INC-2026-014");
        check_title("[OPS-12] Label printer", "Label printer | - | OPS-12");
        check_title("[Public] Locker doors Post-Mortem", "Locker doors | - | -");
        check_title("🔥 Queue postmortem", "Queue | - | -");
        check_title("incident date: 2026-03-07, queue stuck", "queue stuck | 2026-03-07 | -");
        check_title("Incidents/2026-03-07 queue", "queue | 2026-03-07 | -");
        check_title("1. Incident report: queue stuck", "queue stuck | - | -");
        check_title("7. March 2026: queue stuck", "queue stuck | 2026-03-07 | -");
        check_title("Incident retro - queue stuck", "queue stuck | - | -");
        check_title("Queue stuck 03/04/2026", "Queue stuck 03/04/2026 | either | -");
    }

    #[test]
    fn titles_keep_their_words() {
        check_title("Redis outage", "Redis outage | - | -");
        check_title("Postmortem", "Postmortem | - | -");
        check_title("4/26 delays", "4/26 delays | - | -");
        check_title("Update on the March 7, 2026 incident", "Update on the March 7, 2026 incident | 2026-03-07 | -");
        check_title("S3 (us-east-1) slow", "S3 (us-east-1) slow | - | -");
        check_title("The report for 2026-03-07", "The report for 2026-03-07 | 2026-03-07 | -");
        check_title("", " | - | -");
        check_title("2026-03-07", "2026-03-07 | 2026-03-07 | -");
    }

    #[test]
    fn file_names() {
        check_path("a/2026-03-07-queue-stuck.md", "Queue stuck | 2026-03-07 | - | -");
        check_path("20260307_queue_stuck.md", "Queue stuck | 2026-03-07 | - | -");
        check_path("PM2026-008 - Queue stuck in EU-West.md", "Queue stuck in EU-West | - | PM2026-008 | -");
        check_path("001-queue-stuck.md", "Queue stuck | - | 001 | -");
        check_path("INC-2026-014-queue.md", "Queue | - | INC-2026-014 | -");
        check_path("27-03-2026-queue.md", "Queue | 2026-03-27 | - | -");
        check_path("03272026.md", " | 2026-03-27 | - | -");
        check_path("03072026_queue.md", "Queue | either | - | -");
        check_path("incident-2026-03-07.md", "Incident | 2026-03-07 | - | -");
        check_path("330_incident_retro.md", "330 incident retro | - | 330 | -");
        check_path("2026-03-queue.md", "Queue | - | - | -");
    }

    #[test]
    fn folders() {
        check_path("2026/03/07/queue.md", "Queue | - | - | 2026-03-07");
        check_path("2026-03-07-queue/index.md", "Queue | 2026-03-07 | - | 2026-03-07");
        check_path("2026/queue.md", "Queue | - | - | -");
    }
}
