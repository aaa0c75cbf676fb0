//! AI006.

use super::{Wanted, check_items, status};
use crate::config::ActionField;
use crate::diagnostic::Level;
use crate::lint::rule::{Check, Ctx, Nature, declare_rule};
use crate::model::ActionStatus;

declare_rule! {
    /// ## What it does
    /// Says that action items do not tell what they are meant to do: `prevent`, `detect`, `mitigate`, `repair`,
    /// `investigate` or `process`. An archive that mostly goes without is told so once. `[[require]] action_items =
    /// ["kind"]` asks for it.
    ///
    /// ## Why is this bad?
    /// It is not bad. The kind is what shows that five actions out of five make the next incident shorter, and none makes
    /// it less likely.
    ///
    /// ## Example
    /// ```md,expect_diagnostic
    /// # Checkout returned 500s
    /// ## Action items
    /// - Alert when a pool is 80 % full
    /// - Give each region its own limit
    /// ```
    ///
    /// Use instead: a column, a sub-heading for each kind, or a word in front.
    /// ```md
    /// # Checkout returned 500s
    /// ## Action items
    /// - [detect] Alert when a pool is 80 % full
    /// - [prevent] Give each region its own limit
    /// ```
    static RULE = {
        code: "AI006",
        name: "no-kind",
        summary: "action items do not say what they are meant to do",
        nature: Nature::Absence,
        since: "0.1.0",
        check: Check::Archive(check),
    }
}

fn check(ctx: &mut Ctx<'_>) {
    let wanted = Wanted {
        field: Some(ActionField::Kind),
        missing: "no kind",
        habit: "do not say what their action items are meant to do",
        of: |item| status(item) != Some(ActionStatus::Cancelled),
        called: "action item",
        has: |_, item| item.kind.is_some(),
        most: Level::Info,
        help: "does it prevent, detect, mitigate, repair or investigate? a column or a word in front says it",
    };
    check_items(ctx, &wanted);
}
