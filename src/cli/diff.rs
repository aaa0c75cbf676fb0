//! Unified diffs on the terminal.

use std::io::{self, IsTerminal};

use anstyle::{AnsiColor, Style};

use super::ui::{Ui, plain};

const HEAD: Style = AnsiColor::Cyan.on_default();
const REMOVED: Style = AnsiColor::Red.on_default();
const ADDED: Style = AnsiColor::Green.on_default();

/// Writes a unified diff: byte for byte for programs, coloured and without control characters for people.
pub(crate) fn show(diff: &str, ui: &mut Ui) -> io::Result<()> {
    if !ui.out_has_colour() && !io::stdout().is_terminal() {
        return ui.data(diff.as_bytes());
    }
    for line in diff.lines() {
        let style = match line.as_bytes() {
            [b'@', ..] | [b'-', b'-', b'-', b' ', ..] | [b'+', b'+', b'+', b' ', ..] => HEAD,
            [b'-', ..] => REMOVED,
            [b'+', ..] => ADDED,
            _ => Style::new(),
        };
        let line = line.replace('\t', "    ");
        writeln!(ui.out(), "{style}{}{style:#}", plain(&line))?;
    }
    Ok(())
}
