//! A value as a line of YAML or TOML: a key when it is known, a comment with its reason when it is guessed.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::fields::{Doubt, Field, Text};
use crate::model::Provenance;
use crate::parse::Language;
use crate::text::Source;

/// The language of a front matter that is new. One that is there keeps its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Format {
    /// Between lines `---`.
    #[default]
    Yaml,
    /// Between lines `+++`.
    Toml,
}

impl Format {
    pub(super) fn language(self) -> Language {
        match self {
            Self::Yaml => Language::Yaml,
            Self::Toml => Language::Toml,
        }
    }
}

/// A line to be added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) key: &'static str,
    text: Text,
    pub(super) provenance: Provenance,
    /// Why it is only a guess.
    reason: Option<String>,
}

/// The line for a value, which `asked` may have a question about; none where nothing is to be added.
pub(super) fn line(field: Field, source: &Source, asked: &BTreeMap<&str, String>) -> Option<Line> {
    let Field { key, text, provenance, span, doubt } = field;
    if matches!(provenance, Provenance::FrontMatter | Provenance::Default) {
        return None;
    }
    let quoted = span.and_then(|span| source.text.get(span.range())).map(quoted);
    let quoted = || quoted.clone().unwrap_or_default();
    let reason = match (asked.get(key), doubt, provenance) {
        (Some(question), ..) => Some(question.clone()),
        (None, Some(Doubt::About), _) => Some(format!("about, as the text says{}", quoted())),
        (None, Some(Doubt::MeansUsually(word)), _) => Some(format!("guessed: the text says \"{word}\"")),
        (None, Some(Doubt::Language), _) => Some("guessed from the words of the text".to_owned()),
        (None, Some(Doubt::Undeclared), _) => Some("not all of them are declared services".to_owned()),
        (None, None, Provenance::FileName) if key == "title" => Some("guessed from the name of the file".to_owned()),
        (None, None, Provenance::Folder) if key == "title" => Some("guessed from the name of the folder".to_owned()),
        (None, None, Provenance::Body) => Some(format!("guessed from the text{}", quoted())),
        (None, None, Provenance::Git) => Some("guessed from the history of the file".to_owned()),
        (None, None, _) => None,
    };
    Some(Line { key, text, provenance, reason: reason.map(|reason| one_line(&reason)) })
}

impl Line {
    pub(super) fn is_guess(&self) -> bool {
        self.reason.is_some()
    }

    /// Whether a front matter with this line states its value, and nothing else for its key.
    pub(super) fn reads_back(&self, stated: &[Field]) -> bool {
        let found = stated.iter().find(|field| field.key == self.key);
        self.is_guess()
            || found.is_some_and(|field| field.provenance == Provenance::FrontMatter && field.text == self.text)
    }

    /// The line, without its end.
    pub(super) fn in_language(&self, language: Language) -> String {
        let key = self.key;
        let pair = match language {
            Language::Yaml => format!("{key}: {}", yaml(&self.text)),
            Language::Toml => format!("{key} = {}", toml(&self.text)),
        };
        match &self.reason {
            Some(reason) => format!("# {pair} # {reason}"),
            None => pair,
        }
    }
}

/// `: "09:12 UTC"`, at most 40 characters.
fn quoted(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let is_long = text.chars().count() > 40;
    let text: String = if is_long { text.chars().take(39).chain(['…']).collect() } else { text };
    format!(": \"{text}\"")
}

/// What can stand in a comment: no character that a reader of either language takes for a line break.
fn one_line(text: &str) -> String {
    text.chars().map(|c| if is_unprintable(c) { ' ' } else { c }).collect()
}

/// Characters that end a line for some readers, or steer what is shown instead of showing something.
fn is_unprintable(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}')
}

fn yaml(text: &Text) -> String {
    match text {
        Text::Time(text) => text.clone(),
        Text::Line(text) => yaml_text(text),
        Text::List(texts) => format!("[{}]", texts.iter().map(|text| yaml_text(text)).collect::<Vec<_>>().join(", ")),
    }
}

/// Plain where every reader of YAML, old ones too, takes it for a text, and for the same one; else between quotes.
fn yaml_text(text: &str) -> String {
    let is_harmless = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_' | '.' | '/' | '+' | '(' | ')');
    let is_plain = text.starts_with(char::is_alphabetic)
        && !text.ends_with(' ')
        && text.chars().all(is_harmless)
        && !is_yaml_word(text);
    if is_plain { text.to_owned() } else { double_quoted(text) }
}

/// Words that YAML 1.1 or 1.2 takes for a truth value, nothing, or a number.
fn is_yaml_word(text: &str) -> bool {
    const WORDS: &[&str] = &["true", "false", "yes", "no", "on", "off", "y", "n", "null", "nan", "inf"];
    WORDS.iter().any(|word| text.eq_ignore_ascii_case(word))
}

fn toml(text: &Text) -> String {
    match text {
        // TOML's own times have seconds.
        Text::Time(text) if text.len() == 10 || text.as_bytes().get(16) == Some(&b':') => text.clone(),
        Text::Time(text) | Text::Line(text) => double_quoted(text),
        Text::List(texts) => {
            format!("[{}]", texts.iter().map(|text| double_quoted(text)).collect::<Vec<_>>().join(", "))
        }
    }
}

/// Between double quotes, with escapes that both languages know.
fn double_quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            // All that is unprintable here fits in four digits.
            c if is_unprintable(c) => {
                // Writing to a text cannot fail.
                let _ = write!(quoted, "\\u{:04X}", u32::from(c));
            }
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}
