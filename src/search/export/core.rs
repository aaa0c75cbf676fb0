//! The file that is loaded first: lengths, days, what there is much of, and the names of all others. Columns are in two files that
//! are loaded for filters and counts: tags have one of their own, since they are many and seldom asked for.

use std::collections::BTreeMap;

use serde::Serialize;

use super::lexicon::Lexicon;
use super::run::{self, Lengths};
use super::{EXPORT_FORMAT, encode};
use crate::archive::Archive;
use crate::model::Catalog;
use crate::search::doc::Day;
use crate::search::index::{Spellings, facet_slug};
use crate::search::schema::{Facet, TextField};

/// What is known of the values of facets.
#[derive(Debug, Default)]
pub(super) struct Known {
    /// What people call them, where that is something else.
    titles: BTreeMap<Facet, BTreeMap<String, String>>,
    /// The severities, the gravest first.
    scale: Vec<String>,
    /// How else they are written.
    spellings: Spellings,
}

#[derive(Default, Serialize)]
struct Core {
    format: u32,
    n: usize,
    fields: BTreeMap<&'static str, Field>,
    days: String,
    columns: String,
    tags: String,
    frequent: BTreeMap<&'static str, Vec<(String, String, usize)>>,
    p: Words,
    f: Slips,
    t: Vec<String>,
}

#[derive(Default, Serialize)]
struct Field {
    tokens: u64,
    lengths: Vec<u32>,
    docs: String,
}

#[derive(Serialize)]
struct Column {
    values: Vec<String>,
    titles: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    ranks: Vec<usize>,
    docs: String,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    spellings: BTreeMap<String, String>,
}

#[derive(Default, Serialize)]
struct Words {
    from: Vec<String>,
    name: String,
    own: usize,
}

#[derive(Default, Serialize)]
struct Slips {
    from: Vec<String>,
    name: String,
}

/// The only file whose name has no hash: whoever has a site's address begins with it.
pub(super) const FILE: &str = "core.js";

/// The most frequent values of a facet are shown before anything is typed; so many of them.
const FREQUENT: usize = 5;

/// The scripts of the core and of the columns, by file.
pub(super) fn write(all: &run::Columns, lexicon: Lexicon, texts: &[String], known: &Known) -> BTreeMap<String, String> {
    let mut scripts = lexicon.scripts;
    let fields = TextField::ALL.map(|field| (field.name(), lengths(&all.fields[field as usize])));
    let mut columns = BTreeMap::new();
    let mut frequent = BTreeMap::new();
    let facets = Facet::ALL.into_iter().zip(&all.facets);
    for (facet, values) in facets.filter(|(facet, values)| *facet != Facet::Year && !values.is_empty()) {
        let (column, counts) = column(facet, values, known);
        if matches!(facet, Facet::Service | Facet::Cause) {
            frequent.insert(facet.name(), most_frequent(&column, &counts, facet));
        }
        columns.insert(facet.name(), column);
    }
    let tags: BTreeMap<_, _> = columns.remove_entry(Facet::Tag.name()).into_iter().collect();
    let mut file = |kind: &str, columns: &BTreeMap<&'static str, Column>| {
        if columns.is_empty() {
            return String::new();
        }
        let content = encode::json(columns);
        let hash = encode::name([content.as_str()]);
        let name = format!("{kind}-{hash}");
        scripts.insert(format!("{name}.js"), encode::call(&name, &[&content]));
        hash
    };
    let (columns, tags) = (file("columns", &columns), file("tags", &tags));
    let core = Core {
        format: EXPORT_FORMAT,
        n: all.days.len(),
        fields: fields.into(),
        days: days(&all.days),
        columns,
        tags,
        frequent,
        p: Words { from: lexicon.words.from, name: lexicon.words.name, own: lexicon.own },
        f: Slips { from: lexicon.slips.from, name: lexicon.slips.name },
        t: texts.to_vec(),
    };
    scripts.insert(FILE.to_owned(), encode::call("core", &[&encode::json(&core)]));
    scripts
}

fn lengths(Lengths { tokens, docs }: &Lengths) -> Field {
    let mut lengths = docs.clone();
    lengths.sort_unstable();
    lengths.dedup();
    let mut text = String::with_capacity(docs.len());
    for length in docs {
        let place = lengths.binary_search(length).unwrap_or_default();
        encode::number(&mut text, u32::try_from(place).unwrap_or_default());
    }
    Field { tokens: *tokens, lengths, docs: text }
}

fn days(days: &[Option<Day>]) -> String {
    let mut text = String::new();
    let mut before = 0_u32;
    for day in days {
        let Some(Day(day)) = day else {
            encode::number(&mut text, 0);
            continue;
        };
        let (year, month, date) = (day / 10_000, day / 100 % 100, day % 100);
        let day = (year * 12 + month.saturating_sub(1)) * 31 + date.saturating_sub(1);
        let zigzag = if day >= before { 2 * (day - before) } else { 2 * (before - day) - 1 };
        encode::number(&mut text, 1 + zigzag);
        before = day;
    }
    text
}

/// The values that most documents have, with what they are called and how many have them. Of causes those below a family.
fn most_frequent(column: &Column, counts: &[usize], facet: Facet) -> Vec<(String, String, usize)> {
    let all = column.values.iter().zip(&column.titles).zip(counts);
    let mut all: Vec<_> = all.map(|((value, title), count)| (value.clone(), title.clone(), *count)).collect();
    all.retain(|(value, ..)| facet != Facet::Cause || value.contains('/'));
    all.sort_by_key(|(.., count)| std::cmp::Reverse(*count));
    all.truncate(FREQUENT);
    all
}

/// The column of a facet, and how many documents have each of its values.
fn column(facet: Facet, having: &BTreeMap<String, Vec<u32>>, known: &Known) -> (Column, Vec<usize>) {
    let counts = having.values().map(Vec::len).collect();
    let values: Vec<String> = having.keys().cloned().collect();
    let docs: Vec<String> = having
        .values()
        .map(|docs| {
            let mut text = String::new();
            encode::gaps(&mut text, docs.iter().copied());
            text
        })
        .collect();
    let titles = known.titles.get(&facet);
    let title = |value: &String| titles.and_then(|titles| titles.get(value)).unwrap_or(value).clone();
    let rank = |value| known.scale.iter().position(|step| step == value).map_or(0, |place| place + 1);
    let ranks = if facet == Facet::Severity { values.iter().map(rank).collect() } else { Vec::new() };
    let titles = values.iter().map(title).collect();
    let spellings = occurring(&known.spellings, facet, &values);
    (Column { titles, ranks, values, docs: docs.join(" "), spellings }, counts)
}

/// The spellings that lead to a value that occurs, or that would hide one by being left out.
fn occurring(spellings: &Spellings, facet: Facet, values: &[String]) -> BTreeMap<String, String> {
    let known: Vec<String> = values.iter().map(|value| facet_slug(value)).collect();
    let last: Vec<&str> = known.iter().filter_map(|value| value.rsplit('/').next()).collect();
    spellings
        .of(facet)
        .filter(|(spelling, value)| {
            let wanted = facet_slug(value);
            let occurs = known.contains(&wanted) || last.contains(&wanted.as_str());
            (occurs && **spelling != wanted) || last.contains(&spelling.as_str())
        })
        .map(|(spelling, value)| (spelling.clone(), value.clone()))
        .collect()
}

/// What the catalog and the documents say of the values that occur.
pub(super) fn known(archive: &Archive, catalog: &Catalog) -> Known {
    let mut titles: BTreeMap<Facet, BTreeMap<String, String>> = BTreeMap::new();
    let mut add = |facet: Facet, value: String, title: &str| {
        if value != title {
            titles.entry(facet).or_default().insert(value, title.to_owned());
        }
    };
    for id in archive.by_service.keys() {
        add(Facet::Service, id.to_string(), catalog.service_title(id));
    }
    for id in archive.by_cause.keys().chain(archive.by_family.keys()) {
        add(Facet::Cause, id.to_string(), catalog.cause_title(id));
    }
    for id in archive.by_trigger.keys() {
        add(Facet::Trigger, id.to_string(), catalog.trigger_title(id));
    }
    for (slug, (shown, _)) in &archive.by_tag {
        add(Facet::Tag, slug.clone(), shown);
    }
    let scale = catalog.severities.iter().map(|step| step.name.clone()).collect();
    Known { titles, scale, spellings: Spellings::new(catalog) }
}
