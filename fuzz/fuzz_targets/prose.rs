//! Running text where its section matters: subjects, frames, and the language rules.
#![no_main]

use afterword::text::SourceSet;
use libfuzzer_sys::fuzz_target;

const HEADINGS: &[&str] = &["Summary", "Contributing factors", "Timeline", "Lessons learned", "Action items"];

fuzz_target!(|text: &str| {
    let mut settings = afterword_fuzz::settings();
    settings.rules.select = vec!["BL".to_owned(), "AI007".to_owned()];
    let sections: Vec<String> =
        HEADINGS.iter().map(|heading| format!("## {heading}\n\n- {text}\n\n{text}\n")).collect();
    afterword_fuzz::check(&SourceSet::from_files([("incident.md", sections.concat().as_str())]), &settings);
});
