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
}

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
        Self { starts }
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
        let start = self.starts[line - 1] as usize;
        let column = text[start..offset].chars().filter(|c| *c != '\u{feff}').count() + 1;
        Position { line, column, offset }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
