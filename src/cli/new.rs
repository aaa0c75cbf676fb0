//! `afterword new`: a postmortem to be written, with the questions that help.
//!
//! The questions lead away from what the checks would ask about later. A test answers each of them and runs the checks.

use std::path::Path;

use afterword::config::Overrides;
use afterword::model::{Catalog, slugify};
use afterword::text::closest;

use super::ExitStatus;
use super::args::{NewArgs, Profile};
use super::error::{CliError, shown};
use super::init::create;
use super::open::{open, today};
use super::ui::{Ui, plain};

/// The front matter, and a word to the author.
const HEAD: &str = include_str!("new/head.md");

/// The sections of a profile, each with its questions.
fn sections(profile: Profile) -> &'static str {
    match profile {
        Profile::Default => include_str!("new/default.md"),
        Profile::GoogleSre => include_str!("new/google-sre.md"),
        Profile::Pagerduty => include_str!("new/pagerduty.md"),
        Profile::Atlassian => include_str!("new/atlassian.md"),
        Profile::Debriefing => include_str!("new/debriefing.md"),
    }
}

pub(crate) fn run(args: NewArgs, ui: &mut Ui) -> Result<ExitStatus, CliError> {
    let NewArgs { title, date, severity, services, profile, archive } = args;
    let slug = slugify(&title);
    if slug.is_empty() {
        return Err(CliError::usage(format!("the title `{}` has no letter or digit", plain(&title))));
    }
    let archive = open(&archive, Overrides::default(), ui)?;
    let catalog = &archive.settings.catalog;
    let date = date.map_or_else(today, Ok)?;
    let severity = severity.map(|word| step_of_scale(catalog, &word)).transpose()?;
    for service in &services {
        warn_of_unknown(catalog, service, ui)?;
    }

    let steps: Vec<&str> = catalog.severities.iter().map(|step| step.name.as_str()).collect();
    let scale = format!("       # {}", steps.join(", "));
    let services: Vec<String> = services.iter().map(|service| yaml(service)).collect();
    let text: String = HEAD
        .lines()
        .map(|line| match line {
            "title: {title}" => format!("title: {}\n", yaml(title.trim())),
            "date: {date}" => format!("date: {date}\n"),
            "severity: {severity}" => format!("severity: {}\n", severity.as_deref().unwrap_or(&scale)),
            "services: {services}" => format!("services: [{}]\n", services.join(", ")),
            line => format!("{line}\n"),
        })
        .chain(["\n".to_owned(), sections(profile).to_owned()])
        .collect();
    let content = archive.root.join(Path::new(&archive.settings.archive.content));
    let path = content.join(format!("{date}-{slug}.md"));
    if !create(&path, &text)? {
        return Err(CliError::usage(format!("`{}` exists", shown(&path)))
            .hint("choose another title or `--date`; what is written is never overwritten"));
    }
    writeln!(ui.out(), "{}", shown(&path))?;
    ui.say("Fill in what you know; `afterword check` asks about the rest.")?;
    Ok(ExitStatus::Clean)
}

/// The word of the scale that is meant.
fn step_of_scale(catalog: &Catalog, word: &str) -> Result<String, CliError> {
    if let Some(name) = catalog.severity(word) {
        return Ok(yaml(name));
    }
    let scale: Vec<String> = catalog.severities.iter().map(|severity| format!("`{}`", severity.name)).collect();
    Err(CliError::usage(format!("`{}` is not on the severity scale", plain(word)))
        .hint(format!("the scale of this archive: {}", scale.join(", "))))
}

/// A service that is not declared is allowed; one that nearly is was probably meant.
fn warn_of_unknown(catalog: &Catalog, name: &str, ui: &mut Ui) -> Result<(), CliError> {
    let known = catalog.service(name).is_some_and(|id| catalog.services.contains_key(&id));
    if known || catalog.services.is_empty() {
        return Ok(());
    }
    let ids = catalog.services.keys().map(afterword::model::ServiceId::as_str);
    let near = closest(name, ids).map(|near| format!("; a similar one is: `{near}`")).unwrap_or_default();
    ui.warn(format_args!("the service `{}` is not declared in the configuration{near}", plain(name)))?;
    Ok(())
}

/// A value for a YAML list or key: as it is where that is safe, else in quotes (a JSON string is a YAML one).
fn yaml(text: &str) -> String {
    let is_word = text.chars().next().is_some_and(char::is_alphabetic);
    let breaks =
        |c: char| c.is_control() || matches!(c, ':' | '#' | ',' | '[' | ']' | '{' | '}' | '"' | '\'' | '\\' | '`');
    let means_more =
        ["true", "false", "null", "yes", "no", "on", "off", "y", "n"].contains(&text.to_lowercase().as_str());
    if is_word && !text.contains(breaks) && !means_more && text.trim() == text {
        text.to_owned()
    } else {
        serde_json::Value::from(text).to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(yaml(text), expected);
    }

    #[test]
    fn values_mean_what_they_say() {
        check("Checkout returned 500s (again)", "Checkout returned 500s (again)");
        check("Checkout: slow", "\"Checkout: slow\"");
        check("500s for an hour", "\"500s for an hour\"");
        check("no", "\"no\"");
        check("a \"b\"\n---", "\"a \\\"b\\\"\\n---\"");
        check("Größe & Übermaß", "Größe & Übermaß");
        check("", "\"\"");
    }
}
