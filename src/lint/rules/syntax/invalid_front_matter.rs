//! SY002.

use crate::diagnostic::Level;
use crate::lint::rule::{Check, Fixability, declare_rule};

declare_rule! {
    /// ## What it does
    /// Reports front matter that its YAML or TOML parser does not understand.
    ///
    /// ## Why is this bad?
    /// What stands at that place is not known, and it may have been the severity or the causes. The document is
    /// published with what is understood of it.
    ///
    /// ## Example
    /// ```md,expect_diagnostic
    /// ---
    /// title: "Checkout returned 500s
    /// severity: sev2
    /// ---
    /// ```
    ///
    /// Use instead:
    /// ```md
    /// ---
    /// title: "Checkout returned 500s"
    /// severity: sev2
    /// ---
    /// ```
    static RULE = {
        code: "SY002",
        name: "invalid-front-matter",
        summary: "the front matter cannot be understood",
        level: Level::Error,
        since: "0.1.0",
        fixability: Fixability::Sometimes,
        check: Check::Earlier,
    }
}
