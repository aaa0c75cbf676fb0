//! AI012.

use super::{Wanted, check_items, status};
use crate::diagnostic::Level;
use crate::lint::Document;
use crate::lint::rule::{Check, Ctx, Nature, declare_rule};
use crate::model::{ActionItem, ActionStatus};

declare_rule! {
    /// ## What it does
    /// Says that action items are marked as done and have neither a ticket nor a link: to the change, the alert, the
    /// runbook. An archive that mostly goes without is told so once.
    ///
    /// ## Why is this bad?
    /// It is not bad, and a loss: whoever has the same problem looks for what you built, and finds a tick.
    ///
    /// ## Example
    /// ```md,expect_diagnostic
    /// # Checkout returned 500s
    /// ## Action items
    /// - [x] Alert when a pool is 80 % full
    /// ```
    ///
    /// Use instead:
    /// ```md
    /// # Checkout returned 500s
    /// ## Action items
    /// - [x] [Alert when a pool is 80 % full](https://git.example/alerts/pull/412)
    /// ```
    static RULE = {
        code: "AI012",
        name: "done-without-link",
        summary: "action items are done, and nothing leads to what was done",
        level: Level::Info,
        nature: Nature::Absence,
        since: "0.1.0",
        check: Check::Archive(check),
    }
}

fn check(ctx: &mut Ctx<'_>) {
    let wanted = Wanted {
        field: None,
        missing: "no link to what was done",
        habit: "do not link what was done for their action items",
        of: |item| status(item) == Some(ActionStatus::Done),
        called: "finished action item",
        has: |document, item| item.ticket.is_some() || has_link(document, item),
        most: Level::Info,
        help: "where can it be seen? the change, the alert or the runbook is what the next reader looks for",
    };
    check_items(ctx, &wanted);
}

fn has_link(document: &Document<'_>, item: &ActionItem) -> bool {
    let links = &document.postmortem.body.links;
    let first = links.partition_point(|link| link.span.start < item.span.start);
    let inside = links.get(first).is_some_and(|link| link.span.start < item.span.end);
    inside || document.text(item.span).contains("://")
}
