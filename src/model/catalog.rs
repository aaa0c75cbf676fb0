//! The vocabulary of an archive: services, causes, triggers, severities and how else they are written.
//!
//! Built once from data (`taxonomy.toml`) and the configuration, then only read.

use std::collections::BTreeMap;

use serde::Deserialize;

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
    /// Whether the scale is the archive's own, not the built-in one.
    pub has_own_scale: bool,
    /// Words that are refused as causes, slugified (`human-error` and its like).
    pub refused_causes: Vec<String>,
}

/// `taxonomy.toml`, compiled in; a test holds that it is read whole.
const TAXONOMY: &str = include_str!("taxonomy.toml");

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Taxonomy {
    refused: Vec<String>,
    severity: Vec<SeverityEntry>,
    trigger: Vec<Entry>,
    family: Vec<FamilyEntry>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct SeverityEntry {
    name: String,
    description: String,
    aliases: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    id: String,
    title: String,
    definition: String,
    aliases: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct FamilyEntry {
    id: String,
    title: String,
    definition: String,
    causes: Vec<Entry>,
}

impl Catalog {
    /// The default vocabulary: no services, the taxonomy of causes and triggers, the scale `sev1` to `sev4`.
    pub fn builtin() -> Self {
        let taxonomy: Taxonomy = toml::from_str(TAXONOMY).unwrap_or_default();
        let mut catalog = Self { refused_causes: taxonomy.refused, ..Self::default() };
        for severity in taxonomy.severity {
            catalog.add_severity(severity.name, severity.description, &severity.aliases);
        }
        for trigger in taxonomy.trigger {
            catalog.add_trigger(&trigger.id, Some(trigger.title), Some(trigger.definition), &trigger.aliases);
        }
        for family in taxonomy.family {
            catalog.add_cause(&family.id, Some(family.title), Some(family.definition), &[]);
            for cause in family.causes {
                let id = format!("{}/{}", family.id, cause.id);
                catalog.add_cause(&id, Some(cause.title), Some(cause.definition), &cause.aliases);
            }
        }
        catalog
    }

    /// Declares a service, or says more about a declared one. A name without a letter or digit is left out.
    pub fn add_service(
        &mut self,
        name: &str,
        title: Option<String>,
        description: Option<String>,
        owner: Option<String>,
        aliases: &[String],
    ) {
        let Some(id) = ServiceId::new(name) else { return };
        let title = title.unwrap_or_else(|| name.to_owned());
        for spelling in aliases.iter().chain([&title]) {
            self.service_aliases.insert(slugify(spelling), id.clone());
        }
        self.services.insert(id.clone(), Service { id, title, description, owner });
    }

    /// Adds a cause (`family/leaf`) or a family, or says more about a known one. A leaf is also known by its last
    /// part alone, unless an earlier one has taken that.
    pub fn add_cause(&mut self, name: &str, title: Option<String>, definition: Option<String>, aliases: &[String]) {
        let Some(id) = CauseId::new(name) else { return };
        let Some(leaf) = id.leaf() else {
            let known = self.families.iter_mut().find(|family| family.id == id);
            match known {
                Some(family) => {
                    family.title = title.unwrap_or_else(|| family.title.clone());
                    family.definition = definition.unwrap_or_else(|| family.definition.clone());
                }
                None => self.families.push(Family {
                    title: title.unwrap_or_else(|| humanise(id.as_str())),
                    definition: definition.unwrap_or_default(),
                    id,
                }),
            }
            return;
        };
        if let Some(family) = CauseId::new(id.family())
            && !self.families.iter().any(|known| known.id == family)
        {
            self.add_cause(family.as_str(), None, None, &[]);
        }
        let known = self.causes.remove(&id);
        let title = title.or_else(|| known.as_ref().map(|known| known.title.clone())).unwrap_or_else(|| humanise(leaf));
        let definition = definition.or_else(|| known.map(|known| known.definition)).unwrap_or_default();
        for spelling in [leaf, &title] {
            self.cause_aliases.entry(slugify(spelling)).or_insert_with(|| id.clone());
        }
        for spelling in aliases {
            self.cause_aliases.insert(slugify(spelling), id.clone());
        }
        self.causes.insert(id.clone(), Cause { id, title, definition });
    }

    /// Takes all causes away, so that a configuration can bring its own.
    pub fn clear_causes(&mut self) {
        self.families.clear();
        self.causes.clear();
        self.cause_aliases.clear();
    }

    /// Adds a trigger, or says more about a known one.
    pub fn add_trigger(&mut self, name: &str, title: Option<String>, definition: Option<String>, aliases: &[String]) {
        let Some(id) = TriggerId::new(name) else { return };
        for spelling in aliases.iter().chain(&title) {
            self.trigger_aliases.insert(slugify(spelling), id.clone());
        }
        if let Some(known) = self.triggers.iter_mut().find(|trigger| trigger.id == id) {
            known.title = title.unwrap_or_else(|| known.title.clone());
            known.definition = definition.unwrap_or_else(|| known.definition.clone());
        } else {
            let title = title.unwrap_or_else(|| humanise(id.as_str()));
            self.triggers.push(Trigger { id, title, definition: definition.unwrap_or_default() });
        }
    }

    /// Adds a step at the light end of the scale.
    pub fn add_severity(&mut self, name: String, description: String, aliases: &[String]) {
        for spelling in aliases.iter().chain([&name]) {
            self.severity_aliases.insert(slugify(spelling), name.clone());
        }
        self.severities.push(Severity { name, description });
    }

    /// Takes the scale away, so that a configuration can bring its own.
    pub fn clear_severities(&mut self) {
        self.severities.clear();
        self.severity_aliases.clear();
        self.has_own_scale = true;
    }

    /// The service as shown: the declared title, else the id.
    pub fn service_title<'a>(&'a self, id: &'a ServiceId) -> &'a str {
        self.services.get(id).map_or(id.as_str(), |service| service.title.as_str())
    }

    /// The cause or family as shown: its title, else the id.
    pub fn cause_title<'a>(&'a self, id: &'a CauseId) -> &'a str {
        let family = || self.families.iter().find(|family| family.id == *id).map(|family| family.title.as_str());
        self.causes.get(id).map(|cause| cause.title.as_str()).or_else(family).unwrap_or(id.as_str())
    }

    /// The trigger as shown: its title, else the id.
    pub fn trigger_title<'a>(&'a self, id: &'a TriggerId) -> &'a str {
        self.triggers.iter().find(|trigger| trigger.id == *id).map_or(id.as_str(), |trigger| trigger.title.as_str())
    }

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

/// `rollout-strategy` as `Rollout strategy`.
fn humanise(slug: &str) -> String {
    let text = slug.replace('-', " ");
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_taxonomy_is_read_whole() {
        let taxonomy: Taxonomy = toml::from_str(TAXONOMY).unwrap();
        let catalog = Catalog::builtin();
        assert_eq!(catalog.families.len(), taxonomy.family.len());
        assert_eq!(catalog.causes.len(), taxonomy.family.iter().map(|family| family.causes.len()).sum::<usize>());
        assert_eq!(catalog.triggers.len(), taxonomy.trigger.len());
        assert_eq!(catalog.severities.len(), 4);
    }

    #[test]
    fn no_alias_of_the_taxonomy_means_two_things() {
        let taxonomy: Taxonomy = toml::from_str(TAXONOMY).unwrap();
        let mut causes = BTreeMap::new();
        for family in &taxonomy.family {
            for cause in &family.causes {
                for alias in cause.aliases.iter().chain([&cause.id]) {
                    let id = format!("{}/{}", family.id, cause.id);
                    if let Some(other) = causes.insert(slugify(alias), id.clone()) {
                        assert_eq!(other, id, "`{alias}` means both");
                    }
                }
            }
        }
        let mut triggers = BTreeMap::new();
        for trigger in &taxonomy.trigger {
            for alias in trigger.aliases.iter().chain([&trigger.id]) {
                if let Some(other) = triggers.insert(slugify(alias), trigger.id.clone()) {
                    assert_eq!(other, trigger.id, "`{alias}` means both");
                }
            }
        }
    }

    #[track_caller]
    fn check_cause(name: &str, expected: &str) {
        assert_eq!(Catalog::builtin().cause(name).map(|id| id.to_string()).as_deref(), Some(expected));
    }

    #[test]
    fn causes_by_id_leaf_title_and_alias() {
        check_cause("change/rollout-strategy", "change/rollout-strategy");
        check_cause("Rollout Strategy", "change/rollout-strategy");
        check_cause("no canary", "change/rollout-strategy");
        check_cause("change", "change");
        check_cause("tidal/moon", "tidal/moon");
    }

    #[track_caller]
    fn check_severity(word: &str, expected: Option<&str>) {
        assert_eq!(Catalog::builtin().severity(word), expected);
    }

    #[test]
    fn severities_by_any_spelling() {
        check_severity("SEV-1", Some("sev1"));
        check_severity("P2", Some("sev2"));
        check_severity("Critical", Some("sev1"));
        check_severity("catastrophic", None);
    }

    #[test]
    fn a_slip_is_refused_as_a_cause() {
        let catalog = Catalog::builtin();
        assert!(catalog.refuses_cause("Human error"));
        assert!(catalog.refuses_cause("organization/human-error"));
        assert!(!catalog.refuses_cause("defect"));
    }

    #[test]
    fn services_by_alias() {
        let mut catalog = Catalog::default();
        catalog.add_service("checkout", Some("Checkout".to_owned()), None, None, &["checkout-api".to_owned()]);
        assert_eq!(catalog.service("Checkout API").map(|id| id.to_string()).as_deref(), Some("checkout"));
        assert_eq!(catalog.service("ledger").map(|id| id.to_string()).as_deref(), Some("ledger"));
        assert_eq!(catalog.service("??"), None);
    }
}
