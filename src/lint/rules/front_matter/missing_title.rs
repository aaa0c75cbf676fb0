//! FM001.

use crate::lint::Document;
use crate::lint::rule::{Check, Ctx, Nature, declare_rule};
use crate::model::Provenance;

declare_rule! {
    /// ## What it does
    /// Reports a document with neither a `title` nor a heading of the first level: it is called after its file.
    ///
    /// ## Why is this bad?
    /// In lists and search results the title is all that is seen. One that says what users met is found again;
    /// a file name rarely says it.
    ///
    /// ## Example
    /// ```md,expect_diagnostic
    /// ---
    /// date: 2026-03-07
    /// ---
    /// Checkout returned 500s for 43 minutes.
    /// ```
    ///
    /// Use instead:
    /// ```md
    /// ---
    /// title: Checkout returned 500s for 43 minutes
    /// date: 2026-03-07
    /// ---
    /// A change of the rate limit closed the connection pool.
    /// ```
    static RULE = {
        code: "FM001",
        name: "missing-title",
        summary: "the document has no title",
        nature: Nature::Absence,
        since: "0.1.0",
        check: Check::Postmortem(check),
    }
}

fn check(ctx: &mut Ctx<'_>, document: &Document<'_>) {
    let title = &document.postmortem.title;
    if matches!(title.provenance, Provenance::FileName | Provenance::Folder | Provenance::Default) {
        ctx.report(document.source.id, document.opening(), "no title given")
            .note(format!("the document is listed as `{}`, after its file", title.value))
            .help("what did users see, and for how long? `title` in the front matter or a first heading says it");
    }
}
