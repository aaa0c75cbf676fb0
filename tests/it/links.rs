//! Every link inside a built site leads to a file of it, and every fragment to an id of that file.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use snapbox::{assert_data_eq, str};

use crate::harness::{self, Site, SiteTest};

/// Broken links of a site, one on a line; empty when all is well.
pub(crate) fn broken(site: &Site) -> String {
    let pages: BTreeMap<&str, &str> = site
        .iter()
        .filter(|(path, _)| path.ends_with(".html"))
        .map(|(path, bytes)| (path.as_str(), std::str::from_utf8(bytes).unwrap()))
        .collect();
    let ids: BTreeMap<&str, BTreeSet<String>> =
        pages.iter().map(|(path, page)| (*path, attributes(page, &["id"]).collect())).collect();
    let mut broken = String::new();
    for (path, page) in &pages {
        for link in attributes(page, &["href", "src"]) {
            if link.contains(':') || link.starts_with("//") {
                continue;
            }
            let (target, fragment) = link.split_once('#').unwrap_or((&link, ""));
            let target = if target.is_empty() { Some((*path).to_owned()) } else { resolve(path, target) };
            let Some(target) = target.filter(|target| site.contains_key(target)) else {
                let _ = writeln!(broken, "{path}: {link}");
                continue;
            };
            let fragment = decode(fragment);
            let here = ids.get(target.as_str());
            if !fragment.is_empty() && here.is_some_and(|ids| !ids.contains(&fragment)) {
                let _ = writeln!(broken, "{path}: {link} (no such id)");
            }
        }
    }
    broken
}

/// The values of attributes. Our pages quote every attribute with `"`.
fn attributes<'a>(page: &'a str, names: &'a [&str]) -> impl Iterator<Item = String> + 'a {
    names.iter().flat_map(move |name| {
        let start = format!(" {name}=\"");
        let mut values = Vec::new();
        let mut rest = page;
        while let Some(at) = rest.find(&start) {
            rest = &rest[at + start.len()..];
            let end = rest.find('"').unwrap_or(rest.len());
            values.push(unescape(&rest[..end]));
        }
        values
    })
}

fn unescape(text: &str) -> String {
    text.replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&#x27;", "'")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&")
}

/// The file a relative link means; none when it leads out of the site.
fn resolve(page: &str, link: &str) -> Option<String> {
    let mut parts: Vec<&str> = page.split('/').collect();
    parts.pop();
    for part in link.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    let path = decode(&parts.join("/"));
    Some(if link.ends_with('/') { format!("{path}/index.html") } else { path })
}

fn decode(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let hex = (*first == b'%').then(|| after.get(..2)).flatten();
        let byte = hex.and_then(|hex| std::str::from_utf8(hex).ok()).and_then(|hex| u8::from_str_radix(hex, 16).ok());
        bytes.push(byte.unwrap_or(*first));
        rest = if byte.is_some() { &after[2..] } else { after };
    }
    String::from_utf8(bytes).unwrap_or_default()
}

#[test]
fn example_site_has_no_broken_link() {
    let out = tempfile::tempdir().unwrap();
    harness::build_into(&harness::example_site(), out.path());
    assert_data_eq!(broken(&harness::read(out.path())), str![""]);
}

#[test]
fn odd_names_and_links_to_nowhere_stay_inside_the_site() {
    let test = SiteTest::new(
        "
-- a b/Ünï & co.md --
# One

[two](<../50% \"off\".md>) [gone](nowhere.md) [up](../../../x.md) ![picture](p.png) [dir](.) [#1](#1)
-- 50% \"off\".md --
# Two

[one](<a b/Ünï & co.md#one>) [[One]] [web](https://example.com/#a)
-- 障害レポート/2024年.md --
# 三

[one](</a b/Ünï & co.md>)
",
    )
    .build();
    assert_data_eq!(broken(&test.site()), str![""]);
}
