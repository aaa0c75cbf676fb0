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
    "",
    "[archive]\ntimezone = 'Europe/Berlin'\n",
    "[services.mail]\ntitle = 'Mail'\n[services.doors]\n",
    "[causes.'new/thing']\naliases = ['rollout']\n",
    "[sections.impact]\naliases = ['Impact of it']\n",
    "[rules]\nselect = ['ALL']\nignore = ['BL']\n",
    "[rules]\nrequired_sections = ['impact']\n",
    "[rules]\nrecurrence_days = 1\n",
    "[rules]\nlevels = { PV001 = 'off', BL = 'off' }\n\
     [[per_path]]\npaths = ['old']\nlevels = { PV001 = 'error', BL009 = 'info' }\n",
    "[[per_path]]\npaths = ['2024-05-01-mail.md']\nprofile = 'google-sre'\nignore = ['AI']\n",
    "[[phrases]]\nfind = ['as in']\nname = 'House'\n",
    "[privacy]\nnames = ['Mail']\n",
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
    prop_oneof![2 => Just(Circumstances::default()), 1 => changed]
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

#[test]
fn the_configurations_are_some() {
    for configuration in CONFIGURATIONS {
        settings(&Circumstances { configuration, ..Circumstances::default() });
    }
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
