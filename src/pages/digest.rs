//! What is counted over the whole archive: once, so that no page of one postmortem looks at all of them.

use std::collections::BTreeSet;

use crate::archive::{Archive, PmIdx};
use crate::model::{ActionStatus, Kind, Postmortem, Status};
use crate::pages::views::Counts;

/// Counts and orders of one archive. The entry point is [`Digest::new`].
#[derive(Debug, Clone, Default)]
pub struct Digest {
    /// The postmortems that count (all but withdrawn ones), the newest first, undated ones last.
    pub newest: Vec<PmIdx>,
    /// How much there is.
    pub counts: Counts,
    /// The years of the oldest and the newest dated postmortem that counts.
    pub years: Option<(i16, i16)>,
    /// For each dated postmortem, the one before and the one after it that are dated and count.
    neighbours: Vec<(Option<PmIdx>, Option<PmIdx>)>,
    /// For each postmortem, the recurrences in which it is the later and the earlier one, as places in
    /// [`Archive::recurrences`].
    recurrences: Vec<(Vec<usize>, Vec<usize>)>,
}

/// Whether a postmortem is part of counts, lists and charts. A withdrawn one has a page, and nothing else.
pub(super) fn counts(postmortem: &Postmortem) -> bool {
    postmortem.status_or_default() != Status::Withdrawn
}

/// Whether a postmortem is part of charts and of statistics about times: the times of an exercise were chosen.
pub(super) fn is_event(postmortem: &Postmortem) -> bool {
    counts(postmortem) && postmortem.kind_or_default() != Kind::Exercise
}

/// Whether a postmortem is finished, as far as it says: feeds have no other.
pub(super) fn is_final(postmortem: &Postmortem) -> bool {
    postmortem.status_or_default() == Status::Final
}

/// The number of action items that are open.
pub(super) fn open_actions(postmortem: &Postmortem) -> usize {
    let open = |status: ActionStatus| status == ActionStatus::Open;
    postmortem.action_items.iter().filter(|item| item.status.as_ref().is_some_and(|status| open(status.value))).count()
}

/// Those of `indices` (in the archive's order) that count, the newest first, undated ones last.
pub(super) fn newest_first(archive: &Archive, indices: impl Iterator<Item = PmIdx>) -> Vec<PmIdx> {
    let (mut dated, undated): (Vec<_>, Vec<_>) =
        indices.filter(|index| counts(archive.get(*index))).partition(|index| archive.get(*index).date.is_some());
    dated.reverse();
    dated.extend(undated);
    dated
}

impl Digest {
    /// Counts.
    pub fn new(archive: &Archive) -> Self {
        let newest = newest_first(archive, archive.iter().map(|(index, _)| index));
        let occurs = |indices: &[PmIdx]| indices.iter().any(|index| counts(archive.get(*index)));
        let year = |index: &PmIdx| archive.get(*index).date.as_ref().map(|date| date.value.year());
        Self {
            counts: Counts {
                postmortems: newest.len(),
                services: archive.by_service.len(),
                causes: archive.by_cause.values().filter(|indices| occurs(indices)).count(),
                actions: newest.iter().map(|index| archive.get(*index).action_items.len()).sum(),
                severities: archive.by_severity.values().filter(|indices| occurs(indices)).count(),
                years: archive.by_year.values().filter(|indices| occurs(indices)).count(),
                triggers: archive.by_trigger.values().filter(|indices| occurs(indices)).count(),
                kinds: newest.iter().map(|index| archive.get(*index).kind_or_default()).collect::<BTreeSet<_>>().len(),
                tags: archive.by_tag.values().filter(|(_, indices)| occurs(indices)).count(),
            },
            years: newest.iter().rev().find_map(year).zip(newest.iter().find_map(year)),
            neighbours: neighbours(archive),
            recurrences: recurrences(archive),
            newest,
        }
    }

    /// The postmortem before this one, by date; none for an undated one.
    pub fn earlier(&self, index: PmIdx) -> Option<PmIdx> {
        self.neighbours.get(index.0 as usize).and_then(|(earlier, _)| *earlier)
    }

    /// The postmortem after this one, by date; none for an undated one.
    pub fn later(&self, index: PmIdx) -> Option<PmIdx> {
        self.neighbours.get(index.0 as usize).and_then(|(_, later)| *later)
    }

    /// The recurrences in which this one is the later, as places in [`Archive::recurrences`].
    pub fn recurrences_before(&self, index: PmIdx) -> &[usize] {
        self.recurrences.get(index.0 as usize).map_or(&[], |(before, _)| before)
    }

    /// The recurrences in which this one is the earlier, as places in [`Archive::recurrences`].
    pub fn recurrences_after(&self, index: PmIdx) -> &[usize] {
        self.recurrences.get(index.0 as usize).map_or(&[], |(_, after)| after)
    }
}

fn neighbours(archive: &Archive) -> Vec<(Option<PmIdx>, Option<PmIdx>)> {
    let mut neighbours = vec![(None, None); archive.len()];
    let mut last = None;
    let dated = || archive.iter().filter(|(_, postmortem)| postmortem.date.is_some());
    for (index, postmortem) in dated() {
        neighbours[index.0 as usize].0 = last;
        if counts(postmortem) {
            last = Some(index);
        }
    }
    let mut next = None;
    for (index, postmortem) in dated().rev() {
        neighbours[index.0 as usize].1 = next;
        if counts(postmortem) {
            next = Some(index);
        }
    }
    neighbours
}

fn recurrences(archive: &Archive) -> Vec<(Vec<usize>, Vec<usize>)> {
    let mut recurrences = vec![(Vec::new(), Vec::new()); archive.len()];
    for (place, recurrence) in archive.recurrences.iter().enumerate() {
        recurrences[recurrence.later.0 as usize].0.push(place);
        recurrences[recurrence.earlier.0 as usize].1.push(place);
    }
    recurrences
}
