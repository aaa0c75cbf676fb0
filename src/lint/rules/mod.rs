//! The rules, one file each, and the list of them.
//!
//! A new rule is a file in the folder of its group, its `mod` line there, its line in [`RULES`], and a
//! specification in `tests/rules/`. Nothing else knows the rules by name.

mod front_matter;
mod references;
mod structure;
mod syntax;
#[cfg(test)]
mod tests;

use super::rule::Rule;

/// All rules, by code.
pub static RULES: &[&Rule] = &[
    &front_matter::missing_title::RULE,
    &syntax::invalid_utf8::RULE,
    &syntax::invalid_front_matter::RULE,
    &syntax::unclosed_front_matter::RULE,
    &syntax::empty_document::RULE,
    &syntax::not_a_postmortem::RULE,
    &syntax::unreadable_config::RULE,
    &syntax::file_too_large::RULE,
    &syntax::control_character::RULE,
    &syntax::deep_nesting::RULE,
    &syntax::unfollowed_link::RULE,
    &references::duplicate_id::RULE,
];
