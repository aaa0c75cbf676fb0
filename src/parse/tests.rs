use proptest::prelude::*;
use snapbox::{assert_data_eq, str};

use super::*;
use crate::text::SourceSet;

fn parse_text(path: &str, text: &str) -> (Postmortem, Vec<Diagnostic>) {
    let sources = SourceSet::from_files([(path, text)]);
    let source = sources.iter().next().unwrap();
    parse(source, &ParseSettings::default(), &Catalog::builtin())
}

#[track_caller]
fn check_slug(path: &str, text: &str, expected: &str) {
    assert_eq!(parse_text(path, text).0.slug.as_str(), expected);
}

#[test]
fn a_slug_is_the_name_of_the_file_or_of_its_bundle() {
    check_slug("2026-03-07-lockers.md", "x", "2026-03-07-lockers");
    check_slug("a/PM2026-014 - Lockers stayed shut.md", "x", "pm2026-014-lockers-stayed-shut");
    check_slug("a/lockers.html.md.erb", "x", "lockers");
    check_slug("2026/lockers/index.md", "x", "lockers");
    check_slug("2026/lockers/README.md", "x", "lockers");
    check_slug("index.md", "x", "index");
    check_slug("a.md", "---\nslug: Locked Out\n---\nx", "locked-out");
}

#[test]
fn summaries_of_the_front_matter_win_over_those_of_the_body() {
    let body = "## Summary\n\nFor an hour no locker in the city opened its doors.\n";
    let summary = |text: &str| parse_text("a.md", text).0.body.summary;
    assert_eq!(summary(body).as_deref(), Some("For an hour no locker in the city opened its doors."));
    assert_eq!(summary(&format!("---\nsummary: Stated.\n---\n{body}")).as_deref(), Some("Stated."));
}

#[test]
fn action_items_of_the_front_matter_come_first() {
    let (postmortem, _) =
        parse_text("a.md", "---\naction_items: [Stated]\n---\n## Action items\n- Alert on full queues\n");
    let texts: Vec<_> = postmortem.action_items.iter().map(|item| item.text.as_str()).collect();
    assert_data_eq!(
        texts.join("\n"),
        str![[r#"
Stated
Alert on full queues
"#]]
    );
}

/// Everything that has a place in the text, for checking that the place is one.
fn spans(pm: &Postmortem, found: &[Diagnostic]) -> Vec<Span> {
    let mut spans: Vec<Span> = pm.front_matter.into_iter().chain([pm.body.span]).collect();
    macro_rules! known {
        ($($known:expr),+ $(,)?) => { $(spans.extend($known.iter().filter_map(|known| known.span));)+ };
    }
    known!(Some(&pm.title), pm.id, pm.date, pm.status, pm.kind, pm.severity, pm.services, pm.causes, pm.trigger);
    known!(pm.detection, pm.duration, pm.timezone, pm.owner, pm.authors, pm.tags, pm.visibility, pm.lang);
    spans.extend(pm.milestones.iter().filter_map(|(_, known)| known.span));
    for text in pm.refused_causes.iter().chain(&pm.owners).chain(&pm.related).chain(&pm.aliases) {
        spans.push(text.span);
    }
    spans
        .extend(pm.accepted.iter().flat_map(|it| [Some(it.factor.span), it.reason.as_ref().map(|r| r.span)]).flatten());
    spans.extend(pm.impact.minutes.iter().map(|minutes| minutes.span));
    spans.extend(pm.people.iter().map(|person| person.name.span));
    spans.extend(pm.links.iter().map(|link| link.url.span));
    for item in &pm.action_items {
        spans.push(item.span);
        spans.extend(item.kind.iter().map(|kind| kind.span));
        spans.extend(item.due.iter().map(|due| due.span));
        spans.extend(item.status.iter().map(|status| status.span));
        spans.extend(item.addresses.iter().map(|cause| cause.span));
        spans.extend(item.owner.iter().chain(&item.ticket).map(|text| text.span));
    }
    spans.extend(pm.timeline.zone.iter().map(|zone| zone.span));
    for entry in &pm.timeline.entries {
        spans.push(entry.span);
        spans.extend(entry.time.iter().map(|time| time.span));
    }
    spans.extend(pm.body.sections.iter().flat_map(|section| [section.span, section.content]));
    spans.extend(pm.body.links.iter().map(|link| link.span));
    spans.extend(pm.body.code.iter().map(|code| code.span));
    for diagnostic in found {
        spans.extend(diagnostic.labels.iter().map(|label| label.span));
        spans.extend(diagnostic.fix.iter().flat_map(|fix| &fix.edits).map(|edit| edit.span));
    }
    spans
}

/// Parses, and holds that each span can be cut out of the text, and that the same text gives the same result.
fn hold(text: &str) -> Result<(), TestCaseError> {
    let (postmortem, found) = parse_text("a.md", text);
    for span in spans(&postmortem, &found) {
        prop_assert!(span.start <= span.end && text.get(span.range()).is_some(), "{span:?} of {text:?}");
    }
    for diagnostic in &found {
        prop_assert!(!diagnostic.message.is_empty() && !diagnostic.message.ends_with('.'));
        prop_assert!(!diagnostic.message.contains('\n'), "{}", diagnostic.message);
    }
    prop_assert_eq!(parse_text("a.md", text), (postmortem, found));
    Ok(())
}

/// Pieces that front matter is made of, and that break it.
fn piece() -> impl Strategy<Value = String> {
    let words = prop::sample::select(vec![
        "---\n",
        "+++\n",
        "...\n",
        "---",
        "\n",
        "\r\n",
        "\t",
        "  ",
        "- ",
        "title: ",
        "title = ",
        "severity: sev2\n",
        "services:\n",
        "  - checkout\n",
        "impact: {",
        "}",
        "[",
        "]",
        "\"",
        "'",
        ": ",
        "#",
        " # c",
        "|\n",
        ">-\n",
        "&a ",
        "*a",
        "!!str ",
        "<<: *a\n",
        "{{ x }}",
        "? ",
        "started: 2026-03-07 09:12\n",
        "timezone: Europe/Berlin\n",
        "action_items:\n",
        "  - title: A\n",
        "    due: 2026-04-01\n",
        "date = 2026-03-07\n",
        "[impact]\n",
        "[[people]]\n",
        "ü",
        "障害",
        "\u{feff}",
        "\0",
        "\u{202e}",
        "%",
        "@",
        "`",
        "\\",
        "\\x",
        "**Date:** 2026-03-07\n",
        "## Timeline\n",
        "- 09:12 UTC it began\n",
        "| a | b |\n|---|---|\n",
        "<div>",
        "</div>",
        "```\n",
        "> ",
        "1. ",
        "[x](y.md)",
    ]);
    prop_oneof![8 => words.prop_map(str::to_owned), 1 => ".{0,12}", 1 => "[a-z]{1,8}: [^\n]{0,20}\n"]
}

const WHOLE: &str = "---\ntitle: \"Größe: shut\"\nid: 7\ndate: 2026-03-07\nseverity: sev2\nservices: [checkout, 'payments']\n\
    impact: { users: 12, duration: 43m }\npeople:\n  - { name: First L., role: scribe }\nstarted: 2026-03-07 09:12\n\
    action_items:\n  - title: Alert\n    due: 2026-04-01\n    status: open\n---\n# Lockers\n\n## Timeline\n\n- 09:12 shut\n";

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_parsed(text in "\\PC{0,400}") {
        hold(&text)?;
    }

    #[test]
    fn any_front_matter_is_parsed(head in prop::sample::select(vec!["---\n", "+++\n", ""]), pieces in prop::collection::vec(piece(), 0..30)) {
        hold(&format!("{head}{}", pieces.concat()))?;
    }

    #[test]
    fn any_mutation_of_good_front_matter_is_parsed(cuts in prop::collection::vec((any::<prop::sample::Index>(), 0..4_usize, piece()), 1..6)) {
        let mut text = WHOLE.to_owned();
        for (at, gone, piece) in cuts {
            let boundaries: Vec<usize> = text.char_indices().map(|(i, _)| i).chain([text.len()]).collect();
            let start = at.index(boundaries.len());
            let end = (start + gone).min(boundaries.len() - 1);
            text.replace_range(boundaries[start]..boundaries[end], &piece);
        }
        hold(&text)?;
    }
}

/// `t0, t1, t2`.
fn names(count: usize) -> String {
    (0..count).map(|n| format!("t{n}")).collect::<Vec<_>>().join(", ")
}

#[test]
fn hostile_front_matter_takes_linear_time() {
    let body = |line: &str, times: usize| format!("---\na: 1\n{}\n---\n", line.repeat(times));
    for text in [
        body("b: [\n", 10_000),
        body("- ", 40_000),
        body("? ", 20_000),
        body("x: y: z\n", 10_000),
        body("\"", 40_000),
        body("*a ", 20_000),
        body("b: &a *a\n", 10_000),
        body("#\n", 40_000),
        body("  ", 40_000),
        format!("+++\n{}\n+++\n", "a = 1\n".repeat(4_000)),
        format!("+++\n{}\n+++\n", "a = [\n".repeat(4_000)),
        format!("+++\n{}\n+++\n", "[a.b]\n".repeat(4_000)),
        format!("+++\n{} = 1\n+++\n", vec!["a"; 10_000].join(".")),
        format!("---\n{}", "a: b\n".repeat(20_000)),
        "---\n".repeat(20_000),
        format!("---\ntags: [{}]\n---\n", names(20_000)),
        format!("---\nservices: [{}]\n---\n", names(10_000)),
    ] {
        parse_text("a.md", &text);
    }
}

/// Each name has a page, and on each of these all names stand.
#[test]
fn a_hundred_names_count() {
    for (count, expected) in [(100, ""), (101, "`tags` has 101 values, of which 100 count")] {
        let (postmortem, found) = parse_text("a.md", &format!("---\ntags: [{}]\n---\n\nText.\n", names(count)));
        let messages: Vec<_> = found.into_iter().map(|finding| finding.message).collect();
        assert_eq!((postmortem.tags.len(), messages.join("\n").as_str()), (100, expected));
    }
}
