//! BL012.

use crate::diagnostic::Level;
use crate::lint::Document;
use crate::lint::prose::Family;
use crate::lint::rule::{Check, Ctx, declare_rule};

use super::{Told, report};

declare_rule! {
    /// ## What it does
    /// Reports "would have been fine if", "had it not been for".
    ///
    /// ## Why is this bad?
    /// It assumes that the system works by itself but for one part or person. It works because people adapt to its gaps
    /// every day; what they do on the days without an incident is the other half of the story.
    ///
    /// ## Example
    /// ```md,expect_diagnostic
    /// ## Lessons learned
    /// If it had not been for the restart, nothing would have happened.
    /// ```
    ///
    /// Use instead: what usually keeps it working.
    /// ```md
    /// ## Lessons learned
    /// The queue is drained by hand about twice a week, which nobody outside the team knew.
    /// ```
    static RULE = {
        code: "BL012",
        name: "mechanistic",
        summary: "one part is taken out as if the rest had been in order",
        level: Level::Info,
        since: "0.1.0",
        check: Check::Postmortem(check),
    }
}

const TOLD: Told = Told {
    message: "`{}` takes one part out of the whole",
    note: "systems stay up because people adapt to their gaps every day",
    help: "what usually keeps this working, and what was different this time?",
};

fn check(ctx: &mut Ctx<'_>, document: &Document<'_>) {
    report(ctx, document, Family::Mechanistic, &TOLD);
}
