//! What the front matter states: every key of the format, typed, with the place of its value.
//!
//! The entry point is [`fill`]. A value that does not fit its key is a finding and stays unknown; the rest goes
//! on. Nothing is inferred here but what a key says under another name (`keys.rs`). How the text is understood as
//! keys and values is in `value`.

mod keys;
mod parts;
mod reader;

use std::collections::BTreeSet;

use jiff::civil::Date;

use crate::config::ParseSettings;
use crate::diagnostic::Diagnostic;
use crate::model::{Catalog, Extra, Known, Milestone, Moment, Postmortem, Precision, Slug, Status};
use crate::parse::time;
use crate::parse::value::{Entry, Node, Value};
use crate::parse::words::Words;
use crate::text::{Source, Spanned};

pub(crate) use keys::own_name;
use keys::{Key, Origin};
use reader::{Reader, known, single};

/// Longer than this, a value is a sentence and no name.
const LONGEST_NAME: usize = 80;

/// Whose day the key `date` gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Dated {
    /// The incident's, as the format says.
    Incident,
    /// That of the text, as blog engines have it: the incident began then or earlier.
    Publication,
}

/// Writes what `entries` state into `postmortem`, of which nothing is known yet but its path.
pub(crate) fn fill(
    postmortem: &mut Postmortem,
    entries: &[Entry],
    source: &Source,
    settings: &ParseSettings,
    catalog: &Catalog,
) -> (Vec<Diagnostic>, Dated) {
    let mut reader = Reader {
        source,
        settings,
        catalog,
        zone: settings.timezone.as_deref().and_then(time::zone),
        found: Vec::new(),
    };
    let mut stated = Vec::new();
    collect(&mut reader, entries, Nesting::Top, &mut stated);
    let dated = dated(&stated, source);
    // Names of the format win over other names for the same, and clock times need the zone first, then the day.
    stated.sort_by_key(|(key, origin, entry)| {
        let origin = if *key == Key::IncidentDate { Origin::Own } else { *origin };
        (origin, rank(*key), entry.key.span.start)
    });
    let mut milestones = Vec::new();
    for (key, origin, entry) in stated {
        if let Key::At(milestone) = key {
            milestones.push((milestone, origin, entry));
        } else {
            apply(&mut reader, postmortem, key, origin, entry);
        }
    }
    postmortem.extra = extra(&reader, entries);
    let day = postmortem.date.as_ref().map(|date| date.value);
    for (milestone, origin, entry) in milestones {
        set_milestone(&mut reader, postmortem, milestone, origin, entry, day);
    }
    complete(postmortem, entries, &reader);
    reader.found.sort_by_key(Diagnostic::span);
    (reader.found, dated)
}

/// Whether a status is one that status pages give an incident: of the document it says nothing.
fn is_state_of_incident(node: &Node) -> bool {
    const STATES: &[&str] = &["investigating", "identified", "monitoring", "resolved", "postmortem"];
    matches!(&node.value, Value::Scalar(scalar) if STATES.iter().any(|state| scalar.text.eq_ignore_ascii_case(state)))
}

/// Folders in which the texts of a blog lie.
const BLOGS: &[&str] = &["blog", "blogs", "posts", "_posts", "news", "articles", "inside-rust"];

/// Front matter of a blog engine says nothing of an incident but its title, and has keys that only a page needs, or
/// lies among other posts.
fn dated(stated: &[(Key, Origin, &Entry)], source: &Source) -> Dated {
    let is_incident = stated.iter().any(|(key, origin, _)| match key {
        Key::Title
        | Key::Slug
        | Key::Date
        | Key::Draft
        | Key::Published
        | Key::Categories
        | Key::Summary
        | Key::Authors
        | Key::Tags
        | Key::References
        | Key::Links
        | Key::Aliases
        | Key::Lang
        | Key::Page
        | Key::Foreign
        | Key::Nested => false,
        // `status: resolved`, `team: …` stand in posts, too.
        Key::Status | Key::Owner | Key::Visibility => *origin == Origin::Own,
        _ => true,
    });
    let is_page = stated.iter().any(|(key, origin, _)| {
        matches!(key, Key::Page | Key::Published)
            || (matches!(key, Key::Summary | Key::Categories) && *origin == Origin::Alias)
    });
    let in_blog = source.path.parent().split('/').any(|folder| BLOGS.contains(&folder.to_lowercase().as_str()));
    if !is_incident && (is_page || in_blog) { Dated::Publication } else { Dated::Incident }
}

/// What has no meaning here, as it is written.
fn extra(reader: &Reader<'_>, entries: &[Entry]) -> Vec<Extra> {
    let is_extra = |entry: &&Entry| {
        matches!(
            keys::meaning(&entry.key.value, &reader.settings.key_aliases),
            None | Some((Key::Foreign | Key::Page, _))
        )
    };
    let as_written = |entry: &Entry| {
        let span = entry.value.span;
        let text = reader.source.text.get(span.range()).unwrap_or_default();
        Extra { key: entry.key.clone(), value: Spanned::new(text.trim_end().to_owned(), span) }
    };
    entries.iter().filter(is_extra).map(as_written).collect()
}

fn rank(key: Key) -> u8 {
    match key {
        Key::Timezone | Key::IncidentDate => 0,
        Key::At(Milestone::Started) => 1,
        Key::At(_) => 2,
        _ => 1,
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Nesting {
    Top,
    /// In a table of another tool, whose own keys are none of our business.
    Inside,
}

fn collect<'e>(
    reader: &mut Reader<'_>,
    entries: &'e [Entry],
    nesting: Nesting,
    stated: &mut Vec<(Key, Origin, &'e Entry)>,
) {
    let present: Vec<&str> = entries.iter().map(|entry| entry.key.value.as_str()).collect();
    for entry in entries {
        match keys::meaning(&entry.key.value, &reader.settings.key_aliases) {
            Some((key @ (Key::Foreign | Key::Page), origin)) => stated.push((key, origin, entry)),
            Some((Key::Nested, _)) => {
                if let (Value::Map(inner), Nesting::Top) = (&entry.value.value, nesting) {
                    collect(reader, inner, Nesting::Inside, stated);
                }
            }
            Some((key, origin)) => {
                let origin = if nesting == Nesting::Inside { Origin::Alias } else { origin };
                stated.push((key, origin, entry));
            }
            None if nesting == Nesting::Top => reader.unknown(&entry.key, keys::own_names(), &present),
            None => {}
        }
    }
}

fn apply(reader: &mut Reader<'_>, postmortem: &mut Postmortem, key: Key, origin: Origin, entry: &Entry) {
    let Entry { key: name, value: node } = entry;
    let name = name.value.as_str();
    let pm = postmortem;
    match key {
        Key::Title if pm.title.provenance.is_inferred() => {
            if let Some(title) = reader.line(name, "a text", node) {
                pm.title = known(title);
            }
        }
        Key::Id if pm.id.is_none() => pm.id = reader.line(name, "a word or a number", node).map(known),
        Key::Slug => {
            if let Some(slug) = reader.text(name, "a word", node) {
                pm.slug = Slug::new(&slug.value);
            }
        }
        Key::Date | Key::IncidentDate if pm.date.is_none() => pm.date = date(reader, name, node),
        Key::Status if is_state_of_incident(node) => {}
        Key::Status if pm.status.is_none() => pm.status = word(reader, origin, name, node),
        Key::Draft | Key::Published if pm.status.is_none() => {
            // Only the one that says "not for readers yet" says something about the document.
            let switch = if key == Key::Draft { "true" } else { "false" };
            let is_draft =
                reader.text(name, "`true` or `false`", node).filter(|text| text.value.eq_ignore_ascii_case(switch));
            pm.status = is_draft.map(|text| known(Spanned::new(Status::Draft, text.span)));
        }
        Key::Kind if pm.kind.is_none() => pm.kind = word(reader, origin, name, node),
        Key::Severity if pm.severity.is_none() => pm.severity = severity(reader, name, node),
        Key::Services => services(reader, pm, name, node),
        Key::Causes => causes(reader, pm, name, origin, node),
        Key::Accepted => pm.accepted.extend(parts::accepted(reader, name, node)),
        Key::Categories => categories(reader, pm, name, node),
        Key::Trigger if pm.trigger.is_none() => trigger(reader, pm, name, node),
        Key::Detection if pm.detection.is_none() => pm.detection = word(reader, origin, name, node),
        Key::Timezone if pm.timezone.is_none() => timezone(reader, pm, name, node),
        Key::Duration if pm.duration.is_none() => pm.duration = duration(reader, name, node).map(known),
        Key::Minutes if pm.duration.is_none() => {
            let minutes = reader.count(name, node).and_then(|minutes| i64::try_from(minutes).ok());
            pm.duration = minutes.map(|minutes| known(Spanned::new(minutes, single(node).span)));
        }
        Key::Impact => parts::impact(reader, pm, name, node),
        Key::Summary if pm.body.summary.is_none() => {
            pm.body.summary = reader.line(name, "a text", node).map(|text| text.value);
        }
        Key::Owner if pm.owner.is_none() => owner(reader, pm, name, node),
        Key::Authors => pm.authors.extend(reader.texts(name, node).into_iter().map(known)),
        Key::People => pm.people.extend(parts::people(reader, name, node)),
        Key::Role(role) => pm.people.extend(parts::people_with_role(reader, name, role, node)),
        Key::Tags => tags(pm, reader.texts(name, node)),
        Key::Related => pm.related.extend(reader.texts(name, node)),
        Key::Links => pm.links.extend(parts::links(reader, name, node)),
        // A list of sources need not be one of addresses.
        Key::References => {
            let before = reader.found.len();
            pm.links.extend(parts::links(reader, name, node));
            reader.found.truncate(before);
        }
        Key::ActionItems => pm.action_items.extend(parts::action_items(reader, name, node)),
        Key::Visibility if pm.visibility.is_none() => pm.visibility = word(reader, origin, name, node),
        Key::Aliases => pm.aliases.extend(reader.texts(name, node)),
        Key::Lang if pm.lang.is_none() => pm.lang = lang(reader, name, node),
        // Known already by a better name, or not for here.
        _ => {}
    }
}

fn word<T: Words>(reader: &mut Reader<'_>, origin: Origin, key: &str, node: &Node) -> Option<Known<T>> {
    match origin {
        Origin::Own => reader.word(key, node),
        Origin::Alias => reader.foreign_word(key, node),
    }
}

/// What follows from several keys at once.
fn complete(pm: &mut Postmortem, entries: &[Entry], reader: &Reader<'_>) {
    // Status pages call the start `date`: with an end beside it and a clock time in it, it is one.
    let has_end = pm.milestones.resolved.is_some();
    if let (None, Some(date), true) = (&pm.milestones.started, &pm.date, has_end) {
        let moment = entries
            .iter()
            .find(|entry| Some(entry.value.span) == date.span)
            .and_then(|entry| match &entry.value.value {
                Value::Scalar(scalar) => time::moment(&scalar.text, reader.zone.as_ref()),
                Value::List(_) | Value::Map(_) => None,
            })
            .filter(|moment| moment.precision != Precision::Day);
        let (span, provenance) = (date.span, date.provenance);
        pm.milestones.started = moment.map(|value| Known { value, span, provenance });
    }
    if pm.date.is_none() {
        pm.date = pm.milestones.started.clone().map(|started| started.map(|moment| moment.date()));
    }
}

fn date(reader: &mut Reader<'_>, key: &str, node: &Node) -> Option<Known<Date>> {
    const TAKES: &str = "a date such as `2026-03-07`";
    let text = reader.text(key, TAKES, node)?;
    let date = time::date(&text.value);
    if date.is_none() {
        reader.wrong(key, TAKES, single(node));
    }
    date.map(|date| known(Spanned::new(date, text.span)))
}

fn set_milestone(
    reader: &mut Reader<'_>,
    pm: &mut Postmortem,
    milestone: Milestone,
    origin: Origin,
    entry: &Entry,
    day: Option<Date>,
) {
    const TAKES: &str = "a date and a time such as `2026-03-07T09:12:00+01:00`";
    if pm.milestones.get(milestone).is_some() {
        return;
    }
    let key = entry.key.value.as_str();
    let Some(text) = reader.text(key, TAKES, &entry.value) else { return };
    let day = day.or_else(|| pm.milestones.started.as_ref().map(|started| started.value.date()));
    let moment = moment(&text.value, day, reader.zone.as_ref());
    match moment {
        Some(moment) => *pm.milestones.get_mut(milestone) = Some(known(text.map(|_| moment))),
        // `resolved: true` is how status pages say that it is over.
        None if is_switch(&text.value) => {}
        None if origin == Origin::Alias && !text.value.contains(|c: char| c.is_ascii_digit()) => {}
        None => {
            let is_clock = day.is_none() && time::stamp(&text.value).is_some_and(|stamp| stamp.clock.is_some());
            let diagnostic = reader.wrong(key, TAKES, single(&entry.value));
            if is_clock {
                diagnostic.help = Some("a time alone is enough where the front matter has a `date`".to_owned());
            }
        }
    }
}

/// A moment, or a clock time on `day`.
fn moment(text: &str, day: Option<Date>, zone: Option<&time::Zone>) -> Option<Moment> {
    time::moment(text, zone).or_else(|| time::moment(&format!("{} {text}", day?), zone))
}

fn is_switch(text: &str) -> bool {
    ["true", "false", "yes", "no"].iter().any(|word| text.eq_ignore_ascii_case(word))
}

fn duration(reader: &mut Reader<'_>, key: &str, node: &Node) -> Option<Spanned<i64>> {
    const TAKES: &str = "a duration such as `43m` or `1h 5m`";
    let text = reader.text(key, TAKES, node)?;
    let minutes = time::duration_minutes(&text.value);
    if minutes.is_none() {
        let is_bare = text.value.chars().all(|c| c.is_ascii_digit());
        let diagnostic = reader.wrong(key, TAKES, single(node));
        if is_bare {
            diagnostic.help = Some(format!("which unit? write `{0}m` for minutes, `{0}h` for hours", text.value));
        }
    }
    minutes.map(|minutes| text.map(|_| minutes))
}

/// A name of the scale: `SEV-2 (major)` is asked for as a whole first, then by its first part.
fn severity(reader: &mut Reader<'_>, key: &str, node: &Node) -> Option<Known<String>> {
    let text = reader.line(key, "a word of the severity scale", node)?;
    let first = text.value.split(['(', ':', ',', '–', '—']).next().unwrap_or_default();
    let first = first.split(" - ").next().unwrap_or_default().trim();
    let name = reader.catalog.severity(&text.value).or_else(|| reader.catalog.severity(first)).map(str::to_owned);
    Some(known(text.map(|word| name.unwrap_or(word))))
}

fn services(reader: &mut Reader<'_>, pm: &mut Postmortem, key: &str, node: &Node) {
    for name in reader.texts(key, node) {
        if name.value.chars().count() > LONGEST_NAME {
            reader.wrong_text(key, "the names of services", &name);
            continue;
        }
        let Some(id) = reader.catalog.service(&name.value) else { continue };
        if pm.services.iter().all(|known| known.value.0 != id) {
            pm.services.push(known(name.map(|name| (id, name))));
        }
    }
}

fn causes(reader: &mut Reader<'_>, pm: &mut Postmortem, key: &str, origin: Origin, node: &Node) {
    // `root_cause` is often told, not named: then it is no fault, and the text is read in the body.
    if origin == Origin::Alias
        && let Value::Scalar(scalar) = &node.value
        && scalar.text.split_whitespace().count() > 6
    {
        return;
    }
    for name in reader.texts(key, node) {
        cause(reader, pm, key, name);
    }
}

fn cause(reader: &mut Reader<'_>, pm: &mut Postmortem, key: &str, name: Spanned<String>) {
    if name.value.chars().count() > LONGEST_NAME {
        reader.wrong_text(key, "short names such as `change/rollout-strategy`", &name);
    } else if reader.catalog.refuses_cause(&name.value) {
        pm.refused_causes.push(name);
    } else if let Some(id) = reader.catalog.cause(&name.value)
        && pm.causes.iter().all(|known| known.value != id)
    {
        pm.causes.push(known(name.map(|_| id)));
    }
}

/// Blog engines sort by `categories`, mostly by subject. A term of the taxonomy that no subject is called
/// (`config-change`, `cascading-failure`) is a trigger or a cause, the rest are tags.
fn categories(reader: &mut Reader<'_>, pm: &mut Postmortem, key: &str, node: &Node) {
    for word in reader.texts(key, node) {
        let catalog = reader.catalog;
        let is_term = word.value.contains(['-', ' ', '/', '_']);
        let cause = catalog.cause(&word.value).filter(|id| is_term && catalog.knows_cause(id));
        let trigger = catalog.trigger(&word.value).filter(|id| is_term && catalog.triggers.iter().any(|t| t.id == *id));
        match trigger {
            Some(trigger) if pm.trigger.is_none() => pm.trigger = Some(known(word.map(|_| trigger))),
            _ if catalog.refuses_cause(&word.value) || cause.is_some() => self::cause(reader, pm, key, word),
            _ => tags(pm, vec![word]),
        }
    }
}

/// One trigger. Of several the first is taken, and said so.
fn trigger(reader: &mut Reader<'_>, pm: &mut Postmortem, key: &str, node: &Node) {
    const TAKES: &str = "a short name such as `config-change`";
    let node = match &node.value {
        Value::List(nodes) if nodes.len() > 1 => {
            reader.wrong(key, "one short name", node).help =
                Some("which change came first? the others can be `causes`".to_owned());
            &nodes[0]
        }
        _ => node,
    };
    let Some(text) = reader.line(key, TAKES, node) else { return };
    if reader.catalog.refuses_cause(&text.value) {
        pm.refused_causes.push(text);
    } else if text.value.chars().count() > LONGEST_NAME {
        reader.wrong_text(key, TAKES, &text);
    } else {
        pm.trigger = reader.catalog.trigger(&text.value).map(|id| known(text.map(|_| id)));
    }
}

fn timezone(reader: &mut Reader<'_>, pm: &mut Postmortem, key: &str, node: &Node) {
    const TAKES: &str = "a zone such as `Europe/Berlin`, `UTC` or `+01:00`";
    let Some(text) = reader.line(key, TAKES, node) else { return };
    if let Some(zone) = time::zone(&text.value) {
        reader.zone = Some(zone);
        pm.timezone = Some(known(text));
    } else {
        reader.wrong(key, TAKES, single(node));
    }
}

/// One accountable owner; all of them when there are several, which is a rule's to judge.
fn owner(reader: &mut Reader<'_>, pm: &mut Postmortem, key: &str, node: &Node) {
    let named = match &node.value {
        Value::Map(entries) => reader::entry(entries, "name").or_else(|| reader::entry(entries, "team")),
        Value::Scalar(_) | Value::List(_) => None,
    };
    let owners = reader.texts(key, named.map_or(node, |entry| &entry.value));
    pm.owner = owners.first().cloned().map(known);
    if owners.len() > 1 {
        pm.owners = owners;
    }
}

fn tags(pm: &mut Postmortem, words: Vec<Spanned<String>>) {
    let letters = |tag: &str| keys::letters(tag).collect::<String>();
    let mut met: BTreeSet<String> = pm.tags.iter().map(|tag| letters(&tag.value)).collect();
    for word in words {
        let word = word.map(|word| word.trim_start_matches('#').to_owned());
        if !word.value.is_empty() && met.insert(letters(&word.value)) {
            pm.tags.push(known(word));
        }
    }
}

/// A BCP 47 tag: letters and digits in groups of up to eight, the first of two or three letters.
fn lang(reader: &mut Reader<'_>, key: &str, node: &Node) -> Option<Known<String>> {
    const TAKES: &str = "a language tag such as `en` or `pt-BR`";
    let text = reader.text(key, TAKES, node)?.map(|text| text.replace('_', "-"));
    let mut parts = text.value.split('-');
    let first = parts.next().unwrap_or_default();
    let is_tag = (2..=3).contains(&first.len())
        && first.bytes().all(|byte| byte.is_ascii_alphabetic())
        && parts.all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric()));
    if !is_tag {
        reader.wrong(key, TAKES, single(node));
    }
    is_tag.then(|| known(text))
}

#[cfg(test)]
mod tests;
