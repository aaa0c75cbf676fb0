//! The list of services, and a service's page: what to know before changing it.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use serde::Serialize;

use super::make::{Make, clip};
use super::{ActionCounts, ActionView, ChartView, Count, DateView, DurationView, EntryView, PostmortemRef, chart};
use crate::archive::PmIdx;
use crate::model::{Detection, Kind, SectionKind, ServiceId};
use crate::pages::digest;
use crate::stats::{self, Duration as Spread, Until};
use crate::urls;

/// All services.
#[derive(Debug, Clone, Serialize)]
pub struct ServicesView {
    /// The services, by title.
    pub services: Vec<ServiceRow>,
    /// How many of them the configuration does not declare.
    pub undeclared: usize,
}

/// A service in the list.
#[derive(Debug, Clone, Serialize)]
pub struct ServiceRow {
    /// Its id.
    pub id: String,
    /// As shown.
    pub title: String,
    /// Its page.
    pub href: String,
    /// One sentence.
    pub description: Option<String>,
    /// The owning team.
    pub owner: Option<String>,
    /// Whether the configuration declares it.
    pub declared: bool,
    /// The number of its postmortems.
    pub count: usize,
    /// Open action items of its postmortems, overdue ones included.
    pub open_actions: usize,
    /// The day of the newest postmortem.
    pub last: Option<DateView>,
}

/// A service's page.
#[derive(Debug, Clone, Serialize)]
pub struct ServiceView {
    /// Its id.
    pub id: String,
    /// As shown.
    pub title: String,
    /// One sentence.
    pub description: Option<String>,
    /// The owning team.
    pub owner: Option<String>,
    /// Whether the configuration declares it.
    pub declared: bool,
    /// Its postmortems, the newest first.
    pub entries: Vec<EntryView>,
    /// Its incidents and near misses over time, one mark each (bars when there are more than two hundred); none
    /// when no date is known.
    pub chart: Option<ChartView>,
    /// What keeps happening: its causes with counts, the most frequent first.
    pub causes: Vec<Count>,
    /// How incidents were first seen, the most frequent first, the unknown last.
    pub detection: Vec<DetectionCount>,
    /// How long it took to detect, mitigate, resolve: always these three rows.
    pub durations: Vec<DurationStats>,
    /// Action items that are open, overdue ones first, then by their day.
    pub open_actions: Vec<ActionView>,
    /// The states of all action items of its postmortems.
    pub action_counts: ActionCounts,
    /// Where we got lucky: what its postmortems say under that heading, the newest first, at most five.
    pub lucky: Vec<LuckView>,
}

/// How often incidents were first seen in a way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DetectionCount {
    /// `alert`, `dashboard`, …; none for those that do not say.
    pub detection: Option<&'static str>,
    /// The number of incidents and near misses.
    pub count: usize,
}

/// The spread of a length of time. Never a mean: incidents differ too much for one to say anything.
#[derive(Debug, Clone, Serialize)]
pub struct DurationStats {
    /// `detect`, `mitigate` or `resolve`: what the time from the start leads to.
    pub to: &'static str,
    /// How many incidents give it.
    pub known: usize,
    /// How many of these were inferred: not both times are stated in the front matter.
    pub inferred: usize,
    /// How many do not.
    pub missing: usize,
    /// A quarter took at most this long; none when fewer than four are known.
    pub lower: Option<DurationView>,
    /// Half took at most this long; none when none is known.
    pub median: Option<DurationView>,
    /// Three quarters took at most this long; none when fewer than four are known.
    pub upper: Option<DurationView>,
}

/// Where we got lucky.
#[derive(Debug, Clone, Serialize)]
pub struct LuckView {
    /// The beginning of the section, as plain text.
    pub text: String,
    /// Where it stands.
    pub postmortem: PostmortemRef,
}

/// All services.
pub(super) fn services(make: Make<'_>) -> ServicesView {
    let archive = make.site.archive;
    let mut services: Vec<_> = archive
        .by_service
        .iter()
        .map(|(id, indices)| {
            let declared = make.site.settings.catalog.services.get(id);
            let counted = digest::newest_first(archive, indices.iter().copied());
            ServiceRow {
                id: id.to_string(),
                title: make.service_title(id),
                href: make.href(&urls::service(id)),
                description: declared.and_then(|service| service.description.clone()),
                owner: declared.and_then(|service| service.owner.clone()),
                declared: declared.is_some(),
                count: counted.len(),
                open_actions: counted.iter().map(|index| digest::open_actions(archive.get(*index))).sum(),
                last: counted.first().and_then(|index| make.date_of(archive.get(*index))),
            }
        })
        .collect();
    services.sort_by_cached_key(|service| (service.title.to_lowercase(), service.id.clone()));
    let undeclared = services.iter().filter(|service| !service.declared).count();
    ServicesView { services, undeclared }
}

/// A service's page.
pub(super) fn service(make: Make<'_>, id: &ServiceId) -> ServiceView {
    let archive = make.site.archive;
    let declared = make.site.settings.catalog.services.get(id);
    let indices = archive.by_service.get(id).map_or(&[][..], Vec::as_slice);
    let counted = digest::newest_first(archive, indices.iter().copied());
    let items = counted.iter().flat_map(|index| make.postmortem(*index).action_items.iter().map(|item| (*index, item)));
    let mut open: Vec<_> =
        items.clone().filter(|(_, item)| matches!(make.action_state(item), "open" | "overdue")).collect();
    open.sort_by_key(|(_, item)| {
        let due = item.due.as_ref().map(|due| due.value);
        (make.action_state(item) != "overdue", due.is_none(), due)
    });
    ServiceView {
        id: id.to_string(),
        title: make.service_title(id),
        description: declared.and_then(|service| service.description.clone()),
        owner: declared.and_then(|service| service.owner.clone()),
        declared: declared.is_some(),
        chart: chart::marks(make, &counted),
        causes: causes(make, &counted),
        detection: detection(make, &counted),
        durations: durations(make, &counted),
        open_actions: make.actions_of(&open),
        action_counts: make.count_actions(items.map(|(_, item)| item)),
        lucky: lucky(make, &counted),
        entries: make.entries(&counted),
    }
}

fn causes(make: Make<'_>, indices: &[PmIdx]) -> Vec<Count> {
    let mut counts = BTreeMap::new();
    for cause in indices.iter().flat_map(|index| &make.postmortem(*index).causes) {
        *counts.entry(&cause.value).or_insert(0_usize) += 1;
    }
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by_key(|(_, count)| Reverse(*count));
    counts.into_iter().map(|(id, count)| make.cause_count(id, count)).collect()
}

pub(super) fn detection(make: Make<'_>, indices: &[PmIdx]) -> Vec<DetectionCount> {
    let mut counts: BTreeMap<Option<Detection>, usize> = BTreeMap::new();
    for postmortem in indices.iter().map(|index| make.postmortem(*index)).filter(|p| digest::is_event(p)) {
        *counts.entry(postmortem.detection.as_ref().map(|known| known.value)).or_default() += 1;
    }
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by_key(|(detection, count)| (detection.is_none(), Reverse(*count), *detection));
    counts
        .into_iter()
        .map(|(detection, count)| DetectionCount { detection: detection.map(Detection::as_str), count })
        .collect()
}

/// What the time from the start leads to, by the names of the views.
pub(super) const ENDS: [(&str, Until); 3] =
    [("detect", Until::Detected), ("mitigate", Until::Mitigated), ("resolve", Until::Resolved)];

/// Of incidents alone: a near miss has no impact that could end, the times of an exercise were chosen.
pub(super) fn durations(make: Make<'_>, indices: &[PmIdx]) -> Vec<DurationStats> {
    let incidents: Vec<_> = indices
        .iter()
        .map(|index| make.postmortem(*index))
        .filter(|postmortem| postmortem.kind_or_default() == Kind::Incident)
        .collect();
    let to = |(to, until)| {
        let Spread { known, inferred, missing, lower_quartile, median, upper_quartile, .. } =
            stats::duration(until, &incidents);
        let shown = |minutes: Option<i64>| minutes.and_then(|minutes| make.duration(minutes));
        DurationStats {
            to,
            known,
            inferred,
            missing,
            lower: shown(lower_quartile),
            median: shown(median),
            upper: shown(upper_quartile),
        }
    };
    ENDS.into_iter().map(to).collect()
}

fn lucky(make: Make<'_>, indices: &[PmIdx]) -> Vec<LuckView> {
    let luck = |index: &PmIdx| {
        let section = make.postmortem(*index).body.section(SectionKind::GotLucky)?;
        let text = section.text.trim();
        (!text.is_empty()).then(|| LuckView { text: clip(text, 400), postmortem: make.postmortem_ref(*index) })
    };
    indices.iter().filter_map(luck).take(5).collect()
}
