//! What was read and found of each document, so that an archive that is checked again after an edit costs the edit.
//!
//! The entry point is [`check_again`]; its report is that of [`check`](super::check). A [`Memo`] holds what is a function
//! of one document: the postmortem with what parsing found, as long as its path, its text, its day, the settings and the
//! hints are the same; and the findings of the rules that look at it by itself, as long as what they see beside it is the
//! same as well ([`lint::views`]). What is a function of the archive is made anew
//! each time. A memo has the documents of one archive and no others, and shares postmortems with it.

use std::collections::BTreeMap;
use std::sync::Arc;

use blake3::Hash;
use jiff::civil::Date;
use rayon::prelude::*;

use super::{Report, scope};
use crate::archive::{Archive, Likeness};
use crate::config::Settings;
use crate::diagnostic::Diagnostic;
use crate::lint::{self, Alone};
use crate::model::Postmortem;
use crate::parse::{Evidence, Hints};
use crate::text::{RelPath, Role, Source, SourceId, SourceSet};

/// What is known of the documents of an archive. Empty before the first one is checked.
#[derive(Debug, Default)]
pub struct Memo {
    /// What they were parsed with.
    reading: Option<Hash>,
    documents: BTreeMap<RelPath, Document>,
    likeness: Likeness,
}

#[derive(Debug, Clone)]
struct Document {
    /// Of the text.
    hash: Hash,
    committed: Option<Date>,
    evidence: Evidence,
    postmortem: Arc<Postmortem>,
    /// What parsing found.
    read: Arc<[Diagnostic]>,
    /// What the rules found that look at it by itself, and the hash of what they saw beside it.
    alone: Option<(Hash, Alone)>,
}

/// Parses, links and checks like [`check`](super::check), but for what is known. Also what is known then.
pub fn check_again(sources: &SourceSet, settings: &Settings, former: &Memo) -> (Report, Memo) {
    let postmortems: Vec<&Source> = sources.iter().filter(|source| source.role == Role::Postmortem).collect();
    let same: Vec<Option<&Document>> = postmortems
        .par_iter()
        .map(|source| former.documents.get(&source.path).filter(|known| known.hash == source.hash))
        .collect();
    let evidence: Vec<Evidence> = postmortems
        .par_iter()
        .zip(&same)
        .map(|(source, known)| known.map_or_else(|| Hints::evidence(source), |known| known.evidence))
        .collect();
    let hints = Hints::of_evidence(evidence.iter().copied().fold(Evidence::default(), Evidence::with));

    let reading = reading(settings, hints);
    let is_current = former.reading == Some(reading);
    let mut documents: Vec<Document> = postmortems
        .par_iter()
        .zip(same.into_par_iter().zip(evidence))
        .map(|(source, (known, evidence))| {
            let known = known.filter(|known| is_current && known.committed == source.committed);
            known.map_or_else(|| Document::read(source, evidence, settings, hints), |known| known.found_at(source))
        })
        .collect();

    let shared = documents.iter().map(|document| Arc::clone(&document.postmortem)).collect();
    let (archive, likeness) = Archive::build_again(shared, sources, &settings.catalog, &former.likeness);
    let scope = scope(&archive, sources, settings);
    let views = lint::views(scope, &rules(settings));
    // Documents are in the order of their ids, the archive is not.
    let places: Vec<usize> = archive
        .iter()
        .map(|(_, postmortem)| postmortems.partition_point(|source| source.id < postmortem.source))
        .collect();
    let known: Vec<Option<Alone>> = places
        .iter()
        .zip(&views)
        .map(|(place, view)| documents.get(*place)?.alone.as_ref().filter(|(seen, _)| seen == view).cloned())
        .map(|known| known.map(|(_, alone)| alone))
        .collect();
    let read = documents.iter().flat_map(|document| document.read.iter().cloned()).collect();
    let (diagnostics, alone) = lint::lint_knowing(scope, &known, read);
    for ((place, view), alone) in places.into_iter().zip(views).zip(alone) {
        if let Some(document) = documents.get_mut(place) {
            document.alone = is_of(document.postmortem.source, &alone).then_some((view, alone));
        }
    }
    let documents = documents.into_iter().map(|document| (document.postmortem.path.clone(), document)).collect();
    (Report { archive, diagnostics, hints }, Memo { reading: Some(reading), documents, likeness })
}

/// A hash of everything but the document that it is parsed with.
fn reading(settings: &Settings, hints: Hints) -> Hash {
    // The debug form has every field, those that are added later included.
    let Settings { parse, catalog, .. } = settings;
    blake3::hash(format!("{parse:?} {catalog:?} {hints:?}").as_bytes())
}

/// A hash of everything but the archive that the rules look at: the fields of a [`lint::Scope`].
fn rules(settings: &Settings) -> String {
    let Settings { rules, catalog, today, .. } = settings;
    blake3::hash(format!("{rules:?} {catalog:?} {today:?}").as_bytes()).to_hex().to_string()
}

impl Document {
    fn read(source: &Source, evidence: Evidence, settings: &Settings, hints: Hints) -> Self {
        let (postmortem, read) = super::parsed(source, settings, hints);
        Self {
            hash: source.hash,
            committed: source.committed,
            evidence,
            postmortem: Arc::new(postmortem),
            read: read.into(),
            alone: None,
        }
    }

    /// The same under the number it has now, which is another one where files before it came or went.
    fn found_at(&self, source: &Source) -> Self {
        let mut document = self.clone();
        if self.postmortem.source != source.id {
            document.postmortem = Arc::new(Postmortem { source: source.id, ..Postmortem::clone(&self.postmortem) });
            document.read = moved(&self.read, source.id);
            document.alone = self.alone.as_ref().map(|(seen, alone)| (*seen, moved(alone, source.id)));
        }
        document
    }
}

/// Whether findings point at one file and no other.
fn is_of(source: SourceId, found: &[Diagnostic]) -> bool {
    let is_of = |diagnostic: &Diagnostic| {
        diagnostic.source == source && diagnostic.labels.iter().all(|label| label.source == source)
    };
    found.iter().all(is_of)
}

/// Findings of one file under another number of it.
fn moved(found: &[Diagnostic], source: SourceId) -> Arc<[Diagnostic]> {
    let mut found = found.to_vec();
    for diagnostic in &mut found {
        diagnostic.source = source;
        diagnostic.labels.iter_mut().for_each(|label| label.source = source);
    }
    found.into()
}
