//! What the findings about one postmortem by itself are found from, as a hash: where it is the same, so are they.
//!
//! All rules but those that look at the archive as a whole ([`Check::Archive`]) see a postmortem, its text, and where it
//! points: what its links and its `related` lead to, and whether that is public. They may look at more for the wording
//! of a finding (names to offer instead of one that leads nowhere), not for whether there is one, nor for its level:
//! [`basis`] is for findings that are counted, [`views`] for those that are shown.

use blake3::{Hash, Hasher};
use rayon::prelude::*;

use super::table::Tables;
use super::{Check, Scope, allow, rule};
use crate::archive::{Broken, PmIdx, Resolved};
use crate::diagnostic::Diagnostic;
use crate::text::Source;

/// The hash for one postmortem; none when a comment in it allows findings: that is also asked about findings of rules
/// that look at the whole archive, so nothing can be said without looking. `basis` stands for the settings and the
/// program.
pub fn basis(scope: Scope<'_>, index: PmIdx, basis: &str) -> Option<Hash> {
    let archive = scope.archive;
    let Source { id: _, path, text, hash, role, committed } = scope.sources.get(archive.get(index).source);
    if allow::is_in(text) {
        return None;
    }
    let points_to = points_to(scope, index);
    let mut hasher = Hasher::new();
    for part in [basis, path.as_str(), &format!("{hash} {role:?} {committed:?} {points_to}")] {
        hasher.update(&part.len().to_le_bytes()).update(part.as_bytes());
    }
    Some(hasher.finalize())
}

/// For each postmortem a hash of what the rules see beside it and its text, what they only word findings with included.
/// `basis` stands for the settings and the program.
pub fn views(scope: Scope<'_>, basis: &str) -> Vec<Hash> {
    let names = names(scope);
    // A rule that runs for some file runs for all of them, and what it finds elsewhere is dropped later.
    let running: Vec<&str> = Tables::new(scope.settings, scope.sources).running().map(|rule| rule.code).collect();
    let common = format!("{basis} {running:?}");
    let indices: Vec<PmIdx> = scope.archive.iter().map(|(index, _)| index).collect();
    indices.into_par_iter().map(|index| view(scope, index, names, &common)).collect()
}

fn view(scope: Scope<'_>, index: PmIdx, names: Hash, common: &str) -> Hash {
    let archive = scope.archive;
    let at = index.0 as usize;
    let mut seen = format!("{common} {}", points_to(scope, index));
    let related = archive.related_explicit.get(at).into_iter().flatten();
    let mut leads_nowhere = related.into_iter().any(Option::is_none);
    for resolved in archive.links.get(at).into_iter().flatten() {
        let Resolved::Broken(broken) = resolved else { continue };
        leads_nowhere = true;
        if let Broken::Anchor { postmortem, .. } = broken {
            let anchors = archive.get(*postmortem).body.sections.iter().map(|section| &section.anchor);
            seen.push_str(&format!(" {:?}", anchors.collect::<Vec<_>>()));
        }
    }
    if leads_nowhere {
        seen.push_str(&format!(" {names}"));
    }
    blake3::hash(seen.as_bytes())
}

/// A hash of all names that are offered where one leads nowhere: of files, and what postmortems are called by.
fn names(scope: Scope<'_>) -> Hash {
    let Scope { archive, sources, .. } = scope;
    let mut hasher = Hasher::new();
    let mut part = |kind: u8, name: &str| {
        hasher.update(&[kind]).update(&name.len().to_le_bytes()).update(name.as_bytes());
    };
    for source in sources {
        part(0, source.path.as_str());
    }
    for file in &sources.files {
        part(1, file.as_str());
    }
    for (index, postmortem) in archive.iter() {
        part(2, archive.slug(index).as_str());
        if let Some(id) = &postmortem.id {
            part(3, &id.value);
        }
    }
    hasher.finalize()
}

/// Where a postmortem points, as a text.
fn points_to(scope: Scope<'_>, index: PmIdx) -> String {
    let at = index.0 as usize;
    let links = scope.archive.links.get(at).into_iter().flatten();
    let links: Vec<String> = links.map(|resolved| leads_to(scope, resolved)).collect();
    let related = scope.archive.related_explicit.get(at).into_iter().flatten();
    let related: Vec<Option<String>> = related.map(|index| index.map(|index| other(scope, index))).collect();
    format!("{links:?} {related:?}")
}

/// Whether a finding is about the postmortem it stands in alone.
pub fn is_alone(diagnostic: &Diagnostic) -> bool {
    !rule(diagnostic.code.code).is_some_and(|rule| matches!(rule.check, Check::Archive(_)))
}

fn leads_to(scope: Scope<'_>, resolved: &Resolved) -> String {
    match resolved {
        Resolved::Postmortem { postmortem, anchor } => format!("{} {anchor:?}", other(scope, *postmortem)),
        Resolved::Broken(Broken::Anchor { postmortem, anchor }) => {
            format!("{} without {anchor:?}", other(scope, *postmortem))
        }
        Resolved::File(_)
        | Resolved::Unpublished(_)
        | Resolved::External
        | Resolved::Anchor(_)
        | Resolved::Broken(Broken::Target | Broken::Outside) => format!("{resolved:?}"),
    }
}

fn other(scope: Scope<'_>, index: PmIdx) -> String {
    let other = scope.archive.get(index);
    format!("{:?} {:?}", other.path, other.visibility.as_ref().map(|visibility| visibility.value))
}
