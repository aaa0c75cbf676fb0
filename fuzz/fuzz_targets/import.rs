//! An import of any document adds and takes nothing away, and a second one changes nothing.
#![no_main]

use afterword::config::Settings;
use afterword::import::{Format, Outcome};
use afterword::pipeline;
use afterword::text::SourceSet;
use libfuzzer_sys::fuzz_target;

/// The new text; none when it stays.
fn import(sources: &SourceSet, settings: &Settings, format: Format) -> Option<String> {
    let report = pipeline::check(sources, settings);
    let mut imported = pipeline::import(sources, &report, settings, format, &|_| true);
    match imported.pop()?.1.outcome {
        Outcome::Changed(text) => Some(text),
        Outcome::Unchanged | Outcome::LeftAlone(_) => None,
    }
}

/// Whether `after` is `before` with one piece put in.
fn is_insertion(before: &[u8], after: &[u8]) -> bool {
    let same = before.iter().zip(after).take_while(|(a, b)| a == b).count();
    let from_end = before.iter().rev().zip(after.iter().rev()).take_while(|(a, b)| a == b).count();
    after.len() >= before.len() && same + from_end >= before.len()
}

fuzz_target!(|data: &[u8]| {
    let Some(sources) = afterword_fuzz::document(data) else { return };
    let Some(source) = sources.iter().next() else { return };
    let settings = afterword_fuzz::settings();
    for format in [Format::Yaml, Format::Toml] {
        let Some(new) = import(&sources, &settings, format) else { continue };
        assert!(is_insertion(source.text.as_bytes(), new.as_bytes()), "{new:?}");
        let again = SourceSet::from_files([(source.path.as_str(), new.as_str())]);
        assert_eq!(import(&again, &settings, format), None, "a second import changes {new:?}");
    }
});
