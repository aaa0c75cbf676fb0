//! What holds of the findings of any documents: places inside the text and on characters, one order, every format,
//! and the same answer each time.

use std::io;

use afterword::config::Settings;
use afterword::diagnostic::baseline::{Baseline, Comparison};
use afterword::diagnostic::fingerprint::fingerprints;
use afterword::diagnostic::render::{Look, Summary, concise, full, github, json, junit, sarif};
use afterword::lint::RULES;
use afterword::pipeline::{self, Report};
use afterword::text::{Source, SourceSet};
use proptest::prelude::*;
use serde_json::Value;

/// Pieces of documents, right and wrong, that rules look at.
fn piece() -> impl Strategy<Value = String> {
    let known = prop::sample::select(vec![
        "---\n",
        "+++\n",
        "title: A\n",
        "title = \"A\"\n",
        "date: 2026-03-07\n",
        "date: 2031-03-07\n",
        "severity: critcal\n",
        "services: [checkout, \"chekout\"]\n",
        "causes: [human-error, change/rollout-stategy, weather]\n",
        "causes: [capacity/limit-reached]\n",
        "trigger: config-chnage\n",
        "started: 2026-03-07T09:12:00Z\n",
        "detected: 2026-03-07T08:12:00Z\n",
        "resolved: 2026-03-07T08:00:00Z\n",
        "impact: { duration: 3h }\n",
        "owner: [a, b]\n",
        "id: INC-1\n",
        "related: [a, x, 1.md]\n",
        "severty: sev2\n",
        "status: draft\n",
        "# Checkout\n",
        "## Impact\n",
        "## What went wrong\n",
        "### 09:12 first\n",
        "**Lessons**\n\n",
        "Text with TBD, <link to the log> and [describe it].\n",
        "[a](1.md) [b](0.md#impact) [c](#nowhere) [d](../x) [e](/x) [[f]] ![g](h.png)\n",
        "- [ ] TODO: alert\n",
        "- 09:12 first failed request\n",
        "```\nTODO\n",
        "<!-- note\n",
        "<!-- afterword-allow SY008, FM: a reason -->\n",
        "text <!-- afterword-allow ST003, x -->\n",
        "date: March 7, 2026\n",
        "causes: [rollout-strategy]\n",
        "status: finla\n",
        "| a | b |\n| --- | --- |\n| 09:12 | TODO |\n",
        "\r\n",
        "\u{feff}",
        "障害 👩\u{200d}💻 \u{202e}\0",
    ]);
    prop_oneof![6 => known.prop_map(str::to_owned), 1 => "[ -~]{0,30}\n", 1 => any::<String>()]
}

fn documents() -> impl Strategy<Value = Vec<String>> {
    let document = prop::collection::vec(piece(), 0..14).prop_map(|pieces| pieces.concat());
    prop::collection::vec(document, 1..4)
}

proptest! {
    #[test]
    fn findings_of_any_documents_are_well_formed(texts in documents()) {
        let files: Vec<(String, String)> =
            texts.into_iter().enumerate().map(|(i, text)| (format!("{i}.md"), text)).collect();
        let sources = SourceSet::from_files(files.iter().map(|(path, text)| (path.as_str(), text.as_str())));
        let mut settings = Settings { today: Some(jiff::civil::date(2026, 6, 1)), ..Settings::default() };
        settings.catalog.add_service("checkout", None, None, None, &[]);
        let findings = pipeline::check(&sources, &settings).diagnostics;

        for finding in &findings {
            prop_assert!(RULES.iter().any(|rule| rule.id() == finding.code), "{:?}", finding.code);
            let labels = finding.labels.iter().map(|label| (label.source, label.span));
            let edits = finding.fix.iter().flat_map(|fix| &fix.edits).map(|edit| (finding.source, edit.span));
            for (source, span) in labels.chain(edits) {
                prop_assert!(sources.get(source).text.get(span.range()).is_some(), "{finding:?}");
            }
            prop_assert!(!finding.message.ends_with('.'), "{}", finding.message);
        }
        let places: Vec<_> = findings.iter().map(|finding| (finding.source, finding.span())).collect();
        prop_assert!(places.is_sorted());

        let prints = fingerprints(&findings, &sources);
        let documents: Vec<&Source> = sources.iter().collect();
        let shown = |format: &dyn Fn(&mut dyn io::Write) -> io::Result<()>| {
            let mut out = Vec::new();
            format(&mut out).unwrap();
            String::from_utf8(out).unwrap()
        };
        let steers = |c: char| c.is_control() && c != '\n' || ('\u{202a}'..='\u{202e}').contains(&c);
        let summary = Summary::of(&findings, &sources);
        let whole = shown(&|out| full(&findings, &sources, Look::default(), out));
        let lines = shown(&|out| concise(&findings, &sources, "a/", out));
        let commands = shown(&|out| github(&findings, &sources, "", out));
        let object = shown(&|out| json(&findings, &sources, summary, out));
        let log = shown(&|out| sarif(&findings, &prints, &sources, &|_| None, "", out));
        let tests = shown(&|out| junit(&findings, &sources, &documents, "", out));
        for text in [&whole, &lines, &commands, &object, &log, &tests] {
            prop_assert!(!text.contains(steers), "{text:?}");
        }
        prop_assert_eq!(lines.lines().count(), findings.len());
        prop_assert_eq!(commands.lines().count(), findings.len());
        prop_assert!(commands.lines().all(|line| line.starts_with("::")));
        let count = |text: &str, list: &str| serde_json::from_str::<Value>(text).unwrap().pointer(list).unwrap().as_array().unwrap().len();
        prop_assert_eq!(count(&object, "/diagnostics"), findings.len());
        prop_assert_eq!(count(&log, "/runs/0/results"), findings.len());
        let mut reader = quick_xml::Reader::from_str(&tests);
        while !matches!(reader.read_event().unwrap(), quick_xml::events::Event::Eof) {}

        // Taken as known, nothing is new; and taken as known again, nothing changes.
        let baseline = Baseline::of(&findings, &prints, &sources);
        let Comparison { known, stale } = baseline.compare(&findings, &prints, &sources);
        prop_assert!(known.into_iter().all(|known| known) && stale.is_empty());
        prop_assert_eq!(Baseline::parse(&baseline.to_json()), Ok(baseline));

        // Fixing comes to an end, and then there is nothing left to fix.
        let all = |_: &Report| sources.iter().map(|source| source.id).collect();
        let fixed = pipeline::fix(&sources, &settings, &all);
        let again = pipeline::fix(&fixed.sources, &settings, &all);
        prop_assert_eq!(again.fixes, 0);
        prop_assert_eq!(findings, pipeline::check(&sources, &settings).diagnostics);
    }
}
