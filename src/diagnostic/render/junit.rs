//! `junit`: the findings as test results, which most CI servers show. A document is a suite, a finding a case of it;
//! findings of level info pass, with what was found as their output.
//!
//! The schema that Jenkins publishes: <https://github.com/jenkinsci/xunit-plugin>.

use std::fmt::Write;
use std::io;

use super::Lines;
use crate::diagnostic::{Diagnostic, Level};
use crate::text::{Source, SourceSet, neutral};

/// Writes the findings of the documents that were looked at, in the order of `documents`; one without a finding is a
/// case that passes. `base` goes before each path, empty or with a slash at its end.
///
/// # Errors
/// When `out` cannot be written to.
pub fn junit(
    diagnostics: &[Diagnostic],
    sources: &SourceSet,
    documents: &[&Source],
    base: &str,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let mut lines = Lines::new(sources);
    let of = |source: &Source| {
        let start = diagnostics.partition_point(|diagnostic| diagnostic.source < source.id);
        let found = diagnostics.get(start..).unwrap_or_default();
        found.get(..found.partition_point(|diagnostic| diagnostic.source == source.id)).unwrap_or_default()
    };
    let tests: usize = documents.iter().map(|source| of(source).len().max(1)).sum();
    let mut xml = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    // Writing to a string does not fail.
    let _ =
        writeln!(xml, "<testsuites name=\"afterword check\" tests=\"{tests}\" failures=\"{}\">", failures(diagnostics));
    for source in documents {
        let found = of(source);
        let path = escaped(&format!("{base}{}", source.path));
        let (tests, failures) = (found.len().max(1), failures(found));
        let _ = writeln!(
            xml,
            "  <testsuite name=\"{path}\" tests=\"{tests}\" failures=\"{failures}\" errors=\"0\" skipped=\"0\">"
        );
        if found.is_empty() {
            let _ = writeln!(xml, "    <testcase name=\"no findings\" classname=\"{path}\" file=\"{path}\"/>");
        }
        for diagnostic in found {
            case(diagnostic, &path, &mut lines, &mut xml);
        }
        xml.push_str("  </testsuite>\n");
    }
    xml.push_str("</testsuites>\n");
    out.write_all(xml.as_bytes())
}

fn failures(diagnostics: &[Diagnostic]) -> usize {
    diagnostics.iter().filter(|diagnostic| diagnostic.level > Level::Info).count()
}

fn case(diagnostic: &Diagnostic, path: &str, lines: &mut Lines<'_>, xml: &mut String) {
    let (start, _) = lines.of_diagnostic(diagnostic);
    let rule = format!("{} {}", diagnostic.code.code, diagnostic.code.name);
    let _ = writeln!(
        xml,
        "    <testcase name=\"{rule} at {}:{}\" classname=\"{path}\" file=\"{path}\" line=\"{}\">",
        start.line, start.column, start.line
    );
    let message = escaped(&diagnostic.message);
    let mut text = format!("{path}:{}:{}: {message}\n", start.line, start.column);
    for (word, said) in [("note", &diagnostic.note), ("help", &diagnostic.help)] {
        if let Some(said) = said {
            let _ = writeln!(text, "{word}: {}", escaped(said));
        }
    }
    let _ = writeln!(text, "{}", diagnostic.code.url());
    let _ = match diagnostic.level {
        Level::Info => writeln!(xml, "      <system-out>{text}</system-out>"),
        level => writeln!(xml, "      <failure type=\"{}\" message=\"{message}\">{text}</failure>", level.as_str()),
    };
    xml.push_str("    </testcase>\n");
}

/// Escaped for an element and for an attribute; what XML has no place for is shown as a character that it has.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in neutral(text).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' => out.push_str("&#10;"),
            '\t' => out.push_str("&#9;"),
            '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}
