//! The texts of an archive, in memory and in a fixed order.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;

use jiff::civil::Date;
use rayon::prelude::*;

use super::LineIndex;

/// A path inside the archive: relative, `/` between its parts, never `.` or `..`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct RelPath(Arc<str>);

impl RelPath {
    /// Normalises: backslashes become `/`, `.` parts go, `..` takes the part before it away.
    /// A path that leads out of the archive is none.
    pub fn new(path: &str) -> Option<Self> {
        let is_normal = !path.contains('\\') && path.split('/').all(|part| !matches!(part, "" | "." | ".."));
        if is_normal {
            return Some(Self(path.into()));
        }
        let mut parts: Vec<&str> = Vec::new();
        for part in path.split(['/', '\\']) {
            match part {
                "" | "." => {}
                ".." => {
                    parts.pop()?;
                }
                part => parts.push(part),
            }
        }
        Some(Self(parts.join("/").into()))
    }

    /// The path as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The last part.
    pub fn file_name(&self) -> &str {
        self.0.rsplit('/').next().unwrap_or_default()
    }

    /// The last part without its extensions (`.html.md.erb` and the like go as a whole).
    pub fn stem(&self) -> &str {
        let name = self.file_name();
        let mut stem = name;
        while let Some((before, extension)) = stem.rsplit_once('.') {
            let known = ["md", "markdown", "mdx", "qmd", "txt", "html", "erb", "mdown", "mkd"];
            if before.is_empty() || !known.contains(&extension.to_ascii_lowercase().as_str()) {
                break;
            }
            stem = before;
        }
        stem
    }

    /// The folder that holds it; empty for a file at the top.
    pub fn parent(&self) -> &str {
        self.0.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    /// The path of a file named relative to this file's folder.
    pub fn sibling(&self, relative: &str) -> Option<Self> {
        Self::new(&format!("{}/{relative}", self.parent()))
    }
}

impl fmt::Display for RelPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The index of a source in its [`SourceSet`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct SourceId(pub u32);

/// What a source is taken for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Role {
    /// It is read as a postmortem.
    Postmortem,
    /// It is left out, and said so.
    Skipped(SkipReason),
    /// It is the configuration: only findings about it point here.
    Config,
}

/// Why a file with a Markdown name is not read as a postmortem.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SkipReason {
    /// Not UTF-8: the number of bytes that are, before the first that is not. The source's text holds them.
    InvalidUtf8 {
        /// Bytes.
        valid_up_to: usize,
    },
    /// Larger than the limit, both in bytes. The source's text is empty.
    TooLarge {
        /// The file's size.
        bytes: u64,
        /// The configured limit.
        limit: u64,
    },
    /// It has no text, or only white space.
    Empty,
    /// A symbolic link that leads out of the archive, in a circle or nowhere: not followed. The source's text is
    /// empty; its path may be a folder's.
    Link,
    /// A README, a template or an index page: what it was recognised as.
    NotAPostmortem(Stray),
}

/// What Markdown that is no postmortem usually is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stray {
    /// README, CONTRIBUTING, CHANGELOG, LICENSE and the like.
    Readme,
    /// A template to be copied.
    Template,
    /// An index or list of other documents.
    Index,
}

/// One text of the archive.
#[derive(Debug, Clone)]
pub struct Source {
    /// Its index in the set.
    pub id: SourceId,
    /// Where it was found.
    pub path: RelPath,
    /// Its bytes as text, a byte order mark included, so that offsets are those of the file.
    pub text: Arc<str>,
    /// The hash of its text.
    pub hash: blake3::Hash,
    /// Whether it is read.
    pub role: Role,
    /// The day it was first committed, where that was asked for.
    pub committed: Option<Date>,
}

impl Source {
    /// A source that has no place among others yet.
    fn new(path: RelPath, text: Arc<str>, role: Role) -> Self {
        let hash = blake3::hash(text.as_bytes());
        Self { id: SourceId(0), path, text, hash, role, committed: None }
    }

    /// Scans the text for its lines.
    pub fn line_index(&self) -> LineIndex {
        LineIndex::new(&self.text)
    }
}

/// A file with its text, or with the reason why it has none.
pub(super) type Found = (RelPath, Arc<str>, Option<SkipReason>);

/// All sources of an archive, sorted by path, and the names of the other files beside them.
#[derive(Debug, Clone, Default)]
pub struct SourceSet {
    sources: Vec<Source>,
    /// Files that are not Markdown: what links and images may point at.
    pub files: BTreeSet<RelPath>,
}

impl SourceSet {
    /// Puts sources in order and numbers them.
    pub fn new(found: Vec<(RelPath, Arc<str>, Role)>, files: BTreeSet<RelPath>) -> Self {
        let sources = found.into_par_iter().map(|(path, text, role)| Source::new(path, text, role)).collect();
        Self { sources, files }.in_order()
    }

    fn in_order(mut self) -> Self {
        self.sources.sort_by(|a, b| a.path.cmp(&b.path));
        for (source, id) in self.sources.iter_mut().zip(0..) {
            source.id = SourceId(id);
        }
        self
    }

    /// A set of postmortems from paths and texts, as a test or an embedding program has them.
    /// Paths that lead out of the archive are left out.
    pub fn from_files<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let found = files.into_iter().filter_map(|(path, text)| Some((RelPath::new(path)?, Arc::from(text), None)));
        Self::classified(found, BTreeSet::new())
    }

    /// A set of what was found: each file with its text, or with the reason why it has none. The texts are looked
    /// at to tell postmortems from the rest.
    pub fn classified(found: impl IntoIterator<Item = Found>, files: BTreeSet<RelPath>) -> Self {
        let found: Vec<_> = found.into_iter().collect();
        let texts: Vec<(&RelPath, &str)> =
            found.iter().filter(|(.., fault)| fault.is_none()).map(|(path, text, _)| (path, &**text)).collect();
        let mut roles = super::stray::roles(&texts).into_iter();
        let found = found
            .into_iter()
            .map(|(path, text, fault)| {
                let role = fault.map_or_else(|| roles.next().unwrap_or(Role::Postmortem), Role::Skipped);
                (path, text, role)
            })
            .collect();
        Self::new(found, files)
    }

    /// The same set with the days on which documents were first committed.
    #[must_use]
    pub fn with_days(mut self, days: &BTreeMap<RelPath, Date>) -> Self {
        for source in &mut self.sources {
            source.committed = days.get(&source.path).copied();
        }
        self
    }

    /// The same set with the configuration in it, so that findings can point at a place there.
    #[must_use]
    pub fn with_config(mut self, path: RelPath, text: &str) -> Self {
        self.sources.push(Source::new(path, Arc::from(text), Role::Config));
        self.in_order()
    }

    /// The same set with other texts in some places. Paths, ids and roles stay.
    #[must_use]
    pub fn with_texts(&self, texts: &BTreeMap<SourceId, Arc<str>>) -> Self {
        let mut set = self.clone();
        for source in &mut set.sources {
            if let Some(text) = texts.get(&source.id) {
                source.text = Arc::clone(text);
                source.hash = blake3::hash(text.as_bytes());
            }
        }
        set
    }

    /// All sources, by path.
    pub fn iter(&self) -> std::slice::Iter<'_, Source> {
        self.sources.iter()
    }

    /// The source with this id.
    ///
    /// # Panics
    /// When the id is of another set.
    pub fn get(&self, id: SourceId) -> &Source {
        &self.sources[id.0 as usize]
    }

    /// Whether a source has this path, or lies below a folder of this path.
    pub fn has_source_or_folder(&self, path: &RelPath) -> bool {
        let folder = format!("{path}/");
        let below = |candidate: Option<&RelPath>| candidate.is_some_and(|found| found.as_str().starts_with(&folder));
        let start = RelPath(folder.as_str().into());
        let at = self.sources.partition_point(|source| source.path < start);
        path.as_str().is_empty()
            || self.by_path(path).is_some()
            || below(self.sources.get(at).map(|source| &source.path))
            || below(self.files.range(start..).next())
    }

    /// The source at this path.
    pub fn by_path(&self, path: &RelPath) -> Option<&Source> {
        self.sources.binary_search_by(|source| source.path.cmp(path)).ok().map(|i| &self.sources[i])
    }

    /// The number of sources.
    pub fn len(&self) -> usize {
        self.sources.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.sources.is_empty()
    }
}

impl<'a> IntoIterator for &'a SourceSet {
    type Item = &'a Source;
    type IntoIter = std::slice::Iter<'a, Source>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
