//! The keys that hold keys of their own: impact, people, links, action items.

use super::duration;
use super::keys::same;
use super::reader::{Reader, entry, single};
use crate::model::{Accepted, ActionItem, ActionStatus, Known, NamedLink, Person, Postmortem};
use crate::parse::time;
use crate::parse::value::{Entry, Node, Value};
use crate::parse::words::Words;
use crate::text::Spanned;

/// The keys of an action item, each with other names for it. The first is ours.
const ACTION_ITEM: &[&[&str]] = &[
    &["title", "text", "action", "description", "summary", "name", "task", "what"],
    &["kind", "type", "category"],
    &["owner", "assignee", "responsible", "who", "team"],
    &["due", "due_date", "deadline", "by", "when"],
    &["status", "state"],
    &["ticket", "issue", "url", "link", "jira", "tracking", "pr"],
    &["addresses", "cause", "factor", "contributing_factor"],
    &["done", "completed", "closed"],
    &["priority", "notes", "note", "id", "number"],
];

const IMPACT: &[&[&str]] = &[
    &["users", "customers", "users_affected", "affected_users", "customers_affected"],
    &["requests_failed", "failed_requests", "errors", "requests"],
    &["duration", "time"],
    &["types", "type"],
    &["summary", "description", "text"],
];

const LINK: &[&[&str]] = &[&["title", "text", "name", "label"], &["url", "href", "link"]];

/// `impact`: a map, or a sentence.
pub(super) fn impact(reader: &mut Reader<'_>, pm: &mut Postmortem, key: &str, node: &Node) {
    let Value::Map(entries) = &node.value else {
        if pm.impact.summary.is_none() {
            pm.impact.summary =
                reader.line(key, "a text, or keys such as `users` and `duration`", node).map(|text| text.value);
        }
        return;
    };
    let impact = &mut pm.impact;
    for Entry { key, value } in entries {
        let name = key.value.as_str();
        match position(IMPACT, name) {
            Some(0) => impact.users = impact.users.or(reader.count(name, value)),
            Some(1) => impact.requests_failed = impact.requests_failed.or(reader.count(name, value)),
            Some(2) => {
                if let Some(minutes) = duration(reader, name, value) {
                    impact.minutes.get_or_insert(minutes);
                }
            }
            Some(3) => {
                for kind in reader.texts(name, value) {
                    let kind = crate::model::slugify(&kind.value);
                    if !kind.is_empty() && !impact.types.contains(&kind) {
                        impact.types.push(kind);
                    }
                }
            }
            Some(_) => {
                if let Some(text) = reader.line(name, "a text", value) {
                    impact.summary.get_or_insert(text.value);
                }
            }
            None => unknown(reader, key, entries, IMPACT),
        }
    }
}

/// `people`: a list of `{ name, role }` or of names, or roles with the names of those who had them.
pub(super) fn people(reader: &mut Reader<'_>, key: &str, node: &Node) -> Vec<Person> {
    const TAKES: &str = "items such as `{ name, role }`";
    match &node.value {
        Value::Scalar(_) => reader.texts(key, node).into_iter().map(person).collect(),
        Value::List(nodes) => {
            let mut people = Vec::new();
            for node in nodes {
                match &node.value {
                    Value::Scalar(_) => people.extend(reader.text(key, TAKES, node).map(person)),
                    Value::Map(entries) => people.extend(person_of(reader, key, entries, node)),
                    Value::List(_) => {
                        reader.wrong(key, TAKES, node);
                    }
                }
            }
            people
        }
        Value::Map(entries) => match entry(entries, "name") {
            Some(_) => person_of(reader, key, entries, node).into_iter().collect(),
            None => entries
                .iter()
                .flat_map(|entry| people_with_role(reader, &entry.key.value, &entry.key.value, &entry.value))
                .collect(),
        },
    }
}

/// People of whom the key says what they did.
pub(super) fn people_with_role(reader: &mut Reader<'_>, key: &str, role: &str, node: &Node) -> Vec<Person> {
    let mut people = match &node.value {
        Value::Scalar(_) => reader.texts(key, node).into_iter().map(person).collect(),
        Value::List(_) => people(reader, key, node),
        Value::Map(entries) => person_of(reader, key, entries, node).into_iter().collect(),
    };
    for person in &mut people {
        person.role.get_or_insert_with(|| role.replace('_', " "));
    }
    people
}

/// `First L. (on-call engineer)`.
fn person(text: Spanned<String>) -> Person {
    let role = text.value.strip_suffix(')').and_then(|text| text.rsplit_once(" ("));
    match role {
        Some((name, role)) if !name.trim().is_empty() => {
            Person { role: Some(role.trim().to_owned()), name: Spanned::new(name.trim().to_owned(), text.span) }
        }
        _ => Person { name: text, role: None },
    }
}

fn person_of(reader: &mut Reader<'_>, key: &str, entries: &[Entry], node: &Node) -> Option<Person> {
    let text = |reader: &mut Reader<'_>, names: &[&str]| {
        let entry = names.iter().find_map(|name| entry(entries, name))?;
        reader.line(&entry.key.value, "a text", &entry.value)
    };
    let role = text(reader, &["role", "title", "function"]).map(|role| role.value);
    match text(reader, &["name", "person", "handle", "email"]) {
        Some(name) => Some(Person { name, role }),
        // A role alone is how it is published in the end.
        None if role.is_some() => None,
        None => {
            reader.wrong(key, "items such as `{ name, role }`", node);
            None
        }
    }
}

/// `links`: a list of `{ title, url }` or of URLs, or titles with their URLs.
pub(super) fn links(reader: &mut Reader<'_>, key: &str, node: &Node) -> Vec<NamedLink> {
    const TAKES: &str = "items such as `{ title, url }`";
    let bare = |url: Spanned<String>| NamedLink { title: url.value.clone(), url };
    match &node.value {
        Value::Scalar(_) => url(reader, key, node).map(bare).into_iter().collect(),
        Value::List(nodes) => {
            let mut links = Vec::new();
            for node in nodes {
                match &node.value {
                    Value::Scalar(_) => links.extend(url(reader, key, node).map(bare)),
                    Value::Map(entries) => links.extend(link(reader, key, entries, node)),
                    Value::List(_) => {
                        reader.wrong(key, TAKES, node);
                    }
                }
            }
            links
        }
        Value::Map(entries) => match entry(entries, "url") {
            Some(_) => link(reader, key, entries, node).into_iter().collect(),
            None => titled(reader, entries),
        },
    }
}

fn link(reader: &mut Reader<'_>, key: &str, entries: &[Entry], node: &Node) -> Option<NamedLink> {
    let named = |row: usize| entries.iter().find(|entry| position(LINK, &entry.key.value) == Some(row));
    let Some(address) = named(1) else {
        // `- Incident channel: https://…`
        if let [Entry { key, value: Node { value: Value::Scalar(_), .. } }] = entries
            && position(LINK, &key.value).is_none()
        {
            return titled(reader, entries).pop();
        }
        reader.wrong(key, "items such as `{ title, url }`", node);
        return None;
    };
    let url = url(reader, &address.key.value, &address.value)?;
    let title = named(0).and_then(|title| reader.line(&title.key.value, "a text", &title.value));
    Some(NamedLink { title: title.map_or_else(|| url.value.clone(), |title| title.value), url })
}

fn titled(reader: &mut Reader<'_>, entries: &[Entry]) -> Vec<NamedLink> {
    let link = |entry: &Entry| {
        let url = url(reader, &entry.key.value, &entry.value)?;
        Some(NamedLink { title: entry.key.value.clone(), url })
    };
    entries.iter().filter_map(link).collect()
}

/// An address that leads to the same place from every page. Files of the archive are linked in the body.
fn url(reader: &mut Reader<'_>, key: &str, node: &Node) -> Option<Spanned<String>> {
    const TAKES: &str = "a URL such as `https://example.com/`";
    let text = reader.line(key, TAKES, node)?;
    let has_scheme = text.value.contains("://") || text.value.starts_with("mailto:");
    if has_scheme && !text.value.contains(' ') {
        return Some(text);
    }
    reader.wrong_text(key, TAKES, &text);
    None
}

/// `accepted`: causes with the reason why each is left as it is, or a list of `{ cause, reason }`.
pub(super) fn accepted(reader: &mut Reader<'_>, key: &str, node: &Node) -> Vec<Accepted> {
    const TAKES: &str = "causes with a reason, such as `capacity/limit-reached: …`";
    match &node.value {
        Value::Map(entries) if entry(entries, "reason").is_none() => {
            entries.iter().filter_map(|entry| accepted_cause(reader, &entry.key, Some(&entry.value))).collect()
        }
        Value::Map(entries) => accepted_entry(reader, key, entries, node).into_iter().collect(),
        Value::Scalar(_) => {
            let factors = reader.texts(key, node);
            factors.into_iter().filter_map(|factor| accepted_cause(reader, &factor, None)).collect()
        }
        Value::List(nodes) => {
            let mut accepted = Vec::new();
            for node in nodes {
                match &node.value {
                    Value::Scalar(_) => {
                        let factor = reader.line(key, TAKES, node);
                        accepted.extend(factor.and_then(|factor| accepted_cause(reader, &factor, None)));
                    }
                    Value::Map(entries) => accepted.extend(accepted_entry(reader, key, entries, node)),
                    Value::List(_) => {
                        reader.wrong(key, TAKES, node);
                    }
                }
            }
            accepted
        }
    }
}

/// `{ cause, reason }`, or `cause: reason`.
fn accepted_entry(reader: &mut Reader<'_>, key: &str, entries: &[Entry], node: &Node) -> Option<Accepted> {
    let factor = ["cause", "factor", "contributing_factor", "risk"].iter().find_map(|name| entry(entries, name));
    match (factor, entries) {
        (Some(factor), _) => {
            let cause = reader.line(&factor.key.value, "the name of a cause", &factor.value)?;
            accepted_cause(reader, &cause, entry(entries, "reason").map(|entry| &entry.value))
        }
        (None, [Entry { key, value }]) => accepted_cause(reader, key, Some(value)),
        (None, _) => {
            reader.wrong(key, "items such as `{ cause, reason }`", node);
            None
        }
    }
}

fn accepted_cause(reader: &mut Reader<'_>, factor: &Spanned<String>, reason: Option<&Node>) -> Option<Accepted> {
    let cause = reader.catalog.cause(&factor.value)?;
    let reason = reason.and_then(|node| reader.line(&factor.value, "the reason, a text", node));
    Some(Accepted { factor: factor.clone(), cause, reason })
}

/// `action_items`: a list of `{ title, … }` or of texts.
pub(super) fn action_items(reader: &mut Reader<'_>, key: &str, node: &Node) -> Vec<ActionItem> {
    const TAKES: &str = "items with a `title`";
    let nodes = match &node.value {
        Value::List(nodes) => nodes.as_slice(),
        Value::Map(entries) if entry(entries, "title").is_some() => std::slice::from_ref(node),
        Value::Scalar(_) => std::slice::from_ref(node),
        Value::Map(_) => {
            reader.wrong(key, TAKES, node);
            return Vec::new();
        }
    };
    let mut items = Vec::new();
    for node in nodes {
        match &node.value {
            Value::Scalar(_) => {
                items.extend(reader.line(key, TAKES, node).map(|text| ActionItem { text: text.value, ..blank(node) }));
            }
            Value::Map(entries) => items.extend(action_item(reader, key, entries, node)),
            Value::List(_) => {
                reader.wrong(key, TAKES, node);
            }
        }
    }
    items
}

fn blank(node: &Node) -> ActionItem {
    ActionItem {
        span: node.span,
        text: String::new(),
        kind: None,
        owner: None,
        due: None,
        status: None,
        ticket: None,
        addresses: None,
    }
}

fn action_item(reader: &mut Reader<'_>, list: &str, entries: &[Entry], node: &Node) -> Option<ActionItem> {
    let mut item = blank(node);
    for Entry { key, value } in entries {
        let name = key.value.as_str();
        match position(ACTION_ITEM, name) {
            Some(0) if item.text.is_empty() || same(name, "title") => {
                if let Some(text) = reader.line(name, "a text", value) {
                    item.text = text.value;
                }
            }
            Some(1) => item.kind = reader.word(name, value).map(spanned).or(item.kind),
            Some(2) => item.owner = reader.line(name, "the name of a team or a role", value).or(item.owner),
            Some(3) => item.due = due(reader, name, value).or(item.due),
            Some(4) => item.status = reader.word(name, value).map(spanned).or(item.status),
            Some(5) => item.ticket = reader.line(name, "a ticket or its URL", value).or(item.ticket),
            Some(6) => {
                let cause = reader.line(name, "the name of a cause", value);
                item.addresses =
                    cause.and_then(|name| Some(Spanned::new(reader.catalog.cause(&name.value)?, name.span)));
            }
            // `done: true`, or the day it was done.
            Some(7) => {
                let done = reader.text(name, "`true` or `false`", value);
                item.status = item.status.or(done.and_then(|done| done_status(&done)));
            }
            Some(_) => {}
            None if name.starts_with("x-") => {}
            None => unknown(reader, key, entries, ACTION_ITEM),
        }
    }
    if item.text.is_empty() {
        reader.wrong(list, "items with a `title`", node);
        return None;
    }
    Some(item)
}

fn done_status(text: &Spanned<String>) -> Option<Spanned<ActionStatus>> {
    let is = |words: [&str; 2]| words.iter().any(|word| text.value.eq_ignore_ascii_case(word));
    let status = if is(["true", "yes"]) || time::date(&text.value).is_some() {
        ActionStatus::Done
    } else if is(["false", "no"]) {
        ActionStatus::Open
    } else {
        ActionStatus::read(&text.value)?
    };
    Some(Spanned::new(status, text.span))
}

fn due(reader: &mut Reader<'_>, key: &str, node: &Node) -> Option<Spanned<jiff::civil::Date>> {
    const TAKES: &str = "a date such as `2026-04-01`";
    let text = reader.text(key, TAKES, node)?;
    let date = time::date(&text.value);
    if date.is_none() {
        reader.wrong(key, TAKES, single(node));
    }
    date.map(|date| Spanned::new(date, text.span))
}

fn spanned<T>(known: Known<T>) -> Spanned<T> {
    Spanned::new(known.value, known.span.unwrap_or_default())
}

/// The row of a table of names that has this one.
fn position(table: &[&[&str]], name: &str) -> Option<usize> {
    table.iter().position(|names| names.iter().any(|candidate| same(candidate, name)))
}

fn unknown(reader: &mut Reader<'_>, key: &Spanned<String>, beside: &[Entry], table: &[&[&str]]) {
    let present: Vec<&str> = beside.iter().map(|entry| entry.key.value.as_str()).collect();
    reader.unknown(key, table.iter().filter_map(|names| names.first().copied()), &present);
}
