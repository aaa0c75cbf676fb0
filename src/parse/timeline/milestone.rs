//! The words by which a document marks the points of an incident.

use crate::model::Milestone;

/// Phrases in lower case, without punctuation. Only those that say it of the incident as a whole: "resolved" as
/// a label does, "resolved the merge conflict" does not.
const PHRASES: &[(Milestone, &[&str])] = &[
    (
        Milestone::Started,
        &[
            "start",
            "started",
            "starts",
            "begin",
            "began",
            "begins",
            "beginning",
            "start time",
            "started at",
            "incident start",
            "incident starts",
            "incident started",
            "incident begins",
            "incident began",
            "incident start time",
            "outage start",
            "outage starts",
            "outage started",
            "outage begins",
            "outage began",
            "outage start time",
            "impact start",
            "impact starts",
            "impact started",
            "impact begins",
            "impact began",
            "time of incident",
            "onset",
            "issue started",
            "issue starts",
            "problem starts",
            "problem started",
            "start of incident",
            "start of outage",
            "start of impact",
            "beginning of incident",
            "time started",
            "incident start date",
            "start date",
            "incident began at",
            "start date time",
            "time of outage start",
            "time of start",
            "outage start date",
            "impact start time",
            "issue start",
            "issue start time",
            "from",
            "start of the incident",
            "開始",
            "开始时间",
            "beginn",
            "début",
            "inicio",
            "início",
            "発生",
            "degradation starts",
            "degradation begins",
            "user impact begins",
            "customer impact begins",
            "customer impact starts",
            "user impact starts",
            "failure begins",
            "failures begin",
        ],
    ),
    (
        Milestone::Detected,
        &[
            "detection",
            "detected",
            "incident detected",
            "issue detected",
            "problem detected",
            "outage detected",
            "detection time",
            "detected at",
            "discovered",
            "discovery",
            "incident discovered",
            "issue discovered",
            "time detected",
            "time of detection",
            "first detected",
            "first detection",
            "first noticed",
            "noticed",
            "identified at",
            "reported",
            "incident reported",
            "issue reported",
            "first reported",
            "first alert",
            "alert fired",
            "alert triggered",
            "detection date",
            "discovered at",
            "date detected",
            "first detected at",
            "検知",
            "検知日時",
            "認知日時",
            "发现时间",
            "감지",
            "issue identified",
            "incident identified",
            "date discovered",
        ],
    ),
    (
        Milestone::Acknowledged,
        &[
            "acknowledged",
            "acknowledgement",
            "acknowledgment",
            "ack",
            "acked",
            "page acknowledged",
            "alert acknowledged",
            "acknowledged at",
            "incident acknowledged",
            "time acknowledged",
            "response started",
            "first response",
            "engaged",
            "on call engaged",
            "on call acknowledged",
        ],
    ),
    (
        Milestone::Mitigated,
        &[
            "mitigated",
            "mitigation",
            "incident mitigated",
            "issue mitigated",
            "impact mitigated",
            "mitigated at",
            "mitigation time",
            "mitigation applied",
            "time mitigated",
            "impact ends",
            "impact ended",
            "impact end",
            "service restored",
            "user impact ends",
            "customer impact ends",
            "stabilised",
            "stabilized",
            "contained",
            "date mitigated",
            "repaired",
            "mitigated on",
            "緩和",
            "緩和日時",
            "time to mitigation reached",
        ],
    ),
    (
        Milestone::Resolved,
        &[
            "resolved",
            "resolution",
            "incident resolved",
            "issue resolved",
            "problem resolved",
            "outage resolved",
            "resolved at",
            "resolution time",
            "time resolved",
            "end",
            "ended",
            "ends",
            "end time",
            "incident end",
            "incident ends",
            "incident ended",
            "incident end time",
            "outage end",
            "outage ends",
            "outage ended",
            "outage over",
            "end of outage",
            "end of incident",
            "incident over",
            "incident closed",
            "all clear",
            "full recovery",
            "fully recovered",
            "recovered",
            "recovery",
            "recovery complete",
            "fixed",
            "fixed at",
            "incident end date",
            "end date",
            "date resolved",
            "incident until",
            "end date time",
            "time of outage end",
            "time of end",
            "outage end date",
            "outage end time",
            "impact end time",
            "issue end",
            "issue end time",
            "until",
            "復旧",
            "復旧日時",
            "恢复时间",
            "복구 일시",
            "解決",
            "date of resolution",
            "resolution date",
            "date fixed",
            "closed",
            "fully resolved",
            "time of resolution",
        ],
    ),
];

/// The milestone that a label, a cell or a heading names, all of it.
pub(super) fn milestone_of_phrase(phrase: &str) -> Option<Milestone> {
    // Nearly every entry of a timeline is asked whether it is one, and says more.
    if words_of(phrase).nth(MOST_WORDS).is_some() {
        return None;
    }
    let words = words_of(phrase).map(str::to_lowercase).collect::<Vec<_>>().join(" ");
    PHRASES.iter().find(|(_, phrases)| phrases.contains(&words.as_str())).map(|(milestone, _)| *milestone)
}

/// The same for a key of a metadata block, which may name its zone: "Start (UTC)".
pub(crate) fn milestone_of_key(key: &str) -> Option<Milestone> {
    let key = key.strip_suffix(" utc").unwrap_or(key);
    milestone_of_phrase(key)
}

/// The milestone that the text of an entry marks: in brackets, in capitals, or by saying nothing else.
pub(super) fn milestone_in(text: &str) -> Option<Milestone> {
    if let Some(milestone) = milestone_of_phrase(text) {
        return Some(milestone);
    }
    // "Start of incident. The last two nodes …"
    let sentence = text.split(['.', '!', ';']).next().filter(|sentence| sentence.len() < text.len());
    if let Some(milestone) = sentence.and_then(milestone_of_phrase) {
        return Some(milestone);
    }
    let mut rest = text;
    while let Some((_, after)) = rest.split_once(['(', '[']) {
        let (inside, next) = after.split_once([')', ']'])?;
        if let Some(milestone) = milestone_of_phrase(inside) {
            return Some(milestone);
        }
        rest = next;
    }
    // "OUTAGE BEGINS: …": two words in capitals are no abbreviation.
    let mut capitals: Vec<&str> = Vec::new();
    for word in text.split_whitespace().chain([""]) {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        let loud = bare.len() > 1 && bare.chars().all(char::is_uppercase);
        if loud {
            capitals.push(bare);
        }
        if !loud || word.ends_with([':', '.', ',', '!', ';']) {
            if capitals.len() > 1
                && let Some(milestone) = milestone_of_phrase(&capitals.join(" "))
            {
                return Some(milestone);
            }
            capitals.clear();
        }
    }
    None
}

/// No phrase has more.
const MOST_WORDS: usize = 4;

fn words_of(phrase: &str) -> impl Iterator<Item = &str> {
    phrase.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Option<Milestone>) {
        assert_eq!(milestone_in(text), expected, "{text}");
    }

    #[test]
    fn no_phrase_has_too_many_words() {
        let most = PHRASES.iter().flat_map(|(_, phrases)| *phrases).map(|phrase| words_of(phrase).count()).max();
        assert_eq!(most, Some(MOST_WORDS));
    }

    #[test]
    fn marks() {
        check("Mitigated", Some(Milestone::Mitigated));
        check("A node is drained (outage starts)", Some(Milestone::Started));
        check("OUTAGE BEGINS: the first request fails", Some(Milestone::Started));
        check("[DETECTED] The pager rings", Some(Milestone::Detected));
        check("Incident resolved.", Some(Milestone::Resolved));
        check("Start of incident. The last node is drained", Some(Milestone::Started));
    }

    #[test]
    fn sentences_are_no_marks() {
        check("The team resolved the merge conflict", None);
        check("The API (v2) is back", None);
        check("DNS ENDS here", None);
        check("", None);
        check("(unclosed [", None);
    }
}
