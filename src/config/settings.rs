//! The resolved configuration: nothing optional that has a default.

use std::collections::BTreeMap;
use std::path::PathBuf;

use jiff::civil::Date;

use crate::diagnostic::Level;
use crate::model::{Catalog, Kind, Postmortem, Profile, SectionKind, Status, TicketPattern};
use crate::text::{Globs, RelPath};

/// What the command line says; each value wins over the file's.
#[derive(Debug, Clone, Default)]
pub struct Overrides {
    /// The folder of the site.
    pub out: Option<PathBuf>,
    /// The address the site will have.
    pub base_url: Option<String>,
    /// Rules to run, by code, prefix or name; replaces the configured ones.
    pub select: Vec<String>,
    /// Rules not to run, added to the configured ones.
    pub ignore: Vec<String>,
    /// The file with the known findings.
    pub baseline: Option<PathBuf>,
    /// The day that counts as today.
    pub today: Option<Date>,
    /// Whether git is asked for the day of a document that says none.
    pub git: bool,
}

/// All settings, resolved.
#[derive(Debug, Clone)]
pub struct Settings {
    /// What the site says of itself.
    pub site: SiteSettings,
    /// What is read.
    pub archive: ArchiveSettings,
    /// How it is read.
    pub parse: ParseSettings,
    /// Services, causes, triggers, severities.
    pub catalog: Catalog,
    /// Which rules run, at what level.
    pub rules: RuleSettings,
    /// The look.
    pub theme: ThemeSettings,
    /// The search.
    pub search: SearchSettings,
    /// Ticket ids that become links.
    pub tickets: Vec<TicketPattern>,
    /// The day that counts as today. The library never asks the clock.
    pub today: Option<Date>,
}

/// What the site says of itself.
#[derive(Debug, Clone)]
pub struct SiteSettings {
    /// The name of the library.
    pub title: String,
    /// A sentence or two.
    pub description: String,
    /// With a slash at its end; none when the address is not known.
    pub base_url: Option<String>,
    /// A BCP 47 tag.
    pub language: String,
    /// Slugs of postmortems that are worth reading first.
    pub featured: Vec<String>,
    /// Whether each postmortem gets a JSON file of its own.
    pub json_per_postmortem: bool,
    /// A URL in which `{path}` is the document's path.
    pub edit_url: Option<String>,
    /// The same for the document's history.
    pub history_url: Option<String>,
    /// Where the site is written, relative to the archive unless absolute.
    pub out: PathBuf,
}

/// What is read.
#[derive(Debug, Clone)]
pub struct ArchiveSettings {
    /// The folder with the documents, relative to the archive; empty for the archive itself.
    pub content: String,
    /// Globs of files to read.
    pub include: Vec<String>,
    /// Globs of files and folders to leave out.
    pub exclude: Vec<String>,
    /// Larger files are reported, not read. Bytes.
    pub max_file_size: u64,
    /// Whether git is asked for the day of a document that says none.
    pub git: bool,
}

/// How documents are read.
#[derive(Debug, Clone, Default)]
pub struct ParseSettings {
    /// Keys of other tools to ours, slugified.
    pub key_aliases: BTreeMap<String, String>,
    /// Further headings, normalised, to their kind.
    pub section_aliases: BTreeMap<String, SectionKind>,
    /// For clock times without a zone, where the document says nothing.
    pub timezone: Option<String>,
    /// The templates of some of the files, the later over the earlier.
    pub profiles: Vec<PathProfile>,
}

impl ParseSettings {
    /// The template that the site owner says a document is written from; none where its headings are to tell.
    pub fn profile_of(&self, path: &RelPath) -> Option<Profile> {
        let entry = self.profiles.iter().rfind(|entry| entry.paths.matches(path))?;
        entry.profile.named()
    }
}

/// The template of some of the files.
#[derive(Debug, Clone)]
pub struct PathProfile {
    /// Which files, relative to the archive.
    pub paths: Globs,
    /// What they are written from.
    pub profile: ProfileChoice,
}

/// How the template of a document is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProfileChoice {
    /// Its headings show it.
    Auto,
    /// The site owner says it.
    Named(Profile),
}

impl ProfileChoice {
    /// The choice of a word of the configuration; none when the word means nothing.
    pub fn from_word(word: &str) -> Option<Self> {
        if word == "auto" { Some(Self::Auto) } else { Profile::from_word(word).map(Self::Named) }
    }

    /// The word of the configuration.
    pub fn as_str(self) -> &'static str {
        self.named().map_or("auto", Profile::as_str)
    }

    fn named(self) -> Option<Profile> {
        match self {
            Self::Auto => None,
            Self::Named(profile) => Some(profile),
        }
    }
}

/// Which rules run, at what level.
#[derive(Debug, Clone, Default)]
pub struct RuleSettings {
    /// Codes, prefixes, names or `ALL`.
    pub select: Vec<String>,
    /// The same, taken away.
    pub ignore: Vec<String>,
    /// By code or name: another level than the rule's own; none switches it off.
    pub levels: BTreeMap<String, Option<Level>>,
    /// Sections every final postmortem has.
    pub required_sections: Vec<SectionKind>,
    /// Whether the site owner chose them. One of the built-in ones is not asked of every document where most of
    /// the archive goes without it.
    pub sections_are_chosen: bool,
    /// Same service and cause again within so many days is a recurrence.
    pub recurrence_days: i64,
    /// What some postmortems are to say.
    pub requirements: Vec<Requirement>,
    /// What the rules about privacy know.
    pub privacy: PrivacySettings,
    /// The file with the known findings, relative to the archive unless absolute.
    pub baseline: Option<PathBuf>,
    /// What holds for some of the files only, the later over the earlier.
    pub per_path: Vec<PathRules>,
    /// Words that the language rules know besides the built-in ones.
    pub words: WordSettings,
    /// Phrases of the house.
    pub phrases: Vec<PhraseSettings>,
}

/// What the rules about privacy know.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PrivacySettings {
    /// Globs of hosts that only exist inside.
    pub internal_hosts: Vec<String>,
    /// Names of people.
    pub names: Vec<String>,
    /// Mail addresses, or `@domain`, that may be published.
    pub public_addresses: Vec<String>,
}

/// What postmortems of one severity, status or kind are to say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Requirement {
    /// Names of the scale; empty for all.
    pub severities: Vec<String>,
    /// Never empty.
    pub statuses: Vec<Status>,
    /// Empty for all.
    pub kinds: Vec<Kind>,
    /// Sections they have.
    pub sections: Vec<SectionKind>,
    /// Keys of the front matter whose values are known.
    pub fields: Vec<String>,
    /// What each of their open action items has.
    pub action_items: Vec<ActionField>,
}

impl Requirement {
    /// Whether it is about this postmortem.
    pub fn applies_to(&self, postmortem: &Postmortem) -> bool {
        let Self { severities, statuses, kinds, sections: _, fields: _, action_items: _ } = self;
        let is_of = |severity: &String| severities.contains(severity);
        (severities.is_empty() || postmortem.severity.as_ref().is_some_and(|severity| is_of(&severity.value)))
            && statuses.contains(&postmortem.status_or_default())
            && (kinds.is_empty() || kinds.contains(&postmortem.kind_or_default()))
    }
}

/// What an action item can be asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ActionField {
    /// What it is meant to do.
    Kind,
    /// Who sees to it.
    Owner,
    /// By when.
    Due,
    /// Where its progress can be followed.
    Ticket,
}

impl ActionField {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Kind, Self::Owner, Self::Due, Self::Ticket];

    /// The word of the configuration.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Kind => "kind",
            Self::Owner => "owner",
            Self::Due => "due",
            Self::Ticket => "ticket",
        }
    }
}

/// What holds for some of the files.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PathRules {
    /// Globs of files and folders, relative to the archive.
    pub paths: Vec<String>,
    /// Codes, prefixes, names or `ALL` that do not run there.
    pub ignore: Vec<String>,
    /// By code or name: another level there; none switches it off.
    pub levels: BTreeMap<String, Option<Level>>,
    /// What they are written from; none leaves it as it is elsewhere.
    pub profile: Option<ProfileChoice>,
}

/// Words besides the built-in ones.
#[derive(Debug, Clone, Default)]
pub struct WordSettings {
    /// People by what they do.
    pub roles: Vec<String>,
    /// Teams.
    pub teams: Vec<String>,
    /// People by name.
    pub names: Vec<String>,
    /// What is no person.
    pub systems: Vec<String>,
}

/// A list of phrases of the house.
#[derive(Debug, Clone)]
pub struct PhraseSettings {
    /// What it is called.
    pub name: String,
    /// Patterns, each with what is said instead if the house says it differently.
    pub patterns: Vec<(String, Option<String>)>,
    /// How much the findings weigh; none: they are not reported.
    pub level: Option<Level>,
    /// Kinds of sections; empty for all of the text.
    pub sections: Vec<SectionKind>,
    /// Why it matters.
    pub note: Option<String>,
    /// What to ask.
    pub help: Option<String>,
}

/// The look.
#[derive(Debug, Clone, Default)]
pub struct ThemeSettings {
    /// A theme folder, relative to the archive.
    pub folder: Option<String>,
    /// Whether raw HTML of documents is published as it is.
    pub trust_html: bool,
}

/// The search.
#[derive(Debug, Clone)]
pub struct SearchSettings {
    /// Whether there is one.
    pub enabled: bool,
}
