//! The change that is being made: written down before its first step, so that the next build can finish it.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::Manifest;
use super::manifest::is_inside;

/// The way from one site to the next. What is new or changed is all that is staged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Journal {
    /// What the site will be.
    pub(super) manifest: Manifest,
    /// Files that go.
    pub(super) deletes: Vec<String>,
}

impl Journal {
    /// Reads a journal; none when it is damaged or names a path that is not below the folder.
    pub(super) fn parse(text: &[u8]) -> Option<Self> {
        let journal: Self = serde_json::from_slice(text).ok()?;
        let manifest = Manifest::parse(&journal.manifest.to_json())?;
        let inside = journal.deletes.iter().all(|path| is_inside(path));
        (inside && manifest == journal.manifest).then_some(journal)
    }

    pub(super) fn to_json(&self) -> Vec<u8> {
        serde_json::to_vec(self).unwrap_or_default()
    }

    /// The deletions that make room: a file where a folder will be, or below what will be a file. They come before
    /// what is staged moves over, all others after.
    pub(super) fn making_room(&self) -> BTreeSet<&str> {
        let files = &self.manifest.files;
        self.deletes
            .iter()
            .map(String::as_str)
            .filter(|path| {
                let below = format!("{path}/");
                let becomes_folder =
                    files.range(below.clone()..).next().is_some_and(|(next, _)| next.starts_with(&below));
                becomes_folder || folders_of(path).any(|folder| files.contains_key(folder))
            })
            .collect()
    }
}

/// The folders above a path, the nearest first.
pub(super) fn folders_of(path: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(path.rsplit_once('/'), |(folder, _)| folder.rsplit_once('/')).map(|(folder, _)| folder)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::Entry;

    #[test]
    fn deletions_that_make_room_come_first() {
        let mut manifest = Manifest::default();
        for path in ["a/index.html", "b", "c/d/e"] {
            manifest.files.insert(path.to_owned(), Entry { hash: String::new(), size: 0 });
        }
        let deletes = ["a", "b/index.html", "c/d.html", "c/d", "x"].map(str::to_owned).to_vec();
        let journal = Journal { manifest, deletes };
        assert_eq!(journal.making_room().into_iter().collect::<Vec<_>>(), ["a", "b/index.html", "c/d"]);
    }

    #[test]
    fn folders_are_named_from_the_nearest() {
        assert_eq!(folders_of("a/b/c.html").collect::<Vec<_>>(), ["a/b", "a"]);
        assert_eq!(folders_of("c.html").count(), 0);
    }
}
