//! What the archive tells as a whole. What is not written down is counted as missing, and nothing is averaged.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use serde::Serialize;

use super::actions::{self, KindCount};
use super::make::Make;
use super::service::{self, DetectionCount, DurationStats};
use super::{ChartRow, ChartView, Html, Link, SeverityView, chart};
use crate::archive::PmIdx;
use crate::model::{CauseId, Kind, Postmortem, SectionKind, ServiceId};
use crate::pages::svg::{self, Labels, Tick};
use crate::pages::words::fill;
use crate::stats::{self, Coverage, Until};
use crate::urls;

/// Rows and columns of the table of services and causes. More do not fit a page, and say less.
const MOST_SERVICES: usize = 15;
const MOST_FAMILIES: usize = 12;
/// Minutes that the axis of a spread can end at, and is marked at.
const TICKS: [i64; 9] = [1, 10, 60, 600, 1_440, 10_080, 43_200, 129_600, 525_600];

/// What the archive tells.
#[derive(Debug, Clone, Serialize)]
pub struct InsightsView {
    /// The number of postmortems that are counted here: all but withdrawn ones.
    pub count: usize,
    /// Incidents and near misses over time, as bars; none when no date is known.
    pub chart: Option<ChartView>,
    /// The same by severity: a row for each unit of `chart`; none when no severity is known.
    pub by_severity: Option<SeverityTable>,
    /// Which families of causes hit which services; none when no postmortem names both.
    pub heat: Option<HeatView>,
    /// How long it took to detect, mitigate, resolve: always these three rows.
    pub durations: Vec<DurationStats>,
    /// The same as drawings, for those of which at least three are known.
    pub spreads: Vec<SpreadView>,
    /// How incidents were first seen, the most frequent first, the unknown last.
    pub detection: Vec<DetectionCount>,
    /// What changed just before, the most frequent first.
    pub triggers: Vec<TriggerCount>,
    /// The number of postmortems that do not name a trigger.
    pub without_trigger: usize,
    /// What action items are meant to do.
    pub kinds: Vec<KindCount>,
    /// Of how many postmortems a value is known.
    pub fields: Vec<FieldCoverage>,
    /// How many postmortems have a section, in the order of a usual document; those that none has are left out.
    pub sections: Vec<SectionCoverage>,
}

/// Incidents by unit of time and severity.
#[derive(Debug, Clone, Serialize)]
pub struct SeverityTable {
    /// The severities that occur, the gravest first.
    pub severities: Vec<SeverityView>,
    /// Oldest first.
    pub rows: Vec<SeverityRow>,
}

/// The incidents of a unit of time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SeverityRow {
    /// `2026 Q1`, `2026`.
    pub label: String,
    /// One number for each of the severities.
    pub counts: Vec<usize>,
    /// How many do not say how grave they were.
    pub unknown: usize,
}

/// Which families of causes hit which services.
#[derive(Debug, Clone, Serialize)]
pub struct HeatView {
    /// The families, the most frequent first, at most twelve.
    pub families: Vec<Link>,
    /// The services, the most frequent first, at most fifteen.
    pub rows: Vec<HeatRow>,
    /// How many services and families are not shown.
    pub left_out: usize,
}

/// A service in the table.
#[derive(Debug, Clone, Serialize)]
pub struct HeatRow {
    /// The service.
    pub service: Link,
    /// One cell for each of the families.
    pub cells: Vec<HeatCell>,
}

/// How often a family of causes hit a service.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct HeatCell {
    /// The number of postmortems.
    pub count: usize,
    /// 0 for none, 1 to 4 for the quarter of the greatest number in the table that it reaches.
    pub level: usize,
}

/// How long something took, one dot an incident.
#[derive(Debug, Clone, Serialize)]
pub struct SpreadView {
    /// `detect`, `mitigate` or `resolve`.
    pub to: &'static str,
    /// The drawing, as [`ChartView::svg`] is.
    pub svg: Html,
    /// How many incidents are drawn.
    pub known: usize,
    /// How many do not give it.
    pub missing: usize,
    /// The same data: how many took longer than the row before and at most this long.
    pub rows: Vec<ChartRow>,
}

/// How often something changed just before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TriggerCount {
    /// `config-change`.
    pub id: String,
    /// As shown.
    pub title: String,
    /// The page of the trigger.
    pub href: String,
    /// How many postmortems.
    pub count: usize,
}

/// Of how many postmortems a value is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct FieldCoverage {
    /// The key of the front matter.
    pub field: &'static str,
    /// How many state it.
    pub stated: usize,
    /// Of how many it was inferred.
    pub inferred: usize,
    /// Of how many it is not known.
    pub unknown: usize,
}

/// How many postmortems have a section.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct SectionCoverage {
    /// What the section is about.
    pub section: &'static str,
    /// How many have one.
    pub count: usize,
}

/// What the archive tells.
pub(super) fn view(make: Make<'_>) -> InsightsView {
    let counted = &make.site.digest.newest;
    let postmortems: Vec<&Postmortem> = counted.iter().map(|index| make.postmortem(*index)).collect();
    let triggers = triggers(make, &postmortems);
    InsightsView {
        count: counted.len(),
        chart: chart::bars(make, counted),
        by_severity: by_severity(make, counted),
        heat: heat(make, counted),
        durations: service::durations(make, counted),
        spreads: spreads(make, &postmortems),
        detection: service::detection(make, counted),
        without_trigger: counted.len() - triggers.iter().map(|trigger| trigger.count).sum::<usize>(),
        triggers,
        kinds: actions::kinds(postmortems.iter().flat_map(|postmortem| &postmortem.action_items)),
        fields: stats::fields(&postmortems).into_iter().map(field).collect(),
        sections: sections(&postmortems),
    }
}

fn field(coverage: Coverage) -> FieldCoverage {
    let Coverage { field, known, unknown, by_provenance } = coverage;
    let stated = by_provenance.get("front-matter").copied().unwrap_or_default();
    FieldCoverage { field, stated, inferred: known - stated, unknown }
}

fn sections(postmortems: &[&Postmortem]) -> Vec<SectionCoverage> {
    SectionKind::ALL
        .iter()
        .map(|kind| SectionCoverage {
            section: kind.as_str(),
            count: postmortems.iter().filter(|postmortem| postmortem.body.section(*kind).is_some()).count(),
        })
        .filter(|section| section.count > 0)
        .collect()
}

fn triggers(make: Make<'_>, postmortems: &[&Postmortem]) -> Vec<TriggerCount> {
    let mut counts = BTreeMap::new();
    for trigger in postmortems.iter().filter_map(|postmortem| postmortem.trigger.as_ref()) {
        *counts.entry(&trigger.value).or_insert(0_usize) += 1;
    }
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by_key(|(_, count)| Reverse(*count));
    counts
        .into_iter()
        .map(|(id, count)| {
            let trigger = super::postmortem::trigger(make, id);
            TriggerCount { id: trigger.id, title: trigger.title, href: trigger.href, count }
        })
        .collect()
}

fn by_severity(make: Make<'_>, indices: &[PmIdx]) -> Option<SeverityTable> {
    let periods = chart::events_by_period(make, indices)?;
    let mut names: Vec<&str> = periods
        .iter()
        .flat_map(|(_, events)| events)
        .filter_map(|index| make.postmortem(*index).severity.as_ref())
        .map(|severity| severity.value.as_str())
        .collect();
    names.sort_by_key(|name| (make.site.settings.catalog.severity_rank(name), *name));
    names.dedup();
    if names.is_empty() {
        return None;
    }
    let row = |(label, events): (String, Vec<PmIdx>)| {
        let mut row = SeverityRow { label, counts: vec![0; names.len()], unknown: 0 };
        for index in events {
            let severity = make.postmortem(index).severity.as_ref();
            let place = severity.and_then(|severity| names.iter().position(|name| *name == severity.value));
            match place.and_then(|place| row.counts.get_mut(place)) {
                Some(count) => *count += 1,
                None => row.unknown += 1,
            }
        }
        row
    };
    let rows = periods.into_iter().map(row).collect();
    Some(SeverityTable { severities: names.into_iter().map(|name| make.severity(name)).collect(), rows })
}

fn heat(make: Make<'_>, indices: &[PmIdx]) -> Option<HeatView> {
    let mut cells: BTreeMap<&ServiceId, BTreeMap<CauseId, usize>> = BTreeMap::new();
    let mut services: BTreeMap<&ServiceId, usize> = BTreeMap::new();
    let mut families: BTreeMap<CauseId, usize> = BTreeMap::new();
    for postmortem in indices.iter().map(|index| make.postmortem(*index)) {
        let mut hit: Vec<CauseId> =
            postmortem.causes.iter().filter_map(|cause| CauseId::new(cause.value.family())).collect();
        hit.sort();
        hit.dedup();
        if hit.is_empty() || postmortem.services.is_empty() {
            continue;
        }
        for family in &hit {
            *families.entry(family.clone()).or_default() += 1;
        }
        for service in super::postmortem::distinct(postmortem.services.iter().map(|service| &service.value.0)) {
            *services.entry(service).or_default() += 1;
            for family in &hit {
                *cells.entry(service).or_default().entry(family.clone()).or_default() += 1;
            }
        }
    }
    let most = cells.values().flat_map(BTreeMap::values).copied().max()?;
    let mut rows: Vec<_> = services.into_iter().collect();
    rows.sort_by_key(|(_, count)| Reverse(*count));
    let mut columns: Vec<_> = families.into_iter().collect();
    columns.sort_by_key(|(_, count)| Reverse(*count));
    let left_out = rows.len().saturating_sub(MOST_SERVICES) + columns.len().saturating_sub(MOST_FAMILIES);
    rows.truncate(MOST_SERVICES);
    columns.truncate(MOST_FAMILIES);
    let cell = |service: &ServiceId, family: &CauseId| {
        let count = cells.get(service).and_then(|families| families.get(family)).copied().unwrap_or_default();
        HeatCell { count, level: (count * 4).div_ceil(most) }
    };
    Some(HeatView {
        rows: rows
            .iter()
            .map(|(service, _)| HeatRow {
                service: make.service_link(service),
                cells: columns.iter().map(|(family, _)| cell(service, family)).collect(),
            })
            .collect(),
        families: columns
            .iter()
            .map(|(family, _)| Link { title: make.cause_title(family), href: make.href(&urls::cause(family)) })
            .collect(),
        left_out,
    })
}

/// Of incidents alone, as [`service::durations`] are.
fn spreads(make: Make<'_>, postmortems: &[&Postmortem]) -> Vec<SpreadView> {
    let incidents: Vec<_> =
        postmortems.iter().filter(|postmortem| postmortem.kind_or_default() == Kind::Incident).collect();
    let spread = |(to, until): (&'static str, Until)| {
        let mut minutes: Vec<i64> = incidents.iter().filter_map(|postmortem| stats::took(until, postmortem)).collect();
        minutes.sort_unstable();
        (minutes.len() >= 3).then(|| {
            let end = TICKS.iter().position(|tick| minutes.last() <= Some(tick)).unwrap_or(TICKS.len() - 1).max(2);
            let names: Vec<String> = TICKS[..=end].iter().map(|tick| make.words.duration(*tick)).collect();
            let ticks: Vec<Tick<'_>> =
                TICKS.iter().zip(&names).map(|(minutes, name)| Tick { minutes: *minutes, name }).collect();
            let median = stats::median(&minutes).map(|median| {
                (median, fill(make.words.get("view_median"), &[("duration", &make.words.duration(median))]))
            });
            let count = make.words.number(minutes.len() as u64);
            let description = fill(
                make.words.get("view_spread_desc"),
                &[("n", &count), ("median", median.as_ref().map_or("", |(_, name)| name.as_str()))],
            );
            let labels = Labels { title: make.words.get(title_of(until)), description: &description };
            let drawn = median.as_ref().map(|(minutes, name)| (*minutes, name.as_str()));
            let within = |low: Option<&i64>, high: i64| {
                minutes.iter().filter(|minutes| **minutes <= high && low.is_none_or(|low| *minutes > low)).count()
            };
            SpreadView {
                to,
                svg: Html(svg::dots(&minutes, &ticks, drawn, &format!("to-{to}"), labels)),
                known: minutes.len(),
                missing: incidents.len() - minutes.len(),
                rows: names
                    .iter()
                    .enumerate()
                    .map(|(at, name)| ChartRow {
                        label: name.clone(),
                        count: within(at.checked_sub(1).and_then(|before| TICKS.get(before)), TICKS[at]),
                    })
                    .collect(),
            }
        })
    };
    service::ENDS.into_iter().filter_map(spread).collect()
}

fn title_of(until: Until) -> &'static str {
    match until {
        Until::Detected => "view_spread_detect",
        Until::Mitigated => "view_spread_mitigate",
        Until::Resolved => "view_spread_resolve",
    }
}
