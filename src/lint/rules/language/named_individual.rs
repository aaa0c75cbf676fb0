//! BL003.

use crate::diagnostic::Level;
use crate::lint::Document;
use crate::lint::prose::Family;
use crate::lint::rule::{Check, Ctx, declare_rule};

use super::{Told, report};

declare_rule! {
    /// ## What it does
    /// Reports a name, a handle or a mail address as the one who did harm, left something undone or should have known.
    /// Names come from the front matter's `people` and `authors`, from a list of given names and from `[words] names`.
    /// Thanks, attendees and neutral deeds are left alone.
    ///
    /// ## Why is this bad?
    /// What can be learnt does not depend on who it was, and a name in a published text stays for as long as the text
    /// does. People who have been named once tell less the next time.
    ///
    /// ## Example
    /// ```md,expect_diagnostic
    /// ## What went poorly
    /// @kim did not tell the others that the state had changed.
    /// ```
    ///
    /// Use instead: the role, and how it was known.
    /// ```md
    /// ## What went poorly
    /// The state had changed during the day, and no channel carried that to the other teams.
    /// ```
    static RULE = {
        code: "BL003",
        name: "named-individual",
        summary: "a person is named beside a reproach",
        level: Level::Error,
        since: "0.1.0",
        check: Check::Postmortem(check),
    }
}

const TOLD: Told = Told {
    message: "a person is named beside `{}`",
    note: "what can be learnt does not depend on who it was, and a name stays for as long as the text does",
    help: "what would be told here if anybody else had been in that place, and what did they see?",
};

fn check(ctx: &mut Ctx<'_>, document: &Document<'_>) {
    report(ctx, document, Family::NamedIndividual, &TOLD);
}
