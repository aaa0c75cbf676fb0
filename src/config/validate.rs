//! What the values of a configuration may be, beyond their types.

use globset::Glob;
use jiff::fmt::strtime;
use jiff::tz::TimeZone;

use crate::config::locate::{End, Fault, Step, did_you_mean};
use crate::config::options::RequireOptions;
use crate::config::{ActionField, Options, PhraseOptions, ProfileChoice, SeverityOptions, WordsOptions};
use crate::model::{Catalog, CauseId, Kind, Profile, SectionKind, ServiceId, Status, TriggerId, slugify};
use crate::text::{Globs, closest};

/// The keys of the front matter that have a meaning.
pub const FRONT_MATTER_KEYS: &[&str] = &[
    "accepted",
    "acknowledged",
    "action_items",
    "aliases",
    "authors",
    "causes",
    "date",
    "detected",
    "detection",
    "duration",
    "id",
    "impact",
    "kind",
    "lang",
    "links",
    "mitigated",
    "owner",
    "people",
    "related",
    "resolved",
    "services",
    "severity",
    "slug",
    "started",
    "status",
    "summary",
    "tags",
    "timezone",
    "title",
    "trigger",
    "visibility",
];

/// Looks at every value that can be wrong.
pub(super) fn check(options: &Options) -> Result<(), Fault> {
    // Exhaustive, so that a new table is not forgotten here.
    let Options {
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
        theme: _,
        search: _,
        links,
    } = options;

    if let Some(url) = &site.base_url {
        base_url(url).map_err(|message| value(["site", "base_url"], message, None))?;
    }
    for (key, url, word) in [("edit_url", &site.edit_url, "edit"), ("history_url", &site.history_url, "commits")] {
        if url.as_ref().is_some_and(|url| !url.contains("{path}")) {
            let hint = format!("for example `https://git.example/postmortems/{word}/main/{{path}}`");
            return Err(value(["site", key], "no `{path}` in the URL".to_owned(), Some(hint)));
        }
    }
    if let Some(language) = &site.language
        && !is_language(language)
    {
        let hint = "for example `en`, `de` or `pt-BR`".to_owned();
        return Err(value(["site", "language"], format!("`{language}` is no language tag"), Some(hint)));
    }
    if let Some(out) = &site.out
        && out.trim().is_empty()
    {
        return Err(value(["site", "out"], "the folder of the site has no name".to_owned(), None));
    }
    for (key, globs) in [("include", &archive.include), ("exclude", &archive.exclude)] {
        for (i, glob) in globs.iter().flatten().enumerate() {
            if let Err(error) = Glob::new(glob) {
                let path = vec![key_step("archive"), key_step(key), Step::Index(i)];
                let message = format!("`{glob}` is no glob: {}", error.kind());
                return Err(Fault { path, end: End::Value, message, hint: None });
            }
        }
    }
    if let Some(zone) = &archive.timezone
        && !is_time_zone(zone)
    {
        let hint = "for example `Europe/Berlin`, `UTC` or `+01:00`".to_owned();
        return Err(value(["archive", "timezone"], format!("`{zone}` is no time zone"), Some(hint)));
    }
    if let Some(id) = services.keys().find(|id| ServiceId::new(id).is_none()) {
        return Err(nameless(["services", id]));
    }
    if let Some(id) = triggers.keys().find(|id| TriggerId::new(id).is_none()) {
        return Err(nameless(["triggers", id]));
    }
    for id in causes.entries.keys() {
        if CauseId::new(id).is_none() {
            return Err(nameless(["causes", id]));
        }
        if id.matches('/').count() > 1 {
            let hint = "a cause is `family/leaf`".to_owned();
            return Err(key(["causes", id], format!("`{id}` has more than two levels"), Some(hint)));
        }
    }
    severity_scale(severities)?;
    for (alias, target) in &front_matter.aliases {
        if !FRONT_MATTER_KEYS.contains(&target.as_str()) {
            let path = vec![key_step("front_matter"), key_step("aliases"), key_step(alias)];
            let message = format!("`{target}` is no key of the front matter");
            let hint = Some(did_you_mean("key", target, FRONT_MATTER_KEYS));
            return Err(Fault { path, end: End::Value, message, hint });
        }
    }
    let kinds = SectionKind::ALL.map(SectionKind::as_str);
    if let Some(kind) = sections.keys().find(|kind| !kinds.contains(&kind.as_str())) {
        let hint = Some(did_you_mean("kind", kind, &kinds));
        return Err(key(["sections", kind], format!("`{kind}` is no kind of section"), hint));
    }
    for (i, kind) in rules.required_sections.iter().flatten().enumerate() {
        if !kinds.contains(&kind.as_str()) {
            let path = vec![key_step("rules"), key_step("required_sections"), Step::Index(i)];
            let message = format!("`{kind}` is no kind of section");
            let hint = Some(did_you_mean("kind", kind, &kinds));
            return Err(Fault { path, end: End::Value, message, hint });
        }
    }
    own_words(words)?;
    for (i, phrase) in phrases.iter().enumerate() {
        own_phrases(i, phrase)?;
    }
    for (i, host) in privacy.internal_hosts.iter().flatten().enumerate() {
        if let Err(error) = Glob::new(host) {
            let path = vec![key_step("privacy"), key_step("internal_hosts"), Step::Index(i)];
            let message = format!("`{host}` is no glob: {}", error.kind());
            return Err(Fault { path, end: End::Value, message, hint: None });
        }
    }
    for (i, require) in require.iter().enumerate() {
        requirement(i, require, severities)?;
    }
    if rules.baseline.as_ref().is_some_and(|file| file.trim().is_empty()) {
        return Err(value(["rules", "baseline"], "the file has no name".to_owned(), None));
    }
    for (i, entry) in per_path.iter().enumerate() {
        if let Err(bad) = Globs::new(&entry.paths) {
            let path = vec![key_step("per_path"), Step::Index(i), key_step("paths"), Step::Index(bad.index)];
            return Err(Fault { path, end: End::Value, message: bad.message, hint: None });
        }
        if let Some(word) = entry.profile.as_ref().filter(|word| ProfileChoice::from_word(word).is_none()) {
            let path = vec![key_step("per_path"), Step::Index(i), key_step("profile")];
            let known: Vec<&str> = Profile::ALL.iter().map(|profile| profile.as_str()).chain(["auto"]).collect();
            let message = format!("`{word}` is no profile");
            let hint = Some(did_you_mean("profile", word, &known));
            return Err(Fault { path, end: End::Value, message, hint });
        }
    }
    for (pattern, url) in links {
        if let Err(error) = regex::Regex::new(pattern) {
            let message = format!("`{pattern}` is no regular expression: {}", reason(&error));
            return Err(key(["links", pattern], message, None));
        }
        if !is_web(url) {
            let hint = "for example `https://tickets.example/browse/$0`".to_owned();
            return Err(value(["links", pattern], format!("`{url}` is no web address"), Some(hint)));
        }
    }
    Ok(())
}

/// Words are single words: a phrase would never be met.
fn own_words(words: &WordsOptions) -> Result<(), Fault> {
    let WordsOptions { roles, teams, names, systems } = words;
    for (key, list) in [("roles", roles), ("teams", teams), ("names", names), ("systems", systems)] {
        for (i, word) in list.iter().flatten().enumerate() {
            if word.is_empty() || !word.chars().all(|c| c.is_alphanumeric() || c == '-') {
                let path = vec![key_step("words"), key_step(key), Step::Index(i)];
                let message = format!("`{word}` is no single word");
                let hint = Some("of a phrase the last word counts: `dispatcher` for \"night dispatcher\"".to_owned());
                return Err(Fault { path, end: End::Value, message, hint });
            }
        }
    }
    Ok(())
}

/// Looks at one `[[phrases]]`.
fn own_phrases(index: usize, phrase: &PhraseOptions) -> Result<(), Fault> {
    let PhraseOptions { name, find, swap, level: _, sections, note: _, help: _ } = phrase;
    let at = |steps: &[Step]| [&[key_step("phrases"), Step::Index(index)], steps].concat();
    if name.trim().is_empty() {
        let message = "a list of phrases without a name".to_owned();
        return Err(Fault { path: at(&[key_step("name")]), end: End::Value, message, hint: None });
    }
    let fault = |pattern: &str| {
        let first = pattern.split_whitespace().next()?;
        let begins = first.chars().any(char::is_alphanumeric) && !first.ends_with('?');
        (!begins || pattern.contains('@')).then(|| format!("`{pattern}` does not begin with a word"))
    };
    let empty = |pattern: &str| pattern.trim().is_empty().then(|| "an empty phrase".to_owned());
    for (i, pattern) in find.iter().flatten().enumerate() {
        if let Some(message) = empty(pattern).or_else(|| fault(pattern)) {
            let path = at(&[key_step("find"), Step::Index(i)]);
            return Err(Fault { path, end: End::Value, message, hint: None });
        }
    }
    for pattern in swap.keys() {
        if let Some(message) = empty(pattern).or_else(|| fault(pattern)) {
            return Err(Fault { path: at(&[key_step("swap"), key_step(pattern)]), end: End::Key, message, hint: None });
        }
    }
    let kinds = SectionKind::ALL.map(SectionKind::as_str);
    for (i, kind) in sections.iter().flatten().enumerate() {
        if !kinds.contains(&kind.as_str()) {
            let path = at(&[key_step("sections"), Step::Index(i)]);
            let message = format!("`{kind}` is no kind of section");
            return Err(Fault { path, end: End::Value, message, hint: Some(did_you_mean("kind", kind, &kinds)) });
        }
    }
    Ok(())
}

/// Looks at the words of one `[[require]]`.
fn requirement(index: usize, require: &RequireOptions, severities: &[SeverityOptions]) -> Result<(), Fault> {
    let RequireOptions { severity, status, kind, sections, fields, action_items } = require;
    let known = |words: &mut dyn Iterator<Item = &'static str>| words.map(str::to_owned).collect::<Vec<_>>();
    let builtin = Catalog::builtin();
    let scale: Vec<String> = if severities.is_empty() {
        builtin.severity_aliases.keys().cloned().collect()
    } else {
        let spellings = severities.iter().flat_map(|step| step.aliases.iter().flatten().chain([&step.name]));
        spellings.map(|spelling| slugify(spelling)).collect()
    };
    let lists = [
        ("status", status, "status", known(&mut Status::ALL.iter().map(|status| status.as_str()))),
        ("kind", kind, "kind of postmortem", known(&mut Kind::ALL.iter().map(|kind| kind.as_str()))),
        ("sections", sections, "kind of section", known(&mut SectionKind::ALL.into_iter().map(SectionKind::as_str))),
        ("fields", fields, "key of the front matter", known(&mut FRONT_MATTER_KEYS.iter().copied())),
        (
            "action_items",
            action_items,
            "part of an action item",
            known(&mut ActionField::ALL.into_iter().map(ActionField::as_str)),
        ),
        ("severity", severity, "step of the severity scale", scale),
    ];
    for (key, words, what, known) in lists {
        for (i, word) in words.iter().flatten().enumerate() {
            let spelling = if key == "severity" { slugify(word) } else { word.clone() };
            if !known.contains(&spelling) {
                // Of the scale, the names are offered, not each way to write them.
                let names = severities.iter().map(|step| step.name.as_str());
                let known: Vec<&str> = match key {
                    "severity" if severities.is_empty() => {
                        builtin.severities.iter().map(|it| it.name.as_str()).collect()
                    }
                    "severity" => names.collect(),
                    _ => known.iter().map(String::as_str).collect(),
                };
                return Err(Fault {
                    path: vec![key_step("require"), Step::Index(index), key_step(key), Step::Index(i)],
                    end: End::Value,
                    message: format!("`{word}` is no {what}"),
                    hint: Some(did_you_mean("word", word, &known)),
                });
            }
        }
    }
    if status.as_ref().is_some_and(Vec::is_empty) {
        let path = vec![key_step("require"), Step::Index(index), key_step("status")];
        let message = "no `status` is given, so that nothing would be asked of any postmortem".to_owned();
        return Err(Fault { path, end: End::Value, message, hint: None });
    }
    Ok(())
}

/// Looks at the names of rules. `known` holds codes and names; a prefix of letters selects a group.
pub(super) fn rule_names(options: &Options, known: &[&str]) -> Result<(), Fault> {
    let Options { rules, per_path, .. } = options;
    let at = |end: &[Step]| [&[key_step("rules")], end].concat();
    names_in_list(rules.select.as_ref(), known, &at(&[key_step("select")]))?;
    names_in_list(rules.ignore.as_ref(), known, &at(&[key_step("ignore")]))?;
    names_of_levels(rules.levels.keys(), known, &at(&[key_step("levels")]))?;
    for (i, entry) in per_path.iter().enumerate() {
        let at = |end: &str| vec![key_step("per_path"), Step::Index(i), key_step(end)];
        names_in_list(entry.ignore.as_ref(), known, &at("ignore"))?;
        names_of_levels(entry.levels.keys(), known, &at("levels"))?;
    }
    Ok(())
}

fn names_in_list(names: Option<&Vec<String>>, known: &[&str], at: &[Step]) -> Result<(), Fault> {
    for (i, name) in names.into_iter().flatten().enumerate() {
        if let Err((message, hint)) = rule_selector(name, known) {
            let path = [at, &[Step::Index(i)]].concat();
            return Err(Fault { path, end: End::Value, message, hint: Some(hint) });
        }
    }
    Ok(())
}

fn names_of_levels<'a>(mut names: impl Iterator<Item = &'a String>, known: &[&str], at: &[Step]) -> Result<(), Fault> {
    let fault = |name: &String| {
        let (message, hint) = rule_selector(name, known).err()?;
        Some(Fault { path: [at, &[key_step(name)]].concat(), end: End::Key, message, hint: Some(hint) })
    };
    names.find_map(fault).map_or(Ok(()), Err)
}

/// Whether `name` selects a rule, in any case: a code, a name, a prefix of codes, or `ALL`. `known` holds the
/// codes and names of all rules.
///
/// # Errors
/// What is wrong with it and what helps, when it selects nothing.
pub fn rule_selector(name: &str, known: &[&str]) -> Result<(), (String, String)> {
    let word = name.trim();
    let is_code = |known: &str| known.ends_with(|c: char| c.is_ascii_digit());
    let selects = |known: &&str| {
        let prefix = known.get(..word.len()).filter(|_| is_code(known) && !word.is_empty());
        known.eq_ignore_ascii_case(word) || prefix.is_some_and(|prefix| prefix.eq_ignore_ascii_case(word))
    };
    if word.eq_ignore_ascii_case("all") || known.iter().any(selects) {
        return Ok(());
    }
    let hint = closest(word, known.iter().copied()).map_or_else(
        || "`afterword rule` lists all rules".to_owned(),
        |near| format!("a similar rule exists: `{near}`"),
    );
    Err((format!("`{name}` is no rule"), hint))
}

/// Whether `url` can be the address of a site; what is wrong with it when not.
pub fn base_url(url: &str) -> Result<(), String> {
    if !is_web(url) {
        return Err(format!("`{url}` is no web address: it begins with neither `https://` nor `http://`"));
    }
    if url.contains(['?', '#']) {
        return Err(format!("`{url}` has a query or a fragment; pages could not be added to it"));
    }
    if url.contains(|c: char| c.is_whitespace() || c.is_control() || matches!(c, '"' | '<' | '>')) {
        return Err(format!("`{url}` holds a character that no web address has"));
    }
    Ok(())
}

fn severity_scale(severities: &[SeverityOptions]) -> Result<(), Fault> {
    let mut known: Vec<(String, &str)> = Vec::new();
    for (i, severity) in severities.iter().enumerate() {
        let at = |last: &[Step]| [&[key_step("severities"), Step::Index(i)], last].concat();
        let own = std::iter::once((&severity.name, vec![key_step("name")]));
        let aliases = severity.aliases.iter().flatten().enumerate();
        let spellings = own.chain(aliases.map(|(j, alias)| (alias, vec![key_step("aliases"), Step::Index(j)])));
        for (spelling, last) in spellings {
            let slug = slugify(spelling);
            let fault = |message: String| Fault { path: at(&last), end: End::Value, message, hint: None };
            if slug.is_empty() {
                return Err(fault(format!("`{spelling}` has no letter or digit")));
            }
            if let Some((_, other)) = known.iter().find(|(other, _)| *other == slug)
                && *other != severity.name
            {
                return Err(fault(format!("`{spelling}` already means `{other}`")));
            }
            known.push((slug, &severity.name));
        }
    }
    Ok(())
}

fn key_step(key: &str) -> Step {
    Step::Key(key.to_owned())
}

fn value<const N: usize>(path: [&str; N], message: String, hint: Option<String>) -> Fault {
    Fault { path: path.map(key_step).into(), end: End::Value, message, hint }
}

fn key<const N: usize>(path: [&str; N], message: String, hint: Option<String>) -> Fault {
    Fault { path: path.map(key_step).into(), end: End::Key, message, hint }
}

fn nameless<const N: usize>(path: [&str; N]) -> Fault {
    key(path, "an id without a letter or digit".to_owned(), None)
}

fn is_web(url: &str) -> bool {
    let host = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    host.is_some_and(|host| !host.is_empty() && !host.starts_with('/'))
}

/// The shape of BCP 47, without its registry: a language of 2 to 8 letters, then parts of 1 to 8 letters or
/// digits.
fn is_language(tag: &str) -> bool {
    let mut parts = tag.split('-');
    let letters = |part: &str| part.chars().all(|c| c.is_ascii_alphabetic());
    parts.next().is_some_and(|first| (2..=8).contains(&first.len()) && letters(first))
        && parts.all(|part| (1..=8).contains(&part.len()) && part.chars().all(|c| c.is_ascii_alphanumeric()))
}

/// An IANA name that the time zone database has, or an offset.
fn is_time_zone(zone: &str) -> bool {
    TimeZone::get(zone).is_ok() || zone.starts_with(['+', '-']) && strtime::parse("%:z", zone).is_ok()
}

/// The last line of a regular expression's error, which says what is wrong; the lines above draw it.
fn reason(error: &regex::Error) -> String {
    let text = error.to_string();
    let last = text.lines().last().unwrap_or_default();
    last.trim().trim_start_matches("error: ").to_owned()
}
