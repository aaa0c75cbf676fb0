//! ST006.

use crate::diagnostic::Level;
use crate::lint::Document;
use crate::lint::rule::{Check, Ctx, declare_rule};
use crate::model::{Kind, Provenance, SectionKind, Status};

declare_rule! {
    /// ## What it does
    /// Asks whether there was more, where the front matter of a finished postmortem gives exactly one cause.
    ///
    /// ## Why is this bad?
    /// Systems of any size fail when several conditions meet; each of them alone was there for months. With one
    /// cause the search ends at the first answer, and the other conditions stay for the next incident.
    ///
    /// ## Example
    /// ```md,expect_diagnostic
    /// ---
    /// title: Checkout returned 500s
    /// causes: [configuration/unsafe-default]
    /// ---
    /// ```
    ///
    /// Use instead:
    /// ```md
    /// ---
    /// title: Checkout returned 500s
    /// causes: [configuration/unsafe-default, testing/unrealistic-environment, observability/missing-alert]
    /// ---
    /// ```
    static RULE = {
        code: "ST006",
        name: "single-root-cause",
        summary: "one cause is given, as if nothing else had to be true",
        level: Level::Info,
        since: "0.1.0",
        check: Check::Postmortem(check),
    }
}

fn check(ctx: &mut Ctx<'_>, document: &Document<'_>) {
    let postmortem = document.postmortem;
    if document.status() != Status::Final || postmortem.kind_or_default() != Kind::Incident {
        return;
    }
    let [cause] = postmortem.causes.as_slice() else { return };
    if cause.provenance != Provenance::FrontMatter || !postmortem.refused_causes.is_empty() {
        return;
    }
    let place = cause.span.unwrap_or_else(|| document.opening());
    let report = ctx
        .report(document.source.id, place, format!("`{}` is the only cause given", cause.value))
        .help("what else had to be true for this to happen, to get this far, or to stay unseen this long?");
    if let Some(section) = postmortem.body.section(SectionKind::ContributingFactors) {
        report.also(document.source.id, section.span, "what is told here may name more of them");
    }
}
