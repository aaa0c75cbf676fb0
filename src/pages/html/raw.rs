//! HTML that stands in Markdown.
//!
//! What has one harmless form (`<br>`, `<kbd>`, `<details>` without attributes) is written as such; other elements
//! that may stay are written as they are, and [`Sanitiser`] goes over the whole body afterwards; comments, scripts,
//! styles and frames go; and what is no element at all (`<service-name>`) is shown as the text that it is.
//! Elements that are left open are closed where the Markdown around them ends, so that none can reach further.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use ammonia::{Builder, UrlRelative};

use super::escape;
use super::links::{Goal, OUTSIDE, outside};
use crate::parse::html::{HtmlTag, Piece, pieces};
use crate::parse::markdown;

/// Elements that have no effect beyond their text and no need of attributes.
const SIMPLE: &[&str] = &[
    "abbr", "b", "br", "cite", "code", "del", "dfn", "em", "i", "ins", "kbd", "mark", "q", "s", "samp", "small",
    "strong", "sub", "sup", "u", "var", "wbr",
];

/// Elements that hold paragraphs, lists, tables; they may stand open over several blocks of Markdown.
const BLOCKS: &[&str] = &[
    "blockquote",
    "caption",
    "center",
    "col",
    "colgroup",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "figcaption",
    "figure",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "li",
    "ol",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "ul",
];

/// Further elements inside a line, with attributes or an old name.
const INLINE: &[&str] = &["a", "bdi", "bdo", "big", "font", "img", "rp", "rt", "ruby", "span", "strike", "time", "tt"];

/// Elements without an end.
const VOID: &[&str] = &["br", "col", "hr", "img", "wbr"];

/// Elements that go without a trace; the rest of HTML that is not listed is shown as text.
const GONE: &[&str] = &[
    "applet", "article", "aside", "audio", "base", "body", "button", "canvas", "embed", "footer", "form", "frame",
    "frameset", "head", "header", "hgroup", "html", "iframe", "link", "math", "meta", "nav", "noscript", "object",
    "picture", "script", "source", "style", "svg", "template", "textarea", "track", "video",
];

/// More open elements than this are shown as text.
const MOST_OPEN: usize = 32;

/// The elements of the document's own HTML that are open.
#[derive(Debug, Default)]
pub(super) struct Open(Vec<(&'static str, usize)>);

impl Open {
    /// Closes what was opened inside a container that ends, by the number of containers around it.
    pub(super) fn close_within(&mut self, depth: usize, out: &mut String) {
        while self.0.last().is_some_and(|(_, opened)| *opened >= depth) {
            if let Some((name, _)) = self.0.pop() {
                end(name, out);
            }
        }
    }

    /// Closes the elements of a line that a block of HTML has left open.
    fn close_lines(&mut self, depth: usize, out: &mut String) {
        while let Some((name, opened)) = self.0.last().copied()
            && opened >= depth
            && !BLOCKS.contains(&name)
        {
            self.0.pop();
            end(name, out);
        }
    }

    /// Closes the nearest element of this name in the same container, with what is open in it.
    fn close(&mut self, name: &str, depth: usize, out: &mut String) {
        let Some(at) = self.0.iter().rposition(|(open, opened)| *open == name && *opened >= depth) else { return };
        while self.0.len() > at {
            if let Some((name, _)) = self.0.pop() {
                end(name, out);
            }
        }
    }
}

fn end(name: &str, out: &mut String) {
    out.push_str("</");
    out.push_str(name);
    out.push('>');
}

/// Where HTML stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Within {
    /// Among blocks.
    Blocks,
    /// In a line of a body.
    Line,
    /// In a line that stands alone (an action item): nothing of it may be a block.
    LoneLine,
}

/// What writing a piece of HTML needs to know.
pub(super) struct Place<'a> {
    pub(super) within: Within,
    /// The number of containers around it.
    pub(super) depth: usize,
    /// Where a link or an image leads, by its attribute's value and the tag's place in the piece.
    pub(super) goal: &'a dyn Fn(&str, usize) -> Goal<'a>,
    /// The key of a word of the interface to the word.
    pub(super) word: &'a dyn Fn(&'static str) -> &'a str,
}

/// Whether the body has to be sanitised as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Written {
    Clean,
    Unclean,
}

/// Writes a piece of HTML: one tag in a line, or a whole block.
pub(super) fn write(html: &str, place: &Place<'_>, open: &mut Open, out: &mut String) -> Written {
    let mut written = Written::Clean;
    let start = out.len();
    let mut elements = false;
    for piece in pieces(html) {
        match piece {
            // Between tags there is no `<` that could begin one; entities are the author's.
            Piece::Text(range) => out.push_str(&html[range].replace('<', "&lt;").replace('\0', "")),
            Piece::Tag(tag, range) => {
                elements |= markdown::is_html_element(tag.name);
                if write_tag(&tag, html, range, place, open, out) == Written::Unclean {
                    written = Written::Unclean;
                }
            }
        }
    }
    if place.within == Within::Blocks {
        open.close_lines(place.depth, out);
        // A line that begins with a placeholder is a paragraph to its author.
        if !elements && !out[start..].trim().is_empty() {
            out.insert_str(start, "<p>");
            out.truncate(out.trim_end().len());
            out.push_str("</p>\n");
        }
    }
    written
}

fn write_tag(
    tag: &HtmlTag<'_>,
    html: &str,
    range: Range<usize>,
    place: &Place<'_>,
    open: &mut Open,
    out: &mut String,
) -> Written {
    let name = tag.name.to_ascii_lowercase();
    let find = |list: &[&'static str]| list.iter().find(|known| **known == name).copied();
    let block = find(BLOCKS);
    let Some(element) = find(SIMPLE).or_else(|| find(INLINE)).or(block) else {
        if find(GONE).is_none() {
            escape::text(out, &html[range]);
        }
        return Written::Clean;
    };
    if block.is_some() && place.within == Within::LoneLine {
        return Written::Clean;
    }
    // The page has its own `h1`.
    let element = if element == "h1" { "h2" } else { element };
    if tag.closing {
        open.close(element, place.depth, out);
        return Written::Clean;
    }
    let void = VOID.contains(&element);
    if !void && open.0.len() >= MOST_OPEN {
        escape::text(out, &html[range]);
        return Written::Clean;
    }
    match element {
        "img" => write_image(tag, range.start, place, out),
        "a" => write_link(tag, range.start, place, out),
        _ => {
            out.push('<');
            out.push_str(element);
            attributes(tag, KEPT, out);
            out.push('>');
        }
    }
    if !void {
        open.0.push((element, place.depth));
    }
    // Whatever its attributes, an element of a line cannot change what stands around it. Blocks can be nested
    // in ways that a browser takes apart again.
    if block.is_some() && !matches!(element, "details" | "summary") { Written::Unclean } else { Written::Clean }
}

/// Attributes that are kept, whatever the element.
const KEPT: &[&str] = &[
    "align", "cite", "colspan", "datetime", "dir", "id", "lang", "open", "rowspan", "scope", "span", "start", "title",
    "type", "value",
];

/// Writes those attributes of a tag that are in `kept`, each once.
fn attributes(tag: &HtmlTag<'_>, kept: &[&str], out: &mut String) {
    let mut written: Vec<&str> = Vec::new();
    for (key, value) in tag.attributes() {
        let Some(key) = kept.iter().copied().find(|known| known.eq_ignore_ascii_case(key)) else { continue };
        let value = value.unwrap_or_default().replace("&amp;", "&");
        let harmless = match key {
            "id" => !markdown::is_of_page(&value),
            // No browser follows it; some reader might.
            "cite" => matches!(outside(&value), Goal::Outside(_)),
            _ => true,
        };
        if harmless && !written.contains(&key) {
            written.push(key);
            attribute(out, key, &value);
        }
    }
}

fn attribute(out: &mut String, key: &str, value: &str) {
    out.push(' ');
    out.push_str(key);
    out.push_str("=\"");
    escape::attribute(out, value);
    out.push('"');
}

/// A link that leads nowhere stays an `a`, without an address: it has the id that others may refer to.
fn write_link(tag: &HtmlTag<'_>, start: usize, place: &Place<'_>, out: &mut String) {
    out.push_str("<a");
    match tag.attribute("href").map(|href| (place.goal)(&href, start)) {
        Some(Goal::Inside(href) | Goal::File(href, _)) => attribute(out, "href", &href),
        Some(Goal::Outside(href)) => {
            attribute(out, "href", &href);
            attribute(out, "rel", OUTSIDE);
        }
        Some(Goal::Nowhere(reason)) => {
            attribute(out, "class", "broken-link");
            attribute(out, "title", (place.word)(reason));
        }
        None => {}
    }
    let id = tag.attribute("id").or_else(|| tag.attribute("name"));
    if let Some(id) = id.filter(|id| !markdown::is_of_page(id)) {
        attribute(out, "id", &id);
    }
    out.push('>');
}

fn write_image(tag: &HtmlTag<'_>, start: usize, place: &Place<'_>, out: &mut String) {
    let alt = tag.attribute("alt").unwrap_or_default();
    match (place.goal)(&tag.attribute("src").unwrap_or_default(), start) {
        Goal::File(src, _) | Goal::Inside(src) => {
            out.push_str("<img");
            attribute(out, "src", &src);
            attribute(out, "alt", &alt);
            attributes(tag, &["title", "width", "height"], out);
            out.push_str(" loading=\"lazy\">");
        }
        // No page asks another site for anything.
        Goal::Outside(href) => {
            out.push_str("<a");
            attribute(out, "href", &href);
            attribute(out, "rel", OUTSIDE);
            out.push('>');
            escape::text(out, if alt.is_empty() { &href } else { &alt });
            out.push_str("</a>");
        }
        Goal::Nowhere(reason) => {
            out.push_str("<span class=\"broken-link\"");
            attribute(out, "title", (place.word)(reason));
            out.push('>');
            escape::text(out, &alt);
            out.push_str("</span>");
        }
    }
}

/// Classes of spans beside those of code.
const OUR_SPANS: [&str; 3] = ["broken-link", "timeline__rel", "vh"];

/// Removes from HTML whatever could act, and puts its elements in order. Knows all that we write ourselves.
#[derive(Debug)]
pub(super) struct Sanitiser(Builder<'static>);

impl Default for Sanitiser {
    fn default() -> Self {
        let ours = ["aside", "figcaption", "figure", "input", "section"];
        let tags: HashSet<&str> =
            [SIMPLE, BLOCKS, INLINE, &ours].into_iter().flatten().copied().filter(|tag| *tag != "h1").collect();
        let of = |list: &[&'static str]| list.iter().copied().collect::<HashSet<_>>();
        let generic = ["aria-label", "aria-labelledby", "dir", "id", "lang", "role", "tabindex", "title"];
        let by_tag = HashMap::from([
            ("a", of(&["data-copy", "href", "rel"])),
            ("blockquote", of(&["cite"])),
            ("col", of(&["span"])),
            ("colgroup", of(&["span"])),
            ("del", of(&["cite", "datetime"])),
            ("details", of(&["open"])),
            ("img", of(&["alt", "height", "loading", "src", "width"])),
            ("input", of(&["checked", "disabled", "type"])),
            ("ins", of(&["cite", "datetime"])),
            ("li", of(&["value"])),
            ("ol", of(&["start", "type"])),
            ("q", of(&["cite"])),
            ("td", of(&["align", "colspan", "rowspan"])),
            ("th", of(&["align", "colspan", "rowspan", "scope"])),
            ("time", of(&["datetime"])),
        ]);
        let classes = HashMap::from([
            ("a", of(&["anchor", "broken-link"])),
            (
                "aside",
                of(&["alert", "alert--caution", "alert--important", "alert--note", "alert--tip", "alert--warning"]),
            ),
            ("div", of(&["scroll", "timeline__what", "timeline__when"])),
            ("figure", of(&["code"])),
            ("p", of(&["alert__title", "subtitle"])),
            ("li", of(&["timeline__day", "timeline__item", "timeline__item--key"])),
            ("ol", of(&["timeline"])),
            ("section", of(&["footnotes"])),
            ("span", super::code::CLASSES.iter().map(|(_, class)| *class).chain(OUR_SPANS).collect()),
            ("sup", of(&["fn"])),
            ("td", of(&["center", "right"])),
            ("th", of(&["center", "right"])),
        ]);
        let mut builder = Builder::empty();
        builder
            .tags(tags)
            .clean_content_tags(of(&["script", "style"]))
            .generic_attributes(of(&generic))
            .tag_attributes(by_tag)
            .allowed_classes(classes)
            .link_rel(None)
            .url_schemes(of(super::links::SCHEMES))
            .url_relative(UrlRelative::PassThrough);
        Self(builder)
    }
}

impl Sanitiser {
    /// The body, without what could act.
    pub(super) fn clean(&self, html: &str) -> String {
        self.0.clean(html).to_string()
    }
}
