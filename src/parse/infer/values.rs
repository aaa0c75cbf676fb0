//! What the values of labels mean: words of a scale, lists of names, sources of detection.

use crate::model::{Catalog, Detection, Kind, Status};
use crate::parse::prose::squeeze;
use crate::parse::words::Words;

/// Whether a value says that nothing is known.
pub(super) fn is_unknown(value: &str) -> bool {
    let words = words(value);
    matches!(
        words.as_str(),
        "" | "na"
            | "n a"
            | "tbd"
            | "tba"
            | "tbc"
            | "none"
            | "unknown"
            | "todo"
            | "xxx"
            | "nil"
            | "not applicable"
            | "to be determined"
            | "to be confirmed"
            | "pending"
            | "unclear"
            | "not known"
            | "none known"
            | "不明"
            | "なし"
    ) || value.trim_start().starts_with('<')
        || value.contains("{{")
}

/// A severity that a document tells in its own words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Severity {
    /// As a name of the scale, else as written.
    pub(super) step: String,
    /// The word, where only the built-in scale makes a step of it: "Major" is not the same in all houses.
    pub(super) word: Option<String>,
}

/// What a value says of the severity.
pub(super) fn severity(value: &str, catalog: &Catalog) -> Option<Severity> {
    let value = value.trim_matches(|c: char| !c.is_alphanumeric());
    let head = value.split(['(', '（', ',', ';', '/', '—', '–', '|', '.']).next().unwrap_or_default();
    let head = head.split(" - ").next().unwrap_or_default().trim();
    let first = head.split([' ', ':']).next().unwrap_or_default();
    let numbered = first.bytes().all(|byte| byte.is_ascii_digit()).then(|| format!("sev{first}"));
    let known = [head, first]
        .into_iter()
        .chain(numbered.as_deref())
        .find_map(|word| catalog.severity(word).map(|step| (step.to_owned(), word)));
    if let Some((step, word)) = known {
        let is_counted = word.contains(|c: char| c.is_ascii_digit());
        let word = (!is_counted && !catalog.has_own_scale).then(|| squeeze(word));
        return Some(Severity { step, word });
    }
    let short = !head.is_empty() && head.split_whitespace().count() <= 3 && !is_unknown(head);
    short.then(|| Severity { step: squeeze(head), word: None })
}

/// A severity that a title begins with or has in brackets: "SEV-2: …", `[P1] …`, "… (sev1)".
pub(super) fn severity_in_title(title: &str, catalog: &Catalog) -> Option<String> {
    let is_mark = |word: &str| {
        let letters = word.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, '-' | ' '));
        let digits = word.bytes().filter(u8::is_ascii_digit).count();
        digits == 1
            && ["sev", "severity", "p", "prio", "priority"].iter().any(|mark| letters.eq_ignore_ascii_case(mark))
    };
    let title = title.trim_start_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '[' | '('));
    let lead = title.split([':', '–', '—', '|']).next().unwrap_or_default();
    let lead = lead.split(" - ").next().filter(|lead| lead.len() < title.len());
    let bracketed = title.split(['(', '[']).skip(1).filter_map(|part| part.split([')', ']']).next());
    lead.into_iter().chain(bracketed).map(str::trim).find(|word| is_mark(word)).and_then(|word| {
        let counted: String = word.chars().filter(char::is_ascii_digit).collect();
        catalog.severity(word).or_else(|| catalog.severity(&format!("sev{counted}"))).map(str::to_owned)
    })
}

/// Where the document stands. "Resolved" says where the incident stands, and is none.
pub(super) fn status(value: &str) -> Option<Status> {
    let head = value.split([',', ';', '(', '.']).next().unwrap_or_default();
    Status::read(head).or_else(|| (words(head) == "done").then_some(Status::Final))
}

/// What the document is about.
pub(super) fn kind(value: &str) -> Option<Kind> {
    Kind::read(value)
}

/// Who or what saw it first: only where the value says nothing else.
pub(super) fn detection(value: &str) -> Option<Detection> {
    Detection::read(value)
}

/// The names in a value: apart at commas, semicolons, bars, slashes with blanks, "and". A sentence has none.
pub(super) fn names(value: &str) -> Vec<String> {
    let value = value.trim().trim_end_matches('.');
    let mut names: Vec<String> = Vec::new();
    for part in
        value.split([',', ';', '|', '、', '\n']).flat_map(|part| part.split(" and ")).flat_map(|part| part.split(" & "))
    {
        let part = part.split(" / ").collect::<Vec<_>>();
        for name in part {
            let name = name.split(" (").next().unwrap_or_default();
            let name = squeeze(name.trim().trim_matches(['*', '`', '"', '[', ']', '.']));
            let name = name.strip_prefix("and ").map_or(name.clone(), str::to_owned);
            if name.is_empty() || is_unknown(&name) || names.contains(&name) {
                continue;
            }
            names.push(name);
        }
    }
    let is_name = |name: &String| name.chars().count() <= 60 && name.split_whitespace().count() <= 5;
    if names.iter().all(is_name) { names } else { Vec::new() }
}

/// Whether a name is a person's: a handle, or two or three capitalised words none of which says "team".
pub(super) fn is_person(name: &str) -> bool {
    let is_word = |word: &str| {
        word.starts_with(char::is_uppercase)
            && word.chars().all(|c| c.is_alphabetic() || matches!(c, '.' | '-' | '\'' | '’'))
            && word.contains(char::is_lowercase)
            && !["team", "squad", "group", "department", "operations", "engineering", "support", "platform"]
                .iter()
                .any(|team| word.eq_ignore_ascii_case(team))
    };
    let words = name.split(' ').count();
    (name.starts_with('@') && words == 1 && !name.contains('/'))
        || ((2..=3).contains(&words) && name.split(' ').all(is_word))
}

/// The longest name of a service that is no list of names, in characters.
const MAX_SERVICE: usize = 100;

/// The names of services in a value or in an item of a list, where an explanation may follow: "`lockers`, the API of
/// all doors". A value that is no list of names is one, if it is short and no sentence.
pub(super) fn service_names(value: &str) -> Vec<String> {
    let value = value.trim().trim_start_matches("~\"").trim_end_matches('"');
    let value = value.strip_prefix("Service:").or_else(|| value.strip_prefix("Service::")).unwrap_or(value);
    let names = names(value);
    if !names.is_empty() || is_unknown(value) {
        return names;
    }
    let end = [", ", " - ", " – ", " — ", ": ", " is ", " ("].iter().filter_map(|mark| value.find(mark)).min();
    if let Some(end) = end {
        let name = value[..end].split('@').next().unwrap_or_default();
        let name = squeeze(name.trim_matches(['*', '`', '"', ' ']));
        let is_name = !name.is_empty() && name.split(' ').count() <= 3 && name.chars().count() <= 40;
        return if is_name { vec![name] } else { Vec::new() };
    }
    let is_sentence = value.ends_with(['.', '!', '?']) || value.contains(". ");
    let short = value.chars().count() <= MAX_SERVICE && value.split_whitespace().count() <= 12;
    if short && !is_sentence { vec![squeeze(value)] } else { Vec::new() }
}

/// Lower-case words without punctuation.
fn words(text: &str) -> String {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .take(8)
        .map(str::to_lowercase)
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn severities_as_written() {
        let catalog = Catalog::default();
        let check = |value: &str, expected: Option<&str>| {
            assert_eq!(severity(value, &catalog).map(|severity| severity.step).as_deref(), expected);
        };
        check("🔴 Critical - nothing worked", Some("Critical"));
        check("Medium (seen in CI, not in production)", Some("Medium"));
        check("SEV-2", Some("SEV-2"));
        check("TBD", None);
        check("?", None);
        check("it was quite bad for a few people", None);
    }

    #[test]
    fn severities_of_the_scale() {
        let mut catalog = Catalog::default();
        for alias in ["sev1", "sev-1", "critical", "p1"] {
            catalog.severity_aliases.insert(alias.to_owned(), "sev1".to_owned());
        }
        let read = |value: &str, catalog: &Catalog| severity(value, catalog).unwrap();
        for value in ["SEV-1", "Critical, all customers", "P1: payments", "1", "sev1 (was sev2)"] {
            assert_eq!(read(value, &catalog).step, "sev1", "{value}");
        }
        assert_eq!(read("Critical, all customers", &catalog).word.as_deref(), Some("Critical"));
        assert_eq!(read("P1: payments", &catalog).word, None);
        catalog.has_own_scale = true;
        assert_eq!(read("Critical, all customers", &catalog).word, None);
        let mark = |title: &str| severity_in_title(title, &catalog);
        assert_eq!(mark("SEV-1: Checkout down").as_deref(), Some("sev1"));
        assert_eq!(mark("Checkout down [P1]").as_deref(), Some("sev1"));
        assert_eq!(mark("P1 is a bus line"), None);
        assert_eq!(mark("S3 (us-east-1) slow"), None);
    }

    #[test]
    fn lists_of_names() {
        assert_eq!(names("checkout, `search` and payments-db (EU)"), ["checkout", "search", "payments-db"]);
        assert_eq!(names("N/A"), Vec::<String>::new());
        assert_eq!(names("every request that came to the gate in that hour was lost"), Vec::<String>::new());
    }

    #[test]
    fn persons() {
        assert!(is_person("@somebody") && is_person("Ada Byron"));
        assert!(!is_person("payments") && !is_person("Queue Team") && !is_person("@shop/queue") && !is_person("SRE"));
    }

    #[test]
    fn names_of_services() {
        assert_eq!(service_names("checkout, search"), ["checkout", "search"]);
        assert_eq!(service_names("lockers@3.7, the API of the doors of all of our lockers"), ["lockers"]);
        assert_eq!(service_names("~\"Service:CI Runners\""), ["CI Runners"]);
        assert_eq!(
            service_names("scripts/discover.sh and the arguments of all durable installs"),
            ["scripts/discover.sh and the arguments of all durable installs"]
        );
        assert_eq!(service_names("Everything that went through the gate in that hour was lost."), Vec::<String>::new());
    }

    #[test]
    fn words_for_nothing() {
        for value in ["", "?", "N/A", "TBD", "None", " - ", "<severity>", "{{ severity }}"] {
            assert!(is_unknown(value), "{value}");
        }
        assert!(!is_unknown("Nonesuch"));
    }

    #[test]
    fn only_whole_values_count() {
        assert_eq!(detection("Monitoring alert"), Some(Detection::Alert));
        assert_eq!(detection("customers, after an hour"), None);
        assert_eq!(status("Complete, action items in progress"), Some(Status::Final));
        assert_eq!(status("Resolved"), None);
    }
}
