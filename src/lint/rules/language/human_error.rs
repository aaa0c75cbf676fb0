//! BL002.

use crate::diagnostic::Level;
use crate::lint::Document;
use crate::lint::prose::Family;
use crate::lint::rule::{Check, Ctx, declare_rule};

use super::{Told, report};

declare_rule! {
    /// ## What it does
    /// Reports "human error", "operator error", "fat finger" and their like where they explain what happened. Talk of
    /// preventing slips, beliefs that a timeline records ("we assumed user error") and denials are left alone.
    ///
    /// ## Why is this bad?
    /// "Human error" is a symptom. It says that somebody was there, which was so every other day too; what in the
    /// design, the tools or the week made the slip likely is what can be changed.
    ///
    /// ## Example
    /// ```md,expect_diagnostic
    /// ## Contributing factors
    /// The outage was due to human error during maintenance.
    /// ```
    ///
    /// Use instead: what made the slip likely, and what let it through.
    /// ```md
    /// ## Contributing factors
    /// Both clusters have the same prompt, and the delete command takes effect without a question.
    /// ```
    static RULE = {
        code: "BL002",
        name: "human-error",
        summary: "a slip is given as the explanation",
        level: Level::Error,
        since: "0.1.0",
        check: Check::Postmortem(check),
    }
}

const TOLD: Told = Told {
    message: "`{}` is given as the explanation",
    note: "it names where the questions begin, and hides what made the slip likely and what let it through",
    help: "what in the design, the tools or the day made this likely, and what would have stopped it from having an effect?",
};

fn check(ctx: &mut Ctx<'_>, document: &Document<'_>) {
    report(ctx, document, Family::HumanError, &TOLD);
}
