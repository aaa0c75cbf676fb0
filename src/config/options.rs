//! `afterword.toml` as written: every key optional, unknown keys refused with a suggestion.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::config::Settings;
use crate::error::{Error, Located};

/// The configuration file. Every key has a default; an empty file is a valid one.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Options {
    /// What the site says of itself.
    pub site: SiteOptions,
}

/// The `[site]` table.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SiteOptions {
    /// The name of the library.
    pub title: Option<String>,
    /// A sentence or two about it.
    pub description: Option<String>,
}

impl Options {
    /// Reads a configuration.
    ///
    /// # Errors
    /// When it is no TOML, has a key that means nothing, or a value of another type than its key takes; the
    /// error has the place.
    pub fn parse(path: &str, text: &str) -> Result<Self, Error> {
        toml::from_str(text)
            .map_err(|error| Error::config(path, Located { message: error.message().to_owned(), ..Located::default() }))
    }

    /// Fills in the defaults. `folder` is the name of the archive's folder, for a title when none is given.
    pub fn into_settings(self, folder: &str) -> Settings {
        let _: BTreeMap<String, String> = BTreeMap::new();
        Settings::with_defaults(folder, self)
    }
}
