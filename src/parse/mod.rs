//! One source in, one postmortem and its findings out. Never fails.
//!
//! The entry points are [`parse`] and, where the rest of the archive is at hand, [`parse_among`]. What a document does not say stays unknown; what is inferred says from where.
//! Cross-references between documents are not looked at here; that is `archive`.

mod action_items;
pub(crate) mod blocks;
mod body;
mod front_matter;
pub(crate) mod header;
pub(crate) mod html;
mod incidents;
mod infer;
pub mod markdown;
pub(crate) mod prose;
pub(crate) mod references;
mod sections;
mod skeleton;
mod split;
pub(crate) mod time;
mod timeline;
mod value;
mod words;

use rayon::prelude::*;

use crate::config::ParseSettings;
use crate::diagnostic::codes::{UNCLOSED_FRONT_MATTER, WRONG_TYPE};
use crate::diagnostic::{Applicability, Diagnostic, Edit, Level};
use crate::model::{Body, Catalog, DateOrder, Impact, Known, Milestones, Postmortem, Provenance, Slug, Timeline};
use crate::text::{RelPath, Source, Span};

use front_matter::Dated;
use split::FrontMatter;
pub(crate) use split::Language;
pub(crate) use time::Evidence;

/// Reads one source by itself. The findings carry the default levels of their codes; `lint` applies the
/// configuration.
pub fn parse(source: &Source, settings: &ParseSettings, catalog: &Catalog) -> (Postmortem, Vec<Diagnostic>) {
    parse_among(source, settings, catalog, &Hints::default())
}

/// Reads one source of an archive.
pub fn parse_among(
    source: &Source,
    settings: &ParseSettings,
    catalog: &Catalog,
    hints: &Hints,
) -> (Postmortem, Vec<Diagnostic>) {
    let mut found = Vec::new();
    let mut dated = Dated::Incident;
    let mut postmortem = unknown(source);
    let split = split::split(&source.text);
    if let Some(front_matter) = split.front_matter {
        postmortem.front_matter = Some(front_matter.span);
        if !front_matter.is_closed {
            found.push(unclosed(source, front_matter));
        }
        let (entries, diagnostics) = value::read(source, front_matter.inner, front_matter.language);
        found.extend(diagnostics);
        let (diagnostics, by) = front_matter::fill(&mut postmortem, &entries, source, settings, catalog);
        found.extend(diagnostics);
        dated = by;
    }
    let parsed = body::parse(source, split.body, settings);
    found.extend(parsed.diagnostics);
    let stated_summary = postmortem.body.summary.take();
    postmortem.body = parsed.body;
    postmortem.body.summary = stated_summary.or(postmortem.body.summary);
    postmortem.profile = parsed.profile;
    postmortem.profile_is_named = settings.profile_of(&source.path).is_some();
    postmortem.timeline = parsed.timeline;
    postmortem.action_items.extend(parsed.action_items);
    let context = infer::Context { source, settings, catalog, hints, dated };
    found.extend(infer::fill(&mut postmortem, &parsed.clues, &context));
    found.extend(crowded(&mut postmortem, source));
    (postmortem, found)
}

/// So many services, causes or tags of one document count. Each has a page with all of them beside the document's name, so what one document
/// makes of a site would grow with the square of their number.
const MOST_NAMES: usize = 100;

/// Leaves out what is more than that, and says so.
fn crowded(postmortem: &mut Postmortem, source: &Source) -> Vec<Diagnostic> {
    fn cut<T>(key: &str, list: &mut Vec<Known<T>>, source: &Source) -> Option<Diagnostic> {
        let first = list.get(MOST_NAMES)?.span.unwrap_or_default();
        let message = format!("`{key}` has {} values, of which {MOST_NAMES} count", list.len());
        list.truncate(MOST_NAMES);
        let finding = Diagnostic::new(WRONG_TYPE, Level::Warning, source.id, first, message);
        Some(finding.note("each has a page of its own, and all of them stand on each"))
    }
    let Postmortem { services, causes, tags, .. } = postmortem;
    let found = [cut("services", services, source), cut("causes", causes, source), cut("tags", tags, source)];
    found.into_iter().flatten().collect()
}

/// What the documents of an archive say about each other.
#[derive(Debug, Clone, Copy, Default)]
pub struct Hints {
    /// Which number comes first in dates such as `03/04/2026`, as far as other dates show it.
    pub date_order: Option<DateOrder>,
}

impl Hints {
    /// What these documents say, in their texts and names.
    pub fn of(sources: &[&Source]) -> Self {
        let evidence =
            sources.par_iter().map(|source| Self::evidence(source)).reduce(Evidence::default, Evidence::with);
        Self::of_evidence(evidence)
    }

    /// What one document says, in its text and name.
    pub(crate) fn evidence(source: &Source) -> Evidence {
        Evidence::of(&source.text).with(Evidence::of_name(source.path.stem()))
    }

    /// What all documents together say.
    pub(crate) fn of_evidence(evidence: Evidence) -> Self {
        Self { date_order: evidence.order() }
    }
}

/// A postmortem of which nothing is known but where it lies.
fn unknown(source: &Source) -> Postmortem {
    let name = name_of(&source.path);
    Postmortem {
        source: source.id,
        path: source.path.clone(),
        slug: Slug::new(name),
        front_matter: None,
        title: Known::of(name.to_owned(), Provenance::FileName),
        id: None,
        date: None,
        status: None,
        kind: None,
        severity: None,
        severity_word: None,
        services: Vec::new(),
        causes: Vec::new(),
        refused_causes: Vec::new(),
        accepted: Vec::new(),
        trigger: None,
        detection: None,
        milestones: Milestones::default(),
        duration: None,
        timezone: None,
        impact: Impact::default(),
        owner: None,
        owners: Vec::new(),
        authors: Vec::new(),
        people: Vec::new(),
        tags: Vec::new(),
        related: Vec::new(),
        links: Vec::new(),
        visibility: None,
        aliases: Vec::new(),
        lang: None,
        extra: Vec::new(),
        profile: None,
        profile_is_named: false,
        timeline: Timeline::default(),
        action_items: Vec::new(),
        body: Body::default(),
    }
}

/// The name of a document in its folder; of a bundle, `2026-03-07-lockers/index.md`, that of the folder.
fn name_of(path: &RelPath) -> &str {
    let stem = path.stem();
    let folder = path.parent().rsplit('/').next().unwrap_or_default();
    let is_bundle = ["index", "_index", "readme"].iter().any(|name| stem.eq_ignore_ascii_case(name));
    if is_bundle && !folder.is_empty() { folder } else { stem }
}

fn unclosed(source: &Source, front_matter: FrontMatter) -> Diagnostic {
    let fence = front_matter.language.fence();
    let start = front_matter.span.start as usize;
    let end = front_matter.span.end as usize;
    let before = source.text[..end].trim_end().len();
    let line_break = if source.text[..end].ends_with("\r\n") { "\r\n" } else { "\n" };
    let open = Span::new(start, start + fence.len());
    let edit = Edit { span: Span::at(before), replacement: format!("{line_break}{fence}") };
    Diagnostic::new(
        UNCLOSED_FRONT_MATTER,
        Level::Error,
        source.id,
        open,
        format!("the front matter has no closing `{fence}`"),
    )
    .labelled("it begins here")
    .also(source.id, Span::at(before), "and seems to end here")
    .note("where it ends is a guess: other programs take all of the document for it, or all of it for text")
    .help(format!("close it with a line `{fence}`"))
    .fix(format!("add a line `{fence}`"), Applicability::Unsafe, vec![edit])
}

#[cfg(test)]
mod tests;
