//! Numbers, keys and calls as the search files write them.

use std::fmt::Write as _;

use super::{FOLDER, NAME};

/// Values below this end a number, the ones from it on go before.
const ENDS: u32 = 64;
/// The base of what goes before. The alphabet has 92 characters in all.
const BASE: u32 = 28;
/// A key shares at most so much with the one before it, so that the number is one character.
const SHARED_AT_MOST: usize = 63;

/// Appends a number.
pub(super) fn number(text: &mut String, mut n: u32) {
    while n >= ENDS {
        text.push(symbol(ENDS + n % BASE));
        n /= BASE;
    }
    text.push(symbol(n));
}

/// Whether a text is numbers and nothing else.
pub(super) fn is_numbers(text: &str) -> bool {
    let is_symbol = |byte: &u8| matches!(byte, b'!' | b'#'..=b'~') && *byte != b'\\';
    // The values that end a number are at the beginning of the alphabet.
    text.bytes().all(|byte| is_symbol(&byte)) && text.bytes().last().is_none_or(|byte| byte < b'#' + 64)
}

/// `#` to `~`, with `!` where the backslash would stand.
fn symbol(value: u32) -> char {
    match char::from_u32(value + u32::from('#')) {
        Some('\\') | None => '!',
        Some(symbol) => symbol,
    }
}

/// A list of rising numbers, each as the difference to the one before it, less 1.
pub(super) fn gaps(text: &mut String, numbers: impl IntoIterator<Item = u32>) {
    let mut next = 0;
    for n in numbers {
        number(text, n.saturating_sub(next));
        next = n + 1;
    }
}

/// Sorted words, each without what it shares with the one before it.
pub(super) fn keys<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    let mut text = String::new();
    let mut before = "";
    for word in words {
        key(&mut text, before, word);
        before = word;
    }
    text
}

/// Appends a word to the sorted ones of [`keys`].
pub(super) fn key(text: &mut String, before: &str, word: &str) {
    if !text.is_empty() {
        text.push(' ');
    }
    let mut shared = (0, 0);
    for ((at, a), b) in word.char_indices().zip(before.chars()) {
        if a != b || shared.1 + a.len_utf16() > SHARED_AT_MOST {
            break;
        }
        shared = (at + a.len_utf8(), shared.1 + a.len_utf16());
    }
    number(text, u32::try_from(shared.1).unwrap_or_default());
    text.push_str(&word[shared.0..]);
}

/// Where a file of forms for slips begins: the first letter of a form, and 64 more than its length as a character.
pub(super) fn slips_from(first: char, length: u32) -> String {
    [Some(first), char::from_u32(64 + length)].into_iter().flatten().collect()
}

/// The content hash in a name. The length of each part counts, so that no two lists of parts are one.
pub(super) fn name<'a>(parts: impl IntoIterator<Item = &'a str>) -> String {
    let mut hasher = blake3::Hasher::new();
    for part in parts {
        hasher.update(&(part.len() as u64).to_le_bytes()).update(part.as_bytes());
    }
    let mut name = hasher.finalize().to_hex().to_string();
    name.truncate(NAME);
    name
}

/// The name of a file that shares its hash with others of its kind.
pub(super) fn numbered(kind: &str, hash: &str, k: usize) -> String {
    format!("{kind}/{hash}/{}/{}", k / FOLDER, k % FOLDER)
}

/// The kind and the number of a name that [`numbered`] gives with this hash.
pub(super) fn place<'a>(name: &'a str, hash: &str) -> Option<(&'a str, usize)> {
    let (kind, rest) = name.split_once('/')?;
    let (folder, file) = rest.strip_prefix(hash)?.strip_prefix('/')?.split_once('/')?;
    let k = folder.parse::<usize>().ok()?.checked_mul(FOLDER)?.checked_add(file.parse().ok()?)?;
    (numbered(kind, hash, k) == name).then_some((kind, k))
}

/// The call that a file is: the arguments are JSON already.
pub(super) fn call(name: &str, arguments: &[&str]) -> String {
    let mut script = String::with_capacity(arguments.iter().map(|argument| argument.len() + 1).sum::<usize>() + 40);
    // Writing to a string cannot fail.
    let _infallible = write!(script, "afterword.load({}", json(name));
    for argument in arguments {
        script.push(',');
        script.push_str(argument);
    }
    script.push_str(");\n");
    script
}

/// A value in JSON that is also JavaScript of before 2019.
pub(super) fn json(value: &(impl serde::Serialize + ?Sized)) -> String {
    // Texts, numbers, lists and maps of texts always have a JSON form.
    let json = serde_json::to_string(value).unwrap_or_default();
    if json.contains('\u{2028}') || json.contains('\u{2029}') {
        return json.replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029");
    }
    json
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_number(n: u32, expected: &str) {
        let mut text = String::new();
        number(&mut text, n);
        assert_eq!(text, expected, "{n}");
    }

    #[test]
    fn numbers_are_as_documented() {
        check_number(0, "#");
        check_number(56, "[");
        check_number(57, "!");
        check_number(58, "]");
        check_number(63, "b");
        check_number(64, "k%");
        check_number(1791, "~b");
        check_number(1792, "ck%");
        check_number(u32::MAX, "ftusr|+");
    }

    #[test]
    fn numbers_are_told_from_other_texts() {
        let mut text = String::new();
        for n in (0..4_000).chain([u32::MAX]) {
            assert!(is_numbers(&text), "{text}");
            number(&mut text, n);
        }
        for text in ["# #", "k", "#\\", "\"", "é"] {
            assert!(!is_numbers(text), "{text}");
        }
    }

    #[test]
    fn keys_share_their_beginnings_in_utf_16() {
        assert_eq!(keys(["cert", "certificate", "cette"]), "#cert 'ificate %tte");
        assert_eq!(keys(["𝒜a", "𝒜b", "ℬ"]), "#𝒜a %b #ℬ");
        assert_eq!(keys([]), "");
        let long = "a".repeat(80);
        assert_eq!(keys([long.as_str(), format!("{long}b").as_str()]), format!("#{long} b{}b", "a".repeat(17)));
    }

    #[test]
    fn a_script_is_safe_in_old_browsers() {
        assert_eq!(call("t/x/0", &[&json("a\u{2028}\"\n")]), "afterword.load(\"t/x/0\",\"a\\u2028\\\"\\n\");\n");
    }
}
