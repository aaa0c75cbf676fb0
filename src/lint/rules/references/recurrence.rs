//! XR006.

use std::collections::BTreeMap;

use crate::archive::{PmIdx, Recurrence};
use crate::diagnostic::Level;
use crate::lint::Document;
use crate::lint::phrase::{counted, list};
use crate::lint::rule::{Check, Ctx, declare_rule};
use crate::model::{ActionStatus, Postmortem};

declare_rule! {
    /// ## What it does
    /// Says that a service had the same contributing factor before, within `[rules] recurrence_days` (a year
    /// unless set), names the earlier postmortem and what is still open there.
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

fn check(ctx: &mut Ctx<'_>) {
    let scope = ctx.scope;
    let mut pairs: BTreeMap<(PmIdx, PmIdx), Vec<&Recurrence>> = BTreeMap::new();
    for recurrence in &scope.archive.recurrences {
        if recurrence.days.is_some_and(|days| days <= scope.settings.recurrence_days) {
            pairs.entry((recurrence.later, recurrence.earlier)).or_default().push(recurrence);
        }
    }
    for ((later, earlier), recurrences) in pairs {
        let (index, postmortem, before) = (later, scope.archive.get(later), scope.archive.get(earlier));
        let document = Document { index, postmortem, source: scope.sources.get(postmortem.source) };
        let Some(first) = recurrences.first() else { continue };
        let services = quoted(recurrences.iter().map(|recurrence| recurrence.service.as_str()));
        let causes = quoted(recurrences.iter().map(|recurrence| recurrence.cause.as_str()));
        let span = |document: &Postmortem| {
            let cause = document.causes.iter().find(|cause| cause.value == first.cause);
            cause.and_then(|cause| cause.span)
        };
        let ago = match first.days.unwrap_or_default() {
            0 => "on the same day".to_owned(),
            days => format!("{} before", counted(usize::try_from(days).unwrap_or_default(), "day")),
        };
        let place = span(postmortem).unwrap_or_else(|| document.opening());
        let report = ctx
            .report(document.source.id, place, format!("{services} had {causes} {ago}"))
            .also(before.source, span(before).unwrap_or_default(), "the earlier one")
            .help("what would have had to be different for the earlier actions to prevent this?");
        report.note(format!("`{}` ({}): {}", before.title.value, before.path, still_open(before)));
    }
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
