//! Where everything stands on the site: the only place where a URL is made.
//!
//! A [`UrlPath`] is absolute within the site (`postmortems/x/`), so that it can be compared and counted; what a
//! page links to is always relative ([`UrlPath::relative_to`]), so that the site works under any path and from
//! the disk.

use std::fmt;

use crate::model::{CauseId, Kind, ServiceId, Slug, TriggerId, slugify};
use crate::text::RelPath;

/// The file of a folder.
const INDEX: &str = "index.html";

/// A path of the site, without a leading slash. A folder ends in `/` and means the `index.html` in it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UrlPath(String);

impl UrlPath {
    fn new(path: String) -> Self {
        Self(path)
    }

    /// The path as text; empty for the home page.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The file below the output folder.
    pub fn file(&self) -> String {
        if self.0.is_empty() || self.0.ends_with('/') { format!("{}{INDEX}", self.0) } else { self.0.clone() }
    }

    /// `../` for each folder between this page and the site's root; empty at the root.
    pub fn to_root(&self) -> String {
        "../".repeat(self.0.matches('/').count())
    }

    /// The link from the page `from` to this path, percent-encoded. With `index.html` spelled out, so that it
    /// also works from the disk: a folder opened as a file shows no page.
    pub fn relative_to(&self, from: &Self) -> String {
        let mut link = from.to_root();
        link.reserve(self.0.len() + INDEX.len());
        push_encoded(&mut link, &self.0);
        if self.0.is_empty() || self.0.ends_with('/') {
            link.push_str(INDEX);
        }
        link
    }

    /// The whole URL below `base` (which ends in a slash), as published: folders without `index.html`.
    pub fn absolute(&self, base: &str) -> String {
        format!("{base}{}", encode(&self.0))
    }
}

impl fmt::Display for UrlPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The home page.
pub fn home() -> UrlPath {
    UrlPath::new(String::new())
}

/// A postmortem.
pub fn postmortem(slug: &Slug) -> UrlPath {
    UrlPath::new(format!("postmortems/{slug}/"))
}

/// A file of a postmortem's own (an image), by its path inside the postmortem's folder.
pub fn postmortem_file(slug: &Slug, name: &str) -> UrlPath {
    UrlPath::new(format!("postmortems/{slug}/{name}"))
}

/// Extensions of files that no host and no browser takes for a page or a script: pictures, texts, data, recordings,
/// documents of offices, packed files. Without `text`, which others are given.
const HARMLESS: [&str; 70] = [
    "7z",
    "apng",
    "avif",
    "bmp",
    "bz2",
    "cfg",
    "conf",
    "csv",
    "diff",
    "doc",
    "docx",
    "flac",
    "gif",
    "gz",
    "har",
    "heic",
    "ico",
    "ini",
    "jpeg",
    "jpg",
    "json",
    "jsonl",
    "log",
    "m4a",
    "m4v",
    "markdown",
    "md",
    "mov",
    "mp3",
    "mp4",
    "ndjson",
    "odp",
    "ods",
    "odt",
    "oga",
    "ogg",
    "ogv",
    "parquet",
    "patch",
    "pcap",
    "pcapng",
    "pdf",
    "png",
    "pprof",
    "ppt",
    "pptx",
    "properties",
    "rtf",
    "sql",
    "sqlite",
    "svg",
    "tar",
    "tgz",
    "tif",
    "tiff",
    "toml",
    "tsv",
    "txt",
    "vtt",
    "wav",
    "webm",
    "webp",
    "xls",
    "xlsx",
    "xz",
    "yaml",
    "yml",
    "zip",
    "zst",
    "zstd",
];

/// Extensions of pages, scripts and programs: what hosts and browsers may run as the site's own.
const RUNS: [&str; 50] = [
    "asp",
    "aspx",
    "atom",
    "cfm",
    "cgi",
    "cjs",
    "dhtml",
    "ehtml",
    "exe",
    "hta",
    "htc",
    "htm",
    "html",
    "jar",
    "js",
    "jse",
    "jsp",
    "jspx",
    "mht",
    "mhtml",
    "mjs",
    "php",
    "php3",
    "php4",
    "php5",
    "php7",
    "php8",
    "phar",
    "phtml",
    "pht",
    "pl",
    "rdf",
    "rhtml",
    "rss",
    "shtm",
    "shtml",
    "svgz",
    "swf",
    "vbe",
    "vbs",
    "wasm",
    "webmanifest",
    "wsf",
    "xht",
    "xhtm",
    "xhtml",
    "xml",
    "xsl",
    "xslt",
    "xul",
];

/// A file of the archive that a document shows or links to. One copy serves all documents.
///
/// A host tells the type of a file by its extension, and knows hundreds that browsers run as XML. So a file with an
/// extension that is not known to be harmless is published as text: `core.1234` as `core.1234.text`. As `text` itself
/// is not known, no two files get one place.
pub fn file(path: &RelPath) -> UrlPath {
    let known = extension(path).is_some_and(|extension| HARMLESS.contains(&extension.as_str()));
    UrlPath::new(if known { format!("files/{path}") } else { format!("files/{path}.text") })
}

/// Whether a file of the archive may stand on the site, when a document refers to it. Not what a browser or a host
/// would run as a page or a script of the site itself, and nothing hidden: `.env` is never meant. SVG may, as it is
/// how graphs are drawn; the copy is without what could act.
pub fn may_publish(path: &RelPath) -> bool {
    let hidden = path.as_str().split('/').any(|part| part.starts_with('.'));
    !hidden && !path.as_str().is_empty() && extension(path).is_none_or(|extension| !RUNS.contains(&extension.as_str()))
}

/// In lower case. Windows takes no notice of dots and blanks at the end of a name.
fn extension(path: &RelPath) -> Option<String> {
    let name = path.file_name().trim_end_matches(['.', ' ']);
    name.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase())
}

/// An old path that shall lead to a postmortem, as its front matter gives it: `/2019/checkout/`, `old.html`, or with
/// the address of the site before it. None when it is no path that every host and disk can hold.
pub fn alias(written: &str) -> Option<UrlPath> {
    let path = match written.split_once("://") {
        Some((_, rest)) => rest.split_once('/')?.1,
        None => written,
    };
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty() && *part != ".").collect();
    let refused = |part: &&str| {
        part.starts_with('.')
            || part.ends_with(['.', ' '])
            || part.len() > 200
            || part.contains(|c: char| c.is_control() || r#"<>:"\|?*%"#.contains(c))
    };
    let last = *parts.last()?;
    if parts.iter().any(refused) {
        return None;
    }
    let path = parts.join("/");
    let is_page = last
        .rsplit_once('.')
        .is_some_and(|(_, extension)| extension.eq_ignore_ascii_case("html") || extension.eq_ignore_ascii_case("htm"));
    if is_page {
        // `old/index.html` and `old/` are one page.
        let folder = path.strip_suffix(INDEX).filter(|folder| folder.is_empty() || folder.ends_with('/'));
        return Some(UrlPath::new(folder.map_or_else(|| path.clone(), str::to_owned)));
    }
    Some(UrlPath::new(format!("{path}/")))
}

/// All postmortems.
pub fn postmortems() -> UrlPath {
    UrlPath::new("postmortems/".to_owned())
}

/// All services.
pub fn services() -> UrlPath {
    UrlPath::new("services/".to_owned())
}

/// A service.
pub fn service(id: &ServiceId) -> UrlPath {
    UrlPath::new(format!("services/{id}/"))
}

/// All causes.
pub fn causes() -> UrlPath {
    UrlPath::new("causes/".to_owned())
}

/// A family of causes, or a cause.
pub fn cause(id: &CauseId) -> UrlPath {
    UrlPath::new(format!("causes/{id}/"))
}

/// All severities.
pub fn severities() -> UrlPath {
    UrlPath::new("severities/".to_owned())
}

/// A severity.
pub fn severity(name: &str) -> UrlPath {
    UrlPath::new(format!("severities/{}/", slug_or(name)))
}

/// All years.
pub fn years() -> UrlPath {
    UrlPath::new("years/".to_owned())
}

/// A year.
pub fn year(year: i16) -> UrlPath {
    UrlPath::new(format!("years/{year:04}/"))
}

/// All triggers.
pub fn triggers() -> UrlPath {
    UrlPath::new("triggers/".to_owned())
}

/// A trigger.
pub fn trigger(id: &TriggerId) -> UrlPath {
    UrlPath::new(format!("triggers/{}/", slug_or(id.as_str())))
}

/// All kinds of postmortems.
pub fn kinds() -> UrlPath {
    UrlPath::new("kinds/".to_owned())
}

/// The postmortems of a kind.
pub fn kind(kind: Kind) -> UrlPath {
    UrlPath::new(format!("kinds/{}/", kind.as_str()))
}

/// All tags.
pub fn tags() -> UrlPath {
    UrlPath::new("tags/".to_owned())
}

/// A tag.
pub fn tag(name: &str) -> UrlPath {
    UrlPath::new(format!("tags/{}/", slug_or(name)))
}

/// All action items.
pub fn actions() -> UrlPath {
    UrlPath::new("actions/".to_owned())
}

/// What the archive tells as a whole.
pub fn insights() -> UrlPath {
    UrlPath::new("insights/".to_owned())
}

/// The search.
pub fn search() -> UrlPath {
    UrlPath::new("search/".to_owned())
}

/// The search's dialog, as a script.
pub fn finder() -> UrlPath {
    UrlPath::new("search/finder.js".to_owned())
}

/// A file that the search reads in the browser: `core.js`, `p/0f3a….js`.
pub fn search_file(name: &str) -> UrlPath {
    UrlPath::new(format!("search/{name}"))
}

/// The page for what is not there.
pub fn not_found() -> UrlPath {
    UrlPath::new("404.html".to_owned())
}

/// The feed of a folder page (the home page for the whole archive).
pub fn feed(of: &UrlPath) -> UrlPath {
    UrlPath::new(format!("{of}feed.xml"))
}

/// The feed of the whole archive as JSON.
pub fn json_feed() -> UrlPath {
    UrlPath::new("feed.json".to_owned())
}

/// The JSON of a folder page.
pub fn json(of: &UrlPath) -> UrlPath {
    UrlPath::new(format!("{of}index.json"))
}

/// The whole archive as JSON.
pub fn archive_json() -> UrlPath {
    UrlPath::new("archive.json".to_owned())
}

/// The sitemap.
pub fn sitemap() -> UrlPath {
    UrlPath::new("sitemap.xml".to_owned())
}

/// The word to crawlers.
pub fn robots() -> UrlPath {
    UrlPath::new("robots.txt".to_owned())
}

/// Tells GitHub Pages to serve files as they are.
pub fn no_jekyll() -> UrlPath {
    UrlPath::new(".nojekyll".to_owned())
}

/// A file of the theme.
pub fn asset(name: &str) -> UrlPath {
    UrlPath::new(format!("assets/{name}"))
}

fn slug_or(name: &str) -> String {
    let slug = slugify(name);
    if slug.is_empty() { "other".to_owned() } else { slug }
}

/// Percent-encodes what may not stand in a URL's path; `/` stays.
pub fn encode(path: &str) -> String {
    let mut encoded = String::with_capacity(path.len());
    push_encoded(&mut encoded, path);
    encoded
}

fn push_encoded(encoded: &mut String, path: &str) {
    let stays = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte);
    // Most links have nothing to encode, and a page has hundreds.
    if path.bytes().all(stays) {
        encoded.push_str(path);
        return;
    }
    for byte in path.bytes() {
        if stays(byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_alias_is_a_folder_or_a_page() {
        #[track_caller]
        fn check(written: &str, expected: Option<&str>) {
            assert_eq!(alias(written).as_ref().map(UrlPath::as_str), expected, "{written}");
        }
        check("/2019/checkout/", Some("2019/checkout/"));
        check("2019/checkout", Some("2019/checkout/"));
        check("/old.html", Some("old.html"));
        check("/old/index.html", Some("old/"));
        check("/index.html", Some(""));
        check("https://wiki.example/pages/12?view=1#top", Some("pages/12/"));
        check("/v1.2/", Some("v1.2/"));
        for refused in
            ["", "/", "../x", "a/../../x", ".git/config", "a\\b", "con:", "a\u{0}b", "https://wiki.example", "x."]
        {
            check(refused, None);
        }
    }

    #[test]
    fn what_is_not_known_is_published_as_text() {
        #[track_caller]
        fn check(path: &str, expected: &str) {
            assert_eq!(file(&RelPath::new(path).unwrap()).as_str(), expected);
        }
        check("2024/img/graph.PNG", "files/2024/img/graph.PNG");
        check("notes.md", "files/notes.md");
        check("Makefile", "files/Makefile.text");
        check("core.1234", "files/core.1234.text");
        check("flow.wsdl", "files/flow.wsdl.text");
        check("a.text", "files/a.text.text");
    }

    #[test]
    fn the_lists_of_extensions_are_apart() {
        assert!(HARMLESS.is_sorted());
        assert!(RUNS.iter().all(|extension| !HARMLESS.contains(extension)));
    }

    #[test]
    fn only_what_a_browser_does_not_run_is_published() {
        #[track_caller]
        fn check(path: &str, expected: bool) {
            assert_eq!(RelPath::new(path).is_some_and(|path| may_publish(&path)), expected, "{path}");
        }
        check("2024/img/graph.png", true);
        check("2024/graph.SVG", true);
        check("logs/full.log", true);
        check("Makefile", true);
        check("report.HTML", false);
        check("a/tool.js", false);
        check("feed.xml", false);
        check("feed.RSS", false);
        check("shell.php", false);
        check("page.html.", false);
        check(".env", false);
        check(".git/config", false);
        check("", false);
    }
}
