//! Processes that are killed, at moments spread over all that they change on the disk.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::Duration;

use notify::{EventKind, RecursiveMode, Watcher};
use walkdir::WalkDir;

use super::{BUILD, Tree, assert_same, build, clean, put, tree};
use crate::command::Folder;

/// How many processes of each kind are killed.
fn kills() -> usize {
    std::env::var("AFTERWORD_KILLS").map_or(4, |number| number.parse().unwrap())
}

/// Runs a command and kills it when so many changes below a folder were seen; how many were seen at its end, and
/// whether it ended by itself.
fn killed_after(command: &mut Command, folder: &Path, changes: usize) -> (usize, bool) {
    let (sender, events) = mpsc::channel();
    let mut watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
        if event.is_ok_and(|event| !matches!(event.kind, EventKind::Access(_))) {
            // The test has what it needs.
            let _ = sender.send(());
        }
    })
    .unwrap();
    watcher.watch(folder, RecursiveMode::Recursive).unwrap();
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let mut seen = 0;
    loop {
        if seen >= changes {
            child.kill().unwrap();
            return (seen, child.wait().unwrap().success());
        }
        match events.recv_timeout(Duration::from_millis(20)) {
            Ok(()) => seen += 1,
            Err(RecvTimeoutError::Timeout) => {
                if let Some(status) = child.try_wait().unwrap() {
                    seen += events.try_iter().count();
                    return (seen, status.success());
                }
            }
            Err(RecvTimeoutError::Disconnected) => unreachable!("the watcher lives"),
        }
    }
}

/// Numbers of changes after which to kill, over all that there are, never quite the same. The first is none.
fn moments(kills: usize, all: usize) -> impl Iterator<Item = usize> {
    let mut seed = 7_u64;
    (0..kills).map(move |i| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        let jitter = usize::try_from(seed >> 40).unwrap() % (all / kills + 1);
        if i == 0 { 0 } else { all * i / kills + jitter }
    })
}

/// The old site or the new one; or, while a journal says how to go on, files of both.
#[track_caller]
fn check_whole(folder: &Folder, old: &Tree, new: &Tree, after: usize) -> &'static str {
    let found = tree(&folder.path().join("public"));
    if found == *old {
        "old"
    } else if found == *new {
        "new"
    } else {
        let journal = folder.path().join("public/.afterword/journal.json");
        assert!(journal.exists(), "after {after} changes: neither the old site nor the new one");
        for (path, bytes) in &found {
            let known = old.get(path) == Some(bytes) || new.get(path) == Some(bytes);
            assert!(known, "after {after} changes: `{path}` is of no site");
        }
        "under way"
    }
}

#[test]
fn a_first_build_that_is_killed() {
    let new = clean(0);
    let folder = Folder::new("");
    put(&folder, 0);
    let site = folder.path().join("public");
    fs::create_dir(&site).unwrap();
    let (all, _) = killed_after(&mut folder.command(BUILD), &folder.path(), usize::MAX);
    for after in moments(kills(), all) {
        fs::remove_dir_all(&site).unwrap();
        fs::create_dir(&site).unwrap();
        killed_after(&mut folder.command(BUILD), &folder.path(), after);
        check_whole(&folder, &Tree::new(), new, after);
        build(&folder);
        assert_same(&tree(&site), new, "the build after it");
    }
}

#[test]
fn a_build_over_an_older_site_that_is_killed() {
    let clean = [clean(0), clean(1)];
    let folder = Folder::new("");
    put(&folder, 0);
    build(&folder);
    let site = folder.path().join("public");
    put(&folder, 1);
    let (all, _) = killed_after(&mut folder.command(BUILD), &folder.path(), usize::MAX);
    let mut moment = 1;
    let mut left = std::collections::BTreeMap::<_, usize>::new();
    for (i, after) in moments(kills(), all).enumerate() {
        let (old, new) = (moment, 1 - moment);
        put(&folder, new);
        killed_after(&mut folder.command(BUILD), &folder.path(), after);
        *left.entry(check_whole(&folder, clean[old], clean[new], after)).or_default() += 1;
        // Sometimes the change is taken back before the next build, sometimes that one is killed, too.
        if i % 3 == 1 {
            put(&folder, old);
        }
        if i % 5 == 2 {
            killed_after(&mut folder.command(BUILD), &folder.path(), after / 2);
        }
        moment = if i % 3 == 1 { old } else { new };
        build(&folder);
        assert_same(&tree(&site), clean[moment], "the build after it");
        let books = WalkDir::new(site.join(".afterword")).max_depth(1).into_iter().flatten();
        let books: Vec<String> = books.skip(1).map(|book| book.file_name().to_string_lossy().into_owned()).collect();
        let unfinished = |book: &String| book == "journal.json" || book == "staging" || book.ends_with(".new");
        assert!(!books.iter().any(unfinished), "{books:?}");
    }
    // Shown with `--nocapture`, in a long run.
    #[expect(clippy::print_stdout, reason = "figures of a long run")]
    if kills() > 50 {
        println!("{} builds over an older site were killed: {left:?}", kills());
    }
}

/// Documents that an import has something to write into.
fn bare(folder: &Folder) {
    folder.write("afterword.toml", "[archive]\ncontent = 'content'\n");
    for i in 0..40 {
        let text = format!("# Lockers {i} stayed shut\n\n**Severity:** SEV-2\n\n## Timeline\n\n- 09:12 UTC Begins.\n");
        folder.write(&format!("content/part-{}/2026-03-{:02}-lockers-{i}.md", i % 3, i % 28 + 1), text);
    }
}

/// A command that changes documents is killed: each is as it was or as it should be, and the next run ends the work.
#[track_caller]
fn check_documents(put: impl Fn(&Folder), args: &[&str]) {
    let folder = Folder::new("");
    put(&folder);
    let content = folder.path().join("content");
    let old = tree(&content);
    let (all, _) = killed_after(&mut folder.command(args), &content, usize::MAX);
    let new = tree(&content);
    assert_ne!(old, new);
    for after in moments(kills(), all) {
        fs::remove_dir_all(&content).unwrap();
        put(&folder);
        killed_after(&mut folder.command(args), &content, after);
        for (path, bytes) in tree(&content) {
            let known = old.get(&path) == Some(&bytes) || new.get(&path) == Some(&bytes);
            assert!(known || path.contains(".afterword-"), "after {after} changes: `{path}` is neither old nor new");
        }
        folder.output(args);
        assert_same(&tree(&content), &new, "the run after it");
    }
}

#[test]
fn an_import_that_is_killed() {
    check_documents(bare, &["import", "content", "--write"]);
}

#[test]
fn fixing_that_is_killed() {
    let unfixed = |folder: &Folder| {
        folder.write("afterword.toml", "[archive]\ncontent = 'content'\n");
        for i in 0..40 {
            folder.write(&format!("content/{i}.md"), format!("---\ntitle: Doors {i}\nseverty: sev2\n---\n\nText.\n"));
        }
    };
    check_documents(unfixed, &["check", "--fix"]);
}

/// What is written once, whole: it is there as it should be, or not at all, and can be made afterwards.
#[track_caller]
fn check_made(args: &[&str]) {
    let make = |folder: &Folder| folder.write("afterword.toml", "[archive]\ncontent = 'content'\n");
    let folder = Folder::new("");
    make(&folder);
    folder.write("content/2026-03-07-lockers.md", "# Lockers stayed shut\n");
    let before = tree(&folder.path());
    let (all, _) = killed_after(&mut folder.command(args), &folder.path(), usize::MAX);
    let new = tree(&folder.path());
    assert_ne!(before, new);
    for after in moments(kills(), all) {
        for path in new.keys().filter(|path| !before.contains_key(*path)) {
            fs::remove_file(folder.path().join(path)).unwrap();
        }
        for (path, bytes) in &before {
            folder.write(path, bytes);
        }
        killed_after(&mut folder.command(args), &folder.path(), after);
        for (path, bytes) in tree(&folder.path()) {
            let known = before.get(&path) == Some(&bytes) || new.get(&path) == Some(&bytes);
            assert!(known || path.contains(".afterword-"), "after {after} changes: `{path}` is neither old nor new");
        }
        folder.output(args);
        assert_same(&tree(&folder.path()), &new, "the run after it");
    }
}

#[test]
fn what_is_made_whole_and_is_killed() {
    check_made(&["init"]);
    check_made(&["new", "Doors opened by themselves", "--date", "2026-03-09"]);
    check_made(&["check", "--write-baseline", "known.json"]);
}
