//! Recognises Markdown that is no postmortem by its name and a look at its text.
//!
//! What is recognised is left out *and reported*, never dropped without a word.

use super::{Role, SkipReason, Stray};

/// File stems (lower case) that are no postmortem, wherever they stand.
const READMES: &[&str] = &[
    "readme",
    "contributing",
    "changelog",
    "license",
    "licence",
    "code_of_conduct",
    "security",
    "authors",
    "codeowners",
    "summary",
];

/// What a file with this path and text is taken for.
pub fn role_of(path: &str, text: &str) -> Role {
    if text.trim_start_matches('\u{feff}').trim().is_empty() {
        return Role::Skipped(SkipReason::Empty);
    }
    let name = path.rsplit('/').next().unwrap_or(path).to_ascii_lowercase();
    let stem = name.split('.').next().unwrap_or(&name);
    let stray = if READMES.contains(&stem) {
        Some(Stray::Readme)
    } else if stem.contains("template") {
        Some(Stray::Template)
    } else if stem == "_index" {
        Some(Stray::Index)
    } else {
        None
    };
    stray.map_or(Role::Postmortem, |stray| Role::Skipped(SkipReason::NotAPostmortem(stray)))
}
