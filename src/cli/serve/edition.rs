//! One state of the archive, ready to be rendered: read anew, or made of the one before for an edit that changes one
//! page.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};
use std::time::SystemTime;

use afterword::cache::NoCache;
use afterword::config::Overrides;
use afterword::diagnostic::Diagnostic;
use afterword::edge::{self, Inputs};
use afterword::pages::{self, Page, PageKind};
use afterword::pipeline::{self, Memo, Press, Report, SearchFiles};
use afterword::text::{RelPath, Role, SourceId, SourceSet};
use afterword::theme::{self, Theme};

use super::overlay;
use crate::cli::error::CliError;
use crate::cli::known;
use crate::cli::open::{self, Opened};
use crate::cli::ui::Ui;

/// More edits at once are no longer what somebody typed.
const MOST_REVISED: usize = 8;

/// Everything pages are made of, at one moment. Never changed; a save makes a new one.
pub(super) struct Edition {
    pub(super) archive: Arc<Opened>,
    pub(super) sources: SourceSet,
    theme: Arc<Theme>,
    pub(super) report: Arc<Report>,
    press: Arc<Press>,
    /// By the path of their file.
    pages: Arc<BTreeMap<String, Page>>,
    /// Made when the first of them is asked for, so that a save does not wait for an index.
    search: OnceLock<SearchFiles>,
    /// The files of the pages that were revised. The others have not been looked at since, and are not answered from
    /// here. None in an edition that was read whole.
    revised: Option<BTreeSet<String>>,
}

/// Reads, checks and plans, with what was known before of documents that are as they were. Also what is known now.
pub(super) fn read(
    start: &Path,
    overrides: Overrides,
    former: &Memo,
    ui: &mut Ui,
) -> Result<(Edition, Memo), CliError> {
    let archive = open::open(start, overrides, ui)?;
    let inputs = ui.step("reading", || edge::load(&archive.root, &archive.settings))??;
    let check = || pipeline::check_again(&inputs.sources, &archive.settings, former);
    let (mut report, memo) = ui.step("checking", check)?;
    report.diagnostics = known::without(&archive, report.diagnostics, &inputs.sources)?;
    let Inputs { sources, theme } = inputs;
    Ok((Edition::new(Arc::new(archive), sources, theme, Arc::new(report))?, memo))
}

/// What some changed files make of an edition.
pub(super) enum Revision {
    /// Nothing: they came and went, or hold what they held.
    None,
    /// An edition in which some pages are new and the others must wait.
    Pages(Box<Edition>),
    /// The same archive in another look.
    Look(Result<Box<Edition>, CliError>),
    /// More than can be told from these files alone.
    Unknown,
}

/// What became of one file.
enum Change {
    /// A document has another text.
    Text(SourceId, Arc<str>),
    /// It holds what it held, or came and went.
    None,
    /// Anything else.
    Unknown,
}

fn is_postmortem(path: &RelPath, text: &str) -> bool {
    SourceSet::from_files([(path.as_str(), text)]).iter().all(|source| source.role == Role::Postmortem)
}

impl Edition {
    fn new(archive: Arc<Opened>, sources: SourceSet, theme: Theme, report: Arc<Report>) -> Result<Self, CliError> {
        let press = edge::press(&archive.root, &theme, &report, &archive.settings)?;
        let pages = pages::plan(press.site(&report, &sources, &archive.settings)).pages;
        let pages = pages.into_iter().map(|page| (page.url.file(), page)).collect();
        let (theme, press, pages) = (Arc::new(theme), Arc::new(press), Arc::new(pages));
        Ok(Self { archive, sources, theme, report, press, pages, search: OnceLock::new(), revised: None })
    }

    /// What these files, changed since it was read, make of this edition.
    pub(super) fn revise(&self, files: &BTreeSet<PathBuf>) -> Revision {
        if self.revised.is_some() || files.len() > MOST_REVISED * 4 {
            return Revision::Unknown;
        }
        let mut texts = BTreeMap::new();
        let mut is_of_the_look = false;
        for file in files {
            if self.is_of_the_look(file) {
                is_of_the_look = true;
                continue;
            }
            match self.change_of(file) {
                Change::Text(id, text) => _ = texts.insert(id, text),
                Change::None => {}
                Change::Unknown => return Revision::Unknown,
            }
        }
        match (texts.len(), is_of_the_look) {
            (0, false) => Revision::None,
            (0, true) => Revision::Look(self.with_its_look_read_again().map(Box::new)),
            (1..=MOST_REVISED, false) => match self.with_texts(&texts) {
                Some(edition) => Revision::Pages(Box::new(edition)),
                None => Revision::Unknown,
            },
            _ => Revision::Unknown,
        }
    }

    /// What became of a file since this was read.
    fn change_of(&self, file: &Path) -> Change {
        let path = file.strip_prefix(&self.archive.root).ok().and_then(|path| RelPath::new(&path.to_string_lossy()));
        let Some(path) = path else { return Change::Unknown };
        let Some(source) = self.sources.by_path(&path) else {
            let was_there = self.sources.has_source_or_folder(&path) || self.sources.files.contains(&path);
            let is_there = std::fs::symlink_metadata(file).is_ok();
            return if was_there || is_there { Change::Unknown } else { Change::None };
        };
        let limit = self.archive.settings.archive.max_file_size;
        let is_read = std::fs::symlink_metadata(file).is_ok_and(|file| file.is_file() && file.len() <= limit);
        if source.role != Role::Postmortem || !is_read {
            return Change::Unknown;
        }
        match std::fs::read(file).ok().and_then(|bytes| String::from_utf8(bytes).ok()) {
            Some(text) if *text == *source.text => Change::None,
            // By itself it is still a postmortem; what lies beside it is as it was.
            Some(text) if is_postmortem(&path, &text) => Change::Text(source.id, Arc::from(text)),
            _ => Change::Unknown,
        }
    }

    fn with_texts(&self, texts: &BTreeMap<SourceId, Arc<str>>) -> Option<Self> {
        let sources = self.sources.with_texts(texts);
        let changed: Vec<SourceId> = texts.keys().copied().collect();
        let mut report = pipeline::revise(&self.report, &sources, &changed, &self.archive.settings)?;
        report.diagnostics = known::without(&self.archive, report.diagnostics, &sources).ok()?;
        let is_changed = |page: &Page| match &page.kind {
            PageKind::Postmortem(index) => texts.contains_key(&report.archive.get(*index).source),
            _ => false,
        };
        let revised = self.pages.iter().filter(|(_, page)| is_changed(page)).map(|(file, _)| file.clone()).collect();
        Some(Self {
            archive: Arc::clone(&self.archive),
            sources,
            theme: Arc::clone(&self.theme),
            report: Arc::new(report),
            press: Arc::clone(&self.press),
            pages: Arc::clone(&self.pages),
            search: OnceLock::new(),
            revised: Some(revised),
        })
    }

    /// The documents whose files were written at this time or after it.
    pub(super) fn changed_since(&self, time: SystemTime) -> Vec<PathBuf> {
        let files = self.sources.iter().map(|source| self.archive.root.join(source.path.as_str()));
        let is_later = |file: &PathBuf| {
            std::fs::metadata(file).and_then(|file| file.modified()).is_ok_and(|written| written >= time)
        };
        files.filter(is_later).collect()
    }

    /// Whether a file is a part of the theme, and of nothing else.
    fn is_of_the_look(&self, file: &Path) -> bool {
        let Opened { root, settings, .. } = &*self.archive;
        let own = ["templates", "assets", "strings"].map(|folder| root.join(folder));
        let below = |folder: &PathBuf| file.starts_with(folder);
        let is_part =
            own.iter().any(below) || settings.theme.folder.as_ref().is_some_and(|folder| below(&root.join(folder)));
        // A template may be Markdown by its name, and an asset may be what a document links to.
        let path = file.strip_prefix(root).ok().and_then(|path| RelPath::new(&path.to_string_lossy()));
        is_part && path.is_some_and(|path| self.sources.by_path(&path).is_none())
    }

    fn with_its_look_read_again(&self) -> Result<Self, CliError> {
        let theme = theme::fs::load(&self.archive.root, self.archive.settings.theme.folder.as_deref())?;
        Self::new(Arc::clone(&self.archive), self.sources.clone(), theme, Arc::clone(&self.report))
    }

    /// Whether what it says of this file is of now.
    pub(super) fn answers(&self, file: &str) -> bool {
        let is_copied = || {
            let page = self.pages.get(file);
            page.is_some_and(|page| matches!(page.kind, PageKind::Asset(_) | PageKind::File(_)))
        };
        self.revised.as_ref().is_none_or(|revised| revised.contains(file) || is_copied())
    }

    /// Whether it was read whole.
    pub(super) fn is_whole(&self) -> bool {
        self.revised.is_none()
    }

    /// The revised pages, as far as they can be made, each with the findings laid over it.
    pub(super) fn revised_pages(&self) -> BTreeMap<String, (Vec<u8>, String)> {
        let files = self.revised.iter().flatten();
        files.filter_map(|file| Some((file.clone(), self.page_and_findings(file)?))).collect()
    }

    /// A page with its findings.
    pub(super) fn page_and_findings(&self, file: &str) -> Option<(Vec<u8>, String)> {
        let page = self.page(file)?;
        Some((self.render(page).ok()?, overlay::findings(&self.findings(page), &self.sources)))
    }
}

impl Edition {
    /// The page with this file, `postmortems/x/index.html`.
    pub(super) fn page(&self, file: &str) -> Option<&Page> {
        self.pages.get(file)
    }

    /// Its bytes.
    pub(super) fn render(&self, page: &Page) -> Result<Vec<u8>, CliError> {
        let site = self.press.site(&self.report, &self.sources, &self.archive.settings);
        let body = edge::body(&self.archive.root, site, &self.press, page)?;
        let bytes = body.bytes(|path| std::fs::read(self.archive.root.join(path.as_str())));
        bytes.map_err(crate::cli::error::file("read", Path::new(page.url.as_str())))
    }

    /// The bytes of a file that the search reads, `search/core.js`; none when there is no such file.
    pub(super) fn search_file(&self, file: &str) -> Option<Vec<u8>> {
        let name = file.strip_prefix("search/")?;
        let (archive, settings) = (&self.report.archive, &self.archive.settings);
        self.search
            .get_or_init(|| pipeline::search_files(archive, settings, "", &NoCache))
            .bytes(archive, settings, name)
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
    pub(super) fn reads_as(&self, other: &Self) -> bool {
        let texts = |edition: &'_ Self| {
            let sources = edition.sources.iter();
            sources.map(|source| (source.path.clone(), Arc::clone(&source.text))).collect::<Vec<_>>()
        };
        let layers = self.theme.layers().iter().map(|layer| &layer.files);
        self.archive.config == other.archive.config
            && self.archive.settings.today == other.archive.settings.today
            && self.sources.files == other.sources.files
            && texts(self) == texts(other)
            && layers.eq(other.theme.layers().iter().map(|layer| &layer.files))
    }

    /// Whether both are the same edition with the same texts revised.
    pub(super) fn is_revised_as(&self, other: &Self) -> bool {
        let texts = |edition: &'_ Self| edition.sources.iter().map(|source| source.hash).collect::<Vec<_>>();
        self.revised.is_some()
            && self.revised == other.revised
            && Arc::ptr_eq(&self.press, &other.press)
            && texts(self) == texts(other)
    }

    /// Makes the files of the search, if they were asked for in an edition before.
    pub(super) fn search_as_in(&self, other: &Self) {
        if other.search.get().is_some() {
            // Whoever asks hears of the error.
            drop(self.search_file("search/core.js"));
        }
    }

    /// Whether one of these files is copied to the site as it is. What is in it is not read, so a change of it
    /// cannot be seen by comparing.
    pub(super) fn copies(&self, files: &[PathBuf]) -> bool {
        self.pages.values().any(|page| match &page.kind {
            PageKind::File(path) => files.contains(&self.archive.root.join(path.as_str())),
            _ => false,
        })
    }
}
