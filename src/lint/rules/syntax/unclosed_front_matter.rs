//! SY003.

use crate::diagnostic::Level;
use crate::lint::rule::{Check, Fixability, declare_rule};

declare_rule! {
    /// ## What it does
    /// Reports front matter that opens with `---` or `+++` and has no closing line.
    ///
    /// ## Why is this bad?
    /// Where it ends is a guess. We take the lines that look like keys; other programs take all of the document
    /// for front matter, or all of it for text.
    ///
    /// ## Example
    /// ```md,expect_diagnostic
    /// ---
    /// title: Checkout returned 500s
    /// severity: sev2
    ///
    /// ## Summary
    /// Checkout returned 500s for 43 minutes.
    /// ```
    ///
    /// Use instead:
    /// ```md
    /// ---
    /// title: Checkout returned 500s
    /// severity: sev2
    /// ---
    ///
    /// ## Summary
    /// Checkout returned 500s for 43 minutes.
    /// ```
    static RULE = {
        code: "SY003",
        name: "unclosed-front-matter",
        summary: "the front matter has no closing line",
        level: Level::Error,
        since: "0.1.0",
        fixability: Fixability::Always,
        check: Check::Earlier,
    }
}
