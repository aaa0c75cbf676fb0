//! The codes that layers below `lint` report with.
//!
//! `lint` documents each of them with a rule of its own (a test holds that), so that nothing points up.

/// Code and name of a rule; both are stable, neither is ever used again for something else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code {
    /// Two letters and three digits.
    pub code: &'static str,
    /// Kebab-case; reads well after "allow".
    pub name: &'static str,
}

impl Code {
    /// Puts both together.
    pub const fn new(code: &'static str, name: &'static str) -> Self {
        Self { code, name }
    }

    /// Where the documentation of its rule is published.
    pub fn url(&self) -> String {
        format!("{DOCUMENTATION}{}-{}", self.code, self.name)
    }
}

/// The address below which each rule has a page: `docs/rules/` as it is published.
const DOCUMENTATION: &str = "https://afterword.dev/rules/";

/// The front matter's YAML or TOML cannot be understood.
pub const INVALID_FRONT_MATTER: Code = Code::new("SY002", "invalid-front-matter");
/// The front matter has no closing line.
pub const UNCLOSED_FRONT_MATTER: Code = Code::new("SY003", "unclosed-front-matter");
/// The configuration has an entry that means nothing.
pub const UNREADABLE_CONFIG: Code = Code::new("SY006", "unreadable-config");
/// Lists and quotes are nested deeper than they can be shown.
pub const DEEP_NESTING: Code = Code::new("SY009", "deep-nesting");
/// A front matter value is of another type than its key takes.
pub const WRONG_TYPE: Code = Code::new("FM004", "wrong-type");
/// A front matter key has no meaning here.
pub const UNKNOWN_KEY: Code = Code::new("FM003", "unknown-key");

/// A date that decides can be read as two days.
pub const AMBIGUOUS_DATE: Code = Code::new("FM018", "ambiguous-date");
/// A document tells of several incidents.
pub const SEVERAL_INCIDENTS: Code = Code::new("ST008", "several-incidents");

/// All of them.
pub const ALL: &[Code] = &[
    INVALID_FRONT_MATTER,
    UNCLOSED_FRONT_MATTER,
    UNREADABLE_CONFIG,
    DEEP_NESTING,
    WRONG_TYPE,
    UNKNOWN_KEY,
    AMBIGUOUS_DATE,
    SEVERAL_INCIDENTS,
];
