//! AI009.

use super::{items, report_items, status};
use crate::diagnostic::Level;
use crate::lint::Document;
use crate::lint::phrase::counted;
use crate::lint::rule::{Check, Ctx, Nature, declare_rule};
use crate::model::{ActionItem, ActionKind, ActionStatus, Kind};

declare_rule! {
    /// ## What it does
    /// Reports a postmortem whose action items all say their kind, and none of them is `prevent`. It is an info where
    /// one does more than mitigate or repair: seeing it earlier helps, and what is found out may lead to more.
    ///
    /// ## Why is this bad?
    /// The next one will be shorter, and it will come. Often nothing can be done about that at a price anybody would pay;
    /// then that is worth a line, since the next team will ask.
    ///
    /// ## Example
    /// ```md,expect_diagnostic
    /// # Checkout returned 500s
    /// ## Action items
    /// | Action | Kind |
    /// | --- | --- |
    /// | Put a switch on the admin page that empties the pool | mitigate |
    /// | Send a mail to those who could not pay | repair |
    /// ```
    ///
    /// Use instead:
    /// ```md
    /// # Checkout returned 500s
    /// ## Action items
    /// | Action | Kind |
    /// | --- | --- |
    /// | Put a switch on the admin page that empties the pool | mitigate |
    /// | Give each region its own limit | prevent |
    /// ```
    static RULE = {
        code: "AI009",
        name: "all-mitigate-no-prevent",
        summary: "no action item makes it less likely to happen again",
        nature: Nature::Absence,
        since: "0.1.0",
        check: Check::Postmortem(check),
    }
}

/// One action is no pattern.
const FEWEST: usize = 2;

fn check(ctx: &mut Ctx<'_>, document: &Document<'_>) {
    if !document.is_finished() || document.postmortem.kind_or_default() == Kind::Exercise {
        return;
    }
    // What is accepted with a reason was thought about.
    if document.postmortem.accepted.iter().any(|accepted| accepted.reason.is_some()) {
        return;
    }
    let items: Vec<&ActionItem> =
        items(document).filter(|item| status(item) != Some(ActionStatus::Cancelled)).collect();
    let kinds: Vec<ActionKind> = items.iter().filter_map(|item| item.kind.as_ref()).map(|kind| kind.value).collect();
    if items.len() < FEWEST || kinds.len() < items.len() || kinds.contains(&ActionKind::Prevent) {
        return;
    }
    let helps = kinds.iter().any(|kind| !matches!(kind, ActionKind::Mitigate | ActionKind::Repair));
    let message = format!("none of {} prevents it from happening again", counted(items.len(), "action item"));
    report_items(ctx, document, &items, message)
        .at_most(if helps { Level::Info } else { Level::Warning })
        .help("which change would make it impossible, or less likely? if none is worth its price, `accepted` in the front matter takes the reason");
}
