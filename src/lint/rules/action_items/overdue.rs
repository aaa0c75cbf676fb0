//! AI011.

use super::{open_items, status};
use crate::diagnostic::Level;
use crate::lint::Document;
use crate::lint::phrase::counted;
use crate::lint::rule::{Check, Ctx, declare_rule};
use crate::model::{ActionItem, ActionStatus, Status};

declare_rule! {
    /// ## What it does
    /// Reports open action items whose day has passed, all of a document in one finding: a warning where they are marked
    /// as open, an info where the document does not show whether they are done. The day that counts as today is the
    /// machine's, or that of `--today`.
    ///
    /// ## Why is this bad?
    /// It was thought worth a day once. Either it still is, or something else was found to be more important, and then
    /// that decision is what a reader should find.
    ///
    /// ## Example
    /// ```md,expect_diagnostic,today=2026-06-01
    /// # Checkout returned 500s
    /// ## Action items
    /// - [ ] Alert when a pool is 80 % full (@payments, due 2026-04-01)
    /// ```
    ///
    /// Use instead: a new day, or "cancelled" with the reason.
    /// ```md,today=2026-06-01
    /// # Checkout returned 500s
    /// ## Action items
    /// - [x] Alert when a pool is 80 % full (@payments, due 2026-04-01)
    /// ```
    static RULE = {
        code: "AI011",
        name: "overdue",
        summary: "open action items are past their day",
        since: "0.1.0",
        check: Check::Postmortem(check),
    }
}

/// Items that are marked; all are counted.
const MARKED: usize = 5;

fn check(ctx: &mut Ctx<'_>, document: &Document<'_>) {
    let Some(today) = ctx.scope.today else { return };
    if document.status() == Status::Withdrawn {
        return;
    }
    // The longest overdue first.
    let mut overdue: Vec<(jiff::civil::Date, &ActionItem)> = open_items(document)
        .filter_map(|item| Some((item.due.as_ref()?.value, item)))
        .filter(|(due, _)| *due < today)
        .collect();
    overdue.sort_by_key(|(due, item)| (*due, item.span));
    let Some(((due, first), rest)) = overdue.split_first() else { return };
    let is_open = overdue.iter().any(|(_, item)| status(item) == Some(ActionStatus::Open));
    let verb = if rest.is_empty() { "is" } else { "are" };
    let message = format!(
        "{} {verb} past {} day",
        counted(overdue.len(), "action item"),
        if rest.is_empty() { "its" } else { "their" }
    );
    let mut report = ctx
        .report(document.source.id, document.first_line(first.span), message)
        .label(format!("due {due}"))
        .at_most(if is_open { Level::Warning } else { Level::Info });
    for (due, item) in rest.iter().take(MARKED - 1) {
        report = report.also(document.source.id, document.first_line(item.span), format!("due {due}"));
    }
    report.help(if is_open {
        "is it done by now? if something else matters more, a new day or a reason to drop it says so"
    } else {
        "are they done? a status says it: `done`, `[x]`, or a new day"
    });
}
