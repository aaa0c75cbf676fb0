//! The baseline: findings that an archive has today and lives with, so that only new ones are reported.
//!
//! Written by [`Baseline::of`], read by [`Baseline::parse`], applied by [`Baseline::compare`]. A finding is known again
//! by its path and its [fingerprint](super::fingerprint). A file that has gone is looked for under another name: a
//! document without any entry that shares a finding's text with it, or its file name, takes its entries over. A copy
//! takes none, since the first file is still there. The file is JSON with a line for each finding, sorted, so that
//! a change of it reads well in a review. No text of a document is in it but what the messages quote.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::diagnostic::Diagnostic;
use crate::diagnostic::fingerprint::{Fingerprint, hash_elsewhere};
use crate::text::{RelPath, Role, SourceId, SourceSet, neutral};

/// The version of the file.
const VERSION: u32 = 1;

/// The findings that are known, by path, rule and fingerprint.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Baseline {
    entries: Vec<Entry>,
}

/// A known finding.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// The file, relative to the archive.
    pub path: String,
    /// The code of the rule.
    pub rule: String,
    /// Sixteen hexadecimal digits. Equal findings of a file have as many entries.
    pub fingerprint: String,
    /// What was found: for people who read the file.
    pub message: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[expect(dead_code, reason = "read before all else; here it is only no unknown key")]
    version: u32,
    findings: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(expecting = "a baseline")]
struct Versioned {
    version: u32,
}

/// Why a text is no baseline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// It is not JSON of this form; says where and what.
    Form(String),
    /// It has another version.
    Version(u32),
}

/// What a baseline says of findings.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Comparison {
    /// For each finding, whether it is known.
    pub known: Vec<bool>,
    /// What is known and was not found.
    pub stale: Vec<Entry>,
}

impl Baseline {
    /// Takes all these findings as known; `prints` are their fingerprints.
    pub fn of(diagnostics: &[Diagnostic], prints: &[Fingerprint], sources: &SourceSet) -> Self {
        let entry = |(diagnostic, print): (&Diagnostic, &Fingerprint)| Entry {
            path: sources.get(diagnostic.source).path.to_string(),
            rule: diagnostic.code.code.to_owned(),
            fingerprint: print.hash.clone(),
            message: neutral(&diagnostic.message).into_owned(),
        };
        let mut entries: Vec<Entry> = diagnostics.iter().zip(prints).map(entry).collect();
        entries.sort();
        Self { entries }
    }

    /// The number of known findings.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether nothing is known.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Reads what [`to_json`](Self::to_json) wrote.
    ///
    /// # Errors
    /// When it is of another form or version.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        // The version first: what another one holds is not ours to judge.
        let fault = |error: serde_json::Error| Fault::Form(error.to_string());
        let Versioned { version } = serde_json::from_str(text).map_err(fault)?;
        if version != VERSION {
            return Err(Fault::Version(version));
        }
        let File { findings: entries, .. } = serde_json::from_str(text).map_err(fault)?;
        Ok(Self { entries })
    }

    /// The text of the file: one line for each finding, by path and rule.
    pub fn to_json(&self) -> String {
        let mut json = format!("{{\n  \"version\": {VERSION},\n  \"findings\": [");
        for (i, entry) in self.entries.iter().enumerate() {
            let line = serde_json::to_string(entry).unwrap_or_default();
            json.push_str(if i == 0 { "\n    " } else { ",\n    " });
            json.push_str(&line);
        }
        json.push_str(if self.entries.is_empty() { "]\n}\n" } else { "\n  ]\n}\n" });
        json
    }

    /// Tells known findings from new ones. The findings are all of the archive.
    pub fn compare(&self, diagnostics: &[Diagnostic], prints: &[Fingerprint], sources: &SourceSet) -> Comparison {
        let former = self.former_paths(diagnostics, prints, sources);
        let key = |path: &str, rule: &str, hash: &str| [path, rule, hash].join("\0");
        let mut left: BTreeMap<String, Vec<&Entry>> = BTreeMap::new();
        for entry in &self.entries {
            left.entry(key(&entry.path, &entry.rule, &entry.fingerprint)).or_default().push(entry);
        }
        let mut take = |path: &str, rule: &str, hash: &str| {
            left.get_mut(&key(path, rule, hash)).is_some_and(|entries| entries.pop().is_some())
        };
        let known = diagnostics
            .iter()
            .zip(prints)
            .map(|(diagnostic, print)| {
                let path = sources.get(diagnostic.source).path.as_str();
                let rule = diagnostic.code.code;
                take(path, rule, &print.hash)
                    || former.get(&diagnostic.source).is_some_and(|path| {
                        let hash = hash_elsewhere(diagnostic, print, path);
                        take(path, rule, hash.as_deref().unwrap_or(&print.hash))
                    })
            })
            .collect();
        let mut stale: Vec<Entry> = left.into_values().flatten().cloned().collect();
        stale.sort();
        Comparison { known, stale }
    }

    /// The files that were renamed, each with the path that the baseline has.
    fn former_paths<'a>(
        &'a self,
        diagnostics: &[Diagnostic],
        prints: &[Fingerprint],
        sources: &SourceSet,
    ) -> BTreeMap<SourceId, &'a str> {
        // What the gone files are known by: the texts of their findings, and their names.
        let mut gone: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        let mut present: BTreeSet<&str> = BTreeSet::new();
        for Entry { path, fingerprint, .. } in &self.entries {
            if RelPath::new(path).is_some_and(|path| sources.by_path(&path).is_some()) {
                present.insert(path);
            } else {
                gone.entry(fingerprint).or_default().insert(path);
                gone.entry(name(path)).or_default().insert(path);
            }
        }
        if gone.is_empty() {
            return BTreeMap::new();
        }
        // How much each new file has in common with them.
        let mut seen: BTreeSet<(SourceId, &str)> = BTreeSet::new();
        let mut strength: BTreeMap<(&str, SourceId), usize> = BTreeMap::new();
        for (diagnostic, print) in diagnostics.iter().zip(prints) {
            let source = sources.get(diagnostic.source);
            if present.contains(source.path.as_str()) || source.role == Role::Config {
                continue;
            }
            for (mark, weight) in [(print.hash.as_str(), 2), (name(source.path.as_str()), 1)] {
                if seen.insert((source.id, mark)) {
                    for path in gone.get(mark).into_iter().flatten() {
                        *strength.entry((path, source.id)).or_default() += weight;
                    }
                }
            }
        }
        // The strongest resemblance first; each path and each file is used once.
        let mut pairs: Vec<(usize, &str, SourceId)> =
            strength.into_iter().map(|((path, id), strength)| (strength, path, id)).collect();
        pairs.sort_by(|a, b| b.0.cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
        let (mut used, mut former) = (BTreeSet::new(), BTreeMap::new());
        for (_, path, id) in pairs {
            if !former.contains_key(&id) && used.insert(path) {
                former.insert(id, path);
            }
        }
        former
    }
}

/// What a document is called, wherever it lies: its file name, or that of its folder when it is an `index.md`.
fn name(path: &str) -> &str {
    let (folder, file) = path.rsplit_once('/').unwrap_or(("", path));
    let stem = file.split('.').next().unwrap_or(file);
    let usual = ["index", "_index", "readme"].iter().any(|usual| stem.eq_ignore_ascii_case(usual));
    if usual { folder.rsplit('/').next().unwrap_or(folder) } else { file }
}

#[cfg(test)]
mod tests {
    use snapbox::{assert_data_eq, str};

    use super::*;
    use crate::diagnostic::fingerprint::fingerprints;
    use crate::diagnostic::{Code, Level};
    use crate::text::Span;

    const NO_DATE: Code = Code::new("FM002", "missing-date");
    const WORD: Code = Code::new("BL008", "hindsight");

    /// A document has no date unless it says `date`, and a finding at each `obviously`.
    fn check(files: &[(&str, &str)]) -> (SourceSet, Vec<Diagnostic>, Vec<Fingerprint>) {
        let sources = SourceSet::from_files(files.iter().copied());
        let mut found = Vec::new();
        for source in &sources {
            if !source.text.contains("date") {
                found.push(Diagnostic::new(NO_DATE, Level::Info, source.id, Span::at(0), "no `date` given"));
            }
            for (at, word) in source.text.match_indices("obviously") {
                let span = Span::new(at, at + word.len());
                found.push(Diagnostic::new(WORD, Level::Info, source.id, span, "`obviously` to whom?"));
            }
        }
        let prints = fingerprints(&found, &sources);
        (sources, found, prints)
    }

    fn baseline(files: &[(&str, &str)]) -> Baseline {
        let (sources, found, prints) = check(files);
        Baseline::of(&found, &prints, &sources)
    }

    /// What is new and what is stale when the files have become others.
    #[track_caller]
    fn compare(before: &[(&str, &str)], after: &[(&str, &str)], expected: impl snapbox::IntoData) {
        let (sources, found, prints) = check(after);
        let Comparison { known, stale } = baseline(before).compare(&found, &prints, &sources);
        let mut shown = String::new();
        for (diagnostic, known) in found.iter().zip(known) {
            let path = &sources.get(diagnostic.source).path;
            shown += &format!("{} {path} {}\n", if known { "known" } else { "new  " }, diagnostic.code.code);
        }
        for Entry { path, rule, .. } in stale {
            shown += &format!("stale {path} {rule}\n");
        }
        assert_data_eq!(shown, expected.into_data());
    }

    const A: &str = "# A\n\nIt was obviously slow.\n";

    #[test]
    fn what_is_known_stays_known() {
        compare(
            &[("a.md", A)],
            &[("a.md", "# Better\n\nA new sentence, obviously.\n\nIt was obviously\nslow.\n")],
            str![[r#"
known a.md FM002
new   a.md BL008
known a.md BL008

"#]],
        );
    }

    #[test]
    fn what_is_gone_is_stale() {
        compare(
            &[("a.md", A), ("b.md", A)],
            &[("a.md", "date\n\nIt was slow.\n"), ("c.md", "# C\n")],
            str![[r#"
new   c.md FM002
stale a.md BL008
stale a.md FM002
stale b.md BL008
stale b.md FM002

"#]],
        );
    }

    #[test]
    fn equal_findings_are_counted() {
        let twice = "date\n\nobviously\n\nobviously\n";
        compare(
            &[("a.md", "date\n\nobviously\n")],
            &[("a.md", twice)],
            str![[r#"
known a.md BL008
new   a.md BL008

"#]],
        );
        compare(
            &[("a.md", twice)],
            &[("a.md", "date\n\nobviously\n")],
            str![[r#"
known a.md BL008
stale a.md BL008

"#]],
        );
    }

    #[test]
    fn a_renamed_file_is_followed() {
        compare(
            &[("a.md", A)],
            &[("2026/z.md", A)],
            str![[r#"
known 2026/z.md FM002
known 2026/z.md BL008

"#]],
        );
        // By its name, when no text tells.
        compare(
            &[("2025/a.md", "# A\n")],
            &[("archive/2025/a.md", "# A\n"), ("b.md", "# B\n")],
            str![[r#"
known archive/2025/a.md FM002
new   b.md FM002

"#]],
        );
    }

    #[test]
    fn a_copy_is_new() {
        compare(
            &[("a.md", A)],
            &[("a.md", A), ("b.md", A)],
            str![[r#"
known a.md FM002
known a.md BL008
new   b.md FM002
new   b.md BL008

"#]],
        );
    }

    #[test]
    fn the_file_has_a_line_for_each_finding() {
        let baseline = baseline(&[("b.md", "# B\n"), ("a.md", A)]);
        assert_data_eq!(
            baseline.to_json(),
            str![[r#"
{
  "version": 1,
  "findings": [
    {"path":"a.md","rule":"BL008","fingerprint":"6626f5d52cb00656","message":"`obviously` to whom?"},
    {"path":"a.md","rule":"FM002","fingerprint":"ee695e03f7a36e67","message":"no `date` given"},
    {"path":"b.md","rule":"FM002","fingerprint":"c64fda0077e4ad3f","message":"no `date` given"}
  ]
}

"#]]
        );
        assert_eq!(Baseline::parse(&baseline.to_json()), Ok(baseline));
        assert_eq!(Baseline::parse(&Baseline::default().to_json()), Ok(Baseline::default()));
    }

    #[test]
    fn other_files_are_refused() {
        let form = |text: &str| match Baseline::parse(text) {
            Err(Fault::Form(reason)) => reason + "\n",
            other => panic!("{other:?}"),
        };
        assert_data_eq!(
            ["", "[]", "{}", "{\"version\": 1}", "{\"version\": 1, \"findings\": [{\"path\": 1}]}"].map(form).concat(),
            str![[r#"
EOF while parsing a value at line 1 column 0
invalid length 0, expected a baseline at line 1 column 2
missing field `version` at line 1 column 2
missing field `findings` at line 1 column 14
invalid type: integer `1`, expected a string at line 1 column 38

"#]]
        );
        assert_eq!(Baseline::parse("{\"version\": 2, \"items\": {}}"), Err(Fault::Version(2)));
    }
}
