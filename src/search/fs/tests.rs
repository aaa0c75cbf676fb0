//! What is kept is found again, and whatever happened to it, nothing wrong is ever read.

use std::fs;

use super::*;
use crate::search::doc::{Passage, SearchDoc};
use crate::search::{Query, Spellings, search};

fn index(word: &str) -> Index {
    let passage = Passage { text: format!("The {word} was full."), ..Passage::default() };
    let document = SearchDoc { id: word.to_owned(), passages: vec![passage], ..SearchDoc::default() };
    Index::build([document], Spellings::default()).unwrap()
}

fn stamp(listing: &str, content: &str) -> Stamp {
    Stamp { listing: listing.to_owned(), content: content.to_owned() }
}

/// What the index on a shelf was made of, and the id of the one document that a query finds in it; none when the shelf
/// has no index.
fn found(shelf: &Shelf, text: &str) -> Option<(Stamp, String)> {
    let shelved = shelf.open()?;
    let stamp = shelved.stamp().clone();
    let results = search(&shelved.index(), &Query::parse(text), 10).unwrap();
    assert_eq!(results.total, 1);
    Some((stamp, results.hits[0].id.clone()))
}

/// The folders of indexes on a shelf.
fn folders(shelf: &Shelf) -> usize {
    read_dir(&shelf.folder).unwrap().filter(|entry| entry.as_ref().unwrap().path().is_dir()).count()
}

#[test]
fn an_index_is_found_again_until_another_takes_its_place() {
    let cache = tempfile::tempdir().unwrap();
    let shelf = Shelf::new(cache.path(), Path::new("/a"));
    assert_eq!(found(&shelf, "disk"), None);

    shelf.store(&index("disk"), &stamp("l1", "c1")).unwrap();
    assert_eq!(found(&shelf, "disk"), Some((stamp("l1", "c1"), "disk".to_owned())));
    assert_eq!(found(&Shelf::new(cache.path(), Path::new("/b")), "disk"), None);

    shelf.store(&index("queue"), &stamp("l2", "c2")).unwrap();
    assert_eq!(found(&shelf, "queue"), Some((stamp("l2", "c2"), "queue".to_owned())));
    assert_eq!(folders(&shelf), 1);
}

#[test]
fn an_index_is_known_by_its_last_listing() {
    let cache = tempfile::tempdir().unwrap();
    let shelf = Shelf::new(cache.path(), Path::new("/a"));
    shelf.store(&index("disk"), &stamp("l1", "c1")).unwrap();
    assert_eq!(shelf.open().unwrap().listed_as("l2".to_owned()).len(), 1);
    assert_eq!(found(&shelf, "disk"), Some((stamp("l2", "c1"), "disk".to_owned())));
}

#[test]
fn whatever_is_damaged_is_not_there() {
    let cache = tempfile::tempdir().unwrap();
    let shelf = Shelf::new(cache.path(), Path::new("/a"));
    let stamp = stamp("l1", "c1");
    let harms: [fn(&Path); 4] = [
        |file| fs::remove_file(file).unwrap(),
        |file| fs::write(file, b"").unwrap(),
        |file| {
            let bytes = fs::read(file).unwrap();
            fs::write(file, &bytes[..bytes.len() / 2]).unwrap();
        },
        |file| {
            let mut bytes = fs::read(file).unwrap();
            let middle = bytes.len() / 2;
            bytes[middle] ^= 0x20;
            fs::write(file, bytes).unwrap();
        },
    ];
    let mut harmed = 0;
    for harm in harms {
        for n in 0.. {
            shelf.store(&index("disk"), &stamp).unwrap();
            let folder = shelf.folder.join(shelf.current().unwrap().folder);
            let mut files: Vec<_> = read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
            files.push(shelf.folder.join(CURRENT));
            files.sort();
            let Some(file) = files.get(n) else { break };
            let name = file.file_name().unwrap().to_string_lossy().into_owned();
            harm(file);
            // A byte of `current.json` may be one that changes nothing.
            assert!(shelf.open().is_none() || name == CURRENT, "{name} was harmed and read");
            harmed += 1;
        }
    }
    assert_eq!(harmed, 4 * 9);
}

#[test]
fn another_version_is_not_there() {
    let cache = tempfile::tempdir().unwrap();
    let shelf = Shelf::new(cache.path(), Path::new("/a"));
    shelf.store(&index("disk"), &stamp("l1", "c1")).unwrap();
    let current = shelf.current().unwrap();
    shelf.name(&Current { format: FORMAT + 1, ..current }).unwrap();
    assert_eq!(found(&shelf, "disk"), None);
}

#[test]
fn a_stopped_run_leaves_the_old_index() {
    let cache = tempfile::tempdir().unwrap();
    let shelf = Shelf::new(cache.path(), Path::new("/a"));
    shelf.store(&index("disk"), &stamp("l1", "c1")).unwrap();
    let half = shelf.new_folder().unwrap();
    fs::write(half.join("meta.json"), "{").unwrap();
    fs::write(half.join(CURRENT), "{").unwrap();
    assert_eq!(found(&shelf, "disk"), Some((stamp("l1", "c1"), "disk".to_owned())));
}

#[test]
fn two_runs_at_once_both_end_well() {
    let cache = tempfile::tempdir().unwrap();
    let shelf = Shelf::new(cache.path(), Path::new("/a"));
    std::thread::scope(|scope| {
        for n in 0..8 {
            let shelf = &shelf;
            scope.spawn(move || {
                let stamp = stamp(&format!("l{n}"), &format!("c{n}"));
                shelf.store(&index("disk"), &stamp).unwrap();
                assert!(shelf.open().is_none_or(|shelved| shelved.index().len() == 1));
            });
        }
    });
    let current = shelf.current().unwrap();
    assert_eq!(found(&shelf, "disk"), Some((current.stamp, "disk".to_owned())));
}

#[test]
fn a_cache_that_cannot_be_written_is_an_error_and_no_more() {
    let cache = tempfile::tempdir().unwrap();
    let file = cache.path().join("file");
    fs::write(&file, "").unwrap();
    let shelf = Shelf::new(&file, Path::new("/a"));
    assert_eq!(found(&shelf, "disk"), None);
    assert!(shelf.store(&index("disk"), &stamp("l1", "c1")).is_err());
}
