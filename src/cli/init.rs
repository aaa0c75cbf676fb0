//! `afterword init`: the files an archive begins with. Never overwrites one.

use std::path::Path;

use afterword::text::fs::{remove_abandoned, write_new};

use super::ExitStatus;
use super::args::InitArgs;
use super::error::{CliError, file, shown};
use super::git;
use super::ui::Ui;

const CONFIG: &str = include_str!("init/afterword.toml");
const POSTMORTEM: &str = include_str!("init/postmortem.md");
const PAGES: &str = include_str!("init/pages.yml");
const REVIEW: &str = include_str!("init/review.yml");

pub(crate) fn run(args: &InitArgs, ui: &mut Ui) -> Result<ExitStatus, CliError> {
    std::fs::create_dir_all(&args.dir).map_err(file("create the folder", &args.dir))?;
    let dir = args.dir.canonicalize().map_err(file("find", &args.dir))?;
    // Workflows are read at the top of a repository only.
    let repository = git::top(&dir).unwrap_or(&dir).to_path_buf();
    let files = [
        (dir.join("afterword.toml"), CONFIG.to_owned()),
        (dir.join("postmortems/2025-11-04-receipts-sent-twice.md"), POSTMORTEM.to_owned()),
        (repository.join(".github/workflows/pages.yml"), workflow(PAGES, &repository, &dir)),
        (repository.join(".github/workflows/postmortem-review.yml"), workflow(REVIEW, &repository, &dir)),
    ];
    let mut written = 0;
    for (path, text) in &files {
        if create(path, text)? {
            written += 1;
            writeln!(ui.out(), "created {}", shown(path))?;
        } else {
            ui.say(format_args!("left as it is: {}", shown(path)))?;
        }
    }
    if written > 0 {
        let place = shown(&dir);
        let archive = if place == "." { String::new() } else { format!(" {}", quoted(&place)) };
        ui.say(format_args!("\nNext: `afterword serve{archive}` shows the library on this machine."))?;
    }
    Ok(ExitStatus::Clean)
}

/// Writes a file that is not there yet, whole or not at all; says whether it did.
pub(super) fn create(path: &Path, text: &str) -> Result<bool, CliError> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(file("create the folder", folder))?;
    }
    let created = write_new(path, text.as_bytes()).map_err(file("create", path))?;
    path.parent().map(remove_abandoned);
    Ok(created)
}

/// A workflow for the archive in `dir`, wherever it lies in its repository.
fn workflow(template: &str, repository: &Path, dir: &Path) -> String {
    let below = dir.strip_prefix(repository).unwrap_or(Path::new(""));
    let below = below.to_string_lossy().replace('\\', "/");
    // A JSON string is also a YAML one, whatever the folder is called.
    let archive = serde_json::Value::from(if below.is_empty() { "." } else { &below });
    // In a pattern, some characters of a folder's name would mean something else.
    let pattern: String = below
        .chars()
        .flat_map(|c| matches!(c, '*' | '?' | '+' | '[' | ']' | '!' | '\\').then_some('\\').into_iter().chain([c]))
        .collect();
    let paths = serde_json::Value::from(if below.is_empty() { "**".to_owned() } else { format!("{pattern}/**") });
    template
        .replace("{version}", env!("CARGO_PKG_VERSION"))
        .replace("{archive}", &archive.to_string())
        .replace("{paths}", &paths.to_string())
}

/// A word for the shell, in quotes where it needs them.
fn quoted(word: &str) -> String {
    let safe = |c: char| c.is_alphanumeric() || matches!(c, '/' | '.' | '-' | '_');
    if word.chars().all(safe) { word.to_owned() } else { format!("'{}'", word.replace('\'', r"'\''")) }
}
