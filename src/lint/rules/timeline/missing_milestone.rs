//! TL005.

use super::timed;
use crate::diagnostic::Level;
use crate::lint::Document;
use crate::lint::phrase::list;
use crate::lint::practice::{Practice, report_habit};
use crate::lint::rule::{Check, Ctx, Nature, declare_rule};
use crate::model::{Kind, Milestone};
use crate::text::Span;

declare_rule! {
    /// ## What it does
    /// Says that a timeline of an incident does not show when it was detected, or when its impact ended: no entry
    /// is marked so or tells it, and nothing else in the document does. An archive that mostly goes without is told
    /// so once.
    ///
    /// ## Why is this bad?
    /// How long did nobody know, and how long did it take from there? These are the two times that detection and
    /// mitigation can be improved by, and the two that cannot be found out later.
    ///
    /// ## Example
    /// ```md,expect_diagnostic
    /// # Checkout returned 500s
    /// ## Timeline
    /// - 2026-03-07 09:12 **Impact begins.** The new limit reaches all cells.
    /// - 2026-03-07 09:20 Traffic is compared with last week's.
    /// - 2026-03-07 09:55 The old limit is put back.
    /// ```
    ///
    /// Use instead:
    /// ```md
    /// # Checkout returned 500s
    /// ## Timeline
    /// - 2026-03-07 09:12 **Impact begins.** The new limit reaches all cells.
    /// - 2026-03-07 09:20 **Detected.** Traffic is compared with last week's.
    /// - 2026-03-07 09:55 **Mitigated.** The old limit is put back.
    /// ```
    static RULE = {
        code: "TL005",
        name: "missing-milestone",
        summary: "a timeline does not show when the incident was detected, or when its impact ended",
        level: Level::Info,
        nature: Nature::Absence,
        since: "0.1.0",
        check: Check::Archive(check),
    }
}

/// A shorter timeline is a note.
const SHORTEST: usize = 3;

fn check(ctx: &mut Ctx<'_>) {
    let mut all = 0;
    let mut lacking: Vec<(Document<'_>, Span, Vec<&str>)> = Vec::new();
    for document in ctx.scope.documents().filter(Document::is_finished) {
        let postmortem = document.postmortem;
        let timed = timed(&document);
        let [first, ..] = timed.as_slice() else { continue };
        if timed.len() < SHORTEST || postmortem.kind_or_default() != Kind::Incident {
            continue;
        }
        all += 1;
        let knows = |milestone: Milestone| postmortem.milestones.get(milestone).is_some();
        let mut missing = Vec::new();
        if !knows(Milestone::Detected) && !knows(Milestone::Acknowledged) {
            missing.push("when it was detected");
        }
        if !knows(Milestone::Mitigated) && !knows(Milestone::Resolved) {
            missing.push("when its impact ended");
        }
        if !missing.is_empty() {
            lacking.push((document, first.entry.span, missing));
        }
    }
    let help = "when was it first seen, and when did it stop hurting? \"**Detected:**\" and \"**Mitigated:**\" in front of an entry mark it";
    if Practice::of(lacking.len(), all) == Practice::Without
        && let Some((first, place, _)) = lacking.first()
    {
        let message = "most timelines of this archive do not show detection or the end of the impact";
        report_habit(ctx, first, first.first_line(*place), message, (lacking.len(), all)).help(help);
        return;
    }
    for (document, place, missing) in lacking {
        let message = format!("the timeline does not show {}", list(&missing));
        ctx.report(document.source.id, document.first_line(place), message).help(help);
    }
}
