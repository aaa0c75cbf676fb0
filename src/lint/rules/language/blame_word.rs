//! BL009.

use crate::diagnostic::Level;
use crate::lint::Document;
use crate::lint::prose::Family;
use crate::lint::rule::{Check, Ctx, declare_rule};

use super::{Told, report};

declare_rule! {
    /// ## What it does
    /// Reports "at fault", "to blame", "their mistake", "guilty", "dropped the ball", "responsible for the outage".
    /// `git blame`, page faults, fault tolerance and denials ("nobody is to blame") are left alone.
    ///
    /// ## Why is this bad?
    /// It asks who. A document that asks who is read once, by those who fear to be the answer; one that asks how is
    /// read before the next change.
    ///
    /// ## Example
    /// ```md,expect_diagnostic
    /// ## Summary
    /// The outage was the platform team's fault.
    /// ```
    ///
    /// Use instead: how it came about.
    /// ```md
    /// ## Summary
    /// The platform's default timeout of 30 s met a client that retries after ten.
    /// ```
    static RULE = {
        code: "BL009",
        name: "blame-word",
        summary: "fault is put on people in so many words",
        level: Level::Error,
        since: "0.1.0",
        check: Check::Postmortem(check),
    }
}

const TOLD: Told = Told {
    message: "`{}` asks who",
    note: "where the question is who, people tell less, and the conditions stay unknown",
    help: "how did it come about, and what would have stopped it whoever had been there?",
};

fn check(ctx: &mut Ctx<'_>, document: &Document<'_>) {
    report(ctx, document, Family::BlameWord, &TOLD);
}
