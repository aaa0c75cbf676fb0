//! ST005.

use std::collections::BTreeMap;

use crate::diagnostic::Level;
use crate::lint::phrase::counted;
use crate::lint::rule::{Check, Ctx, declare_rule};
use crate::model::slugify;

declare_rule! {
    /// ## What it does
    /// Says how a heading is understood that can mean two things, once for the archive: "What went wrong" is what
    /// made the incident possible in some templates, and what could have gone better in others.
    ///
    /// ## Why is this bad?
    /// It is not bad. But if the other meaning is the right one, causes are looked for in the wrong place, and a
    /// line in the configuration settles it for all documents.
    ///
    /// ## Example
    /// ```md,expect_diagnostic
    /// # Checkout returned 500s
    /// ## What went wrong
    /// The pool had one limit for both regions.
    /// ```
    ///
    /// Use instead:
    /// ```md
    /// # Checkout returned 500s
    /// ## Contributing factors
    /// The pool had one limit for both regions.
    /// ```
    static RULE = {
        code: "ST005",
        name: "ambiguous-section",
        summary: "a heading can mean two things, and this is how it is understood",
        level: Level::Info,
        since: "0.1.0",
        check: Check::Archive(check),
    }
}

fn check(ctx: &mut Ctx<'_>) {
    let archive = ctx.scope.archive;
    let mut met = BTreeMap::new();
    for (index, postmortem) in archive.iter() {
        for section in &postmortem.body.sections {
            let (Some(kind), Some(other)) = (section.kind.filter(|_| section.own_kind), section.ambiguous) else {
                continue;
            };
            let key = (slugify(&section.heading), kind, other);
            met.entry(key).or_insert_with(|| (section, postmortem.source, Vec::new())).2.push(index);
        }
    }
    for ((_, kind, other), (section, source, mut indices)) in met {
        indices.dedup();
        let message =
            format!("`{}` is read as `{}`; it could mean `{}`", section.heading, kind.as_str(), other.as_str());
        let report = ctx.report(source, section.span, message).help(format!(
            "if it means the other, `[sections.{}] aliases = [{:?}]` in afterword.toml settles it",
            other.as_str(),
            section.heading
        ));
        if indices.len() > 1 {
            report.note(format!("{} have it", counted(indices.len(), "document")));
        }
    }
}
