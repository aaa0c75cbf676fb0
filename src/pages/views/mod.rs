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

mod cause;
#[cfg(test)]
mod docs_test;
mod home;
mod listing;
mod parts;
mod postmortem;
mod service;
mod site;

use serde::ser::{Serialize, SerializeMap, Serializer};

pub use cause::{CauseView, CausesView, FamilyView, TaxonomyCause};
pub use home::{HomeStats, HomeView};
pub use listing::{BrowseView, ListingView, NotFoundView, PostmortemsView, RedirectView, TermView, YearGroup};
pub use parts::{
    ActionCounts, ActionView, CauseRef, ChartRow, ChartView, Count, DateView, DurationView, EntryView, Fact, Html,
    Link, MomentView, NumberView, SeverityView, TicketView, TriggerRef,
};
pub use postmortem::{
    ActionsView, GlanceView, ImpactView, InferredView, NeighbourView, PairView, PhaseRow, PhasesView, PostmortemView,
    SeenView, TimelineRow, TimelineView, TocNode,
};
pub use service::{DetectionCount, DurationStats, LuckView, ServiceRow, ServiceView, ServicesView};
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
    Home(HomeView),
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
    /// All severities, years or tags.
    Browse(BrowseView),
    /// One severity, year or tag.
    Listing(ListingView),
    /// An address that is not there.
    NotFound(NotFoundView),
    /// An old address.
    Redirect(RedirectView),
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
            Self::Browse(_) => "browse",
            Self::Listing(_) => "listing",
            Self::NotFound(_) => "not_found",
            Self::Redirect(_) => "redirect",
        }
    }
}

impl Serialize for View {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { site, page, subject } = self;
        let mut map = serializer.serialize_map(Some(3))?;
        map.serialize_entry("site", site)?;
        map.serialize_entry("page", page)?;
        map.serialize_key(subject.name())?;
        match subject {
            Subject::Home(view) => map.serialize_value(view)?,
            Subject::Postmortems(view) => map.serialize_value(view)?,
            Subject::Postmortem(view) => map.serialize_value(view)?,
            Subject::Services(view) => map.serialize_value(view)?,
            Subject::Service(view) => map.serialize_value(view)?,
            Subject::Causes(view) => map.serialize_value(view)?,
            Subject::Cause(view) => map.serialize_value(view)?,
            Subject::Browse(view) => map.serialize_value(view)?,
            Subject::Listing(view) => map.serialize_value(view)?,
            Subject::NotFound(view) => map.serialize_value(view)?,
            Subject::Redirect(view) => map.serialize_value(view)?,
        }
        map.end()
    }
}
