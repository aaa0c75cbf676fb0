//! ST001.

use crate::diagnostic::Level;
use crate::lint::Document;
use crate::lint::phrase::list;
use crate::lint::rule::{Check, Ctx, Nature, declare_rule};
use crate::model::{Kind, SectionKind, Status};

declare_rule! {
    /// ## What it does
    /// Reports the sections that a finished postmortem should have and does not, all of them in one finding.
    /// Which ones is set by `[rules] required_sections`; a heading counts by what it means, not by its words. What
    /// stands elsewhere counts as well: action items of the front matter, a summary before the first heading, a
    /// timeline under another name. Of near misses and exercises less is asked, and drafts are left alone.
    ///
    /// ## Why is this bad?
    /// Readers look for the same five answers in every postmortem: what happened, whom it hurt, in which order,
    /// what made it possible, what is being done.
    ///
    /// ## Example
    /// ```md,expect_diagnostic
    /// # Checkout returned 500s
    /// ## Summary
    /// Checkout returned 500s for 43 minutes.
    /// ## Timeline
    /// - 09:12 first failed request
    /// ## Action items
    /// - Alert on the size of the pool
    /// ```
    ///
    /// Use instead:
    /// ```md
    /// # Checkout returned 500s
    /// ## Summary
    /// Checkout returned 500s for 43 minutes.
    /// ## Who was affected
    /// One in three customers could not pay.
    /// ## Timeline
    /// - 09:12 first failed request
    /// ## Contributing factors
    /// The pool had one limit for both regions.
    /// ## Action items
    /// - Alert on the size of the pool
    /// ```
    static RULE = {
        code: "ST001",
        name: "missing-section",
        summary: "sections that a postmortem should have are not there",
        nature: Nature::Absence,
        since: "0.1.0",
        check: Check::Postmortem(check),
    }
}

fn check(ctx: &mut Ctx<'_>, document: &Document<'_>) {
    if !matches!(document.status(), Status::Final | Status::Review) {
        return;
    }
    let kind = document.postmortem.kind_or_default();
    let missing: Vec<SectionKind> = ctx
        .scope
        .settings
        .required_sections
        .iter()
        .copied()
        .filter(|section| is_asked_of(*section, kind) && !has(document, *section))
        .collect();
    if missing.is_empty() {
        return;
    }
    let names: Vec<String> = missing.iter().map(|section| section.as_str().replace('_', " ")).collect();
    let questions: Vec<&str> = missing.iter().map(|section| question(*section)).filter(|it| !it.is_empty()).collect();
    let report = ctx
        .report(document.source.id, document.opening(), format!("no section for {}", list(&names)))
        .at_most(if kind == Kind::Incident { Level::Warning } else { Level::Info })
        .note("`[rules] required_sections` says which sections the postmortems of this archive have");
    if !questions.is_empty() {
        report.help(questions.join(" "));
    }
}

/// What did not hurt has no impact, and what was arranged needs no explanation.
fn is_asked_of(section: SectionKind, kind: Kind) -> bool {
    match kind {
        Kind::Incident => true,
        Kind::NearMiss => section != SectionKind::Impact,
        Kind::Exercise => !matches!(section, SectionKind::Impact | SectionKind::ContributingFactors),
    }
}

/// Whether the document tells of it, in a section of its own or otherwise.
fn has(document: &Document<'_>, section: SectionKind) -> bool {
    let postmortem = document.postmortem;
    let otherwise = match section {
        SectionKind::Summary => !postmortem.body.lead.trim().is_empty(),
        SectionKind::Timeline => !postmortem.timeline.entries.is_empty(),
        SectionKind::ActionItems => !postmortem.action_items.is_empty(),
        SectionKind::Impact => {
            let impact = &postmortem.impact;
            impact.summary.is_some() || impact.users.is_some() || impact.requests_failed.is_some()
        }
        _ => false,
    };
    otherwise || postmortem.body.section(section).is_some()
}

/// What a section answers.
fn question(section: SectionKind) -> &'static str {
    match section {
        SectionKind::Summary => "what happened, in three sentences?",
        SectionKind::Impact => "who noticed what, and for how long?",
        SectionKind::Timeline => "what was seen and done when?",
        SectionKind::Detection => "who or what saw it first?",
        SectionKind::Resolution => "what ended it?",
        SectionKind::ContributingFactors => "what made it possible?",
        SectionKind::Lessons => "what do we know now that we did not know before?",
        SectionKind::ActionItems => "what will be different next time?",
        _ => "",
    }
}
