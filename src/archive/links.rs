//! Where links lead: from what is written to a postmortem, a file, or nothing.

use std::sync::Arc;

use rayon::prelude::*;

use super::names::{Names, indexed};
use super::{Broken, PmIdx, Resolved};
use crate::model::{Postmortem, Target};
use crate::parse::markdown;
use crate::text::{RelPath, SourceSet};

/// What a folder's own page may be called.
const INDEX_NAMES: &[&str] = &["index.md", "README.md", "readme.md", "index.markdown"];

/// Resolves all links of all bodies, and all entries of `related`.
pub(super) fn resolve(
    postmortems: &[Arc<Postmortem>],
    names: &Names<'_>,
    sources: &SourceSet,
) -> (Vec<Vec<Resolved>>, Vec<Vec<Option<PmIdx>>>) {
    let lookup = Lookup { postmortems, names, sources };
    postmortems
        .par_iter()
        .map(|postmortem| {
            let links = postmortem.body.links.iter().map(|link| lookup.target(postmortem, &link.target)).collect();
            let related = postmortem.related.iter().map(|name| lookup.related(postmortem, &name.value)).collect();
            (links, related)
        })
        .unzip()
}

/// For each postmortem, who points at it.
pub(super) fn backlinks(links: &[Vec<Resolved>], related: &[Vec<Option<PmIdx>>]) -> Vec<Vec<PmIdx>> {
    let mut backlinks = vec![Vec::new(); links.len()];
    for ((from, links), related) in indexed(links).zip(related) {
        let linked = links.iter().filter_map(|resolved| match resolved {
            Resolved::Postmortem { postmortem, .. } => Some(*postmortem),
            Resolved::File(_)
            | Resolved::Unpublished(_)
            | Resolved::External
            | Resolved::Anchor(_)
            | Resolved::Broken(_) => None,
        });
        for to in linked.chain(related.iter().copied().flatten()) {
            let known: &mut Vec<PmIdx> = &mut backlinks[to.0 as usize];
            // `from` only grows, so a repetition can only be the last one.
            if to != from && known.last() != Some(&from) {
                known.push(from);
            }
        }
    }
    backlinks
}

struct Lookup<'a> {
    postmortems: &'a [Arc<Postmortem>],
    names: &'a Names<'a>,
    sources: &'a SourceSet,
}

impl Lookup<'_> {
    fn target(&self, from: &Postmortem, target: &Target) -> Resolved {
        match target {
            Target::External(_) => Resolved::External,
            Target::Anchor(anchor) => find_anchor(from, anchor).map_or_else(
                || {
                    let postmortem = self.names.path(&from.path).unwrap_or(PmIdx(0));
                    Resolved::Broken(Broken::Anchor { postmortem, anchor: anchor.clone() })
                },
                Resolved::Anchor,
            ),
            Target::File { path, anchor } => self.file(from, path, anchor.as_deref()),
            Target::Wiki { name, anchor } => match self.names.name(name) {
                Some(postmortem) => self.at(postmortem, anchor.as_deref()),
                None => Resolved::Broken(Broken::Target),
            },
        }
    }

    fn related(&self, from: &Postmortem, name: &str) -> Option<PmIdx> {
        self.names.name(name).or_else(|| match self.file(from, name, None) {
            Resolved::Postmortem { postmortem, .. } => Some(postmortem),
            Resolved::File(_)
            | Resolved::Unpublished(_)
            | Resolved::External
            | Resolved::Anchor(_)
            | Resolved::Broken(_) => None,
        })
    }

    fn file(&self, from: &Postmortem, path: &str, anchor: Option<&str>) -> Resolved {
        let Some(wanted) = (if path.starts_with('/') { RelPath::new(path) } else { from.path.sibling(path) }) else {
            // `../../2024/x/` may still be an address of the site.
            return self.by_last_part(path, anchor).unwrap_or(Resolved::Broken(Broken::Outside));
        };
        let found = self.at_path(&wanted, anchor).or_else(|| self.by_last_part(path, anchor));
        found.unwrap_or(Resolved::Broken(Broken::Target))
    }

    /// A document, a file or a folder of the archive at exactly this path, or with the extension left out.
    fn at_path(&self, wanted: &RelPath, anchor: Option<&str>) -> Option<Resolved> {
        if let Some(postmortem) = self.names.path(wanted) {
            return Some(self.at(postmortem, anchor));
        }
        if self.sources.files.contains(wanted) {
            return Some(Resolved::File(wanted.clone()));
        }
        let stem = wanted.as_str().strip_suffix(".html").unwrap_or(wanted.as_str());
        let alternatives = [".md", ".markdown"]
            .iter()
            .map(|extension| format!("{stem}{extension}"))
            .chain(INDEX_NAMES.iter().map(|name| format!("{stem}/{name}")));
        for alternative in alternatives {
            if let Some(postmortem) = RelPath::new(&alternative).and_then(|path| self.names.path(&path)) {
                return Some(self.at(postmortem, anchor));
            }
        }
        self.sources.has_source_or_folder(wanted).then(|| Resolved::Unpublished(wanted.clone()))
    }

    /// An address of the site (`/postmortems/2024-03-07-x/`, `../2024-03-07-x.html`): its last part is a slug.
    fn by_last_part(&self, path: &str, anchor: Option<&str>) -> Option<Resolved> {
        let path = path.strip_suffix("index.html").unwrap_or(path);
        let part = path.trim_end_matches('/').rsplit('/').next()?;
        let slug = part.strip_suffix(".html").unwrap_or(part);
        let is_address = path.ends_with('/') || path.starts_with('/') || part != slug;
        let postmortem = is_address.then(|| self.names.slug(slug)).flatten()?;
        Some(self.at(postmortem, anchor))
    }

    fn at(&self, postmortem: PmIdx, anchor: Option<&str>) -> Resolved {
        let Some(wanted) = anchor.filter(|anchor| !anchor.is_empty()) else {
            return Resolved::Postmortem { postmortem, anchor: None };
        };
        match self.postmortems.get(postmortem.0 as usize).and_then(|document| find_anchor(document, wanted)) {
            Some(anchor) => Resolved::Postmortem { postmortem, anchor: Some(anchor) },
            None => Resolved::Broken(Broken::Anchor { postmortem, anchor: wanted.to_owned() }),
        }
    }
}

/// The id of a heading, as the page has it; the top of the page has no heading. Case does not matter, and GitHub's
/// prefix is known.
fn find_anchor(document: &Postmortem, wanted: &str) -> Option<String> {
    let wanted = wanted.strip_prefix("user-content-").unwrap_or(wanted);
    if wanted.is_empty() || wanted.eq_ignore_ascii_case("top") {
        return Some(String::new());
    }
    let sections = &document.body.sections;
    let exact = sections.iter().find(|section| section.anchor == wanted);
    let folded = || {
        let wanted = wanted.to_lowercase();
        sections.iter().find(|section| section.anchor.to_lowercase() == wanted)
    };
    // A heading whose id the page has for itself has one of its own.
    let moved = || {
        let next = markdown::is_of_page(wanted).then(|| markdown::apart(wanted.to_owned()))?;
        sections.iter().find(|section| section.anchor == next)
    };
    exact.or_else(folded).or_else(moved).map(|section| section.anchor.clone())
}
