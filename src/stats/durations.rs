//! How long things took, honestly: values that occurred, how many are known, how many are missing.

use serde::Serialize;

use crate::model::{Milestone, Postmortem};

/// What a length of time from the start leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Until {
    /// Somebody or something saw it.
    Detected,
    /// The impact ended or became bearable.
    Mitigated,
    /// It was over.
    Resolved,
}

impl Until {
    /// All of them, in the order of time.
    pub const ALL: [Self; 3] = [Self::Detected, Self::Mitigated, Self::Resolved];

    fn milestone(self) -> Milestone {
        match self {
            Self::Detected => Milestone::Detected,
            Self::Mitigated => Milestone::Mitigated,
            Self::Resolved => Milestone::Resolved,
        }
    }
}

/// The spread of a length of time, in minutes. Each figure is one that occurred.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Duration {
    /// What it leads to, from `started`.
    pub until: Until,
    /// How many incidents give both times.
    pub known: usize,
    /// How many of these were read out of headings, labels or the text, not stated in the front matter.
    pub inferred: usize,
    /// How many do not.
    pub missing: usize,
    /// A quarter took at most this long; none when fewer than four are known.
    pub lower_quartile: Option<i64>,
    /// Half took at most this long; none when none is known.
    pub median: Option<i64>,
    /// Three quarters took at most this long; none when fewer than four are known.
    pub upper_quartile: Option<i64>,
}

/// How long an incident took, in minutes. An end before the start is a finding, and no length.
pub fn took(until: Until, incident: &Postmortem) -> Option<i64> {
    incident.milestones.minutes(Milestone::Started, until.milestone()).filter(|minutes| *minutes >= 0)
}

/// The spread over some incidents.
pub fn duration(until: Until, incidents: &[&Postmortem]) -> Duration {
    let mut minutes = Vec::new();
    let mut inferred = 0;
    for postmortem in incidents {
        if let Some(took) = took(until, postmortem) {
            let milestones = &postmortem.milestones;
            let ends = [milestones.get(Milestone::Started), milestones.get(until.milestone())];
            inferred += usize::from(ends.iter().flatten().any(|known| known.provenance.is_inferred()));
            minutes.push(took);
        }
    }
    minutes.sort_unstable();
    let quarter = |quarters| quantile(&minutes, quarters).filter(|_| quarters == 2 || minutes.len() >= 4);
    Duration {
        until,
        known: minutes.len(),
        inferred,
        missing: incidents.len() - minutes.len(),
        lower_quartile: quarter(1),
        median: quarter(2),
        upper_quartile: quarter(3),
    }
}

/// The median of sorted lengths of time: one that occurred.
pub fn median(sorted: &[i64]) -> Option<i64> {
    quantile(sorted, 2)
}

/// The smallest of the sorted values that so many quarters of them do not exceed.
fn quantile(sorted: &[i64], quarters: usize) -> Option<i64> {
    sorted.get((sorted.len() * quarters).div_ceil(4).saturating_sub(1)).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quantile_is_a_value_that_occurred() {
        let values = [4, 11, 12, 38];
        assert_eq!([1, 2, 3].map(|quarters| quantile(&values, quarters)), [Some(4), Some(11), Some(12)]);
        assert_eq!(quantile(&[7], 2), Some(7));
        assert_eq!(quantile(&[1, 2, 3], 2), Some(2));
        assert_eq!(quantile(&[], 2), None);
    }
}
