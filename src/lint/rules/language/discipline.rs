//! BL013.

use crate::diagnostic::Level;
use crate::lint::Document;
use crate::lint::prose::Family;
use crate::lint::rule::{Check, Ctx, declare_rule};

use super::{Told, report};

declare_rule! {
    /// ## What it does
    /// Reports reprimands, warnings, withdrawn rights, reviews of performance and the like. Alerts that fired,
    /// credentials that were revoked and messages that warned are left alone.
    ///
    /// ## Why is this bad?
    /// A document that is meant for learning cannot also be a personnel file. Who has read of one consequence will tell
    /// the next story with it in mind.
    ///
    /// ## Example
    /// ```md,expect_diagnostic
    /// ## Action items
    /// - The engineer was given a formal warning.
    /// ```
    ///
    /// Use instead: what will be different in the system.
    /// ```md
    /// ## Action items
    /// - Deletions of production volumes wait for ten minutes and can be taken back.
    /// ```
    static RULE = {
        code: "BL013",
        name: "discipline",
        summary: "it tells of consequences for a person",
        level: Level::Error,
        since: "0.1.0",
        check: Check::Postmortem(check),
    }
}

const TOLD: Told = Told {
    message: "`{}` tells of consequences for a person",
    note: "who has read of one will tell the next story with it in mind",
    help: "does this belong in a document that is meant for learning, and what will be different in the system?",
};

fn check(ctx: &mut Ctx<'_>, document: &Document<'_>) {
    report(ctx, document, Family::Discipline, &TOLD);
}
