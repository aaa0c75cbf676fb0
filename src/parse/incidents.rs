//! Whether a document tells of several incidents, each below a heading of its own.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::codes::SEVERAL_INCIDENTS;
use crate::diagnostic::{Diagnostic, Level};
use crate::model::{Heading, Section};
use crate::parse::infer;
use crate::parse::sections::Outline;
use crate::text::{Source, Span, Spanned};

/// Several incidents in one document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Several {
    /// The heading of the first, as written.
    pub(super) first: Spanned<String>,
    /// That of the second.
    pub(super) second: Span,
    pub(super) count: usize,
}

/// The incidents of a document; none when there is one.
///
/// An incident's heading is below no section with a meaning, and has a day or a number, and a name. Those of one
/// level count, if their days or numbers differ.
pub(super) fn several(outline: &Outline) -> Option<Several> {
    let mut names: BTreeSet<(u8, String)> = BTreeSet::new();
    let mut by_level: BTreeMap<u8, Vec<&Section>> = BTreeMap::new();
    let sections = outline.sections.iter().enumerate();
    for (_, section) in sections.filter(|(index, section)| {
        outline.title != Some(*index) && section.kind.is_none() && section.form == Heading::Markdown
    }) {
        let name = infer::name_of_incident(&section.heading);
        if name.is_some_and(|name| names.insert((section.level, name))) {
            by_level.entry(section.level).or_default().push(section);
        }
    }
    let incidents = by_level.into_values().find(|incidents| incidents.len() > 1)?;
    let (first, second) = (incidents.first()?, incidents.get(1)?);
    let first = Spanned::new(first.heading.clone(), first.span);
    Some(Several { first, second: second.span, count: incidents.len() })
}

/// What is said about it.
pub(super) fn finding(source: &Source, several: &Several) -> Diagnostic {
    let Several { first: _, second, count } = several;
    let message = format!("{count} incidents in one document, of which the first counts");
    Diagnostic::new(SEVERAL_INCIDENTS, Level::Warning, source.id, *second, message)
        .labelled("here the second begins")
        .note(
            "only the first has a date, a duration and a place in the lists; the others are found by their words alone",
        )
        .help("what would they gain as files of their own?")
}
