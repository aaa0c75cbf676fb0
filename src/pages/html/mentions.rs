//! What becomes a link in running text without being written as one: URLs, the ids of postmortems, tickets.
//!
//! Only text is looked at: never code, links, headings or the text that stands for an image.

use std::collections::BTreeMap;

use aho_corasick::{AhoCorasick, MatchKind};
use regex::{Regex, RegexBuilder};

use crate::archive::{Archive, PmIdx};
use crate::config::Settings;
use crate::error::{Error, Located};
use crate::parse::references;

use super::links::{Goal, outside};

/// What a part of a text is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Mention {
    /// The address of another site, or a ticket.
    Outside(String),
    /// A postmortem.
    Postmortem(PmIdx),
}

/// The names to look for.
#[derive(Debug, Default)]
pub(super) struct Mentions {
    ids: Option<AhoCorasick>,
    /// By pattern of `ids`.
    postmortems: Vec<PmIdx>,
    tickets: Vec<(Regex, String)>,
}

/// The compiled size of all ticket patterns that is still reasonable. Bytes.
const PATTERN_SIZE: usize = 1 << 20;

impl Mentions {
    /// Prepares the ids of an archive and the configured ticket patterns.
    pub(super) fn new(archive: &Archive, settings: &Settings) -> Result<Self, Error> {
        let mut by_id: BTreeMap<&str, Option<PmIdx>> = BTreeMap::new();
        for (index, postmortem) in archive.iter() {
            if let Some(id) = postmortem.id.as_ref().map(|id| id.value.trim()).filter(|id| is_distinctive(id)) {
                // An id of two documents means neither.
                by_id.entry(id).and_modify(|known| *known = None).or_insert(Some(index));
            }
        }
        let (names, postmortems): (Vec<&str>, Vec<PmIdx>) =
            by_id.into_iter().filter_map(|(id, index)| Some((id, index?))).unzip();
        // Without an automaton (too many ids for one), ids stay text.
        let ids = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(names).ok();
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
        Ok(Self { ids: ids.filter(|_| !postmortems.is_empty()), postmortems, tickets })
    }

    /// The mentions of a text: start, end, what it is. In order, apart from each other; where two begin at one
    /// place, a URL comes before a postmortem, and that before a ticket.
    pub(super) fn find(&self, text: &str) -> Vec<(usize, usize, Mention)> {
        let mut found = Vec::new();
        urls(text, &mut found);
        if let Some(ids) = &self.ids {
            for id in ids.find_iter(text) {
                if is_word(text, id.start(), id.end()) {
                    let postmortem = self.postmortems[id.pattern().as_usize()];
                    found.push((id.start(), id.end(), Mention::Postmortem(postmortem)));
                }
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
