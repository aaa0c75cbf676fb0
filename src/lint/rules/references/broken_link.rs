//! XR001.

use crate::archive::{Archive, Broken, PmIdx, Resolved};
use crate::diagnostic::{Applicability, Edit, Level};
use crate::lint::Document;
use crate::lint::phrase::{counted, replacement};
use crate::lint::rule::{Check, Ctx, Fixability, declare_rule};
use crate::model::{Link, Target};
use crate::text::{RelPath, Span, closest};

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
    let mut wiki = Vec::new();
    for (link, resolved) in document.postmortem.body.links.iter().zip(resolved) {
        let (Resolved::Broken(broken), false) = (resolved, link.image) else { continue };
        match (broken, &link.target) {
            (Broken::Anchor { postmortem, anchor }, _) => no_heading(ctx, document, link, *postmortem, anchor),
            (Broken::Outside, Target::File { path, .. }) => outside(ctx, document, link, path),
            (Broken::Target, Target::File { path, .. }) => no_file(ctx, document, link, path),
            (_, Target::Wiki { name, .. }) => wiki.push((link, name.as_str())),
            (_, Target::External(_) | Target::Anchor(_)) => {}
        }
    }
    no_page(ctx, document, &wiki);
    let resolved = archive.related_explicit.get(at).map(Vec::as_slice).unwrap_or_default();
    for (name, resolved) in document.postmortem.related.iter().zip(resolved) {
        // What only looks like an id in the text need not be one of this archive.
        let is_stated = document.postmortem.front_matter.is_some_and(|front_matter| front_matter.contains(name.span));
        if resolved.is_none() && is_stated && !name.value.contains("://") {
            related(ctx, document, &name.value, name.span);
        }
    }
}

fn no_heading(ctx: &mut Ctx<'_>, document: &Document<'_>, link: &Link, target: PmIdx, anchor: &str) {
    let target = ctx.scope.archive.get(target);
    let place = if target.source == document.source.id { "here".to_owned() } else { format!("in `{}`", target.path) };
    let near = ctx.closest(anchor, target.body.sections.iter().map(|section| section.anchor.as_str()));
    let report = ctx
        .report(document.source.id, link.span, format!("no heading `#{anchor}` {place}"))
        .at_most(Level::Warning)
        .note("the link leads to the top of the page");
    let Some(near) = near else { return };
    let report = report.help(format!("is `#{near}` meant?"));
    if let Some(edit) = rewritten(document, link, &format!("#{anchor}"), &format!("#{near}")) {
        report.fix(format!("link to `#{near}`"), Applicability::Unsafe, vec![edit]);
    }
}

fn outside(ctx: &mut Ctx<'_>, document: &Document<'_>, link: &Link, path: &str) {
    ctx.report(document.source.id, link.span, format!("`{path}` lies outside the archive"))
        .at_most(Level::Warning)
        .note("the site does not have it, so the link is shown as text")
        .help("does it stand somewhere on the web? a whole URL works everywhere");
}

fn no_file(ctx: &mut Ctx<'_>, document: &Document<'_>, link: &Link, path: &str) {
    let scope = ctx.scope;
    let from_the_root = path.starts_with('/');
    let near = if is_host(path) { None } else { file_like(ctx, document, path) };
    let report = ctx.report(document.source.id, link.span, format!("no file `{path}`")).at_most(if from_the_root {
        Level::Warning
    } else {
        Level::Error
    });
    let report = if from_the_root {
        report.note("a path that begins with `/` is looked for from the archive's folder on")
    } else {
        report
    };
    let meant = if is_host(path) {
        Some(format!("https://{path}"))
    } else {
        near.map(|near| relative(&scope.archive.get(document.index).path, near))
    };
    let Some(meant) = meant else {
        report.help("was it renamed or moved? if it is elsewhere, a whole URL leads there");
        return;
    };
    let report = report.help(format!("is `{meant}` meant?"));
    if let Some(edit) = rewritten(document, link, path, &meant) {
        report.fix(format!("link to `{meant}`"), Applicability::Unsafe, vec![edit]);
    }
}

/// Archives kept in a notebook link to notes that are not part of the archive, so one finding for a document.
fn no_page(ctx: &mut Ctx<'_>, document: &Document<'_>, links: &[(&Link, &str)]) {
    let [(link, name), more @ ..] = links else { return };
    let near = ctx.closest(name, names(ctx.scope.archive));
    let report =
        ctx.report(document.source.id, link.span, format!("no postmortem is called `{name}`")).at_most(Level::Info);
    let report = match near {
        Some(near) => report.help(format!("is `{near}` meant?")),
        None => report.help("a wikilink takes the slug, the id or the title of a postmortem"),
    };
    if !more.is_empty() {
        report.note(format!("{} lead nowhere from here", counted(more.len(), "more wikilink")));
    }
}

/// Whether a link without a scheme looks like the name of a host: `status.example.org`, not `pool.txt`.
fn is_host(path: &str) -> bool {
    const ENDINGS: &[&str] = &["app", "cloud", "com", "dev", "edu", "gov", "io", "net", "org"];
    let host = path.split('/').next().unwrap_or_default();
    let is_name = host.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-'));
    is_name && host.rsplit_once('.').is_some_and(|(name, ending)| !name.is_empty() && ENDINGS.contains(&ending))
}

/// The file that was probably meant: one of the same name in another folder, else a document of nearly that name.
fn file_like<'a>(ctx: &mut Ctx<'a>, document: &Document<'_>, path: &str) -> Option<&'a RelPath> {
    const USUAL: &[&str] = &["readme", "index"];
    let sources = ctx.scope.sources;
    let name = path.trim_end_matches('/').rsplit('/').next().unwrap_or(path);
    let is_usual = USUAL.iter().any(|usual| name.to_ascii_lowercase().starts_with(usual));
    let documents = || sources.iter().map(|source| &source.path).filter(|other| **other != document.source.path);
    let same = || documents().chain(&sources.files).find(|other| other.file_name() == name);
    if is_usual || !ctx.may_compare() {
        return None;
    }
    same().or_else(|| {
        let near = closest(name, documents().map(RelPath::file_name))?;
        documents().find(|other| other.file_name() == near)
    })
}

/// The way from one file of the archive to another, as a link has it.
fn relative(from: &RelPath, to: &RelPath) -> String {
    let (from, to) = (from.parent(), to.as_str());
    let folders = || from.split('/').filter(|folder| !folder.is_empty());
    let common = folders().zip(to.split('/')).take_while(|(a, b)| a == b).count();
    let up = folders().count() - common;
    let down: Vec<&str> = to.split('/').skip(common).collect();
    format!("{}{}", "../".repeat(up), down.join("/"))
}

/// The change of a link's destination, where it stands in the link as it was read: not where it is encoded or in a
/// definition elsewhere.
fn rewritten(document: &Document<'_>, link: &Link, from: &str, to: &str) -> Option<Edit> {
    let written = document.text(link.span);
    let destination = written.rfind("](")? + 2;
    let start = destination + written.get(destination..)?.rfind(from)?;
    let is_plain = to.chars().all(|c| !c.is_whitespace() && !matches!(c, '(' | ')' | '<' | '>' | '%'));
    let start = link.span.start as usize + start;
    is_plain.then(|| Edit { span: Span::new(start, start + from.len()), replacement: to.to_owned() })
}

fn related(ctx: &mut Ctx<'_>, document: &Document<'_>, name: &str, span: Span) {
    let own = ctx.scope.archive.slug(document.index).as_str();
    let near = ctx.closest(name, names(ctx.scope.archive).filter(|other| *other != own));
    let report = ctx.report(document.source.id, span, format!("no postmortem is called `{name}`"));
    match near {
        Some(near) => {
            let edit = replacement(document, span, near);
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
