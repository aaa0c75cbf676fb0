//! The timeline as the list of the theme: see `html::timeline` for what moves and what stays.

use std::ops::Range;

use pulldown_cmark::{CowStr, Event, Tag};

use super::{Close, Writer};
use crate::model::TimelineFormat;

/// Whether the timeline is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Course {
    NotYet,
    /// It is being written, and its form in the source.
    Within(TimelineFormat),
    /// It is written, or a part of it.
    Done,
}

impl<'a> Writer<'a> {
    /// What is left of an event of the parser when what was passed is left out. An end is left out when its beginning
    /// was, and for no other reason: what was open already is closed where it ends, be it where the time does.
    pub(super) fn not_passed(&mut self, event: Event<'a>, range: &Range<usize>) -> Option<Event<'a>> {
        match event {
            // The head of a table of times and events says what everybody sees.
            Event::Start(Tag::TableHead) if self.timeline == Course::Within(TimelineFormat::Table) => {
                self.passed = range.end;
                self.left_out += 1;
                None
            }
            Event::Start(_) if range.end <= self.passed => {
                self.left_out += 1;
                None
            }
            Event::End(_) if self.left_out > 0 => {
                self.left_out -= 1;
                None
            }
            Event::End(_) => Some(event),
            _ if range.end <= self.passed => None,
            Event::Text(text) if range.start < self.passed => Some(Event::Text(after(text, range, self.passed))),
            event => Some(event),
        }
    }

    /// Whether the block is the timeline, and in a form that can be shown in place.
    pub(super) fn starts_timeline(&self, range: &Range<usize>, format: TimelineFormat) -> bool {
        let (Some(base), Some(events)) = (self.base, &self.events) else { return false };
        let range = base + range.start..base + range.end;
        self.closers.is_empty()
            && !matches!(self.timeline, Course::Within(_))
            && events.are_in(&range, format)
            // A list of sections, one of which is the timeline.
            && !self.headings.begin_within(&range)
            && (format != TimelineFormat::Table || events.come_first(self.source(), &range))
    }

    pub(super) fn start_timeline(&mut self, format: TimelineFormat) -> Close {
        self.timeline = Course::Within(format);
        self.out.push_str("<ol class=\"timeline\">\n");
        Close::Timeline
    }

    /// Whether an item or row that begins here is an event of the timeline.
    pub(super) fn is_event(&self) -> bool {
        matches!(self.timeline, Course::Within(_)) && self.closers.len() == 1
    }

    pub(super) fn start_event(&mut self, range: &Range<usize>) -> Close {
        let place = self.in_source(range);
        let event = self.events.and_then(|events| events.at(&place));
        match &event {
            Some(event) => event.open(&mut self.out),
            None => self.out.push_str("<li class=\"timeline__item\">"),
        }
        if self.timeline == Course::Within(TimelineFormat::Table) {
            (self.event, self.cell) = (event, 0);
            return Close::With("</li>\n");
        }
        self.out.push_str("<div class=\"timeline__when\">");
        if let Some(event) = event {
            let since = self.word("since_start");
            event.write_time(&mut self.out, since);
            if let Some(start) = event.text_start(self.source(), &place) {
                self.passed = start - self.base.unwrap_or_default();
            }
        }
        self.out.push_str("</div><div class=\"timeline__what\">");
        Close::With("</div></li>\n")
    }

    pub(super) fn start_event_cell(&mut self, range: &Range<usize>) -> Close {
        self.cell += 1;
        if self.cell > 1 {
            self.event = None;
            self.out.push_str("<div class=\"timeline__what\">");
            return Close::With("</div>");
        }
        self.out.push_str("<div class=\"timeline__when\">");
        let place = self.in_source(range);
        match self.event.filter(|event| event.is_all_of(self.source(), &place)) {
            Some(event) => {
                let since = self.word("since_start");
                event.write_time(&mut self.out, since);
                self.passed = range.end;
            }
            None => self.event = None,
        }
        Close::With("</div>")
    }

    /// The whole document.
    fn source(&self) -> &'a str {
        let document = self.links.site.archive.get(self.links.postmortem);
        &self.links.site.sources.get(document.source).text
    }

    fn in_source(&self, range: &Range<usize>) -> Range<usize> {
        let base = self.base.unwrap_or_default();
        base + range.start..base + range.end
    }

    pub(super) fn end_timeline(&mut self) {
        self.timeline = Course::Done;
        self.out.push_str("</ol>\n");
    }
}

/// The part of a text that stands after `passed`. A text that is not as it stands in the source (it has entities or
/// escapes) is left whole.
fn after<'a>(text: CowStr<'a>, range: &Range<usize>, passed: usize) -> CowStr<'a> {
    if text.len() != range.len() {
        return text;
    }
    match text.get(passed - range.start..) {
        Some(rest) => CowStr::from(rest.to_owned()),
        None => text,
    }
}
