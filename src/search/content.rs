//! What of a document is indexed: the words of its fields and the values of its facets. The same for the index of the
//! terminal ([`index`](super::index)) and for that of the browser ([`export`](super::export)).

use std::borrow::Cow;

use super::analysis::{self, Form};
use super::doc::SearchDoc;
use super::schema::{Facet, TextField};

/// Positions left free between two texts of one field, so that no phrase spans them.
const GAP: u32 = 16;

/// Visits all forms of a document, field by field in their order, with their positions in the field, which do not fall.
pub(super) fn each_form(document: &SearchDoc, mut visit: impl FnMut(TextField, u32, Cow<'_, str>)) {
    let headings = document.passages.iter().map(|passage| passage.heading.as_str());
    let keywords = document.keywords.iter().map(String::as_str);
    let mut field = |field: TextField, texts: &mut dyn Iterator<Item = &str>| {
        let mut start = 0;
        for text in texts {
            let mut next = start;
            analysis::forms(text, |Form { text, position, .. }| {
                visit(field, start + position, text);
                next = start + position + GAP;
            });
            start = next;
        }
    };
    field(TextField::Title, &mut std::iter::once(document.title.as_str()));
    field(TextField::Outline, &mut headings.chain([document.summary.as_str()]).chain(keywords));
    field(TextField::Body, &mut document.passages.iter().map(|passage| passage.text.as_str()));
}

/// The values of a facet, each once; a cause also gives its family.
pub(super) fn facet_values(document: &SearchDoc, facet: Facet) -> Vec<String> {
    let mut values = match facet {
        Facet::Service => document.services.clone(),
        Facet::Cause => {
            let families = document.causes.iter().filter_map(|cause| Some(cause.split_once('/')?.0.to_owned()));
            families.chain(document.causes.iter().cloned()).collect()
        }
        Facet::Severity => document.severity.iter().cloned().collect(),
        Facet::Year => document.date.iter().map(|day| format!("{:04}", day.year())).collect(),
        Facet::Trigger => document.trigger.iter().cloned().collect(),
        Facet::Tag => document.tags.clone(),
        Facet::Kind => vec![document.kind.clone()],
        Facet::Status => vec![document.status.clone()],
    };
    values.sort();
    values.dedup();
    values
}
