//! What is read and inferred of a whole document, without the rules: ten times as many documents as `document` takes.
#![no_main]

use std::sync::LazyLock;

use afterword::config::Settings;
use afterword::parse::parse;
use libfuzzer_sys::fuzz_target;

static SETTINGS: LazyLock<Settings> = LazyLock::new(afterword_fuzz::settings);

fuzz_target!(|data: &[u8]| {
    let Some(sources) = afterword_fuzz::document(data) else { return };
    for source in &sources {
        let (postmortem, found) = parse(source, &SETTINGS.parse, &SETTINGS.catalog);
        let inside = |span: afterword::text::Span| source.text.get(span.range()).is_some();
        assert!(postmortem.body.sections.iter().all(|section| inside(section.span) && inside(section.content)));
        assert!(postmortem.body.links.iter().all(|link| inside(link.span)));
        assert!(postmortem.timeline.entries.iter().all(|entry| inside(entry.span)));
        assert!(postmortem.action_items.iter().all(|item| inside(item.span) && !item.text.trim().is_empty()));
        assert!(postmortem.title.span.is_none_or(inside));
        assert!(found.iter().flat_map(|finding| &finding.labels).all(|label| inside(label.span)));
    }
});
