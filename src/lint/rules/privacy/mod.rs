//! `PV`: what should not be read by everybody. How much it weighs depends on who a document is for.

pub(super) mod email_address;
pub(super) mod internal_host;
pub(super) mod internal_link_in_public;
pub(super) mod ip_address;
pub(super) mod person_name;
pub(super) mod phone_number;
pub(super) mod secret;

use globset::Glob;

use crate::diagnostic::Level;
use crate::lint::Document;
use crate::lint::phrase::counted;
use crate::lint::rule::{Ctx, Report};
use crate::model::{Postmortem, Visibility};
use crate::text::Span;

/// Further places that are marked; all are counted.
const MARKED: usize = 3;

/// Whether everybody may read it. What does not say so is for the organisation.
fn is_public(postmortem: &Postmortem) -> bool {
    postmortem.visibility.as_ref().is_some_and(|visibility| visibility.value == Visibility::Public)
}

/// The text of a document that becomes a page, and where it begins: all but the names of `people`, which are never
/// published.
fn published<'a>(document: &Document<'a>) -> impl Iterator<Item = (usize, &'a str)> + use<'a> {
    let text: &'a str = &document.source.text;
    let mut hidden: Vec<Span> = document.postmortem.people.iter().map(|person| person.name.span).collect();
    hidden.sort_by_key(|span| span.start);
    let mut pieces = Vec::with_capacity(hidden.len() + 1);
    let mut at = 0;
    for span in hidden {
        if let Some(piece) = text.get(at..span.start as usize) {
            pieces.push((at, piece));
            at = span.end as usize;
        }
    }
    pieces.extend(text.get(at..).map(|piece| (at, piece)));
    pieces.into_iter()
}

/// All places of a document at which `find` finds something, in order.
fn places(document: &Document<'_>, find: impl Fn(&str) -> Vec<std::ops::Range<usize>>) -> Vec<Span> {
    let found = published(document).flat_map(|(at, piece)| {
        find(piece).into_iter().map(move |range| Span::new(at + range.start, at + range.end)).collect::<Vec<_>>()
    });
    found.collect()
}

/// One finding for all places of a document, at the first of them. `one` names what one of them is.
fn report_places<'c>(
    ctx: &'c mut Ctx<'_>,
    document: &Document<'_>,
    places: &[Span],
    level: Level,
    one: &str,
) -> Option<Report<'c>> {
    let (first, rest) = places.split_first()?;
    let shown = document.text(*first).replace('`', "'");
    let mut report = ctx.report(document.source.id, *first, format!("{one} `{shown}`")).at_most(level);
    for place in rest.iter().take(MARKED) {
        report = report.also(document.source.id, *place, "");
    }
    if !rest.is_empty() {
        report = report.note(format!("{} in all", counted(places.len(), "place")));
    }
    Some(report)
}

/// Whether a name of a host is one of a network of its own: by its last labels, or by a configured pattern.
fn is_internal_host(host: &str, patterns: &[String]) -> bool {
    let host = host.trim_end_matches('.').to_ascii_lowercase();
    let is_of = |suffix: &&str| host.strip_suffix(*suffix).is_some_and(|rest| rest.ends_with('.') && rest.len() > 1);
    INTERNAL.iter().any(is_of) || matches_pattern(&host, patterns)
}

fn matches_pattern(host: &str, patterns: &[String]) -> bool {
    let matches = |pattern: &String| {
        let pattern = pattern.to_ascii_lowercase();
        Glob::new(&pattern).is_ok_and(|glob| glob.compile_matcher().is_match(host))
    };
    patterns.iter().any(matches)
}

/// Last labels that no host of the public network has.
const INTERNAL: &[&str] =
    &["internal", "intranet", "intra", "corp", "lan", "local", "localdomain", "private", "home.arpa", "cluster.local"];
