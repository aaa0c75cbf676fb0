//! The lines a hit is shown with: a piece of its text around the words that were found.

use std::ops::Range;

use super::doc::SearchDoc;
use super::evidence::Atoms;

/// How long a snippet is, in characters; it ends with a whole word.
const LENGTH: usize = 220;
/// How far before the first word a snippet may begin. Characters.
const BEFORE: usize = 90;

/// A piece of a document's text, in one line.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Snippet {
    /// The heading of its section; empty for the text before the first one.
    pub heading: String,
    /// The id of that heading in the page; empty when there is none.
    pub anchor: String,
    /// Plain text; `…` stands where it was cut.
    pub text: String,
    /// The words that were found, as bytes of the text, in order and apart from each other.
    pub marks: Vec<Range<usize>>,
}

/// The snippet of a document around `place`, its beginning when there is none.
pub(super) fn snippet(document: &SearchDoc, place: Option<&(usize, Range<usize>)>, atoms: &Atoms) -> Snippet {
    let passage = place.and_then(|(i, focus)| Some((document.passages.get(*i)?, focus.clone())));
    if let Some((passage, focus)) = passage {
        let (text, marks) = piece(&passage.text, focus, atoms);
        return Snippet { heading: passage.heading.clone(), anchor: passage.anchor.clone(), text, marks };
    }
    let texts = document.passages.iter().map(|passage| passage.text.as_str());
    let text = std::iter::once(document.summary.as_str()).chain(texts).find(|text| !text.trim().is_empty());
    let (text, marks) = piece(text.unwrap_or_default(), 0..0, atoms);
    Snippet { text, marks, ..Snippet::default() }
}

/// The marked words of a short text (a title) as bytes of the text.
pub(super) fn marks(text: &str, atoms: &Atoms) -> Vec<Range<usize>> {
    merged(atoms.occurrences(text).0.into_iter().map(|occurrence| occurrence.span))
}

fn piece(text: &str, focus: Range<usize>, atoms: &Atoms) -> (String, Vec<Range<usize>>) {
    let start = start(text, focus.start);
    let end = end(text, start, focus.end);
    let mut line = String::with_capacity(end - start + 8);
    if start > 0 && !text[..start].trim().is_empty() {
        line.push('…');
    }
    let mut spans = marks(&text[start..end], atoms).into_iter().peekable();
    let mut marked = Vec::new();
    let mut open = None;
    let mut blank = false;
    for (at, c) in text[start..end].char_indices() {
        if let Some(span) = spans.peek()
            && at >= span.end
        {
            marked.extend(open.take().map(|from| from..line.len()));
            spans.next();
        }
        if c.is_whitespace() {
            blank = true;
            continue;
        }
        if c.is_control() {
            continue;
        }
        if blank && !line.is_empty() && line != "…" {
            line.push(' ');
        }
        blank = false;
        if open.is_none() && spans.peek().is_some_and(|span| span.contains(&at)) {
            open = Some(line.len());
        }
        line.push(c);
    }
    marked.extend(open.map(|from| from..line.len()));
    if !text[end..].trim().is_empty() {
        line.push('…');
    }
    (line, marked)
}

/// Where a snippet begins that has to show `focus`: with a sentence or a line if one begins near, else with a word.
fn start(text: &str, focus: usize) -> usize {
    let Some((earliest, _)) = text[..focus].char_indices().rev().nth(BEFORE - 1).filter(|(at, _)| *at > 0) else {
        return 0;
    };
    let before = &text[earliest..focus];
    let sentence = before.char_indices().rev().find_map(|(at, c)| {
        let after = at + c.len_utf8();
        let ends = c == '\n' || matches!(c, '.' | '!' | '?') && before[after..].starts_with(char::is_whitespace);
        (ends || matches!(c, '。' | '！' | '？')).then_some(after)
    });
    let word = before.find(char::is_whitespace);
    let at = sentence.or(word).unwrap_or_default();
    earliest + at + (before[at..].len() - before[at..].trim_start().len())
}

/// Where a snippet ends: with a word, and not before the focus if that is near enough.
fn end(text: &str, start: usize, focus: usize) -> usize {
    let place = |characters| text[start..].char_indices().nth(characters).map(|(at, _)| start + at);
    let (Some(latest), Some(_)) = (place(LENGTH), place(LENGTH + LENGTH / 8)) else { return text.len() };
    let within = &text[start..latest];
    let word = within.rfind(char::is_whitespace).map_or(latest, |at| start + at);
    if word >= focus { word } else { latest }
}

/// Spans in order, those that touch or overlap as one.
fn merged(spans: impl Iterator<Item = Range<usize>>) -> Vec<Range<usize>> {
    let mut spans: Vec<_> = spans.collect();
    spans.sort_by_key(|span| (span.start, span.end));
    let mut merged: Vec<Range<usize>> = Vec::new();
    for span in spans {
        match merged.last_mut() {
            Some(last) if span.start <= last.end => last.end = last.end.max(span.end),
            _ => merged.push(span),
        }
    }
    merged
}
