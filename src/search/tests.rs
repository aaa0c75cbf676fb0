//! Queries on a small archive: what is found, in which order, and how it is shown.
#![expect(clippy::disallowed_methods, reason = "a snapshot looks for the file it stands in")]

use std::fmt::Write as _;

use snapbox::{assert_data_eq, str};

use super::doc::{Day, Passage, SearchDoc};
use super::*;
use crate::model::Catalog;

fn passage(heading: &str, text: &str) -> Passage {
    Passage { heading: heading.to_owned(), anchor: crate::model::slugify(heading), text: text.to_owned() }
}

fn owned(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

/// Four postmortems of a parcel-locker company.
fn documents() -> Vec<SearchDoc> {
    let base = SearchDoc { kind: "incident".to_owned(), status: "final".to_owned(), ..SearchDoc::default() };
    vec![
        SearchDoc {
            id: "INC-7".to_owned(),
            path: "2023/lockers-offline.md".to_owned(),
            url: "postmortems/lockers-offline/".to_owned(),
            title: "Lockers went offline after a certificate expired".to_owned(),
            date: Some(Day(20_230_412)),
            severity: Some("sev1".to_owned()),
            services: owned(&["locker-gateway"]),
            causes: owned(&["security/expired-credential"]),
            trigger: Some("expiry".to_owned()),
            tags: owned(&["tls"]),
            summary: "The TLS certificate of the locker gateway expired at midnight.".to_owned(),
            keywords: owned(&["INC-7", "locker-gateway", "Expired credential"]),
            passages: vec![
                passage(
                    "Summary",
                    "The TLS certificate of the locker gateway expired at midnight. No alert was set for its end.",
                ),
                passage("Detection", "Couriers called the support line. ECONNRESET filled the logs of us-east-1."),
            ],
            ..base.clone()
        },
        SearchDoc {
            id: "checkout-timeouts".to_owned(),
            path: "2024/checkout-timeouts.md".to_owned(),
            url: "postmortems/checkout-timeouts/".to_owned(),
            title: "Checkout timed out under load".to_owned(),
            date: Some(Day(20_240_307)),
            severity: Some("sev2".to_owned()),
            services: owned(&["checkout", "payments-db"]),
            causes: owned(&["change/rollout-strategy", "capacity/connection-pool"]),
            trigger: Some("deploy".to_owned()),
            tags: owned(&["database"]),
            summary: "The connection pool ran out of connections.".to_owned(),
            keywords: owned(&["checkout", "Checkout", "payments-db", "payments_db"]),
            passages: vec![
                passage(
                    "Summary",
                    "The connection pool of payments_db ran out of connections while the new release was rolled out to all hosts at once.",
                ),
                passage(
                    "Lessons",
                    "A pool that is exhausted looks like a slow database. The on-call engineer had no graph of it.",
                ),
            ],
            ..base.clone()
        },
        SearchDoc {
            id: "swimming".to_owned(),
            path: "2024/pool.md".to_owned(),
            url: "postmortems/swimming/".to_owned(),
            title: "Worker pool starved".to_owned(),
            date: Some(Day(20_240_901)),
            severity: Some("sev3".to_owned()),
            services: owned(&["sorting"]),
            causes: owned(&["capacity/saturation"]),
            tags: owned(&["queue"]),
            summary: "Workers of the sorting service waited for a connection.".to_owned(),
            passages: vec![passage(
                "Summary",
                "The pool of workers starved. Each waited for its own connection to the label printer.",
            )],
            ..base.clone()
        },
        SearchDoc {
            id: "drill".to_owned(),
            path: "drill.md".to_owned(),
            url: "postmortems/drill/".to_owned(),
            title: "Exercise: losing a region".to_owned(),
            kind: "exercise".to_owned(),
            status: "draft".to_owned(),
            passages: vec![passage("", "We took a region away and watched.")],
            ..SearchDoc::default()
        },
    ]
}

fn index() -> Index {
    Index::build(documents(), Spellings::new(&Catalog::builtin())).unwrap()
}

/// The answer as text: hits with score and marked words, then what else is said.
fn answer(index: &Index, text: &str) -> String {
    let query = Query::parse(text);
    let results = search(index, &query, 10).unwrap();
    let mut shown = format!("{} found\n", results.total);
    for hit in &results.hits {
        let snippet = &hit.snippet;
        let title = marked(&hit.title, &hit.title_marks);
        let text = marked(&snippet.text, &snippet.marks);
        writeln!(shown, "{:.4} {title}\n  {}: {text}", hit.score, snippet.heading).unwrap();
    }
    for Correction { typed, used } in &results.corrections {
        writeln!(shown, "`{typed}` as `{used}`").unwrap();
    }
    for note in &results.notes {
        writeln!(shown, "note: {note}").unwrap();
    }
    for Suggestion { query, total } in &results.suggestions {
        writeln!(shown, "try {query} ({total})").unwrap();
    }
    shown
}

fn marked(text: &str, marks: &[std::ops::Range<usize>]) -> String {
    let mut shown = String::new();
    let mut at = 0;
    for mark in marks {
        write!(shown, "{}[{}]", &text[at..mark.start], &text[mark.clone()]).unwrap();
        at = mark.end;
    }
    shown + &text[at..]
}

#[track_caller]
fn check(text: &str, expected: impl snapbox::IntoData) {
    assert_data_eq!(answer(&index(), text), expected.raw());
}

#[track_caller]
fn check_found(text: &str, expected: &[&str]) {
    let results = search(&index(), &Query::parse(text), 10).unwrap();
    let found: Vec<&str> = results.hits.iter().map(|hit| hit.id.as_str()).collect();
    assert_eq!(found, expected, "{text}");
    assert_eq!(results.total, found.len());
}

#[test]
fn words_close_together_come_first() {
    check(
        "connection pool",
        str![[r#"
2 found
3.3794 Checkout timed out under load
  Summary: The [connection] [pool] of payments_db ran out of [connections] while the new release was rolled out to all hosts at once.
3.1253 Worker [pool] starved
  Summary: The [pool] of workers starved. Each waited for its own [connection] to the label printer.

"#]],
    );
}

#[test]
fn stems_identifiers_and_metadata() {
    check(
        "expiring certificates",
        str![[r#"
1 found
6.5479 Lockers went offline after a [certificate] [expired]
  Summary: The TLS [certificate] of the locker gateway [expired] at midnight. No alert was set for its end.

"#]],
    );
    check(
        "econnreset",
        str![[r#"
1 found
0.9534 Lockers went offline after a certificate expired
  Detection: Couriers called the support line. [ECONNRESET] filled the logs of us-east-1.

"#]],
    );
    check(
        "payments_db",
        str![[r#"
1 found
5.4059 Checkout timed out under load
  Summary: The connection pool of [payments_db] ran out of connections while the new release was rolled out to all hosts at once.

"#]],
    );
    check(
        "us-east-1",
        str![[r#"
1 found
4.2170 Lockers went offline after a certificate expired
  Detection: Couriers called the support line. ECONNRESET filled the logs of [us-east-1].

"#]],
    );
    check(
        "INC-7",
        str![[r#"
1 found
1.6261 Lockers went offline after a certificate expired
  : The TLS certificate of the locker gateway expired at midnight.

"#]],
    );
    check(
        "oncall",
        str![[r#"
1 found
0.8167 Checkout timed out under load
  Lessons: A pool that is exhausted looks like a slow database. The [on-call] engineer had no graph of it.

"#]],
    );
}

#[test]
fn slips_are_corrected() {
    check(
        "conection pol",
        str![[r#"
2 found
0.4916 Checkout timed out under load
  Summary: The [connection] pool of payments_db ran out of [connections] while the new release was rolled out to all hosts at once.
0.4742 Worker pool starved
  Summary: The pool of workers starved. Each waited for its own [connection] to the label printer.
`conection` as `connection`

"#]],
    );
    check(
        "certifcate",
        str![[r#"
1 found
2.0024 Lockers went offline after a [certificate] expired
  Summary: The TLS [certificate] of the locker gateway expired at midnight. No alert was set for its end.
`certifcate` as `certificate`

"#]],
    );
    check(
        "zzzzzz",
        str![[r#"
0 found

"#]],
    );
}

#[test]
fn beginnings_and_wanted_slips() {
    check_found("cert*", &["INC-7"]);
    check_found("conection~", &["checkout-timeouts", "swimming"]);
}

#[test]
fn phrases_are_required() {
    check_found("\"connection pool\"", &["checkout-timeouts"]);
    check_found("\"pool of workers\"", &["swimming"]);
    check_found("pool -\"connection pool\"", &["swimming"]);
    check_found("\"us-east-1\"", &["INC-7"]);
    check_found("\"east us\"", &[]);
    check_found("title:\"worker pool\"", &["swimming"]);
}

#[test]
fn filters_narrow() {
    check_found("service:checkout", &["checkout-timeouts"]);
    check_found("service:checkout service:sorting", &["swimming", "checkout-timeouts"]);
    check_found("cause:capacity", &["swimming", "checkout-timeouts"]);
    check_found("cause:capacity/saturation pool", &["swimming"]);
    check_found("cause:saturation", &["swimming"]);
    check_found("pool -cause:change", &["swimming"]);
    check_found("severity:P1", &["INC-7"]);
    check_found("year:2024", &["swimming", "checkout-timeouts"]);
    check_found("since:2024-04", &["swimming"]);
    check_found("until:2024-03", &["checkout-timeouts", "INC-7"]);
    check_found("since:2023-04-12 until:2023-04-12", &["INC-7"]);
    check_found("kind:exercise", &["drill"]);
    check_found("status:draft tag:tls", &[]);
    check_found("tag:tls trigger:expiry", &["INC-7"]);
    check_found("title:pool", &["swimming"]);
    check_found("-pool", &["INC-7", "drill"]);
}

#[test]
fn nothing_found_says_what_to_try() {
    check(
        "service:chekout",
        str![[r#"
0 found
try service:checkout (1)

"#]],
    );
    check(
        "service:checkout certificate year:2023",
        str![[r#"
0 found
try certificate year:2023 (1)

"#]],
    );
    check(
        "\"pool connection\"",
        str![[r#"
0 found
try pool connection (2)

"#]],
    );
}

#[test]
fn nothing_asked_finds_nothing() {
    check_found("", &[]);
    check_found("🔥 *", &[]);
}

#[test]
fn stop_words_count_only_alone() {
    check(
        "the pool of the workers",
        str![[r#"
2 found
6.2486 [Worker] [pool] starved
  Summary: The [pool] of [workers] starved. Each waited for its own connection to the label printer.
0.5130 Checkout timed out under load
  Summary: The connection [pool] of payments_db ran out of connections while the new release was rolled out to all hosts at once.

"#]],
    );
    check_found("the", &["INC-7", "swimming", "checkout-timeouts"]);
}

#[test]
fn facets_are_counted_over_all_that_was_found() {
    let results = search(&index(), &Query::parse("pool"), 1).unwrap();
    assert_eq!((results.total, results.hits.len()), (2, 1));
    let mut shown = String::new();
    for FacetCounts { facet, values } in &results.facets {
        let values: Vec<String> = values.iter().map(|(value, n)| format!("{value} {n}")).collect();
        writeln!(shown, "{}: {}", facet.name(), values.join(", ")).unwrap();
    }
    assert_data_eq!(
        shown,
        str![[r#"
service: checkout 1, payments-db 1, sorting 1
cause: capacity 2, capacity/connection-pool 1, capacity/saturation 1, change 1, change/rollout-strategy 1
severity: sev2 1, sev3 1
year: 2024 2
trigger: deploy 1
tag: database 1, queue 1
kind: incident 2
status: final 2

"#]]
    );
}

#[test]
fn an_empty_archive_is_searched() {
    let index = Index::build([], Spellings::default()).unwrap();
    assert_eq!(index.len(), 0);
    assert_eq!(search(&index, &Query::parse("pool service:x"), 10).unwrap(), Results::default());
}

#[test]
fn hostile_queries_are_answered() {
    let index = index();
    let long = ["\"", "a* ", "timeot~ ", "-", "()", "timeot/", "a.", "界", "tag:x ", "-timeot ", "tB"];
    for text in long.map(|text| text.repeat(10_000 / text.len())) {
        search(&index, &Query::parse(&format!("\"{text}")), 10).unwrap();
        search(&index, &Query::parse(&text), 10).unwrap();
    }
}
