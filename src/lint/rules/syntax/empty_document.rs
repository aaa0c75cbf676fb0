//! SY004.

use crate::lint::rule::{Check, Ctx, declare_rule};
use crate::text::{Role, SkipReason, Source, Span};

declare_rule! {
    /// ## What it does
    /// Reports a file with no text, or with nothing but white space. The file is left out of the library.
    ///
    /// ## Why is this bad?
    /// Somebody meant to write something here, or the content was lost on the way.
    ///
    /// ## Example
    /// ```md,escaped,expect_diagnostic
    /// \x20
    /// ```
    ///
    /// Use instead:
    /// ```md
    /// # Checkout returned 500s
    /// To be written by the payments team; the incident channel is #inc-checkout.
    /// ```
    static RULE = {
        code: "SY004",
        name: "empty-document",
        summary: "the file has no text",
        since: "0.1.0",
        check: Check::Source(check),
    }
}

fn check(ctx: &mut Ctx<'_>, source: &Source) {
    if source.role == Role::Skipped(SkipReason::Empty) {
        ctx.report(source.id, Span::at(0), "the file has no text")
            .note("the file is left out of the library")
            .help("is its content in another branch or on another machine?");
    }
}
