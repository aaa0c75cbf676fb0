//! PV002.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::{is_public, places, report_places};
use crate::diagnostic::Level;
use crate::lint::Document;
use crate::lint::rule::{Check, Ctx, declare_rule};

declare_rule! {
    /// ## What it does
    /// Reports mail addresses: as an error where `visibility` is `public`, else as an info. Addresses of roles
    /// (`support@`, `security@`), of example domains, and those of `[privacy] public_addresses` are left alone, and so
    /// are the names of `people`, which are never published.
    ///
    /// ## Why is this bad?
    /// It belongs to somebody, who is tied to this incident for as long as the page stands. It is also collected by
    /// those who send mail to everybody.
    ///
    /// ## Example
    /// ```md,expect_diagnostic
    /// ---
    /// title: Checkout returned 500s
    /// visibility: public
    /// ---
    /// Questions go to kim.lee@shop-mail.net.
    /// ```
    ///
    /// Use instead:
    /// ```md
    /// ---
    /// title: Checkout returned 500s
    /// visibility: public
    /// ---
    /// Questions go to support@shop-mail.net.
    /// ```
    static RULE = {
        code: "PV002",
        name: "email-address",
        summary: "the text has a person's mail address",
        level: Level::Error,
        since: "0.1.0",
        check: Check::Postmortem(check),
    }
}

static ADDRESS: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?i-u)\b[a-z0-9][a-z0-9._%+-]{0,63}@(?:[a-z0-9-]{1,63}\.)+[a-z]{2,24}\b").ok());

/// Who answers here is a role.
const ROLES: &[&str] = &[
    "abuse",
    "admin",
    "board",
    "contact",
    "dev",
    "feedback",
    "git",
    "hello",
    "help",
    "hostmaster",
    "info",
    "legal",
    "mail",
    "marketing",
    "media",
    "news",
    "newsletter",
    "noc",
    "noreply",
    "no-reply",
    "office",
    "oncall",
    "on-call",
    "ops",
    "postmaster",
    "press",
    "privacy",
    "root",
    "sales",
    "security",
    "service",
    "sre",
    "status",
    "support",
    "team",
    "webmaster",
];

fn check(ctx: &mut Ctx<'_>, document: &Document<'_>) {
    let allowed = &ctx.scope.settings.privacy.public_addresses;
    let found = places(document, |text| addresses(text, allowed));
    let level = if is_public(document.postmortem) { Level::Error } else { Level::Info };
    if let Some(report) = report_places(ctx, document, &found, level, "the mail address") {
        report.help("is it needed here? a role's address stays right when people change teams");
    }
}

fn addresses(text: &str, allowed: &[String]) -> Vec<Range<usize>> {
    let Some(address) = ADDRESS.as_ref() else { return Vec::new() };
    address
        .find_iter(text)
        .filter(|found| {
            // `scheme://user@host` is how machines are reached.
            let before = text.get(..found.start()).unwrap_or_default();
            let after = text.get(found.end()..).unwrap_or_default();
            let is_of_url = before.ends_with("//")
                || before.ends_with(':') && !before.ends_with("mailto:") && !before.ends_with(": ");
            let is_of_path = after.starts_with([':', '/']) && !after.starts_with(": ");
            !is_of_url && !is_of_path && is_personal(found.as_str(), allowed)
        })
        .map(|found| found.range())
        .collect()
}

fn is_personal(address: &str, allowed: &[String]) -> bool {
    let address = address.to_ascii_lowercase();
    let Some((name, domain)) = address.split_once('@') else { return false };
    let example =
        ["example", "invalid", "test", "localhost", "local", "internal", "png", "svg", "jpg", "js", "json", "md"];
    let last = domain.rsplit('.').next().unwrap_or_default();
    let is_example = example.contains(&last) || domain.starts_with("example.") || domain.contains(".example.");
    let is_role = ROLES.iter().any(|role| {
        name == *role || name.strip_prefix(role).is_some_and(|rest| rest.starts_with(['-', '.', '+', '_']))
    });
    // A list has many readers, and a name that says so.
    let lists = ["-dev", "-team", "-users", "-announce", "-list", "-security", "-sre", "-ops", "-discuss"];
    let is_list = domain == "googlegroups.com" || lists.iter().any(|list| name.ends_with(list));
    let is_allowed = allowed.iter().any(|allowed| {
        let allowed = allowed.to_ascii_lowercase();
        allowed == address || allowed.strip_prefix('@').is_some_and(|allowed| allowed == domain)
    });
    !is_example && !is_role && !is_list && !is_allowed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let allowed = ["kim@shop-mail.net".to_owned(), "@open-mail.net".to_owned()];
        let found: Vec<&str> = addresses(text, &allowed).into_iter().map(|range| &text[range]).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn people() {
        check("ask lee.m@shop-mail.net, please", &["lee.m@shop-mail.net"]);
        check("[Lee](mailto:lee@shop-mail.net)", &["lee@shop-mail.net"]);
        check("<lee@shop-mail.net>: a", &["lee@shop-mail.net"]);
    }

    #[test]
    fn roles_examples_and_machines() {
        check("support@shop-mail.net, security-team@shop-mail.net, no-reply@shop-mail.net", &[]);
        check("lee@example.org, lee@mail.example.com, lee@shop.example", &[]);
        check("checkout-dev@shop-mail.net, dev@shop-mail.net, checkout@googlegroups.com", &[]);
        check("kim@shop-mail.net and anybody@open-mail.net", &[]);
        check("git clone lee@git.shop-mail.net:a/b.git, ssh://lee@host.shop-mail.net", &[]);
        check("left-pad@1.3.0, graph@2x.png, @lee", &[]);
    }
}
