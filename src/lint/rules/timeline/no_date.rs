//! TL002.

use super::{Timed, timed};
use crate::diagnostic::Level;
use crate::lint::Document;
use crate::lint::phrase::{self, counted};
use crate::lint::rule::{Check, Ctx, Nature, declare_rule};
use crate::model::{DayFrom, Milestone, Postmortem, Provenance};

declare_rule! {
    /// ## What it does
    /// Reports a timeline with clock times and no date, where that leaves the day open: the incident took longer
    /// than a day and the entries do not, or (as an info) the day of the incident is not known at all. An incident
    /// of a few hours needs no date in its timeline.
    ///
    /// ## Why is this bad?
    /// `09:15` of which day? Whoever was there knows. A year later the entry could be the first alert or the fix of
    /// the third day, and every length of time that is made from it is a guess.
    ///
    /// ## Example
    /// ```md,expect_diagnostic
    /// ---
    /// title: Checkout returned 500s
    /// started: 2026-03-07T09:12:00Z
    /// resolved: 2026-03-09T17:30:00Z
    /// ---
    /// ## Timeline
    /// - 09:12 First failed request
    /// - 11:40 The pool is restarted
    /// - 17:30 Error rate back at its usual level
    /// ```
    ///
    /// Use instead:
    /// ```md
    /// ---
    /// title: Checkout returned 500s
    /// started: 2026-03-07T09:12:00Z
    /// resolved: 2026-03-09T17:30:00Z
    /// ---
    /// ## Timeline
    /// - 2026-03-07 09:12 First failed request
    /// - 2026-03-08 11:40 The pool is restarted
    /// - 2026-03-09 17:30 Error rate back at its usual level
    /// ```
    static RULE = {
        code: "TL002",
        name: "no-date",
        summary: "the times of a timeline could be of several days, and no entry has a date",
        nature: Nature::Absence,
        since: "0.1.0",
        check: Check::Postmortem(check),
    }
}

/// Minutes of a day.
const DAY: i64 = 24 * 60;

fn check(ctx: &mut Ctx<'_>, document: &Document<'_>) {
    if !document.is_finished() {
        return;
    }
    let postmortem = document.postmortem;
    let entries = &postmortem.timeline.entries;
    let times: Vec<_> = entries.iter().filter_map(|entry| entry.time.as_ref()).collect();
    let [first, _, ..] = times.as_slice() else { return };
    if entries.iter().any(|entry| matches!(entry.day, DayFrom::Written | DayFrom::Above)) {
        return;
    }
    let entries_in_time = timed(document);
    if entries_in_time.is_empty() && postmortem.date.is_none() {
        ctx.report(
            document.source.id,
            first.span,
            format!("no day is known for {}", counted(times.len(), "clock time")),
        )
        .at_most(Level::Info)
        .help("which day is it? a date at the first entry, in the heading or in the front matter says it for all");
        return;
    }
    let (Some(stated), Some(told)) = (stated_minutes(postmortem), told_minutes(&entries_in_time)) else { return };
    if stated > DAY && told * 2 < stated {
        let length = format!("it took {}, and no time of its timeline has a date", phrase::minutes(stated));
        ctx.report(document.source.id, first.span, length)
            .note(format!("read as one run of the clock, the entries take {}", phrase::minutes(told)))
            .help("on which day does each begin? a date at the first entry of each day is enough");
    }
}

/// How long it took by what the document says outside of its timeline.
fn stated_minutes(postmortem: &Postmortem) -> Option<i64> {
    let stated = |milestone: Milestone| {
        let known = postmortem.milestones.get(milestone)?;
        let is_stated = matches!(known.provenance, Provenance::FrontMatter | Provenance::MetadataBlock);
        is_stated.then_some(known.value)
    };
    let between = stated(Milestone::Started).and_then(|started| {
        let end = stated(Milestone::Resolved).or_else(|| stated(Milestone::Mitigated))?;
        started.minutes_until(&end)
    });
    let duration = || postmortem.duration.as_ref().map(|duration| duration.value);
    between.or_else(duration).or_else(|| postmortem.impact.minutes.as_ref().map(|minutes| minutes.value))
}

/// From one end of the timeline to the other.
fn told_minutes(timed: &[Timed<'_>]) -> Option<i64> {
    let (first, last) = (timed.first()?, timed.last()?);
    first.at.minutes_until(&last.at).map(i64::abs)
}
