//! SY008.

use crate::diagnostic::Level;
use crate::lint::rule::{Check, Ctx, declare_rule};
use crate::text::{Role, Source, Span};

declare_rule! {
    /// ## What it does
    /// Reports control characters in the text: NUL bytes, escape sequences of a terminal, marks that reverse
    /// the direction of the text. One finding for each file, at the first of them.
    ///
    /// ## Why is this bad?
    /// They cannot be seen, and they change what is seen: a pasted escape sequence recolours a reader's
    /// terminal, a direction mark shows a command in another order than it runs in. NUL bytes mostly mean that
    /// the file is UTF-16 or damaged.
    ///
    /// ## Example
    /// Escapes are written out here.
    /// ```md,escaped,expect_diagnostic
    /// # Checkout returned 500s
    /// The log said \x1b[31mpool exhausted\x1b[0m.
    /// ```
    ///
    /// Use instead:
    /// ```md
    /// # Checkout returned 500s
    /// The log said `pool exhausted`.
    /// ```
    static RULE = {
        code: "SY008",
        name: "control-character",
        summary: "the text holds control characters",
        level: Level::Warning,
        since: "0.1.0",
        check: Check::Source(check),
    }
}

fn check(ctx: &mut Ctx<'_>, source: &Source) {
    if source.role != Role::Postmortem {
        return;
    }
    let mut all = source.text.char_indices().filter(|(_, c)| is_control(*c));
    let Some((at, first)) = all.next() else { return };
    let more = all.count();
    let code = u32::from(first);
    let name = match first {
        '\0' => "a NUL byte".to_owned(),
        '\u{1b}' => "a terminal's escape character".to_owned(),
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => format!("a mark of text direction (U+{code:04X})"),
        _ => format!("a control character (U+{code:04X})"),
    };
    let report = ctx
        .report(source.id, Span::new(at, at + first.len_utf8()), format!("the text holds {name}"))
        .note("it cannot be seen, and changes what is seen");
    if more > 0 {
        report.help(format!("{more} more follow; was this pasted from a terminal or saved in another encoding?"));
    } else {
        report.help("was this pasted from a terminal?");
    }
}

/// Characters that steer instead of showing something. Tabs, line ends and form feeds lay out text and may stay.
fn is_control(c: char) -> bool {
    (c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{c}' | '\u{85}'))
        || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}
