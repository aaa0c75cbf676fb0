//! FM014.

use crate::lint::Document;
use crate::lint::phrase::counted;
use crate::lint::rule::{Check, Ctx, declare_rule};

declare_rule! {
    /// ## What it does
    /// Reports a document with more than one `owner`.
    ///
    /// ## Why is this bad?
    /// The owner is who can be asked in a year what became of it. Where that is everybody, nobody knows whether
    /// they are meant.
    ///
    /// ## Example
    /// ```md,expect_diagnostic
    /// ---
    /// title: Checkout returned 500s
    /// owner: [payments-sre, platform, search]
    /// ---
    /// ```
    ///
    /// Use instead:
    /// ```md
    /// ---
    /// title: Checkout returned 500s
    /// owner: payments-sre
    /// authors: [platform, search]
    /// ---
    /// ```
    static RULE = {
        code: "FM014",
        name: "many-owners",
        summary: "the document has more than one owner",
        since: "0.1.0",
        check: Check::Postmortem(check),
    }
}

fn check(ctx: &mut Ctx<'_>, document: &Document<'_>) {
    let owners = &document.postmortem.owners;
    let [_, second, ..] = owners.as_slice() else { return };
    ctx.report(document.source.id, second.span, format!("{} are given", counted(owners.len(), "owner")))
        .label("the second one")
        .help("which one team or role can be asked about it in a year? the others may be `authors`");
}
