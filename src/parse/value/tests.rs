use std::fmt::Write;

use snapbox::{assert_data_eq, str};

use super::*;
use crate::text::{LineIndex, SourceSet};

/// The tree, each value with its place and its bytes, then the findings.
fn check(language: Language, text: &str, expected: impl snapbox::IntoData) {
    let sources = SourceSet::from_files([("a.md", text)]);
    let source = sources.iter().next().unwrap();
    let (entries, found) = read(source, Span::new(0, text.len()), language);
    let lines = source.line_index();
    let mut shown = String::new();
    show_entries(&mut shown, &entries, source, &lines, 0);
    for diagnostic in found {
        let at = lines.position(diagnostic.span().start, text);
        let marked = &text[diagnostic.span().range()];
        writeln!(shown, "! {}:{} {marked:?} {}", at.line, at.column, diagnostic.message).unwrap();
        for label in &diagnostic.labels[1..] {
            let at = lines.position(label.span.start, text);
            writeln!(shown, "  {}:{} {}", at.line, at.column, label.text).unwrap();
        }
        if let Some(help) = diagnostic.help {
            writeln!(shown, "  help: {help}").unwrap();
        }
    }
    assert_data_eq!(shown, expected.raw());
}

fn show_entries(out: &mut String, entries: &[Entry], source: &Source, lines: &LineIndex, depth: usize) {
    for Entry { key, value } in entries {
        let at = lines.position(key.span.start, &source.text);
        write!(out, "{:1$}{2}:{3} {4} = ", "", depth * 2, at.line, at.column, key.value).unwrap();
        show(out, value, source, lines, depth);
    }
}

fn show(out: &mut String, node: &Node, source: &Source, lines: &LineIndex, depth: usize) {
    let at = lines.position(node.span.start, &source.text);
    let raw = &source.text[node.span.range()];
    write!(out, "{}:{} {raw:?} ", at.line, at.column).unwrap();
    match &node.value {
        Value::Scalar(scalar) if raw == scalar.text => writeln!(out, "{:?}", scalar.kind).unwrap(),
        Value::Scalar(scalar) => writeln!(out, "{:?} {:?}", scalar.kind, scalar.text).unwrap(),
        Value::List(nodes) => {
            writeln!(out, "list").unwrap();
            for node in nodes {
                write!(out, "{:1$}- ", "", depth * 2 + 2).unwrap();
                show(out, node, source, lines, depth + 1);
            }
        }
        Value::Map(entries) => {
            writeln!(out, "map").unwrap();
            show_entries(out, entries, source, lines, depth + 1);
        }
    }
}

fn yaml(text: &str, expected: impl snapbox::IntoData) {
    check(Language::Yaml, text, expected);
}

fn toml(text: &str, expected: impl snapbox::IntoData) {
    check(Language::Toml, text, expected);
}

#[test]
fn yaml_values_have_exact_places() {
    yaml(
        "title: Foo bar  # note\n\"b c\": \"x \\\" y\"  # c\nc: 'it''s' \nd: |\n  one\n  two\n\ne: [a, \"b\"]\n",
        str![[r#"
1:1 title = 1:8 "Foo bar" Text
2:1 b c = 2:8 "\"x \\\" y\"" Text "x \" y"
3:1 c = 3:4 "'it''s'" Text "it's"
4:1 d = 5:3 "one\n  two" Text "one\ntwo\n"
8:1 e = 8:4 "[a, \"b\"]" list
  - 8:5 "a" Text
  - 8:8 "\"b\"" Text "b"

"#]],
    );
    yaml(
        "ä: ö\r\nlist:\r\n  - eins\r\n  - zwei: [1, 2]\r\n    drei: { vier: 5 }\r\nleer:\r\n",
        str![[r#"
1:1 ä = 1:4 "ö" Text
2:1 list = 3:3 "- eins\r\n  - zwei: [1, 2]\r\n    drei: { vier: 5 }" list
  - 3:5 "eins" Text
  - 4:5 "zwei: [1, 2]\r\n    drei: { vier: 5 }" map
    4:5 zwei = 4:11 "[1, 2]" list
      - 4:12 "1" Number
      - 4:15 "2" Number
    5:5 drei = 5:11 "{ vier: 5 }" map
      5:13 vier = 5:19 "5" Number
6:1 leer = 6:1 "leer" Null ""

"#]],
    );
    yaml(
        "a: &x !!str 12\nb: *x\nc: &l\n  - 1\nd: *l\n",
        str![[r#"
1:1 a = 1:13 "12" Text
2:1 b = 2:4 "*x" Text "12"
3:1 c = 4:3 "- 1" list
  - 4:5 "1" Number
5:1 d = 5:4 "*l" list
  - 4:5 "1" Number

"#]],
    );
}

#[test]
fn yaml_scalars_have_the_kind_of_the_core_schema() {
    yaml(
        "a: 007\nb: 1.5\nc: true\nd: yes\ne: ~\nf: 2026-03-07\ng: 09:12\nh: '1'\ni: .\nj: 0x1F\nk: inf\n",
        str![[r#"
1:1 a = 1:4 "007" Number
2:1 b = 2:4 "1.5" Number
3:1 c = 3:4 "true" Bool
4:1 d = 4:4 "yes" Text
5:1 e = 5:4 "~" Null
6:1 f = 6:4 "2026-03-07" Text
7:1 g = 7:4 "09:12" Text
8:1 h = 8:4 "'1'" Text "1"
9:1 i = 9:4 "." Text
10:1 j = 10:4 "0x1F" Number
11:1 k = 11:4 "inf" Text

"#]],
    );
}

#[test]
fn yaml_merges_maps() {
    yaml(
        "base: &b { owner: x, kind: y }\none:\n  <<: *b\n  owner: z\n",
        str![[r#"
1:1 base = 1:10 "{ owner: x, kind: y }" map
  1:12 owner = 1:19 "x" Text
  1:22 kind = 1:28 "y" Text
2:1 one = 3:3 "<<: *b\n  owner: z" map
  4:3 owner = 4:10 "z" Text
  1:22 kind = 1:28 "y" Text

"#]],
    );
}

#[test]
fn of_a_key_given_twice_the_first_counts() {
    yaml(
        "title: A\nid: 1\ntitle: B\nm: { x: 1, x: 2 }\n",
        str![[r#"
1:1 title = 1:8 "A" Text
2:1 id = 2:5 "1" Number
4:1 m = 4:4 "{ x: 1, x: 2 }" map
  4:6 x = 4:9 "1" Number
! 4:12 "x" the key `x` is given twice
  4:6 given here first
  help: keep one of them
! 3:1 "title" the key `title` is given twice
  1:1 given here first
  help: keep one of them

"#]],
    );
    toml(
        "title = 'A'\nid = 1\ntitle = 'B'\n",
        str![[r#"
3:1 title = 3:9 "'B'" Text "B"
! 3:1 "title" the key `title` is given twice
  help: keep one of them; the first one is used
! 3:1 "title" the key `title` is given twice
  help: keep one of them; the first one is used

"#]],
    );
}

#[test]
fn one_broken_yaml_value_costs_only_itself() {
    yaml(
        "title: Checkout: 500s # note\nid: 1\n",
        str![[r#"
1:1 title = 1:8 "Checkout: 500s" Text
2:1 id = 2:5 "1" Number
! 1:16 ":" a `:` in a value that has no quotes
  help: put the value between quotes: `"Checkout: 500s"`

"#]],
    );
    yaml(
        "id: 1\nowner: @payments\ntitle: `x` failed\nticket: %5\n",
        str![[r#"
1:1 id = 1:5 "1" Number
2:1 owner = 2:8 "@payments" Text
3:1 title = 3:8 "`x` failed" Text
4:1 ticket = 4:9 "%5" Text
! 2:8 "@" a value that begins with `@` and has no quotes
  help: put the value between quotes: `"@payments"`
! 3:8 "`" a value that begins with a backtick and has no quotes
  help: put the value between quotes
! 4:9 "%" a value that begins with `%` and has no quotes
  help: put the value between quotes: `"%5"`

"#]],
    );
    yaml(
        "id: 1\ntitle: \"Foo\nservices: [a]\n",
        str![[r#"
1:1 id = 1:5 "1" Number
3:1 services = 3:11 "[a]" list
  - 3:12 "a" Text
! 2:8 "\"" a value without its closing quote
  help: end the value with the quote it begins with

"#]],
    );
    yaml(
        "id: 1\nservices: [a, b\nowner: x\n",
        str![[r#"
1:1 id = 1:5 "1" Number
3:1 owner = 3:8 "x" Text
! 2:11 "[" `[` without its `]`
  help: close it with `]`, or put the value between quotes if the bracket is part of a text

"#]],
    );
    yaml(
        "title: [INC-1] Foo\nid: {{ id }}\nb: 1\n",
        str![[r#"
1:1 title = 1:8 "[INC-1] Foo" Text
2:1 id = 2:5 "{{ id }}" Text
3:1 b = 3:4 "1" Number
! 1:16 "F" more text after the closing bracket
  help: put the value between quotes: `"[INC-1] Foo"`
! 2:6 "{" a value that begins with `{{` and has no quotes
  help: put the value between quotes: `"{{ id }}"`

"#]],
    );
    yaml(
        "title: \"A\" and B\nid: 1\n",
        str![[r#"
2:1 id = 2:5 "1" Number
! 1:12 "a" more text after the closing quote
  help: put all of the value between quotes

"#]],
    );
    yaml(
        "path: \"C:\\data\"\nid: 1\n",
        str![[r#"
2:1 id = 2:5 "1" Number
! 1:7 "\"" a backslash that begins no known escape
  help: put the text between single quotes, or write `\\` for a backslash

"#]],
    );
    yaml(
        "title: *nothing\nid: 1\n",
        str![[r#"
1:1 title = 1:8 "*nothing" Text
2:1 id = 2:5 "1" Number
! 1:8 "*nothing" `*nothing` refers to nothing: there is no `&nothing` before it
  help: put the value between quotes: `"*nothing"`

"#]],
    );
}

#[test]
fn yaml_colons_want_a_space() {
    yaml(
        "id:7\nstarted:2026-03-07T09:12:00Z\nowner: x\n",
        str![[r#"
1:1 id = 1:4 "7" Text
2:1 started = 2:9 "2026-03-07T09:12:00Z" Text
3:1 owner = 3:8 "x" Text
! 1:3 ":" a `:` without a space after it
  help: put a space between the `:` and the value
! 2:8 ":" a `:` without a space after it
  help: put a space between the `:` and the value

"#]],
    );
    yaml(
        "id: 7\nhttps://example.com\n",
        str![[r#"
1:1 id = 1:5 "7" Number
! 2:1 "https://example.com" a line that is neither a key nor part of a value
  help: write `key: value`, or indent the line if it continues the value above

"#]],
    );
}

#[test]
fn yaml_brackets_and_blocks() {
    yaml(
        "a: b]\nc: ]\nd: [\n",
        str![[r#"
1:1 a = 1:4 "b]" Text
! 2:4 "]" a closing bracket that nothing opened
  help: put the value between quotes if the bracket is part of a text
! 3:4 "[" `[` without its `]`
  help: close it with `]`, or put the value between quotes if the bracket is part of a text

"#]],
    );
    yaml(
        "a: | text\nb: 1\n",
        str![[r#"
2:1 b = 2:4 "1" Number
! 1:4 "|" more text after `|` or `>`
  help: begin the text on the next line, indented

"#]],
    );
}

#[test]
fn yaml_indentation() {
    yaml(
        "id: 1\nimpact:\n\tusers: 3\nowner: x\n",
        str![[r#"
1:1 id = 1:5 "1" Number
4:1 owner = 4:8 "x" Text
! 3:1 "\t" a tab where YAML takes only spaces
  help: indent with spaces

"#]],
    );
    yaml(
        "id: 1\n  owner: x\nkind: y\n",
        str![[r#"
3:1 kind = 3:7 "y" Text
! 2:8 ":" a key that is indented more than the lines above it
  help: indent the keys of one level alike

"#]],
    );
    yaml(
        "  id: 1\nowner: x\n",
        str![[r#"
1:3 id = 1:7 "1" Number
2:1 owner = 2:8 "x" Text
! 2:1 "o" a line that is indented less than the first key
  help: indent the keys of one level alike

"#]],
    );
    yaml(
        "services:\n  - a\n - b\nid: 1\n",
        str![[r#"
1:1 services = 2:3 "- a" list
  - 2:5 "a" Text
4:1 id = 4:5 "1" Number
! 3:2 "-" a line whose indentation does not fit the lines above it
  help: indent the keys and items of one level alike

"#]],
    );
    yaml(
        "services: - a\nid: 1\n",
        str![[r#"
2:1 id = 2:5 "1" Number
! 1:11 "-" a `-` that begins no item here
  help: give each item a line of its own

"#]],
    );
}

#[test]
fn yaml_that_is_no_map() {
    yaml(
        "id: 1\nfoo bar\nowner: x\n",
        str![[r#"
1:1 id = 1:5 "1" Number
3:1 owner = 3:8 "x" Text
! 2:1 "foo bar" a line that is neither a key nor part of a value
  help: write `key: value`, or indent the line if it continues the value above

"#]],
    );
    yaml(
        "- a\n- b\n",
        str![[r#"
! 1:1 "-" the front matter is a list, not keys with values

"#]],
    );
    yaml(
        "{ a: 1, b: [2] }\n",
        str![[r#"
1:3 a = 1:6 "1" Number
1:9 b = 1:12 "[2]" list
  - 1:13 "2" Number

"#]],
    );
    yaml("# only a comment\n", str![[r#""#]]);
    yaml("", str![[r#""#]]);
    yaml(
        "a: 1\n[x]: 2\n",
        str![[r#"
1:1 a = 1:4 "1" Number
! 2:1 "[x]" brackets in the place of a key

"#]],
    );
    yaml(
        "a: 1\n: 2\n",
        str![[r#"
1:1 a = 1:4 "1" Number
! 2:1 "" a value without a key

"#]],
    );
    yaml(
        "a: x\0y\nb: 1\n",
        str![[r#"
2:1 b = 2:4 "1" Number
! 1:5 "\0" a control character
  help: was this pasted from elsewhere?

"#]],
    );
}

#[test]
fn items_before_a_broken_one_survive() {
    yaml(
        "action_items:\n  - title: One\n    due: 2026-04-01\n  - title: Two: more\n  - title: Three\nid: 1\n",
        str![[r#"
1:1 action_items = 2:3 "- title: One\n    due: 2026-04-01" list
  - 2:5 "title: One\n    due: 2026-04-01" map
    2:5 title = 2:12 "One" Text
    3:5 due = 3:10 "2026-04-01" Text
6:1 id = 6:5 "1" Number
! 4:15 ":" a `:` in a value that has no quotes
  help: put the value between quotes: `"Two: more"`

"#]],
    );
}

#[test]
fn a_yaml_bomb_does_not_go_off() {
    let mut bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    for i in 1..12 {
        let aliases = vec![format!("*a{}", i - 1); 10].join(", ");
        writeln!(bomb, "a{i}: &a{i} [{aliases}]").unwrap();
    }
    let sources = SourceSet::from_files([("a.md", bomb.as_str())]);
    let (_, found) = read(sources.iter().next().unwrap(), Span::new(0, bomb.len()), Language::Yaml);
    let messages: Vec<_> = found.into_iter().map(|diagnostic| diagnostic.message).collect();
    assert_data_eq!(messages.join("\n"), str!["there are more than 50000 values, with what `*` repeats"]);
}

#[test]
fn deep_nesting_is_a_finding() {
    for text in [
        format!("a: {}1{}\nb: 2\n", "[".repeat(200), "]".repeat(200)),
        format!("a: {}\nb: 2\n", "- ".repeat(50_000)),
        format!("a:\n{}\nb: 2\n", (1..300).map(|i| " ".repeat(i) + "k:\n").collect::<String>()),
    ] {
        let sources = SourceSet::from_files([("a.md", text.as_str())]);
        let (entries, found) = read(sources.iter().next().unwrap(), Span::new(0, text.len()), Language::Yaml);
        assert_eq!(found.len(), 1, "{found:#?}");
        assert!(entries.iter().any(|entry| entry.key.value == "b"));
    }
    let text = format!("a = {}1{}\nb = 2\n", "[".repeat(200), "]".repeat(200));
    let sources = SourceSet::from_files([("a.md", text.as_str())]);
    let (entries, found) = read(sources.iter().next().unwrap(), Span::new(0, text.len()), Language::Toml);
    assert_eq!(found.len(), 1, "{found:#?}");
    assert!(entries.iter().any(|entry| entry.key.value == "b"));
}

#[test]
fn toml_values_have_exact_places() {
    toml(
        "title = \"Foo\" # c\nn = 1_000\nx = 0x1F\nstarted = 2026-03-07T09:12:00+01:00\ndate = 2026-03-07\nlist = [1, 'zwei']\nok = true\n[impact]\nusers = 3\n[[action_items]]\ntitle = 'Ä'\n",
        str![[r#"
1:1 title = 1:9 "\"Foo\"" Text "Foo"
2:1 n = 2:5 "1_000" Number "1000"
3:1 x = 3:5 "0x1F" Number "31"
4:1 started = 4:11 "2026-03-07T09:12:00+01:00" Time
5:1 date = 5:8 "2026-03-07" Time
6:1 list = 6:8 "[1, 'zwei']" list
  - 6:9 "1" Number
  - 6:12 "'zwei'" Text "zwei"
7:1 ok = 7:6 "true" Bool
8:2 impact = 8:1 "[impact]\nusers = 3" map
  9:1 users = 9:9 "3" Number
10:3 action_items = 10:1 "[[action_items]]\ntitle = 'Ä'" list
  - 10:1 "[[action_items]]\ntitle = 'Ä'" map
    11:1 title = 11:9 "'Ä'" Text "Ä"

"#]],
    );
}

#[test]
fn one_broken_toml_value_costs_only_itself() {
    toml(
        "title = Foo bar\nid = 1\n",
        str![[r#"
1:1 title = 1:9 "Foo bar" Text
2:1 id = 2:6 "1" Number
! 1:9 "Foo bar" text without quotes
  help: put the value between quotes: `"Foo bar"`

"#]],
    );
    toml(
        "title = \"Foo\nid = 1\n",
        str![[r#"
2:1 id = 2:6 "1" Number
! 1:13 "" text without its closing quote
  help: end the text with the quote it begins with

"#]],
    );
    toml(
        "date = 2026-13-45\nid = 1\n",
        str![[r#"
2:1 id = 2:6 "1" Number
! 1:8 "2026-13-45" invalid date, expected month between 01 and 12

"#]],
    );
    toml(
        "title: Foo\nid = 1\n",
        str![[r#"
2:1 id = 2:6 "1" Number
! 1:8 "" a key without `=` and a value
  help: write `key = "value"`

"#]],
    );
    toml(
        "path = \"C:\\data\"\nid = 1\n",
        str![[r#"
2:1 id = 2:6 "1" Number
! 1:12 "" a backslash that begins no known escape
  help: write `\\` for a backslash, or put the text between single quotes

"#]],
    );
    toml(
        "list = [1, 2\nid = 1\n",
        str![[r#"
2:1 id = 2:6 "1" Number
! 2:1 "" a list without its closing `]`, or a missing comma
  help: write `["a", "b"]`

"#]],
    );
    toml(
        "[impact\nusers = 1\n",
        str![[r#"
2:1 users = 2:9 "1" Number
! 1:8 "" a table name without its closing `]`
  help: write `[name]`

"#]],
    );
    toml(
        "[impact]\nusers = 1 2\nsummary = 'x'\n",
        str![[r#"
1:2 impact = 1:1 "[impact]\nusers = 1 2\nsummary = 'x'" map
  2:1 users = 2:9 "1 2" Text
  3:1 summary = 3:11 "'x'" Text "x"
! 2:9 "1 2" text without quotes
  help: put the value between quotes: `"1 2"`

"#]],
    );
}
