//! All that the files hold of an archive's words and facets, gathered from its documents in the form it is written in.
//!
//! It is what the index of the terminal holds (a test compares them). That one is built for searching, and would be read
//! once and thrown away here: gathering costs less than half of its time and a third of its memory.
//!
//! Documents are gathered in [runs](super::run) of neighbours, which are [merged](super::merge) when they are written. A
//! run is a function of what is indexed of its documents, and is kept under a hash of that: after an edit the one run
//! with the document is gathered again. Where a run ends is said by the documents around, not by their number, so a
//! document that comes or goes makes other runs of those beside it, and of no others.

use std::ops::Range;

use blake3::Hasher;
use rayon::prelude::*;

use super::EXPORT_FORMAT;
use super::piece::Piece;
use super::run::{Columns, Run};
use crate::archive::{Archive, PmIdx};
use crate::cache::Cache;
use crate::model::{Catalog, Postmortem};
use crate::search::doc::{self, SearchDoc};

/// The length of runs that is aimed at is a part of the archive, but never less or more than so many documents. An edit
/// costs one run, so they should be many; each has its own list of words, which costs time and room when they are many.
const RUNS: usize = 8;
const SHORTEST: usize = 32;
const LONGEST: usize = 512;

/// What stands in the files.
#[derive(Debug)]
pub(super) struct Gathered {
    /// The words.
    pub(super) runs: Vec<Run>,
    /// All else.
    pub(super) columns: Columns,
}

/// Gathers all documents of an archive, but for the runs that are in the cache. `program` tells this
/// program from others, which may gather otherwise.
pub(super) fn gather(archive: &Archive, catalog: &Catalog, cache: &dyn Cache, program: &str) -> Gathered {
    gather_within(reach(archive.len()), archive, catalog, cache, program)
}

/// The same with runs of another length; the files do not show it.
pub(super) fn gather_within(
    reach: usize,
    archive: &Archive,
    catalog: &Catalog,
    cache: &dyn Cache,
    program: &str,
) -> Gathered {
    let documents: Vec<(PmIdx, &Postmortem)> = archive.iter().collect();
    let hashes: Vec<u64> = documents.iter().map(|(_, postmortem)| hash(postmortem.path.as_str())).collect();
    let all: Vec<(Run, Columns)> = runs(&hashes, reach)
        .into_par_iter()
        .with_max_len(1)
        .map(|run| {
            let own = documents.get(run).unwrap_or_default();
            let own = own.iter().map(|(index, postmortem)| doc::document(archive, catalog, *index, postmortem));
            gathered(own.collect(), cache, program)
        })
        .collect();
    let mut columns = Columns::default();
    let mut runs = Vec::with_capacity(all.len());
    for (run, own) in all {
        columns.extend(own);
        runs.push(run);
    }
    Gathered { runs, columns }
}

/// A run of these documents, and its columns.
fn gathered(documents: Vec<SearchDoc>, cache: &dyn Cache, program: &str) -> (Run, Columns) {
    let name = name(&documents, program);
    Run::kept(&name, cache).filter(|(known, _)| known.documents() as usize == documents.len()).unwrap_or_else(|| {
        let mut piece = Piece::default();
        for document in documents {
            piece.add(&document);
        }
        let (run, columns) = piece.finish();
        (run.keep(&columns, &name, cache), columns)
    })
}

/// How many documents before and behind it have a say in whether a run ends at a document. The power of two next to the
/// number of documents decides, so that hardly any change of the number changes it.
fn reach(documents: usize) -> usize {
    let about = (documents * 3 / 2).next_power_of_two() / 2;
    (about / RUNS).clamp(SHORTEST, LONGEST) / 2
}

fn hash(path: &str) -> u64 {
    blake3::hash(path.as_bytes()).as_bytes().first_chunk().map_or(0, |first| u64::from_le_bytes(*first))
}

/// The runs of documents with these hashes. One ends behind each document whose hash is the least of those around, as
/// far as `reach`: they are longer than that, twice as long in the mean, and hardly one is longer than six times. What
/// comes or goes has a say on either side of it, and no further.
fn runs(hashes: &[u64], reach: usize) -> Vec<Range<usize>> {
    let is_least =
        |at: &usize| (1..=reach).all(|far| hashes[*at] < hashes[*at - far] && hashes[*at] <= hashes[*at + far]);
    let mut runs = Vec::new();
    let mut start = 0;
    let ends = (reach..hashes.len().saturating_sub(reach)).filter(is_least).map(|last| last + 1);
    for end in ends.chain([hashes.len()]).filter(|end| *end > 0) {
        runs.push(start..end);
        start = end;
    }
    runs
}

/// A name for all that is indexed of documents. The length of each part counts, so that no two lists of parts are one.
fn name(documents: &[SearchDoc], program: &str) -> String {
    let mut parts = Parts::default();
    parts.number(EXPORT_FORMAT as usize);
    parts.text(env!("CARGO_PKG_VERSION"));
    parts.text(program);
    for document in documents {
        // What is not indexed is named too: whoever adds something has to say which it is.
        let SearchDoc {
            id: _,
            path: _,
            url: _,
            links: _,
            title,
            date,
            severity,
            services,
            causes,
            trigger,
            tags,
            kind,
            status,
            summary,
            keywords,
            passages,
        } = document;
        parts.texts([title, kind, status, summary]);
        parts.number(date.map_or(0, |day| day.0 as usize + 1));
        parts.texts(severity);
        parts.texts(trigger);
        for list in [services, causes, tags, keywords] {
            parts.texts(list);
        }
        parts.texts(passages.iter().map(|passage| &passage.heading));
        parts.texts(passages.iter().map(|passage| &passage.text));
    }
    parts.name()
}

/// What a name is made of.
#[derive(Default)]
struct Parts {
    hasher: Hasher,
    /// What was not hashed yet: much at once is hashed several times as fast.
    rest: Vec<u8>,
}

impl Parts {
    fn number(&mut self, number: usize) {
        self.rest.extend((number as u64).to_le_bytes());
    }

    fn text(&mut self, text: &str) {
        self.number(text.len());
        self.rest.extend(text.as_bytes());
        if self.rest.len() >= 64 * 1024 {
            self.hasher.update(&self.rest);
            self.rest.clear();
        }
    }

    fn texts<'a>(&mut self, texts: impl IntoIterator<Item = &'a String, IntoIter: ExactSizeIterator>) {
        let texts = texts.into_iter();
        self.number(texts.len());
        texts.for_each(|text| self.text(text));
    }

    fn name(mut self) -> String {
        format!("words-{}", self.hasher.update(&self.rest).finalize().to_hex())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::search::doc::{Day, Passage};

    fn passage(heading: &str, text: &str) -> Passage {
        Passage { heading: heading.to_owned(), text: text.to_owned(), ..Passage::default() }
    }

    fn texts(texts: &[&str]) -> Vec<String> {
        texts.iter().map(|text| (*text).to_owned()).collect()
    }

    #[test]
    fn a_name_is_that_of_all_that_is_indexed() {
        let none = SearchDoc::default;
        let a = || Some("a".to_owned());
        let documents = [
            vec![],
            vec![none()],
            vec![none(), none()],
            vec![SearchDoc { title: "a".to_owned(), ..none() }],
            vec![SearchDoc { summary: "a".to_owned(), ..none() }],
            vec![SearchDoc { kind: "a".to_owned(), ..none() }],
            vec![SearchDoc { status: "a".to_owned(), ..none() }],
            vec![SearchDoc { date: Some(Day(0)), ..none() }],
            vec![SearchDoc { date: Some(Day(20_260_307)), ..none() }],
            vec![SearchDoc { severity: a(), ..none() }],
            vec![SearchDoc { severity: Some(String::new()), ..none() }],
            vec![SearchDoc { trigger: a(), ..none() }],
            vec![SearchDoc { services: texts(&["a"]), ..none() }],
            vec![SearchDoc { causes: texts(&["a"]), ..none() }],
            vec![SearchDoc { tags: texts(&["a"]), ..none() }],
            vec![SearchDoc { keywords: texts(&["a"]), ..none() }],
            vec![SearchDoc { keywords: texts(&["ab"]), ..none() }],
            vec![SearchDoc { keywords: texts(&["a", "b"]), ..none() }],
            vec![SearchDoc { tags: texts(&["a"]), keywords: texts(&["b"]), ..none() }],
            vec![SearchDoc { passages: vec![passage("a", "b")], ..none() }],
            vec![SearchDoc { passages: vec![passage("b", "a")], ..none() }],
            vec![SearchDoc { passages: vec![passage("a", ""), passage("", "b")], ..none() }],
        ];
        let mut names: Vec<String> = documents.iter().map(|documents| name(documents, "")).collect();
        names.push(name(&documents[1], "another program"));
        let count = names.len();
        names.sort();
        names.dedup();
        assert_eq!(names.len(), count);

        let other = SearchDoc { id: "a".to_owned(), path: "a".to_owned(), links: texts(&["a"]), ..none() };
        assert_eq!(name(&[other], ""), name(&[none()], ""));
    }

    #[test]
    fn a_long_text_has_a_name() {
        let document =
            |text: &str| [SearchDoc { passages: vec![passage("", text), passage("", "end")], ..SearchDoc::default() }];
        let long = "word ".repeat(50_000);
        assert_ne!(name(&document(&long), ""), name(&document(long.trim_end()), ""));
    }

    #[track_caller]
    fn check_reach(documents: usize, expected: usize) {
        assert_eq!(reach(documents), expected, "{documents}");
    }

    #[test]
    fn runs_are_a_part_of_the_archive() {
        check_reach(0, 16);
        check_reach(300, 16);
        check_reach(342, 32);
        check_reach(1_000, 64);
        check_reach(1_001, 64);
        check_reach(1_365, 64);
        check_reach(1_366, 128);
        check_reach(5_000, 256);
        check_reach(100_000, 256);
    }

    /// Hashes of the documents of each run.
    fn cut(hashes: &[u64], reach: usize) -> Vec<Vec<u64>> {
        runs(hashes, reach).into_iter().map(|run| hashes[run].to_vec()).collect()
    }

    proptest! {
        #[test]
        fn runs_are_neighbours_of_some_length(
            hashes in proptest::collection::vec(any::<u64>(), 0..300),
            reach in 1..20_usize,
        ) {
            let runs = cut(&hashes, reach);
            prop_assert_eq!(runs.concat(), hashes);
            if let [_, others @ ..] = runs.as_slice() {
                prop_assert!(others.is_empty() || runs.iter().all(|run| run.len() >= reach));
            }
        }

        #[test]
        fn one_more_document_makes_few_other_runs(
            hashes in proptest::collection::vec(0..1_000_u64, 0..300),
            reach in 1..20_usize,
            place in any::<prop::sample::Index>(),
            hash in 0..1_000_u64,
        ) {
            let mut more = hashes.clone();
            more.insert(place.index(hashes.len() + 1), hash);
            let (before, after) = (cut(&hashes, reach), cut(&more, reach));
            let same = before.iter().zip(&after).take_while(|(a, b)| a == b).count();
            let rest = before.len().min(after.len()) - same;
            let same = same + before.iter().rev().zip(after.iter().rev()).take(rest).take_while(|(a, b)| a == b).count();
            prop_assert!(before.len() - same <= 3 && after.len() - same <= 3, "{before:?} {after:?}");
        }
    }
}
