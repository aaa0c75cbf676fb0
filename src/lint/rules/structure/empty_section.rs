//! ST002.

use crate::diagnostic::Level;
use crate::lint::Document;
use crate::lint::rule::{Check, Ctx, Nature, declare_rule};
use crate::model::{Heading, Section, SectionKind, Status};

declare_rule! {
    /// ## What it does
    /// Reports a heading with nothing below it: no text, no list, no image, no sub-section. Comments do not count.
    /// Drafts are left alone, and so are the events of a timeline, which are often nothing but a heading.
    ///
    /// ## Why is this bad?
    /// The reader cannot tell "there was nothing to say" from "nobody has said it yet". For lessons and action items
    /// that is a great difference.
    ///
    /// ## Example
    /// ```md,expect_diagnostic
    /// # Checkout returned 500s
    /// ## Impact
    /// ## Action items
    /// - Alert on the size of the pool
    /// ```
    ///
    /// Use instead:
    /// ```md
    /// # Checkout returned 500s
    /// ## Impact
    /// None: the requests were retried.
    /// ## Action items
    /// - Alert on the size of the pool
    /// ```
    static RULE = {
        code: "ST002",
        name: "empty-section",
        summary: "a heading has nothing below it",
        nature: Nature::Absence,
        since: "0.1.0",
        check: Check::Postmortem(check),
    }
}

fn check(ctx: &mut Ctx<'_>, document: &Document<'_>) {
    if document.status() == Status::Draft {
        return;
    }
    let sections = &document.postmortem.body.sections;
    for (at, section) in sections.iter().enumerate() {
        let has_parts = sections.get(at + 1).is_some_and(|next| next.level > section.level);
        let is_event = section.kind == Some(SectionKind::Timeline) && !section.own_kind;
        let is_bold_line = section.form == Heading::Bold && !section.own_kind;
        let is_title = document.postmortem.title.span == Some(section.span) || (section.level == 1 && at == 0);
        // `## Date: July 1` says all it has to say.
        let is_label = section.heading.split_once(':').is_some_and(|(_, value)| !value.trim().is_empty());
        if has_parts || is_event || is_bold_line || is_title || is_label || !is_blank(document.text(section.content)) {
            continue;
        }
        ctx.report(document.source.id, section.span, format!("nothing stands below `{}`", section.heading))
            .at_most(if section.own_kind { Level::Warning } else { Level::Info })
            .help(help(section));
    }
}

fn help(section: &Section) -> &'static str {
    match section.kind {
        Some(SectionKind::ActionItems) => "was nothing decided? then that, and why, is worth a sentence",
        Some(SectionKind::GotLucky) => "what could have made it worse, and did not?",
        Some(SectionKind::WentWell) => "what kept it from being worse?",
        Some(SectionKind::Impact) => "who noticed what? \"nobody\" is an answer too",
        _ => "is there something to say? if there is not, a word says so, or the heading goes",
    }
}

/// Whether there is nothing to see: white space, comments, rules.
fn is_blank(content: &str) -> bool {
    let mut rest = content;
    while let Some(start) = rest.find("<!--") {
        if !is_bare(rest.get(..start).unwrap_or_default()) {
            return false;
        }
        let comment = rest.get(start..).unwrap_or_default();
        let Some(end) = comment.find("-->") else { return true };
        rest = comment.get(end + 3..).unwrap_or_default();
    }
    is_bare(rest)
}

fn is_bare(text: &str) -> bool {
    text.chars().all(|c| c.is_ascii() && !c.is_ascii_alphanumeric())
}
