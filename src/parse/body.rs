//! The text below the front matter: what [`parse`] returns is everything that Markdown says by itself.
//!
//! Dates, severities and other metadata are not read here; [`infer`] does that from the
//! [`Clues`] that are handed on.

use crate::config::ParseSettings;
use crate::diagnostic::{Diagnostic, Level, codes};
use crate::model::{ActionItem, Body, Profile, Section, SectionKind, Timeline};
use crate::parse::action_items;
use crate::parse::blocks::{self, Block, Document, Kind};
use crate::parse::incidents;
use crate::parse::infer::{self, Clues};
use crate::parse::markdown;
use crate::parse::prose::{Prose, Style, push_squeezed};
use crate::parse::sections::{self, Outline};
use crate::parse::skeleton;
use crate::parse::timeline;
use crate::text::{Source, Span};

/// What the body of one document says.
#[derive(Debug, Clone, Default)]
pub(crate) struct Parsed {
    /// Sections, links, code, summary.
    pub(crate) body: Body,
    /// The family of its headings.
    pub(crate) profile: Option<Profile>,
    /// Its timeline; days are resolved later, when the date of the incident is known.
    pub(crate) timeline: Timeline,
    /// Its action items.
    pub(crate) action_items: Vec<ActionItem>,
    /// What [`infer::fill`] reads.
    pub(crate) clues: Clues,
    /// What could not be understood.
    pub(crate) diagnostics: Vec<Diagnostic>,
}

/// Reads the bytes of `span`, in one pass.
pub(crate) fn parse(source: &Source, span: Span, settings: &ParseSettings) -> Parsed {
    let text = source.text.get(span.range()).unwrap_or_default();
    let mut document = blocks::read(text, span.start as usize);
    document.blocks = skeleton::lift(document.blocks);
    let template = settings.profile_of(&source.path).or_else(|| sections::template(&document.blocks));
    let headings = sections::meanings(template, &settings.section_aliases);
    let mut outline = sections::outline(&document.blocks, span.end, &headings);
    for index in 0..outline.sections.len() {
        outline.sections[index].text = plain(outline.blocks(index, &document.blocks));
    }
    let (timeline, drafts) = timeline::read(&document.blocks, &outline);
    let action_items = action_items::read(&document.blocks, &outline, &document.links);
    let profile = template.or_else(|| sections::otherwise(&outline));
    let several = incidents::several(&outline);
    let mut clues = infer::clues(&document.blocks, &outline, &timeline, drafts);
    clues.second = several.as_ref().map(|several| several.second.start);
    clues.first = several.as_ref().map(|several| several.first.clone());
    let Document { blocks, links, code, deep } = document;
    let diagnostics = deep
        .map(|span| {
            let limit = markdown::MAX_NESTING;
            Diagnostic::new(codes::DEEP_NESTING, Level::Warning, source.id, span, "lists or quotes nested very deeply")
                .note(format!("below {limit} levels nothing can be told apart on a page; the text is kept"))
                .help("could part of this be a section of its own?")
        })
        .into_iter()
        .chain(several.map(|several| incidents::finding(source, &several)))
        .collect();
    let body = Body {
        span,
        lead: lead(&blocks, &outline),
        links,
        code,
        summary: summary(&blocks, &outline),
        words: words(&blocks),
        sections: outline.sections,
    };
    Parsed { body, profile, timeline, action_items, clues, diagnostics }
}

/// Blocks as plain text: a line for each block, the cells of a row apart as in entries of a timeline, URLs left out.
fn plain(blocks: &[Block]) -> String {
    let mut text = String::new();
    for block in blocks {
        let line = text.len();
        match &block.kind {
            Kind::Row { cells, .. } => {
                for cell in cells {
                    let before = text.len();
                    if before > line {
                        text.push_str(" · ");
                    }
                    let begin = text.len();
                    push_words(&mut text, cell.plain());
                    if text.len() == begin {
                        text.truncate(before);
                    }
                }
            }
            Kind::Code => text.push_str(block.prose.plain().trim_end()),
            _ => push_words(&mut text, block.prose.plain()),
        }
        if text.len() > line {
            text.push('\n');
        }
    }
    text.truncate(text.trim_end().len());
    text
}

fn push_words(text: &mut String, prose: &str) {
    if !prose.contains("http") {
        push_squeezed(text, prose);
        return;
    }
    let is_url = |word: &str| word.starts_with("https://") || word.starts_with("http://");
    for (index, word) in prose.split_whitespace().filter(|word| !is_url(word)).enumerate() {
        if index > 0 {
            text.push(' ');
        }
        text.push_str(word);
    }
}

/// The text before the first heading and that below the title.
fn lead(blocks: &[Block], outline: &Outline) -> String {
    let mut lead = plain(outline.preamble(blocks));
    if outline.title == Some(0)
        && let Some(Section { text, .. }) = outline.sections.first()
        && !text.is_empty()
    {
        if !lead.is_empty() {
            lead.push('\n');
        }
        lead.push_str(text);
    }
    lead
}

/// Words of the prose, code and headings not counted.
fn words(blocks: &[Block]) -> u32 {
    let count = |prose: &Prose| {
        prose.plain().split_whitespace().filter(|word| word.contains(|c: char| c.is_alphanumeric())).count()
    };
    let words = blocks
        .iter()
        .map(|block| match &block.kind {
            Kind::Code | Kind::Heading(_) => 0,
            Kind::Row { cells, .. } => cells.iter().map(count).sum(),
            _ => count(&block.prose),
        })
        .sum::<usize>();
    u32::try_from(words).unwrap_or(u32::MAX)
}

/// The most characters of a summary.
const MAX_SUMMARY: usize = 300;

/// A few sentences: of the summary section, else of the first paragraph that tells something.
fn summary(blocks: &[Block], outline: &Outline) -> Option<String> {
    let sections = 0..outline.sections.len();
    let mut own = sections.clone().filter(|index| outline.sections[*index].kind == Some(SectionKind::Summary));
    let of_section = own.find_map(|index| tells(outline.blocks(index, blocks), Tells::Anything));
    let of_section = of_section.or_else(|| tells(outline.preamble(blocks), Tells::Paragraphs));
    let text = of_section.or_else(|| {
        sections
            .filter(|index| {
                matches!(
                    outline.sections[*index].kind,
                    None | Some(SectionKind::Background | SectionKind::Impact | SectionKind::ContributingFactors)
                )
            })
            .find_map(|index| tells(outline.blocks(index, blocks), Tells::Paragraphs))
    })?;
    Some(shortened(&text, MAX_SUMMARY))
}

/// What may be a summary.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tells {
    /// Only running text.
    Paragraphs,
    /// Also the items of a list and the cells of a table.
    Anything,
}

/// The first paragraphs that tell something: no labels, no lead-in, no hint in italics.
fn tells(blocks: &[Block], what: Tells) -> Option<String> {
    let is_told = |prose: &Prose| {
        let text = prose.plain().trim();
        !text.ends_with(':')
            && !prose.is_all(Style::EMPHASIS)
            && text.split_whitespace().filter(|word| word.contains(char::is_alphabetic)).take(4).count() == 4
    };
    let mut text = String::new();
    for block in blocks {
        let free = block.is_free_paragraph() && is_told(&block.prose) && !infer::is_metadata(block);
        if free {
            if !text.is_empty() {
                text.push(' ');
            }
            text.push_str(&block.prose.line());
        }
        if !text.is_empty() && (!free || text.len() >= MAX_SUMMARY) {
            return Some(text);
        }
    }
    if !text.is_empty() {
        return Some(text);
    }
    if what == Tells::Paragraphs {
        return None;
    }
    for block in blocks {
        let found = match &block.kind {
            Kind::Row { head: false, cells, .. } => cells.iter().max_by_key(|cell| cell.plain().len()),
            Kind::Item { .. } | Kind::Paragraph | Kind::Html => Some(&block.prose),
            _ => None,
        };
        if let Some(prose) = found.filter(|prose| is_told(prose)) {
            return Some(prose.line());
        }
    }
    None
}

/// As many sentences as fit into `limit` characters; of a longer first one, as many words.
fn shortened(text: &str, limit: usize) -> String {
    let mut words = String::new();
    push_words(&mut words, text);
    let text = words;
    if text.chars().count() <= limit {
        return text;
    }
    let end = text.char_indices().nth(limit).map_or(text.len(), |(index, _)| index);
    let head = &text[..end];
    let sentence = head
        .char_indices()
        .filter(|(index, c)| {
            let next = text[index + c.len_utf8()..].chars().next();
            matches!(c, '。' | '！' | '？') || (matches!(c, '.' | '!' | '?') && next.is_none_or(char::is_whitespace))
        })
        .map(|(index, c)| index + c.len_utf8())
        .next_back();
    // A first sentence of a few words would say too little.
    if let Some(sentence) = sentence.filter(|sentence| *sentence >= 40) {
        return head[..sentence].to_owned();
    }
    let whole = head.rfind(' ').map_or(head, |end| &head[..end]);
    format!("{}…", whole.trim_end_matches([',', ';', ':', ' ']))
}

#[cfg(test)]
mod tests {
    use snapbox::{assert_data_eq, str};

    use super::*;
    use crate::model::Target;
    use crate::text::{SourceId, SourceSet};

    fn parsed(text: &str) -> Parsed {
        let set = SourceSet::from_files([("a.md", text)]);
        parse(set.get(SourceId(0)), Span::new(0, text.len()), &ParseSettings::default())
    }

    #[track_caller]
    fn check(text: &str, expected: impl snapbox::IntoData) {
        let Parsed { body, .. } = parsed(text);
        let mut shown =
            format!("words: {}\nlead: {}\nsummary: {}\n", body.words, body.lead, body.summary.unwrap_or_default());
        for section in &body.sections {
            shown.push_str(&format!("# {}\n{}\n", section.heading, section.text));
        }
        assert_data_eq!(shown, expected);
    }

    #[track_caller]
    fn check_references(text: &str, expected: impl snapbox::IntoData) {
        let Parsed { body, .. } = parsed(text);
        let mut shown = String::new();
        for link in &body.links {
            let target = match &link.target {
                Target::External(url) => format!("external {url}"),
                Target::Anchor(anchor) => format!("anchor {anchor}"),
                Target::File { path, anchor } => format!("file {path} {}", anchor.as_deref().unwrap_or("-")),
                Target::Wiki { name, anchor } => format!("wiki {name} {}", anchor.as_deref().unwrap_or("-")),
            };
            let image = if link.image { "image " } else { "" };
            shown.push_str(&format!("{image}{target} [{}] {}\n", link.text, &text[link.span.range()]));
        }
        for code in &body.code {
            shown.push_str(&format!(
                "code {} {} bytes\n",
                code.language.as_deref().unwrap_or("-"),
                code.span.range().len()
            ));
        }
        assert_data_eq!(shown, expected);
    }

    #[test]
    fn sections_as_plain_text() {
        check(
            "Before.

# Queue stuck

**Date:** 2026-03-07

The queue *stood still*. It was a [full disk](https://example.org/disk)
&amp; nobody saw it; see https://example.org/log.

## Cause

- a `log` without end
  - and more

| Disk | Free | Note |
|------|------|------|
| a    |      | full |

```sh
df -h
```

<details><summary>More</summary>A <b>box</b><!-- hidden --></details>
",
            str![[r#"
words: 31
lead: Before.
Date: 2026-03-07
The queue stood still. It was a full disk & nobody saw it; see
summary: The queue stood still. It was a full disk & nobody saw it; see
# Queue stuck
Date: 2026-03-07
The queue stood still. It was a full disk & nobody saw it; see
# Cause
a log without end
and more
Disk · Free · Note
a · full
df -h
More A box

"#]],
        );
    }

    #[test]
    fn summaries() {
        check(
            "# T\n\n## Impact\nNobody could pay for an hour.\n\n## Summary\n\n*One paragraph.*\n\nThe cache was cold. It warmed.\n",
            str![[r#"
words: 14
lead: 
summary: The cache was cold. It warmed.
# T

# Impact
Nobody could pay for an hour.
# Summary
One paragraph.
The cache was cold. It warmed.

"#]],
        );
        check(
            "## Summary\n\n- The cache was cold all day\n- It warmed\n",
            str![[r#"
words: 8
lead: 
summary: The cache was cold all day
# Summary
The cache was cold all day
It warmed

"#]],
        );
        check(
            "# Nothing\n\nShort.\n",
            str![[r#"
words: 1
lead: Short.
summary: 
# Nothing
Short.

"#]],
        );
    }

    #[test]
    fn long_summaries_end_with_a_sentence() {
        let sentence = "The cache of the third region was cold for most of the morning, and so was the coffee. ";
        let summary = parsed(&sentence.repeat(9)).body.summary.unwrap_or_default();
        assert_eq!(summary, sentence.repeat(3).trim_end());
        let words = "word ".repeat(100);
        let summary = parsed(&words).body.summary.unwrap_or_default();
        assert!(summary.ends_with("word…") && summary.chars().count() <= MAX_SUMMARY, "{summary}");
    }

    #[test]
    fn links_images_and_code() {
        check_references(
            "[a](b.md#c) ![alt *text*](img/x%20y.png) <https://example.org> [r][ref] [[Old one|shown]] [[#here]]
<img src=\"z.png\" alt=\"Z\"> <a href='mailto:x@example.org'>mail us</a> https://example.org/bare.
[![badge](b.svg)](https://example.org/ci) `https://example.org/code` [top](#t)

```rust,ignore
fn main() {}
```

    indented

[ref]: /root.md
",
            str![[r#"
file b.md c [a] [a](b.md#c)
image file img/x y.png - [alt text] ![alt *text*](img/x%20y.png)
external https://example.org [https://example.org] <https://example.org>
file /root.md - [r] [r][ref]
wiki Old one - [shown] [[Old one|shown]]
anchor here [#here] [[#here]]
image file z.png - [Z] <img src="z.png" alt="Z">
external mailto:x@example.org [mail us] <a href='mailto:x@example.org'>mail us</a>
external https://example.org/bare [https://example.org/bare] https://example.org/bare
external https://example.org/ci [badge] [![badge](b.svg)](https://example.org/ci)
image file b.svg - [badge] ![badge](b.svg)
anchor t [top] [top](#t)
code rust 31 bytes
code - 9 bytes

"#]],
        );
    }

    #[test]
    fn placeholders_are_text() {
        check(
            "# T\n\nRestart <service-name> by hand, please.<br>Then <b>wait</b>.\n",
            str![[r#"
words: 7
lead: Restart <service-name> by hand, please. Then wait.
summary: Restart <service-name> by hand, please. Then wait.
# T
Restart <service-name> by hand, please. Then wait.

"#]],
        );
    }

    #[test]
    fn nothing() {
        check(
            "",
            str![[r#"
words: 0
lead: 
summary: 

"#]],
        );
        check(
            "\n\n---\n",
            str![[r#"
words: 0
lead: 
summary: 

"#]],
        );
    }

    #[test]
    fn deep_nesting_is_a_finding_and_loses_no_text() {
        let text = format!("{}deep\n", "> ".repeat(100));
        let Parsed { body, diagnostics, .. } = parsed(&text);
        assert_eq!(body.lead, "deep");
        assert_eq!(diagnostics.len(), 1);
        assert_eq!(diagnostics[0].code.name, "deep-nesting");
        assert!(parsed(&format!("{}flat\n", "> ".repeat(20))).diagnostics.is_empty());
    }

    /// Each takes seconds when a step looks back over all that came before.
    #[test]
    fn hostile_bodies_take_linear_time() {
        for (before, piece, times) in [
            ("", "> ", 20_000),
            ("", "- ", 10_000),
            ("", "![a", 10_000),
            ("", "**a** ", 10_000),
            ("", "# a\n", 5_000),
            ("", "<a ", 20_000),
            ("<div>\n", "<a <b \"", 10_000),
            ("http://a", ")", 50_000),
            ("", "a", 200_000),
            ("## Timeline\n- 09:12 ", "(a ", 20_000),
            ("## Timeline\n| Time | Event |\n|-|-|\n", "| 09:12 | x |\n", 2_000),
            ("## Action items\n- ", "@a [", 10_000),
            ("## Action items\n", "- do it\n", 5_000),
            ("- - - - - - - - a", "\n", 100_000),
            ("", "about ", 20_000),
            ("", "down for 1h 20m 1", 10_000),
            ("## Summary\n", "began at 09:12, ", 10_000),
            ("", "03/04/2026 ", 10_000),
            ("## Action items\n", "TODO: a\n", 10_000),
            ("## Action items\n", "**Rob**\n\n- a\n\n", 3_000),
            ("", "## 2026-03-07 a b\n", 3_000),
            ("", "- **Impact**: a\n- **Resolution**: b\n- **Timeline**: c\n", 2_000),
            ("", "**Resolved** - a\nMar 7, 10:40 UTC\n\n", 3_000),
        ] {
            let text = format!("{before}{}", piece.repeat(times));
            let words = parsed(&text).body.words;
            assert!(words as usize <= text.len());
        }
    }
}
