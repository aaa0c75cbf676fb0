//! Builds that end, as if killed, before each change they would make on the disk.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use super::*;

thread_local! {
    /// How many steps this thread has before it ends; none for no end.
    static LEFT: Cell<Option<usize>> = const { Cell::new(None) };
}

/// Ends the build when its steps are used up. Nothing of it runs afterwards but what frees memory and the lock.
pub(in super::super) fn step() {
    match LEFT.get() {
        Some(0) => {
            LEFT.set(None);
            resume_unwind(Box::new("killed"));
        }
        left => LEFT.set(left.map(|left| left - 1)),
    }
}

type Files = &'static [(&'static str, &'static str)];

/// Between the two everything happens that can: pages change and stay, come and go, with and without their folder; a
/// file becomes a folder and a folder a file.
const OLD: Files = &[
    ("index.html", "home"),
    ("same.html", "same"),
    ("file", "a file"),
    ("folder/deep/a.html", "a"),
    ("folder/deep/b.html", "b"),
    ("gone/index.html", "gone"),
    ("gone.html", "gone"),
    ("p/old/index.html", "old"),
    ("p/kept/index.html", "kept"),
    ("swap", "file"),
];
const NEW: Files = &[
    ("index.html", "new home"),
    ("same.html", "same"),
    ("file/index.html", "in a folder now"),
    ("file/deep/index.html", "deeper"),
    ("folder", "a file now"),
    ("p/kept/index.html", "kept, changed"),
    ("p/new/index.html", "new"),
    ("q/r/s.html", "new, deep"),
    ("r.html", "new"),
    ("swap/x", "folder"),
];

impl Place {
    /// Writes a site with one thread that ends after so many steps; whether it was ended.
    fn killed_after(&self, steps: usize, files: Files) -> bool {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
        pool.install(|| {
            LEFT.set(Some(steps));
            let result = catch_unwind(AssertUnwindSafe(|| self.write(files).unwrap()));
            LEFT.set(None);
            result.is_err()
        })
    }

    /// The site without our books.
    fn site(&self) -> BTreeMap<String, String> {
        let walk = walkdir::WalkDir::new(self.folder()).into_iter().flatten();
        walk.filter(|entry| entry.file_type().is_file())
            .map(|entry| {
                let path = entry.path().strip_prefix(self.folder()).unwrap().to_string_lossy().replace('\\', "/");
                (path, fs::read_to_string(entry.path()).unwrap())
            })
            .filter(|(path, _)| !path.starts_with(BOOKS))
            .collect()
    }

    /// No site but the old and the new one is there, unless a journal says how to go on. Then each file is of one of
    /// them.
    #[track_caller]
    fn check_whole(&self, before: Files, after: Files, steps: usize) {
        let site = self.site();
        if self.folder().join(BOOKS).join(JOURNAL).exists() {
            for (path, text) in &site {
                let known = before.iter().chain(after).any(|file| file == &(path.as_str(), text.as_str()));
                assert!(known, "after {steps} steps: {path}: {text}");
            }
        } else {
            assert!(site == tree(before) || site == tree(after), "after {steps} steps: {site:#?}");
        }
    }

    /// The next build makes its site, and there is nothing else.
    #[track_caller]
    fn check_healed(&self, files: Files, steps: usize) {
        self.write(files).unwrap_or_else(|error| panic!("after {steps} steps: {error}"));
        assert_eq!(self.site(), tree(files), "after {steps} steps");
        let books: BTreeSet<String> = fs::read_dir(self.folder().join(BOOKS))
            .unwrap()
            .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
            .collect();
        let expected = [LAST, LOCK, MANIFEST].map(str::to_owned);
        assert_eq!(books, expected.into(), "after {steps} steps");
        check_stats(self.write(files), 0, files.len(), 0);
    }
}

fn tree(files: Files) -> BTreeMap<String, String> {
    files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect()
}

/// Ends a build before each of its steps; what `then` does must leave a whole site. The number of steps.
fn at_each_step(before: Files, after: Files, then: impl Fn(&Place, usize)) -> usize {
    (0..10_000)
        .find(|&steps| {
            let place = Place::new();
            if !before.is_empty() {
                place.write(before).unwrap();
            }
            let killed = place.killed_after(steps, after);
            place.check_whole(before, after, steps);
            then(&place, steps);
            !killed
        })
        .unwrap()
}

#[test]
fn a_first_build_that_is_killed_is_made_by_the_next() {
    let steps = at_each_step(&[], NEW, |place, steps| place.check_healed(NEW, steps));
    assert!(steps > 20, "{steps}");
}

#[test]
fn a_change_that_is_killed_is_made_by_the_next() {
    let steps = at_each_step(OLD, NEW, |place, steps| place.check_healed(NEW, steps));
    assert!(steps > 30, "{steps}");
}

#[test]
fn a_change_that_is_killed_can_be_taken_back() {
    at_each_step(OLD, NEW, |place, steps| place.check_healed(OLD, steps));
}

#[test]
fn a_build_that_is_killed_while_it_finishes_another_is_finished_too() {
    at_each_step(OLD, NEW, |place, steps| {
        place.killed_after(steps % 17, OLD);
        place.killed_after(steps % 7, NEW);
        place.check_healed(NEW, steps);
    });
}
