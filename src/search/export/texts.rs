//! The texts of documents, a file each: for snippets, and for the second stage of the scorer.
//!
//! The neighbours in a folder share a content hash, so that the core, which has to name all, stays small.

use rayon::prelude::*;
use serde::Serialize;

use super::{FOLDER, encode};
use crate::archive::{Archive, PmIdx};
use crate::model::{Catalog, Kind, Status};
use crate::search::doc::{self, SearchDoc};
use crate::search::evidence;

#[derive(Serialize)]
struct Text<'a> {
    id: &'a str,
    url: &'a str,
    title: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    services: Vec<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    severity: Option<(&'a str, usize)>,
    #[serde(skip_serializing_if = "Option::is_none")]
    kind: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<&'a str>,
    summary: &'a str,
    passages: Vec<[&'a str; 3]>,
}

/// The names of all groups.
pub(super) fn groups(archive: &Archive, catalog: &Catalog) -> Vec<String> {
    let docs: Vec<usize> = (0..archive.len()).collect();
    docs.par_chunks(FOLDER)
        .map(|group| {
            let texts: Vec<String> = group.iter().filter_map(|doc| json(archive, catalog, *doc)).collect();
            encode::name(texts.iter().map(String::as_str))
        })
        .collect()
}

/// The name of a document's file, without extension.
pub(super) fn name(groups: &[String], doc: usize) -> Option<String> {
    Some(format!("t/{}/{}", groups.get(doc / FOLDER)?, doc % FOLDER))
}

/// The document of a name.
pub(super) fn document(groups: &[String], name: &str) -> Option<usize> {
    let (hash, place) = name.strip_prefix("t/")?.rsplit_once('/')?;
    let group = groups.iter().position(|group| group == hash)?;
    let place = (0..FOLDER).find(|at| at.to_string() == place)?;
    Some(group * FOLDER + place)
}

/// The file of a document.
pub(super) fn script(archive: &Archive, catalog: &Catalog, doc: usize, name: &str) -> Option<String> {
    Some(encode::call(name, &[&json(archive, catalog, doc)?]))
}

fn json(archive: &Archive, catalog: &Catalog, doc: usize) -> Option<String> {
    let index = PmIdx(u32::try_from(doc).ok()?);
    let postmortem = archive.get(index);
    let document = doc::document(archive, catalog, index, postmortem);
    let SearchDoc { id, url, title, severity, kind, status, summary, passages, .. } = &document;
    let mut services: Vec<&str> = Vec::new();
    for service in postmortem.services.iter().map(|service| catalog.service_title(&service.value.0)) {
        if !services.contains(&service) {
            services.push(service);
        }
    }
    let passages = passages.iter().map(|passage| {
        [passage.heading.as_str(), passage.anchor.as_str(), passage.text.as_str()].map(evidence::read_part)
    });
    Some(encode::json(&Text {
        id,
        url,
        title,
        services,
        severity: severity.as_deref().map(|name| (name, rank(catalog, name))),
        // What nearly all are goes without saying.
        kind: Some(kind.as_str()).filter(|kind| *kind != Kind::Incident.as_str()),
        status: Some(status.as_str()).filter(|status| *status != Status::Final.as_str()),
        summary,
        passages: passages.collect(),
    }))
}

/// The place of a severity on the scale, the gravest is 1; 0 when it has none.
fn rank(catalog: &Catalog, severity: &str) -> usize {
    catalog.severities.iter().position(|step| step.name == severity).map_or(0, |place| place + 1)
}
