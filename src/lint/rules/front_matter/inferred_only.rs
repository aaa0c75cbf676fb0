//! FM015.

use crate::diagnostic::Level;
use crate::lint::Document;
use crate::lint::phrase::counted;
use crate::lint::rule::{Check, Ctx, declare_rule};

declare_rule! {
    /// ## What it does
    /// Says that documents have no front matter, once for the archive, at the first of them: title, date, services
    /// and all the rest were read from headings, labels and file names.
    ///
    /// ## Why is this bad?
    /// It is not bad: the library works. But a reading can be wrong, and is marked as one on the page and in the
    /// export.
    /// What the front matter says is certain, and stays so when headings change. `afterword import` writes it.
    ///
    /// ## Example
    /// ```md,expect_diagnostic
    /// # 2026-03-07: Checkout returned 500s
    /// **Severity:** SEV-2
    /// ```
    ///
    /// Use instead:
    /// ```md
    /// ---
    /// title: Checkout returned 500s
    /// date: 2026-03-07
    /// severity: sev2
    /// ---
    /// # 2026-03-07: Checkout returned 500s
    /// ```
    static RULE = {
        code: "FM015",
        name: "inferred-only",
        summary: "documents have no front matter, so that all that is known of them is inferred",
        level: Level::Info,
        since: "0.1.0",
        check: Check::Archive(check),
    }
}

fn check(ctx: &mut Ctx<'_>) {
    let scope = ctx.scope;
    let mut without = scope.archive.iter().filter(|(_, postmortem)| postmortem.is_all_inferred());
    let Some((index, postmortem)) = without.next() else { return };
    let more = without.count();
    let document = Document { index, postmortem, source: scope.sources.get(postmortem.source) };
    let report = ctx
        .report(document.source.id, document.opening(), "no front matter: what is known of it was inferred")
        .help("`afterword import` shows what it would write down, and with `--write` does it; nothing else changes");
    if more > 0 {
        report.note(format!("the same is true of {}", counted(more, "more document")));
    }
}
