//! Invariants that hold for any input, tried with made-up archives.

use std::fmt::Write as _;

use afterword::config::Settings;
use afterword::pages;
use afterword::pipeline::{self, Press};
use afterword::text::{RelPath, SourceSet};
use afterword::theme::Theme;
use proptest::prelude::*;

use crate::harness::Site;
use crate::links;

/// Pieces that documents are made of: ordinary ones, and ones that have caused trouble in other programs.
const PIECES: &[&str] = &[
    "---\n",
    "+++\n",
    "title: T\n",
    "title: [\n",
    "date: 2024-02-30\n",
    "date: 2024-05-01\n",
    "services: [a, ../b, 'c d']\n",
    "causes: [change/rollout-strategy, x/y/z, human-error]\n",
    "severity: sev9\n",
    "\tkey: value\n",
    "started: 2024-05-01T25:00\n",
    "related: [b, b, self]\n",
    "aliases: [/, /../x, /old/]\n",
    "# H\n",
    "## Timeline\n",
    "## Action items\n",
    "\nAction items\n",
    "\n**Impact**\n",
    "- **Impact**: x\n- **Timeline**:\n  - 10:00 a\n- **Action items**\n",
    "  - do it\n",
    "### 10:00\n",
    "- 10:00 a\n",
    "| Time | Event |\n| --- | --- |\n| 23:59 | x |\n| 00:01 | y |\n",
    "- [ ] do (owner: x)\n",
    "[a](b.md)\n",
    "[a](../../..)\n",
    "[[b]]\n",
    "![i](p.png)\n",
    "<script>alert(1)</script>\n",
    "<div onclick=x>\n",
    "```rust\nfn main() {}\n",
    "```\n",
    "[x](javascript:alert(1))\n",
    "> [!NOTE]\n> n\n",
    "[^1]\n\n[^1]: f\n",
    "\0",
    "\r\n",
    "\u{202e}",
    "{{ x }} {% y %}\n",
    "<b>\n",
    "&amp; &lt;\n",
    "\u{feff}",
    "é日本\n",
    "\n\n",
    "text ",
    "**Bold:** v\n",
    "**Severity:** sev2\n",
    "Date: 2024-05-02, 10:00 CEST\n",
    "| Key | Value |\n| --- | --- |\n| Services | a, b: c, #d |\n| Authors | \"x\", y |\n",
    "# 2024-05-03: It broke: twice\n",
    "Duration: ~1h 20m | Status: done\n",
    "[extra]\n",
    "summary: |\n  text\n",
    "# severity: x\n",
    "=====\n",
];

fn document() -> impl Strategy<Value = String> {
    proptest::collection::vec(proptest::sample::select(PIECES), 0..24).prop_map(|pieces| pieces.concat())
}

pub(crate) fn archive() -> impl Strategy<Value = Vec<(String, String)>> {
    let names = [
        "a.md",
        "b.md",
        "A.md",
        "sub/a.md",
        "sub/index.md",
        "x y.md",
        "con.md",
        "2024-05-01-z.md",
        "日本.md",
        "..md",
        "%41.md",
    ];
    proptest::collection::vec((proptest::sample::select(names.to_vec()), document()), 1..6).prop_map(|files| {
        let mut files: Vec<(String, String)> = files.into_iter().map(|(name, text)| (name.to_owned(), text)).collect();
        files.sort();
        files.dedup_by(|a, b| a.0 == b.0);
        files
    })
}

fn sources(files: &[(String, String)]) -> SourceSet {
    SourceSet::from_files(files.iter().map(|(path, text)| (path.as_str(), text.as_str())))
}

/// All pages of an archive; two on one address would be a bug of the plan.
fn pages(sources: &SourceSet, settings: &Settings) -> Site {
    let report = pipeline::check(sources, settings);
    let press = Press::new(&Theme::new(Vec::new()).unwrap(), &report.archive, settings).unwrap();
    let site = press.site(&report, sources, settings);
    let mut made = Site::new();
    for page in pages::plan(site).pages {
        let body = pipeline::render_page(site, &press, &page).unwrap();
        let bytes = body.bytes(|path| Ok(path.as_str().as_bytes().to_vec())).unwrap();
        assert!(made.insert(page.url.file(), bytes).is_none(), "two pages at {}", page.url);
    }
    made
}

proptest! {
    #[test]
    fn any_archive_becomes_a_whole_site(files in archive()) {
        let sources = sources(&files);
        let site = pages(&sources, &Settings::default());
        prop_assert_eq!(links::broken(&site), "");
        for (path, bytes) in &site {
            let relative = RelPath::new(path);
            prop_assert_eq!(relative.as_ref().map(RelPath::as_str), Some(path.as_str()));
            if path.ends_with(".html") {
                let page = std::str::from_utf8(bytes).unwrap();
                prop_assert!(!page.contains("<script>"), "a script of a document in {}", path);
                prop_assert!(!page.contains("\" onclick"), "a handler of a document in {}", path);
                prop_assert!(!page.contains("href=\"javascript:"), "a script address in {}", path);
                prop_assert_eq!(page.matches("<main").count(), 1);
                prop_assert!(page.trim_end().ends_with("</html>"), "{} is cut off", path);
            }
        }
    }

    #[test]
    fn findings_point_into_their_files(files in archive()) {
        let sources = sources(&files);
        let report = pipeline::check(&sources, &Settings::default());
        for diagnostic in &report.diagnostics {
            for label in &diagnostic.labels {
                let text = &sources.get(label.source).text;
                prop_assert!(text.get(label.span.range()).is_some(), "{:?} is no place of the text", label);
            }
        }
    }

    #[test]
    fn every_source_is_published_or_reported(files in archive()) {
        let sources = sources(&files);
        let report = pipeline::check(&sources, &Settings::default());
        let mut lost = String::new();
        for source in &sources {
            let published = report.archive.iter().any(|(_, postmortem)| postmortem.source == source.id);
            let reported = report.diagnostics.iter().any(|diagnostic| diagnostic.source == source.id);
            if !published && !reported {
                let _ = writeln!(lost, "{}", source.path);
            }
        }
        prop_assert_eq!(lost, "");
    }
}
