//! SY011.

use crate::diagnostic::{Applicability, Edit};
use crate::lint::phrase::list;
use crate::lint::rule::{Check, Ctx, Fixability, declare_rule};
use crate::lint::{Allow, AllowState};
use crate::text::Span;

declare_rule! {
    /// ## What it does
    /// Reports a comment that allows a finding where there is none. A comment is for the whole file when it stands
    /// before everything else, and else for the block that follows it, or for the line that it stands in. Rules that
    /// do not run are not counted.
    ///
    /// ## Why is this bad?
    /// The text has changed and the permission has stayed. It would silence the next finding, which nobody has
    /// looked at yet.
    ///
    /// ## Example
    /// ```md,expect_diagnostic
    /// -- afterword.toml --
    /// [rules]
    /// select = ["broken-link", "unused-allow"]
    /// -- 2026-03-07-pool.md --
    /// # Checkout returned 500s
    ///
    /// <!-- afterword-allow XR001: the page is written next week -->
    /// The deployment had been tried in staging.
    /// ```
    ///
    /// Use instead:
    /// ```md
    /// # Checkout returned 500s
    ///
    /// The deployment had been tried in staging.
    /// ```
    static RULE = {
        code: "SY011",
        name: "unused-allow",
        summary: "a comment allows a finding that is not there",
        since: "0.1.0",
        fixability: Fixability::Always,
        check: Check::Comment(check),
    }
}

fn check(ctx: &mut Ctx<'_>, allow: &Allow) {
    let unused = allow.names.iter().filter(|name| name.state == AllowState::Unused);
    let names: Vec<String> = unused.map(|name| format!("`{}`", name.word)).collect();
    let are = match names.len() {
        0 => return,
        1 => "is",
        _ => "are",
    };
    let text = &*ctx.scope.sources.get(allow.source).text;
    let (title, edit) = without(text, allow);
    ctx.report(allow.source, allow.span, format!("{} {are} allowed here, and not found", list(&names)))
        .note("it would silence the next finding as well, which nobody has looked at yet")
        .help("was it meant for another place? it is for the block that follows it, or for the file at its top")
        .fix(title, Applicability::Safe, vec![edit]);
}

/// The change that takes the unused names away, or all of the comment when it has no other.
fn without(text: &str, allow: &Allow) -> (&'static str, Edit) {
    let left: Vec<&str> =
        allow.names.iter().filter(|name| name.state != AllowState::Unused).map(|name| name.word.as_str()).collect();
    match (allow.names.first(), allow.names.last()) {
        (Some(first), Some(last)) if !left.is_empty() => {
            let span = Span { start: first.span.start, end: last.span.end };
            ("take the name away", Edit { span, replacement: left.join(", ") })
        }
        _ => ("take the comment away", Edit { span: room(text, allow.span), replacement: String::new() }),
    }
}

/// What goes with a comment: its lines when it has them for itself, else the blank before it. Between two lines of
/// text an empty one stays, which keeps them apart.
fn room(text: &str, comment: Span) -> Span {
    let (start, end) = (comment.start as usize, comment.end as usize);
    let (before, after) = (text.get(..start).unwrap_or_default(), text.get(end..).unwrap_or_default());
    let indent = before.len() - before.trim_end_matches([' ', '\t']).len();
    let rest = after.len() - after.trim_start_matches([' ', '\t']).len();
    let line_start = start - indent;
    let begins = line_start == 0 || before.get(..line_start).is_some_and(|before| before.ends_with('\n'));
    let line_end = after.get(rest..).unwrap_or_default();
    let break_len = if line_end.starts_with("\r\n") { 2 } else { usize::from(line_end.starts_with('\n')) };
    if !begins || !(line_end.is_empty() || break_len > 0) {
        return Span::new(start - indent, end);
    }
    let blank = |line: Option<&str>| line.is_none_or(|line| line.trim().is_empty());
    let is_apart = blank(before.get(..line_start).unwrap_or_default().lines().next_back())
        || blank(line_end.get(break_len..).unwrap_or_default().lines().next());
    Span::new(line_start, end + rest + if is_apart { break_len } else { 0 })
}
