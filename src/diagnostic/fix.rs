//! Fixes applied to a text: as many as stand apart from each other. Pure; what is read and written is decided above.

use std::collections::BTreeMap;

use crate::diagnostic::{Edit, Fix};

/// A text after fixes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Applied {
    /// What it says now.
    pub text: String,
    /// How many fixes were applied.
    pub fixes: usize,
}

/// Applies fixes in their order. One that overlaps or touches an earlier one is left for another round, when the
/// text has been checked again; one whose edits do not fit the text is left out.
pub fn apply<'a>(text: &str, fixes: impl IntoIterator<Item = &'a Fix>) -> Applied {
    let mut edits: BTreeMap<u32, &Edit> = BTreeMap::new();
    let mut applied = 0;
    for fix in fixes {
        let apart = |edit: &Edit| {
            let before = edits.range(..=edit.span.end).next_back();
            before.is_none_or(|(_, before)| before.span.end < edit.span.start)
        };
        let fits = |edit: &Edit| text.get(edit.span.range()).is_some_and(|old| old != edit.replacement);
        let in_order = fix.edits.windows(2).all(|pair| pair[0].span.end < pair[1].span.start);
        if !fix.edits.is_empty() && in_order && fix.edits.iter().all(|edit| fits(edit) && apart(edit)) {
            edits.extend(fix.edits.iter().map(|edit| (edit.span.start, edit)));
            applied += 1;
        }
    }
    let mut new = String::with_capacity(text.len());
    let mut at = 0;
    for edit in edits.values() {
        let span = edit.span.range();
        new.push_str(text.get(at..span.start).unwrap_or_default());
        new.push_str(&edit.replacement);
        at = span.end;
    }
    new.push_str(text.get(at..).unwrap_or_default());
    Applied { text: new, fixes: applied }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Applicability;
    use crate::text::Span;

    fn fix(edits: &[(usize, usize, &str)]) -> Fix {
        let edit = |(start, end, new): &(usize, usize, &str)| Edit {
            span: Span::new(*start, *end),
            replacement: (*new).to_owned(),
        };
        Fix { title: String::new(), edits: edits.iter().map(edit).collect(), applicability: Applicability::Safe }
    }

    #[track_caller]
    fn check(fixes: &[Fix], expected: (&str, usize)) {
        let Applied { text, fixes } = apply("one two three", fixes);
        assert_eq!((text.as_str(), fixes), expected);
    }

    #[test]
    fn edits_are_applied_together() {
        check(&[fix(&[(0, 3, "1"), (8, 13, "3")]), fix(&[(4, 7, "2")])], ("1 2 3", 2));
        check(&[fix(&[(13, 13, ".")])], ("one two three.", 1));
        check(&[], ("one two three", 0));
    }

    #[test]
    fn the_first_of_two_that_meet_wins() {
        check(&[fix(&[(0, 5, "x")]), fix(&[(4, 7, "y")])], ("xwo three", 1));
        check(&[fix(&[(4, 7, "y")]), fix(&[(0, 13, "x")])], ("one y three", 1));
        check(&[fix(&[(3, 3, "a")]), fix(&[(3, 3, "b")])], ("onea two three", 1));
        check(&[fix(&[(0, 3, "1"), (8, 13, "3")]), fix(&[(4, 7, "2"), (8, 9, "T")])], ("1 two 3", 1));
    }

    #[test]
    fn what_does_not_fit_is_left_out() {
        check(&[fix(&[(10, 99, "x")])], ("one two three", 0));
        check(&[fix(&[(4, 7, "y"), (0, 3, "x")])], ("one two three", 0));
        check(&[fix(&[])], ("one two three", 0));
        check(&[fix(&[(0, 3, "one")])], ("one two three", 0));
        assert_eq!(apply("ä", &[fix(&[(1, 2, "x")])]).fixes, 0);
    }
}
