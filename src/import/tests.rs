use std::collections::BTreeMap;
use std::fmt::Write as _;

use snapbox::{IntoData, assert_data_eq, str};

use super::fields::Text;
use super::*;
use crate::diagnostic::{Code, Level};
use crate::parse::parse;
use crate::text::{SourceSet, Span};

fn catalog() -> Catalog {
    let mut catalog = Catalog::builtin();
    catalog.add_service("lockers", None, None, None, &[]);
    catalog.add_service("gates", None, None, None, &["door-api".to_owned()]);
    catalog
}

fn source(path: &str, text: &str) -> Source {
    SourceSet::from_files([(path, text)]).iter().next().unwrap().clone()
}

fn imported(source: &Source, findings: &[Diagnostic], format: Format) -> Imported {
    let settings = ParseSettings::default();
    let (postmortem, _) = parse(source, &settings, &catalog());
    let (catalog, hints) = (catalog(), Hints::default());
    let reading = Reading { settings: &settings, catalog: &catalog, hints: &hints, language: "en" };
    import(Document { source, postmortem: &postmortem, findings }, format, reading)
}

/// The new text, of which a second import changes nothing; or why there is none.
#[track_caller]
fn check_as(path: &str, text: &str, format: Format, expected: impl IntoData) {
    let source = source(path, text);
    let shown = match imported(&source, &[], format).outcome {
        Outcome::Changed(new) => {
            let again = Source { text: Arc::from(new.as_str()), ..source };
            assert_eq!(imported(&again, &[], format).outcome, Outcome::Unchanged);
            new
        }
        Outcome::Unchanged => "unchanged\n".to_owned(),
        Outcome::LeftAlone(reason) => format!("left alone: {reason}\n"),
    };
    assert_data_eq!(
        shown.replace('\r', "␍").replace('\u{feff}', "[BOM]").replace(['\u{202c}', '\u{202e}'], "[mark]"),
        expected.raw()
    );
}

#[track_caller]
fn check(path: &str, text: &str, expected: impl IntoData) {
    check_as(path, text, Format::Yaml, expected);
}

const LOCKERS: &str = "\
# Postmortem: Lockers stayed shut

**Date:** 7 March 2026
**Severity:** SEV-2
**Services:** lockers, door-api
**Authors:** Ada, Grace
**Duration:** 1h 5m
**Start:** 2026-03-07 09:12 UTC

## Timeline

- 2026-03-07 09:20 UTC An alert tells of it.
- 2026-03-07 10:17 UTC Resolved: the doors open again.
";

#[test]
fn what_is_known_is_written_and_what_is_guessed_is_a_comment() {
    check(
        "lockers.md",
        LOCKERS,
        str![[r#"
---
title: Lockers stayed shut
date: 2026-03-07
severity: sev2
services: [lockers, gates]
started: 2026-03-07T09:12Z
duration: "1h 5m"
authors: [Ada, Grace]
# resolved: 2026-03-07T10:17Z # guessed from the text: "2026-03-07 10:17 UTC"
---
# Postmortem: Lockers stayed shut

**Date:** 7 March 2026
**Severity:** SEV-2
**Services:** lockers, door-api
**Authors:** Ada, Grace
**Duration:** 1h 5m
**Start:** 2026-03-07 09:12 UTC

## Timeline

- 2026-03-07 09:20 UTC An alert tells of it.
- 2026-03-07 10:17 UTC Resolved: the doors open again.

"#]],
    );
}

#[test]
fn toml() {
    check_as(
        "lockers.md",
        LOCKERS,
        Format::Toml,
        str![[r#"
+++
title = "Lockers stayed shut"
date = 2026-03-07
severity = "sev2"
services = ["lockers", "gates"]
started = "2026-03-07T09:12Z"
duration = "1h 5m"
authors = ["Ada", "Grace"]
# resolved = "2026-03-07T10:17Z" # guessed from the text: "2026-03-07 10:17 UTC"
+++
# Postmortem: Lockers stayed shut

**Date:** 7 March 2026
**Severity:** SEV-2
**Services:** lockers, door-api
**Authors:** Ada, Grace
**Duration:** 1h 5m
**Start:** 2026-03-07 09:12 UTC

## Timeline

- 2026-03-07 09:20 UTC An alert tells of it.
- 2026-03-07 10:17 UTC Resolved: the doors open again.

"#]],
    );
}

#[test]
fn keys_are_added_after_those_that_are_there() {
    check(
        "a.md",
        "---\n# ours\nlayout:   post   # for the site\n\nseverity: \"sev1\"\n\n# the end\n---\n\n# Lockers stayed shut\n\nDate: 2026-03-07\n",
        str![[r#"
---
# ours
layout:   post   # for the site

severity: "sev1"

# the end
title: Lockers stayed shut
date: 2026-03-07
---

# Lockers stayed shut

Date: 2026-03-07

"#]],
    );
    check(
        "a.md",
        "---\n---\n# Lockers stayed shut\n",
        str![[r#"
---
title: Lockers stayed shut
---
# Lockers stayed shut

"#]],
    );
    check(
        "a.md",
        "---\n  severity: sev1\n...\n# Lockers stayed shut\n",
        str![[r#"
---
  severity: sev1
  title: Lockers stayed shut
...
# Lockers stayed shut

"#]],
    );
    check(
        "a.md",
        "---\nsummary: |\n  Text\n\n\n---\n# Lockers stayed shut\n",
        str![[r#"
---
summary: |
  Text


title: Lockers stayed shut
---
# Lockers stayed shut

"#]],
    );
}

#[test]
fn in_toml_keys_stand_before_tables() {
    check(
        "a.md",
        "+++\nseverity = 'sev1'\nlist = [\n[1], # one\n[2],\n]\n\n# of the theme\n[extra]\na = 1\n[[extra.b]]\nc = 1\n+++\n# Lockers stayed shut\n",
        str![[r#"
+++
severity = 'sev1'
list = [
[1], # one
[2],
]
title = "Lockers stayed shut"

# of the theme
[extra]
a = 1
[[extra.b]]
c = 1
+++
# Lockers stayed shut

"#]],
    );
    check(
        "a.md",
        "+++\n[extra]\na = 1\n+++\n# Lockers stayed shut\n",
        str![[r#"
+++
title = "Lockers stayed shut"
[extra]
a = 1
+++
# Lockers stayed shut

"#]],
    );
    check(
        "a.md",
        "+++\na.b = 1\na.c = '''\n[x]\n'''\n+++\n# Lockers stayed shut\n",
        str![[r#"
+++
a.b = 1
a.c = '''
[x]
'''
title = "Lockers stayed shut"
+++
# Lockers stayed shut

"#]],
    );
}

#[test]
fn a_key_that_has_a_line_is_left_as_it_is() {
    check(
        "a.md",
        "---\ntitle:\n# severity: which?\nDate: soon\n---\n# Lockers stayed shut\n\nSeverity: sev2\n\nDate: 2026-03-07\n",
        str![[r#"
unchanged

"#]],
    );
}

#[test]
fn line_ends_and_byte_order_marks_stay() {
    check(
        "a.md",
        "\u{feff}# Lockers stayed shut\r\n\r\nSeverity: sev2\r\n",
        str![[r#"
[BOM]---␍
title: Lockers stayed shut␍
severity: sev2␍
---␍
# Lockers stayed shut␍
␍
Severity: sev2␍

"#]],
    );
    check(
        "a.md",
        "---\r\nlayout: post\r\n---\r\n# Lockers stayed shut\r\n",
        str![[r#"
---␍
layout: post␍
title: Lockers stayed shut␍
---␍
# Lockers stayed shut␍

"#]],
    );
    check(
        "a.md",
        "# Lockers stayed shut",
        str![[r#"
---
title: Lockers stayed shut
---
# Lockers stayed shut
"#]],
    );
}

#[test]
fn a_body_may_begin_like_a_front_matter() {
    check(
        "2026-03-07-lockers.md",
        "---\n\nThe doors stayed shut.\n\n---\n",
        str![[r#"
---
date: 2026-03-07
# title: Lockers # guessed from the name of the file
---
---

The doors stayed shut.

---

"#]],
    );
    check(
        "2026-03-07-lockers.md",
        "+++\n",
        str![[r#"
---
date: 2026-03-07
# title: Lockers # guessed from the name of the file
---
+++

"#]],
    );
    check(
        "2026-03-07-lockers.md",
        "\n---\ntitle: x\n---\n",
        str![[r#"
---
title: x
date: 2026-03-07
---

---
title: x
---

"#]],
    );
}

#[test]
fn guesses_alone_are_a_front_matter_of_comments() {
    check(
        "lockers.md",
        "On 7 March 2026 the doors stayed shut.\n",
        str![[r#"
---
# title: Lockers # guessed from the name of the file
# date: 2026-03-07 # guessed from the text: "7 March 2026"
---
On 7 March 2026 the doors stayed shut.

"#]],
    );
    check_as(
        "lockers.md",
        "On 7 March 2026 the doors stayed shut.\n",
        Format::Toml,
        str![[r#"
+++
# title = "Lockers" # guessed from the name of the file
# date = 2026-03-07 # guessed from the text: "7 March 2026"
+++
On 7 March 2026 the doors stayed shut.

"#]],
    );
}

#[test]
fn what_cannot_be_read_is_left_alone() {
    check(
        "a.md",
        "---\ntitle: [\n---\n# Lockers stayed shut\n",
        str![[r#"
left alone: its front matter cannot be read: `[` without its `]`

"#]],
    );
    check(
        "a.md",
        "---\nseverity: sev1\n\n# Lockers stayed shut\n\nText.\n",
        str![[r#"
left alone: its front matter cannot be read: the front matter has no closing `---`

"#]],
    );
    check(
        "a.md",
        "---\nlayout: post\nlayout: page\n---\n# Lockers stayed shut\n",
        str![[r#"
left alone: its front matter cannot be read: the key `layout` is given twice

"#]],
    );
    check(
        "a.md",
        "+++\nlayout = post\n+++\n# Lockers stayed shut\n",
        str![[r#"
left alone: its front matter cannot be read: text without quotes

"#]],
    );
    check(
        "a.md",
        "---\n{ layout: post }\n---\n# Lockers stayed shut\n",
        str![[r#"
left alone: the keys of its front matter do not begin their lines

"#]],
    );
    check(
        "a.md",
        "---\n- layout\n---\n# Lockers stayed shut\n",
        str![[r#"
---
title: Lockers stayed shut
---
---
- layout
---
# Lockers stayed shut

"#]],
    );
    // The sixth place to fill in, and nothing that tells of an incident.
    check(
        "lockers.md",
        "# Lockers <what>\n\n- Owner <name>\n- Team <name>\n- Since <time>\n- Until <time>\n",
        str![[r#"
left alone: with further keys, it would be taken for a template

"#]],
    );
}

#[test]
fn texts_keep_their_meaning() {
    for title in [
        "Checkout: errors #3 \"quoted\" \\ back",
        "yes",
        "2024-05-06",
        "007",
        "[x], {y}",
        "* & ! | > ' % @ `",
        "- item",
        "日本の障害",
        "Trailing colon:",
        "~",
        "é\u{85}\u{2028}x",
        "🔥 Fire",
    ] {
        for format in [Format::Yaml, Format::Toml] {
            let text = Text::Line(title.to_owned());
            let field = Field { key: "title", text, provenance: Provenance::Heading, span: None, doubt: None };
            let line = lines::line(field, &source("a.md", "x\n"), &BTreeMap::new()).unwrap();
            let language = format.language();
            let fence = language.fence();
            let text = format!("{fence}\n{}\n{fence}\nx\n", line.in_language(language));
            let (postmortem, found) = parse(&source("a.md", &text), &ParseSettings::default(), &catalog());
            let expected = title.split_whitespace().collect::<Vec<_>>().join(" ");
            assert_eq!(postmortem.title.value, expected, "{text}");
            assert!(found.is_empty(), "{text}");
        }
    }
}

#[test]
fn long_front_matters_take_no_time() {
    let lines = |line: fn(usize) -> String| (0..2_000).map(line).collect::<String>();
    let toml = lines(|i| format!("k{i} = [\n{i},\n]\n"));
    let yaml = lines(|i| format!("k{i}: {i}\n# k{i}: {i}\n"));
    for text in [format!("+++\n{toml}+++\n# A\n"), format!("---\n{yaml}---\n# A\n")] {
        assert!(matches!(imported(&source("a.md", &text), &[], Format::Yaml).outcome, Outcome::Changed(_)));
    }
}

#[test]
fn what_is_known_by_halves_is_a_guess() {
    check(
        "lockers.md",
        "# Schließfächer blieben zu\n\n**Severity:** Major\n\n**Start:** ca. 2026-03-07 09:12 UTC\n\n## Zusammenfassung\n\nZu.\n\n## Auswirkung\n\nZu.\n\n## Zeitleiste\n\n- Zu.\n",
        str![[r#"
---
title: Schließfächer blieben zu
date: 2026-03-07
# severity: sev2 # guessed: the text says "Major"
# started: 2026-03-07T09:12Z # about, as the text says: "ca. 2026-03-07 09:12 UTC"
# lang: de # guessed from the words of the text
---
# Schließfächer blieben zu

**Severity:** Major

**Start:** ca. 2026-03-07 09:12 UTC

## Zusammenfassung

Zu.

## Auswirkung

Zu.

## Zeitleiste

- Zu.

"#]],
    );
}

#[test]
fn names_that_are_not_declared_are_asked_about() {
    check(
        "a.md",
        "# Lockers stayed shut\n\n**Services:** lockers, bells\n",
        str![[r#"
---
title: Lockers stayed shut
# services: [lockers, bells] # not all of them are declared services
---
# Lockers stayed shut

**Services:** lockers, bells

"#]],
    );
}

#[test]
fn marks_that_steer_are_written_out() {
    check(
        "a.md",
        "# Lockers \u{202e}stayed\u{202c} shut\n",
        str![[r#"
---
title: "Lockers \u202Estayed\u202C shut"
---
# Lockers [mark]stayed[mark] shut

"#]],
    );
}

#[test]
fn what_a_rule_asks_about_is_not_written_as_known() {
    let source = source("a.md", "# Lockers stayed shut\n\nSeverity: quite bad\n\nDate: 2026-03-07\n");
    let code = Code::new("FM007", "unknown-severity");
    let asked =
        |code, of| Diagnostic::new(code, Level::Info, of, Span::at(0), "`quite bad` is not a step of the scale");
    let findings = [asked(code, source.id), asked(Code::new("ST007", "no-lessons"), source.id)];
    let imported = imported(&source, &findings, Format::Yaml);
    let Outcome::Changed(text) = imported.outcome else { panic!("{imported:?}") };
    assert_data_eq!(
        text,
        str![[r#"
---
title: Lockers stayed shut
date: 2026-03-07
# severity: quite bad # unknown-severity: `quite bad` is not a step of the scale
---
# Lockers stayed shut

Severity: quite bad

Date: 2026-03-07

"#]]
        .raw()
    );
    let states = imported.values.iter().fold(String::new(), |mut all, (key, state)| {
        let _ = writeln!(all, "{key}: {state:?}");
        all
    });
    assert_data_eq!(
        states,
        str![[r#"
title: Written(Heading)
date: Written(MetadataBlock)
severity: Guessed(MetadataBlock)

"#]]
    );
}

#[test]
fn a_name_that_would_read_as_another_is_not_written() {
    // Were it the only author of a plain value, the comma would make two of it.
    check(
        "a.md",
        "# Lockers stayed shut\n\n**Owner:** payments\n\n**Tags:** #a, b: c\n",
        str![[r#"
---
title: Lockers stayed shut
owner: payments
tags: [a, "b: c"]
---
# Lockers stayed shut

**Owner:** payments

**Tags:** #a, b: c

"#]],
    );
}
