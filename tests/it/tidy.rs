//! The structure of the code, held by tests: layers, module documentation, edges, no forgotten files.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use snapbox::{assert_data_eq, str};
use walkdir::WalkDir;

/// The layers of the library, lowest first. A module uses strictly lower layers only.
const LAYERS: &[&[&str]] = &[
    &["error"],
    &["cache"],
    &["text"],
    &["diagnostic"],
    &["model"],
    &["config"],
    &["urls", "parse"],
    &["archive"],
    &["import", "lint", "search", "stats"],
    &["pages", "theme"],
    &["render"],
    &["output"],
    &["pipeline"],
    &["edge"],
];

/// Longer files hide more than one thing.
const LONGEST: usize = 800;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// All files below a folder with this extension, sorted; none when there is no such folder.
fn files(folder: &str, extension: &str) -> Vec<PathBuf> {
    let entries = WalkDir::new(root().join(folder)).sort_by_file_name().into_iter().flatten();
    entries
        .map(walkdir::DirEntry::into_path)
        .filter(|path| path.extension().is_some_and(|it| it == extension))
        .collect()
}

fn name(path: &Path) -> String {
    path.strip_prefix(root()).unwrap().to_string_lossy().replace('\\', "/")
}

/// The module of the library that a file belongs to; none for the binary, `lib.rs` and `main.rs`.
fn module(file: &str) -> Option<&str> {
    let below = file.strip_prefix("src/")?;
    let first = below.split('/').next()?;
    let module = first.strip_suffix(".rs").unwrap_or(first);
    (!["lib", "main", "cli"].contains(&module)).then_some(module)
}

fn layer(module: &str) -> Option<usize> {
    LAYERS.iter().position(|layer| layer.contains(&module))
}

/// The modules named after `crate::` in a text, comments left out.
fn used(text: &str) -> Vec<String> {
    let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
    code.flat_map(|line| {
        let mut found = Vec::new();
        let mut rest = line;
        while let Some(at) = rest.find("crate::") {
            let own = !rest[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == '$');
            rest = &rest[at + "crate::".len()..];
            let word: String = rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            if own && word.starts_with(|c: char| c.is_lowercase()) {
                found.push(word);
            }
        }
        found
    })
    .collect()
}

#[test]
fn every_module_uses_lower_layers_only() {
    let mut wrong = String::new();
    for path in files("src", "rs") {
        let file = name(&path);
        let Some(own) = module(&file) else { continue };
        let Some(own_layer) = layer(own) else {
            wrong += &format!("{file}: module `{own}` has no layer\n");
            continue;
        };
        for other in used(&fs::read_to_string(&path).unwrap()) {
            let lower = layer(&other).is_none_or(|layer| layer < own_layer);
            if other != own && !lower {
                wrong += &format!("{file}: `{own}` uses `{other}`, which is not below it\n");
            }
        }
    }
    assert_data_eq!(
        wrong,
        str![[r#"
src/stats/tests.rs: `stats` uses `pipeline`, which is not below it

"#]]
    );
}

#[test]
fn every_file_says_what_it_is_for() {
    let mut wrong = String::new();
    for path in files("src", "rs").into_iter().chain(files("tests", "rs")).chain(files("benches", "rs")) {
        let text = fs::read_to_string(&path).unwrap();
        // A file of nothing but tests says it by its name.
        if !text.starts_with("//!") && path.file_name().is_some_and(|name| name != "tests.rs") {
            wrong += &format!("{}: no `//!` at its top\n", name(&path));
        }
    }
    assert_data_eq!(wrong, str![""]);
}

#[test]
fn files_stay_short() {
    let mut wrong = String::new();
    for path in files("src", "rs") {
        let lines = fs::read_to_string(&path).unwrap().lines().count();
        if lines > LONGEST {
            wrong += &format!("{}: {lines} lines\n", name(&path));
        }
    }
    assert_data_eq!(wrong, str![""]);
}

/// Which files of the library may touch the disk. `expect` in each of them fails when it no longer does.
#[test]
fn the_edges_are_known() {
    let mut edges = String::new();
    for path in files("src", "rs") {
        let file = name(&path);
        if module(&file).is_some()
            && !file.ends_with("tests.rs")
            && fs::read_to_string(&path).unwrap().contains("clippy::disallowed_methods")
        {
            edges += &format!("{file}\n");
        }
    }
    assert_data_eq!(
        edges,
        str![[r#"
src/cache/fs.rs
src/config/fs.rs
src/diagnostic/fs.rs
src/import/fs.rs
src/output/fs.rs
src/pages/html/fs.rs
src/search/fs.rs
src/text/fs.rs
src/text/history/fs.rs
src/theme/fs.rs

"#]]
    );
}

/// A `HashMap` has no order; what is iterated has to have one. The few that are only looked up say so here.
#[test]
fn unordered_maps_are_known() {
    let mut found = BTreeMap::new();
    for path in files("src", "rs") {
        let text = fs::read_to_string(&path).unwrap();
        let count = text
            .lines()
            .filter(|line| line.starts_with("use ") && (line.contains("HashMap") || line.contains("HashSet")))
            .count();
        if count > 0 {
            found.insert(name(&path), count);
        }
    }
    let list = found.into_keys().map(|file| file + "\n").collect::<String>();
    assert_data_eq!(
        list,
        str![[r#"
src/archive/likeness.rs
src/archive/related.rs
src/archive/terms.rs
src/lint/prose/lexicon.rs
src/pages/html/code.rs
src/pages/html/mod.rs
src/pages/html/raw.rs
src/search/analysis.rs
src/search/export/piece.rs
src/search/index.rs

"#]]
    );
}

#[test]
fn no_test_file_is_forgotten() {
    let main = fs::read_to_string(root().join("tests/it/main.rs")).unwrap();
    let mut forgotten = String::new();
    for path in files("tests/it", "rs") {
        let file = name(&path);
        let module = file.trim_start_matches("tests/it/").trim_end_matches(".rs").split('/').next().unwrap().to_owned();
        if module != "main" && !main.contains(&format!("mod {module};")) {
            forgotten += &format!("{file}\n");
        }
    }
    assert_data_eq!(forgotten, str![""]);
}

#[test]
fn the_project_speaks_of_itself_alone() {
    // Put together here, so that this file does not find itself.
    let words = [["/wo", "rk/"], ["/ro", "ot/"], ["/ho", "me/"]].map(|parts| parts.concat());
    let mut wrong = String::new();
    for (folder, extension) in [
        ("src", "rs"),
        ("src", "toml"),
        ("tests", "rs"),
        ("tests", "md"),
        ("docs", "md"),
        ("themes", "html"),
        ("example-site", "md"),
    ] {
        for path in files(folder, extension) {
            let text = fs::read_to_string(&path).unwrap();
            for (number, line) in text.lines().enumerate() {
                if words.iter().any(|word| line.contains(word.as_str())) {
                    wrong += &format!("{}:{}: {line}\n", name(&path), number + 1);
                }
            }
        }
    }
    assert_data_eq!(wrong, str![""]);
}
