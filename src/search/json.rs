//! An answer as the JSON document of `afterword search --json`. Its shape is a contract; version 1.

use serde::Serialize;

use super::facets::FacetCounts;
use super::query::Query;
use super::results::{Hit, Results};

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    query: &'a str,
    total: usize,
    hits: Vec<HitJson<'a>>,
    facets: serde_json::Map<String, serde_json::Value>,
}

#[derive(Serialize)]
struct HitJson<'a> {
    id: &'a str,
    path: &'a str,
    url: &'a str,
    title: &'a str,
    date: Option<String>,
    severity: Option<&'a str>,
    services: &'a [String],
    causes: &'a [String],
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
    serde_json::to_string(&document).unwrap_or_default()
}

fn hit(hit: &Hit) -> HitJson<'_> {
    let Hit { id, path, url, title, date, severity, services, causes, score, snippet, .. } = hit;
    HitJson {
        id,
        path,
        url,
        title,
        date: date.map(|day| day.to_string()),
        severity: severity.as_deref(),
        services,
        causes,
        score: *score,
        snippet: &snippet.text,
    }
}
