//! What headings mean, as data: a file for each language.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::model::SectionKind;
use crate::parse::sections::phrase::Phrase;

/// A kind as the data names it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Named(pub(super) SectionKind);

impl<'de> Deserialize<'de> for Named {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = String::deserialize(deserializer)?;
        SectionKind::ALL
            .into_iter()
            .find(|kind| kind.as_str() == name)
            .map(Self)
            .ok_or_else(|| serde::de::Error::custom(format!("no section kind `{name}`")))
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Aliases {
    headings: Vec<String>,
    begins: Vec<String>,
    ends: Vec<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Ambiguous {
    headings: Vec<String>,
    pub(super) kind: Named,
    pub(super) or: Named,
    pub(super) within: BTreeMap<String, Named>,
}

#[derive(Debug, Deserialize)]
struct Data {
    #[serde(default)]
    ambiguous: Vec<Ambiguous>,
    #[serde(flatten)]
    kinds: BTreeMap<String, Aliases>,
}

/// The data, English first: where two languages have a word in common, the first one says what it means.
const LANGUAGES: &[(&str, &str)] = &[
    ("en", include_str!("en.toml")),
    ("de", include_str!("de.toml")),
    ("fr", include_str!("fr.toml")),
    ("es", include_str!("es.toml")),
    ("pt", include_str!("pt.toml")),
    ("ja", include_str!("ja.toml")),
    ("zh", include_str!("zh.toml")),
    ("ko", include_str!("ko.toml")),
];

/// All languages, ready for looking up.
#[derive(Debug, Default)]
pub(super) struct Table {
    pub(super) exact: BTreeMap<String, SectionKind>,
    pub(super) begins: Vec<(String, SectionKind)>,
    pub(super) ends: Vec<(String, SectionKind)>,
    pub(super) ambiguous: BTreeMap<String, Ambiguous>,
    /// The languages of a whole heading.
    languages: BTreeMap<String, Vec<&'static str>>,
}

pub(super) static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let mut table = Table::default();
    for (language, text) in LANGUAGES {
        match toml::from_str(text) {
            Ok(data) => table.add(language, data),
            // The data is part of the program; a test reads it.
            Err(error) => panic!("sections/{language}.toml: {error}"),
        }
    }
    // The longest decides: "root cause analysis" before "root cause".
    for list in [&mut table.begins, &mut table.ends] {
        list.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then_with(|| a.0.cmp(&b.0)));
    }
    table
});

impl Table {
    fn add(&mut self, language: &'static str, data: Data) {
        let kinds = SectionKind::ALL.into_iter().filter_map(|kind| Some((kind, data.kinds.get(kind.as_str())?)));
        for (kind, aliases) in kinds {
            let phrases = |texts: &[String]| texts.iter().map(|text| Phrase::new(text).text()).collect::<Vec<_>>();
            for words in phrases(&aliases.headings) {
                self.languages.entry(words.clone()).or_default().push(language);
                self.exact.entry(words).or_insert(kind);
            }
            self.begins.extend(phrases(&aliases.begins).into_iter().map(|words| (words, kind)));
            self.ends.extend(phrases(&aliases.ends).into_iter().map(|words| (words, kind)));
        }
        for ambiguous in data.ambiguous {
            for heading in &ambiguous.headings {
                self.ambiguous.insert(Phrase::new(heading).text(), ambiguous.clone());
            }
        }
    }

    /// The languages that have this as a whole heading.
    pub(super) fn languages(&self, words: &str) -> &[&'static str] {
        self.languages.get(words).map_or(&[], Vec::as_slice)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_data_is_sound() {
        let mut all: BTreeMap<String, (String, &str)> = BTreeMap::new();
        for (language, text) in LANGUAGES {
            let data: Data = toml::from_str(text).unwrap();
            for kind in SectionKind::ALL {
                assert!(data.kinds.contains_key(kind.as_str()), "{language}: {}", kind.as_str());
            }
            assert_eq!(data.kinds.len(), SectionKind::ALL.len(), "{language}");
            let ambiguous: Vec<String> =
                data.ambiguous.iter().flat_map(|two| &two.headings).map(|text| Phrase::new(text).text()).collect();
            for (kind, aliases) in &data.kinds {
                for heading in aliases.headings.iter().chain(&aliases.begins).chain(&aliases.ends) {
                    assert!(!Phrase::new(heading).text().is_empty(), "`{heading}` says nothing");
                }
                for heading in &aliases.headings {
                    let words = Phrase::new(heading).text();
                    assert!(!ambiguous.contains(&words), "`{heading}` is both sure and ambiguous");
                    let (other, whose) = all.entry(words).or_insert_with(|| (kind.clone(), language));
                    assert_eq!(other, kind, "`{heading}` has two kinds, in {whose} and {language}");
                }
            }
            for two in &data.ambiguous {
                for kind in two.within.keys() {
                    assert!(data.kinds.contains_key(kind), "{kind}");
                }
            }
        }
    }
}
