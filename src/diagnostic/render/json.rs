//! `json`: the findings for other programs, as the contract has them (version 1).

use std::io;

use serde::Serialize;

use super::{Lines, Summary};
use crate::diagnostic::{Applicability, Diagnostic};
use crate::text::{Position, SourceId, SourceSet, Span, write_json};

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    summary: Summary,
    diagnostics: Vec<Finding<'a>>,
}

#[derive(Serialize)]
struct Finding<'a> {
    code: &'a str,
    name: &'a str,
    level: &'a str,
    path: &'a str,
    start: Place,
    end: Place,
    message: &'a str,
    note: Option<&'a str>,
    help: Option<&'a str>,
    url: String,
    fix: Option<Fix<'a>>,
}

#[derive(Serialize)]
struct Place {
    line: usize,
    column: usize,
    offset: usize,
}

#[derive(Serialize)]
struct Fix<'a> {
    title: &'a str,
    applicability: &'a str,
    edits: Vec<Edit<'a>>,
}

#[derive(Serialize)]
struct Edit<'a> {
    start: Place,
    end: Place,
    replacement: &'a str,
}

impl From<Position> for Place {
    fn from(Position { line, column, offset }: Position) -> Self {
        Self { line, column, offset }
    }
}

/// Writes one JSON document and a line feed; the summary is the caller's, who knows what was looked at. Lines and
/// columns are from 1, columns in Unicode characters, offsets in UTF-8 bytes; paths are relative to the archive.
///
/// # Errors
/// When `out` cannot be written to.
pub fn json(
    diagnostics: &[Diagnostic],
    sources: &SourceSet,
    summary: Summary,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let mut lines = Lines::new(sources);
    let document = Document {
        version: 1,
        summary,
        diagnostics: diagnostics.iter().map(|diagnostic| finding(diagnostic, &mut lines)).collect(),
    };
    write_json(&document, &mut *out)?;
    out.write_all(b"\n")
}

fn finding<'a>(diagnostic: &'a Diagnostic, lines: &mut Lines<'a>) -> Finding<'a> {
    let (start, end) = places(lines, diagnostic.source, diagnostic.span());
    Finding {
        code: diagnostic.code.code,
        name: diagnostic.code.name,
        level: diagnostic.level.as_str(),
        path: lines.sources.get(diagnostic.source).path.as_str(),
        start,
        end,
        message: &diagnostic.message,
        note: diagnostic.note.as_deref(),
        help: diagnostic.help.as_deref(),
        url: diagnostic.code.url(),
        fix: diagnostic.fix.as_ref().map(|fix| Fix {
            title: &fix.title,
            applicability: match fix.applicability {
                Applicability::Safe => "safe",
                Applicability::Unsafe => "unsafe",
            },
            edits: fix
                .edits
                .iter()
                .map(|edit| {
                    let (start, end) = places(lines, diagnostic.source, edit.span);
                    Edit { start, end, replacement: &edit.replacement }
                })
                .collect(),
        }),
    }
}

fn places(lines: &mut Lines<'_>, source: SourceId, span: Span) -> (Place, Place) {
    let (start, end) = lines.places(source, span);
    (start.into(), end.into())
}
