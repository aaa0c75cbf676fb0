//! Running text out of a document: its paragraphs, items, cells and the prose of its front matter.
//!
//! The entry point is [`of`]. Code, HTML, quotes, headings and the text of images are left out, code inside a
//! sentence is masked. Nothing is understood here but where a piece of text stands.

use std::ops::Range;

use super::grammar::Place;
use super::token::MASK;
use crate::lint::Document;
use crate::model::{Postmortem, SectionKind};
use crate::parse::blocks::{self, Kind};
use crate::parse::prose::{Prose, Style, squeeze};
use crate::text::Span;

/// A block of running text.
#[derive(Debug)]
pub(super) struct Passage {
    /// Its text, code masked.
    pub(super) text: String,
    pub(super) section: Option<SectionKind>,
    pub(super) place: Place,
    origin: Origin,
}

/// Where the text was written.
#[derive(Debug)]
enum Origin {
    Block(Prose),
    /// From this byte of the source on, as it is.
    Plain(usize),
}

impl Passage {
    /// Where a range of the text stands in the source.
    pub(super) fn span(&self, range: Range<usize>) -> Span {
        match &self.origin {
            Origin::Block(prose) => prose.span(range),
            Origin::Plain(start) => Span::new(start + range.start, start + range.end),
        }
    }

    /// A range of the text as it reads.
    pub(super) fn phrase(&self, range: Range<usize>) -> String {
        let plain = match &self.origin {
            Origin::Block(prose) => prose.plain(),
            Origin::Plain(_) => &self.text,
        };
        // Backticks would end the quotation in the finding.
        squeeze(plain.get(range).unwrap_or_default()).replace('`', "'")
    }
}

/// All passages of a document, those of the front matter first.
pub(super) fn of(document: &Document<'_>) -> Vec<Passage> {
    let body = &document.postmortem.body;
    let mut passages = front_matter(document);
    let text = document.text(body.span);
    let mut section = 0;
    for block in blocks::read(text, body.span.start as usize).blocks {
        while body.sections.get(section).is_some_and(|next| next.span.start <= block.span.start) {
            section += 1;
        }
        let current = section.checked_sub(1).and_then(|current| body.sections.get(current));
        let is_heading = current.is_some_and(|section| section.span.contains(block.span));
        if block.quotes > 0 || is_heading {
            continue;
        }
        let kind = current.and_then(|section| section.kind);
        let place = match block.kind {
            Kind::Paragraph if block.lists == 0 => Place::Paragraph,
            Kind::Paragraph | Kind::Item { .. } => Place::Item,
            Kind::Row { head: false, cells, .. } => {
                passages.extend(cells.into_iter().filter_map(|cell| passage(cell, kind, Place::Cell)));
                continue;
            }
            Kind::Row { .. } | Kind::Heading(_) | Kind::Code | Kind::Html | Kind::Lead => continue,
        };
        passages.extend(passage(block.prose, kind, place));
    }
    passages
}

fn passage(prose: Prose, section: Option<SectionKind>, place: Place) -> Option<Passage> {
    if prose.plain().trim().is_empty() {
        return None;
    }
    let text = prose.masked(Style::CODE, MASK);
    Some(Passage { text, section, place, origin: Origin::Block(prose) })
}

/// Keys of the front matter whose values are prose, and the section they would be.
const KEYS: &[(&str, SectionKind)] = &[
    ("cause", SectionKind::ContributingFactors),
    ("causes", SectionKind::ContributingFactors),
    ("contributing_factors", SectionKind::ContributingFactors),
    ("root_cause", SectionKind::ContributingFactors),
    ("root_causes", SectionKind::ContributingFactors),
    ("summary", SectionKind::Summary),
    ("description", SectionKind::Summary),
    ("impact", SectionKind::Impact),
    ("detection", SectionKind::Detection),
    ("trigger", SectionKind::Trigger),
    ("resolution", SectionKind::Resolution),
];

/// The values of such keys that stand on one line, or in a list below them.
fn front_matter(document: &Document<'_>) -> Vec<Passage> {
    let Some(span) = document.postmortem.front_matter else { return Vec::new() };
    let mut passages = Vec::new();
    let mut under = None;
    let mut offset = span.start as usize;
    for line in document.text(span).split_inclusive('\n') {
        let start = offset;
        offset += line.len();
        let content = line.trim();
        let value = if let Some(item) = content.strip_prefix("- ") {
            under.map(|section| (section, item))
        } else if line.starts_with([' ', '\t']) {
            None
        } else {
            let pair = content.split_once([':', '=']);
            let key = pair.map(|(key, _)| key.trim().to_ascii_lowercase().replace(['-', ' '], "_"));
            under = KEYS.iter().find(|(known, _)| key.as_deref() == Some(known)).map(|(_, section)| *section);
            under.zip(pair.map(|(_, value)| value))
        };
        let Some((section, value)) = value else { continue };
        let value = value.trim().trim_matches(['"', '\'']);
        // A word or an identifier is a value, not prose.
        if !value.contains(' ') || value.starts_with(['{', '[', '|', '>', '&', '*']) {
            continue;
        }
        let at = start + (value.as_ptr() as usize - line.as_ptr() as usize);
        passages.push(Passage {
            text: value.to_owned(),
            section: Some(section),
            place: Place::FrontMatter,
            origin: Origin::Plain(at),
        });
    }
    passages
}

/// The parts of the names that the front matter gives people.
pub(super) fn people(postmortem: &Postmortem) -> Vec<String> {
    let people = postmortem.people.iter().map(|person| person.name.value.as_str());
    let authors = postmortem.authors.iter().map(|author| author.value.as_str());
    let parts = people.chain(authors).flat_map(str::split_whitespace);
    let name = |part: &&str| {
        part.chars().count() > 2 && part.chars().all(char::is_alphabetic) && part.starts_with(char::is_uppercase)
    };
    let mut names: Vec<String> = parts.filter(name).map(str::to_owned).collect();
    names.sort();
    names.dedup();
    names
}
