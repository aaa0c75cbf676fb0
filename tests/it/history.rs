//! `--git`: the day of the first commit, for documents that say no day.

use std::process::Command;

use snapbox::{assert_data_eq, str};

use crate::command::Folder;

/// Runs Git in the folder, as nobody in particular.
fn git(folder: &Folder, args: &[&str]) {
    let nobody = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"];
    let output = Command::new("git").arg("-C").arg(folder.path()).args(nobody).args(args).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// Each document with its day and where that is from.
fn days(folder: &Folder, args: &[&str]) -> String {
    let args = [&["export", "--format", "json", "ops"], args].concat();
    let mut command = folder.command(&args);
    command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
    let output = command.output().unwrap();
    let Ok(export) = serde_json::from_slice::<serde_json::Value>(&output.stdout) else {
        return String::from_utf8_lossy(&output.stderr).into_owned();
    };
    let postmortems = export["postmortems"].as_array().unwrap();
    let day = |postmortem: &serde_json::Value| {
        format!("{} {} {}\n", postmortem["path"], postmortem["date"], postmortem["provenance"]["date"])
    };
    postmortems.iter().map(day).collect()
}

#[test]
fn the_first_commit_is_the_last_clue() {
    let folder =
        Folder::new("-- ops/stuck.md --\n# Queue stuck\n-- ops/dated.md --\n# Doors shut\n\n**Date:** 2026-01-02\n");
    git(&folder, &["init", "-q"]);
    git(&folder, &["add", "."]);
    git(&folder, &["commit", "-qm", "a", "--date=2026-03-07T12:00:00"]);
    git(&folder, &["mv", "ops/stuck.md", "ops/moved.md"]);
    git(&folder, &["commit", "-qm", "b", "--date=2026-03-09T12:00:00"]);
    folder.write("ops/new.md", "# Not committed\n");
    assert_data_eq!(
        days(&folder, &[]),
        str![[r#"
"dated.md" "2026-01-02" "metadata-block"
"moved.md" null null
"new.md" null null

"#]]
    );
    assert_data_eq!(
        days(&folder, &["--git"]),
        str![[r#"
"dated.md" "2026-01-02" "metadata-block"
"moved.md" "2026-03-07" "git"
"new.md" null null

"#]]
    );
}

#[test]
fn without_a_repository() {
    let folder = Folder::new("-- ops/stuck.md --\n# Queue stuck\n");
    assert_data_eq!(
        days(&folder, &["--git"]),
        str![[r#"
error: could not ask git for the history of `ops`
  caused by: not a git repository (or any of the parent directories): .git
help: `--git` needs the repository that the documents lie in

"#]]
    );
}
