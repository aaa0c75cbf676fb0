//! FM018.

use crate::diagnostic::Level;
use crate::lint::rule::{Check, declare_rule};

declare_rule! {
    /// ## What it does
    /// Reports that the day of a document is written so that two days can be meant, such as `03/04/2026`. It is read as
    /// the other dates of the document and of the archive have it, where they put the day or the month first
    /// consistently; otherwise it stays unknown.
    ///
    /// ## Why is this bad?
    /// Half of the readers take it for another day, and so may every other program.
    ///
    /// ## Example
    /// ```md,expect_diagnostic
    /// # Checkout returned 500s
    ///
    /// **Date:** 03/04/2026
    /// ```
    ///
    /// Use instead:
    /// ```md
    /// # Checkout returned 500s
    ///
    /// **Date:** 2026-04-03
    /// ```
    static RULE = {
        code: "FM018",
        name: "ambiguous-date",
        summary: "the day can be read as two days",
        since: "0.1.0",
        level: Level::Info,
        check: Check::Earlier,
    }
}
