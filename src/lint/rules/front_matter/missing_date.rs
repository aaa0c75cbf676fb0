//! FM002.

use crate::lint::Document;
use crate::lint::rule::{Check, Ctx, Nature, declare_rule};

declare_rule! {
    /// ## What it does
    /// Reports a document of which the day is not known: not from the front matter, a heading, a label in the
    /// text, the name of the file or of its folder.
    ///
    /// ## Why is this bad?
    /// It stands at the end of every list, belongs to no year, and cannot be seen as the second time that
    /// something happened.
    ///
    /// ## Example
    /// ```md,expect_diagnostic
    /// ---
    /// title: Checkout returned 500s
    /// ---
    /// ```
    ///
    /// Use instead:
    /// ```md
    /// ---
    /// title: Checkout returned 500s
    /// date: 2026-03-07
    /// ---
    /// ```
    static RULE = {
        code: "FM002",
        name: "missing-date",
        summary: "the day of the incident is not known",
        nature: Nature::Absence,
        since: "0.1.0",
        check: Check::Postmortem(check),
    }
}

fn check(ctx: &mut Ctx<'_>, document: &Document<'_>) {
    if document.postmortem.date.is_none() {
        ctx.report(document.source.id, document.opening(), "the day of the incident is not known")
            .note("without it, the document stands last in every list and belongs to no year")
            .help("when did it begin? `date: 2026-03-07` in the front matter says it, or the name of the file");
    }
}
