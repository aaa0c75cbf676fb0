//! Neither where runs end nor what was kept of them shows in the files.

use proptest::prelude::*;

use super::*;
use crate::cache::{Cache, Memory};
use crate::search::export::gather::gather_within;
use crate::search::export::merge;
use crate::search::export::run::Run;

/// Documents by name: the day, and what the text is about.
type Documents = BTreeMap<u8, (u8, u8)>;

fn site(documents: &Documents) -> Site {
    let words = ["pool", "retries", "on-call", "us-east-1", "größe", "接続プール", "ConnectionPool"];
    let document = |(name, (day, about)): (&u8, &(u8, u8))| {
        let word = |n: usize| words[(usize::from(*about) + n * n) % words.len()];
        let (path, day) = (format!("d{name}.md"), 1 + day % 28);
        let head = format!("---\ntitle: About {about}\ndate: 2026-02-{day:02}\ntags: [t{}]\n---\n", about % 3);
        let text = format!("{} {} word{about} {} {}", word(0), word(1), word(2), word(0));
        (path, format!("{head}\n## Summary\n\n{text}\n\n## Lessons\n\n{text} {text}\n"))
    };
    Site::new(&documents.iter().map(document).collect::<Vec<_>>())
}

fn export(site: &Site, reach: usize, cache: &dyn Cache) -> Export {
    let (archive, catalog) = (site.archive(), &site.settings.catalog);
    Export::of(gather_within(reach, &archive, catalog, cache, "program"), &archive, catalog)
}

#[test]
fn any_runs_give_the_same_files() {
    for count in [0, 1, 2, 3, 60] {
        let site = Site::new(&documents(count));
        let (_, expected) = site.export();
        for reach in [1, 2, 5, 100] {
            assert!(export(&site, reach, &NoCache) == expected, "{count} {reach}");
        }
    }
}

/// The number of runs that are gathered after a change of these documents.
#[track_caller]
fn news(before: &[(String, String)], after: &[(String, String)]) -> usize {
    let cache = Memory::default();
    let (before, after) = (Site::new(before), Site::new(after));
    export(&before, 4, &cache);
    assert!(cache.news().len() > 4);
    assert!(export(&after, 4, &cache) == after.export().1);
    cache.news().len()
}

#[test]
fn an_edit_gathers_one_run_again() {
    let documents = documents(80);
    for place in [0, 41, 79] {
        let mut edited = documents.clone();
        edited[place].1 += "A sentence that was forgotten.\n";
        assert_eq!(news(&documents, &edited), 1);
    }
    assert_eq!(news(&documents, &documents), 0);
}

#[test]
fn a_document_that_comes_or_goes_leaves_most_runs() {
    let documents = documents(80);
    for place in [0, 23, 41, 79] {
        let mut fewer = documents.clone();
        fewer.remove(place);
        assert!((1..=2).contains(&news(&documents, &fewer)), "{place}");
        assert!((1..=2).contains(&news(&fewer, &documents)), "{place}");
    }
}

#[test]
fn another_program_has_other_runs() {
    let site = Site::new(&documents(3));
    let (archive, cache) = (site.archive(), Memory::default());
    for program in ["one", "two", "one"] {
        Export::new(&archive, &site.settings.catalog, &cache, program);
    }
    assert_eq!(cache.news().len(), 2);
}

#[test]
fn what_is_no_run_is_gathered_again() {
    let site = Site::new(&documents(40));
    let (_, expected) = site.export();
    let cache = Memory::default();
    export(&site, 4, &cache);
    let names = cache.news();
    let other = Site::new(&documents(1));
    let single = Memory::default();
    export(&other, 4, &single);
    let single = single.kept.lock().unwrap().values().next().unwrap().clone();
    let damaged = |bytes: &[u8]| {
        let (half, last) = (bytes.len() / 2, bytes.len() - 1);
        // The last is a run, but not of these documents.
        [Vec::new(), bytes[..half].to_vec(), bytes[..last].to_vec(), [bytes, &[0]].concat(), single.clone()]
    };
    for n in 0..5 {
        for bytes in cache.kept.lock().unwrap().values_mut() {
            *bytes = damaged(bytes)[n].clone();
        }
        assert!(export(&site, 4, &cache) == expected, "{n}");
        assert_eq!(cache.news(), names, "{n}");
    }
}

/// Reads bytes as a run, and the run if it is one.
fn read(bytes: &[u8]) {
    if let Some((run, columns)) = Run::read(bytes) {
        // Postcard has several forms of a number, so the columns may be written otherwise.
        assert!(Run::read(&run.bytes()).is_some_and(|(_, again)| again == columns));
        assert_eq!(run.documents() as usize, columns.days.len());
        let mut twice = columns.clone();
        twice.extend(columns);
        let mut text = String::new();
        let documents = run.documents();
        let mut visited = String::new();
        merge::each(vec![run], |word| {
            assert!(word.form() <= documents && word.documents() <= documents);
            assert!(visited.is_empty() || *visited < *word.key);
            visited = word.key.to_owned();
            word.write(&mut text);
            word.write_positions(&mut text);
        });
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn a_build_with_runs_of_former_ones_is_like_one_without(
        reach in 1..4_usize,
        edits in proptest::collection::vec((0..30_u8, any::<u8>(), any::<u8>(), any::<bool>()), 1..60),
        builds in proptest::collection::vec(1..20_usize, 1..6),
    ) {
        let cache = Memory::default();
        let mut documents = Documents::new();
        let mut edits = edits.into_iter();
        for count in builds {
            for (name, day, about, stays) in edits.by_ref().take(count) {
                if stays || documents.remove(&name).is_none() {
                    documents.insert(name, (day, about));
                }
            }
            let site = site(&documents);
            let expected = export(&site, 100, &NoCache);
            prop_assert!(export(&site, reach, &cache) == expected);
            cache.news();
            prop_assert!(export(&site, reach, &cache) == expected);
            prop_assert_eq!(cache.news(), Vec::<String>::new());
        }
    }
}

proptest! {
    #[test]
    fn bytes_of_any_kind_are_read(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        read(&bytes);
    }

    #[test]
    fn damaged_runs_are_read(
        places in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
        count in 1..4_u8,
    ) {
        let documents = (0..count).map(|name| (name, (name, name * 5))).collect();
        let cache = Memory::default();
        export(&site(&documents), 100, &cache);
        let kept = cache.kept.lock().unwrap().values().next().unwrap().clone();
        let mut bytes = kept.clone();
        for (place, byte) in places {
            let place = place.index(bytes.len());
            bytes[place] = byte;
        }
        prop_assert!(Run::read(&kept).is_some());
        read(&bytes);
    }
}
