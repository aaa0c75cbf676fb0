//! What the site owner decides: [`Options`] as the file has them, [`Overrides`] from the command line,
//! [`Settings`] as the code reads them.
//!
//! Leaf functions never see all of [`Settings`]; they are given the part they read.

pub mod fs;
mod options;
mod settings;

pub use options::Options;
pub use settings::{
    ArchiveSettings, Overrides, ParseSettings, RuleSettings, SearchSettings, Settings, SiteSettings, ThemeSettings,
};
