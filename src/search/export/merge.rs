//! The words of all runs as one sorted list, read off the runs as it is asked for, which are forgotten as they are read: so
//! nothing is there twice.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::encode;
use super::run::{Postings, Run, Word, Words};
use crate::cache::Cache;

/// A key and what each run that has it has, in their order, with the number of documents before the run.
pub(super) struct Merged<'a> {
    pub(super) key: &'a str,
    parts: Vec<(u32, Word<'a>)>,
}

impl<'a> Merged<'a> {
    /// The number of documents that have it as a form.
    pub(super) fn form(&self) -> u32 {
        self.parts.iter().map(|(_, word)| word.form).sum()
    }

    /// The number of documents that have it as a term.
    pub(super) fn documents(&self) -> u32 {
        self.postings().map(|(_, postings)| postings.documents).sum()
    }

    /// Appends documents and codes as they are written, behind their number.
    pub(super) fn write(&self, text: &mut String) {
        let mut next = 0;
        for (start, postings) in self.postings() {
            encode::number(text, (start + postings.first).saturating_sub(next));
            text.push_str(postings.gaps);
            next = start + postings.next;
        }
        text.extend(self.postings().map(|(_, postings)| postings.codes));
    }

    /// Appends the positions.
    pub(super) fn write_positions(&self, text: &mut String) {
        text.extend(self.postings().map(|(_, postings)| postings.positions));
    }

    fn postings(&self) -> impl Iterator<Item = (u32, Postings<'a>)> {
        self.parts.iter().filter_map(|(start, word)| Some((*start, word.postings?)))
    }
}

/// Visits all keys of neighbouring runs, sorted, or some of them: whether the cache still had all.
#[must_use]
pub(super) fn each(runs: Vec<Run>, cache: &dyn Cache, mut visit: impl FnMut(&Merged<'_>)) -> bool {
    // Each run with the number of documents before it.
    let mut heads: Vec<(u32, Words<'_>)> = Vec::with_capacity(runs.len());
    let mut start = 0;
    for run in runs {
        let documents = run.documents();
        heads.push((start, run.into_words(cache)));
        start += documents;
    }
    // Of one key the earlier run comes first.
    let first = heads.iter().enumerate().filter_map(|(place, (_, words))| Some((words.word()?.key.to_owned(), place)));
    let mut order: BinaryHeap<Reverse<(String, usize)>> = first.map(Reverse).collect();
    let mut least: Vec<(String, usize)> = Vec::with_capacity(heads.len());
    while let Some(Reverse(next)) = order.pop() {
        least.push(next);
        while let Some(Reverse(next)) = order.peek()
            && next.0 == least[0].0
        {
            least.extend(order.pop().map(|Reverse(next)| next));
        }
        let part = |(_, place): &(String, usize)| Some((heads[*place].0, heads[*place].1.word()?));
        visit(&Merged { key: &least[0].0, parts: least.iter().filter_map(part).collect() });
        for (mut key, place) in least.drain(..) {
            let words = &mut heads[place].1;
            words.advance();
            if let Some(word) = words.word() {
                key.clear();
                key.push_str(word.key);
                order.push(Reverse((key, place)));
            } else if words.is_lost() {
                return false;
            }
        }
    }
    true
}
