//! `concise`: a line for each finding, `path:line:column: level[CODE] message`, as editors and `grep` read them.

use std::io;

use super::Lines;
use crate::diagnostic::Diagnostic;
use crate::text::{SourceSet, one_line};

/// Writes the findings; `base` is the way to the archive from where paths are read, empty or with a slash at its end.
///
/// # Errors
/// When `out` cannot be written to.
pub fn concise(diagnostics: &[Diagnostic], sources: &SourceSet, base: &str, out: &mut dyn io::Write) -> io::Result<()> {
    let mut lines = Lines::new(sources);
    for diagnostic in diagnostics {
        let (start, _) = lines.of_diagnostic(diagnostic);
        writeln!(
            out,
            "{}:{}:{}: {}[{}] {}",
            place(base, sources.get(diagnostic.source).path.as_str()),
            start.line,
            start.column,
            diagnostic.level.as_str(),
            diagnostic.code.code,
            one_line(&diagnostic.message),
        )?;
    }
    Ok(())
}

/// The path. A line that begins with `::` is a command to GitHub's runner, whatever program writes it.
fn place(base: &str, path: &str) -> String {
    let path = format!("{base}{path}");
    let command = if path.trim_start().starts_with("::") { "./" } else { "" };
    format!("{command}{}", one_line(&path))
}
