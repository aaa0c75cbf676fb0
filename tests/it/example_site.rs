//! The example archive: what it promises to show is there, and the checks have nothing grave to say.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use afterword::archive::Archive;
use afterword::diagnostic::Level;
use afterword::model::{ActionStatus, Kind, Status};
use afterword::pipeline::{self, Report};
use afterword::text::SourceSet;
use afterword::{config, edge};
use snapbox::{assert_data_eq, str};

use crate::harness;

fn check() -> (SourceSet, Report) {
    let found = config::fs::find(&harness::example_site()).unwrap();
    let mut settings = found.options.into_settings("example-site");
    settings.today = Some(jiff::civil::date(2026, 11, 25));
    let inputs = edge::load(&found.root, &settings).unwrap();
    let report = pipeline::check(&inputs.sources, &settings);
    (inputs.sources, report)
}

#[test]
fn no_error_and_no_warning() {
    let (sources, report) = check();
    let mut findings = String::new();
    for diagnostic in report.diagnostics.iter().filter(|diagnostic| diagnostic.level >= Level::Warning) {
        let _ = writeln!(
            findings,
            "{} {}: {}",
            sources.get(diagnostic.source).path,
            diagnostic.code.code,
            diagnostic.message
        );
    }
    assert_data_eq!(findings, str![""]);
}

/// How many different values the postmortems have.
fn distinct<'a>(archive: &'a Archive, values: impl Fn(&'a afterword::model::Postmortem) -> Vec<String>) -> usize {
    archive.iter().flat_map(|(_, postmortem)| values(postmortem)).collect::<BTreeSet<_>>().len()
}

#[test]
fn it_shows_what_it_promises() {
    let (sources, report) = check();
    let archive = &report.archive;
    let count = |what: fn(&afterword::model::Postmortem) -> bool| archive.iter().filter(|(_, p)| what(p)).count();
    let mut shown = String::new();
    let _ = writeln!(shown, "postmortems {}", archive.len());
    let _ = writeln!(
        shown,
        "services {}",
        distinct(archive, |p| p.services.iter().map(|s| s.value.0.to_string()).collect())
    );
    let _ = writeln!(shown, "causes {}", distinct(archive, |p| p.causes.iter().map(|c| c.value.to_string()).collect()));
    let _ =
        writeln!(shown, "triggers {}", distinct(archive, |p| p.trigger.iter().map(|t| t.value.to_string()).collect()));
    let _ =
        writeln!(shown, "severities {}", distinct(archive, |p| p.severity.iter().map(|s| s.value.clone()).collect()));
    let _ = writeln!(shown, "near misses {}", count(|p| p.kind_or_default() == Kind::NearMiss));
    let _ = writeln!(shown, "exercises {}", count(|p| p.kind_or_default() == Kind::Exercise));
    let _ = writeln!(shown, "drafts {}", count(|p| p.status_or_default() == Status::Draft));
    let _ = writeln!(shown, "withdrawn {}", count(|p| p.status_or_default() == Status::Withdrawn));
    let _ = writeln!(shown, "with a timeline {}", count(|p| !p.timeline.entries.is_empty()));
    let _ = writeln!(shown, "with action items {}", count(|p| !p.action_items.is_empty()));
    let _ = writeln!(shown, "TOML {}", sources.iter().filter(|source| source.text.starts_with("+++")).count());
    let open_before = archive.recurrences.iter().any(|recurrence| {
        let earlier = archive.get(recurrence.earlier);
        earlier.action_items.iter().any(|item| item.status.as_ref().is_some_and(|it| it.value == ActionStatus::Open))
    });
    let _ = writeln!(shown, "a recurrence whose earlier action is open: {open_before}");
    assert_data_eq!(
        shown,
        str![[r#"
postmortems 18
services 12
causes 41
triggers 10
severities 4
near misses 1
exercises 1
drafts 1
withdrawn 1
with a timeline 18
with action items 17
TOML 1
a recurrence whose earlier action is open: true

"#]]
    );
}
