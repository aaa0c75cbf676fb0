//! The texts of documents, a file each: for snippets, and for the second stage of the scorer.
//!
//! The neighbours in a folder share a content hash, so that the core, which has to name all, stays small.

use rayon::prelude::*;
use serde::Serialize;

use super::{FOLDER, encode};
use crate::archive::{Archive, PmIdx};
use crate::model::Catalog;
use crate::search::doc::{self, SearchDoc};
use crate::search::evidence;

#[derive(Serialize)]
struct Text<'a> {
    id: &'a str,
    url: &'a str,
    title: &'a str,
    summary: &'a str,
    passages: Vec<[&'a str; 3]>,
}

/// The names of all groups.
pub(super) fn groups(archive: &Archive, catalog: &Catalog) -> Vec<String> {
    let docs: Vec<usize> = (0..archive.len()).collect();
    docs.par_chunks(FOLDER)
        .map(|group| {
            let texts: Vec<String> =
                group.iter().filter_map(|doc| Some(json(&find(archive, catalog, *doc)?))).collect();
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
    Some(encode::call(name, &[&json(&find(archive, catalog, doc)?)]))
}

fn find(archive: &Archive, catalog: &Catalog, doc: usize) -> Option<SearchDoc> {
    let index = PmIdx(u32::try_from(doc).ok()?);
    Some(doc::document(archive, catalog, index, archive.get(index)))
}

fn json(document: &SearchDoc) -> String {
    let SearchDoc { id, url, title, summary, passages, .. } = document;
    let passages = passages.iter().map(|passage| {
        [passage.heading.as_str(), passage.anchor.as_str(), passage.text.as_str()].map(evidence::read_part)
    });
    encode::json(&Text { id, url, title, summary, passages: passages.collect() })
}
