//! BL006.

use crate::lint::Document;
use crate::lint::prose::Family;
use crate::lint::rule::{Check, Ctx, declare_rule};

use super::{Told, report};

declare_rule! {
    /// ## What it does
    /// Reports words that judge: "careless", "sloppy", "hastily", "poor decision", "without due diligence", "not
    /// thorough enough". Words about machines ("poor performance") are left alone.
    ///
    /// ## Why is this bad?
    /// A judgement cannot be acted upon. It says how far somebody was from a norm, but neither what the norm was nor
    /// what lay between, and it makes the next account more guarded.
    ///
    /// ## Example
    /// ```md,expect_diagnostic
    /// ## Contributing factors
    /// The patch was carelessly merged by the night shift.
    /// ```
    ///
    /// Use instead: the fact that was observed.
    /// ```md
    /// ## Contributing factors
    /// The patch was merged at 03:10; at night one approval is enough, and the test suite had been red for two weeks.
    /// ```
    static RULE = {
        code: "BL006",
        name: "judgement",
        summary: "people or their work are judged",
        since: "0.1.0",
        check: Check::Postmortem(check),
    }
}

const TOLD: Told = Told {
    message: "`{}` judges",
    note: "a judgement cannot be acted upon, and makes the next account more guarded",
    help: "which fact was observed, and where does the norm it is measured by come from?",
};

fn check(ctx: &mut Ctx<'_>, document: &Document<'_>) {
    report(ctx, document, Family::Judgement, &TOLD);
}
