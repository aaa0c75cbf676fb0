//! Atom feeds (RFC 4287) of the whole archive, of a service, of a cause or family; the whole also as a JSON Feed
//! (version 1.1, <https://www.jsonfeed.org/version/1.1/>).
//!
//! A feed has the newest finished postmortems. Its times are the days that the documents give, never a clock, so
//! that the same archive gives the same feed. A document without a date cannot be new and is left out.

use std::fmt::Write as _;

use jiff::civil::Date;
use serde::Serialize;

use crate::archive::PmIdx;
use crate::model::{CauseId, Postmortem, ServiceId};
use crate::pages::svg::escape;
use crate::pages::views::{cause_title, service_title};
use crate::pages::words::{Words, fill};
use crate::pages::{Site, digest};
use crate::urls::{self, UrlPath};

/// Readers show the newest few; older entries would only be fetched again and again.
const MOST_ENTRIES: usize = 30;

/// The feed of the whole archive.
pub(super) fn whole(site: Site<'_>) -> String {
    atom(site, &site.settings.site.title, &urls::home(), &site.digest.newest)
}

/// The feed of the whole archive as JSON.
pub(super) fn json(site: Site<'_>) -> String {
    let at = urls::json_feed();
    let settings = &site.settings.site;
    let items = entries(site, &site.digest.newest).map(|(index, postmortem, date)| {
        let url = urls::postmortem(site.archive.slug(index));
        let services = postmortem.services.iter().map(|service| service_title(site, &service.value.0));
        let causes = postmortem.causes.iter().map(|cause| cause_title(site, &cause.value));
        JsonItem {
            id: id_of(site, &url),
            url: link(site, &url, &at),
            title: &postmortem.title.value,
            // The format asks for one of two contents; the whole text is on the page.
            content_text: postmortem.body.summary.as_deref().unwrap_or_default(),
            date_published: updated(Some(date)),
            tags: services.chain(causes).collect(),
        }
    });
    let feed = JsonFeed {
        version: "https://jsonfeed.org/version/1.1",
        title: &settings.title,
        home_page_url: link(site, &urls::home(), &at),
        feed_url: link(site, &at, &at),
        description: Some(settings.description.as_str()).filter(|text| !text.is_empty()),
        language: &settings.language,
        items: items.collect(),
    };
    // Strings and lists always have a form in JSON.
    serde_json::to_string_pretty(&feed).unwrap_or_default() + "\n"
}

#[derive(Serialize)]
struct JsonFeed<'a> {
    version: &'static str,
    title: &'a str,
    home_page_url: String,
    feed_url: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
    language: &'a str,
    items: Vec<JsonItem<'a>>,
}

#[derive(Serialize)]
struct JsonItem<'a> {
    id: String,
    url: String,
    title: &'a str,
    content_text: &'a str,
    date_published: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tags: Vec<String>,
}

/// The feed of a service.
pub(super) fn service(site: Site<'_>, id: &ServiceId) -> String {
    let indices = newest(site, site.archive.by_service.get(id));
    let title = title(Words::new(site.typesetter), &site.settings.site.title, &service_title(site, id));
    atom(site, &title, &urls::service(id), &indices)
}

/// The feed of a cause or family.
pub(super) fn cause(site: Site<'_>, id: &CauseId) -> String {
    let indices = site.archive.by_family.get(id).or_else(|| site.archive.by_cause.get(id));
    let indices = newest(site, indices);
    let title = title(Words::new(site.typesetter), &site.settings.site.title, &cause_title(site, id));
    atom(site, &title, &urls::cause(id), &indices)
}

/// The name of a feed that is not the whole archive's.
pub(super) fn title(words: Words<'_>, site: &str, title: &str) -> String {
    fill(words.get("view_feed_title"), &[("site", site), ("title", title)])
}

fn newest(site: Site<'_>, indices: Option<&Vec<PmIdx>>) -> Vec<PmIdx> {
    digest::newest_first(site.archive, indices.into_iter().flatten().copied())
}

/// What a feed has: the newest finished postmortems that are dated.
fn entries<'a>(site: Site<'a>, indices: &'a [PmIdx]) -> impl Iterator<Item = (PmIdx, &'a Postmortem, Date)> {
    indices
        .iter()
        .map(move |index| (*index, site.archive.get(*index)))
        .filter(|(_, postmortem)| digest::is_final(postmortem))
        .filter_map(|(index, postmortem)| Some((index, postmortem, postmortem.date.as_ref()?.value)))
        .take(MOST_ENTRIES)
}

/// `page` is what the feed is of; `indices` are the newest first.
fn atom(site: Site<'_>, title: &str, page: &UrlPath, indices: &[PmIdx]) -> String {
    let at = urls::feed(page);
    let entries: Vec<_> = entries(site, indices).collect();
    let settings = &site.settings.site;
    let mut xml = String::from("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
    let _ = writeln!(
        xml,
        "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{}\">\n<id>{}</id>\n<title>{}</title>",
        escape(&settings.language),
        escape(&id_of(site, &at)),
        escape(title)
    );
    if !settings.description.is_empty() {
        let _ = writeln!(xml, "<subtitle>{}</subtitle>", escape(&settings.description));
    }
    let _ = writeln!(
        xml,
        "<updated>{}</updated>\n<author><name>{}</name></author>\n<generator version=\"{}\">Afterword</generator>",
        updated(entries.iter().map(|(_, _, date)| *date).max()),
        escape(&settings.title),
        env!("CARGO_PKG_VERSION")
    );
    let _ = writeln!(
        xml,
        "<link rel=\"self\" type=\"application/atom+xml\" href=\"{}\"/>\n<link rel=\"alternate\" type=\"text/html\" href=\"{}\"/>",
        escape(&link(site, &at, &at)),
        escape(&link(site, page, &at))
    );
    for (index, postmortem, date) in entries {
        entry(site, &mut xml, &at, index, postmortem, date);
    }
    xml.push_str("</feed>\n");
    xml
}

fn entry(site: Site<'_>, xml: &mut String, at: &UrlPath, index: PmIdx, postmortem: &Postmortem, date: Date) {
    let url = urls::postmortem(site.archive.slug(index));
    let day = updated(Some(date));
    let _ = writeln!(
        xml,
        "<entry>\n<id>{}</id>\n<title>{}</title>\n<updated>{day}</updated>\n<published>{day}</published>\n<link rel=\"alternate\" type=\"text/html\" href=\"{}\"/>",
        escape(&id_of(site, &url)),
        escape(&postmortem.title.value),
        escape(&link(site, &url, at))
    );
    for service in &postmortem.services {
        let _ = writeln!(
            xml,
            "<category term=\"{}\" label=\"{}\"/>",
            escape(service.value.0.as_str()),
            escape(&service_title(site, &service.value.0))
        );
    }
    for cause in &postmortem.causes {
        let _ = writeln!(
            xml,
            "<category term=\"{}\" label=\"{}\"/>",
            escape(cause.value.as_str()),
            escape(&cause_title(site, &cause.value))
        );
    }
    if let Some(summary) = &postmortem.body.summary {
        let _ = writeln!(xml, "<summary>{}</summary>", escape(summary));
    }
    xml.push_str("</entry>\n");
}

/// Whole addresses where the site's is known, else relative to the feed.
fn link(site: Site<'_>, to: &UrlPath, at: &UrlPath) -> String {
    match site.settings.site.base_url.as_deref() {
        Some(base) => to.absolute(base),
        None => to.relative_to(at),
    }
}

/// The address where it is known, else a UUID of the site's title and the path (version 8 of RFC 9562): an id has
/// to be an absolute IRI and must not change while both stay.
fn id_of(site: Site<'_>, url: &UrlPath) -> String {
    if let Some(base) = site.settings.site.base_url.as_deref() {
        return url.absolute(base);
    }
    let hash = blake3::hash(format!("{}\n{url}", site.settings.site.title).as_bytes());
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&hash.as_bytes()[..16]);
    let n = u128::from_be_bytes(bytes);
    let n = n & !(0xf << 76) | (8 << 76);
    let n = n & !(0b11 << 62) | (0b10 << 62);
    let hex = format!("{n:032x}");
    format!("urn:uuid:{}-{}-{}-{}-{}", &hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..])
}

/// The start of the day, in UTC. A feed without an entry was never updated.
fn updated(date: Option<Date>) -> String {
    date.map_or_else(|| "1970-01-01T00:00:00Z".to_owned(), |date| format!("{date}T00:00:00Z"))
}
