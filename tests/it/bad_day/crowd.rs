//! Others who write at the same time, and clocks that jump.

use std::fs::{self, File};
use std::process::Stdio;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, SystemTime};

use snapbox::{assert_data_eq, str};

use super::{BUILD, assert_same, build, clean, documents, put, tree};
use crate::command::{Folder, shown};

#[test]
fn several_builds_into_one_folder() {
    let folder = Folder::new("");
    put(&folder, 0);
    for moment in [0, 1] {
        put(&folder, moment);
        let spawn = |_| folder.command(BUILD).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
        let children: Vec<_> = (0..4).map(spawn).collect();
        let mut succeeded = 0;
        for child in children {
            let output = child.wait_with_output().unwrap();
            if output.status.success() {
                succeeded += 1;
            } else {
                assert_data_eq!(
                    shown(&output, &folder.path()),
                    str![[r#"
exit 2
--- stderr
error: could not lock `public`
  caused by: another build is writing there
help: wait for the other build, or write elsewhere

"#]]
                );
            }
        }
        assert!(succeeded > 0);
        assert_same(&tree(&folder.path().join("public")), clean(moment), "after four builds at once");
    }
}

/// Several first builds, one of which cannot succeed and takes its folder away.
#[test]
fn a_build_that_fails_beside_one_that_does_not() {
    for _ in 0..3 {
        let folder = Folder::new("");
        put(&folder, 0);
        let broken = Folder::new("");
        put(&broken, 0);
        broken.write("templates/feed.xml", "{{ nosuch }}");
        let site = folder.path().join("public");
        let site = site.to_string_lossy();
        let spawn = |folder: &Folder| {
            folder.command(&["build", "--out", &site]).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
        };
        let children = [spawn(&broken), spawn(&folder), spawn(&broken)];
        for mut child in children {
            child.wait().unwrap();
        }
        build(&folder);
        assert_same(&tree(&folder.path().join("public")), clean(0), "after three builds at once");
    }
}

#[test]
fn sources_that_change_under_a_build() {
    let folder = Folder::new("");
    put(&folder, 0);
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            // Documents and whole folders come, change and go, as when branches are switched.
            for round in (0_usize..).take_while(|_| !done.load(Ordering::Relaxed)) {
                for (path, text) in documents(round % 2) {
                    folder.write(&format!("content/other-{}/{path}", round % 5), text);
                }
                drop(fs::remove_dir_all(folder.path().join(format!("content/other-{}", (round + 2) % 5))));
                folder.write("content/flicker.md", format!("# Flicker {round}\n"));
                drop(fs::remove_file(folder.path().join("content/flicker.md")));
            }
        });
        for _ in 0..4 {
            let output = folder.output(&["build"]);
            let text = shown(&output, &folder.path());
            assert!(output.status.success(), "{text}");
        }
        done.store(true, Ordering::Relaxed);
    });
    fs::remove_dir_all(folder.path().join("content")).unwrap();
    put(&folder, 1);
    build(&folder);
    assert_same(&tree(&folder.path().join("public")), clean(1), "when all is quiet");
}

#[test]
fn a_picture_that_goes_while_it_is_needed() {
    let folder = Folder::new("");
    put(&folder, 0);
    build(&folder);
    fs::remove_file(folder.path().join("content/plan.png")).unwrap();
    fs::create_dir(folder.path().join("content/plan.png")).unwrap();
    build(&folder);
    put(&folder, 0);
    build(&folder);
    assert_same(&tree(&folder.path().join("public")), clean(0), "when it is back");
}

/// Sets the time of change of every file below a folder.
fn date_back(folder: &std::path::Path, time: SystemTime) {
    for entry in walkdir::WalkDir::new(folder).into_iter().flatten().filter(|entry| entry.file_type().is_file()) {
        File::options().append(true).open(entry.path()).unwrap().set_modified(time).unwrap();
    }
}

/// No decision is made by a clock: neither what is built nor what is found.
#[test]
fn clocks_that_jump() {
    let epoch = SystemTime::UNIX_EPOCH;
    let (past, future) = (epoch + Duration::from_mins(1), epoch + Duration::from_hours(24 * 365 * 130));
    let folder = Folder::new("");
    let cache = Folder::new("");
    let cache_dir = cache.path().to_string_lossy().into_owned();
    let search = |word: &str| folder.output(&["search", "--cache-dir", &cache_dir, word]).status.code();
    put(&folder, 0);
    build(&folder);
    assert_eq!(search("zanzibar"), Some(1));
    for (word, time) in [("zanzibar", past), ("brimberg", future)] {
        date_back(&folder.path(), time);
        date_back(&cache.path(), time);
        let output = shown(&folder.output(&["build"]), &folder.path());
        assert!(output.contains("(0 written, "), "{output}");
        // Of the same length and of the same time, so that only what it holds tells it.
        folder.write("content/sketch.md", format!("# {word}\n\n![plan](plan.png)\n"));
        date_back(&folder.path().join("content"), time);
        assert_eq!(search(word), Some(0), "{word}");
        build(&folder);
        assert!(folder.read("public/postmortems/sketch/index.html").contains(word));
    }
    put(&folder, 0);
    date_back(&folder.path(), past);
    build(&folder);
    assert_same(&tree(&folder.path().join("public")), clean(0), "taken back");
    assert_eq!(search("zanzibar"), Some(1));
}

#[test]
fn many_documents_in_one_folder_and_one_that_is_too_large() {
    let folder = Folder::new("-- afterword.toml --\n[archive]\nmax_file_size = 4096\n[rules]\nselect = ['SY007']\n");
    for i in 0..1500 {
        folder.write(&format!("{i}.md"), format!("# Lamp {i} went out\n"));
    }
    folder.write("large.md", "# Large\n".repeat(1000));
    let text = shown(&folder.output(&["check", "--format", "concise"]), &folder.path());
    assert_data_eq!(
        text,
        str![[r#"
exit 1
--- stdout
large.md:1:1: warning[SY007] the file has 8000 bytes; the limit is 4096
--- stderr
1501 files: 1 warning ([TIME])

"#]]
    );
    build(&folder);
    let text = shown(&folder.output(&["build"]), &folder.path());
    assert_data_eq!(
        text,
        str![[r#"
exit 0
--- stderr
public: 1500 postmortems, 3044 files (0 written, 3044 kept, 0 deleted, 8.4 MB) in [TIME]
1501 files: 1 warning (`afterword check` shows them)

"#]]
    );
}
