//! Damaged caches, indexes and books. What can stand in the place of a site's books is tested beside the writer.

use std::fs;
use std::path::Path;

use snapbox::{assert_data_eq, str};
use walkdir::WalkDir;

use super::{BUILD, assert_same, build, clean, documents, put, tree};
use crate::command::{Folder, shown};

#[test]
fn a_manifest_that_is_damaged() {
    for text in ["", "{\"version\":1,\"fil", "\0\0\0\0\0\0\0\0", "{\"version\":7,\"files\":{}}"] {
        let folder = Folder::new("");
        put(&folder, 0);
        build(&folder);
        folder.write("public/CNAME", "example.org");
        folder.write("public/.afterword/manifest.json", text);
        put(&folder, 1);
        build(&folder);
        fs::remove_file(folder.path().join("public/CNAME")).unwrap();
        assert_same(&tree(&folder.path().join("public")), clean(1), text);
    }
}

#[test]
fn a_site_without_any_book_is_left_alone() {
    let folder = Folder::new("");
    put(&folder, 0);
    build(&folder);
    fs::remove_dir_all(folder.path().join("public/.afterword")).unwrap();
    folder.check(
        &["build"],
        str![[r#"
exit 2
--- stderr
error: the output folder `public` holds files that no build wrote
help: choose an empty or new folder, or empty this one if nothing in it is needed

"#]],
    );
    assert_same(&tree(&folder.path().join("public")), clean(0), "as it was");
}

/// What a search says of an archive.
fn search(folder: &Folder, cache: &Path) -> String {
    let cache = cache.to_string_lossy();
    let output = folder.output(&["search", "--cache-dir", &cache, "--json", "the"]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// Treats every file of a cache so, and searches. The answers are the same, and the cache is good afterwards.
#[track_caller]
fn check_cache(what: &str, damage: impl Fn(&Path)) {
    let folder = Folder::new("");
    put(&folder, 0);
    let cache = Folder::new("");
    let path = cache.path().join("cache");
    let expected = search(&folder, &path);
    let files: Vec<_> = WalkDir::new(&path).into_iter().flatten().filter(|entry| entry.file_type().is_file()).collect();
    for file in &files {
        damage(file.path());
    }
    assert_eq!(search(&folder, &path), expected, "{what}: the search after it");
    let again = folder.output(&["search", "-v", "--cache-dir", &path.to_string_lossy(), "the"]);
    let again = String::from_utf8(again.stderr).unwrap();
    assert!(again.contains("is current"), "{what}: {again}");
}

#[test]
fn a_search_cache_that_is_damaged() {
    check_cache("empty", |file| fs::write(file, "").unwrap());
    check_cache("zeros", |file| {
        fs::write(file, vec![0; fs::metadata(file).unwrap().len().try_into().unwrap()]).unwrap();
    });
    check_cache("cut short", |file| {
        let bytes = fs::read(file).unwrap();
        fs::write(file, &bytes[..bytes.len() / 2]).unwrap();
    });
    check_cache("a bit wrong", |file| {
        let mut bytes = fs::read(file).unwrap();
        if let Some(byte) = bytes.last_mut() {
            *byte ^= 1;
        }
        fs::write(file, bytes).unwrap();
    });
    check_cache("gone", |file| fs::remove_file(file).unwrap());
    check_cache("a folder", |file| {
        fs::remove_file(file).unwrap();
        fs::create_dir(file).unwrap();
    });
    #[cfg(unix)]
    check_cache("a link to nothing", |file| {
        fs::remove_file(file).unwrap();
        std::os::unix::fs::symlink("/nowhere/at/all", file).unwrap();
    });
}

/// One file alone, which tells other checks from that of the first file that is read.
#[test]
fn a_search_cache_with_one_damaged_file() {
    let folder = Folder::new("");
    put(&folder, 0);
    let cache = Folder::new("");
    let path = cache.path().join("cache");
    let expected = search(&folder, &path);
    let files = |path: &Path| {
        let files = WalkDir::new(path).sort_by_file_name().into_iter().flatten();
        files.filter(|entry| entry.file_type().is_file()).map(walkdir::DirEntry::into_path).collect::<Vec<_>>()
    };
    for i in 0..files(&path).len() {
        let Some(file) = files(&path).into_iter().nth(i) else { break };
        let mut bytes = fs::read(&file).unwrap();
        let middle = bytes.len() / 2;
        if let Some(byte) = bytes.get_mut(middle) {
            *byte ^= 0xff;
        }
        fs::write(&file, bytes).unwrap();
        assert_eq!(search(&folder, &path), expected, "{}", file.display());
    }
}

#[test]
fn a_search_cache_that_cannot_be_written() {
    let folder = Folder::new("");
    put(&folder, 0);
    let cache = Folder::new("");
    cache.write("cache", "a file");
    let path = cache.path().join("cache");
    let output = folder.output(&["search", "--cache-dir", &path.to_string_lossy(), "zanzibar"]);
    let text = shown(&output, &folder.path()).replace(&*cache.path().to_string_lossy(), "[CACHE]");
    assert_data_eq!(
        text,
        str![[r#"
exit 1
--- stderr
warning: the index cannot be kept in `[CACHE]/cache`: Not a directory (os error 20)
nothing found for `zanzibar`

"#]]
    );
}

/// Treats every file of what builds keep so, and builds after an edit. The site is that of its archive, and what is kept
/// then is what a build from nothing keeps.
#[track_caller]
fn check_kept(what: &str, damage: impl Fn(&Path)) {
    let folder = Folder::new("");
    put(&folder, 0);
    build(&folder);
    let cache = folder.path().join(".cache");
    let files = WalkDir::new(&cache).into_iter().flatten().filter(|entry| entry.file_type().is_file());
    let files: Vec<_> = files.map(walkdir::DirEntry::into_path).collect();
    assert!(files.len() > 2, "{files:?}");
    for file in &files {
        damage(file);
    }
    // The settings stay, so that what was kept is asked for.
    for (path, text) in documents(1) {
        folder.write(&format!("content/{path}"), text);
    }
    build(&folder);
    let site = tree(&folder.path().join("public"));
    let kept = tree(&cache);
    fs::remove_dir_all(&cache).unwrap();
    fs::remove_dir_all(folder.path().join("public")).unwrap();
    build(&folder);
    assert_same(&site, &tree(&folder.path().join("public")), what);
    assert_same(&kept, &tree(&cache), what);
}

#[test]
fn what_builds_keep_is_damaged() {
    check_kept("as it was", |_| {});
    check_kept("empty", |file| fs::write(file, "").unwrap());
    check_kept("cut short", |file| {
        let bytes = fs::read(file).unwrap();
        fs::write(file, &bytes[..bytes.len() / 2]).unwrap();
    });
    check_kept("a bit wrong", |file| {
        let mut bytes = fs::read(file).unwrap();
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        fs::write(file, bytes).unwrap();
    });
    check_kept("gone", |file| fs::remove_file(file).unwrap());
    #[cfg(unix)]
    check_kept("a link to nothing", |file| {
        fs::remove_file(file).unwrap();
        std::os::unix::fs::symlink("/nowhere/at/all", file).unwrap();
    });
}

/// Without a place for it, every build makes everything, and says so.
#[test]
fn what_builds_keep_cannot_be_written() {
    let folder = Folder::new("");
    put(&folder, 0);
    folder.write(".cache", "a file");
    build(&folder);
    put(&folder, 1);
    let output = folder.output(BUILD);
    let said = String::from_utf8(output.stderr).unwrap();
    let said = said.lines().filter(|line| line.contains("next build")).collect::<Vec<_>>().join("\n");
    let said = regex::Regex::new("/[0-9a-f]{16}`")
        .unwrap()
        .replace(&said, "/[HASH]`")
        .replace(&*folder.path().to_string_lossy(), "[ROOT]");
    assert_data_eq!(
        said,
        str![[
            r#"warning: not all is kept for the next build: could not write in `[ROOT]/.cache/build/[HASH]`: Not a directory (os error 20)"#
        ]]
    );
    assert_same(&tree(&folder.path().join("public")), clean(1), "without a cache");
    assert_eq!(folder.read(".cache"), "a file");
}

#[test]
fn what_builds_keep_is_never_published_nor_read() {
    let folder = Folder::new("");
    folder.write("first.md", "# First\n");
    for cache in ["public", "public/.cache", "cache"] {
        let text = shown(&folder.output(&["build", "--cache-dir", cache]), &folder.path())
            .replace(&format!("`{cache}`"), "[CACHE]");
        assert_data_eq!(
            text,
            str![[r#"
exit 2
--- stderr
error: the cache folder [CACHE] lies in the archive or in its site
help: choose a folder elsewhere, or one whose name begins with a dot

"#]]
        );
    }
    assert_eq!(folder.files(), "first.md\n");
    // That of the system may lie there, where the archive is somebody's home: then nothing is kept.
    let output = folder.command(&["build"]).env("AFTERWORD_CACHE_DIR", folder.path().join("cache")).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(!folder.path().join("cache").exists());
}
