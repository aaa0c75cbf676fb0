//! TL008.

use super::timed;
use crate::lint::Document;
use crate::lint::rule::{Check, Ctx, declare_rule};
use crate::model::{Milestone, Moment, Precision, Provenance};

declare_rule! {
    /// ## What it does
    /// Reports an entry that is marked as a milestone ("**Detected.**") at another time than the front matter or a
    /// label gives for it. A few minutes do not count, and where several entries are marked with one milestone, one
    /// that agrees is enough.
    ///
    /// ## Why is this bad?
    /// The durations of the incident are made from the front matter, and its readers believe the timeline. Both
    /// cannot be right.
    ///
    /// ## Example
    /// ```md,expect_diagnostic
    /// ---
    /// title: Checkout returned 500s
    /// started: 2026-03-07T09:12:00Z
    /// detected: 2026-03-07T10:15:00Z
    /// ---
    /// ## Timeline
    /// All times UTC.
    ///
    /// - 09:12 **Impact begins.** The new limit reaches all cells.
    /// - 09:15 **Detected.** The error-rate alert fires.
    /// ```
    ///
    /// Use instead:
    /// ```md
    /// ---
    /// title: Checkout returned 500s
    /// started: 2026-03-07T09:12:00Z
    /// detected: 2026-03-07T09:15:00Z
    /// ---
    /// ## Timeline
    /// All times UTC.
    ///
    /// - 09:12 **Impact begins.** The new limit reaches all cells.
    /// - 09:15 **Detected.** The error-rate alert fires.
    /// ```
    static RULE = {
        code: "TL008",
        name: "milestone-contradiction",
        summary: "the timeline marks a milestone at another time than the front matter",
        since: "0.1.0",
        check: Check::Postmortem(check),
    }
}

/// What two people may write down for one moment. Minutes.
const NEAR: i64 = 5;

fn check(ctx: &mut Ctx<'_>, document: &Document<'_>) {
    let timed = timed(document);
    for (milestone, known) in document.postmortem.milestones.iter() {
        let is_stated = matches!(known.provenance, Provenance::FrontMatter | Provenance::MetadataBlock);
        // "Resolved" in a timeline is what some call mitigated, and the other way round.
        let means = |other: Milestone| other == milestone;
        let marked: Vec<_> =
            timed.iter().filter(|timed| timed.has_clock() && timed.entry.milestone.is_some_and(means)).collect();
        let Some(first) = marked.first().filter(|_| is_stated && known.value.precision != Precision::Day) else {
            continue;
        };
        if marked.iter().any(|timed| agrees(&timed.at, &known.value)) {
            continue;
        }
        let message =
            format!("`{}` is {} here and {} as stated", milestone.as_str(), clock(&first.at), clock(&known.value));
        let report = ctx.report(document.source.id, first.time.span, message);
        let report = match known.span {
            Some(span) => report.also(document.source.id, span, "stated here"),
            None => report,
        };
        report.help("which of the two is it? durations are made from the stated one");
    }
}

/// Whether two moments can be one. Where only one of them has a zone nobody can tell.
fn agrees(a: &Moment, b: &Moment) -> bool {
    a.minutes_until(b).is_none_or(|minutes| minutes.abs() <= NEAR)
}

fn clock(at: &Moment) -> String {
    format!("`{}`", at.to_string().replace('T', " "))
}
