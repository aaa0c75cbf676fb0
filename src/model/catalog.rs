//! The vocabulary of an archive: services, causes, triggers, severities and how else they are written.
//!
//! Built once from data (`taxonomy.toml`) and the configuration, then only read.

use std::collections::BTreeMap;

use crate::model::{CauseId, ServiceId, TriggerId, slugify};

/// A declared service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Service {
    /// The canonical id.
    pub id: ServiceId,
    /// As shown.
    pub title: String,
    /// One sentence.
    pub description: Option<String>,
    /// The owning team.
    pub owner: Option<String>,
}

/// A family of causes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Family {
    /// `change`.
    pub id: CauseId,
    /// As shown.
    pub title: String,
    /// One sentence.
    pub definition: String,
}

/// A contributing factor, `family/leaf`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cause {
    /// `change/rollout-strategy`.
    pub id: CauseId,
    /// As shown.
    pub title: String,
    /// One sentence.
    pub definition: String,
}

/// A trigger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trigger {
    /// `config-change`.
    pub id: TriggerId,
    /// As shown.
    pub title: String,
    /// One sentence.
    pub definition: String,
}

/// A step of the severity scale.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Severity {
    /// `sev1`.
    pub name: String,
    /// What it means.
    pub description: String,
}

/// Ticket ids in prose that become links.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TicketPattern {
    /// A regular expression.
    pub pattern: String,
    /// A URL in which `$0` is the whole id.
    pub url: String,
}

/// All vocabularies. Look-ups go by slug, so case and punctuation do not matter.
#[derive(Debug, Clone, Default)]
pub struct Catalog {
    /// Declared services by id.
    pub services: BTreeMap<ServiceId, Service>,
    /// Families of causes, in the order they are shown.
    pub families: Vec<Family>,
    /// Causes by id.
    pub causes: BTreeMap<CauseId, Cause>,
    /// Triggers, in the order they are shown.
    pub triggers: Vec<Trigger>,
    /// The scale, the gravest first.
    pub severities: Vec<Severity>,
    /// Spellings, slugified, to the canonical id.
    pub service_aliases: BTreeMap<String, ServiceId>,
    /// Spellings, slugified, to the canonical id.
    pub cause_aliases: BTreeMap<String, CauseId>,
    /// Spellings, slugified, to the canonical id.
    pub trigger_aliases: BTreeMap<String, TriggerId>,
    /// Spellings, slugified, to the name on the scale.
    pub severity_aliases: BTreeMap<String, String>,
    /// Words that are refused as causes, slugified (`human-error` and its like).
    pub refused_causes: Vec<String>,
}

impl Catalog {
    /// The service that `name` means: a declared one by id, title or alias, else a new id.
    pub fn service(&self, name: &str) -> Option<ServiceId> {
        let id = ServiceId::new(name)?;
        Some(self.service_aliases.get(id.as_str()).cloned().unwrap_or(id))
    }

    /// The cause that `name` means, by id, leaf, title or alias; an unknown one keeps its own id.
    pub fn cause(&self, name: &str) -> Option<CauseId> {
        let id = CauseId::new(name)?;
        if self.knows_cause(&id) {
            return Some(id);
        }
        Some(self.cause_aliases.get(&slugify(name)).cloned().unwrap_or(id))
    }

    /// Whether the taxonomy has this cause or family.
    pub fn knows_cause(&self, id: &CauseId) -> bool {
        self.causes.contains_key(id) || self.families.iter().any(|family| family.id == *id)
    }

    /// Whether `name` is refused as a cause.
    pub fn refuses_cause(&self, name: &str) -> bool {
        let slug = slugify(name.rsplit('/').next().unwrap_or(name));
        self.refused_causes.contains(&slug)
    }

    /// The trigger that `name` means; an unknown one keeps its own id.
    pub fn trigger(&self, name: &str) -> Option<TriggerId> {
        let id = TriggerId::new(name)?;
        Some(self.trigger_aliases.get(id.as_str()).cloned().unwrap_or(id))
    }

    /// The step of the scale that `word` means; none when it is not on the scale.
    pub fn severity(&self, word: &str) -> Option<&str> {
        self.severity_aliases.get(&slugify(word)).map(String::as_str)
    }

    /// The place on the scale, 0 for the gravest; words that are not on it come last.
    pub fn severity_rank(&self, name: &str) -> usize {
        self.severities.iter().position(|severity| severity.name == name).unwrap_or(self.severities.len())
    }
}
