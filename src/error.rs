//! The library's one error: the environment or the site owner's set-up is wrong.
//!
//! What is wrong with a *postmortem* is never an [`Error`]; it is a
//! [`Diagnostic`](crate::diagnostic::Diagnostic). An error means that the command could not do its work.

use std::fmt;
use std::path::{Path, PathBuf};

/// Why an operation could not be done: a file that cannot be read or written, a configuration or a
/// template that cannot be understood, an output folder that belongs to something else.
///
/// Introspection is limited on purpose: the predicates (`is_config`, `is_template`, `is_io`) are what
/// callers branch on, the text is for people.
#[derive(Debug)]
pub struct Error(Box<Inner>);

#[derive(Debug)]
struct Inner {
    kind: Kind,
    path: Option<PathBuf>,
    hint: Option<String>,
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

#[derive(Debug)]
enum Kind {
    /// An operation of the file system; the verb phrase says which ("read", "create the folder").
    Io(&'static str),
    Config(Located),
    Template(Located),
    /// The output folder holds files that no build of ours wrote.
    ForeignOutput,
    /// No Markdown was found; holds what was looked for.
    NoSources(String),
    /// A baseline cannot be understood; says why.
    Baseline(String),
    /// The search index could not be built or read.
    Index(&'static str),
}

/// A place in a text file, with the line itself, so that a person sees what is meant.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Located {
    /// What is wrong, one phrase.
    pub message: String,
    /// From 1; 0 when the place is not known.
    pub line: usize,
    /// From 1, in characters; 0 when the place is not known.
    pub column: usize,
    /// How much of the line is meant, in characters from the column; 0 when only the point is known.
    pub width: usize,
    /// The text of the line, without its end; empty when the place is not known.
    pub text: String,
}

impl Error {
    fn new(kind: Kind, path: Option<PathBuf>, source: Option<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self(Box::new(Inner { kind, path, hint: None, source }))
    }

    /// An operation on `path` did not succeed.
    pub fn io(action: &'static str, path: impl Into<PathBuf>, source: std::io::Error) -> Self {
        Self::new(Kind::Io(action), Some(path.into()), Some(Box::new(source)))
    }

    /// The configuration at `path` cannot be understood.
    pub fn config(path: impl Into<PathBuf>, located: Located) -> Self {
        Self::new(Kind::Config(located), Some(path.into()), None)
    }

    /// A template (by its file, or `default/NAME` for a built-in one) cannot be parsed or rendered.
    pub fn template(path: impl Into<PathBuf>, located: Located) -> Self {
        Self::new(Kind::Template(located), Some(path.into()), None)
    }

    /// The output folder was not made by us.
    pub fn foreign_output(path: impl Into<PathBuf>) -> Self {
        Self::new(Kind::ForeignOutput, Some(path.into()), None)
    }

    /// There is no Markdown below `path`; `looked_for` names the patterns.
    pub fn no_sources(path: impl Into<PathBuf>, looked_for: String) -> Self {
        Self::new(Kind::NoSources(looked_for), Some(path.into()), None)
    }

    /// The baseline at `path` cannot be understood; `reason` is a phrase.
    pub fn baseline(path: impl Into<PathBuf>, reason: impl Into<String>) -> Self {
        Self::new(Kind::Baseline(reason.into()), Some(path.into()), None)
    }

    /// The search index could not be built, opened or read.
    pub fn index(action: &'static str, source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::new(Kind::Index(action), None, Some(source.into()))
    }

    /// Adds what the reader can do about it.
    #[must_use]
    pub fn hinted(mut self, hint: impl Into<String>) -> Self {
        self.0.hint = Some(hint.into());
        self
    }

    /// Whether there was no room left on a disk.
    pub fn is_full(&self) -> bool {
        let kinds = [std::io::ErrorKind::StorageFull, std::io::ErrorKind::QuotaExceeded];
        let source = std::error::Error::source(self).and_then(|source| source.downcast_ref::<std::io::Error>());
        source.is_some_and(|error| kinds.contains(&error.kind()))
    }

    /// Whether the configuration is the cause.
    pub fn is_config(&self) -> bool {
        matches!(self.0.kind, Kind::Config(_))
    }

    /// Whether a template is the cause.
    pub fn is_template(&self) -> bool {
        matches!(self.0.kind, Kind::Template(_))
    }

    /// Whether the file system is the cause.
    pub fn is_io(&self) -> bool {
        matches!(self.0.kind, Kind::Io(_))
    }

    /// The file or folder it is about.
    pub fn path(&self) -> Option<&Path> {
        self.0.path.as_deref()
    }

    /// The place in the file, for configuration and template errors.
    pub fn located(&self) -> Option<&Located> {
        match &self.0.kind {
            Kind::Config(located) | Kind::Template(located) => Some(located),
            Kind::Io(_) | Kind::ForeignOutput | Kind::NoSources(_) | Kind::Baseline(_) | Kind::Index(_) => None,
        }
    }

    /// What the reader can do about it.
    pub fn hint(&self) -> Option<&str> {
        self.0.hint.as_deref()
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.0.path.as_deref().unwrap_or(Path::new(".")).display();
        match &self.0.kind {
            Kind::Io(action) => write!(f, "could not {action} `{path}`"),
            Kind::Config(located) => write!(f, "the configuration `{path}` cannot be read: {}", located.message),
            Kind::Template(located) => write!(f, "the template `{path}` cannot be rendered: {}", located.message),
            Kind::ForeignOutput => write!(f, "the output folder `{path}` holds files that no build wrote"),
            Kind::NoSources(looked_for) => write!(f, "no postmortem found in `{path}` (looked for {looked_for})"),
            Kind::Baseline(reason) => write!(f, "the baseline `{path}` cannot be read: {reason}"),
            Kind::Index(action) => write!(f, "could not {action} the search index"),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.source.as_deref().map(|source| source as _)
    }
}
