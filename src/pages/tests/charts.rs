//! What charts count, and how.

use serde_json::Value;
use snapbox::data::Inline;
use snapbox::{assert_data_eq, str};

use super::{settings, view, with_site};

/// The chart of the front page (`home`) or of a service, of documents with these headers.
fn chart(of: &str, headers: &[&str]) -> Value {
    let documents: Vec<(String, String)> = headers
        .iter()
        .enumerate()
        .map(|(nth, header)| {
            (format!("{nth:04}.md"), format!("---\ntitle: A\nservices: [api]\n{header}\n---\n\n## Summary\n\nA.\n"))
        })
        .collect();
    let documents: Vec<(&str, &str)> = documents.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    with_site(&settings(""), &documents, |site| {
        let url = if of == "home" { "" } else { "services/api/" };
        view(site, url)[of]["chart"].clone()
    })
}

#[track_caller]
fn check(headers: &[&str], expected: Inline) {
    let chart = chart("home", headers);
    let rows: Vec<_> = chart["rows"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|row| format!("{}: {}", row["label"].as_str().unwrap_or_default(), row["count"]))
        .collect();
    let counts = format!(
        "by {}: {} shown, {} undated, {} outliers\n{}",
        chart["unit"],
        chart["shown"],
        chart["undated"],
        chart["outliers"],
        rows.join("\n")
    );
    assert_data_eq!(counts, expected);
}

#[test]
fn quarters_without_an_incident_are_rows() {
    check(
        &["date: 2025-11-28", "date: 2026-08-01", "date: 2026-07-01"],
        str![[r#"
by "quarter": 3 shown, 0 undated, 0 outliers
2025 Q4: 1
2026 Q1: 0
2026 Q2: 0
2026 Q3: 2
"#]],
    );
}

#[test]
fn many_years_are_counted_by_year() {
    check(
        &["date: 2016-01-01", "date: 2018-02-01", "date: 2024-12-31"],
        str![[r#"
by "year": 3 shown, 0 undated, 0 outliers
2016: 1
2017: 0
2018: 1
2019: 0
2020: 0
2021: 0
2022: 0
2023: 0
2024: 1
"#]],
    );
}

#[test]
fn exercises_and_withdrawn_ones_are_left_out() {
    check(
        &[
            "date: 2026-01-01",
            "date: 2026-01-02\nkind: exercise",
            "date: 2026-01-03\nstatus: withdrawn",
            "status: draft",
        ],
        str![[r#"
by "quarter": 1 shown, 1 undated, 0 outliers
2026 Q1: 1
"#]],
    );
}

#[test]
fn a_wrong_decade_does_not_press_the_others_together() {
    check(
        &["date: 2026-01-01", "date: 2026-02-01", "date: 1986-02-01"],
        str![[r#"
by "quarter": 2 shown, 0 undated, 1 outliers
2026 Q1: 2
"#]],
    );
}

#[test]
fn no_date_no_chart() {
    assert_eq!(chart("home", &["tags: [a]"]), Value::Null);
}

#[test]
fn more_marks_than_can_be_told_apart_are_bars() {
    let few = chart("service", &["date: 2026-01-01"; 200]);
    let many = chart("service", &["date: 2026-01-01"; 201]);
    let marks = |chart: &Value| chart["svg"].as_str().expect("a drawing").matches("chart__mark").count();
    let bars = |chart: &Value| chart["svg"].as_str().expect("a drawing").matches("chart__bar").count();
    assert_eq!((marks(&few), bars(&few), marks(&many), bars(&many)), (200, 0, 0, 1));
}
