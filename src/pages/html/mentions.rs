//! What becomes a link in running text without being written as one: URLs, the ids of postmortems, tickets, and
//! the names of declared services.
//!
//! Only text is looked at: never code, links, headings or the text that stands for an image. A mention is an offer;
//! whether it becomes a link (a service only once in a section) is for the writer to say.

use std::collections::BTreeMap;

use aho_corasick::{AhoCorasick, MatchKind};
use regex::{Regex, RegexBuilder};

use crate::archive::{Archive, PmIdx};
use crate::config::Settings;
use crate::error::{Error, Located};
use crate::model::ServiceId;
use crate::parse::references;

use super::links::{Goal, outside};

/// What a part of a text is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Mention {
    /// The address of another site, or a ticket.
    Outside(String),
    /// A postmortem.
    Postmortem(PmIdx),
    /// A service, by a name that can mean nothing else.
    Service(ServiceId),
    /// A service, by a name that is also a word.
    ServiceWord(ServiceId),
}

/// The names to look for.
#[derive(Debug, Default)]
pub(super) struct Mentions {
    names: Option<AhoCorasick>,
    /// By pattern of `names`.
    meanings: Vec<Mention>,
    tickets: Vec<(Regex, String)>,
}

/// The compiled size of all ticket patterns that is still reasonable. Bytes.
const PATTERN_SIZE: usize = 1 << 20;

impl Mentions {
    /// Prepares the names of an archive and the configured ticket patterns.
    pub(super) fn new(archive: &Archive, settings: &Settings) -> Result<Self, Error> {
        // A name with two meanings has none.
        let mut meanings: BTreeMap<&str, Option<Mention>> = BTreeMap::new();
        let mut mean = |name, mention: Mention| {
            let other = |known: &mut Option<Mention>| *known = known.take().filter(|known| *known == mention);
            meanings.entry(name).and_modify(other).or_insert(Some(mention.clone()));
        };
        for (index, postmortem) in archive.iter() {
            if let Some(id) = postmortem.id.as_ref().map(|id| id.value.trim()).filter(|id| is_distinctive(id)) {
                mean(id, Mention::Postmortem(index));
            }
        }
        for service in settings.catalog.services.values().filter(|service| archive.by_service.contains_key(&service.id))
        {
            for name in [service.id.as_str(), service.title.trim()].into_iter().filter(|name| name.len() >= 3) {
                let compound = name.contains(|c: char| !c.is_alphabetic());
                let id = service.id.clone();
                mean(name, if compound { Mention::Service(id) } else { Mention::ServiceWord(id) });
            }
        }
        let (names, meanings): (Vec<&str>, Vec<Mention>) =
            meanings.into_iter().filter_map(|(name, mention)| Some((name, mention?))).unzip();
        // Without an automaton (too many names for one), names stay text.
        let names = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(names).ok();
        let tickets = settings
            .tickets
            .iter()
            .map(|ticket| match RegexBuilder::new(&ticket.pattern).size_limit(PATTERN_SIZE).build() {
                Ok(regex) => Ok((regex, ticket.url.clone())),
                Err(error) => {
                    let message = format!("the ticket pattern `{}` cannot be understood: {error}", ticket.pattern);
                    Err(Error::config(crate::config::fs::FILE_NAME, Located { message, ..Located::default() }))
                }
            })
            .collect::<Result<_, Error>>()?;
        Ok(Self { names: names.filter(|_| !meanings.is_empty()), meanings, tickets })
    }

    /// The mentions of a text: start, end, what it is. In order, apart from each other; where two begin at one
    /// place, a URL comes before a name, and that before a ticket.
    pub(super) fn find(&self, text: &str) -> Vec<(usize, usize, Mention)> {
        let mut found = Vec::new();
        urls(text, &mut found);
        for name in self.names.iter().flat_map(|names| names.find_iter(text)) {
            if is_word(text, name.start(), name.end()) {
                found.push((name.start(), name.end(), self.meanings[name.pattern().as_usize()].clone()));
            }
        }
        for (pattern, url) in &self.tickets {
            for ticket in pattern.captures_iter(text) {
                let Some(whole) = ticket.get(0).filter(|whole| !whole.is_empty()) else { continue };
                let mut address = String::new();
                ticket.expand(url, &mut address);
                if let Goal::Outside(address) = outside(&address)
                    && is_word(text, whole.start(), whole.end())
                {
                    found.push((whole.start(), whole.end(), Mention::Outside(address)));
                }
            }
        }
        if found.len() > 1 {
            found.sort_by_key(|(start, ..)| *start);
            let mut free = 0;
            found.retain(|(start, end, _)| {
                let apart = *start >= free;
                free = if apart { *end } else { free };
                apart
            });
        }
        found
    }
}

/// An id that is also a word, or a number alone, is not looked for.
fn is_distinctive(id: &str) -> bool {
    id.len() >= 4 && id.chars().any(|c| c.is_ascii_digit()) && id.chars().any(char::is_alphabetic)
}

/// Whether what stands at `start..end` is not a part of a longer word, path or id.
fn is_word(text: &str, start: usize, end: usize) -> bool {
    let inside = |c: char| c.is_alphanumeric() || matches!(c, '_' | '/' | '@');
    let before = text.get(..start).unwrap_or_default().chars().next_back();
    let mut after = text.get(end..).unwrap_or_default().chars();
    let next = after.next();
    // `INC-1-2` and `INC-1.2` go on; `INC-1.` and `INC-1-` do not.
    let goes_on = matches!(next, Some('-' | '.')) && after.next().is_some_and(char::is_alphanumeric);
    !before.is_some_and(|c| inside(c) || c == '-') && !next.is_some_and(inside) && !goes_on
}

fn urls(text: &str, found: &mut Vec<(usize, usize, Mention)>) {
    let mut at = 0;
    while let Some(next) = text.get(at..).and_then(|rest| rest.find("http")) {
        let start = at + next;
        at = start + 4;
        let Some(url) = text.get(start..).and_then(references::url_at) else { continue };
        at = start + url.len();
        if !text.get(..start).unwrap_or_default().ends_with(char::is_alphanumeric)
            && let Goal::Outside(address) = outside(url)
        {
            found.push((start, at, Mention::Outside(address)));
        }
    }
}
