//! Keeps secrets out of what is said about them: a report goes to terminals, logs of builds and other services.
//!
//! The entry point is [`hide`]. What is hidden is decided elsewhere, by the rule that finds secrets. Places stay as
//! they are, so that every finding still points at its characters.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::diagnostic::Diagnostic;
use crate::text::{SourceId, SourceSet, Span};

/// Stands for one character that is not shown.
pub const HIDDEN: char = '*';

/// Replaces the text of `secrets` wherever a finding quotes it, and marks the places that no format may show.
/// A fix that would write a secret is taken back: a report is no place for it.
pub fn hide(diagnostics: &mut [Diagnostic], secrets: &BTreeMap<SourceId, Vec<Span>>, sources: &SourceSet) {
    if secrets.is_empty() {
        return;
    }
    for diagnostic in diagnostics {
        let mut files: Vec<SourceId> = diagnostic.labels.iter().map(|label| label.source).collect();
        files.push(diagnostic.source);
        files.sort_unstable();
        files.dedup();
        for file in files {
            let Some(spans) = secrets.get(&file) else { continue };
            diagnostic.hidden.extend(spans.iter().map(|span| (file, *span)));
            for span in spans {
                let text = &sources.get(file).text;
                take_out(diagnostic, text.get(span.range()).unwrap_or_default());
            }
        }
    }
}

fn take_out(diagnostic: &mut Diagnostic, secret: &str) {
    if secret.is_empty() {
        return;
    }
    let stars: String = secret.chars().map(|_| HIDDEN).collect();
    // A message has its names in backticks, so those of a name are written otherwise.
    let as_quoted = secret.replace('`', "'");
    let clean = |text: &mut String| {
        for secret in [secret, &as_quoted] {
            if text.contains(secret) {
                *text = text.replace(secret, &stars);
            }
        }
    };
    clean(&mut diagnostic.message);
    diagnostic.note.iter_mut().for_each(clean);
    diagnostic.help.iter_mut().for_each(clean);
    diagnostic.labels.iter_mut().for_each(|label| clean(&mut label.text));
    let writes_it =
        |fix: &super::Fix| fix.title.contains(secret) || fix.edits.iter().any(|edit| edit.replacement.contains(secret));
    if diagnostic.fix.as_ref().is_some_and(writes_it) {
        diagnostic.fix = None;
    }
}

/// A piece of a file that begins at `start`, without what is hidden in it: each character becomes one that shows
/// nothing.
pub(super) fn without<'a>(piece: &'a str, start: usize, hidden: &[Span]) -> Cow<'a, str> {
    let end = start + piece.len();
    let near = |span: &&Span| (span.start as usize) < end && start < span.end as usize;
    let near: Vec<&Span> = hidden.iter().filter(near).collect();
    if near.is_empty() {
        return Cow::Borrowed(piece);
    }
    let shown = |(at, c): (usize, char)| {
        let at = start + at;
        let is_hidden = near.iter().any(|span| span.range().contains(&at)) && !c.is_whitespace();
        if is_hidden { HIDDEN } else { c }
    };
    piece.char_indices().map(shown).collect::<String>().into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Applicability, Code, Edit, Level};

    #[test]
    fn what_is_hidden_is_quoted_nowhere() {
        let sources = SourceSet::from_files([("a.md", "the key is hunter22 today"), ("b.md", "hunter22")]);
        let (a, b) = (SourceId(0), SourceId(1));
        let mut found = Diagnostic::new(Code::new("XX001", "x"), Level::Info, a, Span::new(0, 3), "see `hunter22`")
            .labelled("hunter22")
            .note("hunter22?")
            .help("no hunter22")
            .fix("write it", Applicability::Safe, vec![Edit { span: Span::new(0, 3), replacement: "hunter22".into() }]);
        let other = Diagnostic::new(found.code, Level::Info, b, Span::new(0, 8), "hunter22");
        let mut all = [found.clone(), other.clone()];
        hide(&mut all, &BTreeMap::from([(a, vec![Span::new(11, 19)])]), &sources);

        found.message = "see `********`".to_owned();
        found.labels[0].text = "********".to_owned();
        found.note = Some("********?".to_owned());
        found.help = Some("no ********".to_owned());
        found.fix = None;
        found.hidden = vec![(a, Span::new(11, 19))];
        assert_eq!(all, [found, other]);
    }

    #[test]
    fn each_character_keeps_its_column() {
        let hidden = [Span::new(4, 10), Span::new(20, 30)];
        assert_eq!(without("key=é12 3 rest", 0, &hidden), "key=*** * rest");
        assert_eq!(without("nothing", 10, &hidden), "nothing");
        assert_eq!(without("ab", 9, &hidden), "*b");
    }
}
