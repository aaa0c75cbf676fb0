//! What the front matter does not say, from the clues of the document: metadata blocks, then headings, then
//! the names of file and folder, then the running text. The first clue wins, and every value says where it
//! came from.
//!
//! [`clues`] gathers while the body is read, [`fill()`] concludes. What the front matter says is never
//! overwritten, and what nothing says stays unknown.

mod date;
mod fill;
mod keys;
mod labels;
mod language;
mod measured;
mod milestones;
mod names;
mod told;
mod values;

use crate::config::ParseSettings;
use crate::model::{Catalog, Provenance, Timeline};
use crate::parse::Hints;
use crate::parse::blocks::Block;
use crate::parse::front_matter::Dated;
use crate::parse::sections::Outline;
use crate::parse::timeline::Draft;
use crate::text::{Source, Spanned};

pub(crate) use fill::fill;
pub(crate) use labels::{Label, is_metadata};
pub(crate) use told::Told;

/// What the body offers for inference.
#[derive(Debug, Clone, Default)]
pub(crate) struct Clues {
    /// The heading that is the title, as written.
    pub(crate) title: Option<Spanned<String>>,
    /// `Key: value`, in whatever form, in order.
    pub(crate) labels: Vec<Label>,
    /// What each entry of the timeline says of its time.
    pub(crate) drafts: Vec<Draft>,
    /// Days and times in the running text.
    pub(crate) told: Told,
    /// The heading of the first incident, where there are several.
    pub(crate) first: Option<Spanned<String>>,
    /// Where a second incident begins: times from there on are not the first one's.
    pub(crate) second: Option<u32>,
    /// The language of the text, and what shows it.
    pub(crate) language: Option<(&'static str, Provenance)>,
}

/// What besides the body there is to conclude from.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Context<'a> {
    pub(crate) source: &'a Source,
    pub(crate) settings: &'a ParseSettings,
    pub(crate) catalog: &'a Catalog,
    pub(crate) hints: &'a Hints,
    /// Whose day the front matter gives, if it gives one.
    pub(crate) dated: Dated,
}

/// What tells one incident from another in a heading that names one: its day, or its number. A day alone names
/// none.
pub(crate) fn name_of_incident(heading: &str) -> Option<String> {
    names::of_incident(heading)
}

/// Gathers the clues of a body.
pub(crate) fn clues(blocks: &[Block], outline: &Outline, timeline: &Timeline, drafts: Vec<Draft>) -> Clues {
    let labels = labels::collect(blocks, outline);
    let told = told::collect(blocks, outline, timeline);
    let language = language::of(blocks, outline);
    Clues { title: outline.title(), labels, drafts, told, first: None, second: None, language }
}

#[cfg(test)]
mod tests;
