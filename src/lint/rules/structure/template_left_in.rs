//! ST003.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickBuilder};

use crate::lint::Document;
use crate::lint::phrase::counted;
use crate::lint::rule::{Check, Ctx, declare_rule};
use crate::model::{SectionKind, Status};
use crate::text::Span;

declare_rule! {
    /// ## What it does
    /// Reports what waits to be filled in, in a finished postmortem: `TODO`, `TBD`, `XXX`, `YYYY-MM-DD`,
    /// `[describe the impact]`, `<link to the dashboard>`, `Lorem ipsum`. One finding for each document, at the first
    /// of them. Code and comments are not looked at, action items may say `TODO`, and drafts are left alone.
    ///
    /// ## Why is this bad?
    /// It was going to be known later. By now whoever knew it may have forgotten, so the sooner it is asked, the
    /// better.
    ///
    /// ## Example
    /// ```md,expect_diagnostic
    /// # Checkout returned 500s
    /// ## Impact
    /// TBD, waiting for the numbers of the payment provider.
    /// ```
    ///
    /// Use instead:
    /// ```md
    /// # Checkout returned 500s
    /// ## Impact
    /// 4,200 payments were refused, by the numbers of the payment provider.
    /// ```
    static RULE = {
        code: "ST003",
        name: "template-left-in",
        summary: "something waits to be filled in",
        since: "0.1.0",
        check: Check::Postmortem(check),
    }
}

/// Further places that are marked; the others are counted.
const MARKED: usize = 3;

fn check(ctx: &mut Ctx<'_>, document: &Document<'_>) {
    if matches!(document.status(), Status::Draft | Status::Withdrawn) {
        return;
    }
    let found = waiting(document);
    let [first, rest @ ..] = found.as_slice() else { return };
    let message = format!("`{}` waits to be filled in", document.text(*first));
    let mut report = ctx.report(document.source.id, *first, message);
    for span in rest.iter().take(MARKED) {
        report = report.also(document.source.id, *span, "");
    }
    if rest.len() > MARKED {
        report = report.note(format!("{} in all", counted(found.len(), "place")));
    }
    report.help("is it known by now? if nobody can know it any more, that is an answer too");
}

/// All places that wait to be filled in.
fn waiting(document: &Document<'_>) -> Vec<Span> {
    let body = &document.postmortem.body;
    let mut found = Vec::new();
    let mut look_at = |span: Span, todo_is_fine: bool| {
        let text = document.text(span);
        // Most lines have nothing to look at closely.
        let mut passed = 0;
        for sign in SIGNS.iter().flat_map(|signs| signs.find_iter(text)) {
            if sign.start() < passed {
                continue;
            }
            let start = text[..sign.start()].rfind('\n').map_or(0, |end| end + 1);
            let end = text[sign.start()..].find('\n').map_or(text.len(), |end| sign.start() + end + 1);
            passed = end;
            let line = &text[start..end];
            let at = Span::new(span.start as usize + start, span.start as usize + end);
            // A comment is a note to the writers that no reader sees.
            if line.trim_start().starts_with("<!--") {
                continue;
            }
            // The code blocks are in order: the first that ends behind the start of the line is the one to ask.
            let next = body.code.partition_point(|block| block.span.end <= at.start);
            if body.code.get(next).is_some_and(|block| block.span.start < at.end) {
                continue;
            }
            placeholders(line, |range, is_todo| {
                if !(is_todo && todo_is_fine) {
                    found.push(Span::new(at.start as usize + range.start, at.start as usize + range.end));
                }
            });
        }
    };
    let preamble_end = body.sections.first().map_or(body.span.end, |section| section.span.start);
    look_at(Span { start: body.span.start, end: preamble_end }, false);
    for section in &body.sections {
        let todo_is_fine = section.kind == Some(SectionKind::ActionItems);
        look_at(section.span, todo_is_fine);
        look_at(section.content, todo_is_fine);
    }
    found
}

/// Words that stand for what is to come, in capitals, wherever they are.
const WORDS: &[&str] = &["TBD", "TBA", "TBC", "TKTK"];
/// Words that do so at the start of a line or before a colon; elsewhere a text may speak of them.
const MARKS: &[&str] = &["TODO", "FIXME", "XXX"];
/// Forms of dates and times that are to be replaced.
const FORMS: &[&str] = &["YYYY-MM-DD", "DD/MM/YYYY", "MM/DD/YYYY", "DD.MM.YYYY", "HH:MM", "Lorem ipsum"];
/// How prompts in brackets begin.
const PROMPTS: &[&str] = &[
    "add ",
    "briefly ",
    "describe ",
    "date ",
    "enter ",
    "explain ",
    "fill ",
    "identify ",
    "include ",
    "insert ",
    "link to ",
    "list ",
    "name of ",
    "number of ",
    "provide ",
    "replace ",
    "specify ",
    "summarise ",
    "summarize ",
    "time ",
    "your ",
];

/// What each placeholder begins with.
static SIGNS: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    let signs = WORDS.iter().chain(MARKS).chain(FORMS).chain(&["[", "<"]);
    AhoCorasickBuilder::new().ascii_case_insensitive(true).build(signs).ok()
});

/// A longer text in brackets is no prompt. Characters.
const LONGEST_PROMPT: usize = 120;

/// Calls `found` with the bytes of each placeholder of a line, and whether it is a word.
fn placeholders(line: &str, mut found: impl FnMut(std::ops::Range<usize>, bool)) {
    let mut in_code = false;
    let mut skip_to = 0;
    for (at, c) in line.char_indices() {
        if at < skip_to {
            continue;
        }
        if c == '`' {
            in_code = !in_code;
        }
        if in_code {
            continue;
        }
        let Some(rest) = line.get(at..) else { return };
        let before = line.get(..at).and_then(|text| text.chars().next_back());
        let starts_word = before.is_none_or(|c| !is_of_a_word(c));
        let end = if starts_word && c.is_ascii_alphabetic() {
            let opens = line.get(..at).is_some_and(|text| !text.contains(char::is_alphanumeric));
            word(rest, opens && !line.trim_start().starts_with('|'))
                .map(|len| (len, true))
                .or_else(|| form(rest).map(|len| (len, false)))
        } else if (c == '[' && before != Some('[') && before != Some('!')) || c == '<' {
            prompt(rest).map(|len| (len, false))
        } else {
            None
        };
        if let Some((len, is_word)) = end {
            found(at..at + len, is_word);
            skip_to = at + len;
        }
    }
}

/// What can stand beside a letter without ending its word: part of a path, an address, an identifier.
fn is_of_a_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '-' | '/' | '.' | '#' | '@' | '=' | '&' | '%')
}

/// The length of a word at the start of `rest`; `opens` says that nothing is before it in its line.
fn word(rest: &str, opens: bool) -> Option<usize> {
    let is_word = |word: &&&str| rest.starts_with(**word);
    let (word, is_mark) = WORDS
        .iter()
        .find(is_word)
        .map(|word| (word, false))
        .or_else(|| MARKS.iter().find(is_word).map(|word| (word, true)))?;
    let after = rest.get(word.len()..)?.chars().next();
    let ends = after.is_none_or(|c| !c.is_alphanumeric() && !matches!(c, '_' | '/' | '-'));
    (ends && (!is_mark || opens || after == Some(':'))).then_some(word.len())
}

fn form(rest: &str) -> Option<usize> {
    let form =
        FORMS.iter().find(|form| rest.get(..form.len()).is_some_and(|start| start.eq_ignore_ascii_case(form)))?;
    // `hh:mm` in small letters is how a format is spoken of.
    let capitals = form.starts_with('L') || rest.starts_with(*form);
    capitals.then_some(form.len())
}

/// `[describe …]` or `<link to …>`, when it is no link and no tag.
fn prompt(rest: &str) -> Option<usize> {
    let close = if rest.starts_with('[') { ']' } else { '>' };
    let end = rest.char_indices().take(LONGEST_PROMPT).find(|(_, c)| *c == close)?.0;
    let inside = rest.get(1..end)?.trim().to_ascii_lowercase();
    let after = rest.get(end + 1..)?.chars().next();
    let is_link = close == ']' && matches!(after, Some('(' | '[' | ':'));
    let is_prompt = !inside.contains(['=', '"']) && PROMPTS.iter().any(|start| inside.starts_with(start));
    (is_prompt && !is_link).then_some(end + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(line: &str, expected: &[&str]) {
        let mut found = Vec::new();
        placeholders(line, |range, _| found.push(&line[range]));
        assert_eq!(found, expected);
    }

    #[test]
    fn words_stand_alone_and_in_capitals() {
        check("Impact: TBD", &["TBD"]);
        check("(TODO: numbers), see XXX", &["TODO"]);
        check("- **TODO** ask", &["TODO"]);
        check("go through all TODO items", &[]);
        check("| 4 | add an alert | TODO |", &[]);
        check("| Date | TBD |", &["TBD"]);
        check("our todo list, TODOs, HTTP 5XXX, TODO_LIST, #TODO, PROJ-TBD", &[]);
        check("`TBD` in code, then TBD", &["TBD"]);
        check("https://example.org/TODO/x?y=TBD", &[]);
    }

    #[test]
    fn forms_of_dates() {
        check("Date: YYYY-MM-DD HH:MM", &["YYYY-MM-DD", "HH:MM"]);
        check("the pattern was hh:mm", &[]);
        check("lorem ipsum dolor", &["lorem ipsum"]);
    }

    #[test]
    fn prompts_in_brackets() {
        check("[describe the impact]", &["[describe the impact]"]);
        check("<Link to the dashboard>", &["<Link to the dashboard>"]);
        check("[link to the log](a.log) and [your name][ref]", &[]);
        check("<time datetime=\"2026-03-07\">", &[]);
        check("a < b and [sic] and <https://example.org>", &[]);
        check("[[describe it]]", &[]);
        check("é[describe it", &[]);
    }
}
