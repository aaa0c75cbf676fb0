//! A postmortem's Markdown as safe HTML: sanitised, with heading ids, rewritten links, highlighted code.

use crate::archive::PmIdx;
use crate::pages::Site;
use crate::urls::UrlPath;

/// A rendered body.
#[derive(Debug, Clone, Default)]
pub struct BodyHtml {
    /// The whole body without the title's heading. Headings begin at `h2`.
    pub html: String,
    /// The headings, in order, for a table of contents.
    pub toc: Vec<TocEntry>,
}

/// A heading of a rendered body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TocEntry {
    /// 2 to 6.
    pub level: u8,
    /// Plain text.
    pub text: String,
    /// The id in the page.
    pub anchor: String,
}

/// Renders the body of a postmortem for the page at `at`.
pub fn body(site: Site<'_>, postmortem: PmIdx, at: &UrlPath) -> BodyHtml {
    let _ = (site, postmortem, at);
    BodyHtml::default()
}

/// Renders one line of Markdown (an action item, a timeline entry) as inline HTML for the page at `at`.
pub fn inline(site: Site<'_>, postmortem: PmIdx, markdown: &str, at: &UrlPath) -> String {
    let _ = (site, postmortem, markdown, at);
    String::new()
}
