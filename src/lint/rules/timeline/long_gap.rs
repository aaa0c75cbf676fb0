//! TL007.

use super::{Timed, is_newest_first, timed};
use crate::diagnostic::Level;
use crate::lint::Document;
use crate::lint::phrase;
use crate::lint::rule::{Check, Ctx, declare_rule};
use crate::model::{Milestone, Moment, Status};

declare_rule! {
    /// ## What it does
    /// Asks about the longest silence of a timeline: an hour or more between two entries, after it was detected and
    /// before it was over, that takes more than half of that time. Nights are left alone.
    ///
    /// ## Why is this bad?
    /// It is not bad, it is often the best part of the story: what people tried that led nowhere, whom they waited
    /// for, what they took it for. That is what the next people will try too, and it is forgotten first.
    ///
    /// ## Example
    /// ```md,expect_diagnostic
    /// # 2026-03-07: Checkout returned 500s
    /// ## Timeline
    /// - 09:12 **Impact begins.** The new limit reaches all cells.
    /// - 09:15 **Detected.** The error-rate alert fires.
    /// - 09:21 Two teams look at their dashboards.
    /// - 12:40 The limit is found in the release of the morning.
    /// - 12:55 **Resolved.** Error rate back at its usual level.
    /// ```
    ///
    /// Use instead:
    /// ```md
    /// # 2026-03-07: Checkout returned 500s
    /// ## Timeline
    /// - 09:12 **Impact begins.** The new limit reaches all cells.
    /// - 09:15 **Detected.** The error-rate alert fires.
    /// - 09:21 Two teams look at their dashboards.
    /// - 09:50 The payment provider is taken for the cause. Their status page says "degraded".
    /// - 11:10 The provider has recovered and nothing changes for us.
    /// - 12:40 The limit is found in the release of the morning.
    /// - 12:55 **Resolved.** Error rate back at its usual level.
    /// ```
    static RULE = {
        code: "TL007",
        name: "long-gap",
        summary: "a timeline is silent for most of the incident",
        level: Level::Info,
        since: "0.1.0",
        check: Check::Postmortem(check),
    }
}

/// Shorter silences are work. Minutes.
const SHORTEST: i64 = 60;
/// Longer incidents are not worked on all the time. Minutes.
const LONGEST: i64 = 24 * 60;
/// Fewer entries tell too little for a gap to stand out.
const ENTRIES: usize = 4;

fn check(ctx: &mut Ctx<'_>, document: &Document<'_>) {
    if document.status() == Status::Withdrawn {
        return;
    }
    let timed: Vec<Timed<'_>> = timed(document).into_iter().filter(Timed::has_clock).collect();
    if timed.len() < ENTRIES || is_newest_first(&timed) {
        return;
    }
    let milestones = &document.postmortem.milestones;
    let moment = |milestone: Milestone| milestones.get(milestone).map(|known| known.value);
    let Some(begin) = moment(Milestone::Detected).or_else(|| moment(Milestone::Started)) else { return };
    let Some(end) = moment(Milestone::Mitigated).or_else(|| moment(Milestone::Resolved)) else { return };
    let Some(whole) = begin.minutes_until(&end).filter(|minutes| *minutes <= LONGEST) else { return };
    let is_inside = |at: &Moment| {
        begin.minutes_until(at).is_some_and(|minutes| minutes >= 0)
            && at.minutes_until(&end).is_some_and(|minutes| minutes >= 0)
    };
    let gaps = timed.windows(2).filter_map(|pair| {
        let [before, after] = pair else { return None };
        let minutes = before.at.minutes_until(&after.at)?;
        // People sleep.
        if before.at.date() != after.at.date() {
            return None;
        }
        (is_inside(&before.at) && is_inside(&after.at)).then_some((minutes, before, after))
    });
    let Some((minutes, before, after)) = gaps.max_by_key(|(minutes, ..)| *minutes) else { return };
    if minutes >= SHORTEST && minutes * 2 > whole {
        ctx.report(
            document.source.id,
            after.time.span,
            format!("nothing is told of the {} before `{}`", phrase::minutes(minutes), after.shown()),
        )
        .also(document.source.id, before.time.span, "the entry before")
        .help("what did people see, try or wait for in that time? what led nowhere is worth a line too");
    }
}
