//! `afterword init` and `afterword new`: what an archive and a postmortem begin with.

use afterword::config::Settings;
use afterword::diagnostic::Diagnostic;
use afterword::pipeline;
use afterword::text::SourceSet;
use regex::Regex;
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
created team/.github/workflows/postmortem-review.yml
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
left as it is: team/.github/workflows/postmortem-review.yml

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
    let workflow =
        folder.read("team/.github/workflows/pages.yml") + &folder.read("team/.github/workflows/postmortem-review.yml");
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
actions/checkout@9c091bb21b7c1c1d1991bb908d89e4e9dddfe3e0 # v7.0.0
actions/cache@caa296126883cff596d87d8935842f9db880ef25 # v5.1.0
github/codeql-action/upload-sarif@9e907b5e64f6b83e7804b09294d44122997950d6 # v4.32.3
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
created .github/workflows/postmortem-review.yml
--- stderr

Next: `afterword serve 'docs/our postmortems'` shows the library on this machine.

"#]],
    );
    let workflow = folder.read(".github/workflows/pages.yml");
    let archive = workflow.lines().find(|line| line.contains("ARCHIVE:"));
    assert_eq!(archive, Some("  ARCHIVE: \"docs/our postmortems\""));
    let workflow = folder.read(".github/workflows/postmortem-review.yml");
    let paths = workflow.lines().find(|line| line.contains("paths:"));
    assert_eq!(paths, Some("    paths: [\"docs/our postmortems/**\"]"));
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

<!-- In which time zone are the times? When did it begin, when was it seen, by whom or what, when was it over?
     What did people see at each point, what did they take it for, and what did they try? What led nowhere counts. -->

- 00:00 **Impact begins.**
- 00:00 **Detected.**
- 00:00 **Mitigated.**
- 00:00 **Resolved.**

## Detection

<!-- What told us? What else was there to be seen, and what would make it easier to see? -->

## Contributing factors

<!-- What had to be true for this to happen? There are always several: a list, with a line or two for each.
     How did each of them come to be, and what made it reasonable at the time?
     Which default, tool, limit or habit let a small thing have a large effect? What made it hard to see? -->

## What went well

<!-- What kept it from being worse? What do we want to keep? -->

## What went poorly

<!-- What stood in the way of those who worked on it: a tool, a missing right, a page nobody knows?
     Each point here is met by an action below, or says why it stays. -->

## Where we got lucky

<!-- What kept it from being worse this time, and cannot be relied on? -->

## Lessons

<!-- What do we understand now that we did not before? Who else would want to know? -->

## Action items

<!-- Which change makes the safe way the easy way? What will be seen when it is done?
     At least one that prevents or detects; few, each with one team and a day.
     Which factor does it address? What stays as it is goes under `accepted` in the front matter, with the reason. -->

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

const PROFILES: [&str; 5] = ["default", "google-sre", "pagerduty", "atlassian", "debriefing"];

/// A fresh document of a profile.
fn fresh(profile: &str) -> String {
    let folder = Folder::new("");
    let title = "Checkout returned 500s for 43 minutes";
    folder.stdout(&[
        "new",
        title,
        "--profile",
        profile,
        "--date",
        "2026-03-07",
        "--severity",
        "sev2",
        "--service",
        "checkout",
    ]);
    folder.read("2026-03-07-checkout-returned-500s-for-43-minutes.md")
}

/// The findings about one document, with their levels.
fn findings(text: &str) -> Vec<String> {
    let sources = SourceSet::from_files([("2026-03-07-checkout.md", text)]);
    let settings = Settings { today: Some(jiff::civil::date(2026, 3, 14)), ..Settings::default() };
    let found = pipeline::check(&sources, &settings).diagnostics;
    let line = |finding: &Diagnostic| {
        let at = sources.get(finding.source).line_index().position(finding.span().start, text).line;
        format!("{} {} at {at}: {}", finding.level.as_str(), finding.code.code, finding.message)
    };
    found.iter().map(line).collect()
}

/// What somebody might answer to the questions of a section.
fn answer(section: &str) -> &'static str {
    match section {
        "Summary" | "Overview" | "Incident summary" => {
            "On 7 March 2026 checkout returned 500s to one in three customers for 43 minutes. A new limit for database\n\
             connections reached all cells at once. Putting the old limit back ended it."
        }
        "Impact" => {
            "4,200 payments were refused, by the numbers of the payment provider. 61 customers wrote to support."
        }
        "Lead-up" => "The spring sale had begun the day before, with twice the usual traffic.",
        "Fault" | "Trigger" => "The limit was lowered from 200 to 80 with the weekly configuration release.",
        "Timeline" => "All times are UTC.",
        "Detection" => "The error-rate alert, after three minutes.",
        "Response" => "Payments and platform met in one call at 09:24.",
        "Resolution" | "Recovery" => "The old limit was put back at 09:50, after a restart had changed nothing.",
        "Root causes" | "Contributing factors" => {
            "- The pool has one limit for both regions, and it is full when either of them is.\n\
             - The staging environment has one region, so that the limit looked generous there."
        }
        "What went well" => "- The release could be taken back with one command.",
        "What went poorly" | "What didn't go so well" => {
            "- The dashboard shows the average of both regions, and so the full pool looked half empty."
        }
        "Where we got lucky" => "- The sale had its busiest hour behind it.",
        "Surprises" => "Nobody in the call knew that both regions share one pool.",
        "Lessons" | "Lessons learned" => "A limit that is shared by two regions is a limit for the busier one.",
        "Related incidents" => "None that the archive knows of.",
        "Open questions" => "How many customers came back later is not known yet.",
        "Messaging" => "The status page spoke of slow payments from 09:31 on.",
        "Supporting information" => "The graph of the pool is on the first panel of the database dashboard.",
        "Action items" | "Corrective actions" => "Two, both agreed with the teams that own them.",
        other => panic!("no answer for `{other}`"),
    }
}

/// The document as somebody might finish it: each comment gives way to an answer.
fn answered(text: &str) -> String {
    let comments = Regex::new("(?s)<!--.*?-->\n").unwrap();
    let mut out = String::new();
    for part in text.split("\n## ") {
        let part = if out.is_empty() { part.to_owned() } else { format!("\n## {part}") };
        let mut section = String::new();
        let mut done = String::new();
        for piece in part.split("\n### ") {
            let piece = if done.is_empty() { piece.to_owned() } else { format!("\n### {piece}") };
            let heading = piece.trim_start().lines().next().unwrap_or_default().trim_start_matches(['#', ' ']);
            heading.clone_into(&mut section);
            let is_head = piece.starts_with("---");
            done +=
                &comments.replace_all(
                    &piece,
                    |_: &regex::Captures<'_>| {
                        if is_head { String::new() } else { format!("{}\n", answer(&section)) }
                    },
                );
        }
        out += &done;
    }
    for (entry, told) in [
        ("- 00:00 **Impact begins.**", "- 09:12 **Impact begins.** The new limit reaches all cells."),
        ("- 00:00 **Detected.**", "- 09:15 **Detected.** The error-rate alert fires."),
        ("- 00:00 **Mitigated.**", "- 09:50 **Mitigated.** The old limit is back."),
        ("- 00:00 **Resolved.**", "- 09:55 **Resolved.** Error rate back at its usual level."),
    ] {
        out = out.replace(entry, told);
    }
    let rows = "| --- | --- | --- | --- | --- | --- |\n\
                | Give each region a pool with its own limit | prevent | platform | 2026-05-01 | open | PLAT-87 |\n\
                | Show the fuller pool on the dashboard, not the average | detect | payments | 2026-04-01 | open | PAY-812 |\n\
                | Refuse a limit in staging that one region could not live with | prevent | platform | 2026-05-01 | open | PLAT-88 |\n";
    let out = out.replace("| --- | --- | --- | --- | --- | --- |\n", rows);
    let causes = "causes: [capacity/limit-reached, testing/unrealistic-environment]\n";
    let front = Regex::new("(?m)^(causes|trigger|detection|started|detected|mitigated|resolved|owner):.*\n").unwrap();
    front.replace_all(&out, "").replacen("status: draft\n", &format!("status: final\n{causes}owner: payments\n"), 1)
}

#[test]
fn a_fresh_document_has_nothing_wrong_with_it() {
    for profile in PROFILES {
        let grave: Vec<String> =
            findings(&fresh(profile)).into_iter().filter(|finding| !finding.starts_with("info")).collect();
        assert_eq!(grave, Vec::<String>::new(), "{profile}");
    }
}

#[test]
fn answers_to_the_questions_have_nothing_wrong_with_them() {
    for profile in PROFILES {
        let text = answered(&fresh(profile));
        assert!(!text.contains("<!--") && !text.contains("00:00 "), "{text}");
        let found: Vec<String> = findings(&text)
            .into_iter()
            // That the document says its date twice is for the archive to like or not.
            .filter(|finding| !finding.starts_with("info") || finding.contains("ST0") || finding.contains("BL0"))
            .collect();
        assert_eq!(found, Vec::<String>::new(), "{profile}:\n{text}");
    }
}

/// The questions themselves keep to the rules for prose.
#[test]
fn questions_are_asked_without_blame() {
    for profile in PROFILES {
        let text = fresh(profile).replace("<!-- ", "").replace(" -->", "");
        let found: Vec<String> = findings(&text).into_iter().filter(|finding| finding.contains(" BL0")).collect();
        assert_eq!(found, Vec::<String>::new(), "{profile}");
    }
}
