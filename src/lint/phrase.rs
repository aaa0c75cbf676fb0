//! Pieces of the sentences that several rules speak: lists, lengths of time, words that were probably meant.

use super::Document;
use super::rule::{Ctx, Report};
use crate::diagnostic::{Applicability, Edit};
use crate::text::{Span, is_slip};

/// `a`, `a and b`, `a, b and c`.
pub(super) fn list<S: AsRef<str>>(words: &[S]) -> String {
    match words {
        [] => String::new(),
        [one] => one.as_ref().to_owned(),
        [first @ .., last] => {
            let first: Vec<&str> = first.iter().map(AsRef::as_ref).collect();
            format!("{} and {}", first.join(", "), last.as_ref())
        }
    }
}

/// `1 document`, `12 documents`.
pub(super) fn counted(n: usize, word: &str) -> String {
    format!("{n} {word}{}", if n == 1 { "" } else { "s" })
}

/// `43 min`, `2 h`, `2 h 10 min`, `3 d 4 h`.
pub(super) fn minutes(minutes: i64) -> String {
    let (days, hours, rest) = (minutes / 1440, minutes % 1440 / 60, minutes % 60);
    let parts = [(days, "d"), (hours, "h"), (rest, "min")];
    let shown: Vec<String> =
        parts.iter().filter(|(n, _)| *n != 0).take(2).map(|(n, unit)| format!("{n} {unit}")).collect();
    if shown.is_empty() { "0 min".to_owned() } else { shown.join(" ") }
}

/// A value of the front matter as it is written, without the quotes around it.
pub(super) fn unquoted(text: &str) -> &str {
    let inside = |quote: char| text.strip_prefix(quote)?.strip_suffix(quote);
    inside('"').or_else(|| inside('\'')).unwrap_or(text)
}

/// The change of a value of the front matter to `word`; quotes around it stay.
pub(super) fn replacement(document: &Document<'_>, span: Span, word: &str) -> Edit {
    let written = document.text(span);
    let quote = (unquoted(written).len() < written.len()).then(|| written.chars().next()).flatten();
    let quote = quote.map(String::from).unwrap_or_default();
    Edit { span, replacement: format!("{quote}{word}{quote}") }
}

/// The known word that was probably meant.
#[derive(Debug, Clone, Copy)]
pub(super) struct Meant<'a> {
    /// What is offered: of an alias, what it stands for.
    pub(super) word: &'a str,
    /// Whether it is so near, and so alone there, that it may be written without asking.
    certainty: Applicability,
}

impl Meant<'_> {
    /// The same where other words are as good: names that anybody may give.
    pub(super) fn doubtful(self) -> Self {
        Self { certainty: Applicability::Unsafe, ..self }
    }
}

/// The known word that was probably meant by `word`. Each of `known` comes with the one that is offered for it: an
/// alias with what it stands for.
pub(super) fn meant<'a>(
    ctx: &mut Ctx<'_>,
    word: &str,
    known: impl IntoIterator<Item = (&'a str, &'a str)>,
) -> Option<Meant<'a>> {
    let known: Vec<(&str, &str)> = known.into_iter().collect();
    let near = ctx.closest(word, known.iter().map(|(spelling, _)| *spelling))?;
    let offered = known.iter().find(|(spelling, _)| *spelling == near).map(|(_, meant)| *meant)?;
    let mut slips = known.iter().filter(|(spelling, _)| is_slip(word, spelling)).peekable();
    let is_certain = slips.peek().is_some() && slips.all(|(_, meant)| *meant == offered);
    let certainty = if is_certain { Applicability::Safe } else { Applicability::Unsafe };
    Some(Meant { word: offered, certainty })
}

/// Asks whether `meant` is meant, and offers to write it at `place`; else says `otherwise`.
pub(super) fn offer(
    report: Report<'_>,
    document: &Document<'_>,
    place: Option<Span>,
    meant: Option<Meant<'_>>,
    otherwise: &str,
) {
    let Some(Meant { word, certainty }) = meant else {
        report.help(otherwise);
        return;
    };
    let report = report.help(format!("is `{word}` meant?"));
    if let Some(span) = place {
        report.fix(format!("write `{word}`"), certainty, vec![replacement(document, span, word)]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_read_well() {
        let check = |words: &[&str], expected: &str| assert_eq!(list(words), expected);
        check(&[], "");
        check(&["a"], "a");
        check(&["a", "b"], "a and b");
        check(&["a", "b", "c"], "a, b and c");
    }

    #[test]
    fn lengths_of_time_have_two_parts_at_most() {
        let check = |n: i64, expected: &str| assert_eq!(minutes(n), expected);
        check(0, "0 min");
        check(43, "43 min");
        check(120, "2 h");
        check(130, "2 h 10 min");
        check(4565, "3 d 4 h");
        check(1441, "1 d 1 min");
    }

    #[test]
    fn quotes_go() {
        let check = |text: &str, expected: &str| assert_eq!(unquoted(text), expected);
        check("a", "a");
        check("\"a\"", "a");
        check("'a'", "a");
        check("\"", "\"");
        check("", "");
    }
}
