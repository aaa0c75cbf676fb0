//! SY005.

use crate::diagnostic::Level;
use crate::lint::rule::{Check, Ctx, declare_rule};
use crate::text::{Role, SkipReason, Source, Span, Stray};

declare_rule! {
    /// ## What it does
    /// Says which files with a Markdown name are not read as postmortems: READMEs, templates, index pages.
    ///
    /// ## Why is this bad?
    /// It is not bad. It is said so that no file is left out without a word.
    ///
    /// ## Example
    /// ```md,expect_diagnostic
    /// -- README.md --
    /// # Our postmortems
    /// One file an incident, named after its date.
    /// ```
    ///
    /// Use instead: a name that says what happened, when the file is a postmortem after all.
    /// ```md
    /// -- 2026-03-07-readme-service-down.md --
    /// # The readme service was down
    /// ```
    static RULE = {
        code: "SY005",
        name: "not-a-postmortem",
        summary: "the file is a README, a template or an index, and is left out",
        level: Level::Info,
        since: "0.1.0",
        check: Check::Source(check),
    }
}

fn check(ctx: &mut Ctx<'_>, source: &Source) {
    let Role::Skipped(SkipReason::NotAPostmortem(stray)) = &source.role else { return };
    let what = match stray {
        Stray::Readme => "a README or the like",
        Stray::Template => "a template",
        Stray::Index => "an index page",
    };
    ctx.report(source.id, Span::at(0), format!("left out: its name is that of {what}"))
        .help("is it a postmortem? then a name that says what happened brings it in");
}
