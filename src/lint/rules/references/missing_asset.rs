//! XR002.

use crate::archive::{Broken, Resolved};
use crate::diagnostic::Level;
use crate::lint::Document;
use crate::lint::rule::{Check, Ctx, declare_rule};
use crate::model::Target;
use crate::text::RelPath;

declare_rule! {
    /// ## What it does
    /// Reports an image whose file is not in the archive.
    ///
    /// ## Why is this bad?
    /// Where the graph of the incident should be, the reader sees an empty frame. Screenshots also tend to vanish
    /// for good: the dashboard has long forgotten that day.
    ///
    /// ## Example
    /// ```md,expect_diagnostic
    /// -- 2026-03-07-checkout.md --
    /// # Checkout returned 500s
    /// ![Rate of failed requests](images/checkout-errors.png)
    /// -- images/checkout-erors.png --
    /// ```
    ///
    /// Use instead:
    /// ```md
    /// -- 2026-03-07-checkout.md --
    /// # Checkout returned 500s
    /// ![Rate of failed requests](images/checkout-errors.png)
    /// -- images/checkout-errors.png --
    /// ```
    static RULE = {
        code: "XR002",
        name: "missing-asset",
        summary: "an image's file is not in the archive",
        level: Level::Error,
        since: "0.1.0",
        check: Check::Postmortem(check),
    }
}

fn check(ctx: &mut Ctx<'_>, document: &Document<'_>) {
    let scope = ctx.scope;
    let resolved = scope.archive.links.get(document.index.0 as usize).map(Vec::as_slice).unwrap_or_default();
    for (link, resolved) in document.postmortem.body.links.iter().zip(resolved) {
        let (Resolved::Broken(broken), true, Target::File { path, .. }) = (resolved, link.image, &link.target) else {
            continue;
        };
        // Another generator's `/images/…` may be anywhere, and what lies outside is not ours to know.
        let elsewhere = path.starts_with('/') || *broken == Broken::Outside;
        let name = path.rsplit('/').next().unwrap_or(path);
        let near = ctx.closest(name, scope.sources.files.iter().map(RelPath::file_name));
        let report = ctx
            .report(document.source.id, link.span, format!("no image `{path}`"))
            .at_most(if elsewhere { Level::Warning } else { Level::Error })
            .note("the page shows its alternative text instead");
        match near {
            Some(near) if near == name => {
                report.help(format!("there is a `{near}` in another folder; is that the one?"))
            }
            Some(near) => report.help(format!("is `{near}` meant?")),
            None => report.help("was it left out of the last commit?"),
        };
    }
}
