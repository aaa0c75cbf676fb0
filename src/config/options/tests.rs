use snapbox::{IntoData, assert_data_eq, str};

use super::*;

/// The error of a configuration as a person would draw it.
#[track_caller]
fn check(text: &str, expected: impl IntoData) {
    assert_data_eq!(draw(&Options::parse("afterword.toml", text).unwrap_err()), expected);
}

fn draw(error: &Error) -> String {
    let located = error.located().unwrap();
    let mark = format!("{}{}", " ".repeat(located.column.saturating_sub(1)), "^".repeat(located.width.max(1)));
    let hint = error.hint().map(|hint| format!("\n= {hint}")).unwrap_or_default();
    format!("{}: {}\n{}\n{mark}{hint}", located.line, located.message, located.text)
}

#[test]
fn unknown_keys() {
    check(
        "[site]\ntitel = 'x'\n",
        str![[r#"
2: unknown key `titel`
titel = 'x'
^^^^^
= a similar key exists: `title`
"#]],
    );
    check(
        "sight = 1",
        str![[r#"
1: unknown key `sight`
sight = 1
^^^^^
= known here: `site`, `archive`, `services`, `causes`, `triggers`, `severities`, `front_matter`, `sections`, `rules`, `require`, `per_path`, `words`, `phrases`, `privacy`, `theme`, `search`, `links`
"#]],
    );
    check(
        "[site]\ncolour = 'blue'\n",
        str![[r#"
2: unknown key `colour`
colour = 'blue'
^^^^^^
= known here: `title`, `description`, `base_url`, `language`, `featured`, `json_per_postmortem`, `edit_url`, `history_url`, `out`
"#]],
    );
    check(
        "[services.checkout]\ntitle = 'Checkout'\nowners = ['a']\n",
        str![[r#"
3: unknown key `owners`
owners = ['a']
^^^^^^
= a similar key exists: `owner`
"#]],
    );
    check(
        "[causes.'change/x']\ndefinitoin = 'y'\n",
        str![[r#"
2: unknown key `definitoin`
definitoin = 'y'
^^^^^^^^^^
= a similar key exists: `definition`
"#]],
    );
    check(
        "[causes]\nrepalce = true\n",
        str![[r#"
2: expected a table with `title`, `definition` and `aliases` (the one switch here is `replace`), found boolean `true`
repalce = true
          ^^^^
"#]],
    );
    check(
        "[rules.levels]\nmissing-title = 'warn'\n",
        str![[r#"
2: `warn` has no meaning here
missing-title = 'warn'
                ^^^^^^
= a similar word exists: `warning`
"#]],
    );
    check(
        "[sections.sumary]\naliases = ['In short']\n",
        str![[r#"
1: `sumary` is no kind of section
[sections.sumary]
          ^^^^^^
= a similar kind exists: `summary`
"#]],
    );
    check(
        "[front_matter.aliases]\naffected = 'service'\n",
        str![[r#"
2: `service` is no key of the front matter
affected = 'service'
           ^^^^^^^^^
= a similar key exists: `services`
"#]],
    );
}

#[test]
fn wrong_types() {
    check(
        "[site]\ntitle = 3\n",
        str![[r#"
2: expected a string, found integer `3`
title = 3
        ^
"#]],
    );
    check(
        "[site]\nfeatured = 'a'\n",
        str![[r#"
2: expected an array, found string "a"
featured = 'a'
           ^^^
"#]],
    );
    check(
        "site = 'x'\n",
        str![[r#"
1: expected a table, found string "x"
site = 'x'
       ^^^
"#]],
    );
    check(
        "[[severities]]\ndescription = 'x'\n",
        str![[r#"
1: no `name` given
[[severities]]
^^^^^^^^^^^^^^
"#]],
    );
    check(
        "[rules]\nrecurrence_days = -1\n",
        str![[r#"
2: expected a whole number from 0, found `-1`
recurrence_days = -1
                  ^^
"#]],
    );
    check(
        "[[require]]\nseverity = ['sev1']\nfields = ['ownr']\n",
        str![[r#"
3: `ownr` is no key of the front matter
fields = ['ownr']
          ^^^^^^
= a similar word exists: `owner`
"#]],
    );
    check(
        "[[require]]\nseverity = ['sev9']\n",
        str![[r#"
2: `sev9` is no step of the severity scale
severity = ['sev9']
            ^^^^^^
= a similar word exists: `sev1`
"#]],
    );
    check(
        "[[require]]\nstatus = []\n",
        str![[r#"
2: no `status` is given, so that nothing would be asked of any postmortem
status = []
         ^^
"#]],
    );
    check(
        "[[require]]\naction_items = ['due', 'whom']\n",
        str![[r#"
2: `whom` is no part of an action item
action_items = ['due', 'whom']
                       ^^^^^^
= known here: `kind`, `owner`, `due`, `ticket`
"#]],
    );
    check(
        "[privacy]\ninternal_hosts = ['[a']\n",
        str![[r#"
2: `[a` is no glob: unclosed character class; missing ']'
internal_hosts = ['[a']
                  ^^^^
"#]],
    );
    check(
        "services = ['a']\n",
        str![[r#"
1: expected a table, found an array
services = ['a']
           ^^^^^
"#]],
    );
}

#[test]
fn broken_toml() {
    check(
        "[site\ntitle = 'x'",
        str![[r#"
1: unclosed table, expected `]`
[site
     ^
"#]],
    );
    check(
        "[site]\ntitle = 'x'\ntitle = 'y'",
        str![[r#"
3: duplicate key
title = 'y'
^^^^^
"#]],
    );
    check(
        "title",
        str![[r#"
1: key with no value, expected `=`
title
     ^
"#]],
    );
    check(
        "[site]\ntitle = \"x\n",
        str![[r#"
2: invalid basic string, expected `"`
title = "x
          ^
"#]],
    );
    check(
        "[site]\r\ntitle = \"\u{1F4A5}\" oops\r\n",
        str![[r#"
2: unexpected key or value, expected newline, `#`
title = "💥" oops
            ^
"#]],
    );
}

#[test]
fn values_that_mean_nothing() {
    check(
        "[site]\nbase_url = 'example.org'\n",
        str![[r#"
2: `example.org` is no web address: it begins with neither `https://` nor `http://`
base_url = 'example.org'
           ^^^^^^^^^^^^^
"#]],
    );
    check(
        "[site]\nedit_url = 'https://example.org/edit'\n",
        str![[r#"
2: no `{path}` in the URL
edit_url = 'https://example.org/edit'
           ^^^^^^^^^^^^^^^^^^^^^^^^^^
= for example `https://git.example/postmortems/edit/main/{path}`
"#]],
    );
    check(
        "[site]\nlanguage = 'english!'\n",
        str![[r#"
2: `english!` is no language tag
language = 'english!'
           ^^^^^^^^^^
= for example `en`, `de` or `pt-BR`
"#]],
    );
    check(
        "[archive]\nexclude = ['ok/**', 'a{b']\n",
        str![[r#"
2: `a{b` is no glob: unclosed alternate group; missing '}' (maybe escape '{' with '[{]'?)
exclude = ['ok/**', 'a{b']
                    ^^^^^
"#]],
    );
    check(
        "[archive]\ntimezone = 'Berlin'\n",
        str![[r#"
2: `Berlin` is no time zone
timezone = 'Berlin'
           ^^^^^^^^
= for example `Europe/Berlin`, `UTC` or `+01:00`
"#]],
    );
    check(
        "[rules]\nrequired_sections = ['summary', 'timelime']\n",
        str![[r#"
2: `timelime` is no kind of section
required_sections = ['summary', 'timelime']
                                ^^^^^^^^^^
= a similar kind exists: `timeline`
"#]],
    );
    check(
        "[[per_path]]\npaths = ['a']\nprofile = 'google'\n",
        str![[r#"
3: `google` is no profile
profile = 'google'
          ^^^^^^^^
= a similar profile exists: `google-sre`
"#]],
    );
    check(
        "[links]\n'PAY-(\\d+' = 'https://x.example/$0'\n",
        str![[r#"
2: `PAY-(/d+` is no regular expression: unclosed group
'PAY-(/d+' = 'https://x.example/$0'
^^^^^^^^^^
"#]],
    );
    check(
        "[links]\n'PAY-\\d+' = 'tickets/$0'\n",
        str![[r#"
2: `tickets/$0` is no web address
'PAY-/d+' = 'tickets/$0'
            ^^^^^^^^^^^^
= for example `https://tickets.example/browse/$0`
"#]],
    );
    check(
        "[causes.'a/b/c']\n",
        str![[r#"
1: `a/b/c` has more than two levels
[causes.'a/b/c']
        ^^^^^^^
= a cause is `family/leaf`
"#]],
    );
    check(
        "[services.'?!']\n",
        str![[r#"
1: an id without a letter or digit
[services.'?!']
          ^^^^
"#]],
    );
    check(
        "[[severities]]\nname = 'high'\n[[severities]]\nname = 'low'\naliases = ['minor', 'HIGH']\n",
        str![[r#"
5: `HIGH` already means `high`
aliases = ['minor', 'HIGH']
                    ^^^^^^
"#]],
    );
}

#[test]
fn a_byte_order_mark_is_no_fault() {
    assert_eq!(Options::parse("afterword.toml", "\u{feff}").unwrap(), Options::default());
}

#[test]
fn every_key_is_read() {
    let text = r#"
[site]
title = "T"
description = "D"
base_url = "https://example.org/pm"
language = "pt-BR"
featured = ["a"]
json_per_postmortem = true
edit_url = "https://example.org/{path}"
out = "dist"
[archive]
content = "/content/"
include = ["**/*.md"]
exclude = ["drafts/**"]
max_file_size = 1000
timezone = "+05:30"
[services.checkout]
title = "Checkout"
description = "Takes the money."
owner = "payments"
aliases = ["checkout-api"]
[causes]
replace = true
[causes."change/moon-phase"]
title = "Moon"
definition = "It was full."
aliases = ["luna"]
[triggers.tide]
title = "Tide"
definition = "It came in."
aliases = ["flood"]
[[severities]]
name = "high"
description = "Bad."
aliases = ["P1"]
[front_matter.aliases]
resolvedWhen = "resolved"
[sections.summary]
aliases = ["In short:"]
[rules]
select = ["ST"]
ignore = ["ST003"]
required_sections = ["summary"]
recurrence_days = 30
[rules.levels]
missing-title = "error"
FM002 = "off"
[[require]]
severity = ["high"]
sections = ["lessons"]
fields = ["owner"]
action_items = ["due"]
[privacy]
names = ["Kim Lee"]
[theme]
folder = "theme"
trust_html = true
[search]
enabled = false
[links]
'PAY-\d+' = "https://t.example/$0"
"#;
    let settings = Options::parse("afterword.toml", text).unwrap().into_settings("folder");
    assert_data_eq!(
        format!("{:#?}", (&settings.site, &settings.archive, &settings.parse)),
        str![[r#"
(
    SiteSettings {
        title: "T",
        description: "D",
        base_url: Some(
            "https://example.org/pm/",
        ),
        language: "pt-BR",
        featured: [
            "a",
        ],
        json_per_postmortem: true,
        edit_url: Some(
            "https://example.org/{path}",
        ),
        history_url: None,
        out: "dist",
    },
    ArchiveSettings {
        content: "content",
        include: [
            "**/*.md",
        ],
        exclude: [
            "drafts/**",
        ],
        max_file_size: 1000,
        git: false,
    },
    ParseSettings {
        key_aliases: {
            "resolvedwhen": "resolved",
        },
        section_aliases: {
            "in-short": Summary,
        },
        timezone: Some(
            "+05:30",
        ),
        profiles: [],
    },
)
"#]]
    );
    assert_data_eq!(
        format!("{:#?}", (&settings.rules, &settings.theme, &settings.search, &settings.tickets)),
        str![[r#"
(
    RuleSettings {
        select: [
            "ST",
        ],
        ignore: [
            "ST003",
        ],
        levels: {
            "FM002": None,
            "missing-title": Some(
                Error,
            ),
        },
        required_sections: [
            Summary,
        ],
        sections_are_chosen: true,
        recurrence_days: 30,
        requirements: [
            Requirement {
                severities: [
                    "high",
                ],
                statuses: [
                    Review,
                    Final,
                ],
                kinds: [],
                sections: [
                    Lessons,
                ],
                fields: [
                    "owner",
                ],
                action_items: [
                    Due,
                ],
            },
        ],
        privacy: PrivacySettings {
            internal_hosts: [],
            names: [
                "Kim Lee",
            ],
            public_addresses: [],
        },
        baseline: None,
        per_path: [],
        words: WordSettings {
            roles: [],
            teams: [],
            names: [],
            systems: [],
        },
        phrases: [],
    },
    ThemeSettings {
        folder: Some(
            "theme",
        ),
        trust_html: true,
    },
    SearchSettings {
        enabled: false,
    },
    [
        TicketPattern {
            pattern: "PAY-//d+",
            url: "https://t.example/$0",
        },
    ],
)
"#]]
    );
    let catalog = &settings.catalog;
    let triggers = catalog.triggers.last();
    assert_data_eq!(
        format!("{:#?}", (&catalog.services, &catalog.families, &catalog.causes, triggers, &catalog.severities)),
        str![[r#"
(
    {
        ServiceId(
            "checkout",
        ): Service {
            id: ServiceId(
                "checkout",
            ),
            title: "Checkout",
            description: Some(
                "Takes the money.",
            ),
            owner: Some(
                "payments",
            ),
        },
    },
    [
        Family {
            id: CauseId(
                "change",
            ),
            title: "Change",
            definition: "",
        },
    ],
    {
        CauseId(
            "change/moon-phase",
        ): Cause {
            id: CauseId(
                "change/moon-phase",
            ),
            title: "Moon",
            definition: "It was full.",
        },
    },
    Some(
        Trigger {
            id: TriggerId(
                "tide",
            ),
            title: "Tide",
            definition: "It came in.",
        },
    ),
    [
        Severity {
            name: "high",
            description: "Bad.",
        },
    ],
)
"#]]
    );
    let aliases = (&catalog.service_aliases, &catalog.cause_aliases, &catalog.severity_aliases);
    assert_data_eq!(
        format!("{aliases:?}"),
        str![[
            r#"({"checkout": ServiceId("checkout"), "checkout-api": ServiceId("checkout")}, {"luna": CauseId("change/moon-phase"), "moon": CauseId("change/moon-phase"), "moon-phase": CauseId("change/moon-phase")}, {"high": "high", "p1": "high"})"#
        ]]
    );
    assert_eq!(catalog.trigger("Flood").map(|id| id.to_string()).as_deref(), Some("tide"));
}

#[test]
fn defaults() {
    let settings = Options::default().into_settings("folder");
    assert_data_eq!(
        format!("{:#?}", (&settings.site, &settings.archive, &settings.rules)),
        str![[r#"
(
    SiteSettings {
        title: "folder",
        description: "",
        base_url: None,
        language: "en",
        featured: [],
        json_per_postmortem: false,
        edit_url: None,
        history_url: None,
        out: "public",
    },
    ArchiveSettings {
        content: "",
        include: [
            "*.md",
            "*.markdown",
            "*.mdown",
            "*.mkd",
            "*.mdx",
            "*.qmd",
            "*.md.erb",
        ],
        exclude: [],
        max_file_size: 8388608,
        git: false,
    },
    RuleSettings {
        select: [
            "ALL",
        ],
        ignore: [],
        levels: {},
        required_sections: [
            Summary,
            Impact,
            Timeline,
            ContributingFactors,
            ActionItems,
        ],
        sections_are_chosen: false,
        recurrence_days: 365,
        requirements: [],
        privacy: PrivacySettings {
            internal_hosts: [],
            names: [],
            public_addresses: [],
        },
        baseline: None,
        per_path: [],
        words: WordSettings {
            roles: [],
            teams: [],
            names: [],
            systems: [],
        },
        phrases: [],
    },
)
"#]]
    );
}

#[track_caller]
fn check_rules(text: &str, expected: impl IntoData) {
    let options = Options::parse("afterword.toml", text).unwrap();
    let known = ["FM001", "FM002", "ST001", "missing-title", "missing-date", "missing-section"];
    let shown = match options.check_rules("afterword.toml", text, &known) {
        Ok(()) => "fine".to_owned(),
        Err(error) => draw(&error),
    };
    assert_data_eq!(shown, expected);
}

#[test]
fn names_of_rules() {
    check_rules("[rules]\nselect = ['ALL', 'FM', 'FM0', 'FM001', 'missing-title']\n", str!["fine"]);
    check_rules(
        "[rules]\nselect = ['FM', 'XY']\n",
        str![[r#"
2: `XY` is no rule
select = ['FM', 'XY']
                ^^^^
= `afterword rule` lists all rules
"#]],
    );
    check_rules(
        "[rules]\nignore = ['missing-titel']\n",
        str![[r#"
2: `missing-titel` is no rule
ignore = ['missing-titel']
          ^^^^^^^^^^^^^^^
= a similar rule exists: `missing-title`
"#]],
    );
    check_rules("[rules.levels]\nfm = 'off'\nMISSING-title = 'off'\nAll = 'info'", str!["fine"]);
    check_rules(
        "[rules.levels]\nfm999 = 'off'\n",
        str![[r#"
2: `fm999` is no rule
fm999 = 'off'
^^^^^
= `afterword rule` lists all rules
"#]],
    );
    check_rules(
        "[rules]\nselect = ['']\n",
        str![[r#"
2: `` is no rule
select = ['']
          ^^
= `afterword rule` lists all rules
"#]],
    );
}
