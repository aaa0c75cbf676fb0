//! What came back: the same service hit by the same cause.

use std::collections::BTreeMap;

use super::{Archive, PmIdx, Recurrence};
use crate::model::{CauseId, Kind, ServiceId, Status};

/// Compares each postmortem with the latest one before it that shares a service and a cause. Undated postmortems
/// cannot be earlier or later. Sorted by the later one.
pub(super) fn find(archive: &Archive) -> Vec<Recurrence> {
    let mut last: BTreeMap<(&ServiceId, &CauseId), PmIdx> = BTreeMap::new();
    let mut recurrences = Vec::new();
    for (later, postmortem) in archive.iter() {
        let Some(date) = &postmortem.date else { continue };
        if postmortem.status_or_default() == Status::Withdrawn || postmortem.kind_or_default() == Kind::Exercise {
            continue;
        }
        for service in &postmortem.services {
            for cause in &postmortem.causes {
                let Some(earlier) = last.insert((&service.value.0, &cause.value), later) else { continue };
                if earlier == later {
                    continue;
                }
                let days = archive
                    .get(earlier)
                    .date
                    .as_ref()
                    .and_then(|before| date.value.since(before.value).ok().map(|span| i64::from(span.get_days())));
                recurrences.push(Recurrence {
                    service: service.value.0.clone(),
                    cause: cause.value.clone(),
                    earlier,
                    later,
                    days,
                });
            }
        }
    }
    recurrences
}
