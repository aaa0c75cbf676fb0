//! The one pass over the Markdown: a flat list of blocks in document order, with the links and code on the way.
//!
//! The entry point is [`read`]. Everything else in `parse` reads blocks, never Markdown; what a block means is
//! not decided here.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, LinkType, Parser, Tag, TagEnd};

use crate::model::{CodeBlock, Link, Target};
use crate::parse::html::{self, HtmlTag};
use crate::parse::markdown;
use crate::parse::prose::{Prose, Style};
use crate::parse::references;
use crate::text::Span;

/// What a block is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A heading of level 1 to 6 that divides the document; one inside a list or quote is a paragraph.
    Heading(u8),
    Paragraph,
    /// A list item; its prose is its first paragraph. `end` is the index of the block after its last child.
    Item {
        ordered: bool,
        task: Option<bool>,
        end: usize,
    },
    /// A table row. Rows of one table have one number.
    Row {
        head: bool,
        table: usize,
        cells: Vec<Prose>,
    },
    Code,
    Html,
    /// The words of a list item that act as a heading: see `skeleton.rs`.
    Lead,
}

/// A piece of the document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Block {
    pub(crate) kind: Kind,
    /// All of it; of an item with its children.
    pub(crate) span: Span,
    /// Its text; of a row all cells are in `kind`.
    pub(crate) prose: Prose,
    /// In how many lists it is.
    pub(crate) lists: usize,
    /// In how many quotes and footnotes it is.
    pub(crate) quotes: usize,
}

impl Block {
    /// Whether it is a paragraph of the running text, in no list or quote.
    pub(crate) fn is_free_paragraph(&self) -> bool {
        self.kind == Kind::Paragraph && self.lists == 0 && self.quotes == 0
    }
}

/// What [`read`] finds.
#[derive(Debug, Clone, Default)]
pub(crate) struct Document {
    pub(crate) blocks: Vec<Block>,
    /// By place.
    pub(crate) links: Vec<Link>,
    /// By place.
    pub(crate) code: Vec<CodeBlock>,
    /// The first place that is nested deeper than [`markdown::MAX_NESTING`].
    pub(crate) deep: Option<Span>,
}

/// Reads the Markdown that stands at `base` of its source.
pub(crate) fn read(text: &str, base: usize) -> Document {
    let mut reader = Reader { text, base, ..Reader::default() };
    for (event, range) in Parser::new_ext(text, markdown::options()).into_offset_iter() {
        reader.event(event, range);
    }
    reader.finish()
}

/// A link whose end has not come yet.
#[derive(Debug)]
struct OpenLink {
    span: Span,
    target: Target,
    text: String,
    image: bool,
}

/// A table written in HTML. Blank lines in it end a block of HTML, but not the table.
#[derive(Debug, Default)]
struct HtmlTable {
    /// The rows that began so far.
    rows: usize,
    /// The row that is open, among the blocks.
    row: Option<usize>,
    /// Whether a cell of it is open.
    in_cell: bool,
}

#[derive(Debug, Default)]
struct Reader<'a> {
    text: &'a str,
    base: usize,
    document: Document,
    /// The block that inline text belongs to.
    current: Option<usize>,
    /// Items that are open.
    items: Vec<usize>,
    lists: Vec<bool>,
    quotes: usize,
    tables: usize,
    links: Vec<OpenLink>,
    /// How many of the open links are images.
    images: usize,
    /// `<a href>` that is open.
    html_link: Option<OpenLink>,
    /// `<table>` that is open.
    html_table: Option<HtmlTable>,
    strong: usize,
    emphasis: usize,
    strike: usize,
}

impl Reader<'_> {
    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        let span = self.span(&range);
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => self.inline(&text, span, Style::default()),
            Event::Code(text) => {
                let fence = range.len().saturating_sub(text.len());
                let inner = self.span(&(range.start + fence / 2..range.end.saturating_sub(fence - fence / 2)));
                self.inline(&text, inner, Style::CODE);
            }
            Event::SoftBreak | Event::HardBreak => self.inline("\n", span, Style::default()),
            Event::InlineHtml(html) => self.inline_html(&html, span),
            Event::TaskListMarker(done) => {
                if let Some(Kind::Item { task, .. }) =
                    self.items.last().map(|item| &mut self.document.blocks[*item].kind)
                {
                    *task = Some(done);
                }
            }
            // The lines of a block of HTML were read when it began.
            Event::Html(_)
            | Event::FootnoteReference(_)
            | Event::Rule
            | Event::InlineMath(_)
            | Event::DisplayMath(_) => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>, range: Range<usize>) {
        let span = self.span(&range);
        match tag {
            // A cell that is written in Markdown.
            Tag::Paragraph if self.html_cell().is_some() => self.current = self.html_cell(),
            Tag::Paragraph => {
                self.html_table = None;
                let first_of_item = self.items.last().is_some_and(|item| {
                    *item + 1 == self.document.blocks.len() && self.document.blocks[*item].prose.plain().is_empty()
                });
                self.current =
                    if first_of_item { self.items.last().copied() } else { Some(self.open(Kind::Paragraph, span)) };
            }
            Tag::Heading { level, .. } => {
                self.html_table = None;
                let free = self.lists.is_empty() && self.quotes == 0;
                let kind = if free { Kind::Heading(level as u8) } else { Kind::Paragraph };
                self.current = Some(self.open(kind, span));
            }
            Tag::BlockQuote(_) | Tag::FootnoteDefinition(_) => {
                self.quotes += 1;
                self.current = None;
                self.watch_depth(span);
            }
            Tag::CodeBlock(kind) => {
                let language = match kind {
                    CodeBlockKind::Fenced(info) => info
                        .split([' ', ',', '{', '\t'])
                        .find(|word| !word.is_empty())
                        .map(|word| word.trim_matches(['.', '}']).to_ascii_lowercase()),
                    CodeBlockKind::Indented => None,
                };
                self.document.code.push(CodeBlock { span, language });
                self.current = Some(self.open(Kind::Code, span));
            }
            Tag::HtmlBlock => self.html(range),
            Tag::List(first) => {
                self.html_table = None;
                self.lists.push(first.is_some());
                self.current = None;
                self.watch_depth(span);
            }
            Tag::Item => {
                let ordered = self.lists.last().copied().unwrap_or_default();
                let item = self.open(Kind::Item { ordered, task: None, end: 0 }, span);
                self.items.push(item);
                self.current = Some(item);
            }
            Tag::Table(_) => {
                self.html_table = None;
                self.tables += 1;
            }
            Tag::TableHead | Tag::TableRow => {
                let head = matches!(tag, Tag::TableHead);
                self.current = Some(self.open(Kind::Row { head, table: self.tables, cells: Vec::new() }, span));
            }
            Tag::TableCell => {
                if let Some(Kind::Row { cells, .. }) = self.current.map(|row| &mut self.document.blocks[row].kind) {
                    cells.push(Prose::default());
                }
            }
            Tag::Emphasis => self.emphasis += 1,
            Tag::Strong => self.strong += 1,
            Tag::Strikethrough => self.strike += 1,
            Tag::Link { link_type, dest_url, .. } => self.open_link(link_type, &dest_url, span, false),
            Tag::Image { link_type, dest_url, .. } => self.open_link(link_type, &dest_url, span, true),
            Tag::DefinitionList
            | Tag::DefinitionListTitle
            | Tag::DefinitionListDefinition
            | Tag::Superscript
            | Tag::Subscript
            | Tag::MetadataBlock(_) => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph
            | TagEnd::Heading(_)
            | TagEnd::CodeBlock
            | TagEnd::HtmlBlock
            | TagEnd::TableHead
            | TagEnd::TableRow => {
                self.current = None;
                if let Some(link) = self.html_link.take() {
                    self.close_link(link);
                }
            }
            TagEnd::BlockQuote(_) | TagEnd::FootnoteDefinition => {
                self.quotes = self.quotes.saturating_sub(1);
                self.current = None;
            }
            TagEnd::List(_) => {
                self.lists.pop();
                self.current = None;
            }
            TagEnd::Item => {
                let after = self.document.blocks.len();
                if let Some(Kind::Item { end, .. }) = self.items.pop().map(|item| &mut self.document.blocks[item].kind)
                {
                    *end = after;
                }
                self.current = None;
            }
            TagEnd::Emphasis => self.emphasis = self.emphasis.saturating_sub(1),
            TagEnd::Strong => self.strong = self.strong.saturating_sub(1),
            TagEnd::Strikethrough => self.strike = self.strike.saturating_sub(1),
            TagEnd::Link | TagEnd::Image => {
                if let Some(link) = self.links.pop() {
                    self.images -= usize::from(link.image);
                    self.close_link(link);
                }
            }
            TagEnd::Table
            | TagEnd::TableCell
            | TagEnd::DefinitionList
            | TagEnd::DefinitionListTitle
            | TagEnd::DefinitionListDefinition
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::MetadataBlock(_) => {}
        }
    }

    fn open(&mut self, kind: Kind, span: Span) -> usize {
        let span = self.trimmed(span);
        let block = Block { kind, span, prose: Prose::default(), lists: self.lists.len(), quotes: self.quotes };
        self.document.blocks.push(block);
        self.document.blocks.len() - 1
    }

    fn inline(&mut self, text: &str, span: Span, style: Style) {
        if let Some(link) = self.links.last_mut() {
            link.text.push_str(text);
        }
        if let Some(link) = &mut self.html_link {
            link.text.push_str(text);
        }
        // The text of an image describes what is shown; it is not part of the sentence.
        if self.images > 0 {
            return;
        }
        let mut style = style;
        for (on, part) in [
            (self.strong > 0, Style::STRONG),
            (self.emphasis > 0, Style::EMPHASIS),
            (self.strike > 0, Style::STRIKE),
            (!self.links.is_empty() || self.html_link.is_some(), Style::LINK),
        ] {
            if on {
                style = style.with(part);
            }
        }
        // Tight text after a nested list has no paragraph of its own.
        let current = match self.current {
            Some(current) => current,
            None => self.open(Kind::Paragraph, span),
        };
        self.current = Some(current);
        let block = &mut self.document.blocks[current];
        let prose = match &mut block.kind {
            Kind::Row { cells, .. } => match cells.last_mut() {
                Some(cell) => cell,
                None => return,
            },
            _ => &mut block.prose,
        };
        prose.push(text, span, style);
        block.span.end = block.span.end.max(span.end);
    }

    fn inline_html(&mut self, html: &str, span: Span) {
        match html::tag(html) {
            Some(HtmlTag { name, .. }) if !markdown::is_html_element(name) => self.inline(html, span, Style::default()),
            Some(HtmlTag { name, .. }) if name.eq_ignore_ascii_case("br") => self.inline("\n", span, Style::default()),
            Some(tag) => self.html_reference(&tag, span),
            None => {}
        }
    }

    /// A block of HTML: its text, and the rows of its tables.
    fn html(&mut self, block: Range<usize>) {
        self.current = match &self.html_table {
            Some(table) => table.row,
            None => Some(self.open(Kind::Html, self.span(&block))),
        };
        let html = self.text.get(block.clone()).unwrap_or_default();
        for piece in html::pieces(html) {
            match piece {
                html::Piece::Text(range) => {
                    let source = self.span(&(block.start + range.start..block.start + range.end));
                    self.html_text(html.get(range).unwrap_or_default(), source);
                }
                html::Piece::Tag(tag, range) => {
                    let source = self.span(&(block.start + range.start..block.start + range.end));
                    if !self.html_table_tag(&tag, source) && !tag.is_inline() {
                        self.html_text("\n", source);
                    }
                    self.html_reference(&tag, source);
                }
            }
        }
    }

    fn html_text(&mut self, text: &str, span: Span) {
        let in_cell = self.html_cell().is_some();
        if !in_cell && text.trim().is_empty() && (self.html_table.is_some() || self.current.is_none()) {
            return;
        }
        if self.current.is_none() || (self.html_table.is_some() && !in_cell) {
            self.current = Some(self.open(Kind::Html, span));
        }
        self.inline(text, span, Style::default());
    }

    /// The row of the cell that is open.
    fn html_cell(&self) -> Option<usize> {
        self.html_table.as_ref().filter(|table| table.in_cell)?.row
    }

    /// Opens and closes tables, rows and cells; whether the tag is one of these. A table in a cell adds its rows.
    fn html_table_tag(&mut self, tag: &HtmlTag<'_>, span: Span) -> bool {
        let name = tag.name.to_ascii_lowercase();
        let Some(table) = &mut self.html_table else {
            if name == "table" && !tag.closing {
                self.tables += 1;
                self.html_table = Some(HtmlTable::default());
                self.current = None;
            }
            return name == "table";
        };
        match (name.as_str(), tag.closing) {
            ("table", true) => {
                self.html_table = None;
                self.current = None;
            }
            ("tr", false) => {
                let head = table.rows == 0;
                table.rows += 1;
                let row = self.open(Kind::Row { head, table: self.tables, cells: Vec::new() }, span);
                self.html_table.get_or_insert_default().row = Some(row);
                self.current = Some(row);
            }
            ("tr", true) => {
                if let Some(row) = table.row.take() {
                    let block = &mut self.document.blocks[row];
                    block.span.end = block.span.end.max(span.end);
                }
                table.in_cell = false;
                self.current = None;
            }
            ("td" | "th", false) => {
                table.in_cell = table.row.is_some();
                self.current = table.row;
                if let Some(Kind::Row { cells, .. }) = table.row.map(|row| &mut self.document.blocks[row].kind) {
                    cells.push(Prose::default());
                }
            }
            ("td" | "th", true) => table.in_cell = false,
            ("thead" | "tbody" | "tfoot" | "colgroup" | "col", _) => {}
            _ => return false,
        }
        true
    }

    fn html_reference(&mut self, tag: &HtmlTag<'_>, span: Span) {
        if tag.name.eq_ignore_ascii_case("img") {
            if let Some(source) = tag.attribute("src") {
                let text = tag.attribute("alt").unwrap_or_default();
                let target = references::target(&source);
                self.document.links.push(Link { span, target, text, image: true });
            }
        } else if tag.name.eq_ignore_ascii_case("a") {
            if let Some(link) = self.html_link.take() {
                let end = if tag.closing { span.end } else { link.span.end };
                self.close_link(OpenLink { span: Span { end, ..link.span }, ..link });
            }
            if !tag.closing
                && let Some(source) = tag.attribute("href")
            {
                let target = references::target(&source);
                self.html_link = Some(OpenLink { span, target, text: String::new(), image: false });
            }
        }
    }

    fn open_link(&mut self, link_type: LinkType, destination: &str, span: Span, image: bool) {
        let target = match link_type {
            LinkType::WikiLink { .. } => references::wiki_target(destination),
            LinkType::Email => Target::External(format!("mailto:{destination}")),
            _ => references::target(destination),
        };
        self.links.push(OpenLink { span, target, text: String::new(), image });
        self.images += usize::from(image);
    }

    fn close_link(&mut self, link: OpenLink) {
        // The text of an image in a link is what the link shows.
        if let Some(outer) = self.links.last_mut().filter(|outer| !outer.image && link.image) {
            outer.text.push_str(&link.text);
        }
        let OpenLink { span, target, text, image } = link;
        let text = crate::parse::prose::squeeze(&text);
        self.document.links.push(Link { span, target, text, image });
    }

    fn watch_depth(&mut self, span: Span) {
        if self.document.deep.is_none() && self.lists.len() + self.quotes > markdown::MAX_NESTING {
            self.document.deep = Some(self.first_line(span));
        }
    }

    fn first_line(&self, span: Span) -> Span {
        let text = self.text.get(span.start as usize - self.base..span.end as usize - self.base).unwrap_or_default();
        let line = text.lines().next().unwrap_or_default();
        Span::new(span.start as usize, span.start as usize + line.len())
    }

    /// Without the line ends that Markdown counts to the block before them. Only a few: a long tail of blank
    /// lines would otherwise be walked once for every list that ends there.
    fn trimmed(&self, span: Span) -> Span {
        let text = self.text.as_bytes();
        let mut end = span.end as usize;
        let least = end.saturating_sub(64).max(span.start as usize);
        while end > least && text.get(end - 1 - self.base).is_some_and(u8::is_ascii_whitespace) {
            end -= 1;
        }
        Span::new(span.start as usize, end)
    }

    fn span(&self, range: &Range<usize>) -> Span {
        Span::new(range.start + self.base, range.end + self.base)
    }

    fn finish(mut self) -> Document {
        if let Some(link) = self.html_link.take() {
            self.close_link(link);
        }
        let mut document = self.document;
        for block in &document.blocks {
            match &block.kind {
                Kind::Row { cells, .. } => {
                    for cell in cells {
                        references::bare_urls(cell, &mut document.links);
                    }
                }
                Kind::Code => {}
                _ => references::bare_urls(&block.prose, &mut document.links),
            }
        }
        document.links.sort_by_key(|link| (link.span.start, std::cmp::Reverse(link.span.end)));
        document
    }
}
