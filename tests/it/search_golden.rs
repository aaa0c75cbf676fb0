//! The golden vectors in `tests/search`: what the analyzer, the query language and the ranking answer, for the
//! browser's client to answer the same. `SNAPSHOTS=overwrite` writes them anew.

use std::path::{Path, PathBuf};

use afterword::search::analysis::{self, Role};
use afterword::search::query::{Clause, Form, Node, Scope};
use afterword::search::{self, Correction, FacetCounts, Hit, Index, Query, Results, Suggestion};
use afterword::{config, edge, pipeline};
use serde_json::{Value, json};
use snapbox::{Data, assert_data_eq};

use crate::harness;

/// Texts that the analyzer is tried on.
const TEXTS: &[&str] = &[
    "",
    "The connection pool was exhausted.",
    "us-east-1, eu_west_2; payments_db v1.2.3 10.0.0.1 CVE-2024-3094 #1234 a#1 # 12",
    "on-call post-mortem co‑ordinate re‐use e-mail state-of-the-art x-1",
    "ConnectionPool HTTPServer S3Bucket APIs getURLs iOS eBay XMLHttpRequest OOMKilled",
    "the host's, hosts', O'Brien's rock’n’roll it’s 'quoted' CEO's CEO'S",
    "2024-03-07T09:12:41Z 07T09 03T12 T09 1T1",
    "naïve Größe STRASSE Œuvre Ærø Þór Łódź Ħal ıI İstanbul ŋ ﬁne ①②",
    "Ελληνικά ΟΔΟΣ Ёлка Йод",
    "決済サービスの接続タイムアウト",
    "プール pool プール3 枯 ｶﾀｶﾅ 한국어 문서",
    "ข้อมูล ဒေတာ ទិន្នន័យ",
    "हिन्दी தமிழ் العنوان مكتوب שלום עולם",
    "a--b a__b a..b -a a- _a_ .a. a-b_c.d a-",
    "🔥 fire🔥fire 👩‍💻 é é",
    "Müller-Lüdenscheid co-op TLS1.3 x86_64 k8s i18n",
    "a\u{0}b\tc\u{feff}d\u{85}e\u{200b}f",
    "<b>bold</b> &amp; \"quotes\" C++ C# .NET /var/log/messages https://a.example/x?y=1",
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa end",
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa end",
];

/// Beginnings and ends that Porter's rules take apart; all pairs of them are stemmed.
const BEGINNINGS: &[&str] = &[
    "connect", "relat", "hop", "hopp", "fail", "tr", "carr", "agr", "us", "gener", "commun", "arsen", "inter", "y",
    "boy", "say", "cri", "luxuri", "size", "adopt", "oper", "vit", "digit", "sens", "analog", "electr", "form", "good",
    "util", "defin", "depend", "abil", "bow", "bead", "off",
];
const ENDS: &[&str] = &[
    "", "s", "es", "ies", "ied", "us", "ss", "sses", "ed", "eed", "eedly", "edly", "ing", "ingly", "y", "ational",
    "tional", "enci", "anci", "izer", "abli", "entli", "ization", "ation", "ator", "alism", "aliti", "alli", "fulness",
    "ousli", "ousness", "iveness", "iviti", "biliti", "bli", "ogi", "fulli", "lessli", "li", "icate", "ative", "alize",
    "iciti", "ical", "ful", "ness", "ement", "ment", "ent", "ion", "able", "ible", "al", "e", "l", "ll", "'s", "sion",
    "er", "or",
];
const IRREGULAR: &[&str] = &[
    "skis",
    "skies",
    "dying",
    "lying",
    "tying",
    "idly",
    "gently",
    "ugly",
    "early",
    "only",
    "singly",
    "sky",
    "news",
    "howe",
    "atlas",
    "cosmos",
    "bias",
    "andes",
    "inning",
    "outing",
    "canning",
    "herring",
    "earring",
    "proceed",
    "exceed",
    "succeed",
    "happy",
    "happiness",
    "queue",
    "queues",
    "queueing",
    "retries",
    "retrying",
    "yes",
    "youth",
    "sayyid",
    "by",
    "a",
    "is",
    "as",
    "gas",
    "this",
    "does",
    "kiwis",
    "incidents",
    "databases",
    "analyses",
    "caches",
    "cached",
    "caching",
    "failover",
    "rollback",
    "rollbacks",
    "timed",
    "timing",
    "timeouts",
    "latencies",
    "bleeding",
    "feed",
    "agreed",
    "plastered",
    "motoring",
    "conflated",
    "troubled",
    "sized",
    "hopping",
    "tanned",
    "falling",
    "hissing",
    "fizzed",
    "failing",
    "filing",
];

/// Queries for the parser, and for both archives.
const QUERIES: &[&str] = &[
    "connection pool",
    "conection pool",
    "certificat expierd",
    "certificate",
    "certifi*",
    "conn*",
    "co* po*",
    "c*",
    "timeot~",
    "retri~",
    "\"connection pool\"",
    "\"out of connections\"",
    "the \"connection pool\" of the database",
    "pool -certificate",
    "-certificate",
    "-\"connection pool\" pool",
    "\"connection pool",
    "“connection pool”",
    "the of and",
    "how did the queue fill up",
    "who is on call",
    "on-call",
    "oncall",
    "post mortem",
    "post-mortem",
    "us-east-1",
    "ConnectionPool",
    "connection-pool",
    "connectionpool",
    "HTTPServer",
    "ECONNREFUSED",
    "econrefused",
    "payments_db",
    "payments_d*",
    "payment-db",
    "#1234",
    "1234",
    "CVE-2024-3094",
    "v1.2.3",
    "10.0.0.1",
    "PM-7",
    "pool/certificate",
    "service:mail",
    "service:Mail",
    "service:shop",
    "service:\"Payments DB\"",
    "service:parcel-db",
    "service:parcl-db",
    "service:checkout service:mail certificate",
    "-service:mail",
    "cause:change",
    "cause:limit-reached",
    "cause:capacity/limit-reached pool",
    "cause:nothing-like-it",
    "severity:sev2",
    "severity:P1",
    "severity:minor",
    "trigger:expiry-or-time",
    "trigger:deploy",
    "tag:black-friday",
    "tag:\"Black Friday\" pool",
    "kind:near-miss",
    "kind:exercise",
    "status:draft",
    "status:withdrawn",
    "year:2024",
    "year:2024 pool",
    "year:24",
    "since:2024-03",
    "since:2024-02-29 until:2024-03",
    "until:2023",
    "-since:2025",
    "since:yesterday",
    "since:2024-13",
    "title:pool",
    "title:certificate expired",
    "title:\"connection pool\"",
    "-title:pool connection",
    "servce:mail",
    "foo:bar",
    "http://a.example/x",
    "service:",
    "service: mail",
    "title:\"\"",
    ":",
    "a:b",
    "-",
    "--",
    "- pool",
    "*",
    "~",
    "\"\"",
    "\"",
    "-\"",
    "pool~2",
    "pool**",
    "pool*~",
    ".*",
    "(pool|queue)+",
    "[a-z]{1,9}",
    "' OR 1=1 --",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "__proto__ constructor toString",
    "service:__proto__",
    "🔥",
    "pool 🔥",
    "",
    "   ",
    "\u{3000}pool\u{85}queue",
    "zzzzzz",
    "zzzzzz \"connection pool\"",
    "\"pool connection\"",
    "certificate service:nobody",
    "决",
    "決済",
    "決",
    "接続プール",
    "プール",
    "größe",
    "GROSSE",
    "naive",
    "schatzung",
    "العنوان",
    "שלום",
    "한국어",
    "timeout timed time",
    "failing fail failed failure",
    "pool pool POOL pools",
    "a b c d e f g h i j k l m n o p q r s t u v w x y z aa bb cc dd ee ff gg hh ii jj kk ll mm nn oo pp qq rr ss tt uu vv \
     ww xx yy zz ab cd ef gh ij kl mn op qr st uv wx yz",
];

/// Further queries for the example.
const EXAMPLE: &[&str] = &[
    "label queue black friday",
    "parcel db out of connections",
    "parcels",
    "pickup code",
    "pikcup cdoe",
    "text messages sent nine times",
    "daylight saving time",
    "firmware",
    "firmw*",
    "rollback",
    "backup restore",
    "credentials in build logs",
    "game day",
    "locker",
    "cause:interaction tracking",
    "service:tracking since:2025",
    "\"at once\"",
    "rute planer",
    "hamburg",
    "invoices rounded",
];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/search")
}

#[track_caller]
fn check(name: &str, document: &str) {
    serde_json::from_str::<Value>(document).unwrap();
    assert_data_eq!(document, Data::read_from(&folder().join(name), Some(snapbox::data::DataFormat::Text)).raw());
}

/// A JSON list with an entry a line.
fn list(entries: impl IntoIterator<Item = Value>) -> String {
    let lines: Vec<String> = entries.into_iter().map(|entry| entry.to_string()).collect();
    if lines.is_empty() { "[]".to_owned() } else { format!("[\n{}\n]", lines.join(",\n")) }
}

#[test]
fn analyzer() {
    let utf16 = |text: &str, at: usize| text[..at].encode_utf16().count();
    let texts = TEXTS.iter().map(|text| {
        let tokens = analysis::tokens(text).into_iter().map(|token| {
            let role = match token.role {
                Role::Word => "word",
                Role::Whole => "whole",
                Role::Inner => "inner",
                Role::Tail => "tail",
            };
            let (start, end) = (utf16(text, token.span.start), utf16(text, token.span.end));
            json!([token.form, token.term, token.position, start, end, role])
        });
        json!({"text": text, "tokens": tokens.collect::<Vec<_>>()})
    });
    let joined = BEGINNINGS.iter().flat_map(|first| ENDS.iter().map(move |end| format!("{first}{end}")));
    let words = joined.chain(IRREGULAR.iter().map(|word| (*word).to_owned()));
    let stems = words.map(|word| json!([word, analysis::stem(&word)]));
    let folded = TEXTS.iter().map(|text| json!([text, analysis::fold(text)]));
    check(
        "analyzer.json",
        &format!(
            "{{\"version\":1,\n\"texts\":{},\n\"folded\":{},\n\"stems\":{}}}\n",
            list(texts),
            list(folded),
            list(stems)
        ),
    );
}

fn clause(clause: &Clause) -> Value {
    let scope = |scope: &Scope| if *scope == Scope::Title { "title" } else { "anywhere" };
    let mut value = match &clause.node {
        Node::Word { text, form, scope: place } => {
            let form = match form {
                Form::Plain => "plain",
                Form::Prefix => "prefix",
                Form::Fuzzy => "fuzzy",
            };
            json!({"kind": "word", "text": text, "form": form, "scope": scope(place)})
        }
        Node::Phrase { text, scope: place } => json!({"kind": "phrase", "text": text, "scope": scope(place)}),
        Node::Facet(facet, value) => json!({"kind": "facet", "facet": facet.name(), "value": value}),
        Node::Since(day) => json!({"kind": "since", "day": day.0}),
        Node::Until(day) => json!({"kind": "until", "day": day.0}),
    };
    if clause.negated {
        value["negated"] = json!(true);
    }
    value
}

/// All queries, with the long ones that nobody wants to see in a list.
fn queries<'a>(more: &[&'a str]) -> Vec<std::borrow::Cow<'a, str>> {
    let mut queries: Vec<std::borrow::Cow<'_, str>> = QUERIES.iter().chain(more).map(|query| (*query).into()).collect();
    queries.push("pool \"connections ".repeat(600).into());
    queries.push("certificate ".repeat(900).into());
    queries.push("x".repeat(10_000).into());
    queries
}

#[test]
fn query() {
    let entries = queries(&[]).into_iter().map(|text| {
        let query = Query::parse(&text);
        let notes: Vec<String> = query.notes.iter().map(ToString::to_string).collect();
        let clauses: Vec<Value> = query.clauses.iter().map(clause).collect();
        json!({"text": text, "clauses": clauses, "notes": notes, "typed": query.typed()})
    });
    check("query.json", &format!("{{\"version\":1,\n\"queries\":{}}}\n", list(entries)));
}

/// A text cut at its marks: plain, marked, plain, …
fn marked(text: &str, marks: &[std::ops::Range<usize>]) -> Vec<String> {
    let mut pieces = Vec::new();
    let mut at = 0;
    for mark in marks {
        pieces.extend([text[at..mark.start].to_owned(), text[mark.clone()].to_owned()]);
        at = mark.end;
    }
    pieces.push(text[at..].to_owned());
    pieces
}

fn shown(hit: &Hit) -> Value {
    json!({
        "title": marked(&hit.title, &hit.title_marks),
        "url": hit.url,
        "heading": hit.snippet.heading,
        "anchor": hit.snippet.anchor,
        "snippet": marked(&hit.snippet.text, &hit.snippet.marks),
    })
}

fn answer(text: &str, results: &Results) -> Value {
    let facets = results.facets.iter().map(|FacetCounts { facet, values }| (facet.name().to_owned(), json!(values)));
    json!({
        "query": text,
        "total": results.total,
        "hits": results.hits.iter().map(|hit| json!([hit.id, hit.score])).collect::<Vec<_>>(),
        "shown": results.hits.iter().take(2).map(shown).collect::<Vec<_>>(),
        "corrections": results.corrections.iter().map(|Correction { typed, used }| json!([typed, used])).collect::<Vec<_>>(),
        "notes": results.notes.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "suggestions": results.suggestions.iter().map(|Suggestion { query, total }| json!([query, total])).collect::<Vec<_>>(),
        "facets": facets.collect::<serde_json::Map<_, _>>(),
    })
}

fn index(archive: &Path) -> Index {
    let found = config::fs::find(archive).unwrap();
    let settings = found.options.into_settings("archive");
    let inputs = edge::load(&found.root, &settings).unwrap();
    pipeline::index(&inputs.sources, &settings).unwrap()
}

#[test]
fn ranking() {
    let archives = [
        ("tests/search/collection", folder().join("collection"), &[][..]),
        ("example-site", harness::example_site(), EXAMPLE),
    ];
    let archives = archives.map(|(name, path, more)| {
        let index = index(&path);
        let answers = queries(more).into_iter().map(|text| {
            let results = search::search(&index, &Query::parse(&text), 30).unwrap();
            answer(&text, &results)
        });
        format!("{{\"archive\":\"{name}\",\n\"queries\":{}}}", list(answers))
    });
    check("ranking.json", &format!("{{\"version\":1,\n\"archives\":[\n{}\n]}}\n", archives.join(",\n")));
}
