//! One entry: its time apart from its text.

use std::ops::Range;

use crate::model::{Milestone, TimelineFormat};
use crate::parse::blocks::{Block, Kind};
use crate::parse::prose::{Prose, Style, squeeze};
use crate::parse::time::{self, Stamp};
use crate::parse::timeline::{Draft, milestone};
use crate::text::{Span, Spanned};

/// An entry as it is found.
#[derive(Debug, Clone, Default)]
pub(super) struct Found {
    pub(super) span: Span,
    pub(super) time: Option<Spanned<String>>,
    pub(super) text: String,
    pub(super) form: TimelineFormat,
    pub(super) draft: Draft,
    /// The bold words or the cell that may name a milestone.
    pub(super) mark: Option<String>,
}

/// The most characters of an entry: a pasted log is not repeated.
const MAX_TEXT: usize = 2000;

impl Found {
    /// Takes the first paragraph of an item, or a heading, apart.
    pub(super) fn new(prose: &Prose) -> Self {
        Self::in_range(prose, 0..prose.plain().len())
    }

    /// Takes one line of a paragraph apart.
    pub(super) fn in_range(prose: &Prose, range: Range<usize>) -> Self {
        let text = &prose.plain()[range.clone()];
        let Some((stamp, around)) = time_of(text) else {
            return Self { text: squeeze(text), mark: bold_start(prose, range), ..Self::default() };
        };
        let written = range.start + stamp.start..range.start + stamp.end;
        let time = Spanned::new(squeeze(&text[stamp.start..stamp.end]), prose.span(written));
        let rest = range.start + around.end..range.end;
        let before = text[..around.start].trim();
        let after = text[around.end..].trim();
        let told = if before.is_empty() { squeeze(after) } else { squeeze(&format!("{before} {after}")) };
        Self {
            time: Some(time),
            text: told,
            draft: Draft { stamp: Some(stamp), day: None },
            mark: bold_start(prose, if before.is_empty() { rest } else { range }),
            ..Self::default()
        }
    }

    /// Adds what stands below the entry.
    pub(super) fn append(&mut self, block: &Block) {
        if matches!(block.kind, Kind::Code) {
            return;
        }
        let line = match &block.kind {
            Kind::Row { cells, .. } => cells.iter().map(Prose::line).collect::<Vec<_>>().join(" · "),
            _ => block.prose.line(),
        };
        self.continue_with(&line, block.span);
    }

    /// Adds a further line of the entry's own text.
    pub(super) fn continue_with(&mut self, line: &str, span: Span) {
        let line = squeeze(line);
        if line.is_empty() {
            return;
        }
        self.span.end = self.span.end.max(span.end);
        if self.text.len() >= MAX_TEXT {
            return;
        }
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        self.text.push_str(&line);
    }

    /// The milestone that the entry says it is.
    pub(super) fn milestone(&self) -> Option<Milestone> {
        let first = self.text.lines().next().unwrap_or_default();
        self.mark.as_deref().and_then(milestone::milestone_of_phrase).or_else(|| milestone::milestone_in(first))
    }
}

/// Whether an item tells its time.
pub(super) fn has_time(prose: &Prose) -> bool {
    time_of(prose.plain()).is_some()
}

/// The time of an entry and the range that is taken up by it: at the start, after a label, or in brackets at
/// the end.
fn time_of(text: &str) -> Option<(Stamp, Range<usize>)> {
    if let Some(stamp) = time::stamp(text) {
        let end = stamp.end + separators(&text[stamp.end..]);
        return Some((stamp, 0..after_other_zone(text, end)));
    }
    // "Detected: 12:30 UTC – …"; the colon of a clock time ends no label.
    let is_label = |colon: &usize| {
        *colon < 40
            && text[..*colon].split_whitespace().count() <= 4
            && !text[*colon + 1..].starts_with(|c: char| c.is_ascii_digit())
    };
    let colon = text.find(':').filter(is_label);
    if let Some(colon) = colon
        && let after = &text[colon + 1..]
        && let Some(mut stamp) = time::stamp(after)
    {
        let start = colon + 1;
        stamp.start += start;
        stamp.end += start;
        let end = stamp.end + separators(&text[stamp.end..]);
        return Some((stamp, start..end));
    }
    let trimmed = text.trim_end_matches(|c: char| c.is_whitespace() || c == '.');
    // "Resolved 2026-03-07 12:30"
    let words = trimmed.len().min(60);
    if trimmed.len() == words
        && let Some(stamp) = time::stamps(trimmed).pop().filter(|stamp| stamp.end == trimmed.len())
        && stamp.day.is_some()
        && text[..stamp.start].split_whitespace().count() <= 3
    {
        let start = stamp.start;
        return Some((stamp, start..text.len()));
    }
    // "Traffic is back (12:30 UTC)."
    let inner = trimmed.strip_suffix([')', ']'])?;
    let open = inner.rfind(['(', '['])?;
    let mut stamp = time::stamp(&inner[open + 1..]).filter(|stamp| stamp.clock.is_some())?;
    if stamp.end < inner.len() - open - 1 {
        return None;
    }
    stamp.start += open + 1;
    stamp.end += open + 1;
    Some((stamp, open..text.len()))
}

/// Past the same time in another zone, "14:22 UTC (10:22 EDT)", and what parts it from the text.
fn after_other_zone(text: &str, end: usize) -> usize {
    let rest = &text[end..];
    let Some(inner) = rest.strip_prefix(['(', '[', '/']) else { return end };
    let Some(stamp) = time::stamp(inner).filter(|stamp| stamp.clock.is_some() && stamp.zone.is_some()) else {
        return end;
    };
    let after = end + 1 + stamp.end;
    after + separators(&text[after..])
}

/// The bytes of what stands between a time and its text.
fn separators(text: &str) -> usize {
    let rest = text.trim_start_matches(|c: char| {
        c.is_whitespace()
            || matches!(
                c,
                ':' | '-'
                    | '–'
                    | '—'
                    | '|'
                    | ']'
                    | ')'
                    | '>'
                    | '='
                    | ','
                    | '→'
                    | '*'
                    | '.'
                    | '：'
                    | '•'
                    | '・'
                    | '、'
                    | '`'
                    | '"'
            )
    });
    text.len() - rest.len()
}

/// The bold words at the start of a range, or those before its first colon.
fn bold_start(prose: &Prose, range: Range<usize>) -> Option<String> {
    let text = &prose.plain()[range.clone()];
    let start = range.start + text.find(|c: char| c.is_alphanumeric())?;
    if prose.style(start).has(Style::STRONG) {
        let end = prose.strong_until(start)?.min(range.end);
        return Some(prose.plain()[start..end].to_owned());
    }
    let (before, _) = prose.plain()[start..range.end].split_once([':', '–', '—'])?;
    (before.split_whitespace().count() <= 4).then(|| before.to_owned())
}
