//! AI002.

use super::{Wanted, check_items, is_open};
use crate::config::ActionField;
use crate::diagnostic::Level;
use crate::lint::rule::{Check, Ctx, Nature, declare_rule};

declare_rule! {
    /// ## What it does
    /// Reports open action items without an owner, all of a document in one finding. How much it weighs depends on
    /// the archive: where most go without, it is said once, for all; where most have owners, or most items of the same
    /// document, it is a warning; otherwise an info. `[[require]] action_items = ["owner"]` asks for them.
    ///
    /// ## Why is this bad?
    /// An action that belongs to everybody is done by nobody, and after half a year there is nobody to ask about it.
    ///
    /// ## Example
    /// ```md,expect_diagnostic
    /// # Checkout returned 500s
    /// ## Action items
    /// - [ ] Alert when a pool is 80 % full (@payments, due 2026-04-01)
    /// - [ ] Give each region its own limit
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
        code: "AI002",
        name: "no-owner",
        summary: "open action items have no owner",
        nature: Nature::Absence,
        since: "0.1.0",
        check: Check::Archive(check),
    }
}

fn check(ctx: &mut Ctx<'_>) {
    let wanted = Wanted {
        field: Some(ActionField::Owner),
        missing: "no owner",
        habit: "give no owner for their action items",
        of: is_open,
        called: "open action item",
        has: |_, item| item.owner.is_some(),
        most: Level::Warning,
        help: "which team or role sees to it?",
    };
    check_items(ctx, &wanted);
}
