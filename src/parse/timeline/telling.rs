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

/// What ends an incident when it reaches everybody.
const FIXES: &[&str] = &["fix", "fixes", "hotfix", "patch", "workaround"];
const WORK: &[&str] = &["works", "worked", "confirmed", "successful"];
const LIVE: &[&str] = &["deployed", "released", "live", "shipped", "published", "rolled", "landed"];

/// What comes back with "again".
const RESUMING: &[&str] =
    &["working", "works", "running", "reachable", "available", "online", "accessible", "operational"];

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
const GETS: &[&str] = &["received", "receives", "receive", "got", "get", "gets"];
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
/// Words about a sighting that are handed on.
const MESSAGES: &[&str] = &["report", "reports", "complaint", "complaints"];
const TELLING: &[&str] = &["notifying", "notified", "notifies", "alerting", "informing", "informed", "informs"];
const TOLD: &[&str] = &["team", "us", "maintainers", "operators", "engineers"];
const ABOUT: &[&str] = &["about", "from", "claiming", "reporting", "saying"];

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
    any_sentence(text, |words| match milestone {
        Milestone::Started => starts(words),
        Milestone::Detected => detects(words),
        Milestone::Resolved => ends(words),
        Milestone::Acknowledged | Milestone::Mitigated => false,
    })
}

/// Whether a sentence of `text` lets this point be concluded: who looks into it has seen it; when the last that is told
/// is a fix that went out, that ended it.
pub(super) fn implies(text: &str, milestone: Milestone) -> bool {
    any_sentence(text, |words| match milestone {
        Milestone::Detected => investigates(words),
        Milestone::Resolved => fixes(words),
        Milestone::Started | Milestone::Acknowledged | Milestone::Mitigated => false,
    })
}

fn any_sentence(text: &str, is_told: impl Fn(&[&str]) -> bool) -> bool {
    sentences(text).any(|words| is_told(&words.iter().map(String::as_str).collect::<Vec<_>>()))
}

/// Where one of `verbs` ends that stands at most `gap` words after one of `subjects`.
fn near(words: &[&str], subjects: &[&str], verbs: &[&str], gap: usize) -> Option<usize> {
    words.iter().enumerate().filter(|(_, word)| subjects.contains(word)).find_map(|(at, _)| {
        let after = words.iter().enumerate().skip(at + 1).take(gap);
        after.into_iter().find(|(_, next)| verbs.contains(next)).map(|(end, _)| end + 1)
    })
}

fn starts(words: &[&str]) -> bool {
    // What begins again had begun before.
    if words.iter().any(|word| DOUBTS.contains(word) || *word == "again") {
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
    let seen = [
        near(words, ALERTS, FIRES, 3),
        near(words, RECEIVES, ALERTS, 3),
        near(words, REPORTERS, REPORTS, 2),
        near(words, REPORTERS, NOTICES, 2),
        near(
            words,
            REPORTS,
            &["issue", "issues", "problem", "problems", "outage", "slack", "something", "errors", "by"],
            4,
        ),
        near(words, TROUBLES, REPORTS, 2),
        near(words, TROUBLES, NOTICES, 3),
        near(words, NOTICES, TROUBLES, 3),
        near(words, &["bug", "vulnerability", "defect"], NOTICES, 3),
        near(words, GETS, MESSAGES, 3),
        near(words, &["mail", "email", "message"], ABOUT, 2)
            .filter(|end| near(&words[..*end], GETS, ABOUT, 6).is_some()),
        near(words, TELLING, TOLD, 4).and_then(|end| Some(end + near(&words[end - 1..], TOLD, TROUBLES, 4)? - 1)),
        words.first().filter(|word| matches!(**word, "alerted" | "paged" | "noticed" | "discovered")).map(|_| 1),
        words.starts_with(&["first", "noticed"]).then_some(2),
        words
            .windows(2)
            .position(|pair| {
                matches!(
                    pair,
                    ["we" | "which", "notice" | "noticed" | "discover" | "discovered"]
                        | ["notice" | "noticed" | "noticing" | "realises" | "realizes", _]
                )
            })
            .map(|at| at + 2),
    ];
    // "No alert fired"; but "an alert fires: no parcel moves".
    let is_denied = |word: &&str| matches!(*word, "not" | "no" | "nobody" | "without" | "should" | "would" | "didn");
    seen.into_iter().flatten().any(|end| !words[..end.min(words.len())].iter().any(is_denied))
}

fn investigates(words: &[&str]) -> bool {
    let begins = |word: &str| BEGINS.contains(&word);
    !words.iter().any(|word| matches!(*word, "not" | "no" | "should" | "would" | "could" | "after" | "before"))
        && words.windows(2).any(|pair| match pair {
            ["investigation" | "investigations", second] => begins(second),
            [first, "investigating" | "investigation"] => begins(first),
            _ => false,
        })
}

fn fixes(words: &[&str]) -> bool {
    let is_sure = !words.iter().any(|word| DOUBTS.contains(word));
    is_sure && (near(words, FIXES, LIVE, 4).is_some() || near(words, LIVE, FIXES, 3).is_some())
}

fn ends(words: &[&str]) -> bool {
    // "Once again" is no condition.
    let is_doubt = |pair: &[&str]| DOUBTS.contains(&pair[0]) && pair != ["once", "again"];
    if words.windows(2).any(is_doubt) || words.last().is_some_and(|word| DOUBTS.contains(word)) {
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
        || near(words, FIXES, WORK, 2).is_some()
        || near(words, TROUBLES, &["end"], 3).is_some_and(|end| words[..end].ends_with(&["to", "an", "end"]))
        || words.windows(3).any(|three| matches!(three, ["back", "to", "normal"]))
        || words.windows(3).any(|three| matches!(three, ["returned" | "returns" | "return", "to", "normal"]))
        || words.windows(2).any(|pair| {
            matches!(pair, ["all", "clear"] | ["fully", "recovered" | "restored" | "resolved"] | ["full", "recovery"])
                || (pair[1] == "again" && RESUMING.contains(&pair[0]))
        })
        || near(words, &["again"], &["usual", "normally"], 5).is_some()
        || words.ends_with(&["all", "healthy"])
}

/// The sentences as lower-case words.
fn sentences(text: &str) -> impl Iterator<Item = Vec<String>> + '_ {
    // The point of "2.1" ends none.
    let mut last = ' ';
    let ends = move |c: char| {
        let ended = c == '\n' || (c.is_whitespace() && matches!(last, '.' | '!' | '?' | ';'));
        last = c;
        ended
    };
    text.split(ends).map(|sentence| {
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
        check("Requests start failing again", &[]);
        check("The team starts looking at errors", &[]);
        check("An investigation of the issue started", &[]);
    }

    #[test]
    fn detections() {
        check("An alarm goes off", &[Milestone::Detected]);
        check("Received alert: queue depth", &[Milestone::Detected]);
        check("A customer reports that nothing arrives", &[Milestone::Detected]);
        check("The outage is reported by a courier", &[Milestone::Detected]);
        check("An alert is triggered: no parcel moves", &[Milestone::Detected]);
        check("We receive a report from a courier", &[Milestone::Detected]);
        check("The duty desk receives an e-mail from a courier about a locker", &[Milestone::Detected]);
        check("A courier writes to the forum, notifying the lockers team of the problem", &[Milestone::Detected]);
        check("Somebody from the desk discovered the outage", &[Milestone::Detected]);
        check("The bug is discovered by chance", &[Milestone::Detected]);
        check("It is discovered that the queue is long", &[]);
        check("No alert fired", &[]);
        check("Nobody received a report", &[]);
        check("Customers receive two e-mails", &[]);
        check("The report is printed", &[]);
    }

    #[test]
    fn ends_of_incidents() {
        check("The fix is live. Service is restored", &[Milestone::Resolved]);
        check("All queues are back to normal.", &[Milestone::Resolved]);
        check("Restarted, and the issue goes away", &[Milestone::Resolved]);
        check("The gateway is once again answering at its usual rate", &[Milestone::Resolved]);
        check("Lockers are reachable again.", &[Milestone::Resolved]);
        check("A courier writes that the fix works", &[Milestone::Resolved]);
        check("The change goes out, bringing the outage to an end.", &[Milestone::Resolved]);
        check("Lockers are not reachable again", &[]);
        check("We hope the issue is resolved", &[]);
        check("The service is not restored", &[]);
        check("The issue was opened", &[]);
    }

    #[test]
    fn conclusions() {
        let implied = |text: &str| {
            Milestone::ALL.iter().copied().filter(|milestone| implies(text, *milestone)).collect::<Vec<_>>()
        };
        assert_eq!(implied("The duty engineer starts investigating"), [Milestone::Detected]);
        assert_eq!(implied("Investigation started."), [Milestone::Detected]);
        assert_eq!(implied("Hotfix 2.1 is live"), [Milestone::Resolved]);
        assert_eq!(implied("Release 2.1 shipped both fixes"), [Milestone::Resolved]);
        assert_eq!(implied("The fix will be deployed"), []);
        assert_eq!(implied("A fix is being reviewed"), []);
    }
}
