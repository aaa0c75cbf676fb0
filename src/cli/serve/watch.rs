//! Which folders are watched, and which of their changes count.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender};
use std::time::{Duration, Instant};

use notify::{EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use super::Event;
use crate::cli::open::Opened;

/// Editors save in several steps; this long nothing may happen before a save counts as done.
const QUIET: Duration = Duration::from_millis(40);
/// A stream of changes is not waited out for longer.
const LONGEST: Duration = Duration::from_millis(500);

/// The folders whose changes make a new edition.
pub(super) struct Places {
    watched: Vec<(PathBuf, RecursiveMode)>,
    root: PathBuf,
    /// The folder of the built site, whose changes are not ours to react to.
    out: PathBuf,
}

impl Places {
    /// The documents, the theme and the configuration of an archive.
    pub(super) fn of(archive: &Opened) -> Self {
        let Opened { root, settings, config: _ } = archive;
        let mut watched = vec![(root.clone(), RecursiveMode::NonRecursive)];
        if settings.archive.content.is_empty() {
            watched = vec![(root.clone(), RecursiveMode::Recursive)];
        } else {
            let own = ["templates", "assets", "strings"].map(|folder| root.join(folder));
            watched.push((root.join(&settings.archive.content), RecursiveMode::Recursive));
            watched.extend(own.into_iter().map(|folder| (folder, RecursiveMode::Recursive)));
        }
        watched.extend(settings.theme.folder.iter().map(|folder| (root.join(folder), RecursiveMode::Recursive)));
        Self { watched, root: root.clone(), out: root.join(&settings.site.out) }
    }

    /// While the configuration cannot be read: the folder that was asked for and those above it, where the
    /// configuration may be.
    pub(super) fn around(start: &Path) -> Self {
        let start = start.canonicalize().unwrap_or_else(|_| start.to_path_buf());
        let holds_config = |folder: &&Path| folder.join(afterword::config::fs::FILE_NAME).is_file();
        let root = start.ancestors().find(holds_config).unwrap_or(&start).to_path_buf();
        Self { watched: vec![(root.clone(), RecursiveMode::NonRecursive)], out: root.join("public"), root }
    }

    /// Whether a change of this file can change a page: nothing hidden, and not the built site.
    pub(super) fn concerns(&self, path: &Path) -> bool {
        let below = path.strip_prefix(&self.root).unwrap_or(path);
        let hidden = below.components().any(|part| part.as_os_str().to_string_lossy().starts_with('.'));
        !hidden && !path.starts_with(&self.out)
    }
}

/// The watcher and what it watches now.
pub(super) struct Watch {
    watcher: RecommendedWatcher,
    places: Vec<(PathBuf, RecursiveMode)>,
}

impl Watch {
    pub(super) fn new(events: Sender<Event>) -> notify::Result<Self> {
        let watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
            let event = match event {
                Ok(event) if matches!(event.kind, EventKind::Access(_)) => return,
                Ok(event) => Event::Changed(event.paths),
                Err(error) => Event::Unwatched(error),
            };
            // The main thread is gone when the command ends.
            drop(events.send(event));
        })?;
        Ok(Self { watcher, places: Vec::new() })
    }

    /// Watches these places and no others.
    pub(super) fn set(&mut self, places: &Places) -> notify::Result<()> {
        // A folder that was deleted and made again is a new one to the system.
        self.places.retain(|(folder, _)| folder.is_dir());
        for (folder, _) in self.places.iter().filter(|place| !places.watched.contains(place)) {
            // The folder may have been deleted, and its watch with it.
            drop(self.watcher.unwatch(folder));
        }
        let present: Vec<_> = places.watched.iter().filter(|(folder, _)| folder.is_dir()).cloned().collect();
        for (folder, mode) in present.iter().filter(|place| !self.places.contains(place)) {
            self.watcher.watch(folder, *mode)?;
        }
        self.places = present;
        Ok(())
    }
}

/// Waits until nothing has changed for a moment; what changed and counts. An event of another kind ends the wait
/// and is left in `other`.
pub(super) fn settle(
    first: Vec<PathBuf>,
    events: &Receiver<Event>,
    other: &mut Option<Event>,
    counts: impl Fn(&Path) -> bool,
) -> Vec<PathBuf> {
    let began = Instant::now();
    let mut changed = first;
    while began.elapsed() < LONGEST {
        match events.recv_timeout(QUIET) {
            Ok(Event::Changed(paths)) => changed.extend(paths),
            Ok(event) => {
                *other = Some(event);
                break;
            }
            Err(_) => break,
        }
    }
    changed.retain(|path| counts(path));
    changed.sort();
    changed.dedup();
    changed
}
