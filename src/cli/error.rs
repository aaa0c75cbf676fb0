//! Why a command could not do its work, and what helps.

use std::error::Error as _;
use std::io;
use std::path::{Path, PathBuf};

use afterword::diagnostic::codes::UNREADABLE_CONFIG;
use afterword::error::Located;
use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};
use anstyle::{AnsiColor, Style};

use super::ui::plain;

const ERROR: Style = AnsiColor::Red.on_default().bold();
const HINT: Style = AnsiColor::Cyan.on_default().bold();

/// What kind of obstacle it is.
#[derive(Debug)]
enum Kind {
    /// What was asked for cannot be done; the text says what.
    Usage(String),
    /// The library could not do it.
    Library(afterword::Error),
    /// The terminal could not be written to.
    Output(io::Error),
}

/// Why a command could not do its work.
#[derive(Debug)]
pub(crate) struct CliError {
    kind: Kind,
    hints: Vec<String>,
}

impl CliError {
    /// What was asked for cannot be done.
    pub(crate) fn usage(message: impl Into<String>) -> Self {
        Self { kind: Kind::Usage(message.into()), hints: Vec::new() }
    }

    /// Adds what the reader can do about it.
    #[must_use]
    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }

    /// Whether whoever reads our output has gone. That is no failure: `afterword rule | head`.
    pub(crate) fn is_broken_pipe(&self) -> bool {
        matches!(&self.kind, Kind::Output(error) if error.kind() == io::ErrorKind::BrokenPipe)
    }

    /// Whether saving a file can make it go away: a configuration or a template that cannot be understood.
    #[cfg(feature = "serve")]
    pub(crate) fn is_mendable(&self) -> bool {
        matches!(&self.kind, Kind::Library(error) if error.is_config() || error.is_template())
    }

    /// The text of it, with colours: what stopped the command, the reasons below it, and what helps.
    pub(crate) fn text(&self) -> String {
        match &self.kind {
            Kind::Usage(message) => block(message, &[], &self.hints),
            Kind::Output(error) => block("could not write the output", &[error.to_string()], &self.hints),
            Kind::Library(error) => {
                let hints: Vec<String> =
                    error.hint().map(str::to_owned).into_iter().chain(self.hints.clone()).collect();
                match error.located() {
                    Some(located) => frame(error, located, &hints),
                    None => block(&message(error), &reasons(error), &hints),
                }
            }
        }
    }
}

fn block(message: &str, reasons: &[String], hints: &[String]) -> String {
    let mut text = format!("{ERROR}error{ERROR:#}: {}\n", plain(message));
    for reason in reasons {
        text += &format!("  caused by: {}\n", plain(reason));
    }
    for hint in hints {
        text += &format!("{HINT}help{HINT:#}: {}\n", plain(hint));
    }
    text
}

impl From<afterword::Error> for CliError {
    fn from(error: afterword::Error) -> Self {
        Self { kind: Kind::Library(error), hints: Vec::new() }
    }
}

/// Errors of writing to the terminal. Errors of files come from the library, or by [`file`].
impl From<io::Error> for CliError {
    fn from(error: io::Error) -> Self {
        Self { kind: Kind::Output(error), hints: Vec::new() }
    }
}

/// A file operation of the command line itself that did not succeed.
pub(crate) fn file(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> CliError {
    let path = path.to_path_buf();
    move |error| afterword::Error::io(action, path, error).into()
}

/// The path as the reader would write it: from the current folder, when it is below it.
pub(crate) fn shown(path: &Path) -> String {
    let here = std::env::current_dir().ok().and_then(|here| here.canonicalize().ok());
    let short: PathBuf = match here.as_deref().and_then(|here| path.strip_prefix(here).ok()) {
        Some(below) if below.as_os_str().is_empty() => PathBuf::from("."),
        Some(below) => below.to_path_buf(),
        None => path.to_path_buf(),
    };
    plain(&short.to_string_lossy()).into_owned()
}

fn message(error: &afterword::Error) -> String {
    let text = plain(&error.to_string()).into_owned();
    match error.path() {
        Some(path) => text.replace(&*path.to_string_lossy(), &shown(path)),
        None => text,
    }
}

fn reasons(error: &afterword::Error) -> Vec<String> {
    let mut reasons = Vec::new();
    let mut source = error.source();
    while let Some(reason) = source {
        reasons.push(plain(&reason.to_string()).into_owned());
        source = reason.source();
    }
    reasons
}

/// The place in the configuration or template, drawn as findings are.
fn frame(error: &afterword::Error, located: &Located, hints: &[String]) -> String {
    let path = error.path().map(shown).unwrap_or_default();
    let message = plain(&located.message);
    let title = if error.is_config() {
        Level::ERROR
            .primary_title(message.as_ref())
            .id(format!("{} {}", UNREADABLE_CONFIG.code, UNREADABLE_CONFIG.name))
    } else {
        Level::ERROR.primary_title(message.as_ref())
    };
    let text = located.text.replace('\t', " ");
    let text = plain(&text);
    let mut group = annotate_snippets::Group::with_title(title);
    if located.line > 0 {
        let at = |column: usize| text.char_indices().nth(column).map_or(text.len(), |(offset, _)| offset);
        let start = at(located.column.saturating_sub(1));
        let end = at(located.column.saturating_sub(1) + located.width).max(start);
        let snippet = Snippet::source(text.as_ref())
            .line_start(located.line)
            .path(path)
            .annotation(AnnotationKind::Primary.span(start..end));
        group = group.element(snippet);
    } else {
        group = group.element(annotate_snippets::Origin::path(path));
    }
    for hint in hints {
        group = group.element(Level::HELP.message(plain(hint)));
    }
    let shown = Renderer::styled().render(&[group]);
    let lines: Vec<&str> = shown.lines().map(str::trim_end).collect();
    lines.join("\n") + "\n"
}
