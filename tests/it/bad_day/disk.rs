//! Disks that are full, read-only, or not the one the archive is on.
//!
//! A small file system in memory is mounted for these, which needs root; where that cannot be done they are passed
//! over, and say so.

use std::path::PathBuf;
use std::process::Command;

use snapbox::{assert_data_eq, str};

use super::{Tree, assert_same, build, clean, put, tree};
use crate::command::{Folder, shown};

/// A file system of its own, unmounted at its end.
struct Disk {
    folder: Folder,
}

impl Disk {
    /// None where nothing may be mounted.
    #[expect(clippy::print_stderr, reason = "a test that is passed over says so")]
    fn new(size: &str) -> Option<Self> {
        let folder = Folder::new("");
        let options = format!("size={size}");
        let mount = Command::new("mount").args(["-t", "tmpfs", "-o", &options, "tmpfs"]).arg(folder.path()).output();
        if mount.is_ok_and(|mount| mount.status.success()) {
            return Some(Self { folder });
        }
        eprintln!("passed over: a tmpfs cannot be mounted here (it needs root)");
        None
    }

    fn path(&self) -> PathBuf {
        self.folder.path()
    }

    #[track_caller]
    fn remount(&self, options: &str) {
        let options = format!("remount,{options}");
        assert!(Command::new("mount").args(["-o", &options]).arg(self.path()).status().unwrap().success());
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        // A test that failed may still have a process there; then it goes with the machine.
        drop(Command::new("umount").arg("-l").arg(self.path()).status());
    }
}

/// An archive whose site goes to a disk.
fn archive(moment: usize) -> Folder {
    let folder = Folder::new("");
    put(&folder, moment);
    folder
}

/// Builds to `site` on a disk: exit code, message.
fn build_to(archive: &Folder, disk: &Disk) -> String {
    let site = disk.path().join("site");
    let text = shown(&archive.output(&["build", "--out", &site.to_string_lossy()]), &archive.path());
    text.replace(&*disk.path().to_string_lossy(), "[DISK]")
}

/// How much of a disk is used. Kilobytes.
fn used(disk: &Disk) -> usize {
    let used = Command::new("df").args(["--output=used", "-k"]).arg(disk.path()).output().unwrap();
    String::from_utf8(used.stdout).unwrap().lines().last().unwrap().trim().parse().unwrap()
}

#[test]
fn the_site_can_be_on_another_disk() {
    let Some(disk) = Disk::new("50m") else { return };
    let archive = archive(0);
    build_to(&archive, &disk);
    assert_same(&tree(&disk.path().join("site")), clean(0), "first");
    put(&archive, 1);
    build_to(&archive, &disk);
    assert_same(&tree(&disk.path().join("site")), clean(1), "second");
}

#[test]
fn a_first_build_on_a_full_disk_leaves_nothing() {
    let Some(disk) = Disk::new("300k") else { return };
    let archive = archive(0);
    let text = build_to(&archive, &disk);
    // Which file was the first not to fit is not the same each time.
    let text = regex::Regex::new(r"\[DISK\]/site/[^`]*").unwrap().replace_all(&text, "[DISK]/site/[FILE]").into_owned();
    assert_data_eq!(
        text,
        str![[r#"
exit 2
--- stderr
error: could not write `[DISK]/site/[FILE]`
  caused by: No space left on device (os error 28)
help: make room on the disk and build again

"#]]
    );
    assert_eq!(std::fs::read_dir(disk.path()).unwrap().count(), 0);
    disk.remount("size=50m");
    build_to(&archive, &disk);
    assert_same(&tree(&disk.path().join("site")), clean(0), "with room");
}

/// However much room there is, the site is the old one or the new one.
#[test]
fn a_build_on_a_disk_that_fills_up() {
    let Some(disk) = Disk::new("50m") else { return };
    let (old, new) = (clean(0), clean(1));
    let archive = archive(0);
    build_to(&archive, &disk);
    let used = used(&disk);
    put(&archive, 1);
    let site = disk.path().join("site");
    let (mut failed, mut succeeded) = (0, 0);
    for step in 0.. {
        // Less at the beginning of the staging, which is large; more towards its end.
        disk.remount(&format!("size={}k", used + 4 + 160 * step));
        let text = build_to(&archive, &disk);
        let found: Tree = tree(&site);
        if text.starts_with("exit 0") {
            assert_same(&found, new, "a build with room");
            succeeded += 1;
            break;
        }
        assert!(text.contains("help: make room on the disk and build again"), "{text}");
        assert_same(&found, old, "a build without room");
        failed += 1;
    }
    assert!(failed > 3 && succeeded == 1, "{failed} {succeeded}");
}

/// What is kept for the next build takes no room from the site.
#[test]
fn a_disk_with_room_for_the_site_alone() {
    let Some(disk) = Disk::new("50m") else { return };
    let archive = archive(0);
    build_to(&archive, &disk);
    let used = used(&disk);
    std::fs::remove_dir_all(disk.path().join("site")).unwrap();
    disk.remount(&format!("size={}k", used + 100));
    let (site, cache) = (disk.path().join("site"), disk.path().join("cache"));
    let args = ["build", "--out", &site.to_string_lossy(), "--cache-dir", &cache.to_string_lossy()].map(str::to_owned);
    let output = archive.output(&args.each_ref().map(String::as_str));
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert_same(&tree(&site), clean(0), "the site");
}

#[test]
fn a_disk_that_cannot_be_written() {
    let Some(disk) = Disk::new("50m") else { return };
    let archive = archive(0);
    disk.remount("ro");
    assert_data_eq!(
        build_to(&archive, &disk),
        str![[r#"
exit 2
--- stderr
error: could not create the folder `[DISK]/site/.afterword`
  caused by: Read-only file system (os error 30)
help: choose a folder that can be written, with `--out`

"#]]
    );
    disk.remount("rw");
    build_to(&archive, &disk);
    put(&archive, 1);
    disk.remount("ro");
    assert_data_eq!(
        build_to(&archive, &disk),
        str![[r#"
exit 2
--- stderr
error: could not create `[DISK]/site/.afterword/lock`
  caused by: Read-only file system (os error 30)
help: choose a folder that can be written, with `--out`

"#]]
    );
    assert_same(&tree(&disk.path().join("site")), clean(0), "as it was");
    disk.remount("rw");
    build_to(&archive, &disk);
    assert_same(&tree(&disk.path().join("site")), clean(1), "with room");
}

#[test]
fn an_import_on_a_full_disk() {
    let Some(disk) = Disk::new("200k") else { return };
    let document = |i: usize| format!("# Lockers {i} stayed shut\n\n**Severity:** SEV-2\n\n{}\n", "Text. ".repeat(300));
    disk.folder.write("afterword.toml", "");
    for i in 0..20 {
        disk.folder.write(&format!("2026-03-{:02}-lockers.md", i + 1), document(i));
    }
    let old = tree(&disk.path());
    // Nothing more fits.
    let mut filler = 0;
    while std::fs::write(disk.path().join(format!("filler-{filler}")), [0; 4096]).is_ok() {
        filler += 1;
    }
    let text = shown(&disk.folder.output(&["import", ".", "--write"]), &disk.path());
    assert_data_eq!(
        text.lines().take(4).collect::<Vec<_>>().join("\n"),
        str![[r#"
exit 2
--- stderr
error: could not write `2026-03-01-lockers.md`
  caused by: No space left on device (os error 28)
"#]]
    );
    for (path, bytes) in &old {
        assert_eq!(&std::fs::read(disk.path().join(path)).unwrap(), bytes, "{path}");
    }
    disk.remount("size=50m");
    for n in 0..=filler {
        drop(std::fs::remove_file(disk.path().join(format!("filler-{n}"))));
    }
    assert!(disk.folder.output(&["import", ".", "--write"]).status.success());
    assert!(disk.folder.files().lines().all(|file| !file.contains(".tmp")));
    for i in 0..20 {
        let text = disk.folder.read(&format!("2026-03-{:02}-lockers.md", i + 1));
        assert!(text.starts_with("---\n") && text.ends_with(&document(i)), "{text}");
    }
    build(&disk.folder);
}
