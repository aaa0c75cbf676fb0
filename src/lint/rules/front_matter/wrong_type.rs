//! FM004.

use crate::lint::rule::{Check, Fixability, declare_rule};

declare_rule! {
    /// ## What it does
    /// Reports a value of the front matter that its key does not take: a text where a date is wanted, a word that
    /// is not one of the known ones.
    ///
    /// ## Why is this bad?
    /// The value is left out. What the author knew is lost to lists, filters and search.
    ///
    /// ## Example
    /// ```md,expect_diagnostic
    /// ---
    /// title: Checkout returned 500s
    /// date: a Saturday in March
    /// ---
    /// ```
    ///
    /// Use instead:
    /// ```md
    /// ---
    /// title: Checkout returned 500s
    /// date: 2026-03-07
    /// ---
    /// ```
    static RULE = {
        code: "FM004",
        name: "wrong-type",
        summary: "a value of the front matter is not one that its key takes",
        since: "0.1.0",
        fixability: Fixability::Sometimes,
        check: Check::Earlier,
    }
}
