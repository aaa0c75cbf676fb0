//! Which pages the site has, and what each template may see.
//!
//! [`plan()`] is cheap and renders nothing: it lists every file the site will have. [`content`] makes what one of
//! them holds, when it is asked for, so that memory does not grow with the site and `serve` can render on
//! request. Templates see [`views`] only, never the model.

mod digest;
pub mod export;
mod feed;
pub mod html;
mod plan;
mod sitemap;
mod svg;
#[cfg(test)]
mod tests;
pub mod views;
mod words;

use std::collections::BTreeMap;

use crate::archive::{Archive, PmIdx};
use crate::config::Settings;
use crate::model::{CauseId, Kind, ServiceId, TriggerId};
use crate::text::{RelPath, SourceSet};
use crate::urls::UrlPath;

use self::export::ArchiveExport;
use self::views::View;

pub use digest::Digest;
pub use plan::{Collision, Plan, plan};
pub use views::Keys;

/// Everything pages are made of. Borrowed, immutable, shared by all threads.
#[derive(Debug, Clone, Copy)]
pub struct Site<'a> {
    /// The postmortems.
    pub archive: &'a Archive,
    /// Their texts, and the names of the files beside them.
    pub sources: &'a SourceSet,
    /// The configuration.
    pub settings: &'a Settings,
    /// The theme's assets: name (`css/site.css`) to published name (`css/site.3f9a….css`).
    pub assets: &'a BTreeMap<String, String>,
    /// What rendering Markdown shares between pages, and the words of the interface.
    pub typesetter: &'a html::Typesetter,
    /// What is counted over the whole archive, once.
    pub digest: &'a Digest,
}

impl Site<'_> {
    /// Whether it has a search. The files that the search reads are not pages, and in no plan: they are the index.
    pub(crate) fn has_search(&self) -> bool {
        cfg!(feature = "search") && self.settings.search.enabled
    }
}

/// One file the site will have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// Where it stands.
    pub url: UrlPath,
    /// What it is.
    pub kind: PageKind,
}

/// What a file of the site is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum PageKind {
    /// The front page.
    Home,
    /// All postmortems.
    Postmortems,
    /// A postmortem.
    Postmortem(PmIdx),
    /// All services.
    Services,
    /// A service.
    Service(ServiceId),
    /// All families and causes.
    Causes,
    /// A family of causes.
    Family(CauseId),
    /// A cause.
    Cause(CauseId),
    /// All action items.
    Actions,
    /// What the archive tells as a whole.
    Insights,
    /// All severities.
    Severities,
    /// A severity.
    Severity(String),
    /// All years.
    Years,
    /// A year.
    Year(i16),
    /// All triggers.
    Triggers,
    /// A trigger.
    Trigger(TriggerId),
    /// All kinds of postmortems.
    Kinds,
    /// The postmortems of a kind.
    Kind(Kind),
    /// All tags.
    Tags,
    /// A tag, by slug.
    Tag(String),
    /// The search.
    Search,
    /// The dialog in which one searches, as a script: pages load it when it is opened.
    Finder,
    /// What is shown for an address that is not there.
    NotFound,
    /// The feed of the whole archive.
    Feed,
    /// The same as a JSON Feed.
    JsonFeed,
    /// The feed of a service.
    ServiceFeed(ServiceId),
    /// The feed of a cause or family.
    CauseFeed(CauseId),
    /// `sitemap.xml`.
    Sitemap,
    /// `robots.txt`.
    Robots,
    /// `.nojekyll`.
    NoJekyll,
    /// The archive as JSON.
    ArchiveJson,
    /// A service's postmortems as JSON.
    ServiceJson(ServiceId),
    /// A postmortem as JSON.
    PostmortemJson(PmIdx),
    /// An old path of a postmortem.
    Redirect(PmIdx),
    /// A file of the theme, by name.
    Asset(String),
    /// A file of the archive, copied as it is.
    File(RelPath),
}

impl PageKind {
    /// What templates know it by; a kind that no template makes has a name too.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Home => "home",
            Self::Postmortems => "postmortems",
            Self::Postmortem(_) => "postmortem",
            Self::Services => "services",
            Self::Service(_) => "service",
            Self::Causes => "causes",
            Self::Family(_) => "family",
            Self::Cause(_) => "cause",
            Self::Actions => "actions",
            Self::Insights => "insights",
            Self::Severities => "severities",
            Self::Severity(_) => "severity",
            Self::Years => "years",
            Self::Year(_) => "year",
            Self::Triggers => "triggers",
            Self::Trigger(_) => "trigger",
            Self::Kinds => "kinds",
            Self::Kind(_) => "kind",
            Self::Tags => "tags",
            Self::Tag(_) => "tag",
            Self::Search => "search",
            Self::Finder => "finder",
            Self::NotFound => "not-found",
            Self::Feed | Self::ServiceFeed(_) | Self::CauseFeed(_) => "feed",
            Self::Sitemap => "sitemap",
            Self::Robots => "robots",
            Self::NoJekyll => "no-jekyll",
            Self::ArchiveJson | Self::JsonFeed | Self::ServiceJson(_) | Self::PostmortemJson(_) => "json",
            Self::Redirect(_) => "redirect",
            Self::Asset(_) => "asset",
            Self::File(_) => "file",
        }
    }
}

/// What a file of the site holds.
#[derive(Debug)]
pub enum Content<'a> {
    /// A template (`postmortem.html`) and what it sees.
    Template(&'static str, Box<View>),
    /// The same, handed over by a script: [`script`] makes it of the text.
    Script(&'static str, Box<View>),
    /// The text itself.
    Text(String),
    /// The JSON of the whole archive.
    Archive(ArchiveExport<'a>),
    /// A file of the theme, by name.
    Asset(String),
    /// A file of the archive.
    File(RelPath),
}

/// What one file holds.
pub fn content<'a>(site: Site<'a>, page: &Page) -> Content<'a> {
    if let Some((template, view)) = views::view(site, page) {
        let view = Box::new(view);
        return match page.kind {
            PageKind::Finder => Content::Script(template, view),
            _ => Content::Template(template, view),
        };
    }
    Content::Text(match &page.kind {
        PageKind::File(path) => return Content::File(path.clone()),
        PageKind::Asset(name) => return Content::Asset(name.clone()),
        PageKind::Feed => feed::whole(site),
        PageKind::JsonFeed => feed::json(site),
        PageKind::ServiceFeed(id) => feed::service(site, id),
        PageKind::CauseFeed(id) => feed::cause(site, id),
        PageKind::Sitemap => sitemap::sitemap(site),
        PageKind::Robots => sitemap::robots(site),
        PageKind::ArchiveJson => return Content::Archive(export::archive(site)),
        PageKind::ServiceJson(id) => export::to_json(&export::service(site, id)),
        PageKind::PostmortemJson(index) => export::to_json(&export::postmortem(site, *index)),
        _ => String::new(),
    })
}

/// The script that hands over the markup of the search's dialog. A script, so that it also loads from the disk.
pub fn script(markup: &str) -> String {
    // A text always has a JSON form. The two line ends were none in JavaScript of before 2019.
    let json = serde_json::to_string(markup).unwrap_or_default();
    let json = json.replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029");
    format!("afterword.finder = {json};\n")
}
