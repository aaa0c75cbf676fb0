//! The one place with the Markdown options: the parser and the page renderer read the same language.

use std::collections::BTreeMap;

use pulldown_cmark::Options;
use unicode_normalization::char::is_combining_mark;

/// CommonMark with tables, task lists, strike-through, footnotes, alerts, wikilinks.
pub fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_GFM
        | Options::ENABLE_WIKILINKS
}

/// Lists and quotes deeper than this are reported, and need not be shown as nested.
pub const MAX_NESTING: usize = 64;

/// The elements of HTML, in order; `<anything-else>` in a document is a placeholder that somebody typed.
const ELEMENTS: &[&str] = &[
    "a",
    "abbr",
    "address",
    "area",
    "article",
    "aside",
    "audio",
    "b",
    "base",
    "bdi",
    "bdo",
    "big",
    "blockquote",
    "body",
    "br",
    "button",
    "canvas",
    "caption",
    "center",
    "cite",
    "code",
    "col",
    "colgroup",
    "data",
    "datalist",
    "dd",
    "del",
    "details",
    "dfn",
    "dialog",
    "div",
    "dl",
    "dt",
    "em",
    "embed",
    "fieldset",
    "figcaption",
    "figure",
    "font",
    "footer",
    "form",
    "frame",
    "frameset",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hgroup",
    "hr",
    "html",
    "i",
    "iframe",
    "img",
    "input",
    "ins",
    "kbd",
    "label",
    "legend",
    "li",
    "link",
    "main",
    "map",
    "mark",
    "math",
    "menu",
    "meta",
    "meter",
    "nav",
    "noscript",
    "object",
    "ol",
    "optgroup",
    "option",
    "output",
    "p",
    "param",
    "picture",
    "pre",
    "progress",
    "q",
    "rp",
    "rt",
    "ruby",
    "s",
    "samp",
    "script",
    "search",
    "section",
    "select",
    "slot",
    "small",
    "source",
    "span",
    "strike",
    "strong",
    "style",
    "sub",
    "summary",
    "sup",
    "svg",
    "table",
    "tbody",
    "td",
    "template",
    "textarea",
    "tfoot",
    "th",
    "thead",
    "time",
    "title",
    "tr",
    "track",
    "tt",
    "u",
    "ul",
    "var",
    "video",
    "wbr",
];

/// Whether HTML has an element of this name, in any case.
pub fn is_html_element(name: &str) -> bool {
    ELEMENTS.binary_search(&name.to_ascii_lowercase().as_str()).is_ok()
}

/// Gives headings their ids: as GitHub does, each once in a document.
///
/// Lower case; letters, digits, `-` and `_` stay, blanks become `-`, all else goes; a repeated id gets `-1`,
/// `-2` … A heading without any of these is `section`.
#[derive(Debug, Clone, Default)]
pub struct Anchors {
    used: BTreeMap<String, u32>,
}

impl Anchors {
    /// The id of the next heading, given its plain text.
    pub fn next(&mut self, heading: &str) -> String {
        let base: String = heading
            .trim()
            .chars()
            .flat_map(char::to_lowercase)
            .filter_map(|c| match c {
                ' ' => Some('-'),
                '-' | '_' => Some(c),
                c if c.is_alphanumeric() || is_combining_mark(c) => Some(c),
                _ => None,
            })
            .collect();
        let base = if base.is_empty() { "section".to_owned() } else { base };
        let mut anchor = base.clone();
        while self.used.contains_key(&anchor) {
            let count = self.used.entry(base.clone()).or_insert(0);
            *count += 1;
            anchor = format!("{base}-{count}");
        }
        self.used.insert(anchor.clone(), 0);
        anchor
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(headings: &[&str], expected: &[&str]) {
        let mut anchors = Anchors::default();
        let actual: Vec<String> = headings.iter().map(|heading| anchors.next(heading)).collect();
        assert_eq!(actual, expected);
    }

    #[test]
    fn anchors_are_githubs() {
        check(&["What went well?", "Root cause(s) & trigger"], &["what-went-well", "root-causes--trigger"]);
        check(&["Größe", "障害の概要", "🔥 Fire"], &["größe", "障害の概要", "-fire"]);
    }

    #[test]
    fn repeated_headings_are_numbered() {
        check(&["Notes", "Notes", "Notes-1", "Notes"], &["notes", "notes-1", "notes-1-1", "notes-2"]);
    }
}
