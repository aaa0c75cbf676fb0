//! The course of an incident: its figures, its phases, its timeline.

use jiff::civil::Date;

use super::make::{Make, zone};
use super::{GlanceView, Html, ImpactView, PhaseRow, PhasesView, TimelineRow, TimelineView};
use crate::model::{Impact, Known, Milestone, Moment, Postmortem, Provenance, SectionKind};
use crate::pages::svg::{self, Labels, Point};
use crate::pages::words::{self, fill};

/// The figures; none when the document has none.
pub(super) fn glance(make: Make<'_>, postmortem: &Postmortem) -> Option<GlanceView> {
    // A length is known as well as the less certain of its ends.
    let to = |milestone| {
        let milestones = &postmortem.milestones;
        let minutes = milestones.minutes(Milestone::Started, milestone)?;
        let ends = [milestones.get(Milestone::Started)?, milestones.get(milestone)?];
        let known = ends.into_iter().max_by_key(|known| known.provenance)?;
        Some((known.provenance, make.fact(known, make.duration(minutes)?)))
    };
    let resolve = to(Milestone::Resolved);
    // What the author says goes before what was worked out from running text, where the two differ.
    let says_more = |known: &Known<i64>| {
        resolve
            .as_ref()
            .is_none_or(|(provenance, fact)| *provenance >= Provenance::Body && fact.value.minutes != known.value)
    };
    let stated = postmortem.duration.as_ref().filter(|known| says_more(known));
    let to_resolve = resolve.map(|(_, fact)| fact);
    let to = |milestone| to(milestone).map(|(_, fact)| fact);
    let glance = GlanceView {
        to_detect: to(Milestone::Detected),
        to_acknowledge: to(Milestone::Acknowledged),
        to_mitigate: to(Milestone::Mitigated),
        duration: stated.and_then(|known| Some(make.fact(known, make.duration(known.value)?))),
        impact: impact(make, &postmortem.impact),
        to_resolve,
    };
    let GlanceView { to_detect, to_acknowledge, to_mitigate, to_resolve, duration, impact } = &glance;
    let times = [to_detect, to_acknowledge, to_mitigate, to_resolve].iter().any(|time| time.is_some());
    (times || duration.is_some() || impact.is_some()).then_some(glance)
}

fn impact(make: Make<'_>, impact: &Impact) -> Option<ImpactView> {
    let Impact { users, requests_failed, minutes, types, summary } = impact;
    let known =
        users.is_some() || requests_failed.is_some() || minutes.is_some() || !types.is_empty() || summary.is_some();
    known.then(|| ImpactView {
        users: users.map(|users| make.number(users)),
        requests_failed: requests_failed.map(|requests| make.number(requests)),
        duration: minutes.as_ref().and_then(|minutes| make.duration(minutes.value)),
        types: types.clone(),
        summary: summary.clone(),
    })
}

/// The known points, those that can be told apart in the order of time; none when there are fewer than two.
pub(super) fn phases(make: Make<'_>, postmortem: &Postmortem) -> Option<PhasesView> {
    let mut points: Vec<(Milestone, &Known<Moment>)> = postmortem.milestones.iter().collect();
    if points.len() < 2 {
        return None;
    }
    // One order needs all points on one clock; else they stay in their usual order, and no strip is drawn.
    let on_one_clock = points.iter().all(|(_, known)| minutes_since(&points, &known.value).is_some());
    if on_one_clock {
        points.sort_by_key(|(_, known)| known.value.utc_seconds());
    }
    let zones: Vec<_> = points.iter().map(|(_, known)| zone(&known.value)).collect();
    let one_zone = zones.iter().all(|zone| zones.first() == Some(zone));
    let mut rows: Vec<PhaseRow> = Vec::with_capacity(points.len());
    let mut day: Option<Date> = None;
    for (place, (milestone, known)) in points.iter().enumerate() {
        let before = place.checked_sub(1).and_then(|before| points.get(before));
        let after_start = minutes_since(&points, &known.value).filter(|_| place > 0);
        let date = known.value.date();
        // A course of one day does not repeat it.
        let on_one_day = points.iter().all(|(_, known)| known.value.date() == date);
        let clock = if on_one_day || day == Some(date) { words::clock(&known.value) } else { None };
        day = Some(date);
        let clock = clock.unwrap_or_else(|| make.words.clock_on_day(&known.value));
        // Clocks of different zones are told apart.
        let zone = zones.get(place).and_then(Option::as_deref).filter(|_| !one_zone);
        rows.push(PhaseRow {
            milestone: milestone.as_str(),
            phase: points.get(place + 1).map_or("end", |(next, _)| phase_to(*next)),
            at: make.moment(&known.value),
            clock: zone.map_or_else(|| clock.clone(), |zone| format!("{clock} {zone}")),
            after_start: after_start.and_then(|minutes| make.duration(minutes)),
            after_previous: before
                .and_then(|(_, before)| before.value.minutes_until(&known.value))
                .and_then(|minutes| make.duration(minutes)),
            relative: after_start.map(words::relative),
            inferred: make.words.inferred(known.provenance),
        });
    }
    let svg = if on_one_clock { strip(make, &points, &rows) } else { None };
    Some(PhasesView { svg: svg.map(Html), zone: zones.into_iter().next().flatten().filter(|_| one_zone), rows })
}

/// Minutes from the first of the points.
fn minutes_since(points: &[(Milestone, &Known<Moment>)], moment: &Moment) -> Option<i64> {
    points.first()?.1.value.minutes_until(moment)
}

/// The phase that a point ends.
fn phase_to(milestone: Milestone) -> &'static str {
    match milestone {
        Milestone::Started => "start",
        Milestone::Detected => "detect",
        Milestone::Acknowledged => "acknowledge",
        Milestone::Mitigated => "mitigate",
        Milestone::Resolved => "resolve",
    }
}

/// The drawing; none when all points are at one time.
fn strip(make: Make<'_>, points: &[(Milestone, &Known<Moment>)], rows: &[PhaseRow]) -> Option<String> {
    let minutes: Vec<i64> =
        points.iter().map(|(_, known)| minutes_since(points, &known.value)).collect::<Option<_>>()?;
    if minutes.last().is_none_or(|last| *last <= 0) {
        return None;
    }
    let name = |place: usize| points.get(place).map_or("", |(milestone, _)| make.words.milestone(*milestone));
    let duration = |row: &PhaseRow| row.after_previous.as_ref().map_or(String::new(), |after| after.text.clone());
    let titles: Vec<String> = rows
        .iter()
        .enumerate()
        .map(|(place, row)| {
            let from = name(place.saturating_sub(1));
            let values = [("from", from), ("to", &name(place).to_lowercase()), ("duration", &duration(row))];
            fill(make.words.get("view_phase"), &values)
        })
        .collect();
    let durations: Vec<String> = rows.iter().map(duration).collect();
    let drawn: Vec<Point<'_>> = rows
        .iter()
        .zip(&minutes)
        .zip(titles.iter().zip(&durations))
        .enumerate()
        .map(|(place, ((row, minutes), (title, duration)))| Point {
            name: name(place),
            clock: &row.clock,
            minutes: *minutes,
            phase: place.checked_sub(1).and_then(|before| rows.get(before)).map_or("", |before| before.phase),
            duration,
            title,
        })
        .collect();
    let description = describe(make, points, rows);
    let labels = Labels { title: make.words.get("view_phases_title"), description: &description };
    Some(svg::phases(&drawn, labels))
}

/// `Started 09:12. Detected after 9 min.`
fn describe(make: Make<'_>, points: &[(Milestone, &Known<Moment>)], rows: &[PhaseRow]) -> String {
    let sentence = |((milestone, _), row): (&(Milestone, &Known<Moment>), &PhaseRow)| {
        let name = make.words.milestone(*milestone);
        match &row.after_start {
            Some(after) => fill(make.words.get("view_phases_later"), &[("name", name), ("duration", &after.text)]),
            None => fill(make.words.get("view_phases_at"), &[("name", name), ("clock", &row.clock)]),
        }
    };
    let sentences: Vec<_> = points.iter().zip(rows).map(sentence).collect();
    format!("{}.", sentences.join(". "))
}

/// The timeline; none when the document has none that could be read.
pub(super) fn timeline(make: Make<'_>, postmortem: &Postmortem) -> Option<TimelineView> {
    let timeline = &postmortem.timeline;
    if timeline.entries.is_empty() {
        return None;
    }
    let started = postmortem.milestones.started.as_ref().map(|known| known.value);
    // A start that no event can be compared with is no start to reckon from.
    let comparable =
        |start: &Moment| timeline.entries.iter().filter_map(|e| e.at).any(|at| start.minutes_until(&at).is_some());
    let start = started.filter(comparable).or_else(|| timeline.entries.iter().find_map(|entry| entry.at));
    let mut day = None;
    let rows: Vec<_> = timeline
        .entries
        .iter()
        .map(|entry| {
            let date = entry.at.map(|at| at.date());
            let new_day = date.filter(|date| day != Some(*date));
            day = date.or(day);
            let minutes = start.as_ref().zip(entry.at.as_ref()).and_then(|(start, at)| start.minutes_until(at));
            TimelineRow {
                time: entry.time.as_ref().map(|time| time.value.clone()),
                at: entry.at.as_ref().map(|at| make.moment(at)),
                day: new_day.map(|date| make.date(date)),
                relative: minutes.map(words::relative),
                text: entry.text.clone(),
                milestone: entry.milestone.map(Milestone::as_str),
            }
        })
        .collect();
    Some(TimelineView {
        relative: rows.iter().any(|row| row.relative.is_some()),
        in_place: false,
        rows,
        zone: timeline.zone.as_ref().map(|zone| zone.value.clone()),
        anchor: postmortem.body.section(SectionKind::Timeline).map(|section| section.anchor.clone()),
    })
}
