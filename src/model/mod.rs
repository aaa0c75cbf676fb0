//! The domain: what a postmortem is, once understood.
//!
//! No HTML, no file system; its serde form is for what a program keeps for itself, and no contract. `None` means "not known, and where that is a fault already reported";
//! nothing here is a guess that does not say so ([`Provenance`]).

mod action_item;
mod body;
mod catalog;
mod ids;
mod known;
mod moment;
mod postmortem;
mod timeline;

pub use action_item::{Accepted, ActionItem, ActionKind, ActionStatus};
pub use body::{Body, CodeBlock, Heading, Link, Section, SectionKind, Target};
pub use catalog::{Catalog, Cause, Family, Service, Severity, TicketPattern, Trigger};
pub use ids::{CauseId, ServiceId, Slug, TriggerId, slugify};
pub use known::{Known, Provenance};
pub use moment::{DateOrder, Moment, Precision};
pub use postmortem::{
    Detection, Extra, Impact, Kind, Milestone, Milestones, NamedLink, Person, Postmortem, Profile, Status, Visibility,
};
pub use timeline::{DayFrom, Timeline, TimelineEntry, TimelineFormat};
