//! The piece of a file that a finding shows: a few lines, made safe for a terminal, with the way from the
//! file's offsets to those of the piece.

use std::ops::Range;
use std::sync::Arc;

use crate::diagnostic::hide;
use crate::text::{LineIndex, Span, neutral};

/// Bytes of a line that are shown to the right of what is marked; the renderer trims the rest to its width.
const RIGHT: usize = 600;

/// Neighbouring lines of one file.
#[derive(Debug)]
pub(super) struct Frame {
    /// The number of the first line, from 1.
    pub(super) first: usize,
    /// The lines, each ended by a line feed.
    pub(super) text: String,
    lines: Vec<Line>,
    /// What of the file is not shown.
    hidden: Arc<[Span]>,
}

/// A line in the file and in the frame.
#[derive(Debug, Clone, Copy)]
struct Line {
    /// Its text in the file, without byte order mark and line end, cut on the right.
    span: Span,
    /// Where it begins in the frame.
    shown: usize,
}

impl Frame {
    /// The lines `first` to `last` (from 1). `reach` is the last offset that has to be visible, `hidden` is what is not
    /// to be.
    pub(super) fn new(
        text: &str,
        index: &LineIndex,
        (first, last): (usize, usize),
        reach: u32,
        hidden: Arc<[Span]>,
    ) -> Self {
        let mut frame = Self { first, text: String::new(), lines: Vec::new(), hidden };
        for number in first..=last {
            let span = visible(text, index.line_span(number, text), reach);
            frame.lines.push(Line { span, shown: frame.text.len() });
            let shown = frame.shown(text, span.range());
            frame.text.push_str(&shown);
            frame.text.push('\n');
        }
        frame
    }

    /// The place of the file's `offset` in the frame; one that is not shown is moved to the nearest that is.
    pub(super) fn place(&self, text: &str, offset: u32) -> usize {
        let at = self.lines.partition_point(|line| line.span.start <= offset).saturating_sub(1);
        let Some(line) = self.lines.get(at) else { return 0 };
        let mut offset = offset.clamp(line.span.start, line.span.end) as usize;
        while !text.is_char_boundary(offset) {
            offset -= 1;
        }
        line.shown + self.shown(text, line.span.start as usize..offset).len()
    }

    /// A piece of the file as it is shown.
    fn shown(&self, text: &str, range: Range<usize>) -> String {
        let piece = text.get(range.clone()).unwrap_or_default();
        neutral(&hide::without(piece, range.start, &self.hidden)).into_owned()
    }
}

/// What is shown of a line.
fn visible(text: &str, line: Span, reach: u32) -> Span {
    let content = text.get(line.range()).unwrap_or_default();
    let start = line.start as usize + if line.start == 0 && content.starts_with('\u{feff}') { 3 } else { 0 };
    let mut end = line.start as usize + content.trim_end_matches(['\r', '\n']).len();
    let limit = (reach as usize).max(start).saturating_add(RIGHT);
    if end > limit {
        end = limit;
        while !text.is_char_boundary(end) {
            end -= 1;
        }
    }
    Span::new(start, end)
}
