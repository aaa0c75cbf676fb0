//! XR005.

use crate::archive::Resolved;
use crate::diagnostic::Level;
use crate::lint::Document;
use crate::lint::rule::{Check, Ctx, declare_rule};

declare_rule! {
    /// ## What it does
    /// Reports a document that names itself in `related`, or links to its own page. A link to a heading of its
    /// own is no such link.
    ///
    /// ## Why is this bad?
    /// Mostly another postmortem was meant, and that one is now not found from here.
    ///
    /// ## Example
    /// ```md,expect_diagnostic
    /// -- 2026-03-07-checkout.md --
    /// ---
    /// title: Checkout returned 500s
    /// related: [2026-03-07-checkout]
    /// ---
    /// ```
    ///
    /// Use instead:
    /// ```md
    /// -- 2026-03-07-checkout.md --
    /// ---
    /// title: Checkout returned 500s
    /// related: [2025-11-02-basket]
    /// ---
    /// -- 2025-11-02-basket.md --
    /// # The basket was empty
    /// ```
    static RULE = {
        code: "XR005",
        name: "self-link",
        summary: "the document links to itself",
        since: "0.1.0",
        check: Check::Postmortem(check),
    }
}

fn check(ctx: &mut Ctx<'_>, document: &Document<'_>) {
    let archive = ctx.scope.archive;
    let at = document.index.0 as usize;
    let related = archive.related_explicit.get(at).map(Vec::as_slice).unwrap_or_default();
    for (name, resolved) in document.postmortem.related.iter().zip(related) {
        if *resolved == Some(document.index) {
            ctx.report(document.source.id, name.span, "`related` names this document itself")
                .help("which other incident is like this one?");
        }
    }
    let resolved = archive.links.get(at).map(Vec::as_slice).unwrap_or_default();
    for (link, resolved) in document.postmortem.body.links.iter().zip(resolved) {
        let own =
            matches!(resolved, Resolved::Postmortem { postmortem, anchor: None } if *postmortem == document.index);
        if own && !link.image {
            ctx.report(document.source.id, link.span, "the link leads to this document itself")
                .at_most(Level::Info)
                .help("is another postmortem meant?");
        }
    }
}
