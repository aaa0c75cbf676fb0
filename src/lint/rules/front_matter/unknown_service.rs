//! FM005.

use crate::diagnostic::Level;
use crate::lint::Document;
use crate::lint::phrase::{Meant, meant, offer};
use crate::lint::rule::{Check, Ctx, Fixability, declare_rule};
use crate::model::Provenance;

declare_rule! {
    /// ## What it does
    /// Reports a service that is not among those declared in the configuration. Where none is declared, every
    /// name is as good as another, and nothing is reported.
    ///
    /// ## Why is this bad?
    /// A service under two names has two pages, and each tells half of what happened to it.
    ///
    /// ## Example
    /// ```md,expect_diagnostic
    /// -- afterword.toml --
    /// [services.checkout]
    /// title = "Checkout"
    /// -- 2026-03-07-pool.md --
    /// ---
    /// title: Checkout returned 500s
    /// services: [chekout]
    /// ---
    /// ```
    ///
    /// Use instead:
    /// ```md
    /// -- afterword.toml --
    /// [services.checkout]
    /// title = "Checkout"
    /// -- 2026-03-07-pool.md --
    /// ---
    /// title: Checkout returned 500s
    /// services: [checkout]
    /// ---
    /// ```
    static RULE = {
        code: "FM005",
        name: "unknown-service",
        summary: "a service is not among those declared in the configuration",
        since: "0.1.0",
        fixability: Fixability::Sometimes,
        check: Check::Postmortem(check),
    }
}

fn check(ctx: &mut Ctx<'_>, document: &Document<'_>) {
    let catalog = ctx.scope.catalog;
    if catalog.services.is_empty() {
        return;
    }
    for service in &document.postmortem.services {
        let (id, name) = &service.value;
        if catalog.services.contains_key(id) || !is_stated(service.provenance) {
            continue;
        }
        let place = service.span.unwrap_or_else(|| document.opening());
        let ids = catalog.services.keys().map(|id| (id.as_str(), id.as_str()));
        let aliases = catalog.service_aliases.iter().map(|(alias, id)| (alias.as_str(), id.as_str()));
        // A new service may well be called nearly as another one.
        let meant = meant(ctx, name, ids.chain(aliases)).map(Meant::doubtful);
        let report = ctx
            .report(document.source.id, place, format!("`{name}` is not a declared service"))
            .at_most(if service.provenance.is_inferred() { Level::Info } else { Level::Warning });
        let span = service.span.filter(|_| !service.provenance.is_inferred());
        let otherwise = "is it a new one? `[services]` in afterword.toml declares it, with its other spellings";
        offer(report, document, span, meant, otherwise);
    }
}

/// Names found in running text are guesses of ours, not statements.
fn is_stated(provenance: Provenance) -> bool {
    matches!(provenance, Provenance::FrontMatter | Provenance::MetadataBlock)
}
