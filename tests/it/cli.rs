//! The command line: help, exit codes, streams, errors. What the commands compute is tested in the library.

use std::process::Stdio;

use snapbox::{assert_data_eq, file, str};

use crate::command::{Folder, shown};

/// A document without a finding.
const CLEAN: &str = "\
---
title: Checkout returned 500s
id: INC-1
date: 2026-03-07
status: final
severity: sev2
services: [checkout]
causes: [change/rollout-strategy, observability/missing-alert]
trigger: config-change
detection: alert
started: 2026-03-07T09:12:00+01:00
detected: 2026-03-07T09:20:00+01:00
mitigated: 2026-03-07T09:40:00+01:00
resolved: 2026-03-07T09:55:00+01:00
owner: payments
---

## Summary

Checkout returned errors for 43 minutes after a timeout had been shortened for another client.

## Impact

One order in five could not be placed.

## Timeline

- 2026-03-07 09:12 +01:00 Impact begins.
- 2026-03-07 09:20 +01:00 Detected by an alert.
- 2026-03-07 09:40 +01:00 Mitigated: the old timeout is back.
- 2026-03-07 09:55 +01:00 Resolved.

## Contributing factors

- The timeout is shared by all clients.
- No alert looks at slow answers.

## Lessons

A shared setting has more readers than its name says.

## Action items

| Action | Kind | Owner | Due | Status | Ticket |
| --- | --- | --- | --- | --- | --- |
| Give each client a timeout of its own | prevent | payments | 2026-03-20 | done | PAY-1 |
";

fn clean() -> Folder {
    let folder = Folder::new("-- afterword.toml --\n[site]\ntitle = 'Postmortems'\n");
    folder.write("2026-03-07-checkout.md", CLEAN);
    folder
}

fn empty() -> Folder {
    Folder::new("")
}

// The help of the whole program.
#[cfg(all(feature = "search", feature = "serve"))]
#[test]
fn help() {
    empty()
        .check(
            &["-h"],
            str![[r#"
exit 0
--- stdout
Turns a folder of Markdown postmortems into a learning library

Usage: afterword [OPTIONS] <COMMAND>

Commands:
  init         Begin an archive: configuration, a first postmortem, workflows
  new          Begin a postmortem from a template
  check        Check postmortems and report findings
  build        Write the static site
  search       Find postmortems
  similar      Find incidents like one
  serve        Serve the site on this machine and reload it on save
  import       Write what is known of postmortems into their front matter
  stats        Show an archive in numbers
  rule         List the rules, or explain one
  export       Write the whole archive as data
  schema       Print a JSON Schema, for editors and other programs
  config       Print the settings in effect
  completions  Print the completions of a shell
  man          Print the manual, or write its pages

Options:
  -h, --help     Print help (see more with '--help')
  -V, --version  Print version

Global options:
      --color <WHEN>  When to use colour [default: auto] [possible values: auto, always, never]
  -q, --quiet         Say nothing but results and errors
  -v, --verbose       Say also what was read, and how long each step took

Examples:
  afterword serve docs/postmortems    look at a folder as a library, live
  afterword check                     see what a reviewer would ask
  afterword init                      begin a new archive here

`afterword COMMAND --help` says more about a command.

"#]],
        )
        .check(
            &["check", "--help"],
            str![[r#"
exit 0
--- stdout
Check postmortems and report findings

Reads the whole archive and reports what a thoughtful reviewer would ask about: front matter that
cannot be read, missing sections, links to nowhere. Given paths, it reports the findings of these
alone; the rest is still read, since links and recurrences need it.

Findings go to standard output, the summary to standard error. Exit status 1 means findings of level
warning or error; findings of level info leave it at 0. `docs/checking.md` shows how to begin in an
old archive, and in pull requests.

Usage: afterword check [OPTIONS] [PATH]...

Arguments:
  [PATH]...
          Files or folders to report on
          
          The first decides where `afterword.toml` is searched. Default: the current folder.

Options:
      --format <FORMAT>
          How findings are written

          Possible values:
          - full:    With the lines they are about, for people
          - concise: A line for each, for editors
          - json:    One JSON document, for programs
          - sarif:   A log for code scanning, SARIF 2.1.0
          - github:  Annotations of a GitHub workflow
          - junit:   Test results as JUnit writes them
          
          [default: full]

      --fix
          Apply the fixes that keep the meaning
          
          Keys and words with a letter wrong, dates, other names for a known word: front matter
          only, never prose. Reports what is left.

      --diff
          Show what `--fix` would change, and write nothing
          
          Exit status 1 means that it would change something.

      --max-warnings <N>
          Exit with status 1 only for errors, and for more warnings than this

      --git
          Take the day of the first commit for documents that say no day
          
          The last clue, marked as such. Where an archive was imported at once, or the clone is
          shallow, it says little.

  -h, --help
          Print help (see a summary with '-h')

Scope options:
      --changed-since <REV>
          Only documents that changed since a revision of Git
          
          Compared with where this branch left REV, changes that are not committed and files that
          are not tracked included. A renamed file counts as changed.

      --status <STATUS>
          Only documents with one of these states
          
          A document without a `status` counts as final.

          Possible values:
          - draft:     Being written
          - review:    Being read by others
          - final:     Done
          - withdrawn: No longer held to be right

      --baseline <FILE>
          Only findings that this file does not have
          
          Takes the place of `baseline` in the configuration.

      --write-baseline <FILE>
          Write all findings of today into this file, and report none

Rule options:
      --select <RULE>
          Rules to run: codes, prefixes or names
          
          Codes (`FM002`), prefixes (`FM`), names (`missing-date`) or `ALL`, separated by commas.
          Takes the place of `select` in the configuration.

      --ignore <RULE>
          Rules not to run, besides those the configuration ignores

      --today <YYYY-MM-DD>
          The day that counts as today, for repeatable runs

Global options:
      --color <WHEN>
          When to use colour

          Possible values:
          - auto:   On a terminal, unless NO_COLOR is set
          - always: Also in pipes and files
          - never:  Not at all
          
          [default: auto]

  -q, --quiet
          Say nothing but results and errors

  -v, --verbose
          Say also what was read, and how long each step took

Examples:
  afterword check                             the archive of this folder
  afterword check content/2026-03-07-tls.md   one postmortem
  afterword check --select FM,ST              front matter and structure only
  afterword check --format json | jq '.diagnostics[].code'
  afterword check --fix                       mend front matter where the right change is certain
  afterword check --changed-since main        what a pull request is asked
  afterword check --write-baseline known.json live with what there is, and ask of what is new

`afterword rule` lists the rules, `afterword rule FM001` explains one.

"#]],
        )
        .check(
            &["new", "-h"],
            str![[r#"
exit 0
--- stdout
Begin a postmortem from a template

Usage: afterword new [OPTIONS] <TITLE>

Arguments:
  <TITLE>  What happened, in a phrase

Options:
      --date <YYYY-MM-DD>  The day it began [default: today]
      --severity <WORD>    A word of the archive's severity scale
      --service <SERVICE>  A service it touched; may be given several times
      --profile <PROFILE>  Whose sections it has [default: default] [possible values: default,
                           google-sre, pagerduty, atlassian, debriefing]
      --archive <DIR>      The folder of the archive [default: .]
  -h, --help               Print help (see more with '--help')

Global options:
      --color <WHEN>  When to use colour [default: auto] [possible values: auto, always, never]
  -q, --quiet         Say nothing but results and errors
  -v, --verbose       Say also what was read, and how long each step took

"#]],
        )
        .check(
            &["--version"],
            str![[r#"
exit 0
--- stdout
afterword [VERSION]

"#]],
        );
}

#[test]
fn words_that_mean_nothing() {
    empty()
        .check(
            &["chekc"],
            str![[r#"
exit 2
--- stderr
error: unrecognized subcommand 'chekc'

  tip: some similar subcommands exist: 'schema', 'check'

Usage: afterword [OPTIONS] <COMMAND>

For more information, try '--help'.

"#]],
        )
        .check(
            &["check", "--fromat", "json"],
            str![[r#"
exit 2
--- stderr
error: unexpected argument '--fromat' found

  tip: a similar argument exists: '--format'

Usage: afterword check --format <FORMAT> [PATH]...

For more information, try '--help'.

"#]],
        )
        .check(
            &["check", "--format", "xml"],
            str![[r#"
exit 2
--- stderr
error: invalid value 'xml' for '--format <FORMAT>'
  [possible values: full, concise, json, sarif, github, junit]

For more information, try '--help'.

"#]],
        )
        .check(
            &["check", "--today", "tomorrow"],
            str![[r#"
exit 2
--- stderr
error: invalid value 'tomorrow' for '--today <YYYY-MM-DD>': expected a day such as 2026-03-07

For more information, try '--help'.

"#]],
        )
        .check(
            &["new"],
            str![[r#"
exit 2
--- stderr
error: the following required arguments were not provided:
  <TITLE>

Usage: afterword new <TITLE>

For more information, try '--help'.

"#]],
        );
}

#[test]
fn without_a_command_the_help_is_a_message() {
    let output = empty().output(&[]);
    assert_eq!(output.status.code(), Some(2));
    assert_data_eq!(String::from_utf8(output.stdout).unwrap(), "");
    assert!(String::from_utf8(output.stderr).unwrap().starts_with("Turns a folder of Markdown postmortems"));
}

#[test]
fn check_of_a_clean_archive() {
    clean()
        .check(
            &["check"],
            str![[r#"
exit 0
--- stderr
1 file: no findings ([TIME])

"#]],
        )
        .check(
            &["check", "-q"],
            str![[r#"
exit 0

"#]],
        )
        .check(
            &["check", "-v"],
            str![[r#"
exit 0
--- stderr
configuration: afterword.toml
archive: .
reading: [TIME]
checking: [TIME]
1 file: no findings ([TIME])

"#]],
        )
        .check(
            &["check", "--format", "json"],
            str![[r#"
exit 0
--- stdout
{"version":1,"summary":{"files":1,"errors":0,"warnings":0,"infos":0},"diagnostics":[]}
--- stderr
1 file: no findings ([TIME])

"#]],
        );
}

#[test]
fn check_with_findings() {
    let folder = clean();
    folder.write("2026-03-08-broken.md", "---\ntitle: Broken\nseverty: sev2\n---\n\nText.\n");
    folder
        .check(&["check", "--select", "FM003"], str![[r#"
exit 1
--- stdout
warning[FM003 unknown-key]: unknown key `severty`
 --> 2026-03-08-broken.md:3:1
  |
3 | severty: sev2
  | ^^^^^^^
  |
  = note: it is kept in the file and has no effect
  = help: a key with a similar name exists: `severity`
fix: rename the key to `severity`
  |
3 | severity: sev2
  |      +
--- stderr
2 files: 1 warning ([TIME])

"#]])
        .check(&["check", "--select", "FM003", "-q"], str![[r#"
exit 1
--- stdout
warning[FM003 unknown-key]: unknown key `severty`
 --> 2026-03-08-broken.md:3:1
  |
3 | severty: sev2
  | ^^^^^^^
  |
  = note: it is kept in the file and has no effect
  = help: a key with a similar name exists: `severity`
fix: rename the key to `severity`
  |
3 | severity: sev2
  |      +

"#]])
        .check(&["check", "--select", "FM003", "--format", "json"], str![[r#"
exit 1
--- stdout
{"version":1,"summary":{"files":2,"errors":0,"warnings":1,"infos":0},"diagnostics":[{"code":"FM003","name":"unknown-key","level":"warning","path":"2026-03-08-broken.md","start":{"line":3,"column":1,"offset":18},"end":{"line":3,"column":8,"offset":25},"message":"unknown key `severty`","note":"it is kept in the file and has no effect","help":"a key with a similar name exists: `severity`","url":"https://afterword.dev/rules/FM003-unknown-key","fix":{"title":"rename the key to `severity`","applicability":"safe","edits":[{"start":{"line":3,"column":1,"offset":18},"end":{"line":3,"column":8,"offset":25},"replacement":"severity"}]}}]}
--- stderr
2 files: 1 warning ([TIME])

"#]])
        .check(&["check", "--select", "unknown-key", "2026-03-07-checkout.md"], str![[r#"
exit 0
--- stderr
1 file: no findings ([TIME])

"#]])
        .check(&["check", "--select", "FM003", "2026-03-08-broken.md"], str![[r#"
exit 1
--- stdout
warning[FM003 unknown-key]: unknown key `severty`
 --> 2026-03-08-broken.md:3:1
  |
3 | severty: sev2
  | ^^^^^^^
  |
  = note: it is kept in the file and has no effect
  = help: a key with a similar name exists: `severity`
fix: rename the key to `severity`
  |
3 | severity: sev2
  |      +
--- stderr
1 file: 1 warning ([TIME])

"#]])
        .check(&["check", "--select", "ALL", "--ignore", "FM,ST,XR,SY"], str![[r#"
exit 0
--- stderr
2 files: no findings ([TIME])

"#]]);
}

#[test]
fn findings_of_level_info_leave_the_exit_code_at_0() {
    let folder = clean();
    folder.write("afterword.toml", "[rules]\nselect = ['FM003']\n[rules.levels]\nunknown-key = 'info'\n");
    folder.write("2026-03-08-broken.md", "---\ntitle: Broken\nseverty: sev2\n---\n\nText.\n");
    folder.check(
        &["check"],
        str![[r#"
exit 0
--- stdout
info[FM003 unknown-key]: unknown key `severty`
 --> 2026-03-08-broken.md:3:1
  |
3 | severty: sev2
  | ^^^^^^^
  |
  = note: it is kept in the file and has no effect
  = help: a key with a similar name exists: `severity`
fix: rename the key to `severity`
  |
3 | severity: sev2
  |      +
--- stderr
2 files: 1 info ([TIME])

"#]],
    );
}

#[test]
fn check_in_colour() {
    let folder = clean();
    folder.write("2026-03-08-broken.md", "---\ntitle: Broken\nseverty: sev2\n---\n\nText.\n");
    let output = folder.stdout(&["--color", "always", "check", "--select", "FM003"]);
    assert_data_eq!(output, file!["cli/colour.term.svg"]);
    // A pipe is no terminal.
    assert!(!folder.stdout(&["check", "--select", "FM003"]).contains('\u{1b}'));
}

#[test]
fn check_of_what_is_not_there() {
    let folder = clean();
    folder.write("other/notes.txt", "no Markdown");
    let outside = Folder::new("-- a.md --\n# A\n");
    folder
        .check(
            &["check", "nowhere.md"],
            str![[r#"
exit 2
--- stderr
error: could not find `nowhere.md`
  caused by: No such file or directory (os error 2)

"#]],
        )
        .check(
            &["check", "other"],
            str![[r#"
exit 0
--- stderr
warning: `other` holds no document of the archive, so there is nothing to do in it
0 files: no findings ([TIME])

"#]],
        )
        .check(
            &["check", "--select", "missing-titel"],
            str![[r#"
exit 2
--- stderr
error: `missing-titel` is no rule
help: a similar rule exists: `missing-title`

"#]],
        );
    let outside = outside.path();
    let output = folder.output(&["check", "2026-03-07-checkout.md", &outside.join("a.md").to_string_lossy()]);
    let text = shown(&output, &folder.path()).replace(&*outside.to_string_lossy(), "[OUTSIDE]");
    assert_data_eq!(
        text,
        str![[r#"
exit 2
--- stderr
error: `[OUTSIDE]/a.md` is not in the archive `.`
help: take the archives one after the other

"#]]
    );
}

#[test]
fn an_archive_needs_no_configuration() {
    Folder::new("-- incidents/2026-03-07-tls.md --\n# The certificate ran out\n")
        .check(
            &["check", "--select", "SY", "incidents"],
            str![[r#"
exit 0
--- stderr
1 file: no findings ([TIME])

"#]],
        )
        .check(
            &["check", "--select", "SY", "incidents/2026-03-07-tls.md"],
            str![[r#"
exit 0
--- stderr
1 file: no findings ([TIME])

"#]],
        );
}

#[test]
fn folders_without_markdown() {
    Folder::new("-- notes.txt --\nhello\n")
        .check(
            &["check"],
            str![[r#"
exit 2
--- stderr
error: no postmortem found in `.` (looked for *.md, *.markdown, *.mdown, *.mkd, *.mdx, *.qmd, *.md.erb)

"#]],
        )
        .check(
            &["build"],
            str![[r#"
exit 2
--- stderr
error: no postmortem found in `.` (looked for *.md, *.markdown, *.mdown, *.mkd, *.mdx, *.qmd, *.md.erb)

"#]],
        );
}

#[test]
fn configurations_that_cannot_be_read() {
    let folder = clean();
    folder.write("afterword.toml", "[site]\ntitle = 'Postmortems'\nbase_ulr = 'https://example.org/'\n");
    folder
        .check(
            &["check"],
            str![[r#"
exit 2
--- stderr
error[SY006 unreadable-config]: unknown key `base_ulr`
 --> afterword.toml:3:1
  |
3 | base_ulr = 'https://example.org/'
  | ^^^^^^^^
  |
  = help: a similar key exists: `base_url`

"#]],
        )
        .check(
            &["build"],
            str![[r#"
exit 2
--- stderr
error[SY006 unreadable-config]: unknown key `base_ulr`
 --> afterword.toml:3:1
  |
3 | base_ulr = 'https://example.org/'
  | ^^^^^^^^
  |
  = help: a similar key exists: `base_url`

"#]],
        );
    folder.write("afterword.toml", "[rules]\nselect = ['FM']\nignore = ['missing-titel']\n");
    folder.check(
        &["check"],
        str![[r#"
exit 2
--- stderr
error[SY006 unreadable-config]: `missing-titel` is no rule
 --> afterword.toml:3:11
  |
3 | ignore = ['missing-titel']
  |           ^^^^^^^^^^^^^^^
  |
  = help: a similar rule exists: `missing-title`

"#]],
    );
    folder.write("afterword.toml", b"title = '\xff'\n");
    folder.check(
        &["check"],
        str![[r#"
exit 2
--- stderr
error[SY006 unreadable-config]: line 1 is not UTF-8
--> afterword.toml

"#]],
    );
    folder.write("afterword.toml", "[site]\ntitle = '\u{1b}[31mred'\nx = 1\n");
    folder.check(
        &["check"],
        str![[r#"
exit 2
--- stderr
error[SY006 unreadable-config]: invalid literal string, expected non-single-quote visible characters
 --> afterword.toml:2:10
  |
2 | title = '␛[31mred'
  |          ^

"#]],
    );
}

#[test]
fn build() {
    let folder = clean();
    let first = folder.output(&["build"]);
    assert_eq!(first.status.code(), Some(0));
    assert!(folder.path().join("public/index.html").is_file());
    let again = shown(&folder.output(&["build"]), &folder.path());
    let counts = regex::Regex::new(r"\d+ files|\d+ kept|\d+(\.\d+)? k?B").unwrap();
    assert_data_eq!(
        counts.replace_all(&again, "[N]").into_owned(),
        str![[r#"
exit 0
--- stderr
public: 1 postmortem, [N] (0 written, [N], 0 deleted, [N]) in [TIME]

"#]]
    );
}

#[test]
fn a_page_without_a_place_is_named() {
    let folder = Folder::new(
        "
-- a.md --
---
aliases: [/old/]
---
# A
-- b.md --
---
aliases: [/old/]
---
# B
",
    );
    let built = shown(&folder.output(&["build"]), &folder.path());
    let warnings: String = built.lines().filter(|line| line.starts_with("warning")).collect();
    assert_data_eq!(warnings, str!["warning: `/old/` is taken by an alias of `a.md`; an alias of `b.md` is left out"]);
}

#[test]
fn build_into_a_folder_that_is_not_ours() {
    let folder = clean();
    folder.write("elsewhere/thesis.txt", "years of work");
    folder.check(
        &["build", "--out", "elsewhere"],
        str![[r#"
exit 2
--- stderr
error: the output folder `elsewhere` holds files that no build wrote
help: choose an empty or new folder, or empty this one if nothing in it is needed

"#]],
    );
    assert_eq!(folder.read("elsewhere/thesis.txt"), "years of work");
}

#[test]
fn a_strict_build_writes_nothing_while_there_are_errors() {
    let folder = clean();
    folder.write("afterword.toml", "[rules]\nselect = ['FM003']\n[rules.levels]\nunknown-key = 'error'\n");
    folder.write("2026-03-08-broken.md", "---\ntitle: Broken\nseverty: sev2\n---\n\nText.\n");
    folder.check(
        &["build", "--strict"],
        str![[r#"
exit 1
--- stderr
warning: nothing was written: 1 error (`afterword check` shows them)

"#]],
    );
    assert!(!folder.path().join("public").exists());
}

#[test]
fn options_of_build_are_checked() {
    clean().check(
        &["build", "--base-url", "example.org"],
        str![[r#"
exit 2
--- stderr
error: `example.org` is no web address: it begins with neither `https://` nor `http://`

"#]],
    );
}

#[test]
fn a_reader_that_leaves_is_no_failure() {
    let folder = empty();
    let mut child =
        folder.command(&["schema", "config"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_data_eq!(
        shown(&output, &folder.path()),
        str![[r#"
exit 0

"#]]
    );
}
