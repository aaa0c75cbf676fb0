//! Archives of a few postmortems: names, links, facets, recurrences, likeness.

use std::fmt::Write as _;

use snapbox::{IntoData, assert_data_eq, str};

use super::{Archive, Broken, PmIdx, Reason, Resolved};
use crate::config::Settings;
use crate::parse;
use crate::text::SourceSet;

fn archive(files: &[(&str, &str)]) -> Archive {
    let sources = SourceSet::from_files(files.iter().copied());
    let settings = Settings::default();
    let postmortems = sources.iter().map(|source| parse::parse(source, &settings.parse, &settings.catalog).0).collect();
    Archive::build(postmortems, &sources, &settings.catalog)
}

#[track_caller]
fn check(files: &[(&str, &str)], show: fn(&Archive) -> String, expected: impl IntoData) {
    assert_data_eq!(show(&archive(files)), expected.into_data());
}

fn slugs(archive: &Archive) -> String {
    let mut shown = String::new();
    for (index, postmortem) in archive.iter() {
        let _ = writeln!(shown, "{} -> {}", postmortem.path, archive.slug(index));
    }
    for clash in &archive.slug_clashes {
        let (first, second) = (archive.get(clash.first), archive.get(clash.second));
        let _ = writeln!(shown, "slug `{}`: {} and {}", clash.name, first.path, second.path);
    }
    for clash in &archive.id_clashes {
        let (first, second) = (archive.get(clash.first), archive.get(clash.second));
        let _ = writeln!(shown, "id `{}`: {} and {}", clash.name, first.path, second.path);
    }
    shown
}

fn links(archive: &Archive) -> String {
    let mut shown = String::new();
    let place = |to: PmIdx, anchor: &str| format!("{}#{anchor}", archive.slug(to));
    for (index, postmortem) in archive.iter() {
        for (link, resolved) in postmortem.body.links.iter().zip(&archive.links[index.0 as usize]) {
            let leads = match resolved {
                Resolved::Postmortem { postmortem, anchor } => place(*postmortem, anchor.as_deref().unwrap_or("")),
                Resolved::File(path) => format!("file {path}"),
                Resolved::Unpublished(path) => format!("unpublished {path}"),
                Resolved::External => "external".to_owned(),
                Resolved::Anchor(anchor) => format!("#{anchor}"),
                Resolved::Broken(Broken::Target) => "nothing".to_owned(),
                Resolved::Broken(Broken::Outside) => "outside".to_owned(),
                Resolved::Broken(Broken::Anchor { postmortem, anchor }) => {
                    format!("no {}", place(*postmortem, anchor))
                }
            };
            let _ = writeln!(shown, "{} {} -> {leads}", archive.slug(index), link.text);
        }
        for from in &archive.backlinks[index.0 as usize] {
            let _ = writeln!(shown, "{} <- {}", archive.slug(index), archive.slug(*from));
        }
    }
    shown
}

fn related(archive: &Archive) -> String {
    let mut shown = String::new();
    for (index, _) in archive.iter() {
        for related in &archive.related[index.0 as usize] {
            let reasons: Vec<String> = related
                .reasons
                .iter()
                .map(|reason| match reason {
                    Reason::Linked => "linked".to_owned(),
                    Reason::Service(id) => format!("service {id}"),
                    Reason::Cause(id) => format!("cause {id}"),
                    Reason::Trigger(id) => format!("trigger {id}"),
                    Reason::Terms(terms) => format!("terms {}", terms.join(" ")),
                })
                .collect();
            let other = archive.slug(related.postmortem);
            let _ = writeln!(shown, "{} ~ {other} {}: {}", archive.slug(index), related.score, reasons.join(", "));
        }
    }
    shown
}

fn recurrences(archive: &Archive) -> String {
    let mut shown = String::new();
    for it in &archive.recurrences {
        let (later, earlier) = (archive.slug(it.later), archive.slug(it.earlier));
        let _ = writeln!(shown, "{later} after {earlier}: {} {} {:?}", it.service, it.cause, it.days);
    }
    shown
}

#[test]
fn order_is_by_day_then_slug_and_undated_last() {
    check(
        &[("b.md", "# B"), ("2024-05-01-z.md", "# Z"), ("2024-05-01-a.md", "# A"), ("2023-01-01-y.md", "# Y")],
        slugs,
        str![[r#"
2023-01-01-y.md -> 2023-01-01-y
2024-05-01-a.md -> 2024-05-01-a
2024-05-01-z.md -> 2024-05-01-z
b.md -> b

"#]],
    );
}

#[test]
fn one_slug_is_given_once() {
    check(
        &[
            ("2024/report.md", "# One"),
            ("2025/report.md", "# Two"),
            ("2025/Report.md", "# Three"),
            ("report-2.md", "# Four"),
            ("2026 report.md", "# Five"),
            ("CON.md", "# Six"),
            ("../x.md", "# Outside, left out"),
        ],
        slugs,
        str![[r#"
2026 report.md -> 2026-report
CON.md -> con-1
2024/report.md -> report
2025/Report.md -> 2025-report
2025/report.md -> report-3
report-2.md -> report-2
slug `report`: 2024/report.md and 2025/Report.md
slug `report`: 2024/report.md and 2025/report.md

"#]],
    );
}

#[test]
fn one_id_for_two_documents_is_a_clash() {
    check(
        &[("a.md", "---\nid: INC-1\n---\n# A"), ("b.md", "---\nid: inc-1\n---\n# B"), ("c.md", "# C")],
        slugs,
        str![[r#"
a.md -> a
b.md -> b
c.md -> c
id `inc-1`: a.md and b.md

"#]],
    );
}

#[test]
fn links_by_path_address_name_and_anchor() {
    let a =
        "---\nid: INC-7\ndate: 2024-01-01\n---\n# First\n\n## What we saw\n\n[self](#what-we-saw) [gone](#nowhere)\n";
    let b = "---\ndate: 2024-01-02\nrelated: [INC-7]\n---\n# Second\n
[path](a.md) [dotted](./sub/../a.md#what-we-saw) [no extension](a) [page](a.html) [address](/postmortems/a/)
[case](a.md#What-We-Saw) [missing anchor](a.md#else) [missing](c.md) [up](../../a.md) [folder](sub/) [web](https://example.com)
[[a]] [[INC-7]] [[First]] [[nobody]] ![picture](a.png)\n";
    check(
        &[("a.md", a), ("b.md", b), ("sub/deep.md", "# Deep\n\n[root](/a.md) [up](../b.md)\n")],
        links,
        str![[r#"
a self -> #what-we-saw
a gone -> no a#nowhere
a <- b
a <- deep
b path -> a#
b dotted -> a#what-we-saw
b no extension -> a#
b page -> a#
b address -> a#
b case -> a#what-we-saw
b missing anchor -> no a#else
b missing -> nothing
b up -> outside
b folder -> unpublished sub
b web -> external
b a -> a#
b INC-7 -> a#
b First -> a#
b nobody -> nothing
b picture -> nothing
b <- deep
deep root -> a#
deep up -> b#

"#]],
    );
}

#[test]
fn likeness_has_reasons_and_no_dates() {
    let document = |meta: &str, text: &str| format!("---\n{meta}\n---\n# T\n\n## Summary\n\n{text}\n");
    let first = document(
        "services: [checkout]\ncauses: [change/rollout-strategy]\ntrigger: config-change",
        "ECONNRESET at pay_pool",
    );
    let twin = document("services: [checkout]\ncauses: [change/rollout-strategy]\ntrigger: config-change", "quiet");
    let mail = document("services: [mail]", "pay_pool answered ECONNRESET");
    let linked = document("services: [mail]\ntrigger: config-change\nrelated: [a]", "one day after another");
    let withdrawn = document("services: [mail]\nstatus: withdrawn", "nothing");
    check(
        &[("a.md", &first), ("b.md", &twin), ("c.md", &mail), ("d.md", &linked), ("e.md", &withdrawn)],
        related,
        str![[r#"
a ~ d 8.294: linked, trigger config-change
a ~ b 3.426: cause change/rollout-strategy, service checkout, trigger config-change
a ~ c 1.503: terms ECONNRESET pay_pool
b ~ a 3.426: cause change/rollout-strategy, service checkout, trigger config-change
c ~ a 1.503: terms ECONNRESET pay_pool
c ~ d 0.981: service mail
d ~ a 8.294: linked, trigger config-change
d ~ c 0.981: service mail
e ~ c 0.981: service mail
e ~ d 0.981: service mail

"#]],
    );
}

#[test]
fn what_comes_back_is_compared_with_the_latest_before() {
    let document = |date: &str, more: &str| {
        format!("---\ndate: {date}\nservices: [db]\ncauses: [capacity/limit-reached]\n{more}\n---\n# T\n")
    };
    check(
        &[
            ("a.md", &document("2024-01-01", "")),
            ("b.md", &document("2024-03-01", "")),
            ("c.md", &document("2024-03-02", "status: withdrawn")),
            ("d.md", &document("2024-03-03", "kind: exercise")),
            ("e.md", &document("2025-03-01", "")),
            ("f.md", "---\nservices: [db]\ncauses: [capacity/limit-reached]\n---\n# Undated\n"),
        ],
        recurrences,
        str![[r#"
b after a: db capacity/limit-reached Some(60)
e after b: db capacity/limit-reached Some(365)

"#]],
    );
}

#[test]
fn seen_before_is_what_the_later_one_asks() {
    let document = |date: &str| format!("---\ndate: {date}\nservices: [db, api]\ncauses: [data/schema]\n---\n# T\n");
    let archive = archive(&[("a.md", &document("2024-01-01")), ("b.md", &document("2024-02-01"))]);
    assert_eq!(archive.seen_before(PmIdx(0)).len(), 0);
    assert_eq!(archive.seen_before(PmIdx(1)).len(), 2);
}
