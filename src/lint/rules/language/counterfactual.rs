//! BL004.

use crate::lint::Document;
use crate::lint::prose::Family;
use crate::lint::rule::{Check, Ctx, declare_rule};

use super::{Told, report};

declare_rule! {
    /// ## What it does
    /// Reports "should have", "could have", "if only", "had they", "was supposed to" where people are meant, and
    /// passives of people's tasks ("should have been caught in review"). Possession ("should have a runbook"), machines
    /// ("the alert should have fired"), attackers and recommendations are left alone.
    ///
    /// ## Why is this bad?
    /// What did not happen caused nothing. The sentence replaces what people saw and knew with what is known now, and
    /// what made their choice reasonable is never told.
    ///
    /// ## Example
    /// ```md,expect_diagnostic
    /// ## What went poorly
    /// The on-call engineer should have escalated after the second restart.
    /// ```
    ///
    /// Use instead: what happened, and what made it make sense.
    /// ```md
    /// ## What went poorly
    /// The first two restarts each helped for some minutes, which spoke for a third one.
    /// ```
    static RULE = {
        code: "BL004",
        name: "counterfactual",
        summary: "it is told what people should have done",
        since: "0.1.0",
        check: Check::Postmortem(check),
    }
}

const TOLD: Told = Told {
    message: "`{}` tells what did not happen",
    note: "what did not happen caused nothing; what people saw and knew then is not told",
    help: "what did happen, and what made it make sense with what was known at that moment?",
};

fn check(ctx: &mut Ctx<'_>, document: &Document<'_>) {
    report(ctx, document, Family::Counterfactual, &TOLD);
}
