//! PV001.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::diagnostic::{Diagnostic, Level};
use crate::lint::rule::{Check, Ctx, declare_rule};
use crate::text::{Source, SourceId, SourceSet, Span};

declare_rule! {
    /// ## What it does
    /// Reports what looks like a key, a token or a password, in every Markdown file and wherever it stands: private
    /// keys, the tokens of well-known services by their shapes, passwords in addresses, and (as a warning) a long
    /// random value after a word such as `password` or `api_key`. Placeholders are left alone. No report shows the
    /// secret: whatever a finding quotes of the file has `*` in its place, one for each character.
    ///
    /// ## Why is this bad?
    /// Whoever can read the archive can use it, and so can whoever reads one of its copies. Taking it out of the text
    /// is not enough: it stays in the history, so it has to stop working.
    ///
    /// ## Example
    /// ```md,expect_diagnostic
    /// # Checkout returned 500s
    /// The worker still had `postgres://app:h7Kq2mVx9@db.checkout.internal/orders`.
    /// ```
    ///
    /// Use instead:
    /// ```md
    /// # Checkout returned 500s
    /// The worker still had `postgres://app:[password]@db.checkout.internal/orders`.
    /// ```
    static RULE = {
        code: "PV001",
        name: "secret",
        summary: "a key, a token or a password stands in the text",
        level: Level::Error,
        since: "0.1.0",
        check: Check::Source(check),
    }
}

/// Shapes that only secrets have, each with what it is.
const SHAPES: &[(&str, &str)] = &[
    (r"-----BEGIN (?:[A-Z]+ )*PRIVATE KEY(?: BLOCK)?-----", "a private key"),
    (r"\b(?:AKIA|ASIA)[A-Z0-9]{16}\b", "an AWS access key"),
    (r"\bgh[pousr]_[A-Za-z0-9]{36,255}\b", "a GitHub token"),
    (r"\bgithub_pat_[A-Za-z0-9_]{22,255}\b", "a GitHub token"),
    (r"\bglpat-[A-Za-z0-9_-]{20,}", "a GitLab token"),
    (r"\bxox[abeoprs]-[A-Za-z0-9-]{10,}", "a Slack token"),
    (
        r"https://hooks\.slack\.com/services/T[A-Z0-9]{6,}/B[A-Z0-9]{6,}/[A-Za-z0-9]{16,}",
        "the address of a Slack webhook",
    ),
    (r"\bAIza[0-9A-Za-z_-]{35}\b", "a Google API key"),
    (r"\b[sr]k_live_[0-9A-Za-z]{16,}\b", "a Stripe key"),
    (r"\bSG\.[\w-]{16,32}\.[\w-]{16,64}\b", "a SendGrid key"),
    (r"\bnpm_[A-Za-z0-9]{36}\b", "an npm token"),
    (r"\bpypi-[A-Za-z0-9_-]{50,}", "a PyPI token"),
    (r"\bdop_v1_[a-f0-9]{64}\b", "a DigitalOcean token"),
    (r"\bhv[sb]\.[A-Za-z0-9_-]{24,}", "a Vault token"),
    (r"\bsk-(?:ant-|proj-|svcacct-)[A-Za-z0-9_-]{24,}", "an API key"),
    (r"\bAccountKey=[A-Za-z0-9+/]{40,}={0,2}", "an Azure storage key"),
    (r"\beyJ[A-Za-z0-9_-]{12,}\.eyJ[A-Za-z0-9_-]{12,}\.[A-Za-z0-9_-]{20,}", "a signed token (JWT)"),
    (
        r"\b[a-z][a-z0-9+.-]{1,20}://[!-.0-9;=?A-_a-~]{1,60}:[!-.0-9:;=?A-_a-~]{4,80}@[A-Za-z0-9.-]+",
        "an address with a password",
    ),
];

/// A name that says what its value is, and the value.
static ASSIGNED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r#"(?i-u)(?:passwd|password|secret|api[_-]?key|access[_-]?key|auth[_-]?token|access[_-]?token|private[_-]?key)["']?\s*[:=]\s*["']?([A-Za-z0-9+/_.~=-]{16,200})"#,
    )
    .ok()
});

/// Each begins with something that is searched for much faster than a set of them could be. All is ASCII: boundaries of
/// other words cannot be found without trying everything, and repeated classes of other letters take megabytes.
static EACH: LazyLock<Vec<Option<Regex>>> =
    LazyLock::new(|| SHAPES.iter().map(|(shape, _)| Regex::new(&format!("(?-u){shape}")).ok()).collect());

fn check(ctx: &mut Ctx<'_>, source: &Source) {
    let mut found = shaped(&source.text);
    for range in assigned(&source.text) {
        if found.iter().all(|(other, _)| range.end <= other.start || other.end <= range.start) {
            found.push((range, "a secret"));
        }
    }
    found.sort_by_key(|(range, _)| range.start);
    for (range, what) in found {
        let level = if what == "a secret" { Level::Warning } else { Level::Error };
        ctx.report(source.id, Span::new(range.start, range.end), format!("this looks like {what}"))
            .at_most(level)
            .note("taken out of the text, it is still in the history of the file")
            .help("does it still work? make a new one first; a word in brackets can stand in its place");
    }
}

/// The places of the secrets that were found, by file, and all places where the same text stands: what nothing that is
/// said about these files may show.
pub(in crate::lint) fn hidden(found: &[Diagnostic], sources: &SourceSet) -> BTreeMap<SourceId, Vec<Span>> {
    let mut secrets: BTreeMap<SourceId, Vec<&str>> = BTreeMap::new();
    let mut hidden: BTreeMap<SourceId, Vec<Span>> = BTreeMap::new();
    for diagnostic in found.iter().filter(|diagnostic| diagnostic.code.code == RULE.code) {
        let text = &sources.get(diagnostic.source).text;
        let span = hidden_part(text, diagnostic.span());
        hidden.entry(diagnostic.source).or_default().push(span);
        let secret = text.get(span.range()).unwrap_or_default();
        let known = secrets.entry(diagnostic.source).or_default();
        // A shorter one may be a word of the language.
        if secret.len() >= 6 && known.len() < MOST && !known.contains(&secret) {
            known.push(secret);
        }
    }
    for (source, secrets) in secrets {
        let text = &sources.get(source).text;
        let spans = hidden.entry(source).or_default();
        for secret in secrets {
            spans.extend(text.match_indices(secret).map(|(at, found)| Span::new(at, at + found.len())));
        }
        spans.sort_unstable_by_key(|span| (span.start, span.end));
        spans.dedup();
    }
    hidden
}

/// A file with more secrets is searched for the first of them only.
const MOST: usize = 100;

/// How many characters of a token say only what it is: `AKIA`, `ghp_`.
const KIND: usize = 4;

/// The part of a secret that is one. Its kind, its user and its host may be told.
fn hidden_part(text: &str, span: Span) -> Span {
    let (start, end) = (span.start as usize, span.end as usize);
    let told = text.get(span.range()).unwrap_or_default();
    if told.starts_with("-----BEGIN") {
        let rest = text.get(end..).unwrap_or_default();
        return Span::new(end, end + rest.find("-----END").unwrap_or(rest.len()));
    }
    if let Some((before, _)) = told.rsplit_once('@')
        && let Some(colon) = before.rfind(':')
    {
        return Span::new(start + colon + 1, start + before.len());
    }
    if let Some(at) = ["/services/", "AccountKey="].iter().find_map(|sign| Some(told.find(sign)? + sign.len())) {
        return Span::new(start + at, end);
    }
    let is_shaped = shaped(told).first().is_some_and(|(range, _)| range.len() == told.len());
    Span::new(if is_shaped { start + KIND.min(told.len()) } else { start }, end)
}

/// What has the shape of a secret.
fn shaped(text: &str) -> Vec<(Range<usize>, &'static str)> {
    let mut found = Vec::new();
    for ((_, what), shape) in SHAPES.iter().zip(&*EACH) {
        let Some(shape) = shape else { continue };
        for place in shape.find_iter(text) {
            let told = place.as_str();
            // The user's name in an address says nothing of its password.
            let secret = match told.rsplit_once('@') {
                Some((before, _)) if *what == "an address with a password" => {
                    before.rsplit(':').next().unwrap_or_default()
                }
                _ => told,
            };
            if !is_placeholder(secret) {
                found.push((place.range(), *what));
            }
        }
    }
    found
}

/// Values that are called secret and look random.
fn assigned(text: &str) -> Vec<Range<usize>> {
    let Some(pattern) = ASSIGNED.as_ref() else { return Vec::new() };
    let values = pattern.captures_iter(text).filter_map(|found| found.get(1));
    values
        .filter(|value| is_random(value.as_str()) && !is_placeholder(value.as_str()))
        .map(|value| value.range())
        .collect()
}

/// Words and signs of a value that is not the value.
fn is_placeholder(value: &str) -> bool {
    let lower = value.to_ascii_lowercase();
    let words = [
        "example",
        "redacted",
        "placeholder",
        "changeme",
        "password",
        "secret",
        "your",
        "xxxx",
        "dummy",
        "sample",
        "fake",
    ];
    let signs = ["***", "...", "…", "<", "{", "[", "$", "%"];
    words.iter().any(|word| lower.contains(word)) || signs.iter().any(|sign| value.contains(sign))
}

/// Whether a value has digits and letters, and no more order than a random one: 3.5 bits for each character.
fn is_random(value: &str) -> bool {
    let has = |is: fn(&char) -> bool| value.chars().any(|c| is(&c));
    has(char::is_ascii_digit) && has(char::is_ascii_alphabetic) && !looks_told(value) && entropy(value) >= 3.5
}

/// A path, a version, a host, words with hyphens: what people read.
fn looks_told(value: &str) -> bool {
    let parts: Vec<&str> = value.split(['-', '_', '.', '/']).collect();
    let words = parts.iter().filter(|part| part.len() > 1 && part.chars().all(|c| c.is_ascii_lowercase())).count();
    parts.len() > 2 && words * 2 >= parts.len()
}

/// Shannon's, in bits for each byte.
fn entropy(value: &str) -> f64 {
    let mut counts = [0_u32; 256];
    for byte in value.bytes() {
        counts[usize::from(byte)] += 1;
    }
    let all = f64::from(u32::try_from(value.len()).unwrap_or(u32::MAX));
    let share = |count: &u32| f64::from(*count) / all;
    -counts.iter().filter(|count| **count > 0).map(|count| share(count) * share(count).log2()).sum::<f64>()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Put together here, so that no scanner takes this file for a leak.
    #[track_caller]
    fn check(parts: &[&str], expected: Option<&str>) {
        let text = format!("before {} after", parts.concat());
        assert_eq!(shaped(&text).first().map(|(_, what)| *what), expected, "{text}");
    }

    #[test]
    fn every_shape_is_a_regular_expression() {
        assert!(EACH.iter().all(Option::is_some) && ASSIGNED.is_some());
    }

    #[test]
    fn well_known_shapes() {
        check(&["-----BEGIN ", "OPENSSH PRIVATE", " KEY-----"], Some("a private key"));
        check(&["-----BEGIN PRIVATE", " KEY-----"], Some("a private key"));
        check(&["AK", "IA", "Q3EGRT7LPOW2XN5K"], Some("an AWS access key"));
        check(&["gh", "p_", "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8"], Some("a GitHub token"));
        check(&["gl", "pat-", "a1B2c3D4e5F6g7H8i9J0"], Some("a GitLab token"));
        check(&["xo", "xb-", "2048172638-a1B2c3D4e5"], Some("a Slack token"));
        check(&["sk", "_live_", "a1B2c3D4e5F6g7H8"], Some("a Stripe key"));
        check(
            &["ey", "JhbGciOiJIUzI1NiJ9", ".", "eyJzdWIiOiIxMjM0NTY3ODkwIn0", ".", "dozjgNryP4J3jVmNHl0w5N_XgL0n3I9P"],
            Some("a signed token (JWT)"),
        );
        check(&["amqp://app:", "h7Kq2mVx9", "@queue.internal"], Some("an address with a password"));
    }

    #[test]
    fn what_only_looks_so() {
        check(&["AK", "IA", "IOSFODNN7EXAMPLE"], None);
        check(&["amqp://app:${PASSWORD}@queue.internal"], None);
        check(&["amqp://app:[password]@queue.internal"], None);
        check(&["https://example.org:8443/a@b"], None);
        check(&["-----BEGIN CERTIFICATE-----"], None);
        check(&["commit 0a1b2c3d4e5f60718293a4b5c6d7e8f901234567"], None);
    }

    /// What of a text stays readable.
    #[track_caller]
    fn check_hidden(parts: &[&str], expected: &str) {
        let text = format!("a {} b", parts.concat());
        let mut shown = text.clone();
        let found = shaped(&text).into_iter().map(|(range, _)| range).chain(assigned(&text));
        for range in found.collect::<Vec<_>>() {
            let hidden = hidden_part(&text, Span::new(range.start, range.end)).range();
            shown.replace_range(hidden.clone(), &"*".repeat(hidden.len()));
        }
        assert_eq!(shown, expected);
    }

    #[test]
    fn the_kind_and_the_user_may_be_told() {
        check_hidden(
            &["gh", "p_", "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8"],
            "a ghp_************************************ b",
        );
        check_hidden(&["amqp://app:", "h7Kq2mVx9", "@queue.internal"], "a amqp://app:*********@queue.internal b");
        check_hidden(&["api_key: ", "9fK2mQ7xVb41TzLp"], "a api_key: **************** b");
        check_hidden(
            &["-----BEGIN PRIVATE", " KEY-----\nMIIE\n", "-----END PRIVATE KEY-----"],
            "a -----BEGIN PRIVATE KEY-----******-----END PRIVATE KEY----- b",
        );
    }

    #[track_caller]
    fn check_assigned(text: &str, expected: &[&str]) {
        let found: Vec<&str> = assigned(text).into_iter().map(|range| &text[range]).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn values_that_are_called_secret() {
        check_assigned("api_key: 9fK2mQ7xVb41TzLp", &["9fK2mQ7xVb41TzLp"]);
        check_assigned("\"password\" = \"9fK2mQ7xVb41TzLp\"", &["9fK2mQ7xVb41TzLp"]);
        check_assigned("password: correct-horse-battery-2", &[]);
        check_assigned("secret: projects/checkout/secrets/db-2", &[]);
        check_assigned("the secret: aaaaaaaaaaaaaaaaa1", &[]);
        check_assigned("password=your-password-here-123", &[]);
        check_assigned("no key of any kind", &[]);
    }
}
