//! The one place with the Markdown options: the parser and the page renderer read the same language.

use pulldown_cmark::Options;

/// CommonMark with tables, task lists, strike-through, footnotes, alerts, wikilinks.
pub fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_GFM
        | Options::ENABLE_WIKILINKS
}
