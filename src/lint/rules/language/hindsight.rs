//! BL008.

use crate::lint::Document;
use crate::lint::prose::Family;
use crate::lint::rule::{Check, Ctx, declare_rule};

use super::{Told, report};

declare_rule! {
    /// ## What it does
    /// Reports "obvious", "anyone would have seen", "they just had to", "common sense", "of course". Alone, without
    /// people and reproach, "in hindsight" and "obviously" are an info. What is said not to be obvious is left alone.
    ///
    /// ## Why is this bad?
    /// After the fact the one path that led to the outage is lit, and all others are dark. For those who stood there it
    /// was the other way round.
    ///
    /// ## Example
    /// ```md,expect_diagnostic
    /// ## Lessons learned
    /// Anyone would have seen that the disk was going to be full.
    /// ```
    ///
    /// Use instead: what was to be seen then.
    /// ```md
    /// ## Lessons learned
    /// The disk's growth was on one of forty graphs, and its alert had a threshold of 98 %.
    /// ```
    static RULE = {
        code: "BL008",
        name: "hindsight",
        summary: "it is judged from what is known now",
        since: "0.1.0",
        check: Check::Postmortem(check),
    }
}

const TOLD: Told = Told {
    message: "`{}` is seen from after the fact",
    note: "the path that led to the incident is lit only now",
    help: "to whom was it visible, with which information, at that time?",
};

fn check(ctx: &mut Ctx<'_>, document: &Document<'_>) {
    report(ctx, document, Family::Hindsight, &TOLD);
}
