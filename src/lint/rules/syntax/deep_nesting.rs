//! SY009.

use crate::lint::rule::{Check, declare_rule};

declare_rule! {
    /// ## What it does
    /// Reports lists and quotes that are nested deeper than they can be shown.
    ///
    /// ## Why is this bad?
    /// Each level is indented: after a few there is no room left for words. Very deep nesting is mostly the
    /// trace of a conversion that went astray.
    ///
    /// ## Example
    /// ```md,expect_diagnostic
    /// # Checkout returned 500s
    /// >>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>> Re: Re: Re: checkout
    /// ```
    ///
    /// Use instead:
    /// ```md
    /// # Checkout returned 500s
    /// > Re: checkout
    /// ```
    static RULE = {
        code: "SY009",
        name: "deep-nesting",
        summary: "lists or quotes are nested deeper than they can be shown",
        since: "0.1.0",
        check: Check::Earlier,
    }
}
