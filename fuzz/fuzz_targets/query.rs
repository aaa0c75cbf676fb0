//! The query language, asked of a small archive.
#![no_main]

use std::sync::LazyLock;

use afterword::config::Settings;
use afterword::pipeline;
use afterword::search::{self, Index, Query};
use afterword::text::SourceSet;
use libfuzzer_sys::fuzz_target;

static INDEX: LazyLock<Index> = LazyLock::new(|| {
    let sources = SourceSet::from_files([
        (
            "2026-03-07-lockers.md",
            "---\nservices: [gates]\nseverity: sev2\n---\n# Lockers stayed shut\n\nThe connection pool ran dry: ECONNRESET.\n",
        ),
        ("2025-11-02-bells.md", "# Bells rang at night\n\n## Impact\n\nNobody slept.\n"),
    ]);
    pipeline::index(&sources, &Settings::default()).expect("an index in memory")
});

fuzz_target!(|text: &str| {
    let query = Query::parse(text);
    assert_eq!(Query::parse(text), query);
    let results = search::search(&INDEX, &query, 10).expect("a search in memory");
    assert!(results.hits.len() <= results.total);
});
