//! Documents that are generated from the code equal what the code generates. `SNAPSHOTS=overwrite cargo test`
//! rewrites them.

use std::fmt::Write;
use std::path::Path;

use afterword::lint::{Fixability, RULES, Rule, Status};

#[track_caller]
fn check(path: &str, generated: String) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    snapbox::assert_data_eq!(generated, snapbox::Data::read_from(&path, None).raw());
}

#[test]
fn rules() {
    check("docs/rules.md", rules_md());
}

/// The groups of codes, in the order they are shown.
const GROUPS: &[(&str, &str)] = &[
    ("SY", "syntax and files"),
    ("FM", "front matter"),
    ("ST", "structure"),
    ("TL", "timeline"),
    ("AI", "action items"),
    ("BL", "blameless language"),
    ("XR", "cross-references"),
    ("PV", "privacy and publication"),
];

fn rules_md() -> String {
    let mut out = String::from(
        "<!-- Generated from the rules' doc comments: `SNAPSHOTS=overwrite cargo test` rewrites it. -->\n\n\
         # Rules\n\n\
         `afterword check` reports findings of these rules; `afterword rule NAME` shows one of them in the terminal.\n\
         Codes and names both select: `select = [\"FM\", \"missing-section\"]`, `ignore = [\"XR006\"]`.\n\n\
         **error**: harmful or unreadable once published. **warning**: a facilitator would ask about it. **info**: worth\n\
         a thought. A document with `status: draft` gets at most warnings for what is merely missing.\n",
    );
    for (group, title) in GROUPS {
        let rules: Vec<&Rule> = RULES.iter().copied().filter(|rule| rule.code.starts_with(group)).collect();
        if rules.is_empty() {
            continue;
        }
        let _ = write!(
            out,
            "\n## {group}: {title}\n\n| code | name | level | fix | reports that |\n| --- | --- | --- | --- | --- |\n"
        );
        for rule in rules {
            let Rule { code, name, level, fixability, summary, .. } = rule;
            let (level, fix) = (level.as_str(), if *fixability == Fixability::None { "" } else { fixability.as_str() });
            let _ = writeln!(out, "| [{code}](#{}) | {name} | {level} | {fix} | {summary} |", anchor(rule));
        }
    }
    for rule in RULES {
        let _ = write!(out, "\n## {} {}\n\n", rule.code, rule.name);
        let _ = write!(out, "Level {}, since {}.", rule.level.as_str(), rule.since);
        match rule.fixability {
            Fixability::None => {}
            Fixability::Sometimes => out.push_str(" Some findings come with a fix."),
            Fixability::Always => out.push_str(" Comes with a fix."),
        }
        if let Status::Removed(instead) = rule.status {
            let _ = write!(out, " Removed: {instead}.");
        }
        out.push_str("\n\n");
        let mut in_block = false;
        for line in rule.docs().lines() {
            in_block ^= line.starts_with("```");
            let deeper = if line.starts_with("## ") && !in_block { "#" } else { "" };
            let _ = writeln!(out, "{deeper}{line}");
        }
    }
    out
}

fn anchor(rule: &Rule) -> String {
    format!("{}-{}", rule.code.to_lowercase(), rule.name)
}

#[test]
fn every_group_of_codes_is_shown() {
    for rule in RULES {
        assert!(GROUPS.iter().any(|(group, _)| rule.code.starts_with(group)), "{}", rule.code);
    }
}
