//! The health of an archive in numbers: what is known of its postmortems and how, which sections they have, what the
//! checks say, how long things took.
//!
//! The entry point is [`stats`]. Lengths of time are shown as a median and quartiles, with how many are known and how
//! many are missing; never as a mean, and nothing is counted by person. The serialised form is a contract (version
//! 1): fields are added, never renamed, and a change of meaning raises the version. Nothing is printed here.

mod durations;

use std::collections::BTreeMap;

use serde::Serialize;

use crate::archive::Archive;
use crate::diagnostic::{Diagnostic, Level};
use crate::model::{Kind, Postmortem, Profile, SectionKind, Status};
use crate::text::{Role, SourceId, SourceSet};

pub use durations::{Duration, Until, duration, median, took};

/// The version of the serialised form.
pub const VERSION: u32 = 1;

/// An archive in numbers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Stats {
    version: u32,
    /// How many documents there are.
    pub documents: Documents,
    /// How many postmortems a year has; years without one are left out.
    pub years: Vec<Year>,
    /// Postmortems whose day is not known.
    pub undated: usize,
    /// For each key of the front matter, of how many postmortems its value is known.
    pub fields: Vec<Coverage>,
    /// How many postmortems have a section, in the order of a usual document.
    pub sections: Vec<Presence>,
    /// The families of templates that were met, the most frequent first.
    pub profiles: Vec<Met>,
    /// Postmortems that are of no family that can be told.
    pub without_profile: usize,
    /// What the checks say.
    pub findings: Findings,
    /// How long it took, of incidents alone.
    pub durations: Vec<Duration>,
}

/// How many documents there are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Documents {
    /// Files with a Markdown name.
    pub files: usize,
    /// Those that are read as postmortems.
    pub postmortems: usize,
    /// Those that are not: READMEs, templates, files that cannot be read.
    pub left_out: usize,
    /// Postmortems without any front matter.
    pub without_front_matter: usize,
    /// Postmortems by status, as stated or as is the default; all four words are there.
    pub by_status: BTreeMap<&'static str, usize>,
    /// Postmortems by kind, as stated or as is the default; all three words are there.
    pub by_kind: BTreeMap<&'static str, usize>,
}

/// The postmortems of a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Year {
    /// The year in which the incidents began.
    pub year: i16,
    /// How many.
    pub postmortems: usize,
}

/// Of how many postmortems a value is known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Coverage {
    /// The key of the front matter.
    pub field: &'static str,
    /// Of how many it is known.
    pub known: usize,
    /// Of how many it is not.
    pub unknown: usize,
    /// The known ones by how they are known: `front-matter`, `heading`, … Words without one are left out.
    pub by_provenance: BTreeMap<&'static str, usize>,
}

/// How many postmortems have a section.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Presence {
    /// What the section is about.
    pub section: &'static str,
    /// How many have one.
    pub postmortems: usize,
}

/// How many postmortems were written from a family of templates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Met {
    /// The family.
    pub profile: &'static str,
    /// How many.
    pub postmortems: usize,
}

/// What the checks say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Findings {
    /// Findings of level error.
    pub errors: usize,
    /// Findings of level warning.
    pub warnings: usize,
    /// Findings of level info.
    pub infos: usize,
    /// The rules that found something, the most frequent first.
    pub rules: Vec<Found>,
}

/// What one rule found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Found {
    /// The rule's code.
    pub code: &'static str,
    /// The rule's name.
    pub name: &'static str,
    /// The level of its gravest finding: `error`, `warning` or `info`.
    pub level: &'static str,
    /// How many.
    pub findings: usize,
    /// In how many documents.
    pub documents: usize,
}

/// Counts an archive and the findings about it.
pub fn stats(archive: &Archive, diagnostics: &[Diagnostic], sources: &SourceSet) -> Stats {
    let all: Vec<&Postmortem> = archive.iter().map(|(_, postmortem)| postmortem).collect();
    let incidents: Vec<&Postmortem> = all
        .iter()
        .copied()
        .filter(|p| p.kind_or_default() == Kind::Incident && p.status_or_default() != Status::Withdrawn)
        .collect();
    let years = archive.by_year.iter().map(|(year, indices)| Year { year: *year, postmortems: indices.len() });
    Stats {
        version: VERSION,
        documents: documents(&all, sources),
        years: years.collect(),
        undated: all.iter().filter(|postmortem| postmortem.date.is_none()).count(),
        fields: fields(&all),
        sections: sections(&all),
        profiles: profiles(&all),
        without_profile: all.iter().filter(|postmortem| postmortem.profile.is_none()).count(),
        findings: findings(diagnostics),
        durations: Until::ALL.iter().map(|until| duration(*until, &incidents)).collect(),
    }
}

fn documents(all: &[&Postmortem], sources: &SourceSet) -> Documents {
    let files = sources.iter().filter(|source| source.role != Role::Config).count();
    let with = |status: Status| all.iter().filter(|postmortem| postmortem.status_or_default() == status).count();
    let of = |kind: Kind| all.iter().filter(|postmortem| postmortem.kind_or_default() == kind).count();
    Documents {
        files,
        postmortems: all.len(),
        left_out: files - all.len(),
        without_front_matter: all.iter().filter(|postmortem| postmortem.front_matter.is_none()).count(),
        by_status: Status::ALL.iter().map(|status| (status.as_str(), with(*status))).collect(),
        by_kind: Kind::ALL.iter().map(|kind| (kind.as_str(), of(*kind))).collect(),
    }
}

/// For each key of the front matter, of how many of these postmortems its value is known.
pub fn fields(all: &[&Postmortem]) -> Vec<Coverage> {
    let mut counts: BTreeMap<&str, BTreeMap<&'static str, usize>> = BTreeMap::new();
    for (key, provenance) in all.iter().flat_map(|postmortem| postmortem.provenance()) {
        *counts.entry(key).or_default().entry(provenance.as_str()).or_default() += 1;
    }
    let coverage = |field: &&'static str| {
        let by_provenance = counts.remove(field).unwrap_or_default();
        let known = by_provenance.values().sum();
        Coverage { field, known, unknown: all.len() - known, by_provenance }
    };
    Postmortem::FIELDS.iter().map(coverage).collect()
}

fn sections(all: &[&Postmortem]) -> Vec<Presence> {
    let has = |kind| all.iter().filter(|postmortem| postmortem.body.section(kind).is_some()).count();
    SectionKind::ALL.iter().map(|kind| Presence { section: kind.as_str(), postmortems: has(*kind) }).collect()
}

fn profiles(all: &[&Postmortem]) -> Vec<Met> {
    let of = |profile| all.iter().filter(|postmortem| postmortem.profile == Some(profile)).count();
    let met = Profile::ALL.iter().map(|profile| Met { profile: profile.as_str(), postmortems: of(*profile) });
    let mut met: Vec<Met> = met.filter(|met| met.postmortems > 0).collect();
    met.sort_by_key(|met| std::cmp::Reverse(met.postmortems));
    met
}

fn findings(diagnostics: &[Diagnostic]) -> Findings {
    let mut by_rule: BTreeMap<_, Vec<&Diagnostic>> = BTreeMap::new();
    for diagnostic in diagnostics {
        by_rule.entry(diagnostic.code).or_default().push(diagnostic);
    }
    let found = |(code, found): (crate::diagnostic::Code, Vec<&Diagnostic>)| {
        let mut documents: Vec<SourceId> = found.iter().map(|diagnostic| diagnostic.source).collect();
        documents.sort_unstable();
        documents.dedup();
        Found {
            code: code.code,
            name: code.name,
            level: found.iter().map(|diagnostic| diagnostic.level).max().unwrap_or(Level::Info).as_str(),
            findings: found.len(),
            documents: documents.len(),
        }
    };
    let mut rules: Vec<Found> = by_rule.into_iter().map(found).collect();
    rules.sort_by_key(|rule| (std::cmp::Reverse(rule.findings), rule.code));
    let count = |level| diagnostics.iter().filter(|diagnostic| diagnostic.level == level).count();
    Findings { errors: count(Level::Error), warnings: count(Level::Warning), infos: count(Level::Info), rules }
}

#[cfg(test)]
mod tests;
