//! SY010.

use crate::lint::rule::{Check, Ctx, declare_rule};
use crate::text::{Role, SkipReason, Source, Span};

declare_rule! {
    /// ## What it does
    /// Reports a symbolic link that leads out of the archive, in a circle or nowhere. What it points at is left
    /// out of the library.
    ///
    /// ## Why is this bad?
    /// What lies outside the archive was not put there to be published, and another machine does not have it.
    ///
    /// ## Example
    /// A link is written as `->` here.
    /// ```md,expect_diagnostic
    /// -- checkout.md -> ../../notes/checkout.md --
    /// ```
    ///
    /// Use instead: the file itself.
    /// ```md
    /// -- checkout.md --
    /// # Checkout returned 500s
    /// ```
    static RULE = {
        code: "SY010",
        name: "unfollowed-link",
        summary: "a symbolic link leads out of the archive, in a circle or nowhere",
        since: "0.1.0",
        check: Check::Source(check),
    }
}

fn check(ctx: &mut Ctx<'_>, source: &Source) {
    if source.role == Role::Skipped(SkipReason::Link) {
        ctx.report(source.id, Span::at(0), "a symbolic link that leads out of the archive, in a circle or nowhere")
            .note("what it points at is left out of the library")
            .help("does it belong to the archive? then move it in, and link from the other side");
    }
}
