//! Composes the `fs.rs` files: reads an archive, writes a site. Nothing else.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use serde::{Deserialize, Serialize};

use crate::cache::{self, Cache, Emptied};
use crate::config::{self, Settings};
use crate::diagnostic;
use crate::diagnostic::render::Summary;
use crate::error::Error;
use crate::output;
use crate::pages::{self, PageKind};
use crate::pipeline::{self, Press, Renewed, Report, SearchFiles, Tally};
#[cfg(feature = "search")]
use crate::search;
use crate::text::{self, RelPath, SourceSet};
use crate::theme::{self, Theme};
use crate::urls;

pub use crate::output::WriteStats;
pub use crate::pipeline::Basis;

/// Everything a run reads from the disk, except the configuration.
#[derive(Debug)]
pub struct Inputs {
    /// The documents.
    pub sources: SourceSet,
    /// The look.
    pub theme: Theme,
}

/// How far a build is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress<'a> {
    /// The page with this file is being made.
    Begun(&'a str),
    /// It is made, or cannot be.
    Made(&'a str),
    /// It stays as it lies there.
    Kept(&'a str),
    /// So many files of all are made.
    Pages {
        /// Made so far. Calls come from several threads, so this may go back by a few.
        done: usize,
        /// All.
        total: usize,
    },
}

/// What a build made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BuildReport {
    /// Where the site is.
    pub folder: PathBuf,
    /// What was written.
    pub stats: WriteStats,
    /// The hash of the list of the site's files.
    #[serde(skip)]
    pub manifest: String,
    /// The number of files of the site.
    pub files: usize,
    /// How many of them are postmortems.
    pub postmortems: usize,
    /// What was left out because its place was taken, a phrase each.
    pub left_out: Vec<String>,
    /// Files of the archive that are part of the site as they are: their paths in the site, and in the archive.
    pub copies: BTreeMap<String, String>,
    /// What pages were made from, a hash by file.
    pub keys: BTreeMap<String, String>,
    /// The program that made it, if that is known.
    pub program: Option<String>,
}

/// What a build had to say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Built {
    /// What it made.
    pub report: BuildReport,
    /// How many findings there were.
    pub findings: Summary,
    /// How many of them each postmortem had by itself.
    pub tally: Tally,
}

/// Reads the documents and the theme of the archive at `root`.
///
/// # Errors
/// When a folder or file cannot be read, or there is no Markdown at all.
pub fn load(root: &Path, settings: &Settings) -> Result<Inputs, Error> {
    let sources = sources(root, settings)?;
    let theme = theme::fs::load(root, settings.theme.folder.as_deref())?;
    Ok(Inputs { sources, theme })
}

/// Reads the documents of the archive at `root`, without its theme.
///
/// # Errors
/// When a folder or file cannot be read, or there is no Markdown at all.
pub fn sources(root: &Path, settings: &Settings) -> Result<SourceSet, Error> {
    let sources = documents(root, settings, &walk(settings)?)?;
    Ok(match (RelPath::new(config::fs::FILE_NAME), config::fs::text(root)?) {
        (Some(path), Some(text)) => sources.with_config(path, &text),
        _ => sources,
    })
}

/// Where a search index came from.
#[cfg(feature = "search")]
#[derive(Debug)]
pub enum Kept {
    /// It was on the disk, and still true.
    Found,
    /// It was made, and is now on the disk.
    Stored,
    /// It was made, and is gone when the program ends: there is no cache, or it could not be written.
    Not(Option<Error>),
}

/// Opens the search index of the archive at `root`. In the folder `cache` it is kept from one run to the next, and
/// made again when documents or settings have changed.
///
/// # Errors
/// When a folder or file cannot be read, there is no Markdown at all, or the index cannot be made. That it cannot
/// be kept is no error.
#[cfg(feature = "search")]
pub fn index(root: &Path, settings: &Settings, cache: Option<&Path>) -> Result<(search::Index, Kept), Error> {
    let walk = walk(settings)?;
    let shelf = cache.map(|cache| search::fs::Shelf::new(cache, root));
    let basis = pipeline::index_basis(settings);
    // Most often the index is still true, so it is opened while that is looked at.
    let (listing, shelved) = rayon::join(|| text::fs::stamp(root, &walk), || shelf.as_ref()?.open());
    let listing = format!("{basis}{}", listing?);
    let shelved = match shelved {
        Some(shelved) if shelved.stamp().listing == listing => return Ok((shelved.index(), Kept::Found)),
        other => other,
    };
    let sources = documents(root, settings, &walk)?;
    let stamp = search::fs::Stamp { listing, content: pipeline::index_content(basis, &sources) };
    if let Some(shelved) = shelved.filter(|shelved| shelved.stamp().content == stamp.content) {
        return Ok((shelved.listed_as(stamp.listing), Kept::Found));
    }
    let index = pipeline::index(&sources, settings)?;
    let kept = match shelf.as_ref().map(|shelf| shelf.store(&index, &stamp)) {
        Some(Ok(())) => Kept::Stored,
        Some(Err(error)) => Kept::Not(Some(error)),
        None => Kept::Not(None),
    };
    Ok((index, kept))
}

fn walk(settings: &Settings) -> Result<text::fs::Walk, Error> {
    let archive = &settings.archive;
    text::fs::Walk::new(&archive.content, &archive.include, &archive.exclude, &settings.site.out, archive.max_file_size)
}

fn documents(root: &Path, settings: &Settings, walk: &text::fs::Walk) -> Result<SourceSet, Error> {
    let sources = text::fs::read(root, walk)?;
    if sources.is_empty() {
        return Err(Error::no_sources(root, settings.archive.include.join(", ")));
    }
    if settings.archive.git {
        return Ok(sources.with_days(&text::history::fs::first_days(root)?));
    }
    Ok(sources)
}

/// Hashes what a site and the findings about its archive are made from. `program` tells one program from another that
/// may make other pages of the same; empty when that is not known.
///
/// # Errors
/// When the baseline that the settings name cannot be read.
pub fn basis(root: &Path, inputs: &Inputs, settings: &Settings, program: &str) -> Result<Basis, Error> {
    let baseline = settings.rules.baseline.as_ref().map(|file| diagnostic::fs::read_baseline(&root.join(file)));
    let baseline = baseline.transpose()?.unwrap_or_default();
    Ok(pipeline::site_basis(settings, &inputs.sources, &inputs.theme, program, &format!("{baseline:?}")))
}

/// What the build that made the site had to say, if the site is there whole and a build from `basis` would make the
/// same again.
pub fn standing(root: &Path, settings: &Settings, basis: &Basis) -> Option<Built> {
    let folder = root.join(&settings.site.out);
    let (manifest, mut built): (_, Built) = output::fs::recall(&folder, &basis.whole)?;
    let rewritten = |source: &str| pages::html::fs::rewritten(root, &RelPath::new(source)?, settings).ok()?;
    if !output::fs::stands(&folder, &manifest, root, &built.report.copies, &rewritten) {
        return None;
    }
    let stats = &mut built.report.stats;
    *stats = WriteStats { written: 0, kept: built.report.files, deleted: 0, bytes: stats.bytes };
    built.report.folder = folder;
    Some(built)
}

/// How many findings the postmortems had when the last build looked. It is as good as what it was counted from: that
/// the site is another one since then does not matter.
pub fn tally(root: &Path, settings: &Settings) -> Tally {
    let built = output::fs::last_told::<Built>(&root.join(&settings.site.out));
    built.map(|built| built.tally).unwrap_or_default()
}

/// Keeps what a build from `basis` had to say beside its site, for [`standing`] and the next [`build`]. That it cannot
/// be kept is no error: the next build makes everything again.
pub fn remember(basis: &Basis, built: &Built) {
    output::fs::remember(&built.report.folder, &basis.whole, &built.report.manifest, built).ok();
}

/// The place in the folder `cache` of what builds of this site keep for the next one.
pub fn cache(cache: &Path, root: &Path, settings: &Settings) -> cache::fs::Folder {
    cache::fs::Folder::new(cache, "build", root.join(&settings.site.out))
}

/// Prepares what the pages of a checked archive are made with.
///
/// # Errors
/// When the theme or a template cannot be understood.
pub fn press(root: &Path, theme: &Theme, report: &Report, settings: &Settings) -> Result<Press, Error> {
    let press = Press::new(theme, &report.archive, settings)?;
    Ok(press.with_image_sizes(pages::html::fs::image_sizes(root, &report.archive)))
}

/// What one file of the site holds.
///
/// # Errors
/// When a template cannot be rendered, or a file of the archive cannot be read.
pub fn body<'a>(
    root: &Path,
    site: pages::Site<'a>,
    press: &Press,
    page: &pages::Page,
) -> Result<output::Body<'a>, Error> {
    published(root, site, pipeline::render_page(site, press, page)?)
}

/// A file of the archive as the site has it.
fn published<'a>(root: &Path, site: pages::Site<'_>, body: output::Body<'a>) -> Result<output::Body<'a>, Error> {
    let output::Body::File(path) = &body else { return Ok(body) };
    let rewritten = pages::html::fs::rewritten(root, path, site.settings)?;
    Ok(rewritten.map_or(body, output::Body::Bytes))
}

/// Builds the site of a checked archive from `basis`. Pages that the last build made from the same as they would be
/// made from now stay as they are; `cache` has what else can be used again, as long as the site of the last build is there.
///
/// # Errors
/// When the theme or a template cannot be understood, or the site cannot be written. The old site is then as it was.
pub fn build(
    root: &Path,
    inputs: &Inputs,
    report: &Report,
    settings: &Settings,
    basis: &Basis,
    cache: &dyn Cache,
    progress: &(dyn Fn(Progress<'_>) + Sync),
) -> Result<BuildReport, Error> {
    let press = press(root, &inputs.theme, report, settings)?;
    let site = press.site(report, &inputs.sources, settings);
    let pages::Plan { pages, collisions } = pages::plan(site);
    let keys = pipeline::page_keys(site, report, &basis.common);
    let archive = &report.archive;
    // The files of the search are known when the index is made, and that is done while pages are.
    let (files, count) = (AtomicUsize::new(pages.len()), AtomicUsize::new(0));
    let done = || {
        let done = count.fetch_add(1, Ordering::Relaxed) + 1;
        progress(Progress::Pages { done, total: files.load(Ordering::Relaxed) });
    };
    let folder = root.join(&settings.site.out);
    let renewed_keys = Mutex::new(BTreeMap::new());
    let output::Written { stats, manifest } = output::fs::write(&folder, root, |stage| {
        let former = stage.told::<Built>();
        let emptied = Emptied::new(cache);
        let cache = if former.is_some() { cache } else { &emptied };
        let (former, former_program) =
            former.map(|built| (built.report.keys, built.report.program)).unwrap_or_default();
        let paths: Vec<String> = pages.iter().map(|page| page.url.file()).collect();
        let renew = |page: usize| {
            let (path, page) = (&paths[page], &pages[page]);
            let is_known = |key: &str| former.get(path).is_some_and(|former| former == key) && stage.holds(path);
            let Renewed { key, body } = pipeline::renew_page(site, &press, &keys, page, is_known)?;
            if let Some(key) = key {
                renewed_keys.lock().unwrap_or_else(PoisonError::into_inner).insert(path.clone(), key);
            }
            body.map(|body| published(root, site, body)).transpose()
        };
        let renew = |page: usize| {
            progress(Progress::Begun(&paths[page]));
            let body = renew(page);
            progress(if matches!(body, Ok(None)) { Progress::Kept } else { Progress::Made }(&paths[page]));
            body
        };
        let is_same_program = basis.program.is_some() && former_program == basis.program;
        // Written as soon as it is made: the index of a large archive takes room.
        let write_search = || {
            let search = pipeline::search_files(archive, settings, basis.program.as_deref().unwrap_or_default(), cache);
            let names = search.names();
            files.fetch_add(names.len(), Ordering::Relaxed);
            let paths: Vec<String> = names.iter().map(|name| urls::search_file(name).file()).collect();
            let bytes = |name: usize| {
                let (name, path) = (&names[name], &paths[name]);
                let is_known = is_same_program && SearchFiles::is_fixed(name) && stage.holds(path);
                Ok((!is_known).then(|| output::Body::Bytes(search.bytes(archive, settings, name).unwrap_or_default())))
            };
            stage.files(&paths, &bytes, &done)
        };
        let (pages, search) = rayon::join(|| stage.files(&paths, &renew, &done), write_search);
        pages.and(search)
    })?;
    let keys = renewed_keys.into_inner().unwrap_or_else(PoisonError::into_inner);
    let left_out = collisions.iter().map(|collision| collision.message(archive)).collect();
    let copies = pages.iter().filter_map(|page| match &page.kind {
        PageKind::File(path) => Some((page.url.file(), path.to_string())),
        _ => None,
    });
    let copies = copies.collect();
    let files = files.into_inner();
    let (postmortems, program) = (archive.len(), basis.program.clone());
    Ok(BuildReport { folder, stats, manifest, files, postmortems, left_out, copies, keys, program })
}
