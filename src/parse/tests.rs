use std::fmt::Write;

use proptest::prelude::*;
use snapbox::{assert_data_eq, str};

use super::*;
use crate::model::Milestone;
use crate::text::SourceSet;

fn parse_text(path: &str, text: &str) -> (Postmortem, Vec<Diagnostic>) {
    let sources = SourceSet::from_files([(path, text)]);
    let source = sources.iter().next().unwrap();
    parse(source, &ParseSettings::default(), &Catalog::builtin())
}

/// The findings as `path:line:column`, with the marked text.
pub(super) fn findings(path: &str, text: &str) -> String {
    let (_, found) = parse_text(path, text);
    let lines = crate::text::LineIndex::new(text);
    let mut shown = String::new();
    for diagnostic in found {
        let at = lines.position(diagnostic.span().start, text);
        let marked = &text[diagnostic.span().range()];
        let Diagnostic { code, level, message, help, fix, .. } = diagnostic;
        let level = level.as_str();
        writeln!(shown, "{path}:{}:{} {level}[{}] {message} | {marked}", at.line, at.column, code.code).unwrap();
        if let Some(help) = help {
            writeln!(shown, "  help: {help}").unwrap();
        }
        if let Some(fix) = fix {
            let edit = &fix.edits[0];
            writeln!(shown, "  fix: {:?} -> {:?}", &text[edit.span.range()], edit.replacement).unwrap();
        }
    }
    shown
}
