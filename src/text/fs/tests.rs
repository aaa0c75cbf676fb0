use std::fmt::Write;
use std::fs;

use snapbox::{assert_data_eq, str};

use super::*;
use crate::text::Role;

struct Folder(tempfile::TempDir);

impl Folder {
    fn new(files: &[(&str, &str)]) -> Self {
        let folder = Self(tempfile::tempdir().unwrap());
        for (path, text) in files {
            folder.write(path, text.as_bytes());
        }
        folder
    }

    fn path(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    fn write(&self, path: &str, bytes: &[u8]) {
        let file = self.path(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, bytes).unwrap();
    }

    fn read(&self, walk: &Walk) -> String {
        show(&read(self.0.path(), walk).unwrap())
    }
}

fn show(sources: &SourceSet) -> String {
    let mut out = String::new();
    for source in sources {
        let role = match &source.role {
            Role::Postmortem => "postmortem".to_owned(),
            Role::Skipped(reason) => format!("{reason:?}"),
            Role::Config => "configuration".to_owned(),
        };
        writeln!(out, "{} {role} ({} bytes)", source.path, source.text.len()).unwrap();
    }
    for file in &sources.files {
        writeln!(out, "file {file}").unwrap();
    }
    out
}

fn walk(content: &str, exclude: &[&str]) -> Walk {
    let include: Vec<String> = DEFAULT_INCLUDE.iter().map(|glob| (*glob).to_owned()).collect();
    let exclude: Vec<String> = exclude.iter().map(|glob| (*glob).to_owned()).collect();
    Walk::new(content, &include, &exclude, Path::new("public"), 64).unwrap()
}

#[test]
fn a_name_without_an_extension_can_be_a_document() {
    let folder = Folder::new(&[
        ("PM2026-008 - Queue 2.0 stuck", "# Queue\n\n## Summary\n\n## Timeline\n"),
        ("Makefile", "# build\nall:\n"),
        ("LICENSE", "Summary of the licence"),
        ("notes.txt", "# Queue\n\n## Summary\n\n## Timeline\n"),
    ]);
    folder.write("binary", &[0xff, 0xfe]);
    assert_data_eq!(
        folder.read(&walk("", &[])),
        str![[r#"
PM2026-008 - Queue 2.0 stuck postmortem (33 bytes)
file LICENSE
file Makefile
file binary
file notes.txt

"#]]
    );
    let only_md = Walk::new("", &["*.md".to_owned()], &[], Path::new("public"), 64).unwrap();
    assert_data_eq!(
        folder.read(&only_md),
        str![[r#"
file LICENSE
file Makefile
file PM2026-008 - Queue 2.0 stuck
file binary
file notes.txt

"#]]
    );
}

#[test]
fn finds_markdown_by_any_of_its_names() {
    let folder = Folder::new(&[
        ("a.md", "a"),
        ("B.MD", "b"),
        ("c.markdown", "c"),
        ("d.html.md.erb", "d"),
        ("e.txt.md", "e"),
        ("f.qmd", "f"),
        ("deep/er/g.mdx", "g"),
        ("h.txt", "h"),
        ("img/i.png", "i"),
    ]);
    assert_data_eq!(
        folder.read(&walk("", &[])),
        str![[r#"
B.MD postmortem (1 bytes)
a.md postmortem (1 bytes)
c.markdown postmortem (1 bytes)
d.html.md.erb postmortem (1 bytes)
deep/er/g.mdx postmortem (1 bytes)
e.txt.md postmortem (1 bytes)
f.qmd postmortem (1 bytes)
file h.txt
file img/i.png

"#]]
    );
}

#[test]
fn leaves_out_hidden_foreign_excluded_and_written_folders() {
    let folder = Folder::new(&[
        ("a.md", "a"),
        (".git/b.md", "b"),
        (".hidden.md", "c"),
        ("node_modules/d/README.md", "d"),
        ("app/target/e.md", "e"),
        ("public/f.md", "f"),
        ("x/public/g.md", "g"),
        ("drafts/h.md", "h"),
        ("x/drafts/i.md", "i"),
        ("old/2020/j.md", "j"),
        ("old/2021/k.md", "k"),
        ("z.draft.md", "l"),
    ]);
    assert_data_eq!(
        folder.read(&walk("", &["drafts", "old/2020/**", "*.draft.md"])),
        str![[r#"
a.md postmortem (1 bytes)
old/2021/k.md postmortem (1 bytes)
x/public/g.md postmortem (1 bytes)

"#]]
    );
}

#[test]
fn documents_lie_below_the_content_folder_and_files_anywhere() {
    let folder =
        Folder::new(&[("README.md", "r"), ("content/a.md", "a"), ("contents/b.md", "b"), ("static/c.png", "c")]);
    assert_data_eq!(
        folder.read(&walk("content", &[])),
        str![[r#"
content/a.md postmortem (1 bytes)
file README.md
file contents/b.md
file static/c.png

"#]]
    );
}

#[test]
fn what_cannot_be_read_is_kept_with_its_reason() {
    let folder =
        Folder::new(&[("big.md", &"x".repeat(65)), ("empty.md", ""), ("nul.md", "a\0b"), ("README.md", "# R")]);
    folder.write("latin1.md", b"caf\xe9 closed");
    folder.write("utf16.md", b"\xff\xfe#\0");
    assert_data_eq!(
        folder.read(&walk("", &[])),
        str![[r#"
README.md NotAPostmortem(Readme) (3 bytes)
big.md TooLarge { bytes: 65, limit: 64 } (0 bytes)
empty.md Empty (0 bytes)
latin1.md InvalidUtf8 { valid_up_to: 3 } (3 bytes)
nul.md postmortem (3 bytes)
utf16.md InvalidUtf8 { valid_up_to: 0 } (0 bytes)

"#]]
    );
}

#[cfg(unix)]
#[test]
fn links_are_followed_inside_and_reported_outside() {
    use std::os::unix::fs::symlink;

    let outside = Folder::new(&[("secret.md", "s")]);
    let folder = Folder::new(&[("a/one.md", "1"), (".store/two.md", "2")]);
    symlink(folder.path("a"), folder.path("again")).unwrap();
    symlink("one.md", folder.path("a/latest.md")).unwrap();
    symlink(folder.path(".store/two.md"), folder.path("two.md")).unwrap();
    symlink("..", folder.path("a/circle")).unwrap();
    symlink("nowhere", folder.path("a/broken.md")).unwrap();
    symlink("nowhere", folder.path("a/broken.png")).unwrap();
    symlink(outside.path("secret.md"), folder.path("secret.md")).unwrap();
    symlink(outside.path("."), folder.path("elsewhere")).unwrap();
    assert_data_eq!(
        folder.read(&walk("", &[])),
        str![[r#"
a/broken.md Link (0 bytes)
a/circle Link (0 bytes)
a/one.md postmortem (1 bytes)
elsewhere Link (0 bytes)
secret.md Link (0 bytes)
two.md postmortem (1 bytes)

"#]]
    );
}

/// `b-old/two.md` comes before `b/two.md` letter by letter, and its folder after the other's.
#[cfg(unix)]
#[test]
fn of_two_links_to_one_document_the_first_folder_counts() {
    use std::os::unix::fs::symlink;

    let folder = Folder::new(&[(".store/two.md", "2")]);
    symlink(".store", folder.path("b-old")).unwrap();
    symlink(".store", folder.path("b")).unwrap();
    assert_data_eq!(
        folder.read(&walk("", &[])),
        str![[r#"
b/two.md postmortem (1 bytes)

"#]]
    );
}

#[cfg(target_os = "linux")]
#[test]
fn names_that_are_no_utf8_and_odd_names_are_read() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;

    let folder = Folder::new(&[("a b & c.md", "1"), ("障害.md", "2"), ("..md", "3"), ("x..\\..\\y.md", "4")]);
    fs::write(folder.0.path().join(OsStr::from_bytes(b"caf\xe9.md")), "5").unwrap();
    assert_data_eq!(
        folder.read(&walk("", &[])),
        str![[r#"
a b & c.md postmortem (1 bytes)
caf�.md postmortem (1 bytes)
x.._.._y.md postmortem (1 bytes)
障害.md postmortem (1 bytes)

"#]]
    );
}

#[cfg(unix)]
#[test]
fn an_unreadable_file_is_an_error() {
    use std::os::unix::fs::PermissionsExt;

    let folder = Folder::new(&[("a/b.md", "b")]);
    let file = folder.path("a/b.md");
    fs::set_permissions(&file, Permissions::from_mode(0o000)).unwrap();
    // The superuser reads it all the same.
    if fs::read(&file).is_err() {
        let error = read(folder.0.path(), &walk("", &[])).unwrap_err();
        assert!(error.is_io());
        assert_eq!(error.path(), Some(file.as_path()));
    }
}

#[test]
fn a_folder_that_is_not_there_is_an_error() {
    let folder = Folder::new(&[]);
    let error = read(folder.0.path(), &walk("content", &[])).unwrap_err();
    assert!(error.is_io());
    assert_eq!(error.path(), Some(folder.path("content").as_path()));
    assert!(read(&folder.path("gone"), &walk("", &[])).unwrap_err().is_io());
}

#[test]
fn a_bad_pattern_is_an_error_of_the_configuration() {
    let error = Walk::new("", &["[".to_owned()], &[], Path::new("public"), 64).unwrap_err();
    assert!(error.is_config());
    assert_data_eq!(
        error.located().unwrap().message.clone(),
        str!["`[` in `include` is no pattern: unclosed character class; missing ']'"]
    );
    let error = Walk::new("../x", &[], &[], Path::new("public"), 64).unwrap_err();
    assert_data_eq!(
        error.located().unwrap().message.clone(),
        str!["the content folder `../x` lies outside the archive"]
    );
}

#[test]
fn the_set_does_not_depend_on_the_number_of_threads() {
    let files: Vec<(String, String)> = (0..50).map(|i| (format!("{i}.md"), format!("# {i}"))).collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let folder = Folder::new(&files);
    let with = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| folder.read(&walk("", &[])))
    };
    assert_eq!(with(1), with(4));
}

#[test]
fn what_interrupted_runs_left_is_removed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    for name in [".afterword-12-0.tmp", ".afterword-12-3.tmp", ".afterword-notes.md", "afterword-1.tmp"] {
        fs::write(path.join(name), "half of a").unwrap();
    }
    let held = File::create(path.join(".afterword-99-0.tmp")).unwrap();
    held.lock().unwrap();
    remove_abandoned(path);
    let names = || {
        let mut names: Vec<String> = fs::read_dir(path)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    };
    assert_eq!(names(), [".afterword-99-0.tmp", ".afterword-notes.md", "afterword-1.tmp"]);
    drop(held);
    remove_abandoned(path);
    assert_eq!(names(), [".afterword-notes.md", "afterword-1.tmp"]);
}

#[test]
fn a_new_file_is_there_whole_and_replaces_none() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.md");
    assert!(write_new(&file, b"first").unwrap());
    assert!(!write_new(&file, b"second").unwrap());
    assert_eq!(fs::read(&file).unwrap(), b"first");
    assert!(write_new(&folder.path().join("no/folder.md"), b"x").is_err());
    #[cfg(unix)]
    {
        let link = folder.path().join("b.md");
        std::os::unix::fs::symlink(folder.path().join("nothing"), &link).unwrap();
        assert!(!write_new(&link, b"second").unwrap());
    }
    assert!(fs::read_dir(folder.path()).unwrap().all(|entry| !entry.unwrap().path().ends_with(".tmp")));
}
