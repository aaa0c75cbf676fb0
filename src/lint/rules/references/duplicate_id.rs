//! XR004.

use crate::lint::rule::{Check, Ctx, declare_rule};
use crate::text::Span;

declare_rule! {
    /// ## What it does
    /// Reports a document that has the same id as another one.
    ///
    /// ## Why is this bad?
    /// A reference to that id leads to only one of them, and the other is not found.
    ///
    /// ## Example
    /// ```md,expect_diagnostic
    /// -- 2026-03-07-checkout.md --
    /// ---
    /// title: Checkout returned 500s
    /// id: INC-2026-014
    /// ---
    /// -- 2026-03-09-search.md --
    /// ---
    /// title: Search returned nothing
    /// id: INC-2026-014
    /// ---
    /// ```
    ///
    /// Use instead:
    /// ```md
    /// -- 2026-03-07-checkout.md --
    /// ---
    /// title: Checkout returned 500s
    /// id: INC-2026-014
    /// ---
    /// -- 2026-03-09-search.md --
    /// ---
    /// title: Search returned nothing
    /// id: INC-2026-015
    /// ---
    /// ```
    static RULE = {
        code: "XR004",
        name: "duplicate-id",
        summary: "another document has the same id",
        since: "0.1.0",
        check: Check::Archive(check),
    }
}

fn check(ctx: &mut Ctx<'_>) {
    let archive = ctx.scope.archive;
    for clash in &archive.id_clashes {
        let (first, second) = (archive.get(clash.first), archive.get(clash.second));
        let span = clash.span.or(second.id.as_ref().and_then(|id| id.span)).unwrap_or_default();
        let other = first.id.as_ref().and_then(|id| id.span).unwrap_or(Span::at(0));
        ctx.report(second.source, span, format!("the id `{}` is that of `{}` too", clash.name, first.path))
            .also(first.source, other, "first used here")
            .note("a reference to this id leads to the first of them")
            .help("which of the two is the number of this incident?");
    }
}
