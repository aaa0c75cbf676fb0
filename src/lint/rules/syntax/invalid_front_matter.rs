//! SY002.

use crate::diagnostic::Level;
use crate::lint::rule::{Check, declare_rule};

declare_rule! {
    /// ## What it does
    /// Reports front matter that its YAML or TOML parser does not understand.
    ///
    /// ## Why is this bad?
    /// Nothing of the front matter is known then: the document is published with what its text says, without
    /// services, causes and times.
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
        check: Check::Earlier,
    }
}
