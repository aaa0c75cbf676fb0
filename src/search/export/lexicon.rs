//! The lexicon, its postings and positions, cut into files of a size that one search can load.

use std::collections::BTreeMap;
use std::mem::take;

use super::encode;
use super::merge::{self, Merged};
use super::run::Run;
use crate::cache::Cache;
use crate::search::expand;

/// A file is cut when it has reached this size. Bytes, before compression.
const CUT: usize = 6 * 1024;
/// Postings of this size, in bytes, of a word that one document in [`COMMON`] has, are a file of their own:
/// few searches need them, and all that need a neighbour would load them.
const OWN: usize = 1_500;
/// See [`OWN`].
const COMMON: usize = 4;
/// Forms for slips, in one file. Bytes.
const SLIPS_CUT: usize = 8 * 1024;

/// All that is known of words, and what the core has to say of the files.
#[derive(Debug, Default)]
pub(super) struct Lexicon {
    /// The files of postings and positions.
    pub(super) shards: Shards,
    /// All others, by name.
    pub(super) scripts: BTreeMap<String, String>,
    /// The files of ranges of words.
    pub(super) words: Files,
    /// The number of files of single words; they follow those of the ranges.
    pub(super) own: usize,
    /// The files of forms for slips.
    pub(super) slips: Files,
}

/// Files of one kind. They have one hash and are numbered: hardly any change leaves one of them as it was, and a name
/// for each would be the greater part of the core.
#[derive(Debug, Default)]
pub(super) struct Files {
    /// What comes before the number and a hyphen.
    pub(super) name: String,
    /// Where each range begins.
    pub(super) from: Vec<String>,
}

/// Writes the words of neighbouring runs; none when the cache no longer has all.
pub(super) fn write(runs: Vec<Run>, documents: usize, cache: &dyn Cache) -> Option<Lexicon> {
    let mut lexicon = Lexicon::default();
    let mut words = Words::default();
    let mut slips = Slips::default();
    let has_all = merge::each(runs, cache, |word| {
        slips.add(word);
        words.add(word, documents);
    });
    if !has_all {
        return None;
    }
    words.close();
    let Words { ranges: mut shards, own, from, .. } = words;
    if shards.is_empty() {
        return Some(lexicon);
    }
    slips.write(&mut lexicon);
    lexicon.own = own.len();
    lexicon.words.from = from;
    shards.extend(own);
    lexicon.shards = Shards::new(shards);
    lexicon.words.name.clone_from(&lexicon.shards.hash);
    Some(lexicon)
}

/// The files of postings and of positions, which have one hash. Their scripts are made one by one when they are written:
/// together they would be the index once more.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Shards {
    hash: String,
    shards: Vec<Shard>,
}

impl Shards {
    fn new(shards: Vec<Shard>) -> Self {
        let texts = shards.iter().flat_map(|Shard { keys, records, positions, .. }| [keys, records, positions]);
        Self { hash: encode::name(texts.map(String::as_str)), shards }
    }

    /// The names of all files, without extension.
    pub(super) fn names(&self) -> impl Iterator<Item = String> {
        (0..self.shards.len()).flat_map(|k| [POSTINGS, POSITIONS].map(|kind| encode::numbered(kind, &self.hash, k)))
    }

    /// A file by its name.
    pub(super) fn script(&self, name: &str) -> Option<String> {
        let (kind, k) = encode::place(name, &self.hash)?;
        let Shard { keys, records, positions, .. } = self.shards.get(k)?;
        match kind {
            POSTINGS => Some(encode::call(name, &[&encode::json(keys), &encode::json(records)])),
            POSITIONS => Some(encode::call(name, &[&encode::json(positions)])),
            _ => None,
        }
    }
}

/// The folders of both.
const POSTINGS: &str = "p";
const POSITIONS: &str = "x";

/// One file of postings and one of positions.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Shard {
    keys: String,
    records: String,
    positions: String,
    size: usize,
}

impl Shard {
    /// Adds a word behind the one before it.
    fn push(&mut self, before: &str, key: &str, record: &str) {
        let is_first = self.keys.is_empty();
        if !is_first {
            self.records.push(' ');
            self.positions.push(' ');
        }
        encode::key(&mut self.keys, if is_first { "" } else { before }, key);
        self.records.push_str(record);
        self.size += key.len() / 2 + record.len() + 3;
    }

    /// An archive has many, and what one has room for and does not use is never used.
    fn shrunk(mut self) -> Self {
        for text in [&mut self.keys, &mut self.records, &mut self.positions] {
            text.shrink_to_fit();
        }
        self
    }
}

/// The files of words in the making.
#[derive(Default)]
struct Words {
    ranges: Vec<Shard>,
    own: Vec<Shard>,
    /// Where each range begins.
    from: Vec<String>,
    /// The last of the ranges, and the last word.
    open: Shard,
    before: String,
    /// Room for a record.
    record: String,
}

impl Words {
    fn add(&mut self, word: &Merged<'_>, documents: usize) {
        if self.open.size >= CUT {
            self.close();
        }
        if self.open.keys.is_empty() {
            // The first also stands for all that comes before its first word.
            let is_first = self.ranges.is_empty();
            self.from.push(if is_first { String::new() } else { separator(&self.before, word.key) });
        }
        let (form, having) = (word.form(), word.documents());
        self.record.clear();
        encode::number(&mut self.record, form);
        if having > 0 {
            encode::number(&mut self.record, having);
            word.write(&mut self.record);
        }
        if self.record.len() >= OWN && having as usize * COMMON > documents {
            let mut shard = Shard::default();
            shard.push("", word.key, &self.record);
            word.write_positions(&mut shard.positions);
            self.record.clear();
            encode::number(&mut self.record, form);
            encode::number(&mut self.record, 0);
            encode::number(&mut self.record, u32::try_from(self.own.len()).unwrap_or(u32::MAX));
            self.own.push(shard.shrunk());
            self.open.push(&self.before, word.key, &self.record);
        } else {
            self.open.push(&self.before, word.key, &self.record);
            word.write_positions(&mut self.open.positions);
        }
        self.before.clear();
        self.before.push_str(word.key);
    }

    /// Ends the last of the ranges.
    fn close(&mut self) {
        if !self.open.keys.is_empty() {
            self.ranges.push(take(&mut self.open).shrunk());
        }
    }
}

/// The shortest text that a range's first word has reached and the word before it has not.
fn separator(before: &str, first: &str) -> String {
    let mut ends = first.char_indices().map(|(at, c)| &first[..at + c.len_utf8()]);
    ends.find(|text| *text > before).unwrap_or(first).to_owned()
}

/// Forms for slips, by first letter and then by length, the letters as far together as a file has room.
#[derive(Default)]
struct Slips(BTreeMap<(char, u32), Forms>);

/// Forms, and in how many documents each is.
#[derive(Default)]
struct Forms {
    /// One behind the other.
    text: String,
    /// How long each is in bytes, and its documents.
    each: Vec<(usize, u32)>,
}

impl Forms {
    fn iter(&self) -> impl Iterator<Item = (&str, u32)> {
        self.each.iter().scan(self.text.as_str(), |rest, (length, count)| {
            let (form, others) = rest.split_at_checked(*length)?;
            *rest = others;
            Some((form, *count))
        })
    }
}

impl Slips {
    fn add(&mut self, word: &Merged<'_>) {
        let form = word.form();
        if let Some(first) = word.key.chars().next().filter(|_| form > 0 && expand::is_candidate(word.key)) {
            let length = u32::try_from(word.key.chars().count()).unwrap_or(u32::MAX);
            let forms = self.0.entry((first, length)).or_default();
            forms.text.push_str(word.key);
            forms.each.push((word.key.len(), form));
        }
    }

    fn write(&self, lexicon: &mut Lexicon) {
        let mut files: Vec<(String, Vec<(&str, u32)>)> = Vec::new();
        let mut size = SLIPS_CUT;
        for ((first, length), forms) in &self.0 {
            if size >= SLIPS_CUT {
                files.push((encode::slips_from(*first, *length), Vec::new()));
                size = 0;
            }
            size += forms.each.iter().map(|(length, _)| length / 2 + 3).sum::<usize>();
            if let Some((_, file)) = files.last_mut() {
                file.extend(forms.iter());
            }
        }
        let mut texts = Vec::with_capacity(files.len());
        for (from, mut forms) in files {
            forms.sort_unstable();
            let keys = encode::keys(forms.iter().map(|(form, _)| *form));
            let mut counts = String::new();
            for (_, count) in &forms {
                encode::number(&mut counts, *count);
            }
            lexicon.slips.from.push(from);
            texts.push([keys, counts]);
        }
        lexicon.slips.name = encode::name(texts.iter().flatten().map(String::as_str));
        for (k, [keys, counts]) in texts.iter().enumerate() {
            let name = encode::numbered("f", &lexicon.slips.name, k);
            let script = encode::call(&name, &[&encode::json(keys), &encode::json(counts)]);
            lexicon.scripts.insert(format!("{name}.js"), script);
        }
    }
}
