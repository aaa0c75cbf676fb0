//! BL005.

use crate::lint::Document;
use crate::lint::prose::Family;
use crate::lint::rule::{Check, Ctx, declare_rule};

use super::{Told, report};

declare_rule! {
    /// ## What it does
    /// Reports "failed to check", "did not test", "forgot to", "overlooked", "without telling anybody" where people are
    /// meant. Machines fail to start all day and are left alone, and so is what the sentence gives a reason for.
    ///
    /// ## Why is this bad?
    /// Of the many things nobody did that day, one is picked because of what is known now. What would have made the
    /// step happen, or the condition visible, is the part that can be built.
    ///
    /// ## Example
    /// ```md,expect_diagnostic
    /// ## Contributing factors
    /// The team failed to check the certificate's end date.
    /// ```
    ///
    /// Use instead: what would have shown it.
    /// ```md
    /// ## Contributing factors
    /// The certificate's end date was shown on no dashboard, and its renewal was a step done by hand.
    /// ```
    static RULE = {
        code: "BL005",
        name: "negated-duty",
        summary: "it is told what people failed to do",
        since: "0.1.0",
        check: Check::Postmortem(check),
    }
}

const TOLD: Told = Told {
    message: "`{}` tells of something left undone",
    note: "of all that was not done that day, this is picked because of what is known now",
    help: "what would have made this step happen by itself, or its need visible?",
};

fn check(ctx: &mut Ctx<'_>, document: &Document<'_>) {
    report(ctx, document, Family::NegatedDuty, &TOLD);
}
