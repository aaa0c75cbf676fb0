//! SY001.

use crate::diagnostic::Level;
use crate::lint::rule::{Check, Ctx, declare_rule};
use crate::text::{Role, SkipReason, Source, Span};

declare_rule! {
    /// ## What it does
    /// Reports a file whose bytes are not UTF-8. The file is left out of the library.
    ///
    /// ## Why is this bad?
    /// Its letters would be guessed. A guess in a title or a log line is worse than a file that is known to
    /// be missing.
    ///
    /// ## Example
    /// The bytes are written as escapes here.
    /// ```md,escaped,expect_diagnostic
    /// # Checkout f\xfcr Fortgeschrittene
    /// ```
    ///
    /// Use instead:
    /// ```md
    /// # Checkout für Fortgeschrittene
    /// ```
    static RULE = {
        code: "SY001",
        name: "invalid-utf8",
        summary: "the file is not UTF-8",
        level: Level::Error,
        since: "0.1.0",
        check: Check::Source(check),
    }
}

fn check(ctx: &mut Ctx<'_>, source: &Source) {
    if let Role::Skipped(SkipReason::InvalidUtf8 { valid_up_to }) = source.role {
        ctx.report(source.id, Span::at(valid_up_to), "the file is not UTF-8")
            .label("the first byte that is not")
            .note("the file is left out of the library")
            .help("which encoding was it saved in? `iconv -f WINDOWS-1252 -t UTF-8` converts the usual one");
    }
}
