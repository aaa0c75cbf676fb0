//! `afterword stats`: an archive in numbers, for people and for programs.

use serde_json::Value;
use snapbox::{assert_data_eq, str};

use crate::command::Folder;
use crate::{harness, json_schema};

const ARCHIVE: &str = "\
-- README.md --
# Our incidents

How we write them.
-- 2025-11-02-bells.md --
---
kind: exercise
status: draft
---
# Bells rang
-- 2026-03-07-lockers.md --
---
severity: sev2
started: 2026-03-07T09:12Z
detected: 2026-03-07T09:16Z
resolved: 2026-03-08T11:55Z
---
# Lockers stayed shut

## Summary

None of them opened.

## Impact

People waited.
-- lights.md --
# Lights went out

**Date:** 2026-04-02
";

#[test]
fn for_people() {
    let folder = Folder::new(ARCHIVE);
    folder.check(
        &["stats"],
        str![[r#"
exit 0
--- stdout
3 postmortems in 4 files, 1 left out
1 draft, 1 exercise, 1 without front matter

Years
  2025                     1  ████████████
  2026                     2  ████████████████████████

Known, of 3 postmortems
  title                    3  ████████████████████████  heading 3
  date                     3  ████████████████████████  stated 1, label 1, file name 1
  status                   1  ████████                  stated 1
  kind                     1  ████████                  stated 1
  severity                 1  ████████                  stated 1
  started                  1  ████████                  stated 1
  detected                 1  ████████                  stated 1
  resolved                 1  ████████                  stated 1
  none: id, services, causes, trigger, detection, acknowledged, mitigated,
        timezone, duration, owner, authors, tags, visibility, lang

Sections, of 3 postmortems
  summary                  1  ████████
  impact                   1  ████████
  none: background, timeline, detection, response, resolution, trigger,
        contributing factors, surprises, lessons, went well, went poorly,
        got lucky, action items, related, open questions, people, metrics,
        supporting, messaging

Templates, as headings or the configuration show them
  plain                    2  ████████████████
  minimal                  1  ████████

How long incidents took, from their start: median and quartiles of what is known
  until             known inferred  missing    lower   median    upper
  detected              1        0        1        –       4m        –
  mitigated             0        0        2        –        –        –
  resolved              1        0        1        –    1d 2h        –

Findings: 2 warnings, 2 infos
  ST001 missing-section            2  ████████████  in 2 documents
  FM015 inferred-only              1  ██████        info, in 1 document
  SY005 not-a-postmortem           1  ██████        info, in 1 document

"#]],
    );
    folder.check(
        &["stats", "nowhere"],
        str![[r#"
exit 2
--- stderr
error: could not find `nowhere`
  caused by: No such file or directory (os error 2)

"#]],
    );
}

#[test]
fn an_archive_without_a_postmortem() {
    Folder::new("-- README.md --\n# Our incidents\n").check(
        &["stats"],
        str![[r#"
exit 0
--- stdout
0 postmortems in 1 file, 1 left out

Findings: 1 info
  SY005 not-a-postmortem           1  ████████████  info, in 1 document

"#]],
    );
}

#[test]
fn for_programs() {
    let folder = Folder::new(ARCHIVE);
    let schema: Value = serde_json::from_str(&folder.stdout(&["schema", "stats"])).unwrap();
    let example = harness::example_site();
    for archive in [".", &*example.to_string_lossy()] {
        let json = folder.stdout(&["stats", archive, "--json"]);
        let stats: Value = serde_json::from_str(&json).unwrap();
        assert_data_eq!(json_schema::faults(&schema, &stats), str![""]);
    }
    // Every key is described.
    let json = folder.stdout(&["stats", "--json"]);
    let stats: Value = serde_json::from_str(&json).unwrap();
    let mut keys: Vec<&String> = stats.as_object().unwrap().keys().collect();
    let mut described: Vec<&String> = schema["properties"].as_object().unwrap().keys().collect();
    keys.sort();
    described.sort();
    assert_eq!(keys, described);
}
