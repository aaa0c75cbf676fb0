//! What is published about a rule: its page, in Markdown, and the list of all rules.
//!
//! Both are made of the registry alone. The files below `docs/` are held equal to them by a test.

use std::fmt::Write;

use super::rule::{Fixability, Nature, Rule, Status};
use super::rules::RULES;
use crate::diagnostic::codes::UNREADABLE_CONFIG;

/// The groups of codes with what they are about, in the order they are shown.
pub const GROUPS: &[(&str, &str)] = &[
    ("SY", "syntax and files"),
    ("FM", "front matter"),
    ("ST", "structure"),
    ("TL", "timeline"),
    ("AI", "action items"),
    ("BL", "blameless language"),
    ("XR", "cross-references"),
    ("PV", "privacy and publication"),
];

impl Rule {
    /// The rules of a group, by the two letters of its codes.
    pub fn of_group(letters: &str) -> impl Iterator<Item = &'static Self> {
        RULES.iter().copied().filter(move |rule| rule.code.starts_with(letters))
    }

    /// What its codes' letters stand for.
    pub fn group(&self) -> &'static str {
        GROUPS.iter().find(|(letters, _)| self.code.starts_with(letters)).map_or("", |(_, title)| title)
    }

    /// Its page: what it reports, why, examples, and how to do without it.
    pub fn page(&self) -> String {
        let Self { code, name, .. } = self;
        let mut out = format!("# {code} {name}\n\n{}.\n\n{}\n\n", sentence(self.summary), self.standing());
        out += self.docs().trim_end();
        out.push('\n');
        if !self.is_configurable() {
            out.push_str("\n[All rules](../rules.md)\n");
            return out;
        }
        let _ = write!(
            out,
            "\n## Settings\n\n```toml\n[rules.levels]\n{name} = \"off\"    # or \"info\", \"warning\", \"error\"\n```\n",
        );
        if self.can_be_allowed() {
            let _ = write!(
                out,
                "\nFor one block, or for a file when it stands at its top:\n\n\
                 ```md\n<!-- afterword-allow {name}: the reason -->\n```\n",
            );
        }
        out.push_str("\n[All rules](../rules.md)\n");
        out
    }

    /// Whether its level can be set: not where the configuration itself is what is wrong.
    pub fn is_configurable(&self) -> bool {
        self.id() != UNREADABLE_CONFIG
    }

    /// Whether a comment can allow its findings: not those about such comments.
    pub fn can_be_allowed(&self) -> bool {
        self.is_configurable() && !self.name.ends_with("allow") && !self.name.starts_with("allow-")
    }

    /// Its group, level, version and fixes, in a line or two.
    fn standing(&self) -> String {
        let level = self.level.as_str();
        let level = match self.nature {
            Nature::Fault => format!("Level: **{level}**."),
            Nature::Absence => format!("Level: **{level}**, and at most a warning in a draft."),
        };
        let fix = match self.fixability {
            Fixability::None => "",
            Fixability::Sometimes => " Some findings come with a fix.",
            Fixability::Always => " Its findings come with a fix.",
        };
        let removed = match self.status {
            Status::Stable => String::new(),
            Status::Removed(instead) => format!(" Removed: {instead}."),
        };
        let group = self.group();
        format!("{level}{fix} Group: {group}. Since {}.{removed}", self.since)
    }
}

/// The list of all rules, each with a link to its page.
pub fn index() -> String {
    let mut out = String::from(
        "# Rules\n\n\
         `afterword check` reports findings of these rules; `afterword rule NAME` shows one of them in the terminal.\n\
         Codes and names both select: `select = [\"FM\", \"missing-section\"]`, `ignore = [\"XR006\"]`.\n\n\
         **error**: harmful or unreadable once published. **warning**: a facilitator would ask about it. **info**: worth\n\
         a thought. A document with `status: draft` gets at most warnings for what is merely missing. The level given here\n\
         is a rule's highest; a finding that is less certain says less.\n",
    );
    for (letters, title) in GROUPS {
        let mut rules = Rule::of_group(letters).peekable();
        if rules.peek().is_none() {
            continue;
        }
        let _ = write!(
            out,
            "\n## {letters}: {title}\n\n| code | name | level | fix | reports that |\n| --- | --- | --- | --- | --- |\n"
        );
        for rule in rules {
            let Rule { code, name, level, fixability, summary, .. } = rule;
            let fix = if *fixability == Fixability::None { "" } else { fixability.as_str() };
            let _ =
                writeln!(out, "| [{code}](rules/{code}-{name}.md) | {name} | {} | {fix} | {summary} |", level.as_str());
        }
    }
    out
}

/// A phrase with a capital.
fn sentence(phrase: &str) -> String {
    let mut chars = phrase.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
