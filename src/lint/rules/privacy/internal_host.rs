//! PV005.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::{is_internal_host, is_public, places, report_places};
use crate::diagnostic::Level;
use crate::lint::Document;
use crate::lint::rule::{Check, Ctx, declare_rule};

declare_rule! {
    /// ## What it does
    /// Reports names of hosts that only exist inside, in a document whose `visibility` is `public`: those that end in
    /// `.internal`, `.local`, `.corp`, `.lan` or the like, and those that `[privacy] internal_hosts` describes.
    ///
    /// ## Why is this bad?
    /// Nobody outside can reach them, so that they explain nothing. They do tell what there is to be reached from
    /// inside.
    ///
    /// ## Example
    /// ```md,expect_diagnostic
    /// -- afterword.toml --
    /// [privacy]
    /// internal_hosts = ["*.prod.shop-cloud.net"]
    /// -- incident.md --
    /// ---
    /// title: Checkout returned 500s
    /// visibility: public
    /// ---
    /// The pool of `pg-1.prod.shop-cloud.net` was full.
    /// ```
    ///
    /// Use instead:
    /// ```md
    /// -- afterword.toml --
    /// [privacy]
    /// internal_hosts = ["*.prod.shop-cloud.net"]
    /// -- incident.md --
    /// ---
    /// title: Checkout returned 500s
    /// visibility: public
    /// ---
    /// The connection pool of the orders database was full.
    /// ```
    static RULE = {
        code: "PV005",
        name: "internal-host",
        summary: "a public postmortem names a host of the inside",
        level: Level::Error,
        since: "0.1.0",
        check: Check::Postmortem(check),
    }
}

static HOST: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?i-u)\b[a-z0-9](?:[a-z0-9-]{0,62}\.)+[a-z][a-z0-9-]{1,62}\b").ok());

fn check(ctx: &mut Ctx<'_>, document: &Document<'_>) {
    if !is_public(document.postmortem) {
        return;
    }
    let patterns = &ctx.scope.settings.privacy.internal_hosts;
    let found = places(document, |text| hosts(text, patterns));
    if let Some(report) = report_places(ctx, document, &found, Level::Error, "the internal host") {
        report.help("what is it, to somebody outside? \"the orders database\" says more than its name");
    }
}

fn hosts(text: &str, patterns: &[String]) -> Vec<Range<usize>> {
    let Some(host) = HOST.as_ref() else { return Vec::new() };
    host.find_iter(text).filter(|found| is_internal_host(found.as_str(), patterns)).map(|found| found.range()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let patterns = ["*.prod.shop-cloud.net".to_owned()];
        let found: Vec<&str> = hosts(text, &patterns).into_iter().map(|range| &text[range]).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn hosts_of_the_inside() {
        check("db-1.checkout.internal and PRINTER.LAN", &["db-1.checkout.internal", "PRINTER.LAN"]);
        check("http://pool.orders.svc.cluster.local:80/x", &["pool.orders.svc.cluster.local"]);
        check("pg-1.prod.shop-cloud.net, shop-cloud.net", &["pg-1.prod.shop-cloud.net"]);
    }

    #[test]
    fn names_of_the_outside() {
        check("shop.example, example.org, a.local.example", &[]);
        check("an internal host, settings.local, .local", &["settings.local"]);
    }
}
