//! What the targets share: documents from bytes, and what holds of every answer.

use afterword::config::Settings;
use afterword::diagnostic::Diagnostic;
use afterword::pipeline::{self, Report};
use afterword::text::SourceSet;

/// Paths that tell something: a day, an id, a bundle, a folder of a year; and other extensions.
const PATHS: &[&str] = &[
    "incident.md",
    "2026-03-07-lockers.md",
    "INC-2026-014 lockers.md",
    "2026-03-07-lockers/index.md",
    "2026/03/lockers.markdown",
    "README.md",
    "障害レポート.mdx",
];

/// The settings of an archive without a configuration, with every rule.
pub fn settings() -> Settings {
    let mut settings = Settings::default();
    settings.rules.select = vec!["ALL".to_owned()];
    settings
}

/// A set of one document: the first byte chooses its path, the rest is its text. None when it is not UTF-8.
pub fn document(data: &[u8]) -> Option<SourceSet> {
    let (first, rest) = data.split_first()?;
    let text = std::str::from_utf8(rest).ok()?;
    Some(SourceSet::from_files([(PATHS[usize::from(*first) % PATHS.len()], text)]))
}

/// Reads and checks, and holds that findings point into their files and that a second time gives the same.
pub fn check(sources: &SourceSet, settings: &Settings) -> Report {
    let report = pipeline::check(sources, settings);
    for diagnostic in &report.diagnostics {
        point_into_text(diagnostic, sources);
    }
    let again = pipeline::check(sources, settings);
    assert_eq!(report.diagnostics, again.diagnostics);
    report
}

fn point_into_text(diagnostic: &Diagnostic, sources: &SourceSet) {
    for label in &diagnostic.labels {
        let text = &sources.get(label.source).text;
        assert!(text.get(label.span.range()).is_some(), "{diagnostic:?} points at no place of the text");
    }
    for edit in diagnostic.fix.iter().flat_map(|fix| &fix.edits) {
        let text = &sources.get(diagnostic.source).text;
        assert!(text.get(edit.span.range()).is_some(), "{diagnostic:?} edits no place of the text");
    }
}
