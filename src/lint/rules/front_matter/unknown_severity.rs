//! FM007.

use crate::diagnostic::Level;
use crate::lint::Document;
use crate::lint::phrase::{list, meant, offer};
use crate::lint::rule::{Check, Ctx, Fixability, declare_rule};

declare_rule! {
    /// ## What it does
    /// Reports a severity that is not a word of the configured scale, nor another word for one of its steps.
    ///
    /// ## Why is this bad?
    /// It has no place in the order of severities: the document is in no list of the grave ones, whatever the
    /// word means.
    ///
    /// ## Example
    /// ```md,expect_diagnostic
    /// ---
    /// title: Checkout returned 500s
    /// severity: quite bad
    /// ---
    /// ```
    ///
    /// Use instead:
    /// ```md
    /// ---
    /// title: Checkout returned 500s
    /// severity: sev2
    /// ---
    /// ```
    static RULE = {
        code: "FM007",
        name: "unknown-severity",
        summary: "the severity is not a step of the scale",
        since: "0.1.0",
        fixability: Fixability::Sometimes,
        check: Check::Postmortem(check),
    }
}

fn check(ctx: &mut Ctx<'_>, document: &Document<'_>) {
    let catalog = ctx.scope.catalog;
    let Some(severity) = &document.postmortem.severity else { return };
    if catalog.severities.iter().any(|step| step.name == severity.value) {
        return;
    }
    let place = severity.span.unwrap_or_else(|| document.opening());
    let steps: Vec<String> = catalog.severities.iter().map(|step| format!("`{}`", step.name)).collect();
    let names = catalog.severities.iter().map(|step| (step.name.as_str(), step.name.as_str()));
    let aliases = catalog.severity_aliases.iter().map(|(alias, name)| (alias.as_str(), name.as_str()));
    // A slip of a letter is recognised in long words only: `p7` is not nearly `p1`.
    let known = names.chain(aliases).filter(|(spelling, _)| spelling.len() > 4 || severity.value.len() > 4);
    let meant = meant(ctx, &severity.value, known);
    let report = ctx
        .report(document.source.id, place, format!("`{}` is not a step of the severity scale", severity.value))
        .note(format!("the scale is {}", list(&steps)))
        .at_most(if severity.provenance.is_inferred() { Level::Info } else { Level::Warning });
    let span = severity.span.filter(|_| !severity.provenance.is_inferred());
    let otherwise = "which step is it? `[[severities]]` in afterword.toml defines the scale and other words for it";
    offer(report, document, span, meant, otherwise);
}
