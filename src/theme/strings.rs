//! The words of the interface: `strings/<language>.toml`, one flat table of texts per language.

use std::collections::BTreeMap;

use super::{Layer, read_toml};
use crate::error::Error;

/// English first, then the language without its region, then the language itself; in each, higher layers win.
pub(super) fn resolve(layers: &[Layer], language: &str) -> Result<BTreeMap<String, String>, Error> {
    let language = language.to_ascii_lowercase();
    let primary = language.split('-').next().unwrap_or_default();
    let mut languages = vec!["en"];
    for tag in [primary, &language] {
        if !languages.contains(&tag) {
            languages.push(tag);
        }
    }
    let mut words = BTreeMap::new();
    for tag in languages {
        let file = format!("strings/{tag}.toml");
        for layer in layers {
            let Some((name, bytes)) = layer.files.iter().find(|(name, _)| name.eq_ignore_ascii_case(&file)) else {
                continue;
            };
            let table: BTreeMap<String, String> = read_toml(&layer.path_of(name), bytes)?;
            words.extend(table);
        }
    }
    Ok(words)
}
