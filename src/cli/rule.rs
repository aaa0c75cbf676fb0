//! `afterword rule`: the rules, and the documentation of each.

mod terminal;

use afterword::diagnostic::Level;
use afterword::lint::{self, GROUPS, RULES, Rule};
use anstyle::{AnsiColor, Style};
use serde_json::{Value, json};

use super::ExitStatus;
use super::args::{RuleArgs, RuleFormat};
use super::error::CliError;
use super::ui::{Ui, width};
use terminal::Spans;

const BOLD: Style = Style::new().bold();

pub(crate) fn run(args: &RuleArgs, ui: &mut Ui) -> Result<ExitStatus, CliError> {
    let chosen = match &args.rule {
        None => Chosen::Many(RULES.to_vec()),
        Some(name) => find(name)?,
    };
    let spans = if ui.out_has_colour() { Spans::Coloured } else { Spans::Quoted };
    match (args.format, chosen) {
        (RuleFormat::Full, Chosen::Many(rules)) => list(&rules, ui)?,
        (RuleFormat::Full, Chosen::One(rule)) => write!(ui.out(), "{}", terminal::page(rule, width(), spans))?,
        (RuleFormat::Markdown, Chosen::Many(rules)) if rules.len() == RULES.len() => {
            write!(ui.out(), "{}", lint::page::index())?;
        }
        (RuleFormat::Markdown, chosen) => {
            let pages: Vec<String> = chosen.rules().iter().map(|rule| rule.page()).collect();
            write!(ui.out(), "{}", pages.join("\n"))?;
        }
        (RuleFormat::Json, chosen) => {
            let rules: Vec<Value> = chosen.rules().iter().map(|rule| data(rule)).collect();
            writeln!(ui.out(), "{:#}", json!({ "version": 1, "rules": rules }))?;
        }
    }
    Ok(ExitStatus::Clean)
}

/// What was asked for.
enum Chosen {
    One(&'static Rule),
    Many(Vec<&'static Rule>),
}

impl Chosen {
    fn rules(self) -> Vec<&'static Rule> {
        match self {
            Self::One(rule) => vec![rule],
            Self::Many(rules) => rules,
        }
    }
}

/// A rule by code or name, or the rules whose codes begin so.
fn find(name: &str) -> Result<Chosen, CliError> {
    if let Some(rule) = lint::rule(name) {
        return Ok(Chosen::One(rule));
    }
    let prefix = name.trim().to_ascii_uppercase();
    let group: Vec<&'static Rule> = Rule::of_group(&prefix).collect();
    if prefix.len() > 1 && !group.is_empty() {
        return Ok(Chosen::Many(group));
    }
    Err(CliError::usage(format!("`{name}` is no rule")).hint(match lint::closest_rule(name) {
        Some(near) => format!("a similar rule exists: `{} {}`", near.code, near.name),
        None => "`afterword rule` lists all rules".to_owned(),
    }))
}

fn list(rules: &[&Rule], ui: &mut Ui) -> Result<(), CliError> {
    let longest = RULES.iter().map(|rule| rule.name.len()).max().unwrap_or_default();
    let mut first = true;
    for (letters, title) in GROUPS {
        let mut group = rules.iter().filter(|rule| rule.code.starts_with(letters)).peekable();
        if group.peek().is_none() {
            continue;
        }
        let gap = if first { "" } else { "\n" };
        first = false;
        writeln!(ui.out(), "{gap}{BOLD}{letters}: {title}{BOLD:#}")?;
        for rule in group {
            let (level, style) = (rule.level.as_str(), style(rule.level));
            writeln!(ui.out(), "  {}  {:longest$}  {style}{level:7}{style:#}  {}", rule.code, rule.name, rule.summary)?;
        }
    }
    ui.gap()?;
    ui.say("`afterword rule NAME` shows one of them.")?;
    Ok(())
}

/// How a level is coloured, as in the findings.
fn style(level: Level) -> Style {
    match level {
        Level::Error => AnsiColor::Red.on_default().bold(),
        Level::Warning => AnsiColor::Yellow.on_default().bold(),
        Level::Info => AnsiColor::Cyan.on_default().bold(),
    }
}

fn data(rule: &Rule) -> Value {
    json!({
        "code": rule.code,
        "name": rule.name,
        "group": rule.group(),
        "level": rule.level.as_str(),
        "fix": rule.fixability.as_str(),
        "since": rule.since,
        "summary": rule.summary,
        "url": rule.url(),
        "docs": rule.docs(),
    })
}
