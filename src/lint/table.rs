//! Which rules run, and how much their findings weigh: the configuration applied to the registry.
//!
//! A selector is a code (`FM002`), a prefix of codes (`FM`), a name (`missing-date`) or `ALL`. Where `select` and
//! `ignore` both match a rule, the more exact selector wins; of equally exact ones, `ignore`.

use std::collections::BTreeMap;

use super::rule::{Nature, Rule, Status};
use super::rules::RULES;
use crate::config::{PathRules, RuleSettings};
use crate::diagnostic::{Code, Level};
use crate::model;
use crate::text::{Globs, SourceId, SourceSet, closest};

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

/// What the configuration makes of each rule, for each file: what holds everywhere, and what some paths have besides.
#[derive(Debug)]
pub(super) struct Tables {
    /// The first is for the files that no entry of `per_path` matches.
    tables: Vec<Table>,
    /// The table of each source.
    of_source: Vec<usize>,
}

impl Tables {
    /// Applies the settings to all rules and all files.
    pub(super) fn new(settings: &RuleSettings, sources: &SourceSet) -> Self {
        // Patterns were looked at with the configuration; one that means nothing matches nothing.
        let globs: Vec<Globs> =
            settings.per_path.iter().map(|entry| Globs::new(&entry.paths).unwrap_or_default()).collect();
        let mut tables = vec![Table::new(settings)];
        let mut known: BTreeMap<Vec<usize>, usize> = BTreeMap::from([(Vec::new(), 0)]);
        let of_source = sources
            .iter()
            .map(|source| {
                let matching: Vec<usize> = (0..globs.len())
                    .filter(|i| globs.get(*i).is_some_and(|globs| globs.matches(&source.path)))
                    .collect();
                *known.entry(matching).or_insert_with_key(|matching| {
                    tables.push(Table::overlaid(settings, matching));
                    tables.len() - 1
                })
            })
            .collect();
        Self { tables, of_source }
    }

    fn of(&self, source: SourceId) -> Option<&Table> {
        self.tables.get(*self.of_source.get(source.0 as usize)?)
    }

    /// The rules that run for some file, in the order of their codes.
    pub(super) fn running(&self) -> impl Iterator<Item = &'static Rule> {
        let runs = |at: usize| self.tables.iter().any(|table| table.rows.get(at).is_some_and(|row| row.runs));
        RULES.iter().enumerate().filter(move |(at, _)| runs(*at)).map(|(_, rule)| *rule)
    }

    /// Whether a rule that the selector names runs for this file.
    pub(super) fn runs(&self, source: SourceId, selector: &str) -> bool {
        let rows = self.of(source).map(|table| table.rows.as_slice()).unwrap_or_default();
        RULES.iter().zip(rows).any(|(rule, row)| row.runs && selects(selector, rule))
    }

    /// The level a finding gets that was reported at `level`, in a document of this status. None: it is dropped.
    pub(super) fn level(&self, source: SourceId, code: Code, level: Level, status: model::Status) -> Option<Level> {
        match self.of(source) {
            Some(table) => table.level(code, level, status),
            None => Some(level),
        }
    }
}

/// Whether a selector other than `ALL` names this rule.
pub(super) fn selects(selector: &str, rule: &Rule) -> bool {
    exactness(selector, rule).is_some_and(|exactness| exactness > 0)
}

/// What the configuration makes of each rule, in the order of [`RULES`].
#[derive(Debug)]
struct Table {
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
    fn new(settings: &RuleSettings) -> Self {
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

    /// The same with these entries of `per_path` over it. What an entry ignores does not run, however it was selected.
    fn overlaid(settings: &RuleSettings, entries: &[usize]) -> Self {
        let mut overlaid = settings.clone();
        let entries: Vec<&PathRules> = entries.iter().filter_map(|i| settings.per_path.get(*i)).collect();
        for entry in &entries {
            overlaid.levels.extend(entry.levels.clone());
        }
        let mut table = Self::new(&overlaid);
        for (rule, row) in RULES.iter().zip(&mut table.rows) {
            row.runs &= entries.iter().all(|entry| best(&entry.ignore, rule).is_none());
        }
        table
    }

    /// The level a finding gets that was reported at `level`, in a document of this status. None: it is dropped.
    fn level(&self, code: Code, level: Level, status: model::Status) -> Option<Level> {
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
