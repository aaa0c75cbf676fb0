//! Other words for the fixed vocabularies: where a document stands, what it is about, who saw it first.
//!
//! Read by the front matter and by inference, so that both understand the same. Services, causes, triggers and
//! severities are not here: they belong to the archive's [`Catalog`](crate::model::Catalog).

use crate::model::{ActionKind, ActionStatus, Detection, Kind, Status, Visibility, slugify};

/// A vocabulary with its own words and other spellings, slugified.
pub(crate) trait Words: Copy + 'static {
    /// The words of the format, in order.
    fn own() -> Vec<(&'static str, Self)>;
    /// Other words for the same.
    const ALIASES: &'static [(&'static str, Self)];

    /// What a word means; case and punctuation do not matter.
    fn read(word: &str) -> Option<Self> {
        let slug = slugify(word);
        let own = Self::own().into_iter().find(|(own, _)| *own == slug);
        own.or_else(|| Self::ALIASES.iter().copied().find(|(alias, _)| *alias == slug)).map(|(_, value)| value)
    }
}

macro_rules! words {
    ($name:ident, $all:expr, $aliases:expr) => {
        impl Words for $name {
            fn own() -> Vec<(&'static str, Self)> {
                $all.iter().map(|value| (value.as_str(), *value)).collect()
            }
            const ALIASES: &'static [(&'static str, Self)] = $aliases;
        }
    };
}

// PagerDuty: draft, in review, reviewed, closed. Wikimedia: draft, in review, final. SRE book: complete.
words!(
    Status,
    Self::ALL,
    &[
        ("wip", Self::Draft),
        ("work-in-progress", Self::Draft),
        ("in-progress", Self::Draft),
        ("incomplete", Self::Draft),
        ("preliminary", Self::Draft),
        ("下書き", Self::Draft),
        ("in-review", Self::Review),
        ("under-review", Self::Review),
        ("needs-review", Self::Review),
        ("ready-for-review", Self::Review),
        ("awaiting-review", Self::Review),
        ("reviewed", Self::Final),
        ("approved", Self::Final),
        ("accepted", Self::Final),
        ("finalised", Self::Final),
        ("finalized", Self::Final),
        ("published", Self::Final),
        ("complete", Self::Final),
        ("completed", Self::Final),
        ("closed", Self::Final),
        ("完了", Self::Final),
        ("公開", Self::Final),
        ("retracted", Self::Withdrawn),
        ("superseded", Self::Withdrawn),
        ("obsolete", Self::Withdrawn),
    ]
);

words!(
    Kind,
    Self::ALL,
    &[
        ("outage", Self::Incident),
        ("nearmiss", Self::NearMiss),
        ("close-call", Self::NearMiss),
        ("drill", Self::Exercise),
        ("game-day", Self::Exercise),
        ("gameday", Self::Exercise),
        ("simulation", Self::Exercise),
        ("tabletop", Self::Exercise),
        ("chaos-experiment", Self::Exercise),
    ]
);

words!(
    Detection,
    Self::ALL,
    &[
        ("alerts", Self::Alert),
        ("alarm", Self::Alert),
        ("alerting", Self::Alert),
        ("monitor", Self::Alert),
        ("monitoring", Self::Alert),
        ("page", Self::Alert),
        ("pager", Self::Alert),
        ("pagerduty", Self::Alert),
        ("pagerduty-alert", Self::Alert),
        ("prometheus-alert", Self::Alert),
        ("automated-alert", Self::Alert),
        ("automatic-alert", Self::Alert),
        ("automated-monitoring", Self::Alert),
        ("monitoring-alert", Self::Alert),
        ("monitoring-alerts", Self::Alert),
        ("monitoring-system", Self::Alert),
        ("アラート", Self::Alert),
        ("監視", Self::Alert),
        ("监控", Self::Alert),
        ("dashboards", Self::Dashboard),
        ("graph", Self::Dashboard),
        ("graphs", Self::Dashboard),
        ("manual-observation", Self::Dashboard),
        ("internal", Self::InternalReport),
        ("internal-user", Self::InternalReport),
        ("internal-users", Self::InternalReport),
        ("employee", Self::InternalReport),
        ("employee-report", Self::InternalReport),
        ("engineer", Self::InternalReport),
        ("developer", Self::InternalReport),
        ("developers", Self::InternalReport),
        ("staff", Self::InternalReport),
        ("team-member", Self::InternalReport),
        ("manual", Self::InternalReport),
        ("manually", Self::InternalReport),
        ("customer", Self::CustomerReport),
        ("customers", Self::CustomerReport),
        ("customer-complaint", Self::CustomerReport),
        ("customer-reported", Self::CustomerReport),
        ("customer-reports", Self::CustomerReport),
        ("customer-support", Self::CustomerReport),
        ("client", Self::CustomerReport),
        ("clients", Self::CustomerReport),
        ("user", Self::CustomerReport),
        ("users", Self::CustomerReport),
        ("user-report", Self::CustomerReport),
        ("user-reported", Self::CustomerReport),
        ("user-reports", Self::CustomerReport),
        ("support", Self::CustomerReport),
        ("support-ticket", Self::CustomerReport),
        ("support-tickets", Self::CustomerReport),
        ("external-report", Self::CustomerReport),
        ("external", Self::ThirdParty),
        ("third-party-report", Self::ThirdParty),
        ("vendor", Self::ThirdParty),
        ("provider", Self::ThirdParty),
        ("researcher", Self::ThirdParty),
        ("security-researcher", Self::ThirdParty),
        ("press", Self::ThirdParty),
        ("bug-bounty", Self::ThirdParty),
        ("automatic", Self::Automated),
        ("automated-mitigation", Self::Automated),
        ("self-healing", Self::Automated),
        ("chance", Self::Luck),
        ("by-chance", Self::Luck),
        ("accident", Self::Luck),
        ("accidentally", Self::Luck),
        ("by-accident", Self::Luck),
        ("coincidence", Self::Luck),
    ]
);

words!(
    Visibility,
    Self::ALL,
    &[
        ("private", Self::Internal),
        ("confidential", Self::Internal),
        ("restricted", Self::Internal),
        ("external", Self::Public),
        ("everyone", Self::Public),
    ]
);

// CCADB: prevent, mitigate, detect. Monzo: detective, preventative, corrective. Kehoe: mitigate, prevent, process.
words!(
    ActionKind,
    Self::ALL,
    &[
        ("prevention", Self::Prevent),
        ("preventive", Self::Prevent),
        ("preventative", Self::Prevent),
        ("detection", Self::Detect),
        ("detective", Self::Detect),
        ("monitoring", Self::Detect),
        ("mitigation", Self::Mitigate),
        ("mitigative", Self::Mitigate),
        ("corrective", Self::Repair),
        ("correction", Self::Repair),
        ("fix", Self::Repair),
        ("cleanup", Self::Repair),
        ("investigation", Self::Investigate),
        ("investigative", Self::Investigate),
        ("research", Self::Investigate),
        ("documentation", Self::Process),
        ("training", Self::Process),
        ("communication", Self::Process),
    ]
);

words!(
    ActionStatus,
    [Self::Open, Self::Done, Self::Cancelled],
    &[
        ("todo", Self::Open),
        ("to-do", Self::Open),
        ("not-started", Self::Open),
        ("new", Self::Open),
        ("planned", Self::Open),
        ("backlog", Self::Open),
        ("pending", Self::Open),
        ("ongoing", Self::Open),
        ("in-progress", Self::Open),
        ("in-review", Self::Open),
        ("delayed", Self::Open),
        ("blocked", Self::Open),
        ("complete", Self::Done),
        ("completed", Self::Done),
        ("closed", Self::Done),
        ("fixed", Self::Done),
        ("resolved", Self::Done),
        ("merged", Self::Done),
        ("shipped", Self::Done),
        ("finished", Self::Done),
        ("yes", Self::Done),
        ("canceled", Self::Cancelled),
        ("dropped", Self::Cancelled),
        ("rejected", Self::Cancelled),
        ("obsolete", Self::Cancelled),
        ("wontfix", Self::Cancelled),
        ("won-t-fix", Self::Cancelled),
        ("won-t-do", Self::Cancelled),
    ]
);

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check<T: Words + PartialEq + std::fmt::Debug>(word: &str, expected: Option<T>) {
        assert_eq!(T::read(word), expected);
    }

    #[test]
    fn spelling_does_not_matter() {
        check("Near miss", Some(Kind::NearMiss));
        check("In Review", Some(Status::Review));
        check("✅ Done", Some(ActionStatus::Done));
        check("Won't fix", Some(ActionStatus::Cancelled));
        check("Preventative", Some(ActionKind::Prevent));
        check("customer_report", Some(Detection::CustomerReport));
    }

    #[test]
    fn strangers_mean_nothing() {
        check::<Status>("done", None);
        check::<Kind>("", None);
    }

    #[test]
    fn aliases_are_slugs_and_stand_once() {
        fn tidy<T: Words>() {
            let mut words: Vec<&str> = T::own().iter().map(|(word, _)| *word).collect();
            words.extend(T::ALIASES.iter().map(|(word, _)| *word));
            for word in &words {
                assert_eq!(slugify(word), *word);
            }
            let all = words.len();
            words.sort_unstable();
            words.dedup();
            assert_eq!(words.len(), all);
        }
        tidy::<Status>();
        tidy::<Kind>();
        tidy::<Detection>();
        tidy::<Visibility>();
        tidy::<ActionKind>();
        tidy::<ActionStatus>();
    }
}
