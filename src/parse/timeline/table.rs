//! Timelines that are tables: which columns hold the day, the time, the event.

use crate::model::TimelineFormat;
use crate::parse::blocks::{Block, Kind};
use crate::parse::prose::Prose;
use crate::parse::time::{self, Stamp};
use crate::parse::timeline::entry::Found;
use crate::parse::timeline::{Draft, milestone};
use crate::text::{Span, Spanned};

/// The entries of a table, and the zone its head names.
#[derive(Debug, Default)]
pub(super) struct Read {
    pub(super) entries: Vec<Found>,
    pub(super) zone: Option<Spanned<String>>,
}

/// A row with the whole of its place.
type Row<'a> = (Span, &'a [Prose]);

/// Reads a table as a timeline; none when no column holds times.
pub(super) fn read(rows: &[Block]) -> Option<Read> {
    let mut head: &[Prose] = &[];
    let mut body: Vec<Row<'_>> = Vec::new();
    for block in rows {
        match &block.kind {
            Kind::Row { head: true, cells, .. } => head = cells,
            Kind::Row { cells, .. } => body.push((block.span, cells)),
            _ => {}
        }
    }
    // A table without a head row of its own has its first event there.
    let head_is_event = head.iter().any(|cell| time::stamp(cell.plain()).is_some_and(|stamp| stamp.clock.is_some()));
    if head_is_event && let Some(block) = rows.first() {
        body.insert(0, (block.span, head));
    }
    let columns = Columns::of(head, &body)?;
    let mut read = Read::default();
    if let Some(cell) = head.get(columns.time)
        && let Some((_, range)) = time::zone_in(cell.plain())
    {
        read.zone = Some(Spanned::new(cell.plain()[range.clone()].to_owned(), cell.span(range)));
    }
    let mut day = None;
    for (span, cells) in body {
        read.entries.push(columns.entry(span, cells, &mut day));
    }
    read.entries.retain(|found| found.time.is_some() || !found.text.is_empty());
    Some(read)
}

/// Where things are.
#[derive(Debug, Clone, Copy)]
struct Columns {
    time: usize,
    /// Days in a column of their own.
    day: Option<usize>,
    /// Rows that are numbered.
    number: Option<usize>,
}

impl Columns {
    fn of(head: &[Prose], body: &[Row<'_>]) -> Option<Self> {
        let width = head.len();
        let mut clocks = vec![0_usize; width];
        let mut days = vec![0_usize; width];
        for (_, cells) in body {
            for (column, cell) in cells.iter().enumerate().take(width) {
                match time::stamp(cell.plain()) {
                    Some(Stamp { clock: Some(_), .. }) => clocks[column] += 1,
                    Some(_) => days[column] += 1,
                    None => {}
                }
            }
        }
        // A third of the rows: times are left out where nobody knew them.
        let enough = |count: usize| count > 0 && count * 3 >= body.len();
        let clock = clocks.iter().position(|count| enough(*count));
        // A day that spans several rows may be written once.
        let day = days.iter().position(|count| *count > 0);
        let is_number = |cells: &[Prose]| {
            cells.first().is_some_and(|cell| cell.plain().trim().chars().all(|c| c.is_ascii_digit() || c == '.'))
        };
        let number = (width > 2 && body.iter().all(|(_, cells)| is_number(cells))).then_some(0);
        match (clock, day) {
            (Some(time), Some(day)) if day < time => Some(Self { time, day: Some(day), number }),
            (Some(time), _) => Some(Self { time, day: None, number }),
            (None, _) => days.iter().position(|count| enough(*count)).map(|time| Self { time, day: None, number }),
        }
    }

    fn entry(self, span: Span, cells: &[Prose], day: &mut Option<time::Day>) -> Found {
        let mut found = cells.get(self.time).map(Found::new).unwrap_or_default();
        found.span = span;
        found.form = TimelineFormat::Table;
        if let Some(cell) = self.day.and_then(|column| cells.get(column)) {
            if let Some(stamp) = time::stamp(cell.plain()) {
                *day = stamp.day.or(*day);
                let written = cell.line();
                found.time = Some(match found.time.take() {
                    Some(time) => Spanned::new(
                        format!("{written} {}", time.value),
                        Span { start: cell.whole().start, end: time.span.end },
                    ),
                    None => Spanned::new(written, cell.whole()),
                });
                if found.draft.stamp.is_none() {
                    found.draft.stamp = Some(stamp);
                }
            }
            found.draft = Draft { day: *day, ..found.draft };
        }
        let mut parts = vec![std::mem::take(&mut found.text)];
        for (column, cell) in cells.iter().enumerate() {
            if column == self.time || Some(column) == self.day || Some(column) == self.number {
                continue;
            }
            let part = cell.line();
            if found.mark.is_none() && milestone::milestone_of_phrase(&part).is_some() {
                found.mark = Some(part.clone());
            } else if found.mark.is_none() {
                found.mark = Found::new(cell).mark.filter(|mark| milestone::milestone_of_phrase(mark).is_some());
            }
            parts.push(part);
        }
        parts.retain(|part| !part.is_empty());
        found.text = parts.join(" · ");
        found
    }
}
