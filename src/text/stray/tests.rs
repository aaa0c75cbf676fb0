use super::*;

/// The role of the last file, given all of them.
#[track_caller]
fn check(files: &[(&str, &str)], expected: Option<Stray>) {
    let paths: Vec<RelPath> = files.iter().map(|(path, _)| RelPath::new(path).unwrap()).collect();
    let documents: Vec<(&RelPath, &str)> = paths.iter().zip(files).map(|(path, (_, text))| (path, *text)).collect();
    let role = roles(&documents).pop().unwrap();
    let expected = expected.map_or(Role::Postmortem, |stray| Role::Skipped(SkipReason::NotAPostmortem(stray)));
    assert_eq!(role, expected);
}

const FILLED: &str = "\
# Lockers stayed shut
## Summary
On 2026-03-07 from 09:12 to 09:55 lockers stayed shut.
## Timeline
- 09:12 first call
- 09:40 restarted
## Action items
- Alert on it
";
const FORM: &str = "\
# [Title]
**Date:** YYYY-MM-DD
**Owner:**
## Summary
_One paragraph: what happened, to whom._
## Timeline
- [Time] [event]
## Action items
-
";
const LINKS: &str = "# Incidents\n- [one](one.md)\n- [two](two.md)\n";

#[test]
fn a_readme_beside_postmortems_is_none() {
    check(&[("a.md", FILLED), ("README.md", "# Our incidents\nHow we write them.\n")], Some(Stray::Readme));
    check(&[("2026/a.md", FILLED), ("README.md", FILLED)], Some(Stray::Readme));
    check(&[("README.md", "# An empty archive\n")], Some(Stray::Readme));
    check(&[("a.md", FILLED), ("Contributing.MD", "# Contributing\n")], Some(Stray::Readme));
    check(&[("a.md", FILLED), ("README.de.md", "# Unsere Vorfälle\n")], Some(Stray::Readme));
}

#[test]
fn a_readme_alone_can_be_a_postmortem() {
    check(&[("2026-03-07-lockers/README.md", FILLED)], None);
    check(&[("lockers-outage/README.md", "# Lockers\nThey stayed shut.\n")], None);
    check(&[("lockers/README.md", FILLED)], None);
    check(&[("postmortems/README.md", "# Postmortems\nNone yet.\n")], Some(Stray::Readme));
    check(&[("2026-03-07-lockers/notes.md", FILLED), ("2026-03-07-lockers/README.md", FILLED)], None);
}

#[test]
fn an_index_is_a_bundle_or_a_list() {
    check(&[("lockers/index.md", FILLED)], None);
    check(&[("lockers/index.md", "# Lockers stayed shut\nFor an hour nothing opened.\n")], None);
    check(&[("one.md", FILLED), ("index.md", LINKS)], Some(Stray::Index));
    check(&[("posts/one.md", FILLED), ("index.md", "# Incidents\nAll of them.\n")], Some(Stray::Index));
    check(&[("index.md", LINKS)], Some(Stray::Index));
    check(&[("lockers/_index.md", "# Lockers\n")], Some(Stray::Index));
    check(&[("one.md", FILLED), ("SUMMARY.md", LINKS)], Some(Stray::Index));
    check(&[("one.md", FILLED), ("index.md", "# All\n```{toctree}\none\n```\n")], Some(Stray::Index));
}

#[test]
fn templates_are_known_by_name_and_text() {
    check(&[("postmortem-template.md", FILLED)], Some(Stray::Template));
    check(&[("PMyyyy-nnn - Postmortem template.md", FORM)], Some(Stray::Template));
    check(&[("templates/short.md", FILLED)], Some(Stray::Template));
    check(&[("TEMPLATE.md", FORM)], Some(Stray::Template));
    check(&[("000-template.md", FORM)], Some(Stray::Template));
    check(&[("blank.md", FORM)], Some(Stray::Template));
}

#[test]
fn an_incident_about_templates_is_a_postmortem() {
    check(&[("2026-03-07-email-template-outage.md", FILLED)], None);
    check(&[("template-rendering.md", FILLED)], None);
    check(&[("2026-03-07-broken-template.md", FILLED)], None);
}

#[test]
fn a_draft_is_a_postmortem() {
    let draft =
        "---\ntitle: Lockers stayed shut\ndate: 2026-03-07\n---\n## Summary\nTBD\n## Timeline\n- [Time] [event]\n";
    check(&[("lockers.md", draft)], None);
    check(&[("2026-03-07-lockers.md", FORM)], None);
}

#[test]
fn lists_and_comments_of_a_front_matter_wait_for_nothing() {
    let text = "---\nservices: [lockers]\ncauses: [capacity]\nauthors: [Ada]\ntags: [doors]\nteams: [gates]\n# owners: [gates]\n# template: x\n---\nThey stayed shut.\n";
    check(&[("lockers.md", text)], None);
    check(
        &[("lockers.md", "---\n\n[Title]\n\n[Date]\n[Who]\n[What]\n[Where]\n[When it was]\n")],
        Some(Stray::Template),
    );
}

#[test]
fn a_text_of_white_space_is_empty() {
    let path = RelPath::new("a.md").unwrap();
    assert_eq!(roles(&[(&path, "\u{feff} \r\n")]), [Role::Skipped(SkipReason::Empty)]);
}

#[test]
fn hostile_lines_take_no_time() {
    let text = format!("{}\n{}\n", "[".repeat(100_000), "<a".repeat(100_000));
    check(&[("a.md", &text)], None);
}
