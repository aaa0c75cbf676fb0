//! Fixes until there are no more: check, apply what is safe, check again. Pure; nothing is written.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::config::Settings;
use crate::diagnostic::fix::apply;
use crate::diagnostic::{Applicability, Fix};
use crate::pipeline::{Report, check};
use crate::text::{SourceId, SourceSet};

/// Fixes that meet are applied one after the other; this many in one place are more than any document has.
const MOST_ROUNDS: usize = 16;

/// An archive after fixing.
#[derive(Debug)]
pub struct Fixed {
    /// Its texts now. Each has the id it had before.
    pub sources: SourceSet,
    /// What is found in them.
    pub report: Report,
    /// The files that are not as they were.
    pub changed: BTreeSet<SourceId>,
    /// How many fixes were applied.
    pub fixes: usize,
}

/// Applies the safe fixes of findings until none is left, in the files that `files` names given what is found.
pub fn fix(sources: &SourceSet, settings: &Settings, files: &dyn Fn(&Report) -> BTreeSet<SourceId>) -> Fixed {
    let mut fixed =
        Fixed { report: check(sources, settings), sources: sources.clone(), changed: BTreeSet::new(), fixes: 0 };
    for _ in 0..MOST_ROUNDS {
        let mut of_source: BTreeMap<SourceId, Vec<&Fix>> = BTreeMap::new();
        let files = files(&fixed.report);
        for diagnostic in fixed.report.diagnostics.iter().filter(|found| files.contains(&found.source)) {
            if let Some(fix) = &diagnostic.fix
                && fix.applicability == Applicability::Safe
            {
                of_source.entry(diagnostic.source).or_default().push(fix);
            }
        }
        let mut texts: BTreeMap<SourceId, Arc<str>> = BTreeMap::new();
        for (id, fixes) in of_source {
            let applied = apply(&fixed.sources.get(id).text, fixes);
            if applied.fixes > 0 {
                fixed.fixes += applied.fixes;
                texts.insert(id, applied.text.into());
            }
        }
        if texts.is_empty() {
            break;
        }
        fixed.changed.extend(texts.keys());
        fixed.sources = fixed.sources.with_texts(&texts);
        fixed.report = check(&fixed.sources, settings);
    }
    fixed.changed.retain(|id| fixed.sources.get(*id).text != sources.get(*id).text);
    fixed
}
