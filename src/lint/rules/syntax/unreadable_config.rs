//! SY006.

use crate::diagnostic::Level;
use crate::lint::rule::{Check, declare_rule};

declare_rule! {
    /// ## What it does
    /// Reports an `afterword.toml` that is no TOML, has a key that means nothing, or a value of another type
    /// than its key takes. The command stops, with exit code 2.
    ///
    /// ## Why is this bad?
    /// A setting that is silently ignored is worse than one that is missing: the site looks as if it were
    /// configured.
    ///
    /// ## Example
    /// The configuration:
    /// ```toml,expect_diagnostic
    /// [site]
    /// titel = "Postmortems of the payments team"
    /// ```
    ///
    /// Use instead:
    /// ```toml
    /// [site]
    /// title = "Postmortems of the payments team"
    /// ```
    static RULE = {
        code: "SY006",
        name: "unreadable-config",
        summary: "the configuration cannot be understood",
        level: Level::Error,
        since: "0.1.0",
        check: Check::Earlier,
    }
}
