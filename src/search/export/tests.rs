//! The files, read back as the format says, hold what the index holds.

mod runs;

use std::collections::BTreeMap;

use serde_json::Value;
use tantivy::postings::Postings;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocSet, TERMINATED};

use super::*;
use crate::cache::NoCache;
use crate::config::Options;
use crate::parse;
use crate::search::doc;
use crate::search::facets;
use crate::search::index::{Index, Spellings};
use crate::search::schema::{Facet, TextField};
use crate::text::SourceSet;

/// A term's documents, and where it stands in the three fields of each.
type Stands = BTreeMap<u32, [Vec<u32>; 3]>;

/// The arguments of a file's call.
fn arguments(script: &str) -> Vec<Value> {
    let inside = script.strip_prefix("afterword.load(").and_then(|rest| rest.strip_suffix(");\n")).unwrap();
    serde_json::from_str(&format!("[{inside}]")).unwrap()
}

/// Reads numbers to the end of a text.
fn numbers(text: &str) -> Vec<u32> {
    let (mut numbers, mut n, mut unit) = (Vec::new(), 0, 1);
    for c in text.chars() {
        let value = if c == '!' { 57 } else { u32::from(c) - 35 };
        if value < 64 {
            numbers.push(n + value * unit);
            (n, unit) = (0, 1);
        } else {
            n += (value - 64) * unit;
            unit *= 28;
        }
    }
    numbers
}

fn read_keys(text: &str) -> Vec<String> {
    let mut key: Vec<u16> = Vec::new();
    let parts = text.split(' ').filter(|part| !part.is_empty());
    let keys = parts.map(|part| {
        let mut rest = part.chars();
        key.truncate(numbers(&rest.next().unwrap().to_string())[0] as usize);
        key.extend(rest.as_str().encode_utf16());
        String::from_utf16(&key).unwrap()
    });
    keys.collect()
}

fn rising(gaps: &[u32]) -> Vec<u32> {
    let mut next = 0;
    gaps.iter()
        .map(|gap| {
            let n = next + gap;
            next = n + 1;
            n
        })
        .collect()
}

struct Site {
    sources: SourceSet,
    settings: crate::config::Settings,
}

impl Site {
    fn new(documents: &[(String, String)]) -> Self {
        let sources = SourceSet::from_files(documents.iter().map(|(path, text)| (path.as_str(), text.as_str())));
        Self { sources, settings: Options::default().into_settings("test") }
    }

    fn archive(&self) -> Archive {
        let Self { sources, settings } = self;
        let postmortems = sources.iter().map(|source| parse::parse(source, &settings.parse, &settings.catalog).0);
        Archive::build(postmortems.collect(), sources, &settings.catalog)
    }

    fn export(&self) -> (Archive, Export) {
        let archive = self.archive();
        let export = Export::new(&archive, &self.settings.catalog, &NoCache, "");
        (archive, export)
    }
}

/// Documents with words of all kinds, more of them in later ones.
fn documents(count: usize) -> Vec<(String, String)> {
    let words =
        ["pool", "pools", "retry", "retries", "on-call", "us-east-1", "größe", "接続プール", "𝒜lpha", "ConnectionPool"];
    (0..count)
        .map(|n| {
            let text: Vec<String> = (0..40 + n % 25)
                .map(|k| format!("{} word{}", words[(n * 7 + k * 3) % words.len()], (n * 31 + k) % 400))
                .collect();
            let date = if n % 5 == 4 {
                String::new()
            } else {
                format!("date: 20{:02}-0{}-1{}\n", 10 + n % 9, 1 + n % 8, n % 9)
            };
            let text = text.join(" ");
            let head = format!("---\ntitle: Common title {n}\n{date}services: [s{}]\n---\n", n % 3);
            (
                format!("d{n:03}.md"),
                format!("{head}\n## Summary\n\nA common incident. {text}\n\n## Lessons\n\n{text}\n"),
            )
        })
        .collect()
}

#[track_caller]
fn check(count: usize) {
    let site = Site::new(&documents(count));
    let (archive, export) = site.export();
    let catalog = &site.settings.catalog;
    let read = |name: &str| {
        let script = export.bytes(&archive, catalog, &format!("{name}.js")).unwrap();
        let arguments = arguments(std::str::from_utf8(&script).unwrap());
        assert_eq!(arguments[0], name);
        arguments
    };
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let list = |value: &Value| value.as_array().unwrap().iter().map(text).collect::<Vec<_>>();
    let core = read("core").swap_remove(1);
    assert_eq!(core["n"], count);

    // Every file is named once, and there is no other.
    let named = |files: &Value, from: usize, to: usize| -> Vec<String> {
        (from..to).map(|k| format!("{}/{}/{}", text(&files["name"]), k / 16, k % 16)).collect()
    };
    let ranges = list(&core["p"]["from"]).len();
    let shared = named(&core["p"], 0, ranges);
    let own = named(&core["p"], ranges, ranges + usize::try_from(core["p"]["own"].as_u64().unwrap()).unwrap());
    let slips = named(&core["f"], 0, list(&core["f"]["from"]).len());
    let mut all = vec!["core.js".to_owned()];
    let kinds = ["columns", "tags"].map(|kind| (kind, text(&core[kind])));
    let columns: Vec<_> =
        kinds.iter().filter(|(_, hash)| !hash.is_empty()).map(|(kind, hash)| format!("{kind}-{hash}")).collect();
    all.extend(columns.iter().map(|name| format!("{name}.js")));
    for name in shared.iter().chain(&own) {
        all.extend([format!("p/{name}.js"), format!("x/{name}.js")]);
    }
    all.extend(slips.iter().map(|name| format!("f/{name}.js")));
    let groups = list(&core["t"]);
    all.extend((0..count).map(|doc| format!("t/{}/{}.js", groups[doc / 16], doc % 16)));
    all.sort();
    assert_eq!(all, export.names());

    // Words.
    let mut forms: BTreeMap<String, u32> = BTreeMap::new();
    let mut terms: BTreeMap<String, Stands> = BTreeMap::new();
    let mut before = String::new();
    for (k, name) in shared.iter().enumerate() {
        let words = read(&format!("p/{name}"));
        let places = read(&format!("x/{name}"));
        let (keys, records, positions) = (read_keys(&text(&words[1])), text(&words[2]), text(&places[1]));
        let records: Vec<&str> = records.split(' ').collect();
        let positions: Vec<&str> = positions.split(' ').collect();
        assert_eq!((keys.len(), keys.len()), (records.len(), positions.len()));
        let from = text(&core["p"]["from"][k]);
        assert_eq!(k == 0, from.is_empty());
        assert!(k == 0 || before < from && from <= keys[0], "{before} {from} {}", keys[0]);
        for ((key, record), positions) in keys.into_iter().zip(records).zip(positions) {
            assert!(before < key, "{before} {key}");
            before.clone_from(&key);
            let mut record = numbers(record);
            let mut positions = numbers(positions);
            if record[0] > 0 {
                forms.insert(key.clone(), record[0]);
            }
            if let [_, 0, k] = record[..] {
                let name = &own[k as usize];
                let (words, places) = (read(&format!("p/{name}")), read(&format!("x/{name}")));
                assert_eq!(read_keys(&text(&words[1])), [key.as_str()]);
                record = numbers(&text(&words[2]));
                positions = numbers(&text(&places[1]));
            }
            if let [_, documents, rest @ ..] = &record[..] {
                terms.insert(key, stands(*documents as usize, rest, &positions));
            }
        }
    }
    let index = Index::build(doc::documents(&archive, catalog), Spellings::new(catalog)).unwrap();
    let reader = index.reader().unwrap().unwrap();
    let mut expected_forms = BTreeMap::new();
    let lexicon = reader.lexicon().unwrap();
    let mut stream = lexicon.terms().stream().unwrap();
    while let Some((form, info)) = stream.next() {
        expected_forms.insert(String::from_utf8(form.to_vec()).unwrap(), info.doc_freq);
    }
    assert_eq!(forms, expected_forms);
    assert_eq!(terms, expected_terms(&reader));

    // Slips.
    let mut candidates = BTreeMap::new();
    for (k, name) in slips.iter().enumerate() {
        let file = read(&format!("f/{name}"));
        for (form, count) in read_keys(&text(&file[1])).into_iter().zip(numbers(&text(&file[2]))) {
            let length = u32::try_from(form.chars().count()).unwrap();
            let place = encode::slips_from(form.chars().next().unwrap(), length);
            assert!(text(&core["f"]["from"][k]) <= place);
            assert!(slips.len() == k + 1 || place < text(&core["f"]["from"][k + 1]));
            candidates.insert(form, count);
        }
    }
    expected_forms.retain(|form, _| crate::search::expand::is_candidate(form));
    assert_eq!(candidates, expected_forms);

    // Lengths, days, columns.
    for field in TextField::ALL {
        let column = &core["fields"][field.name()];
        let norms = reader.lengths(field).unwrap();
        let lengths = numbers(&text(&column["docs"])).into_iter().map(|at| column["lengths"][at as usize].clone());
        assert_eq!(
            lengths.collect::<Vec<_>>(),
            (0..reader.documents()).map(|doc| norms.fieldnorm(doc)).collect::<Vec<_>>()
        );
        assert_eq!(column["tokens"], reader.text(field).unwrap().total_num_tokens());
    }
    let mut day = 0;
    let days = numbers(&text(&core["days"])).into_iter().map(|n| {
        let zigzag = n.checked_sub(1)?;
        day = if zigzag % 2 == 0 { day + zigzag / 2 } else { day - zigzag.div_ceil(2) };
        Some(day / 372 * 10_000 + (day / 31 % 12 + 1) * 100 + day % 31 + 1)
    });
    assert_eq!(days.collect::<Vec<_>>(), facets::days(&reader).unwrap());
    let columns: Vec<Value> = columns.iter().map(|name| read(name).swap_remove(1)).collect();
    for facet in Facet::ALL.into_iter().filter(|facet| *facet != Facet::Year) {
        let values = facets::values(&reader, facet).unwrap();
        let mut with = columns.iter().filter_map(|columns| columns.get(facet.name()));
        let column = with.next().unwrap_or(&Value::Null);
        if values.is_empty() {
            assert_eq!(*column, Value::Null);
            continue;
        }
        assert_eq!(list(&column["values"]), values);
        let docs: Vec<Vec<u32>> = text(&column["docs"]).split(' ').map(|gaps| rising(&numbers(gaps))).collect();
        assert_eq!(docs, facets::by_value(&reader, facet, values.len()).unwrap());
        let frequent = core["frequent"][facet.name()].as_array().into_iter().flatten();
        for known in frequent {
            let place = values.iter().position(|value| known[0] == *value).unwrap();
            assert_eq!(known[2], docs[place].len());
        }
    }
}

fn stands(documents: usize, rest: &[u32], positions: &[u32]) -> Stands {
    let (docs, codes) = rest.split_at(documents);
    let mut codes = codes.iter().copied();
    let mut positions = positions.iter().copied();
    let stands = rising(docs)
        .into_iter()
        .map(|doc| {
            let code = codes.next().unwrap();
            let outline = if code & 2 > 0 { codes.next().unwrap() } else { 0 };
            let title = if code & 1 > 0 { codes.next().unwrap() } else { 0 };
            let fields = [title, outline, code / 4].map(|count| {
                let mut at = 0;
                (0..count)
                    .map(|_| {
                        at += positions.next().unwrap();
                        at
                    })
                    .collect()
            });
            (doc, fields)
        })
        .collect();
    assert_eq!((codes.next(), positions.next()), (None, None));
    stands
}

fn expected_terms(reader: &crate::search::index::Reader<'_>) -> BTreeMap<String, Stands> {
    let mut terms: BTreeMap<String, Stands> = BTreeMap::new();
    for field in TextField::ALL {
        let postings = reader.text(field).unwrap();
        let mut stream = postings.terms().stream().unwrap();
        while let Some((term, info)) = stream.next() {
            let option = IndexRecordOption::WithFreqsAndPositions;
            let mut list = postings.read_postings_from_terminfo(info, option).unwrap();
            while list.doc() != TERMINATED {
                let stands = terms.entry(String::from_utf8(term.to_vec()).unwrap()).or_default();
                list.positions(&mut stands.entry(list.doc()).or_default()[field as usize]);
                list.advance();
            }
        }
    }
    terms
}

#[test]
fn the_files_hold_the_index() {
    check(1);
    check(18);
}

#[test]
fn common_words_have_files_of_their_own() {
    check(900);
    let site = Site::new(&documents(900));
    let (archive, export) = site.export();
    let core = export.bytes(&archive, &site.settings.catalog, "core.js").unwrap();
    let core = arguments(std::str::from_utf8(&core).unwrap()).swap_remove(1);
    assert!(core["p"]["own"].as_u64().unwrap() > 0);
}

#[test]
fn an_archive_without_documents_has_a_core() {
    let (archive, export) = Site::new(&[]).export();
    assert_eq!(export.names(), ["core.js"]);
    let core = export.bytes(&archive, &Catalog::default(), "core.js").unwrap();
    snapbox::assert_data_eq!(
        String::from_utf8(core).unwrap(),
        snapbox::str![[r#"
afterword.load("core",{"format":2,"n":0,"fields":{"body":{"tokens":0,"lengths":[],"docs":""},"outline":{"tokens":0,"lengths":[],"docs":""},"title":{"tokens":0,"lengths":[],"docs":""}},"days":"","columns":"","tags":"","frequent":{},"p":{"from":[],"name":"","own":0},"f":{"from":[],"name":""},"t":[]});

"#]]
    );
}

#[test]
fn no_other_name_is_a_file() {
    let site = Site::new(&documents(3));
    let (archive, export) = site.export();
    let group = &export.groups[0];
    for name in
        ["", "core", "t//0.js", "t/x/0.js", "../core.js", &format!("t/{group}/3.js"), &format!("t/{group}/00.js")]
    {
        assert_eq!(export.bytes(&archive, &site.settings.catalog, name), None, "{name}");
    }
}
