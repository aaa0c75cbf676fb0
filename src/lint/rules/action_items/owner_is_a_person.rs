//! AI003.

use std::collections::BTreeSet;

use super::{items, open_items, report_items};
use crate::diagnostic::Level;
use crate::lint::Document;
use crate::lint::rule::{Check, Ctx, declare_rule};
use crate::model::{ActionItem, slugify};

declare_rule! {
    /// ## What it does
    /// Says that action items belong to a person: a handle (`@kim`), a mail address, or a name that the document has among
    /// its authors or its people. The names of teams are known from the `owner` of services and postmortems, and by their
    /// words (`payments-team`, `@org/sre`).
    ///
    /// ## Why is this bad?
    /// It is not bad for a week. Then people change teams, and what they own goes with them or stays behind without an
    /// owner. In a published postmortem it is also a name that need not be there.
    ///
    /// ## Example
    /// ```md,expect_diagnostic
    /// ---
    /// title: Checkout returned 500s
    /// authors: [Kim Example]
    /// action_items:
    ///   - { title: Alert when a pool is 80 % full, owner: Kim Example }
    /// ---
    /// ```
    ///
    /// Use instead:
    /// ```md
    /// ---
    /// title: Checkout returned 500s
    /// authors: [Kim Example]
    /// action_items:
    ///   - { title: Alert when a pool is 80 % full, owner: payments }
    /// ---
    /// ```
    static RULE = {
        code: "AI003",
        name: "owner-is-a-person",
        summary: "action items belong to a person, not to a team or a role",
        level: Level::Info,
        since: "0.1.0",
        check: Check::Archive(check),
    }
}

fn check(ctx: &mut Ctx<'_>) {
    let scope = ctx.scope;
    let owners = scope.archive.iter().flat_map(|(_, postmortem)| postmortem.owner.iter());
    let of_services = scope.catalog.services.values().filter_map(|service| service.owner.as_deref());
    let ids = scope.catalog.services.keys().map(|id| id.as_str().to_owned());
    let teams: BTreeSet<String> =
        owners.map(|owner| slugify(&owner.value)).chain(of_services.map(slugify)).chain(ids).collect();
    for document in scope.documents().filter(Document::is_finished) {
        let people = people(&document);
        let owned: Vec<&ActionItem> = open_items(&document)
            .filter(|item| item.owner.as_ref().is_some_and(|owner| is_person(&owner.value, &people, &teams)))
            .collect();
        let Some(person) = owned.first().and_then(|item| item.owner.as_ref()) else { continue };
        let all = items(&document).count();
        let shown = person.value.replace('`', "'");
        let message = match (owned.len(), all) {
            (1, 1) => format!("the action item belongs to a person, `{shown}`"),
            (1, all) => format!("1 of {all} action items belongs to a person, `{shown}`"),
            (some, all) if some == all => format!("all {all} action items belong to people: `{shown}` …"),
            (some, all) => format!("{some} of {all} action items belong to people: `{shown}` …"),
        };
        report_items(ctx, &document, &owned, message)
            .help("which team or role will see to it when they have other work?");
    }
}

/// The names that the document has among its people, slugified.
fn people(document: &Document<'_>) -> BTreeSet<String> {
    let postmortem = document.postmortem;
    let authors = postmortem.authors.iter().map(|author| author.value.as_str());
    let people = postmortem.people.iter().map(|person| person.name.value.as_str());
    authors.chain(people).map(slugify).filter(|name| !name.is_empty()).collect()
}

/// Words that only a team or a role has in its name.
const OF_TEAMS: &[&str] = &[
    "admins",
    "backend",
    "crew",
    "dev",
    "devops",
    "engineering",
    "engineers",
    "frontend",
    "group",
    "guild",
    "infra",
    "infrastructure",
    "lead",
    "manager",
    "oncall",
    "operations",
    "ops",
    "owner",
    "owners",
    "platform",
    "product",
    "release",
    "security",
    "service",
    "services",
    "sig",
    "squad",
    "sre",
    "support",
    "systems",
    "team",
    "teams",
    "tooling",
    "wg",
];

fn is_person(owner: &str, people: &BTreeSet<String>, teams: &BTreeSet<String>) -> bool {
    let slug = slugify(owner);
    // The one in charge, the operator, a team: roles in Japanese.
    if ["担当", "オペレータ", "チーム", "責任者"].iter().any(|role| owner.contains(role)) {
        return false;
    }
    if slug.split('-').any(|word| OF_TEAMS.contains(&word)) || teams.contains(&slug) || owner.contains('/') {
        return false;
    }
    let is_handle =
        owner.strip_prefix('@').is_some_and(|handle| !handle.is_empty() && !handle.contains(char::is_whitespace));
    let is_address = owner.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.'));
    is_handle || is_address || people.contains(&slug)
}
