//! The same archive gives the same bytes: with any number of threads, in any locale and time zone, on any day that counts
//! as the same, from any folder, by any path, and in whatever order the disk lists its files.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use snapbox::{assert_data_eq, str};
use tempfile::TempDir;

use crate::generator;
use crate::harness::{self, Site};

/// The example and generated documents, as path and bytes.
fn files() -> Vec<(PathBuf, Vec<u8>)> {
    let root = harness::example_site();
    let entries = walkdir::WalkDir::new(&root).into_iter().flatten().filter(|entry| entry.file_type().is_file());
    let example =
        entries.map(|entry| (entry.path().strip_prefix(&root).unwrap().to_path_buf(), fs::read(entry.path()).unwrap()));
    let mut files: Vec<(PathBuf, Vec<u8>)> = example.filter(|(path, _)| !path.starts_with("public")).collect();
    files.sort();
    let content = Path::new("content/generated");
    files.extend((0..24).map(generator::document).map(|(path, text)| (content.join(path), text.into_bytes())));
    files
}

/// An archive `wrenpost` in a folder of its own, its files made in this order.
fn archive(files: &[(PathBuf, Vec<u8>)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, bytes) in files {
        let file = folder.path().join("wrenpost").join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, bytes).unwrap();
    }
    folder
}

/// How a run differs from the others.
#[derive(Default)]
struct Run<'a> {
    variables: &'a [(&'a str, &'a str)],
    /// Where the command runs, below the folder that holds the archive; none for the root of the disk.
    from: Option<&'a str>,
    /// The archive, as it is named there; none for its whole path.
    archive: Option<&'a str>,
}

const DAY: &str = "2026-06-01";

impl Run<'_> {
    fn command(&self, folder: &Path, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_afterword"));
        command.env_clear().envs(std::env::var_os("SystemRoot").map(|root| ("SystemRoot", root)));
        command.envs(self.variables.iter().copied());
        let root = folder.ancestors().last().unwrap();
        command.current_dir(self.from.map_or_else(|| root.to_path_buf(), |from| folder.join(from)));
        command.args(args);
        match self.archive {
            Some(archive) => command.arg(archive),
            None => command.arg(folder.join("wrenpost")),
        };
        command
    }

    /// The site, and what the commands for programs say.
    fn site(&self, folder: &Path) -> Site {
        let out = tempfile::tempdir().unwrap();
        let out = out.path().join("site");
        let built = self.command(folder, &["build", "--today", DAY, "--out", out.to_str().unwrap()]).output().unwrap();
        assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
        let mut site = harness::read(&out);
        let said: [&[&str]; 2] = [&["check", "--today", DAY, "--format", "json"], &["export", "--today", DAY]];
        for args in said {
            let output = self.command(folder, args).output().unwrap();
            assert!(!output.stdout.is_empty(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
            site.insert(format!("the output of {args:?}"), output.stdout);
        }
        site
    }
}

#[test]
fn nothing_but_the_archive_and_the_day_counts() {
    let files = files();
    let first = archive(&files);
    let usual = Run { from: Some("wrenpost"), archive: Some("."), ..Run::default() }.site(first.path());
    assert!(usual.len() > 300, "{}", usual.len());

    // Other folders, other ways to name the archive, other surroundings.
    let runs = [
        Run { variables: &[("RAYON_NUM_THREADS", "1"), ("LC_ALL", "C"), ("TZ", "UTC")], ..Run::default() },
        Run {
            variables: &[("RAYON_NUM_THREADS", "2"), ("LC_ALL", "tr_TR.UTF-8"), ("TZ", "Asia/Kolkata")],
            from: Some(""),
            archive: Some("wrenpost"),
        },
        Run {
            variables: &[("RAYON_NUM_THREADS", "3"), ("LC_ALL", "de_DE.UTF-8"), ("TZ", "Pacific/Kiritimati")],
            from: Some("wrenpost/content"),
            archive: Some(".."),
        },
        Run {
            variables: &[("RAYON_NUM_THREADS", "16"), ("LANG", "ja_JP.eucJP"), ("TZ", "Pacific/Pago_Pago")],
            from: Some("wrenpost"),
            archive: Some("../wrenpost/./"),
        },
        Run {
            variables: &[("LC_ALL", "no such locale"), ("TZ", ":/nowhere"), ("HOME", "/nowhere"), ("LANGUAGE", "ar")],
            from: Some(""),
            archive: Some("./wrenpost/content/.."),
        },
    ];
    for (n, run) in runs.iter().enumerate() {
        // Each time the files are made in another order, in a folder of another name.
        let mut shuffled = files.clone();
        shuffled.rotate_left(n * 37 % files.len());
        if n % 2 == 0 {
            shuffled.reverse();
        }
        let folder = archive(&shuffled);
        harness::assert_same(&usual, &run.site(folder.path()));
    }
}

#[cfg(unix)]
#[test]
fn a_link_to_the_archive_is_as_good() {
    let files = files();
    let folder = archive(&files);
    let usual = Run::default().site(folder.path());
    std::os::unix::fs::symlink(folder.path(), folder.path().join("link")).unwrap();
    let by_link = Run { from: Some(""), archive: Some("link/wrenpost"), ..Run::default() }.site(folder.path());
    harness::assert_same(&usual, &by_link);
}

/// The day of a run without `--today` is that of UTC, wherever the machine stands.
#[test]
fn the_day_has_no_time_zone() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.md"), "---\ntitle: A\ndate: 2025-06-01\n---\n\n- [ ] x (due 2026-05-31)\n")
        .unwrap();
    let site = |zone: &str, seconds: &str| {
        let out = tempfile::tempdir().unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_afterword"));
        command.args(["build", "--out"]).arg(out.path().join("site")).current_dir(folder.path());
        assert!(command.env("TZ", zone).env("SOURCE_DATE_EPOCH", seconds).output().unwrap().status.success());
        harness::read(&out.path().join("site"))
    };
    // A second before midnight and the second of it, in UTC.
    let (before, after) = ("1780271999", "1780272000");
    let usual = site("UTC", before);
    for zone in ["Asia/Kolkata", "Asia/Kathmandu", "Pacific/Kiritimati", "Pacific/Pago_Pago", "America/St_Johns"] {
        harness::assert_same(&usual, &site(zone, before));
    }
    assert_ne!(usual["index.html"], site("UTC", after)["index.html"], "the day that has come is not shown");
}

/// What changes from one day to the next: what is due, what began on this day of another year, and how old things are.
/// `docs/publishing.md` says so.
#[test]
fn only_these_pages_depend_on_the_day() {
    let folder = tempfile::tempdir().unwrap();
    let site = |day: &str| {
        let out = folder.path().join(day);
        let mut command = Command::new(env!("CARGO_BIN_EXE_afterword"));
        command.args(["build", "--today", day, "--out"]).arg(&out).arg(harness::example_site());
        assert!(command.env_remove("SOURCE_DATE_EPOCH").output().unwrap().status.success());
        harness::read(&out)
    };
    let (one, other) = (site("2026-06-01"), site("2027-01-14"));
    assert_eq!(one.keys().collect::<Vec<_>>(), other.keys().collect::<Vec<_>>());
    let differ = one.iter().filter(|(path, bytes)| other[*path] != **bytes).map(|(path, _)| path);
    let kinds: BTreeSet<String> = differ
        .map(|path| match path.split('/').collect::<Vec<_>>().as_slice() {
            [kind, _, "index.html"] => format!("{kind}/*/index.html"),
            [kind, _, _, "index.html"] => format!("{kind}/*/*/index.html"),
            _ => path.clone(),
        })
        .collect();
    assert_data_eq!(
        kinds.into_iter().fold(String::new(), |list, kind| list + &kind + "\n"),
        str![[r#"
actions/index.html
index.html

"#]]
    );
}
