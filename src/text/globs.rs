//! Patterns of paths inside the archive, as the configuration has them.

use std::fmt;

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};

use super::RelPath;

/// Patterns of files and folders. `*` stays inside a folder and `**` does not; a pattern without a slash is for names at
/// any depth; one that matches a folder matches everything below it.
#[derive(Debug, Clone, Default)]
pub struct Globs {
    set: GlobSet,
}

/// A pattern that cannot be understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadGlob {
    /// Which one, from 0.
    pub index: usize,
    /// What is wrong with it, a phrase.
    pub message: String,
}

impl Globs {
    /// Compiles patterns.
    ///
    /// # Errors
    /// At the first that cannot be understood.
    pub fn new(patterns: &[String]) -> Result<Self, BadGlob> {
        let bad = |index: usize, pattern: &str, reason: &dyn fmt::Display| BadGlob {
            index,
            message: format!("`{pattern}` is no glob: {reason}"),
        };
        let mut set = GlobSetBuilder::new();
        for (index, pattern) in patterns.iter().enumerate() {
            let trimmed = pattern.trim_start_matches("./").trim_start_matches('/');
            let trimmed = trimmed.trim_end_matches("/**").trim_end_matches('/');
            let anywhere = if trimmed.contains('/') || pattern.starts_with('/') || trimmed == "**" {
                trimmed.to_owned()
            } else {
                format!("**/{trimmed}")
            };
            let glob = GlobBuilder::new(&anywhere).literal_separator(true).build();
            set.add(glob.map_err(|error| bad(index, pattern, error.kind()))?);
        }
        let set = set.build().map_err(|error| bad(0, patterns.first().map_or("", String::as_str), error.kind()))?;
        Ok(Self { set })
    }

    /// Whether one of them matches the path, or a folder that it lies in.
    pub fn matches(&self, path: &RelPath) -> bool {
        let path = path.as_str();
        let folders = path.match_indices('/').filter_map(|(at, _)| path.get(..at));
        self.set.is_match(path) || folders.into_iter().any(|folder| self.set.is_match(folder))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(pattern: &str, path: &str, expected: bool) {
        let globs = Globs::new(&[pattern.to_owned()]).unwrap();
        assert_eq!(globs.matches(&RelPath::new(path).unwrap()), expected, "{pattern} {path}");
    }

    #[test]
    fn names_match_at_any_depth() {
        check("*.md", "a/b.md", true);
        check("2019", "old/2019/a.md", true);
        check("2019", "old/20190/a.md", false);
    }

    #[test]
    fn paths_match_from_the_top() {
        check("old/*.md", "old/a.md", true);
        check("old/*.md", "old/b/a.md", false);
        check("old/*.md", "x/old/a.md", false);
        check("/old", "old/a.md", true);
        check("/old", "x/old/a.md", false);
    }

    #[test]
    fn folders_match_what_is_in_them() {
        for pattern in ["old", "old/", "old/**", "./old/**", "old/**/*.md"] {
            check(pattern, "old/b/a.md", true);
        }
        check("**", "a.md", true);
        check("old/", "older/a.md", false);
    }

    #[test]
    fn what_is_no_pattern_is_named() {
        let error = Globs::new(&["a".to_owned(), "[".to_owned()]).unwrap_err();
        assert_eq!(error.index, 1);
        assert_eq!(error.message, "`[` is no glob: unclosed character class; missing ']'");
    }
}
