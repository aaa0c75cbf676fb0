//! The front page.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use serde::Serialize;

use super::make::Make;
use super::{ChartView, Count, EntryView, chart};
use crate::archive::PmIdx;
use crate::model::{ActionStatus, Kind, Postmortem, SectionKind, Status};
use crate::pages::digest;

/// The front page.
#[derive(Debug, Clone, Serialize)]
pub struct HomeView {
    /// The newest postmortems, at most six.
    pub newest: Vec<EntryView>,
    /// What to read first: the featured ones, else a choice that is the same in every build. At most three.
    pub worth_reading: Vec<EntryView>,
    /// Postmortems that began on this day of an earlier year; empty when the build was not told the day.
    pub on_this_day: Vec<EntryView>,
    /// The services with the most postmortems, at most eight.
    pub services: Vec<Count>,
    /// The causes with the most postmortems, at most eight.
    pub causes: Vec<Count>,
    /// Incidents and near misses over time; none when no date is known.
    pub chart: Option<ChartView>,
    /// Counts.
    pub stats: HomeStats,
}

/// What the library holds, counted. Withdrawn postmortems count in `withdrawn` alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct HomeStats {
    /// Postmortems about something that broke.
    pub incidents: usize,
    /// About something that nearly broke.
    pub near_misses: usize,
    /// About something that was broken on purpose.
    pub exercises: usize,
    /// Still being written or read.
    pub drafts: usize,
    /// Taken back.
    pub withdrawn: usize,
    /// Without a date.
    pub undated: usize,
    /// Action items that are done.
    pub actions_done: usize,
    /// Action items that are open, overdue ones included.
    pub actions_open: usize,
}

/// The front page. The only view besides the lists that looks at all postmortems.
pub(super) fn view(make: Make<'_>) -> HomeView {
    let newest = &make.site.digest.newest;
    let (services, causes) = frequent(make, 8);
    HomeView {
        newest: make.entries(newest.get(..6).unwrap_or(newest)),
        worth_reading: make.entries(&worth_reading(make)),
        on_this_day: make.entries(&on_this_day(make)),
        services,
        causes,
        chart: chart::bars(make, newest),
        stats: stats(make),
    }
}

/// The services and the causes with the most postmortems.
pub(super) fn frequent(make: Make<'_>, at_most: usize) -> (Vec<Count>, Vec<Count>) {
    let archive = make.site.archive;
    let counted = |indices: &[PmIdx]| indices.iter().filter(|index| digest::counts(archive.get(**index))).count();
    let mut services: Vec<_> =
        archive.by_service.iter().map(|(id, indices)| (counted(indices), id)).filter(|(count, _)| *count > 0).collect();
    services.sort_by_key(|(count, _)| Reverse(*count));
    let mut causes: Vec<_> =
        archive.by_cause.iter().map(|(id, indices)| (counted(indices), id)).filter(|(count, _)| *count > 0).collect();
    causes.sort_by_key(|(count, _)| Reverse(*count));
    let services = services.iter().take(at_most).map(|(count, id)| make.service_count(id, *count));
    let causes = causes.iter().take(at_most).map(|(count, id)| make.cause_count(id, *count));
    (services.collect(), causes.collect())
}

fn stats(make: Make<'_>) -> HomeStats {
    let mut stats = HomeStats::default();
    for (_, postmortem) in make.site.archive.iter() {
        match postmortem.status_or_default() {
            Status::Withdrawn => {
                stats.withdrawn += 1;
                continue;
            }
            Status::Draft | Status::Review => stats.drafts += 1,
            Status::Final => {}
        }
        match postmortem.kind_or_default() {
            Kind::Incident => stats.incidents += 1,
            Kind::NearMiss => stats.near_misses += 1,
            Kind::Exercise => stats.exercises += 1,
        }
        stats.undated += usize::from(postmortem.date.is_none());
        let is = |of| move |status: &&_| **status == of;
        let known = || postmortem.action_items.iter().filter_map(|item| item.status.as_ref()).map(|s| &s.value);
        stats.actions_done += known().filter(is(ActionStatus::Done)).count();
        stats.actions_open += known().filter(is(ActionStatus::Open)).count();
    }
    stats
}

/// The featured postmortems, by slug or id, else the three that tell most; finished ones, and none twice.
fn worth_reading(make: Make<'_>) -> Vec<PmIdx> {
    let archive = make.site.archive;
    let featured = &make.site.settings.site.featured;
    let newest = &make.site.digest.newest;
    if !featured.is_empty() {
        let find = |name: &String| {
            newest.iter().copied().find(|index| archive.slug(*index).as_str() == name || archive.id(*index) == name)
        };
        let mut seen = BTreeSet::new();
        return featured.iter().filter_map(find).filter(|index| seen.insert(*index)).take(3).collect();
    }
    // The newest stand on the page already, unless there are no others.
    let others = newest.get(6..).filter(|others| others.len() >= 3).unwrap_or(newest);
    let mut told: Vec<_> = others
        .iter()
        .filter(|index| digest::is_final(archive.get(**index)))
        .map(|index| (Reverse(fullness(make, *index)), *index))
        .collect();
    told.sort_by_key(|(fullness, _)| *fullness);
    told.into_iter().take(3).map(|(_, index)| index).collect()
}

/// How much a postmortem tells that others can learn from. Not how well it is written: nobody is scored.
fn fullness(make: Make<'_>, index: PmIdx) -> usize {
    let postmortem: &Postmortem = make.postmortem(index);
    let told = [
        SectionKind::ContributingFactors,
        SectionKind::Surprises,
        SectionKind::Lessons,
        SectionKind::WentWell,
        SectionKind::WentPoorly,
        SectionKind::GotLucky,
    ];
    let backlinks = make.site.archive.backlinks.get(index.0 as usize).map_or(0, Vec::len);
    told.iter().filter(|kind| postmortem.body.section(**kind).is_some()).count() * 2
        + backlinks.min(5) * 3
        + postmortem.causes.len().min(3)
        + usize::from(postmortem.timeline.entries.len() >= 3) * 2
        + usize::from((300..4000).contains(&postmortem.body.words)) * 3
}

/// Those that began on today's day of an earlier year, the newest first.
fn on_this_day(make: Make<'_>) -> Vec<PmIdx> {
    let Some(today) = make.site.settings.today else { return Vec::new() };
    let began = |index: &&PmIdx| {
        let date = make.postmortem(**index).date.as_ref().map(|date| date.value);
        date.is_some_and(|date| {
            (date.month(), date.day()) == (today.month(), today.day()) && date.year() < today.year()
        })
    };
    make.site.digest.newest.iter().filter(began).copied().take(5).collect()
}
