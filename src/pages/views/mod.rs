//! What templates see: one struct per page kind. These are public API, documented in `docs/templates.md`.
//!
//! A template gets three variables: `site`, `page`, and one named after its subject (`postmortem`, `service`, …);
//! [`View`] holds them. Every field is always there, `null` when it is not known, so that a template can ask
//! without a guard. Links are relative to the page. Numbers, dates and durations come as text for people and
//! as a value for machines. Values of a closed set (`status`, `state`, `kind`) are words of the front matter;
//! their names in the language of the site are the theme's strings.
//!
//! The structs and what fills them are in one file for each subject; the entry point is `view`. Nothing here
//! reads a clock or a disk, and no view of one postmortem looks at the whole archive: what is counted over all
//! of it comes from the [`Digest`](super::Digest).

mod actions;
mod cause;
mod chart;
mod course;
#[cfg(test)]
pub(super) mod docs_test;
mod home;
mod insights;
mod keys;
mod listing;
mod make;
mod parts;
mod postmortem;
mod search;
mod service;
mod site;

use crate::pages::{Page, PageKind, Site};

use self::make::Make;

use serde::ser::{Serialize, SerializeMap, Serializer};

pub use actions::{ActionFold, ActionGroup, ActionListView, KindCount, LessonView, ListedAction};
pub use cause::{CauseView, CausesView, FamilyView, TaxonomyCause};
pub use home::{HomeStats, HomeView};
pub use insights::{
    FieldCoverage, HeatCell, HeatRow, HeatView, InsightsView, SectionCoverage, SeverityRow, SeverityTable, SpreadView,
    TriggerCount,
};
pub use keys::Keys;
pub use listing::{BrowseView, ListingView, NotFoundView, PostmortemsView, RedirectView, TermView, YearGroup};
pub(super) use make::{cause_title, service_title};
pub use parts::{
    ActionCounts, ActionView, AmountView, CauseRef, ChartRow, ChartView, Count, DateView, DurationView, EntryView,
    Fact, Html, Link, MomentView, PostmortemRef, SeverityView, TicketView, TriggerRef,
};
pub use postmortem::{
    ActionsView, GlanceView, ImpactView, InferredView, PhaseRow, PhasesView, PostmortemView, SeenView, TimelineRow,
    TimelineView, TocNode,
};
pub use search::{SearchLinks, SearchView};
pub use service::{DetectionCount, DurationStats, LuckView, ServiceRow, ServiceView, ServicesView};
pub(super) use site::is_indexed;
pub use site::{Counts, Crumb, FeedLink, NavItem, PageView, SiteView};

/// Everything one template sees.
#[derive(Debug, Clone)]
pub struct View {
    /// The library.
    pub site: SiteView,
    /// The page.
    pub page: PageView,
    /// What the page is about.
    pub subject: Subject,
}

/// What a page is about. The template sees it under the name that [`Subject::name`] gives.
#[derive(Debug, Clone)]
pub enum Subject {
    /// The front page.
    Home(Box<HomeView>),
    /// All postmortems.
    Postmortems(PostmortemsView),
    /// A postmortem.
    Postmortem(Box<PostmortemView>),
    /// All services.
    Services(ServicesView),
    /// A service.
    Service(Box<ServiceView>),
    /// All families and causes.
    Causes(CausesView),
    /// A family of causes, or a cause.
    Cause(Box<CauseView>),
    /// All action items.
    Actions(Box<ActionListView>),
    /// What the archive tells.
    Insights(Box<InsightsView>),
    /// All severities, years or tags.
    Browse(BrowseView),
    /// One severity, year or tag.
    Listing(Box<ListingView>),
    /// The search.
    Search(SearchView),
    /// The search's dialog, which is about nothing.
    Finder,
    /// An address that is not there.
    NotFound(NotFoundView),
    /// An old address.
    Redirect(RedirectView),
}

/// The template of a page and what it sees; none for a file that no template makes.
pub(super) fn view(site: Site<'_>, page: &Page) -> Option<(&'static str, View)> {
    let make = Make::new(site, &page.url, &page.kind);
    let (template, subject) = match &page.kind {
        PageKind::Home => ("home.html", Subject::Home(Box::new(home::view(make)))),
        PageKind::Postmortems => ("postmortems.html", Subject::Postmortems(listing::postmortems(make))),
        PageKind::Postmortem(index) => {
            ("postmortem.html", Subject::Postmortem(Box::new(postmortem::view(make, *index))))
        }
        PageKind::Services => ("services.html", Subject::Services(service::services(make))),
        PageKind::Service(id) => ("service.html", Subject::Service(Box::new(service::service(make, id)))),
        PageKind::Causes => ("causes.html", Subject::Causes(cause::causes(make))),
        PageKind::Family(id) => ("family.html", Subject::Cause(Box::new(cause::cause(make, id)))),
        PageKind::Cause(id) => ("cause.html", Subject::Cause(Box::new(cause::cause(make, id)))),
        PageKind::Actions => ("actions.html", Subject::Actions(Box::new(actions::view(make)))),
        PageKind::Insights => ("insights.html", Subject::Insights(Box::new(insights::view(make)))),
        PageKind::Severities => ("browse.html", Subject::Browse(listing::severities(make))),
        PageKind::Severity(name) => ("listing.html", Subject::Listing(Box::new(listing::severity(make, name)))),
        PageKind::Years => ("browse.html", Subject::Browse(listing::years(make))),
        PageKind::Year(year) => ("listing.html", Subject::Listing(Box::new(listing::year(make, *year)))),
        PageKind::Triggers => ("browse.html", Subject::Browse(listing::triggers(make))),
        PageKind::Trigger(id) => ("listing.html", Subject::Listing(Box::new(listing::trigger(make, id)))),
        PageKind::Kinds => ("browse.html", Subject::Browse(listing::kinds(make))),
        PageKind::Kind(kind) => ("listing.html", Subject::Listing(Box::new(listing::kind(make, *kind)))),
        PageKind::Tags => ("browse.html", Subject::Browse(listing::tags(make))),
        PageKind::Tag(slug) => ("listing.html", Subject::Listing(Box::new(listing::tag(make, slug)))),
        PageKind::Search => ("search.html", Subject::Search(search::view(make))),
        PageKind::Finder => ("partials/finder.html", Subject::Finder),
        PageKind::NotFound => ("404.html", Subject::NotFound(listing::not_found(make))),
        PageKind::Redirect(index) => ("redirect.html", Subject::Redirect(listing::redirect(make, *index))),
        PageKind::Feed
        | PageKind::JsonFeed
        | PageKind::ServiceFeed(_)
        | PageKind::CauseFeed(_)
        | PageKind::Sitemap
        | PageKind::Robots
        | PageKind::NoJekyll
        | PageKind::ArchiveJson
        | PageKind::ServiceJson(_)
        | PageKind::PostmortemJson(_)
        | PageKind::Asset(_)
        | PageKind::File(_) => return None,
    };
    Some((template, View { site: site::site(make, &page.kind), page: site::page(make, &page.kind), subject }))
}

impl Subject {
    /// The variable that a template finds it under.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Home(_) => "home",
            Self::Postmortems(_) => "postmortems",
            Self::Postmortem(_) => "postmortem",
            Self::Services(_) => "services",
            Self::Service(_) => "service",
            Self::Causes(_) => "causes",
            Self::Cause(_) => "cause",
            Self::Actions(_) => "action_list",
            Self::Insights(_) => "insights",
            Self::Browse(_) => "browse",
            Self::Listing(_) => "listing",
            Self::Search(_) => "search",
            Self::Finder => "finder",
            Self::NotFound(_) => "not_found",
            Self::Redirect(_) => "redirect",
        }
    }
}

impl Serialize for View {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { site, page, subject } = self;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("site", site)?;
        map.serialize_entry("page", page)?;
        if !matches!(subject, Subject::Finder) {
            map.serialize_key(subject.name())?;
        }
        match subject {
            Subject::Home(view) => map.serialize_value(view)?,
            Subject::Postmortems(view) => map.serialize_value(view)?,
            Subject::Postmortem(view) => map.serialize_value(view)?,
            Subject::Services(view) => map.serialize_value(view)?,
            Subject::Service(view) => map.serialize_value(view)?,
            Subject::Causes(view) => map.serialize_value(view)?,
            Subject::Cause(view) => map.serialize_value(view)?,
            Subject::Actions(view) => map.serialize_value(view)?,
            Subject::Insights(view) => map.serialize_value(view)?,
            Subject::Browse(view) => map.serialize_value(view)?,
            Subject::Listing(view) => map.serialize_value(view)?,
            Subject::Search(view) => map.serialize_value(view)?,
            Subject::Finder => {}
            Subject::NotFound(view) => map.serialize_value(view)?,
            Subject::Redirect(view) => map.serialize_value(view)?,
        }
        map.end()
    }
}
