//! `Key: value` in all its forms: bold labels, bullets, plain lines, tables of two columns or one row, headings.
//!
//! The entry point is [`collect`]. Which keys mean something is decided in `keys`.

use std::ops::Range;

use crate::model::{Provenance, SectionKind};
use crate::parse::blocks::{Block, Kind};
use crate::parse::infer::keys;
use crate::parse::prose::{Prose, Style, squeeze};
use crate::parse::sections::Outline;
use crate::text::Spanned;

/// A key with its value, as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Label {
    /// Lower case, without punctuation and brackets.
    pub(crate) key: String,
    /// What the key has in brackets: a unit, a zone.
    pub(crate) hint: String,
    /// The value in one line; empty when it is a list.
    pub(crate) value: Spanned<String>,
    /// The values of a list below the key.
    pub(crate) list: Vec<Spanned<String>>,
    /// A heading, or another form.
    pub(crate) provenance: Provenance,
    /// The kind of the section it stands in; none before the first, and in sections without a kind.
    pub(crate) section: Option<SectionKind>,
}

/// The longest key, in characters: longer ones are sentences.
const MAX_KEY: usize = 40;

/// More labels than any document has: a table of a hundred thousand rows is no metadata.
const MAX_LABELS: usize = 500;

/// Whether every line of a block is a bold label with its value.
pub(crate) fn is_metadata(block: &Block) -> bool {
    let prose = &block.prose;
    let mut lines = prose.lines().filter(|line| !prose.plain()[line.clone()].trim().is_empty()).peekable();
    lines.peek().is_some()
        && lines.all(|line| segments(prose, line).into_iter().all(|segment| bold_label(prose, segment).is_some()))
}

/// The labels of a document, in order.
pub(crate) fn collect(blocks: &[Block], outline: &Outline) -> Vec<Label> {
    let mut found = Collector { labels: Vec::new(), section: None };
    found.blocks(outline.preamble(blocks));
    for (index, section) in outline.sections.iter().enumerate() {
        found.section = section.kind;
        let content = outline.blocks(index, blocks);
        if outline.title != Some(index) {
            found.heading(&blocks[outline.headings[index]].prose, content);
        }
        let tells_other_things = matches!(
            section.kind,
            Some(
                SectionKind::Timeline
                    | SectionKind::ActionItems
                    | SectionKind::Supporting
                    | SectionKind::OpenQuestions
                    | SectionKind::Related
            )
        );
        if !tells_other_things {
            found.blocks(content);
        }
        if found.labels.len() >= MAX_LABELS {
            break;
        }
    }
    found.labels
}

/// A label as ranges of the plain text of its block.
type Ranges = (Range<usize>, Range<usize>);

#[derive(Debug)]
struct Collector {
    labels: Vec<Label>,
    section: Option<SectionKind>,
}

impl Collector {
    fn blocks(&mut self, blocks: &[Block]) {
        for (index, block) in blocks.iter().enumerate() {
            if self.labels.len() >= MAX_LABELS {
                return;
            }
            if block.quotes > 0 {
                continue;
            }
            match &block.kind {
                Kind::Paragraph if block.lists == 0 => self.lines(block, &blocks[index + 1..]),
                Kind::Item { .. } if block.lists <= 2 => self.lines(block, &blocks[index + 1..]),
                Kind::Row { head: true, table, cells } => {
                    let rows = blocks[index + 1..].iter().map_while(|block| match &block.kind {
                        Kind::Row { head: false, table: of, cells } if of == table => Some(&cells[..]),
                        _ => None,
                    });
                    self.table(cells, rows);
                }
                _ => {}
            }
        }
    }

    /// The labels of a paragraph or item; `after` are the blocks that follow it.
    fn lines(&mut self, block: &Block, after: &[Block]) {
        let prose = &block.prose;
        let before = self.labels.len();
        let mut waits = false;
        for line in prose.lines() {
            if prose.plain()[line.clone()].trim().is_empty() {
                continue;
            }
            let mut any = false;
            for segment in segments(prose, line.clone()) {
                if let Some((key, value)) = bold_label(prose, segment.clone()).or_else(|| plain_label(prose, segment)) {
                    self.push(prose, key, value, Provenance::MetadataBlock);
                    any = true;
                }
            }
            // A value may stand in the line below its key.
            if !any
                && waits
                && let Some(label) = self.labels.last_mut()
            {
                label.value = spanned(prose, line);
            }
            waits = any && self.labels.last().is_some_and(|label| label.value.value.is_empty());
        }
        if waits && let Some(label) = self.labels.last_mut() {
            label.list = items(after, block.lists);
        }
        let added = self.labels.split_off(before);
        self.labels.extend(added.into_iter().filter(|label| !label.value.value.is_empty() || !label.list.is_empty()));
    }

    fn heading(&mut self, heading: &Prose, content: &[Block]) {
        let all = 0..heading.plain().len();
        if let Some((key, value)) = plain_label(heading, all.clone()) {
            self.push(heading, key, value, Provenance::Heading);
        } else if heading.plain().chars().count() <= MAX_KEY {
            let first = content.first().filter(|block| block.is_free_paragraph());
            let value = first.and_then(|block| {
                let line = block.prose.lines().find(|line| !block.prose.plain()[line.clone()].trim().is_empty())?;
                Some(spanned(&block.prose, line))
            });
            let list = if value.is_none() { items(content, 0) } else { Vec::new() };
            if value.is_some() || !list.is_empty() {
                self.push(heading, all, 0..0, Provenance::Heading);
                if let Some(label) = self.labels.last_mut() {
                    label.value = value.unwrap_or_default();
                    label.list = list;
                }
            }
        }
    }

    fn table<'a>(&mut self, head: &[Prose], rows: impl Iterator<Item = &'a [Prose]>) {
        let mut rows = rows.peekable();
        let Some(first) = rows.next() else { return };
        if rows.peek().is_none() && !is_two_pairs(head, first) {
            for (key, value) in head.iter().zip(first) {
                self.cells(key, value);
            }
        }
        if let [key, value] = head {
            self.cells(key, value);
            for row in [first].into_iter().chain(rows) {
                if self.labels.len() >= MAX_LABELS {
                    return;
                }
                if let [key, value] = row {
                    self.cells(key, value);
                }
            }
        }
    }

    fn cells(&mut self, key: &Prose, value: &Prose) {
        let text = key.plain().trim().trim_end_matches([':', '：']);
        if text.is_empty() || text.chars().count() > MAX_KEY || value.plain().trim().is_empty() {
            return;
        }
        let value = spanned(value, 0..value.plain().len());
        self.add(text, value, Provenance::MetadataBlock);
    }

    fn push(&mut self, prose: &Prose, key: Range<usize>, value: Range<usize>, provenance: Provenance) {
        let value = spanned(prose, value);
        self.add(&prose.plain()[key], value, provenance);
    }

    fn add(&mut self, key: &str, value: Spanned<String>, provenance: Provenance) {
        let (key, hint) = key_of(key);
        self.labels.push(Label { key, hint, value, list: Vec::new(), provenance, section: self.section });
    }
}

/// Whether two rows of two cells are a key and its value each, and no head above its values: the first cell of the
/// second row is a key then, and the second one of the first is none.
fn is_two_pairs(head: &[Prose], row: &[Prose]) -> bool {
    let is_key = |cell: &Prose| {
        let (key, hint) = key_of(cell.plain());
        let value = Spanned::default();
        let provenance = Provenance::MetadataBlock;
        keys::field(&Label { key, hint, value, list: Vec::new(), provenance, section: None }).is_some()
    };
    matches!((head, row), ([_, value], [key, _]) if is_key(key) && !is_key(value))
}

/// The items directly below: one list level deeper than `depth`, up to the first block that is not.
fn items(blocks: &[Block], depth: usize) -> Vec<Spanned<String>> {
    blocks
        .iter()
        .take_while(|block| block.lists > depth)
        .filter(|block| matches!(block.kind, Kind::Item { .. }) && block.lists == depth + 1)
        .take(50)
        .map(|block| spanned(&block.prose, 0..block.prose.plain().len()))
        .filter(|item| !item.value.is_empty())
        .collect()
}

/// A range without the blanks around it, in one line.
fn spanned(prose: &Prose, range: Range<usize>) -> Spanned<String> {
    let text = &prose.plain()[range.clone()];
    let start = range.start + (text.len() - text.trim_start().len());
    let end = start + text.trim().len();
    Spanned::new(squeeze(text), prose.span(start..end))
}

/// The parts of a line that is split by bars: `**Date:** … | **Severity:** …`.
fn segments(prose: &Prose, line: Range<usize>) -> Vec<Range<usize>> {
    let text = &prose.plain()[line.clone()];
    for bar in [" | ", " · ", " • ", " ‖ "] {
        if text.contains(bar) {
            let mut segments = Vec::new();
            let mut start = line.start;
            for part in text.split(bar) {
                segments.push(start..start + part.len());
                start += part.len() + bar.len();
            }
            if segments.iter().all(|segment| prose.plain()[segment.clone()].contains([':', '：'])) {
                return segments;
            }
        }
    }
    vec![line]
}

/// `**Key:** value`, `**Key**: value`, `**Key: value**`, `**Key** – value`.
fn bold_label(prose: &Prose, range: Range<usize>) -> Option<Ranges> {
    let text = &prose.plain()[range.clone()];
    let start = range.start + text.find(|c: char| c.is_alphanumeric())?;
    if !prose.style(start).has(Style::STRONG) {
        return None;
    }
    let strong_end = prose.strong_until(start)?.min(range.end);
    let strong = &prose.plain()[start..strong_end];
    if let Some(colon) = strong.find([':', '：']) {
        let after = start + colon + strong[colon..].chars().next().map_or(1, char::len_utf8);
        return key_range(prose, start..start + colon).map(|key| (key, after..range.end));
    }
    let rest = &prose.plain()[strong_end..range.end];
    let mark = rest.trim_start().chars().next().filter(|c| matches!(c, ':' | '：' | '–' | '—' | '-' | '='))?;
    let after = strong_end + rest.find(mark)? + mark.len_utf8();
    key_range(prose, start..strong_end).map(|key| (key, after..range.end))
}

/// `Key: value` without any marks.
fn plain_label(prose: &Prose, range: Range<usize>) -> Option<Ranges> {
    let text = &prose.plain()[range.clone()];
    let start = range.start + text.find(|c: char| c.is_alphanumeric())?;
    let head_end =
        prose.plain()[start..range.end].char_indices().nth(MAX_KEY + 1).map_or(range.end, |(at, _)| start + at);
    let (colon, mark) = prose.plain()[start..head_end].char_indices().find(|(_, c)| matches!(c, ':' | '：'))?;
    let after = start + colon + mark.len_utf8();
    let rest = &prose.plain()[after..range.end];
    // `12:30` and `https://` have no blank after their colon.
    if mark == ':' && !rest.is_empty() && !rest.starts_with(char::is_whitespace) {
        return None;
    }
    key_range(prose, start..start + colon).map(|key| (key, after..range.end))
}

/// The range when it can be a key: a few words.
fn key_range(prose: &Prose, range: Range<usize>) -> Option<Range<usize>> {
    let key = prose.plain()[range.clone()].trim();
    let fits = key.chars().count() <= MAX_KEY
        && key.split_whitespace().count() <= 6
        && !key.contains(['.', '!', '?', '\n'])
        && key.contains(char::is_alphabetic);
    fits.then_some(range)
}

/// A key in lower case without punctuation, and what it has in brackets.
fn key_of(text: &str) -> (String, String) {
    let (outside, inside) = match text.split_once(['(', '（', '[']) {
        Some((before, rest)) => {
            let (inside, after) = rest.split_once([')', '）', ']']).unwrap_or((rest, ""));
            // "author(s)"
            if inside.eq_ignore_ascii_case("s") {
                (format!("{before}s{after}"), "")
            } else {
                (format!("{before} {after}"), inside)
            }
        }
        None => (text.to_owned(), ""),
    };
    let words = outside
        .split(|c: char| !(c.is_alphanumeric() || matches!(c, '\'' | '’')))
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect::<Vec<_>>()
        .join(" ");
    (words, inside.trim().to_lowercase())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use snapbox::{assert_data_eq, str};

    use super::*;
    use crate::parse::{blocks, sections};

    #[track_caller]
    fn check(text: &str, expected: impl snapbox::IntoData) {
        let blocks = blocks::read(text, 0).blocks;
        let outline = sections::outline(&blocks, u32::MAX, &BTreeMap::new());
        let mut shown = String::new();
        for Label { key, hint, value, list, provenance, .. } in collect(&blocks, &outline) {
            let hint = if hint.is_empty() { hint } else { format!(" ({hint})") };
            let list: Vec<String> = list.into_iter().map(|item| item.value).collect();
            let value = if list.is_empty() { value.value } else { format!("{list:?}") };
            shown.push_str(&format!("{key}{hint} = {value} [{}]\n", provenance.as_str()));
        }
        assert_data_eq!(shown, expected);
    }

    #[test]
    fn bold_labels() {
        check(
            "# T\n**Date:** 2026-03-07  \n**Severity**: SEV-2 (high)\n**Owner** – payments\n\n**Status: final**\n",
            str![[r#"
date = 2026-03-07 [metadata-block]
severity = SEV-2 (high) [metadata-block]
owner = payments [metadata-block]
status = final [metadata-block]

"#]],
        );
        check(
            "**Date:** 2026-03-07 | **Severity:** 2 | **Duration (min):** 43",
            str![[r#"
date = 2026-03-07 [metadata-block]
severity = 2 [metadata-block]
duration (min) = 43 [metadata-block]

"#]],
        );
        check(
            "**Authors:**\nA. Person, B. Person\n\n**Services:**\n- checkout\n- search\n\n**Empty:**\n\nText.",
            str![[r#"
authors = A. Person, B. Person [metadata-block]
services = ["checkout", "search"] [metadata-block]

"#]],
        );
    }

    #[test]
    fn bullets_and_plain_lines() {
        check(
            "- **Date**: 2026-03-07\n- Duration: 43 minutes\n- Services:\n  - checkout\n  - search\n",
            str![[r#"
date = 2026-03-07 [metadata-block]
duration = 43 minutes [metadata-block]
services = ["checkout", "search"] [metadata-block]

"#]],
        );
        check(
            "Start: Saturday, 2026-03-07\nEnd: Sunday\nSee https://example.org: it is long\nAt 12:30 it began.",
            str![[r#"
start = Saturday, 2026-03-07 [metadata-block]
end = Sunday [metadata-block]

"#]],
        );
    }

    #[test]
    fn tables() {
        check(
            "| | |\n|-|-|\n| Author(s) | sre |\n| **Date** | 2026-03-07 |\n",
            str![[r#"
authors = sre [metadata-block]
date = 2026-03-07 [metadata-block]

"#]],
        );
        check(
            "| Severity | High |\n|-|-|\n| Status | Final |\n",
            str![[r#"
severity = High [metadata-block]
status = Final [metadata-block]

"#]],
        );
        check(
            "| Severity | Status |\n|-|-|\n| High | Final |\n",
            str![[r#"
severity = High [metadata-block]
status = Final [metadata-block]
severity = Status [metadata-block]
high = Final [metadata-block]

"#]],
        );
        check(
            "| Date | Severity | Duration |\n|-|-|-|\n| 2026-03-07 | 2 | 43m |\n",
            str![[r#"
date = 2026-03-07 [metadata-block]
severity = 2 [metadata-block]
duration = 43m [metadata-block]

"#]],
        );
        check(
            "| Date | 2026-03-07 |\n|-|-|\n| Severity | 2 |\n| Duration | |\n",
            str![[r#"
date = 2026-03-07 [metadata-block]
severity = 2 [metadata-block]

"#]],
        );
    }

    #[test]
    fn headings() {
        check(
            "# T\n## Date: March 7, 2026\n## Owner\npayments\n## Authors\n- A\n- B\n",
            str![[r#"
date = March 7, 2026 [heading]
owner = payments [heading]
authors = ["A", "B"] [heading]

"#]],
        );
    }

    #[test]
    fn timelines_and_actions_are_no_metadata() {
        check(
            "## Timeline\n- Date: x\n## Action items\n- Owner: x\n",
            str![[r#"
timeline = ["Date: x"] [heading]
action items = ["Owner: x"] [heading]

"#]],
        );
    }
}
