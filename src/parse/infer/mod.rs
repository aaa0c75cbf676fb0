//! What the front matter does not say, from the clues of the document: metadata blocks, then headings, then
//! the names of file and folder, then the running text. The first clue wins, and every value says where it
//! came from.
//!
//! The entry point is [`fill`]. What the front matter says is never overwritten, and what nothing says stays
//! unknown.

mod labels;

use crate::config::ParseSettings;
use crate::model::{Catalog, Postmortem};
use crate::parse::blocks::Block;
use crate::parse::sections::Outline;
use crate::parse::timeline::Draft;
use crate::text::{Source, Spanned};

pub(crate) use labels::{Label, is_metadata};

/// What the body offers for inference.
#[derive(Debug, Clone, Default)]
pub(crate) struct Clues {
    /// The heading that is the title, as written.
    pub(crate) title: Option<Spanned<String>>,
    /// `Key: value`, in whatever form, in order.
    pub(crate) labels: Vec<Label>,
    /// What each entry of the timeline says of its time.
    pub(crate) drafts: Vec<Draft>,
}

/// Gathers the clues of a body.
pub(crate) fn clues(blocks: &[Block], outline: &Outline, drafts: Vec<Draft>) -> Clues {
    Clues { title: outline.title(), labels: labels::collect(blocks, outline), drafts }
}

/// Fills what is still unknown. Body, timeline and action items are already in `postmortem`; a title with
/// provenance `Default` or `FileName` counts as unknown.
pub(crate) fn fill(
    postmortem: &mut Postmortem,
    clues: &Clues,
    source: &Source,
    settings: &ParseSettings,
    catalog: &Catalog,
) {
    let _ = (postmortem, clues, source, settings, catalog);
}
