//! The list of the files that a build wrote.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// The version of the manifest's form.
const VERSION: u32 = 1;

/// A file of the site, as it was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// The first half of its BLAKE3 hash, in hexadecimal.
    pub hash: String,
    /// Its size in bytes.
    pub size: u64,
}

/// The files of a site, by path below its folder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    version: u32,
    /// The files.
    pub files: BTreeMap<String, Entry>,
}

impl Default for Manifest {
    fn default() -> Self {
        Self { version: VERSION, files: BTreeMap::new() }
    }
}

impl Manifest {
    /// Reads a manifest; none when it is damaged, of another version, or lists a path that is not below the folder.
    pub fn parse(text: &[u8]) -> Option<Self> {
        let manifest: Self = serde_json::from_slice(text).ok()?;
        (manifest.version == VERSION && manifest.files.keys().all(|path| is_inside(path))).then_some(manifest)
    }

    /// The manifest as it is stored.
    pub fn to_json(&self) -> Vec<u8> {
        let mut json = serde_json::to_vec(self).unwrap_or_default();
        json.push(b'\n');
        json
    }

    /// The paths of this manifest that `newer` does not have.
    pub(super) fn gone<'a>(&'a self, newer: &'a Self) -> impl Iterator<Item = &'a String> {
        self.files.keys().filter(|path| !newer.files.contains_key(*path))
    }
}

/// Whether a path names a file below the folder, and none of our own books. A manifest may come with a repository
/// that somebody else wrote.
pub(super) fn is_inside(path: &str) -> bool {
    let plain = |part: &str| {
        let mut components = std::path::Path::new(part).components();
        matches!(components.next(), Some(std::path::Component::Normal(_))) && components.next().is_none()
    };
    path.split('/').all(plain) && !path.starts_with(super::fs::BOOKS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_that_lead_out_are_no_manifest() {
        for path in ["../x", "/etc/passwd", "a/../../x", "", "a//b", "./a", ".afterword/manifest.json"] {
            assert!(!is_inside(path), "{path}");
        }
        for path in ["index.html", "a/b c/ä.html", ".nojekyll"] {
            assert!(is_inside(path), "{path}");
        }
        let text = br#"{"version":1,"files":{"../../x":{"hash":"","size":0}}}"#;
        assert_eq!(Manifest::parse(text), None);
    }

    #[test]
    fn a_manifest_reads_what_it_wrote() {
        let mut manifest = Manifest::default();
        manifest.files.insert("a/index.html".to_owned(), Entry { hash: "00ff".to_owned(), size: 3 });
        assert_eq!(Manifest::parse(&manifest.to_json()), Some(manifest));
        assert_eq!(Manifest::parse(b"{"), None);
        assert_eq!(Manifest::parse(br#"{"version":2,"files":{}}"#), None);
    }
}
