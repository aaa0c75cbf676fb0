//! Plain text that remembers where each of its characters stands in the source, and how it is set.
//!
//! [`Prose`] is what everything above Markdown is read from: labels, times, owners. It knows no meaning.

use std::ops::Range;

use crate::text::Span;

/// How a run of text is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Style(u8);

impl Style {
    pub(crate) const STRONG: Self = Self(1);
    pub(crate) const EMPHASIS: Self = Self(2);
    pub(crate) const STRIKE: Self = Self(4);
    pub(crate) const CODE: Self = Self(8);
    pub(crate) const LINK: Self = Self(16);

    /// Both.
    pub(crate) fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether all of `other` is set.
    pub(crate) fn has(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }
}

/// A run of one style that was written in one piece.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Run {
    /// Where it begins in the plain text.
    at: u32,
    source: Span,
    style: Style,
}

/// Plain text of one block: soft and hard breaks are `\n`, HTML and URLs are gone.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Prose {
    plain: String,
    runs: Vec<Run>,
}

impl Prose {
    /// The text.
    pub(crate) fn plain(&self) -> &str {
        &self.plain
    }

    /// Adds text that stands at `source`.
    pub(crate) fn push(&mut self, text: &str, source: Span, style: Style) {
        if text.is_empty() {
            return;
        }
        let at = u32::try_from(self.plain.len()).unwrap_or(u32::MAX);
        self.runs.push(Run { at, source, style });
        self.plain.push_str(text);
    }

    /// A part of it.
    pub(crate) fn slice(&self, range: Range<usize>) -> Self {
        let mut part = Self::default();
        let first = self.run_at(range.start).unwrap_or(0);
        let inside = self.runs.iter().enumerate().skip(first).take_while(|(_, run)| (run.at as usize) < range.end);
        for (index, run) in inside {
            let (from, to) = ((run.at as usize).max(range.start), self.run_end(index).min(range.end));
            if from >= to {
                continue;
            }
            let source = match (self.source_offset(index, from), self.source_offset(index, to)) {
                (Some(start), Some(end)) => Span::new(start, end),
                _ => run.source,
            };
            part.push(&self.plain[from..to], source, run.style);
        }
        part
    }

    /// The text with every run of white space as one blank.
    pub(crate) fn line(&self) -> String {
        squeeze(&self.plain)
    }

    /// Where a range of the plain text stands. What was written with an escape or an entity counts whole.
    pub(crate) fn span(&self, range: Range<usize>) -> Span {
        let (Some(first), Some(last)) =
            (self.run_at(range.start), self.run_at(range.end.saturating_sub(1).max(range.start)))
        else {
            return Span::default();
        };
        let start = self.source_offset(first, range.start).unwrap_or(self.runs[first].source.start as usize);
        let end = self.source_offset(last, range.end).unwrap_or(self.runs[last].source.end as usize);
        Span::new(start, end)
    }

    /// Where all of it stands.
    pub(crate) fn whole(&self) -> Span {
        match (self.runs.first(), self.runs.last()) {
            (Some(first), Some(last)) => Span { start: first.source.start, end: last.source.end },
            _ => Span::default(),
        }
    }

    /// The style at an offset of the plain text.
    pub(crate) fn style(&self, offset: usize) -> Style {
        self.run_at(offset).map_or(Style::default(), |run| self.runs[run].style)
    }

    /// The text with each byte of a style replaced by `mask`, a character of one byte, so that offsets stay.
    pub(crate) fn masked(&self, style: Style, mask: char) -> String {
        let mut text = String::with_capacity(self.plain.len());
        for (index, run) in self.runs.iter().enumerate() {
            let part = self.run_text(index);
            if run.style.has(style) {
                text.extend(std::iter::repeat_n(mask, part.len()));
            } else {
                text.push_str(part);
            }
        }
        text
    }

    /// Whether every character that is not white space or punctuation has the style.
    pub(crate) fn is_all(&self, style: Style) -> bool {
        let mut any = false;
        for (index, run) in self.runs.iter().enumerate() {
            if self.run_text(index).chars().any(char::is_alphanumeric) {
                any = true;
                if !run.style.has(style) {
                    return false;
                }
            }
        }
        any
    }

    /// The end of the run of strong text that begins at `start`; none when that is not strong.
    pub(crate) fn strong_until(&self, start: usize) -> Option<usize> {
        let first = self.run_at(start)?;
        let mut end = None;
        for index in first..self.runs.len() {
            if !self.runs[index].style.has(Style::STRONG) {
                break;
            }
            end = Some(self.run_end(index));
        }
        end
    }

    /// The ranges of the lines, without their breaks.
    pub(crate) fn lines(&self) -> impl Iterator<Item = Range<usize>> + '_ {
        let mut start = 0;
        self.plain.split('\n').map(move |line| {
            let range = start..start + line.len();
            start = range.end + 1;
            range
        })
    }

    fn run_at(&self, offset: usize) -> Option<usize> {
        self.runs.partition_point(|run| run.at as usize <= offset).checked_sub(1)
    }

    fn run_end(&self, index: usize) -> usize {
        self.runs.get(index + 1).map_or(self.plain.len(), |next| next.at as usize)
    }

    fn run_text(&self, index: usize) -> &str {
        &self.plain[self.runs[index].at as usize..self.run_end(index)]
    }

    /// The source offset of a plain offset, where the run is written as it reads.
    fn source_offset(&self, run: usize, offset: usize) -> Option<usize> {
        let Run { at, source, .. } = self.runs[run];
        let length = self.run_end(run) - at as usize;
        (length == source.range().len()).then(|| source.start as usize + (offset - at as usize).min(length))
    }
}

/// Every run of white space as one blank, none at the ends.
pub(crate) fn squeeze(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    push_squeezed(&mut line, text);
    line
}

/// The same, behind what stands in `line`.
pub(crate) fn push_squeezed(line: &mut String, text: &str) {
    if !text.is_ascii() {
        for (index, word) in text.split_whitespace().enumerate() {
            if index > 0 {
                line.push(' ');
            }
            line.push_str(word);
        }
        return;
    }
    // Nearly all blanks stand alone, and what is between others is copied at once.
    let text = text.trim();
    let is_blank = |byte: &u8| char::from(*byte).is_whitespace();
    let (mut from, mut after_blank) = (0, false);
    for (at, byte) in text.bytes().enumerate() {
        let blank = is_blank(&byte);
        if blank && (after_blank || byte != b' ') {
            line.push_str(&text[from..at]);
            if !after_blank {
                line.push(' ');
            }
            from = at + 1;
        }
        after_blank = blank;
    }
    line.push_str(&text[from..]);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn prose(runs: &[(&str, usize, usize, Style)]) -> Prose {
        let mut prose = Prose::default();
        for (text, start, end, style) in runs {
            prose.push(text, Span::new(*start, *end), *style);
        }
        prose
    }

    #[test]
    fn spans_lead_back_to_the_source() {
        // `**Date:** a &amp; b`
        let prose = prose(&[
            ("Date:", 2, 7, Style::STRONG),
            (" a ", 9, 12, Style::default()),
            ("&", 12, 17, Style::default()),
            (" b", 17, 19, Style::default()),
        ]);
        assert_eq!(prose.plain(), "Date: a & b");
        assert_eq!(prose.span(0..4), Span::new(2, 6));
        assert_eq!(prose.span(6..11), Span::new(10, 19));
        assert_eq!(prose.span(8..9), Span::new(12, 17));
        assert_eq!(prose.strong_until(0), Some(5));
        assert_eq!(prose.strong_until(6), None);
    }

    #[test]
    fn an_empty_text_stands_nowhere() {
        assert_eq!(Prose::default().span(0..0), Span::default());
        assert!(!Prose::default().is_all(Style::STRONG));
    }
}
