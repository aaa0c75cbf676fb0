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

/// Whether a page around a document has this id already. A browser takes the first of two elements with one id: a
/// heading "Finder" would be what the search's script opens.
pub fn is_of_page(id: &str) -> bool {
    const OWN: [&str; 16] = [
        "afterword",
        "afterword-error",
        "afterword-findings",
        "finder",
        "finder-list",
        "main",
        "pm-about",
        "pm-actions",
        "pm-backlinks",
        "pm-related",
        "pm-seen",
        "pm-timeline",
        "record",
        "strip-d",
        "strip-t",
        "toc-side",
    ];
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let is_numbered = || match id.split_once('-') {
        Some(("alert" | "finder" | "fn" | "sev", number)) => is_number(number),
        // `fnref-3`, and from the second reference on `fnref-3-2`.
        Some(("fnref", numbers)) => match numbers.split_once('-') {
            Some((number, count)) => is_number(number) && is_number(count) && count != "1",
            None => is_number(numbers),
        },
        _ => false,
    };
    OWN.contains(&id) || is_numbered()
}

/// An id that the page does not have.
pub fn apart(id: String) -> String {
    if is_of_page(&id) { id + "-section" } else { id }
}

/// Gives headings their ids: as GitHub does, each once in a document.
///
/// Lower case; letters, digits, `-` and `_` stay, blanks become `-`, all else goes; a repeated id gets `-1`,
/// `-2` … A heading without any of these is `section`. An id that the page itself has counts as given.
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
        let mut anchor = apart(base.clone());
        while self.used.contains_key(&anchor) {
            let count = self.used.entry(base.clone()).or_insert(0);
            *count += 1;
            anchor = apart(format!("{base}-{count}"));
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
    fn ids_of_the_page_are_taken() {
        check(
            &["Finder", "Finder", "Main", "Main 1"],
            &["finder-section", "finder-1-section", "main-section", "main-1"],
        );
        check(&["Alert", "Alert", "alert-1"], &["alert", "alert-1-section", "alert-1-1"]);
        check(
            &["fnref-1", "fnref-1", "fnref-1-2", "sev-x"],
            &["fnref-1-section", "fnref-1-1", "fnref-1-2-section", "sev-x"],
        );
        check(&["location", "__proto__", "constructor"], &["location", "__proto__", "constructor"]);
    }

    #[test]
    fn repeated_headings_are_numbered() {
        check(&["Notes", "Notes", "Notes-1", "Notes"], &["notes", "notes-1", "notes-1-1", "notes-2"]);
    }
}
