//! SY007.

use crate::lint::rule::{Check, Ctx, declare_rule};
use crate::text::{Role, SkipReason, Source, Span};

declare_rule! {
    /// ## What it does
    /// Reports a file that is larger than the limit (`[archive] max_file_size`, 8 MiB unless set). It is left
    /// out of the library.
    ///
    /// ## Why is this bad?
    /// A text of that size is mostly a pasted log or an embedded image. No reader gets through it, and a phone
    /// does not even load it.
    ///
    /// ## Example
    /// ```md,limit=40,expect_diagnostic
    /// # Checkout returned 500s
    /// 09:12:07.113 ERROR pool exhausted
    /// 09:12:07.114 ERROR pool exhausted
    /// 09:12:07.115 ERROR pool exhausted
    /// ```
    ///
    /// Use instead: the lines that matter, and a link to the rest.
    /// ```md
    /// # Checkout returned 500s
    /// `pool exhausted` from 09:12:07 on ([whole log](checkout.log)).
    /// ```
    static RULE = {
        code: "SY007",
        name: "file-too-large",
        summary: "the file is larger than the limit",
        since: "0.1.0",
        check: Check::Source(check),
    }
}

fn check(ctx: &mut Ctx<'_>, source: &Source) {
    if let Role::Skipped(SkipReason::TooLarge { bytes, limit }) = source.role {
        ctx.report(source.id, Span::at(0), format!("the file has {bytes} bytes; the limit is {limit}"))
            .note("the file is left out of the library")
            .help("can logs and images stand in files of their own? `[archive] max_file_size` raises the limit");
    }
}
