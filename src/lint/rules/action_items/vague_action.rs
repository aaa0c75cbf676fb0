//! AI008.

use super::{counted_of, open_items, report_items};
use crate::lint::Document;
use crate::lint::rule::{Check, Ctx, declare_rule};
use crate::model::{ActionItem, Status};

declare_rule! {
    /// ## What it does
    /// Reports open action items that have no end to be seen: they begin with "improve", "look into", "consider" or the
    /// like and do not say by which change, until what, or to answer which question; or they are a single word.
    /// All of a document in one finding. A ticket is taken to say the rest.
    ///
    /// ## Why is this bad?
    /// "Improve monitoring" is never done, and never not done. Whoever takes it has to decide first what it means,
    /// without having been there.
    ///
    /// ## Example
    /// ```md,expect_diagnostic
    /// # Checkout returned 500s
    /// ## Action items
    /// - Improve monitoring of the pools
    /// - Give each region its own limit
    /// ```
    ///
    /// Use instead: what will be seen when it is done.
    /// ```md
    /// # Checkout returned 500s
    /// ## Action items
    /// - Page the owner of a pool that is 80 % full for five minutes
    /// - Give each region its own limit
    /// ```
    static RULE = {
        code: "AI008",
        name: "vague-action",
        summary: "action items have no end that can be seen",
        since: "0.1.0",
        check: Check::Postmortem(check),
    }
}

fn check(ctx: &mut Ctx<'_>, document: &Document<'_>) {
    if document.status() == Status::Withdrawn {
        return;
    }
    let open: Vec<&ActionItem> = open_items(document).collect();
    let vague: Vec<&ActionItem> =
        open.iter().copied().filter(|item| item.ticket.is_none() && is_vague(&item.text)).collect();
    let Some(first) = vague.first() else { return };
    let message = match vague.len() {
        1 => format!("`{}` has no end that can be seen", shown(&first.text)),
        n => format!("no end that can be seen for {}", counted_of(n, open.len(), "open action item")),
    };
    report_items(ctx, document, &vague, message)
        .help("what will be different when it is done, and how will anybody see it?");
}

/// The beginning of an item, for a message.
fn shown(text: &str) -> String {
    const LONGEST: usize = 60;
    let line = text.lines().next().unwrap_or_default().trim().replace('`', "'");
    match line.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", line.get(..end).unwrap_or_default().trim_end()),
        None => line,
    }
}

/// Beginnings that name a direction and no end.
const DIRECTIONS: &[&str] = &[
    "improve",
    "improved",
    "improving",
    "enhance",
    "strengthen",
    "better",
    "optimize",
    "optimise",
    "tweak",
    "explore",
    "rethink",
    "revisit",
    "streamline",
    "harden",
    "polish",
    "consider",
    "think",
    "discuss",
    "brainstorm",
    "ponder",
    "look",
    "investigate",
    "examine",
    "research",
    "study",
    "evaluate",
    "assess",
    "review",
    "work",
    "continue",
];
/// Of those, the ones that end when a decision is made: a question after them does not say what will be done.
const MUSINGS: &[&str] = &["consider", "think", "discuss", "brainstorm", "ponder", "rethink", "revisit", "explore"];
/// Words that say by what, until what, for what or when.
const ENDS: &[&str] = &[
    "by", "so", "until", "till", "such", "instead", "using", "via", "with", "to", "when", "whenever", "every", "each",
    "within", "that", "which", "from", "per", "before", "after", "if", "because", "add", "adding", "and",
];
/// Words that ask what an investigation is to answer.
const QUESTIONS: &[&str] = &["why", "how", "whether", "what", "which", "where", "who", "if", "root"];
/// Words before the verb.
const LEAD: &[&str] =
    &["we", "should", "will", "could", "can", "must", "need", "to", "please", "try", "also", "plan", "start"];
/// A longer text says enough about itself.
const LONGEST: usize = 12;

fn is_vague(text: &str) -> bool {
    // What stands in brackets is about the item: its owner, its day.
    let sentence = text.split(['(', '\n']).next().unwrap_or_default();
    // "Review the comments: let each say what its test asserts": the label is no action.
    let sentence = match sentence.split_once(": ") {
        Some((_, told)) if told.split_whitespace().count() > 2 => told,
        _ => sentence,
    };
    if !sentence.is_ascii()
        && sentence.chars().filter(|c| c.is_alphabetic() && !c.is_ascii()).count() * 3 > sentence.len()
    {
        return false;
    }
    let words: Vec<&str> = sentence
        .split(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | ':' | '"'))
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()))
        .filter(|word| !word.is_empty())
        .collect();
    // A name of code, a number, a version, an address.
    if words.iter().any(|word| is_concrete(word)) || words.len() > LONGEST {
        return false;
    }
    let lower: Vec<String> = words.iter().map(|word| word.to_lowercase()).collect();
    let lead = lower.iter().take_while(|word| LEAD.contains(&word.as_str())).count();
    let Some((verb, rest)) = lower.get(lead..).and_then(<[String]>::split_first) else { return false };
    if rest.is_empty() {
        // A word alone; one that is cut off by a bracket goes on behind it.
        return sentence.trim() == text.trim() && verb.chars().all(|c| c.is_ascii_alphabetic());
    }
    if !DIRECTIONS.contains(&verb.as_str()) {
        return false;
    }
    if verb == "work" && rest.first().is_none_or(|next| next != "on") {
        return false;
    }
    if verb == "look" && rest.first().is_none_or(|next| !matches!(next.as_str(), "into" | "at")) {
        return false;
    }
    if MUSINGS.contains(&verb.as_str()) {
        return true;
    }
    let has = |words: &[&str]| rest.iter().any(|word| words.contains(&word.as_str()));
    !has(ENDS) && !has(QUESTIONS)
}

fn is_concrete(word: &str) -> bool {
    let inner_capital = word.chars().skip(1).any(char::is_uppercase) && word.chars().any(char::is_lowercase);
    inner_capital || word.contains(['_', '/', '.', '=', '%', '@']) || word.contains(|c: char| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: bool) {
        assert_eq!(is_vague(text), expected, "{text}");
    }

    #[test]
    fn directions_are_vague() {
        check("Improve monitoring of the pools", true);
        check("We should look into rate limiting", true);
        check("Consider a canary", true);
        check("Consider whether the pool should be split", true);
        check("Investigate retries (@payments, due 2026-04-01)", true);
        check("Alerts: improve the naming of pools", true);
        check("Monitoring", true);
    }

    #[test]
    fn an_end_is_none() {
        check("Improve the alert so that it names the pool", false);
        check("Improve p99 to 300 ms", false);
        check("Investigate why no alert fired", false);
        check("Review each role's limit before the peak", false);
        check("Look up the owner", false);
        check("Question (and then change) the limit", false);
        check("Review comments: let each say what its test asserts", false);
        check("Evaluate max_connections on staging", false);
        check("Alert when a pool is 80 % full", false);
        check("Canary deploys", false);
        check("監視を改善する", false);
        check("", false);
    }
}
