//! ST007.

use crate::diagnostic::Level;
use crate::lint::Document;
use crate::lint::rule::{Check, Ctx, Nature, declare_rule};
use crate::model::{Postmortem, SectionKind, Status};

declare_rule! {
    /// ## What it does
    /// Reports a finished postmortem without any section on what was learnt, where most of the archive has one:
    /// lessons, what went well or poorly, where luck helped, what was surprising.
    ///
    /// ## Why is this bad?
    /// What happened is past, and actions get done. What was understood is what other teams can use, and it has to
    /// be said to be found.
    ///
    /// ## Example
    /// ```md,expect_diagnostic
    /// -- a.md --
    /// # Checkout returned 500s
    /// ## Summary
    /// The pool ran dry.
    /// -- b.md --
    /// # Search returned nothing
    /// ## Lessons learned
    /// An empty index looks healthy to its monitor.
    /// -- c.md --
    /// # The basket was empty
    /// ## What went well
    /// The replica took over within a minute.
    /// ```
    ///
    /// Use instead:
    /// ```md
    /// -- a.md --
    /// # Checkout returned 500s
    /// ## Where we got lucky
    /// The pool ran dry at night.
    /// -- b.md --
    /// # Search returned nothing
    /// ## Lessons learned
    /// An empty index looks healthy to its monitor.
    /// -- c.md --
    /// # The basket was empty
    /// ## What went well
    /// The replica took over within a minute.
    /// ```
    static RULE = {
        code: "ST007",
        name: "no-lessons",
        summary: "no section says what was learnt, where most of the archive has one",
        level: Level::Info,
        nature: Nature::Absence,
        since: "0.1.0",
        check: Check::Archive(check),
    }
}

const LEARNING: &[SectionKind] = &[
    SectionKind::Lessons,
    SectionKind::WentWell,
    SectionKind::WentPoorly,
    SectionKind::GotLucky,
    SectionKind::Surprises,
];

fn check(ctx: &mut Ctx<'_>) {
    let scope = ctx.scope;
    let finished: Vec<_> =
        scope.archive.iter().filter(|(_, postmortem)| postmortem.status_or_default() == Status::Final).collect();
    let learnt = finished.iter().filter(|(_, postmortem)| tells_lessons(postmortem)).count();
    // A template without such a section is a choice of the archive, not an omission of the document.
    if learnt * 2 <= finished.len() {
        return;
    }
    for (index, postmortem) in finished.into_iter().filter(|(_, postmortem)| !tells_lessons(postmortem)) {
        let document = Document { index, postmortem, source: scope.sources.get(postmortem.source) };
        ctx.report(document.source.id, document.opening(), "no section says what was learnt")
            .help("what surprised those who were there? what went well, and where did luck help?");
    }
}

fn tells_lessons(postmortem: &Postmortem) -> bool {
    LEARNING.iter().any(|kind| postmortem.body.section(*kind).is_some())
}
