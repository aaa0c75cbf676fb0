//! From byte offsets to lines and columns.

use super::Span;

/// A place as a person names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// From 1.
    pub line: usize,
    /// From 1, in Unicode characters; a byte order mark does not count.
    pub column: usize,
    /// In UTF-8 bytes from the start of the file.
    pub offset: usize,
}

/// The starts of all lines of one text. `\n`, `\r\n` and a lone `\r` end a line, as in CommonMark.
#[derive(Debug, Clone)]
pub struct LineIndex {
    starts: Vec<u32>,
    /// In lines longer than [`LONG`], after each so many bytes: the offset, and the characters of the line before it.
    marks: Vec<(u32, u32)>,
}

/// A longer line is not counted from its beginning for each place in it. Bytes.
const LONG: usize = 1024;

impl LineIndex {
    /// Scans the text once.
    pub fn new(text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut starts = vec![0];
        for i in memchr::memchr2_iter(b'\n', b'\r', bytes) {
            if bytes[i] == b'\n' || bytes.get(i + 1) != Some(&b'\n') {
                starts.push(Span::at(i + 1).start);
            }
        }
        let mut marks = Vec::new();
        let ends = starts.iter().skip(1).map(|start| *start as usize).chain([text.len()]);
        for (start, end) in starts.iter().map(|start| *start as usize).zip(ends) {
            if end - start > LONG {
                mark(text, start, end, &mut marks);
            }
        }
        Self { starts, marks }
    }

    /// The number of lines; a text that ends in a line break has an empty last one.
    pub fn lines(&self) -> usize {
        self.starts.len()
    }

    /// The line (from 1) that holds `offset`.
    pub fn line(&self, offset: u32) -> usize {
        self.starts.partition_point(|start| *start <= offset)
    }

    /// The bytes of a line (from 1), with its end.
    pub fn line_span(&self, line: usize, text: &str) -> Span {
        let start = self.starts.get(line.saturating_sub(1)).map_or(text.len(), |n| *n as usize);
        let end = self.starts.get(line).map_or(text.len(), |n| *n as usize);
        Span::new(start, end)
    }

    /// Line, column and offset of a byte offset; `text` is the text the index was made from.
    pub fn position(&self, offset: u32, text: &str) -> Position {
        let mut offset = (offset as usize).min(text.len());
        while !text.is_char_boundary(offset) {
            offset -= 1;
        }
        let line = self.line(Span::at(offset).start);
        let start = self.starts[line - 1];
        let before = self.marks.partition_point(|(mark, _)| *mark as usize <= offset);
        let mark = before.checked_sub(1).and_then(|before| self.marks.get(before)).filter(|(mark, _)| *mark > start);
        let (start, counted) = mark.copied().unwrap_or((start, 0));
        let column = counted as usize + characters(&text[start as usize..offset]) + 1;
        Position { line, column, offset }
    }
}

/// Marks the line `start..end`.
fn mark(text: &str, start: usize, end: usize, marks: &mut Vec<(u32, u32)>) {
    let (mut from, mut counted) = (start, 0);
    while from + LONG < end {
        let mut to = from + LONG;
        while !text.is_char_boundary(to) {
            to -= 1;
        }
        counted += characters(&text[from..to]);
        marks.push((Span::at(to).start, u32::try_from(counted).unwrap_or(u32::MAX)));
        from = to;
    }
}

/// All but byte order marks, which nobody sees.
fn characters(text: &str) -> usize {
    text.chars().filter(|c| *c != '\u{feff}').count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lines_are_counted_as_short_ones() {
        let text = format!("ä\u{feff}b\n{}\n{}\r\nx", "é障\u{feff}a".repeat(700), "b".repeat(3000));
        let index = LineIndex::new(&text);
        let mut expected = (1, 1);
        for (offset, c) in text.char_indices() {
            let at = index.position(u32::try_from(offset).unwrap(), &text);
            assert_eq!((at.line, at.column), expected, "{offset}");
            match c {
                '\n' => expected = (expected.0 + 1, 1),
                '\u{feff}' => {}
                _ => expected.1 += 1,
            }
        }
    }

    #[track_caller]
    fn check(text: &str, offset: u32, expected: (usize, usize)) {
        let position = LineIndex::new(text).position(offset, text);
        assert_eq!((position.line, position.column), expected);
    }

    #[test]
    fn columns_count_characters() {
        check("äöü\nx", 4, (1, 3));
        check("äöü\nx", 7, (2, 1));
    }

    #[test]
    fn every_line_ending_counts_once() {
        check("a\r\nb\rc\nd", 3, (2, 1));
        check("a\r\nb\rc\nd", 5, (3, 1));
        check("a\r\nb\rc\nd", 7, (4, 1));
    }

    #[test]
    fn a_byte_order_mark_has_no_column() {
        check("\u{feff}ab", 3, (1, 1));
        check("\u{feff}ab", 4, (1, 2));
    }

    #[test]
    fn offsets_past_the_end_are_the_end() {
        check("ab", 99, (1, 3));
        check("", 0, (1, 1));
    }
}
