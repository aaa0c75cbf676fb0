//! Text made safe for HTML.

/// Appends `text` as the text of an element.
pub(super) fn text(out: &mut String, text: &str) {
    escape(out, text, |byte| match byte {
        b'&' => Some("&amp;"),
        b'<' => Some("&lt;"),
        b'>' => Some("&gt;"),
        byte => control(byte),
    });
}

/// Appends `code` as the text of an element. What turns its direction is named: code must not be read in another order
/// than it runs in.
pub(super) fn code(out: &mut String, code: &str) {
    let turns = |c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let mut rest = code;
    while let Some((at, c)) = rest.char_indices().find(|(_, c)| turns(*c)) {
        text(out, &rest[..at]);
        out.push_str(&format!("[U+{:04X}]", u32::from(c)));
        rest = &rest[at + c.len_utf8()..];
    }
    text(out, rest);
}

/// Appends `text` as the value of an attribute in double quotes.
pub(super) fn attribute(out: &mut String, text: &str) {
    escape(out, text, |byte| match byte {
        b'&' => Some("&amp;"),
        b'<' => Some("&lt;"),
        b'>' => Some("&gt;"),
        b'"' => Some("&quot;"),
        byte => control(byte),
    });
}

/// HTML has no control characters except tabs and line breaks.
fn control(byte: u8) -> Option<&'static str> {
    (byte < b' ' && !matches!(byte, b'\t' | b'\n' | b'\r')).then_some("\u{fffd}")
}

fn escape(out: &mut String, text: &str, entity: impl Fn(u8) -> Option<&'static str>) {
    let mut copied = 0;
    for (at, byte) in text.bytes().enumerate() {
        if let Some(entity) = entity(byte) {
            out.push_str(&text[copied..at]);
            out.push_str(entity);
            copied = at + 1;
        }
    }
    out.push_str(&text[copied..]);
}

#[cfg(test)]
mod tests {
    #[track_caller]
    fn check(input: &str, text: &str, attribute: &str) {
        let (mut a, mut b) = (String::new(), String::new());
        super::text(&mut a, input);
        super::attribute(&mut b, input);
        assert_eq!((a.as_str(), b.as_str()), (text, attribute));
    }

    #[test]
    fn code_is_in_its_order() {
        let mut out = String::new();
        super::code(&mut out, "if a {\u{202e} <b>\u{2066}// x");
        assert_eq!(out, "if a {[U+202E] &lt;b&gt;[U+2066]// x");
    }

    #[test]
    fn nothing_can_leave_its_place() {
        check("a & b", "a &amp; b", "a &amp; b");
        check("</p><b>ä", "&lt;/p&gt;&lt;b&gt;ä", "&lt;/p&gt;&lt;b&gt;ä");
        check("\" onload=\"x()", "\" onload=\"x()", "&quot; onload=&quot;x()");
        check("&amp;", "&amp;amp;", "&amp;amp;");
        check("\0\u{1b}[31m\t\n", "\u{fffd}\u{fffd}[31m\t\n", "\u{fffd}\u{fffd}[31m\t\n");
        check("", "", "");
    }
}
