//! AI001.

use super::items;
use crate::diagnostic::Level;
use crate::lint::Document;
use crate::lint::practice::{Practice, report_habit};
use crate::lint::rule::{Check, Ctx, Nature, declare_rule};
use crate::model::{Kind, Section, SectionKind};
use crate::text::Span;

declare_rule! {
    /// ## What it does
    /// Reports a finished postmortem of an incident that decides nothing: no action item in the front matter, in a list or
    /// in a table. A sentence that says why nothing is to be done is a decision. Where the section is missing or empty,
    /// `missing-section` or `empty-section` says so instead.
    ///
    /// ## Why is this bad?
    /// An incident that changes nothing will come back. And where actions are told in running text, nobody can see which
    /// of them are done.
    ///
    /// ## Example
    /// ```md,expect_diagnostic
    /// # Checkout returned 500s
    /// ## Action items
    /// The team will have a closer look at the pools in the next weeks, and talk to platform about alerts.
    /// ```
    ///
    /// Use instead:
    /// ```md
    /// # Checkout returned 500s
    /// ## Action items
    /// - Alert when a pool is 80 % full
    /// - Give each region its own limit
    /// ```
    static RULE = {
        code: "AI001",
        name: "no-action-items",
        summary: "a finished postmortem decides nothing",
        nature: Nature::Absence,
        since: "0.1.0",
        check: Check::Archive(check),
    }
}

fn check(ctx: &mut Ctx<'_>) {
    let asks_for_section = ctx.scope.settings.required_sections.contains(&SectionKind::ActionItems);
    let mut all = 0;
    let mut lacking = Vec::new();
    for document in ctx.scope.documents().filter(Document::is_finished) {
        if document.postmortem.kind_or_default() != Kind::Incident {
            continue;
        }
        all += 1;
        if items(&document).next().is_none()
            && let Some((place, why)) = why_none(&document, asks_for_section)
        {
            lacking.push((document, place, why));
        }
    }
    let help = "what will be different next time? one line for each, also for what you leave as it is, and why";
    if Practice::of(lacking.len(), all) == Practice::Without
        && let Some((first, place, _)) = lacking.first()
    {
        let message = "most postmortems of this archive have no action items";
        report_habit(ctx, first, *place, message, (lacking.len(), all)).help(help);
        return;
    }
    for (document, place, why) in lacking {
        let (message, level) = match why {
            Why::Untold => ("no action items", Level::Warning),
            Why::NoReason => ("no action items, and nothing says why", Level::Info),
            Why::Prose => ("no action can be told from the others in this text", Level::Info),
        };
        ctx.report(document.source.id, place, message).at_most(level).help(help);
    }
}

enum Why {
    /// There is no section for them.
    Untold,
    /// It says "none", and that is all.
    NoReason,
    /// Its section is running text.
    Prose,
}

/// What there is in their place; none when that is an answer, or another rule's to report.
fn why_none(document: &Document<'_>, asks_for_section: bool) -> Option<(Span, Why)> {
    let body = &document.postmortem.body;
    let is_of_actions = |section: &&Section| section.kind == Some(SectionKind::ActionItems);
    let Some(section) = body.sections.iter().find(is_of_actions) else {
        return (!asks_for_section).then(|| (document.opening(), Why::Untold));
    };
    let text: Vec<&str> = body.sections.iter().filter(is_of_actions).map(|section| section.text.trim()).collect();
    let text = text.join(" ").to_lowercase();
    let words: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    if words.is_empty() {
        return None;
    }
    let denies =
        words.iter().any(|word| matches!(*word, "no" | "none" | "nothing" | "not" | "accept" | "accepted" | "already"));
    match (denies, words.len()) {
        (_, ..=3) => Some((section.span, Why::NoReason)),
        (true, _) => None,
        (false, _) => Some((section.span, Why::Prose)),
    }
}
