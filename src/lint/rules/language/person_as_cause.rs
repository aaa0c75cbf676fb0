//! BL001.

use crate::diagnostic::Level;
use crate::lint::Document;
use crate::lint::prose::Family;
use crate::lint::rule::{Check, Ctx, declare_rule};

use super::{Told, report};

declare_rule! {
    /// ## What it does
    /// Reports sentences that lead the incident back to a person, a role or a team: "the root cause was an engineer",
    /// "caused by a contractor", "because the on-call had silenced the alert", "mistakenly deleted", "X broke
    /// production". A deed told neutrally ("an engineer deployed the change at 10:02") is not reported, nor is what a
    /// machine did.
    ///
    /// ## Why is this bad?
    /// People do what makes sense to them with what they see at that moment. A cause that is a person ends the search
    /// where it could begin, and the conditions that made the deed possible stay for the next one.
    ///
    /// ## Example
    /// ```md,expect_diagnostic
    /// ## Contributing factors
    /// The outage was caused by a contractor who restarted the primary.
    /// ```
    ///
    /// Use instead: what the tools made of the deed.
    /// ```md
    /// ## Contributing factors
    /// The restart command reached the primary because both hosts carried the same name, and asked for no
    /// confirmation.
    /// ```
    static RULE = {
        code: "BL001",
        name: "person-as-cause",
        summary: "a person is given as the cause",
        level: Level::Error,
        since: "0.1.0",
        check: Check::Postmortem(check),
    }
}

const TOLD: Told = Told {
    message: "`{}` leads the cause back to {who}",
    note: "a cause that is a person ends the search where it could begin: the conditions around the deed stay as they were",
    help: "what made this reasonable at the time, and which guardrail, default or interface let it have this effect?",
};

fn check(ctx: &mut Ctx<'_>, document: &Document<'_>) {
    report(ctx, document, Family::PersonAsCause, &TOLD);
}
