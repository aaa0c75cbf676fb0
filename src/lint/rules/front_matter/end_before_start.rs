//! FM009.

use std::cmp::Ordering;

use crate::diagnostic::Level;
use crate::lint::Document;
use crate::lint::rule::{Check, Ctx, declare_rule};
use crate::model::{Known, Milestone, Moment, Provenance};

declare_rule! {
    /// ## What it does
    /// Reports an incident that ended (`mitigated` or `resolved`) before it `started`.
    ///
    /// ## Why is this bad?
    /// One of the two is not what happened. Durations and the drawing of the phases are left out until it is
    /// known which.
    ///
    /// ## Example
    /// ```md,expect_diagnostic
    /// ---
    /// title: Checkout returned 500s
    /// started: 2026-03-07T23:40:00Z
    /// resolved: 2026-03-07T00:25:00Z
    /// ---
    /// ```
    ///
    /// Use instead:
    /// ```md
    /// ---
    /// title: Checkout returned 500s
    /// started: 2026-03-07T23:40:00Z
    /// resolved: 2026-03-08T00:25:00Z
    /// ---
    /// ```
    static RULE = {
        code: "FM009",
        name: "end-before-start",
        summary: "the incident ends before it starts",
        level: Level::Error,
        since: "0.1.0",
        check: Check::Postmortem(check),
    }
}

fn check(ctx: &mut Ctx<'_>, document: &Document<'_>) {
    let milestones = &document.postmortem.milestones;
    let Some(start) = &milestones.started else { return };
    let ended = |milestone: Milestone| {
        let end = milestones.get(milestone)?;
        is_before(end, start).then_some((milestone, end))
    };
    let Some((milestone, end)) = ended(Milestone::Mitigated).or_else(|| ended(Milestone::Resolved)) else { return };
    let stated = [start, end].iter().all(|known| known.provenance == Provenance::FrontMatter);
    let place = end.span.or(start.span).unwrap_or_else(|| document.opening());
    let report = ctx
        .report(document.source.id, place, format!("`{}` is before `started`", milestone.as_str()))
        .label(end.value.to_string())
        .at_most(if stated { Level::Error } else { Level::Warning })
        .help("did it end on the next day, or in another time zone?");
    if let Some(span) = start.span.filter(|span| *span != place) {
        report.also(document.source.id, span, format!("started {}", start.value));
    }
}

/// Whether it is certain that `a` comes before `b`: not for times that are said to be rough.
fn is_before(a: &Known<Moment>, b: &Known<Moment>) -> bool {
    let rough = a.value.approximate || b.value.approximate;
    a.value.compare(&b.value) == Some(Ordering::Less) && (!rough || a.value.minutes_until(&b.value) > Some(60))
}
