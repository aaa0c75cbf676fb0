//! What the front matter does not say, from the clues of the document: metadata blocks, then headings, then
//! the names of file and folder, then the running text. The first clue wins, and every value says where it
//! came from.
//!
//! [`clues`] gathers while the body is read, [`fill()`] concludes. What the front matter says is never
//! overwritten, and what nothing says stays unknown.

mod fill;
mod keys;
mod labels;
mod names;
mod told;
mod values;

use crate::model::Timeline;
use crate::parse::blocks::Block;
use crate::parse::sections::Outline;
use crate::parse::timeline::Draft;
use crate::text::Spanned;

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
}

/// Gathers the clues of a body.
pub(crate) fn clues(blocks: &[Block], outline: &Outline, timeline: &Timeline, drafts: Vec<Draft>) -> Clues {
    let labels = labels::collect(blocks, outline);
    let told = told::collect(blocks, outline, timeline);
    Clues { title: outline.title(), labels, drafts, told }
}

#[cfg(test)]
mod tests;
