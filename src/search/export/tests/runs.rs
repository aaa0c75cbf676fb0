//! Neither where runs end nor what was kept of them shows in the files.

use proptest::prelude::*;

use super::*;
use crate::cache::{Cache, Emptied, Memory};
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
    let of = |cache: &dyn Cache| {
        Export::of(gather_within(reach, &archive, catalog, cache, "program"), &archive, catalog, cache)
    };
    of(cache).or_else(|| of(&Emptied::new(cache))).unwrap()
}

/// Of these names those of runs, which are those of their first parts.
fn runs(names: Vec<String>) -> Vec<String> {
    names.into_iter().filter(|name| name.matches('-').count() == 1).collect()
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
    assert!(runs(cache.news()).len() > 4);
    assert!(export(&after, 4, &cache) == after.export().1);
    runs(cache.news()).len()
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
    assert_eq!(runs(cache.news()).len(), 2);
}

/// Makes something else of some of what is kept, and exports. The files are the same, and so is what is kept then.
#[track_caller]
fn check_damage(what: &str, is_meant: impl Fn(&str) -> bool, damage: impl Fn(&[u8]) -> Option<Vec<u8>>) {
    let site = Site::new(&documents(40));
    let (_, expected) = site.export();
    let cache = Memory::default();
    export(&site, 4, &cache);
    let kept = cache.kept.lock().unwrap().clone();
    let mut meant = 0;
    cache.kept.lock().unwrap().retain(|name, bytes| {
        if !is_meant(name) {
            return true;
        }
        meant += 1;
        let damaged = damage(bytes);
        damaged.map(|damaged| *bytes = damaged).is_some()
    });
    assert!(meant > 0, "{what}");
    let (archive, catalog) = (site.archive(), &site.settings.catalog);
    assert!(export(&site, 4, &cache) == expected, "{what}");
    assert!(*cache.kept.lock().unwrap() == kept, "{what}");
    cache.kept.lock().unwrap().clear();
    assert!(Export::new(&archive, catalog, &cache, "program") == expected, "{what}");
}

#[test]
fn what_is_no_run_is_gathered_again() {
    let other = Memory::default();
    export(&Site::new(&documents(1)), 4, &other);
    let other = other.kept.lock().unwrap().clone();
    let is_first = |name: &str| name.matches('-').count() == 1;
    let single = other.iter().find(|(name, _)| is_first(name)).unwrap().1;
    for (what, is_meant) in [
        ("first parts", &is_first as &dyn Fn(&str) -> bool),
        ("other parts", &|name| !is_first(name)),
        ("second parts", &|name| name.ends_with("-1")),
        ("all", &|_| true),
    ] {
        let check = |how: &str, damage: &dyn Fn(&[u8]) -> Option<Vec<u8>>| {
            check_damage(&format!("{what} {how}"), is_meant, damage);
        };
        check("gone", &|_| None);
        check("empty", &|_| Some(Vec::new()));
        check("half", &|bytes| Some(bytes[..bytes.len() / 2].to_vec()));
        check("less", &|bytes| Some(bytes[..bytes.len() - 1].to_vec()));
        check("more", &|bytes| Some([bytes, &[0]].concat()));
        check("of another run", &|_| Some(single.clone()));
    }
}

/// Reads bytes as a part of a run, the others being what they are.
fn read(kept: &BTreeMap<String, Vec<u8>>, name: &str, bytes: Vec<u8>) {
    let cache = Memory::default();
    let mut kept = kept.clone();
    kept.insert(name.to_owned(), bytes);
    let first = runs(kept.keys().cloned().collect()).swap_remove(0);
    *cache.kept.lock().unwrap() = kept;
    if let Some((run, columns)) = Run::kept(&first, &cache) {
        let documents = run.documents();
        assert_eq!(documents as usize, columns.days.len());
        let mut twice = columns.clone();
        twice.extend(columns);
        let mut text = String::new();
        let mut visited = String::new();
        let _has_all = merge::each(vec![run], &cache, |word| {
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
        read(&BTreeMap::new(), "words-1", bytes);
    }

    #[test]
    fn damaged_runs_are_read(
        part in any::<prop::sample::Index>(),
        places in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
        count in 1..4_u8,
    ) {
        let documents = (0..count).map(|name| (name, (name, name * 5))).collect();
        let cache = Memory::default();
        export(&site(&documents), 100, &cache);
        let kept = cache.kept.lock().unwrap().clone();
        let name = kept.keys().nth(part.index(kept.len())).unwrap();
        let mut bytes = kept[name].clone();
        for (place, byte) in places {
            let place = place.index(bytes.len());
            bytes[place] = byte;
        }
        read(&kept, name, bytes);
    }
}
