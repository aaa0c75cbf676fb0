//! FM010.

use std::cmp::Ordering;

use crate::diagnostic::Level;
use crate::lint::Document;
use crate::lint::rule::{Check, Ctx, declare_rule};
use crate::model::{Milestone, Provenance};

declare_rule! {
    /// ## What it does
    /// Reports milestones in an order that they rarely have: `detected` before `started`, `acknowledged` before
    /// `detected`, `resolved` before `mitigated`. What mends itself may well be over before anybody sees it, so
    /// nothing is said of `resolved` before `detected`.
    ///
    /// ## Why is this bad?
    /// How long it took to see and to take up an incident is read from these times. One that is a day or a time
    /// zone off turns the answer around.
    ///
    /// ## Example
    /// ```md,expect_diagnostic
    /// ---
    /// title: Checkout returned 500s
    /// started: 2026-03-07T09:12:00+01:00
    /// detected: 2026-03-07T08:20:00+01:00
    /// ---
    /// ```
    ///
    /// Use instead:
    /// ```md
    /// ---
    /// title: Checkout returned 500s
    /// started: 2026-03-07T09:12:00+01:00
    /// detected: 2026-03-07T09:20:00+01:00
    /// ---
    /// ```
    static RULE = {
        code: "FM010",
        name: "impossible-order",
        summary: "milestones are in an order that they rarely have",
        since: "0.1.0",
        check: Check::Postmortem(check),
    }
}

const IN_ORDER: &[(Milestone, Milestone)] = &[
    (Milestone::Started, Milestone::Detected),
    (Milestone::Detected, Milestone::Acknowledged),
    (Milestone::Mitigated, Milestone::Resolved),
];

fn check(ctx: &mut Ctx<'_>, document: &Document<'_>) {
    let milestones = &document.postmortem.milestones;
    for (first, second) in IN_ORDER {
        let (Some(a), Some(b)) = (milestones.get(*first), milestones.get(*second)) else { continue };
        let rough = a.value.approximate || b.value.approximate;
        if b.value.compare(&a.value) != Some(Ordering::Less) || rough {
            continue;
        }
        let stated = [a, b].iter().all(|known| known.provenance == Provenance::FrontMatter);
        let place = b.span.or(a.span).unwrap_or_else(|| document.opening());
        let message = format!("`{}` is before `{}`", second.as_str(), first.as_str());
        let report = ctx
            .report(document.source.id, place, message)
            .label(b.value.to_string())
            .at_most(if stated { Level::Warning } else { Level::Info })
            .help("are both on the same day and in the same time zone?");
        if let Some(span) = a.span.filter(|span| *span != place) {
            report.also(document.source.id, span, format!("{} {}", first.as_str(), a.value));
        }
    }
}
