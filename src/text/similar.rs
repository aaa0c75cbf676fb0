//! Near misses of words, for "did you mean".

/// The candidate nearest to `word`, when it is near enough to be what was meant.
///
/// Case, hyphens and underscores do not count; a third of the letters may differ, and one swap of neighbours
/// is one difference. Of equally near ones the first is taken.
pub fn closest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word: String = folded(word).collect();
    let own = Letters::of(&word);
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates {
        let count = count(candidate);
        let longest = own.count.max(count).max(3);
        let prefix = own.count >= 4 && is_prefix(&word, candidate);
        // Most words differ in length, which is told without a look at each letter.
        if !prefix && (own.count.abs_diff(count) > longest / 3 || own.are_apart(&Letters::of(candidate), longest / 3)) {
            continue;
        }
        let distance = strsim::osa_distance(&word, &folded(candidate).collect::<String>());
        let near = distance * 3 <= longest || prefix;
        if near && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// Whether `word` is `known` with a letter wrong, missing, doubled or swapped in every four or so: near enough to be
/// corrected without asking. Short words and other digits never are: `sev3` is not `sev2` misspelt.
pub fn is_slip(word: &str, known: &str) -> bool {
    let (count, other) = (count(word), count(known));
    let most = other / 4;
    if other <= 4 || count.abs_diff(other) > most || Letters::of(word).are_apart(&Letters::of(known), most) {
        return false;
    }
    let digits = |word: &'_ str| word.chars().filter(char::is_ascii_digit).collect::<String>();
    let (folded, other): (String, String) = (folded(word).collect(), folded(known).collect());
    digits(word) == digits(known) && strsim::osa_distance(&folded, &other) <= most
}

fn is_prefix(word: &str, candidate: &str) -> bool {
    let mut letters = folded(candidate);
    word.chars().all(|c| letters.next() == Some(c))
}

/// How often a word has each letter, letters that share a place counted together.
struct Letters {
    counts: [u8; 64],
    /// Those it has at all.
    present: u64,
    count: usize,
}

impl Letters {
    /// Of what [`folded`] gives.
    fn of(word: &str) -> Self {
        let mut of = Self { counts: [0; 64], present: 0, count: 0 };
        for c in letters(word) {
            // The table of other letters costs more than all the rest.
            if c.is_ascii() { of.add(c.to_ascii_lowercase()) } else { c.to_lowercase().for_each(|c| of.add(c)) }
        }
        of
    }

    fn add(&mut self, c: char) {
        let place = u32::from(c) % 64;
        let count = &mut self.counts[place as usize];
        *count = count.saturating_add(1);
        self.present |= 1 << place;
        self.count += 1;
    }

    /// Whether more than `most` changes lie between two words for sure.
    fn are_apart(&self, other: &Self, most: usize) -> bool {
        let only = |a: u64, b: u64| (a & !b).count_ones() as usize;
        // The first two are the quickest, and tell most words apart.
        if self.count.abs_diff(other.count) > most
            || only(self.present, other.present) > most
            || only(other.present, self.present) > most
        {
            return true;
        }
        let (mut more, mut less) = (0, 0);
        for (a, b) in self.counts.iter().zip(&other.counts) {
            more += usize::from(a.saturating_sub(*b));
            less += usize::from(b.saturating_sub(*a));
        }
        more.max(less) > most
    }
}

/// At most 64 letters: the comparison is quadratic, and no key is longer.
fn folded(word: &str) -> impl Iterator<Item = char> {
    letters(word).flat_map(char::to_lowercase)
}

/// How many that are.
fn count(word: &str) -> usize {
    if word.len() <= 64 && word.is_ascii() {
        word.bytes().filter(|byte| !matches!(byte, b'-' | b'_' | b' ')).count()
    } else {
        folded(word).count()
    }
}

fn letters(word: &str) -> impl Iterator<Item = char> {
    word.chars().take(64).filter(|c| !matches!(c, '-' | '_' | ' '))
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
    fn slips_are_small() {
        for (word, known) in [("severty", "severity"), ("finla", "final"), ("config-chnage", "config_change")] {
            assert!(is_slip(word, known), "{word}");
        }
        for (word, known) in
            [("sev3", "sev2"), ("queue-v2x", "queue-v3x"), ("p7", "p1"), ("statement", "status"), ("", "final")]
        {
            assert!(!is_slip(word, known), "{word}");
        }
    }

    #[test]
    fn says_nothing_of_strangers() {
        check("colour", None);
        check("", None);
        check("x", None);
        check(&"severity".repeat(100_000), None);
    }
}
