//! SY013.

use crate::lint::rule::{Check, Ctx, declare_rule};
use crate::lint::{Allow, AllowState, closest_rule};

declare_rule! {
    /// ## What it does
    /// Reports a comment that allows findings of a rule that does not exist, or names no rule at all.
    ///
    /// ## Why is this bad?
    /// It silences nothing, and looks as if it did.
    ///
    /// ## Example
    /// ```md,expect_diagnostic
    /// # Checkout returned 500s
    ///
    /// <!-- afterword-allow brokn-link: the log is kept in another archive -->
    /// The details are in the log.
    /// ```
    ///
    /// Use instead:
    /// ```md
    /// # Checkout returned 500s
    ///
    /// <!-- afterword-allow broken-link: the log is kept in another archive -->
    /// The details are in the log.
    /// ```
    static RULE = {
        code: "SY013",
        name: "unknown-allow",
        summary: "a comment allows findings of a rule that does not exist",
        since: "0.1.0",
        check: Check::Comment(check),
    }
}

fn check(ctx: &mut Ctx<'_>, allow: &Allow) {
    if allow.names.is_empty() {
        ctx.report(allow.source, allow.span, "no rule is named")
            .help("`<!-- afterword-allow NAME: reason -->` takes codes and names, with commas between several");
    }
    for name in allow.names.iter().filter(|name| name.state == AllowState::Unknown) {
        let help = match closest_rule(&name.word) {
            Some(rule) => format!("a similar rule exists: `{}` ({})", rule.name, rule.code),
            None => "`afterword rule` lists all rules".to_owned(),
        };
        ctx.report(allow.source, name.span, format!("`{}` is no rule", shortened(&name.word))).help(help);
    }
}

/// A comment may hold anything.
fn shortened(word: &str) -> String {
    let line = word.split_whitespace().collect::<Vec<_>>().join(" ").replace('`', "'");
    if line.chars().count() > 40 { line.chars().take(39).collect::<String>() + "…" } else { line }
}
