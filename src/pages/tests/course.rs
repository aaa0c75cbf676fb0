//! The course of incidents that were written down in different ways.

use std::fmt::Write as _;

use serde_json::Value;
use snapbox::data::Inline;
use snapbox::{assert_data_eq, str};

use super::{settings, view, with_site};

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or("–")
}

/// The phases of a document with these keys: one line for each point, and whether they are drawn.
#[track_caller]
fn check(front_matter: &str, expected: Inline) {
    let document = format!("---\ntitle: A\n{front_matter}---\n\n## Summary\n\nA.\n");
    with_site(&settings(""), &[("a.md", &document)], |site| {
        let view = view(site, "postmortems/a/");
        let phases = &view["postmortem"]["phases"];
        let mut lines = String::new();
        for row in phases["rows"].as_array().into_iter().flatten() {
            let _ = writeln!(
                lines,
                "{} {} {} | {} | {}",
                text(&row["milestone"]),
                text(&row["clock"]),
                text(&row["relative"]),
                text(&row["after_previous"]["text"]),
                text(&row["phase"]),
            );
        }
        let _ = write!(lines, "zone {}, drawn {}", text(&phases["zone"]), phases["svg"].is_string());
        assert_data_eq!(lines, expected);
    });
}

#[test]
fn over_midnight_the_day_is_said() {
    check(
        "started: 2026-03-07T23:50:00Z\ndetected: 2026-03-08T00:10:00Z\nresolved: 2026-03-10T01:00:00Z\n",
        str![[r#"
started 7 Mar 23:50 – | – | detect
detected 8 Mar 00:10 +00:20 | 20 min | resolve
resolved 10 Mar 01:00 +2d 01:10 | 2 d | end
zone UTC, drawn true
"#]],
    );
}

#[test]
fn what_was_seen_before_it_hurt_comes_first() {
    check(
        "started: 2026-03-07T09:00:00Z\ndetected: 2026-03-07T08:50:00Z\nresolved: 2026-03-07T10:00:00Z\n",
        str![[r#"
detected 08:50 – | – | start
started 09:00 +00:10 | 10 min | resolve
resolved 10:00 +01:10 | 1 h | end
zone UTC, drawn true
"#]],
    );
}

#[test]
fn days_are_not_drawn() {
    check(
        "started: 2026-03-07\nresolved: 2026-03-09\n",
        str![[r#"
started 7 Mar 2026 – | – | resolve
resolved 9 Mar 2026 – | – | end
zone –, drawn false
"#]],
    );
}

#[test]
fn two_zones_are_one_clock() {
    check(
        "started: 2026-03-07T09:00:00+01:00\nresolved: 2026-03-07T10:00:00Z\n",
        str![[r#"
started 09:00 UTC+1 – | – | resolve
resolved 10:00 UTC +02:00 | 2 h | end
zone –, drawn true
"#]],
    );
}

#[test]
fn one_moment_has_no_length() {
    check(
        "started: 2026-03-07T09:00:00Z\nresolved: 2026-03-07T09:00:00Z\n",
        str![[r#"
started 09:00 – | – | resolve
resolved 09:00 +00:00 | 0 min | end
zone UTC, drawn false
"#]],
    );
}

#[test]
fn one_point_is_no_course() {
    check("started: 2026-03-07T09:00:00Z\n", str!["zone –, drawn false"]);
}
