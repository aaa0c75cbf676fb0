//! TL001.

use super::{Timed, is_newest_first, timed};
use crate::diagnostic::Level;
use crate::lint::Document;
use crate::lint::phrase::counted;
use crate::lint::rule::{Check, Ctx, declare_rule};

declare_rule! {
    /// ## What it does
    /// Reports an entry of the timeline that stands below a later one. One finding for each document. A timeline
    /// that is told from its end is left alone, a new sub-heading may begin again, "about" is taken as it is meant,
    /// and steps of a few minutes are an info. A clock that only seems to go back, past midnight, is
    /// `clock-went-backwards`.
    ///
    /// ## Why is this bad?
    /// A timeline is read from top to bottom, and what stands below is taken for what came after: the restart
    /// looks like an answer to the alert that it preceded. Often it is the time that has a slip, and then every
    /// duration made from it has one too.
    ///
    /// ## Example
    /// ```md,expect_diagnostic
    /// # Checkout returned 500s
    /// ## Timeline
    /// - 2026-03-07 09:12 First failed request
    /// - 2026-03-07 09:51 The pool is restarted
    /// - 2026-03-07 09:15 The error-rate alert fires
    /// ```
    ///
    /// Use instead:
    /// ```md
    /// # Checkout returned 500s
    /// ## Timeline
    /// - 2026-03-07 09:12 First failed request
    /// - 2026-03-07 09:15 The error-rate alert fires
    /// - 2026-03-07 09:51 The pool is restarted
    /// ```
    static RULE = {
        code: "TL001",
        name: "out-of-order",
        summary: "an entry of the timeline stands below a later one",
        since: "0.1.0",
        check: Check::Postmortem(check),
    }
}

/// Smaller steps back are a matter of typing, not of telling. Minutes.
const SMALL: i64 = 10;
/// What "about" may be off by. Minutes.
const ABOUT: i64 = 15;
/// Further places that are marked; the others are counted.
const MARKED: usize = 3;

fn check(ctx: &mut Ctx<'_>, document: &Document<'_>) {
    let timed = timed(document);
    if is_newest_first(&timed) {
        return;
    }
    let found = misplaced(document, &timed);
    let Some(((entry, later), rest)) = found.split_first() else { return };
    let furthest = found.iter().filter_map(|(entry, later)| entry.at.minutes_until(&later.at)).max();
    let is_small = furthest.is_some_and(|minutes| minutes < SMALL);
    let message = format!("`{}` stands below `{}`", entry.shown(), later.shown());
    let mut report = ctx
        .report(document.source.id, entry.time.span, message)
        .at_most(if is_small { Level::Info } else { Level::Warning })
        .also(document.source.id, later.time.span, "the later one");
    for (entry, later) in rest.iter().take(MARKED) {
        report = report.also(document.source.id, entry.time.span, format!("stands below `{}`", later.shown()));
    }
    if rest.len() > MARKED {
        report = report.note(format!("{} in all", counted(found.len(), "place")));
    }
    report.help("is it the time that has a slip, or the place? if two things went on at once, a sub-heading for each keeps both in order");
}

/// Entries that are earlier than one above them, each with the latest of those.
fn misplaced<'a>(document: &Document<'_>, timed: &[Timed<'a>]) -> Vec<(Timed<'a>, Timed<'a>)> {
    let mut found = Vec::new();
    let mut latest: Option<Timed<'a>> = None;
    let mut before: Option<Timed<'a>> = None;
    for entry in timed.iter().copied() {
        if before.is_some_and(|before| has_heading_between(document, &before, &entry)) {
            latest = None;
        }
        before = Some(entry);
        let Some(top) = latest else {
            latest = Some(entry);
            continue;
        };
        if !entry.at.compare(&top.at).is_some_and(std::cmp::Ordering::is_lt) {
            latest = Some(entry);
            continue;
        }
        let tolerance = if entry.at.approximate || top.at.approximate { ABOUT } else { 0 };
        if entry.at.minutes_until(&top.at).is_none_or(|minutes| minutes > tolerance) {
            found.push((entry, top));
        }
    }
    found
}

/// Whether a heading that is no entry itself stands between two entries.
fn has_heading_between(document: &Document<'_>, before: &Timed<'_>, after: &Timed<'_>) -> bool {
    let sections = &document.postmortem.body.sections;
    let first = sections.partition_point(|section| section.span.start <= before.entry.span.start);
    sections.get(first).is_some_and(|section| section.span.start < after.entry.span.start)
}
