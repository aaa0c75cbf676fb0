//! What holds of everything that is inferred, whatever the document: places inside the text, no statement without a
//! front matter, no value where nothing could have said it, and the same answer each time.

use afterword::config::Settings;
use afterword::model::{Known, Postmortem, Provenance};
use afterword::parse::parse;
use afterword::text::{SourceSet, Span};
use proptest::prelude::*;

/// Pieces in the forms in which archives write metadata, times, sections and lists, right and nearly right.
fn piece() -> impl Strategy<Value = String> {
    let known = prop::sample::select(vec![
        "---\ntitle: A\n---\n",
        "# Postmortem: 2026-03-07 INC-12 Lockers stayed shut\n",
        "# 2026-03-07 | SEV-2 | Lockers\n",
        "## Date: March 7, 2026\n",
        "## Summary\n",
        "## Timeline (all times CET)\n",
        "## Timeline\n",
        "### 7 March\n",
        "## Action items\n",
        "**Date:** 7 Mar 2026, 09:12–10:17 CET\n",
        "**Severity:** SEV-2 | **Status**: done | **Owner** – gates\n",
        "- **Services:** lockers, `door-api` & gates\n",
        "Duration: ~1h 20m\n",
        "Start: 23:50 EST\nEnd: 00:20 EST\n",
        "Severity: ?\n",
        "Status: N/A\n",
        "Root cause:\n- config change\n- human error\n",
        "| Date | Severity | Duration |\n|-|-|-|\n| 03/04/2026 | 2 | 43m |\n",
        "| | |\n|-|-|\n| Author(s) | Ada, Grace |\n| **Detected** | 2026-03-07T09:20Z |\n",
        "| Time (UTC) | What |\n|-|-|\n| 09:12 | first call |\n| 25:61 | late |\n",
        "- 09:12 first call\n- 9.40am restarted\n- ca. 10h17 resolved\n- +00:30 over\n",
        "- [ ] Alert on it (@gates, PAY-12, by 2026-04-01)\n- [x] ~~Old one~~\n",
        "On 2026-02-30 it began, at 99:99 it ended.\n",
        "From 20:20 to 20:46 UTC nothing opened.\n",
        "2026年3月7日 09時12分 障害発生\n",
        "Am 7. März 2026 um 9.12 Uhr (MEZ) blieb es zu.\n",
        "{{ date }} <severity> TBD\n",
        "> **Severity:** quoted\n",
        "```\nDate: 2020-01-01\n```\n",
        "<td>Date</td><td>2026-03-07</td>\n",
        "[[2026-03-08-bells]] https://tickets.example/PAY-1\n",
        "\r\n",
        "\n\n",
        "\u{feff}",
        "\u{202e}é\0",
    ]);
    prop_oneof![8 => known.prop_map(str::to_owned), 1 => "[ -~]{0,40}\n", 1 => any::<String>()]
}

fn document() -> impl Strategy<Value = (String, String)> {
    let paths = prop::sample::select(vec![
        "2026-03-07-lockers.md",
        "INC-12 lockers (sev2).md",
        "2026/03/lockers/README.md",
        "20260307.markdown",
        "障害-2026-03.md",
        "x.md",
    ]);
    let text = prop::collection::vec(piece(), 0..20).prop_map(|pieces| pieces.concat());
    (paths.prop_map(str::to_owned), text)
}

fn read(path: &str, text: &str) -> Postmortem {
    let settings = Settings::default();
    let sources = SourceSet::from_files([(path, text)]);
    let source = sources.iter().next().unwrap();
    parse(source, &settings.parse, &settings.catalog).0
}

/// Every value with its key, its place and its provenance.
fn places(postmortem: &Postmortem) -> Vec<(&'static str, Option<Span>, Provenance)> {
    fn of<T>(key: &'static str, known: Option<&Known<T>>) -> Option<(&'static str, Option<Span>, Provenance)> {
        known.map(|known| (key, known.span, known.provenance))
    }
    let pm = postmortem;
    let mut all: Vec<_> = [
        of("title", Some(&pm.title)),
        of("id", pm.id.as_ref()),
        of("date", pm.date.as_ref()),
        of("status", pm.status.as_ref()),
        of("kind", pm.kind.as_ref()),
        of("severity", pm.severity.as_ref()),
        of("trigger", pm.trigger.as_ref()),
        of("detection", pm.detection.as_ref()),
        of("duration", pm.duration.as_ref()),
        of("timezone", pm.timezone.as_ref()),
        of("owner", pm.owner.as_ref()),
        of("visibility", pm.visibility.as_ref()),
        of("lang", pm.lang.as_ref()),
    ]
    .into_iter()
    .flatten()
    .collect();
    all.extend(pm.services.iter().filter_map(|it| of("services", Some(it))));
    all.extend(pm.causes.iter().filter_map(|it| of("causes", Some(it))));
    all.extend(pm.authors.iter().filter_map(|it| of("authors", Some(it))));
    all.extend(pm.tags.iter().filter_map(|it| of("tags", Some(it))));
    all.extend(pm.milestones.iter().filter_map(|(key, it)| of(key.as_str(), Some(it))));
    all
}

proptest! {
    #[test]
    fn a_value_has_its_place((path, text) in document()) {
        let postmortem = read(&path, &text);
        // The language is told by all of the words.
        for (key, span, provenance) in places(&postmortem).into_iter().filter(|(key, ..)| *key != "lang") {
            let place = span.map(|span| text.get(span.range()));
            prop_assert!(place != Some(None), "{key}: {span:?} is no place of the text");
            match provenance {
                Provenance::FrontMatter => {
                    let inside = postmortem.front_matter.zip(span).is_some_and(|(matter, span)| matter.contains(span));
                    prop_assert!(inside, "{key} is stated outside of the front matter");
                }
                Provenance::FileName | Provenance::Folder | Provenance::Git | Provenance::Default => {
                    prop_assert!(span.is_none(), "{key}: {provenance:?} has a place in the text");
                }
                Provenance::MetadataBlock | Provenance::Heading | Provenance::Body => {
                    let span = span.unwrap_or_default();
                    prop_assert!(!span.is_empty(), "{key}: {provenance:?} has no place");
                    let matter = postmortem.front_matter.unwrap_or_default();
                    prop_assert!(span.start >= matter.end, "{key} was inferred from the front matter");
                }
            }
        }
        for entry in &postmortem.timeline.entries {
            prop_assert!(text.get(entry.span.range()).is_some());
        }
        for item in &postmortem.action_items {
            prop_assert!(text.get(item.span.range()).is_some());
            prop_assert!(!item.text.trim().is_empty(), "an action item without a word");
        }
        for section in &postmortem.body.sections {
            prop_assert!(text.get(section.span.range()).is_some() && text.get(section.content.range()).is_some());
        }
    }

    #[test]
    fn the_same_text_tells_the_same((path, text) in document()) {
        prop_assert_eq!(read(&path, &text), read(&path, &text));
    }

    /// What the page, the export and the statistics show as known is what is known.
    #[test]
    fn every_known_value_says_how((path, text) in document()) {
        let postmortem = read(&path, &text);
        let mut keys: Vec<&str> = places(&postmortem).into_iter().map(|(key, ..)| key).collect();
        keys.sort_unstable();
        keys.dedup();
        let mut told: Vec<&str> = postmortem.provenance().into_iter().map(|(key, _)| key).collect();
        told.sort_unstable();
        prop_assert_eq!(keys, told);
    }
}

/// A document that is twice as long may take twice as long; one that is a million times one piece is still read.
#[test]
fn long_documents_are_read() {
    for piece in [
        "**Date:** 2026-03-07 ",
        "a: b\n",
        "| a | b |\n",
        "- 09:12 x\n",
        "# 2026-03-07\n",
        "09:12 – ",
        "1h 2m ",
        "[",
        "**",
        "From 20:20 to ",
    ] {
        let text = piece.repeat(200_000 / piece.len());
        read("2026-03-07-x.md", &text);
    }
}
