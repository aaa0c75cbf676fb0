//! AI004.

use super::{Wanted, check_items, is_open};
use crate::config::ActionField;
use crate::diagnostic::Level;
use crate::lint::rule::{Check, Ctx, Nature, declare_rule};

declare_rule! {
    /// ## What it does
    /// Reports open action items without a day by which they are to be done, all of a document in one finding. How much
    /// it weighs depends on the archive: where most go without, it is said once, for all; where most have one, or most
    /// items of the same document, it is a warning; otherwise an info. `[[require]] action_items = ["due"]` asks for it.
    ///
    /// ## Why is this bad?
    /// What has no day competes with everything that has one. "When there is time" is a decision too, and a day shows
    /// whether it was meant.
    ///
    /// ## Example
    /// ```md,expect_diagnostic
    /// # Checkout returned 500s
    /// ## Action items
    /// - [ ] Alert when a pool is 80 % full (@payments, due 2026-04-01)
    /// - [ ] Give each region its own limit (@platform)
    /// ```
    ///
    /// Use instead:
    /// ```md
    /// # Checkout returned 500s
    /// ## Action items
    /// - [ ] Alert when a pool is 80 % full (@payments, due 2026-04-01)
    /// - [ ] Give each region its own limit (@platform, due 2026-05-01)
    /// ```
    static RULE = {
        code: "AI004",
        name: "no-due-date",
        summary: "open action items have no day by which they are to be done",
        nature: Nature::Absence,
        since: "0.1.0",
        check: Check::Archive(check),
    }
}

fn check(ctx: &mut Ctx<'_>) {
    let wanted = Wanted {
        field: Some(ActionField::Due),
        missing: "no due date",
        habit: "give no due date for their action items",
        of: is_open,
        called: "open action item",
        has: |_, item| item.due.is_some(),
        most: Level::Warning,
        help: "by when? if nobody can say, when will it be looked at again?",
    };
    check_items(ctx, &wanted);
}
