//! Answers as the JSON documents of `afterword search --json` and `afterword similar --json`. Their shape is a
//! contract; version 1 of each.

use serde::Serialize;

use super::doc::SearchDoc;
use super::facets::FacetCounts;
use super::query::Query;
use super::results::{Hit, Results};
use super::similar::{Likeness, Similar, SimilarHit};
use crate::text::to_json;

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    query: &'a str,
    total: usize,
    hits: Vec<HitJson<'a>>,
    facets: serde_json::Map<String, serde_json::Value>,
}

/// What both say of a postmortem.
#[derive(Serialize)]
struct Place<'a> {
    id: &'a str,
    path: &'a str,
    url: &'a str,
    title: &'a str,
    date: Option<String>,
    severity: Option<&'a str>,
    services: &'a [String],
    causes: &'a [String],
}

#[derive(Serialize)]
struct HitJson<'a> {
    #[serde(flatten)]
    place: Place<'a>,
    score: f64,
    snippet: &'a str,
}

/// The document, on one line.
pub fn json(query: &Query, results: &Results) -> String {
    let facets = results.facets.iter().map(|FacetCounts { facet, values }| {
        let counts = values.iter().map(|(value, count)| (value.clone(), (*count).into()));
        (facet.name().to_owned(), serde_json::Value::Object(counts.collect()))
    });
    let document = Document {
        version: 1,
        query: &query.text,
        total: results.total,
        hits: results.hits.iter().map(hit).collect(),
        facets: facets.collect(),
    };
    // Strings, numbers and maps of strings: there is nothing that JSON cannot hold.
    to_json(&document)
}

fn hit(hit: &Hit) -> HitJson<'_> {
    let Hit { id, path, url, title, date, severity, services, causes, score, snippet, .. } = hit;
    let date = date.map(|day| day.to_string());
    HitJson {
        place: Place { id, path, url, title, date, severity: severity.as_deref(), services, causes },
        score: *score,
        snippet: &snippet.text,
    }
}

#[derive(Serialize)]
struct SimilarDocument<'a> {
    version: u32,
    of: Of<'a>,
    hits: Vec<SimilarHitJson<'a>>,
}

#[derive(Serialize)]
struct Of<'a> {
    path: Option<&'a str>,
    title: Option<&'a str>,
    services: &'a [String],
    causes: &'a [String],
    trigger: Option<&'a str>,
}

#[derive(Serialize)]
struct SimilarHitJson<'a> {
    #[serde(flatten)]
    place: Place<'a>,
    score: f64,
    reasons: Vec<ReasonJson<'a>>,
}

#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
enum ReasonJson<'a> {
    Link,
    Cause { value: &'a str },
    Service { value: &'a str },
    Words { words: &'a [String] },
    Trigger { value: &'a str },
}

/// The document of `afterword similar`, on one line.
pub fn similar_json(similar: &Similar) -> String {
    let given = |text: &'_ str| !text.is_empty();
    let of = &similar.of;
    let document = SimilarDocument {
        version: 1,
        of: Of {
            path: Some(of.path.as_str()).filter(|path| given(path)),
            title: Some(of.title.as_str()).filter(|title| given(title)),
            services: &of.services,
            causes: &of.causes,
            trigger: of.trigger.as_deref(),
        },
        hits: similar.hits.iter().map(similar_hit).collect(),
    };
    // As above.
    to_json(&document)
}

fn similar_hit(hit: &SimilarHit) -> SimilarHitJson<'_> {
    let SimilarHit { document, score, reasons } = hit;
    let SearchDoc { id, path, url, title, date, severity, services, causes, .. } = document;
    let reasons = reasons.iter().map(|reason| match reason {
        Likeness::Linked => ReasonJson::Link,
        Likeness::Cause(value) => ReasonJson::Cause { value },
        Likeness::Service(value) => ReasonJson::Service { value },
        Likeness::Words(words) => ReasonJson::Words { words },
        Likeness::Trigger(value) => ReasonJson::Trigger { value },
    });
    let date = date.map(|day| day.to_string());
    SimilarHitJson {
        place: Place { id, path, url, title, date, severity: severity.as_deref(), services, causes },
        score: *score,
        reasons: reasons.collect(),
    }
}
