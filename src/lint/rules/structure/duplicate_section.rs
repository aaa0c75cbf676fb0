//! ST004.

use std::collections::BTreeMap;

use crate::lint::Document;
use crate::lint::rule::{Check, Ctx, declare_rule};
use crate::model::slugify;

declare_rule! {
    /// ## What it does
    /// Reports a section that stands twice in the same place: the same heading, of the same kind, below the same
    /// parent. Two incidents in one document may each have their own.
    ///
    /// ## Why is this bad?
    /// A link to it leads to the first one, and so does a reader's eye. What the second says, perhaps more
    /// recently, is missed. Mostly one of them is left over from the template.
    ///
    /// ## Example
    /// ```md,expect_diagnostic
    /// # Checkout returned 500s
    /// ## Impact
    /// One in three customers could not pay.
    /// ## Timeline
    /// - 09:12 first failed request
    /// ## Impact
    /// 12,000 customers.
    /// ```
    ///
    /// Use instead:
    /// ```md
    /// # Checkout returned 500s
    /// ## Impact
    /// One in three customers could not pay, 12,000 in all.
    /// ## Timeline
    /// - 09:12 first failed request
    /// ```
    static RULE = {
        code: "ST004",
        name: "duplicate-section",
        summary: "a section stands twice in the same place",
        since: "0.1.0",
        check: Check::Postmortem(check),
    }
}

fn check(ctx: &mut Ctx<'_>, document: &Document<'_>) {
    let mut seen = BTreeMap::new();
    for section in document.postmortem.body.sections.iter().filter(|section| section.own_kind) {
        let key = (section.parent, section.level, section.kind, slugify(&section.heading));
        if let Some(first) = seen.get(&key) {
            ctx.report(document.source.id, section.span, format!("a second section `{}`", section.heading))
                .also(document.source.id, *first, "the first one")
                .help("do both say something? one section, or two headings that tell them apart, is easier to read");
        } else {
            seen.insert(key, section.span);
        }
    }
}
