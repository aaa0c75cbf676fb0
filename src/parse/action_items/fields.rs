//! What an item says of itself: whether it is done, who sees to it, by when, in which ticket.

use std::ops::Range;

use jiff::civil::Date;

use crate::model::{ActionItem, ActionKind, ActionStatus, Link, Target};
use crate::parse::prose::{Prose, Style, squeeze};
use crate::parse::time;
use crate::text::{Span, Spanned};

/// Takes the text of an item apart; none when it says that there is none.
pub(super) fn item(prose: &Prose, span: Span, links: &[Link]) -> Option<ActionItem> {
    let text = prose.plain();
    let labelled = action_label(prose).unwrap_or(0);
    let marks = without_marks(&text[labelled..]);
    let body = labelled + marks.start..labelled + marks.end;
    let told = squeeze(&text[body.clone()]);
    if is_nothing(&told) {
        return None;
    }
    let place = |range: Range<usize>| prose.span(range);
    let handle = owner(text).map(|range| Spanned::new(owner_name(&text[range.clone()]), place(range)));
    let due = due(text).map(|(date, range)| Spanned::new(date, place(range)));
    let status = status(prose).map(|(status, range)| Spanned::new(status, place(range)));
    let kind = kind_mark(text).map(|(kind, range)| Spanned::new(kind, place(range)));
    let ticket = ticket(prose, span, links);
    Some(ActionItem { span, text: told, kind, owner: handle, due, status, ticket, addresses: None })
}

/// Reads a detail below an item ("Owner: payments"); what is already known stays.
pub(super) fn detail(prose: &Prose, item: &mut ActionItem) {
    for line in prose.lines() {
        let text = &prose.plain()[line.clone()];
        let Some(colon) = text.find([':', '：']) else { continue };
        let key = text[..colon].trim().to_lowercase();
        let start = colon + text[colon..].chars().next().map_or(1, char::len_utf8);
        let value = text[start..].trim();
        if value.is_empty() || is_nothing(value) {
            continue;
        }
        let at = line.start + start + (text[start..].len() - text[start..].trim_start().len());
        let span = prose.span(at..at + value.len());
        match field(&key) {
            Some(Field::Owner) => {
                item.owner.get_or_insert_with(|| Spanned::new(owner_name(value), span));
            }
            Some(Field::Due) => {
                if let (None, Some(date)) = (&item.due, due_of(value)) {
                    item.due = Some(Spanned::new(date, span));
                }
            }
            Some(Field::Status) => {
                if let (None, Some(status)) = (&item.status, status_of(value)) {
                    item.status = Some(Spanned::new(status, span));
                }
            }
            Some(Field::Ticket) => {
                item.ticket.get_or_insert_with(|| Spanned::new(squeeze(value), span));
            }
            Some(Field::Kind) => {
                if let (None, Some(kind)) = (&item.kind, kind_of_group(value)) {
                    item.kind = Some(Spanned::new(kind, span));
                }
            }
            Some(Field::Action) | None => {}
        }
    }
}

/// What a column or a detail is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    Action,
    Owner,
    Due,
    Status,
    Ticket,
    Kind,
}

/// The field that a column head or the key of a detail names.
pub(super) fn field(name: &str) -> Option<Field> {
    let name: Vec<String> =
        name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase).collect();
    let name = name.join(" ");
    Some(match name.as_str() {
        "action" | "action item" | "action items" | "actions" | "task" | "tasks" | "item" | "description" | "what"
        | "todo" | "to do" | "recommendation" | "improvement" | "measure" | "corrective action" | "title"
        | "follow up" | "followup" | "countermeasure" | "work" | "work item" | "details" | "summary"
        | "remediation" | "remediation item" | "preventive measure" | "対策" | "アクション" => Field::Action,
        "owner" | "owners" | "assignee" | "assigned to" | "assigned" | "who" | "responsible" | "dri" | "lead"
        | "person" | "team" | "poc" | "owner team" | "owning team" | "owner s" | "responsible team"
        | "point of contact" | "担当" | "担当者" => Field::Owner,
        "due" | "due date" | "deadline" | "eta" | "target" | "target date" | "by when" | "when" | "date" | "due by"
        | "by" | "expected" | "target completion" | "completion date" | "期限" => Field::Due,
        "status" | "state" | "done" | "progress" | "complete" | "completed" | "状態" => Field::Status,
        "ticket" | "tickets" | "issue" | "issues" | "jira" | "link" | "links" | "bug" | "pr" | "tracking"
        | "reference" | "tracking issue" | "tracked in" | "tracker" | "issue number" | "bug id" | "github issue"
        | "tracking bug" | "url" | "tracked by" | "pull request" => Field::Ticket,
        "type" | "kind" | "category" | "classification" | "action type" => Field::Kind,
        _ => return None,
    })
}

/// The kind that a heading, a label or a cell names; none when it names several.
pub(super) fn kind_of_group(text: &str) -> Option<ActionKind> {
    let mut found = None;
    for word in text.split(|c: char| !c.is_alphabetic()).take(8).filter(|word| !word.is_empty()) {
        let word = word.to_lowercase();
        let stem = |stems: &[&str]| stems.iter().any(|stem| word.starts_with(stem));
        let kind = if stem(&["prevent", "avoid"]) {
            ActionKind::Prevent
        } else if stem(&["detect", "monitor", "alert", "observab"]) {
            ActionKind::Detect
        } else if stem(&["mitigat"]) {
            ActionKind::Mitigate
        } else if stem(&["repair", "cleanup"]) {
            ActionKind::Repair
        } else if stem(&["investigat"]) {
            ActionKind::Investigate
        } else if stem(&["process", "document", "communicat", "training"]) {
            ActionKind::Process
        } else {
            continue;
        };
        if found.is_some_and(|other| other != kind) {
            return None;
        }
        found = Some(kind);
    }
    found
}

/// A kind that the item itself begins with: `[Prevent] …`, `(detect) …`, `Mitigate: …`.
fn kind_mark(text: &str) -> Option<(ActionKind, Range<usize>)> {
    let start = text.len() - text.trim_start_matches(|c: char| !c.is_alphanumeric()).len();
    let word_end = start + text[start..].find(|c: char| !c.is_alphabetic()).unwrap_or(text.len() - start);
    let marked = text[word_end..].starts_with([']', ')', ':', '：', '*']) || text[..start].ends_with(['[', '(']);
    let in_front = kind_of_group(&text[start..word_end]).filter(|_| marked).map(|kind| (kind, start..word_end));
    in_front.or_else(|| bracketed_kind(text))
}

/// A kind that is the first word of a bracket: "… (prevent; owner: payments)". Exactly a kind: "(monitoring)" may say
/// where.
fn bracketed_kind(text: &str) -> Option<(ActionKind, Range<usize>)> {
    text.match_indices(['(', '[']).find_map(|(open, _)| {
        let inner = &text[open + 1..];
        let word = &inner[..inner.find([';', ',', ')', ']', '|'])?];
        let start = open + 1 + (word.len() - word.trim_start().len());
        let word = word.trim();
        let kind = match word.to_lowercase().as_str() {
            "prevent" | "prevention" | "preventive" | "preventative" => ActionKind::Prevent,
            "detect" | "detection" | "detective" => ActionKind::Detect,
            "mitigate" | "mitigation" => ActionKind::Mitigate,
            "repair" => ActionKind::Repair,
            "investigate" | "investigation" => ActionKind::Investigate,
            "process" => ActionKind::Process,
            _ => return None,
        };
        Some((kind, start..start + word.len()))
    })
}

/// Whether a heading is that of an explanation of the other columns.
pub(super) fn is_legend(heading: &str) -> bool {
    let heading = heading.to_lowercase();
    let words = ["legend", "categories", "definitions", "explanation", "説明", "凡例"];
    words.iter().any(|word| heading.contains(word))
}

/// A team that stands alone as a label: a handle, or a name that says so.
pub(super) fn team(text: &str) -> Option<String> {
    let text = text.trim().trim_end_matches([':', '：']).trim();
    let says_team = text
        .split(|c: char| !c.is_alphanumeric())
        .any(|word| ["team", "squad", "sre", "crew", "guild"].iter().any(|team| word.eq_ignore_ascii_case(team)));
    ((text.starts_with('@') && !text.contains(' ')) || (says_team && text.split_whitespace().count() <= 4))
        .then(|| owner_name(text))
}

/// Whether a sentence or heading says that what follows it will not be done.
pub(super) fn rejects(text: &str) -> bool {
    #[rustfmt::skip]
    const REJECTIONS: &[&str] = &[
        "decided against", "decided not to", "chose not to", "will not do", "won't do", "are not doing", "considered
        and rejected", "considered but", "rejected option", "rejected alternative", "rejected idea", "not pursued",
        "not doing", "ruled out", "discarded", "we rejected", "were rejected",
    ];
    let text = text.to_lowercase().replace('’', "'");
    REJECTIONS.iter().any(|rejection| text.contains(rejection))
        || matches!(text.trim().trim_end_matches(':'), "rejected" | "dropped" | "won't fix" | "declined")
}

/// Words of headings that group actions by what they are, not by who sees to them.
#[rustfmt::skip]
const GROUPS: &[&str] = &[
    "short", "long", "medium", "near", "mid", "term", "immediate", "immediately", "later", "soon", "now", "next",
    "high", "low", "critical", "urgent", "priority", "technical", "process", "other", "general", "misc", "done",
    "completed", "complete", "open", "closed", "pending", "todo", "optional", "planned", "ongoing", "in",
    "progress", "actions", "action", "items", "item", "notes", "note", "code", "documentation", "docs", "testing",
    "tests", "tooling", "monitoring", "alerting", "prevention", "detection", "mitigation", "response", "recovery",
    "communication", "training", "fix", "fixes", "improvements", "infrastructure", "configuration", "deployment",
    "security", "required", "recommended", "steps", "week", "month", "quarter", "future", "follow", "up", "ups",
    "summary", "background", "example", "examples", "result", "results", "benefits", "risks", "goal", "goals",
    "tasks", "measures", "changes", "resolved", "remaining", "status", "must", "should", "could", "nice",
];

/// Whether a bold line is the name of a person or team: a few capitalised words, none of which names a group of
/// actions.
pub(super) fn is_name(text: &str) -> bool {
    let text = text.trim().trim_end_matches([':', '：']);
    let words: Vec<&str> = text.split([' ', '/', '&', ',']).filter(|word| !word.is_empty() && *word != "and").collect();
    let is_word = |word: &&str| {
        let bare = word.trim_start_matches('@');
        bare.starts_with(char::is_uppercase)
            && bare.chars().all(|c| c.is_alphabetic() || matches!(c, '-' | '.' | '\'' | '’'))
            && !GROUPS.iter().any(|group| bare.eq_ignore_ascii_case(group))
    };
    (1..=3).contains(&words.len()) && words.iter().all(is_word) && kind_of_group(text).is_none()
}

/// Words before "to" that are no names: "Continue to …", "Need to …".
#[rustfmt::skip]
const NO_ACTORS: &[&str] = &[
    "need", "needs", "want", "wants", "continue", "try", "plan", "aim", "add", "move", "switch", "migrate",
    "upgrade", "downgrade", "change", "go", "look", "consider", "work", "commit", "decide", "agree", "intend",
    "ensure", "make", "have", "ought", "talk", "speak", "reach", "be", "get", "return", "revert", "respond",
    "connect", "deploy", "send", "write", "link", "post", "forward", "escalate", "subscribe", "listen", "refer",
    "due", "how", "where", "when", "what", "why", "who", "which", "way", "ways", "access", "steps", "step", "fix",
    "fixes", "response", "according", "prior", "thanks", "similar", "changes", "updates", "update", "improvement",
    "improvements", "tests", "test", "ticket", "issue", "alert", "alerts", "script", "tool", "process", "doc",
    "docs", "documentation", "prepare", "learn", "start", "begin", "attempt", "seek", "use", "apply", "remember",
    "ability", "option", "possibility", "opportunity", "guide", "policy", "rule", "check", "mechanism",
    "monitoring", "nothing", "something", "things", "time", "we", "i", "it", "this", "that", "these", "they", "you",
    "unable", "easy", "hard", "better", "possible", "able", "push", "pull", "transition", "convert", "report",
    "respond", "expose", "extend", "introduce", "back", "todo", "action", "proposal", "request", "support",
    "approach", "method", "feature", "bug", "pr", "plans", "job", "jobs", "automate", "allow", "invest",
    "investigate", "create", "explore", "discuss", "agreed", "decided", "promote", "scale",
];

/// "Ed to write it down", "Search team to add alerts": who is to do it.
fn actor(text: &str) -> Option<Range<usize>> {
    let start = text.len() - text.trim_start_matches(|c: char| !c.is_alphanumeric() && c != '@').len();
    let to = text[start..].find(" to ").filter(|to| *to <= 30)?;
    let name = &text[start..start + to];
    let mut words = name.split(' ');
    let first = words.next()?;
    let is_name = |word: &str| {
        word.starts_with(char::is_uppercase) && word.chars().all(|c| c.is_alphabetic() || c == '-')
            || matches!(word, "and" | "team" | "&")
    };
    let is_first =
        first.starts_with(char::is_uppercase) && !NO_ACTORS.iter().any(|word| first.eq_ignore_ascii_case(word));
    let verb = text[start + to + 4..].chars().next().is_some_and(char::is_lowercase);
    (is_first && verb && is_name(first) && words.all(is_name) && name.split(' ').count() <= 3)
        .then_some(start..start + to)
}

/// Whether a word can be somebody's initials.
pub(super) fn are_initials(word: &str) -> bool {
    matches!(word.len(), 2 | 3) && word.bytes().all(|byte| byte.is_ascii_uppercase())
}

/// The initials at the end of an item, in brackets or behind a dash: "Add an alert (KL)", "Add an alert - KL".
pub(super) fn initials(text: &str) -> Option<Range<usize>> {
    let text = text.trim_end().trim_end_matches('.');
    let inner = text.strip_suffix([')', ']']).unwrap_or(text);
    let start = inner.trim_end_matches(|c: char| c.is_ascii_uppercase()).len();
    let before = inner[..start].trim_end_matches(' ');
    let is_apart =
        if inner.len() < text.len() { before.ends_with(['(', '[']) } else { before.ends_with(['-', '–', '—']) };
    (is_apart && are_initials(&inner[start..])).then_some(start..inner.len())
}

/// Whether a text only introduces what follows: it ends with a colon, and does not say what is to be done.
pub(super) fn is_lead_in(text: &str) -> bool {
    let text = text.trim();
    if !text.ends_with([':', '：']) {
        return false;
    }
    let words: Vec<String> =
        text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase).collect();
    let promises = words.iter().skip(1).any(|word| matches!(word.as_str(), "will" | "need" | "needs" | "must" | "to"))
        || words.first().is_some_and(|word| word == "we");
    let introduces = words.first().is_some_and(|word| {
        matches!(
            word.as_str(),
            "in" | "for" | "the" | "these" | "this" | "following" | "to" | "some" | "other" | "as" | "here" | "things"
        )
    });
    !(promises && !introduces && words.len() > 6)
}

/// Where the text after a bold "Action item:", "Action taken:" or "Actions planned:" begins.
pub(super) fn action_label(prose: &Prose) -> Option<usize> {
    let text = prose.plain();
    if !prose.style(0).has(Style::STRONG) {
        return None;
    }
    let colon = text.find([':', '：']).filter(|colon| *colon <= 20)?;
    let key = text[..colon].to_lowercase();
    let known = [
        "action item",
        "action",
        "action taken",
        "action planned",
        "actions taken",
        "actions planned",
        "follow-up",
        "follow up",
    ];
    let end = colon + text[colon..].chars().next().map_or(1, char::len_utf8);
    (known.contains(&key.trim()) && !text[end..].trim().is_empty()).then_some(end)
}

/// Whether a line says that it is an item.
pub(super) fn is_marked(line: &str) -> bool {
    let line = line.trim_start();
    let lower = |prefix: &&str| line.get(..prefix.len()).is_some_and(|head| head.eq_ignore_ascii_case(prefix));
    line.starts_with(['☐', '☑', '☒', '✅', '✔', '✓', '⬜', '🔲', '•'])
        || ["[ ]", "[x]", "todo:", "action item:", "action:", "ai:"].iter().any(lower)
}

/// What is left of an item's text without boxes, ticks, "Action item:" and a ticket in front.
fn without_marks(text: &str) -> Range<usize> {
    let mut start = 0;
    loop {
        let rest = &text[start..];
        let trimmed = rest.trim_start_matches(|c: char| {
            c.is_whitespace()
                || matches!(
                    c,
                    '☐' | '☑'
                        | '☒'
                        | '✅'
                        | '✔'
                        | '✓'
                        | '❌'
                        | '⬜'
                        | '🔲'
                        | '🟩'
                        | '\u{fe0f}'
                        | '-'
                        | '•'
                        | '–'
                )
        });
        let mut next = text.len() - trimmed.len();
        let lower = |prefix: &str| trimmed.get(..prefix.len()).is_some_and(|head| head.eq_ignore_ascii_case(prefix));
        for label in ["[ ]", "[x]", "action item:", "action:", "todo:", "ai:", "[action item]"] {
            if lower(label) {
                next += label.len();
            }
        }
        // "[#2226]: text", "#123 – text"
        let bracket = trimmed.strip_prefix('[').unwrap_or(trimmed);
        if let Some(number) = bracket.strip_prefix('#') {
            let digits = number.bytes().take_while(u8::is_ascii_digit).count();
            let after = number[digits..].trim_start_matches([']', ')']).trim_start();
            if digits > 0 && after.starts_with([':', '-', '–', '—']) {
                let after = after.trim_start_matches([':', '-', '–', '—', ' ']);
                next = text.len() - after.len();
            }
        }
        if next == start {
            break;
        }
        start = next;
    }
    start..text.len()
}

fn is_nothing(text: &str) -> bool {
    let word: String = text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    matches!(
        word.as_str(),
        "" | "none" | "na" | "tbd" | "nothing" | "noactionitems" | "noneyet" | "todo" | "noaction" | "noneatthistime"
    )
}

/// Who sees to it: "Owner: x", "(@x)", "@x: …", "… – @x".
fn owner(text: &str) -> Option<Range<usize>> {
    for label in ["owner:", "assignee:", "assigned to:", "responsible:", "owned by:", "dri:"] {
        let Some(at) = find_ignoring_case(text, label) else { continue };
        let from = at + label.len();
        let value = &text[from..];
        let end = value.find([';', ',', ')', ']', '|', '\n']).unwrap_or(value.len());
        let value = value[..end].split(['–', '—', '|']).next().unwrap_or_default();
        let value = value.split(" - ").next().unwrap_or_default();
        let start = from + (value.len() - value.trim_start().len());
        let end = start + value.trim().trim_end_matches('.').len();
        if end > start && !is_nothing(&text[start..end]) {
            return Some(start..end);
        }
    }
    for (at, _) in text.match_indices('@') {
        let before = text[..at].trim_end();
        let handle = handle_length(&text[at + 1..]);
        if handle == 0 {
            continue;
        }
        let end = at + 1 + handle;
        let after = text[end..].trim_start();
        let opens = before.ends_with(['(', '[']) && after.starts_with([')', ']', ',', '/', '&', ';']);
        let begins =
            without_marks(text).start >= at && (after.starts_with([':', '-', '–', '—']) || after.starts_with("to "));
        let ends = after.trim_matches(|c: char| !c.is_alphanumeric()).is_empty()
            && before.ends_with(['-', '–', '—', ':', '|', '.', '→', '>']);
        if opens || begins || ends {
            return Some(at..end);
        }
    }
    bracketed_name(text).or_else(|| actor(text))
}

/// A name in square brackets at the end: "… before release [Queue team]".
fn bracketed_name(text: &str) -> Option<Range<usize>> {
    let trimmed = text.trim_end().trim_end_matches('.');
    let inner = trimmed.strip_suffix(']')?;
    let start = inner.rfind('[')? + 1;
    let name = &inner[start..];
    let is_name = name.split_whitespace().count() <= 3
        && name.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '-' | '.' | '@'))
        && name.starts_with(|c: char| c.is_uppercase() || c == '@')
        && name.contains(char::is_lowercase)
        && status_of(name).is_none()
        && kind_of_group(name).is_none();
    (is_name && start > 1).then_some(start..inner.len())
}

/// The bytes of a handle: letters, digits, hyphens, underlines, `/` for teams. An address is none.
fn handle_length(text: &str) -> usize {
    let end = text.find(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '_' | '/'))).unwrap_or(text.len());
    let is_address = text[end..].strip_prefix('.').is_some_and(|rest| rest.starts_with(char::is_alphanumeric));
    if is_address { 0 } else { text[..end].trim_end_matches(['-', '_', '/']).len() }
}

/// An owner as shown: without marks around it.
pub(super) fn owner_name(text: &str) -> String {
    squeeze(text.trim().trim_matches(['*', '_', '`', '(', ')', '[', ']', ':']))
}

/// By when: a date after "due", "by", "before", "ETA", "deadline", or alone in brackets at the end.
fn due(text: &str) -> Option<(Date, Range<usize>)> {
    for stamp in time::stamps(text) {
        let Some(date) = stamp.day.filter(|day| day.year.is_some()).and_then(|day| day.date(None)) else { continue };
        let before =
            text[..stamp.start].trim_end_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '~' | '*' | '='));
        let word = before.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default().to_lowercase();
        let told = matches!(word.as_str(), "due" | "by" | "before" | "eta" | "deadline" | "target" | "until");
        let bracketed = before.ends_with(['(', '[']) && text[stamp.end..].trim_matches([')', ']', '.', ' ']).is_empty();
        let due_date = word == "date" && before.to_lowercase().ends_with("due date");
        if told || bracketed || due_date {
            return Some((date, stamp.start..stamp.end));
        }
    }
    None
}

/// A date that is all of a cell, or the first in it.
pub(super) fn due_of(text: &str) -> Option<Date> {
    time::date(text).or_else(|| {
        let stamp = time::stamp(text)?;
        stamp.day.filter(|day| day.year.is_some())?.date(None)
    })
}

/// Whether it is done, as its text shows it.
fn status(prose: &Prose) -> Option<(ActionStatus, Range<usize>)> {
    let text = prose.plain();
    let whole = 0..text.len();
    if prose.is_all(Style::STRIKE) {
        return Some((ActionStatus::Done, whole));
    }
    let start = text.len() - text.trim_start().len();
    if let Some(mark) = text[start..].chars().next() {
        let status = match mark {
            '✅' | '☑' | '✔' | '✓' => Some(ActionStatus::Done),
            '☐' | '⬜' | '🔲' => Some(ActionStatus::Open),
            '❌' | '☒' | '🚫' => Some(ActionStatus::Cancelled),
            _ => None,
        };
        if let Some(status) = status {
            return Some((status, start..start + mark.len_utf8()));
        }
    }
    let trimmed = text.trim_end();
    if let Some(tick) = trimmed.chars().next_back().filter(|c| matches!(c, '✅' | '✔' | '✓')) {
        return Some((ActionStatus::Done, trimmed.len() - tick.len_utf8()..trimmed.len()));
    }
    // A word in brackets, in front of a colon, or after a dash at the end.
    let mut from = 0;
    while let Some(open) = text[from..].find(['(', '[']).map(|open| from + open) {
        let Some(close) = text[open..].find([')', ']']).map(|close| open + close) else { break };
        if let Some(status) = status_of(&text[open + 1..close]) {
            return Some((status, open + 1..close));
        }
        from = close + 1;
    }
    let first_end = text[start..].find([':', '-', '–', '—', ' ']).map_or(text.len(), |end| start + end);
    let first = &text[start..first_end];
    let marked = text[first_end..].trim_start().starts_with([':', '-', '–', '—'])
        || prose.strong_until(start) == Some(first_end);
    if (marked || (first.len() > 2 && first.chars().all(char::is_uppercase)))
        && let Some(status) = status_of(first)
    {
        return Some((status, start..first_end));
    }
    let last =
        trimmed.rfind([':', '–', '—', '-']).map(|at| at + text[at..].chars().next().map_or(1, char::len_utf8))?;
    let status = status_of(&trimmed[last..])?;
    Some((status, last + (trimmed[last..].len() - trimmed[last..].trim_start().len())..trimmed.len()))
}

/// The status that a word or a cell says.
pub(super) fn status_of(text: &str) -> Option<ActionStatus> {
    let text = text.trim();
    if text.chars().any(|c| matches!(c, '✅' | '☑' | '✔' | '✓')) {
        return Some(ActionStatus::Done);
    }
    // "完了（…）": words are not parted by spaces.
    if text.starts_with("完了") {
        return Some(ActionStatus::Done);
    }
    let words: Vec<String> = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .take(4)
        .map(str::to_lowercase)
        .collect();
    let words = words.join(" ");
    Some(match words.as_str() {
        "done" | "complete" | "completed" | "closed" | "fixed" | "resolved" | "merged" | "shipped" | "implemented"
        | "finished" | "deployed" | "x" | "yes" | "完了" | "済" => ActionStatus::Done,
        "todo" | "to do" | "open" | "in progress" | "pending" | "ongoing" | "planned" | "not started" | "wip"
        | "new" | "backlog" | "delayed" | "in review" | "blocked" | "no" | "started" | "未着手" | "対応中" => {
            ActionStatus::Open
        }
        "cancelled" | "canceled" | "wontfix" | "won t do" | "won t fix" | "wont do" | "wont fix" | "rejected"
        | "dropped" | "abandoned" | "declined" | "obsolete" => ActionStatus::Cancelled,
        _ => return None,
    })
}

/// Parts of addresses that are tickets or pull requests.
const TRACKERS: &[&str] = &[
    "/issues/",
    "/issue/",
    "/pull/",
    "/pulls/",
    "/browse/",
    "/merge_requests/",
    "/work_items/",
    "linear.app/",
    "trello.com/c/",
    "app.asana.com/",
    "/show_bug.cgi",
    "/tickets/",
    "/ticket/",
    "youtrack",
    "/_workitems/",
    "shortcut.com/",
    "clubhouse.io/",
    "pivotaltracker.com/",
    "app.clickup.com/",
    "monday.com/",
    "basecamp.com/",
    "phabricator.wikimedia.org/t",
    "/commit/",
];

/// The first tracking link of an item, else the first number or key in its text.
pub(super) fn ticket(prose: &Prose, span: Span, links: &[Link]) -> Option<Spanned<String>> {
    // The text of a link begins after the link itself.
    let first = links.partition_point(|link| link.span.start < span.start).saturating_sub(1);
    let inside = links.iter().skip(first).take_while(|link| link.span.start < span.end);
    for link in inside.filter(|link| link.span.end > span.start) {
        if let Target::External(url) = &link.target {
            let lower = url.to_lowercase();
            if !link.image && TRACKERS.iter().any(|part| lower.contains(part)) {
                return Some(Spanned::new(url.clone(), link.span));
            }
        }
    }
    let text = prose.plain();
    ticket_in(text).map(|range| Spanned::new(text[range.clone()].to_owned(), prose.span(range)))
}

/// Names with a hyphen and a number that are no tickets.
const NO_KEYS: &[&str] = &[
    "UTF", "SHA", "CVE", "SEV", "ISO", "RFC", "TLS", "SSL", "HTTP", "AES", "RSA", "MD", "COVID", "GPT", "PM", "INC",
    "IPV", "AZ",
];

/// `#123`, `org/repo#123`, `KEY-12`.
pub(super) fn ticket_in(text: &str) -> Option<Range<usize>> {
    let mut start = 0;
    for token in text
        .split(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | '[' | ']' | ',' | ';' | ':' | '.' | '"' | '*'))
    {
        let at = start;
        let range = at..at + token.len();
        // Every character that splits is one byte, or a white space of up to three.
        start = range.end + text[range.end..].chars().next().map_or(0, char::len_utf8);
        if let Some((repository, number)) = token.split_once('#') {
            let is_number = !number.is_empty() && number.len() < 9 && number.bytes().all(|byte| byte.is_ascii_digit());
            let is_repository = repository.is_empty() || (repository.contains('/') && !repository.contains("//"));
            if is_number && is_repository {
                return Some(range);
            }
        }
        if let Some((key, number)) = token.split_once('-') {
            let is_key = (2..=10).contains(&key.len())
                && key.starts_with(|c: char| c.is_ascii_uppercase())
                && key.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit())
                && !NO_KEYS.contains(&key);
            if is_key && (1..7).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit()) {
                return Some(range);
            }
        }
    }
    None
}

fn find_ignoring_case(text: &str, word: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    bytes.windows(word.len()).position(|window| window.eq_ignore_ascii_case(word.as_bytes()))
}
