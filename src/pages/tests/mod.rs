//! A small archive, read from text, and everything the site has of it.

mod charts;
mod course;
mod documents;
mod export;
mod feeds;
mod links;
mod plan;
mod schema;
mod views;

use std::collections::BTreeMap;

use jiff::civil::date;
use serde_json::Value;

use crate::archive::Archive;
use crate::config::{Options, Settings};
use crate::pages::html::Typesetter;
use crate::pages::{Content, Digest, Page, PageKind, Site, content, plan as plan_of};
use crate::parse::parse;
use crate::text::{RelPath, SourceSet};

/// What the small archive is configured with.
const CONFIG: &str = r#"
[site]
title = "Harbour postmortems"
description = "What went wrong at Harbour, and what we learned."
edit_url = "https://git.example/edit/main/{path}"

[services.checkout]
title = "Checkout"
description = "Carts, orders and the payment call."
owner = "payments"

[services.image-resizer]
title = "Image resizer"
"#;

fn settings(config: &str) -> Settings {
    let options = Options::parse("afterword.toml", config).expect("the configuration of a test can be read");
    let mut settings = options.into_settings("archive");
    settings.today = Some(date(2026, 3, 14));
    settings
}

/// Reads documents and hands the site of them to a test.
fn with_site<T>(settings: &Settings, documents: &[(&str, &str)], test: impl FnOnce(Site<'_>) -> T) -> T {
    with_words(settings, documents, BTreeMap::new(), test)
}

/// The same in the words of a theme.
fn with_words<T>(
    settings: &Settings,
    documents: &[(&str, &str)],
    words: BTreeMap<String, String>,
    test: impl FnOnce(Site<'_>) -> T,
) -> T {
    let mut sources = SourceSet::from_files(documents.iter().copied());
    sources.files.extend(["content/img/slots.svg", "content/img/report.html"].iter().filter_map(|p| RelPath::new(p)));
    let parsed = sources.iter().map(|source| parse(source, &settings.parse, &settings.catalog).0).collect();
    let archive = Archive::build(parsed, &sources, &settings.catalog);
    let typesetter = Typesetter::new(&archive, settings, words).expect("the ticket patterns are right");
    let digest = Digest::new(&archive);
    let assets = BTreeMap::from([("css/site.css".to_owned(), "css/site.3f9a.css".to_owned())]);
    test(Site {
        archive: &archive,
        sources: &sources,
        settings,
        assets: &assets,
        typesetter: &typesetter,
        digest: &digest,
    })
}

/// The site of the small archive.
fn with_harbour<T>(test: impl FnOnce(Site<'_>) -> T) -> T {
    with_site(&settings(CONFIG), documents::ALL, test)
}

fn page(site: Site<'_>, url: &str) -> Page {
    plan_of(site).pages.into_iter().find(|page| page.url.as_str() == url).expect("the page is planned")
}

/// What a template sees on the page at `url`.
fn view(site: Site<'_>, url: &str) -> Value {
    match content(site, &page(site, url)) {
        Content::Template(_, view) | Content::Script(_, view) => {
            serde_json::to_value(&view).expect("a view is plain data")
        }
        other => panic!("{url} has no template: {other:?}"),
    }
}

/// The text of the file at `url`.
fn text(site: Site<'_>, url: &str) -> String {
    match content(site, &page(site, url)) {
        Content::Text(text) => text,
        Content::Archive(archive) => crate::pages::export::to_json(&archive),
        other => panic!("{url} is no text: {other:?}"),
    }
}

/// All pages that have a template, with what it sees.
fn all_views(site: Site<'_>) -> Vec<(Page, Value)> {
    plan_of(site)
        .pages
        .into_iter()
        .filter_map(|page| match content(site, &page) {
            Content::Template(_, view) | Content::Script(_, view) => {
                Some((page, serde_json::to_value(&view).expect("a view is plain data")))
            }
            _ => None,
        })
        .collect()
}

#[test]
fn every_kind_of_page_is_in_the_small_archive() {
    with_harbour(|site| {
        let kinds: std::collections::BTreeSet<_> = all_views(site).iter().map(|(page, _)| page.kind.name()).collect();
        let expected = [
            "actions",
            "cause",
            "causes",
            "family",
            "finder",
            "home",
            "insights",
            "kind",
            "kinds",
            "not-found",
            "postmortem",
            "postmortems",
            "redirect",
            "search",
            "service",
            "services",
            "severities",
            "severity",
            "tag",
            "tags",
            "trigger",
            "triggers",
            "year",
            "years",
        ];
        assert_eq!(kinds.into_iter().collect::<Vec<_>>(), expected);
    });
}

#[test]
fn a_name_of_a_person_who_took_part_is_nowhere() {
    with_harbour(|site| {
        for page in plan_of(site).pages {
            let shown = match content(site, &page) {
                Content::Template(_, view) | Content::Script(_, view) => {
                    serde_json::to_string(&view).expect("a view is plain data")
                }
                Content::Text(text) => text,
                Content::Archive(archive) => crate::pages::export::to_json(&archive),
                Content::Asset(_) | Content::File(_) => continue,
            };
            assert!(!shown.contains("Quillfeather"), "a name is on the page /{}", page.url);
        }
    });
}

#[test]
fn an_empty_archive_has_a_site() {
    with_site(&settings(""), &[], |site| {
        assert_eq!(all_views(site).len(), 14);
        assert_eq!(view(site, "")["home"]["chart"], Value::Null);
        assert!(!plan_of(site).pages.iter().any(|page| matches!(page.kind, PageKind::Postmortem(_))));
    });
}
