//! The text below the front matter: what [`parse`] returns is everything that Markdown says by itself.
//!
//! Dates, severities and other metadata are not read here; [`infer`](super::infer) does that from the
//! [`Clues`] that are handed on.

use crate::config::ParseSettings;
use crate::diagnostic::{Diagnostic, Level, codes};
use crate::model::{ActionItem, Body, Section, SectionKind, Timeline};
use crate::parse::action_items;
use crate::parse::blocks::{self, Block, Document, Kind};
use crate::parse::infer::{self, Clues};
use crate::parse::markdown;
use crate::parse::prose::{Prose, Style, squeeze};
use crate::parse::sections::{self, Outline};
use crate::parse::timeline;
use crate::text::{Source, Span, Spanned};

/// What the body of one document says.
#[derive(Debug, Clone, Default)]
pub(crate) struct Parsed {
    /// Sections, links, code, summary.
    pub(crate) body: Body,
    /// Its timeline; days are resolved later, when the date of the incident is known.
    pub(crate) timeline: Timeline,
    /// Its action items.
    pub(crate) action_items: Vec<ActionItem>,
    /// The heading that is the title, as written.
    pub(crate) title: Option<Spanned<String>>,
    /// What [`infer::fill`] reads.
    pub(crate) clues: Clues,
    /// What could not be understood.
    pub(crate) diagnostics: Vec<Diagnostic>,
}

/// Reads the bytes of `span`, in one pass.
pub(crate) fn parse(source: &Source, span: Span, settings: &ParseSettings) -> Parsed {
    let text = source.text.get(span.range()).unwrap_or_default();
    let document = blocks::read(text, span.start as usize);
    let mut outline = sections::outline(&document.blocks, span.end, &settings.section_aliases);
    for index in 0..outline.sections.len() {
        outline.sections[index].text = plain(outline.blocks(index, &document.blocks));
    }
    let title = outline.title();
    let (timeline, drafts) = timeline::read(&document.blocks, &outline);
    let action_items = action_items::read(&document.blocks, &outline, &document.links);
    let clues = infer::clues(&document.blocks, &outline, &timeline, drafts);
    let Document { blocks, links, code, deep } = document;
    let diagnostics = deep
        .map(|span| {
            let limit = markdown::MAX_NESTING;
            Diagnostic::new(codes::DEEP_NESTING, Level::Warning, source.id, span, "lists or quotes nested very deeply")
                .note(format!("below {limit} levels nothing can be told apart on a page; the text is kept"))
                .help("could part of this be a section of its own?")
        })
        .into_iter()
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
    Parsed { body, timeline, action_items, title, clues, diagnostics }
}

/// Blocks as plain text: a line for each block, the cells of a row apart, URLs left out.
fn plain(blocks: &[Block]) -> String {
    let mut text = String::new();
    for block in blocks {
        let line = text.len();
        match &block.kind {
            Kind::Row { cells, .. } => {
                for cell in cells {
                    if text.len() > line {
                        text.push_str(" | ");
                    }
                    push_words(&mut text, cell.plain());
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
    let own = sections.clone().filter(|index| {
        let section = &outline.sections[*index];
        section.kind == Some(SectionKind::Summary)
    });
    let of_section = own.filter_map(|index| tells(outline.blocks(index, blocks), Tells::Anything)).next();
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
    let text = squeeze(text);
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
    let words = head.rfind(' ').map_or(head, |end| &head[..end]);
    format!("{}…", words.trim_end_matches([',', ';', ':', ' ']))
}
