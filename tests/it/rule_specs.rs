//! Runs the specifications of the rules, `tests/rules/CODE-name.md`.
//!
//! A case is one or more `postmortem` blocks (`path=`, `today=`, `limit=`, `escaped`; several files after lines
//! `-- path --`), perhaps a `config` block, and the `findings` block that ends it. Fences have four backticks, so
//! that documents can have their own. `SNAPSHOTS=overwrite cargo test` rewrites the `findings` blocks.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use afterword::config::Settings;
use afterword::diagnostic::Diagnostic;
use afterword::lint::{Fixability, RULES, Rule, Status};
use afterword::text::Role;

use crate::rule_case::{Case, DEFAULT_PATH, blocks, check, listing};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/rules")
}

fn spec(rule: &Rule) -> PathBuf {
    folder().join(format!("{}-{}.md", rule.code, rule.name))
}

fn rules() -> impl Iterator<Item = &'static Rule> {
    RULES.iter().copied().filter(|rule| rule.status == Status::Stable)
}

/// The cases of a specification, each with the bytes of its `findings` block.
fn cases(markdown: &str) -> Vec<(Case, std::ops::Range<usize>)> {
    let mut cases = Vec::new();
    let mut case = Case::default();
    for block in blocks(markdown, "````") {
        match block.kind() {
            "postmortem" => case.add(&block),
            "config" => case.add_config(&block.text),
            "findings" => cases.push((std::mem::take(&mut case), block.range)),
            other => panic!("a block of kind `{other}`"),
        }
    }
    assert!(case.is_empty(), "the last case has no `findings` block");
    cases
}

#[test]
fn every_rule_has_a_specification_and_no_specification_is_an_orphan() {
    let known: Vec<PathBuf> = rules().map(spec).collect();
    for path in &known {
        assert!(path.is_file(), "`{}` is not there", path.display());
    }
    for file in std::fs::read_dir(folder()).unwrap() {
        let path = file.unwrap().path();
        assert!(known.contains(&path), "`{}` belongs to no rule", path.display());
    }
}

#[test]
fn findings_are_as_specified() {
    for rule in rules() {
        let Ok(markdown) = std::fs::read_to_string(spec(rule)) else { continue };
        let title = format!("# {} {}\n", rule.code, rule.name);
        assert!(markdown.starts_with(&title), "{}: the title is not that of the rule", rule.code);
        let mut actual = String::new();
        let mut from = 0;
        for (case, range) in cases(&markdown) {
            actual.push_str(&markdown[from..range.start]);
            actual.push_str(&findings(rule, &case));
            from = range.end;
        }
        actual.push_str(&markdown[from..]);
        snapbox::assert_data_eq!(actual, snapbox::Data::read_from(&spec(rule), None).raw());
    }
}

fn findings(rule: &Rule, case: &Case) -> String {
    match case.settings(rule) {
        Ok(settings) => {
            let (sources, findings) = check(case, &settings);
            listing(&sources, &findings)
        }
        // A configuration that is refused is reported by the command itself.
        Err(error) => {
            let place = error.located().map(|at| format!("{}:{}", at.line, at.column)).unwrap_or_default();
            let message = error.located().map(|at| at.message.clone()).unwrap_or_default();
            let help = error.hint().map(|hint| format!("  help: {hint}\n")).unwrap_or_default();
            format!("{place} error[{}] {message}\n{help}", rule.code)
        }
    }
}

/// Runs `f` on each case whose configuration is a valid one, with its settings. They are read once for all tests.
pub(crate) fn for_each_case(mut f: impl FnMut(&'static Rule, &Case, &Settings)) {
    static ALL: LazyLock<Vec<(&Rule, Case, Settings)>> = LazyLock::new(|| {
        let mut all = Vec::new();
        for rule in rules() {
            let Ok(markdown) = std::fs::read_to_string(spec(rule)) else { continue };
            let cases = cases(&markdown).into_iter();
            all.extend(cases.filter_map(|(case, _)| case.settings(rule).ok().map(|settings| (rule, case, settings))));
        }
        all
    });
    for (rule, case, settings) in ALL.iter() {
        f(rule, case, settings);
    }
}

#[test]
fn a_specification_has_cases_with_and_without_findings() {
    let mut seen: BTreeMap<&str, (bool, bool)> = BTreeMap::new();
    for_each_case(|rule, case, settings| {
        let (_, findings) = check(case, settings);
        let (with, without) = seen.entry(rule.code).or_default();
        *with |= !findings.is_empty();
        *without |= findings.is_empty();
    });
    for (code, (with, without)) in seen {
        assert!(with || code == "SY006", "{code}: no case has a finding");
        assert!(without, "{code}: every case has a finding");
    }
}

#[test]
fn places_lie_inside_the_text_and_on_characters() {
    for_each_case(|rule, case, settings| {
        let (sources, findings) = check(case, settings);
        for finding in findings {
            let labels = finding.labels.iter().map(|label| (label.source, label.span));
            let edits = finding.fix.iter().flat_map(|fix| &fix.edits).map(|edit| (finding.source, edit.span));
            for (source, span) in labels.chain(edits) {
                let text = &sources.get(source).text;
                assert!(text.get(span.range()).is_some(), "{}: {span:?} is not in the text:\n{text}", rule.code);
            }
        }
    });
}

#[test]
fn what_a_rule_says_of_its_fixes_is_true() {
    let mut seen: BTreeMap<&str, (Fixability, usize, usize)> = BTreeMap::new();
    for_each_case(|rule, case, settings| {
        let (_, findings) = check(case, settings);
        let own = findings.iter().filter(|finding| finding.code == rule.id());
        let entry = seen.entry(rule.code).or_insert((rule.fixability, 0, 0));
        for finding in own {
            if finding.fix.is_some() { entry.1 += 1 } else { entry.2 += 1 }
        }
    });
    for (code, (fixability, with, without)) in seen {
        let holds = match fixability {
            Fixability::None => with == 0,
            Fixability::Sometimes => with > 0 && without > 0,
            Fixability::Always => without == 0 && with > 0,
        };
        assert!(holds, "{code} says {fixability:?}; {with} findings have a fix, {without} have none");
    }
}

#[test]
fn fixes_converge_and_bring_nothing_new() {
    for_each_case(|rule, case, settings| {
        let (sources, mut findings) = check(case, settings);
        let Some(mut fixed) = case.fixed(&sources, &findings) else { return };
        let all = case.all_rules().unwrap();
        let before = count(&check(case, &all).1);
        for round in 0.. {
            assert!(round < 8, "{}: fixing does not come to an end", rule.code);
            let (sources, next) = check(&fixed, settings);
            assert!(next.len() < findings.len(), "{}: a fix does not remove its finding", rule.code);
            findings = next;
            match fixed.fixed(&sources, &findings) {
                Some(next) => fixed = next,
                None => break,
            }
        }
        let (sources, after) = check(&fixed, &all);
        for (code, n) in count(&after) {
            let had = before.get(code).copied().unwrap_or_default();
            let shown = listing(&sources, &after);
            assert!(n <= had, "{}: its fix brings a finding of {code}:\n{shown}", rule.code);
        }
    });
}

fn count(findings: &[Diagnostic]) -> BTreeMap<&'static str, usize> {
    let mut counts = BTreeMap::new();
    for finding in findings {
        *counts.entry(finding.code.code).or_default() += 1;
    }
    counts
}

#[test]
fn ignoring_a_rule_silences_it() {
    for_each_case(|rule, case, settings| {
        for selector in [rule.code, rule.name] {
            let mut settings = settings.clone();
            settings.rules.ignore.push(selector.to_owned());
            let left = check(case, &settings).1.into_iter().filter(|finding| finding.code == rule.id()).count();
            assert_eq!(left, 0, "{}: `ignore = [{selector:?}]` leaves findings", rule.code);
        }
        let mut settings = settings.clone();
        settings.rules.levels.insert(rule.name.to_owned(), None);
        let left = check(case, &settings).1.into_iter().filter(|finding| finding.code == rule.id()).count();
        assert_eq!(left, 0, "{}: switched off, it still reports", rule.code);
    });
}

/// A comment at the top of its file silences a finding, with the code of its rule and with its name.
#[test]
fn a_comment_silences_a_rule() {
    // What is wrong with the file before its text begins, with its name, with the comment or the configuration itself.
    const NOT_IN_A_TEXT: &[&str] = &["SY001", "SY003", "SY004", "SY006", "SY007", "SY010", "SY011", "SY012", "SY013"];
    for_each_case(|rule, case, settings| {
        if NOT_IN_A_TEXT.contains(&rule.code) {
            return;
        }
        for word in [rule.code, rule.name] {
            let commented = case.commented(&format!("<!-- afterword-allow {word}: for this test -->\n\n"));
            let (sources, findings) = check(&commented, settings);
            let left: Vec<Diagnostic> = findings
                .into_iter()
                .filter(|finding| finding.code == rule.id() && sources.get(finding.source).role != Role::Config)
                .collect();
            assert!(left.is_empty(), "{word}: a comment leaves\n{}", listing(&sources, &left));
        }
    });
}

#[test]
fn blocks_without_a_path_have_one_name() {
    let markdown = "````postmortem\nx\n````\n````findings\n````\n";
    let sources = cases(markdown)[0].0.sources();
    assert_eq!(sources.iter().next().map(|source| source.path.as_str()), Some(DEFAULT_PATH));
}
