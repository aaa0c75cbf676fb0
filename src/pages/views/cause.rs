//! The taxonomy of causes, a family, a cause.

use serde::Serialize;

use super::{ActionCounts, ActionView, ChartView, Count, EntryView, Link};

/// All families and causes.
#[derive(Debug, Clone, Serialize)]
pub struct CausesView {
    /// The families, in the order of the taxonomy, those that it does not have last.
    pub families: Vec<FamilyView>,
    /// How many causes occur.
    pub occurring: usize,
}

/// A family in the list.
#[derive(Debug, Clone, Serialize)]
pub struct FamilyView {
    /// `change`.
    pub id: String,
    /// As shown.
    pub title: String,
    /// One sentence.
    pub definition: Option<String>,
    /// Its page; none when it does not occur.
    pub href: Option<String>,
    /// The number of postmortems.
    pub count: usize,
    /// Its causes: those that occur by count, then the others by title.
    pub causes: Vec<TaxonomyCause>,
}

/// A cause in the list.
#[derive(Debug, Clone, Serialize)]
pub struct TaxonomyCause {
    /// `change/rollout-strategy`.
    pub id: String,
    /// As shown.
    pub title: String,
    /// One sentence.
    pub definition: Option<String>,
    /// Its page; none when it does not occur.
    pub href: Option<String>,
    /// The number of postmortems.
    pub count: usize,
}

/// The page of a family or a cause.
#[derive(Debug, Clone, Serialize)]
pub struct CauseView {
    /// `change`, `change/rollout-strategy`.
    pub id: String,
    /// As shown.
    pub title: String,
    /// What it means.
    pub definition: Option<String>,
    /// The family of a cause; none for a family, or a cause without one.
    pub family: Option<Link>,
    /// The causes of a family; empty for a cause.
    pub causes: Vec<TaxonomyCause>,
    /// The postmortems, the newest first.
    pub entries: Vec<EntryView>,
    /// Its incidents and near misses over time, one mark each; none when no date is known.
    pub chart: Option<ChartView>,
    /// The services that were hit, the most frequent first.
    pub services: Vec<Count>,
    /// Other causes of the same postmortems, the most frequent first, at most eight.
    pub together: Vec<Count>,
    /// What others did about it: action items of these postmortems, without those that address another cause.
    /// Done ones first, then open ones; cancelled and unknown ones are not listed.
    pub actions: Vec<ActionView>,
    /// The states of these action items.
    pub action_counts: ActionCounts,
}
