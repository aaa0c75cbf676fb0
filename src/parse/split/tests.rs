use snapbox::{assert_data_eq, str};

use super::*;

/// Front matter and body, each with its text.
fn check(text: &str, expected: impl snapbox::IntoData) {
    let split = split(text);
    let front_matter = match split.front_matter {
        None => "none".to_owned(),
        Some(found) => format!(
            "{:?}{} {:?} in {:?}",
            found.language,
            if found.is_closed { "" } else { ", unclosed" },
            &text[found.inner.range()],
            &text[found.span.range()],
        ),
    };
    let shown = format!("front matter: {front_matter}\nbody: {:?}\n", &text[split.body.range()]);
    assert_data_eq!(shown, expected.raw());
}

#[test]
fn yaml_and_toml() {
    check(
        "---\ntitle: A\n---\nBody\n",
        str![[r#"
front matter: Yaml "title: A\n" in "---\ntitle: A\n---"
body: "Body\n"

"#]],
    );
    check(
        "+++\ntitle = 'A'\n+++\nBody\n",
        str![[r#"
front matter: Toml "title = 'A'\n" in "+++\ntitle = 'A'\n+++"
body: "Body\n"

"#]],
    );
    check(
        "---\ntitle: A\n...\nBody\n",
        str![[r#"
front matter: Yaml "title: A\n" in "---\ntitle: A\n..."
body: "Body\n"

"#]],
    );
    check(
        "---\ntitle: A\n---",
        str![[r#"
front matter: Yaml "title: A\n" in "---\ntitle: A\n---"
body: ""

"#]],
    );
}

#[test]
fn byte_order_marks_and_line_ends_keep_their_place() {
    check(
        "\u{feff}---\r\ntitle: A\r\nid: 1\r\n---\r\nBody\r\n",
        str![[r#"
front matter: Yaml "title: A\r\nid: 1\r\n" in "---\r\ntitle: A\r\nid: 1\r\n---"
body: "Body\r\n"

"#]],
    );
    check(
        "---  \ntitle: A\n--- \t\nBody",
        str![[r#"
front matter: Yaml "title: A\n" in "---  \ntitle: A\n---"
body: "Body"

"#]],
    );
    check(
        "\u{feff}Body",
        str![[r#"
front matter: none
body: "Body"

"#]],
    );
}

#[test]
fn white_space_around_the_keys_is_theirs() {
    check(
        "---\n\n  title: A\n  id: 1\n\n\n---\n\nBody",
        str![[r#"
front matter: Yaml "\n  title: A\n  id: 1\n\n\n" in "---\n\n  title: A\n  id: 1\n\n\n---"
body: "\nBody"

"#]],
    );
}

#[test]
fn empty_front_matter() {
    check(
        "---\n---\nBody",
        str![[r#"
front matter: Yaml "" in "---\n---"
body: "Body"

"#]],
    );
    check(
        "---\n\n---\nBody",
        str![[r#"
front matter: Yaml "\n" in "---\n\n---"
body: "Body"

"#]],
    );
    check(
        "---\n# title: A\n---\nBody",
        str![[r##"
front matter: Yaml "# title: A\n" in "---\n# title: A\n---"
body: "Body"

"##]],
    );
}

#[test]
fn a_rule_is_no_front_matter() {
    check(
        "---\n\n# Title\n\nText.\n\n---\n\nMore: text.\n",
        str![[r#"
front matter: none
body: "---\n\n# Title\n\nText.\n\n---\n\nMore: text.\n"

"#]],
    );
    check(
        "---\nJust prose here.\n\n---\n",
        str![[r#"
front matter: none
body: "---\nJust prose here.\n\n---\n"

"#]],
    );
    check(
        "---\n# Title\n---\nText",
        str![[r#"
front matter: none
body: "---\n# Title\n---\nText"

"#]],
    );
    check(
        "---\n",
        str![[r#"
front matter: none
body: "---\n"

"#]],
    );
    check(
        "---",
        str![[r#"
front matter: none
body: "---"

"#]],
    );
    check(
        "----\ntitle: A\n----\n",
        str![[r#"
front matter: none
body: "----\ntitle: A\n----\n"

"#]],
    );
    check(
        "\n---\ntitle: A\n---\n",
        str![[r#"
front matter: none
body: "\n---\ntitle: A\n---\n"

"#]],
    );
    check(
        "---\n- one\n- two\n---\nText",
        str![[r#"
front matter: none
body: "---\n- one\n- two\n---\nText"

"#]],
    );
}

#[test]
fn unclosed_front_matter_ends_where_prose_begins() {
    check(
        "---\ntitle: A\nservices:\n  - x\n\n## Summary\nText.\n",
        str![[r###"
front matter: Yaml, unclosed "title: A\nservices:\n  - x\n\n" in "---\ntitle: A\nservices:\n  - x\n\n"
body: "## Summary\nText.\n"

"###]],
    );
    check(
        "---\ntitle: A\nSome prose.\n",
        str![[r#"
front matter: Yaml, unclosed "title: A\n" in "---\ntitle: A\n"
body: "Some prose.\n"

"#]],
    );
    check(
        "+++\ntitle = 'A'\n\nSome prose.\n",
        str![[r#"
front matter: Toml, unclosed "title = 'A'\n\n" in "+++\ntitle = 'A'\n\n"
body: "Some prose.\n"

"#]],
    );
    check(
        "---\ntitle: A\n",
        str![[r#"
front matter: Yaml, unclosed "title: A\n" in "---\ntitle: A\n"
body: ""

"#]],
    );
}

#[test]
fn a_rule_below_a_heading_does_not_close_it() {
    check(
        "---\ntitle: A\n\n# Title\n\nText.\n\n---\n\nMore.\n",
        str![[r##"
front matter: Yaml, unclosed "title: A\n\n" in "---\ntitle: A\n\n"
body: "# Title\n\nText.\n\n---\n\nMore.\n"

"##]],
    );
    check(
        "---\ntitle: A\n\n# a comment\nid: 1\n---\nText.\n",
        str![[r#"
front matter: Yaml "title: A\n\n# a comment\nid: 1\n" in "---\ntitle: A\n\n# a comment\nid: 1\n---"
body: "Text.\n"

"#]],
    );
}

#[test]
fn a_broken_line_does_not_unmake_it() {
    check(
        "---\ntitle A\ndate: 2026-03-07\nid: 1\n---\nBody",
        str![[r#"
front matter: Yaml "title A\ndate: 2026-03-07\nid: 1\n" in "---\ntitle A\ndate: 2026-03-07\nid: 1\n---"
body: "Body"

"#]],
    );
}
