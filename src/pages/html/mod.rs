//! A postmortem's Markdown as safe HTML: sanitised, with heading ids, rewritten links, highlighted code.
//!
//! [`body`] renders a whole document, [`inline`] a line of it, both in one pass. What they share between pages
//! (highlighted code, the ids and tickets that become links, the words of the interface) is in the
//! [`Typesetter`], made once. Only [`fs`] looks at the disk, for the sizes of images.

mod code;
mod drawing;
mod escape;
mod footnotes;
pub mod fs;
mod headings;
mod images;
mod links;
mod mentions;
mod raw;
#[cfg(test)]
mod tests;
mod timeline;
mod writer;

use std::collections::{BTreeMap, HashMap};

use crate::archive::{Archive, PmIdx};
use crate::config::Settings;
use crate::error::Error;
use crate::pages::Site;
use crate::pages::views::TimelineView;
use crate::text::RelPath;
use crate::urls::UrlPath;

/// A rendered body.
#[derive(Debug, Clone, Default)]
pub struct BodyHtml {
    /// The whole body without the title's heading. Headings begin at `h2`.
    pub html: String,
    /// The headings, in order, for a table of contents.
    pub toc: Vec<TocEntry>,
    /// Whether it shows the timeline as such, with the time since the start.
    pub timeline: bool,
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

/// What rendering the documents of one archive needs and is made only once.
#[derive(Debug, Default)]
pub struct Typesetter {
    /// Looked up only: many times for each page.
    words: HashMap<String, String>,
    mentions: mentions::Mentions,
    highlighter: code::Highlighter,
    sanitiser: raw::Sanitiser,
    images: BTreeMap<RelPath, (u32, u32)>,
}

impl Typesetter {
    /// Prepares rendering. `words` are the theme's words of the interface, by key.
    ///
    /// # Errors
    /// When a configured ticket pattern is no regular expression.
    pub fn new(archive: &Archive, settings: &Settings, words: BTreeMap<String, String>) -> Result<Self, Error> {
        let mentions = mentions::Mentions::new(archive, settings)?;
        Ok(Self { words: words.into_iter().collect(), mentions, ..Self::default() })
    }

    /// Tells the sizes of images, in pixels.
    #[must_use]
    pub fn with_image_sizes(self, images: BTreeMap<RelPath, (u32, u32)>) -> Self {
        Self { images, ..self }
    }

    /// A word of the interface; the key itself when the theme has none.
    pub fn word<'a>(&'a self, key: &'a str) -> &'a str {
        self.words.get(key).map_or(key, String::as_str)
    }

    /// The address of a ticket, by the configured patterns; none when the text is more or less than one ticket.
    pub fn ticket(&self, id: &str) -> Option<String> {
        match self.mentions.find(id).as_slice() {
            [(0, end, mentions::Mention::Outside(address))] if *end == id.len() => Some(address.clone()),
            _ => None,
        }
    }

    /// A word with a value in its place, which it calls `{name}`.
    fn phrase(&self, key: &str, name: &str, value: &str) -> String {
        self.word(key).replace(&format!("{{{name}}}"), value)
    }
}

/// A drawing (SVG) without what could act, as the site publishes it.
pub fn drawing(svg: &str) -> String {
    drawing::clean(svg)
}

/// Renders the body of a postmortem for the page at `at`, with the times of `timeline` beside its events.
pub fn body(site: Site<'_>, postmortem: PmIdx, at: &UrlPath, timeline: Option<&TimelineView>) -> BodyHtml {
    writer::body(site, postmortem, at, timeline)
}

/// Renders one line of Markdown (an action item, a timeline entry) as inline HTML for the page at `at`.
pub fn inline(site: Site<'_>, postmortem: PmIdx, markdown: &str, at: &UrlPath) -> String {
    writer::inline(site, postmortem, markdown, at)
}

/// Where the links of a postmortem lead, seen from the page at `at`, with the sizes of images: all that its body takes
/// from the archive, but for the names that become links by themselves.
pub(in crate::pages) fn goals(site: Site<'_>, postmortem: PmIdx, at: &UrlPath) -> Vec<String> {
    let pixels = |goal: &links::Goal<'_>| match goal {
        links::Goal::File(_, path) => site.typesetter.images.get(*path).copied(),
        _ => None,
    };
    let links = links::Links { site, postmortem, at };
    links.goals().map(|goal| format!("{goal:?} {:?}", pixels(&goal))).collect()
}
