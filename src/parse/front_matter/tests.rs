use std::fmt::Write;

use snapbox::{assert_data_eq, str};

use crate::config::ParseSettings;
use crate::model::{Accepted, Catalog, Known, Postmortem};
use crate::text::{LineIndex, SourceSet};

/// The values that the front matter states, each with its place, then the findings.
#[track_caller]
fn check(text: &str, expected: impl snapbox::IntoData) {
    check_with(&ParseSettings::default(), text, expected);
}

fn check_with(settings: &ParseSettings, text: &str, expected: impl snapbox::IntoData) {
    let sources = SourceSet::from_files([("a.md", text)]);
    let source = sources.iter().next().unwrap();
    let (postmortem, found) = crate::parse::parse(source, settings, &Catalog::builtin());
    let lines = source.line_index();
    let mut shown = show(&postmortem, text, &lines);
    for diagnostic in found {
        let at = lines.position(diagnostic.span().start, text);
        let marked = &text[diagnostic.span().range()];
        let (code, message) = (diagnostic.code.code, diagnostic.message);
        writeln!(shown, "! {}:{} {code} {message} | {marked}", at.line, at.column).unwrap();
        if let Some(help) = diagnostic.help {
            writeln!(shown, "  help: {help}").unwrap();
        }
        if let Some(fix) = diagnostic.fix {
            writeln!(shown, "  fix: {:?} -> {:?}", &text[fix.edits[0].span.range()], fix.edits[0].replacement).unwrap();
        }
    }
    assert_data_eq!(shown, expected.raw());
}

fn stated<'a, T: 'a>(known: impl IntoIterator<Item = &'a Known<T>>) -> impl Iterator<Item = &'a Known<T>> {
    known.into_iter().filter(|known| !known.provenance.is_inferred())
}

fn show(pm: &Postmortem, text: &str, lines: &LineIndex) -> String {
    let mut out = String::new();
    let at = |span: crate::text::Span| {
        let position = lines.position(span.start, text);
        format!("{}:{} {:?}", position.line, position.column, &text[span.range()])
    };
    let mut line = |key: &str, value: String, span: Option<crate::text::Span>| {
        let place = span.map_or_else(|| "nowhere".to_owned(), at);
        writeln!(out, "{key} = {value} @ {place}").unwrap();
    };
    stated([&pm.title]).for_each(|known| line("title", known.value.clone(), known.span));
    stated(&pm.id).for_each(|known| line("id", known.value.clone(), known.span));
    stated(&pm.date).for_each(|known| line("date", known.value.to_string(), known.span));
    stated(&pm.status).for_each(|known| line("status", known.value.as_str().to_owned(), known.span));
    stated(&pm.kind).for_each(|known| line("kind", known.value.as_str().to_owned(), known.span));
    stated(&pm.severity).for_each(|known| line("severity", known.value.clone(), known.span));
    for known in stated(&pm.services) {
        line("service", format!("{} ({})", known.value.0, known.value.1), known.span);
    }
    stated(&pm.causes).for_each(|known| line("cause", known.value.to_string(), known.span));
    for refused in &pm.refused_causes {
        line("refused cause", refused.value.clone(), Some(refused.span));
    }
    for Accepted { factor, cause, reason } in &pm.accepted {
        let reason = reason.as_ref().map(|reason| &reason.value);
        line("accepted", format!("{cause} because {reason:?}"), Some(factor.span));
    }
    stated(&pm.trigger).for_each(|known| line("trigger", known.value.to_string(), known.span));
    stated(&pm.detection).for_each(|known| line("detection", known.value.as_str().to_owned(), known.span));
    for (milestone, known) in pm.milestones.iter().filter(|(_, known)| !known.provenance.is_inferred()) {
        line(milestone.as_str(), known.value.to_string(), known.span);
    }
    stated(&pm.duration).for_each(|known| line("duration", format!("{} min", known.value), known.span));
    stated(&pm.timezone).for_each(|known| line("timezone", known.value.clone(), known.span));
    let impact = &pm.impact;
    if *impact != crate::model::Impact::default() {
        line("impact", format!("{impact:?}"), None);
    }
    stated(&pm.owner).for_each(|known| line("owner", known.value.clone(), known.span));
    pm.owners.iter().for_each(|owner| line("one of the owners", owner.value.clone(), Some(owner.span)));
    stated(&pm.authors).for_each(|known| line("author", known.value.clone(), known.span));
    for person in &pm.people {
        line("person", format!("{} as {:?}", person.name.value, person.role), Some(person.name.span));
    }
    stated(&pm.tags).for_each(|known| line("tag", known.value.clone(), known.span));
    pm.related.iter().for_each(|related| line("related", related.value.clone(), Some(related.span)));
    pm.links.iter().for_each(|link| line("link", format!("{} <{}>", link.title, link.url.value), Some(link.url.span)));
    stated(&pm.visibility).for_each(|known| line("visibility", known.value.as_str().to_owned(), known.span));
    pm.aliases.iter().for_each(|alias| line("alias", alias.value.clone(), Some(alias.span)));
    stated(&pm.lang).for_each(|known| line("lang", known.value.clone(), known.span));
    for item in &pm.action_items {
        let addresses = item.addresses.as_ref().map(|cause| cause.value.to_string());
        let due = item.due.as_ref().map(|due| due.value.to_string());
        let kind = item.kind.as_ref().map(|kind| kind.value);
        let status = item.status.as_ref().map(|status| status.value);
        let owner = item.owner.as_ref().map(|owner| &owner.value);
        let ticket = item.ticket.as_ref().map(|ticket| &ticket.value);
        let shown = format!(
            "{} kind={kind:?} owner={owner:?} due={due:?} status={status:?} ticket={ticket:?} addresses={addresses:?}",
            item.text
        );
        line("action item", shown, Some(item.span));
    }
    if pm.slug.as_str() != "a" {
        line("slug", pm.slug.to_string(), None);
    }
    if let Some(summary) = &pm.body.summary {
        line("summary", summary.clone(), None);
    }
    out
}

#[test]
fn every_key_of_the_format_in_yaml() {
    check(
        r##"---
title: Lockers stayed shut for 43 minutes
id: INC-2026-014
slug: Locked out
date: 2026-03-07
status: final
kind: incident
severity: P2
services: [checkout, payments-db]
causes: [change/rollout-strategy, observability/missing-alert]
trigger: config-change
detection: alert
started: 2026-03-07T09:12:00+01:00
detected: 2026-03-07 09:15
acknowledged: 09:17
mitigated: 2026-03-07T09:40:00Z
resolved: "2026-03-07 09:55:10"
timezone: Europe/Berlin
impact: { users: 12000, requests_failed: "48,211", duration: 43m, types: [availability, Data loss], summary: "Nothing opened." }
owner: payments-sre
authors: [A. Person, B. Person]
people:
  - { name: "First L.", role: "on-call engineer" }
  - Other P. (incident commander)
tags: [tls, "#lockers"]
related: [2023-11-02-cert-expiry]
links:
  - { title: "Incident channel", url: "https://chat.example.com/1" }
  - https://status.example.com/2
  - Dashboard: https://graphs.example.com/3
action_items:
  - { title: "Alert on it", kind: prevent, owner: payments, due: 2026-04-01, status: open, ticket: PAY-812, addresses: change/rollout-strategy }
  - Write it down
visibility: internal
aliases: [/old/path/]
lang: en
---
"##,
        str![[r##"
title = Lockers stayed shut for 43 minutes @ 2:8 "Lockers stayed shut for 43 minutes"
id = INC-2026-014 @ 3:5 "INC-2026-014"
date = 2026-03-07 @ 5:7 "2026-03-07"
status = final @ 6:9 "final"
kind = incident @ 7:7 "incident"
severity = sev2 @ 8:11 "P2"
service = checkout (checkout) @ 9:12 "checkout"
service = payments-db (payments-db) @ 9:22 "payments-db"
cause = change/rollout-strategy @ 10:10 "change/rollout-strategy"
cause = observability/missing-alert @ 10:35 "observability/missing-alert"
trigger = config-change @ 11:10 "config-change"
detection = alert @ 12:12 "alert"
started = 2026-03-07T09:12:00+01:00 @ 13:10 "2026-03-07T09:12:00+01:00"
detected = 2026-03-07T09:15:00+01:00 @ 14:11 "2026-03-07 09:15"
acknowledged = 2026-03-07T09:17:00+01:00 @ 15:15 "09:17"
mitigated = 2026-03-07T09:40:00Z @ 16:12 "2026-03-07T09:40:00Z"
resolved = 2026-03-07T09:55:10+01:00 @ 17:11 "\"2026-03-07 09:55:10\""
timezone = Europe/Berlin @ 18:11 "Europe/Berlin"
impact = Impact { users: Some(12000), requests_failed: Some(48211), minutes: Some(Spanned { value: 43, span: Span { start: 507, end: 510 } }), types: ["availability", "data-loss"], summary: Some("Nothing opened.") } @ nowhere
owner = payments-sre @ 20:8 "payments-sre"
author = A. Person @ 21:11 "A. Person"
author = B. Person @ 21:22 "B. Person"
person = First L. as Some("on-call engineer") @ 23:13 "\"First L.\""
person = Other P. as Some("incident commander") @ 24:5 "Other P. (incident commander)"
tag = tls @ 25:8 "tls"
tag = lockers @ 25:13 "\"#lockers\""
related = 2023-11-02-cert-expiry @ 26:11 "2023-11-02-cert-expiry"
link = Incident channel <https://chat.example.com/1> @ 28:39 "\"https://chat.example.com/1\""
link = https://status.example.com/2 <https://status.example.com/2> @ 29:5 "https://status.example.com/2"
link = Dashboard <https://graphs.example.com/3> @ 30:16 "https://graphs.example.com/3"
visibility = internal @ 34:13 "internal"
alias = /old/path/ @ 35:11 "/old/path/"
lang = en @ 36:7 "en"
action item = Alert on it kind=Some(Prevent) owner=Some("payments") due=Some("2026-04-01") status=Some(Open) ticket=Some("PAY-812") addresses=Some("change/rollout-strategy") @ 32:5 "{ title: \"Alert on it\", kind: prevent, owner: payments, due: 2026-04-01, status: open, ticket: PAY-812, addresses: change/rollout-strategy }"
action item = Write it down kind=None owner=None due=None status=None ticket=None addresses=None @ 33:5 "Write it down"
slug = locked-out @ nowhere

"##]],
    );
}

#[test]
fn every_key_of_the_format_in_toml() {
    check(
        r#"+++
title = "Lockers stayed shut"
date = 2026-03-07
severity = 2
services = ["checkout"]
started = 2026-03-07T09:12:00+01:00
resolved = 2026-03-07 09:55:10
detected = 09:15:00
timezone = "+01:00"
owner = "payments-sre"
[impact]
users = 12_000
duration = "43m"
[[people]]
name = "First L."
role = "on-call engineer"
[[action_items]]
title = "Alert on it"
due = 2026-04-01
status = "done"
+++
"#,
        str![[r#"
title = Lockers stayed shut @ 2:9 "\"Lockers stayed shut\""
date = 2026-03-07 @ 3:8 "2026-03-07"
severity = sev2 @ 4:12 "2"
service = checkout (checkout) @ 5:13 "\"checkout\""
started = 2026-03-07T09:12:00+01:00 @ 6:11 "2026-03-07T09:12:00+01:00"
detected = 2026-03-07T09:15:00+01:00 @ 8:12 "09:15:00"
resolved = 2026-03-07T09:55:10+01:00 @ 7:12 "2026-03-07 09:55:10"
timezone = +01:00 @ 9:12 "\"+01:00\""
impact = Impact { users: Some(12000), requests_failed: None, minutes: Some(Spanned { value: 43, span: Span { start: 254, end: 259 } }), types: [], summary: None } @ nowhere
owner = payments-sre @ 10:10 "payments-sre"
person = First L. as Some("on-call engineer") @ 15:8 "\"First L.\""
action item = Alert on it kind=None owner=None due=Some("2026-04-01") status=Some(Done) ticket=None addresses=None @ 17:1 "[[action_items]]\ntitle = \"Alert on it\"\ndue = 2026-04-01\nstatus = \"done\""

"#]],
    );
}

#[test]
fn one_value_is_a_list_of_one_and_commas_part() {
    check(
        "---\nservices: checkout\ntags: tls, lockers\nauthors: A. Person\nseverity: [sev1]\n---\n",
        str![[r#"
severity = sev1 @ 5:12 "sev1"
service = checkout (checkout) @ 2:11 "checkout"
author = A. Person @ 4:10 "A. Person"
tag = tls @ 3:7 "tls"
tag = lockers @ 3:12 "lockers"

"#]],
    );
}

#[test]
fn numbers_dates_and_switches_are_text_where_text_is_taken() {
    check(
        "---\ntitle: 404\nid: 007\nowner: true\ntags: [2026, 2026-03-07]\n---\n",
        str![[r#"
title = 404 @ 2:8 "404"
id = 007 @ 3:5 "007"
owner = true @ 4:8 "true"
tag = 2026 @ 5:8 "2026"
tag = 2026-03-07 @ 5:14 "2026-03-07"

"#]],
    );
}

#[test]
fn nothing_given_is_no_finding() {
    check(
        "---\ntitle:\nseverity: \"\"\nservices: []\nstarted: ~\nimpact:\n  users:\naction_items:\nowner: null\n---\n",
        str![[r#""#]],
    );
}

#[test]
fn wrong_types_are_findings_at_the_value() {
    check(
        "---\ntitle: [a, b]\nid: { a: 1 }\ndate: soon\nstatus: done\nkind: incidnet\nservices: { a: 1 }\nstarted: yesterday\nduration: 43\ntimezone: Mars\nlang: English\nvisibility: maybe\n---\n",
        str![[r#"
! 2:8 FM004 `title` takes a text, not a list of 2 | [a, b]
! 3:5 FM004 `id` takes a word or a number, not keys with values | { a: 1 }
! 4:7 FM004 `date` takes a date such as `2026-03-07`, not `soon` | soon
! 5:9 FM004 `status` takes `draft`, `review`, `final` or `withdrawn`, not `done` | done
! 6:7 FM004 `kind` takes `incident`, `near-miss` or `exercise`, not `incidnet` | incidnet
  help: a word with a similar spelling is known: `incident`
  fix: "incidnet" -> "incident"
! 7:11 FM004 `services` takes a list of words, not keys with values | { a: 1 }
! 8:10 FM004 `started` takes a date and a time such as `2026-03-07T09:12:00+01:00`, not `yesterday` | yesterday
! 9:11 FM004 `duration` takes a duration such as `43m` or `1h 5m`, not `43` | 43
  help: which unit? write `43m` for minutes, `43h` for hours
! 10:11 FM004 `timezone` takes a zone such as `Europe/Berlin`, `UTC` or `+01:00`, not `Mars` | Mars
! 11:7 FM004 `lang` takes a language tag such as `en` or `pt-BR`, not `English` | English
! 12:13 FM004 `visibility` takes `internal` or `public`, not `maybe` | maybe

"#]],
    );
    check(
        "---\nimpact: { users: many, duration: long, usres: 1 }\npeople: [[a], { role: scribe }, { x: 1 }]\nlinks: [{ title: x }, [a]]\naction_items:\n  - kind: prevent\n  - title: A\n    kind: maybe\n    due: soon\n    ownr: x\n    status: unclear\n  - [a]\n---\n",
        str![[r#"
action item = A kind=None owner=None due=None status=None ticket=None addresses=None @ 7:5 "title: A\n    kind: maybe\n    due: soon\n    ownr: x\n    status: unclear"
! 2:18 FM004 `users` takes a number, not `many` | many
! 2:34 FM004 `duration` takes a duration such as `43m` or `1h 5m`, not `long` | long
! 2:40 FM003 unknown key `usres` | usres
  help: if it means a key of the format, say so under `[front_matter.aliases]`; if it is your own, let it begin with `x-`
! 3:10 FM004 `people` takes items such as `{ name, role }`, not a list | [a]
! 3:33 FM004 `people` takes items such as `{ name, role }`, not keys with values | { x: 1 }
! 4:9 FM004 `links` takes items such as `{ title, url }`, not keys with values | { title: x }
! 4:23 FM004 `links` takes items such as `{ title, url }`, not a list | [a]
! 6:5 FM004 `action_items` takes items with a `title`, not keys with values | kind: prevent
! 8:11 FM004 `kind` takes `prevent`, `detect`, `mitigate`, `repair`, `investigate` or `process`, not `maybe` | maybe
! 9:10 FM004 `due` takes a date such as `2026-04-01`, not `soon` | soon
! 10:5 FM003 unknown key `ownr` | ownr
  help: a key with a similar name exists: `owner`
  fix: "ownr" -> "owner"
! 11:13 FM004 `status` takes `open`, `done` or `cancelled`, not `unclear` | unclear
! 12:5 FM004 `action_items` takes items with a `title`, not a list | [a]

"#]],
    );
}

#[test]
fn unknown_keys_have_neighbours() {
    check(
        "---\nseverty: sev2\n\"tilte\": A\nstate: open\ncolour: red\nx-note: 1\n---\n",
        str![[r#"
! 2:1 FM003 unknown key `severty` | severty
  help: a key with a similar name exists: `severity`
  fix: "severty" -> "severity"
! 3:1 FM003 unknown key `tilte` | "tilte"
  help: a key with a similar name exists: `title`
  fix: "tilte" -> "title"
! 5:1 FM003 unknown key `colour` | colour
  help: if it means a key of the format, say so under `[front_matter.aliases]`; if it is your own, let it begin with `x-`

"#]],
    );
    check(
        "+++\nseverty = 'sev2'\nseverity = 'sev1'\n+++\n",
        str![[r#"
severity = sev1 @ 3:12 "'sev1'"
! 2:1 FM003 unknown key `severty` | severty
  help: if it means a key of the format, say so under `[front_matter.aliases]`; if it is your own, let it begin with `x-`

"#]],
    );
}

#[test]
fn other_tools_names_mean_the_same() {
    check(
        "---\nTitle: Status page\ndate: 2024-05-06T10:00:00-00:00\nresolved: true\nresolvedWhen: 2024-05-06T17:35:00-00:00\nseverity: down\naffected:\n  - cdn\nsection: issue\n---\n",
        str![[r#"
title = Status page @ 2:8 "Status page"
date = 2024-05-06 @ 3:7 "2024-05-06T10:00:00-00:00"
severity = sev1 @ 6:11 "down"
service = cdn (cdn) @ 8:5 "cdn"
started = 2024-05-06T10:00:00Z @ 3:7 "2024-05-06T10:00:00-00:00"
resolved = 2024-05-06T17:35:00Z @ 5:15 "2024-05-06T17:35:00-00:00"

"#]],
    );
    check(
        "---\nlayout: post\nauthor: A. Person\ncategories: [config-change, Networking]\nkeywords: [tls]\ndraft: true\nredirect_from: /old\n---\n",
        str![[r#"
status = draft @ 6:8 "true"
trigger = config-change @ 4:14 "config-change"
author = A. Person @ 3:9 "A. Person"
tag = Networking @ 4:29 "Networking"
tag = tls @ 5:12 "tls"
alias = /old @ 7:16 "/old"

"#]],
    );
    check(
        "+++\ntitle = 'Zola'\n[taxonomies]\ntags = ['tls']\n[extra]\nseverity = 'sev2'\nmood = 'x'\n+++\n",
        str![[r#"
title = Zola @ 2:9 "'Zola'"
severity = sev2 @ 6:12 "'sev2'"
tag = tls @ 4:9 "'tls'"

"#]],
    );
    check(
        "---\nincident_commander: First L.\nresponders: [Second L.]\npeople: { scribe: Third L. }\nstart_time: 2026-03-07 09:12\nend_time: later\n---\n",
        str![[r#"
date = 2026-03-07 @ 5:13 "2026-03-07 09:12"
started = 2026-03-07T09:12:00 @ 5:13 "2026-03-07 09:12"
person = Third L. as Some("scribe") @ 4:19 "Third L."
person = First L. as Some("incident commander") @ 2:21 "First L."
person = Second L. as Some("responder") @ 3:14 "Second L."

"#]],
    );
}

#[test]
fn names_of_the_format_win_over_others() {
    check(
        "---\npriority: sev1\nseverity: sev3\naffected: [a]\nservices: [b]\ncategory: x\ntags: [y, X]\n---\n",
        str![[r#"
severity = sev3 @ 3:11 "sev3"
service = b (b) @ 5:12 "b"
service = a (a) @ 4:12 "a"
tag = y @ 7:8 "y"
tag = X @ 7:11 "X"

"#]],
    );
}

#[test]
fn configured_names() {
    let settings = ParseSettings {
        key_aliases: [("impacted".to_owned(), "services".to_owned()), ("colour".to_owned(), "ignore".to_owned())]
            .into(),
        timezone: Some("UTC".to_owned()),
        ..ParseSettings::default()
    };
    check_with(
        &settings,
        "---\nImpacted: a\ncolour: red\nstarted: 2026-03-07 09:12\n---\n",
        str![[r#"
date = 2026-03-07 @ 4:10 "2026-03-07 09:12"
service = a (a) @ 2:11 "a"
started = 2026-03-07T09:12:00Z @ 4:10 "2026-03-07 09:12"

"#]],
    );
}

#[test]
fn causes_are_names_and_never_people() {
    check(
        "---\ncauses: [Rollout strategy, human error, rollout-strategy, unheard-of/thing]\ntrigger: fat-finger\n---\n",
        str![[r#"
cause = change/rollout-strategy @ 2:10 "Rollout strategy"
cause = unheard-of/thing @ 2:59 "unheard-of/thing"
refused cause = human error @ 2:28 "human error"
refused cause = fat-finger @ 3:10 "fat-finger"

"#]],
    );
    check("---\nroot_cause: The certificate of the load balancer had expired the day before.\n---\n", str![[r#""#]]);
    check(
        "---\ncauses:\n  - The certificate of the load balancer had expired the day before, and nothing renewed it or said so\ntrigger: [code-deploy, config-change]\n---\n",
        str![[r#"
trigger = code-deploy @ 4:11 "code-deploy"
! 3:5 FM004 `causes` takes short names such as `change/rollout-strategy`, not `The certificate of the load balancer ha…` | The certificate of the load balancer had expired the day before, and nothing renewed it or said so
! 4:10 FM004 `trigger` takes one short name, not a list of 2 | [code-deploy, config-change]
  help: which change came first? the others can be `causes`

"#]],
    );
}

#[test]
fn links_are_addresses() {
    check(
        "---\nlinks: [{ title: Runbook, url: runbook.md }, { title: Chat, href: 'slack://channel' }, just text, https://example.com/a]\nreferences: [RFC 9110, https://example.com/b]\n---\n",
        str![[r#"
link = Chat <slack://channel> @ 2:67 "'slack://channel'"
link = https://example.com/a <https://example.com/a> @ 2:99 "https://example.com/a"
link = https://example.com/b <https://example.com/b> @ 3:24 "https://example.com/b"
! 2:32 FM004 `url` takes a URL such as `https://example.com/`, not `runbook.md` | runbook.md
! 2:88 FM004 `links` takes a URL such as `https://example.com/`, not `just text` | just text

"#]],
    );
    check(
        "---\nlinks:\n  Channel: https://example.com/c\n---\n",
        str![[r#"
link = Channel <https://example.com/c> @ 3:12 "https://example.com/c"

"#]],
    );
}

#[test]
fn severities_as_they_are_written() {
    check(
        "---\nseverity: SEV-2 (major)\n---\n",
        str![[r#"
severity = sev2 @ 2:11 "SEV-2 (major)"

"#]],
    );
    check(
        "---\nseverity: purple\n---\n",
        str![[r#"
severity = purple @ 2:11 "purple"

"#]],
    );
}

#[test]
fn several_owners_are_kept() {
    check(
        "---\nowner: [payments, platform]\n---\n",
        str![[r#"
owner = payments @ 2:9 "payments"
one of the owners = payments @ 2:9 "payments"
one of the owners = platform @ 2:19 "platform"

"#]],
    );
    check(
        "---\nowner: { team: payments }\n---\n",
        str![[r#"
owner = payments @ 2:16 "payments"

"#]],
    );
}

#[test]
fn a_time_alone_needs_a_day() {
    check(
        "---\nstarted: 09:12\n---\n",
        str![[r#"
! 2:10 FM004 `started` takes a date and a time such as `2026-03-07T09:12:00+01:00`, not `09:12` | 09:12
  help: a time alone is enough where the front matter has a `date`

"#]],
    );
    check(
        "---\nstarted: 2026-03-07 23:50\nresolved: 23:58\n---\n",
        str![[r#"
date = 2026-03-07 @ 2:10 "2026-03-07 23:50"
started = 2026-03-07T23:50:00 @ 2:10 "2026-03-07 23:50"
resolved = 2026-03-07T23:58:00 @ 3:11 "23:58"

"#]],
    );
}

#[test]
fn broken_and_unclosed_front_matter_is_read_as_far_as_it_goes() {
    check(
        "---\ntitle: Lockers: shut\nseverity: sev2\nseverity: sev1\n\tid: 1\n---\n",
        str![[r#"
title = Lockers: shut @ 2:8 "Lockers: shut"
severity = sev2 @ 3:11 "sev2"
! 2:15 SY002 a `:` in a value that has no quotes | :
  help: put the value between quotes: `"Lockers: shut"`
  fix: "Lockers: shut" -> "\"Lockers: shut\""
! 5:1 SY002 a tab where YAML takes only spaces | 	
  help: indent with spaces

"#]],
    );
    check(
        "---\ntitle: Lockers\nseverity: sev2\n\n## Summary\nShut.\n",
        str![[r#"
title = Lockers @ 2:8 "Lockers"
severity = sev2 @ 3:11 "sev2"
! 1:1 SY003 the front matter has no closing `---` | ---
  help: close it with a line `---`
  fix: "" -> "\n---"

"#]],
    );
}

#[test]
fn what_is_accepted_has_a_reason() {
    check(
        "---\naccepted:\n  no canary: One cell is all there is.\n  tidal/moon:\n---\n",
        str![[r#"
accepted = change/rollout-strategy because Some("One cell is all there is.") @ 3:3 "no canary"
accepted = tidal/moon because None @ 4:3 "tidal/moon"

"#]],
    );
    check(
        "---\naccepted:\n- cause: capacity/limit-reached\n  reason: It costs more.\n- defect: We stop selling it.\n- race\n- { x: 1, y: 2 }\n---\n",
        str![[r#"
accepted = capacity/limit-reached because Some("It costs more.") @ 3:10 "capacity/limit-reached"
accepted = software/defect because Some("We stop selling it.") @ 5:3 "defect"
accepted = software/race because None @ 6:3 "race"
! 7:3 FM004 `accepted` takes items such as `{ cause, reason }`, not keys with values | { x: 1, y: 2 }

"#]],
    );
    check(
        "---\naccepted: [defect, [a]]\n---\n",
        str![[r#"
accepted = software/defect because None @ 2:12 "defect"
! 2:20 FM004 `accepted` takes causes with a reason, such as `capacity/limit-reached: …`, not a list | [a]

"#]],
    );
}
