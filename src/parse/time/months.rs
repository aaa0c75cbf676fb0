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

/// The number of a month.
pub(super) fn month(word: &str) -> Option<u32> {
    if word.chars().count() < 3 {
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
    if word.chars().count() < 3 {
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
    fn weekdays() {
        assert!(is_weekday("Sat") && is_weekday("Samstag") && is_weekday("miércoles"));
        assert!(!is_weekday("Sam") && !is_weekday("mo"));
    }
}
