//! What a house adds to the language rules: words and phrases of its own.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::LevelOption;

/// Words that the language rules know besides the built-in ones. A word given here is what it is said to be here,
/// whatever the built-in lists take it for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct WordsOptions {
    /// What people are called by what they do: `dispatcher`. One word each. Default: none.
    pub roles: Option<Vec<String>>,
    /// The last word of what teams are called: `crew`. Default: none.
    pub teams: Option<Vec<String>>,
    /// Names of people, in capitals as they are written: `Sanne`. Default: none.
    pub names: Option<Vec<String>>,
    /// What sounds like a person and is none: `dispatcher`, where that is a program. Default: none.
    pub systems: Option<Vec<String>>,
}

/// A list of phrases that `house-phrase` reports: to think about (`find`), or said differently here (`swap`).
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PhraseOptions {
    /// What the list is called in findings.
    pub name: String,
    /// Phrases to report, in any case. `a|b` is either word, `a?` a word that may be left out, `..` up to three words
    /// between. Default: none.
    #[serde(default)]
    pub find: Option<Vec<String>>,
    /// Phrases to report with what is said instead. Default: none.
    #[serde(default)]
    pub swap: BTreeMap<String, String>,
    /// How much the findings weigh, `off` included. Default: `warning`.
    #[serde(default)]
    pub level: Option<LevelOption>,
    /// Kinds of sections to look in. Default: all of the text.
    #[serde(default)]
    pub sections: Option<Vec<String>>,
    /// Why it matters. Default: none.
    #[serde(default)]
    pub note: Option<String>,
    /// What to ask. Default: none.
    #[serde(default)]
    pub help: Option<String>,
}
