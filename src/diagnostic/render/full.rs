//! `full`: the findings for a person at a terminal, each with the lines it is about.

use std::io;
use std::sync::Arc;

use annotate_snippets::{AnnotationKind, Element, Group, Origin, Patch, Renderer, Snippet};

use super::Lines;
use super::frame::Frame;
use crate::diagnostic::{Diagnostic, Fix, Label, Level};
use crate::text::{SourceId, SourceSet, Span, neutral, one_line};

/// Whether escape sequences may be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Colour {
    /// Text alone.
    #[default]
    Plain,
    /// With colours, as ANSI escape sequences.
    Ansi,
}

/// Whether the codes of rules are links to their pages, for terminals that understand OSC 8.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Links {
    /// They are words.
    #[default]
    Off,
    /// They are links, where there is colour.
    On,
}

/// How findings are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look<'a> {
    /// With or without colour.
    pub colour: Colour,
    /// The width of the terminal in columns; longer lines are trimmed around what is marked.
    pub width: usize,
    /// Whether codes lead to the pages of their rules.
    pub links: Links,
    /// The way to the archive from where paths are read, empty or with a slash at its end.
    pub base: &'a str,
}

impl Default for Look<'_> {
    fn default() -> Self {
        Self { colour: Colour::Plain, width: 120, links: Links::Off, base: "" }
    }
}

/// A mark deeper in its line than this is named, not drawn. Bytes.
const DEEPEST: usize = 4096;
/// Lines between two marks of one file beyond which each gets a piece of its own.
const FAR: usize = 30;
/// Lines of a fix beyond which only its title is shown.
const LONGEST_FIX: usize = 20;

/// Writes the findings, a blank line between them.
///
/// # Errors
/// When `out` cannot be written to.
pub fn full(
    diagnostics: &[Diagnostic],
    sources: &SourceSet,
    look: Look<'_>,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let width = look.width.max(40);
    let renderer = match look.colour {
        Colour::Plain => Renderer::plain(),
        Colour::Ansi => Renderer::styled(),
    };
    let renderer = renderer.term_width(width);
    let mut lines = Lines::new(sources);
    for (i, diagnostic) in diagnostics.iter().enumerate() {
        if i > 0 {
            out.write_all(b"\n")?;
        }
        let text = renderer.render(&report(diagnostic, &mut lines, Look { width, ..look }));
        for line in text.lines() {
            out.write_all(line.trim_end().as_bytes())?;
            out.write_all(b"\n")?;
        }
    }
    Ok(())
}

fn report<'a>(diagnostic: &'a Diagnostic, lines: &mut Lines<'a>, look: Look<'a>) -> Vec<Group<'a>> {
    let level = match diagnostic.level {
        Level::Error => annotate_snippets::Level::ERROR,
        Level::Warning => annotate_snippets::Level::WARNING,
        Level::Info => annotate_snippets::Level::INFO,
    };
    let title = level
        .primary_title(one_line(&diagnostic.message))
        .id(format!("{} {}", diagnostic.code.code, diagnostic.code.name));
    let title = match look.links {
        Links::On => title.id_url(diagnostic.code.url()),
        Links::Off => title,
    };
    let mut group = Group::with_title(title).elements(places(diagnostic, lines, look));
    if let Some(note) = &diagnostic.note {
        group = group.element(annotate_snippets::Level::NOTE.message(one_line(note)));
    }
    if let Some(help) = &diagnostic.help {
        group = group.element(annotate_snippets::Level::HELP.message(one_line(help)));
    }
    let mut groups = vec![group];
    groups.extend(diagnostic.fix.as_ref().map(|fix| suggestion(fix, diagnostic, lines, look.base)));
    groups
}

fn path(lines: &Lines<'_>, source: SourceId, base: &str) -> String {
    one_line(&format!("{base}{}", lines.sources.get(source).path)).into_owned()
}

/// What of a file a finding must not show.
fn hidden_in(diagnostic: &Diagnostic, source: SourceId) -> Arc<[Span]> {
    diagnostic.hidden.iter().find(|(file, _)| *file == source).map(|(_, spans)| Arc::clone(spans)).unwrap_or_default()
}

/// The marked places, those that are near each other in one piece.
fn places<'a>(diagnostic: &'a Diagnostic, lines: &mut Lines<'a>, look: Look<'a>) -> Vec<Element<'a>> {
    let Some(primary) = diagnostic.labels.first() else {
        return vec![Origin::path(path(lines, diagnostic.source, look.base)).into()];
    };
    let mut pieces: Vec<Piece<'a>> = Vec::new();
    for label in &diagnostic.labels {
        let mark = Mark::new(label, lines, look.width);
        let near = |piece: &&mut Piece<'_>| {
            piece.source == label.source
                && mark.line + FAR >= piece.first
                && mark.line <= piece.last + FAR
                && mark.is_drawn()
                && piece.marks.iter().all(Mark::is_drawn)
        };
        if let Some(piece) = pieces.iter_mut().find(near) {
            piece.first = piece.first.min(mark.line);
            piece.last = piece.last.max(mark.line);
            piece.marks.push(mark);
        } else {
            pieces.push(Piece { source: label.source, first: mark.line, last: mark.line, marks: vec![mark] });
        }
    }
    pieces.into_iter().map(|piece| piece.element(lines, primary, diagnostic, look.base)).collect()
}

/// Lines of one file with what is marked in them.
struct Piece<'a> {
    source: SourceId,
    first: usize,
    last: usize,
    marks: Vec<Mark<'a>>,
}

/// A label, cut to one line.
struct Mark<'a> {
    label: &'a Label,
    span: Span,
    line: usize,
    /// From 1, in characters.
    column: usize,
    /// Bytes from the start of its line.
    depth: usize,
}

impl<'a> Mark<'a> {
    fn new(label: &'a Label, lines: &mut Lines<'_>, width: usize) -> Self {
        let (text, index) = lines.of(label.source);
        let start = index.position(label.span.start, text);
        let line = index.line_span(start.line, text);
        let marked = text.get(start.offset..(line.end.min(label.span.end) as usize).max(start.offset));
        let marked = marked.unwrap_or_default().trim_end_matches(['\r', '\n']);
        // A mark wider than the terminal would push its own beginning out of sight.
        let room = width.saturating_sub(20);
        let mut used = 0;
        let end = marked
            .char_indices()
            .find(|(_, c)| {
                used += if c.is_ascii() && *c != '\t' { 1 } else { 4 };
                used > room
            })
            .map_or(marked.len(), |(at, _)| at);
        let span = Span::new(start.offset, start.offset + end);
        Self { label, span, line: start.line, column: start.column, depth: start.offset - line.start as usize }
    }

    fn is_drawn(&self) -> bool {
        self.depth <= DEEPEST
    }
}

impl<'a> Piece<'a> {
    fn element(self, lines: &mut Lines<'a>, primary: &Label, diagnostic: &Diagnostic, base: &str) -> Element<'a> {
        let path = path(lines, self.source, base);
        if let Some(mark) = self.marks.iter().find(|mark| !mark.is_drawn()) {
            return Origin::path(path).line(mark.line).char_column(mark.column).into();
        }
        let (text, index) = lines.of(self.source);
        let reach = self.marks.iter().map(|mark| mark.span.end).max().unwrap_or_default();
        let frame = Frame::new(text, index, (self.first, self.last), reach, hidden_in(diagnostic, self.source));
        let annotations: Vec<_> = self
            .marks
            .iter()
            .map(|mark| {
                let range = frame.place(text, mark.span.start)..frame.place(text, mark.span.end);
                let is_primary = std::ptr::eq(mark.label, primary);
                let kind = if is_primary { AnnotationKind::Primary } else { AnnotationKind::Context };
                kind.span(range).label((!mark.label.text.is_empty()).then(|| one_line(&mark.label.text)))
            })
            .collect();
        Snippet::source(frame.text).line_start(frame.first).path(path).annotations(annotations).into()
    }
}

/// What the file looks like after the fix.
fn suggestion<'a>(fix: &'a Fix, diagnostic: &'a Diagnostic, lines: &mut Lines<'a>, base: &str) -> Group<'a> {
    let source = diagnostic.source;
    let title = annotate_snippets::Level::HELP.with_name("fix").secondary_title(one_line(&fix.title));
    let (text, index) = lines.of(source);
    let group = Group::with_title(title);
    let (Some(first), Some(last)) = (fix.edits.first(), fix.edits.last()) else { return group };
    let start = index.position(first.span.start, text);
    let end = index.position(last.span.end, text);
    let written: usize = fix.edits.iter().map(|edit| edit.replacement.lines().count()).sum();
    let deepest = [start, end].iter().any(|at| at.offset - index.line_span(at.line, text).start as usize > DEEPEST);
    if end.line < start.line || end.line - start.line + written > LONGEST_FIX || deepest {
        return group;
    }
    let frame = Frame::new(text, index, (start.line, end.line), last.span.end, hidden_in(diagnostic, source));
    let patches: Vec<_> = fix
        .edits
        .iter()
        .map(|edit| {
            let range = frame.place(text, edit.span.start)..frame.place(text, edit.span.end);
            Patch::new(range, neutral(&edit.replacement))
        })
        .collect();
    let path = path(lines, source, base);
    group.element(Snippet::source(frame.text).line_start(frame.first).path(path).patches(patches))
}
