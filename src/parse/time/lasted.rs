//! How long it lasted, told in a sentence: "was down for about two hours", "a 43-minute outage".
//!
//! A length of time alone says nothing: caches live for an hour, logs are kept for a week. It counts where a word
//! beside it says that something lasted or did not work.

use std::ops::Range;

use crate::parse::prose::squeeze;
use crate::parse::time::duration::leading_duration;

/// Words that leave a length what it is, before it.
#[rustfmt::skip]
const FILLERS: &[&str] = &[
    "a", "an", "the", "of", "total", "in", "about", "around", "approximately", "approx", "roughly", "circa", "ca",
    "almost", "nearly", "just", "under", "little", "was", "is", "estimated", "another", "whole",
];

/// Words that make a bound of it, or something that comes again.
#[rustfmt::skip]
const BOUNDS: &[&str] = &[
    "least", "over", "than", "most", "upto", "within", "every", "after", "per", "last", "past", "next", "first",
    "each", "between", "minimum", "maximum",
];

/// Words that say by themselves that a length follows.
const LASTING: &[&str] = &["lasted", "lasting", "lasts", "duration", "downtime", "totalling", "totaling"];

/// What is said before "for", of something that did not work.
#[rustfmt::skip]
const DOWN: &[&str] = &[
    "down", "unavailable", "offline", "unreachable", "inaccessible", "degraded", "affected", "broken", "failing",
    "failed", "out", "interrupted", "impacted", "disrupted", "outage", "incident", "downtime", "lasted", "slow",
    "stuck", "stopped", "unusable", "unresponsive", "stale", "delayed", "missing", "disruption", "interruption",
    "degradation", "impact", "unavailability", "unhealthy", "errors", "5xx", "500s", "502s", "503s", "504s",
    "blocked", "went", "persisted", "continued", "halted", "paused", "dark", "lost",
];

/// What a length is said of.
#[rustfmt::skip]
const OUTAGES: &[&str] = &[
    "outage", "outages", "downtime", "interruption", "disruption", "unavailability", "degradation", "incident",
    "blackout", "impact",
];

/// The first length of time, in minutes, that something is said to have lasted, and where it stands.
pub(crate) fn lasted(text: &str) -> Option<(i64, Range<usize>)> {
    lengths(text).find(|(_, range)| is_told(text, range, |word| DOWN.contains(&word)))
}

/// The same for a title, where "for 43 minutes" can mean nothing else.
pub(crate) fn lasted_in_title(title: &str) -> Option<(i64, Range<usize>)> {
    lengths(title).find(|(_, range)| is_told(title, range, |_| true))
}

/// All lengths of time, in order.
fn lengths(text: &str) -> impl Iterator<Item = (i64, Range<usize>)> + '_ {
    let mut before = ' ';
    let mut at = 0;
    text.char_indices().filter_map(move |(index, c)| {
        let begins = c.is_alphanumeric() && !before.is_alphanumeric() && !matches!(before, '.' | ':' | '-' | '/' | '#');
        before = c;
        if index < at || !begins {
            return None;
        }
        let (minutes, length) = leading_duration(&text[index..])?;
        let goes_on = text[index + length..].starts_with(char::is_alphanumeric);
        at = index + length;
        (!goes_on && minutes > 0).then_some((minutes, index..index + length))
    })
}

/// So far a sentence is looked back, in bytes.
const LOOK: usize = 200;

fn is_told(text: &str, range: &Range<usize>, is_down: impl Fn(&str) -> bool) -> bool {
    let mut from = range.start.saturating_sub(LOOK);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    let (text, range) = (&text[from..], &(range.start - from..range.end - from));
    let sentence_start = text[..range.start].rfind(['.', ';', '!', '?']).map_or(0, |end| end + 1);
    let mut before = words_back(&text[sentence_start..range.start]).skip_while(|word| FILLERS.contains(&word.as_str()));
    let first = before.next().unwrap_or_default();
    // "It occurred once previously, and lasted a day": another incident.
    let mut sentence = words_back(&text[sentence_start..range.start]);
    if sentence.any(|word| matches!(word.as_str(), "previously" | "previous")) {
        return false;
    }
    // "just over nine hours" is about nine hours.
    // A line may end anywhere in a sentence.
    let lead = squeeze(&text[..range.start]);
    if (BOUNDS.contains(&first.as_str()) && !(first == "over" && lead.ends_with("just over")))
        || lead.ends_with("up to")
    {
        return false;
    }
    if LASTING.contains(&first.as_str()) {
        return true;
    }
    // "It took 1 hour and 31 minutes from the start of the incident to the end of the deploy."
    if first == "took" {
        let next: Vec<&str> = text[range.end..].split_whitespace().take(4).filter(|word| *word != "the").collect();
        return matches!(next[..], ["from", "start" | "beginning" | "onset", "of", ..]);
    }
    let mut after = text[range.end..].split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).take(4);
    let is_of = |word: &str| matches!(word, "of" | "long" | "partial" | "full" | "complete" | "total" | "service");
    let close = text[range.end..].trim_start_matches([' ', '-']).starts_with(char::is_alphabetic);
    if close && after.find(|word| !is_of(word)).is_some_and(|word| OUTAGES.contains(&word)) {
        return true;
    }
    // "for just over nine hours"
    let first = if first == "over" {
        before.next().filter(|word| word != "just").or_else(|| before.next())
    } else {
        Some(first)
    };
    if first.as_deref() != Some("for") {
        return false;
    }
    before.take(4).any(|word| is_down(&word))
}

/// The last words of a text, the last first, in lower case.
fn words_back(text: &str) -> impl Iterator<Item = String> + '_ {
    text.rsplit(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).take(12).map(str::to_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Option<i64>) {
        assert_eq!(lasted(text).map(|(minutes, _)| minutes), expected, "{text}");
    }

    #[test]
    fn told() {
        check("The gate was down for about two hours.", Some(120));
        check("It lasted 1 hour and 20 minutes", Some(80));
        check("for a total duration of 43 minutes", Some(43));
        check("We saw a 43-minute outage of the gate", Some(43));
        check("It took 1 hour and 31 minutes from the start of the incident to the fix", Some(91));
        check("This led to 3h 20m of downtime.", Some(200));
        check("parcels failed for just over nine hours", Some(540));
        check("parcels failed\nfor just\nover nine hours", Some(540));
        check("Doors were unavailable to all for approximately 25 minutes", Some(25));
    }

    #[test]
    fn other_lengths() {
        for text in [
            "Logs are kept for 30 days.",
            "The cache lives for an hour",
            "This occurred once previously and lasted 24 hours",
            "The restart took 20 minutes from the console",
            "down for more than 2 hours",
            "down for up to 2 hours",
            "unavailable for at least 20 minutes",
            "The gate was down. We waited for 20 minutes",
            "after 5 minutes the outage was seen",
            "",
        ] {
            check(text, None);
        }
    }

    #[test]
    fn in_a_title_for_is_enough() {
        let minutes = |title: &str| lasted_in_title(title).map(|(minutes, _)| minutes);
        assert_eq!(minutes("Checkout returned 500s for 43 minutes"), Some(43));
        assert_eq!(minutes("30min outage of the gate"), Some(30));
        assert_eq!(minutes("The 24 hours race"), None);
    }
}
