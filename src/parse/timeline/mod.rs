//! Timelines in every form: lists, tables, a heading for each event, paragraphs that begin with a time.
//!
//! [`read`] finds the entries, [`resolve()`] gives them their days once the date of the incident is known.
//! Events told in running text are left to the reader.

mod entry;
mod milestone;
mod resolve;
mod table;
mod telling;

use std::ops::Range;

use crate::model::{DayFrom, Milestone, SectionKind, Timeline, TimelineEntry, TimelineFormat};
use crate::parse::blocks::{Block, Kind};
use crate::parse::prose::Prose;
use crate::parse::sections::Outline;
use crate::parse::time::{self, Day, Stamp};
use crate::text::{Span, Spanned};

pub(crate) use milestone::milestone_of_key;
pub(crate) use resolve::{Zones, resolve};

use entry::Found;

/// What an entry says of its time, before days and zones are known.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Draft {
    /// The entry's own time.
    pub(crate) stamp: Option<Stamp>,
    /// The day of the heading or cell above it.
    pub(crate) day: Option<Day>,
}

/// The entry that tells a milestone in a sentence: of several beginnings and sightings the first, of several
/// ends the last. What is told in the second half of a long timeline is no beginning.
pub(crate) fn telling(entries: &[TimelineEntry], milestone: Milestone) -> Option<&TimelineEntry> {
    if milestone == Milestone::Resolved {
        return entries.iter().rfind(|entry| telling::tells(&entry.text, milestone));
    }
    early(entries).find(|entry| telling::tells(&entry.text, milestone))
}

/// The entry that lets a milestone be concluded where nothing tells it: an investigation begins, or the last that is
/// told is that a fix is out.
pub(crate) fn implying(entries: &[TimelineEntry], milestone: Milestone) -> Option<&TimelineEntry> {
    if milestone == Milestone::Resolved {
        return entries.last().filter(|entry| telling::implies(&entry.text, milestone));
    }
    early(entries).find(|entry| telling::implies(&entry.text, milestone))
}

/// In so many entries nothing is late.
const MANY: usize = 6;

fn early(entries: &[TimelineEntry]) -> impl Iterator<Item = &TimelineEntry> {
    entries.iter().take(entries.len().div_ceil(2).max(MANY))
}

/// Finds the timeline of a document. There is a draft for each entry.
pub(crate) fn read(blocks: &[Block], outline: &Outline) -> (Timeline, Vec<Draft>) {
    let mut reader = Reader::default();
    let mut section = 0;
    while section < outline.sections.len() {
        if is_timeline(outline, section) {
            let end = (section + 1..outline.sections.len())
                .find(|next| !is_timeline(outline, *next))
                .unwrap_or(outline.sections.len());
            reader.region(blocks, outline, section, end);
            section = end;
        } else {
            section += 1;
        }
    }
    if reader.found.is_empty() {
        reader.elsewhere(blocks, outline);
    }
    reader.finish(blocks, outline)
}

fn is_timeline(outline: &Outline, section: usize) -> bool {
    outline.sections.get(section).is_some_and(|section| section.kind == Some(SectionKind::Timeline))
}

#[derive(Debug, Default)]
struct Reader {
    found: Vec<Found>,
    /// How many entries each form gave.
    counts: [(TimelineFormat, usize); 4],
    day: Option<Day>,
    zone: Option<Spanned<String>>,
}

impl Reader {
    /// The sections `start..end`, all of them timeline.
    fn region(&mut self, blocks: &[Block], outline: &Outline, start: usize, end: usize) {
        let stamp_of = |section: usize| {
            let heading = &blocks[outline.headings[section]].prose;
            time::stamp(heading.plain())
        };
        let stamps: Vec<Option<Stamp>> = (start..end).map(stamp_of).collect();
        let by_heading = stamps.iter().flatten().any(|stamp| stamp.clock.is_some());
        self.day = None;
        for section in start..end {
            let heading = &blocks[outline.headings[section]];
            let content = outline.blocks(section, blocks);
            let stamp = &stamps[section - start];
            // A region may begin with an event when the document has no heading "Timeline".
            match stamp {
                Some(stamp) if stamp.clock.is_some() => {
                    self.day = stamp.day.or(self.day);
                    self.heading(outline, section, heading, content);
                }
                Some(stamp) => {
                    self.day = stamp.day;
                    let is_group = section + 1 < end && outline.sections[section + 1].parent == Some(section);
                    let before = self.found.len();
                    if !is_group {
                        self.blocks(content, Untimed::Skipped);
                        if self.found.len() == before {
                            self.heading(outline, section, heading, content);
                        }
                    }
                }
                None if by_heading && is_unreadable_time(heading.prose.plain()) => {
                    self.heading(outline, section, heading, content);
                }
                None => {
                    let untimed = if by_heading { Untimed::Skipped } else { Untimed::Listed };
                    self.blocks(content, untimed);
                }
            }
        }
    }

    /// An event with a heading of its own.
    fn heading(&mut self, outline: &Outline, section: usize, heading: &Block, content: &[Block]) {
        let mut found = Found::new(&heading.prose);
        found.span = Span { start: heading.span.start, end: outline.sections[section].content.end };
        if let Some(last) = content.last() {
            found.span.end = last.span.end.max(heading.span.end);
        } else {
            found.span.end = heading.span.end;
        }
        for block in content {
            found.append(block);
        }
        self.push(found, TimelineFormat::Headings);
    }

    /// Blocks below one heading.
    fn blocks(&mut self, blocks: &[Block], untimed: Untimed) {
        let has_times = |block: &Block| match &block.kind {
            Kind::Item { .. } => entry::has_time(&block.prose),
            Kind::Row { cells, .. } => cells.iter().any(|cell| time::stamp(cell.plain()).is_some()),
            Kind::Paragraph => block.quotes == 0 && block.lists == 0 && time::starts_with_time(block.prose.plain()),
            _ => false,
        };
        let timed = blocks.iter().any(has_times);
        let mut index = 0;
        while let Some(block) = blocks.get(index) {
            let mut next = index + 1;
            if block.quotes == 0 {
                match &block.kind {
                    Kind::Row { table, .. } => {
                        while matches!(blocks.get(next).map(|block| &block.kind), Some(Kind::Row { table: of, .. }) if of == table)
                        {
                            next += 1;
                        }
                        self.table(&blocks[index..next]);
                    }
                    Kind::Item { .. } if block.lists == 1 => {
                        while blocks
                            .get(next)
                            .is_some_and(|inner| inner.lists > 1 || (inner.lists == 1 && !is_item(inner)))
                        {
                            next += 1;
                        }
                        if timed || untimed == Untimed::Listed {
                            self.item(&blocks[index..next], 1);
                        }
                    }
                    Kind::Paragraph if block.lists == 0 => self.paragraph(block),
                    Kind::Code if !timed && block.lists == 0 => self.code(block),
                    _ => {}
                }
            }
            index = next;
        }
    }

    /// A list item with what is below it.
    fn item(&mut self, blocks: &[Block], depth: usize) {
        let Some((item, below)) = blocks.split_first() else { return };
        // "- 7. March": to Markdown, a list in a list.
        if item.prose.plain().is_empty()
            && below.first().is_some_and(|inner| is_item(inner) && inner.lists == depth + 1)
        {
            self.item(below, depth + 1);
            return;
        }
        let mut found = Found::new(&item.prose);
        let nested = below.iter().filter(|block| is_item(block) && block.lists == depth + 1);
        let nested_times = nested.filter(|block| entry::has_time(&block.prose)).count();
        let only_day = found.draft.stamp.as_ref().is_some_and(|stamp| stamp.clock.is_none()) && found.text.is_empty();
        let is_group =
            nested_times > 0 && (only_day || (found.draft.stamp.is_none() && item.prose.plain().trim().ends_with(':')));
        if is_group {
            if let Some(day) = found.draft.stamp.and_then(|stamp| stamp.day) {
                self.day = Some(day);
            }
            let mut start = 0;
            while start < below.len() {
                let end = (start + 1..below.len())
                    .find(|next| is_item(&below[*next]) && below[*next].lists == depth + 1)
                    .unwrap_or(below.len());
                if is_item(&below[start]) {
                    self.item(&below[start..end], depth + 1);
                }
                start = end;
            }
            return;
        }
        if found.text.trim_matches(['.', '…', ' ']).is_empty() && found.draft.stamp.is_none() {
            return;
        }
        found.span = item.span;
        for block in below {
            found.append(block);
        }
        if let Some(day) = found.draft.stamp.as_ref().and_then(|stamp| stamp.day) {
            self.day = Some(day);
        }
        self.push(found, TimelineFormat::List);
    }

    /// A paragraph: each line that begins with a time is an event.
    fn paragraph(&mut self, block: &Block) {
        let prose = &block.prose;
        let mut any = false;
        for line in prose.lines() {
            let text = &prose.plain()[line.clone()];
            if time::starts_with_time(text) {
                any = true;
                let mut found = Found::in_range(prose, line.clone());
                found.span = prose.span(line);
                self.day = found.draft.stamp.as_ref().and_then(|stamp| stamp.day).or(self.day);
                self.push(found, TimelineFormat::Paragraphs);
            } else if any && let Some(last) = self.found.last_mut() {
                last.continue_with(text, prose.span(line));
            }
        }
        // The words for a time that stands alone on its line.
        if !any
            && let Some(last) = self.found.last_mut()
            && last.form == TimelineFormat::Paragraphs
            && last.text.is_empty()
        {
            last.append(block);
        }
    }

    /// A block of code that is no code: where nothing else is timed, lines that begin with a clock time. Times with
    /// seconds are those of a log.
    fn code(&mut self, block: &Block) {
        let prose = &block.prose;
        let text = |line: &Range<usize>| &prose.plain()[line.clone()];
        let clock = |line: &Range<usize>| time::stamp(text(line))?.clock;
        let lines = || prose.lines().filter(|line| !text(line).trim().is_empty());
        let clocks: Vec<_> = lines().filter_map(|line| clock(&line)).collect();
        let is_log = clocks.iter().all(|clock| clock.second.is_some());
        if clocks.len() < MIN_ELSEWHERE || clocks.len() * 2 < lines().count() || is_log {
            return;
        }
        for line in lines() {
            if clock(&line).is_some() {
                let mut found = Found::in_range(prose, line.clone());
                found.span = prose.span(line);
                self.day = found.draft.stamp.as_ref().and_then(|stamp| stamp.day).or(self.day);
                self.push(found, TimelineFormat::Paragraphs);
            } else if let Some(last) = self.found.last_mut().filter(|last| last.span.start >= block.span.start) {
                last.continue_with(text(&line), prose.span(line));
            }
        }
    }

    fn table(&mut self, rows: &[Block]) {
        if let Some(table) = table::read(rows) {
            self.zone = self.zone.take().or(table.zone);
            for found in table.entries {
                self.push(found, TimelineFormat::Table);
            }
        }
    }

    /// Timelines that stand below another heading, or below none.
    fn elsewhere(&mut self, blocks: &[Block], outline: &Outline) {
        let clocked = |prose: &Prose| time::stamp(prose.plain()).is_some_and(|stamp| stamp.clock.is_some());
        let headings: Vec<usize> = (0..outline.sections.len())
            .filter(|section| outline.title != Some(*section) && clocked(&blocks[outline.headings[*section]].prose))
            .collect();
        if headings.len() >= MIN_ELSEWHERE {
            for section in headings {
                let heading = &blocks[outline.headings[section]];
                self.heading(outline, section, heading, outline.blocks(section, blocks));
            }
            return;
        }
        let updates = blocks.iter().filter(|block| update(block).is_some()).count();
        if updates > 1 {
            for block in blocks {
                if let Some(found) = update(block) {
                    self.push(found, TimelineFormat::Paragraphs);
                }
            }
            return;
        }
        let told = |section: &usize| {
            matches!(
                outline.sections[*section].kind,
                None | Some(
                    SectionKind::Summary
                        | SectionKind::Background
                        | SectionKind::Impact
                        | SectionKind::Response
                        | SectionKind::Resolution
                        | SectionKind::Detection
                        | SectionKind::Metrics
                )
            )
        };
        let parts = std::iter::once(outline.preamble(blocks))
            .chain((0..outline.sections.len()).filter(told).map(|section| outline.blocks(section, blocks)));
        for part in parts {
            let items: Vec<&Block> = part.iter().filter(|block| is_item(block) && block.lists == 1).collect();
            let timed = items.iter().filter(|item| clocked(&item.prose)).count();
            let rows = part.iter().filter(|block| match &block.kind {
                Kind::Row { head: false, cells, .. } => cells.iter().take(3).any(clocked),
                _ => false,
            });
            let is_list = timed >= MIN_ELSEWHERE && timed * 5 >= items.len() * 4;
            if is_list || rows.count() >= MIN_ELSEWHERE {
                self.blocks(part, Untimed::Skipped);
                return;
            }
        }
    }

    fn push(&mut self, mut found: Found, form: TimelineFormat) {
        found.form = form;
        found.draft.day = found.draft.day.or(self.day);
        let index = match form {
            TimelineFormat::None | TimelineFormat::List => 0,
            TimelineFormat::Table => 1,
            TimelineFormat::Headings => 2,
            TimelineFormat::Paragraphs => 3,
        };
        self.counts[index].0 = form;
        self.counts[index].1 += 1;
        self.found.push(found);
    }

    fn finish(mut self, blocks: &[Block], outline: &Outline) -> (Timeline, Vec<Draft>) {
        // A line that is only a day heads the entries below it.
        if self.found.iter().any(|found| !is_day_line(found)) {
            let before = self.found.len();
            self.found.retain(|found| !is_day_line(found));
            self.counts[3].1 -= before - self.found.len();
        }
        let format =
            self.counts.iter().rev().max_by_key(|(_, count)| *count).map_or(TimelineFormat::None, |most| most.0);
        let zone = if self.found.is_empty() { None } else { stated_zone(blocks, outline).or(self.zone) };
        let mut drafts = Vec::with_capacity(self.found.len());
        let mut entries = Vec::with_capacity(self.found.len());
        for found in self.found {
            let milestone = found.milestone();
            drafts.push(found.draft);
            entries.push(TimelineEntry {
                span: found.span,
                time: found.time,
                at: None,
                day: DayFrom::Unknown,
                text: found.text,
                milestone,
            });
        }
        (Timeline { format, zone, entries }, drafts)
    }
}

/// Whether a paragraph is a day and nothing else, but for a remark in brackets.
fn is_day_line(found: &Found) -> bool {
    let is_day = found.draft.stamp.as_ref().is_some_and(|stamp| stamp.day.is_some() && stamp.clock.is_none());
    let text = found.text.trim();
    let is_remark = text.starts_with(['(', '（']) && text.ends_with([')', '）', ':']);
    found.form == TimelineFormat::Paragraphs && is_day && (text.is_empty() || is_remark)
}

/// An update as status pages export it: "**Resolved** - All is well.", and below it "Mar 7, 10:40 UTC".
fn update(block: &Block) -> Option<Found> {
    #[rustfmt::skip]
    const STATES: &[&str] = &[
        "investigating", "identified", "monitoring", "resolved", "update", "postmortem", "scheduled", "in progress",
        "verifying", "completed",
    ];
    let prose = &block.prose;
    let strong = prose.strong_until(0).filter(|_| block.is_free_paragraph())?;
    let state = prose.plain()[..strong].trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    let last = prose.lines().last().filter(|line| line.start > strong)?;
    let text = &prose.plain()[last.clone()];
    let stamp = time::stamp(text).filter(|stamp| stamp.clock.is_some() && text[stamp.end..].trim().is_empty())?;
    if !STATES.contains(&state.as_str()) {
        return None;
    }
    let mut found = Found::in_range(prose, 0..last.start);
    found.time = Some(Spanned::new(
        text[stamp.start..stamp.end].to_owned(),
        prose.span(last.start + stamp.start..last.start + stamp.end),
    ));
    found.draft = Draft { stamp: Some(stamp), day: None };
    found.span = block.span;
    Some(found)
}

/// So many times make a timeline of a list that is not called one.
const MIN_ELSEWHERE: usize = 3;

/// Whether items without any time in their list are events.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Untimed {
    Listed,
    Skipped,
}

fn is_item(block: &Block) -> bool {
    matches!(block.kind, Kind::Item { .. })
}

/// "2X:XX (not sure)", "???": an event whose time nobody knows any more.
fn is_unreadable_time(heading: &str) -> bool {
    let first = heading.trim_start_matches(['[', '(', '~']).split_whitespace().next().unwrap_or_default();
    first.contains(['?', ':'])
        && first.chars().all(|c| c.is_ascii_digit() || matches!(c, '?' | ':' | 'X' | 'x' | ']' | ')'))
}

/// The zone that the document states for all its times: in the timeline's heading, in its text, before
/// everything.
fn stated_zone(blocks: &[Block], outline: &Outline) -> Option<Spanned<String>> {
    let timelines = (0..outline.sections.len()).filter(|section| is_timeline(outline, *section));
    let heading = timelines.clone().filter(|section| outline.sections[*section].own_kind).find_map(|section| {
        let prose = &blocks[outline.headings[section]].prose;
        time::zone_in(prose.plain()).map(|(_, range)| (prose, range))
    });
    let stated = |block: &'_ Block| {
        let is_text = matches!(block.kind, Kind::Paragraph | Kind::Item { .. } | Kind::Html);
        is_text.then(|| time::zone_statement(block.prose.plain())).flatten()
    };
    let inside = || {
        timelines
            .flat_map(|section| outline.blocks(section, blocks))
            .find_map(|block| Some((&block.prose, stated(block)?.1)))
    };
    let before = || {
        let end = outline.headings.get(usize::from(outline.title == Some(0))).copied().unwrap_or(blocks.len());
        blocks[..end].iter().find_map(|block| Some((&block.prose, stated(block)?.1)))
    };
    let anywhere = || {
        let told = blocks.iter().filter(|block| block.quotes == 0);
        told.filter(|block| matches!(block.kind, Kind::Paragraph))
            .find_map(|block| Some((&block.prose, stated(block)?.1)))
    };
    let (prose, range) = heading.or_else(inside).or_else(before).or_else(anywhere)?;
    Some(Spanned::new(prose.plain()[range.clone()].to_owned(), prose.span(range)))
}

#[cfg(test)]
mod tests;
