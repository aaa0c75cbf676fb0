//! `afterword search`: streams, exit codes, the JSON contract, and an index that follows the documents.

use snapbox::{assert_data_eq, str};

use crate::command::Folder;

/// Two postmortems of a parcel-locker company.
const ARCHIVE: &str = "\
-- 2024-03-07-checkout.md --
---
title: Checkout timed out under load
id: INC-7
date: 2024-03-07
severity: P2
services: [checkout, payments-db]
causes: [change/rollout-strategy]
---

## Summary

The connection pool of payments_db ran out of connections.
-- 2023-04-12-lockers.md --
---
title: Lockers went offline
date: 2023-04-12
severity: sev1
services: [locker-gateway]
status: draft
---

## Summary

A certificate of the gateway expired, and ECONNRESET filled the logs.
";

fn archive() -> Folder {
    Folder::new(ARCHIVE)
}

#[test]
fn hits_go_to_stdout_and_the_rest_to_stderr() {
    archive().check(
        &["search", "conection pool"],
        str![[r#"
exit 0
--- stdout
Checkout timed out under load
  2024-03-07 · sev2 · checkout, payments-db
  Summary: The connection pool of payments_db ran out of connections.
  2024-03-07-checkout.md
--- stderr
no postmortem has `conection`; showing results for `connection`

1 postmortem found ([TIME])

"#]],
    );
    archive().check(
        &["search", "certificate", "--facets"],
        str![[r#"
exit 0
--- stdout
Lockers went offline
  2023-04-12 · sev1 · draft · locker-gateway
  Summary: A certificate of the gateway expired, and ECONNRESET filled the logs.
  2023-04-12-lockers.md

service   locker-gateway 1
severity  sev1 1
year      2023 1
kind      incident 1
status    draft 1
--- stderr

1 postmortem found ([TIME])

"#]],
    );
}

#[test]
fn nothing_found_is_exit_code_1_with_suggestions() {
    archive().check(
        &["search", "service:chekout"],
        str![[r#"
exit 1
--- stderr
nothing found for `service:chekout`
  `service:checkout` finds 1

"#]],
    );
    archive().check(
        &["search", "zzzzzz"],
        str![[r#"
exit 1
--- stderr
nothing found for `zzzzzz`

"#]],
    );
    archive().check(
        &["search", "🔥"],
        str![[r#"
exit 1
--- stderr
there is no word to search for

"#]],
    );
}

#[test]
fn arguments_with_blanks_are_phrases_among_others() {
    archive().check(
        &["search", "ran", "connection pool", "--limit", "1"],
        str![[r#"
exit 0
--- stdout
Checkout timed out under load
  2024-03-07 · sev2 · checkout, payments-db
  Summary: The connection pool of payments_db ran out of connections.
  2024-03-07-checkout.md
--- stderr

1 postmortem found ([TIME])

"#]],
    );
    archive().check(
        &["search", "ran", "pool connection"],
        str![[r#"
exit 1
--- stderr
nothing found for `ran "pool connection"`
  `ran pool connection` finds 1
  `ran` finds 1

"#]],
    );
}

#[test]
fn json_keeps_to_its_contract() {
    archive().check(&["search", "severity:sev2 since:2024", "--json"], str![[r#"
exit 0
--- stdout
{"version":1,"query":"severity:sev2 since:2024","total":1,"hits":[{"id":"INC-7","path":"2024-03-07-checkout.md","url":"postmortems/2024-03-07-checkout/","title":"Checkout timed out under load","date":"2024-03-07","severity":"sev2","services":["checkout","payments-db"],"causes":["change/rollout-strategy"],"score":0.0,"snippet":"The connection pool of payments_db ran out of connections."}],"facets":{"service":{"checkout":1,"payments-db":1},"cause":{"change":1,"change/rollout-strategy":1},"severity":{"sev2":1},"year":{"2024":1},"kind":{"incident":1},"status":{"final":1}}}
--- stderr

1 postmortem found ([TIME])

"#]]);
    archive().check(
        &["search", "zzzzzz", "--json"],
        str![[r#"
exit 1
--- stdout
{"version":1,"query":"zzzzzz","total":0,"hits":[],"facets":{}}
--- stderr
nothing found for `zzzzzz`

"#]],
    );
}

#[test]
fn the_index_follows_the_documents() {
    let folder = archive();
    let found = |word: &str| folder.output(&["search", word, "--cache-dir", "cache"]).status.code();
    assert_eq!(found("gateway"), Some(0));
    assert_eq!(found("gateway"), Some(0));
    assert_eq!(found("turnstile"), Some(1));
    folder.write("2025-01-01-station.md", "# A turnstile stuck\n\nIt did not turn.\n");
    assert_eq!(found("turnstile"), Some(0));
    folder.write("2025-01-01-station.md", "# A lift stood still\n\nIt did not move.\n");
    assert_eq!(found("turnstile"), Some(1));
    for file in folder.files().lines().filter(|file| file.starts_with("cache/")) {
        folder.write(file, "damaged");
    }
    assert_eq!(found("lift"), Some(0));
}

#[test]
fn documents_that_were_touched_and_not_changed_are_not_indexed_again() {
    let folder = archive();
    let told = || {
        let output = folder.output(&["search", "-v", "gateway", "--cache-dir", "cache"]);
        let messages = String::from_utf8(output.stderr).unwrap();
        messages.lines().find(|line| line.contains("the index")).unwrap_or_default().to_owned()
    };
    let (made, current) = ("the index was made and is in `cache`", "the index in `cache` is current");
    assert_eq!(told(), made);
    assert_eq!(told(), current);
    folder.write("2023-04-12-lockers.md", folder.read("2023-04-12-lockers.md"));
    assert_eq!(told(), current);
    assert_eq!(told(), current);
    folder.write("2023-04-12-lockers.md", folder.read("2023-04-12-lockers.md") + "The gateway was restarted.\n");
    assert_eq!(told(), made);
    assert_eq!(told(), current);
}

#[test]
fn a_cache_that_cannot_be_written_is_a_warning() {
    let folder = archive();
    folder.write("cache", "a file");
    let output = folder.output(&["search", "gateway", "--cache-dir", "cache"]);
    assert_eq!(output.status.code(), Some(0));
    let messages = String::from_utf8(output.stderr).unwrap();
    assert_data_eq!(
        messages.lines().next().unwrap_or_default(),
        str!["warning: the index cannot be kept in `cache`: [..]"]
    );
}

#[test]
fn what_would_steer_the_terminal_is_taken_out() {
    let folder = Folder::new("-- a.md --\n# Title \u{1b}[2J\n\nA bell \u{7} rings.\n");
    let shown = folder.stdout(&["search", "bell"]);
    assert!(!shown.contains(|c: char| c.is_control() && c != '\n'), "{shown:?}");
}

#[test]
fn a_pasted_alert_finds_incidents_with_reasons() {
    archive().check(
        &["similar", "--text", "payments_db: connection pool exhausted"],
        str![[r#"
exit 0
--- stdout
Checkout timed out under load
  2024-03-07 · sev2 · checkout, payments-db
  why: same service `payments-db`; both have `connection`, `payments_db`, `pool`
  2024-03-07-checkout.md
--- stderr

1 postmortem like it ([TIME])

"#]],
    );
    archive().check(
        &["similar", "--text", "the weather is fine"],
        str![[r#"
exit 1
--- stderr
no postmortem is like it

"#]],
    );
    archive().check(&["similar", "--text", "see INC-7", "--json"], str![[r#"
exit 0
--- stdout
{"version":1,"of":{"path":null,"title":null,"services":[],"causes":[],"trigger":null},"hits":[{"id":"INC-7","path":"2024-03-07-checkout.md","url":"postmortems/2024-03-07-checkout/","title":"Checkout timed out under load","date":"2024-03-07","severity":"sev2","services":["checkout","payments-db"],"causes":["change/rollout-strategy"],"score":11.308,"reasons":[{"kind":"link"},{"kind":"words","words":["inc-7"]}]}]}
--- stderr
1 postmortem like it ([TIME])

"#]]);
}

#[test]
fn a_document_is_not_like_itself() {
    archive().check(
        &["similar", "2024-03-07-checkout.md"],
        str![[r#"
exit 1
--- stderr
no postmortem is like it

"#]],
    );
    archive().check(
        &["similar", "missing.md"],
        str![[r#"
exit 2
--- stderr
error: could not read `missing.md`
  caused by: No such file or directory (os error 2)

"#]],
    );
    archive().check(
        &["similar"],
        str![[r#"
exit 2
--- stderr
error: the following required arguments were not provided:
  <PATH>

Usage: afterword similar <PATH>

For more information, try '--help'.

"#]],
    );
}

#[test]
fn a_document_finds_what_shares_its_causes_and_what_it_links_to() {
    let files = "\
-- a.md --
---
title: Queue full
date: 2021-01-01
services: [mail]
causes: [capacity/limit-reached]
trigger: code-deploy
---

## Summary

The queue ran full.
-- b.md --
---
title: Disk full
date: 2022-01-01
services: [disk]
causes: [capacity/limit-reached]
---

## Summary

As in [the queue](a.md).
-- c.md --
---
title: Mail slow
date: 2021-01-02
services: [mail]
status: withdrawn
---

## Summary

Slow.
-- d.md --
---
title: Unlike
date: 2021-01-01
services: [other]
trigger: code-deploy
---

## Summary

Nothing of that kind.
";
    Folder::new(files).check(
        &["similar", "a.md", "--no-cache"],
        str![[r#"
exit 0
--- stdout
Disk full
  2022-01-01 · disk
  why: one links to the other; same cause `capacity/limit-reached`; both have `full`, `queue`
  b.md
--- stderr

1 postmortem like it ([TIME])

"#]],
    );
    Folder::new(files).check(&["similar", "a.md", "--no-cache", "--json"], str![[r#"
exit 0
--- stdout
{"version":1,"of":{"path":"a.md","title":"Queue full","services":["mail"],"causes":["capacity/limit-reached"],"trigger":"code-deploy"},"hits":[{"id":"b","path":"b.md","url":"postmortems/b/","title":"Disk full","date":"2022-01-01","severity":null,"services":["disk"],"causes":["capacity/limit-reached"],"score":13.676,"reasons":[{"kind":"link"},{"kind":"cause","value":"capacity/limit-reached"},{"kind":"words","words":["full","queue"]}]}]}
--- stderr
1 postmortem like it ([TIME])

"#]]);
}
