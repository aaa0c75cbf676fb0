//! Where things are: paths, sources, spans, and the way from an offset to a line and a column.
//!
//! Everything here is in memory and pure; [`fs`] is the edge that walks a folder and reads it.
//! It knows nothing about Markdown or postmortems.

mod diff;
pub mod fs;
mod globs;
pub mod history;
mod line_index;
mod similar;
mod source;
mod span;
mod steering;
mod stray;

pub use diff::unified_diff;
pub use globs::{BadGlob, Globs};
pub use line_index::{LineIndex, Position};
pub use similar::{closest, is_slip};
pub use source::{RelPath, Role, SkipReason, Source, SourceId, SourceSet, Stray};
pub use span::{Span, Spanned};
pub use steering::{closing, neutral, one_line, to_json, write_json};
pub(crate) use stray::is_stray;
