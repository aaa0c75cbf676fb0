//! SY012.

use crate::lint::Allow;
use crate::lint::rule::{Check, Ctx, declare_rule};

declare_rule! {
    /// ## What it does
    /// Reports a comment that allows a finding and does not say why.
    ///
    /// ## Why is this bad?
    /// The next reader sees the sentence and no finding, and cannot tell a decision from an oversight. Half a
    /// line is enough.
    ///
    /// ## Example
    /// ```md,expect_diagnostic
    /// # Checkout returned 500s
    ///
    /// <!-- afterword-allow XR001 -->
    /// The details are in [the log](log.md).
    /// ```
    ///
    /// Use instead:
    /// ```md
    /// # Checkout returned 500s
    ///
    /// <!-- afterword-allow XR001: the log is kept in another archive -->
    /// The details are in [the log](log.md).
    /// ```
    static RULE = {
        code: "SY012",
        name: "allow-without-reason",
        summary: "a comment allows a finding and does not say why",
        since: "0.1.0",
        check: Check::Comment(check),
    }
}

fn check(ctx: &mut Ctx<'_>, allow: &Allow) {
    let Some(first) = allow.names.first().filter(|_| allow.reason.is_none()) else { return };
    ctx.report(allow.source, allow.span, format!("no reason given for allowing `{}`", first.word))
        .note("the next reader cannot tell a decision from an oversight")
        .help(format!("what makes it right here? `<!-- afterword-allow {}: … -->` says so", first.word));
}
