//! Near misses of words, for "did you mean".

/// The candidate nearest to `word`, when it is near enough to be what was meant.
///
/// Case, hyphens and underscores do not count; a third of the letters may differ, and one swap of neighbours
/// is one difference. Of equally near ones the first is taken.
pub fn closest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word = folded(word);
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates {
        let other = folded(candidate);
        let letters = word.chars().count().max(other.chars().count());
        let distance = strsim::osa_distance(&word, &other);
        let prefix = word.chars().count() >= 4 && other.starts_with(&word);
        let near = distance * 3 <= letters.max(3) || prefix;
        if near && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// At most 64 letters: the comparison is quadratic, and no key is longer.
fn folded(word: &str) -> String {
    word.chars().take(64).filter(|c| !matches!(c, '-' | '_' | ' ')).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEYS: &[&str] = &["severity", "services", "started", "status", "title", "id", "json_per_postmortem"];

    #[track_caller]
    fn check(word: &str, expected: Option<&str>) {
        assert_eq!(closest(word, KEYS.iter().copied()), expected);
    }

    #[test]
    fn finds_what_was_meant() {
        check("severty", Some("severity"));
        check("Severity", Some("severity"));
        check("service", Some("services"));
        check("tilte", Some("title"));
        check("json-per-postmortem", Some("json_per_postmortem"));
        check("json", Some("json_per_postmortem"));
    }

    #[test]
    fn says_nothing_of_strangers() {
        check("colour", None);
        check("", None);
        check("x", None);
        check(&"severity".repeat(100_000), None);
    }
}
