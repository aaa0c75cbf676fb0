//! Documents whose sections are the items of a list: `- **Impact**: …`, `1. What happened?`
//!
//! [`lift`] turns such items into headings and what is below them into ordinary blocks, so that the rest of `parse`
//! sees the sections that a reader sees. A list of labels beside real sections is left as it is.

use std::ops::Range;

use crate::model::SectionKind;
use crate::parse::blocks::{Block, Kind};
use crate::parse::prose::{Prose, Style};
use crate::parse::sections;
use crate::text::Span;

/// So many different kinds of section make a list the skeleton of its document.
const MIN_KINDS: usize = 3;

/// The longest words that can be a heading, in characters.
const MAX_LEAD: usize = 60;

/// The words of an item that act as a heading, and the rest of its first paragraph.
#[derive(Debug, Clone)]
struct Lead {
    heading: Range<usize>,
    rest: Range<usize>,
    kind: Option<SectionKind>,
}

/// The blocks with the items of skeletons as headings of the kind [`Kind::Lead`].
pub(crate) fn lift(blocks: Vec<Block>) -> Vec<Block> {
    let is_section =
        |block: &&Block| matches!(block.kind, Kind::Heading(_)) && sections::known(block.prose.plain()).is_some();
    if blocks.iter().filter(is_section).take(2).count() > 1 {
        return blocks;
    }
    let mut leads: Vec<Option<Lead>> = vec![None; blocks.len()];
    let mut start = 0;
    while start < blocks.len() {
        let end = (start + 1..blocks.len())
            .find(|next| matches!(blocks[*next].kind, Kind::Heading(_)))
            .unwrap_or(blocks.len());
        region(&blocks[start..end], &mut leads[start..end]);
        start = end;
    }
    if leads.iter().all(Option::is_none) {
        return blocks;
    }
    rebuilt(blocks, &leads)
}

/// Finds the leads between two headings, if what stands there is a skeleton.
fn region(blocks: &[Block], leads: &mut [Option<Lead>]) {
    let items = || blocks.iter().enumerate().filter(|(_, block)| is_outer_item(block));
    let found: Vec<(usize, Lead)> = items().filter_map(|(index, block)| Some((index, lead(&block.prose)?))).collect();
    // A list of names alone is a table of contents.
    let has_content = |(index, lead): &&(usize, Lead)| {
        !lead.rest.is_empty()
            || blocks.get(index + 1).is_some_and(|next| next.lists > 1 || (next.lists == 1 && !is_outer_item(next)))
    };
    if found.iter().filter(has_content).count() < MIN_KINDS {
        return;
    }
    let mut kinds: Vec<SectionKind> = found.iter().filter_map(|(_, lead)| lead.kind).collect();
    let known = kinds.len();
    kinds.sort_unstable();
    kinds.dedup();
    if kinds.len() < MIN_KINDS || known * 2 < items().count() {
        return;
    }
    for (index, lead) in found {
        leads[index] = Some(lead);
    }
}

fn is_outer_item(block: &Block) -> bool {
    matches!(block.kind, Kind::Item { .. }) && block.lists == 1 && block.quotes == 0
}

/// The heading in an item: its bold beginning, or the name of a section that is its first line or stands before a
/// colon.
fn lead(prose: &Prose) -> Option<Lead> {
    let text = prose.plain();
    let start = text.find(|c: char| c.is_alphanumeric())?;
    let line_end = text[start..].find('\n').map_or(text.len(), |end| start + end);
    let colon = text[start..line_end].find([':', '：']).map(|colon| start + colon);
    let end = match prose.strong_until(start) {
        Some(end) => colon.filter(|colon| *colon < end).unwrap_or(end.min(line_end)),
        None => colon.unwrap_or(line_end),
    };
    let heading = start..end;
    let words = text[heading.clone()].trim();
    // "`date`: the day": names of fields are explained.
    if prose.style(start).has(Style::CODE) {
        return None;
    }
    if words.is_empty() || words.chars().count() > MAX_LEAD {
        return None;
    }
    let kind = sections::known(words);
    if kind.is_none() && !prose.style(start).has(Style::STRONG) {
        return None;
    }
    let after = &text[end..];
    let rest =
        after.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '：' | '-' | '–' | '—' | '.' | '?'));
    Some(Lead { heading, rest: text.len() - rest.len()..text.len(), kind })
}

fn rebuilt(blocks: Vec<Block>, leads: &[Option<Lead>]) -> Vec<Block> {
    let mut out: Vec<Block> = Vec::with_capacity(blocks.len() + leads.iter().flatten().count());
    // Up to here blocks are one list level less deep.
    let mut lifted_until = 0;
    for (index, mut block) in blocks.into_iter().enumerate() {
        let added = out.len() - index;
        if let Some(lead) = &leads[index] {
            if let Kind::Item { end, .. } = block.kind {
                lifted_until = end;
            }
            let piece = |range: &Range<usize>, kind: Kind| {
                let prose = block.prose.slice(range.clone());
                Block { kind, span: prose.whole(), prose, lists: 0, quotes: 0 }
            };
            out.push(piece(&lead.heading, Kind::Lead));
            if lead.rest.is_empty() {
                // Two blocks for one, always, so that places in the list stay easy to count.
                let end = block.prose.whole().end as usize;
                out.push(Block {
                    kind: Kind::Paragraph,
                    span: Span::at(end),
                    prose: Prose::default(),
                    lists: 0,
                    quotes: 0,
                });
            } else {
                out.push(piece(&lead.rest, Kind::Paragraph));
            }
            continue;
        }
        if let Kind::Item { end, .. } = &mut block.kind {
            *end += added;
        }
        if index < lifted_until {
            block.lists = block.lists.saturating_sub(1);
        }
        out.push(block);
    }
    out
}

#[cfg(test)]
mod tests {
    use snapbox::{assert_data_eq, str};

    use super::*;
    use crate::parse::blocks;

    #[track_caller]
    fn check(text: &str, expected: impl snapbox::IntoData) {
        let mut shown = String::new();
        for Block { kind, prose, lists, span, .. } in lift(blocks::read(text, 0).blocks) {
            let kind = match kind {
                Kind::Lead => "lead",
                Kind::Heading(_) => "heading",
                Kind::Item { .. } => "item",
                Kind::Paragraph => "paragraph",
                _ => "other",
            };
            shown.push_str(&format!("{}{kind} {}\n", "  ".repeat(lists), prose.line()));
            assert!(text.get(span.range()).is_some());
        }
        assert_data_eq!(shown, expected);
    }

    #[test]
    fn bullets_with_bold_names() {
        check(
            "# Incident on 2026-03-07 - queue stuck

- **Key events**
  - First detected: 09:12

- **Time to repair**: 1h 28m

- **Impact**:
  - No parcel moved.

- **Resolution**: restarted.

- **Review actions**:
  - Add a test
",
            str![[r#"
heading Incident on 2026-03-07 - queue stuck
lead Key events
paragraph 
  item First detected: 09:12
lead Time to repair
paragraph 1h 28m
lead Impact
paragraph 
  item No parcel moved.
lead Resolution
paragraph restarted.
lead Review actions
paragraph 
  item Add a test

"#]],
        );
    }

    #[test]
    fn numbered_names() {
        check(
            "1. What happened?

    The queue stood still.

2. Impact: nobody got a parcel
3. Root cause

    A full disk.
",
            str![[r#"
lead What happened?
paragraph 
paragraph The queue stood still.
lead Impact
paragraph nobody got a parcel
lead Root cause
paragraph 
paragraph A full disk.

"#]],
        );
    }

    #[test]
    fn contents_and_fields_are_no_skeletons() {
        check(
            "- What happened\n- Impact\n- Root cause\n- Action items\n",
            str![[r#"
  item What happened
  item Impact
  item Root cause
  item Action items

"#]],
        );
        check(
            "- `impact`: who felt it\n- `resolution`: how it ended\n- `timeline`: when\n",
            str![[r#"
  item impact: who felt it
  item resolution: how it ended
  item timeline: when

"#]],
        );
    }

    #[test]
    fn other_lists_stay() {
        check(
            "- **Impact**: none\n- **Date**: today\n- **Owner**: us\n",
            str![[r#"
lead Impact
paragraph none
lead Date
paragraph today
lead Owner
paragraph us

"#]],
        );
        check(
            "## Summary\n\n- **Impact**: none\n- **Cause**: x\n- **Resolution**: y\n\n## Timeline\n",
            str![[r#"
heading Summary
  item Impact: none
  item Cause: x
  item Resolution: y
heading Timeline

"#]],
        );
    }
}
