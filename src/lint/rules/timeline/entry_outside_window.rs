//! TL004.

use super::{Timed, timed};
use crate::diagnostic::Level;
use crate::lint::Document;
use crate::lint::phrase::counted;
use crate::lint::rule::{Check, Ctx, declare_rule};
use crate::model::{DayFrom, Known, Milestone, Moment, Provenance};

declare_rule! {
    /// ## What it does
    /// Reports a timeline that does not meet the day of the incident: all its entries have dates, and all of them are
    /// days before or days after. Where the front matter gives start and end, it also names entries that are more
    /// than 60 days away from both, as an info: a slip of the month or the year looks like that, and so does a
    /// change of last year that belongs to the story.
    ///
    /// ## Why is this bad?
    /// One of the two days is wrong, and which one cannot be seen from here. The incident stands in the wrong month
    /// of every list, or its timeline tells of another day.
    ///
    /// ## Example
    /// ```md,expect_diagnostic
    /// ---
    /// title: Checkout returned 500s
    /// date: 2026-03-07
    /// ---
    /// ## Timeline
    /// - 2026-02-07 09:12 First failed request
    /// - 2026-02-07 09:55 Error rate back at its usual level
    /// ```
    ///
    /// Use instead:
    /// ```md
    /// ---
    /// title: Checkout returned 500s
    /// date: 2026-03-07
    /// ---
    /// ## Timeline
    /// - 2026-03-07 09:12 First failed request
    /// - 2026-03-07 09:55 Error rate back at its usual level
    /// ```
    static RULE = {
        code: "TL004",
        name: "entry-outside-window",
        summary: "entries of the timeline are far from the incident",
        since: "0.1.0",
        check: Check::Postmortem(check),
    }
}

/// Days that a day may be off: a zone, a night.
const NEAR: i64 = 1;
/// Days before the start or after the end from which on an entry is worth a look.
const FAR: i64 = 60;

fn check(ctx: &mut Ctx<'_>, document: &Document<'_>) {
    let timed = timed(document);
    if another_day(ctx, document, &timed) {
        return;
    }
    let milestones = &document.postmortem.milestones;
    let (Some(start), Some(end)) = (stated(milestones.get(Milestone::Started)), end(document)) else { return };
    for entry in timed.iter().filter(|timed| timed.entry.day == DayFrom::Written) {
        let (before, after) = (days(&entry.at, &start), days(&end, &entry.at));
        let told = if before > FAR {
            format!("`{}` is {} before the incident", entry.shown(), counted_days(before))
        } else if after > FAR {
            format!("`{}` is {} after the incident", entry.shown(), counted_days(after))
        } else {
            continue;
        };
        ctx.report(document.source.id, entry.time.span, told)
            .at_most(Level::Info)
            .help("is it meant? a slip of the month or the year looks the same");
    }
}

/// Reports that all entries lie on one side of the incident's day; whether they do.
fn another_day(ctx: &mut Ctx<'_>, document: &Document<'_>, timed: &[Timed<'_>]) -> bool {
    let Some(date) = &document.postmortem.date else { return false };
    // A date that was picked out of the text is more likely the one that is wrong.
    let is_stated = matches!(
        date.provenance,
        Provenance::FrontMatter | Provenance::MetadataBlock | Provenance::Heading | Provenance::FileName
    );
    if !is_stated
        || timed.len() < 2
        || document.postmortem.milestones.get(Milestone::Started).is_some_and(|started| started.span == date.span)
    {
        return false;
    }
    let day = Moment::day(date.value);
    let off: Vec<i64> = timed.iter().map(|timed| days(&day, &Moment::day(timed.at.date()))).collect();
    let nearest = if off.iter().all(|days| *days > NEAR) {
        off.iter().min()
    } else if off.iter().all(|days| *days < -NEAR) {
        off.iter().max()
    } else {
        None
    };
    let (Some(nearest), Some(first)) = (nearest, timed.first()) else { return false };
    let side = if *nearest > 0 { "after" } else { "before" };
    let message =
        format!("every entry is at least {} {side} the incident's day, {}", counted_days(nearest.abs()), date.value);
    let report = ctx.report(document.source.id, first.time.span, message);
    let report = match date.span {
        Some(span) => report.also(document.source.id, span, "the day of the incident"),
        None => {
            report.note(format!("the day of the incident is from the {}", date.provenance.as_str().replace('-', " ")))
        }
    };
    report.help(
        "which of the two is the day it began? if it is the one of the timeline, `date` in the front matter can say so",
    );
    true
}

fn end(document: &Document<'_>) -> Option<Moment> {
    let milestones = &document.postmortem.milestones;
    stated(milestones.get(Milestone::Resolved)).or_else(|| stated(milestones.get(Milestone::Mitigated)))
}

fn stated(known: Option<&Known<Moment>>) -> Option<Moment> {
    known.filter(|known| known.provenance == Provenance::FrontMatter).map(|known| known.value)
}

/// Whole days from one moment to another, negative when the other is earlier.
fn days(from: &Moment, to: &Moment) -> i64 {
    (to.utc_seconds() - from.utc_seconds()) / (24 * 60 * 60)
}

fn counted_days(days: i64) -> String {
    counted(usize::try_from(days).unwrap_or_default(), "day")
}
