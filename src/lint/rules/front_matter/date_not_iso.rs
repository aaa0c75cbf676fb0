//! FM019.

use std::collections::BTreeSet;

use crate::diagnostic::{Applicability, Level};
use crate::lint::Document;
use crate::lint::phrase::{replacement, unquoted};
use crate::lint::rule::{Check, Ctx, Fixability, declare_rule};
use crate::model::Milestone;
use crate::parse::time;
use crate::text::Span;

declare_rule! {
    /// ## What it does
    /// Reports a date or a time of the front matter that is understood and not written as ISO 8601. A day that can be read as
    /// two days is no matter of form; `ambiguous-date` asks about it.
    ///
    /// ## Why is this bad?
    /// Each program that reads front matter has its own idea of `March 7, 2026`, and some have none. ISO 8601 is
    /// read the same everywhere, and sorts as it reads.
    ///
    /// ## Example
    /// ```md,expect_diagnostic
    /// ---
    /// title: Checkout returned 500s
    /// date: March 7, 2026
    /// ---
    /// ```
    ///
    /// Use instead:
    /// ```md
    /// ---
    /// title: Checkout returned 500s
    /// date: 2026-03-07
    /// ---
    /// ```
    static RULE = {
        code: "FM019",
        name: "date-not-iso",
        summary: "a date of the front matter is not written as ISO 8601",
        level: Level::Info,
        since: "0.1.0",
        fixability: Fixability::Always,
        check: Check::Postmortem(check),
    }
}

fn check(ctx: &mut Ctx<'_>, document: &Document<'_>) {
    let Some(front_matter) = document.postmortem.front_matter else { return };
    let postmortem = document.postmortem;
    let milestones = Milestone::ALL.iter().filter_map(|milestone| postmortem.milestones.get(*milestone)?.span);
    let date = postmortem.date.iter().filter_map(|date| date.span);
    let dues = postmortem.action_items.iter().filter_map(|item| Some(item.due.as_ref()?.span));
    // A title that names the day is prose, and stays as its author wrote it.
    let is_value = |span: &Span| front_matter.contains(*span) && postmortem.title.span != Some(*span);
    // A start that is also the date stands in both.
    let spans: BTreeSet<Span> = date.chain(milestones).chain(dues).filter(is_value).collect();
    for span in spans {
        look(ctx, document, span);
    }
}

fn look(ctx: &mut Ctx<'_>, document: &Document<'_>, span: Span) {
    let written = unquoted(document.text(span)).trim();
    // Without its year it stands on the day of the document; a day that can be two is read as none here.
    let Some(moment) = time::moment(written, None).filter(|moment| !moment.approximate) else { return };
    if is_iso(written) {
        return;
    }
    let iso = moment.to_string();
    if time::moment(&iso, None).is_none_or(|again| again.compare(&moment).is_some_and(std::cmp::Ordering::is_ne)) {
        return;
    }
    ctx.report(document.source.id, span, format!("`{written}` is not written as ISO 8601"))
        .note("each program has its own idea of what it means, and some have none")
        .help(format!("`{iso}` is read the same everywhere"))
        .fix(format!("write `{iso}`"), Applicability::Safe, vec![replacement(document, span, &iso)]);
}

/// `2026-03-07`, perhaps with a time behind `T` or a blank, and a zone.
fn is_iso(text: &str) -> bool {
    let digit = |at: usize| text.as_bytes().get(at).is_some_and(u8::is_ascii_digit);
    let is = |at: usize, byte: u8| text.as_bytes().get(at) == Some(&byte);
    let is_date = [0, 1, 2, 3, 5, 6, 8, 9].into_iter().all(digit) && is(4, b'-') && is(7, b'-');
    let rest = text.get(10..).unwrap_or_default();
    let time = rest.strip_prefix(['T', 't', ' ']);
    let is_time = |time: &str| {
        let zone = time.find(['Z', 'z', '+', '-']).unwrap_or(time.len());
        let (clock, zone) = time.split_at(zone);
        let parts: Vec<&str> = clock.trim_end().split(':').collect();
        let numbers = parts.iter().all(|part| part.starts_with(|c: char| c.is_ascii_digit()));
        let is_zone = zone.chars().all(|c| c.is_ascii_digit() || matches!(c, 'Z' | 'z' | '+' | '-' | ':'));
        (2..=3).contains(&parts.len()) && numbers && is_zone
    };
    is_date && (rest.is_empty() || time.is_some_and(is_time))
}
