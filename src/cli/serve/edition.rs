//! One state of the archive, ready to be rendered; and the shelf that always holds the newest.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock, PoisonError, RwLock};

use afterword::config::Overrides;
use afterword::diagnostic::Diagnostic;
use afterword::edge::{self, Inputs};
use afterword::output::Body;
use afterword::pages::{self, Page, PageKind};
use afterword::pipeline::{self, Press, Report, SearchFiles};
use afterword::text::SourceId;
use tokio::sync::watch;

use crate::cli::error::CliError;
use crate::cli::known;
use crate::cli::open::{self, Opened};
use crate::cli::ui::Ui;

/// Everything pages are made of, at one moment. Never changed; a save makes a new one.
pub(super) struct Edition {
    pub(super) archive: Opened,
    pub(super) inputs: Inputs,
    pub(super) report: Report,
    press: Press,
    /// By the path of their file.
    pages: BTreeMap<String, Page>,
    /// Made when the first of them is asked for, so that a save does not wait for an index.
    search: OnceLock<Result<SearchFiles, CliError>>,
}

/// Reads, checks and plans.
pub(super) fn read(start: &Path, overrides: Overrides, ui: &mut Ui) -> Result<Edition, CliError> {
    let archive = open::open(start, overrides, ui)?;
    let inputs = ui.step("reading", || edge::load(&archive.root, &archive.settings))??;
    let mut report = ui.step("checking", || pipeline::check(&inputs.sources, &archive.settings))?;
    report.diagnostics = known::without(&archive, report.diagnostics, &inputs.sources)?;
    let press = edge::press(&archive.root, &inputs, &report, &archive.settings)?;
    let site = press.site(&report, &inputs.sources, &archive.settings);
    let pages = pages::plan(site).pages.into_iter().map(|page| (page.url.file(), page)).collect();
    Ok(Edition { archive, inputs, report, press, pages, search: OnceLock::new() })
}

impl Edition {
    /// The page with this file, `postmortems/x/index.html`.
    pub(super) fn page(&self, file: &str) -> Option<&Page> {
        self.pages.get(file)
    }

    /// Its bytes.
    pub(super) fn render(&self, page: &Page) -> Result<Vec<u8>, CliError> {
        let site = self.press.site(&self.report, &self.inputs.sources, &self.archive.settings);
        match edge::body(&self.archive.root, site, &self.press, page)? {
            Body::Bytes(bytes) => Ok(bytes),
            Body::File(path) => {
                let file = self.archive.root.join(path.as_str());
                std::fs::read(&file).map_err(crate::cli::error::file("read", &file))
            }
        }
    }

    /// The bytes of a file that the search reads, `search/core.js`; none when there is no such file.
    pub(super) fn search_file(&self, file: &str) -> Result<Option<Vec<u8>>, String> {
        let Some(name) = file.strip_prefix("search/") else { return Ok(None) };
        let (archive, settings) = (&self.report.archive, &self.archive.settings);
        let files = self.search.get_or_init(|| Ok(pipeline::search_files(archive, settings)?));
        let files = files.as_ref().map_err(CliError::text)?;
        Ok(files.bytes(archive, settings, name))
    }

    /// The findings a page shows: those of its document, and on the home page those of files that have no page.
    pub(super) fn findings(&self, page: &Page) -> Vec<&Diagnostic> {
        let all = self.report.diagnostics.iter();
        match &page.kind {
            PageKind::Postmortem(index) => {
                let source = self.report.archive.get(*index).source;
                all.filter(|diagnostic| diagnostic.source == source).collect()
            }
            PageKind::Home => {
                let with_page: BTreeSet<SourceId> =
                    self.report.archive.iter().map(|(_, postmortem)| postmortem.source).collect();
                all.filter(|diagnostic| !with_page.contains(&diagnostic.source)).collect()
            }
            _ => Vec::new(),
        }
    }
}

impl Edition {
    /// Whether both were read from the same: then a change was of a file that is no part of the archive.
    fn reads_as(&self, other: &Self) -> bool {
        let texts = |edition: &'_ Self| {
            let sources = edition.inputs.sources.iter();
            sources.map(|source| (source.path.clone(), Arc::clone(&source.text))).collect::<Vec<_>>()
        };
        let layers = self.inputs.theme.layers().iter().map(|layer| &layer.files);
        self.archive.config == other.archive.config
            && self.archive.settings.today == other.archive.settings.today
            && self.inputs.sources.files == other.inputs.sources.files
            && texts(self) == texts(other)
            && layers.eq(other.inputs.theme.layers().iter().map(|layer| &layer.files))
    }

    /// Whether one of these files is copied to the site as it is. What is in it is not read, so a change of it
    /// cannot be seen by comparing.
    fn copies(&self, files: &[PathBuf]) -> bool {
        self.pages.values().any(|page| match &page.kind {
            PageKind::File(path) => files.contains(&self.archive.root.join(path.as_str())),
            _ => false,
        })
    }
}

/// What is served: the newest edition, or why there is none.
pub(super) enum State {
    Ready(Box<Edition>),
    /// The text of the error, as the terminal shows it.
    Broken(String),
}

/// Holds the newest state and tells who listens when it changes.
pub(super) struct Shelf {
    current: RwLock<Arc<State>>,
    versions: watch::Sender<u64>,
    /// Tells this run from the one before, so that a page of a former run reloads.
    run: u32,
}

impl Shelf {
    pub(super) fn new(first: Result<Edition, CliError>) -> Self {
        let (versions, _) = watch::channel(1);
        Self { current: RwLock::new(Arc::new(state(first))), versions, run: std::process::id() }
    }

    /// The newest state and its version.
    pub(super) fn newest(&self) -> (Arc<State>, String) {
        // A poisoned lock still holds a whole state: replacing it is one assignment.
        let current = self.current.read().unwrap_or_else(PoisonError::into_inner);
        (Arc::clone(&current), self.name(*self.versions.borrow()))
    }

    /// The name of a version, as pages carry it.
    pub(super) fn name(&self, version: u64) -> String {
        format!("{}.{version}", self.run)
    }

    /// Hears of every change from now on, and of the present version first.
    pub(super) fn listen(&self) -> watch::Receiver<u64> {
        let mut receiver = self.versions.subscribe();
        receiver.mark_changed();
        receiver
    }

    /// Puts a new edition in place and tells who listens, unless the changes of `files` changed nothing that is
    /// served; whether it did. Otherwise a log written into the archive would make an edition for each of its lines.
    pub(super) fn replace(&self, next: Result<Edition, CliError>, files: &[PathBuf]) -> bool {
        let next = state(next);
        let mut current = self.current.write().unwrap_or_else(PoisonError::into_inner);
        let same = match (&**current, &next) {
            (State::Ready(old), State::Ready(new)) => old.reads_as(new) && !new.copies(files),
            (State::Broken(old), State::Broken(new)) => old == new,
            (State::Ready(_), State::Broken(_)) | (State::Broken(_), State::Ready(_)) => false,
        };
        if !same {
            *current = Arc::new(next);
            // Inside the lock, so that a state and its version are read together.
            self.versions.send_modify(|version| *version += 1);
        }
        !same
    }
}

fn state(edition: Result<Edition, CliError>) -> State {
    match edition {
        Ok(edition) => State::Ready(Box::new(edition)),
        Err(error) => State::Broken(error.text()),
    }
}
