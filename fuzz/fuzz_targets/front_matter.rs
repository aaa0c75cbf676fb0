//! Keys and values of any kind, in YAML and in TOML.
#![no_main]

use afterword::text::SourceSet;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|matter: &str| {
    let settings = afterword_fuzz::settings();
    for fence in ["---", "+++"] {
        let text = format!("{fence}\n{matter}\n{fence}\n# Lockers stayed shut\n");
        afterword_fuzz::check(&SourceSet::from_files([("incident.md", text.as_str())]), &settings);
    }
});
