//! The words of all runs as one sorted list, read off the runs as it is asked for: nothing is there twice.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::collections::binary_heap::PeekMut;

use super::encode;
use super::run::{Postings, Run, Word, Words};

/// A key and what each run that has it has, in their order, with the number of documents before the run.
pub(super) struct Merged<'a, 'b> {
    pub(super) key: &'a str,
    parts: &'b [(u32, Word<'a>)],
}

impl<'a> Merged<'a, '_> {
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

/// A run that is being read: its next word, and what follows.
struct Head<'a> {
    /// The number of documents before the run.
    start: u32,
    word: Word<'a>,
    rest: Words<'a>,
}

/// Visits all keys of neighbouring runs, sorted.
pub(super) fn each<'a>(runs: &'a [Run], mut visit: impl FnMut(Merged<'a, '_>)) {
    let mut heads: Vec<Head<'a>> = Vec::with_capacity(runs.len());
    let mut start = 0;
    for run in runs {
        let mut rest = run.words();
        heads.extend(rest.next().map(|word| Head { start, word, rest }));
        start += run.documents();
    }
    // Of one key the earlier run comes first.
    let mut order: BinaryHeap<Reverse<(&'a str, usize)>> =
        heads.iter().enumerate().map(|(place, head)| Reverse((head.word.key, place))).collect();
    let mut parts = Vec::with_capacity(heads.len());
    while let Some(Reverse((key, _))) = order.peek().copied() {
        parts.clear();
        while let Some(mut least) = order.peek_mut().filter(|least| least.0.0 == key) {
            let head = &mut heads[least.0.1];
            parts.push((head.start, head.word));
            if let Some(word) = head.rest.next() {
                head.word = word;
                least.0.0 = word.key;
            } else {
                PeekMut::pop(least);
            }
        }
        visit(Merged { key, parts: &parts });
    }
}
