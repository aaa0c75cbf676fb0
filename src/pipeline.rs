//! The stages in order; pure. The only code that knows all of them, with `edge`.
//!
//! [`check`] takes sources to a [`Report`] and [`check_again`] does where much of it is known, [`fix()`] to texts with fewer findings, `index` to a searchable index; [`Press`] has what pages are made with,
//! and [`render_page`] makes one. What was made is known again by the hashes of `basis`.

mod basis;
mod fix;
mod memo;
mod reading;
mod tally;

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::archive::Archive;
use crate::cache::Cache;
use crate::config::Settings;
use crate::diagnostic::Diagnostic;
use crate::error::Error;
use crate::import::{self, Document, Format, Imported, Reading};
use crate::lint::{self, Scope};
use crate::model::Postmortem;
use crate::output::Body;
use crate::pages::html::Typesetter;
use crate::pages::{self, Content, Digest, Keys, Page, Site};
use crate::parse;
use crate::render::Renderer;
#[cfg(feature = "search")]
use crate::search::{self, Index, Spellings};
use crate::text::{RelPath, Role, Source, SourceId, SourceSet};
use crate::theme::Theme;

pub use basis::{Basis, page_keys, site_basis};
#[cfg(feature = "search")]
pub use basis::{index_basis, index_content};
pub use fix::{Fixed, fix};
pub use memo::{Memo, check_again};
pub use tally::{Rechecked, Tally, recheck};

/// An archive and all findings about it.
#[derive(Debug)]
pub struct Report {
    /// The archive.
    pub archive: Archive,
    /// All findings, sorted by path, place and code.
    pub diagnostics: Vec<Diagnostic>,
    /// What the documents say about each other before they are read.
    pub hints: parse::Hints,
}

/// Parses, links and checks. Cannot fail: what is wrong with a document is in the report.
pub fn check(sources: &SourceSet, settings: &Settings) -> Report {
    let (archive, found, hints) = archive(sources, settings);
    let diagnostics = lint::lint(scope(&archive, sources, settings), found);
    Report { archive, diagnostics, hints }
}

/// The same after other texts of some postmortems (`sources` has them under the same ids), without looking at the
/// others: the findings are those of these alone. None when the change is of more than what their own pages show.
pub fn revise(report: &Report, sources: &SourceSet, changed: &[SourceId], settings: &Settings) -> Option<Report> {
    let mut revised: Option<Archive> = None;
    let mut indices = Vec::new();
    let mut found = Vec::new();
    for id in changed {
        let archive = revised.as_ref().unwrap_or(&report.archive);
        let (index, _) = archive.iter().find(|(_, postmortem)| postmortem.source == *id)?;
        let source = sources.get(*id);
        let (postmortem, diagnostics) = parse::parse_among(source, &settings.parse, &settings.catalog, &report.hints);
        revised = Some(archive.revised(index, postmortem)?);
        indices.push(index);
        found.extend(diagnostics);
    }
    let archive = revised?;
    let diagnostics = lint::lint_alone(scope(&archive, sources, settings), &indices, found);
    Some(Report { archive, diagnostics, hints: report.hints })
}

fn scope<'a>(archive: &'a Archive, sources: &'a SourceSet, settings: &'a Settings) -> Scope<'a> {
    Scope { archive, sources, catalog: &settings.catalog, settings: &settings.rules, today: settings.today }
}

/// Parses and links, without checking. The findings are those of parsing alone.
fn archive(sources: &SourceSet, settings: &Settings) -> (Archive, Vec<Diagnostic>, parse::Hints) {
    let documents: Vec<_> = sources.iter().filter(|source| source.role == Role::Postmortem).collect();
    let hints = parse::Hints::of(&documents);
    let parsed: Vec<_> = documents.into_par_iter().map(|source| parsed(source, settings, hints)).collect();
    let mut found = Vec::new();
    let mut postmortems = Vec::with_capacity(parsed.len());
    for (postmortem, diagnostics) in parsed {
        postmortems.push(postmortem);
        found.extend(diagnostics);
    }
    (Archive::build(postmortems, sources, &settings.catalog), found, hints)
}

/// One document of an archive.
fn parsed(source: &Source, settings: &Settings, hints: parse::Hints) -> (Postmortem, Vec<Diagnostic>) {
    let (postmortem, found) = parse::parse_among(source, &settings.parse, &settings.catalog, &hints);
    // What is built piece by piece has room to spare, a third of an archive. A copy takes what it needs.
    (postmortem.clone(), found)
}

/// Adds to the front matter of each document that `is_chosen` what is known of it beside. In the order of the paths.
pub fn import(
    sources: &SourceSet,
    report: &Report,
    settings: &Settings,
    format: Format,
    is_chosen: &(dyn Fn(&RelPath) -> bool + Sync),
) -> Vec<(SourceId, Imported)> {
    let mut findings: BTreeMap<SourceId, Vec<Diagnostic>> = BTreeMap::new();
    for diagnostic in &report.diagnostics {
        findings.entry(diagnostic.source).or_default().push(diagnostic.clone());
    }
    let documents: Vec<_> = sources.iter().filter(|source| source.role == Role::Postmortem).collect();
    let hints = parse::Hints::of(&documents);
    let reading = Reading {
        settings: &settings.parse,
        catalog: &settings.catalog,
        hints: &hints,
        language: &settings.site.language,
    };
    let import = |source: SourceId, postmortem| {
        let findings = findings.get(&source).map_or(&[][..], Vec::as_slice);
        let document = Document { source: sources.get(source), postmortem, findings };
        (source, import::import(document, format, reading))
    };
    let chosen = report.archive.iter().filter(|(_, postmortem)| is_chosen(&postmortem.path));
    let chosen: BTreeMap<_, _> = chosen.map(|(_, postmortem)| (postmortem.source, postmortem)).collect();
    chosen.into_par_iter().map(|(source, postmortem)| import(source, postmortem)).collect()
}

/// Parses, links and indexes.
///
/// # Errors
/// When the index cannot be made.
#[cfg(feature = "search")]
pub fn index(sources: &SourceSet, settings: &Settings) -> Result<Index, Error> {
    let (archive, ..) = archive(sources, settings);
    let catalog = &settings.catalog;
    Index::build(search::doc::documents(&archive, catalog), Spellings::new(catalog))
}

/// What an index would hold of a text that is in no archive: an alert, a draft. Its path is empty.
#[cfg(feature = "search")]
pub fn read_text(text: &str, settings: &Settings) -> search::doc::SearchDoc {
    let sources = SourceSet::from_files([("text.md", text)]);
    let postmortems = sources.iter().map(|source| parse::parse(source, &settings.parse, &settings.catalog).0);
    let archive = Archive::build(postmortems.collect(), &sources, &settings.catalog);
    let document = search::doc::documents(&archive, &settings.catalog).next().unwrap_or_default();
    // A title that the text does not have was made of the file's name.
    let title = if text.contains(&document.title) { document.title } else { String::new() };
    search::doc::SearchDoc { path: String::new(), title, ..document }
}

/// What the pages of one archive are made with: templates, assets, the words of the interface.
#[derive(Debug)]
pub struct Press {
    assets: BTreeMap<String, String>,
    digest: Digest,
    renderer: Renderer,
    typesetter: Typesetter,
}

impl Press {
    /// Prepares a theme for an archive.
    ///
    /// # Errors
    /// When a template cannot be parsed, or a part of the configuration or the theme cannot be understood.
    pub fn new(theme: &Theme, archive: &Archive, settings: &Settings) -> Result<Self, Error> {
        let words = theme.strings(&settings.site.language)?;
        let renderer = Renderer::new(theme, &words)?;
        let typesetter = Typesetter::new(archive, settings, words)?;
        Ok(Self { assets: theme.published().clone(), digest: Digest::new(archive), renderer, typesetter })
    }

    /// Tells the sizes of images, in pixels.
    #[must_use]
    pub fn with_image_sizes(self, sizes: BTreeMap<RelPath, (u32, u32)>) -> Self {
        Self { typesetter: self.typesetter.with_image_sizes(sizes), ..self }
    }

    /// Everything pages are made of, together.
    pub fn site<'a>(&'a self, report: &'a Report, sources: &'a SourceSet, settings: &'a Settings) -> Site<'a> {
        Site {
            archive: &report.archive,
            sources,
            settings,
            assets: &self.assets,
            typesetter: &self.typesetter,
            digest: &self.digest,
        }
    }
}

/// Makes one file of the site.
///
/// # Errors
/// When its template cannot be rendered.
pub fn render_page<'a>(site: Site<'a>, press: &Press, page: &Page) -> Result<Body<'a>, Error> {
    render(press, pages::content(site, page))
}

/// A file of the site, as far as it had to be made.
#[derive(Debug)]
pub struct Renewed<'a> {
    /// What it was made from. None for a file that no template makes.
    pub key: Option<String>,
    /// What it holds. None where that is known.
    pub body: Option<Body<'a>>,
}

/// Makes one file of the site, unless `is_known` says of its key that what it holds is known.
///
/// # Errors
/// When its template cannot be rendered.
pub fn renew_page<'a>(
    site: Site<'a>,
    press: &Press,
    keys: &Keys<'_>,
    page: &Page,
    is_known: impl Fn(&str) -> bool,
) -> Result<Renewed<'a>, Error> {
    let early = keys.of_page(page);
    if early.as_deref().is_some_and(&is_known) {
        return Ok(Renewed { key: early, body: None });
    }
    let content = pages::content(site, page);
    let late = if early.is_none() { keys.of_content(&content) } else { None };
    if late.as_deref().is_some_and(is_known) {
        return Ok(Renewed { key: late, body: None });
    }
    Ok(Renewed { key: early.or(late), body: Some(render(press, content)?) })
}

fn render<'a>(press: &Press, content: Content<'a>) -> Result<Body<'a>, Error> {
    Ok(match content {
        Content::Template(template, view) => Body::Bytes(press.renderer.render(template, &*view)?),
        Content::Script(template, view) => {
            let text = press.renderer.render(template, &*view)?;
            Body::Bytes(pages::script(&String::from_utf8_lossy(&text)).into_bytes())
        }
        Content::Text(text) => Body::Bytes(text.into_bytes()),
        Content::Archive(archive) => Body::Pieces(Box::new(move |out| pages::export::write_json(&archive, out))),
        Content::Asset(name) => Body::Bytes(press.renderer.asset(&name).unwrap_or_default().to_vec()),
        Content::File(path) => Body::File(path),
    })
}

/// The files that the search of a site reads in the browser. None when it has no search.
#[derive(Debug, Default)]
pub struct SearchFiles(#[cfg(feature = "search")] Option<search::Export>);

/// Indexes an archive for the browser, if its site has a search, but for what `cache` has of that by this `program`.
#[cfg_attr(not(feature = "search"), expect(unused_variables, reason = "there is nothing to index them with"))]
pub fn search_files(archive: &Archive, settings: &Settings, program: &str, cache: &dyn Cache) -> SearchFiles {
    #[cfg(feature = "search")]
    if settings.search.enabled {
        return SearchFiles(Some(search::Export::new(archive, &settings.catalog, cache, program)));
    }
    SearchFiles::default()
}

impl SearchFiles {
    /// The names of all files below the search's folder, sorted.
    pub fn names(&self) -> Vec<String> {
        #[cfg(feature = "search")]
        return self.0.as_ref().map(search::Export::names).unwrap_or_default();
        #[cfg(not(feature = "search"))]
        Vec::new()
    }

    /// Whether a file of this name is the same for ever, as long as the same program makes it.
    #[cfg_attr(not(feature = "search"), expect(unused_variables, reason = "there is no file"))]
    pub fn is_fixed(name: &str) -> bool {
        #[cfg(feature = "search")]
        return search::Export::is_fixed(name);
        #[cfg(not(feature = "search"))]
        false
    }

    /// What a file holds; none when there is no such file. The archive and the settings are those they were made of.
    #[cfg_attr(not(feature = "search"), expect(unused_variables, reason = "there is no file"))]
    pub fn bytes(&self, archive: &Archive, settings: &Settings, name: &str) -> Option<Vec<u8>> {
        #[cfg(feature = "search")]
        return self.0.as_ref()?.bytes(archive, &settings.catalog, name);
        #[cfg(not(feature = "search"))]
        None
    }
}
