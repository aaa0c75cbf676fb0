//! What a document, its name or its path says never steers a terminal, a CI runner or a reader of its formats: every
//! command, over documents that try it in every field.

use std::process::Output;

use regex::Regex;
use serde_json::Value;
use snapbox::{IntoData, assert_data_eq, str};

use crate::command::Folder;

/// Escape sequences that clear, recolour, name the window and make links; C1 controls, bells, line separators, and
/// marks that turn the direction of what follows.
const RAW: &str = "E\u{1b}[2J\u{1b}[31m\u{1b}]0;t\u{7}\u{1b}]8;;https://evil.example\u{1b}\\\u{9b}5m\u{9d}\u{202e}\u{2066}\u{200f}\u{2028}\u{7f}\u{8}Z";

/// The same as a double-quoted string of YAML has it, which may have no raw control characters.
const YAML: &str = "E\\x1b[2J\\x1b[31m\\x1b]0;t\\x07\\x1b]8;;https://evil.example\\x1b\\\\\\x9b5m\\x9d\\u202e\\u2066\\u200f\\u2028\\x7f\\bZ\\n::error::y";

/// The same in a basic string of TOML.
const TOML: &str =
    "E\\u001b[2J\\u001b[31m\\u001b]0;t\\u0007\\u009b5m\\u202e\\u2066\\u200f\\u2028\\u007f\\bZ\\n::error::y";

fn archive() -> Folder {
    let folder = Folder::new("-- afterword.toml --\n[rules]\nselect = ['ALL']\n");
    let yaml = format!(
        "---\ntitle: \"{YAML}\"\nid: \"{YAML}\"\ndate: \"{YAML}\"\nstatus: \"{YAML}\"\nkind: \"{YAML}\"\nseverity: \"{YAML}\"\n\
         services: [\"{YAML}\", search]\ncauses: [\"{YAML}\", human-error]\ntrigger: \"{YAML}\"\ndetection: \"{YAML}\"\n\
         started: \"{YAML}\"\ntimezone: \"{YAML}\"\nimpact: {{ duration: \"{YAML}\", summary: \"{YAML}\" }}\n\
         owner: \"{YAML}\"\nauthors: [\"{YAML}\"]\ntags: [\"{YAML}\"]\nrelated: [\"{YAML}\"]\n\
         links: [{{ title: \"{YAML}\", url: \"{YAML}\" }}]\naliases: [\"{YAML}\"]\nlang: \"{YAML}\"\n\
         action_items: [{{ title: \"{YAML}\", owner: \"{YAML}\", due: \"{YAML}\", ticket: \"{YAML}\" }}]\n\
         \"{YAML}\": x\n---\n\nThe pool ran dry.\n"
    );
    folder.write("yaml.md", yaml);
    let toml = format!(
        "+++\ntitle = \"{TOML}\"\nseverty = \"{TOML}\"\nseverity = \"{TOML}\"\nservices = [\"{TOML}\"]\n\"{TOML}\" = 1\n+++\n\nThe pool ran dry.\n"
    );
    folder.write("toml.md", toml);
    let body = format!(
        "# Pool {RAW} ran dry\n\n**Severity:** {RAW}\n**Services:** {RAW}, checkout\n**Date:** 2024-05-01\n\n\
         ## Summary {RAW}\n\nThe pool {RAW} ran dry, ask bob{RAW}@example.com. [a]({RAW}.md) [b](#x) ![c](<{RAW}.png>)\n\n\
         ## Timeline\n\n- 10:00 {RAW} failed\n- 09:00 {RAW}\n\n## Action items\n\n- [ ] Improve {RAW} (owner: {RAW})\n\n\
         <!-- afterword-allow {RAW}, reason {RAW} -->\n\nThe engineer should have been more careful {RAW}.\n"
    );
    folder.write("2024-05-01-body.md", body);
    folder.write("broken.md", format!("---\ntitle: [{RAW}\n---\n# Broken\n"));
    folder.write("unclosed.md", format!("---\ntitle: {RAW}\n\nThe pool.\n"));
    #[cfg(unix)]
    {
        folder.write(&format!("names/{}.md", RAW.replace('/', "")), "# Named\n\nThe pool ran dry. [x](y.md)\n");
        folder.write("names/::error file=x,line=1::y\n::warning::z.md", "# Pool, named\n\n[x](y.md)\n");
        folder.write("::error::top.md", "# Pool, top\n\n[x](y.md)\n");
    }
    folder
}

/// Characters that steer, and are not a line feed or a tab.
fn steering(text: &str) -> Option<char> {
    text.chars().find(|c| {
        c.is_control() && !matches!(c, '\n' | '\t')
            || matches!(c, '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    })
}

/// Without the colours and links that we write ourselves: they have these forms and no others.
fn without_ours(text: &str) -> String {
    let ours = Regex::new(
        "\u{1b}\\[[0-9;]*m|\u{1b}\\]8;;(file:///[0-9A-Za-z%._~/-]*|https://afterword\\.dev/[0-9A-Za-z/-]*)?\u{1b}\\\\",
    );
    ours.unwrap().replace_all(text, "").into_owned()
}

#[track_caller]
fn check_output(output: &Output, args: &[&str]) -> String {
    for (name, bytes) in [("output", &output.stdout), ("messages", &output.stderr)] {
        let text = without_ours(std::str::from_utf8(bytes).unwrap());
        assert_eq!(steering(&text), None, "in the {name} of {args:?}: {text:?}");
        for line in text.lines().filter(|_| !args.contains(&"github")) {
            assert!(!line.trim_start().starts_with("::"), "a command to a runner by {args:?}: {line:?}");
        }
    }
    let text = String::from_utf8_lossy(&[output.stdout.as_slice(), &output.stderr].concat()).into_owned();
    assert!(!text.contains("panicked"), "{text}");
    text
}

/// A diff in a pipe is for programs, and holds what the document does.
#[track_caller]
fn check_coloured(folder: &Folder, args: &[&str]) {
    let coloured = folder.command(args).args(["--color", "always", "--verbose"]).env("FORCE_HYPERLINK", "1").output();
    check_output(&coloured.unwrap(), args);
}

/// Runs a command with and without colours, and holds what it says to that; returns what it said without.
#[track_caller]
fn check(folder: &Folder, args: &[&str]) -> String {
    check_coloured(folder, args);
    let plain = folder.output(args);
    check_output(&plain, args)
}

#[test]
fn documents_do_not_steer_the_terminal_of_who_checks_them() {
    let folder = archive();
    let shown = check(&folder, &["check"]);
    assert!(shown.contains("␛[2J"), "the text that was to be shown is not: {shown}");
    check(&folder, &["check", "--format", "concise"]);
    let junit = check(&folder, &["check", "--format", "junit"]);
    let mut reader = quick_xml::Reader::from_str(junit.split_once("</testsuites>").unwrap().0);
    while !matches!(reader.read_event(), Ok(quick_xml::events::Event::Eof) | Err(_)) {}
    let whole = folder.stdout(&["check", "--format", "junit"]);
    let mut reader = quick_xml::Reader::from_str(&whole);
    while !matches!(reader.read_event().unwrap(), quick_xml::events::Event::Eof) {}
    for format in ["json", "sarif"] {
        check(&folder, &["check", "--format", format]);
        let text = folder.stdout(&["check", "--format", format]);
        serde_json::from_str::<Value>(&text).unwrap();
    }
    let commands = check(&folder, &["check", "--format", "github"]);
    let commands: Vec<&str> = commands.lines().filter(|line| line.starts_with("::")).collect();
    let form = Regex::new("^::(error|warning|notice) file=[^:,]*,line=\\d+,endLine=\\d+(,col=\\d+,endColumn=\\d+)?,title=[A-Z]{2}\\d{3} [a-z-]+::").unwrap();
    let others: Vec<&&str> = commands.iter().filter(|line| !form.is_match(line)).collect();
    assert!(others.is_empty() && !commands.is_empty(), "{others:?}");
    check_coloured(&folder, &["check", "--diff"]);
    check(&folder, &["check", "--write-baseline", "known.json"]);
    folder.write("yaml.md", "# Other\n");
    check(&folder, &["check", "--baseline", "known.json"]);
    check(&folder, &["check", "--fix"]);
    check(&folder, &["check", "names", "toml.md"]);
}

#[test]
fn documents_do_not_steer_the_terminal_of_who_reads_the_archive() {
    let folder = archive();
    check(&folder, &["build"]);
    check(&folder, &["stats"]);
    check(&folder, &["export"]);
    serde_json::from_str::<Value>(&folder.stdout(&["export"])).unwrap();
    check(&folder, &["stats", "--json"]);
    check_coloured(&folder, &["import"]);
    check_coloured(&folder, &["import", "--format", "toml"]);
    check(&folder, &["import", "--write"]);
    check(&folder, &["new", &format!("Pool {}", RAW.replace('\0', ""))]);
    check(&folder, &["check", RAW]);
}

#[cfg(feature = "search")]
#[test]
fn documents_do_not_steer_the_terminal_of_who_searches() {
    let folder = archive();
    for query in ["pool", "ran dry", RAW, &format!("service:{RAW}"), "pool service:search"] {
        check(&folder, &["search", query]);
        check(&folder, &["search", query, "--json"]);
        serde_json::from_str::<Value>(&folder.stdout(&["search", query, "--json"])).unwrap();
    }
    let found = check(&folder, &["search", "pool"]);
    assert!(found.contains("␛[2J"), "{found}");
    check(&folder, &["similar", "2024-05-01-body.md"]);
    check(&folder, &["similar", "--text", &format!("The pool {RAW} ran dry")]);
    check(&folder, &["similar", "2024-05-01-body.md", "--json"]);
}

/// A configuration or a template is trusted to say what is done, and quoted like all else.
#[test]
fn quoted_configurations_and_templates_do_not_steer() {
    let folder = archive();
    folder.write("templates/home.html", format!("{{% {RAW} %}}\n"));
    check(&folder, &["build"]);
    folder.write("afterword.toml", format!("[site]\ntitle = 1 # {RAW}\n"));
    check(&folder, &["check"]);
    folder.write("afterword.toml", format!("[site]\n\"{TOML}\" = 1\n"));
    check(&folder, &["check"]);
}

/// What programs read is not changed: a diff with escape sequences in its context would else not apply.
#[test]
fn a_diff_for_programs_is_what_the_document_says() {
    let folder = Folder::new("-- a.md --\n# Pool\n");
    folder.write("a.md", "# Pool \u{1b}[31mred\u{9b} \u{7f}\u{202e}\n\nText.\n");
    assert_data_eq!(
        folder.stdout(&["import"]).escape_debug().to_string().replace("\\n", "\n"),
        str![[r#"
--- a/a.md
+++ b/a.md
@@ -1,3 +1,6 @@
+---
+title: \"Pool \\u001B[31mred\\u009B \\u007F\\u202E\"
+---
 # Pool \u{1b}[31mred\u{9b} \u{7f}\u{202e}
 
 Text.

"#]]
        .raw()
    );
}
