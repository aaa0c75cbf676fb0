//! XR001.

use crate::archive::{Archive, Broken, Resolved};
use crate::diagnostic::{Applicability, Edit, Level};
use crate::lint::Document;
use crate::lint::rule::{Check, Ctx, Fixability, declare_rule};
use crate::model::{Link, Target};
use crate::text::Span;

declare_rule! {
    /// ## What it does
    /// Reports a link to a file, a heading or a postmortem that is not there, in the text and in `related`. Other
    /// sites are not asked. Links that another site generator would resolve (`/docs/…`) or that lead out of the
    /// archive weigh less, since they may lead somewhere in another place.
    ///
    /// ## Why is this bad?
    /// A postmortem leans on what it points at: the runbook, the earlier incident, the log. A reader who is sent
    /// nowhere does not know whether it was ever there.
    ///
    /// ## Example
    /// ```md,expect_diagnostic
    /// -- 2026-03-07-checkout.md --
    /// # Checkout returned 500s
    /// It was the [same pool](2025-11-02-cart.md) as before.
    /// -- 2025-11-02-basket.md --
    /// # The basket was empty
    /// ```
    ///
    /// Use instead:
    /// ```md
    /// -- 2026-03-07-checkout.md --
    /// # Checkout returned 500s
    /// It was the [same pool](2025-11-02-basket.md) as before.
    /// -- 2025-11-02-basket.md --
    /// # The basket was empty
    /// ```
    static RULE = {
        code: "XR001",
        name: "broken-link",
        summary: "a link leads to a file, a heading or a postmortem that is not there",
        level: Level::Error,
        since: "0.1.0",
        fixability: Fixability::Sometimes,
        check: Check::Postmortem(check),
    }
}

fn check(ctx: &mut Ctx<'_>, document: &Document<'_>) {
    let archive = ctx.scope.archive;
    let at = document.index.0 as usize;
    let resolved = archive.links.get(at).map(Vec::as_slice).unwrap_or_default();
    for (link, resolved) in document.postmortem.body.links.iter().zip(resolved) {
        if let (Resolved::Broken(broken), false) = (resolved, link.image) {
            report(ctx, document, link, broken);
        }
    }
    let resolved = archive.related_explicit.get(at).map(Vec::as_slice).unwrap_or_default();
    for (name, resolved) in document.postmortem.related.iter().zip(resolved) {
        if resolved.is_none() && !name.value.contains("://") {
            related(ctx, document, &name.value, name.span);
        }
    }
}

fn report(ctx: &mut Ctx<'_>, document: &Document<'_>, link: &Link, broken: &Broken) {
    let source = document.source.id;
    match (broken, &link.target) {
        (Broken::Anchor { postmortem, anchor }, _) => {
            let target = ctx.scope.archive.get(*postmortem);
            let place = if target.source == source { "here".to_owned() } else { format!("in `{}`", target.path) };
            let near = ctx.closest(anchor, target.body.sections.iter().map(|section| section.anchor.as_str()));
            let report = ctx
                .report(source, link.span, format!("no heading `#{anchor}` {place}"))
                .at_most(Level::Warning)
                .note("the link leads to the top of the page");
            let Some(near) = near else { return };
            let report = report.help(format!("is `#{near}` meant?"));
            // The fragment as it is written stands behind the last `#` of the link.
            let written = document.text(link.span);
            let start = written.rfind('#').map(|at| at + 1);
            if let Some(start) =
                start.filter(|start| written.get(*start..).is_some_and(|rest| rest.starts_with(anchor)))
            {
                let start = link.span.start as usize + start;
                let edit = Edit { span: Span::new(start, start + anchor.len()), replacement: near.to_owned() };
                report.fix(format!("link to `#{near}`"), Applicability::Unsafe, vec![edit]);
            }
        }
        (Broken::Outside, Target::File { path, .. }) => {
            ctx.report(source, link.span, format!("`{path}` lies outside the archive"))
                .at_most(Level::Warning)
                .note("the site does not have it, so the link is shown as text")
                .help("does it stand somewhere on the web? a whole URL works everywhere");
        }
        (_, Target::File { path, .. }) => {
            let from_the_root = path.starts_with('/');
            let name = path.trim_end_matches('/').rsplit('/').next().unwrap_or(path);
            let names = ctx.scope.sources.iter().map(|other| other.path.file_name());
            let near = ctx.closest(name, names).filter(|near| *near != document.source.path.file_name());
            let report = ctx.report(source, link.span, format!("no file `{path}`")).at_most(if from_the_root {
                Level::Warning
            } else {
                Level::Error
            });
            let report = if from_the_root {
                report.note("a path that begins with `/` is looked for from the archive's folder on")
            } else {
                report
            };
            match near {
                Some(near) => report.help(format!("is `{near}` meant?")),
                None => report.help("was it renamed or moved? if it is elsewhere, a whole URL leads there"),
            };
        }
        (_, Target::Wiki { name, .. }) => {
            let near = ctx.closest(name, names(ctx.scope.archive));
            let report = ctx.report(source, link.span, format!("no postmortem is called `{name}`"));
            let report = report.at_most(Level::Warning);
            match near {
                Some(near) => report.help(format!("is `{near}` meant?")),
                None => report.help("a slug, an id or a title of a postmortem is looked for"),
            };
        }
        (_, Target::External(_) | Target::Anchor(_)) => {}
    }
}

fn related(ctx: &mut Ctx<'_>, document: &Document<'_>, name: &str, span: Span) {
    let own = ctx.scope.archive.slug(document.index).as_str();
    let near = ctx.closest(name, names(ctx.scope.archive).filter(|other| *other != own));
    let report = ctx.report(document.source.id, span, format!("no postmortem is called `{name}`"));
    match near {
        Some(near) => {
            let edit = crate::lint::phrase::replacement(document, span, near);
            report.help(format!("is `{near}` meant?")).fix(
                format!("write `{near}`"),
                Applicability::Unsafe,
                vec![edit],
            );
        }
        None => {
            report.help("`related` takes slugs, ids and paths; is it written already, and in this archive?");
        }
    }
}

/// What postmortems are called by: slugs, then the ids of the organisation.
fn names(archive: &Archive) -> impl Iterator<Item = &str> {
    let slugs = archive.iter().map(|(index, _)| archive.slug(index).as_str());
    slugs.chain(archive.iter().filter_map(|(_, postmortem)| Some(postmortem.id.as_ref()?.value.as_str())))
}
