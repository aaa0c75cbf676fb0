//! Hashes of what an index, a site and a page are made from, so that what was made from the same is not made again.

use super::Report;
use crate::config::Settings;
use crate::pages::{Keys, Site};
use crate::parse::Hints;
#[cfg(feature = "search")]
use crate::search;
use crate::text::{Source, SourceSet};
use crate::theme::Theme;

/// A hash of everything but the documents that an index is made from: settings, and this version of the program.
#[cfg(feature = "search")]
pub fn index_basis(settings: &Settings) -> blake3::Hash {
    let Settings { archive, parse, catalog, .. } = settings;
    // The debug form has every field, those that are added later included, and is the same within a version.
    let basis = format!("{} {} {archive:?} {parse:?} {catalog:?}", env!("CARGO_PKG_VERSION"), search::FORMAT);
    blake3::hash(basis.as_bytes())
}

/// A hash of everything that an index is made from.
#[cfg(feature = "search")]
pub fn index_content(basis: blake3::Hash, sources: &SourceSet) -> String {
    let mut hasher = blake3::Hasher::new();
    hasher.update(basis.as_bytes());
    hash_sources(&mut hasher, sources);
    hasher.finalize().to_hex().to_string()
}

fn hash_sources(hasher: &mut blake3::Hasher, sources: &SourceSet) {
    for Source { id: _, path, text: _, hash, role, committed } in sources {
        hasher.update(format!("{path}\0{role:?}\0{committed:?}\0").as_bytes()).update(hash.as_bytes());
    }
}

/// Hashes of what a site is made from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Basis {
    /// Of everything that it and the findings about its archive are made from, but for the contents of files that are
    /// copied into it.
    pub whole: String,
    /// Of what is neither a document nor known from documents: the program, the settings, the theme.
    pub common: String,
    /// The program, if it is known.
    pub program: Option<String>,
}

/// Hashes what a site is made from by a `program`, and what stands `beside` it.
pub fn site_basis(settings: &Settings, sources: &SourceSet, theme: &Theme, program: &str, beside: &str) -> Basis {
    let mut hasher = blake3::Hasher::new();
    let mut part = |bytes: &[u8]| {
        hasher.update(&bytes.len().to_le_bytes()).update(bytes);
    };
    // The debug form has every field, those that are added later included, and is the same within a version.
    part(format!("{} {program} {settings:?} {beside}", env!("CARGO_PKG_VERSION")).as_bytes());
    for layer in theme.layers() {
        part(format!("{} {} {:?}", layer.name, layer.origin, layer.left_out).as_bytes());
        for (name, bytes) in &layer.files {
            part(name.as_bytes());
            part(bytes);
        }
    }
    let common = hasher.finalize().to_hex().to_string();
    let program = (!program.is_empty()).then(|| format!("{} {program}", env!("CARGO_PKG_VERSION")));
    for name in &sources.files {
        hasher.update(&name.as_str().len().to_le_bytes()).update(name.as_str().as_bytes());
    }
    hash_sources(&mut hasher, sources);
    Basis { whole: hasher.finalize().to_hex().to_string(), common, program }
}

/// The keys of pages. `common` is that of the [`Basis`].
pub fn page_keys<'a>(site: Site<'a>, report: &Report, common: &str) -> Keys<'a> {
    let Hints { date_order } = report.hints;
    Keys::new(site, format!("{common} {date_order:?}"))
}
