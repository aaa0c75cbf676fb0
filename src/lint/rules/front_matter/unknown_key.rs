//! FM003.

use crate::lint::rule::{Check, Fixability, declare_rule};

declare_rule! {
    /// ## What it does
    /// Reports a key of the front matter that has no meaning here. Keys of other tools can be given one in the
    /// configuration, `[front_matter.aliases]`.
    ///
    /// ## Why is this bad?
    /// What it says is kept, and shown nowhere. If it is a slip of a known key, the value is missing where it
    /// is looked for.
    ///
    /// ## Example
    /// ```md,expect_diagnostic
    /// ---
    /// title: Checkout returned 500s
    /// severty: sev2
    /// ---
    /// ```
    ///
    /// Use instead:
    /// ```md
    /// ---
    /// title: Checkout returned 500s
    /// severity: sev2
    /// ---
    /// ```
    static RULE = {
        code: "FM003",
        name: "unknown-key",
        summary: "a key of the front matter has no meaning",
        since: "0.1.0",
        fixability: Fixability::Sometimes,
        check: Check::Earlier,
    }
}
