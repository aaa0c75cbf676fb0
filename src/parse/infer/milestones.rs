//! The points of the incident: from labels, from the timeline, from lengths of time laid along it, from the text.
//!
//! The functions fill what is still unknown, and are called in the order of their certainty.

use jiff::civil::Date;

use crate::model::{Known, Milestone, Moment, Postmortem, Provenance, Timeline, TimelineEntry};
use crate::parse::infer::fill::{first, length};
use crate::parse::infer::keys::Field;
use crate::parse::infer::measured::{self, Lengths};
use crate::parse::infer::{Clues, Label};
use crate::parse::time::{self, Stamp, Zone};
use crate::parse::timeline;
use crate::text::Span;

/// What labels give.
pub(super) fn of_labels(
    postmortem: &mut Postmortem,
    labels: &[(Field, &Label)],
    day: Option<Date>,
    zone: Option<&Zone>,
) {
    for (field, label) in labels {
        let Field::At(milestone) = field else { continue };
        let place = postmortem.milestones.get_mut(*milestone);
        if place.is_none() {
            let hinted =
                time::zone(&label.hint).or_else(|| label.key.ends_with(" utc").then(|| time::zone("UTC")).flatten());
            let moment = time::stamp(&label.value.value).and_then(|stamp| stamp.moment(day, hinted.as_ref().or(zone)));
            *place = moment.map(|moment| Known::at(moment, label.value.span, label.provenance));
        }
    }
    // "Date: 2026-03-07 09:12 – 09:55 UTC"
    let dated = labels.iter().find_map(|(field, label)| {
        let stamp =
            matches!(field, Field::Date { .. } | Field::Duration).then(|| time::stamp(&label.value.value)).flatten()?;
        (stamp.clock.is_some() && stamp.day.is_some()).then_some((stamp, label))
    });
    if let Some((stamp, label)) = dated {
        span_of_time(postmortem, &stamp, label.value.span, label.provenance, (day, zone));
    }
}

/// Started and, of a range, resolved.
fn span_of_time(
    postmortem: &mut Postmortem,
    stamp: &Stamp,
    span: Span,
    provenance: Provenance,
    (day, zone): (Option<Date>, Option<&Zone>),
) {
    let milestones = &mut postmortem.milestones;
    if milestones.started.is_none() {
        milestones.started = stamp.moment(day, zone).map(|moment| Known::at(moment, span, provenance));
        if milestones.resolved.is_none()
            && let Some(mut end) = stamp.end_moment(day, zone)
        {
            // "from 23:50 to 00:20"
            let begin = milestones.started.as_ref().map(|known| known.value.local);
            if begin.is_some_and(|begin| end.local < begin) && stamp.until.is_some_and(|(day, _)| day.is_none()) {
                end = next_day(end);
            }
            milestones.resolved = Some(Known::at(end, span, provenance));
        }
    }
}

fn next_day(moment: Moment) -> Moment {
    let local = moment.local.date().tomorrow().map_or(moment.local, |date| date.to_datetime(moment.local.time()));
    Moment { local, ..moment }
}

/// The entries of the incident that the document is about.
fn own_entries<'a>(timeline: &'a Timeline, clues: &Clues) -> &'a [TimelineEntry] {
    let entries = &timeline.entries[..];
    let before = |second: u32| entries.partition_point(|entry| entry.span.start < second);
    clues.second.map_or(entries, |second| &entries[..before(second)])
}

fn moment_of(entry: &TimelineEntry) -> Option<Known<Moment>> {
    Some(Known::at(entry.at?, entry.time.as_ref()?.span, Provenance::Body))
}

/// The entries that say which point of the incident they are: by a mark, of several ends the last; else by a length
/// of time that is stated elsewhere; else in a sentence.
pub(super) fn of_timeline(postmortem: &mut Postmortem, labels: &[(Field, &Label)], clues: &Clues) {
    let minutes = |field: Field| first(labels, field, length).map(|known| known.value);
    let lengths = [minutes(Field::TimeToEnd), postmortem.duration.as_ref().map(|known| known.value)];
    let to_detection = minutes(Field::TimeToDetection);
    let Postmortem { timeline, milestones, .. } = postmortem;
    let entries = own_entries(timeline, clues);
    for milestone in Milestone::ALL {
        let mut marked = entries.iter().filter(|entry| entry.milestone == Some(*milestone)).filter_map(moment_of);
        let marked = if *milestone == Milestone::Resolved { marked.next_back() } else { marked.next() };
        let place = milestones.get_mut(*milestone);
        *place = place.take().or(marked);
    }
    let times: Vec<Option<Moment>> = entries.iter().map(|entry| entry.at).collect();
    for to_end in lengths.into_iter().flatten().map(Some).chain([None]) {
        let started = milestones.started.as_ref().map(|known| known.value);
        let found = measured::measure(&times, started, Lengths { to_detection, to_end });
        for (milestone, found) in [
            (Milestone::Started, found.started),
            (Milestone::Detected, found.detected),
            (Milestone::Resolved, found.resolved),
        ] {
            let place = milestones.get_mut(milestone);
            *place = place.take().or_else(|| moment_of(entries.get(found?)?));
        }
    }
    for milestone in Milestone::ALL {
        let place = milestones.get_mut(*milestone);
        *place = place.take().or_else(|| moment_of(timeline::telling(entries, *milestone)?));
    }
}

/// The entries from which the points that nothing tells can be concluded.
pub(super) fn implied(postmortem: &mut Postmortem, clues: &Clues) {
    let Postmortem { timeline, milestones, .. } = postmortem;
    let entries = own_entries(timeline, clues);
    for milestone in Milestone::ALL {
        let place = milestones.get_mut(*milestone);
        *place = place.take().or_else(|| moment_of(timeline::implying(entries, *milestone)?));
    }
}

/// "Began at 09:12"; and "from 20:20 to 20:46 UTC", where the summary gives one span of time and nothing else says when
/// it began.
pub(super) fn of_text(postmortem: &mut Postmortem, clues: &Clues, day: Option<Date>, zone: Option<&Zone>) {
    for milestone in Milestone::ALL {
        let mut marks = clues.told.marks.iter().filter(|(of, _)| of == milestone);
        // Two that say the same tell of two things.
        if let (Some((_, stamp)), None, None) = (marks.next(), marks.next(), postmortem.milestones.get(*milestone)) {
            let moment = stamp.value.moment(day, zone);
            *postmortem.milestones.get_mut(*milestone) =
                moment.map(|moment| Known::at(moment, stamp.span, Provenance::Body));
        }
    }
    let Some(span) = &clues.told.span else { return };
    // What ended before is another time than this.
    let begin = span.value.moment(day, zone);
    let ended = postmortem.milestones.resolved.as_ref();
    let is_before = ended.is_none_or(|end| begin.is_some_and(|begin| begin.local < end.value.local));
    if postmortem.milestones.started.is_none() && is_before {
        span_of_time(postmortem, &span.value, span.span, Provenance::Body, (day, zone));
    }
}
