//! What is known of a document, written into its front matter.
//!
//! The entry point is [`import`]: a document, its postmortem and the findings about it give a new text. Only lines
//! are added, to the front matter or as a new one; every other byte stays. A key that has a line already, be it
//! empty or behind a `#`, is left as it is, so a second import changes nothing.
//!
//! **Known** is what a label, a heading or the path says: it is written as a key. **Guessed** is what was read out of
//! the running text, what its author gave as "about", what a rule asks about, and a title made of a file name: it is
//! written as a comment that says where it comes from. What belongs to the body (sections, timeline, action items)
//! stays there.
//!
//! The new text is read again before it is handed out. When it does not say what it should, the document is left
//! alone, and said so. Nothing here touches a file; that is [`fs`].

mod fields;
pub mod fs;
mod lines;

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::Arc;

use crate::config::ParseSettings;
use crate::diagnostic::Diagnostic;
use crate::model::{Catalog, Postmortem, Provenance};
use crate::parse::header::{self, Header};
use crate::parse::{self, Hints};
use crate::text::{Source, is_stray};

use fields::Field;
use lines::Line;

pub use lines::Format;

/// A document and all that is known of it.
#[derive(Debug, Clone, Copy)]
pub struct Document<'a> {
    /// Its text.
    pub source: &'a Source,
    /// What was understood of it.
    pub postmortem: &'a Postmortem,
    /// The findings of the archive. What a finding of a front-matter rule is about is not written as known.
    pub findings: &'a [Diagnostic],
}

/// What the documents of an archive are read with.
#[derive(Debug, Clone, Copy)]
pub struct Reading<'a> {
    /// How they are read.
    pub settings: &'a ParseSettings,
    /// The words they may use.
    pub catalog: &'a Catalog,
    /// What they say about each other.
    pub hints: &'a Hints,
    /// The language of the archive, a BCP 47 tag: that a document is in it is not written down.
    pub language: &'a str,
}

/// What came of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imported {
    /// The keys of the front matter of which a value is known, in the order of the format.
    pub values: Vec<(&'static str, State)>,
    /// What is to be done with the file.
    pub outcome: Outcome,
}

/// Where the value of a key stands after the import.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// It was in the front matter before.
    Stated,
    /// It is written.
    Written(Provenance),
    /// It is a comment, or its key had a line already that says something else or nothing.
    Guessed(Provenance),
}

/// What is to be done with a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It gets this text.
    Changed(String),
    /// There is nothing to add.
    Unchanged,
    /// It cannot be added to: a phrase that says why.
    LeftAlone(String),
}

/// Adds to the front matter of a document what is known of it beside. `format` is for documents without one.
pub fn import(document: Document<'_>, format: Format, reading: Reading<'_>) -> Imported {
    let Document { source, postmortem, findings } = document;
    let Reading { settings, catalog, hints, language } = reading;
    let header = header::header(source);
    let taken = header.as_ref().map(|header| header.own_keys(source, settings)).unwrap_or_default();
    let before = fields::fields(postmortem, catalog);
    let reason = header.as_ref().and_then(|header| obstacle(header, source));
    if let Some(reason) = reason {
        return Imported { values: states(&before, &[]), outcome: Outcome::LeftAlone(reason) };
    }
    let draft = Draft { source, header: header.as_ref(), format };
    let asked = fields::asked_about(findings, source.id);

    let mut lines: Vec<Line> = Vec::new();
    // Keys whose value does not read back as it was: `Checkout, EU` would be two services.
    let mut refused: BTreeSet<&str> = BTreeSet::new();
    let mut read = Cow::Borrowed(postmortem);
    let mut text = None;
    // Keys that are written can make others known. A round adds a key or refuses one for good, so there is an end.
    loop {
        let known = fields::fields(&read, catalog);
        let new = known.into_iter().filter(|field| {
            !taken.contains(field.key) && !refused.contains(field.key) && lines.iter().all(|line| line.key != field.key)
        });
        let new = new.filter(|field| !field.is_language(language));
        let new: Vec<Line> = new.filter_map(|field| lines::line(field, source, &asked)).collect();
        if new.is_empty() && text.is_some() {
            break;
        }
        lines.extend(new);
        if lines.is_empty() {
            break;
        }
        lines.sort_by_key(|line| (line.is_guess(), fields::rank(line.key)));
        let candidate = with_text(source, draft.with(&lines));
        let (again, _) = parse::parse_among(&candidate, settings, catalog, hints);
        let stated = fields::fields(&again, catalog);
        let lost: Vec<&str> = lines.iter().filter(|line| !line.reads_back(&stated)).map(|line| line.key).collect();
        if lost.is_empty() {
            read = Cow::Owned(again);
            text = Some(candidate);
        } else {
            lines.retain(|line| !lost.contains(&line.key));
            refused.extend(lost);
            text = None;
        }
    }
    let outcome = match text {
        None => Outcome::Unchanged,
        // Keys repeat what waits to be filled in, and a text of little else is taken for a template.
        Some(new) if is_stray(&source.path, &new.text) => {
            Outcome::LeftAlone("with further keys, it would be taken for a template".to_owned())
        }
        Some(new) if is_faithful(source, header.as_ref(), &new) => Outcome::Changed(new.text.to_string()),
        Some(_) => Outcome::LeftAlone("with further keys, its front matter would no longer read as it does".to_owned()),
    };
    let written: &[Line] = if matches!(outcome, Outcome::Changed(_)) { &lines } else { &[] };
    let all = fields::fields(&read, catalog);
    Imported { values: states(if written.is_empty() { &before } else { &all }, written), outcome }
}

/// Why a front matter cannot be added to.
fn obstacle(header: &Header, source: &Source) -> Option<String> {
    if let Some(fault) = header.faults.first() {
        return Some(format!("its front matter cannot be read: {}", fault.message));
    }
    header.is_in_braces(source).then(|| "the keys of its front matter do not begin their lines".to_owned())
}

fn states(fields: &[Field], lines: &[Line]) -> Vec<(&'static str, State)> {
    let state = |field: &Field| match lines.iter().find(|line| line.key == field.key) {
        Some(line) if line.is_guess() => Some(State::Guessed(line.provenance)),
        Some(line) => Some(State::Written(line.provenance)),
        None if field.provenance == Provenance::FrontMatter => Some(State::Stated),
        None if field.provenance == Provenance::Default => None,
        None => Some(State::Guessed(field.provenance)),
    };
    fields.iter().filter_map(|field| Some((field.key, state(field)?))).collect()
}

fn with_text(source: &Source, text: String) -> Source {
    Source { text: Arc::from(text), ..source.clone() }
}

/// Whether the new text has the body and the keys of the old one, and none that cannot be read.
fn is_faithful(source: &Source, header: Option<&Header>, new: &Source) -> bool {
    let Some(written) = header::header(new) else { return false };
    written.faults.is_empty()
        && header::body(&new.text) == header::body(&source.text)
        && header.is_none_or(|before| written.keeps(before))
}

/// The place for further lines.
struct Draft<'a> {
    source: &'a Source,
    header: Option<&'a Header>,
    format: Format,
}

impl Draft<'_> {
    /// The text with these lines.
    fn with(&self, lines: &[Line]) -> String {
        let old = &self.source.text;
        let end = line_end(old);
        let language = self.header.map_or(self.format.language(), |header| header.language);
        let indent = self.header.map_or("", |header| header.indent(self.source));
        let mut added = String::new();
        for line in lines {
            added.extend([indent, &line.in_language(language), end]);
        }
        let at = if let Some(header) = self.header {
            header.end_of_keys(self.source)
        } else {
            let fence = language.fence();
            added = format!("{fence}{end}{added}{fence}{end}");
            if old.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 }
        };
        format!("{}{added}{}", &old[..at], &old[at..])
    }
}

/// The line end of a text: that of its first line.
fn line_end(text: &str) -> &'static str {
    if text.split_once('\n').is_some_and(|(first, _)| first.ends_with('\r')) { "\r\n" } else { "\n" }
}

#[cfg(test)]
mod tests;
