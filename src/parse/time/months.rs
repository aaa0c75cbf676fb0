//! Names of months and weekdays, in the languages that postmortems were seen in.
//!
//! Names that are also English words ("set", "out") are left out: "3 out of 5" is no day.

/// Lower case, without a final point. English names may also be cut to three letters.
const MONTHS: [&[&str]; 12] = [
    &["january", "januar", "jänner", "janvier", "janv", "enero", "ene", "janeiro"],
    &["february", "februar", "février", "fevrier", "févr", "fevr", "febrero", "fevereiro", "fev"],
    &["march", "märz", "maerz", "mrz", "mär", "mars", "marzo", "março", "marco"],
    &["april", "avril", "avr", "abril", "abr"],
    &["may", "mai", "mayo", "maio"],
    &["june", "juni", "juin", "junio", "junho"],
    &["july", "juli", "juillet", "juil", "julio", "julho"],
    &["august", "août", "aout", "agosto"],
    &["september", "sept", "septembre", "septiembre", "setembro"],
    &["october", "oktober", "okt", "octobre", "octubre", "outubro"],
    &["november", "novembre", "noviembre", "novembro"],
    &["december", "dezember", "dez", "décembre", "decembre", "déc", "diciembre", "dic", "dezembro"],
];

#[rustfmt::skip]
const WEEKDAYS: &[&str] = &[
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", // English
    "montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonnabend", "sonntag", // German
    "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche", // French
    "lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo", // Spanish
    "segunda", "terça", "quarta", "quinta", "sexta", // Portuguese, before "-feira"
];

/// How many of [`WEEKDAYS`] may be cut to three letters or more.
const ENGLISH: usize = 7;

/// Whether a text may begin with the name of a month or a weekday: told by its first three letters, so that most words of
/// a text need no further look. Names with a letter outside of ASCII among them are taken for one.
pub(super) fn may_begin(text: &str) -> bool {
    let mut place = 0;
    for byte in text.as_bytes().iter().take(3) {
        if !byte.is_ascii() {
            return true;
        }
        match letter(*byte) {
            Some(letter) => place = place * LETTERS + letter,
            None => return false,
        }
    }
    text.len() >= 3 && BEGINNINGS[place]
}

const LETTERS: usize = 26;

const fn letter(byte: u8) -> Option<usize> {
    match byte.to_ascii_lowercase() {
        letter @ b'a'..=b'z' => Some((letter - b'a') as usize),
        _ => None,
    }
}

/// The beginnings of all names, by the places of their three letters in the alphabet.
static BEGINNINGS: [bool; LETTERS * LETTERS * LETTERS] = {
    let mut beginnings = [false; LETTERS * LETTERS * LETTERS];
    let mut month = 0;
    while month < MONTHS.len() {
        enter(&mut beginnings, MONTHS[month]);
        month += 1;
    }
    enter(&mut beginnings, WEEKDAYS);
    beginnings
};

const fn enter(beginnings: &mut [bool; LETTERS * LETTERS * LETTERS], names: &[&str]) {
    let mut index = 0;
    while index < names.len() {
        let name = names[index].as_bytes();
        if let (Some(first), Some(second), Some(third)) = (letter(name[0]), letter(name[1]), letter(name[2])) {
            beginnings[(first * LETTERS + second) * LETTERS + third] = true;
        }
        index += 1;
    }
}

/// The number of a month.
pub(super) fn month(word: &str) -> Option<u32> {
    if !may_begin(word) || word.chars().count() < 3 {
        return None;
    }
    let word = word.to_lowercase();
    let is_name = |names: &[&str]| {
        let cut = word.len() == 3 && names.first().is_some_and(|english| english.starts_with(&word));
        cut || names.contains(&word.as_str())
    };
    let index = MONTHS.iter().position(|names| is_name(names))?;
    u32::try_from(index + 1).ok()
}

/// Whether a word is the name of a weekday.
pub(super) fn is_weekday(word: &str) -> bool {
    if !may_begin(word) || word.chars().count() < 3 {
        return false;
    }
    let word = word.to_lowercase();
    WEEKDAYS.iter().enumerate().any(|(index, day)| *day == word || (index < ENGLISH && day.starts_with(&word)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_of_many_tongues() {
        for (word, number) in [("Feb", 2), ("Sept", 9), ("März", 3), ("AOÛT", 8), ("diciembre", 12), ("março", 3)] {
            assert_eq!(month(word), Some(number), "{word}");
        }
        for word in ["set", "out", "ma", "marc", "Februa", ""] {
            assert_eq!(month(word), None, "{word}");
        }
    }

    #[test]
    fn all_names_may_begin() {
        for name in MONTHS.iter().copied().flatten().chain(WEEKDAYS) {
            assert!(may_begin(name) && may_begin(&name.to_uppercase()), "{name}");
        }
        for text in ["", "a", "ma", "m4y", "the", "database", "12 March"] {
            assert!(!may_begin(text), "{text}");
        }
    }

    #[test]
    fn weekdays() {
        assert!(is_weekday("Sat") && is_weekday("Samstag") && is_weekday("miércoles"));
        assert!(!is_weekday("Sam") && !is_weekday("mo"));
    }
}
