use snapbox::{assert_data_eq, str};

use crate::config::ParseSettings;
use crate::model::{Catalog, Known, Postmortem, ServiceId, Trigger, TriggerId};
use crate::parse::parse;
use crate::text::{SourceId, SourceSet};

fn catalog() -> Catalog {
    let mut catalog = Catalog::default();
    for alias in ["sev2", "sev-2", "high"] {
        catalog.severity_aliases.insert(alias.to_owned(), "sev2".to_owned());
    }
    catalog.service_aliases.extend(ServiceId::new("checkout").map(|id| ("shop-checkout".to_owned(), id)));
    catalog.triggers.extend(TriggerId::new("config-change").map(|id| Trigger {
        id,
        title: String::new(),
        definition: String::new(),
    }));
    catalog.refused_causes.push("human-error".to_owned());
    catalog
}

fn read(path: &str, text: &str) -> Postmortem {
    let set = SourceSet::from_files([(path, text)]);
    parse(set.get(SourceId(0)), &ParseSettings::default(), &catalog()).0
}

/// Everything that is known, each with where it came from.
#[track_caller]
fn check(path: &str, text: &str, expected: impl snapbox::IntoData) {
    let known = read(path, text);
    let mut shown = String::new();
    let mut say = |key: &str, value: Option<Known<String>>| {
        if let Some(Known { value, provenance, span }) = value {
            let place = span.map_or(String::new(), |span| format!(" `{}`", &text[span.range()]));
            shown.push_str(&format!("{key}: {value} [{}]{place}\n", provenance.as_str()));
        }
    };
    say("title", Some(known.title.clone()));
    say("id", known.id.clone());
    say("date", known.date.clone().map(|date| date.map(|date| date.to_string())));
    say("status", known.status.clone().map(|status| status.map(|status| status.as_str().to_owned())));
    say("kind", known.kind.clone().map(|kind| kind.map(|kind| kind.as_str().to_owned())));
    say("severity", known.severity.clone());
    for service in &known.services {
        say("service", Some(service.clone().map(|(id, name)| format!("{id} ({name})"))));
    }
    say("trigger", known.trigger.clone().map(|trigger| trigger.map(|trigger| trigger.to_string())));
    say("detection", known.detection.clone().map(|detection| detection.map(|detection| detection.as_str().to_owned())));
    for (milestone, moment) in known.milestones.iter() {
        say(milestone.as_str(), Some(moment.clone().map(|moment| moment.to_string())));
    }
    say("duration", known.duration.clone().map(|minutes| minutes.map(|minutes| minutes.to_string())));
    say("timezone", known.timezone.clone());
    say("owner", known.owner.clone());
    for author in &known.authors {
        say("author", Some(author.clone()));
    }
    for cause in &known.refused_causes {
        shown.push_str(&format!("refused: {}\n", cause.value));
    }
    assert_data_eq!(shown, expected);
}

#[test]
fn metadata_blocks_come_first() {
    check(
        "2026-01-01-queue.md",
        "# Queue stuck (2026-03-08)

**Incident date:** 2026-03-07
**Severity:** High – parcels late
**Status:** In review
**Affected services:** shop-checkout, locker gateway
**Duration:** 43 minutes
**Authors:** A. One, B. Two
**Owner:** payments team
**Detected by:** monitoring alert
**Trigger:** config change
",
        str![[r#"
title: Queue stuck [heading] `# Queue stuck (2026-03-08)`
date: 2026-03-07 [metadata-block] `2026-03-07`
status: review [metadata-block] `In review`
severity: sev2 [metadata-block] `High – parcels late`
service: checkout (shop-checkout) [metadata-block] `shop-checkout, locker gateway`
service: locker-gateway (locker gateway) [metadata-block] `shop-checkout, locker gateway`
trigger: config-change [metadata-block] `config change`
detection: alert [metadata-block] `monitoring alert`
duration: 43 [metadata-block] `43 minutes`
owner: payments team [metadata-block] `payments team`
author: A. One [metadata-block] `A. One, B. Two`
author: B. Two [metadata-block] `A. One, B. Two`

"#]],
    );
}

#[test]
fn unknown_stays_unknown() {
    check(
        "queue.md",
        "# Queue stuck

| | |
|-|-|
| Date | TBD |
| Severity | ? |
| Authors | N/A |
| Start | unknown |
| Duration | several hours |
| Status | Resolved |
",
        str![[r#"
title: Queue stuck [heading] `# Queue stuck`

"#]],
    );
    check(
        "a/queue_stuck.md",
        "Something stood still, and later it did not.\n",
        str![[r#"
title: Queue stuck [file-name]

"#]],
    );
}

#[test]
fn names_of_files_and_folders() {
    check(
        "2026-03-07-queue-stuck.md",
        "Text.\n",
        str![[r#"
title: Queue stuck [file-name]
date: 2026-03-07 [file-name]

"#]],
    );
    check(
        "PM2026-008 - Queue stuck.md",
        "# INC-7: Queue stuck\n",
        str![[r#"
title: Queue stuck [heading] `# INC-7: Queue stuck`
id: INC-7 [heading] `# INC-7: Queue stuck`

"#]],
    );
    check(
        "2026/03/07/queue/index.md",
        "# Queue\n",
        str![[r#"
title: Queue [heading] `# Queue`
date: 2026-03-07 [folder]

"#]],
    );
}

#[test]
fn a_label_that_file_and_timeline_contradict() {
    check(
        "2026-03-07-queue.md",
        "# 2026-03-09, Queue stuck\n\n## Timeline\n\n- 2026-03-07 09:12 UTC deploy\n- 09:20 alert\n",
        str![[r#"
title: Queue stuck [heading] `# 2026-03-09, Queue stuck`
date: 2026-03-07 [file-name]

"#]],
    );
}

#[test]
fn milestones_from_labels() {
    check(
        "queue.md",
        "# Queue

- **Date**: 2026-03-07
- **Start (UTC)**: 09:12
- **Detected**: 2026-03-07 09:20 CET
- **End**: 2026-03-08

## Impact

- Duration: about 2 hours
",
        str![[r#"
title: Queue [heading] `# Queue`
date: 2026-03-07 [metadata-block] `2026-03-07`
started: 2026-03-07T09:12:00Z [metadata-block] `09:12`
detected: 2026-03-07T09:20:00+01:00 [metadata-block] `2026-03-07 09:20 CET`
resolved: 2026-03-08 [metadata-block] `2026-03-08`
duration: 120 [metadata-block] `about 2 hours`

"#]],
    );
    check(
        "queue.md",
        "# Queue\n\n**Date:** 7 March 2026, 23:50 – 00:20 UTC\n",
        str![[r#"
title: Queue [heading] `# Queue`
date: 2026-03-07 [metadata-block] `7 March 2026, 23:50 – 00:20 UTC`
started: 2026-03-07T23:50:00Z [metadata-block] `7 March 2026, 23:50 – 00:20 UTC`
resolved: 2026-03-08T00:20:00Z [metadata-block] `7 March 2026, 23:50 – 00:20 UTC`

"#]],
    );
}

#[test]
fn milestones_from_the_timeline() {
    check(
        "2026-03-07-queue.md",
        "# Queue

## Timeline (CET)

- 09:12 OUTAGE BEGINS: the first parcel waits
- 09:20 **Detection**: a courier calls
- 09:25 Mitigated
- 09:40 fixed for some
- 10:00 Resolved
",
        str![[r#"
title: Queue [heading] `# Queue`
date: 2026-03-07 [file-name]
started: 2026-03-07T09:12:00+01:00 [body] `09:12`
detected: 2026-03-07T09:20:00+01:00 [body] `09:20`
mitigated: 2026-03-07T09:25:00+01:00 [body] `09:25`
resolved: 2026-03-07T10:00:00+01:00 [body] `10:00`
timezone: CET [body] `CET`

"#]],
    );
    check(
        "2026-03-07-queue.md",
        "# Queue\n\nAll times UTC.\n\n## Timeline\n\n- 09:12 Requests start failing\n- 09:20 The pager rings\n- 09:50 Service is restored\n",
        str![[r#"
title: Queue [heading] `# Queue`
date: 2026-03-07 [file-name]
started: 2026-03-07T09:12:00Z [body] `09:12`
detected: 2026-03-07T09:20:00Z [body] `09:20`
resolved: 2026-03-07T09:50:00Z [body] `09:50`
timezone: UTC [body] `UTC`

"#]],
    );
}

#[test]
fn the_running_text_is_the_last_clue() {
    check(
        "queue.md",
        "# Queue\n\n## Summary\n\nOn 7 March 2026, from 09:12 to 09:55 UTC, nothing moved.\n",
        str![[r#"
title: Queue [heading] `# Queue`
date: 2026-03-07 [body] `7 March 2026, from 09:12 to 09:55 UTC`
started: 2026-03-07T09:12:00Z [body] `7 March 2026, from 09:12 to 09:55 UTC`
resolved: 2026-03-07T09:55:00Z [body] `7 March 2026, from 09:12 to 09:55 UTC`

"#]],
    );
    check(
        "queue.md",
        "# Queue\n\nPublished 9 March 2026.\n\n## Impact\nFrom 7 March 2026 on.\n",
        str![[r#"
title: Queue [heading] `# Queue`
date: 2026-03-07 [body] `7 March 2026`

"#]],
    );
}

#[test]
fn the_front_matter_is_never_overwritten() {
    check(
        "2026-01-01-queue.md",
        "---\ntitle: Stated\ndate: 2026-03-07\nseverity: sev2\ntimezone: Europe/Berlin\n---\n# Other\n\n**Severity:** 4\n**Start:** 09:12\n",
        str![[r#"
title: Stated [front-matter] `Stated`
date: 2026-03-07 [front-matter] `2026-03-07`
severity: sev2 [front-matter] `sev2`
started: 2026-03-07T09:12:00+01:00 [metadata-block] `09:12`
timezone: Europe/Berlin [front-matter] `Europe/Berlin`

"#]],
    );
}

#[test]
fn a_slip_is_no_cause() {
    check(
        "near-miss.md",
        "# Near miss at the gate\n\n- **Cause:** human error\n",
        str![[r#"
title: Near miss at the gate [heading] `# Near miss at the gate`
kind: near-miss [heading] `# Near miss at the gate`
refused: human error

"#]],
    );
}

#[test]
fn stated_lengths_lead_to_entries() {
    check(
        "2026-03-07-queue.md",
        "# Queue stuck

## Timeline

| Time (UTC) | Event |
| --- | --- |
| 08:55 | The router is drained |
| 09:00 | A new configuration goes out |
| 09:12 | Somebody looks at the graph |
| 10:31 | The old configuration is back |
| 11:00 | Tidied up |

## Stats

- Time to detection: 12 minutes
- Time to recovery: 91 minutes
",
        str![[r#"
title: Queue stuck [heading] `# Queue stuck`
date: 2026-03-07 [file-name]
started: 2026-03-07T09:00:00Z [body] `09:00`
detected: 2026-03-07T09:12:00Z [body] `09:12`
resolved: 2026-03-07T10:31:00Z [body] `10:31`
duration: 91 [metadata-block] `91 minutes`
timezone: UTC [body] `UTC`

"#]],
    );
}

#[test]
fn metadata_in_html() {
    check(
        "queue.md",
        "# Queue stuck

<table>
<tr><th>Severity</th><td>SEV-2</td></tr>
<tr><th>Date</th><td>2026-03-07</td></tr>
</table>

## Summary
",
        str![[r#"
title: Queue stuck [heading] `# Queue stuck`
date: 2026-03-07 [metadata-block] `2026-03-07`
severity: sev2 [metadata-block] `SEV-2`

"#]],
    );
}

#[test]
fn of_several_incidents_the_first_counts() {
    check(
        "gate.md",
        "# Incidents

## 2026-03-07: Queue stuck

- 09:12 Nothing moves (outage starts)
- 09:40 All moves
- 09:55 Resolved

## 2026-03-09: Doors stuck

- 10:12 Nothing opens
",
        str![[r#"
title: Incidents [heading] `# Incidents`
date: 2026-03-07 [heading] `## 2026-03-07: Queue stuck`
started: 2026-03-07T09:12:00 [body] `09:12`
resolved: 2026-03-07T09:55:00 [body] `09:55`

"#]],
    );
}

#[test]
fn posts_with_their_day_in_the_name() {
    check(
        "_posts/2026-03-09-queue.md",
        "---\nlayout: post\ntitle: Queue stuck\n---\n\nOn March 7th, 2026 the queue stood still.\n",
        str![[r#"
title: Queue stuck [front-matter] `Queue stuck`
date: 2026-03-07 [body] `March 7th, 2026`

"#]],
    );
}

#[test]
fn related_postmortems_and_root_causes() {
    let read = read(
        "queue.md",
        "# Queue stuck\n\n- **Related incidents:** INC-11, the other one\n- **Root cause:** human error\n",
    );
    assert_eq!(read.related.iter().map(|name| name.value.as_str()).collect::<Vec<_>>(), ["INC-11"]);
    assert_eq!(read.refused_causes.len(), 1);
}

#[test]
fn status_pages_as_they_are_exported() {
    check(
        "2026/gate.md",
        "---
name: Queue stuck
status: resolved
started_at: 2026-03-07T09:12:00Z
monitoring_at: 2026-03-07T09:40:00Z
resolved_at: 2026-03-07T09:55:00Z
shortlink: https://status.example/x
components: [shop-checkout]
---

**Resolved** - All is well.
Mar 7, 09:55 UTC
",
        str![[r#"
title: Queue stuck [front-matter] `Queue stuck`
date: 2026-03-07 [front-matter] `2026-03-07T09:12:00Z`
service: checkout (shop-checkout) [front-matter] `shop-checkout`
started: 2026-03-07T09:12:00Z [front-matter] `2026-03-07T09:12:00Z`
mitigated: 2026-03-07T09:40:00Z [front-matter] `2026-03-07T09:40:00Z`
resolved: 2026-03-07T09:55:00Z [front-matter] `2026-03-07T09:55:00Z`

"#]],
    );
}
