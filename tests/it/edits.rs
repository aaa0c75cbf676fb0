//! A build over an older site makes what a first build in an empty folder makes, and no more than it has to.
//!
//! Pages that show what they showed before stay as they are (`pages::Keys`). That they may is tried in two ways: keys
//! that are equal before and after an edit belong to equal pages, and a site that went through edits is, byte for
//! byte, the site that is built from nothing. The same goes for findings that were counted before (`pipeline::Tally`).

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::sync::Mutex;

use afterword::cache::fs::Folder;
use afterword::config::{self, Overrides, Settings};
use afterword::diagnostic::render::Summary;
use afterword::edge::{self, Built, Progress};
use afterword::model::Postmortem;
use afterword::output::Body;
use afterword::pages;
use afterword::pipeline::{self, Press, Rechecked, Renewed, Report, Tally};
use afterword::text::{RelPath, SourceSet};
use afterword::theme::Theme;
use jiff::civil::date;
use proptest::prelude::*;
use proptest::sample::select;
use snapbox::{IntoData, assert_data_eq, str};

use crate::harness::{self, Site, SiteTest};
use crate::props;

pub(crate) type Files = BTreeMap<String, String>;

/// Names of documents; what they write of each other is made of the same.
const NAMES: &[&str] =
    &["2024-05-01-mail.md", "2024-05-01-web.md", "2024-06-02-mail.md", "2025-01-09-queue.md", "mail.md", "old/mail.md"];

/// Lines of front matter. What one page shows of others is in them more than once.
const FACTS: &[&str] = &[
    "title: Mail arrived a day late",
    "title: The queue stood still",
    "title: 'The web <b>was</b> slow'",
    "id: INC-1201",
    "id: INC-1202",
    "id: inc-1201",
    "date: 2024-05-01",
    "date: 2024-06-02",
    "date: 2025-01-09",
    "severity: sev1",
    "severity: sev3",
    "status: draft",
    "status: withdrawn",
    "kind: exercise",
    "kind: near-miss",
    "services: [mail]",
    "services: [mail, web]",
    "services: [Web]",
    "causes: [change/rollout-strategy]",
    "causes: [change/rollout-strategy, capacity/saturation, new/thing]",
    "trigger: config-change",
    "tags: [Queue]",
    "tags: [queue, night]",
    "related: [2024-05-01-mail, INC-1202, mail]",
    "related: [2024-05-01-mial, INC-1203]",
    "aliases: [/old-mail/]",
    "visibility: internal",
    "visibility: public",
    "lang: de",
    "actions: [{do: 'Alert on [the queue](2025-01-09-queue.md#impact)', status: open, due: 2026-01-01}]",
    "actions: [{do: Read INC-1202, status: open}, {do: Drain the queue, status: done}]",
];

/// What documents share in which the same was seen again.
const AGAIN: [&str; 2] = ["services: [mail, web]", "causes: [change/rollout-strategy]"];

/// Parts of bodies.
const PARTS: &[&str] = &[
    "# Mail arrived a day late\n",
    "# Another title\n",
    "The relay kept its messages, and nobody was told of the backlog.\n",
    "The balancer lost its table of backends after a restart of the relay.\n",
    "As in INC-1201 and INC-1202 the mail was late; see PAY-812.\n",
    "## Impact\n\nThere was some.\n",
    "## Impact of it\n",
    "[before](2024-05-01-mail.md#impact) and [[INC-1202]]\n",
    "[before](2024-06-02-mail.md#another-title), [the same](#impact), ![plan](plan.png)\n",
    "[old](old/mail.md) and [log](log.txt)\n",
    "[near](2024-05-01-mial.md), [[2024-05-01-wep]], [there](mail.md#impakt), ![plan](plam.png)\n",
    "```sh\nexport RELAY_API_KEY=\"9fK2mQ7xVb41TzLp\"\n```\n",
    "## Timeline\n\n- 03/04/2024 10:00 UTC The relay stops.\n- 10:20 UTC Alert.\n- 11:00 UTC Mitigated.\n",
    "Written on 25/04/2024.\n",
    "Written on 04/25/2024.\n",
    "## Action items\n\n- [ ] Watch the queue, as INC-1201 asked (owner: mail)\n- [x] Restart [it](mail.md)\n",
    "<!-- afterword-allow BL: this is quoted -->\n\nHe was careless, and it should have been obvious.\n",
    "<!-- afterword-allow AI, ST: it is short -->\n",
    "He was careless, and should have known.\n",
];

fn document() -> impl Strategy<Value = String> {
    let facts = proptest::collection::vec(select(FACTS), 0..9);
    let parts = proptest::collection::vec(select(PARTS), 0..7);
    (any::<bool>(), facts, parts).prop_map(|(seen_again, facts, parts)| {
        let mut keys = BTreeSet::new();
        let facts = if seen_again { [&AGAIN[..], &facts].concat() } else { facts };
        let facts = facts.into_iter().filter(|fact| keys.insert(fact.split(':').next())).collect::<Vec<_>>();
        let head = if facts.is_empty() { String::new() } else { format!("---\n{}\n---\n", facts.join("\n")) };
        head + &parts.join("\n")
    })
}

pub(crate) fn archive() -> impl Strategy<Value = Files> {
    let made_up = proptest::collection::btree_map(select(NAMES).prop_map(str::to_owned), document(), 1..6);
    prop_oneof![4 => made_up, 1 => props::archive().prop_map(|files| files.into_iter().collect())]
}

/// A change of one document, or of the files beside them. Numbers are taken modulo what there is.
#[derive(Debug, Clone)]
pub(crate) enum Edit {
    /// This line is written after a line.
    Insert(usize, usize, &'static str),
    /// A line goes.
    Cut(usize, usize),
    /// Something is written at the end.
    Append(usize, &'static str),
    /// The document is another one.
    Rewrite(usize, String),
    /// It has another name.
    Rename(usize, &'static str),
    Delete(usize),
    Add(&'static str, String),
}

pub(crate) fn edit() -> impl Strategy<Value = Edit> {
    let place = || (0..8_usize, 0..40_usize);
    prop_oneof![
        (place(), select(FACTS)).prop_map(|((file, line), text)| Edit::Insert(file, line, text)),
        (place(), select(PARTS)).prop_map(|((file, line), text)| Edit::Insert(file, line, text)),
        place().prop_map(|(file, line)| Edit::Cut(file, line)),
        (0..8_usize, select(PARTS)).prop_map(|(file, text)| Edit::Append(file, text)),
        (0..8_usize, document()).prop_map(|(file, text)| Edit::Rewrite(file, text)),
        (0..8_usize, select(NAMES)).prop_map(|(file, name)| Edit::Rename(file, name)),
        (0..8_usize).prop_map(Edit::Delete),
        (select(&["new.md", "plan.png", "log.txt", "2024-05-02-new.md"][..]), document())
            .prop_map(|(name, text)| Edit::Add(name, text)),
    ]
}

pub(crate) fn edited(files: &Files, edit: &Edit) -> Files {
    let mut files = files.clone();
    let documents: Vec<String> = files.keys().filter(|name| name.ends_with(".md")).cloned().collect();
    let name = |file: &usize| documents.get(file % documents.len().max(1)).cloned();
    let mut change = |file: &usize, change: &dyn Fn(&mut String)| {
        if let Some(text) = name(file).and_then(|name| files.get_mut(&name)) {
            change(text);
        }
    };
    let line_of = |text: &str, line: usize| {
        let starts: Vec<usize> = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        starts[line % starts.len()]
    };
    match edit {
        Edit::Insert(file, line, new) => {
            change(file, &|text| text.insert_str(line_of(text, *line), &format!("{new}\n")));
        }
        Edit::Cut(file, line) => change(file, &|text| {
            let start = line_of(text, *line);
            let end = text[start..].find('\n').map_or(text.len(), |at| start + at + 1);
            text.replace_range(start..end, "");
        }),
        Edit::Append(file, new) => change(file, &|text| text.push_str(new)),
        Edit::Rewrite(file, new) => change(file, &|text| new.clone_into(text)),
        Edit::Rename(file, new) => {
            if let Some((old, text)) = name(file).and_then(|name| files.remove_entry(&name)) {
                files.entry((*new).to_owned()).or_insert_with(|| text.clone());
                // The name is taken: it stays where it was.
                if files.get(*new) != Some(&text) {
                    files.insert(old, text);
                }
            }
        }
        Edit::Delete(file) => {
            if let Some(name) = name(file).filter(|_| documents.len() > 1) {
                files.remove(&name);
            }
        }
        Edit::Add(name, text) => {
            files.insert((*name).to_owned(), text.clone());
        }
    }
    files
}

pub(crate) fn sources(files: &Files) -> SourceSet {
    let is_document = |name: &str| name.ends_with(".md");
    let documents = files.iter().filter(|(name, _)| is_document(name));
    let mut sources = SourceSet::from_files(documents.map(|(name, text)| (name.as_str(), text.as_str())));
    let others = files.keys().filter(|name| !is_document(name));
    sources.files = others.filter_map(|name| RelPath::new(name)).collect();
    sources
}

/// The pages that have a key: by file, its key and what it holds.
fn pages_by_key(files: &Files) -> BTreeMap<String, (String, Vec<u8>)> {
    let sources = sources(files);
    let settings = Settings { today: Some(date(2026, 1, 2)), ..Settings::default() };
    let report = pipeline::check(&sources, &settings);
    let press = Press::new(&Theme::new(Vec::new()).unwrap(), &report.archive, &settings).unwrap();
    let site = press.site(&report, &sources, &settings);
    let pages = pages::plan(site).pages;
    let keys = pipeline::page_keys(site, &report, "");
    let made = pages.iter().filter_map(|page| {
        let Renewed { key, body } = pipeline::renew_page(site, &press, &keys, page, |_| false).unwrap();
        let (key, Some(Body::Bytes(bytes))) = (key?, body) else { panic!("a page") };
        Some((page.url.file(), (key, bytes)))
    });
    made.collect()
}

fn settings(root: &Path) -> Settings {
    let overrides = Overrides { today: Some(date(2026, 1, 2)), ..Overrides::default() };
    config::fs::find(root).unwrap().options.resolve("archive", overrides)
}

/// Builds as the command does when something has changed; the pages that were made.
fn build(root: &Path, settings: &Settings) -> (Built, BTreeSet<String>) {
    let inputs = edge::load(root, settings).unwrap();
    let made = Mutex::new(BTreeSet::new());
    let built = harness::build_loaded(root, settings, &inputs, &|progress| {
        if let Progress::Made(page) = progress {
            made.lock().unwrap().insert(page.to_owned());
        }
    });
    (built.unwrap(), made.into_inner().unwrap())
}

/// A site with the list of its files.
fn site(folder: &Path) -> (Site, String) {
    (harness::read(folder), fs::read_to_string(folder.join(".afterword/manifest.json")).unwrap())
}

/// Builds in the place where a site may stand already, and elsewhere from nothing: no difference is left. The pages
/// that were made.
#[track_caller]
fn build_as_from_nothing(root: &Path, what: &str) -> BTreeSet<String> {
    let over = settings(root);
    let (built, made) = build(root, &over);
    let elsewhere = tempfile::tempdir().unwrap();
    let mut new = over.clone();
    new.site.out = elsewhere.path().to_path_buf();
    let (expected, _) = build(root, &new);
    let ((found, found_list), (site, list)) = (site(&root.join(&over.site.out)), site(elsewhere.path()));
    harness::assert_same(&found, &site);
    assert_eq!(found_list, list, "{what}");
    assert_eq!(built.findings, expected.findings, "{what}");
    let sources = edge::sources(root, &over).unwrap();
    assert_eq!(built.findings, Summary::of(&pipeline::check(&sources, &over).diagnostics, &sources), "{what}");
    let (stats, expected) = (built.report.stats, expected.report.stats);
    assert_eq!(stats.bytes, expected.bytes, "{what}");
    assert_eq!(stats.written + stats.kept, expected.written, "{what}");
    made
}

fn put(root: &Path, path: &str, text: &str) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// Makes a folder hold these files, without touching those that are right.
fn put_all(root: &Path, before: &Files, after: &Files) {
    for name in before.keys().filter(|name| !after.contains_key(*name)) {
        fs::remove_file(root.join(name)).unwrap();
    }
    for (name, text) in after.iter().filter(|(name, text)| before.get(*name) != Some(text)) {
        put(root, name, text);
    }
}

/// So many times fewer cases than usual, for what takes long.
pub(crate) fn fewer(times: u32) -> ProptestConfig {
    let usual = ProptestConfig::default();
    ProptestConfig { cases: usual.cases.div_ceil(times), ..usual }
}

proptest! {
    #![proptest_config(fewer(8))]

    #[test]
    fn equal_keys_are_those_of_equal_pages(files in archive(), edit in edit()) {
        let before = pages_by_key(&files);
        for (path, (key, page)) in pages_by_key(&edited(&files, &edit)) {
            if let Some((_, before)) = before.get(&path).filter(|(before, _)| *before == key) {
                prop_assert!(*before == page, "{} is another page of the same key", path);
            }
        }
    }
}

proptest! {
    #![proptest_config(fewer(4))]

    #[test]
    fn findings_that_were_counted_are_those_that_are_found(files in archive(), edit in edit()) {
        let settings = Settings { today: Some(date(2026, 1, 2)), ..Settings::default() };
        let folder = tempfile::tempdir().unwrap();
        let cache = Folder::new(folder.path(), "build", folder.path().join("site"));
        let check = |files: &Files, former: &Tally| {
            let sources = sources(files);
            let Rechecked { report, counted, tally } = pipeline::recheck(&sources, &settings, "", former, &cache);
            let anew = pipeline::check(&sources, &settings);
            let postmortems = |report: &Report| -> Vec<Postmortem> {
                report.archive.iter().map(|(_, postmortem)| postmortem.clone()).collect()
            };
            assert_eq!(postmortems(&report), postmortems(&anew));
            assert_eq!(report.archive.related, anew.archive.related);
            let all = Summary::of(&anew.diagnostics, &sources);
            (Summary::of(&report.diagnostics, &sources).and(counted), all, tally)
        };
        let (found, all, tally) = check(&files, &Tally::default());
        prop_assert_eq!(found, all, "at first");
        let (found, all, tally) = check(&edited(&files, &edit), &tally);
        prop_assert_eq!(found, all, "after the edit");
        let (found, all, again) = check(&edited(&files, &edit), &tally);
        prop_assert_eq!(found, all, "once more");
        prop_assert_eq!(again, tally);
    }
}

proptest! {
    #![proptest_config(fewer(32))]

    #[test]
    fn a_site_that_went_through_edits_is_that_of_its_archive(
        files in archive(),
        edits in proptest::collection::vec(edit(), 1..4),
    ) {
        let folder = tempfile::tempdir().unwrap();
        let mut now = Files::new();
        put(folder.path(), "afterword.toml", "[archive]\ncontent = 'content'\n");
        let content = folder.path().join("content");
        // Without a document that can be read there is no site.
        put(&content, "always.md", "# Always there\n");
        for next in std::iter::once(files.clone()).chain(edits.iter().scan(files, |files, edit| {
            *files = edited(files, edit);
            Some(files.clone())
        })) {
            put_all(&content, &now, &next);
            now = next;
            build_as_from_nothing(folder.path(), &format!("{now:?}"));
        }
    }
}

/// What [`check_made`] shows when all postmortems of [`LIBRARY`] were made.
const EVERY_PAGE: &str = "\
2024-01-10-first
2024-02-10-second
2024-03-10-third
2024-04-10-fourth
2024-05-10-fifth
";

/// What each page shows of the others, one thing each.
const LIBRARY: &str = "
-- afterword.toml --
[archive]
content = 'content'
[search]
enabled = false
-- content/2024-01-10-first.md --
---
title: The relay stopped
id: INC-0100
services: [relay]
causes: [capacity/saturation]
---

The relay stopped at night.

## Impact

None.

## Action items

- [ ] Watch the relay (owner: mail)
-- content/2024-02-10-second.md --
---
title: The relay stopped again
services: [relay]
causes: [capacity/saturation]
---

Again, as in INC-0100.
-- content/2024-03-10-third.md --
---
title: Doors stayed shut
services: [doors]
---

Nothing like [the second](2024-02-10-second.md). ![plan](plan.png)
-- content/2024-04-10-fourth.md --
---
title: Lamps flickered
services: [lamps]
---

Lamps.
-- content/2024-05-10-fifth.md --
---
title: Pumps ran dry
services: [pumps]
tags: [Night]
---

Pumps.
-- content/plan.png --
no image
";

/// Which postmortems' pages are made after a change, on a site that was whole before; `none` when it is none.
#[track_caller]
fn check_made(change: impl Fn(SiteTest) -> SiteTest, expected: impl IntoData) {
    let test = SiteTest::new(LIBRARY);
    build(test.root(), &settings(test.root()));
    let test = change(test);
    let made = build_as_from_nothing(test.root(), "after it");
    let pages = made.iter().filter_map(|path| path.strip_prefix("postmortems/")?.strip_suffix("/index.html"));
    let shown = pages.fold(String::new(), |shown, page| shown + page + "\n");
    assert_data_eq!(if shown.is_empty() { "none\n".to_owned() } else { shown }, expected.into_data());
}

#[test]
fn a_page_is_made_when_what_it_shows_has_changed() {
    let edit = |path: &'static str, from: &'static str, to: &'static str| {
        move |test: SiteTest| test.edit(&format!("content/{path}"), from, to)
    };
    check_made(
        |test| test,
        str![[r#"
none

"#]],
    );
    // What no other page shows.
    check_made(
        edit("2024-04-10-fourth.md", "Lamps.\n", "Lamps.\n\nAll of them.\n"),
        str![[r#"
2024-04-10-fourth

"#]],
    );
    // Its title is also on the pages before and after.
    check_made(
        edit("2024-04-10-fourth.md", "title: Lamps", "title: All lamps"),
        str![[r#"
2024-03-10-third
2024-04-10-fourth
2024-05-10-fifth

"#]],
    );
    // A page that is linked, and the earlier of two in which the same was seen.
    check_made(
        edit("2024-02-10-second.md", "stopped again", "stood still"),
        str![[r#"
2024-01-10-first
2024-02-10-second
2024-03-10-third

"#]],
    );
    // An open action item is also shown where the same was seen again.
    check_made(
        edit("2024-01-10-first.md", "Watch the relay", "Watch its queue"),
        str![[r#"
2024-01-10-first
2024-02-10-second

"#]],
    );
    // An id may be mentioned anywhere.
    check_made(edit("2024-01-10-first.md", "INC-0100", "INC-0200"), EVERY_PAGE);
    // The counts of all pages are others.
    check_made(
        |test| test.remove("content/2024-05-10-fifth.md"),
        str![[r#"
2024-01-10-first
2024-02-10-second
2024-03-10-third
2024-04-10-fourth

"#]],
    );
    check_made(edit("2024-05-10-fifth.md", "tags: [Night]\n", ""), EVERY_PAGE);
    // An image is gone; and its size is known now.
    check_made(
        |test| test.remove("content/plan.png"),
        str![[r#"
2024-03-10-third

"#]],
    );
    let image = "<svg width=\"40\" height=\"20\"></svg>";
    check_made(
        |test| test.write("content/plan.png", image),
        str![[r#"
2024-03-10-third

"#]],
    );
    // The look, and the settings.
    check_made(|test| test.write("templates/partials/footer.html", "<footer>ours</footer>\n"), EVERY_PAGE);
    check_made(edit("../afterword.toml", "[archive]", "[site]\ntitle = 'Lamps'\n[archive]"), EVERY_PAGE);
}

#[test]
fn other_pages_are_made_when_they_show_something_else() {
    let test = SiteTest::new(LIBRARY);
    build(test.root(), &settings(test.root()));
    let test = test.edit("content/2024-04-10-fourth.md", "services: [lamps]", "status: review\nservices: [lamps]");
    let made = build_as_from_nothing(test.root(), "after it");
    let pages = made.iter().filter(|path| path.ends_with(".html"));
    let shown = pages.fold(String::new(), |shown, path| shown + path + "\n");
    assert_data_eq!(
        shown,
        str![[r#"
404.html
index.html
insights/index.html
kinds/incident/index.html
postmortems/2024-03-10-third/index.html
postmortems/2024-04-10-fourth/index.html
postmortems/2024-05-10-fifth/index.html
postmortems/index.html
services/lamps/index.html
years/2024/index.html

"#]]
    );
}

/// What a service and a tag are called is what the first postmortem that has them calls them, and whether a cause has a
/// page depends on all: also for pages that have nothing else to do with that postmortem.
#[test]
fn a_page_is_made_when_a_stranger_changes_what_it_shows() {
    #[track_caller]
    fn check(first: &str, changed: &str, last: &str) {
        let document = |n: usize, facts: &str| {
            format!("-- content/2024-0{n}-10-{n}.md --\n---\ntitle: Number {n}\n{facts}\n---\n\nIt stopped.\n")
        };
        let documents: String = (1..6).map(|n| document(n, if n == 1 { first } else { "kind: incident" })).collect();
        let archive = format!("-- afterword.toml --\n[archive]\ncontent = 'content'\n{documents}{}", document(6, last));
        let test = SiteTest::new(&archive);
        build(test.root(), &settings(test.root()));
        let test = test.edit("content/2024-01-10-1.md", first, changed);
        let made = build_as_from_nothing(test.root(), changed);
        assert!(made.contains("postmortems/2024-06-10-6/index.html"), "{changed}: {made:?}");
    }
    check("tags: [Power Cut]", "tags: [power-cut]", "tags: [power-cut]");
    // A withdrawn one is suggested nowhere.
    let (first, changed) = ("[Night Relay]\nstatus: withdrawn", "[night-relay]\nstatus: withdrawn");
    check(&format!("services: {first}"), &format!("services: {changed}"), "services: [night-relay]");
    check(
        "causes: [capacity/saturation, change/config-change]",
        "causes: [capacity/limit-reached, change/config-change]",
        "action_items: [{ title: Watch it, addresses: capacity/saturation }]",
    );
}

/// What is remembered is no reason to keep a page that does not stand there.
#[test]
fn a_page_is_made_when_it_does_not_stand_there() {
    let page = "public/postmortems/2024-04-10-fourth/index.html";
    let memory = "public/.afterword/memory.json";
    check_made(
        |test| test.remove(page),
        str![[r#"
2024-04-10-fourth

"#]],
    );
    check_made(
        |test| test.write(page, "cut short"),
        str![[r#"
2024-04-10-fourth

"#]],
    );
    check_made(|test| test.remove(memory), EVERY_PAGE);
    check_made(|test| test.write(memory, "{\"basis\":"), EVERY_PAGE);
    check_made(|test| test.edit(memory, "\"keys\":{", "\"others\":{"), EVERY_PAGE);
    // The site was changed since by a build that could not keep what it was made from.
    let build_without_memory = |test: SiteTest| {
        let path = test.root().join(memory);
        let old = fs::read(&path).unwrap();
        let test = test.edit("content/2024-04-10-fourth.md", "Lamps.", "All lamps.");
        build(test.root(), &settings(test.root()));
        fs::write(path, old).unwrap();
        test.edit("content/2024-04-10-fourth.md", "All lamps.", "Lamps.")
    };
    check_made(build_without_memory, EVERY_PAGE);
}

#[test]
fn another_program_makes_all_pages() {
    let test = SiteTest::new(LIBRARY).build();
    let settings = settings(test.root());
    let inputs = edge::load(test.root(), &settings).unwrap();
    let basis = |program| edge::basis(test.root(), &inputs, &settings, program).unwrap();
    assert_ne!(basis("this program").common, basis("another program").common);
    let other_day = Settings { today: Some(date(2026, 1, 3)), ..settings.clone() };
    let other = edge::basis(test.root(), &inputs, &other_day, "this program").unwrap();
    assert_ne!(basis("this program").common, other.common);
}
