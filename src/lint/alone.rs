//! What the findings about one postmortem by itself are found from, as a hash: where it is the same, so are they.
//!
//! All rules but those that look at the archive as a whole ([`Check::Archive`]) see a postmortem, its text, and where it
//! points: what its links and its `related` lead to, and whether that is public. They may look at more for the wording
//! of a finding (names to offer instead), not for whether there is one, nor for its level.

use blake3::{Hash, Hasher};

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
    let at = index.0 as usize;
    let links: Vec<String> =
        archive.links.get(at).into_iter().flatten().map(|resolved| leads_to(scope, resolved)).collect();
    let related = archive.related_explicit.get(at).into_iter().flatten();
    let related: Vec<Option<String>> = related.map(|index| index.map(|index| other(scope, index))).collect();
    let mut hasher = Hasher::new();
    for part in [basis, path.as_str(), &format!("{hash} {role:?} {committed:?} {links:?} {related:?}")] {
        hasher.update(&part.len().to_le_bytes()).update(part.as_bytes());
    }
    Some(hasher.finalize())
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
