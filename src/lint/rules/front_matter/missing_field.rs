//! FM017.

use crate::lint::Document;
use crate::lint::phrase::list;
use crate::lint::rule::{Check, Ctx, Nature, declare_rule};
use crate::model::{Impact, Milestone, Postmortem, SectionKind};

declare_rule! {
    /// ## What it does
    /// Reports what `[[require]] fields` asks of a postmortem of this severity, status or kind and is not known: not
    /// from the front matter, and not from anything else in the document. Nothing is asked unless the configuration
    /// asks for it.
    ///
    /// ## Why is this bad?
    /// Whoever runs the archive has decided that this much is worth the time to find out, for incidents like this
    /// one. Later it is harder to find out.
    ///
    /// ## Example
    /// ```md,expect_diagnostic
    /// -- afterword.toml --
    /// [[require]]
    /// severity = ["sev1", "sev2"]
    /// fields = ["owner", "detected"]
    /// -- incident.md --
    /// ---
    /// title: Checkout returned 500s
    /// severity: sev1
    /// owner: payments
    /// ---
    /// ```
    ///
    /// Use instead:
    /// ```md
    /// -- afterword.toml --
    /// [[require]]
    /// severity = ["sev1", "sev2"]
    /// fields = ["owner", "detected"]
    /// -- incident.md --
    /// ---
    /// title: Checkout returned 500s
    /// severity: sev1
    /// owner: payments
    /// detected: 2026-03-07T09:15:00Z
    /// ---
    /// ```
    static RULE = {
        code: "FM017",
        name: "missing-field",
        summary: "something that the configuration asks of such a postmortem is not known",
        nature: Nature::Absence,
        since: "0.1.0",
        check: Check::Postmortem(check),
    }
}

fn check(ctx: &mut Ctx<'_>, document: &Document<'_>) {
    let postmortem = document.postmortem;
    let mut missing: Vec<&str> = Vec::new();
    for requirement in ctx.scope.settings.requirements.iter().filter(|it| it.applies_to(postmortem)) {
        for field in &requirement.fields {
            if !is_known(postmortem, field) && !missing.contains(&field.as_str()) {
                missing.push(field);
            }
        }
    }
    if missing.is_empty() {
        return;
    }
    let names: Vec<String> = missing.iter().map(|field| format!("`{field}`")).collect();
    let of = postmortem.severity.as_ref().map(|severity| format!(" of severity `{}`", severity.value));
    ctx.report(document.source.id, document.opening(), format!("{} not known", list(&names)))
        .note(format!("`[[require]]` asks it of postmortems such as this one{}", of.unwrap_or_default()))
        .help("the front matter can say it; a label or a sentence in the text that says it counts as well");
}

/// Whether a document says what a key of the front matter stands for, wherever it says it.
fn is_known(postmortem: &Postmortem, key: &str) -> bool {
    let milestone = Milestone::from_word(key);
    if let Some(milestone) = milestone {
        return postmortem.milestones.get(milestone).is_some();
    }
    match key {
        "accepted" => !postmortem.accepted.is_empty(),
        "action_items" => !postmortem.action_items.is_empty(),
        "aliases" => !postmortem.aliases.is_empty(),
        "authors" => !postmortem.authors.is_empty(),
        "causes" => !postmortem.causes.is_empty(),
        "date" => postmortem.date.is_some(),
        "detection" => postmortem.detection.is_some(),
        "duration" => postmortem.duration_minutes().is_some(),
        "id" => postmortem.id.is_some(),
        "impact" => postmortem.impact != Impact::default() || postmortem.body.section(SectionKind::Impact).is_some(),
        "kind" => postmortem.kind.is_some(),
        "lang" => postmortem.lang.is_some(),
        "links" => !postmortem.links.is_empty(),
        "owner" => postmortem.owner.is_some(),
        "people" => !postmortem.people.is_empty(),
        "related" => !postmortem.related.is_empty(),
        "services" => !postmortem.services.is_empty(),
        "severity" => postmortem.severity.is_some(),
        "status" => postmortem.status.is_some(),
        "summary" => postmortem.body.summary.is_some(),
        "tags" => !postmortem.tags.is_empty(),
        "timezone" => postmortem.timezone.is_some(),
        "trigger" => postmortem.trigger.is_some(),
        "visibility" => postmortem.visibility.is_some(),
        // A title and a slug there always are.
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{FRONT_MATTER_KEYS, ParseSettings};
    use crate::model::Catalog;
    use crate::text::SourceSet;

    #[test]
    fn every_key_can_be_asked_for() {
        let sources = SourceSet::from_files([("a.md", "")]);
        let source = sources.iter().next().unwrap();
        let (empty, _) = crate::parse::parse(source, &ParseSettings::default(), &Catalog::builtin());
        let known: Vec<&str> = FRONT_MATTER_KEYS.iter().copied().filter(|key| is_known(&empty, key)).collect();
        assert_eq!(known, ["slug", "title"]);
    }
}
