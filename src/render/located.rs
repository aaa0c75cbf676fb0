//! Tera's errors as ours: the file of the layer, the line, the column, and the line's own text.

use std::collections::BTreeMap;
use std::error::Error as _;
use std::fmt::Write as _;

use tera::ErrorKind;

use crate::error::{Error, Located};

/// Where each template was read from, and its text.
#[derive(Debug, Default)]
pub(super) struct Sources(BTreeMap<String, (String, String)>);

impl Sources {
    /// Remembers a template.
    pub(super) fn insert(&mut self, name: String, path: String, text: &str) {
        self.0.insert(name, (path, text.to_owned()));
    }

    /// The error with its place.
    pub(super) fn error(&self, error: &tera::Error) -> Error {
        let (template, mut located) = self.locate(error.kind());
        let mut cause = error.source();
        while let Some(next) = cause {
            let text = next.to_string();
            if !located.message.contains(&text) {
                let _ = write!(located.message, ": {text}");
            }
            cause = next.source();
        }
        let path = self.0.get(&template).map_or(template.as_str(), |(path, _)| path);
        Error::template(path, located)
    }

    /// The error of rendering a template: where it names no other, this one is meant.
    pub(super) fn error_in(&self, template: &str, error: &tera::Error) -> Error {
        let error = self.error(error);
        match error.path() {
            Some(path) if path.as_os_str().is_empty() => {
                Error::template(self.path(template), error.located().cloned().unwrap_or_default())
            }
            _ => error,
        }
    }

    /// A page without end.
    pub(super) fn too_long(&self, template: &str, bytes: usize) -> Error {
        let message = format!("the page is longer than {} MiB", bytes >> 20);
        Error::template(self.path(template), Located { message, ..Located::default() })
            .hinted("does a loop go over more than it should?")
    }

    /// `template` includes `other` at a depth that is not rendered.
    pub(super) fn nested_too_deep(&self, template: &str, other: &str, deepest: usize) -> Error {
        let message = format!("templates include each other more than {deepest} deep");
        Error::template(self.path(template), self.find(template, other, message))
    }

    /// Where a template was read from, by its full or its bare name.
    fn path<'a>(&'a self, template: &'a str) -> &'a str {
        let bare = |name: &str| name.split_once('/').is_some_and(|(_, bare)| bare == template);
        let found = self.0.get(template).or_else(|| self.0.iter().find(|(name, _)| bare(name)).map(|(_, found)| found));
        found.map_or(template, |(path, _)| path)
    }

    fn locate(&self, kind: &ErrorKind) -> (String, Located) {
        match kind {
            ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
                let span = report.span();
                let name = report.filename();
                let mut located = self.line(name, span.start_line, span.start_col + 1, &phrase(report.message()));
                if span.end_line == span.start_line {
                    located.width = span.end_col.saturating_sub(span.start_col);
                }
                // The way by which the template was reached is only in the long form.
                for note in kind.to_string().lines().filter_map(|line| line.strip_prefix("note: ")) {
                    let _ = write!(located.message, ", {note}");
                }
                (name.to_owned(), located)
            }
            ErrorKind::MissingParent { current, parent } => {
                let message = format!("there is no template `{parent}` to extend");
                (current.clone(), self.find(current, parent, message))
            }
            ErrorKind::CircularExtend { tpl, inheritance_chain } => {
                let message = format!("templates extend each other: {}", inheritance_chain.join(" → "));
                let parent = inheritance_chain.iter().find(|name| *name != tpl).unwrap_or(tpl);
                (tpl.clone(), self.find(tpl, parent, message))
            }
            ErrorKind::CircularInclude { tpl, include_chain } => {
                let message = format!("templates include each other: {}", include_chain.join(" → "));
                let other = include_chain.iter().find(|name| *name != tpl).unwrap_or(tpl);
                (tpl.clone(), self.find(tpl, other, message))
            }
            ErrorKind::TemplateNotFound(name) => {
                (name.clone(), Located { message: "no layer of the theme has it".to_owned(), ..Located::default() })
            }
            ErrorKind::Msg(text) => self.first_report(text),
            other => (String::new(), Located { message: phrase(&other.to_string()), ..Located::default() }),
        }
    }

    /// What tera says when it has checked all templates: reports in text form. The first one is taken.
    fn first_report(&self, text: &str) -> (String, Located) {
        let mut lines = text.lines();
        let first = lines.next().unwrap_or_default();
        let message = phrase(first.strip_prefix("error: ").unwrap_or(first));
        let place = lines.next().and_then(|line| line.trim_start().strip_prefix("--> ")).and_then(|place| {
            let mut parts = place.rsplitn(3, ':');
            let column = parts.next()?.parse().ok()?;
            let line = parts.next()?.parse().ok()?;
            Some((parts.next()?, line, column))
        });
        match place {
            Some((name, line, column)) => {
                let mut located = self.line(name, line, column, &message);
                let mark = text.lines().nth(4).unwrap_or_default();
                located.width = mark.chars().filter(|c| *c == '^').count();
                (name.to_owned(), located)
            }
            None => (String::new(), Located { message, ..Located::default() }),
        }
    }

    /// A place by line and column, both from 1.
    fn line(&self, name: &str, line: usize, column: usize, message: &str) -> Located {
        let text = self.0.get(name).map_or("", |(_, text)| text);
        let text = text.lines().nth(line.saturating_sub(1)).unwrap_or_default();
        Located { message: message.to_owned(), line, column, text: text.to_owned(), ..Located::default() }
    }

    /// The place of the first mention of `word` in a template.
    fn find(&self, name: &str, word: &str, message: String) -> Located {
        let text = self.0.get(name).map_or("", |(_, text)| text);
        // A chain names templates by layer where the text has the bare name.
        let bare = word.split_once('/').map_or(word, |(_, bare)| bare);
        for (index, line) in text.lines().enumerate() {
            for word in [word, bare] {
                if let Some(at) = line.find(word) {
                    let column = line[..at].chars().count() + 1;
                    let width = word.chars().count();
                    return Located { message, line: index + 1, column, width, text: line.to_owned() };
                }
            }
        }
        Located { message, ..Located::default() }
    }
}

/// A phrase as our messages are: lower case at the start, no full stop.
fn phrase(message: &str) -> String {
    let message = message.trim().trim_end_matches('.').replace(". Available", "; available");
    let mut characters = message.chars();
    match characters.next() {
        Some(first) if characters.clone().next().is_none_or(|second| !second.is_uppercase()) => {
            first.to_lowercase().chain(characters).collect()
        }
        _ => message,
    }
}
