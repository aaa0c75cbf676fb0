//! ST001.

use crate::config::{Requirement, RuleSettings};
use crate::diagnostic::Level;
use crate::lint::Document;
use crate::lint::phrase::list;
use crate::lint::practice::Practice;
use crate::lint::rule::{Check, Ctx, Nature, declare_rule};
use crate::model::{Kind, Postmortem, Profile, SectionKind};

declare_rule! {
    /// ## What it does
    /// Reports the sections that a finished postmortem should have and does not, all of them in one finding.
    /// Which ones is set by `[rules] required_sections`, and for some severities, statuses or kinds by `[[require]]`;
    /// a heading counts by what it means, not by its words. What
    /// stands elsewhere counts as well: action items of the front matter, a summary before the first heading, a
    /// timeline under another name. Of near misses and exercises less is asked, and drafts are left alone. A section
    /// that most of a larger archive goes without is a habit of the archive: it is named once, not in each document,
    /// unless `required_sections` was set. What the template of a document does not have is not asked of it, either: the
    /// one that its headings show (unless `required_sections` was set), or that `[[per_path]] profile` names.
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
        check: Check::Archive(check),
    }
}

fn check(ctx: &mut Ctx<'_>) {
    let scope = ctx.scope;
    let lacking: Vec<(Document<'_>, Vec<SectionKind>)> = scope
        .documents()
        .filter(Document::is_finished)
        .map(|document| (document, missing(&document, scope.settings)))
        .collect();

    let lacks = |section: SectionKind| lacking.iter().filter(|(_, missing)| missing.contains(&section)).count();
    let asked = |section: SectionKind| {
        lacking.iter().filter(|(document, _)| is_asked(section, document.postmortem, scope.settings)).count()
    };
    let is_habit = |section: SectionKind| {
        !scope.settings.sections_are_chosen && Practice::of(lacks(section), asked(section)) == Practice::Without
    };
    let habits: Vec<SectionKind> =
        scope.settings.required_sections.iter().copied().filter(|section| is_habit(*section)).collect();
    if let Some((document, _)) = lacking.first().filter(|_| !habits.is_empty()) {
        let counts: Vec<String> = habits
            .iter()
            .map(|section| format!("{} in {} of {}", name(*section), lacks(*section), asked(*section)))
            .collect();
        let message = format!("most postmortems of this archive have no section for {}", names(&habits));
        ctx.report(document.source.id, document.opening(), message)
            .at_most(Level::Info)
            .note(format!("missing: {}", list(&counts)))
            .help("`[rules] required_sections` says which sections are asked of each; the usual ones unless set");
    }
    // Of a draft nothing is asked but what `[[require]]` asks of drafts.
    let unfinished: Vec<(Document<'_>, Vec<SectionKind>)> =
        scope.documents().filter(|document| !document.is_finished()).map(|document| (document, Vec::new())).collect();
    for (document, missing) in lacking.iter().chain(&unfinished) {
        let mut missing: Vec<SectionKind> =
            missing.iter().copied().filter(|section| !habits.contains(section)).collect();
        for section in asked_of(document, &scope.settings.requirements) {
            if !missing.contains(&section) && !has(document, section) {
                missing.push(section);
            }
        }
        if missing.is_empty() {
            continue;
        }
        let is_incident = document.postmortem.kind_or_default() == Kind::Incident;
        let questions: Vec<&str> = missing.iter().filter_map(|section| question(*section)).collect();
        let report = ctx
            .report(document.source.id, document.opening(), format!("no section for {}", names(&missing)))
            .at_most(if is_incident { Level::Warning } else { Level::Info })
            .note(
                "`[rules] required_sections` and `[[require]]` say which sections the postmortems of this archive have",
            );
        if !questions.is_empty() {
            report.help(questions.join(" "));
        }
    }
}

/// The sections that `[[require]]` asks of this document.
fn asked_of(document: &Document<'_>, requirements: &[Requirement]) -> Vec<SectionKind> {
    let asked = requirements.iter().filter(|requirement| requirement.applies_to(document.postmortem));
    asked.flat_map(|requirement| requirement.sections.iter().copied()).collect()
}

/// The sections that are asked of a document and not there.
fn missing(document: &Document<'_>, settings: &RuleSettings) -> Vec<SectionKind> {
    let required = settings.required_sections.iter().copied();
    required.filter(|section| is_asked(*section, document.postmortem, settings) && !has(document, *section)).collect()
}

/// Whether a section that is asked of all is asked of this document.
fn is_asked(section: SectionKind, postmortem: &Postmortem, settings: &RuleSettings) -> bool {
    is_asked_of(section, postmortem.kind_or_default()) && is_of_template(section, postmortem, settings)
}

/// Whether the template of a document has the section. One that the configuration names decides; one that only the
/// headings show gives way to sections that were chosen for all.
fn is_of_template(section: SectionKind, postmortem: &Postmortem, settings: &RuleSettings) -> bool {
    let is_shown = |profile: &Profile| profile.is_template() && !settings.sections_are_chosen;
    let template = postmortem.profile.filter(|profile| postmortem.profile_is_named || is_shown(profile));
    template.is_none_or(|profile| profile.sections().contains(&section))
}

fn name(section: SectionKind) -> String {
    section.as_str().replace('_', " ")
}

fn names(sections: &[SectionKind]) -> String {
    let names: Vec<String> = sections.iter().map(|section| name(*section)).collect();
    list(&names)
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
fn question(section: SectionKind) -> Option<&'static str> {
    Some(match section {
        SectionKind::Summary => "what happened, in three sentences?",
        SectionKind::Impact => "who noticed what, and for how long?",
        SectionKind::Timeline => "what was seen and done when?",
        SectionKind::Detection => "who or what saw it first?",
        SectionKind::Resolution => "what ended it?",
        SectionKind::ContributingFactors => "what made it possible?",
        SectionKind::Lessons => "what do we know now that we did not know before?",
        SectionKind::ActionItems => "what will be different next time?",
        _ => return None,
    })
}
