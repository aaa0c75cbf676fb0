//! The headings of a body: which one is the title, what level each has on the page, what its id is.

use std::ops::Range;

use crate::model::{Heading, Postmortem, Section};

use super::TocEntry;

/// What to do with a heading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part<'a> {
    /// It is the title, which the page shows already.
    Title,
    /// It is a title, but not the one that the page shows.
    Subtitle(&'a Section),
    /// It begins a section: `h2` to `h6`.
    Section(&'a Section, u8),
}

/// Goes through the sections of a document, in order.
#[derive(Debug)]
pub(super) struct Headings<'a> {
    sections: &'a [Section],
    title: Option<usize>,
    /// Whether the title's heading says what the page's title says.
    same_title: bool,
    next: usize,
    /// The levels, as written, of the sections that are open.
    open: Vec<u8>,
    /// What was met so far.
    pub(super) toc: Vec<TocEntry>,
}

impl<'a> Headings<'a> {
    pub(super) fn new(postmortem: &'a Postmortem) -> Self {
        let title = title_of(postmortem);
        let same_title = shown_title(postmortem).is_some();
        Self { sections: &postmortem.body.sections, title, same_title, next: 0, open: Vec::new(), toc: Vec::new() }
    }

    /// The heading that stands at `start..end` of the source, if the document's outline has it. To be asked in order.
    pub(super) fn at(&mut self, start: usize, end: usize, form: Heading) -> Option<Part<'a>> {
        while self.sections.get(self.next).is_some_and(|section| (section.span.start as usize) < start) {
            self.next += 1;
        }
        let index = self.next;
        let section = self.sections.get(index)?;
        if section.form != form || (section.span.start as usize) >= end.max(start + 1) {
            return None;
        }
        self.next += 1;
        if self.title == Some(index) {
            return Some(if self.same_title { Part::Title } else { Part::Subtitle(section) });
        }
        // A level is one below the nearest open section that is higher, so that none is left out on the way down.
        while self.open.last().is_some_and(|level| *level >= section.level) {
            self.open.pop();
        }
        let level = u8::try_from(self.open.len() + 2).unwrap_or(6).min(6);
        self.open.push(section.level);
        self.toc.push(TocEntry { level, text: section.heading.clone(), anchor: section.anchor.clone() });
        Some(Part::Section(section, level))
    }

    /// Whether a section begins in a range of the source.
    pub(super) fn begin_within(&self, range: &Range<usize>) -> bool {
        self.sections.iter().any(|section| range.contains(&(section.span.start as usize)))
    }

    /// The section that is open.
    pub(super) fn current(&self) -> Option<&str> {
        self.toc.last().map(|entry| entry.text.as_str())
    }
}

/// The heading that the page shows as its own title, so that the body is without it.
pub(super) fn shown_title(postmortem: &Postmortem) -> Option<&Section> {
    let section = postmortem.body.sections.get(title_of(postmortem)?)?;
    let is_read = postmortem.title.span == Some(section.span);
    (is_read || letters(&section.heading) == letters(&postmortem.title.value)).then_some(section)
}

/// The heading that is the document's title: the one that its title was read from, else the first of level 1, where
/// nothing stands before it or it says the same, and it is no section by its words.
fn title_of(postmortem: &Postmortem) -> Option<usize> {
    let sections = &postmortem.body.sections;
    let read = postmortem.title.span.and_then(|span| sections.iter().position(|section| section.span == span));
    read.or_else(|| {
        let first = sections.iter().position(|section| section.level == 1 && section.form == Heading::Markdown)?;
        let section = &sections[first];
        let says_it = first == 0 || letters(&section.heading) == letters(&postmortem.title.value);
        (says_it && section.kind.is_none()).then_some(first)
    })
}

/// The letters and digits of a text, to compare titles by.
fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
