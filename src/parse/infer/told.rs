//! Days and spans of time that the running text tells: the last clues.

use jiff::civil::Date;

use crate::model::{SectionKind, Timeline};
use crate::parse::blocks::{Block, Kind};
use crate::parse::prose::{Prose, Style};
use crate::parse::sections::Outline;
use crate::parse::time::{self, Stamp};
use crate::text::Spanned;

/// What the text tells.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Told {
    /// The first full date of the summary or of the text before it.
    pub(crate) date: Option<Spanned<Date>>,
    /// The first full date of the timeline's text.
    pub(crate) timeline_date: Option<Spanned<Date>>,
    /// The only span of time ("from 20:20 to 20:46 UTC") of the summary and the impact.
    pub(crate) span: Option<Spanned<Stamp>>,
}

/// Words before a date that is not the incident's.
const OTHER_DATES: &[&str] = &[
    "published",
    "posted",
    "updated",
    "written",
    "reviewed",
    "created",
    "edited",
    "modified",
    "since",
    "until",
    "due",
];

/// Reads the text that tells what happened.
pub(super) fn collect(blocks: &[Block], outline: &Outline, timeline: &Timeline) -> Told {
    let mut told = Told::default();
    let mut spans = Vec::new();
    let tells = |index: usize| match outline.sections[index].kind {
        Some(SectionKind::Summary | SectionKind::Impact) => true,
        None => outline.title == Some(index),
        Some(_) => false,
    };
    told.read(outline.preamble(blocks), &mut spans);
    for index in (0..outline.sections.len()).filter(|index| tells(*index)) {
        told.read(outline.blocks(index, blocks), &mut spans);
    }
    if let [only] = &spans[..] {
        told.span = Some(only.clone());
    }
    let apart = [SectionKind::ActionItems, SectionKind::Supporting, SectionKind::Timeline, SectionKind::Related];
    for (index, section) in outline.sections.iter().enumerate() {
        if told.date.is_some() {
            break;
        }
        if section.kind.is_none_or(|kind| !apart.contains(&kind)) {
            told.read(outline.blocks(index, blocks), &mut spans);
        }
    }
    told.timeline_date = timeline.entries.iter().find_map(|entry| {
        let time = entry.time.as_ref()?;
        let date = full_date(&time::stamp(&time.value)?)?;
        Some(Spanned::new(date, time.span))
    });
    told
}

impl Told {
    /// Takes the first date, and collects all spans of time.
    fn read(&mut self, blocks: &[Block], spans: &mut Vec<Spanned<Stamp>>) {
        let told =
            blocks.iter().filter(|block| block.quotes == 0 && !matches!(block.kind, Kind::Code | Kind::Heading(_)));
        for block in told {
            let prose = &block.prose;
            for stamp in time::stamps(prose.plain()) {
                if prose.style(stamp.start).has(Style::CODE) {
                    continue;
                }
                let span = prose.span(stamp.start..stamp.end);
                if self.date.is_none()
                    && let Some(date) = full_date(&stamp)
                    && !is_other_date(prose, stamp.start)
                {
                    self.date = Some(Spanned::new(date, span));
                }
                if stamp.until.is_some() {
                    spans.push(Spanned::new(stamp, span));
                }
            }
        }
    }
}

fn full_date(stamp: &Stamp) -> Option<Date> {
    stamp.day.filter(|day| day.year.is_some())?.date(None)
}

fn is_other_date(prose: &Prose, at: usize) -> bool {
    let before = prose.plain()[..at].trim_end();
    before
        .rsplit(|c: char| !c.is_alphabetic())
        .filter(|word| !word.is_empty())
        .take(2)
        .any(|word| OTHER_DATES.iter().any(|other| word.eq_ignore_ascii_case(other)))
}
