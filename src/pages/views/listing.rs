//! Lists: all postmortems, the severities, years and tags, and the two pages that lead elsewhere.

use serde::Serialize;

use super::{EntryView, SeverityView};

/// All postmortems.
#[derive(Debug, Clone, Serialize)]
pub struct PostmortemsView {
    /// By year, the newest first; those without a date are the last group. Withdrawn ones are listed too.
    pub years: Vec<YearGroup>,
    /// The number of postmortems, withdrawn ones left out.
    pub count: usize,
    /// The number of withdrawn ones.
    pub withdrawn: usize,
}

/// The postmortems of a year.
#[derive(Debug, Clone, Serialize)]
pub struct YearGroup {
    /// The year; none for those without a date.
    pub year: Option<i16>,
    /// The page of the year; none for those without a date.
    pub href: Option<String>,
    /// The postmortems, the newest first.
    pub entries: Vec<EntryView>,
}

/// All severities, years or tags.
#[derive(Debug, Clone, Serialize)]
pub struct BrowseView {
    /// `severities`, `years` or `tags`.
    pub dimension: &'static str,
    /// Severities from the gravest, years from the newest, tags by name.
    pub terms: Vec<TermView>,
    /// The number of postmortems that have none.
    pub without: usize,
}

/// A severity, a year or a tag in the list.
#[derive(Debug, Clone, Serialize)]
pub struct TermView {
    /// As shown.
    pub title: String,
    /// Its page.
    pub href: String,
    /// The number of postmortems.
    pub count: usize,
    /// For a severity: the severity.
    pub severity: Option<SeverityView>,
}

/// One severity, year or tag.
#[derive(Debug, Clone, Serialize)]
pub struct ListingView {
    /// `severities`, `years` or `tags`.
    pub dimension: &'static str,
    /// As shown.
    pub title: String,
    /// For a severity: the severity.
    pub severity: Option<SeverityView>,
    /// The postmortems, the newest first.
    pub entries: Vec<EntryView>,
    /// The neighbours in the list: the year after, the graver severity, the tag before.
    pub previous: Option<TermView>,
    /// The year before, the lighter severity, the tag after.
    pub next: Option<TermView>,
}

/// What is shown for an address that is not there. Its links lead from the site's address where that is known,
/// because a server shows this page at any depth.
#[derive(Debug, Clone, Serialize)]
pub struct NotFoundView {
    /// The newest postmortems, at most three.
    pub newest: Vec<EntryView>,
}

/// An old address of a postmortem.
#[derive(Debug, Clone, Serialize)]
pub struct RedirectView {
    /// What it is called.
    pub title: String,
    /// Where it is now.
    pub href: String,
}
