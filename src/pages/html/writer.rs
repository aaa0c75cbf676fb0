//! From Markdown events to HTML, in one pass.
//!
//! Every element is opened and closed here, and every text is escaped here, so that what is written needs no
//! sanitising; only elements that an author wrote as HTML do (see `raw`).

mod blocks;
mod lines;
mod timeline;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::ops::Range;

use pulldown_cmark::{Alignment, CodeBlockKind, CowStr, Event, Parser, Tag, TagEnd, TextMergeWithOffset};

use crate::archive::PmIdx;
use crate::model::{Heading, Section, ServiceId, TimelineFormat};
use crate::pages::Site;
use crate::pages::views::TimelineView;
use crate::parse::markdown;
use crate::urls::UrlPath;

use super::footnotes::Footnotes;
use super::headings::Headings;
use super::links::{self, Goal, Links};
use super::raw::{self, Within, Written};
use super::timeline::{self as events, Events};
use super::{BodyHtml, escape};
use timeline::Course;

/// Renders a whole body, with the timeline in its place.
pub(super) fn body(site: Site<'_>, postmortem: PmIdx, at: &UrlPath, timeline: Option<&TimelineView>) -> BodyHtml {
    let document = site.archive.get(postmortem);
    let span = document.body.span;
    let source = &site.sources.get(document.source).text;
    let text = source.get(span.range()).unwrap_or_default();
    let links = Links { site, postmortem, at };
    let mut writer = Writer::new(links, text, Some(span.start as usize));
    writer.events = timeline.and_then(|view| Events::new(&document.timeline, view));
    writer.run();
    let toc = std::mem::take(&mut writer.headings.toc);
    let timeline = writer.timeline != Course::NotYet;
    BodyHtml { html: writer.finish(), toc, timeline }
}

/// Renders a line.
pub(super) fn inline(site: Site<'_>, postmortem: PmIdx, text: &str, at: &UrlPath) -> String {
    let mut writer = Writer::new(Links { site, postmortem, at }, text, None);
    writer.run();
    writer.finish()
}

/// What is written at the end of an element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Close {
    /// This.
    With(&'static str),
    /// The end of the timeline.
    Timeline,
    /// The link of a heading to itself, and this.
    Heading(&'static str),
    /// Nothing: what was written since is dropped.
    Drop,
    /// The anchor is one that counts as a link.
    Link(&'static str),
    /// The image whose alternative text was collected.
    Image,
    /// What was written is a footnote.
    Footnote,
}

/// A block of code that is open.
struct Code {
    info: String,
    text: String,
}

/// An image that is open.
struct Image<'a> {
    goal: Goal<'a>,
    title: String,
    alt: String,
    /// The number of containers around it.
    depth: usize,
    /// Whether it is all of its paragraph.
    alone: bool,
}

struct Writer<'a> {
    links: Links<'a>,
    text: &'a str,
    /// Where the text begins in the source; none for a line of its own.
    base: Option<usize>,
    out: String,
    closers: Vec<Close>,
    headings: Headings<'a>,
    /// The heading that is open.
    heading: Option<&'a Section>,
    footnotes: Footnotes,
    /// What was written before the footnotes and titles that are open, and their names.
    aside: Vec<(String, CowStr<'a>)>,
    alignments: Vec<Alignment>,
    cell: usize,
    in_head: bool,
    /// The number of open links and headings: nothing in them becomes a link by itself.
    quiet: usize,
    in_link: usize,
    image: Option<Image<'a>>,
    code: Option<Code>,
    /// A block of HTML that is open, and where it begins in the source.
    html: Option<(String, usize)>,
    raw: raw::Open,
    written: Written,
    alerts: usize,
    /// Services that the section has a link to already.
    mentioned: BTreeSet<ServiceId>,
    events: Option<Events<'a>>,
    timeline: Course,
    /// The event whose row is open.
    event: Option<events::Event<'a>>,
    /// Up to here the text is written already, or not to be written.
    passed: usize,
    /// The number of elements that were left out and have not ended yet.
    left_out: usize,
}

impl<'a> Writer<'a> {
    fn new(links: Links<'a>, text: &'a str, base: Option<usize>) -> Self {
        let postmortem = links.site.archive.get(links.postmortem);
        Self {
            links,
            text,
            base,
            out: String::with_capacity(text.len() + text.len() / 2),
            closers: Vec::new(),
            headings: Headings::new(postmortem),
            heading: None,
            footnotes: Footnotes::default(),
            aside: Vec::new(),
            alignments: Vec::new(),
            cell: 0,
            in_head: false,
            quiet: 0,
            in_link: 0,
            image: None,
            code: None,
            html: None,
            raw: raw::Open::default(),
            written: Written::Clean,
            alerts: 0,
            mentioned: BTreeSet::new(),
            events: None,
            timeline: Course::NotYet,
            event: None,
            passed: 0,
            left_out: 0,
        }
    }

    fn run(&mut self) {
        let events = Parser::new_ext(self.text, markdown::options()).into_offset_iter();
        for (event, range) in TextMergeWithOffset::new(events) {
            self.event(event, range);
        }
    }

    fn finish(mut self) -> String {
        self.raw.close_within(0, &mut self.out);
        self.footnotes.finish(self.links.site.typesetter, &mut self.out);
        if self.base.is_none() {
            self.out.truncate(self.out.trim_end().len());
        }
        if self.written == Written::Unclean { self.links.site.typesetter.sanitiser.clean(&self.out) } else { self.out }
    }

    fn is_body(&self) -> bool {
        self.base.is_some()
    }

    fn word(&self, key: &'static str) -> &'a str {
        self.links.site.typesetter.word(key)
    }

    /// The place in the source of a place in the text.
    fn place(&self, at: usize) -> Option<u32> {
        self.base.and_then(|base| u32::try_from(base + at).ok())
    }

    fn event(&mut self, event: Event<'a>, range: Range<usize>) {
        let Some(event) = self.not_passed(event, &range) else { return };
        if let Some(image) = &mut self.image {
            match event {
                Event::Text(text) | Event::Code(text) => image.alt.push_str(&text),
                Event::SoftBreak | Event::HardBreak => image.alt.push(' '),
                Event::Start(_) => self.closers.push(Close::With("")),
                Event::End(_) => self.end(),
                _ => {}
            }
            return;
        }
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(TagEnd::HtmlBlock) => self.end_html(),
            Event::End(_) => self.end(),
            Event::Text(text) => match (&mut self.code, &mut self.html) {
                (Some(code), _) => code.text.push_str(&text),
                (None, Some((html, _))) => html.push_str(&text),
                (None, None) => self.write_text(&text),
            },
            Event::Code(text) => {
                self.out.push_str("<code>");
                escape::code(&mut self.out, &text);
                self.out.push_str("</code>");
            }
            Event::Html(text) => match &mut self.html {
                Some((html, _)) => html.push_str(&text),
                None => self.write_html(&text, range.start, Within::Blocks),
            },
            Event::InlineHtml(text) => self.write_html(&text, range.start, Within::Line),
            Event::SoftBreak => self.out.push(if self.is_body() { '\n' } else { ' ' }),
            Event::HardBreak => self.out.push_str("<br>\n"),
            Event::Rule if self.is_body() => self.out.push_str("<hr>\n"),
            Event::FootnoteReference(name) if self.is_body() && self.in_link == 0 => {
                self.footnotes.refer(&name, self.links.site.typesetter, &mut self.out);
            }
            Event::TaskListMarker(done) => {
                let (state, word) = if done { (" checked", "html_done") } else { ("", "html_not_done") };
                let _ = write!(self.out, "<input type=\"checkbox\" disabled{state} aria-label=\"");
                let word = self.word(word);
                escape::attribute(&mut self.out, word);
                self.out.push_str("\"> ");
            }
            Event::Rule | Event::FootnoteReference(_) | Event::InlineMath(_) | Event::DisplayMath(_) => {}
        }
    }

    fn start(&mut self, tag: Tag<'a>, range: Range<usize>) {
        if let Tag::HtmlBlock = tag {
            self.html = Some((String::new(), range.start));
            return;
        }
        let deep = self.closers.len() >= markdown::MAX_NESTING;
        let close = match tag {
            Tag::Link { link_type, dest_url, title, .. } => {
                self.start_link(&links::target(link_type, &dest_url), &title, range.start)
            }
            Tag::Image { link_type, dest_url, title, .. } => {
                let goal = self.links.goal(self.place(range.start), &links::target(link_type, &dest_url));
                let alone = self.is_alone(&range);
                let depth = self.closers.len();
                self.image = Some(Image { goal, title: title.into_string(), alt: String::new(), depth, alone });
                Close::Image
            }
            Tag::Emphasis => self.open("<em>", "</em>", deep),
            Tag::Strong if self.heading.is_some_and(|heading| heading.form == Heading::Bold) => Close::With(""),
            Tag::Strong => self.open("<strong>", "</strong>", deep),
            Tag::Strikethrough => self.open("<del>", "</del>", deep),
            Tag::CodeBlock(kind) => {
                let info = match kind {
                    CodeBlockKind::Fenced(info) => info.into_string(),
                    CodeBlockKind::Indented => String::new(),
                };
                self.code = Some(Code { info, text: String::new() });
                Close::With("")
            }
            block if self.base.is_none() => self.start_in_line(&block),
            Tag::Paragraph => self.start_paragraph(&range),
            Tag::Heading { .. } => {
                match self.heading_at(&range, Heading::Markdown) {
                    Some(part) => self.start_heading(part),
                    // A heading in a quote or a list is no part of the outline.
                    None => self.open("<p><strong>", "</strong></p>\n", false),
                }
            }
            Tag::BlockQuote(None) => self.open("<blockquote>\n", "</blockquote>\n", deep),
            Tag::List(_) if self.starts_timeline(&range, TimelineFormat::List) => {
                self.start_timeline(TimelineFormat::List)
            }
            Tag::Table(alignments) if alignments.len() == 2 && self.starts_timeline(&range, TimelineFormat::Table) => {
                self.start_timeline(TimelineFormat::Table)
            }
            Tag::Item | Tag::TableRow if self.is_event() => self.start_event(&range),
            Tag::TableCell if self.timeline == Course::Within(TimelineFormat::Table) => self.start_event_cell(&range),
            Tag::BlockQuote(Some(_)) | Tag::List(_) | Tag::Item if deep => Close::With(""),
            Tag::BlockQuote(Some(kind)) => self.start_alert(kind),
            Tag::List(None) => self.open("<ul>\n", "</ul>\n", false),
            Tag::List(Some(1)) => self.open("<ol>\n", "</ol>\n", false),
            Tag::List(Some(first)) => {
                let _ = writeln!(self.out, "<ol start=\"{first}\">");
                Close::With("</ol>\n")
            }
            Tag::Item => self.start_item(&range),
            Tag::FootnoteDefinition(name) => {
                self.aside.push((std::mem::take(&mut self.out), name));
                Close::Footnote
            }
            Tag::Table(alignments) => self.start_table(alignments),
            Tag::TableHead => {
                (self.cell, self.in_head) = (0, true);
                self.open("<thead><tr>", "</tr></thead>\n<tbody>\n", false)
            }
            Tag::TableRow => {
                self.cell = 0;
                self.open("<tr>", "</tr>\n", false)
            }
            Tag::TableCell => self.start_cell(&range),
            Tag::HtmlBlock
            | Tag::DefinitionList
            | Tag::DefinitionListTitle
            | Tag::DefinitionListDefinition
            | Tag::Superscript
            | Tag::Subscript
            | Tag::MetadataBlock(_) => Close::With(""),
        };
        self.closers.push(close);
    }

    /// Writes the beginning of an element, unless it is nested too deep to be shown as such.
    fn open(&mut self, begin: &str, end: &'static str, deep: bool) -> Close {
        if deep {
            return Close::With("");
        }
        self.out.push_str(begin);
        Close::With(end)
    }

    /// A block, where only a line is wanted: what tells blocks apart is a blank, or the mark of a list.
    fn start_in_line(&mut self, block: &Tag<'_>) -> Close {
        if !self.out.is_empty() && !self.out.ends_with(' ') && !matches!(block, Tag::List(_) | Tag::Table(_)) {
            self.out.push(' ');
        }
        Close::With("")
    }

    fn end(&mut self) {
        if self.image.as_ref().is_some_and(|image| self.closers.len() > image.depth + 1) {
            self.closers.pop();
            return;
        }
        self.raw.close_within(self.closers.len(), &mut self.out);
        if let Some(code) = self.code.take() {
            self.write_code(&code);
        }
        match self.closers.pop() {
            None => {}
            Some(Close::With(end)) => {
                self.in_head &= end != "</tr></thead>\n<tbody>\n";
                self.out.push_str(end);
            }
            Some(Close::Timeline) => self.end_timeline(),
            Some(Close::Heading(end)) => self.end_heading(end),
            Some(Close::Link(end)) => {
                self.quiet -= 1;
                self.in_link -= 1;
                self.out.push_str(end);
            }
            Some(Close::Drop) => {
                self.quiet -= 1;
                if let Some((before, _)) = self.aside.pop() {
                    self.out = before;
                }
            }
            Some(Close::Footnote) => {
                if let Some((before, name)) = self.aside.pop() {
                    let note = std::mem::replace(&mut self.out, before);
                    self.footnotes.define(&name, note);
                }
            }
            Some(Close::Image) => {
                if let Some(image) = self.image.take() {
                    self.write_image(&image);
                }
            }
        }
    }

    fn end_html(&mut self) {
        if let Some((html, start)) = self.html.take() {
            self.write_html(&html, start, Within::Blocks);
        }
    }
}
