//! Markdown to the HTML of a page's body, alone and as one line, and drawings: many more than `page` takes.
#![no_main]

use std::collections::BTreeMap;
use std::sync::LazyLock;

use afterword::archive::{Archive, PmIdx};
use afterword::config::Settings;
use afterword::model::Postmortem;
use afterword::pages::html::{self, Typesetter};
use afterword::pages::views::{TimelineRow, TimelineView};
use afterword::pages::{Digest, Site};
use afterword::parse::parse;
use afterword::text::SourceSet;
use afterword::theme::Theme;
use afterword::urls;
use libfuzzer_sys::fuzz_target;

static SETTINGS: LazyLock<Settings> = LazyLock::new(afterword_fuzz::settings);
static WORDS: LazyLock<BTreeMap<String, String>> =
    LazyLock::new(|| Theme::new(Vec::new()).and_then(|theme| theme.strings("en")).expect("the built-in words"));

/// A view of the timeline that moves it into the list of the theme.
fn timeline(postmortem: &Postmortem) -> TimelineView {
    let row = |_| TimelineRow { time: None, at: None, day: None, relative: None, text: String::new(), milestone: None };
    let rows = postmortem.timeline.entries.iter().map(row).collect();
    TimelineView { rows, zone: None, anchor: None, relative: false, in_place: true }
}

fuzz_target!(|text: &str| {
    let settings = &*SETTINGS;
    let sources = SourceSet::from_files([("2026-03-07-lockers.md", text)]);
    let postmortems = sources.iter().map(|source| parse(source, &settings.parse, &settings.catalog).0).collect();
    let archive = Archive::build(postmortems, &sources, &settings.catalog);
    let typesetter = Typesetter::new(&archive, settings, WORDS.clone()).expect("no pattern is configured");
    let digest = Digest::new(&archive);
    let assets = BTreeMap::new();
    let site = Site {
        archive: &archive,
        sources: &sources,
        settings,
        assets: &assets,
        typesetter: &typesetter,
        digest: &digest,
    };
    let at = urls::home();
    let timeline = timeline(archive.get(PmIdx(0)));
    for timeline in [None, Some(&timeline)] {
        afterword_fuzz::holds_together(&html::body(site, PmIdx(0), &at, timeline).html);
    }
    afterword_fuzz::holds_together(&html::inline(site, PmIdx(0), text, &at));

    // A drawing of the text, and the text as one.
    for svg in [format!("<svg>{text}</svg>"), text.to_owned()] {
        let clean = html::drawing(&svg);
        afterword_fuzz::holds_together(&clean);
        assert_eq!(html::drawing(&clean), clean, "a second time");
    }
});
