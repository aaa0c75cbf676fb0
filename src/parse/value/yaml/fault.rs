//! Why a text is no YAML, in plain words and at the exact place.
//!
//! The parser's own words are about its rules; these are about what was written.

use crate::diagnostic::{Applicability, Diagnostic, Edit};
use crate::parse::split::{Language, is_key};
use crate::parse::value::{fault, quoting};
use crate::text::{Source, Span};

pub(super) const STRAY_LINE: &str = "a line that is neither a key nor part of a value";
pub(super) const BRACKET_KEY: &str = "brackets in the place of a key";

/// A place where reading stopped.
pub(super) struct Fault {
    pub(super) kind: FaultKind,
    /// In the source.
    pub(super) span: Span,
    /// The parser's reason, or our message.
    pub(super) info: String,
    /// The bracket that was open.
    pub(super) open: Option<usize>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum FaultKind {
    Syntax,
    UnknownAnchor,
    /// One of ours: `info` is the message.
    Own,
}

impl Fault {
    pub(super) fn own(span: Span, info: impl Into<String>) -> Self {
        Self { kind: FaultKind::Own, span, info: info.into(), open: None }
    }

    /// The finding. `part` are the bytes that were read.
    pub(super) fn into_diagnostic(self, source: &Source, part: Span) -> Diagnostic {
        let place = Place::new(source, part, self.span);
        match self.kind {
            FaultKind::Own => own(&self.info, self.span, &place),
            FaultKind::UnknownAnchor => unknown_anchor(&place),
            FaultKind::Syntax => syntax(&self.info, self.open, &place),
        }
    }
}

/// A place with the line around it.
struct Place<'a> {
    source: &'a Source,
    /// The bytes that were read.
    part: Span,
    at: usize,
    /// The character at the place.
    here: Span,
    line_start: usize,
    line: &'a str,
}

impl<'a> Place<'a> {
    fn new(source: &'a Source, part: Span, span: Span) -> Self {
        let text = &source.text;
        let (start, end) = (part.start as usize, part.end as usize);
        let at = (span.start as usize).clamp(start, end);
        let char_end = at + text[at..end].chars().next().filter(|c| !c.is_whitespace()).map_or(0, char::len_utf8);
        let line_start = text[start..at].rfind('\n').map_or(start, |i| start + i + 1);
        let line_end = text[at..end].find(['\n', '\r']).map_or(end, |i| at + i);
        let line = &text[line_start..line_end];
        Self { source, part, at, here: Span::new(at, char_end), line_start, line }
    }

    /// From the place on, up to the end of what was read.
    fn rest(&self) -> &'a str {
        &self.source.text[self.at..self.part.end as usize]
    }

    fn fault(&self, message: impl Into<String>) -> Diagnostic {
        fault(self.source, self.here, message)
    }

    /// A finding that offers quotes, where the value of the line can have them.
    fn quoted(&self, diagnostic: Diagnostic) -> Diagnostic {
        match self.value() {
            Some(value) => quoting(diagnostic, self.source, value),
            None => diagnostic.help("put the value between quotes"),
        }
    }

    /// The value of the line `key: value` or `- key: value`, up to a comment, if it has no quotes.
    fn value(&self) -> Option<Span> {
        let bare = self.line.trim_start_matches([' ', '-']);
        if !is_key(bare, Language::Yaml) {
            return None;
        }
        let value = bare.split_once(':')?.1.trim_start();
        let start = self.line_start + self.line.len() - value.len();
        let value = value.split(" #").next().unwrap_or(value).trim_end();
        let is_bare = !value.is_empty() && !value.starts_with(['"', '\'', '|', '>']);
        is_bare.then(|| Span::new(start, start + value.len()))
    }
}

fn own(message: &str, span: Span, place: &Place<'_>) -> Diagnostic {
    let diagnostic = fault(place.source, span, message);
    if let Some(colon) = unspaced(place.line).filter(|_| message == STRAY_LINE) {
        let at = place.line_start + colon + 1;
        let space = Edit { span: Span::at(at), replacement: " ".to_owned() };
        fault(place.source, Span::new(at - 1, at), "a `:` without a space after it")
            .help("put a space between the `:` and the value")
            .fix("put a space after the `:`", Applicability::Safe, vec![space])
    } else if message == STRAY_LINE {
        diagnostic.help("write `key: value`, or indent the line if it continues the value above")
    } else if message == BRACKET_KEY && place.line.contains("{{") {
        let diagnostic = place.fault("a value that begins with `{{` and has no quotes");
        place.quoted(diagnostic)
    } else {
        diagnostic
    }
}

/// The colon of `key:value`, where YAML wants a space after it. `https://…` is no key.
pub(super) fn unspaced(line: &str) -> Option<usize> {
    let colon = line.find(':')?;
    let value = &line[colon + 1..];
    let is_missing = !value.is_empty() && !value.starts_with([' ', '\t', ':']) && !value.starts_with("//");
    (is_missing && is_key(&line[..=colon], Language::Yaml)).then_some(colon)
}

fn unknown_anchor(place: &Place<'_>) -> Diagnostic {
    let rest = place.rest();
    let name = &rest[..rest.find([' ', '\n', '\r', ',', ']', '}']).unwrap_or(rest.len())];
    let bare = name.trim_start_matches('*');
    let span = Span::new(place.at, place.at + name.len());
    fault(place.source, span, format!("`*{bare}` refers to nothing: there is no `&{bare}` before it"))
        .help("put the value between quotes if the `*` is part of a text")
}

fn syntax(info: &str, open: Option<usize>, place: &Place<'_>) -> Diagnostic {
    const ALIKE: &str = "indent the keys of one level alike";
    let has = |part: &str| info.contains(part);
    if has("unprintable") {
        return place.fault("a control character").help("was this pasted from elsewhere?");
    }
    if let Some(open) =
        open.filter(|_| ["flow", "':' indicator", "bracket", "node content"].iter().any(|part| has(part)))
    {
        let is_map = place.source.text[open..].starts_with('{');
        let (bracket, close) = if is_map { ('{', '}') } else { ('[', ']') };
        return fault(place.source, Span::new(open, open + 1), format!("`{bracket}` without its `{close}`")).help(
            format!("close it with `{close}`, or put the value between quotes if the bracket is part of a text"),
        );
    }
    if has(" tab") || has("tabs ") || place.line.starts_with('\t') {
        // The parser may stop at the value that the line with the tab seems to go on with.
        let on_line = place.line.find('\t').map(|i| place.line_start + i);
        let tab = on_line.or_else(|| place.rest().find("\n\t").map(|i| place.at + i + 1)).unwrap_or(place.at);
        let span = Span::new(tab, (tab + 1).min(place.part.end as usize));
        return fault(place.source, span, "a tab where YAML takes only spaces").help("indent with spaces");
    }
    if has("mapping values are not allowed") {
        return if place.value().is_some_and(|value| value.start as usize <= place.at) {
            place.quoted(place.fault("a `:` in a value that has no quotes"))
        } else {
            place.fault("a key that is indented more than the lines above it").help(ALIKE)
        };
    }
    if let Some(sign) = info.strip_prefix("unexpected character: `").and_then(|rest| rest.chars().next()) {
        let sign = if sign == '`' { "a backtick".to_owned() } else { format!("`{sign}`") };
        return place.quoted(place.fault(format!("a value that begins with {sign} and has no quotes")));
    }
    if has("unknown escape") || has("hexadecimal") || has("Unicode character escape") {
        return place
            .fault("a backslash that begins no known escape")
            .help("put the text between single quotes, or write `\\\\` for a backslash");
    }
    if has("trailing content after double-quoted") {
        return place.fault("more text after the closing quote").help("put all of the value between quotes");
    }
    if has("quoted scalar") {
        return place.fault("a value without its closing quote").help("end the value with the quote it begins with");
    }
    if has("simple key expect") {
        return own(STRAY_LINE, line_before(place), place);
    }
    if has("block sequence entries are not allowed") || has("only valid inside a block") {
        return place.fault("a `-` that begins no item here").help("give each item a line of its own");
    }
    if has("document start") {
        return place.fault("a line that is indented less than the first key").help(ALIKE);
    }
    if has("indicator") || has("expected key") || has("indent") {
        return match place.value().map(|value| (value, &place.source.text[value.range()])) {
            Some((span, value)) if value.starts_with(['[', '{']) && (span.start as usize) < place.at => {
                place.quoted(place.fault("more text after the closing bracket"))
            }
            _ => place
                .fault("a line whose indentation does not fit the lines above it")
                .help("indent the keys and items of one level alike"),
        };
    }
    if has("misplaced bracket") {
        return place
            .fault("a closing bracket that nothing opened")
            .help("put the value between quotes if the bracket is part of a text");
    }
    if has("comment or line break") {
        return place.fault("more text after `|` or `>`").help("begin the text on the next line, indented");
    }
    if has("recursion limit") {
        return place.fault("brackets are nested too deeply");
    }
    // "while parsing a tag, did not find expected tag URI"
    let plain = info.split_once(", ").filter(|(first, _)| first.starts_with("while ")).map_or(info, |(_, rest)| rest);
    place.fault(plain.to_owned())
}

/// The last line before the place: the parser notices that a `:` is missing only at the start of the next.
fn line_before(place: &Place<'_>) -> Span {
    let start = place.part.start as usize;
    let before = place.source.text[start..place.at].trim_end();
    let line_start = before.rfind('\n').map_or(0, |i| i + 1);
    Span::new(start + line_start, start + before.len())
}
