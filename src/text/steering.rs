//! Characters that steer what shows a text instead of being shown: a terminal's escape sequences, line separators, the
//! marks that turn the direction of a text.
//!
//! Documents come from many hands. [`neutral`] and [`one_line`] are for people at a terminal, [`to_json`] is for
//! programs, whose output ends on a terminal too. What is in a document is never changed by anything here.

use std::borrow::Cow;
use std::io;

use serde::Serialize;

/// The text with everything that steers a terminal replaced by a character that shows. One for one, so that
/// columns stay right; tabs and line feeds stay.
pub fn neutral(text: &str) -> Cow<'_, str> {
    if text.chars().all(|c| shown(c) == c) {
        Cow::Borrowed(text)
    } else {
        text.chars().map(shown).collect::<String>().into()
    }
}

/// The same, on one line: tabs and line feeds are shown as well.
pub fn one_line(text: &str) -> Cow<'_, str> {
    let picture = |c: char| match c {
        '\t' => '\u{2409}',
        '\n' => '\u{240a}',
        c => shown(c),
    };
    if text.chars().all(|c| picture(c) == c) {
        Cow::Borrowed(text)
    } else {
        text.chars().map(picture).collect::<String>().into()
    }
}

/// What ends the reach of the marks of direction that a text leaves open (`U+202A` to `U+202E`, `U+2066` to `U+2069`), to be
/// put after it: without, they would turn what stands behind it. Empty for nearly all texts.
pub fn closing(text: &str) -> String {
    const ISOLATE: char = '\u{2069}';
    const EMBEDDING: char = '\u{202c}';
    // All of them begin with this byte, and few other letters do.
    if memchr::memchr(0xe2, text.as_bytes()).is_none() {
        return String::new();
    }
    let mut open = Vec::new();
    for c in text.chars() {
        match c {
            '\u{2066}'..='\u{2068}' => open.push(ISOLATE),
            '\u{202a}' | '\u{202b}' | '\u{202d}' | '\u{202e}' => open.push(EMBEDDING),
            EMBEDDING if open.last() == Some(&EMBEDDING) => {
                open.pop();
            }
            // The end of an isolate ends what is open in it.
            ISOLATE => open.truncate(open.iter().rposition(|open| *open == ISOLATE).unwrap_or(open.len())),
            _ => {}
        }
    }
    open.into_iter().rev().collect()
}

/// Compact JSON. What would steer a terminal is escaped; JSON itself asks that of a part only.
///
/// A value that has no form in JSON (a map with keys that are no texts, a number that is none) becomes `null`.
pub fn to_json(value: &impl Serialize) -> String {
    let mut json = Vec::with_capacity(1024);
    match write_json(value, &mut json) {
        // A serialiser writes text.
        Ok(()) => String::from_utf8(json).unwrap_or_default(),
        Err(_) => "null".to_owned(),
    }
}

/// Writes the same to `out`.
///
/// # Errors
/// When `out` cannot be written to, or the value has no form in JSON.
pub fn write_json(value: &impl Serialize, out: impl io::Write) -> io::Result<()> {
    let mut serializer = serde_json::Serializer::with_formatter(out, Escaping);
    value.serialize(&mut serializer)?;
    Ok(())
}

/// Compact, with an escape for every character that [`neutral`] replaces.
struct Escaping;

impl serde_json::ser::Formatter for Escaping {
    fn write_string_fragment<W: io::Write + ?Sized>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()> {
        let mut rest = fragment;
        while let Some((at, c)) = next(rest) {
            let (before, after) = rest.split_at(at);
            // None of these needs two halves.
            write!(writer, "{before}\\u{:04x}", u32::from(c))?;
            rest = after.get(c.len_utf8()..).unwrap_or_default();
        }
        writer.write_all(rest.as_bytes())
    }
}

/// The first character that steers. Nearly all text has none, and much of it is ASCII.
fn next(text: &str) -> Option<(usize, char)> {
    if text.is_ascii() && memchr::memchr(0x7f, text.as_bytes()).is_none() {
        // The serialiser has escaped those below the blank.
        return None;
    }
    text.char_indices().find(|(_, c)| shown(*c) != *c)
}

fn shown(c: char) -> char {
    match c {
        '\t' | '\n' => c,
        // U+2400 and what follows picture the C0 control characters.
        '\0'..='\u{1f}' => char::from_u32(0x2400 + u32::from(c)).unwrap_or('\u{fffd}'),
        '\u{7f}' => '\u{2421}',
        // C1 controls, marks of direction and width, line separators, byte order marks.
        '\u{80}'..='\u{9f}'
        | '\u{61c}'
        | '\u{200b}'
        | '\u{200e}'..='\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{feff}'
        | '\u{fff9}'..='\u{fffb}' => '\u{fffd}',
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, lines: &str, line: &str, json: &str) {
        assert_eq!((&*neutral(text), &*one_line(text), to_json(&text).as_str()), (lines, line, json));
    }

    #[test]
    fn marks_of_direction_are_closed() {
        #[track_caller]
        fn check(text: &str, expected: &str) {
            assert_eq!(closing(text), expected, "{}", text.escape_unicode());
        }
        check("“plain” – שלום", "");
        check("\u{202e}x", "\u{202c}");
        check("\u{202e}x\u{202c}", "");
        check("\u{2067}x\u{202b}y", "\u{202c}\u{2069}");
        check("\u{2067}x\u{202b}y\u{2069}", "");
        check("\u{202b}x\u{2068}y\u{202c}", "\u{2069}\u{202c}");
        check("\u{202c}\u{2069}", "");
    }

    #[test]
    fn what_steers_is_shown_and_escaped() {
        check(
            "plain é 障害 👩\u{200d}💻",
            "plain é 障害 👩\u{200d}💻",
            "plain é 障害 👩\u{200d}💻",
            "\"plain é 障害 👩\u{200d}💻\"",
        );
        check("a\tb\nc", "a\tb\nc", "a␉b␊c", r#""a\tb\nc""#);
        check("\u{1b}[2J\r\u{7}", "␛[2J␍␇", "␛[2J␍␇", r#""\u001b[2J\r\u0007""#);
        check("\u{7f}", "␡", "␡", r#""\u007f""#);
        check("ä\u{9b}31m", "ä\u{fffd}31m", "ä\u{fffd}31m", r#""ä\u009b31m""#);
        check("\u{202e}x\u{2069}", "\u{fffd}x\u{fffd}", "\u{fffd}x\u{fffd}", r#""\u202ex\u2069""#);
    }
}
