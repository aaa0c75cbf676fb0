//! FM011.

use crate::diagnostic::Level;
use crate::lint::Document;
use crate::lint::phrase;
use crate::lint::rule::{Check, Ctx, declare_rule};
use crate::model::{Milestone, Provenance};
use crate::text::Span;

declare_rule! {
    /// ## What it does
    /// Reports a stated duration that is not the time between any beginning (`started`, `detected`) and any end
    /// (`mitigated`, `resolved`) that the document gives. A few minutes, or a seventh of the time, do not count.
    ///
    /// ## Why is this bad?
    /// Two answers to "how long?" are in circulation, and each reader believes another one.
    ///
    /// ## Example
    /// ```md,expect_diagnostic
    /// ---
    /// title: Checkout returned 500s
    /// started: 2026-03-07T09:12:00Z
    /// resolved: 2026-03-07T09:55:00Z
    /// impact: { duration: 3h }
    /// ---
    /// ```
    ///
    /// Use instead:
    /// ```md
    /// ---
    /// title: Checkout returned 500s
    /// started: 2026-03-07T09:12:00Z
    /// resolved: 2026-03-07T09:55:00Z
    /// impact: { duration: 43m }
    /// ---
    /// ```
    static RULE = {
        code: "FM011",
        name: "duration-mismatch",
        summary: "the stated duration is not the time between start and end",
        since: "0.1.0",
        check: Check::Postmortem(check),
    }
}

fn check(ctx: &mut Ctx<'_>, document: &Document<'_>) {
    let postmortem = document.postmortem;
    let Some((stated, place, provenance)) = stated(document) else { return };
    let mut spans = Vec::new();
    for begin in [Milestone::Started, Milestone::Detected] {
        for end in [Milestone::Resolved, Milestone::Mitigated] {
            let between = postmortem.milestones.minutes(begin, end).filter(|minutes| *minutes > 0);
            spans.extend(between.map(|minutes| (begin, end, minutes)));
        }
    }
    let Some((begin, end, minutes)) = spans.first().copied() else { return };
    if spans.iter().any(|(.., minutes)| (minutes - stated).abs() <= (minutes / 7).max(10)) {
        return;
    }
    let milestones = [begin, end].map(|milestone| postmortem.milestones.get(milestone));
    let inferred = provenance.is_inferred() || milestones.iter().flatten().any(|known| known.provenance.is_inferred());
    let between = format!("from `{}` to `{}`", begin.as_str(), end.as_str());
    let mut report = ctx
        .report(
            document.source.id,
            place,
            format!("{} stated, {} {between}", phrase::minutes(stated), phrase::minutes(minutes)),
        )
        .at_most(if inferred { Level::Info } else { Level::Warning })
        .help("which of them did users feel? if both are right, what does the stated one measure?");
    for (milestone, known) in [begin, end].into_iter().zip(milestones) {
        if let Some(span) = known.and_then(|known| known.span).filter(|span| *span != place) {
            report = report.also(document.source.id, span, milestone.as_str());
        }
    }
}

/// The duration in minutes as the document states it, and where.
fn stated(document: &Document<'_>) -> Option<(i64, Span, Provenance)> {
    let postmortem = document.postmortem;
    let impact = postmortem.impact.minutes.as_ref().map(|it| (it.value, it.span, Provenance::FrontMatter));
    impact.or_else(|| {
        let duration = postmortem.duration.as_ref()?;
        Some((duration.value, duration.span?, duration.provenance))
    })
}
