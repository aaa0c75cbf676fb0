//! Which folders are watched, and which of their changes count.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender};
use std::time::{Duration, Instant, SystemTime};

use notify::{EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use super::Event;
use crate::cli::open::Opened;

/// Editors save in several steps; this long nothing may happen before a save counts as done.
const QUIET: Duration = Duration::from_millis(12);
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

    /// Whether a change of this file can change a page: nothing hidden, not the built site, and not what an editor
    /// keeps beside a file while it saves.
    pub(super) fn concerns(&self, path: &Path) -> bool {
        let below = path.strip_prefix(&self.root).unwrap_or(path);
        let hidden = below.components().any(|part| part.as_os_str().to_string_lossy().starts_with('.'));
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        !hidden && !path.starts_with(&self.out) && !is_of_an_editor(&name)
    }
}

/// Whether a file of this name is there for a moment only, or is the text of before: the backups of many editors
/// (`a.md~`), Emacs (`#a.md#`), the editors of JetBrains, the probe of Vim in a folder (4913, and more when that is
/// taken).
fn is_of_an_editor(name: &str) -> bool {
    let has_end = |end: &str| name.ends_with(end);
    has_end("~")
        || (name.starts_with('#') && has_end("#"))
        || has_end("___jb_tmp___")
        || has_end("___jb_old___")
        || name.parse::<u32>().is_ok_and(|number| number >= 4913 && (number - 4913) % 123 == 0)
}

/// The watcher and what it watches now.
pub(super) struct Watch {
    watcher: RecommendedWatcher,
    places: Vec<Watched>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Watched {
    folder: PathBuf,
    mode: RecursiveMode,
    /// Which folder of that name it is: one that was deleted and made again is a new one to the system.
    id: Option<Id>,
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

    /// Watches these places and no others; whether one of them was not watched before, so that its changes until now
    /// went unseen.
    pub(super) fn set(&mut self, places: &Places) -> notify::Result<bool> {
        let there = places.watched.iter().filter(|(folder, _)| folder.is_dir());
        let there: Vec<Watched> = there.map(|(folder, mode)| Watched::new(folder, *mode)).collect();
        for former in self.places.iter().filter(|place| !there.contains(place)) {
            // The folder may have been deleted, and its watch with it.
            drop(self.watcher.unwatch(&former.folder));
        }
        let mut is_new = false;
        for place in there.iter().filter(|place| !self.places.contains(place)) {
            self.watcher.watch(&place.folder, place.mode)?;
            is_new = true;
        }
        self.places = there;
        Ok(is_new)
    }
}

impl Watched {
    fn new(folder: &Path, mode: RecursiveMode) -> Self {
        Self { folder: folder.to_path_buf(), mode, id: id(folder) }
    }
}

/// The device, the inode, and when the folder was made: a new one often has the inode of the one that is gone.
type Id = (u64, u64, Option<SystemTime>);

#[cfg(unix)]
fn id(folder: &Path) -> Option<Id> {
    use std::os::unix::fs::MetadataExt as _;
    let metadata = std::fs::metadata(folder).ok()?;
    Some((metadata.dev(), metadata.ino(), metadata.created().ok()))
}

#[cfg(not(unix))]
fn id(folder: &Path) -> Option<Id> {
    Some((0, 0, std::fs::metadata(folder).ok()?.created().ok()))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_that_is_made_again_is_another_one() {
        let top = tempfile::tempdir().unwrap();
        let folder = top.path().join("content");
        std::fs::create_dir(&folder).unwrap();
        let first = Watched::new(&folder, RecursiveMode::Recursive);
        assert_eq!(Watched::new(&folder, RecursiveMode::Recursive), first);
        std::fs::remove_dir(&folder).unwrap();
        std::fs::create_dir(&folder).unwrap();
        assert_ne!(Watched::new(&folder, RecursiveMode::Recursive), first);
    }

    #[test]
    fn what_editors_leave_is_no_change() {
        let names = ["a.md~", "#a.md#", "a.md___jb_tmp___", "a.md___jb_old___", "4913", "5036", "5159"];
        assert!(names.iter().all(|name| is_of_an_editor(name)));
        let names = ["a.md", "2026", "4914", "# a.md", "a~b.md", "INC-4913", "jb_tmp.md"];
        assert!(!names.iter().any(|name| is_of_an_editor(name)));
    }
}
