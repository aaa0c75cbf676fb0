//! From clues to values, field by field.

use crate::diagnostic::Diagnostic;
use crate::model::{Catalog, CauseId, Kind, Known, NamedLink, Postmortem, Provenance, ServiceId, Target, TriggerId};
use crate::parse::infer::keys::{self, Field};
use crate::parse::infer::milestones;
use crate::parse::infer::names::{self, Name};
use crate::parse::infer::{Clues, Context, Label, date, values};
use crate::parse::time;
use crate::parse::timeline;
use crate::text::{Span, Spanned};

/// Fills what is still unknown. Body, timeline and action items are already in `postmortem`; a title that is
/// not of the front matter counts as unknown. Returns what is to be said about the clues.
pub(crate) fn fill(postmortem: &mut Postmortem, clues: &Clues, context: &Context<'_>) -> Vec<Diagnostic> {
    let Context { source, settings, catalog, .. } = *context;
    let labels: Vec<(Field, &Label)> = clues
        .labels
        .iter()
        .filter(|label| !label.list.is_empty() || !values::is_unknown(&label.value.value))
        .filter_map(|label| Some((keys::field(label)?, label)))
        .collect();
    let heading = clues.title.as_ref().map(|title| (names::of_title(&title.value), title.span));
    // A title of the front matter may name the day as well as a heading.
    let of_front_matter = (postmortem.title.provenance == Provenance::FrontMatter)
        .then(|| names::of_title(&postmortem.title.value))
        .filter(|name| name.day.is_some());
    let file = names::of_path(&source.path);
    title(postmortem, &labels, heading.as_ref(), clues, &file);
    id(postmortem, &labels, heading.as_ref(), &file);
    let headline = clues.title.as_ref().map(|title| title.value.as_str()).unwrap_or_default();
    words(postmortem, &labels, heading.as_ref(), headline, catalog);
    names_of(postmortem, &labels, catalog);
    if postmortem.timezone.is_none() {
        postmortem.timezone =
            first(&labels, Field::Timezone, |label| time::zone(&label.value.value).map(|_| label.value.value.clone()));
    }
    let document_zone = postmortem.timezone.as_ref().and_then(|zone| time::zone(&zone.value));
    let configured = settings.timezone.as_deref().and_then(time::zone);
    let stated = postmortem.timeline.zone.as_ref().and_then(|zone| time::zone(&zone.value));
    let zone = document_zone.as_ref().or(stated.as_ref()).or(configured.as_ref());
    let title_span = postmortem.title.span.unwrap_or_default();
    let in_heading = heading.as_ref().map(|(name, span)| (name.day, *span, Provenance::Heading));
    let in_front_matter = of_front_matter.as_ref().map(|name| (name.day, title_span, Provenance::FrontMatter));
    // Of several incidents the first one's heading says the day of what is told.
    let in_first =
        clues.first.as_ref().map(|first| (names::day_of_incident(&first.value), first.span, Provenance::Heading));
    let mut titled = [in_heading, in_front_matter, in_first].into_iter().flatten();
    let titled =
        titled.find_map(|(day, span, provenance)| Some(date::Clue { day: day?, span: Some(span), provenance }));
    let found = date::fill(postmortem, &labels, titled, clues, &file, context);
    let day = postmortem.date.as_ref().map(|date| date.value);
    milestones::of_labels(postmortem, &labels, day, zone);
    let zones = timeline::Zones { document: document_zone.as_ref(), configured: configured.as_ref() };
    timeline::resolve(&mut postmortem.timeline, &clues.drafts, day, zones);
    duration(postmortem, &labels, clues);
    milestones::of_timeline(postmortem, &labels, clues);
    milestones::of_text(postmortem, clues, day, zone);
    milestones::implied(postmortem, clues);
    links(postmortem, &labels);
    related(postmortem, &labels);
    if postmortem.lang.is_none() {
        postmortem.lang = clues.language.map(|(language, provenance)| Known::of(language.to_owned(), provenance));
    }
    if postmortem.timezone.is_none()
        && let Some(zone) = &postmortem.timeline.zone
    {
        postmortem.timezone = Some(Known::at(zone.value.clone(), zone.span, Provenance::Body));
    }
    // The day it began may be told by the timeline alone.
    if postmortem.date.is_none() {
        let milestones = &postmortem.milestones;
        let first = milestones.started.as_ref().or(milestones.detected.as_ref()).cloned();
        postmortem.date = first.map(|first| first.map(|moment| moment.date()));
        postmortem.date = postmortem.date.take().or_else(|| Some(Known::of(source.committed?, Provenance::Git)));
    }
    found.into_iter().collect()
}

type Heading<'a> = Option<&'a (Name, Span)>;

/// The first label of a field from which `read` gets a value.
pub(super) fn first<T>(
    labels: &[(Field, &Label)],
    field: Field,
    read: impl Fn(&Label) -> Option<T>,
) -> Option<Known<T>> {
    labels
        .iter()
        .filter(|(of, _)| *of == field)
        .find_map(|(_, label)| Some(Known::at(read(label)?, label.value.span, label.provenance)))
}

fn title(postmortem: &mut Postmortem, labels: &[(Field, &Label)], heading: Heading<'_>, clues: &Clues, file: &Name) {
    if postmortem.title.provenance == Provenance::FrontMatter && !postmortem.title.value.trim().is_empty() {
        return;
    }
    let of_label = || first(labels, Field::Title, |label| Some(label.value.value.clone()));
    let of_heading = || {
        let (name, span) = heading?;
        let written = clues.title.as_ref().map(|title| title.value.clone()).unwrap_or_default();
        let title = if name.title.is_empty() { written } else { name.title.clone() };
        // "Postmortem": the name of the file says more.
        if names::is_generic(&title) && !file.title.is_empty() && !names::is_generic(&file.title) {
            return None;
        }
        (!title.trim().is_empty()).then(|| Known::at(title, *span, Provenance::Heading))
    };
    let of_file = || (!file.title.is_empty()).then(|| Known::of(file.title.clone(), Provenance::FileName));
    if let Some(title) = of_label().or_else(of_heading).or_else(of_file) {
        postmortem.title = title;
    }
}

fn id(postmortem: &mut Postmortem, labels: &[(Field, &Label)], heading: Heading<'_>, file: &Name) {
    if postmortem.id.is_some() {
        return;
    }
    let of_label = first(labels, Field::Id, |label| {
        let value = &label.value.value;
        (value.chars().count() <= 40 && value.contains(|c: char| c.is_ascii_digit())).then(|| value.clone())
    });
    let of_heading = || heading.and_then(|(name, span)| Some(Known::at(name.id.clone()?, *span, Provenance::Heading)));
    let of_file = || file.id.clone().map(|id| Known::of(id, Provenance::FileName));
    postmortem.id = of_label.or_else(of_heading).or_else(of_file);
}

/// Fields that are one word of a known set.
fn words(
    postmortem: &mut Postmortem,
    labels: &[(Field, &Label)],
    heading: Heading<'_>,
    headline: &str,
    catalog: &Catalog,
) {
    if postmortem.severity.is_none() {
        let of_label = first(labels, Field::Severity, |label| values::severity(&label.value.value, catalog));
        postmortem.severity_word = of_label.as_ref().and_then(|known| known.value.word.clone());
        let of_title = || {
            let (_, span) = heading?;
            Some(Known::at(values::severity_in_title(headline, catalog)?, *span, Provenance::Heading))
        };
        postmortem.severity = of_label.map(|known| known.map(|severity| severity.step)).or_else(of_title);
    }
    if postmortem.status.is_none() {
        postmortem.status = first(labels, Field::Status, |label| values::status(&label.value.value));
    }
    if postmortem.kind.is_none() {
        let of_title = || {
            let (name, span) = heading?;
            let title = name.title.to_lowercase();
            let near_miss = title.contains("near miss") || title.contains("near-miss");
            near_miss.then(|| Known::at(Kind::NearMiss, *span, Provenance::Heading))
        };
        postmortem.kind = first(labels, Field::Kind, |label| values::kind(&label.value.value)).or_else(of_title);
    }
    if postmortem.detection.is_none() {
        postmortem.detection = first(labels, Field::Detection, |label| values::detection(&label.value.value));
    }
    if postmortem.trigger.is_none() {
        postmortem.trigger = first(labels, Field::Trigger, |label| known_trigger(&label.value.value, catalog));
    }
    if postmortem.impact.summary.is_none() {
        postmortem.impact.summary = first(labels, Field::Impact, |label| {
            // A section "Impact" is read as a section.
            (label.provenance == Provenance::MetadataBlock).then(|| label.value.value.clone())
        })
        .map(|known| known.value);
    }
}

fn known_trigger(value: &str, catalog: &Catalog) -> Option<TriggerId> {
    let id = catalog.trigger(value)?;
    catalog.triggers.iter().any(|trigger| trigger.id == id).then_some(id)
}

/// Fields that are lists of names.
fn names_of(postmortem: &mut Postmortem, labels: &[(Field, &Label)], catalog: &Catalog) {
    if postmortem.services.is_empty() {
        postmortem.services = names_in(labels, Field::Services, |name| {
            let id: ServiceId = catalog.service(name)?;
            Some((id, name.to_owned()))
        });
        let mut seen = Vec::new();
        postmortem.services.retain(|service| {
            let new = !seen.contains(&service.value.0);
            seen.push(service.value.0.clone());
            new
        });
    }
    if postmortem.authors.is_empty() {
        postmortem.authors = names_in(labels, Field::Authors, |name| Some(name.to_owned()));
    }
    if postmortem.tags.is_empty() {
        postmortem.tags = names_in(labels, Field::Tags, |name| Some(name.trim_start_matches('#').to_owned()));
    }
    if postmortem.authors.is_empty() {
        // Whoever owns the document answers for its words.
        let owned = labels.iter().filter(|(field, label)| *field == Field::Owner && !label.key.contains("team"));
        let owned: Vec<(Field, &Label)> = owned.map(|(_, label)| (Field::Authors, *label)).collect();
        postmortem.authors = names_in(&owned, Field::Authors, |name| values::is_person(name).then(|| name.to_owned()));
    }
    if postmortem.owner.is_none() && postmortem.owners.is_empty() {
        let mut owners = names_in(labels, Field::Owner, |name| Some(name.to_owned()));
        if owners.len() > 1 {
            let spanned = owners.iter().filter_map(|owner| Some(Spanned::new(owner.value.clone(), owner.span?)));
            postmortem.owners = spanned.collect();
        }
        owners.truncate(1);
        postmortem.owner = owners.pop();
    }
    if postmortem.causes.is_empty() && postmortem.refused_causes.is_empty() {
        causes(postmortem, labels, catalog);
    }
}

/// Only causes that the taxonomy has, and the words that it refuses: a section "Causes" tells a story.
fn causes(postmortem: &mut Postmortem, labels: &[(Field, &Label)], catalog: &Catalog) {
    let known = |name: &str| -> Option<CauseId> { catalog.cause(name).filter(|id| catalog.knows_cause(id)) };
    postmortem.causes = names_in(labels, Field::Causes, known);
    let mut seen = Vec::new();
    postmortem.causes.retain(|cause| {
        let new = !seen.contains(&cause.value);
        seen.push(cause.value.clone());
        new
    });
    let refused = names_in(labels, Field::Causes, |name| catalog.refuses_cause(name).then(|| name.to_owned()));
    postmortem.refused_causes =
        refused.into_iter().filter_map(|known| Some(Spanned::new(known.value, known.span?))).collect();
}

/// More names than any document has.
const MAX_NAMES: usize = 20;

/// The names of the first label of a field that has any.
fn names_in<T>(labels: &[(Field, &Label)], field: Field, read: impl Fn(&str) -> Option<T>) -> Vec<Known<T>> {
    for (_, label) in labels.iter().filter(|(of, _)| *of == field) {
        let written = if label.list.is_empty() { std::slice::from_ref(&label.value) } else { &label.list };
        let mut found = Vec::new();
        for value in written {
            let told = if field == Field::Services {
                values::service_names(&value.value)
            } else {
                values::names(&value.value)
            };
            for name in told {
                found.extend(read(&name).map(|read| Known::at(read, value.span, label.provenance)));
            }
        }
        if !found.is_empty() {
            found.truncate(MAX_NAMES);
            return found;
        }
    }
    Vec::new()
}

fn duration(postmortem: &mut Postmortem, labels: &[(Field, &Label)], clues: &Clues) {
    if postmortem.duration.is_some() {
        return;
    }
    postmortem.duration = first(labels, Field::Duration, length)
        .or_else(|| first(labels, Field::TimeToEnd, length))
        .or_else(|| first(labels, Field::Impact, |label| time::lasted(&label.value.value).map(|(minutes, _)| minutes)))
        .or_else(|| {
            let lasted = clues.told.lasted.as_ref()?;
            Some(Known::at(lasted.value, lasted.span, Provenance::Body))
        })
        .or_else(|| {
            let title = clues.title.as_ref()?;
            Some(Known::at(time::lasted_in_title(&title.value)?.0, title.span, Provenance::Heading))
        });
}

/// The minutes that a label gives.
pub(super) fn length(label: &Label) -> Option<i64> {
    let value = &label.value.value;
    let told = time::leading_duration(value).map(|(minutes, _)| minutes);
    told.or_else(|| {
        // The unit may stand beside the key: "Duration (minutes)", "Minutes of downtime".
        let number: i64 = value.trim().parse().ok()?;
        let unit = if label.key.starts_with("minutes ") || label.key.ends_with(" minutes") {
            "minutes"
        } else {
            label.hint.as_str()
        };
        match unit {
            "min" | "mins" | "minutes" | "in minutes" => Some(number),
            "h" | "hours" | "in hours" => number.checked_mul(60),
            _ => None,
        }
    })
    .or_else(|| bracketed_duration(value))
}

/// Places to go on from that a label names: the ticket, the channel, the status page.
fn links(postmortem: &mut Postmortem, labels: &[(Field, &Label)]) {
    if !postmortem.links.is_empty() {
        return;
    }
    let links = &postmortem.body.links;
    let mut found: Vec<NamedLink> = Vec::new();
    for (_, label) in labels.iter().filter(|(field, _)| *field == Field::Link) {
        let mut written = std::iter::once(&label.value).chain(&label.list).filter(|value| !value.value.is_empty());
        for value in written.by_ref() {
            let from = links.partition_point(|link| link.span.end <= value.span.start);
            for link in links[from..].iter().take_while(|link| link.span.start < value.span.end) {
                let Target::External(url) = &link.target else { continue };
                let is_new = found.iter().all(|known| known.url.value != *url);
                if is_new && found.len() < MAX_NAMES && !link.image {
                    let is_bare = link.text.is_empty() || link.text == *url;
                    let title = if is_bare { capitalised(&label.key) } else { link.text.clone() };
                    found.push(NamedLink { title, url: Spanned::new(url.clone(), link.span) });
                }
            }
        }
    }
    postmortem.links = found;
}

/// Other postmortems that a label names by their ids or slugs. Words are none, and links are followed anyway.
fn related(postmortem: &mut Postmortem, labels: &[(Field, &Label)]) {
    if !postmortem.related.is_empty() {
        return;
    }
    let is_id = |name: &str| {
        let has = |wanted: fn(char) -> bool| name.contains(wanted);
        let is_word = name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'));
        is_word && has(|c| c.is_ascii_digit()) && has(|c| c == '-') && has(char::is_alphabetic)
    };
    let named = names_in(labels, Field::Related, |name| is_id(name).then(|| name.to_owned()));
    postmortem.related = named.into_iter().filter_map(|known| Some(Spanned::new(known.value, known.span?))).collect();
}

fn capitalised(key: &str) -> String {
    let mut letters = key.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// "September 11–20 (9 days)".
fn bracketed_duration(value: &str) -> Option<i64> {
    let (_, inside) = value.split_once(['(', '（'])?;
    time::leading_duration(inside).map(|(minutes, _)| minutes)
}
