//! The documentation of a rule on a terminal: headings, wrapped text, examples with a bar beside them.
//!
//! It knows the Markdown that doc comments of rules are written in, which is little: headings of the second level,
//! paragraphs, lists, fenced code, code spans, emphasis and links.

use afterword::lint::{Fixability, Rule};
use anstyle::{AnsiColor, Style};

use super::style;

const HEADING: Style = Style::new().bold();
const CODE: Style = AnsiColor::Cyan.on_default();
const FAINT: Style = Style::new().dimmed();

/// Longer lines are hard to read. Columns.
const WIDEST: usize = 92;

/// How code spans are told from text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Spans {
    /// By a colour.
    Coloured,
    /// By their backticks, where there are no colours.
    Quoted,
}

/// The whole page. Where there are no colours they are taken out by the stream.
pub(super) fn page(rule: &Rule, width: usize, spans: Spans) -> String {
    let look = Look { width: width.min(WIDEST), spans };
    let level = style(rule.level);
    let mut out = format!("{HEADING}{} {}{HEADING:#}  {level}{}{level:#}\n", rule.code, rule.name, rule.level.as_str());
    wrap(&capital(rule.summary, "."), "", look, &mut out);
    let docs = rule.docs();
    let mut paragraph: Vec<&str> = Vec::new();
    let mut in_code = false;
    for line in docs.lines() {
        if line.starts_with("```") {
            flush(&mut paragraph, look, &mut out);
            in_code = !in_code;
        } else if in_code {
            out += &code_line(line);
        } else if let Some(heading) = line.strip_prefix("## ") {
            flush(&mut paragraph, look, &mut out);
            out += &format!("\n{HEADING}{heading}{HEADING:#}\n");
        } else if let Some(rest) = line.strip_prefix("Use instead:") {
            flush(&mut paragraph, look, &mut out);
            out += &format!("\n{HEADING}Use instead{HEADING:#}\n");
            paragraph.extend(Some(rest.trim()).filter(|rest| !rest.is_empty()));
        } else if line.trim().is_empty() {
            flush(&mut paragraph, look, &mut out);
        } else {
            if line.starts_with("- ") {
                flush(&mut paragraph, look, &mut out);
            }
            paragraph.push(line);
        }
    }
    flush(&mut paragraph, look, &mut out);
    match rule.fixability {
        Fixability::None => {}
        Fixability::Sometimes => out += "\n  Some findings come with a fix.\n",
        Fixability::Always => out += "\n  Its findings come with a fix.\n",
    }
    if rule.is_configurable() {
        let name = rule.name;
        out += &format!("\n{HEADING}Settings{HEADING:#}\n");
        let lines = ["[rules.levels]".to_owned(), format!("{name} = \"off\"    # or \"info\", \"warning\", \"error\"")];
        for line in lines {
            out += &code_line(&line);
        }
        if rule.can_be_allowed() {
            out += "\n  For one block, or for a file at its top:\n";
            out += &code_line(&format!("<!-- afterword-allow {name}: the reason -->"));
        }
    }
    out += &format!("\n{FAINT}{} · since {}{FAINT:#}\n", rule.url(), rule.since);
    out
}

/// What wrapping needs to know.
#[derive(Debug, Clone, Copy)]
struct Look {
    width: usize,
    spans: Spans,
}

/// A line of an example.
fn code_line(line: &str) -> String {
    let gap = if line.is_empty() { "" } else { " " };
    format!("  {FAINT}│{FAINT:#}{gap}{CODE}{line}{CODE:#}\n")
}

fn capital(phrase: &str, end: &str) -> String {
    let mut chars = phrase.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect()) + end
}

/// Writes the lines that were gathered as one paragraph or list item.
fn flush(paragraph: &mut Vec<&str>, look: Look, out: &mut String) {
    if paragraph.is_empty() {
        return;
    }
    // A paragraph after another one is set apart.
    if out.ends_with('\n') && !out.ends_with("\n\n") && !ends_with_heading(out) {
        out.push('\n');
    }
    wrap(&paragraph.join(" "), "  ", look, out);
    paragraph.clear();
}

fn ends_with_heading(out: &str) -> bool {
    let mut lines = out.trim_end().rsplit('\n');
    lines.next().is_some_and(|line| line.starts_with(&HEADING.to_string()) && !line.starts_with("  "))
}

/// A piece of a line that is not broken, with its style.
struct Word {
    text: String,
    columns: usize,
}

/// Breaks a text into lines, with its code spans coloured and its links as their text.
fn wrap(text: &str, indent: &str, look: Look, out: &mut String) {
    let (hanging, text) = match text.strip_prefix("- ") {
        Some(rest) => (format!("{indent}  "), format!("• {rest}")),
        None => (indent.to_owned(), text.to_owned()),
    };
    let mut column = 0;
    out.push_str(indent);
    for (i, word) in words(&text, look.spans).into_iter().enumerate() {
        if i > 0 && hanging.len() + column + 1 + word.columns > look.width {
            out.push('\n');
            out.push_str(&hanging);
            column = 0;
        } else if i > 0 {
            out.push(' ');
            column += 1;
        }
        out.push_str(&word.text);
        column += word.columns;
    }
    out.push('\n');
}

/// The words of a text. A code span keeps its spaces together as far as it has none longer than a few words.
fn words(text: &str, spans: Spans) -> Vec<Word> {
    let is_coloured = spans == Spans::Coloured;
    let mut words = Vec::new();
    let mut word = Word { text: String::new(), columns: 0 };
    let mut in_code = false;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '`' if !is_coloured => {
                in_code = !in_code;
                word.text.push('`');
                word.columns += 1;
            }
            '`' => {
                in_code = !in_code;
                word.text += &if in_code { CODE.to_string() } else { format!("{CODE:#}") };
            }
            ' ' => {
                // Colours end with the line, so that a bar or an indent is never coloured.
                if in_code && is_coloured {
                    word.text += &format!("{CODE:#}");
                }
                words.push(std::mem::replace(&mut word, Word { text: String::new(), columns: 0 }));
                if in_code && is_coloured {
                    word.text += &CODE.to_string();
                }
            }
            // Emphasis is left out, and `[text](target)` is its text.
            '*' | '[' if !in_code => {}
            ']' if !in_code && chars.peek() == Some(&'(') => while chars.next().is_some_and(|c| c != ')') {},
            c => {
                word.text.push(c);
                word.columns += 1;
            }
        }
    }
    words.push(word);
    words.retain(|word| word.columns > 0);
    words
}

#[cfg(test)]
mod tests {
    use afterword::lint::RULES;
    use snapbox::{assert_data_eq, str};

    use super::*;

    fn plain(text: &str) -> String {
        anstream::adapter::strip_str(text).to_string()
    }

    #[test]
    fn a_page() {
        let rule = afterword::lint::rule("TL002").unwrap();
        assert_data_eq!(
            plain(&page(rule, 60, Spans::Quoted)),
            str![[r#"
TL002 no-date  warning
The times of a timeline could be of several days, and no
entry has a date.

What it does
  Reports a timeline with clock times and no date, where
  that leaves the day open: the incident took longer than a
  day and the entries do not, or (as an info) the day of the
  incident is not known at all. An incident of a few hours
  needs no date in its timeline.

Why is this bad?
  `09:15` of which day? Whoever was there knows. A year
  later the entry could be the first alert or the fix of the
  third day, and every length of time that is made from it
  is a guess.

Example
  │ ---
  │ title: Checkout returned 500s
  │ started: 2026-03-07T09:12:00Z
  │ resolved: 2026-03-09T17:30:00Z
  │ ---
  │ ## Timeline
  │ - 09:12 First failed request
  │ - 11:40 The pool is restarted
  │ - 17:30 Error rate back at its usual level

Use instead
  │ ---
  │ title: Checkout returned 500s
  │ started: 2026-03-07T09:12:00Z
  │ resolved: 2026-03-09T17:30:00Z
  │ ---
  │ ## Timeline
  │ - 2026-03-07 09:12 First failed request
  │ - 2026-03-08 11:40 The pool is restarted
  │ - 2026-03-09 17:30 Error rate back at its usual level

Settings
  │ [rules.levels]
  │ no-date = "off"    # or "info", "warning", "error"

  For one block, or for a file at its top:
  │ <!-- afterword-allow no-date: the reason -->

https://afterword.dev/rules/TL002-no-date · since 0.1.0

"#]]
        );
    }

    #[test]
    fn lists_hang_and_code_is_coloured() {
        let look = Look { width: 24, spans: Spans::Coloured };
        let mut out = String::new();
        wrap("- one `code span` and *more* of [a link](https://x.example/a) here", "  ", look, &mut out);
        assert_data_eq!(
            out.replace('\u{1b}', "^"),
            str![[r#"
  • one ^[36mcode^[0m ^[36mspan^[0m and
    more of a link here

"#]]
        );
    }

    #[test]
    fn no_line_of_text_is_wider_than_asked_for() {
        for rule in RULES {
            let page = plain(&page(rule, 70, Spans::Quoted));
            for line in page.lines().filter(|line| !line.contains(['│', '/'])) {
                let one_word = line.split_whitespace().count() <= 1;
                assert!(line.chars().count() <= 70 || one_word, "{}: {line}", rule.code);
            }
            assert!(!page.contains("```"), "{}", rule.code);
        }
    }
}
