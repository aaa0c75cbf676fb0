//! FM012.

use crate::lint::Document;
use crate::lint::rule::{Check, Ctx, declare_rule};
use crate::model::Kind;

declare_rule! {
    /// ## What it does
    /// Reports a postmortem that is dated after today. Exercises may be planned, and a day is allowed for time
    /// zones.
    ///
    /// ## Why is this bad?
    /// It stands before all others as the newest, for as long as its day has not come. Mostly the year is a slip.
    ///
    /// ## Example
    /// ```md,today=2026-03-10,expect_diagnostic
    /// ---
    /// title: Checkout returned 500s
    /// date: 2027-03-07
    /// ---
    /// ```
    ///
    /// Use instead:
    /// ```md,today=2026-03-10
    /// ---
    /// title: Checkout returned 500s
    /// date: 2026-03-07
    /// ---
    /// ```
    static RULE = {
        code: "FM012",
        name: "future-date",
        summary: "the document is dated after today",
        since: "0.1.0",
        check: Check::Postmortem(check),
    }
}

fn check(ctx: &mut Ctx<'_>, document: &Document<'_>) {
    let Some(today) = ctx.scope.today else { return };
    let Some(date) = &document.postmortem.date else { return };
    if document.postmortem.kind_or_default() == Kind::Exercise {
        return;
    }
    let tomorrow = today.tomorrow().unwrap_or(today);
    if date.value > tomorrow {
        let place = date.span.unwrap_or_else(|| document.opening());
        ctx.report(document.source.id, place, format!("dated {}, which is after today ({today})", date.value))
            .help("which year was it?");
    }
}
