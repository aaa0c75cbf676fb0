//! Runs the `afterword` command in a folder of its own, and shows all that came of it as one text.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use regex::Regex;
use snapbox::{IntoData, assert_data_eq};

use crate::harness;

/// A temporary folder with the files of a fixture.
pub(crate) struct Folder {
    dir: tempfile::TempDir,
}

impl Folder {
    /// From a text in which a line `-- path --` begins a file.
    pub(crate) fn new(files: &str) -> Self {
        let folder = Self { dir: tempfile::tempdir().unwrap() };
        for (path, text) in harness::split(files) {
            folder.write(&path, text);
        }
        folder
    }

    /// The folder itself, without links in its path.
    pub(crate) fn path(&self) -> PathBuf {
        self.dir.path().canonicalize().unwrap()
    }

    /// Writes a file and the folders above it.
    pub(crate) fn write(&self, path: &str, text: impl AsRef<[u8]>) {
        let path = self.dir.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// The text of a file.
    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.dir.path().join(path)).unwrap()
    }

    /// All files, sorted, one a line.
    pub(crate) fn files(&self) -> String {
        let root = self.dir.path();
        let mut files: Vec<String> = walkdir::WalkDir::new(root)
            .into_iter()
            .flatten()
            .filter(|entry| entry.file_type().is_file())
            .map(|entry| entry.path().strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/"))
            .collect();
        files.sort();
        files.join("\n") + "\n"
    }

    /// The command with these words, here, on a fixed day, and with nothing of the environment that runs the
    /// tests.
    pub(crate) fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_afterword"));
        command.args(args).current_dir(self.path()).env_clear().env("SOURCE_DATE_EPOCH", "1775001600");
        // Windows programs do not start without it.
        command.envs(std::env::var_os("SystemRoot").map(|root| ("SystemRoot", root)));
        command
    }

    pub(crate) fn output(&self, args: &[&str]) -> Output {
        self.command(args).output().unwrap()
    }

    /// What the command writes to standard output.
    pub(crate) fn stdout(&self, args: &[&str]) -> String {
        String::from_utf8(self.output(args).stdout).unwrap()
    }

    /// Runs the command and compares its exit code, its output and its messages.
    #[track_caller]
    pub(crate) fn check(&self, args: &[&str], expected: impl IntoData) -> &Self {
        assert_data_eq!(shown(&self.output(args), &self.path()), expected);
        self
    }
}

/// Exit code and both streams, with what differs between runs and machines replaced.
pub(crate) fn shown(output: &Output, root: &Path) -> String {
    let code = output.status.code().map_or_else(|| "none".to_owned(), |code| code.to_string());
    let stream = |name: &str, bytes: &[u8]| {
        let text = String::from_utf8_lossy(bytes).into_owned();
        if text.is_empty() { String::new() } else { format!("--- {name}\n{text}") }
    };
    let text = format!("exit {code}\n{}{}", stream("stdout", &output.stdout), stream("stderr", &output.stderr));
    let text = text.replace(&*root.to_string_lossy(), "[DIR]").replace(env!("CARGO_PKG_VERSION"), "[VERSION]");
    let text = text.replace("afterword.exe", "afterword");
    Regex::new(r"\d+\.\d+s\b").unwrap().replace_all(&text, "[TIME]").into_owned()
}
