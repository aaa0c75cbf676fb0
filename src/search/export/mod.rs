//! The index for the browser: postings, lengths, columns and texts in small scripts.
//!
//! [`Export::new`] gathers what is in them; most are made one by one when they are written
//! ([`Export::bytes`]), so that memory grows with the index and not with the site. `docs/search-format.md` is the
//! contract; what is done with the files is the client's.

mod core;
mod encode;
mod gather;
mod lexicon;
mod merge;
mod piece;
mod run;
#[cfg(test)]
mod tests;
mod texts;

use std::collections::BTreeMap;

use gather::Gathered;
use lexicon::Shards;

use crate::archive::Archive;
use crate::cache::{Cache, Emptied, NoCache};
use crate::model::Catalog;

/// The version of the files. A client refuses another.
pub const EXPORT_FORMAT: u32 = 2;

/// The length of the hash in a name.
const NAME: usize = 10;
/// So many files share a folder: large archives have thousands, and file systems and people are slow with long lists.
const FOLDER: usize = 16;

/// All search files of a site.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Export {
    shards: Shards,
    /// The others but texts, by name below the folder of the search (`f/0f3a…/0/7.js`).
    scripts: BTreeMap<String, String>,
    /// The names of groups of texts.
    groups: Vec<String>,
    /// The number of documents.
    documents: usize,
}

impl Export {
    /// Indexes an archive for the browser. What `cache` has of it is not made again; `program` tells this
    /// program from others, which may index otherwise.
    pub fn new(archive: &Archive, catalog: &Catalog, cache: &dyn Cache, program: &str) -> Self {
        // What was there a moment ago may be gone or damaged. Then all is made again, at last without any cache.
        let caches: [&dyn Cache; 3] = [cache, &Emptied::new(cache), &NoCache];
        let export = |cache| Self::of(gather::gather(archive, catalog, cache, program), archive, catalog, cache);
        caches.into_iter().find_map(export).unwrap_or_default()
    }

    /// None when the cache no longer has what was gathered.
    fn of(
        Gathered { runs, columns }: Gathered,
        archive: &Archive,
        catalog: &Catalog,
        cache: &dyn Cache,
    ) -> Option<Self> {
        let mut lexicon = lexicon::write(runs, archive.len(), cache)?;
        let shards = std::mem::take(&mut lexicon.shards);
        let groups = texts::groups(archive, catalog);
        let scripts = core::write(&columns, lexicon, &groups, &core::known(archive, catalog));
        Some(Self { shards, scripts, groups, documents: archive.len() })
    }

    /// The names of all files below the folder of the search, sorted.
    pub fn names(&self) -> Vec<String> {
        let texts = (0..self.documents).filter_map(|doc| texts::name(&self.groups, doc));
        let made = self.shards.names().chain(texts).map(|name| format!("{name}.js"));
        let mut names: Vec<String> = self.scripts.keys().cloned().chain(made).collect();
        names.sort_unstable();
        names
    }

    /// Whether a name has a hash of what the file holds.
    pub fn is_fixed(name: &str) -> bool {
        name != core::FILE
    }

    /// The bytes of a file; none for a name that is not one of [`names`](Self::names). `archive` is the one that
    /// the export was made of.
    pub fn bytes(&self, archive: &Archive, catalog: &Catalog, name: &str) -> Option<Vec<u8>> {
        if let Some(script) = self.scripts.get(name) {
            return Some(script.clone().into_bytes());
        }
        let name = name.strip_suffix(".js")?;
        if let Some(script) = self.shards.script(name) {
            return Some(script.into_bytes());
        }
        let doc = texts::document(&self.groups, name).filter(|doc| *doc < self.documents)?;
        texts::script(archive, catalog, doc, name).map(String::into_bytes)
    }
}
