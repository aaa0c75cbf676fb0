//! One source in, one postmortem and its findings out. Never fails.
//!
//! The entry point is [`parse`]. What a document does not say stays unknown; what is inferred says from where.
//! Cross-references between documents are not looked at here; that is `archive`.

mod action_items;
mod blocks;
mod body;
pub(crate) mod html;
mod infer;
pub mod markdown;
mod prose;
pub(crate) mod references;
mod sections;
mod time;
mod timeline;

use crate::config::ParseSettings;
use crate::diagnostic::Diagnostic;
use crate::model::{Catalog, Known, Postmortem, Provenance, Slug};
use crate::text::Source;

/// Reads one source. The findings carry the default levels of their codes; `lint` applies the configuration.
pub fn parse(source: &Source, settings: &ParseSettings, catalog: &Catalog) -> (Postmortem, Vec<Diagnostic>) {
    let _ = (settings, catalog);
    let postmortem = Postmortem {
        source: source.id,
        path: source.path.clone(),
        slug: Slug::new(source.path.stem()),
        front_matter: None,
        title: Known::of(source.path.stem().to_owned(), Provenance::FileName),
        id: None,
        date: None,
        status: None,
        kind: None,
        severity: None,
        services: Vec::new(),
        causes: Vec::new(),
        refused_causes: Vec::new(),
        trigger: None,
        detection: None,
        milestones: Default::default(),
        duration: None,
        timezone: None,
        impact: Default::default(),
        owner: None,
        owners: Vec::new(),
        authors: Vec::new(),
        people: Vec::new(),
        tags: Vec::new(),
        related: Vec::new(),
        links: Vec::new(),
        visibility: None,
        aliases: Vec::new(),
        lang: None,
        timeline: Default::default(),
        action_items: Vec::new(),
        body: Default::default(),
    };
    (postmortem, Vec::new())
}
