//! FM006.

use crate::diagnostic::Level;
use crate::lint::Document;
use crate::lint::phrase::{meant, offer, unquoted};
use crate::lint::rule::{Check, Ctx, Fixability, declare_rule};
use crate::model::Provenance;

declare_rule! {
    /// ## What it does
    /// Reports a contributing factor that is not in the taxonomy: neither built in nor added in the configuration,
    /// nor another word for one of those.
    ///
    /// ## Why is this bad?
    /// Causes are compared across incidents. A word of its own stands alone, so that what comes back is not seen
    /// to come back.
    ///
    /// ## Example
    /// ```md,expect_diagnostic
    /// ---
    /// title: Checkout returned 500s
    /// causes: [change/rollout-stategy]
    /// ---
    /// ```
    ///
    /// Use instead:
    /// ```md
    /// ---
    /// title: Checkout returned 500s
    /// causes: [change/rollout-strategy]
    /// ---
    /// ```
    static RULE = {
        code: "FM006",
        name: "unknown-cause",
        summary: "a contributing factor is not in the taxonomy",
        since: "0.1.0",
        fixability: Fixability::Sometimes,
        check: Check::Postmortem(check),
    }
}

fn check(ctx: &mut Ctx<'_>, document: &Document<'_>) {
    let catalog = ctx.scope.catalog;
    for cause in &document.postmortem.causes {
        let stated = matches!(cause.provenance, Provenance::FrontMatter | Provenance::MetadataBlock);
        if catalog.knows_cause(&cause.value) || !stated {
            continue;
        }
        let written = cause.span.map_or(cause.value.as_str(), |span| unquoted(document.text(span)));
        let place = cause.span.unwrap_or_else(|| document.opening());
        let ids = catalog.causes.keys().map(|id| (id.as_str(), id.as_str()));
        let leaves = catalog.causes.keys().filter_map(|id| Some((id.leaf()?, id.as_str())));
        let families = catalog.families.iter().map(|family| (family.id.as_str(), family.id.as_str()));
        let aliases = catalog.cause_aliases.iter().map(|(alias, id)| (alias.as_str(), id.as_str()));
        let meant = meant(ctx, written, ids.chain(families).chain(leaves).chain(aliases));
        let report = ctx
            .report(document.source.id, place, format!("`{written}` is not in the taxonomy of causes"))
            .at_most(if cause.provenance.is_inferred() { Level::Info } else { Level::Warning });
        let span = cause.span.filter(|_| !cause.provenance.is_inferred());
        let otherwise = "which known cause comes nearest? a new one is added under `[causes]` in afterword.toml";
        offer(report, document, span, meant, otherwise);
    }
}
