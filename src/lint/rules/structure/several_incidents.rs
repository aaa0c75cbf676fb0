//! ST008.

use crate::lint::rule::{Check, declare_rule};

declare_rule! {
    /// ## What it does
    /// Reports a document with several headings of one level that each name an incident of its own, by its day or its
    /// number. It is read as one postmortem, whose date and duration are those of the first.
    ///
    /// ## Why is this bad?
    /// The later incidents have no page, no date and no place in any list. Who looks for one of them finds all, or none.
    ///
    /// ## Example
    /// ```md,expect_diagnostic
    /// # Incident log
    ///
    /// ## 2026-03-07: Checkout returned 500s
    ///
    /// The pool was empty for 43 minutes.
    ///
    /// ## 2026-03-19: Queue stuck
    ///
    /// A full disk held up all parcels for an hour.
    /// ```
    ///
    /// Use instead:
    /// ```md
    /// # 2026-03-07: Checkout returned 500s
    ///
    /// The pool was empty for 43 minutes.
    /// ```
    static RULE = {
        code: "ST008",
        name: "several-incidents",
        summary: "a document tells of several incidents",
        since: "0.1.0",
        check: Check::Earlier,
    }
}
