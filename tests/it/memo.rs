//! An archive that is checked with what is known of it is checked as if nothing were: `pipeline::Memo`.

use std::collections::BTreeMap;
use std::ptr;

use afterword::config::{Options, Overrides, Settings};
use afterword::pipeline::{self, Memo, Report};
use afterword::text::{RelPath, SourceSet};
use jiff::civil::{Date, date};
use proptest::prelude::*;
use proptest::sample::select;

use crate::edits::{self, Edit, Files};

/// Configurations, each of which reads or judges documents in another way.
const CONFIGURATIONS: &[&str] = &[
    "[archive]\ntimezone = 'Europe/Berlin'\n",
    "[services.web-server]\naliases = ['web']\n[services.doors]\n",
    "[causes.'new/name']\naliases = ['new/thing']\n",
    "[[severities]]\nname = 'sev1'\n[[severities]]\nname = 'major'\naliases = ['sev3']\n",
    "[triggers.rollout]\naliases = ['config-change']\n",
    "[sections.impact]\naliases = ['Weather']\n",
    "[rules]\nignore = ['BL']\n",
    "[rules]\nrequired_sections = ['impact']\n",
    "[rules]\nlevels = { PV001 = 'off', BL = 'off' }\n\
     [[per_path]]\npaths = ['old']\nlevels = { PV001 = 'error', BL009 = 'info' }\n",
    "[[per_path]]\npaths = ['2024-05-01-mail.md']\nprofile = 'google-sre'\nignore = ['AI']\n",
    "[[phrases]]\nfind = ['as in']\nname = 'House'\n",
    "[words]\nroles = ['relay']\n",
    "[privacy]\nnames = ['Quay Winkel']\n",
    "[[require]]\nfields = ['owner']\n",
];

/// What a check depends on and is no text.
#[derive(Debug, Clone)]
struct Circumstances {
    configuration: &'static str,
    today: Date,
    /// The first day of each document in its history, by the number of letters of its name: all have some.
    committed: Option<Date>,
}

impl Default for Circumstances {
    fn default() -> Self {
        Self { configuration: "", today: date(2026, 1, 2), committed: None }
    }
}

fn circumstances() -> impl Strategy<Value = Circumstances> {
    let days = [date(2023, 1, 2), date(2026, 1, 2)];
    let committed = proptest::option::of(select(days.to_vec()));
    let changed = (select(CONFIGURATIONS), select(days.to_vec()), committed)
        .prop_map(|(configuration, today, committed)| Circumstances { configuration, today, committed });
    prop_oneof![1 => Just(Circumstances::default()), 1 => changed]
}

fn settings(circumstances: &Circumstances) -> Settings {
    let overrides = Overrides { today: Some(circumstances.today), ..Overrides::default() };
    let options = Options::parse("afterword.toml", circumstances.configuration).unwrap();
    options.resolve("archive", overrides)
}

fn sources(files: &Files, circumstances: &Circumstances) -> SourceSet {
    let sources = edits::sources(files);
    let Some(first) = circumstances.committed else { return sources };
    let later = |path: &RelPath| jiff::Span::new().days(i64::try_from(path.as_str().len()).unwrap());
    let day = |path: &RelPath| first.saturating_add(later(path));
    let days: BTreeMap<_, _> = sources.iter().map(|source| (source.path.clone(), day(&source.path))).collect();
    sources.with_days(&days)
}

proptest! {
    #![proptest_config(edits::fewer(2))]

    #[test]
    fn what_is_known_changes_nothing(
        files in edits::archive(),
        steps in proptest::collection::vec((proptest::collection::vec(edits::edit(), 0..3), circumstances()), 1..5),
    ) {
        let mut memo = Memo::default();
        let steps = std::iter::once((Vec::new(), Circumstances::default())).chain(steps);
        let mut files = files;
        for (edits, circumstances) in steps {
            files = edits.iter().fold(files, |files, edit| edits::edited(&files, edit));
            let (sources, settings) = (sources(&files, &circumstances), settings(&circumstances));
            let (report, next) = pipeline::check_again(&sources, &settings, &memo);
            let expected = pipeline::check(&sources, &settings);
            prop_assert_eq!(shown(&report), shown(&expected), "{:?} {:?}", files, circumstances);
            memo = next;
        }
    }
}

/// Everything of a report, as text that can be compared line by line.
fn shown(report: &Report) -> String {
    format!("{report:#?}")
}

fn checked(files: &Files, memo: &Memo) -> (Report, Memo) {
    let circumstances = Circumstances::default();
    pipeline::check_again(&sources(files, &circumstances), &settings(&circumstances), memo)
}

/// Documents in which every configuration finds something to read or judge otherwise.
fn library() -> Files {
    let documents = [
        (
            "2024-05-01-mail.md",
            "---\nservices: [web]\ncauses: [new/thing]\nseverity: sev3\n---\n\n## Weather\n\nSome.\n",
        ),
        (
            "a.md",
            "---\ndate: 2024-05-01\ntrigger: config-change\n---\n\n## Timeline\n\n- 10:00 It stops.\n- 11:00 It runs.\n",
        ),
        (
            "b.md",
            "---\nvisibility: public\n---\n\nHe was careless, as in May. Thanks to Quay Winkel. The relay failed to restart it.\n",
        ),
        ("old/mail.md", "```sh\nexport RELAY_API_KEY=\"9fK2mQ7xVb41TzLp\"\n```\n"),
    ];
    documents.map(|(name, text)| (name.to_owned(), text.to_owned())).into()
}

#[test]
fn another_configuration_is_another_reading() {
    let files = library();
    let usual = Circumstances::default();
    let sources = sources(&files, &usual);
    let (before, memo) = checked(&files, &Memo::default());
    for configuration in CONFIGURATIONS {
        let settings = settings(&Circumstances { configuration, ..usual.clone() });
        let (report, _) = pipeline::check_again(&sources, &settings, &memo);
        assert_eq!(shown(&report), shown(&pipeline::check(&sources, &settings)), "{configuration}");
        assert!(shown(&report) != shown(&before), "as without {configuration}");
    }
}

/// Checks an archive, then one in which other files have changed. What is found in `a.md` is another thing.
#[track_caller]
fn check_beside(configuration: &'static str, before: &[(&str, &str)], after: &[(&str, &str)]) {
    let settings = settings(&Circumstances { configuration, ..Circumstances::default() });
    let check = |files: &[(&str, &str)], memo: &Memo| {
        let files = files.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
        let sources = edits::sources(&files);
        let (report, memo) = pipeline::check_again(&sources, &settings, memo);
        let expected = pipeline::check(&sources, &settings);
        assert_eq!(shown(&report), shown(&expected), "{files:?}");
        let id = sources.by_path(&RelPath::new("a.md").unwrap()).unwrap().id;
        let found = report.diagnostics.into_iter().filter(|diagnostic| diagnostic.source == id);
        (found.collect::<Vec<_>>(), memo)
    };
    let (first, memo) = check(before, &Memo::default());
    let (second, _) = check(after, &memo);
    assert_ne!(first, second);
}

#[test]
fn what_is_seen_beside_a_document_is_seen_again() {
    // Names that are offered: an id, a slug, a file, an image, a heading.
    let related = ("a.md", "---\nrelated: [INC-1203]\n---\n");
    let with_id = |text| [related, ("b.md", text)];
    check_beside("", &with_id("---\nid: INC-1201\n---\n"), &with_id("---\nid: INC-1202\n---\n"));
    let wiki = ("a.md", "See [[the-rellay]].\n");
    check_beside("", &[wiki, ("the-relay.md", "Text.\n")], &[wiki, ("the-relays.md", "Text.\n")]);
    let link = ("a.md", "See [it](relai.md).\n");
    check_beside("", &[link, ("x/relay.md", "Text.\n")], &[link, ("y/relay.md", "Text.\n")]);
    let image = ("a.md", "![plan](plam.png)\n");
    check_beside("", &[image, ("plan.png", "")], &[image, ("plans.png", "")]);
    let heading = ("a.md", "See [it](b.md#impakt).\n");
    check_beside("", &[heading, ("b.md", "## Impact\n")], &[heading, ("b.md", "## Impacts\n")]);
    // Where a link and a name lead, and who may read what is there.
    let link = ("a.md", "---\nvisibility: public\nrelated: [b]\n---\n\nSee [it](b.md).\n");
    let public = ("b.md", "---\nvisibility: public\n---\n");
    check_beside("", &[link, public], &[link, ("b.md", "---\nvisibility: internal\n---\n")]);
    check_beside("", &[link, public], &[link, ("c.md", "Text.\n")]);
    // A rule that runs for another file runs for this one, and tells what is to be hidden.
    let secret = "He was careless.\n\n```sh\nexport RELAY_API_KEY=\"9fK2mQ7xVb41TzLp\"\n```\n";
    let configuration = "[rules]\nlevels = { PV001 = 'off' }\n\
                         [[per_path]]\npaths = ['old']\nlevels = { PV001 = 'error' }\n";
    check_beside(configuration, &[("a.md", secret)], &[("a.md", secret), ("old/b.md", "Text.\n")]);
}

#[test]
fn documents_that_are_as_they_were_are_not_read_again() {
    let text = |title: &str| format!("# {title}\n\nThe relay kept its messages.\n");
    let files: Files = ["a.md", "b.md", "c.md"].map(|name| (name.to_owned(), text(name))).into();
    let (before, memo) = checked(&files, &Memo::default());
    let edited = edits::edited(&files, &Edit::Append(1, "## Impact\n\nThere was some.\n"));
    let (after, memo) = checked(&edited, &memo);
    let same: Vec<bool> =
        before.archive.iter().zip(after.archive.iter()).map(|((_, old), (_, new))| ptr::eq(old, new)).collect();
    assert_eq!(same, [true, false, true]);
    // Two archives and no more: what is not in the archive is not in the memo.
    drop(before);
    let (one, _) = checked(&[("a.md".to_owned(), text("a.md"))].into(), &memo);
    assert!(ptr::eq(one.archive.iter().next().unwrap().1, after.archive.iter().next().unwrap().1));
}
