//! The commands that print what the program knows: rules, schemas, settings, completions, the manual.

use std::fs;
use std::path::Path;

use snapbox::{IntoData, assert_data_eq, file, str};

use crate::command::Folder;
use crate::json_schema;

#[test]
fn rule() {
    let folder = Folder::new("");
    folder
        .check(
            &["rule", "SY006"],
            str![[r#"
exit 0
--- stdout
SY006 unreadable-config  error
The configuration cannot be understood.

What it does
  Reports an `afterword.toml` that is no TOML, has a key that means nothing, or a value of
  another type than its key takes. The command stops, with exit code 2.

Why is this bad?
  A setting that is silently ignored is worse than one that is missing: the site looks as if
  it were configured.

Example
  The configuration:
  │ [site]
  │ titel = "Postmortems of the payments team"

Use instead
  │ [site]
  │ title = "Postmortems of the payments team"

https://afterword.dev/rules/SY006-unreadable-config · since [VERSION]

"#]],
        )
        .check(
            &["rule", "missing-titel"],
            str![[r#"
exit 2
--- stderr
error: `missing-titel` is no rule
help: a similar rule exists: `FM001 missing-title`

"#]],
        )
        .check(
            &["rule", "zzz"],
            str![[r#"
exit 2
--- stderr
error: `zzz` is no rule
help: `afterword rule` lists all rules

"#]],
        );
    let data: serde_json::Value = serde_json::from_str(&folder.stdout(&["rule", "tl", "--format", "json"])).unwrap();
    assert_eq!(data["rules"][0]["name"], "out-of-order");
    let page = folder.stdout(&["rule", "TL001", "--format", "markdown"]);
    assert_eq!(page, afterword::lint::rule("TL001").unwrap().page());
    let list = folder.stdout(&["rule"]);
    let listed = list.lines().filter(|line| line.starts_with("  "));
    let mut codes: Vec<&str> = listed.filter_map(|line| line.split_whitespace().next()).collect();
    codes.sort_unstable();
    let expected: Vec<&str> = afterword::lint::RULES.iter().map(|rule| rule.code).collect();
    assert_eq!(codes, expected);
}

/// What is wrong with `value` by a schema of ours; empty when nothing is.
#[track_caller]
fn faults(schema: &str, value: &serde_json::Value) -> String {
    json_schema::faults(&serde_json::from_str(&Folder::new("").stdout(&["schema", schema])).unwrap(), value)
}

#[test]
fn the_schema_of_the_front_matter() {
    let example = serde_json::json!({
        "title": "Checkout returned 500s for 43 minutes",
        "id": "INC-2026-014",
        "date": "2026-03-07",
        "status": "final",
        "kind": "incident",
        "severity": "sev2",
        "services": ["checkout", "payments-db"],
        "causes": ["change/rollout-strategy", "observability/missing-alert"],
        "trigger": "config-change",
        "detection": "alert",
        "started": "2026-03-07T09:12:00+01:00",
        "timezone": "Europe/Berlin",
        "impact": { "users": 12000, "requests_failed": 48211, "duration": "43m", "types": ["availability"], "summary": "…" },
        "owner": "payments-sre",
        "authors": ["payments-sre"],
        "people": [{ "name": "First L.", "role": "on-call engineer" }],
        "tags": ["tls"],
        "related": ["2023-11-02-cert-expiry"],
        "links": [{ "title": "Incident channel", "url": "https://chat.example/1" }],
        "action_items": [{
            "title": "…", "kind": "prevent", "owner": "payments", "due": "2026-04-01", "status": "open",
            "ticket": "PAY-812", "addresses": "change/rollout-strategy",
        }],
        "visibility": "internal",
        "aliases": ["/old/path/"],
        "lang": "en",
    });
    assert_data_eq!(faults("front-matter", &example), "");
    let wrong = serde_json::json!({ "status": "finished", "started": "yesterday", "services": [1], "title": 3 });
    assert_data_eq!(
        faults("front-matter", &wrong),
        str![[r#"
/status: "finished" is none of ["draft","review","final","withdrawn"]
/started: "yesterday" does not match "^[0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9]{2}:[0-9]{2}(:[0-9]{2})?([Zz]| ?[+-][0-9]{2}:?[0-9]{2})?)?$"
/services: [1] fits 0 of 2 forms
/title: 3 is no "string"

"#]]
    );
    let schema: serde_json::Value = serde_json::from_str(&Folder::new("").stdout(&["schema", "front-matter"])).unwrap();
    let mut keys: Vec<&str> = schema["properties"].as_object().unwrap().keys().map(String::as_str).collect();
    keys.sort_unstable();
    assert_eq!(keys, afterword::config::FRONT_MATTER_KEYS);
}

#[test]
fn the_schema_of_the_configuration() {
    let value = |text: &str| serde_json::to_value(toml::from_str::<toml::Table>(text).unwrap()).unwrap();
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("example-site/afterword.toml");
    assert_data_eq!(faults("config", &value(&fs::read_to_string(example).unwrap())), "");
    let folder = Folder::new("");
    folder.output(&["init"]);
    assert_data_eq!(faults("config", &value(&folder.read("afterword.toml"))), "");
    assert_data_eq!(faults("config", &value(&folder.stdout(&["config"]))), "");
    assert_data_eq!(
        faults("config", &value("[site]\ntitel = 'x'\n[sections.sumary]\n[rules.levels]\na = 'loud'\n")),
        str![[r#"
/rules/levels/a: "loud" fits 0 of 4 forms
/sections/sumary: "sumary" is none of ["summary","background","impact","timeline","detection","response","resolution","trigger","contributing_factors","surprises","lessons","went_well","went_poorly","got_lucky","action_items","related","open_questions","people","metrics","supporting","messaging"]
/site/titel: nothing may stand here

"#]]
    );
}

/// The export of the example, and of documents that say next to nothing.
#[test]
fn the_schema_of_the_archive() {
    let folder = Folder::new("-- a.md --\n# A\n-- b.md --\nNo heading.\n\n- 09:12 Something.\n- [ ] Do it\n");
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("example-site");
    for archive in [".", &example.to_string_lossy()] {
        let exported: serde_json::Value = serde_json::from_str(&folder.stdout(&["export", archive])).unwrap();
        assert_data_eq!(faults("archive", &exported), "");
    }
    let wrong = serde_json::json!({ "version": 2, "site": {}, "postmortems": [], "services": [] });
    assert_data_eq!(
        faults("archive", &wrong),
        str![[r#"
: no `causes`
/version: 2 is not 1
/site: no `title`
/site: no `description`
/site: no `language`
/site: no `base_url`
/site: no `generator`

"#]]
    );
}

#[test]
fn export() {
    let folder = Folder::new("-- 2026-03-07-tls.md --\n# TLS\n\n## Summary\n\nThe certificate ran out.\n");
    let exported: serde_json::Value = serde_json::from_str(&folder.stdout(&["export"])).unwrap();
    let postmortem = serde_json::to_string_pretty(&exported["postmortems"][0]).unwrap();
    assert_data_eq!(
        postmortem,
        str![[r#"
{
  "id": "2026-03-07-tls",
  "path": "2026-03-07-tls.md",
  "url": "postmortems/2026-03-07-tls/",
  "title": "TLS",
  "date": "2026-03-07",
  "status": null,
  "kind": null,
  "severity": null,
  "services": [],
  "causes": [],
  "trigger": null,
  "detection": null,
  "started": null,
  "detected": null,
  "acknowledged": null,
  "mitigated": null,
  "resolved": null,
  "duration_minutes": null,
  "owner": null,
  "authors": [],
  "tags": [],
  "visibility": null,
  "summary": "The certificate ran out.",
  "sections": [
    {
      "heading": "TLS",
      "level": 1,
      "line": 1,
      "kind": null
    },
    {
      "heading": "Summary",
      "level": 2,
      "line": 3,
      "kind": "summary"
    }
  ],
  "timeline": [],
  "action_items": [],
  "links": [],
  "related": [],
  "provenance": {
    "date": "file-name",
    "title": "heading"
  }
}
"#]]
    );
}

#[test]
fn every_commented_line_of_the_first_configuration_is_valid() {
    let folder = Folder::new("");
    folder.output(&["init"]);
    let text = folder.read("afterword.toml");
    let is_code = |line: &&str| line.starts_with('[') || line.contains(" = ");
    let lines: Vec<&str> = text.lines().map(|line| line.strip_prefix("# ").filter(is_code).unwrap_or(line)).collect();
    folder.write("afterword.toml", lines.join("\n"));
    folder.check(&["config", "-q"], file!["cli_print/first-config.txt"]);
}

#[test]
fn config() {
    let folder = Folder::new("-- afterword.toml --\n[site]\ntitle = 'Postmortems'\n");
    let printed = folder.stdout(&["config"]);
    assert_data_eq!(
        printed.lines().take(12).collect::<Vec<_>>().join("\n"),
        str![[r#"
per_path = []

[site]
title = "Postmortems"
description = ""
language = "en"
featured = []
json_per_postmortem = false
out = "public"

[archive]
content = ""
"#]]
    );
    folder.write("afterword.toml", &printed);
    assert_data_eq!(folder.stdout(&["config"]), printed.raw());
}

#[test]
fn completions() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let output = Folder::new("").output(&["completions", shell]);
        assert_eq!(output.status.code(), Some(0));
        assert!(String::from_utf8(output.stdout).unwrap().contains("completions"), "{shell}");
    }
    Folder::new("").check(
        &["completions", "tcsh"],
        str![[r#"
exit 2
--- stderr
error: invalid value 'tcsh' for '<SHELL>'
  [possible values: bash, elvish, fish, powershell, zsh]

  tip: a similar value exists: 'zsh'

For more information, try '--help'.

"#]],
    );
}

#[cfg(all(feature = "search", feature = "serve"))]
#[test]
fn man() {
    let folder = Folder::new("");
    folder.check(
        &["man", "--out", "man1"],
        str![[r#"
exit 0
--- stderr
man1: 16 pages written

"#]],
    );
    assert_data_eq!(
        folder.files(),
        str![[r#"
man1/afterword-build.1
man1/afterword-check.1
man1/afterword-completions.1
man1/afterword-config.1
man1/afterword-export.1
man1/afterword-import.1
man1/afterword-init.1
man1/afterword-man.1
man1/afterword-new.1
man1/afterword-rule.1
man1/afterword-schema.1
man1/afterword-search.1
man1/afterword-serve.1
man1/afterword-similar.1
man1/afterword-stats.1
man1/afterword.1

"#]]
    );
    assert!(folder.stdout(&["man"]).starts_with(".ie"));
}
