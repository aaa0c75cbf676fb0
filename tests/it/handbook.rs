//! What the documentation shows is so: its links lead somewhere, its commands and settings exist, the examples of
//! `docs/writing.md` get the findings they name, and `docs/theming.md` builds.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use afterword::config::Options;
use afterword::diagnostic::Level;
use afterword::lint::RULES;
use pulldown_cmark::{CodeBlockKind, Event, Options as Extensions, Parser, Tag, TagEnd};
use snapbox::{assert_data_eq, str};

use crate::harness::{self, SiteTest};
use crate::rule_case::{Block, Case, blocks, check, listing};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The documents people read: those of `docs/` and the ones that lie beside the code they tell of.
fn documents() -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = fs::read_dir(root().join("docs"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|it| it == "md"))
        .collect();
    let others = ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "example-site/README.md", "benches/README.md"];
    found.extend(others.iter().chain(&["fuzz/README.md", "themes/default/README.md"]).map(|name| root().join(name)));
    found.sort();
    found
}

fn name(path: &Path) -> String {
    path.strip_prefix(root()).unwrap().to_string_lossy().replace('\\', "/")
}

/// The links of a document and the anchors of its headings, as GitHub makes them.
fn links_and_anchors(text: &str) -> (Vec<String>, BTreeSet<String>) {
    let (mut links, mut anchors) = (Vec::new(), BTreeSet::new());
    let mut times: BTreeMap<String, usize> = BTreeMap::new();
    let mut heading: Option<String> = None;
    for event in Parser::new_ext(text, Extensions::ENABLE_TABLES) {
        match event {
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => links.push(dest_url.to_string()),
            Event::Start(Tag::Heading { .. }) => heading = Some(String::new()),
            Event::Text(text) | Event::Code(text) => {
                if let Some(heading) = &mut heading {
                    heading.push_str(&text);
                }
            }
            Event::End(TagEnd::Heading(_)) => {
                let anchor = anchor(&heading.take().unwrap_or_default());
                let seen = times.entry(anchor.clone()).or_default();
                anchors.insert(if *seen == 0 { anchor } else { format!("{anchor}-{seen}") });
                *seen += 1;
            }
            _ => {}
        }
    }
    (links, anchors)
}

fn anchor(heading: &str) -> String {
    let kept = heading.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    kept.flat_map(char::to_lowercase).map(|c| if c == ' ' { '-' } else { c }).collect()
}

#[test]
fn every_link_leads_somewhere() {
    let mut broken = String::new();
    for document in documents() {
        let (links, own) = links_and_anchors(&fs::read_to_string(&document).unwrap());
        for link in links.iter().filter(|link| !link.contains(':')) {
            let (path, fragment) = link.split_once('#').unwrap_or((link, ""));
            let target = document.parent().unwrap().join(path);
            if !target.exists() {
                let _ = writeln!(broken, "{}: {link}", name(&document));
            } else if !fragment.is_empty() {
                let there = match path {
                    "" => own.clone(),
                    _ => links_and_anchors(&fs::read_to_string(&target).unwrap()).1,
                };
                if !there.contains(fragment) {
                    let _ = writeln!(broken, "{}: {link} (no such heading)", name(&document));
                }
            }
        }
    }
    assert_data_eq!(broken, str![""]);
}

#[test]
fn the_index_has_every_page() {
    let index = fs::read_to_string(root().join("docs/README.md")).unwrap();
    let (links, _) = links_and_anchors(&index);
    let mut missing = String::new();
    for document in documents() {
        let path = name(&document);
        let linked = |link: &String| path == format!("docs/{link}") || link.strip_prefix("../") == Some(&*path);
        let itself = ["README.md", "docs/README.md", "example-site/README.md", "themes/default/README.md"];
        if !itself.contains(&&*path) && !links.iter().any(linked) {
            let _ = writeln!(missing, "{path}");
        }
    }
    assert_data_eq!(missing, str![""]);
}

/// The blocks of a document in one of these languages, also those inside lists.
fn code(text: &str, languages: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    let mut open = false;
    for event in Parser::new(text) {
        match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
                let language = info.split([' ', ',']).next().unwrap_or_default();
                open = languages.contains(&language);
                if open {
                    found.push(String::new());
                }
            }
            Event::Text(text) if open => found.last_mut().unwrap().push_str(&text),
            Event::End(TagEnd::CodeBlock) => open = false,
            _ => {}
        }
    }
    found
}

/// Every flag of a shown command is one that the generated `docs/command-line.md` has for it.
#[test]
fn every_command_that_is_shown_exists() {
    let reference = fs::read_to_string(root().join("docs/command-line.md")).unwrap();
    let (global, commands) = reference.split_once("\n## ").unwrap();
    let sections: BTreeMap<&str, &str> =
        commands.split("\n## ").filter_map(|section| section.split_once('\n')).collect();
    let mut wrong = String::new();
    for document in documents() {
        for line in code(&fs::read_to_string(&document).unwrap(), &["sh", "bash"]).iter().flat_map(|it| it.lines()) {
            let line = line.split(" #").next().unwrap_or_default();
            for part in line.split(['|', ';']).flat_map(|part| part.split("&&")) {
                let mut words = part.split_whitespace();
                let Some(command) = words.find(|word| *word == "afterword").and(words.next()) else { continue };
                if command == "--version" {
                    continue;
                }
                let Some(section) = sections.get(&*format!("afterword {command}")) else {
                    let _ = writeln!(wrong, "{}: `afterword {command}`", name(&document));
                    continue;
                };
                for flag in words.filter(|word| word.starts_with("--")) {
                    let flag = flag.split('=').next().unwrap_or_default();
                    let known = |text: &str| text.contains(&format!("{flag}`")) || text.contains(&format!("{flag} <"));
                    if !known(section) && !known(global) {
                        let _ = writeln!(wrong, "{}: `afterword {command} {flag}`", name(&document));
                    }
                }
            }
        }
    }
    assert_data_eq!(wrong, str![""]);
}

/// Settings are shown in pieces, and each piece is one that the program takes.
#[test]
fn every_setting_that_is_shown_exists() {
    let mut wrong = String::new();
    for document in documents() {
        for block in code(&fs::read_to_string(&document).unwrap(), &["toml"]) {
            // A front matter, the theme's own files, and Cargo's are other languages of the same form.
            let other = ["+++", "context = ", "home_title = ", "[dependencies]"];
            if !other.iter().any(|mark| block.contains(mark))
                && let Err(error) = Options::parse("afterword.toml", &block)
            {
                let _ = writeln!(wrong, "{}: {error}\n{block}", name(&document));
            }
        }
    }
    assert_data_eq!(wrong, str![""]);
}

/// A block that names rules gets findings of these, and one that names none is what a reviewer would pass.
#[test]
fn the_examples_of_writing_get_the_findings_they_name() {
    let groups: Vec<String> = RULES
        .iter()
        .map(|rule| rule.code)
        .filter(|code| ["AI", "BL"].contains(&&code[..2]))
        .map(str::to_owned)
        .collect();
    let mut wrong = String::new();
    let mut named = 0;
    for block in page("writing.md").iter().filter(|block| block.kind() == "md") {
        let mut case = Case::default();
        case.add(block);
        let mut settings = case.all_rules().unwrap();
        settings.rules.select.clone_from(&groups);
        let (sources, mut findings) = check(&case, &settings);
        findings.retain(|finding| finding.level >= Level::Warning);
        let found: BTreeSet<&str> = findings.iter().map(|finding| finding.code.code).collect();
        let expected: BTreeSet<&str> = block.info.iter().skip(1).map(String::as_str).collect();
        named += expected.len();
        if found != expected {
            let _ = writeln!(wrong, "{expected:?} expected in\n{}---\n{}", block.text, listing(&sources, &findings));
        }
    }
    assert!(named > 5, "hardly any example names a rule");
    assert_data_eq!(wrong, str![""]);
}

fn page(file: &str) -> Vec<Block> {
    blocks(&fs::read_to_string(root().join("docs").join(file)).unwrap(), "```")
}

#[test]
fn the_worked_theme_builds() {
    let archive = "
-- afterword.toml --
[site]
title = 'Harbour'
-- 2026-03-07-checkout.md --
---
title: Checkout returned 500s
owner: payments
---

## Summary

Orders failed.
-- 2026-03-08-mail.md --
# Mail was late
";
    let files: Vec<Block> = page("theming.md").into_iter().filter(|block| block.value("path").is_some()).collect();
    assert!(files.len() >= 5, "the theme has lost a file");
    let test =
        files.iter().fold(SiteTest::new(archive), |test, file| test.write(file.value("path").unwrap(), &file.text));
    let site = test.build().site();
    let read = |path: &str| String::from_utf8(site[path].clone()).unwrap();
    // The lines with one of these marks.
    let lines = |path: &str, marks: &[&str]| {
        let shown = read(path);
        let kept = shown.lines().filter(|line| marks.iter().any(|mark| line.contains(mark)));
        kept.fold(String::new(), |lines, line| lines + line + "\n")
    };
    // Its own section, inside a page that is otherwise the default one.
    assert_data_eq!(
        lines(
            "postmortems/2026-03-07-checkout/index.html",
            &["ask", "css/custom", "<h1", "pm-about", "Call", "Harbour, "]
        ),
        str![[r#"
<link rel="stylesheet" href="../../assets/css/custom.91ae9f96.css">
<h1>Checkout returned 500s</h1>
<section class="ask" aria-labelledby="ask"><h2 id="ask">Questions about this?</h2>
<p>The team payments likes to be asked, also a year later.</p></section>
<section class="colophon" aria-labelledby="pm-about"><h2 id="pm-about">About this page</h2>
<p>Harbour, 2 postmortems. Nobody here is the cause of anything.</p>

"#]]
    );
    assert_data_eq!(
        lines("postmortems/2026-03-08-mail/index.html", &["ask", "<h1"]),
        str![[r#"
<h1>Mail was late</h1>

"#]]
    );
    assert_data_eq!(
        lines("index.html", &["<h1", "Harbour, ", "handbook"]),
        str![[r#"
<h1>What the harbour taught us</h1>
<p>Harbour, 2 postmortems. Nobody here is the cause of anything.</p>
<ul class="links"><li><a href="feed.xml">Atom feed</a></li><li><a href="assets/handbook.e16ee282.txt">Incident handbook</a></li></ul>

"#]]
    );
    let custom = site.keys().find(|path| path.starts_with("assets/css/custom.")).unwrap();
    assert_eq!(read(custom), files[0].text);
    assert_data_eq!(crate::links::broken(&site), str![""]);
    // The same files as a theme folder.
    let shared = files.iter().fold(SiteTest::new(archive), |test, file| {
        test.write(&format!("house-theme/{}", file.value("path").unwrap()), &file.text)
    });
    let blocks = page("theming.md");
    let manifest = blocks.iter().find(|block| block.text.contains("context = ")).unwrap();
    let shared = shared.write("house-theme/theme.toml", &manifest.text).edit(
        "afterword.toml",
        "[site]",
        "[theme]\nfolder = 'house-theme'\n[archive]\nexclude = ['house-theme']\n[site]",
    );
    harness::assert_same(&site, &shared.build().site());
}
