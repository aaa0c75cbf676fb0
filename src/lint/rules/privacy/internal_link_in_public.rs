//! PV007.

use super::{is_internal_host, is_public};
use crate::archive::Resolved;
use crate::diagnostic::Level;
use crate::lint::Document;
use crate::lint::rule::{Check, Ctx, declare_rule};
use crate::model::Target;
use crate::text::Span;

declare_rule! {
    /// ## What it does
    /// Reports links of a document whose `visibility` is `public` to what its readers cannot follow: a postmortem that
    /// is not public, a host of the inside (`[privacy] internal_hosts` and names such as `wiki.corp`), a machine
    /// without a domain.
    ///
    /// ## Why is this bad?
    /// The reader gets nowhere, and the name of a postmortem that was not meant for them tells more than it should.
    ///
    /// ## Example
    /// ```md,expect_diagnostic
    /// ---
    /// title: Checkout returned 500s
    /// visibility: public
    /// ---
    /// The [runbook](https://wiki.corp/checkout) was of help.
    /// ```
    ///
    /// Use instead:
    /// ```md
    /// ---
    /// title: Checkout returned 500s
    /// visibility: public
    /// ---
    /// Our runbook was of help.
    /// ```
    static RULE = {
        code: "PV007",
        name: "internal-link-in-public",
        summary: "a public postmortem links to what its readers cannot follow",
        level: Level::Error,
        since: "0.1.0",
        check: Check::Postmortem(check),
    }
}

fn check(ctx: &mut Ctx<'_>, document: &Document<'_>) {
    let postmortem = document.postmortem;
    if !is_public(postmortem) {
        return;
    }
    let scope = ctx.scope;
    let patterns = &scope.settings.privacy.internal_hosts;
    let inside =
        |url: &str| host(url).filter(|host| !host.contains('.') || is_internal_host(host, patterns)).map(str::to_owned);
    let help = "what would a reader find there? a sentence here may do instead";
    for link in &postmortem.body.links {
        if let Target::External(url) = &link.target
            && let Some(host) = inside(url)
        {
            ctx.report(document.source.id, link.span, format!("a link to `{host}`, which is inside")).help(help);
        }
    }
    for link in &postmortem.links {
        if let Some(host) = inside(&link.url.value) {
            ctx.report(document.source.id, link.url.span, format!("a link to `{host}`, which is inside")).help(help);
        }
    }
    let targets = scope.archive.links.get(document.index.0 as usize).into_iter().flatten();
    let linked: Vec<(Span, _)> = postmortem
        .body
        .links
        .iter()
        .zip(targets)
        .filter_map(|(link, resolved)| match resolved {
            Resolved::Postmortem { postmortem, .. } => Some((link.span, *postmortem)),
            _ => None,
        })
        .collect();
    let related = scope.archive.related_explicit.get(document.index.0 as usize).into_iter().flatten();
    let related = postmortem.related.iter().zip(related).filter_map(|(name, index)| Some((name.span, (*index)?)));
    for (span, index) in linked.into_iter().chain(related) {
        let other = scope.archive.get(index);
        if !is_public(other) {
            ctx.report(document.source.id, span, "a link to a postmortem that is not public")
                .note(format!("`visibility` of {} is not `public`", other.path))
                .help("may it be public too? if not, what of it does the reader need to know here?");
        }
    }
}

/// The host of a web address.
fn host(url: &str) -> Option<&str> {
    let (scheme, rest) = url.split_once("://")?;
    if !matches!(scheme.to_ascii_lowercase().as_str(), "http" | "https") {
        return None;
    }
    let authority = rest.split(['/', '?', '#']).next()?;
    let host = authority.rsplit('@').next()?;
    let host = if host.starts_with('[') { host } else { host.split(':').next()? };
    (!host.is_empty() && !host.starts_with('[')).then_some(host)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_of_addresses() {
        let check = |url: &str, expected: Option<&str>| assert_eq!(host(url), expected);
        check("https://wiki.corp/a?b", Some("wiki.corp"));
        check("http://user@graphs:3000/d", Some("graphs"));
        check("mailto:a@b.example", None);
        check("https://[::1]/x", None);
    }
}
