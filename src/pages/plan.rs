//! Every file the site will have. Renders nothing.

use std::collections::{BTreeMap, BTreeSet};

use crate::archive::{Archive, Resolved};
use crate::pages::{Page, PageKind, Site};
use crate::urls::{self, UrlPath};

/// All files of a site.
#[derive(Debug, Clone, Default)]
pub struct Plan {
    /// Sorted by URL. No two stand on one path, nor on paths that differ in case alone, and none is a folder
    /// that another needs as a file.
    pub pages: Vec<Page>,
    /// Pages that were left out because their place was taken.
    pub collisions: Vec<Collision>,
}

/// Two pages for one place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Collision {
    /// The page that has the place.
    pub kept: Page,
    /// The page that was left out.
    pub dropped: Page,
}

impl Collision {
    /// Says it in a phrase, with the documents' paths.
    pub fn message(&self, archive: &Archive) -> String {
        let what = |page: &Page| match &page.kind {
            PageKind::Postmortem(index) => format!("the page of `{}`", archive.get(*index).path),
            PageKind::Redirect(index) => format!("an alias of `{}`", archive.get(*index).path),
            PageKind::File(path) => format!("the file `{path}`"),
            PageKind::Asset(name) => format!("the asset `{name}` of the theme"),
            _ => format!("the page `/{}`", page.url),
        };
        format!("`/{}` is taken by {}; {} is left out", self.dropped.url, what(&self.kept), what(&self.dropped))
    }
}

/// All files of the site: pages first, then what leads to them, then what is copied, so that a page never yields
/// to an alias.
pub fn plan(site: Site<'_>) -> Plan {
    let mut plan = Planner::default();
    fixed_pages(site, &mut plan);
    for (index, _) in site.archive.iter() {
        let url = urls::postmortem(site.archive.slug(index));
        if site.settings.site.json_per_postmortem {
            plan.add(urls::json(&url), PageKind::PostmortemJson(index));
        }
        plan.add(url, PageKind::Postmortem(index));
    }
    browse_pages(site, &mut plan);
    for (name, published) in site.assets {
        plan.add(urls::asset(published), PageKind::Asset(name.clone()));
    }
    let files: BTreeSet<_> = site
        .archive
        .links
        .iter()
        .flatten()
        .filter_map(|link| match link {
            Resolved::File(path) => urls::may_publish(path).then_some(path),
            _ => None,
        })
        .collect();
    for path in files.into_iter().filter(|path| site.sources.files.contains(*path)) {
        plan.add(urls::file(path), PageKind::File(path.clone()));
    }
    for (index, postmortem) in site.archive.iter() {
        let own = urls::postmortem(site.archive.slug(index));
        let aliases: BTreeSet<_> = postmortem.aliases.iter().filter_map(|alias| urls::alias(&alias.value)).collect();
        for url in aliases.into_iter().filter(|url| *url != own) {
            plan.add(url, PageKind::Redirect(index));
        }
    }
    plan.finish()
}

/// What every site has.
fn fixed_pages(site: Site<'_>, plan: &mut Planner) {
    plan.add(urls::home(), PageKind::Home);
    plan.add(urls::postmortems(), PageKind::Postmortems);
    plan.add(urls::services(), PageKind::Services);
    plan.add(urls::causes(), PageKind::Causes);
    plan.add(urls::actions(), PageKind::Actions);
    plan.add(urls::insights(), PageKind::Insights);
    plan.add(urls::severities(), PageKind::Severities);
    plan.add(urls::years(), PageKind::Years);
    plan.add(urls::triggers(), PageKind::Triggers);
    plan.add(urls::kinds(), PageKind::Kinds);
    plan.add(urls::tags(), PageKind::Tags);
    plan.add(urls::not_found(), PageKind::NotFound);
    plan.add(urls::feed(&urls::home()), PageKind::Feed);
    plan.add(urls::json_feed(), PageKind::JsonFeed);
    plan.add(urls::robots(), PageKind::Robots);
    plan.add(urls::no_jekyll(), PageKind::NoJekyll);
    plan.add(urls::archive_json(), PageKind::ArchiveJson);
    if site.has_search() {
        // Before the search's page, which keeps all other pages from its folder.
        plan.add(urls::finder(), PageKind::Finder);
        plan.add(urls::search(), PageKind::Search);
    }
    if site.settings.site.base_url.is_some() {
        plan.add(urls::sitemap(), PageKind::Sitemap);
    }
}

/// One page for each service, family, cause, severity, year, trigger, kind and tag.
fn browse_pages(site: Site<'_>, plan: &mut Planner) {
    let archive = site.archive;
    for id in archive.by_service.keys() {
        let url = urls::service(id);
        plan.add(urls::feed(&url), PageKind::ServiceFeed(id.clone()));
        plan.add(urls::json(&url), PageKind::ServiceJson(id.clone()));
        plan.add(url, PageKind::Service(id.clone()));
    }
    for id in archive.by_family.keys() {
        let url = urls::cause(id);
        plan.add(urls::feed(&url), PageKind::CauseFeed(id.clone()));
        plan.add(url, PageKind::Family(id.clone()));
    }
    // A document may name a family alone: that is on the family's page.
    for id in archive.by_cause.keys().filter(|id| !archive.by_family.contains_key(*id)) {
        let url = urls::cause(id);
        plan.add(urls::feed(&url), PageKind::CauseFeed(id.clone()));
        plan.add(url, PageKind::Cause(id.clone()));
    }
    for name in archive.by_severity.keys() {
        plan.add(urls::severity(name), PageKind::Severity(name.clone()));
    }
    for year in archive.by_year.keys() {
        plan.add(urls::year(*year), PageKind::Year(*year));
    }
    for id in archive.by_trigger.keys() {
        plan.add(urls::trigger(id), PageKind::Trigger(id.clone()));
    }
    let kinds: BTreeSet<_> = archive.iter().map(|(_, postmortem)| postmortem.kind_or_default()).collect();
    for kind in kinds {
        plan.add(urls::kind(kind), PageKind::Kind(kind));
    }
    for slug in archive.by_tag.keys() {
        plan.add(urls::tag(slug), PageKind::Tag(slug.clone()));
    }
}

/// Takes pages in the order of their right to a place.
#[derive(Debug, Default)]
struct Planner {
    pages: Vec<Page>,
    collisions: Vec<Collision>,
    /// Lower-cased paths of files, and of the folders above them, with the page that has them.
    files: BTreeMap<String, usize>,
    folders: BTreeMap<String, usize>,
}

impl Planner {
    fn add(&mut self, url: UrlPath, kind: PageKind) {
        let page = Page { url, kind };
        let file = page.url.file().to_lowercase();
        // The files of the index stand below the search's page.
        let search = self.files.get(&urls::search().file());
        if let Some(kept) = search.and_then(|place| self.pages.get(*place))
            && file.starts_with(urls::search().as_str())
        {
            self.collisions.push(Collision { kept: kept.clone(), dropped: page });
            return;
        }
        let folders = || file.match_indices('/').filter_map(|(at, _)| file.get(..at));
        let taken = self.files.get(&file).or_else(|| self.folders.get(&file));
        let taken = taken.or_else(|| folders().find_map(|folder| self.files.get(folder)));
        if let Some(kept) = taken.and_then(|place| self.pages.get(*place)) {
            self.collisions.push(Collision { kept: kept.clone(), dropped: page });
            return;
        }
        let place = self.pages.len();
        for folder in folders() {
            self.folders.entry(folder.to_owned()).or_insert(place);
        }
        self.files.insert(file, place);
        self.pages.push(page);
    }

    fn finish(mut self) -> Plan {
        self.pages.sort_by(|a, b| a.url.cmp(&b.url));
        Plan { pages: self.pages, collisions: self.collisions }
    }
}
