//! FM008.

use crate::diagnostic::Level;
use crate::lint::Document;
use crate::lint::phrase::list;
use crate::lint::rule::{Check, Ctx, declare_rule};
use crate::model::CauseId;

declare_rule! {
    /// ## What it does
    /// Refuses `human-error`, `mistake`, `fat-finger`, `carelessness` and their like as a cause.
    ///
    /// ## Why is this bad?
    /// People do what makes sense to them with what they see at that moment. "Human error" names the point where
    /// the questions begin: what made the action reasonable, what let it have this effect, what hid it? An
    /// archive that counts people's slips learns about none of those.
    ///
    /// ## Example
    /// ```md,expect_diagnostic
    /// ---
    /// title: Checkout returned 500s
    /// causes: [human-error]
    /// ---
    /// ```
    ///
    /// Use instead: the conditions around the action.
    /// ```md
    /// ---
    /// title: Checkout returned 500s
    /// causes: [interface/missing-confirmation, configuration/unsafe-default]
    /// ---
    /// ```
    static RULE = {
        code: "FM008",
        name: "human-error-as-cause",
        summary: "a person's slip is given as a cause",
        level: Level::Error,
        since: "0.1.0",
        check: Check::Postmortem(check),
    }
}

/// Conditions that are often behind what is called human error.
const OFTEN_BEHIND: &[&str] = &[
    "interface/confusing-ui",
    "interface/missing-confirmation",
    "configuration/missing-guardrail",
    "knowledge/runbook",
    "organization/production-pressure",
];

fn check(ctx: &mut Ctx<'_>, document: &Document<'_>) {
    let catalog = ctx.scope.catalog;
    for cause in &document.postmortem.refused_causes {
        let report = ctx
            .report(document.source.id, cause.span, format!("`{}` is not a cause", cause.value))
            .note("it names where the questions begin, and hides the conditions that made the incident possible");
        let known: Vec<String> = OFTEN_BEHIND
            .iter()
            .filter(|id| CauseId::new(id).is_some_and(|id| catalog.knows_cause(&id)))
            .map(|id| format!("`{id}`"))
            .collect();
        let question = "what made the action reasonable at the time, and what let it have this effect?";
        if known.is_empty() {
            report.help(question);
        } else {
            report.help(format!("{question} often found there: {}", list(&known)));
        }
    }
}
