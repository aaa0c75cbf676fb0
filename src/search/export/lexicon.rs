//! The lexicon, its postings and positions, cut into files of a size that one search can load.

use std::collections::BTreeMap;
use std::mem::take;

use rayon::prelude::*;

use super::encode;
use super::gather::Key;
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

/// What the core has to say of the files.
#[derive(Debug, Default)]
pub(super) struct Lexicon {
    /// The files, by name.
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

/// A key as it is written.
#[derive(Debug, Default)]
struct Record {
    text: String,
    positions: String,
    /// Whether it goes into a file of its own.
    is_own: bool,
}

pub(super) fn write(keys: Vec<(String, Key)>, documents: usize) -> Lexicon {
    let mut lexicon = Lexicon::default();
    if keys.is_empty() {
        return lexicon;
    }
    add_slips(&mut lexicon, &keys);
    let words: Vec<_> = keys.into_par_iter().map(|(key, known)| (key, known.form, record(known, documents))).collect();
    add_words(&mut lexicon, words);
    lexicon
}

fn record(Key { form, postings }: Key, documents: usize) -> Record {
    let mut record = Record::default();
    encode::number(&mut record.text, form);
    if postings.documents == 0 {
        return record;
    }
    encode::number(&mut record.text, postings.documents);
    postings.write(&mut record.text);
    record.is_own = record.text.len() >= OWN && postings.documents as usize * COMMON > documents;
    record.positions = postings.positions;
    record
}

/// One file in the making.
#[derive(Default)]
struct Shard {
    keys: Vec<String>,
    records: Vec<String>,
    positions: Vec<String>,
    size: usize,
}

impl Shard {
    fn push(&mut self, key: String, record: String, positions: String) {
        self.size += key.len() / 2 + record.len() + 3;
        self.keys.push(key);
        self.records.push(record);
        self.positions.push(positions);
    }
}

fn add_words(lexicon: &mut Lexicon, words: Vec<(String, u32, Record)>) {
    let mut own: Vec<Shard> = Vec::new();
    let mut ranges: Vec<Shard> = Vec::new();
    let mut open = Shard::default();
    for (key, form, Record { mut text, mut positions, is_own }) in words {
        if is_own {
            let mut pointer = String::new();
            encode::number(&mut pointer, form);
            encode::number(&mut pointer, 0);
            encode::number(&mut pointer, u32::try_from(own.len()).unwrap_or(u32::MAX));
            let mut shard = Shard::default();
            shard.push(key.clone(), std::mem::replace(&mut text, pointer), take(&mut positions));
            own.push(shard);
        }
        if open.size >= CUT {
            ranges.push(take(&mut open));
        }
        open.push(key, text, positions);
    }
    ranges.extend(Some(open).filter(|open| !open.keys.is_empty()));
    lexicon.own = own.len();
    lexicon.words.from = separators(&ranges);
    ranges.extend(own);
    lexicon.words.name = written(lexicon, ranges);
}

/// For each range, the shortest text that all of its keys have reached and none before it. The first is empty: it also
/// stands for all that comes before its first key.
fn separators(ranges: &[Shard]) -> Vec<String> {
    let mut before: Option<&str> = None;
    let mut separators = Vec::with_capacity(ranges.len());
    for shard in ranges {
        let first = shard.keys.first().map_or("", String::as_str);
        let separator = before.map_or("", |before| {
            let ends = first.char_indices().map(|(at, c)| &first[..at + c.len_utf8()]);
            ends.into_iter().find(|text| *text > before).unwrap_or(first)
        });
        separators.push(separator.to_owned());
        before = shard.keys.last().map(String::as_str);
    }
    separators
}

/// Writes files of postings and of positions. Returns what their names begin with. Each step takes what the one before
/// it made: together they would be several indexes.
fn written(lexicon: &mut Lexicon, shards: Vec<Shard>) -> String {
    let texts: Vec<[String; 3]> = shards
        .into_par_iter()
        .map(|Shard { keys, records, positions, .. }| {
            [encode::keys(keys.iter().map(String::as_str)), records.join(" "), positions.join(" ")]
        })
        .collect();
    let hash = encode::name(texts.iter().flatten().map(String::as_str));
    let scripts: Vec<(String, String)> = texts
        .into_par_iter()
        .enumerate()
        .flat_map_iter(|(k, [keys, records, positions])| {
            let (words, places) = (encode::numbered("p", &hash, k), encode::numbered("x", &hash, k));
            let both = [
                (encode::call(&words, &[&encode::json(&keys), &encode::json(&records)]), words),
                (encode::call(&places, &[&encode::json(&positions)]), places),
            ];
            both.map(|(script, name)| (format!("{name}.js"), script))
        })
        .collect();
    lexicon.scripts.extend(scripts);
    hash
}

/// Forms for slips, by first letter and then by length, the letters as far together as a file has room.
fn add_slips(lexicon: &mut Lexicon, keys: &[(String, Key)]) {
    let mut groups: BTreeMap<(char, u32), Vec<(&str, u32)>> = BTreeMap::new();
    for (key, Key { form, .. }) in keys {
        let Some(first) = key.chars().next().filter(|_| *form > 0 && expand::is_candidate(key)) else { continue };
        let length = u32::try_from(key.chars().count()).unwrap_or(u32::MAX);
        groups.entry((first, length)).or_default().push((key, *form));
    }
    let mut files: Vec<(String, Vec<(&str, u32)>)> = Vec::new();
    let mut size = SLIPS_CUT;
    for ((first, length), forms) in groups {
        if size >= SLIPS_CUT {
            files.push((encode::slips_from(first, length), Vec::new()));
            size = 0;
        }
        size += forms.iter().map(|(form, _)| form.len() / 2 + 3).sum::<usize>();
        if let Some((_, file)) = files.last_mut() {
            file.extend(forms);
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
