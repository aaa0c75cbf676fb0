//! Bad days: the process is killed, the disk is full, others write at the same time, clocks jump, books are damaged.
//!
//! Each ends the same way. The old site or the new one is there whole, no byte of a source is lost, the message says
//! what to do, and the next run makes what a first run in an empty folder would have made.
//!
//! Processes are killed after so many changes on the disk as a run before them had seen, not after a time. A few
//! kills are enough for every day; `AFTERWORD_KILLS=300` makes as many of each kind.

mod books;
mod crowd;
#[cfg(target_os = "linux")]
mod disk;
mod kills;
mod themes;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::OnceLock;

use walkdir::WalkDir;

use crate::command::Folder;
use crate::generator;

/// The files below a folder with what they hold; the books of the build left out.
type Tree = BTreeMap<String, Vec<u8>>;

fn tree(folder: &Path) -> Tree {
    let entries = WalkDir::new(folder).into_iter().flatten();
    entries
        .filter(|entry| !entry.file_type().is_dir())
        .map(|entry| {
            let path = entry.path().strip_prefix(folder).unwrap().to_string_lossy().replace('\\', "/");
            let bytes = if entry.path_is_symlink() { b"a link".to_vec() } else { fs::read(entry.path()).unwrap() };
            (path, bytes)
        })
        .filter(|(path, _)| !path.starts_with(".afterword/"))
        .collect()
}

/// The paths that differ, for a message that can be read.
fn difference(left: &Tree, right: &Tree) -> String {
    let paths = left.keys().chain(right.keys()).filter(|path| left.get(*path) != right.get(*path));
    let mut paths: Vec<&str> = paths.map(String::as_str).collect();
    paths.dedup();
    paths.join("\n")
}

#[track_caller]
fn assert_same(found: &Tree, expected: &Tree, what: &str) {
    assert!(found == expected, "{what}: these differ:\n{}", difference(found, expected));
}

/// The documents of an archive at one of two moments. Between them, some change, some go, some come.
fn documents(moment: usize) -> Vec<(String, String)> {
    let shown = (0..16).filter(|i| i % 6 != moment * 3);
    shown
        .map(|i| {
            let (path, text) = generator::document(i);
            let more = if i % 4 == moment { format!("\nSeen again at moment {moment}.\n") } else { String::new() };
            (path, text + &more)
        })
        .collect()
}

/// Makes the archive in this folder that of a moment, theme and assets included.
fn put(folder: &Folder, moment: usize) {
    let content = folder.path().join("content");
    if content.exists() {
        fs::remove_dir_all(&content).unwrap();
    }
    folder.write("afterword.toml", format!("[site]\ntitle = 'Moment {moment}'\n[archive]\ncontent = 'content'\n"));
    for (path, text) in documents(moment) {
        folder.write(&format!("content/{path}"), text);
    }
    folder.write("content/sketch.md", "# A sketch\n\n![plan](plan.png)\n");
    folder.write("content/plan.png", vec![u8::try_from(moment).unwrap(); 200_000]);
}

/// What a first build in an empty folder makes of a moment.
fn clean(moment: usize) -> &'static Tree {
    static CLEAN: [OnceLock<Tree>; 2] = [const { OnceLock::new() }; 2];
    CLEAN[moment].get_or_init(|| {
        let folder = Folder::new("");
        put(&folder, moment);
        build(&folder);
        tree(&folder.path().join("public"))
    })
}

/// A build that has a cache, in a folder that is no part of the archive.
const BUILD: &[&str] = &["build", "--cache-dir", ".cache"];

/// A build that succeeds.
#[track_caller]
fn build(folder: &Folder) {
    let output = folder.output(BUILD);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}
