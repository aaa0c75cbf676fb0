use snapbox::{IntoData, assert_data_eq, str};

use super::*;
use crate::text::SourceSet;

struct Archive {
    folder: tempfile::TempDir,
}

impl Archive {
    fn new(files: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        for (path, text) in files {
            let file = folder.path().join(path);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, text).unwrap();
        }
        Self { folder }
    }

    fn root(&self) -> &Path {
        self.folder.path()
    }

    /// All files with their texts, hidden ones too.
    #[track_caller]
    fn check(&self, expected: impl IntoData) {
        let entries = walkdir::WalkDir::new(self.root()).sort_by_file_name().into_iter().flatten();
        let files = entries.filter(|entry| !entry.file_type().is_dir()).map(|entry| {
            let name = entry.path().strip_prefix(self.root()).unwrap().to_string_lossy().replace('\\', "/");
            format!("{name}: {:?}\n", fs::read_to_string(entry.path()).unwrap())
        });
        assert_data_eq!(files.collect::<String>(), expected.raw());
    }
}

fn source(path: &str, text: &str) -> Source {
    SourceSet::from_files([(path, text)]).iter().next().unwrap().clone()
}

#[track_caller]
fn check_error(result: Result<impl std::fmt::Debug, Error>, root: &Path, expected: impl IntoData) {
    let error = result.unwrap_err();
    let reason = std::error::Error::source(&error).map(ToString::to_string).unwrap_or_default();
    let text = format!("{error}: {reason}\n{}\n", error.hint().unwrap_or_default());
    assert_data_eq!(text.replace(&*root.to_string_lossy(), "[ROOT]"), expected.into_data());
}

#[test]
fn a_document_gets_its_new_text() {
    let archive = Archive::new(&[("a/b.md", "old\n"), ("c.md", "c\n")]);
    replace(archive.root(), &source("a/b.md", "old\n"), "new\n").unwrap();
    archive.check(str![[r#"
a/b.md: "new\n"
c.md: "c\n"

"#]]);
}

#[test]
fn a_document_that_has_changed_is_not_touched() {
    let archive = Archive::new(&[("b.md", "edited\n")]);
    check_error(
        replace(archive.root(), &source("b.md", "old\n"), "new\n"),
        archive.root(),
        str![[r#"
could not write `[ROOT]/b.md`: it has changed since it was read
run the command again

"#]],
    );
    archive.check(str![[r#"
b.md: "edited\n"

"#]]);
    assert!(replace(archive.root(), &source("gone.md", "old\n"), "new\n").is_err());
}

#[test]
fn a_read_only_document_is_not_touched() {
    let archive = Archive::new(&[("b.md", "old\n")]);
    let file = archive.root().join("b.md");
    let mut permissions = fs::metadata(&file).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&file, permissions).unwrap();
    check_error(
        replace(archive.root(), &source("b.md", "old\n"), "new\n"),
        archive.root(),
        str![[r#"
could not write `[ROOT]/b.md`: it is read-only
make it writable, or write copies with `--out`

"#]],
    );
    archive.check(str![[r#"
b.md: "old\n"

"#]]);
}

#[cfg(unix)]
#[test]
fn permissions_and_links_stay() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};

    let archive = Archive::new(&[("b.text", "old\n")]);
    let file = archive.root().join("b.text");
    fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).unwrap();
    symlink("b.text", archive.root().join("b.md")).unwrap();
    replace(archive.root(), &source("b.md", "old\n"), "new\n").unwrap();
    assert!(archive.root().join("b.md").is_symlink());
    assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o640);
    archive.check(str![[r#"
b.md: "new\n"
b.text: "new\n"

"#]]);
}

#[cfg(unix)]
#[test]
fn a_link_that_leads_out_is_not_followed() {
    let other = Archive::new(&[("b.md", "old\n")]);
    let archive = Archive::new(&[]);
    std::os::unix::fs::symlink(other.root().join("b.md"), archive.root().join("b.md")).unwrap();
    check_error(
        replace(archive.root(), &source("b.md", "old\n"), "new\n"),
        archive.root(),
        str![[r#"
could not write `[ROOT]/b.md`: it is a link to a file outside the archive


"#]],
    );
    other.check(str![[r#"
b.md: "old\n"

"#]]);
}

#[test]
fn copies_overwrite_nothing() {
    let archive = Archive::new(&[("b.md", "of somebody\n")]);
    assert!(copy(archive.root(), &source("x/a.md", "old\n"), "new\n").unwrap());
    assert!(!copy(archive.root(), &source("x/a.md", "old\n"), "new\n").unwrap());
    check_error(
        copy(archive.root(), &source("b.md", "old\n"), "new\n"),
        archive.root(),
        str![[r#"
could not write `[ROOT]/b.md`: a file with other content is there
name a folder that is empty or not there yet

"#]],
    );
    archive.check(str![[r#"
b.md: "of somebody\n"
x/a.md: "new\n"

"#]]);
}

#[test]
fn what_an_interrupted_run_left_is_no_obstacle() {
    let left = format!(".afterword-{}-0.tmp", std::process::id());
    let archive = Archive::new(&[("b.md", "old\n"), (&left, "half")]);
    replace(archive.root(), &source("b.md", "old\n"), "new\n").unwrap();
    assert_eq!(fs::read_to_string(archive.root().join("b.md")).unwrap(), "new\n");
    assert_eq!(fs::read_to_string(archive.root().join(left)).unwrap(), "half");
}
