//! AI010.

use std::collections::{BTreeMap, BTreeSet};

use super::{is_acceptance, items, status};
use crate::diagnostic::Level;
use crate::lint::Document;
use crate::lint::phrase::{counted, list};
use crate::lint::rule::{Check, Ctx, declare_rule};
use crate::model::{ActionItem, ActionStatus, CauseId, Kind, Section, SectionKind};
use crate::text::Span;

declare_rule! {
    /// ## What it does
    /// Follows a finished postmortem from what it found to what it does about it. Where action items say what they
    /// address, each cause of the front matter needs one that does. Points below "What went poorly" (and below
    /// "Contributing factors", where the front matter has no causes) need an action item that speaks of the same:
    /// that is seen by their words, and only ever an info.
    ///
    /// What is left as it is, on purpose, is `accepted` in the front matter, with the reason; in the text, a point
    /// that says "we accept" or "accepted", or an action item that begins with "Accepted:".
    ///
    /// ## Why is this bad?
    /// Somebody found it, described it, and it is still there. To leave it can be right; then the next team wants to
    /// know that it was decided, and why.
    ///
    /// ## Example
    /// ```md,expect_diagnostic
    /// ---
    /// title: Checkout returned 500s
    /// causes: [capacity/limit-reached, observability/missing-alert]
    /// action_items:
    ///   - { title: Give each region its own limit, addresses: capacity/limit-reached }
    /// ---
    /// ```
    ///
    /// Use instead: an action, or a reason.
    /// ```md
    /// ---
    /// title: Checkout returned 500s
    /// causes: [capacity/limit-reached, observability/missing-alert]
    /// accepted:
    ///   observability/missing-alert: With a limit for each region, customers of one region see it before a metric does.
    /// action_items:
    ///   - { title: Give each region its own limit, addresses: capacity/limit-reached }
    /// ---
    /// ```
    static RULE = {
        code: "AI010",
        name: "unaddressed-factor",
        summary: "something that was found is met by no action item and not accepted",
        since: "0.1.0",
        check: Check::Postmortem(check),
    }
}

fn check(ctx: &mut Ctx<'_>, document: &Document<'_>) {
    if !document.is_finished() || document.postmortem.kind_or_default() == Kind::Exercise {
        return;
    }
    reasonless(ctx, document);
    let items: Vec<&ActionItem> = items(document).collect();
    if items.is_empty() {
        // `no-action-items` says so.
        return;
    }
    causes(ctx, document, &items);
    points(ctx, document, &items);
}

/// `accepted` without a reason is half a decision.
fn reasonless(ctx: &mut Ctx<'_>, document: &Document<'_>) {
    for accepted in document.postmortem.accepted.iter().filter(|accepted| accepted.reason.is_none()) {
        let factor = accepted.factor.value.replace('`', "'");
        ctx.report(document.source.id, accepted.factor.span, format!("`{factor}` is accepted without a reason"))
            .help("what would it cost to change, and what is the risk of leaving it? the next team will ask");
    }
}

/// Causes that no action item addresses, where action items say what they address.
fn causes(ctx: &mut Ctx<'_>, document: &Document<'_>, items: &[&ActionItem]) {
    let postmortem = document.postmortem;
    let addressed: Vec<&CauseId> = items
        .iter()
        .filter(|item| status(item) != Some(ActionStatus::Cancelled))
        .filter_map(|item| item.addresses.as_ref())
        .map(|addresses| &addresses.value)
        .collect();
    if addressed.is_empty() {
        return;
    }
    // A family stands for what is in it.
    let meets =
        |a: &CauseId, b: &CauseId| a == b || ((a.leaf().is_none() || b.leaf().is_none()) && a.family() == b.family());
    let open: Vec<_> = postmortem
        .causes
        .iter()
        .filter(|cause| !addressed.iter().any(|other| meets(other, &cause.value)))
        .filter(|cause| !postmortem.accepted.iter().any(|accepted| meets(&accepted.cause, &cause.value)))
        .collect();
    let Some((first, rest)) = open.split_first() else { return };
    let names: Vec<String> = open.iter().map(|cause| format!("`{}`", cause.value)).collect();
    let place = first.span.unwrap_or_else(|| document.opening());
    let mut report = ctx.report(document.source.id, place, format!("no action item addresses {}", list(&names)));
    for cause in rest {
        if let Some(span) = cause.span {
            report = report.also(document.source.id, span, "");
        }
    }
    report.help("which action would change it? if it stays as it is, `accepted` in the front matter takes the reason");
}

/// Points of the text that share no word with an action item.
fn points(ctx: &mut Ctx<'_>, document: &Document<'_>, items: &[&ActionItem]) {
    let postmortem = document.postmortem;
    // A list of factors is one of conditions; below "Root cause" or "How it broke" stand the steps of a story.
    let lists_factors = |section: &Section| {
        section.own_kind
            && section.kind == Some(SectionKind::ContributingFactors)
            && section.heading.to_lowercase().contains("factor")
    };
    let sections = postmortem.body.sections.iter();
    let points: Vec<Span> = sections
        .filter(|section| {
            section.kind == Some(SectionKind::WentPoorly) || (postmortem.causes.is_empty() && lists_factors(section))
        })
        .flat_map(|section| listed(document, section.content))
        .collect();
    let told: Vec<BTreeSet<String>> = points.iter().map(|span| stems(document.text(*span))).collect();
    let done: Vec<BTreeSet<String>> = items
        .iter()
        .map(|item| {
            let about = item.addresses.as_ref().map(|cause| cause.value.to_string()).unwrap_or_default();
            stems(&format!("{} {about}", item.text))
        })
        .collect();
    // What everything speaks of connects nothing.
    let mut count: BTreeMap<&str, usize> = BTreeMap::new();
    for stem in told.iter().chain(&done).flatten() {
        *count.entry(stem).or_default() += 1;
    }
    let all = told.len() + done.len();
    let connects = |stem: &String| all < COMMON || count.get(stem.as_str()).is_none_or(|n| n * 2 <= all);
    let met = |point: &BTreeSet<String>| done.iter().any(|item| point.intersection(item).any(connects));
    let open: Vec<Span> = points
        .iter()
        .zip(&told)
        .filter(|(span, stems)| {
            stems.len() >= SPOKEN
                && has_spaces(document.text(**span))
                && !met(stems)
                && !is_answered(document.text(**span))
        })
        .map(|(span, _)| document.first_line(*span))
        .collect();
    let Some((first, rest)) = open.split_first() else { return };
    let message = match (open.len(), points.len()) {
        (1, 1) => "no action item speaks of this point".to_owned(),
        (open, all) => format!("no action item speaks of {open} of {}", counted(all, "point")),
    };
    let mut report = ctx.report(document.source.id, *first, message).at_most(Level::Info);
    for span in rest.iter().take(MARKED) {
        report = report.also(document.source.id, *span, "");
    }
    report.help("will something change here? \"we accept this, because …\" is an answer too");
}

/// Further points that are marked; all are counted.
const MARKED: usize = 4;
/// With so few sentences, every word is common.
const COMMON: usize = 6;
/// A point with fewer words that mean something is a heading.
const SPOKEN: usize = 3;

/// The items of the lists of a section, each with its further lines; what is nested belongs to its item.
fn listed(document: &Document<'_>, content: Span) -> Vec<Span> {
    let mut found: Vec<Span> = Vec::new();
    let mut at = content.start as usize;
    let mut open = false;
    let mut fenced = false;
    for line in document.text(content).split_inclusive('\n') {
        let (start, end) = (at, at + line.trim_end().len());
        at += line.len();
        let trimmed = line.trim_start();
        if trimmed.starts_with("```") || trimmed.starts_with("~~~") {
            fenced = !fenced;
        }
        if fenced {
            continue;
        }
        let indent = line.len() - trimmed.len();
        if indent < 2 && is_marked(trimmed) {
            found.push(Span::new(start, end));
            open = true;
        } else if trimmed.is_empty() || (indent == 0 && trimmed.starts_with(['|', '#', '<'])) {
            open = open && trimmed.is_empty();
        } else if open && let Some(last) = found.last_mut() {
            *last = Span::new(last.start as usize, end);
        }
    }
    found
}

fn is_marked(line: &str) -> bool {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let after = line.get(digits..).unwrap_or_default();
    let bullet = digits == 0 && (line.starts_with("- ") || line.starts_with("* ") || line.starts_with("+ "));
    bullet || (digits > 0 && digits < 4 && (after.starts_with(". ") || after.starts_with(") ")))
}

/// Whether words can be told apart: not in scripts that write without spaces.
fn has_spaces(text: &str) -> bool {
    let unparted = |c: &char| matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{0e00}'..='\u{0e7f}');
    !text.chars().any(|c| unparted(&c))
}

/// A point that says itself what came of it.
fn is_answered(text: &str) -> bool {
    is_acceptance(text.trim_start_matches(|c: char| !c.is_alphabetic())) || {
        let text = text.to_lowercase();
        [
            "we accept",
            "accepted",
            "was fixed",
            "has been fixed",
            "is fixed",
            "fixed in",
            "has since",
            "have since",
            "/issues/",
            "/pull/",
        ]
        .iter()
        .any(|answer| text.contains(answer))
    }
}

/// Words that say nothing of what a sentence is about.
const PLAIN: &[&str] = &[
    "about", "action", "after", "again", "also", "although", "because", "been", "before", "being", "between", "both",
    "cause", "caused", "could", "didn", "does", "doesn", "done", "during", "each", "every", "from", "have", "having",
    "here", "https", "incident", "into", "issue", "just", "later", "less", "like", "made", "make", "more", "most",
    "much", "need", "needed", "none", "only", "other", "over", "problem", "same", "should", "since", "some", "still",
    "such", "than", "that", "their", "them", "then", "there", "these", "they", "this", "those", "time", "took",
    "under", "until", "very", "wasn", "were", "what", "when", "where", "which", "while", "will", "with", "without",
    "would", "your",
];

/// The beginnings of the words that mean something: `alert` of "alerts", "alerting" and "alerted".
fn stems(text: &str) -> BTreeSet<String> {
    const LONG: usize = 5;
    text.split(|c: char| !c.is_alphanumeric())
        .map(str::to_lowercase)
        .filter(|word| word.chars().count() >= 4 && !PLAIN.contains(&word.as_str()))
        .filter(|word| word.contains(char::is_alphabetic))
        .map(|word| word.chars().take(LONG).collect())
        .collect()
}
