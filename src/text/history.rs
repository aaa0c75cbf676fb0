//! When documents were first committed, for those that say no day themselves.
//!
//! What git prints is read here; git is run in `fs.rs`. Only asked for with `--git`: in a copy without its history,
//! or one that was imported at once, such days say nothing.

pub mod fs;

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::RelPath;

/// The day on which each file was first committed, of all files that a log names, oldest first: as
/// `git log --reverse --name-status -z --format=%x01%ad --date=short` prints it. A renamed file keeps its day.
fn first_days(log: &str) -> BTreeMap<RelPath, Date> {
    let mut days: BTreeMap<RelPath, Date> = BTreeMap::new();
    let mut day: Option<Date> = None;
    let mut tokens = log.split('\0').map(|token| token.trim_start_matches('\n'));
    while let Some(token) = tokens.next() {
        if let Some(date) = token.strip_prefix('\u{1}') {
            day = date.trim().parse().ok();
            continue;
        }
        match token.as_bytes().first() {
            Some(b'R' | b'C') => {
                let (Some(from), Some(to)) = (tokens.next(), tokens.next()) else { break };
                let known = RelPath::new(from).and_then(|from| days.get(&from).copied());
                if let (Some(path), Some(day)) = (RelPath::new(to), known.or(day)) {
                    days.entry(path).or_insert(day);
                }
            }
            Some(b'A'..=b'Z') => {
                let Some(name) = tokens.next() else { break };
                if let (Some(path), Some(day)) = (RelPath::new(name), day) {
                    days.entry(path).or_insert(day);
                }
            }
            _ => {}
        }
    }
    days
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(log: &str, expected: &[(&str, &str)]) {
        let days = first_days(log);
        let shown: Vec<(String, String)> = days.iter().map(|(path, day)| (path.to_string(), day.to_string())).collect();
        let shown: Vec<(&str, &str)> = shown.iter().map(|(path, day)| (path.as_str(), day.as_str())).collect();
        assert_eq!(shown, expected);
    }

    #[test]
    fn the_first_day_counts() {
        check(
            "\u{1}2026-03-07\0\nA\0a.md\0A\0b c.md\0\u{1}2026-03-09\0\nM\0a.md\0",
            &[("a.md", "2026-03-07"), ("b c.md", "2026-03-07")],
        );
    }

    #[test]
    fn a_renamed_file_keeps_its_day() {
        check(
            "\u{1}2026-03-07\0\nA\0a.md\0\u{1}2026-03-09\0\nR100\0a.md\0x/b.md\0",
            &[("a.md", "2026-03-07"), ("x/b.md", "2026-03-07")],
        );
    }

    #[test]
    fn what_is_no_log_says_nothing() {
        check("", &[]);
        check("\u{1}soon\0\nA\0a.md\0", &[]);
        check("A\0a.md\0R100\0a", &[]);
    }
}
