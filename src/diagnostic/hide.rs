//! Keeps secrets out of what is said about them: a report goes to terminals, logs of builds and other services.
//!
//! The entry point is [`hide`]. What is hidden is decided elsewhere, by the rule that finds secrets. Places stay as
//! they are, so that every finding still points at its characters.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use aho_corasick::{AhoCorasick, MatchKind};

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
    // A document can have thousands of both, so what is the same for all findings is made once.
    let secrets: BTreeMap<SourceId, Secrets> =
        secrets.iter().map(|(file, spans)| (*file, Secrets::new(spans.clone(), &sources.get(*file).text))).collect();
    for diagnostic in diagnostics {
        let mut files: Vec<SourceId> = diagnostic.labels.iter().map(|label| label.source).collect();
        files.push(diagnostic.source);
        files.sort_unstable();
        files.dedup();
        for file in files {
            let Some(secrets) = secrets.get(&file) else { continue };
            diagnostic.hidden.push((file, Arc::clone(&secrets.spans)));
            secrets.take_out(diagnostic);
        }
    }
}

/// What is secret in one file.
struct Secrets {
    spans: Arc<[Span]>,
    /// The texts, also as a message has them. None when they are too many for one automaton.
    texts: Option<AhoCorasick>,
}

impl Secrets {
    fn new(mut spans: Vec<Span>, text: &str) -> Self {
        spans.sort_unstable_by_key(|span| (span.start, span.end));
        let quoted = spans.iter().filter_map(|span| text.get(span.range())).filter(|secret| !secret.is_empty());
        // A message has its names in backticks, so those of a name are written otherwise.
        let texts: BTreeSet<String> = quoted.flat_map(|secret| [secret.to_owned(), secret.replace('`', "'")]).collect();
        spans.dedup_by(|next, before| {
            let meets = next.start <= before.end;
            if meets {
                before.end = before.end.max(next.end);
            }
            meets
        });
        let texts = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(texts).ok();
        Self { spans: spans.into(), texts }
    }

    fn take_out(&self, diagnostic: &mut Diagnostic) {
        let clean = |text: &mut String| {
            let Some(texts) = &self.texts else { return text.clear() };
            if !texts.is_match(text.as_str()) {
                return;
            }
            let mut out = String::with_capacity(text.len());
            texts.replace_all_with(text, &mut out, |_, secret, out| {
                out.extend(secret.chars().map(|_| HIDDEN));
                true
            });
            *text = out;
        };
        clean(&mut diagnostic.message);
        diagnostic.note.iter_mut().for_each(clean);
        diagnostic.help.iter_mut().for_each(clean);
        diagnostic.labels.iter_mut().for_each(|label| clean(&mut label.text));
        let holds = |text: &str| self.texts.as_ref().is_none_or(|texts| texts.is_match(text));
        let writes_it = |fix: &super::Fix| holds(&fix.title) || fix.edits.iter().any(|edit| holds(&edit.replacement));
        if diagnostic.fix.as_ref().is_some_and(writes_it) {
            diagnostic.fix = None;
        }
    }
}

/// A piece of a file that begins at `start`, without what is hidden in it: each character becomes one that shows
/// nothing. `hidden` is in order, its spans apart.
pub(super) fn without<'a>(piece: &'a str, start: usize, hidden: &[Span]) -> Cow<'a, str> {
    let end = start + piece.len();
    let first = hidden.partition_point(|span| span.end as usize <= start);
    let near = hidden.get(first..).unwrap_or_default();
    let near = near.get(..near.partition_point(|span| (span.start as usize) < end)).unwrap_or_default();
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
        found.hidden = vec![(a, Arc::from([Span::new(11, 19)]))];
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
