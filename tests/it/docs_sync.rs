//! Documents that are generated from the code equal what the code generates. `SNAPSHOTS=overwrite cargo test`
//! rewrites them.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use afterword::lint::{GROUPS, RULES, Rule, page};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

#[track_caller]
fn check(path: &Path, generated: &str) {
    const MARK: &str =
        "<!-- Generated from the rules' doc comments: `SNAPSHOTS=overwrite cargo test` rewrites it. -->\n\n";
    if !path.exists() && std::env::var("SNAPSHOTS").is_ok_and(|action| action == "overwrite") {
        std::fs::write(path, "").unwrap();
    }
    snapbox::assert_data_eq!(format!("{MARK}{generated}"), snapbox::Data::read_from(path, None).raw());
}

#[test]
fn the_list_of_rules() {
    check(&root().join("docs/rules.md"), &page::index());
}

fn file(rule: &Rule) -> PathBuf {
    root().join(format!("docs/rules/{}-{}.md", rule.code, rule.name))
}

#[test]
fn a_page_for_each_rule() {
    for rule in RULES {
        check(&file(rule), &rule.page());
    }
    let known: BTreeSet<PathBuf> = RULES.iter().map(|rule| file(rule)).collect();
    for entry in std::fs::read_dir(root().join("docs/rules")).unwrap() {
        let path = entry.unwrap().path();
        assert!(known.contains(&path), "`{}` belongs to no rule", path.display());
    }
}

#[test]
fn a_finding_links_to_a_page_that_is_there() {
    for rule in RULES {
        let url = rule.url();
        let name = url.rsplit('/').next().unwrap_or_default();
        assert_eq!(Some(name), file(rule).file_stem().and_then(|stem| stem.to_str()));
        assert!(file(rule).is_file(), "{url}");
    }
}

#[test]
fn every_group_of_codes_is_shown() {
    for rule in RULES {
        assert!(GROUPS.iter().any(|(group, _)| rule.code.starts_with(group)), "{}", rule.code);
    }
}
