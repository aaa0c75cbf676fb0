//! Finding postmortems: a tantivy index of an archive, and queries on it.
//!
//! [`doc::documents`] says what is indexed, [`Index::build`] indexes it, [`Query::parse`] reads what a person
//! types, [`search`] answers. The ranking is ours, over tantivy's postings: `docs/search.md` has it whole. Only
//! [`fs`] touches the disk; nothing here parses a document or renders a page.

pub mod analysis;
mod content;
pub mod doc;
mod evidence;
mod expand;
pub mod export;
mod facets;
pub mod fs;
mod index;
mod json;
pub mod query;
mod results;
pub mod schema;
mod score;
mod similar;
mod snippet;

pub use export::Export;
pub use facets::FacetCounts;
pub use index::{FORMAT, Index, Spellings};
pub use json::{json, similar_json};
pub use query::Query;
pub use results::{Correction, Hit, Results, Suggestion, search};
pub use similar::{Likeness, Similar, SimilarHit, similar};
pub use snippet::Snippet;

#[cfg(test)]
mod tests;
