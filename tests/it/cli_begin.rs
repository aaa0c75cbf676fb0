//! `afterword init` and `afterword new`: what an archive and a postmortem begin with.

use snapbox::{assert_data_eq, str};

use crate::command::Folder;

#[test]
fn init_then_check_then_build() {
    let folder = Folder::new("");
    folder
        .check(
            &["init", "team"],
            str![[r#"
exit 0
--- stdout
created team/afterword.toml
created team/postmortems/2025-11-04-receipts-sent-twice.md
created team/.github/workflows/pages.yml
--- stderr

Next: `afterword serve team` shows the library on this machine.

"#]],
        )
        .check(
            &["init", "team"],
            str![[r#"
exit 0
--- stderr
left as it is: team/afterword.toml
left as it is: team/postmortems/2025-11-04-receipts-sent-twice.md
left as it is: team/.github/workflows/pages.yml

"#]],
        )
        .check(
            &["check", "team"],
            str![[r#"
exit 0
--- stderr
1 file: no findings ([TIME])

"#]],
        );
    assert_eq!(folder.output(&["build", "team", "--strict"]).status.code(), Some(0));
    let workflow = folder.read("team/.github/workflows/pages.yml");
    let used: Vec<&str> =
        workflow.lines().filter_map(|line| line.split_once("uses: ").map(|(_, action)| action)).collect();
    assert_data_eq!(
        used.join("\n"),
        str![[r#"
actions/checkout@9c091bb21b7c1c1d1991bb908d89e4e9dddfe3e0 # v7.0.0
actions/cache@caa296126883cff596d87d8935842f9db880ef25 # v5.1.0
actions/configure-pages@45bfe0192ca1faeb007ade9deae92b16b8254a0d # v6.0.0
actions/upload-pages-artifact@fc324d3547104276b827a68afc52ff2a11cc49c9 # v5.0.0
actions/deploy-pages@cd2ce8fcbc39b97be8ca5fce6e763baed58fa128 # v5.0.0
"#]]
    );
}

#[test]
fn init_puts_the_workflow_at_the_top_of_the_repository() {
    let folder = Folder::new("-- .git/HEAD --\nref: refs/heads/main\n");
    folder.check(
        &["init", "docs/our postmortems"],
        str![[r#"
exit 0
--- stdout
created docs/our postmortems/afterword.toml
created docs/our postmortems/postmortems/2025-11-04-receipts-sent-twice.md
created .github/workflows/pages.yml
--- stderr

Next: `afterword serve 'docs/our postmortems'` shows the library on this machine.

"#]],
    );
    let workflow = folder.read(".github/workflows/pages.yml");
    let archive = workflow.lines().find(|line| line.contains("ARCHIVE:"));
    assert_eq!(archive, Some("  ARCHIVE: \"docs/our postmortems\""));
}

#[test]
fn new() {
    let folder = Folder::new(
        "-- afterword.toml --\n[archive]\ncontent = 'content'\n[services.checkout]\naliases = ['cart']\n-- content/x.txt --\n\n",
    );
    folder
        .check(
            &["new", "Checkout: 500s", "--severity", "P1", "--service", "checkout", "--date", "2026-03-07"],
            str![[r#"
exit 0
--- stdout
content/2026-03-07-checkout-500s.md
--- stderr
Fill in what you know; `afterword check` asks about the rest.

"#]],
        )
        .check(
            &["new", "Checkout: 500s", "--date", "2026-03-07"],
            str![[r#"
exit 2
--- stderr
error: `content/2026-03-07-checkout-500s.md` exists
help: choose another title or `--date`; what is written is never overwritten

"#]],
        )
        .check(
            &["new", "Quiet", "--service", "chekout", "--service", "cart"],
            str![[r#"
exit 0
--- stdout
content/2026-04-01-quiet.md
--- stderr
warning: the service `chekout` is not declared in the configuration; a similar one is: `checkout`
Fill in what you know; `afterword check` asks about the rest.

"#]],
        )
        .check(
            &["new", "Loud", "--severity", "sev9"],
            str![[r#"
exit 2
--- stderr
error: `sev9` is not on the severity scale
help: the scale of this archive: `sev1`, `sev2`, `sev3`, `sev4`

"#]],
        )
        .check(
            &["new", "?!"],
            str![[r#"
exit 2
--- stderr
error: the title `?!` has no letter or digit

"#]],
        );
    assert_data_eq!(
        folder.files(),
        str![[r#"
afterword.toml
content/2026-03-07-checkout-500s.md
content/2026-04-01-quiet.md
content/x.txt

"#]]
    );
    assert_data_eq!(
        folder.read("content/2026-03-07-checkout-500s.md"),
        str![[r#"
---
title: "Checkout: 500s"
date: 2026-03-07
status: draft
severity: sev1
services: [checkout]
causes: []       # contributing factors, several: change/rollout-strategy, observability/missing-alert …
trigger:         # what changed just before: config-change, code-deploy, expiry-or-time …
detection:       # alert, dashboard, internal-report, customer-report, third-party, automated, luck
started:         # times as 2026-03-07T09:12:00+01:00
detected:
mitigated:
resolved:
owner:           # one team or role that sees the action items through
---

<!-- The questions in comments like this one are never published. Delete them as you answer them.
     Write what people saw, knew and did at the time; the rest of the text follows from that. -->

## Summary

<!-- What happened, for whom, for how long, and what ended it? Three sentences for somebody who was not there. -->

## Impact

<!-- Who noticed, and what could they not do? How many, how long, what did it cost? How is that known? -->

## Timeline

<!-- In which time zone? When did it begin, when was it seen, by whom or what, when was it over?
     What did people see at each point, what did they take it for, and what did they try? -->

- 00:00 **Impact begins.**
- 00:00 **Detected.**
- 00:00 **Mitigated.**
- 00:00 **Resolved.**

## Detection

<!-- What told us? What could have told us earlier, and what would it have needed to do so? -->

## Contributing factors

<!-- What had to be true for this to happen? There are always several.
     How did each of them come to be, and what made it reasonable at the time?
     Which default, tool, limit or habit let a small thing have a large effect? What made it hard to see? -->

## What went well

<!-- What kept it from being worse? What do we want to keep? -->

## Where we got lucky

<!-- What would have made it worse, and what kept that from happening this time? -->

## Lessons

<!-- What do we understand now that we did not before? Who else would want to know? -->

## Action items

<!-- Which change makes the safe way the easy way? How will it be known that it works?
     At least one that prevents or detects; few, each with one owner and a day. -->

| Action | Kind | Owner | Due | Status | Ticket |
| --- | --- | --- | --- | --- | --- |

"#]]
    );
    folder.check(
        &["check", "--select", "SY,FM003,FM004", "content/2026-03-07-checkout-500s.md"],
        str![[r#"
exit 0
--- stderr
1 file: no findings ([TIME])

"#]],
    );
}
