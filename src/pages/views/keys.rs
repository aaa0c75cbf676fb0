//! What a page is made from, as a hash: where the hash is the same, so is the page.
//!
//! The entry point is [`Keys`]. It costs a small part of what the pages do, so that a build makes those alone that
//! have changed. A page that a template makes has its view as its key, with the basis: the program, the settings, the
//! theme. Only the view of a postmortem's page is too much work for that, as its body is in it. There, what goes into
//! the key is:
//!
//! - what all pages share: the basis, the view of the library with its counts, the titles of services, the causes that
//!   have a page, the spellings of tags, and the ids of postmortems, which become links wherever a body mentions them;
//! - the postmortem itself: its text, its address, and where its links lead, with the sizes of its images;
//! - how others appear on it: the related ones with the reasons, those before and after in time, those that point at
//!   it, and those in which the same was seen, these whole, as the page shows their open action items.
//!
//! How a postmortem appears elsewhere is hashed once, as the view of an entry on the front page: its links lead to the
//! same pages from everywhere. A view that takes something else from the archive takes it into the key, too; the tests
//! compare the pages of equal keys after random edits. Feeds, JSON and files that are copied have no keys: to make them
//! is no more work than to know whether they are the same.

use blake3::{Hash, Hasher};
use rayon::prelude::*;
use serde::Serialize;

use super::make::Make;
use super::postmortem::{open_items, related_to, seen_with};
use super::site;
use crate::archive::{PmIdx, Recurrence, Related};
use crate::model::CauseId;
use crate::pages::html;
use crate::pages::{Content, Page, PageKind, Site};
use crate::text::Source;
use crate::urls;

/// The keys of the pages of one archive.
#[derive(Debug)]
pub struct Keys<'a> {
    site: Site<'a>,
    basis: String,
    shared: Hash,
    /// By postmortem: what it is made from alone.
    own: Vec<Hash>,
    /// By postmortem: what others show of it.
    faces: Vec<Hash>,
}

impl<'a> Keys<'a> {
    /// Hashes what pages are made from. `basis` stands for all that is neither a document nor known from documents:
    /// the program, the settings, the theme.
    pub fn new(site: Site<'a>, basis: String) -> Self {
        let indices: Vec<PmIdx> = site.archive.iter().map(|(index, _)| index).collect();
        let home = urls::home();
        let make = Make::new(site, &home, &PageKind::Home);
        let shared = hash(&(&basis, site::site(make, &PageKind::Home), names(make)));
        let own = indices.par_iter().map(|index| own(site, *index)).collect();
        let faces = indices.par_iter().map(|index| hash(&make.entry(*index))).collect();
        Self { site, basis, shared, own, faces }
    }

    /// The key of a page that is known without its content, that of a postmortem: half a hash, in hexadecimal.
    ///
    /// # Panics
    /// When the page is of another archive.
    pub fn of_page(&self, page: &Page) -> Option<String> {
        match page.kind {
            PageKind::Postmortem(index) => Some(shown(self.postmortem(index))),
            _ => None,
        }
    }

    /// The key of any other page, by what its template sees. None for a file that no template makes.
    pub fn of_content(&self, content: &Content<'_>) -> Option<String> {
        match content {
            Content::Template(_, view) | Content::Script(_, view) => Some(shown(hash(&(&self.basis, view)))),
            _ => None,
        }
    }

    fn postmortem(&self, index: PmIdx) -> Hash {
        let Site { archive, digest, .. } = self.site;
        let mut key = Key::default();
        key.hash(self.shared).hash(self.own(index));
        let neighbours = [digest.earlier(index), digest.later(index)];
        let backlinks = archive.backlinks.get(index.0 as usize).map_or(&[][..], Vec::as_slice);
        for others in neighbours.iter().map(Option::as_slice).chain([backlinks]) {
            key.list(others, |key, other| {
                key.hash(self.face(*other));
            });
        }
        let related: Vec<_> = related_to(archive, index).collect();
        key.list(&related, |key, Related { postmortem, reasons, score: _ }| {
            key.hash(self.face(*postmortem)).text(&format!("{reasons:?}"));
        });
        self.seen(&mut key, digest.recurrences_before(index), |recurrence| recurrence.earlier);
        self.seen(&mut key, digest.recurrences_after(index), |recurrence| recurrence.later);
        key.0.finalize()
    }

    fn seen(&self, key: &mut Key, places: &[usize], other: impl Fn(&Recurrence) -> PmIdx) {
        key.list(&seen_with(self.site.archive, places, other), |key, (other, recurrences)| {
            let has_open_items = open_items(self.site.archive.get(*other)).next().is_some();
            key.hash(if has_open_items { self.own(*other) } else { self.shared }).hash(self.face(*other));
            key.list(recurrences, |key, Recurrence { service, cause, days, earlier: _, later: _ }| {
                key.text(&format!("{service:?} {cause:?} {days:?}"));
            });
        });
    }

    fn own(&self, index: PmIdx) -> Hash {
        self.own[index.0 as usize]
    }

    fn face(&self, index: PmIdx) -> Hash {
        self.faces[index.0 as usize]
    }
}

/// A key in the making. What has no length of its own is hashed with it.
#[derive(Default)]
struct Key(Hasher);

impl Key {
    fn hash(&mut self, hash: Hash) -> &mut Self {
        self.0.update(hash.as_bytes());
        self
    }

    fn text(&mut self, text: &str) -> &mut Self {
        self.0.update(&text.len().to_le_bytes()).update(text.as_bytes());
        self
    }

    fn list<T>(&mut self, items: &[T], each: impl Fn(&mut Self, &T)) -> &mut Self {
        self.0.update(&items.len().to_le_bytes());
        for item in items {
            each(self, item);
        }
        self
    }
}

fn shown(key: Hash) -> String {
    key.to_hex()[..32].to_owned()
}

/// A view by its JSON form: where that is the same, a template sees the same.
fn hash(view: &impl Serialize) -> Hash {
    blake3::hash(&serde_json::to_vec(view).unwrap_or_default())
}

/// What pages know of the archive by name.
fn names(make: Make<'_>) -> impl Serialize {
    let archive = make.site.archive;
    let services: Vec<_> = archive.by_service.keys().map(|id| (id.as_str(), make.service_title(id))).collect();
    // Those of which the families are.
    let causes: Vec<_> = archive.by_cause.keys().map(CauseId::as_str).collect();
    let tags: Vec<_> = archive.by_tag.iter().map(|(slug, (shown, _))| (slug.as_str(), shown.as_str())).collect();
    let ids = archive
        .iter()
        .filter_map(|(index, postmortem)| Some((postmortem.id.as_ref()?.value.as_str(), archive.slug(index).as_str())));
    (services, causes, tags, ids.collect::<Vec<_>>())
}

fn own(site: Site<'_>, index: PmIdx) -> Hash {
    let Source { id: _, path, text: _, hash, role, committed } = site.sources.get(site.archive.get(index).source);
    let at = urls::postmortem(site.archive.slug(index));
    let mut key = Key::default();
    key.text(at.as_str()).text(path.as_str()).text(&format!("{role:?} {committed:?}")).hash(*hash);
    key.list(&html::goals(site, index, &at), |key, goal| {
        key.text(goal);
    });
    key.0.finalize()
}
