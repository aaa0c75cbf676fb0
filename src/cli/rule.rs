//! `afterword rule`: the rules, and the documentation of each.

use afterword::lint::{self, RULES, Rule};
use anstyle::Style;

use super::ExitStatus;
use super::args::RuleArgs;
use super::error::CliError;
use super::ui::Ui;

const BOLD: Style = Style::new().bold();

pub(crate) fn run(args: &RuleArgs, ui: &mut Ui) -> Result<ExitStatus, CliError> {
    match &args.rule {
        None => list(ui)?,
        Some(name) => explain(find(name)?, ui)?,
    }
    Ok(ExitStatus::Clean)
}

fn find(name: &str) -> Result<&'static Rule, CliError> {
    lint::rule(name).ok_or_else(|| {
        CliError::usage(format!("`{name}` is no rule")).hint(match lint::closest_rule(name) {
            Some(near) => format!("a similar rule exists: `{} {}`", near.code, near.name),
            None => "`afterword rule` lists all rules".to_owned(),
        })
    })
}

fn list(ui: &mut Ui) -> Result<(), CliError> {
    let longest = RULES.iter().map(|rule| rule.name.len()).max().unwrap_or_default();
    for rule in RULES {
        let level = rule.level.as_str();
        writeln!(ui.out(), "{BOLD}{}{BOLD:#}  {:longest$}  {level:7}  {}", rule.code, rule.name, rule.summary)?;
    }
    Ok(())
}

fn explain(rule: &Rule, ui: &mut Ui) -> Result<(), CliError> {
    let out = ui.out();
    writeln!(out, "{BOLD}{} {}{BOLD:#}: {}", rule.code, rule.name, rule.summary)?;
    writeln!(out, "\nLevel: {}. Fix: {}. Since {}.\n", rule.level.as_str(), rule.fixability.as_str(), rule.since)?;
    writeln!(out, "{}", rule.docs().trim())?;
    Ok(())
}
