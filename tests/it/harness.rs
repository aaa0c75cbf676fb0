//! An archive in a temporary folder: build it, change it, build again, compare.
//!
//! Files are given as one text with a line `-- path --` before each, so that a test reads as one piece.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use afterword::Error;
use afterword::config::{self, Settings};
use afterword::diagnostic::render::Summary;
use afterword::edge::{self, Built, Inputs, Progress, WriteStats};
use afterword::pipeline::{self, Rechecked};
use snapbox::{IntoData, assert_data_eq};
use tempfile::TempDir;
use walkdir::WalkDir;

/// A site as it lies on the disk: path to bytes.
pub(crate) type Site = BTreeMap<String, Vec<u8>>;

/// An archive that is built and changed in steps.
pub(crate) struct SiteTest {
    folder: TempDir,
    before: Site,
}

impl SiteTest {
    pub(crate) fn new(files: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let test = Self { folder, before: Site::new() };
        for (path, text) in split(files) {
            test.put(&path, &text);
        }
        test
    }

    pub(crate) fn root(&self) -> &Path {
        self.folder.path()
    }

    /// The built site.
    pub(crate) fn site(&self) -> Site {
        read(&self.root().join("public"))
    }

    fn put(&self, path: &str, text: &str) {
        let file = self.root().join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    }

    #[track_caller]
    pub(crate) fn build(mut self) -> Self {
        self.before = self.site();
        build(self.root()).unwrap();
        self
    }

    /// Builds, expecting that it cannot be done.
    #[track_caller]
    pub(crate) fn check_error(mut self, expected: impl IntoData) -> Self {
        self.before = self.site();
        let error = build(self.root()).unwrap_err();
        let mut shown = format!("{error}\n");
        if let Some(located) = error.located() {
            let _ = writeln!(shown, "{}:{}: {}", located.line, located.column, located.text);
        }
        let root = self.root().canonicalize().unwrap();
        let shown = shown.replace(&*root.to_string_lossy(), "[ROOT]");
        assert_data_eq!(shown, expected.into_data());
        self
    }

    /// What lies between `<main` and `</main>`, so that a change of the header touches no test of a page.
    #[track_caller]
    pub(crate) fn check_main(self, path: &str, expected: impl IntoData) -> Self {
        let page = String::from_utf8(fs::read(self.root().join("public").join(path)).unwrap()).unwrap();
        let start = page.find("<main").unwrap();
        let end = page.find("</main>").unwrap() + "</main>".len();
        assert_data_eq!(format!("{}\n", &page[start..end]), expected.into_data());
        self
    }

    #[track_caller]
    pub(crate) fn check_file(self, path: &str, expected: impl IntoData) -> Self {
        let text = String::from_utf8(fs::read(self.root().join("public").join(path)).unwrap()).unwrap();
        assert_data_eq!(text, expected.into_data());
        self
    }

    /// All files of the site, without the theme's own.
    #[track_caller]
    pub(crate) fn check_files(self, expected: impl IntoData) -> Self {
        let site = self.site();
        let files = site.keys().filter(|path| !path.starts_with("assets/"));
        let list = files.fold(String::new(), |list, path| list + &masked(path) + "\n");
        assert_data_eq!(list, expected.into_data());
        self
    }

    /// What the last build changed on the disk.
    #[track_caller]
    pub(crate) fn check_changes(self, expected: impl IntoData) -> Self {
        let site = self.site();
        let mut changes = String::new();
        for (path, bytes) in &site {
            match self.before.get(path) {
                None => writeln!(changes, "new      {}", masked(path)).unwrap(),
                Some(before) if before != bytes => writeln!(changes, "changed  {}", masked(path)).unwrap(),
                Some(_) => {}
            }
        }
        for path in self.before.keys().filter(|path| !site.contains_key(*path)) {
            writeln!(changes, "deleted  {}", masked(path)).unwrap();
        }
        assert_data_eq!(changes, expected.into_data());
        self
    }

    pub(crate) fn write(self, path: &str, text: &str) -> Self {
        self.put(path, text);
        self
    }

    #[track_caller]
    pub(crate) fn edit(self, path: &str, from: &str, to: &str) -> Self {
        let file = self.root().join(path);
        let text = fs::read_to_string(&file).unwrap();
        assert!(text.contains(from), "`{from}` is not in {path}");
        fs::write(file, text.replace(from, to)).unwrap();
        self
    }

    pub(crate) fn remove(self, path: &str) -> Self {
        fs::remove_file(self.root().join(path)).unwrap();
        self
    }

    /// The site is the same, byte for byte, as one built from nothing.
    #[track_caller]
    pub(crate) fn check_same_as_clean(self) -> Self {
        let incremental = self.site();
        fs::remove_dir_all(self.root().join("public")).unwrap();
        build(self.root()).unwrap();
        assert_same(&incremental, &self.site());
        self
    }
}

/// Builds the archive at `root` as the command does.
pub(crate) fn build(root: &Path) -> Result<WriteStats, Error> {
    let found = config::fs::find(root)?;
    let settings = found.options.into_settings("archive");
    let inputs = edge::load(&found.root, &settings)?;
    let built = build_loaded(&found.root, &settings, &inputs, &|_| {})?;
    Ok(built.report.stats)
}

/// Checks and builds what was read, and keeps what the next build can use.
pub(crate) fn build_loaded(
    root: &Path,
    settings: &Settings,
    inputs: &Inputs,
    progress: &(dyn Fn(Progress<'_>) + Sync),
) -> Result<Built, Error> {
    let basis = edge::basis(root, inputs, settings, "this program")?;
    let former = edge::tally(root, settings);
    // A hidden folder is no part of the archive.
    let cache = edge::cache(&root.join(&settings.site.out).with_file_name(".cache"), root, settings);
    let Rechecked { report, counted, tally } =
        pipeline::recheck(&inputs.sources, settings, &basis.common, &former, &cache);
    let findings = Summary::of(&report.diagnostics, &inputs.sources).and(counted);
    let report = edge::build(root, inputs, &report, settings, &basis, &cache, progress)?;
    let built = Built { report, findings, tally };
    edge::remember(&basis, &built);
    cache.sweep();
    Ok(built)
}

/// Builds the archive at `root` into `out`.
pub(crate) fn build_into(root: &Path, out: &Path) -> WriteStats {
    let found = config::fs::find(root).unwrap();
    let mut settings: Settings = found.options.into_settings("archive");
    settings.site.out = out.to_path_buf();
    let inputs = edge::load(&found.root, &settings).unwrap();
    build_loaded(&found.root, &settings, &inputs, &|_| {}).unwrap().report.stats
}

/// All published files below a folder; what the writer keeps for itself is left out.
pub(crate) fn read(folder: &Path) -> Site {
    let entries = WalkDir::new(folder).into_iter().flatten().filter(|entry| entry.file_type().is_file());
    let files = entries.map(|entry| {
        let name = entry.path().strip_prefix(folder).unwrap().to_string_lossy().replace('\\', "/");
        (name, fs::read(entry.path()).unwrap())
    });
    files.filter(|(name, _)| !name.starts_with(".afterword")).collect()
}

/// Names the first file that differs, rather than print two sites.
#[track_caller]
pub(crate) fn assert_same(a: &Site, b: &Site) {
    assert_eq!(a.keys().collect::<Vec<_>>(), b.keys().collect::<Vec<_>>());
    for (path, bytes) in a {
        assert!(bytes == &b[path], "{path} differs");
    }
}

pub(crate) fn example_site() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("example-site")
}

pub(crate) fn split(files: &str) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = Vec::new();
    for line in files.trim_start().split_inclusive('\n') {
        let name = line.trim_end().strip_prefix("-- ").and_then(|line| line.strip_suffix(" --"));
        match (name, found.last_mut()) {
            (Some(name), _) => found.push((name.to_owned(), String::new())),
            (None, Some((_, text))) => text.push_str(line),
            (None, None) => panic!("the first line names no file: {line}"),
        }
    }
    found
}

/// The path of a search file without its content hash, which changes with every word.
fn masked(path: &str) -> String {
    if let Some(name) = path.strip_prefix("search/tags-") {
        return format!("search/tags-[HASH]{}", name.get(10..).unwrap_or_default());
    }
    let Some((kind, name)) = path.strip_prefix("search/").and_then(|rest| rest.split_once('/')) else {
        return path.to_owned();
    };
    format!("search/{kind}/[HASH]{}", name.get(10..).unwrap_or_default())
}
