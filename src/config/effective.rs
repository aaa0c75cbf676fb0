//! The way back: settings as the options that would make them, with nothing left to a default.

use std::collections::BTreeMap;

use crate::config::options::{
    ArchiveOptions, CausesOptions, FrontMatterOptions, LevelOption, Options, PathRulesOptions, PhraseOptions,
    PrivacyOptions, RequireOptions, RulesOptions, SearchOptions, SectionOptions, ServiceOptions, SeverityOptions,
    SiteOptions, TermOptions, ThemeOptions, WordsOptions,
};
use crate::config::settings::{
    ArchiveSettings, ParseSettings, PathRules, PhraseSettings, PrivacySettings, Requirement, RuleSettings,
    SearchSettings, Settings, SiteSettings, ThemeSettings, WordSettings,
};
use crate::diagnostic::Level;
use crate::model::Catalog;

impl Settings {
    /// The options that say all of it: what `afterword config` prints. `today` is no option.
    pub fn to_options(&self) -> Options {
        let Self { site, archive, parse, catalog, rules, theme, search, tickets, today: _ } = self;
        let SiteSettings {
            title,
            description,
            base_url,
            language,
            featured,
            json_per_postmortem,
            edit_url,
            history_url,
            out,
        } = site;
        let ArchiveSettings { content, include, exclude, max_file_size, git: _ } = archive;
        // The templates are in `rules.per_path`, too.
        let ParseSettings { key_aliases, section_aliases, timezone, profiles: _ } = parse;
        let ThemeSettings { folder, trust_html } = theme;
        let SearchSettings { enabled } = search;
        let mut sections: BTreeMap<String, SectionOptions> = BTreeMap::new();
        for (heading, kind) in section_aliases {
            sections.entry(kind.as_str().to_owned()).or_default().aliases.push(heading.clone());
        }
        let mut options = Options {
            site: SiteOptions {
                title: Some(title.clone()),
                description: Some(description.clone()),
                base_url: base_url.clone(),
                language: Some(language.clone()),
                featured: Some(featured.clone()),
                json_per_postmortem: Some(*json_per_postmortem),
                edit_url: edit_url.clone(),
                history_url: history_url.clone(),
                out: Some(out.to_string_lossy().into_owned()),
            },
            archive: ArchiveOptions {
                content: Some(content.clone()),
                include: Some(include.clone()),
                exclude: Some(exclude.clone()),
                max_file_size: Some(*max_file_size),
                timezone: timezone.clone(),
            },
            front_matter: FrontMatterOptions { aliases: key_aliases.clone() },
            sections,
            rules: rules_options(rules),
            require: rules.requirements.iter().map(require_options).collect(),
            per_path: rules.per_path.iter().map(path_rules_options).collect(),
            privacy: privacy_options(&rules.privacy),
            words: words_options(&rules.words),
            phrases: rules.phrases.iter().map(phrase_options).collect(),
            theme: ThemeOptions { folder: folder.clone(), trust_html: Some(*trust_html) },
            search: SearchOptions { enabled: Some(*enabled) },
            links: tickets.iter().map(|ticket| (ticket.pattern.clone(), ticket.url.clone())).collect(),
            ..Options::default()
        };
        vocabulary(&mut options, catalog);
        options
    }
}

fn rules_options(rules: &RuleSettings) -> RulesOptions {
    let RuleSettings {
        select,
        ignore,
        levels,
        required_sections,
        sections_are_chosen,
        recurrence_days,
        requirements: _,
        privacy: _,
        baseline,
        per_path: _,
        words: _,
        phrases: _,
    } = rules;
    RulesOptions {
        select: Some(select.clone()),
        ignore: Some(ignore.clone()),
        // The default is weighed otherwise than the same list when it was chosen, so it is not written as a choice.
        required_sections: sections_are_chosen
            .then(|| required_sections.iter().map(|kind| kind.as_str().to_owned()).collect()),
        recurrence_days: u32::try_from(*recurrence_days).ok(),
        baseline: baseline.as_ref().map(|file| file.to_string_lossy().into_owned()),
        levels: level_options(levels),
    }
}

fn words_options(words: &WordSettings) -> WordsOptions {
    let WordSettings { roles, teams, names, systems } = words;
    let [roles, teams, names, systems] = [roles, teams, names, systems].map(|words| Some(words.clone()));
    WordsOptions { roles, teams, names, systems }
}

fn phrase_options(phrase: &PhraseSettings) -> PhraseOptions {
    let PhraseSettings { name, patterns, level, sections, note, help } = phrase;
    let find = patterns.iter().filter(|(_, instead)| instead.is_none()).map(|(pattern, _)| pattern.clone());
    let swap = patterns.iter().filter_map(|(pattern, instead)| Some((pattern.clone(), instead.clone()?)));
    PhraseOptions {
        name: name.clone(),
        find: Some(find.collect()),
        swap: swap.collect(),
        level: Some(level_option(*level)),
        sections: Some(sections.iter().map(|kind| kind.as_str().to_owned()).collect()),
        note: note.clone(),
        help: help.clone(),
    }
}

fn privacy_options(privacy: &PrivacySettings) -> PrivacyOptions {
    let PrivacySettings { internal_hosts, names, public_addresses } = privacy;
    PrivacyOptions {
        internal_hosts: Some(internal_hosts.clone()),
        names: Some(names.clone()),
        public_addresses: Some(public_addresses.clone()),
    }
}

fn require_options(requirement: &Requirement) -> RequireOptions {
    let Requirement { severities, statuses, kinds, sections, fields, action_items } = requirement;
    // Nothing said is said as nothing, so that "all" stays all.
    let said = |words: Vec<String>| (!words.is_empty()).then_some(words);
    RequireOptions {
        severity: said(severities.clone()),
        status: said(statuses.iter().map(|status| status.as_str().to_owned()).collect()),
        kind: said(kinds.iter().map(|kind| kind.as_str().to_owned()).collect()),
        sections: said(sections.iter().map(|kind| kind.as_str().to_owned()).collect()),
        fields: said(fields.clone()),
        action_items: said(action_items.iter().map(|field| field.as_str().to_owned()).collect()),
    }
}

fn path_rules_options(PathRules { paths, ignore, levels, profile }: &PathRules) -> PathRulesOptions {
    PathRulesOptions {
        paths: paths.clone(),
        ignore: Some(ignore.clone()),
        levels: level_options(levels),
        profile: profile.map(|profile| profile.as_str().to_owned()),
    }
}

fn level_options(levels: &BTreeMap<String, Option<Level>>) -> BTreeMap<String, LevelOption> {
    levels.iter().map(|(rule, level)| (rule.clone(), level_option(*level))).collect()
}

fn level_option(level: Option<Level>) -> LevelOption {
    match level {
        None => LevelOption::Off,
        Some(Level::Info) => LevelOption::Info,
        Some(Level::Warning) => LevelOption::Warning,
        Some(Level::Error) => LevelOption::Error,
    }
}

/// All of the catalog, so that what was built in can be seen and copied from.
fn vocabulary(options: &mut Options, catalog: &Catalog) {
    let Catalog {
        services,
        families,
        causes,
        triggers,
        severities,
        service_aliases,
        cause_aliases,
        trigger_aliases,
        severity_aliases,
        refused_causes: _,
        has_own_scale: _,
    } = catalog;
    options.services = services
        .values()
        .map(|service| {
            let entry = ServiceOptions {
                title: Some(service.title.clone()),
                description: service.description.clone(),
                owner: service.owner.clone(),
                aliases: Some(spellings(service_aliases, &service.id)),
            };
            (service.id.to_string(), entry)
        })
        .collect();
    let term = |title: &str, definition: &str, aliases: Vec<String>| TermOptions {
        title: Some(title.to_owned()),
        definition: Some(definition.to_owned()),
        aliases: Some(aliases),
    };
    let family_terms =
        families.iter().map(|family| (family.id.to_string(), term(&family.title, &family.definition, Vec::new())));
    let cause_terms = causes.values().map(|cause| {
        (cause.id.to_string(), term(&cause.title, &cause.definition, spellings(cause_aliases, &cause.id)))
    });
    // Replacing the taxonomy would also lose the order of its families.
    let keeps_builtin = Catalog::builtin().causes.keys().all(|id| causes.contains_key(id));
    options.causes =
        CausesOptions { replace: Some(!keeps_builtin), entries: family_terms.chain(cause_terms).collect() };
    options.triggers = triggers
        .iter()
        .map(|trigger| {
            let aliases = spellings(trigger_aliases, &trigger.id);
            (trigger.id.to_string(), term(&trigger.title, &trigger.definition, aliases))
        })
        .collect();
    options.severities = severities
        .iter()
        .map(|severity| SeverityOptions {
            name: severity.name.clone(),
            description: Some(severity.description.clone()),
            aliases: Some(spellings(severity_aliases, &severity.name)),
        })
        .collect();
}

/// The spellings that mean `id`.
fn spellings<T: PartialEq>(aliases: &BTreeMap<String, T>, id: &T) -> Vec<String> {
    aliases.iter().filter(|(_, target)| *target == id).map(|(spelling, _)| spelling.clone()).collect()
}

#[cfg(test)]
mod tests {
    use snapbox::{IntoData, assert_data_eq};

    use super::*;

    /// What is printed, read again, means the same.
    #[track_caller]
    fn check(text: &str) {
        let settings = Options::parse("afterword.toml", text).unwrap().into_settings("folder");
        let printed = toml::to_string(&settings.to_options()).unwrap();
        let again = Options::parse("afterword.toml", &printed).unwrap().into_settings("other");
        let [settings, again] = [settings, again].map(|settings| format!("{settings:#?}"));
        assert_data_eq!(again, settings.raw());
    }

    #[test]
    fn printed_settings_mean_the_same() {
        check("");
        check("[causes]\nreplace = true\n[causes.'a/b']\naliases = ['c']\n[[severities]]\nname = 'High'\n");
        check("[rules]\nbaseline = 'known.json'\n[[per_path]]\npaths = ['2019']\nlevels = { FM = 'info' }\n");
        check("[[per_path]]\npaths = ['a']\nprofile = 'etsy'\n[[per_path]]\npaths = ['a/b']\nprofile = 'auto'\n");
        check("[rules.levels]\nFM = 'off'\n[links]\n'X-\\d+' = 'https://x.example/$0'\n[services.a]\nowner = 'o'\n");
        check(
            "[[require]]\nseverity = ['SEV-1', 'P2']\nfields = ['owner']\n[[require]]\nstatus = ['final']\nkind = ['incident']\nsections = ['lessons']\naction_items = ['due', 'owner']\n",
        );
        check(
            "[words]\nroles = ['dispatcher']\n[[phrases]]\nname = 'a'\nfind = ['war room']\nswap = { x = 'y' }\nlevel = 'off'\n",
        );
        check("[sections.summary]\naliases = ['In short']\n[front_matter.aliases]\nwhenItEnded = 'resolved'\n");
    }
}
