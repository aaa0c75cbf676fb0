//! FM013.

use jiff::civil::Date;

use crate::lint::Document;
use crate::lint::rule::{Check, Ctx, declare_rule};
use crate::model::Provenance;

declare_rule! {
    /// ## What it does
    /// Compares the day that counts with the days in the title and in the name of the file, and reports another
    /// year, or day and month swapped, or more than two months between them. A file is often named after the day
    /// it was written, so a shorter time is no contradiction.
    ///
    /// ## Why is this bad?
    /// Lists follow one of them, people remember the other. In January, the year is easily the old one.
    ///
    /// ## Example
    /// ```md,expect_diagnostic
    /// -- 2026-01-09-checkout.md --
    /// ---
    /// title: Checkout returned 500s
    /// date: 2025-01-09
    /// ---
    /// ```
    ///
    /// Use instead:
    /// ```md
    /// -- 2026-01-09-checkout.md --
    /// ---
    /// title: Checkout returned 500s
    /// date: 2026-01-09
    /// ---
    /// ```
    static RULE = {
        code: "FM013",
        name: "date-contradiction",
        summary: "title or file name give another day than the document",
        since: "0.1.0",
        check: Check::Postmortem(check),
    }
}

fn check(ctx: &mut Ctx<'_>, document: &Document<'_>) {
    let postmortem = document.postmortem;
    let Some(date) = &postmortem.date else { return };
    let in_title = iso_date(&postmortem.title.value).filter(|_| date.provenance != Provenance::Heading);
    let in_name = iso_date(postmortem.path.stem()).filter(|_| date.provenance != Provenance::FileName);
    let others = [(in_title, "the title"), (in_name, "the name of the file")];
    let contradiction = others.iter().find_map(|(other, place)| Some(((*other)?, *place, why(date.value, (*other)?)?)));
    let Some((other, said_by, question)) = contradiction else { return };
    let place = date.span.unwrap_or_else(|| document.opening());
    ctx.report(document.source.id, place, format!("dated {}, but {said_by} says {other}", date.value)).help(question);
}

/// What to ask about two days, when they contradict each other.
fn why(date: Date, other: Date) -> Option<&'static str> {
    let swapped = date.year() == other.year() && date.month() == other.day() && date.day() == other.month();
    if date == other {
        None
    } else if date.month() == other.month() && date.day() == other.day() {
        Some("which year was it?")
    } else if swapped {
        Some("which of the two numbers is the month?")
    } else {
        let days = date.since(other).map_or(0, |span| span.get_days()).abs();
        (days > 62).then_some("which of them is the day it began?")
    }
}

/// The first day written as `2026-03-07` or `20260307`.
fn iso_date(text: &str) -> Option<Date> {
    let bytes = text.as_bytes();
    let digit_before = |at: usize| at > 0 && bytes.get(at - 1).is_some_and(u8::is_ascii_digit);
    (0..bytes.len()).filter(|at| !digit_before(*at)).find_map(|at| {
        let take = |len: usize| {
            let piece = text.get(at..at + len)?;
            let digit_after = bytes.get(at + len).is_some_and(u8::is_ascii_digit);
            (!digit_after).then_some(piece)
        };
        let long = take(10).filter(|piece| [4, 7].iter().all(|at| piece.as_bytes().get(*at) == Some(&b'-')));
        let short = take(8).filter(|piece| piece.bytes().all(|byte| byte.is_ascii_digit()));
        let parts = long
            .map(|piece| (piece.get(..4), piece.get(5..7), piece.get(8..10)))
            .or_else(|| short.map(|piece| (piece.get(..4), piece.get(4..6), piece.get(6..8))))?;
        let (year, month, day) = (parts.0?.parse().ok()?, parts.1?.parse().ok()?, parts.2?.parse().ok()?);
        Date::new(year, month, day).ok().filter(|date| (1970..2100).contains(&date.year()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(iso_date(text).map(|date| date.to_string()).unwrap_or_default(), expected);
    }

    #[test]
    fn days_are_found_in_names() {
        check("2026-03-07-checkout", "2026-03-07");
        check("checkout 20260307", "2026-03-07");
        check("2026-03-07T09:12", "2026-03-07");
    }

    #[test]
    fn other_numbers_are_no_days() {
        check("2026-13-07", "");
        check("120260307", "");
        check("20260307123456", "");
        check("PM2021-008", "");
        check("2026-3-7", "");
        check("é2026", "");
    }
}
