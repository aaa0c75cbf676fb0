//! Every page of an archive of one document, and the files of its search.
#![no_main]

use std::collections::BTreeMap;
use std::sync::LazyLock;

use afterword::cache::NoCache;
use afterword::pages::html::Typesetter;
use afterword::pages::{self, Content, Digest, PageKind, Site};
use afterword::pipeline;
use afterword::render::Renderer;
use afterword::theme::Theme;
use libfuzzer_sys::fuzz_target;

static THEME: LazyLock<Theme> = LazyLock::new(|| Theme::new(Vec::new()).expect("the built-in theme"));

static WORDS: LazyLock<BTreeMap<String, String>> = LazyLock::new(|| THEME.strings("en").expect("the built-in words"));

/// The templates are the same for every document, and slow to parse.
static RENDERER: LazyLock<Renderer> = LazyLock::new(|| Renderer::new(&THEME, &WORDS).expect("the built-in templates"));

fuzz_target!(|data: &[u8]| {
    let Some(sources) = afterword_fuzz::document(data) else { return };
    let settings = afterword_fuzz::settings();
    let report = pipeline::check(&sources, &settings);
    let archive = &report.archive;
    let typesetter = Typesetter::new(archive, &settings, WORDS.clone()).expect("no pattern is configured");
    let digest = Digest::new(archive);
    let site = Site {
        archive,
        sources: &sources,
        settings: &settings,
        assets: THEME.published(),
        typesetter: &typesetter,
        digest: &digest,
    };
    for page in pages::plan(site).pages {
        let content = pages::content(site, &page);
        match (&page.kind, content) {
            (PageKind::Postmortem(index), Content::Template(template, view)) => {
                let html = pages::html::body(site, *index, &page.url, None).html;
                afterword_fuzz::holds_together(&html);
                let bytes = RENDERER.render(template, &*view).expect("a page of the built-in theme");
                afterword_fuzz::holds_together(std::str::from_utf8(&bytes).expect("a page in UTF-8"));
            }
            (PageKind::JsonFeed, Content::Text(json)) => {
                serde_json::from_str::<serde_json::Value>(&json).expect("JSON");
            }
            (PageKind::ArchiveJson, Content::Archive(archive)) => {
                serde_json::from_str::<serde_json::Value>(&pages::export::to_json(&archive)).expect("JSON");
            }
            _ => {}
        }
    }
    let search = pipeline::search_files(archive, &settings, "", &NoCache);
    for name in search.names() {
        let bytes = search.bytes(archive, &settings, &name).expect("a file that was named");
        let statement = std::str::from_utf8(&bytes).expect("a file in UTF-8");
        let inside = statement.strip_prefix("afterword.load(").and_then(|rest| rest.strip_suffix(");\n"));
        let arguments = format!("[{}]", inside.expect("one statement"));
        serde_json::from_str::<serde_json::Value>(&arguments).expect("arguments in JSON");
    }
});
