//! The checks: an archive in, findings out.
//!
//! The entry point is [`lint`]. Rules are in [`rules`], one file each; what a rule is stands in [`mod@rule`], which of
//! them run in [`table`]. Parsing never fails and reports what it could not read; here those findings get their
//! configured level, and the rules about everything else are run. Nothing is printed or changed here.

mod allow;
mod alone;
pub mod page;
mod phrase;
mod practice;
mod prose;
mod rule;
mod rules;
mod table;

use std::collections::BTreeSet;
use std::sync::Arc;

use rayon::prelude::*;

use crate::archive::{Archive, PmIdx};
use crate::config::RuleSettings;
use crate::diagnostic::{self, Diagnostic};
use crate::model::{Catalog, Postmortem, Status as DocumentStatus};
use crate::text::{Source, SourceId, SourceSet, Span};

pub use allow::{Allow, AllowName, AllowState};
pub use alone::{basis, is_alone, views};
pub use page::GROUPS;
pub use rule::{Check, Ctx, Fixability, Nature, Report, Rule, Status};
pub use rules::RULES;
pub use table::{closest_rule, rule};

use prose::{LazyReview, Reviewer};
use table::Tables;

/// Everything a rule may read.
#[derive(Debug, Clone, Copy)]
pub struct Scope<'a> {
    /// The archive.
    pub archive: &'a Archive,
    /// The texts.
    pub sources: &'a SourceSet,
    /// The vocabulary.
    pub catalog: &'a Catalog,
    /// Which rules run, and their settings.
    pub settings: &'a RuleSettings,
    /// The day that counts as today.
    pub today: Option<jiff::civil::Date>,
}

impl<'a> Scope<'a> {
    /// All postmortems of the archive, in its order.
    pub fn documents(&self) -> impl Iterator<Item = Document<'a>> + use<'a> {
        let sources = self.sources;
        self.archive.iter().map(move |(index, postmortem)| Document {
            index,
            postmortem,
            source: sources.get(postmortem.source),
        })
    }
}

/// One postmortem with its index and its text: what a rule about single documents is given.
#[derive(Debug, Clone, Copy)]
pub struct Document<'a> {
    /// Its index in the archive.
    pub index: PmIdx,
    /// What was understood of it.
    pub postmortem: &'a Postmortem,
    /// What it was read from.
    pub source: &'a Source,
}

impl<'a> Document<'a> {
    /// The text of a span; empty when the span is of another text.
    pub fn text(&self, span: Span) -> &'a str {
        self.source.text.get(span.range()).unwrap_or_default()
    }

    /// Where a finding about the document as a whole stands: its front matter's opening line, else its first
    /// line that says something.
    pub fn opening(&self) -> Span {
        let text = &*self.source.text;
        let from = self.postmortem.front_matter.map_or(0, |span| span.start as usize);
        let rest = text.get(from..).unwrap_or_default();
        let start = from + (rest.len() - rest.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']).len());
        let line = text.get(start..).unwrap_or_default().lines().next().unwrap_or_default();
        Span::new(start, start + line.trim_end().len())
    }

    /// The first line of a longer place: enough to be found by.
    pub fn first_line(&self, span: Span) -> Span {
        let line = self.text(span).lines().next().unwrap_or_default().trim_end();
        Span::new(span.start as usize, span.start as usize + line.len())
    }

    /// Whether what is missing is asked about: a draft may still lack it, and nobody works on what was taken back.
    pub fn is_finished(&self) -> bool {
        matches!(self.status(), DocumentStatus::Final | DocumentStatus::Review)
    }

    /// Where it stands in its life; `final` when it does not say.
    pub fn status(&self) -> DocumentStatus {
        self.postmortem.status_or_default()
    }
}

/// Runs the selected rules and adds the findings of the stages before (`found`). Sorted, without repetition.
pub fn lint(scope: Scope<'_>, found: Vec<Diagnostic>) -> Vec<Diagnostic> {
    lint_but(scope, &BTreeSet::new(), found)
}

/// The same without the findings that some postmortems (`known`, without those of `found`) have by themselves. No
/// comment in these may allow findings.
pub fn lint_but(scope: Scope<'_>, known: &BTreeSet<SourceId>, found: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let is_open = |source: &Source| !known.contains(&source.id);
    let documents: Vec<Document<'_>> = scope.documents().filter(|document| is_open(document.source)).collect();
    let sources: Vec<&Source> = scope.sources.iter().filter(|source| is_open(source)).collect();
    check(scope, &Reach { documents: &documents, sources: &sources, is_whole: true }, found)
}

/// What the rules that look at one postmortem by itself find in it, before levels and comments have their say.
pub type Alone = Arc<[Diagnostic]>;

/// The same where it is known what the rules that look at one postmortem by itself find in some of them (`known`, by
/// index). Also says what these rules find in all of them.
pub fn lint_knowing(
    scope: Scope<'_>,
    known: &[Option<Alone>],
    found: Vec<Diagnostic>,
) -> (Vec<Diagnostic>, Vec<Alone>) {
    let documents: Vec<Document<'_>> = scope.documents().collect();
    let sources: Vec<&Source> = scope.sources.iter().collect();
    let tables = Tables::new(scope.settings, scope.sources);
    let running = Running::new(scope, &tables);
    let look_at = |document: &Document<'_>| {
        let mut found = running.source(document.source);
        found.extend(running.document(document));
        found.into()
    };
    let known = |document: &Document<'_>| known.get(document.index.0 as usize)?.clone();
    let found_in = |document| known(document).unwrap_or_else(|| look_at(document));
    let alone: Vec<Alone> = documents.par_iter().map(found_in).collect();
    let of_postmortems: BTreeSet<SourceId> = documents.iter().map(|document| document.source.id).collect();
    let others = sources.iter().filter(|source| !of_postmortems.contains(&source.id));
    let mut diagnostics: Vec<Diagnostic> = found.into_iter().map(at_the_level_of_its_rule).collect();
    diagnostics.extend(running.archive());
    diagnostics.extend(others.flat_map(|source| running.source(source)));
    diagnostics.par_extend(alone.par_iter().flat_map_iter(|found| found.iter().cloned()));
    let reach = Reach { documents: &documents, sources: &sources, is_whole: true };
    (settled(scope, &tables, &reach, diagnostics), alone)
}

/// The same for some postmortems alone, without the rules that look at the archive as a whole.
pub fn lint_alone(scope: Scope<'_>, postmortems: &[PmIdx], found: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let document = |index: &PmIdx| {
        let postmortem = scope.archive.get(*index);
        Document { index: *index, postmortem, source: scope.sources.get(postmortem.source) }
    };
    let documents: Vec<Document<'_>> = postmortems.iter().map(document).collect();
    let sources: Vec<&Source> = documents.iter().map(|document| document.source).collect();
    check(scope, &Reach { documents: &documents, sources: &sources, is_whole: false }, found)
}

/// What is checked.
struct Reach<'a> {
    documents: &'a [Document<'a>],
    sources: &'a [&'a Source],
    /// Whether the archive as a whole is checked as well.
    is_whole: bool,
}

fn check<'a>(scope: Scope<'a>, reach: &Reach<'a>, found: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let tables = Tables::new(scope.settings, scope.sources);
    let running = Running::new(scope, &tables);
    let mut diagnostics: Vec<Diagnostic> = found.into_iter().map(at_the_level_of_its_rule).collect();
    if reach.is_whole {
        diagnostics.extend(running.archive());
    }
    diagnostics.par_extend(reach.sources.par_iter().flat_map_iter(|source| running.source(source)));
    diagnostics.par_extend(reach.documents.par_iter().flat_map_iter(|document| running.document(document)));
    settled(scope, &tables, reach, diagnostics)
}

/// What remains of the findings of all rules, at the levels and with the silences that are configured and written.
fn settled(scope: Scope<'_>, tables: &Tables, reach: &Reach<'_>, mut diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    // Before anything is silenced: who lives with a secret in the text need not see it in every report.
    let secrets = rules::secrets(&diagnostics, scope.sources);

    let mut status = vec![DocumentStatus::Final; scope.sources.len()];
    for document in scope.documents() {
        if let Some(slot) = status.get_mut(document.source.id.0 as usize) {
            *slot = document.status();
        }
    }
    let has_level = |diagnostic: &mut Diagnostic| {
        let source = diagnostic.source;
        let status = status.get(source.0 as usize).copied().unwrap_or(DocumentStatus::Final);
        let level = tables.level(source, diagnostic.code, diagnostic.level, status);
        diagnostic.level = level.unwrap_or(diagnostic.level);
        level.is_some()
    };
    diagnostics.retain_mut(has_level);

    let mut allows = allow::find(reach.sources, reach.documents);
    diagnostics.retain(|diagnostic| !allow::silence(&mut allows, diagnostic));
    let mut about_comments = about_comments(scope, tables, &mut allows);
    about_comments.retain_mut(has_level);
    diagnostics.append(&mut about_comments);
    diagnostic::hide::hide(&mut diagnostics, &secrets, scope.sources);
    diagnostic::sort(&mut diagnostics);
    diagnostics
}

/// An earlier stage knows the code, the registry knows the level; a finding may still say less of itself.
fn at_the_level_of_its_rule(mut diagnostic: Diagnostic) -> Diagnostic {
    if let Some(rule) = rule(diagnostic.code.code) {
        diagnostic.level = diagnostic.level.min(rule.level);
    }
    diagnostic
}

/// Rules, each with its check.
type By<F> = Vec<(&'static Rule, F)>;

/// The rules that run, by what they look at.
struct Running<'a> {
    scope: Scope<'a>,
    tables: &'a Tables,
    reviewer: Reviewer<'a>,
    of_sources: By<fn(&mut Ctx<'_>, &Source)>,
    of_documents: By<fn(&mut Ctx<'_>, &Document<'_>)>,
    of_archives: By<fn(&mut Ctx<'_>)>,
}

impl<'a> Running<'a> {
    fn new(scope: Scope<'a>, tables: &'a Tables) -> Self {
        let reviewer = Reviewer::new(scope.settings, tables.running().map(|rule| rule.name));
        let (mut of_sources, mut of_documents, mut of_archives) = (Vec::new(), Vec::new(), Vec::new());
        for rule in tables.running() {
            match rule.check {
                Check::Earlier | Check::Comment(_) => {}
                Check::Source(check) => of_sources.push((rule, check)),
                Check::Postmortem(check) => of_documents.push((rule, check)),
                Check::Archive(check) => of_archives.push((rule, check)),
            }
        }
        Self { scope, tables, reviewer, of_sources, of_documents, of_archives }
    }

    /// What is found in the archive as a whole.
    fn archive(&self) -> Vec<Diagnostic> {
        self.of_archives.par_iter().flat_map_iter(|(rule, check)| findings(self.scope, rule, check)).collect()
    }

    /// What is found in one file.
    fn source(&self, source: &Source) -> Vec<Diagnostic> {
        let found = self.of_sources.iter().map(|(rule, check)| findings(self.scope, rule, |ctx| check(ctx, source)));
        found.flatten().collect()
    }

    /// What is found in one postmortem.
    fn document(&self, document: &Document<'_>) -> Vec<Diagnostic> {
        // Made when the first of the rules asks for it, and dropped with the document.
        let review = LazyReview::new(&self.reviewer, |name| self.tables.runs(document.source.id, name));
        let mut found = Vec::new();
        for (rule, check) in &self.of_documents {
            let mut ctx = Ctx::new(self.scope, rule).with_review(&review);
            check(&mut ctx, document);
            found.extend(ctx.into_found());
        }
        found
    }
}

/// What the rules about the comments that allow findings find, once all others have run.
fn about_comments(scope: Scope<'_>, tables: &Tables, allows: &mut [Allow]) -> Vec<Diagnostic> {
    for allow in allows.iter_mut() {
        let source = allow.source;
        allow.settle(|name| tables.runs(source, name));
    }
    let mut diagnostics = Vec::new();
    for rule in tables.running() {
        if let Check::Comment(check) = rule.check {
            diagnostics.extend(findings(scope, rule, |ctx| allows.iter().for_each(|allow| check(ctx, allow))));
        }
    }
    diagnostics
}

fn findings(scope: Scope<'_>, rule: &'static Rule, check: impl FnOnce(&mut Ctx<'_>)) -> Vec<Diagnostic> {
    let mut ctx = Ctx::new(scope, rule);
    check(&mut ctx);
    ctx.into_found()
}
