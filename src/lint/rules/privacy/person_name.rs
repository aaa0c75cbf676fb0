//! PV006.

use std::ops::Range;

use super::{is_public, places, report_places};
use crate::diagnostic::Level;
use crate::lint::Document;
use crate::lint::rule::{Check, Ctx, declare_rule};

declare_rule! {
    /// ## What it does
    /// Reports names in the text: those that the document has under `people`, and those of `[privacy] names`. It is
    /// an error where `visibility` is `public`, else an info. Other names are not looked for.
    ///
    /// ## Why is this bad?
    /// `people` says what each of them did so that the page can show the role: "the on-call engineer" is what
    /// another reader can learn from. The name only says whom to ask, or whom to look at.
    ///
    /// ## Example
    /// ```md,expect_diagnostic
    /// ---
    /// title: Checkout returned 500s
    /// visibility: public
    /// people: [{ name: Kim Lee, role: on-call engineer }]
    /// ---
    /// At 09:20 Kim Lee opened the dashboard of the pool.
    /// ```
    ///
    /// Use instead:
    /// ```md
    /// ---
    /// title: Checkout returned 500s
    /// visibility: public
    /// people: [{ name: Kim Lee, role: on-call engineer }]
    /// ---
    /// At 09:20 the on-call engineer opened the dashboard of the pool.
    /// ```
    static RULE = {
        code: "PV006",
        name: "person-name",
        summary: "the text names a person who has a role",
        level: Level::Error,
        since: "0.1.0",
        check: Check::Postmortem(check),
    }
}

fn check(ctx: &mut Ctx<'_>, document: &Document<'_>) {
    let people = &document.postmortem.people;
    let of_people = people.iter().map(|person| person.name.value.as_str());
    let configured = ctx.scope.settings.privacy.names.iter().map(String::as_str);
    let mut names: Vec<&str> = of_people.chain(configured).map(str::trim).filter(|name| is_a_name(name)).collect();
    names.sort_unstable();
    names.dedup();
    if names.is_empty() {
        return;
    }
    let found = places(document, |text| named(text, &names));
    let Some(first) = found.first() else { return };
    let name = document.text(*first).to_owned();
    let role = people.iter().find(|person| person.name.value == name).and_then(|person| person.role.clone());
    let level = if is_public(document.postmortem) { Level::Error } else { Level::Info };
    if let Some(report) = report_places(ctx, document, &found, level, "the name") {
        match role {
            Some(role) => report.help(format!("would the role do? here it is \"{role}\"")),
            None => report.help("would a role do? it is what a reader of another team can learn from"),
        };
    }
}

/// A name with a part of it that is no everyday word: two words, or one that stands for somebody in no text by chance.
fn is_a_name(name: &str) -> bool {
    name.contains(' ') && name.chars().filter(|c| c.is_alphabetic()).count() > 3
}

/// The places of whole names, in order.
fn named(text: &str, names: &[&str]) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for name in names {
        for (at, _) in text.match_indices(name) {
            let before = text.get(..at).and_then(|text| text.chars().next_back());
            let after = text.get(at + name.len()..).and_then(|text| text.chars().next());
            let ends = name.ends_with('.') || after.is_none_or(|c| !c.is_alphanumeric());
            if before.is_none_or(|c| !c.is_alphanumeric()) && ends {
                found.push(at..at + name.len());
            }
        }
    }
    found.sort_by_key(|range| (range.start, range.end));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let found: Vec<&str> = named(text, &["Kim Lee", "Sam O."]).into_iter().map(|range| &text[range]).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn whole_names_only() {
        check("Kim Lee and Sam O. met", &["Kim Lee", "Sam O."]);
        check("Kim Leeson, JoKim Lee, kim lee", &[]);
        assert!(!is_a_name("Mark") && !is_a_name("A B"));
    }
}
