//! Days and spans of time that the running text tells: the last clues.

use crate::model::{Milestone, SectionKind, Timeline};
use crate::parse::blocks::{Block, Kind};
use crate::parse::prose::{Prose, Style};
use crate::parse::sections::Outline;
use crate::parse::time::{self, Day, Stamp};
use crate::text::Spanned;

/// What the text tells.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Told {
    /// The first full date of the summary or of the text before it.
    pub(crate) day: Option<Spanned<Day>>,
    /// The first day there, with its year or without.
    pub(crate) first_day: Option<Spanned<Day>>,
    /// The first day of the timeline: a full date if there is one.
    pub(crate) timeline_day: Option<Spanned<Day>>,
    /// Times of which the text says that it began, was seen or ended then: "began at 09:12".
    pub(crate) marks: Vec<(Milestone, Spanned<Stamp>)>,
    /// How long it lasted, in minutes, as the summary, the impact or the resolution tell it.
    pub(crate) lasted: Option<Spanned<i64>>,
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
        if told.day.is_some() {
            break;
        }
        if section.kind.is_none_or(|kind| !apart.contains(&kind)) {
            told.read(outline.blocks(index, blocks), &mut spans);
        }
    }
    let days = || {
        timeline.entries.iter().filter_map(|entry| {
            let time = entry.time.as_ref()?;
            Some(Spanned::new(time::stamp(&time.value)?.day?, time.span))
        })
    };
    told.read_lengths(blocks, outline);
    told.timeline_day = days().find(|day| day.value.year.is_some()).or_else(|| days().next());
    told
}

impl Told {
    /// What the text of the timeline, beside its entries, says of how long it lasted.
    fn read_lengths(&mut self, blocks: &[Block], outline: &Outline) {
        let timelines = (0..outline.sections.len())
            .filter(|index| outline.sections[*index].kind == Some(SectionKind::Timeline))
            .flat_map(|index| outline.blocks(index, blocks));
        for block in timelines.filter(|block| block.is_free_paragraph()) {
            if self.lasted.is_none() && !time::starts_with_time(block.prose.plain()) {
                let lasted = time::lasted(block.prose.plain());
                self.lasted = lasted.map(|(minutes, range)| Spanned::new(minutes, block.prose.span(range)));
            }
        }
    }

    /// Takes the first date, and collects all spans of time.
    fn read(&mut self, blocks: &[Block], spans: &mut Vec<Spanned<Stamp>>) {
        let told =
            blocks.iter().filter(|block| block.quotes == 0 && !matches!(block.kind, Kind::Code | Kind::Heading(_)));
        for block in told {
            let prose = &block.prose;
            if self.lasted.is_none()
                && let Some((minutes, range)) = time::lasted(prose.plain())
            {
                self.lasted = Some(Spanned::new(minutes, prose.span(range)));
            }
            for stamp in time::stamps(prose.plain()) {
                if prose.style(stamp.start).has(Style::CODE) {
                    continue;
                }
                let span = prose.span(stamp.start..stamp.end);
                if let Some(day) = stamp.day
                    && !is_other_date(prose, stamp.start)
                {
                    self.first_day.get_or_insert_with(|| Spanned::new(day, span));
                    if day.year.is_some() {
                        self.day.get_or_insert_with(|| Spanned::new(day, span));
                    }
                }
                if stamp.clock.is_some()
                    && stamp.until.is_none()
                    && self.marks.len() < MAX_MARKS
                    && let Some(milestone) = mark(&prose.plain()[..stamp.start])
                {
                    self.marks.push((milestone, Spanned::new(stamp.clone(), span)));
                }
                if stamp.until.is_some() {
                    spans.push(Spanned::new(stamp, span));
                }
            }
        }
    }
}

/// More marks than any text has.
const MAX_MARKS: usize = 50;

/// The point that the words before a time say it is.
fn mark(before: &str) -> Option<Milestone> {
    let mut from = before.len().saturating_sub(80);
    while !before.is_char_boundary(from) {
        from += 1;
    }
    let before = &before[from..];
    let sentence = before.rsplit(['.', ';']).next().unwrap_or_default();
    let mut words = sentence.rsplit(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()).take(6);
    let is_filler = |word: &&str| {
        ["at", "on", "around", "about", "approximately", "the", "by", "just", "roughly", "only", "again", "fully"]
            .iter()
            .any(|filler| word.eq_ignore_ascii_case(filler))
    };
    let word = words.find(|word| !is_filler(word))?.to_lowercase();
    match word.as_str() {
        "began" | "begins" | "started" | "starts" | "starting" | "beginning" | "commenced" => Some(Milestone::Started),
        "detected" | "noticed" | "reported" | "discovered" | "alerted" | "paged" => Some(Milestone::Detected),
        "mitigated" => Some(Milestone::Mitigated),
        "ended" | "ends" | "ending" | "resolved" | "restored" | "recovered" | "concluded" => Some(Milestone::Resolved),
        _ => None,
    }
}

fn is_other_date(prose: &Prose, at: usize) -> bool {
    let before = prose.plain()[..at].trim_end();
    before
        .rsplit(|c: char| !c.is_alphabetic())
        .filter(|word| !word.is_empty())
        .take(2)
        .any(|word| OTHER_DATES.iter().any(|other| word.eq_ignore_ascii_case(other)))
}
