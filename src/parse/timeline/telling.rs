//! Sentences of a timeline that tell a point of the incident without marking it: "the alert fires", "service is
//! restored". Weaker than a mark, and only asked where nothing is marked.

use crate::model::Milestone;

/// What starts, ends or is seen.
const TROUBLES: &[&str] = &[
    "issue",
    "issues",
    "problem",
    "problems",
    "incident",
    "outage",
    "degradation",
    "downtime",
    "impact",
    "disruption",
];
const FAILINGS: &[&str] = &["error", "errors", "failure", "failures", "timeouts", "crashes"];
const WHOLES: &[&str] = &[
    "service",
    "services",
    "site",
    "website",
    "system",
    "systems",
    "everything",
    "traffic",
    "functionality",
    "availability",
];

const BEGINS: &[&str] = &["start", "starts", "started", "begin", "begins", "began", "starting"];
const BREAKING: &[&str] =
    &["failing", "crashlooping", "crashing", "degrading", "erroring", "timing", "dropping", "rejecting", "breaking"];
const ENDED: &[&str] = &["resolved", "fixed", "solved", "over", "ended", "ends", "recovered", "gone", "mitigated"];
const WHOLE_AGAIN: &[&str] =
    &["restored", "recovered", "recovers", "back", "healthy", "operational", "normal", "available"];

/// Words that may stand between a subject and its state.
const FILLERS: &[&str] = &[
    "is",
    "are",
    "was",
    "were",
    "has",
    "have",
    "had",
    "been",
    "be",
    "now",
    "fully",
    "completely",
    "finally",
    "again",
    "appears",
    "to",
    "seems",
    "all",
    "considered",
    "declared",
    "marked",
    "as",
    "confirmed",
    "goes",
    "went",
];

/// Words that turn a sentence into a wish, a doubt or a plan.
const DOUBTS: &[&str] = &[
    "not",
    "no",
    "if",
    "until",
    "once",
    "when",
    "unless",
    "should",
    "would",
    "could",
    "may",
    "might",
    "will",
    "hoping",
    "hope",
    "expected",
    "trying",
    "tries",
    "whether",
    "partially",
    "before",
    "after",
    "assumed",
    "isn",
    "wasn",
    "hasn",
    "doesn",
    "think",
    "thought",
    "believe",
    "believed",
    "investigation",
    "investigating",
    "why",
];

const ALERTS: &[&str] = &["alert", "alerts", "alarm", "alarms", "pager", "page", "pages", "monitor", "monitoring"];
const FIRES: &[&str] = &[
    "fires",
    "fired",
    "fire",
    "firing",
    "triggers",
    "triggered",
    "trigger",
    "goes",
    "went",
    "go",
    "rings",
    "rang",
    "received",
    "raised",
    "raises",
    "sent",
    "sends",
    "comes",
    "came",
    "pages",
    "paged",
    "opens",
    "opened",
];
const RECEIVES: &[&str] = &[
    "received", "receives", "get", "got", "gets", "receive", "posts", "posted", "sends", "sent", "raises", "raised",
    "sees", "saw",
];
const NOTICES: &[&str] = &[
    "notice",
    "notices",
    "noticed",
    "noticing",
    "discovers",
    "discovered",
    "detects",
    "detected",
    "realises",
    "realised",
    "realizes",
    "realized",
    "spots",
    "spotted",
];
const REPORTS: &[&str] = &[
    "report",
    "reports",
    "reported",
    "reporting",
    "complain",
    "complains",
    "complained",
    "notifies",
    "notified",
    "notifying",
    "alerted",
    "paged",
];
const REPORTERS: &[&str] = &[
    "user",
    "users",
    "customer",
    "customers",
    "client",
    "clients",
    "support",
    "team",
    "oncall",
    "engineer",
    "somebody",
    "someone",
    "author",
    "operator",
];

/// Whether a sentence of `text` tells this point.
pub(super) fn tells(text: &str, milestone: Milestone) -> bool {
    sentences(text).any(|words| {
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        match milestone {
            Milestone::Started => starts(&words),
            Milestone::Detected => detects(&words),
            Milestone::Resolved => ends(&words),
            Milestone::Acknowledged | Milestone::Mitigated => false,
        }
    })
}

fn starts(words: &[&str]) -> bool {
    if words.iter().any(|word| DOUBTS.contains(word)) {
        return false;
    }
    words.windows(2).any(|pair| {
        let [first, second] = pair else { return false };
        let trouble_begins = (TROUBLES.contains(first) || FAILINGS.contains(first)) && BEGINS.contains(second);
        let begins_breaking = BEGINS.contains(first) && BREAKING.contains(second);
        trouble_begins || begins_breaking
    }) || words
        .windows(3)
        .any(|three| BEGINS.contains(&three[0]) && three[1] == "to" && matches!(three[2], "fail" | "crash" | "degrade"))
        || words.starts_with(&["first", "occurrence"])
        || words.starts_with(&["first", "occurence"])
}

fn detects(words: &[&str]) -> bool {
    if words.iter().any(|word| matches!(*word, "not" | "no" | "nobody" | "without" | "should" | "would" | "didn")) {
        return false;
    }
    let near = |subjects: &[&str], verbs: &[&str], gap: usize| {
        words.iter().enumerate().any(|(at, word)| {
            subjects.contains(word) && words.iter().skip(at + 1).take(gap).any(|next| verbs.contains(next))
        })
    };
    near(ALERTS, FIRES, 3)
        || near(RECEIVES, ALERTS, 3)
        || near(REPORTERS, REPORTS, 2)
        || near(REPORTERS, NOTICES, 2)
        || near(REPORTS, &["issue", "issues", "problem", "problems", "outage", "slack", "something", "errors", "by"], 4)
        || near(TROUBLES, REPORTS, 2)
        || near(TROUBLES, NOTICES, 3)
        || words.first().is_some_and(|word| matches!(*word, "alerted" | "paged" | "noticed" | "discovered"))
        || words.starts_with(&["first", "noticed"])
        || words.windows(2).any(|pair| {
            matches!(
                pair,
                ["we" | "which", "notice" | "noticed"]
                    | ["notice" | "noticed" | "noticing" | "realises" | "realizes" | "discovered", _]
            )
        })
}

fn ends(words: &[&str]) -> bool {
    if words.iter().any(|word| DOUBTS.contains(word)) {
        return false;
    }
    let reaches = |subjects: &[&str], states: &[&str]| {
        words.iter().enumerate().any(|(at, word)| {
            subjects.contains(word)
                && words[at + 1..]
                    .iter()
                    .take(6)
                    .find(|next| !FILLERS.contains(*next))
                    .is_some_and(|state| states.contains(state) || (*state == "away" && words.contains(&"goes")))
        })
    };
    reaches(TROUBLES, ENDED)
        || reaches(WHOLES, WHOLE_AGAIN)
        || words.windows(3).any(|three| matches!(three, ["back", "to", "normal"]))
        || words.windows(3).any(|three| matches!(three, ["returned" | "returns" | "return", "to", "normal"]))
        || words.windows(2).any(|pair| {
            matches!(pair, ["all", "clear"] | ["fully", "recovered" | "restored" | "resolved"] | ["full", "recovery"])
        })
        || words.ends_with(&["all", "healthy"])
}

/// The sentences as lower-case words.
fn sentences(text: &str) -> impl Iterator<Item = Vec<String>> + '_ {
    text.split_inclusive(['.', '!', '?', '\n', ';']).map(|sentence| {
        sentence
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .take(60)
            .map(str::to_lowercase)
            .collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[Milestone]) {
        let told: Vec<Milestone> = Milestone::ALL.iter().copied().filter(|milestone| tells(text, *milestone)).collect();
        assert_eq!(told, expected, "{text}");
    }

    #[test]
    fn beginnings() {
        check("The disk fills and requests start failing", &[Milestone::Started]);
        check("Problem starts", &[Milestone::Started]);
        check("Pods started crashlooping", &[Milestone::Started]);
        check("The team starts looking at errors", &[]);
        check("An investigation of the issue started", &[]);
    }

    #[test]
    fn detections() {
        check("An alarm goes off", &[Milestone::Detected]);
        check("Received alert: queue depth", &[Milestone::Detected]);
        check("A customer reports that nothing arrives", &[Milestone::Detected]);
        check("The outage is reported by a courier", &[Milestone::Detected]);
        check("No alert fired", &[]);
        check("The report is printed", &[]);
    }

    #[test]
    fn ends_of_incidents() {
        check("The fix is live. Service is restored", &[Milestone::Resolved]);
        check("All queues are back to normal.", &[Milestone::Resolved]);
        check("Restarted, and the issue goes away", &[Milestone::Resolved]);
        check("We hope the issue is resolved", &[]);
        check("The service is not restored", &[]);
        check("The issue was opened", &[]);
    }
}
