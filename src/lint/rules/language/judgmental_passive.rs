//! BL014.

use crate::lint::Document;
use crate::lint::prose::Family;
use crate::lint::rule::{Check, Ctx, declare_rule};

use super::{Told, report};

declare_rule! {
    /// ## What it does
    /// Reports passives that carry a reproach: "was overlooked", "was rushed to production", "was never properly
    /// tested", "nothing was done". That something was not tested is a fact, and left alone.
    ///
    /// ## Why is this bad?
    /// The reader hears that somebody did wrong, and learns neither what made it so nor what would change it.
    ///
    /// ## Example
    /// ```md,expect_diagnostic
    /// ## Contributing factors
    /// The new component was rushed to production.
    /// ```
    ///
    /// Use instead: the condition behind it.
    /// ```md
    /// ## Contributing factors
    /// The new component went live with the contract's start date, two weeks before its load test.
    /// ```
    static RULE = {
        code: "BL014",
        name: "judgmental-passive",
        summary: "a reproach is made without saying to whom",
        since: "0.1.0",
        check: Check::Postmortem(check),
    }
}

const TOLD: Told = Told {
    message: "`{}` carries a reproach and leaves out the condition behind it",
    note: "it tells that somebody did wrong, but not what made it so",
    help: "which condition was behind it: a deadline, a missing channel, a step that nothing asks for?",
};

fn check(ctx: &mut Ctx<'_>, document: &Document<'_>) {
    report(ctx, document, Family::JudgmentalPassive, &TOLD);
}
