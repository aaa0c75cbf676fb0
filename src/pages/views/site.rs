//! What every template sees: the library and the page.

use std::collections::BTreeMap;

use serde::Serialize;

use super::make::{Make, clip, family_of};
use super::postmortem::trigger;
use super::{SearchLinks, search};
use crate::model::{Status, Visibility};
use crate::pages::PageKind;
use crate::urls::{self, UrlPath};

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
    /// The main places: `postmortems`, `services`, `causes`, `actions`, `insights`.
    pub nav: Vec<NavItem>,
    /// Further ways in: `severities`, `years`, `triggers`, `kinds`, `tags`.
    pub browse: Vec<NavItem>,
    /// The search; none when the site has no search.
    pub search: Option<SearchLinks>,
    /// How much is in it.
    pub counts: Counts,
    /// The years of its oldest and its newest dated postmortem.
    pub first_year: Option<i16>,
    /// See `first_year`.
    pub last_year: Option<i16>,
    /// The feed of the whole library.
    pub feed: String,
    /// The same as a JSON Feed.
    pub json_feed: String,
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
    /// Action items.
    pub actions: usize,
    /// Severities that occur.
    pub severities: usize,
    /// Years that occur.
    pub years: usize,
    /// Triggers that occur.
    pub triggers: usize,
    /// Kinds of postmortems that occur.
    pub kinds: usize,
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

/// The library, as seen from the page.
pub(super) fn site(make: Make<'_>, kind: &PageKind) -> SiteView {
    let settings = &make.site.settings.site;
    let counts = make.site.digest.counts;
    let place = place_of(kind);
    let item = |key, url: &UrlPath, count| NavItem { key, href: make.href(url), count, current: place == Some(key) };
    let years = make.site.digest.years;
    SiteView {
        title: settings.title.clone(),
        description: settings.description.clone(),
        language: settings.language.clone(),
        base_url: settings.base_url.clone(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        root: make.root(),
        home: make.href(&urls::home()),
        nav: vec![
            item("postmortems", &urls::postmortems(), counts.postmortems),
            item("services", &urls::services(), counts.services),
            item("causes", &urls::causes(), counts.causes),
            item("actions", &urls::actions(), counts.actions),
            item("insights", &urls::insights(), counts.postmortems),
        ],
        browse: vec![
            item("severities", &urls::severities(), counts.severities),
            item("years", &urls::years(), counts.years),
            item("triggers", &urls::triggers(), counts.triggers),
            item("kinds", &urls::kinds(), counts.kinds),
            item("tags", &urls::tags(), counts.tags),
        ],
        search: search::links(make),
        counts,
        first_year: years.map(|(first, _)| first),
        last_year: years.map(|(_, last)| last),
        feed: make.href(&urls::feed(&urls::home())),
        json_feed: make.href(&urls::json_feed()),
        json: make.href(&urls::archive_json()),
        assets: make
            .site
            .assets
            .iter()
            .map(|(name, published)| (name.clone(), make.href(&urls::asset(published))))
            .collect(),
    }
}

/// The page itself.
pub(super) fn page(make: Make<'_>, kind: &PageKind) -> PageView {
    let title = title_of(make, kind);
    let postmortem = match kind {
        PageKind::Postmortem(index) => Some(make.postmortem(*index)),
        _ => None,
    };
    let base_url = make.site.settings.site.base_url.as_deref();
    let canonical = match kind {
        PageKind::NotFound => None,
        PageKind::Redirect(index) => Some(urls::postmortem(make.site.archive.slug(*index))),
        _ => Some(make.at.clone()),
    };
    let language = postmortem.and_then(|postmortem| postmortem.lang.as_ref()).map(|lang| lang.value.clone());
    PageView {
        kind: kind.name(),
        description: description_of(make, kind),
        url: make.at.as_str().to_owned(),
        canonical: canonical.zip(base_url).map(|(url, base)| url.absolute(base)),
        feed: feed_of(make, kind, title.as_deref()),
        json: json_of(make, kind),
        noindex: match kind {
            PageKind::NotFound | PageKind::Search | PageKind::Finder | PageKind::Redirect(_) => true,
            PageKind::Postmortem(index) => !is_indexed(make.postmortem(*index)),
            _ => false,
        },
        language: language.filter(|language| *language != make.site.settings.site.language),
        crumbs: crumbs_of(make, kind),
        title,
    }
}

/// Whether search engines may list a postmortem.
pub(in crate::pages) fn is_indexed(postmortem: &crate::model::Postmortem) -> bool {
    let internal = postmortem.visibility.as_ref().is_some_and(|visibility| visibility.value == Visibility::Internal);
    !internal && postmortem.status_or_default() != Status::Withdrawn
}

/// The item of the navigation that a page is, or lies below.
fn place_of(kind: &PageKind) -> Option<&'static str> {
    match kind {
        PageKind::Postmortems | PageKind::Postmortem(_) => Some("postmortems"),
        PageKind::Services | PageKind::Service(_) => Some("services"),
        PageKind::Causes | PageKind::Family(_) | PageKind::Cause(_) => Some("causes"),
        PageKind::Actions => Some("actions"),
        PageKind::Insights => Some("insights"),
        PageKind::Severities | PageKind::Severity(_) => Some("severities"),
        PageKind::Years | PageKind::Year(_) => Some("years"),
        PageKind::Triggers | PageKind::Trigger(_) => Some("triggers"),
        PageKind::Kinds | PageKind::Kind(_) => Some("kinds"),
        PageKind::Tags | PageKind::Tag(_) => Some("tags"),
        _ => None,
    }
}

fn title_of(make: Make<'_>, kind: &PageKind) -> Option<String> {
    match kind {
        PageKind::Postmortem(index) | PageKind::Redirect(index) => Some(make.postmortem(*index).title.value.clone()),
        PageKind::Service(id) => Some(make.service_title(id)),
        PageKind::Family(id) | PageKind::Cause(id) => Some(make.cause_title(id)),
        PageKind::Severity(name) => Some(make.severity(name).title),
        PageKind::Year(year) => Some(year.to_string()),
        PageKind::Trigger(id) => Some(trigger(make, id).title),
        PageKind::Kind(kind) => Some(make.kind_title(*kind)),
        PageKind::Tag(slug) => Some(make.site.archive.by_tag.get(slug).map_or(slug, |(shown, _)| shown).clone()),
        _ => None,
    }
}

fn description_of(make: Make<'_>, kind: &PageKind) -> Option<String> {
    match kind {
        PageKind::Home => Some(make.site.settings.site.description.clone()).filter(|text| !text.is_empty()),
        PageKind::Postmortem(index) => make.postmortem(*index).body.summary.as_deref().map(|text| clip(text, 160)),
        PageKind::Service(id) => make.site.settings.catalog.services.get(id)?.description.clone(),
        PageKind::Family(id) | PageKind::Cause(id) => make.definition(id),
        PageKind::Severity(name) => make.severity(name).description,
        PageKind::Trigger(id) => trigger(make, id).definition,
        _ => None,
    }
}

fn feed_of(make: Make<'_>, kind: &PageKind, title: Option<&str>) -> FeedLink {
    let site = &make.site.settings.site.title;
    match (kind, title) {
        (PageKind::Service(_) | PageKind::Family(_) | PageKind::Cause(_), Some(title)) => FeedLink {
            title: crate::pages::feed::title(make.words, site, title),
            href: make.href(&urls::feed(make.at)),
        },
        _ => FeedLink { title: site.clone(), href: make.href(&urls::feed(&urls::home())) },
    }
}

fn json_of(make: Make<'_>, kind: &PageKind) -> Option<String> {
    match kind {
        PageKind::Home | PageKind::Postmortems => Some(make.href(&urls::archive_json())),
        PageKind::Service(_) => Some(make.href(&urls::json(make.at))),
        PageKind::Postmortem(_) if make.site.settings.site.json_per_postmortem => Some(make.href(&urls::json(make.at))),
        _ => None,
    }
}

fn crumbs_of(make: Make<'_>, kind: &PageKind) -> Vec<Crumb> {
    let place = |key, url: &UrlPath| Crumb { key: Some(key), title: None, href: make.href(url) };
    let named = |title: String, url: &UrlPath| Crumb { key: None, title: Some(title), href: make.href(url) };
    match kind {
        PageKind::Postmortem(index) => {
            let mut crumbs = vec![place("postmortems", &urls::postmortems())];
            if let Some(date) = &make.postmortem(*index).date {
                crumbs.push(named(date.value.year().to_string(), &urls::year(date.value.year())));
            }
            crumbs
        }
        PageKind::Service(_) => vec![place("services", &urls::services())],
        PageKind::Family(_) => vec![place("causes", &urls::causes())],
        PageKind::Cause(id) => {
            let family = family_of(id).filter(|family| make.occurs(family));
            let family = family.map(|family| named(make.cause_title(&family), &urls::cause(&family)));
            std::iter::once(place("causes", &urls::causes())).chain(family).collect()
        }
        PageKind::Severity(_) => vec![place("severities", &urls::severities())],
        PageKind::Year(_) => vec![place("years", &urls::years())],
        PageKind::Trigger(_) => vec![place("triggers", &urls::triggers())],
        PageKind::Kind(_) => vec![place("kinds", &urls::kinds())],
        PageKind::Tag(_) => vec![place("tags", &urls::tags())],
        _ => Vec::new(),
    }
}
