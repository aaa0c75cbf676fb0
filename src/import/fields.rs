//! The values of a postmortem that have a key in the front matter, as text.

use std::collections::BTreeMap;

use crate::diagnostic::Diagnostic;
use crate::model::{Catalog, Known, Milestone, Moment, Postmortem, Precision, Provenance, ServiceId};
use crate::text::{SourceId, Span};

/// A value as it would be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Field {
    pub(super) key: &'static str,
    pub(super) text: Text,
    pub(super) provenance: Provenance,
    /// Where it is written now.
    pub(super) span: Option<Span>,
    /// Why it is less than what a label or heading says.
    pub(super) doubt: Option<Doubt>,
}

/// Why a value is only a guess, wherever it was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Doubt {
    /// Its author wrote "about".
    About,
    /// It is the usual meaning of another word.
    MeansUsually(String),
    /// Words and letters tell it.
    Language,
    /// It is not among the names that the configuration declares.
    Undeclared,
}

impl Field {
    /// Whether it says that the document is in this language, or one that is part of it.
    pub(super) fn is_language(&self, language: &str) -> bool {
        let primary = |tag: &str| tag.split('-').next().unwrap_or_default().to_ascii_lowercase();
        self.key == "lang"
            && self.provenance.is_inferred()
            && matches!(&self.text, Text::Line(tag) if primary(tag) == primary(language))
    }
}

/// The form of a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Text {
    /// A text.
    Line(String),
    /// A day or a time, which both languages have a form for.
    Time(String),
    /// Several texts.
    List(Vec<String>),
}

/// The place of a key in the order.
pub(super) fn rank(key: &str) -> usize {
    Postmortem::FIELDS.iter().position(|known| *known == key).unwrap_or(usize::MAX)
}

/// The values that are known, in the order of the format. Terms of the catalogue are called as it calls them.
pub(super) fn fields(postmortem: &Postmortem, catalog: &Catalog) -> Vec<Field> {
    let pm = postmortem;
    let mut found = vec![line("title", &pm.title, Clone::clone)];
    found.extend(pm.id.as_ref().map(|id| line("id", id, Clone::clone)));
    found.extend(
        pm.date
            .as_ref()
            .map(|date| Field { text: Text::Time(date.value.to_string()), ..line("date", date, |_| String::new()) }),
    );
    found.extend(pm.status.as_ref().map(|it| line("status", it, |it| it.as_str().to_owned())));
    found.extend(pm.kind.as_ref().map(|it| line("kind", it, |it| it.as_str().to_owned())));
    found.extend(pm.severity.as_ref().map(|it| Field {
        doubt: pm.severity_word.clone().map(Doubt::MeansUsually),
        ..line("severity", it, Clone::clone)
    }));
    found.extend(services(pm, catalog));
    found.extend(list("causes", &pm.causes, ToString::to_string));
    found.extend(pm.trigger.as_ref().map(|it| line("trigger", it, ToString::to_string)));
    found.extend(pm.detection.as_ref().map(|it| line("detection", it, |it| it.as_str().to_owned())));
    found.extend(pm.milestones.iter().map(|(milestone, at)| moment(milestone, at)));
    found.extend(pm.timezone.as_ref().map(|it| line("timezone", it, Clone::clone)));
    found.extend(pm.duration.as_ref().filter(|it| it.value >= 0).map(|it| line("duration", it, |it| minutes(*it))));
    found.extend(pm.owner.as_ref().filter(|_| pm.owners.len() < 2).map(|it| line("owner", it, Clone::clone)));
    found.extend(list("authors", &pm.authors, Clone::clone));
    found.extend(list("tags", &pm.tags, Clone::clone));
    found.extend(pm.visibility.as_ref().map(|it| line("visibility", it, |it| it.as_str().to_owned())));
    found.extend(pm.lang.as_ref().map(|it| Field { doubt: Some(Doubt::Language), ..line("lang", it, Clone::clone) }));
    found
}

/// A declared service by its id, which is sure to be the same for every reader.
fn services(postmortem: &Postmortem, catalog: &Catalog) -> Option<Field> {
    let is_declared = |id: &ServiceId| catalog.services.contains_key(id);
    let field = list(
        "services",
        &postmortem.services,
        |(id, name)| {
            if is_declared(id) { id.to_string() } else { name.clone() }
        },
    )?;
    let is_sure = catalog.services.is_empty() || postmortem.services.iter().all(|known| is_declared(&known.value.0));
    Some(Field { doubt: if is_sure { None } else { Some(Doubt::Undeclared) }, ..field })
}

fn line<T>(key: &'static str, known: &Known<T>, text: impl Fn(&T) -> String) -> Field {
    Field { key, text: Text::Line(text(&known.value)), provenance: known.provenance, span: known.span, doubt: None }
}

/// A list is known as well as the least of its values.
fn list<T>(key: &'static str, known: &[Known<T>], text: impl Fn(&T) -> String) -> Option<Field> {
    let least = known.iter().max_by_key(|known| known.provenance)?;
    let texts = known.iter().map(|known| text(&known.value)).collect();
    Some(Field { text: Text::List(texts), ..line(key, least, |_| String::new()) })
}

fn moment(milestone: Milestone, known: &Known<Moment>) -> Field {
    Field {
        text: Text::Time(exact(&known.value)),
        doubt: known.value.approximate.then_some(Doubt::About),
        ..line(milestone.as_str(), known, |_| String::new())
    }
}

/// A moment no more exact than it is known: without seconds, where none were given.
fn exact(moment: &Moment) -> String {
    let text = moment.to_string();
    match (moment.precision, text.get(..16), text.get(19..)) {
        (Precision::Minute, Some(minute), Some(offset)) => format!("{minute}{offset}"),
        _ => text,
    }
}

/// `43m`, `1h 5m`.
fn minutes(minutes: i64) -> String {
    match (minutes / 60, minutes % 60) {
        (0, minutes) => format!("{minutes}m"),
        (hours, 0) => format!("{hours}h"),
        (hours, minutes) => format!("{hours}h {minutes}m"),
    }
}

/// The keys that the rules about front matter ask about, by the rule's code. What they ask is for an author to
/// answer: written as known, it would be asked of the front matter.
const ASKED: &[(&str, &[&str])] = &[
    ("FM005", &["services"]),
    ("FM006", &["causes"]),
    ("FM007", &["severity"]),
    ("FM008", &["causes", "trigger"]),
    ("FM009", &["started", "detected", "mitigated", "resolved"]),
    ("FM010", &["started", "detected", "acknowledged", "mitigated", "resolved"]),
    ("FM011", &["duration"]),
    ("FM012", &["date", "started", "detected", "acknowledged", "mitigated", "resolved"]),
    ("FM013", &["date"]),
    ("FM014", &["owner"]),
    ("FM016", &["trigger"]),
    ("FM018", &["date", "started", "detected", "acknowledged", "mitigated", "resolved"]),
];

/// The keys of a document that findings ask about, each with the first finding's rule and message.
pub(super) fn asked_about(findings: &[Diagnostic], source: SourceId) -> BTreeMap<&'static str, String> {
    let mut asked = BTreeMap::new();
    for finding in findings.iter().filter(|finding| finding.source == source) {
        let keys = ASKED.iter().find(|(code, _)| *code == finding.code.code).map_or(&[][..], |(_, keys)| *keys);
        for key in keys {
            asked.entry(*key).or_insert_with(|| format!("{}: {}", finding.code.name, finding.message));
        }
    }
    asked
}
