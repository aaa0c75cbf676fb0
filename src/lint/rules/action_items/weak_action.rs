//! AI007.

use crate::lint::Document;
use crate::lint::prose::Family;
use crate::lint::rule::{Check, Ctx, declare_rule};
use crate::lint::rules::language::{Told, report};

declare_rule! {
    /// ## What it does
    /// Reports actions and lessons that ask for care, attention, memory or training: "be more careful", "remind
    /// everyone", "double-check", "communicate better", "do not forget". Actions of machines (a check in the pipeline,
    /// a reminder that a job sends, a model that is retrained) are left alone.
    ///
    /// ## Why is this bad?
    /// Care and memory wear off, training leaves with those who had it, and the next person stands before the same
    /// screen. Among the measures of patient safety these count as the weakest; forcing functions, defaults and the
    /// removal of the hazard as the strongest.
    ///
    /// ## Example
    /// ```md,expect_diagnostic
    /// ## Action items
    /// - Be more careful with production credentials.
    /// ```
    ///
    /// Use instead: what makes the safe way the easy way.
    /// ```md
    /// ## Action items
    /// - Production credentials expire after four hours, and are given out by the change ticket.
    /// ```
    static RULE = {
        code: "AI007",
        name: "weak-action",
        summary: "an action asks people to change instead of the system",
        since: "0.1.0",
        check: Check::Postmortem(check),
    }
}

const TOLD: Told = Told {
    message: "`{}` asks people to change, not the system",
    note: "care, memory and training wear off, and the next person stands before the same screen",
    help: "what forcing function, default, automation or removal would make the safe way the easy way?",
};

fn check(ctx: &mut Ctx<'_>, document: &Document<'_>) {
    report(ctx, document, Family::WeakAction, &TOLD);
}
