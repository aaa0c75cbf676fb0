//! `afterword.toml` as written: every key optional, unknown keys refused with a suggestion.
//!
//! The comments of the fields are what `docs/configuration.md` and the JSON Schema say of them. What a key may
//! hold beyond its type is checked in [`validate`]; what an absent key means is decided in
//! [`resolve`](super::resolve).

use std::collections::BTreeMap;
use std::fmt;

use serde::de::value::MapAccessDeserializer;
use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, Visitor};
use serde::{Deserialize, Serialize};

use crate::config::{locate, validate};
use crate::error::Error;

pub use language::{PhraseOptions, WordsOptions};

/// The configuration of an archive, `afterword.toml`. Every key has a default, and without the file all
/// defaults hold.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct Options {
    /// What the site says of itself, and where it is written.
    pub site: SiteOptions,
    /// Which files are read.
    pub archive: ArchiveOptions,
    /// The services, by id. A service that a postmortem names without being declared here is known as well;
    /// declaring one gives it a title, an owner and other spellings.
    pub services: BTreeMap<String, ServiceOptions>,
    /// Contributing factors besides the built-in taxonomy, by `"family/leaf"`, or `"family"` for a family.
    #[cfg_attr(feature = "cli", schemars(schema_with = "schema::causes"))]
    pub causes: CausesOptions,
    /// Kinds of change that set an incident off, by id, besides the built-in ones.
    pub triggers: BTreeMap<String, TermOptions>,
    /// The severity scale, the gravest first. When given, it replaces the built-in scale `sev1` to `sev4`.
    pub severities: Vec<SeverityOptions>,
    /// How front matter is read.
    pub front_matter: FrontMatterOptions,
    /// Headings, by the kind of section they begin.
    #[cfg_attr(feature = "cli", schemars(schema_with = "schema::sections"))]
    pub sections: BTreeMap<String, SectionOptions>,
    /// Which rules `afterword check` runs, and at which level.
    pub rules: RulesOptions,
    /// What postmortems of one severity, status or kind are to say, beyond what is asked of all. Several may hold
    /// for one document.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub require: Vec<RequireOptions>,
    /// What holds for some of the files only: rules, besides `[rules]`, and the template they are written from. Where
    /// several entries match a file, the later ones win.
    pub per_path: Vec<PathRulesOptions>,
    /// Words that the language rules know besides the built-in ones.
    pub words: WordsOptions,
    /// Phrases of the house that `house-phrase` reports: to think about, or said differently here.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub phrases: Vec<PhraseOptions>,
    /// What the rules about privacy know besides what they know of everybody.
    pub privacy: PrivacyOptions,
    /// The look of the site.
    pub theme: ThemeOptions,
    /// The search.
    pub search: SearchOptions,
    /// Ticket ids that become links: a regular expression to a URL in which `$0` is the whole id and `$1` its
    /// first group.
    pub links: BTreeMap<String, String>,
}

/// What the site says of itself, and where it is written.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct SiteOptions {
    /// The name of the library. Default: the name of the archive's folder.
    pub title: Option<String>,
    /// A sentence or two about it, shown on the front page. Default: none.
    pub description: Option<String>,
    /// The address the site will have, `https://…`. Feeds and the sitemap need it; all other links are relative.
    /// Default: none.
    pub base_url: Option<String>,
    /// The language of the site, as a BCP 47 tag. Default: `en`.
    pub language: Option<String>,
    /// Postmortems that are worth reading first, by slug or id. Default: none.
    pub featured: Option<Vec<String>>,
    /// Whether each postmortem gets a JSON file of its own beside its page. Default: `false`.
    pub json_per_postmortem: Option<bool>,
    /// Where a document can be edited: a URL in which `{path}` stands for its path in the archive. Default: none.
    pub edit_url: Option<String>,
    /// Where a document's history can be read: the same kind of URL. Default: none.
    pub history_url: Option<String>,
    /// The folder the site is written to, relative to the archive. Default: `public`.
    pub out: Option<String>,
}

/// Which files are read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct ArchiveOptions {
    /// The folder with the documents, relative to the archive. Default: the archive itself.
    pub content: Option<String>,
    /// Globs of the files to read, relative to the content folder. `*` stays inside a folder, `**` does not, and a glob
    /// without a slash is for names at any depth.
    /// Default: `["*.md", "*.markdown", "*.mdown", "*.mkd", "*.mdx", "*.qmd", "*.md.erb"]`, and files without an
    /// extension that read as a postmortem.
    pub include: Option<Vec<String>>,
    /// Globs of files and folders to leave out, relative to the content folder or the archive. Hidden files, `node_modules`, `target`,
    /// `venv` and the folder of the site are left out in any case. Default: none.
    pub exclude: Option<Vec<String>>,
    /// Files larger than this are reported, not read. In bytes. Default: `8388608` (8 MiB).
    pub max_file_size: Option<u64>,
    /// For clock times without a zone, where the document names none: an IANA name (`Europe/Berlin`) or an
    /// offset (`+01:00`). Default: none, and such times stay local times.
    pub timezone: Option<String>,
}

/// A service.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct ServiceOptions {
    /// The name as it is shown. Default: the id.
    pub title: Option<String>,
    /// What it does, in a sentence. Default: none.
    pub description: Option<String>,
    /// The team that owns it. Default: none.
    pub owner: Option<String>,
    /// Other spellings and former names. Default: none.
    pub aliases: Option<Vec<String>>,
}

/// Contributing factors: a table of [`TermOptions`] with one switch beside them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct CausesOptions {
    /// Whether the built-in taxonomy is left out. Default: `false`.
    pub replace: Option<bool>,
    /// Causes by `family/leaf`, families by `family`.
    #[serde(flatten)]
    pub entries: BTreeMap<String, TermOptions>,
}

/// An entry of a vocabulary.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct TermOptions {
    /// The name as it is shown. Default: made from the id.
    pub title: Option<String>,
    /// What counts as one, in a sentence; shown on its page. Default: none.
    pub definition: Option<String>,
    /// Other spellings. Default: none.
    pub aliases: Option<Vec<String>>,
}

/// A step of the severity scale.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SeverityOptions {
    /// The word that is shown and written: `sev1`.
    pub name: String,
    /// What it means, in a sentence. Default: none.
    #[serde(default)]
    pub description: Option<String>,
    /// Other words for it: `P1`, `critical`. Default: none.
    #[serde(default)]
    pub aliases: Option<Vec<String>>,
}

/// How front matter is read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct FrontMatterOptions {
    /// Keys of other tools, to the key they mean: `affected_systems = "services"`. Default: a built-in list.
    pub aliases: BTreeMap<String, String>,
}

/// Headings that begin a section of one kind.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct SectionOptions {
    /// Headings besides the built-in ones; case and punctuation do not count.
    pub aliases: Vec<String>,
}

/// Which rules run, and at which level.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct RulesOptions {
    /// Rules to run, by code (`FM002`), prefix (`FM`), name (`missing-title`), or `ALL`. Default: `["ALL"]`.
    pub select: Option<Vec<String>>,
    /// Rules not to run, written in the same ways. Default: none.
    pub ignore: Option<Vec<String>>,
    /// Sections that a finished postmortem has, by kind.
    /// Default: `["summary", "impact", "timeline", "contributing_factors", "action_items"]`.
    pub required_sections: Option<Vec<String>>,
    /// The same service and cause again within so many days count as a recurrence. Default: `365`.
    pub recurrence_days: Option<u32>,
    /// A file with the findings that the archive lives with, relative to the archive; `afterword check --write-baseline`
    /// writes it. They are neither reported nor counted. Default: none.
    pub baseline: Option<String>,
    /// Another level for a rule, by code or name. Default: each rule's own.
    pub levels: BTreeMap<String, LevelOption>,
}

/// What holds for some of the files.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PathRulesOptions {
    /// Globs of files and folders, relative to the archive. `*` stays inside a folder, `**` does not, and a glob without a
    /// slash is for names at any depth.
    pub paths: Vec<String>,
    /// Rules not to run there, by code, prefix, name, or `ALL`. Default: none.
    #[serde(default)]
    pub ignore: Option<Vec<String>>,
    /// Another level for a rule there, by code or name. Default: that of `[rules.levels]`.
    #[serde(default)]
    pub levels: BTreeMap<String, LevelOption>,
    /// The template that the postmortems there are written from: it says what their headings mean where houses differ,
    /// and which sections are not asked of them. One of `google-sre`, `pagerduty`, `atlassian`, `etsy`, `azure`,
    /// `mybinder`, `google-api`, `wikimedia`, `elastic`, `minimal` and `plain`; `auto` tells it from the headings of each
    /// document. Default: `auto`.
    #[serde(default)]
    pub profile: Option<String>,
}

/// The level of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum LevelOption {
    /// Not run.
    Off,
    /// Worth a thought.
    Info,
    /// A facilitator would ask about it.
    Warning,
    /// Harmful or unreadable once published.
    Error,
}

/// What the rules about privacy know.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct PrivacyOptions {
    /// Hosts that only exist inside, as globs: `*.prod.example.net`. Names that end in `.internal`, `.corp` and the like
    /// are known. Default: none.
    pub internal_hosts: Option<Vec<String>>,
    /// Names of people that are not to stand in a text, besides those a document has under `people`. Default: none.
    pub names: Option<Vec<String>>,
    /// Mail addresses that may be published: `support@example.net`, or `@example.net` for all of a domain.
    /// Default: none.
    pub public_addresses: Option<Vec<String>>,
}

/// What some postmortems are to say.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct RequireOptions {
    /// Of which severities, by name or alias. Default: all, and those without one.
    pub severity: Option<Vec<String>>,
    /// Of which status: `draft`, `review`, `final`, `withdrawn`. Default: `["review", "final"]`.
    pub status: Option<Vec<String>>,
    /// Of which kind: `incident`, `near-miss`, `exercise`. Default: all.
    pub kind: Option<Vec<String>>,
    /// Sections they have, by kind. Default: none.
    pub sections: Option<Vec<String>>,
    /// Keys of the front matter whose values are known: stated there, or inferred from the text. Default: none.
    pub fields: Option<Vec<String>>,
    /// What each of their open action items has: `kind`, `owner`, `due`, `ticket`. Default: nothing.
    pub action_items: Option<Vec<String>>,
}

/// The look of the site.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct ThemeOptions {
    /// A theme folder, relative to the archive. What it does not hold comes from the built-in theme.
    /// Default: none.
    pub folder: Option<String>,
    /// Whether raw HTML in documents is published as it is, scripts included. Default: `false`, and it is
    /// sanitised.
    pub trust_html: Option<bool>,
}

/// The search.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct SearchOptions {
    /// Whether the site has a search. Default: `true`.
    pub enabled: Option<bool>,
}

impl Options {
    /// Reads a configuration; `path` is its name in messages.
    ///
    /// # Errors
    /// When it is no TOML, has a key that means nothing, or a value that its key does not take; the error has
    /// the place and, where one is near, the word that was probably meant.
    pub fn parse(path: &str, text: &str) -> Result<Self, Error> {
        let text_without_mark = text.strip_prefix('\u{feff}').unwrap_or(text);
        let options: Self =
            toml::from_str(text_without_mark).map_err(|error| locate::toml_error(path, text_without_mark, &error))?;
        validate::check(&options).map_err(|fault| locate::fault(path, text_without_mark, &fault))?;
        Ok(options)
    }

    /// Checks the names of rules against the ones there are (codes and names), which this layer does not know;
    /// `text` is what the options were read from.
    ///
    /// # Errors
    /// At the first name that no rule and no prefix of a code has.
    pub fn check_rules(&self, path: &str, text: &str, known: &[&str]) -> Result<(), Error> {
        validate::rule_names(self, known).map_err(|fault| locate::fault(path, text, &fault))
    }
}

impl<'de> Deserialize<'de> for CausesOptions {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(CausesVisitor)
    }
}

/// Reads `[causes]` by hand: with `#[serde(flatten)]` an error inside would lose its place.
struct CausesVisitor;

impl<'de> Visitor<'de> for CausesVisitor {
    type Value = CausesOptions;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a table of causes")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<CausesOptions, A::Error> {
        let mut causes = CausesOptions::default();
        while let Some(key) = map.next_key::<String>()? {
            if key == "replace" {
                if causes.replace.is_some() {
                    return Err(A::Error::duplicate_field("replace"));
                }
                causes.replace = Some(map.next_value()?);
            } else {
                causes.entries.insert(key, map.next_value_seed(Term)?);
            }
        }
        Ok(causes)
    }
}

/// One cause; what is no table may be the switch, misspelt.
struct Term;

impl<'de> DeserializeSeed<'de> for Term {
    type Value = TermOptions;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<TermOptions, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Term {
    type Value = TermOptions;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a table with `title`, `definition` and `aliases` (the one switch here is `replace`)")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<TermOptions, A::Error> {
        TermOptions::deserialize(MapAccessDeserializer::new(map))
    }
}

#[cfg(feature = "cli")]
mod schema {
    //! Schemas of the tables whose keys are words of the domain.

    use schemars::{Schema, SchemaGenerator, json_schema};

    use super::{SectionOptions, TermOptions};
    use crate::model::SectionKind;

    pub(super) fn causes(generator: &mut SchemaGenerator) -> Schema {
        let term = generator.subschema_for::<TermOptions>();
        json_schema!({
            "type": "object",
            "properties": {
                "replace": {
                    "description": "Whether the built-in taxonomy is left out. Default: `false`.",
                    "type": "boolean",
                },
            },
            "additionalProperties": term,
        })
    }

    pub(super) fn sections(generator: &mut SchemaGenerator) -> Schema {
        let section = generator.subschema_for::<SectionOptions>();
        let kinds = SectionKind::ALL.map(SectionKind::as_str);
        json_schema!({
            "type": "object",
            "propertyNames": { "enum": kinds },
            "additionalProperties": section,
        })
    }
}

mod language;
#[cfg(test)]
mod tests;
