//! AI005.

use super::{Wanted, check_items, is_open};
use crate::config::ActionField;
use crate::diagnostic::Level;
use crate::lint::rule::{Check, Ctx, Nature, declare_rule};

declare_rule! {
    /// ## What it does
    /// Reports open action items without a ticket or a link to where they are tracked, all of a document in one finding.
    /// How much it weighs depends on the archive: where most go without, it is said once, for all; where most have one,
    /// or most items of the same document, it is a warning; otherwise an info. `[[require]] action_items = ["ticket"]`
    /// asks for it.
    ///
    /// ## Why is this bad?
    /// Nobody plans their week from a postmortem. What is not where the other work is waits until the next incident.
    ///
    /// ## Example
    /// ```md,expect_diagnostic
    /// # Checkout returned 500s
    /// ## Action items
    /// - [ ] Alert when a pool is 80 % full (PAY-812)
    /// - [ ] Give each region its own limit
    /// ```
    ///
    /// Use instead:
    /// ```md
    /// # Checkout returned 500s
    /// ## Action items
    /// - [ ] Alert when a pool is 80 % full (PAY-812)
    /// - [ ] Give each region its own limit (PLAT-87)
    /// ```
    static RULE = {
        code: "AI005",
        name: "no-ticket",
        summary: "open action items have no ticket",
        nature: Nature::Absence,
        since: "0.1.0",
        check: Check::Archive(check),
    }
}

fn check(ctx: &mut Ctx<'_>) {
    let wanted = Wanted {
        field: Some(ActionField::Ticket),
        missing: "no ticket",
        habit: "give no ticket for their action items",
        of: is_open,
        called: "open action item",
        has: |_, item| item.ticket.is_some(),
        most: Level::Warning,
        help: "where will its progress be seen? a ticket's id or a link to it is enough",
    };
    check_items(ctx, &wanted);
}
