//! The only writer: results to standard output, everything else to standard error.
//!
//! Colours go where they are wanted, text of others has lost what would steer a terminal, and progress is
//! shown on a terminal only.

use std::borrow::Cow;
use std::fmt::Display;
use std::io::{self, IsTerminal, Write};
use std::time::{Duration, Instant};

use afterword::text::one_line;
use anstream::{AutoStream, ColorChoice};
use anstyle::{AnsiColor, Style};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::args::{Global, When};

const WARNING: Style = AnsiColor::Yellow.on_default().bold();
const FAINT: Style = Style::new().dimmed();

/// How much is said besides results and errors.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Talk {
    Quiet,
    Normal,
    Verbose,
}

/// Both streams of the terminal.
pub(crate) struct Ui {
    stdout: io::BufWriter<AutoStream<io::Stdout>>,
    stderr: AutoStream<io::Stderr>,
    stdout_has_colour: bool,
    talk: Talk,
}

impl Ui {
    pub(crate) fn new(global: &Global) -> Self {
        let talk = match (global.quiet, global.verbose) {
            (true, _) => Talk::Quiet,
            (false, true) => Talk::Verbose,
            (false, false) => Talk::Normal,
        };
        let choose = |auto: ColorChoice| match global.color {
            When::Auto => auto,
            When::Always => ColorChoice::AlwaysAnsi,
            When::Never => ColorChoice::Never,
        };
        let out = choose(AutoStream::choice(&io::stdout()));
        let err = choose(AutoStream::choice(&io::stderr()));
        Self {
            stdout: io::BufWriter::new(AutoStream::new(io::stdout(), out)),
            stderr: AutoStream::new(io::stderr(), err),
            stdout_has_colour: out != ColorChoice::Never,
            talk,
        }
    }

    /// One that says nothing, for work beside that of the command.
    #[cfg(feature = "serve")]
    pub(crate) fn silent() -> Self {
        Self {
            stdout: io::BufWriter::new(AutoStream::never(io::stdout())),
            stderr: AutoStream::never(io::stderr()),
            stdout_has_colour: false,
            talk: Talk::Quiet,
        }
    }

    /// Where results go.
    pub(crate) fn out(&mut self) -> &mut dyn Write {
        &mut self.stdout
    }

    /// Writes what programs read, byte for byte: [`Ui::out`] takes escape sequences out where colour is not wanted,
    /// the ones in a document as well.
    pub(crate) fn data(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.stdout.flush()?;
        let mut out = io::stdout().lock();
        out.write_all(bytes)?;
        out.flush()
    }

    /// Whether results may be coloured.
    pub(crate) fn out_has_colour(&self) -> bool {
        self.stdout_has_colour
    }

    /// Whether the codes in results may be links.
    pub(crate) fn out_has_links(&self) -> bool {
        let variable = |name: &str| std::env::var(name).ok();
        self.stdout_has_colour && understands_links(io::stdout().is_terminal(), &variable)
    }

    /// Writes what is still held back.
    pub(crate) fn flush(&mut self) -> io::Result<()> {
        self.stdout.flush()?;
        self.stderr.flush()
    }

    /// A line for the reader, unless they asked for quiet. Results come first, so that both streams of one
    /// terminal stay in order.
    pub(crate) fn say(&mut self, line: impl Display) -> io::Result<()> {
        if self.talk >= Talk::Normal {
            self.stdout.flush()?;
            writeln!(self.stderr, "{line}")?;
        }
        Ok(())
    }

    /// A blank line between results and messages, where the reader has both on one terminal.
    pub(crate) fn gap(&mut self) -> io::Result<()> {
        if io::stdout().is_terminal() && io::stderr().is_terminal() { self.say("") } else { Ok(()) }
    }

    /// A line for those who asked for more.
    pub(crate) fn detail(&mut self, line: impl Display) -> io::Result<()> {
        if self.talk >= Talk::Verbose {
            writeln!(self.stderr, "{FAINT}{line}{FAINT:#}")?;
        }
        Ok(())
    }

    /// Something that is not as expected, but no obstacle.
    pub(crate) fn warn(&mut self, line: impl Display) -> io::Result<()> {
        if self.talk >= Talk::Normal {
            self.stdout.flush()?;
            writeln!(self.stderr, "{WARNING}warning{WARNING:#}: {line}")?;
        }
        Ok(())
    }

    /// A text about an error, already laid out. Cannot fail: there is nowhere left to say so.
    pub(crate) fn error(&mut self, text: &str) {
        // The results that came before the error; the error matters more than whether they arrived.
        drop(self.stdout.flush());
        drop(self.stderr.write_all(text.as_bytes()));
    }

    /// Runs a step that takes a while: with a sign of life on a terminal, with its time for those who asked.
    pub(crate) fn step<T>(&mut self, what: &'static str, work: impl FnOnce() -> T) -> io::Result<T> {
        self.progress(what, |_| work())
    }

    /// The same for a step that knows how far it is.
    pub(crate) fn progress<T>(&mut self, what: &'static str, work: impl FnOnce(&Progress) -> T) -> io::Result<T> {
        let shown = self.talk >= Talk::Normal && io::stderr().is_terminal();
        let target = if shown { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        let bar = ProgressBar::with_draw_target(None, target).with_style(ProgressStyle::default_spinner());
        let progress = Progress { bar: bar.with_message(what), what };
        if shown {
            progress.bar.enable_steady_tick(Duration::from_millis(100));
        }
        let start = Instant::now();
        let result = work(&progress);
        progress.bar.finish_and_clear();
        self.detail(format_args!("{what}: {}", seconds(start.elapsed())))?;
        Ok(result)
    }
}

/// A sign of life while a step runs.
pub(crate) struct Progress {
    bar: ProgressBar,
    what: &'static str,
}

impl Progress {
    /// So much of all is done.
    pub(crate) fn at(&self, done: usize, total: usize) {
        self.bar.set_message(format!("{} {done} of {total}", self.what));
    }
}

/// Whether a terminal shows OSC 8 links as links: there is no way to ask it, so by its name. `FORCE_HYPERLINK` decides
/// where that is wrong.
fn understands_links(is_terminal: bool, variable: &dyn Fn(&str) -> Option<String>) -> bool {
    if let Some(forced) = variable("FORCE_HYPERLINK") {
        return forced != "0";
    }
    let known =
        |name: &str, words: &[&str]| variable(name).is_some_and(|value| words.iter().any(|word| value.contains(word)));
    is_terminal
        && (["WT_SESSION", "KONSOLE_VERSION", "KITTY_WINDOW_ID", "DOMTERM"].iter().any(|name| variable(name).is_some())
            || variable("VTE_VERSION")
                .and_then(|version| version.parse().ok())
                .is_some_and(|version: u32| version >= 5000)
            || known(
                "TERM_PROGRAM",
                &["iTerm.app", "WezTerm", "vscode", "ghostty", "Hyper", "rio", "WarpTerminal", "Tabby"],
            )
            || known("TERM", &["kitty", "alacritty", "foot", "ghostty", "wezterm"]))
}

/// The width of the terminal in columns; 100 where there is none.
pub(crate) fn width() -> usize {
    terminal_size::terminal_size().map_or(100, |(width, _)| usize::from(width.0)).clamp(40, 200)
}

/// `0.04s`, `12.3s`.
pub(crate) fn seconds(duration: Duration) -> String {
    let seconds = duration.as_secs_f64();
    if seconds < 10.0 { format!("{seconds:.2}s") } else { format!("{seconds:.1}s") }
}

/// `1 file`, `12 files`.
pub(crate) fn count(n: usize, noun: &str) -> String {
    format!("{n} {noun}{}", if n == 1 { "" } else { "s" })
}

/// `1.2 MB`; units of a thousand.
pub(crate) fn size(bytes: u64) -> String {
    let units = ["B", "kB", "MB", "GB"];
    #[expect(clippy::cast_precision_loss, reason = "shown with one digit")]
    let mut value = bytes as f64;
    let mut unit = 0;
    while value >= 999.5 && unit + 1 < units.len() {
        value /= 1000.0;
        unit += 1;
    }
    if unit == 0 || value >= 99.5 {
        format!("{value:.0} {}", units[unit])
    } else {
        format!("{value:.1} {}", units[unit])
    }
}

/// Text of others, on one line and without what would steer a terminal, or the runner of a workflow: to GitHub's a
/// line that begins with `::error::` is a command, whoever writes it, and any word may come to stand at the beginning
/// of a line.
pub(crate) fn plain(text: &str) -> Cow<'_, str> {
    let text = one_line(text);
    if !text.contains("::") {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    for word in text.split_inclusive(char::is_whitespace) {
        match word.strip_prefix("::") {
            Some(command) if command.starts_with(|c: char| c.is_ascii_alphabetic()) => {
                // U+2236 looks the same.
                out.push_str("\u{2236}\u{2236}");
                out.push_str(command);
            }
            _ => out.push_str(word),
        }
    }
    out.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes() {
        assert_eq!(
            [0, 999, 1000, 12_345, 999_400, 1_500_000, 2_000_000_000].map(size),
            ["0 B", "999 B", "1.0 kB", "12.3 kB", "999 kB", "1.5 MB", "2.0 GB"]
        );
    }

    #[test]
    fn links_go_to_terminals_that_show_them() {
        let check = |is_terminal, environment: &[(&str, &str)]| {
            understands_links(is_terminal, &|name| {
                environment.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned())
            })
        };
        assert!(check(true, &[("TERM", "xterm-kitty")]));
        assert!(check(true, &[("VTE_VERSION", "7600")]));
        assert!(check(true, &[("TERM_PROGRAM", "WezTerm")]));
        assert!(!check(true, &[("TERM", "xterm-256color")]));
        assert!(!check(true, &[("VTE_VERSION", "4800")]));
        assert!(!check(false, &[("TERM", "xterm-kitty")]));
        assert!(check(false, &[("FORCE_HYPERLINK", "1")]));
        assert!(!check(true, &[("TERM", "xterm-kitty"), ("FORCE_HYPERLINK", "0")]));
    }

    #[test]
    fn control_characters_do_not_reach_the_terminal() {
        assert_eq!(plain("::error::x std::io ::1 ::warning file=x::"), "∶∶error::x std::io ::1 ∶∶warning file=x::");
        assert_eq!(plain("a\u{1b}[31mb\nc\u{202e}"), "a␛[31mb␊c\u{fffd}");
    }
}
