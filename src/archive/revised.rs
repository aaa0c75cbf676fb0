//! Whether another reading of a postmortem is the same to all others.

use crate::model::{Known, Postmortem, Target};
use crate::text::Spanned;

/// Compares all that other pages, lists and figures know of a postmortem, and where it links. Not compared is what only
/// its own page shows, and its words: those may make others related to it.
pub(super) fn is_the_same_to_others(old: &Postmortem, new: &Postmortem) -> bool {
    fn value<T>(known: Option<&Known<T>>) -> Option<&T> {
        known.map(|known| &known.value)
    }
    fn same<T: PartialEq>(old: &[Known<T>], new: &[Known<T>]) -> bool {
        old.iter().map(|known| &known.value).eq(new.iter().map(|known| &known.value))
    }
    fn written(texts: &[Spanned<String>]) -> impl Iterator<Item = &String> {
        texts.iter().map(|text| &text.value)
    }
    old.source == new.source
        && old.path == new.path
        && old.slug == new.slug
        && value(old.id.as_ref()) == value(new.id.as_ref())
        && value(old.date.as_ref()) == value(new.date.as_ref())
        && old.status_or_default() == new.status_or_default()
        && old.kind_or_default() == new.kind_or_default()
        && value(old.severity.as_ref()) == value(new.severity.as_ref())
        && value(old.trigger.as_ref()) == value(new.trigger.as_ref())
        && same(&old.services, &new.services)
        && same(&old.causes, &new.causes)
        && same(&old.tags, &new.tags)
        && written(&old.related).eq(written(&new.related))
        && written(&old.aliases).eq(written(&new.aliases))
        && links(old).eq(links(new))
        && (anchors(old).eq(anchors(new)) || !links(old).any(|(target, _)| leads_into_a_page(target)))
}

fn links(postmortem: &Postmortem) -> impl Iterator<Item = (&Target, bool)> {
    postmortem.body.links.iter().map(|link| (&link.target, link.image))
}

fn anchors(postmortem: &Postmortem) -> impl Iterator<Item = &str> {
    postmortem.body.sections.iter().map(|section| section.anchor.as_str())
}

/// Perhaps into its own: a path may come back to where it began.
fn leads_into_a_page(target: &Target) -> bool {
    match target {
        Target::External(_) => false,
        Target::Anchor(_) => true,
        Target::File { anchor, .. } | Target::Wiki { anchor, .. } => anchor.is_some(),
    }
}
