//! BL011.

use crate::lint::Document;
use crate::lint::prose::Family;
use crate::lint::rule::{Check, Ctx, declare_rule};

use super::{Told, report};

declare_rule! {
    /// ## What it does
    /// Reports "complacency", "lost situational awareness", "lack of attention", "inattention", "lapse of judgement".
    ///
    /// ## Why is this bad?
    /// They name the lack of something that can only be seen from the outcome, and explain it with itself. What
    /// demanded attention at that moment, and what was there to be seen, can be found out.
    ///
    /// ## Example
    /// ```md,expect_diagnostic
    /// ## Contributing factors
    /// The second page was missed because of complacency.
    /// ```
    ///
    /// Use instead: what demanded attention, and what was to be seen.
    /// ```md
    /// ## Contributing factors
    /// The second page came among 140 others, 138 of which resolved themselves.
    /// ```
    static RULE = {
        code: "BL011",
        name: "folk-model",
        summary: "a state of mind is given as the explanation",
        since: "0.1.0",
        check: Check::Postmortem(check),
    }
}

const TOLD: Told = Told {
    message: "`{}` explains with a state of mind",
    note: "it is seen from the outcome alone, and nothing about it can be changed",
    help: "what demanded attention at that moment, and which signals were there to be seen?",
};

fn check(ctx: &mut Ctx<'_>, document: &Document<'_>) {
    report(ctx, document, Family::FolkModel, &TOLD);
}
