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

/// The id of the one document that a query finds; none when the shelf has no index.
fn found(shelf: &Shelf, stamp: &Stamp, text: &str) -> Option<String> {
    let index = shelf.open(stamp)?;
    let results = search(&index, &Query::parse(text), 10).unwrap();
    assert_eq!(results.total, 1);
    Some(results.hits[0].id.clone())
}

/// The folders of indexes on a shelf.
fn folders(shelf: &Shelf) -> usize {
    read_dir(&shelf.folder).unwrap().filter(|entry| entry.as_ref().unwrap().path().is_dir()).count()
}

#[test]
fn an_index_is_found_again_until_something_changes() {
    let cache = tempfile::tempdir().unwrap();
    let shelf = Shelf::new(cache.path(), Path::new("/a"));
    assert!(shelf.open(&stamp("l1", "")).is_none());

    shelf.store(&index("disk"), &stamp("l1", "c1")).unwrap();
    assert_eq!(found(&shelf, &stamp("l1", ""), "disk").as_deref(), Some("disk"));
    assert!(shelf.open(&stamp("l2", "")).is_none());
    assert!(shelf.open(&stamp("l2", "c2")).is_none());
    assert!(Shelf::new(cache.path(), Path::new("/b")).open(&stamp("l1", "c1")).is_none());

    shelf.store(&index("queue"), &stamp("l2", "c2")).unwrap();
    assert_eq!(found(&shelf, &stamp("l2", ""), "queue").as_deref(), Some("queue"));
    assert_eq!(folders(&shelf), 1);
}

#[test]
fn touched_documents_are_the_same_documents() {
    let cache = tempfile::tempdir().unwrap();
    let shelf = Shelf::new(cache.path(), Path::new("/a"));
    shelf.store(&index("disk"), &stamp("l1", "c1")).unwrap();
    assert_eq!(found(&shelf, &stamp("l2", "c1"), "disk").as_deref(), Some("disk"));
    // And from now on without reading them.
    assert_eq!(found(&shelf, &stamp("l2", ""), "disk").as_deref(), Some("disk"));
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
            let index = shelf.open(&stamp);
            assert!(index.is_none() || name == CURRENT, "{name} was harmed and read");
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
    assert!(shelf.open(&stamp("l1", "c1")).is_none());
}

#[test]
fn a_stopped_run_leaves_the_old_index() {
    let cache = tempfile::tempdir().unwrap();
    let shelf = Shelf::new(cache.path(), Path::new("/a"));
    shelf.store(&index("disk"), &stamp("l1", "c1")).unwrap();
    let half = shelf.new_folder().unwrap();
    fs::write(half.join("meta.json"), "{").unwrap();
    fs::write(half.join(CURRENT), "{").unwrap();
    assert_eq!(found(&shelf, &stamp("l1", ""), "disk").as_deref(), Some("disk"));
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
                let open = shelf.open(&stamp);
                assert!(open.is_none_or(|index| index.len() == 1));
            });
        }
    });
    let current = shelf.current().unwrap();
    assert_eq!(found(&shelf, &current.stamp, "disk").as_deref(), Some("disk"));
}

#[test]
fn a_cache_that_cannot_be_written_is_an_error_and_no_more() {
    let cache = tempfile::tempdir().unwrap();
    let file = cache.path().join("file");
    fs::write(&file, "").unwrap();
    let shelf = Shelf::new(&file, Path::new("/a"));
    assert!(shelf.open(&stamp("l1", "")).is_none());
    assert!(shelf.store(&index("disk"), &stamp("l1", "c1")).is_err());
}
