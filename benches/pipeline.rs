//! The stages one by one, and the whole build, on generated archives of 100, 1,000 and 10,000 documents.
//!
//! `cargo bench` runs all; `cargo bench -- parse` one stage; `cargo bench -- '1000$'` one size. Figures are in
//! `README.md` beside this file.
#![expect(clippy::disallowed_methods, clippy::unwrap_used, reason = "a benchmark that cannot run says so loudly")]

mod generator;

use std::collections::BTreeMap;

use afterword::archive::Archive;
use afterword::config::Settings;
use afterword::diagnostic::render::Summary;
use afterword::edge::Built;
use afterword::import::Format;
use afterword::lint::{self, Scope};
use afterword::model::Postmortem;
use afterword::pipeline::{self, Memo, Press, Rechecked};
use afterword::text::SourceSet;
use afterword::theme::Theme;
use afterword::{edge, pages, parse};
use divan::counter::ItemsCount;
use divan::{Bencher, black_box};
use rayon::prelude::*;

const SIZES: [usize; 3] = [100, 1_000, 10_000];

fn main() {
    divan::main();
}

fn sources(n: usize) -> SourceSet {
    of(n, generator::document)
}

fn of(n: usize, document: fn(usize) -> (String, String)) -> SourceSet {
    let files: Vec<(String, String)> = (0..n).map(document).collect();
    SourceSet::from_files(files.iter().map(|(path, text)| (path.as_str(), text.as_str())))
}

fn postmortems(sources: &SourceSet, settings: &Settings) -> Vec<Postmortem> {
    let sources: Vec<_> = sources.iter().collect();
    sources.into_par_iter().map(|source| parse::parse(source, &settings.parse, &settings.catalog).0).collect()
}

/// Documents to postmortems, on all cores.
#[divan::bench(args = SIZES, sample_count = 10)]
fn parse_all(bencher: Bencher<'_, '_>, n: usize) {
    let (sources, settings) = (sources(n), Settings::default());
    bencher.counter(ItemsCount::new(n)).bench(|| postmortems(black_box(&sources), &settings));
}

/// The same documents without front matter: everything is inferred.
#[divan::bench(args = SIZES, sample_count = 10)]
fn infer_all(bencher: Bencher<'_, '_>, n: usize) {
    let (sources, settings) = (of(n, generator::bare_document), Settings::default());
    bencher.counter(ItemsCount::new(n)).bench(|| postmortems(black_box(&sources), &settings));
}

/// An import of documents without front matter, written nowhere.
#[divan::bench(args = SIZES, sample_count = 5)]
fn import(bencher: Bencher<'_, '_>, n: usize) {
    let (sources, settings) = (of(n, generator::bare_document), Settings::default());
    let report = pipeline::check(&sources, &settings);
    bencher
        .counter(ItemsCount::new(n))
        .bench(|| pipeline::import(black_box(&sources), &report, &settings, Format::Yaml, &|_| true));
}

/// Postmortems to an archive: names, links, facets, recurrences, likeness.
#[divan::bench(args = SIZES, sample_count = 10)]
fn archive(bencher: Bencher<'_, '_>, n: usize) {
    let (sources, settings) = (sources(n), Settings::default());
    let parsed = postmortems(&sources, &settings);
    bencher
        .counter(ItemsCount::new(n))
        .with_inputs(|| parsed.clone())
        .bench_values(|parsed| Archive::build(parsed, &sources, &settings.catalog));
}

/// All rules over an archive.
#[divan::bench(args = SIZES, sample_count = 10)]
fn lint(bencher: Bencher<'_, '_>, n: usize) {
    let (sources, settings) = (sources(n), Settings::default());
    let archive = Archive::build(postmortems(&sources, &settings), &sources, &settings.catalog);
    let scope = Scope {
        archive: &archive,
        sources: &sources,
        catalog: &settings.catalog,
        settings: &settings.rules,
        today: None,
    };
    bencher.counter(ItemsCount::new(n)).bench(|| lint::lint(black_box(scope), Vec::new()));
}

/// A check after the edit of one document, with what is known of the others: what `serve` does.
#[divan::bench(args = SIZES, sample_count = 10)]
fn check_again(bencher: Bencher<'_, '_>, n: usize) {
    let (sources, settings) = (sources(n), Settings::default());
    let (_, memo) = pipeline::check_again(&sources, &settings, &Memo::default());
    let edited = sources.iter().nth(n / 2).unwrap();
    let text = format!("{}\nThe relay kept its messages.\n", edited.text);
    let sources = sources.with_texts(&BTreeMap::from([(edited.id, text.into())]));
    bencher.counter(ItemsCount::new(n)).bench(|| pipeline::check_again(black_box(&sources), &settings, &memo));
}

/// All pages to bytes, on all cores, written nowhere.
#[divan::bench(args = SIZES, sample_count = 5)]
fn render(bencher: Bencher<'_, '_>, n: usize) {
    let (sources, settings) = (sources(n), Settings::default());
    let report = pipeline::check(&sources, &settings);
    let theme = Theme::new(Vec::new()).unwrap();
    bencher.counter(ItemsCount::new(n)).bench(|| {
        let press = Press::new(&theme, &report.archive, &settings).unwrap();
        let site = press.site(&report, &sources, &settings);
        let pages = pages::plan(site).pages;
        pages.par_iter().for_each(|page| {
            black_box(pipeline::render_page(site, &press, page).unwrap());
        });
    });
}

/// From a folder to a new site on the disk.
#[divan::bench(args = SIZES, sample_count = 5)]
fn build(bencher: Bencher<'_, '_>, n: usize) {
    let archive = on_disk(n);
    let settings = Settings::default();
    bencher
        .counter(ItemsCount::new(n))
        .with_inputs(|| {
            let _ = std::fs::remove_dir_all(archive.path().join(&settings.site.out));
        })
        .bench_values(|()| whole_build(archive.path(), &settings));
}

/// The same when nothing has changed since the last build.
#[divan::bench(args = SIZES, sample_count = 5)]
fn build_unchanged(bencher: Bencher<'_, '_>, n: usize) {
    let archive = on_disk(n);
    let settings = Settings::default();
    whole_build(archive.path(), &settings);
    bencher.counter(ItemsCount::new(n)).bench(|| whole_build(archive.path(), &settings));
}

/// The same when one document was edited since then.
#[divan::bench(args = SIZES, sample_count = 5)]
fn build_one_edit(bencher: Bencher<'_, '_>, n: usize) {
    let archive = on_disk(n);
    let settings = Settings::default();
    whole_build(archive.path(), &settings);
    let (path, mut text) = generator::document(n / 2);
    bencher
        .counter(ItemsCount::new(n))
        .with_inputs(|| {
            text.push_str("\nAnd it was quiet again.\n");
            std::fs::write(archive.path().join(&path), &text).unwrap();
        })
        .bench_local_values(|()| whole_build(archive.path(), &settings));
}

fn on_disk(n: usize) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in (0..n).map(generator::document) {
        std::fs::write(folder.path().join(path), text).unwrap();
    }
    folder
}

/// Builds as the command does.
fn whole_build(root: &std::path::Path, settings: &Settings) {
    let inputs = edge::load(root, settings).unwrap();
    let basis = edge::basis(root, &inputs, settings, "").unwrap();
    if edge::standing(root, settings, &basis).is_some() {
        return;
    }
    let former = edge::tally(root, settings);
    let cache = edge::cache(&root.join(".cache"), root, settings);
    let Rechecked { report, counted, tally } =
        pipeline::recheck(&inputs.sources, settings, &basis.common, &former, &cache);
    let findings = Summary::of(&report.diagnostics, &inputs.sources).and(counted);
    let report = edge::build(root, &inputs, &report, settings, &basis, &cache, &|_| {}).unwrap();
    edge::remember(&basis, &Built { report, findings, tally });
    cache.sweep();
}
