//! What every template sees: the library and the page.

use std::collections::BTreeMap;

use serde::Serialize;

/// The library, as seen from one page.
#[derive(Debug, Clone, Serialize)]
pub struct SiteView {
    /// Its name.
    pub title: String,
    /// A sentence or two; empty when none is given.
    pub description: String,
    /// A BCP 47 tag.
    pub language: String,
    /// Where it is published, with a slash at its end.
    pub base_url: Option<String>,
    /// The version of Afterword that made it.
    pub version: String,
    /// From the page to the site's root: empty, `../`, `../../`. What a link that no view has begins with.
    pub root: String,
    /// The front page.
    pub home: String,
    /// The main places: `postmortems`, `services`, `causes`.
    pub nav: Vec<NavItem>,
    /// Further ways in: `severities`, `years`, `tags`.
    pub browse: Vec<NavItem>,
    /// How much is in it.
    pub counts: Counts,
    /// The years of its oldest and its newest dated postmortem.
    pub first_year: Option<i16>,
    /// See `first_year`.
    pub last_year: Option<i16>,
    /// The feed of the whole library.
    pub feed: String,
    /// The whole library as JSON.
    pub json: String,
    /// The theme's assets: name (`css/site.css`) to link. Function `asset()` reads it.
    pub assets: BTreeMap<String, String>,
}

/// A place in the navigation. Its name is a string of the theme, by `key`.
#[derive(Debug, Clone, Serialize)]
pub struct NavItem {
    /// `postmortems`, `services`, …
    pub key: &'static str,
    /// The page.
    pub href: String,
    /// How many things it lists.
    pub count: usize,
    /// Whether the page is this place or lies below it.
    pub current: bool,
}

/// How much is in the library. Withdrawn postmortems do not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Counts {
    /// Postmortems.
    pub postmortems: usize,
    /// Services with a page.
    pub services: usize,
    /// Causes that occur.
    pub causes: usize,
    /// Severities that occur.
    pub severities: usize,
    /// Years that occur.
    pub years: usize,
    /// Tags that occur.
    pub tags: usize,
}

/// The page.
#[derive(Debug, Clone, Serialize)]
pub struct PageView {
    /// `home`, `postmortem`, `service`, … as the page kinds are named in the documentation.
    pub kind: &'static str,
    /// Its name, without the name of the site; none where a string of the theme names it.
    pub title: Option<String>,
    /// A sentence for search engines and previews.
    pub description: Option<String>,
    /// Its path in the site: `postmortems/x/`; empty for the front page.
    pub url: String,
    /// Its whole address, where the site's is known.
    pub canonical: Option<String>,
    /// Its own feed; the whole library's on pages without one.
    pub feed: FeedLink,
    /// The same as JSON.
    pub json: Option<String>,
    /// Whether search engines are asked to leave it out.
    pub noindex: bool,
    /// The language of its text where it is another than the site's.
    pub language: Option<String>,
    /// The pages above it.
    pub crumbs: Vec<Crumb>,
}

/// A feed to subscribe to.
#[derive(Debug, Clone, Serialize)]
pub struct FeedLink {
    /// What it is called.
    pub title: String,
    /// Where it is.
    pub href: String,
}

/// A page above this one.
#[derive(Debug, Clone, Serialize)]
pub struct Crumb {
    /// The string of the theme that names it; none when `title` does.
    pub key: Option<&'static str>,
    /// Its name; none when `key` names it.
    pub title: Option<String>,
    /// The page.
    pub href: String,
}
