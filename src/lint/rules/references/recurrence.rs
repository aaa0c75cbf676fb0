//! XR006.

use std::collections::BTreeMap;

use crate::archive::{PmIdx, Recurrence};
use crate::diagnostic::Level;
use crate::lint::Document;
use crate::lint::phrase::{counted, list};
use crate::lint::rule::{Check, Ctx, declare_rule};
use crate::model::{ActionStatus, CauseId, Postmortem};
use crate::text::Span;

declare_rule! {
    /// ## What it does
    /// Says that a service had the same contributing factor before, within `[rules] recurrence_days` (a year
    /// unless set), names the latest of the earlier postmortems and what is still open there.
    ///
    /// ## Why is this bad?
    /// It is not bad, it is worth a look: what was decided after the first time was not done, did not help, or
    /// was about something else. That is the best question a library can ask.
    ///
    /// ## Example
    /// ```md,expect_diagnostic
    /// -- 2025-11-02-basket.md --
    /// ---
    /// title: The basket was empty
    /// date: 2025-11-02
    /// services: [checkout]
    /// causes: [capacity/limit-reached]
    /// ---
    /// -- 2026-03-07-checkout.md --
    /// ---
    /// title: Checkout returned 500s
    /// date: 2026-03-07
    /// services: [checkout]
    /// causes: [capacity/limit-reached]
    /// ---
    /// ```
    ///
    /// Use instead: nothing, if it is so. A factor that is the same in name only may have a more exact one.
    /// ```md
    /// -- 2025-11-02-basket.md --
    /// ---
    /// title: The basket was empty
    /// date: 2025-11-02
    /// services: [checkout]
    /// causes: [capacity/limit-reached]
    /// ---
    /// -- 2026-03-07-checkout.md --
    /// ---
    /// title: Checkout returned 500s
    /// date: 2026-03-07
    /// services: [checkout]
    /// causes: [capacity/noisy-neighbour]
    /// ---
    /// ```
    static RULE = {
        code: "XR006",
        name: "recurrence",
        summary: "the service had the same contributing factor before",
        level: Level::Info,
        since: "0.1.0",
        check: Check::Archive(check),
    }
}

/// Open actions that are named; the others are counted.
const NAMED: usize = 3;
/// Earlier postmortems that are shown beside the latest one.
const SHOWN: usize = 3;

fn check(ctx: &mut Ctx<'_>) {
    let scope = ctx.scope;
    // For each later postmortem, what it shares with each earlier one; the latest of them last.
    let mut found: BTreeMap<PmIdx, BTreeMap<PmIdx, Vec<&Recurrence>>> = BTreeMap::new();
    for recurrence in &scope.archive.recurrences {
        if recurrence.days.is_some_and(|days| days <= scope.settings.recurrence_days) {
            let earlier = found.entry(recurrence.later).or_default();
            earlier.entry(recurrence.earlier).or_default().push(recurrence);
        }
    }
    for (index, mut earlier) in found {
        let postmortem = scope.archive.get(index);
        let document = Document { index, postmortem, source: scope.sources.get(postmortem.source) };
        let Some((latest, shared)) = earlier.pop_last() else { continue };
        let before = scope.archive.get(latest);
        let place = shared.first().and_then(|first| place_of(postmortem, &first.cause));
        let mut report = ctx
            .report(document.source.id, place.unwrap_or_else(|| document.opening()), told(&shared))
            .also(before.source, place_of_shared(before, &shared), "the earlier one")
            .note(format!("`{}` ({}): {}", before.title.value, before.path, still_open(before)))
            .help("what would have had to be different for the earlier actions to prevent this?");
        for (other, shared) in earlier.into_iter().rev().take(SHOWN) {
            let other = scope.archive.get(other);
            report = report.also(other.source, place_of_shared(other, &shared), told(&shared));
        }
    }
}

/// `checkout` had `capacity/limit-reached` 125 days before.
fn told(shared: &[&Recurrence]) -> String {
    let services = quoted(shared.iter().map(|recurrence| recurrence.service.as_str()));
    let causes = quoted(shared.iter().map(|recurrence| recurrence.cause.as_str()));
    match shared.first().and_then(|first| first.days).unwrap_or_default() {
        0 => format!("{services} had {causes} before on the same day"),
        days => {
            let days = counted(usize::try_from(days).unwrap_or_default(), "day");
            format!("{services} had {causes} {days} before")
        }
    }
}

fn place_of(postmortem: &Postmortem, cause: &CauseId) -> Option<Span> {
    postmortem.causes.iter().find(|known| known.value == *cause)?.span
}

/// Where the first of the shared causes stands, else the beginning of the document.
fn place_of_shared(postmortem: &Postmortem, shared: &[&Recurrence]) -> Span {
    shared.first().and_then(|first| place_of(postmortem, &first.cause)).unwrap_or_default()
}

fn quoted<'a>(words: impl Iterator<Item = &'a str>) -> String {
    let mut words: Vec<String> = words.map(|word| format!("`{word}`")).collect();
    words.sort();
    words.dedup();
    list(&words)
}

fn still_open(postmortem: &Postmortem) -> String {
    let open: Vec<&str> = postmortem
        .action_items
        .iter()
        .filter(|item| item.status.as_ref().is_none_or(|status| status.value == ActionStatus::Open))
        .map(|item| item.text.as_str())
        .collect();
    if open.is_empty() {
        return if postmortem.action_items.is_empty() { "it has no action items" } else { "its actions are done" }
            .to_owned();
    }
    let mut named: Vec<String> = open.iter().take(NAMED).map(|text| format!("\"{}\"", short(text))).collect();
    if open.len() > NAMED {
        named.push(format!("{} more", open.len() - NAMED));
    }
    format!("not marked as done: {}", list(&named))
}

/// The beginning of a text, for a line.
fn short(text: &str) -> String {
    const LONGEST: usize = 70;
    let line = text.lines().next().unwrap_or_default().trim();
    match line.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", line.get(..end).unwrap_or(line).trim_end()),
        None => line.to_owned(),
    }
}
