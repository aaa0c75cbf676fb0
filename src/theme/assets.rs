//! The published form of assets: a content hash in the name, references between assets rewritten to match.
//!
//! The hash of a style sheet or script covers all that it refers to, directly or not, so that a name always
//! stands for the same bytes, also where two files refer to each other.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::Layer;

/// A file of the theme as the site has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asset {
    /// Its name below `assets/`, with the hash.
    pub published: String,
    /// Its bytes.
    pub bytes: Cow<'static, [u8]>,
}

/// The highest layer's bytes of each asset, under their published names.
pub(super) fn resolve(layers: &[Layer]) -> BTreeMap<String, Asset> {
    let mut raw: BTreeMap<&str, &Cow<'static, [u8]>> = BTreeMap::new();
    for layer in layers {
        for (file, bytes) in &layer.files {
            if let Some(name) = file.strip_prefix("assets/") {
                raw.insert(name, bytes);
            }
        }
    }
    let references: BTreeMap<&str, BTreeSet<&str>> = raw
        .iter()
        .filter_map(|(name, bytes)| Some((*name, scan(name, text_of(name, bytes)?, &raw).map(|r| r.target).collect())))
        .collect();
    let published: BTreeMap<&str, String> =
        raw.keys().map(|name| (*name, hashed_name(name, &fingerprint(name, &raw, &references)))).collect();
    raw.iter()
        .map(|(name, bytes)| {
            let bytes = match text_of(name, bytes) {
                Some(text) if references.get(name).is_some_and(|targets| !targets.is_empty()) => {
                    Cow::Owned(rewrite(name, text, &raw, &published).into_bytes())
                }
                _ => (*bytes).clone(),
            };
            ((*name).to_owned(), Asset { published: published[name].clone(), bytes })
        })
        .collect()
}

/// The text of a style sheet or script: the kinds whose references are followed.
fn text_of<'a>(name: &str, bytes: &'a [u8]) -> Option<&'a str> {
    if is(name, "css") || is(name, "js") || is(name, "mjs") { str::from_utf8(bytes).ok() } else { None }
}

fn is(name: &str, extension: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(_, found)| found.eq_ignore_ascii_case(extension))
}

/// The hash of a file and of all it reaches, in the order of names.
fn fingerprint(
    name: &str,
    raw: &BTreeMap<&str, &Cow<'static, [u8]>>,
    references: &BTreeMap<&str, BTreeSet<&str>>,
) -> String {
    let mut reached = BTreeSet::from([name]);
    let mut open = vec![name];
    while let Some(next) = open.pop() {
        for target in references.get(next).into_iter().flatten() {
            if reached.insert(target) {
                open.push(target);
            }
        }
    }
    let mut hasher = blake3::Hasher::new();
    for part in [name].into_iter().chain(reached.into_iter().filter(|part| *part != name)) {
        if let Some(bytes) = raw.get(part) {
            hasher.update(blake3::hash(bytes).as_bytes());
        }
    }
    hasher.finalize().to_hex()[..8].to_owned()
}

/// `css/site.css` with its hash before the extension.
fn hashed_name(name: &str, hash: &str) -> String {
    let (folder, file) = name.rsplit_once('/').map_or(("", name), |(folder, file)| (folder, file));
    let file = match file.rsplit_once('.') {
        Some((stem, extension)) if !stem.is_empty() => format!("{stem}.{hash}.{extension}"),
        _ => format!("{file}.{hash}"),
    };
    if folder.is_empty() { file } else { format!("{folder}/{file}") }
}

/// A reference to another asset: where the path stands, and what it names.
struct Reference<'a> {
    start: usize,
    end: usize,
    target: &'a str,
}

/// Longer texts between quotes are no paths.
const LONGEST_PATH: usize = 256;

/// The references of a style sheet (`url(…)`, `@import "…"`) or script (`"./…"`), as far as they name an asset.
fn scan<'a>(
    name: &'a str,
    text: &'a str,
    raw: &'a BTreeMap<&'a str, &'a Cow<'static, [u8]>>,
) -> impl Iterator<Item = Reference<'a>> {
    let style = is(name, "css");
    let bytes = text.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        while at < bytes.len() {
            let start = at + 1;
            let close: &[u8] = match bytes[at] {
                b'"' => b"\"",
                b'\'' => b"'",
                b'(' if style && ends_with_word(&bytes[..at], b"url") => b")",
                _ => {
                    at += 1;
                    continue;
                }
            };
            at += 1;
            let window = &bytes[start..bytes.len().min(start + LONGEST_PATH)];
            let Some(length) = window.iter().position(|byte| close.contains(byte) || *byte == b'\n') else { continue };
            let Some(path) = text.get(start..start + length) else { continue };
            let wanted = if style {
                let before = bytes[..start - 1].trim_ascii_end();
                close == b")" || before.ends_with(b"(") || ends_with_word(before, b"@import")
            } else {
                path.starts_with("./") || path.starts_with("../")
            };
            let trimmed = path.trim();
            let bare = trimmed.split(['?', '#']).next().unwrap_or_default();
            if wanted && let Some(target) = sibling(name, bare).and_then(|target| raw.get_key_value(target.as_str())) {
                let start = start + (path.len() - path.trim_start().len());
                at = start + bare.len();
                return Some(Reference { start, end: at, target: target.0 });
            }
        }
        None
    })
}

/// Whether `bytes`, without the blanks at their end, end in `word`, in any case.
fn ends_with_word(bytes: &[u8], word: &[u8]) -> bool {
    let bytes = bytes.trim_ascii_end();
    bytes.len() >= word.len() && bytes[bytes.len() - word.len()..].eq_ignore_ascii_case(word)
}

/// The name that `path` means in the file `name`; none for an address, an absolute path or one that leads out.
fn sibling(name: &str, path: &str) -> Option<String> {
    if path.is_empty() || path.starts_with('/') || path.contains(':') {
        return None;
    }
    let folder = name.rsplit_once('/').map_or("", |(folder, _)| folder);
    crate::text::RelPath::new(&format!("{folder}/{path}")).map(|path| path.as_str().to_owned())
}

/// The text with each reference changed to the published name. Files stay in their folders, so that only the
/// last part of a path changes.
fn rewrite(
    name: &str,
    text: &str,
    raw: &BTreeMap<&str, &Cow<'static, [u8]>>,
    published: &BTreeMap<&str, String>,
) -> String {
    let mut out = String::with_capacity(text.len() + 64);
    let mut copied = 0;
    for reference in scan(name, text, raw) {
        let path = &text[reference.start..reference.end];
        let folder = path.rfind('/').map_or(0, |slash| slash + 1);
        let file = published[reference.target].rsplit('/').next().unwrap_or_default();
        out.push_str(&text[copied..reference.start + folder]);
        out.push_str(file);
        copied = reference.end;
    }
    out.push_str(&text[copied..]);
    out
}
