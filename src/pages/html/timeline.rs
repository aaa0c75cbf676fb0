//! The author's timeline in its place, with the time since the start beside each event.
//!
//! A list of events, and a table of times and events, become `ol.timeline`. Only what was read as the time moves out
//! of an event, to its side; every other word stays where it was written. Other forms stay as they are, and so does
//! an event whose time stands in the middle of its text.

use std::ops::Range;

use crate::model::{TimelineEntry, TimelineFormat};
use crate::pages::views::{TimelineRow, TimelineView};

use super::escape;

/// A timeline that can be shown in place.
#[derive(Debug, Clone, Copy)]
pub(super) struct Events<'a> {
    entries: &'a [TimelineEntry],
    /// What is known of each entry.
    rows: &'a [TimelineRow],
    format: TimelineFormat,
    /// Whether a day is shown above its events: there are several days, or the times are written with theirs.
    days: bool,
}

/// An event that the writer is at.
#[derive(Debug, Clone, Copy)]
pub(super) struct Event<'a> {
    entry: &'a TimelineEntry,
    row: &'a TimelineRow,
    days: bool,
}

/// Fewer events are no timeline.
const FEWEST: usize = 2;

impl<'a> Events<'a> {
    /// The timeline, if it is written in a form that can be shown in place.
    pub(super) fn new(timeline: &'a crate::model::Timeline, view: &'a TimelineView) -> Option<Self> {
        let entries = timeline.entries.as_slice();
        if !matches!(timeline.format, TimelineFormat::List | TimelineFormat::Table) || entries.len() != view.rows.len()
        {
            return None;
        }
        let several = view.rows.iter().filter(|row| row.day.is_some()).count() > 1;
        let written = entries.iter().zip(&view.rows).any(|(entry, row)| {
            let written = entry.time.as_ref().map_or("", |time| time.value.as_str());
            row.at.as_ref().is_some_and(|at| written.len() > at.date.iso.len() && written.starts_with(&at.date.iso))
        });
        Some(Self { entries, rows: &view.rows, format: timeline.format, days: several || written })
    }

    /// Whether the block at `range` of the source, written in the form `format`, is the timeline or a part of it.
    pub(super) fn are_in(&self, range: &Range<usize>, format: TimelineFormat) -> bool {
        self.format == format
            && self.entries.len() >= FEWEST
            && self.entries.iter().any(|entry| starts_in(entry, range))
    }

    /// Whether each row of the table at `range` begins with its time.
    pub(super) fn come_first(&self, source: &str, range: &Range<usize>) -> bool {
        self.entries.iter().filter(|entry| starts_in(entry, range)).all(|entry| {
            let Some(time) = &entry.time else { return true };
            let before = source.get(..time.span.start as usize).unwrap_or_default();
            before.rsplit('\n').next().is_some_and(|line| line.chars().all(is_opener))
        })
    }

    /// The event of the item or row at `range` of the source.
    pub(super) fn at(&self, range: &Range<usize>) -> Option<Event<'a>> {
        let place = self.entries.iter().position(|entry| starts_in(entry, range))?;
        Some(Event { entry: self.entries.get(place)?, row: self.rows.get(place)?, days: self.days })
    }
}

impl Event<'_> {
    /// Writes the day above the event where it is a new one, and opens the event.
    pub(super) fn open(&self, out: &mut String) {
        if let Some(day) = self.row.day.as_ref().filter(|_| self.days) {
            out.push_str("<li class=\"timeline__day\"><time datetime=\"");
            escape::attribute(out, &day.iso);
            out.push_str("\">");
            escape::text(out, &day.text);
            out.push_str("</time></li>\n");
        }
        out.push_str("<li class=\"timeline__item");
        if self.row.milestone.is_some() {
            out.push_str(" timeline__item--key");
        }
        out.push_str("\">");
    }

    /// Writes the time as the author did, and the time since the start, which `since` introduces to the ear.
    pub(super) fn write_time(&self, out: &mut String, since: &str) {
        let Some(written) = self.entry.time.as_ref().map(|time| time.value.as_str()) else { return };
        if let Some(at) = &self.row.at {
            let alone = written
                .strip_prefix(&at.date.iso)
                .filter(|_| self.days)
                .map(|rest| rest.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, 'T' | ',' | '·')));
            out.push_str("<time datetime=\"");
            escape::attribute(out, &at.iso);
            out.push_str("\">");
            escape::text(out, alone.filter(|alone| !alone.is_empty()).unwrap_or(written));
            out.push_str("</time>");
        } else {
            out.push_str("<span>");
            escape::text(out, written);
            out.push_str("</span>");
        }
        if let Some(relative) = &self.row.relative {
            out.push_str("<span class=\"timeline__rel\"><span class=\"vh\">");
            escape::text(out, since);
            out.push_str(" </span>");
            escape::text(out, relative);
            out.push_str("</span>");
        }
    }

    /// Where the text of the event goes on after its time, when the item at `range` of the source begins with it.
    pub(super) fn text_start(&self, source: &str, range: &Range<usize>) -> Option<usize> {
        let time = self.entry.time.as_ref()?.span.range();
        let before = source.get(range.start..time.start)?.trim_start();
        let numbered = before.trim_start_matches(|c: char| c.is_ascii_digit());
        let before = match numbered.strip_prefix(['.', ')']).filter(|_| numbered.len() < before.len()) {
            Some(rest) => rest,
            None => before.strip_prefix(['-', '+', '*']).unwrap_or(before),
        };
        if !before.chars().all(is_opener) {
            return None;
        }
        let rest = source.get(time.end..range.end)?;
        let closed = rest.trim_start_matches(['*', '_', '`', ')', ']', ':', '.', ',', ';']);
        // Within the line: a list below the event begins with a dash of its own.
        let blank = closed.trim_start_matches([' ', '\t']);
        let told = blank.strip_prefix(['—', '–', '-', '|', '→', '>']).filter(|told| told.starts_with([' ', '\t']));
        let told = told.map_or(blank, |told| told.trim_start_matches([' ', '\t']));
        Some(time.end + rest.len() - told.len())
    }

    /// Whether the cell at `range` of the source holds the time and nothing else.
    pub(super) fn is_all_of(&self, source: &str, range: &Range<usize>) -> bool {
        let Some(time) = self.entry.time.as_ref().map(|time| time.span.range()) else { return false };
        let around = |range: Range<usize>| source.get(range);
        let before = around(range.start..time.start).is_some_and(|before| before.chars().all(is_opener));
        let after = around(time.end..range.end).is_some_and(|after| {
            after.chars().all(|c| c.is_whitespace() || matches!(c, '*' | '_' | '`' | ')' | ']' | '|' | ':'))
        });
        before && after
    }
}

fn starts_in(entry: &TimelineEntry, range: &Range<usize>) -> bool {
    range.contains(&(entry.span.start as usize))
}

/// What may stand before a time without saying anything.
fn is_opener(c: char) -> bool {
    c.is_whitespace() || matches!(c, '*' | '_' | '`' | '(' | '[' | '|' | '~')
}
