//! XR003.

use crate::lint::Document;
use crate::lint::rule::{Check, Ctx, declare_rule};

declare_rule! {
    /// ## What it does
    /// Reports two documents whose names would make the same address on the site. The later one gets its folder's
    /// name in front, or a number behind.
    ///
    /// ## Why is this bad?
    /// Addresses are passed on: in tickets, chats, other postmortems. One that was chosen because of another
    /// document may change when that document goes.
    ///
    /// ## Example
    /// ```md,expect_diagnostic
    /// -- 2025/checkout.md --
    /// # Checkout was slow
    /// -- 2026/checkout.md --
    /// # Checkout returned 500s
    /// ```
    ///
    /// Use instead:
    /// ```md
    /// -- 2025/checkout-slow.md --
    /// # Checkout was slow
    /// -- 2026/checkout-500s.md --
    /// # Checkout returned 500s
    /// ```
    static RULE = {
        code: "XR003",
        name: "duplicate-slug",
        summary: "two documents would have the same address",
        since: "0.1.0",
        check: Check::Archive(check),
    }
}

fn check(ctx: &mut Ctx<'_>) {
    let scope = ctx.scope;
    for clash in &scope.archive.slug_clashes {
        let document = |index| {
            let postmortem = scope.archive.get(index);
            Document { index, postmortem, source: scope.sources.get(postmortem.source) }
        };
        let (first, second) = (document(clash.first), document(clash.second));
        let message = format!("`{}` has the address `{}` already", first.source.path, clash.name);
        ctx.report(second.source.id, clash.span.unwrap_or_else(|| second.opening()), message)
            .note(format!("this one is published as `{}`", scope.archive.slug(clash.second)))
            .help("does another file name tell the two apart?");
    }
}
