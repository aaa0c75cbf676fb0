//! `github`: the findings as workflow commands, which GitHub shows beside the lines of a pull request.
//!
//! <https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands>

use std::io;

use super::Lines;
use crate::diagnostic::{Diagnostic, Level};
use crate::text::{SourceSet, neutral};

/// Writes the findings; `base` is the way from the top of the repository to the archive, empty or with a slash at
/// its end.
///
/// # Errors
/// When `out` cannot be written to.
pub fn github(diagnostics: &[Diagnostic], sources: &SourceSet, base: &str, out: &mut dyn io::Write) -> io::Result<()> {
    let mut lines = Lines::new(sources);
    for diagnostic in diagnostics {
        let command = match diagnostic.level {
            Level::Error => "error",
            Level::Warning => "warning",
            Level::Info => "notice",
        };
        let (start, end) = lines.of_diagnostic(diagnostic);
        let path = property(&format!("{base}{}", sources.get(diagnostic.source).path));
        let title = property(&format!("{} {}", diagnostic.code.code, diagnostic.code.name));
        // Columns mean something within one line only.
        let columns = if start.line == end.line && end.column > start.column {
            format!(",col={},endColumn={}", start.column, end.column)
        } else {
            String::new()
        };
        let parts = [Some(&diagnostic.message), diagnostic.note.as_ref(), diagnostic.help.as_ref()];
        let parts: Vec<&str> = parts.into_iter().flatten().map(String::as_str).collect();
        let message = data(&format!("{}\n{}", parts.join("\n"), diagnostic.code.url()));
        writeln!(
            out,
            "::{command} file={path},line={},endLine={}{columns},title={title}::{message}",
            start.line, end.line
        )?;
    }
    Ok(())
}

/// The text of a command.
fn data(text: &str) -> String {
    neutral(text).replace('%', "%25").replace('\n', "%0A")
}

/// The value of a property: commas and colons part them.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
