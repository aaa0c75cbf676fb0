//! Where links point, and URLs that are written without a link.
//!
//! Targets are taken as written; whether something is there is for `archive` to find out.

use crate::model::{Link, Target};
use crate::parse::prose::{Prose, Style};

/// What a destination means.
pub(crate) fn target(destination: &str) -> Target {
    let destination = destination.trim();
    if is_external(destination) {
        return Target::External(destination.to_owned());
    }
    let (path, anchor) = split_anchor(destination);
    match anchor {
        Some(anchor) if path.is_empty() => Target::Anchor(anchor),
        anchor => {
            let path = path.split_once('?').map_or(path, |(path, _)| path);
            Target::File { path: percent_decoded(path), anchor }
        }
    }
}

/// What `[[destination]]` means.
pub(crate) fn wiki_target(destination: &str) -> Target {
    let (name, anchor) = split_anchor(destination);
    match anchor {
        Some(anchor) if name.trim().is_empty() => Target::Anchor(anchor),
        anchor => Target::Wiki { name: name.trim().to_owned(), anchor },
    }
}

/// Adds the `http` URLs of a text that are neither links already nor code.
pub(crate) fn bare_urls(prose: &Prose, links: &mut Vec<Link>) {
    let text = prose.plain();
    let mut at = 0;
    while let Some(found) = text.get(at..).and_then(|rest| rest.find("http")) {
        let start = at + found;
        let Some(url) = text.get(start..).and_then(url_at) else {
            at = start + 4;
            continue;
        };
        at = start + url.len();
        let style = prose.style(start);
        if style.has(Style::LINK) || style.has(Style::CODE) {
            continue;
        }
        let span = prose.span(start..at);
        links.push(Link { span, target: Target::External(url.to_owned()), text: url.to_owned(), image: false });
    }
}

/// The URL that `text` begins with, without the punctuation of the sentence around it.
pub(crate) fn url_at(text: &str) -> Option<&str> {
    let scheme = ["https://", "http://"].into_iter().find(|scheme| text.starts_with(scheme))?;
    let end = text.find(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"' | '`' | '|')).unwrap_or(text.len());
    let mut url = text[..end].trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '*', '_']);
    // A closing bracket belongs to the URL only when the URL opened it.
    for (open, close) in [('(', ')'), ('[', ']')] {
        let mut surplus = url.matches(close).count().saturating_sub(url.matches(open).count());
        while surplus > 0
            && let Some(shorter) = url.strip_suffix(close)
        {
            url = shorter.trim_end_matches(['.', ',', ';', ':', '!', '?']);
            surplus -= 1;
        }
    }
    (url.len() > scheme.len()).then_some(url)
}

fn is_external(destination: &str) -> bool {
    if destination.starts_with("//") {
        return true;
    }
    // A scheme has at least two letters: `c:\notes.md` is a path.
    destination.split_once(':').is_some_and(|(scheme, _)| {
        scheme.len() > 1
            && scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
    })
}

fn split_anchor(destination: &str) -> (&str, Option<String>) {
    match destination.split_once('#') {
        Some((path, anchor)) => (path, Some(percent_decoded(anchor.trim()))),
        None => (destination, None),
    }
}

/// Decodes `%20` and the like; what does not decode to UTF-8 stays as written.
fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        let decoded = if byte == b'%' { after.get(..2).and_then(hex) } else { None };
        if let Some(decoded) = decoded {
            bytes.push(decoded);
            rest = &after[2..];
        } else {
            bytes.push(byte);
            rest = after;
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

fn hex(digits: &[u8]) -> Option<u8> {
    let digit = |byte: &u8| char::from(*byte).to_digit(16);
    u8::try_from(digit(digits.first()?)? * 16 + digit(digits.get(1)?)?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(destination: &str, expected: &str) {
        let actual = match target(destination) {
            Target::External(url) => format!("external {url}"),
            Target::Anchor(anchor) => format!("anchor {anchor}"),
            Target::File { path, anchor } => format!("file {path} {anchor:?}"),
            Target::Wiki { name, anchor } => format!("wiki {name} {anchor:?}"),
        };
        assert_eq!(actual, expected);
    }

    #[test]
    fn targets() {
        check("https://example.org/a#b", "external https://example.org/a#b");
        check("//example.org", "external //example.org");
        check("mailto:sre@example.org", "external mailto:sre@example.org");
        check("#root%20cause", "anchor root cause");
        check("../2024/a%20b.md#impact", "file ../2024/a b.md Some(\"impact\")");
        check("/img/x.png?raw=true", "file /img/x.png None");
        check("", "file  None");
    }

    #[test]
    fn what_does_not_decode_stays() {
        check("100%.md", "file 100%.md None");
        check("%ff%zz.md", "file %ff%zz.md None");
    }

    #[test]
    fn a_drive_letter_is_no_scheme() {
        check("c:\\notes.md", "file c:\\notes.md None");
    }

    #[test]
    fn urls_end_where_the_sentence_goes_on() {
        assert_eq!(url_at("https://example.org/a_(b)). More"), Some("https://example.org/a_(b)"));
        assert_eq!(url_at("https://example.org/x), and"), Some("https://example.org/x"));
        assert_eq!(url_at("https:// nothing"), None);
    }
}
