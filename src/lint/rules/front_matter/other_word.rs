//! FM020.

use crate::diagnostic::{Applicability, Level};
use crate::lint::Document;
use crate::lint::phrase::{replacement, unquoted};
use crate::lint::rule::{Check, Ctx, Fixability, declare_rule};
use crate::model::slugify;
use crate::text::Span;

declare_rule! {
    /// ## What it does
    /// Reports a cause or a trigger of the front matter that is written as another name of a term of the taxonomy:
    /// it is understood, and counted as that term.
    ///
    /// ## Why is this bad?
    /// Afterword reads both names as one. Whoever searches the files, or reads them with another program, finds half of
    /// them.
    ///
    /// ## Example
    /// ```md,expect_diagnostic
    /// ---
    /// title: Checkout returned 500s
    /// causes: [rollout-strategy]
    /// ---
    /// ```
    ///
    /// Use instead:
    /// ```md
    /// ---
    /// title: Checkout returned 500s
    /// causes: [change/rollout-strategy]
    /// ---
    /// ```
    static RULE = {
        code: "FM020",
        name: "other-word",
        summary: "a cause or trigger is written as another name of a known term",
        level: Level::Info,
        since: "0.1.0",
        fixability: Fixability::Always,
        check: Check::Postmortem(check),
    }
}

fn check(ctx: &mut Ctx<'_>, document: &Document<'_>) {
    let catalog = ctx.scope.catalog;
    let postmortem = document.postmortem;
    let causes = postmortem.causes.iter().filter(|cause| catalog.knows_cause(&cause.value));
    let causes = causes.filter_map(|cause| Some((cause.span?, cause.value.as_str(), "causes")));
    let trigger =
        postmortem.trigger.iter().filter(|trigger| catalog.triggers.iter().any(|known| known.id == trigger.value));
    let trigger = trigger.filter_map(|trigger| Some((trigger.span?, trigger.value.as_str(), "trigger")));
    for (span, term, key) in causes.chain(trigger) {
        let written = unquoted(document.text(span));
        if slugify(written) == slugify(term) || !is_value_of(document, span, key) {
            continue;
        }
        ctx.report(document.source.id, span, format!("`{written}` is another name of `{term}`"))
            .note("whoever reads the files with another program takes them for two")
            .help(format!("`{term}` is how the taxonomy has it"))
            .fix(format!("write `{term}`"), Applicability::Safe, vec![replacement(document, span, term)]);
    }
}

/// Whether a value stands under this key of the front matter, and not under one that is another program's as well.
fn is_value_of(document: &Document<'_>, span: Span, key: &str) -> bool {
    let Some(front_matter) = document.postmortem.front_matter.filter(|all| all.contains(span)) else { return false };
    let before = document.text(Span { start: front_matter.start, end: span.start });
    let line =
        before.lines().rev().find(|line| line.starts_with(|c: char| c.is_alphabetic() || matches!(c, '"' | '\'')));
    let name = line.and_then(|line| line.split([':', '=']).next()).unwrap_or_default();
    name.trim().trim_matches(['"', '\'']).eq_ignore_ascii_case(key)
}
