//! BL007.

use crate::lint::Document;
use crate::lint::prose::Family;
use crate::lint::rule::{Check, Ctx, declare_rule};

use super::{Told, report};

declare_rule! {
    /// ## What it does
    /// Reports heated words: "ridiculous", "unbelievable", "what a mess", "dumpster fire", swearing.
    ///
    /// ## Why is this bad?
    /// They tell how somebody felt afterwards. That deserves room in a conversation; readers of the document learn from
    /// numbers, and those who took part read a reproach.
    ///
    /// ## Example
    /// ```md,expect_diagnostic
    /// ## Summary
    /// The failover was a dumpster fire.
    /// ```
    ///
    /// Use instead: what can be measured.
    /// ```md
    /// ## Summary
    /// The failover took 43 minutes instead of the two it takes in exercises.
    /// ```
    static RULE = {
        code: "BL007",
        name: "animated",
        summary: "the words are heated",
        since: "0.1.0",
        check: Check::Postmortem(check),
    }
}

const TOLD: Told = Told {
    message: "`{}` is heated",
    note: "readers learn from what can be verified, and those who took part hear a reproach",
    help: "which figures or facts show how bad it was?",
};

fn check(ctx: &mut Ctx<'_>, document: &Document<'_>) {
    report(ctx, document, Family::Animated, &TOLD);
}
