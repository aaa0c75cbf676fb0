//! FM016.

use crate::diagnostic::Level;
use crate::lint::Document;
use crate::lint::phrase::{meant, offer, unquoted};
use crate::lint::rule::{Check, Ctx, Fixability, declare_rule};

declare_rule! {
    /// ## What it does
    /// Reports a trigger that is not a known one: neither built in nor added in the configuration.
    ///
    /// ## Why is this bad?
    /// Triggers are counted and compared. A word of its own is counted alone.
    ///
    /// ## Example
    /// ```md,expect_diagnostic
    /// ---
    /// title: Checkout returned 500s
    /// trigger: config-chnage
    /// ---
    /// ```
    ///
    /// Use instead:
    /// ```md
    /// ---
    /// title: Checkout returned 500s
    /// trigger: config-change
    /// ---
    /// ```
    static RULE = {
        code: "FM016",
        name: "unknown-trigger",
        summary: "the trigger is not a known one",
        since: "0.1.0",
        fixability: Fixability::Sometimes,
        check: Check::Postmortem(check),
    }
}

fn check(ctx: &mut Ctx<'_>, document: &Document<'_>) {
    let catalog = ctx.scope.catalog;
    let Some(trigger) = &document.postmortem.trigger else { return };
    if catalog.triggers.is_empty() || catalog.triggers.iter().any(|known| known.id == trigger.value) {
        return;
    }
    let written = trigger.span.map_or(trigger.value.as_str(), |span| unquoted(document.text(span)));
    let place = trigger.span.unwrap_or_else(|| document.opening());
    let ids = catalog.triggers.iter().map(|known| (known.id.as_str(), known.id.as_str()));
    let aliases = catalog.trigger_aliases.iter().map(|(alias, id)| (alias.as_str(), id.as_str()));
    let meant = meant(ctx, written, ids.chain(aliases));
    let report = ctx
        .report(document.source.id, place, format!("`{written}` is not a known trigger"))
        .at_most(if trigger.provenance.is_inferred() { Level::Info } else { Level::Warning });
    let span = trigger.span.filter(|_| !trigger.provenance.is_inferred());
    let otherwise = "what changed just before? a new kind of change is added under `[triggers]` in afterword.toml";
    offer(report, document, span, meant, otherwise);
}
