//! BL016.

use crate::diagnostic::Level;
use crate::lint::Document;
use crate::lint::rule::{Check, Ctx, declare_rule};

declare_rule! {
    /// ## What it does
    /// Reports the phrases that the archive's configuration lists in `[[phrases]]`: those to think about (`find`) and
    /// those that the house says differently (`swap`). Without such a list it reports nothing.
    ///
    /// ## Why is this bad?
    /// That is the house's to say, in the `note` of the list; words that meet every team differently cannot be known
    /// to the program.
    ///
    /// ## Example
    /// ```md,expect_diagnostic
    /// -- afterword.toml --
    /// [[phrases]]
    /// name = "no-war-stories"
    /// find = ["war room", "fire fighting"]
    /// help = "what was the room for, and who came together in it?"
    /// -- incident.md --
    /// # Checkout returned 500s
    /// At 10:02 a war room was opened.
    /// ```
    ///
    /// Use instead: what the house has agreed upon.
    /// ```md
    /// -- afterword.toml --
    /// [[phrases]]
    /// name = "no-war-stories"
    /// find = ["war room", "fire fighting"]
    /// -- incident.md --
    /// # Checkout returned 500s
    /// At 10:02 a call was opened.
    /// ```
    static RULE = {
        code: "BL016",
        name: "house-phrase",
        summary: "a phrase is on a list of the configuration",
        level: Level::Error,
        since: "0.1.0",
        check: Check::Postmortem(check),
    }
}

fn check(ctx: &mut Ctx<'_>, document: &Document<'_>) {
    let Some(review) = ctx.review(document) else { return };
    let scope = ctx.scope;
    for found in review.house() {
        let Some(phrase) = scope.settings.phrases.get(found.list) else { continue };
        let Some(level) = phrase.level else { continue };
        let message = format!("`{}` is on the list `{}`", found.phrase, phrase.name);
        let mut finding = ctx.report(document.source.id, found.span, message).at_most(level);
        if let Some(note) = &phrase.note {
            finding = finding.note(note.clone());
        }
        match (&found.instead, &phrase.help) {
            (Some(instead), _) => finding.help(format!("would `{instead}` say it?")),
            (None, Some(help)) => finding.help(help.clone()),
            (None, None) => finding,
        };
    }
}
