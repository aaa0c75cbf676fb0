//! Where the front matter ends and the body begins.
//!
//! `gray_matter` decides what is front matter: a first line `---` (YAML) or `+++` (TOML), the same line again, or
//! `...` for YAML, at its end. This module adds what it leaves out: the exact bytes, a byte order mark, front
//! matter that nothing closes, and the line `---` that is only a rule. What stands in it is not read here.

use gray_matter::engine::Engine;
use gray_matter::{Matter, Pod};

use crate::text::Span;

/// The language of a front matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Language {
    Yaml,
    Toml,
}

impl Language {
    /// The line before and after it.
    pub(crate) fn fence(self) -> &'static str {
        match self {
            Self::Yaml => "---",
            Self::Toml => "+++",
        }
    }
}

/// The front matter of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct FrontMatter {
    pub(crate) language: Language,
    /// From the first fence to the end of the last, without the line break.
    pub(crate) span: Span,
    /// The lines between the fences.
    pub(crate) inner: Span,
    /// Whether there is a closing fence; without one, it ends where the lines stop looking like it.
    pub(crate) is_closed: bool,
}

/// A document in two parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Split {
    pub(crate) front_matter: Option<FrontMatter>,
    /// Everything after it.
    pub(crate) body: Span,
}

/// Splits a text.
pub(crate) fn split(text: &str) -> Split {
    let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let front_matter = [Language::Yaml, Language::Toml].into_iter().find_map(|language| find(text, start, language));
    let body_start = front_matter.map_or(start, |found| {
        let end = found.span.end as usize;
        let rest_of_line = text[end..].find('\n').map_or(text.len() - end, |at| at + 1);
        if found.is_closed { end + rest_of_line } else { end }
    });
    Split { front_matter, body: Span::new(body_start, text.len()) }
}

/// Leaves the understanding to `value`: only the raw text is wanted from `gray_matter`.
struct Raw;

impl Engine for Raw {
    fn parse(_: &str) -> gray_matter::Result<Pod> {
        Ok(Pod::Null)
    }
}

fn find(text: &str, start: usize, language: Language) -> Option<FrontMatter> {
    let (first, _) = text[start..].split_once('\n')?;
    if first.trim_end() != language.fence() {
        return None;
    }
    let inner_start = start + first.len() + 1;
    let mut matter = Matter::<Raw>::new();
    language.fence().clone_into(&mut matter.delimiter);
    if language == Language::Yaml {
        matter.close_delimiter = Some("...".to_owned());
    }
    let raw = matter.parse::<()>(&text[start..first_fence(text, inner_start, language)]).ok()?.matter;
    // An empty `matter` is an empty front matter, or one that nothing closes.
    let raw_end = locate(text, inner_start, &raw)?;
    let close = closing_line(text, raw_end, language);
    let begun = unclosed_end(text, inner_start, language);
    let Some(close) = close.filter(|close| raw.is_empty() || !begun.is_broken_off(close.start)) else {
        return begun.has_key.then(|| FrontMatter {
            language,
            span: Span::new(start, begun.end),
            inner: Span::new(inner_start, begun.end),
            is_closed: false,
        });
    };
    let inner = Span::new(inner_start, close.start as usize);
    let is_front_matter = raw.is_empty() || language == Language::Toml || looks_like_yaml(&text[inner.range()]);
    is_front_matter.then(|| FrontMatter {
        language,
        span: Span::new(start, close.end as usize),
        inner,
        is_closed: true,
    })
}

/// The end of `raw` in `text`, from `start`: `gray_matter` has cut white space around it and the `\r` of line ends.
fn locate(text: &str, start: usize, raw: &str) -> Option<usize> {
    if raw.is_empty() {
        return Some(start);
    }
    let mut at = text.len() - text[start..].trim_start().len();
    for (i, line) in raw.split('\n').enumerate() {
        if i > 0 {
            at += line_break(&text[at..]);
        }
        at += text[at..].starts_with(line).then_some(line.len())?;
    }
    Some(at)
}

/// The end of the first line that may close it. `gray_matter` would copy all that follows.
fn first_fence(text: &str, from: usize, language: Language) -> usize {
    let mut end = from;
    for line in text[from..].split_inclusive('\n') {
        end += line.len();
        if is_closing(line.trim_end(), language) {
            break;
        }
    }
    end
}

fn is_closing(line: &str, language: Language) -> bool {
    line == language.fence() || (language == Language::Yaml && line == "...")
}

/// The closing fence, which only white space parts from `from`.
fn closing_line(text: &str, from: usize, language: Language) -> Option<Span> {
    let mut at = from;
    for line in text[from..].split_inclusive('\n') {
        let trimmed = line.trim_end();
        if is_closing(trimmed, language) {
            return Some(Span::new(at, at + trimmed.len()));
        }
        if !trimmed.is_empty() {
            return None;
        }
        at += line.len();
    }
    None
}

fn line_break(text: &str) -> usize {
    if text.starts_with("\r\n") { 2 } else { usize::from(text.starts_with('\n')) }
}

/// How far lines look like front matter, when no fence ends them.
struct Unclosed {
    /// The start of the first line that does not.
    end: usize,
    has_key: bool,
    /// Whether it ends at a heading, and prose follows.
    body_follows: Option<usize>,
}

impl Unclosed {
    /// Whether the fence at `close` is a rule in the body, and the front matter before it was never closed.
    fn is_broken_off(&self, close: u32) -> bool {
        self.has_key && self.body_follows.is_some_and(|prose| prose < close as usize)
    }
}

fn unclosed_end(text: &str, start: usize, language: Language) -> Unclosed {
    let mut at = start;
    let mut unclosed = Unclosed { end: text.len(), has_key: false, body_follows: None };
    let mut after_blank = false;
    let mut heading: Option<usize> = None;
    for line in text[start..].split_inclusive('\n') {
        let trimmed = line.trim_end();
        let shape = shape(trimmed, language);
        match (heading, shape) {
            (Some(_), Shape::Prose) => {
                unclosed.body_follows = Some(at);
                break;
            }
            (None, Shape::Heading) if after_blank => {
                unclosed.end = at;
                heading = Some(at);
            }
            (None, Shape::Prose) => {
                unclosed.end = at;
                break;
            }
            (None, Shape::Key) => unclosed.has_key = true,
            _ => {}
        }
        after_blank = shape == Shape::Blank;
        at += line.len();
    }
    unclosed
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Shape {
    Blank,
    Key,
    /// `# …`, which is a comment too.
    Heading,
    /// Indented, an item, a bracket, a comment.
    Other,
    /// What no front matter holds at the start of a line.
    Prose,
}

fn shape(line: &str, language: Language) -> Shape {
    if line.trim().is_empty() {
        Shape::Blank
    } else if is_key(line, language) {
        Shape::Key
    } else if line.starts_with('#') {
        let rest = line.trim_start_matches('#');
        if rest.starts_with(' ') { Shape::Heading } else { Shape::Other }
    } else if line.starts_with([' ', '\t', ']', '}', '{', '"', '\'']) || line.starts_with("- ") || line == "-" {
        Shape::Other
    } else if language == Language::Toml && line.starts_with('[') {
        Shape::Key
    } else {
        Shape::Prose
    }
}

/// Whether a line begins with a key: a few words and `:` (YAML) or `=` (TOML).
pub(crate) fn is_key(line: &str, language: Language) -> bool {
    let sign = match language {
        Language::Yaml => ':',
        Language::Toml => '=',
    };
    let Some((key, value)) = line.split_once(sign) else { return false };
    let separated = language == Language::Toml || value.is_empty() || value.starts_with([' ', '\t', '\r']);
    let bare = key.trim_end().trim_matches(['"', '\'']);
    separated
        && bare.len() <= 40
        && bare.split(' ').count() <= 4
        && bare.starts_with(|c: char| c.is_alphanumeric() || c == '_')
        && bare.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ' ' | '/'))
}

/// Whether lines between two `---` are keys and values, not prose between two rules.
fn looks_like_yaml(matter: &str) -> bool {
    let lines = || matter.lines().map(str::trim_end).filter(|line| !line.trim().is_empty());
    let significant = || lines().filter(|line| !line.trim_start().starts_with('#'));
    let Some(first) = significant().next() else {
        // Nothing but comments, or headings: keys that are switched off make it a front matter.
        return lines().any(|line| is_key(line.trim_start_matches(['#', ' ']), Language::Yaml));
    };
    if is_key(first.trim_start(), Language::Yaml) || first.starts_with('{') {
        return true;
    }
    let at_margin = significant().filter(|line| !line.starts_with([' ', '\t', '-'])).count();
    let keys = significant().filter(|line| is_key(line, Language::Yaml)).count();
    let parted = matter.starts_with(['\n', '\r']);
    !parted && keys >= 2 && keys * 2 >= at_margin
}

#[cfg(test)]
mod tests;
