//! The stages in order; pure. The only code that knows all of them, with `edge`.

use rayon::prelude::*;

use crate::archive::Archive;
use crate::config::Settings;
use crate::diagnostic::Diagnostic;
use crate::lint::{self, Scope};
use crate::parse;
use crate::text::{Role, SourceSet};

/// An archive and all findings about it.
#[derive(Debug)]
pub struct Report {
    /// The archive.
    pub archive: Archive,
    /// All findings, sorted by path, place and code.
    pub diagnostics: Vec<Diagnostic>,
}

/// Parses, links and checks. Cannot fail: what is wrong with a document is in the report.
pub fn check(sources: &SourceSet, settings: &Settings) -> Report {
    let parsed: Vec<_> = sources
        .iter()
        .filter(|source| source.role == Role::Postmortem)
        .collect::<Vec<_>>()
        .into_par_iter()
        .map(|source| parse::parse(source, &settings.parse, &settings.catalog))
        .collect();
    let mut found = Vec::new();
    let mut postmortems = Vec::with_capacity(parsed.len());
    for (postmortem, diagnostics) in parsed {
        postmortems.push(postmortem);
        found.extend(diagnostics);
    }
    let archive = Archive::build(postmortems, sources, &settings.catalog);
    let scope = Scope {
        archive: &archive,
        sources,
        catalog: &settings.catalog,
        settings: &settings.rules,
        today: settings.today,
    };
    let diagnostics = lint::lint(scope, found);
    Report { archive, diagnostics }
}
