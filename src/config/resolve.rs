//! From what the file and the command line say to what the code reads: every default is here.

use std::collections::BTreeMap;
use std::path::PathBuf;

use crate::config::Options;
use crate::config::options::{
    ArchiveOptions, CausesOptions, FrontMatterOptions, LevelOption, PathRulesOptions, PhraseOptions, PrivacyOptions,
    RequireOptions, RulesOptions, SearchOptions, SectionOptions, ServiceOptions, SeverityOptions, SiteOptions,
    TermOptions, ThemeOptions, WordsOptions,
};
use crate::config::settings::{
    ActionField, ArchiveSettings, Overrides, ParseSettings, PathProfile, PathRules, PhraseSettings, PrivacySettings,
    ProfileChoice, Requirement, RuleSettings, SearchSettings, Settings, SiteSettings, ThemeSettings, WordSettings,
};
use crate::diagnostic::Level;
use crate::model::{Catalog, Kind, SectionKind, Status, TicketPattern, slugify};
use crate::text::{self, Globs};

/// The folder of the site.
const OUT: &str = "public";

/// Larger files are reported, not read. Bytes.
const MAX_FILE_SIZE: u64 = 8 * 1024 * 1024;

/// Days within which the same service and cause count as a recurrence.
const RECURRENCE_DAYS: u32 = 365;

/// Sections a finished postmortem has: those that 13 of 18 published templates or more ask for.
const REQUIRED_SECTIONS: [SectionKind; 5] = [
    SectionKind::Summary,
    SectionKind::Impact,
    SectionKind::Timeline,
    SectionKind::ContributingFactors,
    SectionKind::ActionItems,
];

impl Options {
    /// Fills in the defaults. `folder` is the name of the archive's folder, for a title when none is given.
    pub fn into_settings(self, folder: &str) -> Settings {
        self.resolve(folder, Overrides::default())
    }

    /// Fills in the defaults, after the command line has had its say.
    pub fn resolve(self, folder: &str, overrides: Overrides) -> Settings {
        let Self {
            site,
            archive,
            services,
            causes,
            triggers,
            severities,
            front_matter,
            sections,
            rules,
            require,
            privacy,
            per_path,
            words,
            phrases,
            theme,
            search,
            links,
        } = self;
        let Overrides { out, base_url, select, ignore, baseline, today, git } = overrides;

        let mut catalog = Catalog::builtin();
        add_services(&mut catalog, services);
        add_causes(&mut catalog, causes);
        for (id, TermOptions { title, definition, aliases }) in triggers {
            catalog.add_trigger(&id, title, definition, &aliases.unwrap_or_default());
        }
        set_severities(&mut catalog, severities);

        let per_path: Vec<PathRules> = per_path.into_iter().map(path_rules).collect();
        let requirements = require.into_iter().map(|require| requirement(require, &catalog)).collect();
        let site = site_settings(site, folder, out, base_url);
        let ArchiveOptions { content, include, exclude, max_file_size, timezone } = archive;
        let ThemeOptions { folder, trust_html } = theme;
        let SearchOptions { enabled } = search;
        Settings {
            archive: ArchiveSettings {
                content: content.map(|content| content.trim_matches('/').to_owned()).unwrap_or_default(),
                include: include
                    .unwrap_or_else(|| text::fs::DEFAULT_INCLUDE.iter().map(|&glob| glob.to_owned()).collect()),
                exclude: exclude.unwrap_or_default(),
                max_file_size: max_file_size.unwrap_or(MAX_FILE_SIZE),
                git,
            },
            parse: ParseSettings {
                profiles: path_profiles(&per_path),
                ..parse_settings(front_matter, sections, timezone)
            },
            catalog,
            rules: RuleSettings {
                requirements,
                privacy: privacy_settings(privacy),
                per_path,
                words: word_settings(words),
                phrases: phrases.into_iter().map(phrase_settings).collect(),
                ..rule_settings(rules, select, ignore, baseline)
            },
            theme: ThemeSettings { folder, trust_html: trust_html.unwrap_or(false) },
            search: SearchSettings { enabled: enabled.unwrap_or(true) },
            tickets: links.into_iter().map(|(pattern, url)| TicketPattern { pattern, url }).collect(),
            today,
            site,
        }
    }
}

impl Default for Settings {
    fn default() -> Self {
        Options::default().into_settings("Postmortems")
    }
}

/// An address with the slash that pages are added behind.
fn with_slash(mut url: String) -> String {
    if !url.ends_with('/') {
        url.push('/');
    }
    url
}

fn site_settings(site: SiteOptions, folder: &str, out: Option<PathBuf>, base_url: Option<String>) -> SiteSettings {
    let SiteOptions {
        title,
        description,
        base_url: base_url_option,
        language,
        featured,
        json_per_postmortem,
        edit_url,
        history_url,
        out: out_option,
    } = site;
    SiteSettings {
        title: title.unwrap_or_else(|| folder.to_owned()),
        description: description.unwrap_or_default(),
        base_url: base_url.or(base_url_option).map(with_slash),
        language: language.unwrap_or_else(|| "en".to_owned()),
        featured: featured.unwrap_or_default(),
        json_per_postmortem: json_per_postmortem.unwrap_or(false),
        edit_url,
        history_url,
        out: out.or(out_option.map(PathBuf::from)).unwrap_or_else(|| PathBuf::from(OUT)),
    }
}

fn parse_settings(
    front_matter: FrontMatterOptions,
    sections: BTreeMap<String, SectionOptions>,
    timezone: Option<String>,
) -> ParseSettings {
    let FrontMatterOptions { aliases } = front_matter;
    let section_aliases = sections
        .into_iter()
        .filter_map(|(kind, SectionOptions { aliases })| Some((section_kind(&kind)?, aliases)))
        .flat_map(|(kind, aliases)| aliases.into_iter().map(move |heading| (slugify(&heading), kind)))
        .collect();
    ParseSettings {
        key_aliases: aliases.into_iter().map(|(key, target)| (slugify(&key), target)).collect(),
        section_aliases,
        timezone,
        profiles: Vec::new(),
    }
}

/// Words and patterns were looked at where the file was read; one that means nothing matches nothing.
fn path_profiles(per_path: &[PathRules]) -> Vec<PathProfile> {
    let profile = |entry: &PathRules| {
        let paths = Globs::new(&entry.paths).unwrap_or_default();
        Some(PathProfile { paths, profile: entry.profile? })
    };
    per_path.iter().filter_map(profile).collect()
}

fn section_kind(word: &str) -> Option<SectionKind> {
    SectionKind::ALL.into_iter().find(|kind| kind.as_str() == word)
}

fn rule_settings(
    rules: RulesOptions,
    more_select: Vec<String>,
    more_ignore: Vec<String>,
    other_baseline: Option<PathBuf>,
) -> RuleSettings {
    let RulesOptions { select, ignore, required_sections, recurrence_days, baseline, levels } = rules;
    let select = if more_select.is_empty() { select.unwrap_or_else(|| vec!["ALL".to_owned()]) } else { more_select };
    let ignore = [ignore.unwrap_or_default(), more_ignore].concat();
    RuleSettings {
        select,
        ignore,
        levels: levels_of(levels),
        sections_are_chosen: required_sections.is_some(),
        required_sections: required_sections.map_or_else(
            || REQUIRED_SECTIONS.to_vec(),
            |kinds| kinds.iter().filter_map(|kind| section_kind(kind)).collect(),
        ),
        recurrence_days: i64::from(recurrence_days.unwrap_or(RECURRENCE_DAYS)),
        requirements: Vec::new(),
        privacy: PrivacySettings::default(),
        baseline: other_baseline.or(baseline.map(PathBuf::from)),
        per_path: Vec::new(),
        words: WordSettings::default(),
        phrases: Vec::new(),
    }
}

fn path_rules(PathRulesOptions { paths, ignore, levels, profile }: PathRulesOptions) -> PathRules {
    let profile = profile.as_deref().and_then(ProfileChoice::from_word);
    PathRules { paths, ignore: ignore.unwrap_or_default(), levels: levels_of(levels), profile }
}

fn privacy_settings(privacy: PrivacyOptions) -> PrivacySettings {
    let PrivacyOptions { internal_hosts, names, public_addresses } = privacy;
    PrivacySettings {
        internal_hosts: internal_hosts.unwrap_or_default(),
        names: names.unwrap_or_default(),
        public_addresses: public_addresses.unwrap_or_default(),
    }
}

/// Words that mean nothing are refused where the file is read.
fn requirement(require: RequireOptions, catalog: &Catalog) -> Requirement {
    let RequireOptions { severity, status, kind, sections, fields, action_items } = require;
    let on_scale = |word: String| catalog.severity(&word).map_or(word.clone(), str::to_owned);
    let action_field = |word: &String| ActionField::ALL.into_iter().find(|field| field.as_str() == word);
    Requirement {
        severities: severity.into_iter().flatten().map(on_scale).collect(),
        statuses: status.map_or_else(
            || vec![Status::Review, Status::Final],
            |words| words.iter().filter_map(|word| Status::from_word(word)).collect(),
        ),
        kinds: kind.iter().flatten().filter_map(|word| Kind::from_word(word)).collect(),
        sections: sections.iter().flatten().filter_map(|kind| section_kind(kind)).collect(),
        fields: fields.unwrap_or_default(),
        action_items: action_items.iter().flatten().filter_map(action_field).collect(),
    }
}

fn levels_of(levels: BTreeMap<String, LevelOption>) -> BTreeMap<String, Option<Level>> {
    levels.into_iter().map(|(rule, level)| (rule, level_of(level))).collect()
}

fn word_settings(words: WordsOptions) -> WordSettings {
    let WordsOptions { roles, teams, names, systems } = words;
    let [roles, teams, names, systems] = [roles, teams, names, systems].map(Option::unwrap_or_default);
    WordSettings { roles, teams, names, systems }
}

fn phrase_settings(phrase: PhraseOptions) -> PhraseSettings {
    let PhraseOptions { name, find, swap, level, sections, note, help } = phrase;
    let find = find.unwrap_or_default().into_iter().map(|pattern| (pattern, None));
    let swap = swap.into_iter().map(|(pattern, instead)| (pattern, Some(instead)));
    PhraseSettings {
        name,
        patterns: find.chain(swap).collect(),
        level: level.map_or(Some(Level::Warning), level_of),
        sections: sections.unwrap_or_default().iter().filter_map(|kind| section_kind(kind)).collect(),
        note,
        help,
    }
}

fn level_of(level: LevelOption) -> Option<Level> {
    match level {
        LevelOption::Off => None,
        LevelOption::Info => Some(Level::Info),
        LevelOption::Warning => Some(Level::Warning),
        LevelOption::Error => Some(Level::Error),
    }
}

fn add_services(catalog: &mut Catalog, services: BTreeMap<String, ServiceOptions>) {
    for (id, ServiceOptions { title, description, owner, aliases }) in services {
        catalog.add_service(&id, title, description, owner, &aliases.unwrap_or_default());
    }
}

fn add_causes(catalog: &mut Catalog, causes: CausesOptions) {
    let CausesOptions { replace, entries } = causes;
    if replace == Some(true) {
        catalog.clear_causes();
    }
    for (id, TermOptions { title, definition, aliases }) in entries {
        catalog.add_cause(&id, title, definition, &aliases.unwrap_or_default());
    }
}

fn set_severities(catalog: &mut Catalog, severities: Vec<SeverityOptions>) {
    if severities.is_empty() {
        return;
    }
    catalog.clear_severities();
    for SeverityOptions { name, description, aliases } in severities {
        catalog.add_severity(name, description.unwrap_or_default(), &aliases.unwrap_or_default());
    }
    // Written out, the built-in scale is still none of the archive's own.
    catalog.has_own_scale = catalog.severity_aliases != Catalog::builtin().severity_aliases;
}
