//! BL010.

use crate::lint::Document;
use crate::lint::prose::Family;
use crate::lint::rule::{Check, Ctx, declare_rule};

use super::{Told, report};

declare_rule! {
    /// ## What it does
    /// Reports "did not follow the runbook", "against policy", "unauthorised change", "bypassed the review" where
    /// people are meant. Machines that violate constraints or limits are left alone.
    ///
    /// ## Why is this bad?
    /// Procedures are written for the usual case, and work is done in the one at hand. Where both differ, there was a
    /// reason that made sense, and it is often the normal way: that is worth knowing.
    ///
    /// ## Example
    /// ```md,expect_diagnostic
    /// ## Response
    /// The on-call engineer did not follow the runbook and restarted the host.
    /// ```
    ///
    /// Use instead: how the work is normally done.
    /// ```md
    /// ## Response
    /// The host was restarted at once, as in the last five incidents of this kind; the runbook's first three steps
    /// need a console that was down.
    /// ```
    static RULE = {
        code: "BL010",
        name: "violation",
        summary: "work is measured by its procedure",
        since: "0.1.0",
        check: Check::Postmortem(check),
    }
}

const TOLD: Told = Told {
    message: "`{}` measures work by its procedure",
    note: "procedures are written for the usual case; where work differs from them there is a reason, often an old one",
    help: "how is this work normally done, and why does that differ from what is written?",
};

fn check(ctx: &mut Ctx<'_>, document: &Document<'_>) {
    report(ctx, document, Family::Violation, &TOLD);
}
