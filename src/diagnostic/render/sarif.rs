//! `sarif`: the findings as SARIF 2.1.0, which code scanning services read.
//!
//! <https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>; a test holds that its schema accepts what is
//! written. Paths are relative to the top of the repository, `%SRCROOT%`.

use std::collections::BTreeMap;
use std::io;

use serde_json::{Value, json};

use super::Lines;
use crate::diagnostic::fingerprint::Fingerprint;
use crate::diagnostic::{Code, Diagnostic, Edit, Level};
use crate::text::{Position, SourceId, SourceSet, write_json};

/// What a reader of a finding is told of its rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleHelp {
    /// What it reports, one line.
    pub summary: String,
    /// Its level, unless configured.
    pub level: Level,
    /// Its documentation, in Markdown.
    pub markdown: String,
}

/// Writes one SARIF log and a line feed. `prints` are the fingerprints of the findings, `help` knows their rules, and
/// `base` is the way from the top of the repository to the archive, empty or with a slash at its end.
///
/// # Errors
/// When `out` cannot be written to.
pub fn sarif(
    diagnostics: &[Diagnostic],
    prints: &[Fingerprint],
    sources: &SourceSet,
    help: &dyn Fn(Code) -> Option<RuleHelp>,
    base: &str,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let mut indices: BTreeMap<Code, usize> = diagnostics.iter().map(|diagnostic| (diagnostic.code, 0)).collect();
    for (i, index) in indices.values_mut().enumerate() {
        *index = i;
    }
    let mut log = Log { lines: Lines::new(sources), base };
    let results: Vec<Value> = diagnostics
        .iter()
        .zip(prints)
        .map(|(diagnostic, print)| log.result(diagnostic, print, indices.get(&diagnostic.code).copied()))
        .collect();
    let document = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "afterword",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "informationUri": "https://afterword.dev/",
                "rules": indices.keys().map(|code| rule(*code, help(*code))).collect::<Vec<_>>(),
            } },
            "columnKind": "unicodeCodePoints",
            "originalUriBaseIds": {
                "%SRCROOT%": { "description": { "text": "The top of the repository." } },
            },
            "results": results,
        }],
    });
    write_json(&document, &mut *out)?;
    out.write_all(b"\n")
}

fn rule(code: Code, help: Option<RuleHelp>) -> Value {
    let mut rule = json!({
        "id": code.code,
        "name": code.name,
        "helpUri": code.url(),
    });
    if let Some(RuleHelp { summary, level, markdown }) = help {
        rule["shortDescription"] = json!({ "text": sentence(&summary) });
        rule["fullDescription"] = json!({ "text": sentence(&summary) });
        rule["help"] = json!({ "text": markdown, "markdown": markdown });
        rule["defaultConfiguration"] = json!({ "level": level_word(level) });
        rule["properties"] = json!({ "tags": [code.code.get(..2)] });
    }
    rule
}

/// A phrase or a question as a sentence.
fn sentence(phrase: &str) -> String {
    let mut chars = phrase.chars();
    let first = chars.next().map(char::to_uppercase).into_iter().flatten();
    let stop = if phrase.ends_with(['?', '.', '!']) { "" } else { "." };
    first.chain(chars).collect::<String>() + stop
}

fn level_word(level: Level) -> &'static str {
    match level {
        Level::Info => "note",
        Level::Warning => "warning",
        Level::Error => "error",
    }
}

struct Log<'a> {
    lines: Lines<'a>,
    base: &'a str,
}

impl Log<'_> {
    fn result(&mut self, diagnostic: &Diagnostic, print: &Fingerprint, rule: Option<usize>) -> Value {
        let parts = [Some(&diagnostic.message), diagnostic.note.as_ref(), diagnostic.help.as_ref()];
        let message: Vec<String> = parts.into_iter().flatten().map(|part| sentence(part)).collect();
        let mut result = json!({
            "ruleId": diagnostic.code.code,
            "ruleIndex": rule,
            "level": level_word(diagnostic.level),
            "message": { "text": message.join("\n") },
            "locations": [{ "physicalLocation": self.place(diagnostic) }],
            // The second is the name that GitHub looks for.
            "partialFingerprints": {
                "afterword/v1": print.to_string(),
                "primaryLocationLineHash": print.to_string(),
            },
        });
        let related: Vec<Value> = diagnostic
            .labels
            .iter()
            .skip(1)
            .enumerate()
            .map(|(i, label)| {
                let (start, end) = self.lines.places(label.source, label.span);
                let mut location = json!({
                    "id": i + 1,
                    "physicalLocation": { "artifactLocation": self.file(label.source), "region": region(start, end) },
                });
                if !label.text.is_empty() {
                    location["message"] = json!({ "text": label.text });
                }
                location
            })
            .collect();
        if !related.is_empty() {
            result["relatedLocations"] = related.into();
        }
        if let Some(fix) = &diagnostic.fix {
            let replacements: Vec<Value> =
                fix.edits.iter().map(|edit| self.replacement(diagnostic.source, edit)).collect();
            result["fixes"] = json!([{
                "description": { "text": sentence(&fix.title) },
                "artifactChanges": [{
                    "artifactLocation": self.file(diagnostic.source),
                    "replacements": replacements,
                }],
            }]);
        }
        result
    }

    /// A finding about a file as a whole has no region.
    fn place(&mut self, diagnostic: &Diagnostic) -> Value {
        let mut place = json!({ "artifactLocation": self.file(diagnostic.source) });
        if !diagnostic.labels.is_empty() {
            let (start, end) = self.lines.of_diagnostic(diagnostic);
            place["region"] = region(start, end);
        }
        place
    }

    fn file(&self, source: SourceId) -> Value {
        let path = format!("{}{}", self.base, self.lines.sources.get(source).path);
        json!({ "uri": uri(&path), "uriBaseId": "%SRCROOT%" })
    }

    fn replacement(&mut self, source: SourceId, edit: &Edit) -> Value {
        let (start, end) = self.lines.places(source, edit.span);
        json!({ "deletedRegion": region(start, end), "insertedContent": { "text": edit.replacement } })
    }
}

fn region(start: Position, end: Position) -> Value {
    json!({ "startLine": start.line, "startColumn": start.column, "endLine": end.line, "endColumn": end.column })
}

/// A relative path as a relative reference: what has a meaning in a URI is written as its bytes.
fn uri(path: &str) -> String {
    let mut uri = String::new();
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'.' | b'_' | b'~' => uri.push(char::from(byte)),
            _ => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri
}
