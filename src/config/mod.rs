//! What the site owner decides: [`Options`] as the file has them, [`Overrides`] from the command line,
//! [`Settings`] as the code reads them.
//!
//! Leaf functions never see all of [`Settings`]; they are given the part they read.

mod effective;
pub mod fs;
mod locate;
mod options;
mod resolve;
mod settings;
mod validate;

pub use options::{
    ArchiveOptions, CausesOptions, FrontMatterOptions, LevelOption, Options, PathRulesOptions, PhraseOptions,
    PrivacyOptions, RequireOptions, RulesOptions, SearchOptions, SectionOptions, ServiceOptions, SeverityOptions,
    SiteOptions, TermOptions, ThemeOptions, WordsOptions,
};
pub use settings::{
    ActionField, ArchiveSettings, Overrides, ParseSettings, PathProfile, PathRules, PhraseSettings, PrivacySettings,
    ProfileChoice, Requirement, RuleSettings, SearchSettings, Settings, SiteSettings, ThemeSettings, WordSettings,
};
pub use validate::{FRONT_MATTER_KEYS, base_url, rule_selector};
