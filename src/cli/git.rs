//! What Git knows of an archive, asked of the `git` program.

use std::collections::BTreeSet;
use std::io;
use std::path::Path;
use std::process::{Command, Output};

use afterword::text::RelPath;

use super::error::CliError;

/// The top of the repository that `dir` lies in.
pub(crate) fn top(dir: &Path) -> Option<&Path> {
    dir.ancestors().find(|folder| folder.join(".git").exists())
}

/// The files of the archive at `root` that are not as they were where this branch left `revision`: changed, renamed, added,
/// committed or not. Deleted ones are none.
pub(crate) fn changed_since(root: &Path, revision: &str) -> Result<BTreeSet<RelPath>, CliError> {
    ask(root, &["rev-parse", "--show-toplevel"])?
        .map_err(|reason| CliError::usage(format!("`--changed-since` needs a Git repository: {reason}")))?;
    let commit = format!("{revision}^{{commit}}");
    let unknown = || {
        CliError::usage(format!("`{revision}` is no revision of this repository"))
            .hint("a branch, a tag or a commit; in a shallow clone, fetch it first (`fetch-depth: 0` in a workflow)")
    };
    if revision.starts_with('-') {
        return Err(unknown());
    }
    let commit = ask(root, &["rev-parse", "--verify", "--quiet", &commit])?.map_err(|_| unknown())?;
    let commit = commit.trim();
    // Without a common ancestor (a shallow clone, another history) the revision itself is compared with.
    let base = ask(root, &["merge-base", commit, "HEAD"])?.unwrap_or_else(|_| commit.to_owned());
    // Names are relative to the archive, and what lies outside of it is left out.
    let diff =
        ["diff", "--name-only", "--relative", "--no-renames", "--no-ext-diff", "--diff-filter=d", "-z", base.trim()];
    let untracked = ["ls-files", "--others", "--exclude-standard", "-z"];
    let failed = |reason| CliError::usage(format!("`git` could not compare with `{revision}`: {reason}"));
    let mut files = BTreeSet::new();
    for arguments in [diff.as_slice(), &untracked] {
        let names = ask(root, arguments)?.map_err(failed)?;
        files.extend(names.split('\0').filter(|name| !name.is_empty()).filter_map(RelPath::new));
    }
    Ok(files)
}

/// Runs `git` in the archive. What it says on standard output, or the first line of why it could not.
fn ask(root: &Path, arguments: &[&str]) -> Result<Result<String, String>, CliError> {
    let mut git = Command::new("git");
    // A hook that runs us has these set for its own folder; the archive tells by itself where its repository is.
    for variable in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX"] {
        git.env_remove(variable);
    }
    let output = git.arg("-C").arg(root).args(arguments).env("LC_ALL", "C").output().map_err(|error| {
        let error = match error.kind() {
            io::ErrorKind::NotFound => CliError::usage("`--changed-since` needs the program `git`, which is not found"),
            _ => CliError::usage(format!("`git` could not be run: {error}")),
        };
        error.hint("without it, name the files: `afterword check PATH…`")
    })?;
    let Output { status, stdout, stderr } = output;
    if status.success() {
        return Ok(Ok(String::from_utf8_lossy(&stdout).into_owned()));
    }
    let reason = String::from_utf8_lossy(&stderr);
    let reason = reason.lines().next().unwrap_or_default();
    Ok(Err(reason.trim_start_matches("fatal: ").to_owned()))
}
