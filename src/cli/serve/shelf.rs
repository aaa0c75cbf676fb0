//! The shelf that always holds the newest edition, and tells who waits for another.

use std::path::PathBuf;
use std::sync::{Arc, PoisonError, RwLock};

use tokio::sync::watch;

use super::edition::Edition;
use crate::cli::error::CliError;

/// What is served: the newest edition, or why there is none.
pub(super) enum State {
    Ready(Box<Edition>),
    /// The text of the error, as the terminal shows it.
    Broken(String),
}

impl State {
    pub(super) fn of(edition: Result<Edition, CliError>) -> Arc<Self> {
        Arc::new(match edition {
            Ok(edition) => Self::Ready(Box::new(edition)),
            Err(error) => Self::Broken(error.text()),
        })
    }

    /// The edition, when there is one.
    pub(super) fn edition(&self) -> Option<&Edition> {
        match self {
            Self::Ready(edition) => Some(edition),
            Self::Broken(_) => None,
        }
    }

    /// Whether what it says of this file is of now.
    pub(super) fn answers(&self, file: &str) -> bool {
        self.edition().is_none_or(|edition| edition.answers(file))
    }
}

/// What listeners hear of. Both only grow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Version {
    /// Pages are other ones.
    pages: u64,
    /// Pages are the same, the findings laid over them are not.
    findings: u64,
}

/// Holds the newest state and tells who listens when it changes.
pub(super) struct Shelf {
    current: RwLock<Arc<State>>,
    versions: watch::Sender<Version>,
    /// The number of states there were, also of those that changed nothing.
    states: watch::Sender<u64>,
    /// Tells this run from the one before, so that a page of a former run reloads.
    run: u32,
}

impl Shelf {
    pub(super) fn new(first: Arc<State>) -> Self {
        let (versions, _) = watch::channel(Version { pages: 1, findings: 0 });
        let (states, _) = watch::channel(0);
        Self { current: RwLock::new(first), versions, states, run: std::process::id() }
    }

    /// The newest state and its version.
    pub(super) fn newest(&self) -> (Arc<State>, String) {
        // A poisoned lock still holds a whole state: replacing it is one assignment.
        let current = self.current.read().unwrap_or_else(PoisonError::into_inner);
        (Arc::clone(&current), self.name(*self.versions.borrow()))
    }

    /// The newest state that says something of this file, and its version. Waits for one.
    pub(super) async fn answer(&self, file: &str) -> (Arc<State>, String) {
        let mut states = self.states.subscribe();
        loop {
            states.mark_unchanged();
            let (state, version) = self.newest();
            if state.answers(file) || states.changed().await.is_err() {
                return (state, version);
            }
        }
    }

    /// The name of a version, as pages carry it.
    pub(super) fn name(&self, version: Version) -> String {
        format!("{}.{}", self.run, version.pages)
    }

    /// Hears of every change from now on, and of the present version first.
    pub(super) fn listen(&self) -> watch::Receiver<Version> {
        let mut receiver = self.versions.subscribe();
        receiver.mark_changed();
        receiver
    }

    /// Puts an edition with revised pages in place, unless it shows what is shown: a save may be told of twice.
    pub(super) fn revise(&self, edition: Edition) {
        let (shown, _) = self.newest();
        if shown.edition().is_some_and(|shown| shown.is_revised_as(&edition)) {
            return;
        }
        self.put(State::of(Ok(edition)), |version| version.pages += 1);
    }

    /// Puts a whole edition in place and tells who listens, unless the changes of `files` changed nothing that is
    /// served; whether it did. Otherwise a log written into the archive would make an edition for each of its lines.
    pub(super) fn replace(&self, next: &Arc<State>, files: &[PathBuf]) -> bool {
        // Pages that were shown before the rest was looked at, and are now perhaps other ones.
        let (former, _) = self.newest();
        let (mut same, mut same_findings) = (true, true);
        match (&*former, &**next) {
            (State::Ready(old), State::Ready(new)) if old.is_whole() => same = old.reads_as(new) && !new.copies(files),
            (State::Ready(old), State::Ready(new)) => {
                for (file, (page, findings)) in old.revised_pages() {
                    let now = new.page_and_findings(&file);
                    same &= now.as_ref().is_some_and(|(now, _)| *now == page);
                    same_findings &= now.is_some_and(|(_, now)| now == findings);
                }
            }
            (State::Broken(old), State::Broken(new)) => same = old == new,
            (State::Ready(_), State::Broken(_)) | (State::Broken(_), State::Ready(_)) => same = false,
        }
        let is_whole = former.edition().is_none_or(Edition::is_whole);
        match (same, same_findings) {
            (true, true) if is_whole => {}
            (true, true) => self.put(Arc::clone(next), |_| ()),
            (true, false) => self.put(Arc::clone(next), |version| version.findings += 1),
            (false, _) => self.put(Arc::clone(next), |version| version.pages += 1),
        }
        !(same && is_whole)
    }

    fn put(&self, next: Arc<State>, change: impl FnOnce(&mut Version)) {
        let mut current = self.current.write().unwrap_or_else(PoisonError::into_inner);
        let former = std::mem::replace(&mut *current, next);
        // Inside the lock, so that a state and its version are read together.
        self.versions.send_if_modified(|version| {
            let before = *version;
            change(version);
            *version != before
        });
        self.states.send_modify(|states| *states += 1);
        drop(current);
        // Outside of it: to take an archive of thousands apart takes its time.
        drop(former);
    }
}

impl Version {
    /// Whether only findings differ from those of an earlier one.
    pub(super) fn has_other_findings_only(self, earlier: Self) -> bool {
        self.pages == earlier.pages && self.findings != earlier.findings
    }
}
