//! As much HTML as postmortems carry: tags apart from text, and the attributes of links and images.
//!
//! Sanitising is the page renderer's; here it is only read. Nothing is ever executed or shown.

use std::ops::Range;

/// An opening or closing tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct HtmlTag<'a> {
    pub(crate) name: &'a str,
    pub(crate) closing: bool,
    /// What stands between the name and `>`.
    attributes: &'a str,
}

/// A part of a block of HTML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Piece<'a> {
    Text(Range<usize>),
    Tag(HtmlTag<'a>, Range<usize>),
}

/// Reads one tag (`<img src="a.png">`, `</a>`); a comment or declaration is none.
pub(crate) fn tag(html: &str) -> Option<HtmlTag<'_>> {
    let inner = html.strip_prefix('<')?.strip_suffix('>')?;
    let (closing, inner) = inner.strip_prefix('/').map_or((false, inner), |inner| (true, inner));
    let end = inner.find(|c: char| !(c.is_ascii_alphanumeric() || c == '-')).unwrap_or(inner.len());
    let (name, attributes) = inner.split_at(end);
    name.starts_with(|c: char| c.is_ascii_alphabetic()).then_some(HtmlTag { name, closing, attributes })
}

/// Takes a block of HTML apart. Comments, scripts and styles are left out.
pub(crate) fn pieces(html: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut at = 0;
    let mut text = 0;
    let last_end = html.rfind('>');
    while let Some(open) = html[at..].find('<').map(|open| at + open) {
        let rest = &html[open..];
        let end = if let Some(comment) = rest.strip_prefix("<!--") {
            Some(comment.find("-->").map_or(html.len(), |end| open + 4 + end + 3))
        } else if rest[1..].starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?')) {
            tag_end(rest).map(|end| open + end)
        } else {
            None
        };
        let Some(mut end) = end else {
            // A lone `<` is text. Without a `>` further on there is no tag at all.
            if last_end.is_none_or(|end| end < open) {
                break;
            }
            at = open + 1;
            continue;
        };
        if text < open {
            pieces.push(Piece::Text(text..open));
        }
        if let Some(tag) = tag(&html[open..end]) {
            if !tag.closing && (tag.name.eq_ignore_ascii_case("script") || tag.name.eq_ignore_ascii_case("style")) {
                end = html[end..].find("</").map_or(html.len(), |close| end + close);
            } else {
                pieces.push(Piece::Tag(tag, open..end));
            }
        }
        at = end;
        text = end;
    }
    if text < html.len() {
        pieces.push(Piece::Text(text..html.len()));
    }
    pieces
}

/// A longer tag is text. Bytes.
const MAX_TAG: usize = 8192;

/// Where the tag that `text` begins with ends: a `>` in a quoted value does not count, if the quote is closed.
fn tag_end(text: &str) -> Option<usize> {
    let mut quote = None;
    for (index, byte) in text.bytes().enumerate().take(MAX_TAG) {
        match (quote, byte) {
            (None, b'>') => return Some(index + 1),
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), byte) if open == byte => quote = None,
            _ => {}
        }
    }
    text.bytes().take(MAX_TAG).position(|byte| byte == b'>').map(|index| index + 1)
}

/// Elements inside a sentence: what stands on both sides of their tags is one text.
const INLINE: &[&str] = &[
    "a", "abbr", "b", "big", "cite", "code", "del", "dfn", "em", "font", "i", "img", "ins", "kbd", "mark", "q", "s",
    "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var",
];

impl<'a> HtmlTag<'a> {
    /// Whether it is a tag inside a sentence.
    pub(crate) fn is_inline(&self) -> bool {
        INLINE.contains(&self.name.to_ascii_lowercase().as_str())
    }

    /// The value of an attribute, `&amp;` decoded.
    pub(crate) fn attribute(&self, name: &str) -> Option<String> {
        let value =
            self.attributes().find_map(|(key, value)| if key.eq_ignore_ascii_case(name) { value } else { None });
        value.map(|value| value.replace("&amp;", "&"))
    }

    /// The attributes as written, each with its value if it has one.
    pub(crate) fn attributes(&self) -> impl Iterator<Item = (&'a str, Option<&'a str>)> + use<'a> {
        let mut rest = self.attributes;
        std::iter::from_fn(move || {
            rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
            let end = rest.find(|c: char| c.is_whitespace() || c == '=' || c == '/').unwrap_or(rest.len());
            if end == 0 {
                return None;
            }
            let (key, after) = rest.split_at(end);
            let Some(value) = after.trim_start().strip_prefix('=').map(str::trim_start) else {
                rest = after;
                return Some((key, None));
            };
            let (value, after) = match value.chars().next() {
                Some(quote @ ('"' | '\'')) => value[1..].split_once(quote).unwrap_or((&value[1..], "")),
                _ => value.split_at(value.find(char::is_whitespace).unwrap_or(value.len())),
            };
            rest = after;
            Some((key, Some(value.trim())))
        })
    }
}

#[cfg(test)]
mod tests {
    use snapbox::{assert_data_eq, str};

    use super::*;

    #[track_caller]
    fn check(html: &str, expected: impl snapbox::IntoData) {
        let mut shown = String::new();
        for piece in pieces(html) {
            let line = match piece {
                Piece::Text(range) => format!("text [{}]", &html[range]),
                Piece::Tag(tag, _) => {
                    let slash = if tag.closing { "/" } else { "" };
                    let link = tag.attribute("src").or_else(|| tag.attribute("href"));
                    format!("<{slash}{}>{}", tag.name, link.map(|link| format!(" {link}")).unwrap_or_default())
                }
            };
            shown.push_str(&line);
            shown.push('\n');
        }
        assert_data_eq!(shown, expected);
    }

    #[test]
    fn attributes_in_every_spelling() {
        check(
            r#"<img alt='a > b' src="x.png">"#,
            str![[r#"
<img> x.png

"#]],
        );
        check(
            "<img width=3 SRC = graph.png /><a class=x href='/a?b=1&amp;c'>A</a>",
            str![[r#"
<img> graph.png
<a> /a?b=1&c
text [A]
</a>

"#]],
        );
    }

    #[test]
    fn comments_scripts_and_styles_are_no_text() {
        check(
            "a<!-- <b> -->b<style>p {}</style>c<!-- open",
            str![[r#"
text [a]
text [b]
</style>
text [c]

"#]],
        );
    }

    #[test]
    fn what_is_no_tag_is_text() {
        check(
            "1 < 2 and 3 > 2 <",
            str![[r#"
text [1 < 2 and 3 > 2 <]

"#]],
        );
    }
}
