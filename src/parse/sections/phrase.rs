//! Headings reduced to the words that carry their meaning.

/// A heading reduced to what matters for its meaning: parts (split at `:` and dashes) of words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Phrase(Vec<String>);

impl Phrase {
    pub(super) fn new(heading: &str) -> Self {
        let plain = without_brackets(heading);
        let text = without_numbering(if plain.trim().is_empty() { heading } else { &plain });
        let parts = text
            .split([':', '–', '—', '|', '：', '·'])
            .flat_map(|part| part.split(" - "))
            .map(normalised)
            .filter(|part| !part.is_empty())
            .collect();
        Self(parts)
    }

    /// Whether a colon or a dash parts it.
    pub(super) fn is_parted(&self) -> bool {
        self.0.len() > 1
    }

    /// All words.
    pub(super) fn text(&self) -> String {
        self.0.join(" ")
    }

    /// The ways to read it, best first: all of it, the part before a colon or dash, the part after.
    pub(super) fn readings(&self) -> impl Iterator<Item = &str> {
        let all = if let [only] = &self.0[..] { Some(only.as_str()) } else { None };
        let several = (self.0.len() > 1).then_some(&self.0);
        let first = several.and_then(|parts| parts.first()).map(String::as_str);
        let last = several.and_then(|parts| parts.last()).map(String::as_str);
        all.into_iter().chain(first).chain(last)
    }
}

/// Adds a letter without its accent: not every keyboard has one.
fn push_plain(c: char, word: &mut String) {
    match c {
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' => word.push('a'),
        'ç' => word.push('c'),
        'è' | 'é' | 'ê' | 'ë' => word.push('e'),
        'ì' | 'í' | 'î' | 'ï' => word.push('i'),
        'ñ' => word.push('n'),
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' => word.push('o'),
        'ù' | 'ú' | 'û' | 'ü' => word.push('u'),
        'ß' => word.push_str("ss"),
        'œ' => word.push_str("oe"),
        c => word.push(c),
    }
}

/// Lower case, singular, American; no accents, articles, emoji, quotes or punctuation; `&`, `/` and `+` are "and".
fn normalised(part: &str) -> String {
    let mut words: Vec<String> = Vec::new();
    for token in part.split(|c: char| c.is_whitespace() || matches!(c, '-' | ',' | ';' | '.' | '?' | '!' | '_')) {
        for (index, piece) in token.split(['/', '&', '+']).enumerate() {
            if index > 0 && words.last().is_some_and(|last| last != "and") {
                words.push("and".to_owned());
            }
            let mut word = String::with_capacity(piece.len());
            for c in piece.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase) {
                push_plain(c, &mut word);
            }
            if word.is_empty() || matches!(word.as_str(), "the" | "a" | "an" | "our" | "your") {
                continue;
            }
            words.push(singular(&word));
        }
    }
    if words.last().is_some_and(|last| last == "and") {
        words.pop();
    }
    words.join(" ")
}

/// The singular of an English word, as far as headings need it, with American spelling.
fn singular(word: &str) -> String {
    match word {
        "learnt" => return "learned".to_owned(),
        "ups" => return "up".to_owned(),
        "analyses" => return "analysis".to_owned(),
        "behaviour" => return "behavior".to_owned(),
        _ => {}
    }
    if let Some(stem) = word.strip_suffix("ies").filter(|stem| stem.len() > 2) {
        return format!("{stem}y");
    }
    if let Some(stem) = word
        .strip_suffix("es")
        .filter(|stem| stem.ends_with(['x', 'z']) || stem.ends_with("sh") || stem.ends_with("ss"))
    {
        return stem.to_owned();
    }
    match word.strip_suffix('s') {
        Some(stem) if stem.len() > 1 && !stem.ends_with(['s', 'u', 'i']) => stem.to_owned(),
        _ => word.to_owned(),
    }
}

/// Without `(…)`, `[…]` and `:emoji:`.
fn without_brackets(heading: &str) -> String {
    let mut text = String::with_capacity(heading.len());
    let mut depth = 0_usize;
    for c in heading.chars() {
        match c {
            '(' | '[' | '（' => depth += 1,
            ')' | ']' | '）' => depth = depth.saturating_sub(1),
            _ if depth == 0 => text.push(c),
            _ => {}
        }
    }
    let is_shortcode = |word: &str| {
        word.len() > 2
            && word.starts_with(':')
            && word.ends_with(':')
            && word[1..word.len() - 1].chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '+' | '-'))
    };
    if text.contains(':') {
        text = text.split_whitespace().filter(|word| !is_shortcode(word)).collect::<Vec<_>>().join(" ");
    }
    text
}

/// Without "1.", "2.3)", "IV.", "a)", "Step 3:", "#4" at its start.
fn without_numbering(heading: &str) -> &str {
    let text = heading.trim_start_matches(|c: char| !c.is_alphanumeric());
    let (first, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    let number = first.trim_end_matches(['.', ')', ':']);
    // "7.1" is a number of a section by itself; "5" before "Whys" is none.
    let marked = number.len() < first.len() || number.contains('.') || rest.starts_with(['-', '–', '—', '.', ')', ':']);
    let is_number = number.chars().all(|c| c.is_ascii_digit() || c == '.');
    let is_letter = number.len() == 1 || (number.len() < 5 && number.chars().all(|c| matches!(c, 'I' | 'V' | 'X')));
    if marked && (is_number || is_letter) && !rest.trim().is_empty() {
        return rest.trim_start_matches(|c: char| !c.is_alphanumeric());
    }
    if number.eq_ignore_ascii_case("step") || number.eq_ignore_ascii_case("part") {
        let after = rest.trim_start_matches(|c: char| c.is_ascii_digit());
        let after_mark = after.trim_start_matches([':', '.', ')', '-', ' ']);
        if after.len() < rest.len() && !after_mark.is_empty() {
            return after_mark;
        }
    }
    text
}
