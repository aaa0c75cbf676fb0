//! What holds of an import of any document: the body stays, keys stay, a second import changes nothing, and there is
//! no finding about the front matter that was not there before.

use std::collections::BTreeSet;
use std::path::Path;

use afterword::config::{self, Options, Settings};
use afterword::edge;
use afterword::import::{Format, Outcome};
use afterword::pipeline;
use afterword::text::SourceSet;
use proptest::prelude::*;

use crate::{generator, harness, props, rule_case};

/// An archive that has a word of its own for everything.
const CONFIG: &str = "
[site]
language = 'de'
[services.alpha]
aliases = ['a', 'x']
[[severities]]
name = 'major'
aliases = ['sev2']
[causes.'change/timing']
title = 'Timing'
aliases = ['x/y/z']
[front_matter.aliases]
summary = 'title'
";

type Files = Vec<(String, String)>;

fn set(files: &Files) -> SourceSet {
    SourceSet::from_files(files.iter().map(|(path, text)| (path.as_str(), text.as_str())))
}

/// All files after an import, the unchanged ones included.
fn imported(files: &Files, settings: &Settings, format: Format) -> Files {
    let sources = set(files);
    let report = pipeline::check(&sources, settings);
    let mut after = files.clone();
    for (source, imported) in pipeline::import(&sources, &report, settings, format, &|_| true) {
        if let Outcome::Changed(text) = imported.outcome {
            let path = sources.get(source).path.as_str();
            // The same file may have been given under two spellings of its path.
            if let Some(file) = after.iter_mut().find(|(name, _)| name == path) {
                file.1 = text;
            }
        }
    }
    after
}

/// Findings about syntax and front matter, without their places.
fn findings(files: &Files, settings: &Settings) -> BTreeSet<String> {
    let sources = set(files);
    let report = pipeline::check(&sources, settings);
    let about_front_matter = report.diagnostics.iter().filter(|finding| {
        // Said once for the archive, at the first document: the place moves.
        let code = finding.code.code;
        (code.starts_with("FM") || code.starts_with("SY")) && code != "FM015"
    });
    about_front_matter
        .map(|finding| format!("{} {} {}", sources.get(finding.source).path, finding.code.code, finding.message))
        .collect()
}

/// Whether `after` is `before` with one piece put in.
fn is_insertion(before: &str, after: &str) -> bool {
    let (before, after) = (before.as_bytes(), after.as_bytes());
    let same = before.iter().zip(after).take_while(|(a, b)| a == b).count();
    let from_end = before.iter().rev().zip(after.iter().rev()).take_while(|(a, b)| a == b).count();
    after.len() >= before.len() && same + from_end >= before.len()
}

#[track_caller]
fn hold(files: &Files, settings: &Settings) {
    for format in [Format::Yaml, Format::Toml] {
        let once = imported(files, settings, format);
        for ((path, before), (_, after)) in files.iter().zip(&once) {
            assert!(is_insertion(before, after), "{path} lost something:\n{before:?}\n{after:?}");
        }
        let twice = imported(&once, settings, format);
        for ((path, once), (_, twice)) in once.iter().zip(&twice) {
            assert_eq!(once, twice, "a second import changes {path}");
        }
        let before = findings(files, settings);
        for finding in findings(&once, settings) {
            assert!(before.contains(&finding), "new: {finding}");
        }
    }
}

#[test]
fn the_example_site() {
    let found = config::fs::find(&harness::example_site()).unwrap();
    let settings = found.options.into_settings("example-site");
    let sources = edge::sources(&found.root, &settings).unwrap();
    let files: Files =
        sources.iter().map(|source| (source.path.as_str().to_owned(), source.text.to_string())).collect();
    hold(&files, &settings);
    // Nor when the front matter of all of them is taken away.
    let bare =
        files.into_iter().map(|(path, text)| match text.strip_prefix("---\n").and_then(|t| t.split_once("\n---\n")) {
            Some((_, body)) => (path, body.to_owned()),
            None => (path, text),
        });
    hold(&bare.collect(), &settings);
}

#[test]
fn generated_documents() {
    hold(&(0..60).map(generator::document).collect(), &Settings::default());
    hold(&(0..60).map(generator::bare_document).collect(), &Settings::default());
}

#[test]
fn the_documents_of_the_specifications() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/rules");
    for entry in std::fs::read_dir(folder).unwrap() {
        let markdown = std::fs::read_to_string(entry.unwrap().path()).unwrap();
        for block in rule_case::blocks(&markdown, "````").iter().filter(|block| block.kind() == "postmortem") {
            let path = block.value("path").unwrap_or(rule_case::DEFAULT_PATH);
            let files = if block.text.starts_with("-- ") {
                harness::split(&block.text)
            } else {
                vec![(path.to_owned(), block.text.clone())]
            };
            hold(&files, &Settings::default());
        }
    }
}

proptest! {
    #[test]
    fn any_archive(files in props::archive()) {
        hold(&files, &Settings::default());
    }

    #[test]
    fn any_archive_with_words_of_its_own(files in props::archive()) {
        hold(&files, &Options::parse("afterword.toml", CONFIG).unwrap().into_settings("Archive"));
    }
}
