//! `concise`: a line for each finding, `path:line:column: level[CODE] message`, as editors and `grep` read them.

use std::io;

use super::{Lines, one_line};
use crate::diagnostic::Diagnostic;
use crate::text::SourceSet;

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
            one_line(&format!("{base}{}", sources.get(diagnostic.source).path)),
            start.line,
            start.column,
            diagnostic.level.as_str(),
            diagnostic.code.code,
            one_line(&diagnostic.message),
        )?;
    }
    Ok(())
}
