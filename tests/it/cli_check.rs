//! `afterword check` as its readers see it: formats, baselines, revisions, fixes, and what is refused.

use afterword::diagnostic::Code;
use afterword::diagnostic::fingerprint::fingerprints;
use afterword::diagnostic::render::{self, RuleHelp};
use afterword::lint;
use quick_xml::events::Event;
use snapbox::{assert_data_eq, str};

use crate::command::Folder;

/// Two documents: one with a key that has a letter wrong and a link to nowhere, one without a finding of the rules that run.
fn folder() -> Folder {
    Folder::new(
        "\
-- afterword.toml --
[rules]
select = ['FM003', 'FM007', 'XR001', 'ST003']
-- 2026/pool.md --
---
title: Checkout returned 500s
severty: sev2
date: 2026-03-07
---

The details are in [the log](log.md), 100%: see there.
-- dns.md --
---
title: DNS answers ran dry
date: 2026-01-02
---

## Timeline

TBD
-- tls.md --
# A certificate ran out
",
    )
}

#[test]
fn concise() {
    folder().check(
        &["check", "--format", "concise"],
        str![[r#"
exit 1
--- stdout
2026/pool.md:3:1: warning[FM003] unknown key `severty`
2026/pool.md:7:20: error[XR001] no file `log.md`
dns.md:8:1: warning[ST003] `TBD` waits to be filled in
--- stderr
3 files: 1 error, 2 warnings ([TIME])

"#]],
    );
    // Paths are from where the reader is.
    let folder = folder();
    let output =
        folder.command(&["check", "--format", "concise", ".."]).current_dir(folder.path().join("2026")).output();
    assert_data_eq!(
        String::from_utf8(output.unwrap().stdout).unwrap(),
        str![[r#"
../2026/pool.md:3:1: warning[FM003] unknown key `severty`
../2026/pool.md:7:20: error[XR001] no file `log.md`
../dns.md:8:1: warning[ST003] `TBD` waits to be filled in

"#]]
    );
}

#[test]
fn github() {
    folder().check(
        &["check", "--format", "github"],
        str![[r#"
exit 1
--- stdout
::warning file=2026/pool.md,line=3,endLine=3,col=1,endColumn=8,title=FM003 unknown-key::unknown key `severty`%0Ait is kept in the file and has no effect%0Aa key with a similar name exists: `severity`%0Ahttps://afterword.dev/rules/FM003-unknown-key
::error file=2026/pool.md,line=7,endLine=7,col=20,endColumn=37,title=XR001 broken-link::no file `log.md`%0Awas it renamed or moved? if it is elsewhere, a whole URL leads there%0Ahttps://afterword.dev/rules/XR001-broken-link
::warning file=dns.md,line=8,endLine=8,col=1,endColumn=4,title=ST003 template-left-in::`TBD` waits to be filled in%0Ais it known by now? if nobody can know it any more, that is an answer too%0Ahttps://afterword.dev/rules/ST003-template-left-in
--- stderr
3 files: 1 error, 2 warnings ([TIME])

"#]],
    );
}

#[test]
fn junit() {
    let folder = folder();
    // A reader of XML takes it, and finds as many cases as it says.
    let xml = folder.stdout(&["check", "--format", "junit"]);
    let mut reader = quick_xml::Reader::from_str(&xml);
    let mut cases = 0;
    loop {
        match reader.read_event().unwrap() {
            Event::Start(tag) | Event::Empty(tag) => {
                cases += usize::from(tag.name().as_ref() == "testcase");
                assert!(tag.attributes().all(|attribute| attribute.is_ok()));
            }
            Event::Eof => break,
            _ => {}
        }
    }
    assert_eq!(cases, 4);
    folder.check(
        &["check", "--format", "junit"],
        str![[r#"
exit 1
--- stdout
<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="afterword check" tests="4" failures="3">
  <testsuite name="2026/pool.md" tests="2" failures="2" errors="0" skipped="0">
    <testcase name="FM003 unknown-key at 3:1" classname="2026/pool.md" file="2026/pool.md" line="3">
      <failure type="warning" message="unknown key `severty`">2026/pool.md:3:1: unknown key `severty`
note: it is kept in the file and has no effect
help: a key with a similar name exists: `severity`
https://afterword.dev/rules/FM003-unknown-key
</failure>
    </testcase>
    <testcase name="XR001 broken-link at 7:20" classname="2026/pool.md" file="2026/pool.md" line="7">
      <failure type="error" message="no file `log.md`">2026/pool.md:7:20: no file `log.md`
help: was it renamed or moved? if it is elsewhere, a whole URL leads there
https://afterword.dev/rules/XR001-broken-link
</failure>
    </testcase>
  </testsuite>
  <testsuite name="dns.md" tests="1" failures="1" errors="0" skipped="0">
    <testcase name="ST003 template-left-in at 8:1" classname="dns.md" file="dns.md" line="8">
      <failure type="warning" message="`TBD` waits to be filled in">dns.md:8:1: `TBD` waits to be filled in
help: is it known by now? if nobody can know it any more, that is an answer too
https://afterword.dev/rules/ST003-template-left-in
</failure>
    </testcase>
  </testsuite>
  <testsuite name="tls.md" tests="1" failures="0" errors="0" skipped="0">
    <testcase name="no findings" classname="tls.md" file="tls.md"/>
  </testsuite>
</testsuites>
--- stderr
3 files: 1 error, 2 warnings ([TIME])

"#]],
    );
}

#[test]
fn sarif() {
    let folder = folder();
    let text = folder.stdout(&["check", "--format", "sarif"]);
    let mut log: serde_json::Value = serde_json::from_str(&text).unwrap();
    for rule in log["runs"][0]["tool"]["driver"]["rules"].as_array_mut().unwrap() {
        // The documentation is long, and tested elsewhere.
        rule["help"] = "…".into();
    }
    log["runs"][0]["tool"]["driver"]["semanticVersion"] = "…".into();
    assert_data_eq!(
        serde_json::to_string_pretty(&log).unwrap(),
        str![[r#"
{
  "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
  "version": "2.1.0",
  "runs": [
    {
      "tool": {
        "driver": {
          "name": "afterword",
          "semanticVersion": "…",
          "informationUri": "https://afterword.dev/",
          "rules": [
            {
              "id": "FM003",
              "name": "unknown-key",
              "helpUri": "https://afterword.dev/rules/FM003-unknown-key",
              "shortDescription": {
                "text": "A key of the front matter has no meaning."
              },
              "fullDescription": {
                "text": "A key of the front matter has no meaning."
              },
              "help": "…",
              "defaultConfiguration": {
                "level": "warning"
              },
              "properties": {
                "tags": [
                  "FM"
                ]
              }
            },
            {
              "id": "ST003",
              "name": "template-left-in",
              "helpUri": "https://afterword.dev/rules/ST003-template-left-in",
              "shortDescription": {
                "text": "Something waits to be filled in."
              },
              "fullDescription": {
                "text": "Something waits to be filled in."
              },
              "help": "…",
              "defaultConfiguration": {
                "level": "warning"
              },
              "properties": {
                "tags": [
                  "ST"
                ]
              }
            },
            {
              "id": "XR001",
              "name": "broken-link",
              "helpUri": "https://afterword.dev/rules/XR001-broken-link",
              "shortDescription": {
                "text": "A link leads to a file, a heading or a postmortem that is not there."
              },
              "fullDescription": {
                "text": "A link leads to a file, a heading or a postmortem that is not there."
              },
              "help": "…",
              "defaultConfiguration": {
                "level": "error"
              },
              "properties": {
                "tags": [
                  "XR"
                ]
              }
            }
          ]
        }
      },
      "columnKind": "unicodeCodePoints",
      "originalUriBaseIds": {
        "%SRCROOT%": {
          "description": {
            "text": "The top of the repository."
          }
        }
      },
      "results": [
        {
          "ruleId": "FM003",
          "ruleIndex": 0,
          "level": "warning",
          "message": {
            "text": "Unknown key `severty`./nIt is kept in the file and has no effect./nA key with a similar name exists: `severity`."
          },
          "locations": [
            {
              "physicalLocation": {
                "artifactLocation": {
                  "uri": "2026/pool.md",
                  "uriBaseId": "%SRCROOT%"
                },
                "region": {
                  "startLine": 3,
                  "startColumn": 1,
                  "endLine": 3,
                  "endColumn": 8
                }
              }
            }
          ],
          "partialFingerprints": {
            "afterword/v1": "4b161c208ff14116:1",
            "primaryLocationLineHash": "4b161c208ff14116:1"
          },
          "fixes": [
            {
              "description": {
                "text": "Rename the key to `severity`."
              },
              "artifactChanges": [
                {
                  "artifactLocation": {
                    "uri": "2026/pool.md",
                    "uriBaseId": "%SRCROOT%"
                  },
                  "replacements": [
                    {
                      "deletedRegion": {
                        "startLine": 3,
                        "startColumn": 1,
                        "endLine": 3,
                        "endColumn": 8
                      },
                      "insertedContent": {
                        "text": "severity"
                      }
                    }
                  ]
                }
              ]
            }
          ]
        },
        {
          "ruleId": "XR001",
          "ruleIndex": 2,
          "level": "error",
          "message": {
            "text": "No file `log.md`./nWas it renamed or moved? if it is elsewhere, a whole URL leads there."
          },
          "locations": [
            {
              "physicalLocation": {
                "artifactLocation": {
                  "uri": "2026/pool.md",
                  "uriBaseId": "%SRCROOT%"
                },
                "region": {
                  "startLine": 7,
                  "startColumn": 20,
                  "endLine": 7,
                  "endColumn": 37
                }
              }
            }
          ],
          "partialFingerprints": {
            "afterword/v1": "09e6fbf2afea2aca:1",
            "primaryLocationLineHash": "09e6fbf2afea2aca:1"
          }
        },
        {
          "ruleId": "ST003",
          "ruleIndex": 1,
          "level": "warning",
          "message": {
            "text": "`TBD` waits to be filled in./nIs it known by now? if nobody can know it any more, that is an answer too."
          },
          "locations": [
            {
              "physicalLocation": {
                "artifactLocation": {
                  "uri": "dns.md",
                  "uriBaseId": "%SRCROOT%"
                },
                "region": {
                  "startLine": 8,
                  "startColumn": 1,
                  "endLine": 8,
                  "endColumn": 4
                }
              }
            }
          ],
          "partialFingerprints": {
            "afterword/v1": "850cdc90226971c3:1",
            "primaryLocationLineHash": "850cdc90226971c3:1"
          }
        }
      ]
    }
  ]
}
"#]]
    );
}

/// The official schema accepts the log: of the findings above, of none, and of all findings that the specifications know.
#[test]
fn sarif_is_what_its_schema_says() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/sarif-schema-2.1.0.json");
    let schema = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let accepts = |text: &str| {
        let log = serde_json::from_str(text).unwrap();
        assert_data_eq!(crate::json_schema::faults(&schema, &log), str![""]);
    };
    let folder = folder();
    accepts(&folder.stdout(&["check", "--format", "sarif"]));
    accepts(&folder.stdout(&["check", "--format", "sarif", "--select", "SY002"]));
    crate::rule_specs::for_each_case(|_, case, settings| {
        let (sources, findings) = crate::rule_case::check(case, settings);
        let prints = fingerprints(&findings, &sources);
        let help = |code: Code| {
            lint::rule(code.code).map(|rule| RuleHelp {
                summary: rule.summary.to_owned(),
                level: rule.level,
                markdown: rule.docs(),
            })
        };
        let mut out = Vec::new();
        render::sarif(&findings, &prints, &sources, &help, "a b/", &mut out).unwrap();
        accepts(std::str::from_utf8(&out).unwrap());
    });
}

/// In a repository, services read paths from its top.
#[test]
fn services_read_paths_from_the_top_of_the_repository() {
    let folder = Folder::new(
        "-- ops/reviews/a: b.md --\n---\ntitle: A\nseverty: x\n---\n-- ops/reviews/afterword.toml --\n[rules]\nselect = ['FM003']\n-- .git/HEAD --\nx\n",
    );
    folder.check(
        &["check", "--format", "github", "ops/reviews"],
        str![[r#"
exit 1
--- stdout
::warning file=ops/reviews/a%3A b.md,line=3,endLine=3,col=1,endColumn=8,title=FM003 unknown-key::unknown key `severty`%0Ait is kept in the file and has no effect%0Aa key with a similar name exists: `severity`%0Ahttps://afterword.dev/rules/FM003-unknown-key
--- stderr
1 file: 1 warning ([TIME])

"#]],
    );
    let log: serde_json::Value =
        serde_json::from_str(&folder.stdout(&["check", "--format", "sarif", "ops/reviews"])).unwrap();
    let place = &log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"];
    assert_eq!(place["uri"], "ops/reviews/a%3A%20b.md");
}

#[test]
fn a_link_to_the_rule_where_the_terminal_shows_it() {
    let folder = folder();
    let output = |links: &str, colour: &str| {
        let mut command = folder.command(&["check", "--color", colour, "--select", "FM003"]);
        let output = command.env("FORCE_HYPERLINK", links).output().unwrap();
        String::from_utf8(output.stdout).unwrap().lines().next().unwrap().replace('\u{1b}', "␛")
    };
    assert_data_eq!(
        output("1", "always"),
        str![
            "␛[1m␛[33mwarning[␛]8;;https://afterword.dev/rules/FM003-unknown-key␛/FM003 unknown-key␛]8;;␛/]␛[0m␛[1m: unknown key `severty`␛[0m"
        ]
    );
    assert_data_eq!(
        output("0", "always"),
        str!["␛[1m␛[33mwarning[FM003 unknown-key]␛[0m␛[1m: unknown key `severty`␛[0m"]
    );
    assert_data_eq!(output("1", "never"), str!["warning[FM003 unknown-key]: unknown key `severty`"]);
}

/// A document, its name and its front matter cannot steer the terminal, whatever the format.
#[test]
fn no_control_characters_reach_the_terminal() {
    let folder = Folder::new("-- afterword.toml --\n[rules]\nselect = ['FM', 'XR', 'SY']\n");
    folder.write(
        "a\u{9b}31m.md",
        "---\ntitle: A\nsev\u{9b}erty\u{202e}: \"\\e[31m\"\nseverity: \"\\e]0;x\\a\u{9b}\"\n---\n[a](b\u{1b}c\u{9b}.md)\n\u{1b}[31m\n",
    );
    for format in ["full", "concise", "json", "sarif", "github", "junit"] {
        let output = folder.output(&["check", "--format", format, "--color", "never"]);
        for stream in [output.stdout, output.stderr] {
            let text = String::from_utf8(stream).unwrap();
            let steers = |c: char| (c.is_control() && c != '\n') || c == '\u{202e}';
            assert!(!text.contains(steers), "{format}: {text:?}");
        }
    }
}

/// Put together here, so that no scanner takes this file for a leak.
#[test]
fn no_format_shows_a_secret() {
    let password = ["k4Tz", "Rw8pQ"].concat();
    let folder = Folder::new(&format!(
        "\
-- afterword.toml --
[rules]
select = ['PV001', 'XR001', 'BL']
-- 2026/pool.md --
---
title: Checkout returned 500s
date: 2026-03-07
---

## Contributing factors

The intern forgot to rotate postgres://app:{password}@db/orders, see [the log](logs/{password}.txt).
"
    ));
    for format in ["full", "concise", "json", "sarif", "github", "junit"] {
        let output = folder.output(&["check", "--format", format]);
        let shown = String::from_utf8([output.stdout.clone(), output.stderr.clone()].concat()).unwrap();
        assert!(!shown.contains(&password), "{format}: {shown}");
        assert_eq!(output.status.code(), Some(1));
    }
    folder.check(
        &["check"],
        str![[r#"
exit 1
--- stdout
warning[BL005 negated-duty]: `forgot to rotate` tells of something left undone
 --> 2026/pool.md:8:12
  |
8 | The intern forgot to rotate postgres://app:*********@db/orders, see [the log](logs/*********....
  | ---------- ^^^^^^^^^^^^^^^^
  | |
  | read as a role
  |
  = note: of all that was not done that day, this is picked because of what is known now
  = help: what would have made this step happen by itself, or its need visible?

error[PV001 secret]: this looks like an address with a password
 --> 2026/pool.md:8:29
  |
8 | The intern forgot to rotate postgres://app:*********@db/orders, see [the log](logs/*********....
  |                             ^^^^^^^^^^^^^^^^^^^^^^^^^^^
  |
  = note: taken out of the text, it is still in the history of the file
  = help: does it still work? make a new one first; a word in brackets can stand in its place

error[XR001 broken-link]: no file `logs/*********.txt`
 --> 2026/pool.md:8:69
  |
8 | .../app:*********@db/orders, see [the log](logs/*********.txt).
  |                                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  |
  = help: was it renamed or moved? if it is elsewhere, a whole URL leads there
--- stderr
1 file: 2 errors, 1 warning ([TIME])

"#]],
    );
}

#[test]
fn warnings_that_may_be_left() {
    let folder = folder();
    folder.check(
        &["check", "--format", "concise", "--select", "FM003", "--max-warnings", "1"],
        str![[r#"
exit 0
--- stdout
2026/pool.md:3:1: warning[FM003] unknown key `severty`
--- stderr
3 files: 1 warning ([TIME])

"#]],
    );
    folder.check(
        &["check", "--format", "concise", "--select", "FM003", "--max-warnings", "0"],
        str![[r#"
exit 1
--- stdout
2026/pool.md:3:1: warning[FM003] unknown key `severty`
--- stderr
3 files: 1 warning ([TIME])
more than the 0 warnings that `--max-warnings` allows

"#]],
    );
    folder.check(
        &["check", "--format", "concise", "--select", "XR001", "--max-warnings", "99"],
        str![[r#"
exit 1
--- stdout
2026/pool.md:7:20: error[XR001] no file `log.md`
--- stderr
3 files: 1 error ([TIME])

"#]],
    );
}

#[test]
fn documents_of_one_status() {
    let folder = Folder::new("-- afterword.toml --\n[rules]\nselect = ['FM002']\n");
    for (name, status) in [("a", "status: draft\n"), ("b", "status: review\n"), ("c", "")] {
        folder.write(&format!("{name}.md"), format!("---\ntitle: {name}\n{status}---\n"));
    }
    folder.check(
        &["check", "--format", "concise", "--status", "draft,review"],
        str![[r#"
exit 1
--- stdout
a.md:1:1: warning[FM002] the day of the incident is not known
b.md:1:1: warning[FM002] the day of the incident is not known
--- stderr
2 files: 2 warnings ([TIME])

"#]],
    );
    folder.check(
        &["check", "--format", "concise", "--status", "final"],
        str![[r#"
exit 1
--- stdout
c.md:1:1: warning[FM002] the day of the incident is not known
--- stderr
1 file: 1 warning ([TIME])

"#]],
    );
    folder.check(
        &["check", "--status", "done"],
        str![[r#"
exit 2
--- stderr
error: invalid value 'done' for '--status <STATUS>'
  [possible values: draft, review, final, withdrawn]

For more information, try '--help'.

"#]],
    );
}

mod baseline {
    use super::*;

    #[test]
    fn what_is_known_is_not_reported() {
        let folder = folder();
        folder.check(
            &["check", "--write-baseline", "known.json"],
            str![[r#"
exit 0
--- stderr
known.json: 3 findings known from now on
Next: `baseline = "known.json"` under `[rules]` in afterword.toml, or `--baseline known.json` each time.

"#]],
        );
        assert_data_eq!(
            folder.read("known.json"),
            str![[r#"
{
  "version": 1,
  "findings": [
    {"path":"2026/pool.md","rule":"FM003","fingerprint":"4b161c208ff14116","message":"unknown key `severty`"},
    {"path":"2026/pool.md","rule":"XR001","fingerprint":"09e6fbf2afea2aca","message":"no file `log.md`"},
    {"path":"dns.md","rule":"ST003","fingerprint":"850cdc90226971c3","message":"`TBD` waits to be filled in"}
  ]
}

"#]]
        );
        folder.check(
            &["check", "--baseline", "known.json"],
            str![[r#"
exit 0
--- stderr
3 files: no findings; 3 known ([TIME])

"#]],
        );

        // Edits elsewhere, another name, and something new.
        let pool = folder
            .read("2026/pool.md")
            .replace("date: 2026-03-07\n", "")
            .replace("The details", "More.\n\nThe details");
        std::fs::remove_file(folder.path().join("2026/pool.md")).unwrap();
        folder.write("2026/03/pool.md", pool);
        folder.write("tls.md", "# A certificate ran out\n\n[a](nowhere.md)\n");
        folder.write("dns.md", "# DNS answers ran dry\n");
        folder.check(
            &["check", "--baseline", "known.json", "--format", "concise", "-v"],
            str![[r#"
exit 1
--- stdout
tls.md:3:1: error[XR001] no file `nowhere.md`
--- stderr
configuration: afterword.toml
archive: .
reading: [TIME]
checking: [TIME]
3 files: 1 error; 2 known ([TIME])
no longer found: dns.md: ST003 `TBD` waits to be filled in
warning: 1 entry of the baseline is no longer found; `--write-baseline FILE` takes it out

"#]],
        );
    }

    #[test]
    fn the_configuration_names_it() {
        let folder = folder();
        folder.write("afterword.toml", "[rules]\nselect = ['XR001']\nbaseline = 'known.json'\n");
        folder.check(
            &["check", "--format", "concise"],
            str![[r#"
exit 2
--- stderr
error: could not read the baseline `known.json`
  caused by: No such file or directory (os error 2)
help: `afterword check --write-baseline FILE` writes one

"#]],
        );
        // A baseline that is to be written need not be there.
        folder.check(
            &["check", "--write-baseline", "known.json"],
            str![[r#"
exit 0
--- stderr
known.json: 1 finding known from now on

"#]],
        );
        folder.check(
            &["check"],
            str![[r#"
exit 0
--- stderr
3 files: no findings; 1 known ([TIME])

"#]],
        );
        assert_eq!(folder.output(&["build", "--strict"]).status.code(), Some(0));
    }

    #[test]
    fn what_is_no_baseline_is_refused() {
        let folder = folder();
        folder.check(
            &["check", "--baseline", "nowhere.json"],
            str![[r#"
exit 2
--- stderr
error: could not read the baseline `nowhere.json`
  caused by: No such file or directory (os error 2)
help: `afterword check --write-baseline FILE` writes one

"#]],
        );
        folder.write("cut.json", "{\n  \"version\": 1,\n  \"findings\": [\n    {\"path\":\"a.md\",");
        folder.check(
            &["check", "--baseline", "cut.json"],
            str![[r#"
exit 2
--- stderr
error: the baseline `cut.json` cannot be read: EOF while parsing an object at line 4 column 19
help: `afterword check --write-baseline FILE` writes it anew, with the findings of today

"#]],
        );
        folder.write("other.json", "{\"runs\": []}");
        folder.check(
            &["check", "--baseline", "other.json"],
            str![[r#"
exit 2
--- stderr
error: the baseline `other.json` cannot be read: missing field `version` at line 1 column 12
help: `afterword check --write-baseline FILE` writes it anew, with the findings of today

"#]],
        );
        folder.write("next.json", "{\"version\": 2, \"entries\": []}");
        folder.check(
            &["check", "--baseline", "next.json"],
            str![[r#"
exit 2
--- stderr
error: the baseline `next.json` cannot be read: it is of version 2, and version 1 is read here
help: was it written by a newer Afterword? otherwise, `afterword check --write-baseline FILE` writes it anew, with the findings of today

"#]],
        );
        folder.write("bytes.json", b"\xff\xfe");
        folder.check(
            &["check", "--baseline", "bytes.json"],
            str![[r#"
exit 2
--- stderr
error: the baseline `bytes.json` cannot be read: it is not UTF-8
help: `afterword check --write-baseline FILE` writes it anew, with the findings of today

"#]],
        );
        folder.check(
            &["check", "--write-baseline", "no/folder/known.json"],
            str![[r#"
exit 2
--- stderr
error: could not write `no/folder/known.json`
  caused by: No such file or directory (os error 2)

"#]],
        );
        folder.check(
            &["check", "--write-baseline", "known.json", "dns.md"],
            str![[r#"
exit 2
--- stderr
error: the argument '--write-baseline <FILE>' cannot be used with '[PATH]...'

Usage: afterword check --write-baseline <FILE> [PATH]...

For more information, try '--help'.

"#]],
        );
    }
}

mod changed_since {
    use std::process::Command;

    use super::*;

    /// Runs Git in the folder, as nobody in particular.
    fn git(folder: &Folder, args: &[&str]) {
        let output = Command::new("git")
            .arg("-C")
            .arg(folder.path())
            .args([
                "-c",
                "user.name=A",
                "-c",
                "user.email=a@example.org",
                "-c",
                "init.defaultBranch=main",
                "-c",
                "commit.gpgsign=false",
            ])
            .args(args)
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }

    fn check(folder: &Folder, revision: &str, more: &[&str], expected: impl snapbox::IntoData) {
        let args = [&["check", "--format", "concise", "--changed-since", revision], more].concat();
        let mut command = folder.command(&args);
        command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
        assert_data_eq!(crate::command::shown(&command.output().unwrap(), &folder.path()), expected);
    }

    fn repository() -> Folder {
        let folder = Folder::new("-- ops/afterword.toml --\n[rules]\nselect = ['FM002']\n");
        for name in ["same", "committed", "edited", "renamed", "deleted"] {
            folder.write(&format!("ops/{name}.md"), format!("# {name}\n"));
        }
        folder.write("elsewhere.md", "# Elsewhere\n");
        git(&folder, &["init", "-q"]);
        git(&folder, &["add", "."]);
        git(&folder, &["commit", "-qm", "a"]);
        git(&folder, &["checkout", "-qb", "change"]);
        folder.write("ops/committed.md", "# committed, changed\n");
        folder.write("elsewhere.md", "# Elsewhere, changed\n");
        git(&folder, &["mv", "ops/renamed.md", "ops/new name.md"]);
        git(&folder, &["commit", "-qam", "b"]);
        folder.write("ops/edited.md", "# edited, changed\n");
        folder.write("ops/2026/untracked.md", "# untracked\n");
        std::fs::remove_file(folder.path().join("ops/deleted.md")).unwrap();
        folder
    }

    #[test]
    fn only_what_changed_is_reported() {
        let folder = repository();
        check(
            &folder,
            "main",
            &["ops"],
            str![[r#"
exit 1
--- stdout
ops/2026/untracked.md:1:1: warning[FM002] the day of the incident is not known
ops/committed.md:1:1: warning[FM002] the day of the incident is not known
ops/edited.md:1:1: warning[FM002] the day of the incident is not known
ops/new name.md:1:1: warning[FM002] the day of the incident is not known
--- stderr
4 files: 4 warnings ([TIME])

"#]],
        );
        check(
            &folder,
            "HEAD",
            &["ops"],
            str![[r#"
exit 1
--- stdout
ops/2026/untracked.md:1:1: warning[FM002] the day of the incident is not known
ops/edited.md:1:1: warning[FM002] the day of the incident is not known
--- stderr
2 files: 2 warnings ([TIME])

"#]],
        );
        check(
            &folder,
            "main",
            &["ops/2026"],
            str![[r#"
exit 1
--- stdout
ops/2026/untracked.md:1:1: warning[FM002] the day of the incident is not known
--- stderr
1 file: 1 warning ([TIME])

"#]],
        );
    }

    /// What others did on the other branch meanwhile is not ours.
    #[test]
    fn the_place_where_the_branch_left_counts() {
        let folder = repository();
        git(&folder, &["stash", "-qu"]);
        git(&folder, &["checkout", "-q", "main"]);
        folder.write("ops/same.md", "# same, changed by others\n");
        git(&folder, &["commit", "-qam", "c"]);
        git(&folder, &["checkout", "-q", "change"]);
        check(
            &folder,
            "main",
            &["ops"],
            str![[r#"
exit 1
--- stdout
ops/committed.md:1:1: warning[FM002] the day of the incident is not known
ops/new name.md:1:1: warning[FM002] the day of the incident is not known
--- stderr
2 files: 2 warnings ([TIME])

"#]],
        );
    }

    #[test]
    fn what_git_does_not_know_is_refused() {
        let folder = repository();
        check(
            &folder,
            "no-such-branch",
            &["ops"],
            str![[r#"
exit 2
--- stderr
error: `no-such-branch` is no revision of this repository
help: a branch, a tag or a commit; in a shallow clone, fetch it first (`fetch-depth: 0` in a workflow)

"#]],
        );
        folder.check(
            &["check", "--changed-since=-x", "ops"],
            str![[r#"
exit 2
--- stderr
error: `-x` is no revision of this repository
help: a branch, a tag or a commit; in a shallow clone, fetch it first (`fetch-depth: 0` in a workflow)

"#]],
        );
        check(
            &Folder::new("-- a.md --\n# A\n"),
            "main",
            &[],
            str![[r#"
exit 2
--- stderr
error: `--changed-since` needs a Git repository: not a git repository (or any of the parent directories): .git

"#]],
        );
        let mut command = folder.command(&["check", "--changed-since", "main", "ops"]);
        let output = command.env("PATH", folder.path()).output().unwrap();
        assert_data_eq!(
            crate::command::shown(&output, &folder.path()),
            str![[r#"
exit 2
--- stderr
error: `--changed-since` needs the program `git`, which is not found
help: without it, name the files: `afterword check PATH…`

"#]]
        );
    }
}

mod fix {
    use super::*;

    #[test]
    fn the_difference_is_shown_and_nothing_written() {
        let folder = folder();
        let before = folder.read("2026/pool.md");
        folder.check(
            &["check", "--diff"],
            str![[r#"
exit 1
--- stdout
--- a/2026/pool.md
+++ b/2026/pool.md
@@ -1,6 +1,6 @@
 ---
 title: Checkout returned 500s
-severty: sev2
+severity: sev2
 date: 2026-03-07
 ---
 
--- stderr
1 fix in 1 file (`--fix` applies them)

"#]],
        );
        assert_eq!(folder.read("2026/pool.md"), before);
        folder.check(
            &["check", "--diff", "dns.md"],
            str![[r#"
exit 0
--- stderr
nothing to fix

"#]],
        );
    }

    #[test]
    fn what_is_certain_is_mended_and_the_rest_reported() {
        let folder = folder();
        folder.check(
            &["check", "--fix", "--format", "concise"],
            str![[r#"
exit 1
--- stdout
2026/pool.md:7:20: error[XR001] no file `log.md`
dns.md:8:1: warning[ST003] `TBD` waits to be filled in
--- stderr
applied 1 fix in 1 file
3 files: 1 error, 1 warning ([TIME])

"#]],
        );
        assert_data_eq!(
            folder.read("2026/pool.md"),
            str![[r#"
---
title: Checkout returned 500s
severity: sev2
date: 2026-03-07
---

The details are in [the log](log.md), 100%: see there.

"#]]
        );
        folder.check(
            &["check", "--fix", "--format", "concise", "-q"],
            str![[r#"
exit 1
--- stdout
2026/pool.md:7:20: error[XR001] no file `log.md`
dns.md:8:1: warning[ST003] `TBD` waits to be filled in

"#]],
        );
    }

    /// Bytes that are not ours to change: line ends, a byte order mark, permissions, a link.
    #[test]
    fn all_else_stays() {
        let folder = Folder::new("-- afterword.toml --\n[rules]\nselect = ['FM003']\n");
        folder.write("a.md", "\u{feff}---\r\ntitle: A\r\nseverty: sev2\r\n---\r\nText\r\n");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let path = folder.path().join("a.md");
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o640)).unwrap();
            folder.output(&["check", "--fix"]);
            assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o640);
        }
        folder.output(&["check", "--fix"]);
        assert_eq!(folder.read("a.md"), "\u{feff}---\r\ntitle: A\r\nseverity: sev2\r\n---\r\nText\r\n");
        assert_data_eq!(
            folder.files(),
            str![[r#"
a.md
afterword.toml

"#]]
        );
    }
}

#[test]
fn levels_for_some_paths() {
    let folder = folder();
    folder.write(
        "afterword.toml",
        "[rules]\nselect = ['FM003', 'XR001', 'ST003']\n\
         [[per_path]]\npaths = ['2026']\nlevels = { XR001 = 'info' }\nignore = ['FM']\n\
         [[per_path]]\npaths = ['dns.md']\nlevels = { ST = 'error' }\n",
    );
    folder.check(
        &["check", "--format", "concise"],
        str![[r#"
exit 1
--- stdout
2026/pool.md:7:20: info[XR001] no file `log.md`
dns.md:8:1: error[ST003] `TBD` waits to be filled in
--- stderr
3 files: 1 error, 1 info ([TIME])

"#]],
    );
    folder.write("afterword.toml", "[[per_path]]\npaths = ['[']\n");
    folder.check(
        &["check"],
        str![[r#"
exit 2
--- stderr
error[SY006 unreadable-config]: `[` is no glob: unclosed character class; missing ']'
 --> afterword.toml:2:10
  |
2 | paths = ['[']
  |          ^^^

"#]],
    );
    folder.write("afterword.toml", "[[per_path]]\npaths = ['a']\nignore = ['FM999']\n");
    folder.check(
        &["check"],
        str![[r#"
exit 2
--- stderr
error[SY006 unreadable-config]: `FM999` is no rule
 --> afterword.toml:3:11
  |
3 | ignore = ['FM999']
  |           ^^^^^^^
  |
  = help: `afterword rule` lists all rules

"#]],
    );
}
