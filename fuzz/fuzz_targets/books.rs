//! What lies beside documents and may come from other hands: the manifest of a site, a baseline, a configuration.
#![no_main]

use afterword::config::Options;
use afterword::diagnostic::baseline::Baseline;
use afterword::output::Manifest;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Some(manifest) = Manifest::parse(text.as_bytes()) {
        for path in manifest.files.keys() {
            assert!(!path.starts_with('/') && path.split('/').all(|part| !matches!(part, "" | "." | "..")), "{path:?}");
        }
        assert_eq!(Manifest::parse(&manifest.to_json()), Some(manifest));
    }
    if let Ok(baseline) = Baseline::parse(text) {
        assert_eq!(Baseline::parse(&baseline.to_json()), Ok(baseline));
    }
    if let Ok(options) = Options::parse("afterword.toml", text) {
        let settings = options.into_settings("postmortems");
        // What an archive is read with once more as its own configuration.
        let toml = toml::to_string(&settings.to_options()).expect("settings as TOML");
        let again = Options::parse("afterword.toml", &toml).expect("what was written is read");
        assert_eq!(format!("{:?}", again.into_settings("postmortems")), format!("{settings:?}"), "{toml}");
    }
});
