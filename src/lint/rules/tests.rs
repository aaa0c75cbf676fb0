//! The registry holds what the documentation promises of it.

use std::collections::BTreeSet;
use std::path::Path;

use walkdir::WalkDir;

use super::RULES;
use crate::diagnostic::codes;
use crate::lint::rule::Check;

#[test]
fn rules_are_sorted_and_unique() {
    for pair in RULES.windows(2) {
        assert!(pair[0].code < pair[1].code, "`{}` stands before `{}`", pair[0].code, pair[1].code);
    }
    let names: BTreeSet<&str> = RULES.iter().map(|rule| rule.name).collect();
    assert_eq!(names.len(), RULES.len(), "two rules have one name");
}

#[test]
fn codes_are_two_letters_of_a_group_and_three_digits() {
    for rule in RULES {
        let (group, number) = rule.code.split_at(2);
        assert!(["AI", "BL", "FM", "PV", "ST", "SY", "TL", "XR"].contains(&group), "{}", rule.code);
        assert!(number.len() == 3 && number.bytes().all(|b| b.is_ascii_digit()), "{}", rule.code);
    }
}

#[test]
fn names_are_kebab_case() {
    for rule in RULES {
        let parts_are_words = rule
            .name
            .split('-')
            .all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()));
        assert!(parts_are_words, "{}", rule.name);
    }
}

#[test]
fn summaries_are_one_phrase() {
    for rule in RULES {
        assert!(!rule.summary.is_empty() && !rule.summary.contains('\n'), "{}", rule.code);
        assert!(!rule.summary.ends_with('.'), "{}: a full stop", rule.code);
        assert!(!rule.since.is_empty(), "{}: no version", rule.code);
    }
}

#[test]
fn documentation_has_its_four_parts_in_order() {
    const PARTS: [&str; 4] = ["## What it does", "## Why is this bad?", "## Example", "Use instead:"];
    for rule in RULES {
        let docs = rule.docs();
        let mut rest = docs.as_str();
        for part in PARTS {
            let Some(at) = rest.find(part) else { panic!("{}: `{part}` is not there or not in its place", rule.code) };
            rest = &rest[at + part.len()..];
        }
        assert!(docs.starts_with(PARTS[0]), "{}", rule.code);
        assert_eq!(docs.matches("\n```").count() % 2, 0, "{}: a code block is not closed", rule.code);
    }
}

#[test]
fn a_rule_file_is_called_after_its_rule() {
    for rule in RULES {
        let stem = Path::new(rule.file).file_stem().and_then(|stem| stem.to_str());
        assert_eq!(stem, Some(rule.name.replace('-', "_").as_str()), "{}", rule.file);
    }
}

#[test]
fn no_rule_file_is_missing_from_the_registry() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let known: BTreeSet<_> = RULES.iter().map(|rule| root.join(rule.file)).collect();
    let mut files = 0;
    // Rules are two levels down: a folder for each group, a file for each rule.
    for entry in WalkDir::new(root.join("src/lint/rules")).min_depth(2) {
        let path = entry.unwrap().into_path();
        if !path.ends_with("mod.rs") {
            files += 1;
            assert!(known.contains(&path), "`{}` is not in RULES", path.display());
        }
    }
    assert_eq!(files, RULES.len());
}

#[test]
fn codes_of_earlier_stages_have_a_rule_and_no_check() {
    for code in codes::ALL {
        let rule = RULES.iter().find(|rule| rule.code == code.code);
        assert_eq!(rule.map(|rule| rule.id()), Some(*code));
    }
    for rule in RULES.iter().filter(|rule| matches!(rule.check, Check::Earlier)) {
        assert!(codes::ALL.contains(&rule.id()), "{}: no stage reports it", rule.code);
    }
}
