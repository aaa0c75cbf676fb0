//! What was parsed of each document, kept from one build to the next.
//!
//! The entry point is [`read`]. What is kept is a function of the document and of what it was parsed with; both are part
//! of the question for it. Findings are not kept: a build needs those of few documents, and parses these again.

use std::borrow::Cow;
use std::collections::BTreeMap;

use jiff::civil::Date;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::archive::Words;
use crate::cache::Cache;
use crate::config::Settings;
use crate::diagnostic::Diagnostic;
use crate::model::{DateOrder, Postmortem};
use crate::parse::{Evidence, Hints};
use crate::text::Source;

/// So many documents share a file in the mean: one that is edited has the others written again, and each file costs as
/// much time as some documents.
const TOGETHER: usize = 64;
/// The number of files of a small archive, so that several cores have something to do.
const FEWEST: usize = 16;

/// A document that was parsed.
pub(super) struct Parsed {
    pub(super) postmortem: Postmortem,
    pub(super) words: Words,
    /// What parsing found; none when it was not parsed now.
    pub(super) found: Option<Vec<Diagnostic>>,
}

/// What is kept of some documents.
#[derive(Default, Serialize, Deserialize)]
struct Kept<'a> {
    /// What they were parsed with, but for each other.
    common: &'a str,
    /// What the others said about dates when they were parsed.
    date_order: Option<DateOrder>,
    #[serde(borrow)]
    records: Vec<Record<'a>>,
    /// The words of all, [packed](Words::pack).
    words: &'a [u8],
    counts: Vec<usize>,
}

/// What is kept of a document.
#[derive(Serialize, Deserialize)]
struct Record<'a> {
    path: &'a str,
    /// Of the text.
    hash: [u8; blake3::OUT_LEN],
    committed: Option<Date>,
    evidence: Evidence,
    postmortem: Cow<'a, Postmortem>,
}

impl Record<'_> {
    fn is_of(&self, source: &Source) -> bool {
        self.hash == *source.hash.as_bytes() && self.committed == source.committed
    }
}

/// What is known of a document.
struct Known {
    evidence: Evidence,
    postmortem: Postmortem,
    words: Words,
}

/// What documents are parsed with. `common` stands for everything but each other.
struct With<'a> {
    settings: &'a Settings,
    common: &'a str,
    hints: Hints,
}

/// Some documents, and what is known of them.
struct Lot {
    name: String,
    /// Their places.
    places: Vec<usize>,
    known: Vec<Option<Known>>,
    date_order: Option<DateOrder>,
    /// Whether something else is kept with them.
    has_more: bool,
}

/// Parses documents of an archive, but for what `cache` has of them. `common` is a hash of
/// everything that they are parsed with, and of more: of all that their findings, which are counted, are found from.
pub(super) fn read(sources: &[&Source], settings: &Settings, common: &str, cache: &dyn Cache) -> (Vec<Parsed>, Hints) {
    let lots: Vec<Lot> = lots(sources).into_par_iter().map(|lot| lot.known(sources, common, cache)).collect();
    let evidence: Vec<Vec<Evidence>> = lots.par_iter().map(|lot| lot.evidence(sources)).collect();
    let hints = Hints::of_evidence(evidence.iter().flatten().copied().fold(Evidence::default(), Evidence::with));
    let with = With { settings, common, hints };
    let parsed: Vec<Vec<(usize, Parsed)>> = lots
        .into_par_iter()
        .zip(evidence)
        .map(|(lot, evidence)| lot.parsed(sources, &evidence, &with, cache))
        .collect();
    let mut parsed: Vec<(usize, Parsed)> = parsed.into_iter().flatten().collect();
    parsed.par_sort_unstable_by_key(|(place, _)| *place);
    (parsed.into_iter().map(|(_, parsed)| parsed).collect(), hints)
}

/// Documents that share a file are those whose paths have hashes that begin alike: another document moves none.
fn lots(sources: &[&Source]) -> Vec<Lot> {
    let number = (sources.len() / TOGETHER).next_power_of_two().max(FEWEST);
    let mut lots: BTreeMap<usize, Lot> = BTreeMap::new();
    for (place, source) in sources.iter().enumerate() {
        let [first, second, ..] = *blake3::hash(source.path.as_str().as_bytes()).as_bytes();
        let lot = usize::from(u16::from_be_bytes([first, second])) % number;
        let new = || Lot {
            name: format!("documents-{lot}"),
            places: Vec::new(),
            known: Vec::new(),
            date_order: None,
            has_more: false,
        };
        lots.entry(lot).or_insert_with(new).places.push(place);
    }
    lots.into_values().collect()
}

impl Lot {
    /// With what the cache has of it.
    fn known(self, sources: &[&Source], common: &str, cache: &dyn Cache) -> Self {
        let bytes = cache.get(&self.name).unwrap_or_default();
        let kept = postcard::from_bytes(&bytes).ok().filter(|kept: &Kept<'_>| kept.common == common);
        let Kept { date_order, records, words, counts, .. } = kept.unwrap_or_default();
        let count = records.len();
        let words = Words::unpack(words, &counts).unwrap_or_default();
        let mut records: BTreeMap<&str, (Record<'_>, Words)> =
            records.into_iter().zip(words).map(|(record, words)| (record.path, (record, words))).collect();
        let mut known = |source: &Source| {
            let (record, words) = records.remove(source.path.as_str()).filter(|(record, _)| record.is_of(source))?;
            let Record { evidence, postmortem, .. } = record;
            let postmortem = Postmortem { source: source.id, path: source.path.clone(), ..postmortem.into_owned() };
            Some(Known { evidence, postmortem, words })
        };
        let known: Vec<_> = self.places.iter().map(|place| known(sources[*place])).collect();
        let has_more = count > known.iter().flatten().count();
        Self { known, date_order, has_more, ..self }
    }

    /// What each of its documents says about dates.
    fn evidence(&self, sources: &[&Source]) -> Vec<Evidence> {
        let of = |(place, known): (&usize, &Option<Known>)| {
            known.as_ref().map_or_else(|| Hints::evidence(sources[*place]), |known| known.evidence)
        };
        self.places.par_iter().zip(&self.known).map(of).collect()
    }

    /// All of its documents, with their places. Keeps them unless all were known.
    fn parsed(
        self,
        sources: &[&Source],
        evidence: &[Evidence],
        with: &With<'_>,
        cache: &dyn Cache,
    ) -> Vec<(usize, Parsed)> {
        let Self { name, places, known, date_order, has_more } = self;
        let With { settings, common, hints } = *with;
        let is_current = date_order == hints.date_order;
        let read = |(place, known): (usize, Option<Known>)| {
            if let Some(Known { postmortem, words, .. }) = known.filter(|_| is_current) {
                return (place, postmortem, Some(words), None);
            }
            let (postmortem, found) = super::parsed(sources[place], settings, hints);
            (place, postmortem, None, Some(found))
        };
        let read: Vec<_> = places.into_par_iter().zip(known).map(read).collect();
        let without = read.iter().filter(|(_, _, words, _)| words.is_none());
        let mut words_anew = Words::of_all(without.map(|(_, postmortem, ..)| postmortem)).into_iter();
        let with_words = |(place, postmortem, words, found): (usize, Postmortem, Option<Words>, _)| {
            let words = words.or_else(|| words_anew.next()).unwrap_or_else(|| Words::of(&postmortem));
            (place, Parsed { postmortem, words, found })
        };
        let parsed: Vec<(usize, Parsed)> = read.into_iter().map(with_words).collect();
        if has_more || parsed.iter().any(|(_, parsed)| parsed.found.is_some()) {
            let records = parsed.iter().zip(evidence).map(|((place, parsed), evidence)| {
                let Source { path, hash, committed, .. } = sources[*place];
                Record {
                    path: path.as_str(),
                    hash: *hash.as_bytes(),
                    committed: *committed,
                    evidence: *evidence,
                    postmortem: Cow::Borrowed(&parsed.postmortem),
                }
            });
            let (words, counts) = Words::pack(parsed.iter().map(|(_, parsed)| &parsed.words));
            let (date_order, records) = (hints.date_order, records.collect());
            let kept = Kept { common, date_order, records, words: &words, counts };
            // Everything that is kept has such a form.
            if let Ok(bytes) = postcard::to_stdvec(&kept) {
                cache.put(&name, &bytes);
            }
        }
        parsed
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cache::Memory;
    use crate::text::SourceSet;

    /// How many documents are parsed, and what is put into the cache.
    fn parsed(files: &BTreeMap<String, String>, common: &str, cache: &Memory) -> (usize, usize) {
        let sources = SourceSet::from_files(files.iter().map(|(path, text)| (path.as_str(), text.as_str())));
        let sources: Vec<&Source> = sources.iter().collect();
        let settings = Settings::default();
        let (parsed, hints) = read(&sources, &settings, common, cache);
        assert_eq!(parsed.len(), sources.len());
        for (parsed, source) in parsed.iter().zip(&sources) {
            let (anew, _) = crate::pipeline::parsed(source, &settings, hints);
            assert_eq!(parsed.postmortem, anew, "{}", source.path);
            assert_eq!(Words::pack([&parsed.words]), Words::pack([&Words::of(&anew)]), "{}", source.path);
        }
        (parsed.iter().filter(|parsed| parsed.found.is_some()).count(), cache.news().len())
    }

    #[test]
    fn what_is_as_it_was_is_not_parsed_again() {
        let cache = Memory::default();
        let document =
            |n: usize| (format!("d{n}.md"), format!("---\nservices: [mail]\n---\n# Title {n}\n\nWord{n} here.\n"));
        let mut files: BTreeMap<String, String> = (0..90).map(document).collect();
        assert_eq!(parsed(&files, "settings", &cache), (90, FEWEST));
        assert_eq!(parsed(&files, "settings", &cache), (0, 0));
        files.insert("d7.md".to_owned(), "# Another title\n".to_owned());
        assert_eq!(parsed(&files, "settings", &cache), (1, 1));
        files.extend([document(90)]);
        assert_eq!(parsed(&files, "settings", &cache), (1, 1));
        files.remove("d7.md");
        assert_eq!(parsed(&files, "settings", &cache), (0, 1));
        assert_eq!(parsed(&files, "settings", &cache), (0, 0));
        assert_eq!(parsed(&files, "other settings", &cache), (90, FEWEST));
        // Which number of a date comes first is said by all documents.
        files.insert("d7.md".to_owned(), "# Title\n\nDate: 25/12/2025\n".to_owned());
        assert_eq!(parsed(&files, "other settings", &cache), (91, FEWEST));
        assert_eq!(parsed(&files, "other settings", &cache), (0, 0));
    }
}
