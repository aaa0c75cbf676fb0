//! Which documents are reported on.

use std::collections::BTreeSet;

use afterword::archive::Archive;
use afterword::model::{Postmortem, Status};
use afterword::text::{RelPath, Source, SourceId, SourceSet};

use crate::cli::args::StatusArg;
use crate::cli::chosen::Chosen;
use crate::cli::error::CliError;
use crate::cli::git;
use crate::cli::open::Opened;
use crate::cli::ui::Ui;

/// What was chosen, changed, and has the right status.
pub(super) struct Scope {
    chosen: Chosen,
    /// None where no revision was given.
    changed: Option<BTreeSet<RelPath>>,
    /// Empty for all.
    statuses: Vec<Status>,
}

impl Scope {
    pub(super) fn new(
        archive: &Opened,
        chosen: Chosen,
        changed_since: Option<&str>,
        statuses: &[StatusArg],
    ) -> Result<Self, CliError> {
        let changed = changed_since.map(|revision| git::changed_since(&archive.root, revision)).transpose()?;
        let status = |arg: &StatusArg| match arg {
            StatusArg::Draft => Status::Draft,
            StatusArg::Review => Status::Review,
            StatusArg::Final => Status::Final,
            StatusArg::Withdrawn => Status::Withdrawn,
        };
        Ok(Self { chosen, changed, statuses: statuses.iter().map(status).collect() })
    }

    /// The files whose findings are reported.
    pub(super) fn files(&self, sources: &SourceSet, archive: &Archive) -> BTreeSet<SourceId> {
        let of_status: Option<BTreeSet<SourceId>> = (!self.statuses.is_empty()).then(|| {
            let has_status = |postmortem: &&Postmortem| self.statuses.contains(&postmortem.status_or_default());
            let postmortems = archive.iter().map(|(_, postmortem)| postmortem);
            postmortems.filter(has_status).map(|postmortem| postmortem.source).collect()
        });
        let is_in = |source: &&Source| {
            self.chosen.has(&source.path)
                && self.changed.as_ref().is_none_or(|changed| changed.contains(&source.path))
                && of_status.as_ref().is_none_or(|of_status| of_status.contains(&source.id))
        };
        sources.iter().filter(is_in).map(|source| source.id).collect()
    }

    /// Says which chosen paths hold nothing that is read.
    pub(super) fn warn_of_unread(&self, sources: &SourceSet, ui: &mut Ui) -> Result<(), CliError> {
        self.chosen.warn_of_unread(sources, ui)
    }
}
