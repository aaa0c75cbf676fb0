//! XR007.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::diagnostic::Level;
use crate::lint::rule::{Check, Ctx, declare_rule};
use crate::model::ServiceId;
use crate::text::{Role, Span};

declare_rule! {
    /// ## What it does
    /// Says that a service is declared in the configuration and named by no postmortem.
    ///
    /// ## Why is this bad?
    /// It is not bad: nothing may have happened to it. It may also have another name in the documents, and then
    /// its page stays empty while another one fills.
    ///
    /// ## Example
    /// ```md,expect_diagnostic
    /// -- afterword.toml --
    /// [services.checkout]
    /// [services.basket]
    /// -- 2026-03-07-checkout.md --
    /// ---
    /// title: Checkout returned 500s
    /// services: [checkout]
    /// ---
    /// ```
    ///
    /// Use instead: an alias, when the documents call it by another name.
    /// ```md
    /// -- afterword.toml --
    /// [services.checkout]
    /// aliases = ["basket"]
    /// -- 2026-03-07-checkout.md --
    /// ---
    /// title: Checkout returned 500s
    /// services: [basket]
    /// ---
    /// ```
    static RULE = {
        code: "XR007",
        name: "orphan-service",
        summary: "a service is declared and named by no postmortem",
        level: Level::Info,
        since: "0.1.0",
        check: Check::Archive(check),
    }
}

fn check(ctx: &mut Ctx<'_>) {
    let scope = ctx.scope;
    let Some(config) = scope.sources.iter().find(|source| source.role == Role::Config) else { return };
    let places = declarations(&config.text);
    for (id, service) in &scope.catalog.services {
        if scope.archive.by_service.get(id).is_some_and(|postmortems| !postmortems.is_empty()) {
            continue;
        }
        let place = places.iter().find(|(other, _)| other == id).map_or(Span::at(0), |(_, span)| *span);
        ctx.report(config.id, place, format!("no postmortem names the service `{}`", service.title))
            .help("do the documents call it something else? `aliases` of the service takes its other names");
    }
}

/// Where the services are declared.
fn declarations(text: &str) -> Vec<(ServiceId, Span)> {
    // Offsets are those of the file, also when it begins with a byte order mark.
    let mark = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let Some(parsed) = text.get(mark..).and_then(|text| DeTable::parse(text).ok()) else { return Vec::new() };
    let table = parsed.get_ref().get("services").map(Spanned::get_ref).and_then(DeValue::as_table);
    let keys = table.into_iter().flat_map(|table| table.keys());
    keys.filter_map(|key| {
        let span = key.span();
        Some((ServiceId::new(key.get_ref())?, Span::new(span.start + mark, span.end + mark)))
    })
    .collect()
}
