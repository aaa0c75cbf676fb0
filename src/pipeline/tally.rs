//! How many findings each postmortem has by itself: counted once, and again when something they are found from changes.
//!
//! A build says how many findings there are, and not which. So it need not look again for those of a document that is
//! as it was; rules that look at the whole archive run each time. `check`, which shows findings, has no use for this.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::reading::{self, Parsed};
use super::{Report, scope};
use crate::archive::{Archive, PmIdx};
use crate::cache::{Cache, Emptied};
use crate::config::Settings;
use crate::diagnostic::render::Summary;
use crate::diagnostic::{Diagnostic, Level};
use crate::lint;
use crate::parse::Hints;
use crate::text::{Role, SourceId, SourceSet};

/// The counts, by the postmortem's path.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Tally(BTreeMap<String, Counts>);

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Counts {
    /// What the findings were found from.
    basis: String,
    errors: usize,
    warnings: usize,
    infos: usize,
}

/// An archive that was checked as far as it had to be.
#[derive(Debug)]
pub struct Rechecked {
    /// The archive, with those findings that were looked for. All of them where nothing was counted before.
    pub report: Report,
    /// How many more there are. Its files are none.
    pub counted: Summary,
    /// For the next time.
    pub tally: Tally,
}

/// Parses, links and checks like [`check`](super::check), but for what `former` has counted and `cache` has parsed.
/// `common` is that of the [`Basis`](super::Basis).
pub fn recheck(sources: &SourceSet, settings: &Settings, common: &str, former: &Tally, cache: &dyn Cache) -> Rechecked {
    let documents: Vec<_> = sources.iter().filter(|source| source.role == Role::Postmortem).collect();
    // Where nothing is counted, the findings of all are needed, and documents have to be parsed for them.
    let emptied = Emptied::new(cache);
    let cache = if former.0.is_empty() { &emptied } else { cache };
    let (parsed, hints) = reading::read(&documents, settings, common, cache);
    let mut found = Vec::new();
    let mut not_parsed = Vec::new();
    let mut read = Vec::with_capacity(parsed.len());
    for (source, Parsed { postmortem, words, found: now }) in documents.into_iter().zip(parsed) {
        read.push((postmortem, words));
        match now {
            Some(now) => found.extend(now),
            None => not_parsed.push(source),
        }
    }
    let archive = Archive::build_of(read, sources, &settings.catalog);
    let scope = scope(&archive, sources, settings);
    let Hints { date_order } = hints;
    let common = format!("{common} {date_order:?}");
    let mut counts: BTreeMap<SourceId, Counts> = BTreeMap::new();
    let mut known = BTreeSet::new();
    let mut counted = Summary::default();
    let postmortems: Vec<_> = archive.iter().collect();
    let hashes: Vec<_> = postmortems.par_iter().map(|(index, _)| basis(scope, *index, &common)).collect();
    for ((_, postmortem), hash) in postmortems.into_iter().zip(hashes) {
        let Some(basis) = hash else { continue };
        let before = former.0.get(postmortem.path.as_str()).filter(|counts| counts.basis == basis);
        if let Some(Counts { errors, warnings, infos, basis: _ }) = before {
            known.insert(postmortem.source);
            counted.errors += errors;
            counted.warnings += warnings;
            counted.infos += infos;
        }
        let none = || Counts { basis, errors: 0, warnings: 0, infos: 0 };
        counts.insert(postmortem.source, before.cloned().unwrap_or_else(none));
    }
    found.retain(|diagnostic| !known.contains(&diagnostic.source));
    not_parsed.retain(|source| !known.contains(&source.id));
    let again: Vec<_> = not_parsed.into_par_iter().map(|source| super::parsed(source, settings, hints).1).collect();
    found.extend(again.into_iter().flatten());
    let diagnostics = lint::lint_but(scope, &known, found);
    for diagnostic in diagnostics.iter().filter(|diagnostic| lint::is_alone(diagnostic)) {
        if let Some(counts) = counts.get_mut(&diagnostic.source) {
            counts.count(diagnostic);
        }
    }
    let path = |source: SourceId| sources.get(source).path.to_string();
    let tally = Tally(counts.into_iter().map(|(source, counts)| (path(source), counts)).collect());
    Rechecked { report: Report { archive, diagnostics, hints }, counted, tally }
}

fn basis(scope: lint::Scope<'_>, index: PmIdx, common: &str) -> Option<String> {
    lint::basis(scope, index, common).map(|hash| hash.to_hex()[..32].to_owned())
}

impl Counts {
    fn count(&mut self, diagnostic: &Diagnostic) {
        match diagnostic.level {
            Level::Error => self.errors += 1,
            Level::Warning => self.warnings += 1,
            Level::Info => self.infos += 1,
        }
    }
}
