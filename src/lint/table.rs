//! Which rules run, and how much their findings weigh: the configuration applied to the registry.
//!
//! A selector is a code (`FM002`), a prefix of codes (`FM`), a name (`missing-date`) or `ALL`. Where `select` and
//! `ignore` both match a rule, the more exact selector wins; of equally exact ones, `ignore`.

use super::rule::{Nature, Rule, Status};
use super::rules::RULES;
use crate::config::RuleSettings;
use crate::diagnostic::{Code, Level};
use crate::model;
use crate::text::closest;

/// How exactly a selector names a rule: the longer, the more exact. `None`: not at all.
fn exactness(selector: &str, rule: &Rule) -> Option<usize> {
    let selector = selector.trim();
    if selector.eq_ignore_ascii_case("all") {
        Some(0)
    } else if selector.eq_ignore_ascii_case(rule.name) {
        Some(rule.code.len())
    } else {
        let prefix = rule.code.get(..selector.len())?;
        (!selector.is_empty() && prefix.eq_ignore_ascii_case(selector)).then_some(selector.len())
    }
}

/// The most exact match of any selector.
fn best<'a>(selectors: impl IntoIterator<Item = &'a String>, rule: &Rule) -> Option<usize> {
    selectors.into_iter().filter_map(|selector| exactness(selector, rule)).max()
}

/// What the configuration makes of each rule, in the order of [`RULES`].
#[derive(Debug)]
pub(super) struct Table {
    rows: Vec<Row>,
}

#[derive(Debug, Clone, Copy)]
struct Row {
    runs: bool,
    /// The configured level; none leaves a finding the level it was reported with.
    level: Option<Level>,
}

impl Table {
    /// Applies the settings to all rules.
    pub(super) fn new(settings: &RuleSettings) -> Self {
        let rows = RULES
            .iter()
            .map(|rule| {
                let selected = best(&settings.select, rule);
                let ignored = best(&settings.ignore, rule);
                // The most exact entry of the levels; `off` is one of them.
                let level = settings
                    .levels
                    .iter()
                    .filter_map(|(selector, level)| Some((exactness(selector, rule)?, *level)))
                    .max_by_key(|(exactness, _)| *exactness)
                    .map(|(_, level)| level);
                Row {
                    runs: selected.is_some()
                        && selected > ignored
                        && level != Some(None)
                        && rule.status == Status::Stable,
                    level: level.flatten(),
                }
            })
            .collect();
        Self { rows }
    }

    /// The rules that run, in the order of their codes.
    pub(super) fn running(&self) -> impl Iterator<Item = &'static Rule> {
        RULES.iter().zip(&self.rows).filter(|(_, row)| row.runs).map(|(rule, _)| *rule)
    }

    /// The level a finding gets that was reported at `level`, in a document of this status. None: it is dropped.
    pub(super) fn level(&self, code: Code, level: Level, status: model::Status) -> Option<Level> {
        let Some((rule, row)) = index(code.code).and_then(|at| Some((*RULES.get(at)?, self.rows.get(at)?))) else {
            return Some(level);
        };
        if !row.runs {
            return None;
        }
        let level = row.level.unwrap_or(level);
        let lenient = status == model::Status::Draft && rule.nature == Nature::Absence;
        Some(if lenient { level.min(Level::Warning) } else { level })
    }
}

fn index(code: &str) -> Option<usize> {
    RULES.binary_search_by(|rule| rule.code.cmp(code)).ok()
}

/// The rule with this code or name, in any case.
pub fn rule(code_or_name: &str) -> Option<&'static Rule> {
    let word = code_or_name.trim();
    RULES.iter().copied().find(|rule| rule.code.eq_ignore_ascii_case(word) || rule.name.eq_ignore_ascii_case(word))
}

/// The code or name nearest to `word`, to offer when no rule is called so.
pub fn closest_rule(word: &str) -> Option<&'static Rule> {
    let word = word.trim();
    rule(word)
        .or_else(|| rule(closest(word, RULES.iter().map(|rule| rule.name))?))
        .or_else(|| rule(closest(word, RULES.iter().map(|rule| rule.code))?))
}
