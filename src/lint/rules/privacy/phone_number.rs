//! PV003.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::{is_public, places, report_places};
use crate::diagnostic::Level;
use crate::lint::Document;
use crate::lint::rule::{Check, Ctx, declare_rule};

declare_rule! {
    /// ## What it does
    /// Reports telephone numbers with their country (`+49 …`) or in the North American form: as an error where
    /// `visibility` is `public`, else as an info. Numbers that are set aside for stories (`555-0100`) are left alone.
    ///
    /// ## Why is this bad?
    /// Whoever is on call in three years will not have this number, and whoever has it will be called.
    ///
    /// ## Example
    /// ```md,expect_diagnostic
    /// ---
    /// title: Checkout returned 500s
    /// visibility: public
    /// ---
    /// The provider is reached at +49 30 5683 0912.
    /// ```
    ///
    /// Use instead:
    /// ```md
    /// ---
    /// title: Checkout returned 500s
    /// visibility: public
    /// ---
    /// The provider is reached by the number in the runbook.
    /// ```
    static RULE = {
        code: "PV003",
        name: "phone-number",
        summary: "the text has a telephone number",
        level: Level::Error,
        since: "0.1.0",
        check: Check::Postmortem(check),
    }
}

static NUMBER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?-u)\+[1-9][0-9]{0,2}[ .-]?(?:\([0-9]{1,4}\)[ .-]?)?[0-9]{1,5}(?:[ .-]?[0-9]{2,5}){1,5}|\([2-9][0-9]{2}\) ?[2-9][0-9]{2}-[0-9]{4}").ok()
});

fn check(ctx: &mut Ctx<'_>, document: &Document<'_>) {
    let found = places(document, numbers);
    let level = if is_public(document.postmortem) { Level::Error } else { Level::Info };
    if let Some(report) = report_places(ctx, document, &found, level, "the telephone number") {
        report.help("is it needed here? a runbook or a schedule is where numbers are kept up to date");
    }
}

fn numbers(text: &str) -> Vec<Range<usize>> {
    let Some(number) = NUMBER.as_ref() else { return Vec::new() };
    number
        .find_iter(text)
        .filter(|found| {
            let digits: String = found.as_str().chars().filter(char::is_ascii_digit).collect();
            let before = text.get(..found.start()).and_then(|text| text.chars().next_back());
            let after = text.get(found.end()..).and_then(|text| text.chars().next());
            // A part of a version, a diff, a time with an offset, a sum.
            let stands_alone = before
                .is_none_or(|c| !c.is_alphanumeric() && !matches!(c, '+' | '-' | '.' | ':' | '/' | '='))
                && after.is_none_or(|c| !c.is_alphanumeric() && !matches!(c, ':' | '/' | '%' | '-'));
            let is_told = digits.len() >= 10 && digits.len() <= 15;
            // Groups of three are how large numbers are written.
            let is_sum = found.as_str().trim_start_matches('+').split([' ', '.']).skip(1).all(|group| group.len() == 3)
                && found.as_str().contains([' ', '.']);
            stands_alone && is_told && !is_sum && !digits.contains("55501")
        })
        .map(|found| found.range())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let found: Vec<&str> = numbers(text).into_iter().map(|range| &text[range]).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn numbers_are_found() {
        check("call +49 30 5683 0912.", &["+49 30 5683 0912"]);
        check("(415) 832-9017 or +1-415-832-9017", &["(415) 832-9017", "+1-415-832-9017"]);
    }

    #[test]
    fn other_numbers_are_none() {
        check("09:12 +0100, 2026-03-07T09:12:00+01:00", &[]);
        check("+1 415 555 0132 is in every film", &[]);
        check("+120 000 000 000 requests, +12000000 rows", &[]);
        check("@@ +123,4567 @@ a+4915168309120", &[]);
        check("id 4915168309120", &[]);
    }
}
