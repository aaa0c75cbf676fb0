//! The keys of the front matter: ours, the names other tools have for the same, and the keys that belong to
//! other tools alone.
//!
//! Everything that is known about a key's name stands in the tables of this file.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::model::Milestone;

/// What a key means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Key {
    Title,
    Id,
    Slug,
    Date,
    /// A date whose name leaves no doubt whose it is.
    IncidentDate,
    Status,
    /// `draft: true`.
    Draft,
    /// `published: false`.
    Published,
    Kind,
    Severity,
    Services,
    Causes,
    Accepted,
    /// Causes where the taxonomy has the word, else tags.
    Categories,
    Trigger,
    Detection,
    At(Milestone),
    Timezone,
    Duration,
    /// A number of minutes.
    Minutes,
    Impact,
    Summary,
    Owner,
    Authors,
    People,
    /// People by what they did.
    Role(&'static str),
    Tags,
    Related,
    Links,
    /// Links, where they are some.
    References,
    ActionItems,
    Visibility,
    Aliases,
    Lang,
    /// A table of another tool in which keys of ours may stand.
    Nested,
    /// Of a site generator, for the page: left alone.
    Page,
    /// Of another tool: left alone.
    Foreign,
}

/// How sure the meaning of a key is; the surer one wins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Origin {
    /// The name of the format, or what the configuration makes of another one.
    Own,
    /// Another tool's name.
    Alias,
}

/// The keys of the format.
const OWN: &[(&str, Key)] = &[
    ("title", Key::Title),
    ("id", Key::Id),
    ("slug", Key::Slug),
    ("date", Key::Date),
    ("status", Key::Status),
    ("kind", Key::Kind),
    ("severity", Key::Severity),
    ("services", Key::Services),
    ("causes", Key::Causes),
    ("accepted", Key::Accepted),
    ("trigger", Key::Trigger),
    ("detection", Key::Detection),
    ("started", Key::At(Milestone::Started)),
    ("detected", Key::At(Milestone::Detected)),
    ("acknowledged", Key::At(Milestone::Acknowledged)),
    ("mitigated", Key::At(Milestone::Mitigated)),
    ("resolved", Key::At(Milestone::Resolved)),
    ("timezone", Key::Timezone),
    ("duration", Key::Duration),
    ("impact", Key::Impact),
    ("summary", Key::Summary),
    ("owner", Key::Owner),
    ("authors", Key::Authors),
    ("people", Key::People),
    ("tags", Key::Tags),
    ("related", Key::Related),
    ("links", Key::Links),
    ("action_items", Key::ActionItems),
    ("visibility", Key::Visibility),
    ("aliases", Key::Aliases),
    ("lang", Key::Lang),
];

/// What other tools and hand-made conventions call them: status pages (cState, Statuspage), incident trackers
/// (incident.io, FireHydrant, Rootly, Jeli), published templates, blog engines.
const ALIASES: &[(&str, Key)] = &[
    ("name", Key::Title),
    ("incident_id", Key::Id),
    ("incident_number", Key::Id),
    ("incident", Key::Id),
    ("number", Key::Id),
    ("uuid", Key::Id),
    ("incident_date", Key::IncidentDate),
    ("date_of_incident", Key::IncidentDate),
    ("outage_date", Key::IncidentDate),
    ("event_date", Key::IncidentDate),
    ("began_at", Key::At(Milestone::Started)),
    ("occurred", Key::Date),
    ("occurred_at", Key::Date),
    ("state", Key::Status),
    ("draft", Key::Draft),
    ("published", Key::Published),
    ("publish", Key::Published),
    ("incident_type", Key::Kind),
    ("incident_kind", Key::Kind),
    ("priority", Key::Severity),
    ("sev", Key::Severity),
    ("severity_level", Key::Severity),
    ("incident_severity", Key::Severity),
    ("impact_level", Key::Severity),
    ("service", Key::Services),
    ("system", Key::Services),
    ("systems", Key::Services),
    ("component", Key::Services),
    ("product", Key::Services),
    ("components", Key::Services),
    ("affected", Key::Services),
    ("affected_services", Key::Services),
    ("affected_systems", Key::Services),
    ("affected_components", Key::Services),
    ("services_affected", Key::Services),
    ("systems_affected", Key::Services),
    ("services_impacted", Key::Services),
    ("impacted_services", Key::Services),
    ("cause", Key::Causes),
    ("root_cause", Key::Causes),
    ("root_causes", Key::Causes),
    ("factors", Key::Causes),
    ("contributing_factor", Key::Causes),
    ("contributing_factors", Key::Causes),
    ("category", Key::Categories),
    ("categories", Key::Categories),
    ("accepted_risks", Key::Accepted),
    ("triggers", Key::Trigger),
    ("triggered_by", Key::Trigger),
    ("detected_by", Key::Detection),
    ("detection_method", Key::Detection),
    ("detection_source", Key::Detection),
    ("discovered_by", Key::Detection),
    ("start", Key::At(Milestone::Started)),
    ("start_date", Key::At(Milestone::Started)),
    ("start_time", Key::At(Milestone::Started)),
    ("started_at", Key::At(Milestone::Started)),
    ("incident_start", Key::At(Milestone::Started)),
    ("impact_start", Key::At(Milestone::Started)),
    ("impact_started", Key::At(Milestone::Started)),
    ("outage_start", Key::At(Milestone::Started)),
    ("detected_at", Key::At(Milestone::Detected)),
    ("detection_time", Key::At(Milestone::Detected)),
    ("time_detected", Key::At(Milestone::Detected)),
    ("discovered", Key::At(Milestone::Detected)),
    ("acknowledged_at", Key::At(Milestone::Acknowledged)),
    ("mitigated_at", Key::At(Milestone::Mitigated)),
    ("monitoring_at", Key::At(Milestone::Mitigated)),
    ("mitigation_time", Key::At(Milestone::Mitigated)),
    ("impact_end", Key::At(Milestone::Mitigated)),
    ("end", Key::At(Milestone::Resolved)),
    ("ended", Key::At(Milestone::Resolved)),
    ("end_date", Key::At(Milestone::Resolved)),
    ("end_time", Key::At(Milestone::Resolved)),
    ("ended_at", Key::At(Milestone::Resolved)),
    ("incident_end", Key::At(Milestone::Resolved)),
    ("outage_end", Key::At(Milestone::Resolved)),
    ("resolved_at", Key::At(Milestone::Resolved)),
    ("resolved_when", Key::At(Milestone::Resolved)),
    ("resolution_time", Key::At(Milestone::Resolved)),
    ("tz", Key::Timezone),
    ("downtime", Key::Duration),
    ("outage_duration", Key::Duration),
    ("incident_duration", Key::Duration),
    ("total_duration", Key::Duration),
    ("duration_minutes", Key::Minutes),
    ("description", Key::Summary),
    ("abstract", Key::Summary),
    ("tldr", Key::Summary),
    ("owners", Key::Owner),
    ("team", Key::Owner),
    ("owner_team", Key::Owner),
    ("owning_team", Key::Owner),
    ("author", Key::Authors),
    ("postmortem_author", Key::Authors),
    ("written_by", Key::Authors),
    ("participants", Key::Role("participant")),
    ("attendees", Key::Role("participant")),
    ("responders", Key::Role("responder")),
    ("on_call", Key::Role("on-call engineer")),
    ("reviewers", Key::Role("reviewer")),
    ("facilitator", Key::Role("facilitator")),
    ("scribe", Key::Role("scribe")),
    ("commander", Key::Role("incident commander")),
    ("incident_commander", Key::Role("incident commander")),
    ("incident_lead", Key::Role("incident lead")),
    ("tag", Key::Tags),
    ("keywords", Key::Tags),
    ("labels", Key::Tags),
    ("related_incidents", Key::Related),
    ("related_postmortems", Key::Related),
    ("see_also", Key::Related),
    ("references", Key::References),
    ("shortlink", Key::References),
    ("actions", Key::ActionItems),
    ("actionables", Key::ActionItems),
    ("follow_ups", Key::ActionItems),
    ("corrective_actions", Key::ActionItems),
    ("audience", Key::Visibility),
    ("redirect_from", Key::Aliases),
    ("language", Key::Lang),
    ("locale", Key::Lang),
    ("extra", Key::Nested),
    ("params", Key::Nested),
    ("taxonomies", Key::Nested),
];

/// Keys of other tools that mean nothing here: site generators (Hugo, Jekyll, Zola, Eleventy, Docusaurus, MkDocs,
/// VitePress, Quarto, just-the-docs), status pages, collections of postmortems, note programs (Obsidian, Logseq), editors.
/// Sorted.
#[rustfmt::skip]
const FOREIGN: &[&str] = &[
    "aside", "banner", "bibliography", "build", "canonical", "canonical_url", "cascade", "code_fold", "comments",
    "company", "cover", "created", "created_at", "css", "cssclass", "cssclasses", "custom_edit_url", "date_modified",
    "date_published", "disable_toc", "edit_link", "edit_url", "editor", "eleventy_computed",
    "eleventy_exclude_from_collections", "eleventy_navigation", "excerpt", "exclude_search", "execute", "expiry_date",
    "featured", "featured_image", "footer", "format", "generate_feeds", "grand_parent", "has_children", "has_toc",
    "head", "header", "headless", "hero", "hide", "hide_table_of_contents", "hide_title", "icon", "image", "images",
    "impact_override", "in_search_index", "incident_updates", "informational", "insert_anchor_links", "jupyter",
    "last_modified", "last_modified_at", "last_reviewed", "last_update", "last_updated", "lastmod", "layout",
    "license", "link_title", "markup", "math", "menu", "modified", "nav_exclude", "nav_order", "navbar", "navigation",
    "next", "no_list", "og_image", "order", "outline", "outputs", "page_id", "page_type", "pagefind", "pagination",
    "pagination_label", "pagination_next", "pagination_prev", "parent", "path", "permalink", "pinned", "position",
    "post_date", "postmortem_body", "postmortem_published_at", "prev", "pub_date", "publish_date", "published_at",
    "published_date", "rank", "render", "resources", "reviewed", "reviewed_at", "robots", "rss", "search",
    "search_exclude", "section", "seo", "series", "share", "sidebar", "sidebar_class_name", "sidebar_custom_props",
    "sidebar_label", "sidebar_position", "sitemap", "social", "sort_by", "subtitle", "teaser", "template", "theme",
    "thumbnail", "toc", "toc_depth", "transparent", "type", "unlisted", "updated", "updated_at", "url", "version",
    "weight",
];

/// Of these, the keys that a post of a blog has and an incident's document has not.
#[rustfmt::skip]
const PAGES: &[&str] = &[
    "banner", "canonical", "canonical_url", "comments", "cover", "excerpt", "featured_image", "image", "images", "layout",
    "og_image", "path", "permalink", "post_date", "pub_date", "publish_date", "published_at", "published_date", "seo",
    "subtitle", "teaser", "thumbnail",
];

/// The names of the format, for "did you mean".
pub(super) fn own_names() -> impl Iterator<Item = &'static str> {
    OWN.iter().map(|(name, _)| *name)
}

/// What a key means, with the configured names first: their targets are names of the format, or `ignore`.
/// Case and what parts the words of a key do not matter: `Start Time`, `start_time` and `startTime` are one.
pub(super) fn meaning(key: &str, configured: &BTreeMap<String, String>) -> Option<(Key, Origin)> {
    if let Some((_, target)) = configured.iter().find(|(name, _)| same(name, key)) {
        return if same("ignore", target) { Some((Key::Foreign, Origin::Own)) } else { own(target) };
    }
    let private = || is_private(key).then_some((Key::Foreign, Origin::Alias));
    named(key).map(|(_, key, origin)| (key, origin)).or_else(private)
}

/// All keys that are known, by their letters: our own before other names for them before those of others.
static MEANINGS: LazyLock<BTreeMap<String, (&'static str, Key, Origin)>> = LazyLock::new(|| {
    let own = OWN.iter().map(|(name, key)| (*name, *key, Origin::Own));
    let aliases = ALIASES.iter().map(|(name, key)| (*name, *key, Origin::Alias));
    let pages = PAGES.iter().map(|name| (*name, Key::Page, Origin::Alias));
    let foreign = FOREIGN.iter().map(|name| (*name, Key::Foreign, Origin::Alias));
    let mut meanings = BTreeMap::new();
    for (name, key, origin) in own.chain(aliases).chain(pages).chain(foreign) {
        meanings.entry(letters(name).collect()).or_insert((name, key, origin));
    }
    meanings
});

fn named(key: &str) -> Option<(&'static str, Key, Origin)> {
    MEANINGS.get(&letters(key).collect::<String>()).copied()
}

/// The name in the format of a key that is ours, or that the configuration says is.
pub(crate) fn own_name(key: &str, configured: &BTreeMap<String, String>) -> Option<&'static str> {
    let target = configured.iter().find(|(name, _)| same(name, key)).map_or(key, |(_, target)| target);
    named(target).filter(|(_, _, origin)| *origin == Origin::Own).map(|(name, ..)| name)
}

fn own(key: &str) -> Option<(Key, Origin)> {
    named(key).filter(|(_, _, origin)| *origin == Origin::Own).map(|(_, key, origin)| (key, origin))
}

/// `x-…` and `_…` are for whoever writes them.
fn is_private(key: &str) -> bool {
    key.starts_with(['_', '$', '@']) || key.starts_with("x-") || key.starts_with("x_")
}

/// Whether two keys have the same letters and digits, whatever their case.
pub(super) fn same(a: &str, b: &str) -> bool {
    letters(a).eq(letters(b))
}

/// The letters and digits of a key, in lower case.
pub(super) fn letters(key: &str) -> impl Iterator<Item = char> {
    key.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(key: &str, expected: Option<Key>) {
        let configured =
            [("affected-thing".to_owned(), "services".to_owned()), ("mood".to_owned(), "ignore".to_owned())];
        assert_eq!(meaning(key, &configured.into()).map(|(key, _)| key), expected);
    }

    #[test]
    fn words_may_be_parted_in_any_way() {
        check("action_items", Some(Key::ActionItems));
        check("Action Items", Some(Key::ActionItems));
        check("actionItems", Some(Key::ActionItems));
        check("resolvedWhen", Some(Key::At(Milestone::Resolved)));
    }

    #[test]
    fn configured_names_come_first() {
        check("Affected thing", Some(Key::Services));
        check("mood", Some(Key::Foreign));
    }

    #[test]
    fn other_tools_keep_their_keys() {
        check("nav_order", Some(Key::Foreign));
        check("x-team-notes", Some(Key::Foreign));
        check("impact_override", Some(Key::Foreign));
        check("monitoring_at", Some(Key::At(Milestone::Mitigated)));
        check("severty", None);
        check("", None);
    }

    #[test]
    fn the_configuration_knows_the_same_names() {
        let mut own: Vec<&str> = own_names().collect();
        own.sort_unstable();
        assert_eq!(own, crate::config::FRONT_MATTER_KEYS);
    }

    #[test]
    fn no_name_stands_twice() {
        let mut names: Vec<String> = OWN.iter().chain(ALIASES).map(|(name, _)| name.replace('_', "")).collect();
        names.extend(FOREIGN.iter().map(|name| name.replace('_', "")));
        names.sort();
        let all = names.len();
        names.dedup();
        assert_eq!(names.len(), all);
        assert!(FOREIGN.is_sorted());
        assert!(PAGES.iter().all(|name| FOREIGN.contains(name)));
    }
}
