//! What crawlers read: `sitemap.xml` and `robots.txt`.

use std::fmt::Write as _;

use crate::pages::svg::escape;
use crate::pages::views::is_indexed;
use crate::pages::{PageKind, Site, plan};
use crate::urls;

/// All pages that search engines may list, by URL. Without a `lastmod`: when a document was changed is not known,
/// and what is not known is not said.
pub(super) fn sitemap(site: Site<'_>) -> String {
    let base = site.settings.site.base_url.as_deref().unwrap_or_default();
    let mut xml = String::from(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
    );
    for page in plan(site).pages {
        let listed = match &page.kind {
            PageKind::Postmortem(index) => is_indexed(site.archive.get(*index)),
            PageKind::Home
            | PageKind::Postmortems
            | PageKind::Services
            | PageKind::Service(_)
            | PageKind::Causes
            | PageKind::Family(_)
            | PageKind::Cause(_)
            | PageKind::Actions
            | PageKind::Insights
            | PageKind::Severities
            | PageKind::Severity(_)
            | PageKind::Years
            | PageKind::Year(_)
            | PageKind::Triggers
            | PageKind::Trigger(_)
            | PageKind::Kinds
            | PageKind::Kind(_)
            | PageKind::Tags
            | PageKind::Tag(_) => true,
            _ => false,
        };
        if listed {
            let _ = writeln!(xml, "<url><loc>{}</loc></url>", escape(&page.url.absolute(base)));
        }
    }
    xml.push_str("</urlset>\n");
    xml
}

/// Everybody may read everything; the sitemap is named where the site's address is known.
pub(super) fn robots(site: Site<'_>) -> String {
    let mut text = String::from("User-agent: *\nAllow: /\n");
    if let Some(base) = &site.settings.site.base_url {
        let _ = writeln!(text, "Sitemap: {}", urls::sitemap().absolute(base));
    }
    text
}
