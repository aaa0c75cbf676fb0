//! Where the links of a document lead on the site.
//!
//! What a document's links mean was found out by the archive; here they become relative URLs. Only what resolves to
//! a part of the site, or has a scheme that is known to be harmless, becomes a link at all.

use std::borrow::Cow;

use crate::archive::{Broken, PmIdx, Resolved};
use crate::model::{Link, Target};
use crate::pages::Site;
use crate::parse::references;
use crate::text::RelPath;
use crate::urls::{self, UrlPath};

use super::headings;

/// What is said of a link to another site: that it is one, and that it is not to be told where the reader was.
pub(super) const OUTSIDE: &str = "external noreferrer";

/// Schemes that a browser hands to a program that only shows or sends something.
pub(super) const SCHEMES: &[&str] = &["http", "https", "mailto", "tel", "ftp", "irc", "ircs", "slack", "xmpp"];

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Goal<'a> {
    /// To a place of the site.
    Inside(String),
    /// To a file of the archive that the site has a copy of.
    File(String, &'a RelPath),
    /// To another site.
    Outside(String),
    /// Nowhere: the key of the word that says why.
    Nowhere(&'static str),
}

/// The links of one document, seen from one page.
#[derive(Debug, Clone, Copy)]
pub(super) struct Links<'a> {
    pub(super) site: Site<'a>,
    pub(super) postmortem: PmIdx,
    pub(super) at: &'a UrlPath,
}

/// So many links are looked through for one that a line of Markdown repeats.
const LOOK_THROUGH: usize = 1024;

impl<'a> Links<'a> {
    fn written(&self) -> (&'a [Link], &'a [Resolved]) {
        let archive = self.site.archive;
        let resolved = archive.links.get(self.postmortem.0 as usize).map_or(&[][..], Vec::as_slice);
        (&archive.get(self.postmortem).body.links, resolved)
    }

    /// Where all links lead that the document has, in order.
    pub(super) fn goals(self) -> impl Iterator<Item = Goal<'a>> {
        self.written().1.iter().map(move |resolved| self.inside(resolved))
    }

    /// The links that begin at this byte of the source.
    pub(super) fn link_at(&self, start: u32) -> Option<(&'a Link, &'a Resolved)> {
        let (links, resolved) = self.written();
        let at = links.partition_point(|link| link.span.start < start);
        let link = links.get(at).filter(|link| link.span.start == start)?;
        Some((link, resolved.get(at)?))
    }

    /// Where the link that begins at `start` leads; `target` is what it says, for a text that is not in the body.
    pub(super) fn goal(&self, start: Option<u32>, target: &Target) -> Goal<'a> {
        match target {
            Target::External(url) => return outside(url),
            Target::Anchor(_) | Target::File { .. } | Target::Wiki { .. } => {}
        }
        let known = start.and_then(|start| self.link_at(start)).filter(|(link, _)| link.target == *target);
        let (links, resolved) = self.written();
        let known = known.map(|(_, resolved)| resolved).or_else(|| {
            let same = links.iter().take(LOOK_THROUGH).position(|link| link.target == *target)?;
            resolved.get(same)
        });
        match known {
            Some(known) => self.inside(known),
            None => Goal::Nowhere("html_broken_target"),
        }
    }

    fn inside(&self, resolved: &'a Resolved) -> Goal<'a> {
        match resolved {
            Resolved::Postmortem { postmortem, anchor } => {
                Goal::Inside(self.postmortem(*postmortem, anchor.as_deref()))
            }
            Resolved::Anchor(anchor) => Goal::Inside(self.postmortem(self.postmortem, Some(anchor))),
            Resolved::File(path) if urls::may_publish(path) && self.site.sources.files.contains(path) => {
                Goal::File(urls::file(path).relative_to(self.at), path)
            }
            Resolved::File(_) | Resolved::Unpublished(_) => Goal::Nowhere("html_unpublished"),
            Resolved::External => Goal::Nowhere("html_unsafe"),
            // Without the place in it, the document is still what was meant.
            Resolved::Broken(Broken::Anchor { postmortem, .. }) if *postmortem != self.postmortem => {
                Goal::Inside(self.postmortem(*postmortem, None))
            }
            Resolved::Broken(Broken::Anchor { .. }) => Goal::Nowhere("html_broken_anchor"),
            Resolved::Broken(Broken::Target) => Goal::Nowhere("html_broken_target"),
            Resolved::Broken(Broken::Outside) => Goal::Nowhere("html_broken_outside"),
        }
    }

    /// The link to a postmortem, or to a place in it.
    pub(super) fn postmortem(&self, postmortem: PmIdx, anchor: Option<&str>) -> String {
        let page = urls::postmortem(self.site.archive.slug(postmortem));
        // The title is the page's, and stands at its top.
        let title = headings::shown_title(self.site.archive.get(postmortem)).map(|title| title.anchor.as_str());
        let anchor = anchor.filter(|anchor| title != Some(*anchor));
        let anchor = anchor.map(|anchor| format!("#{}", urls::encode(anchor))).unwrap_or_default();
        if page == *self.at && !anchor.is_empty() { anchor } else { page.relative_to(self.at) + &anchor }
    }
}

/// What a destination in Markdown means.
pub(super) fn target(kind: pulldown_cmark::LinkType, destination: &str) -> Target {
    match kind {
        pulldown_cmark::LinkType::WikiLink { .. } => references::wiki_target(destination),
        pulldown_cmark::LinkType::Email => Target::External(format!("mailto:{destination}")),
        _ => references::target(destination),
    }
}

/// A link to another site, when its scheme is harmless.
pub(super) fn outside(url: &str) -> Goal<'static> {
    let url = as_browsers_read(url);
    if let Some(host) = url.strip_prefix("//") {
        return Goal::Outside(format!("https://{host}"));
    }
    let known =
        url.split_once(':').is_some_and(|(scheme, _)| SCHEMES.iter().any(|known| known.eq_ignore_ascii_case(scheme)));
    if known { Goal::Outside(url.into_owned()) } else { Goal::Nowhere("html_unsafe") }
}

/// Browsers drop line breaks and tabs from a URL, and blanks and control characters around it.
fn as_browsers_read(url: &str) -> Cow<'_, str> {
    let url = url.trim_matches(|c: char| c <= ' ');
    if url.contains(|c: char| c.is_control()) {
        Cow::Owned(url.chars().filter(|c| !c.is_control()).collect())
    } else {
        Cow::Borrowed(url)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(url: &str, expected: Option<&str>) {
        let actual = match outside(url) {
            Goal::Outside(url) => Some(url),
            _ => None,
        };
        assert_eq!(actual.as_deref(), expected);
    }

    #[test]
    fn harmless_schemes_lead_out() {
        check("https://example.org/?a=b", Some("https://example.org/?a=b"));
        check("HTTP://example.org", Some("HTTP://example.org"));
        check("//example.org/x", Some("https://example.org/x"));
        check("mailto:sre@example.org", Some("mailto:sre@example.org"));
        check("slack://channel?id=C1", Some("slack://channel?id=C1"));
    }

    #[test]
    fn other_schemes_do_not() {
        for url in [
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            " javascript:alert(1)",
            "java\nscript:alert(1)",
            "java\tscript:alert(1)",
            "\u{1}javascript:alert(1)",
            "vbscript:x",
            "data:text/html,<script>alert(1)</script>",
            "data:image/svg+xml;base64,AAAA",
            "file:///etc/passwd",
            "blob:https://example.org/x",
            "view-source:https://example.org",
            "no-scheme",
            "",
        ] {
            check(url, None);
        }
    }
}
