//! Whether a document is in another language than the one the reviewer knows.
//!
//! The entry point is [`other`]. What the document says of itself counts; without that its small words are counted.
//! It is a guess between English and the rest, and tells no other languages apart.

use crate::lint::Document;

/// Words that English text is full of and that are rare elsewhere.
const ENGLISH: &[&str] = &[
    "and", "are", "at", "be", "by", "but", "can", "for", "from", "had", "has", "have", "it", "its", "not", "of",
    "that", "the", "their", "then", "there", "they", "this", "to", "was", "we", "were", "when", "which", "with",
    "would",
];

/// Fewer words than this tell nothing.
const LEAST: usize = 30;
/// How many words are counted.
const MOST: usize = 1500;
/// One word in so many has to be English.
const SHARE: usize = 14;

/// The language a document is in when that is not English; `?` when it does not say which.
pub(in crate::lint) fn other<'a>(document: &Document<'a>) -> Option<&'a str> {
    if let Some(lang) = &document.postmortem.lang {
        let tag = lang.value.as_str();
        let is_english = tag.get(..2).is_some_and(|start| start.eq_ignore_ascii_case("en"))
            && !tag[2..].starts_with(char::is_alphabetic);
        return (!is_english).then_some(tag);
    }
    is_foreign(document.text(document.postmortem.body.span)).then_some("?")
}

/// Whether so few of the words are English that the text is not.
fn is_foreign(text: &str) -> bool {
    let mut words = 0;
    let mut english = 0;
    let mut in_code = false;
    for line in text.lines() {
        if line.trim_start().starts_with("```") {
            in_code = !in_code;
        }
        // A table, a link or a log is no prose in any language.
        if in_code || line.contains("://") || line.starts_with("    ") {
            continue;
        }
        for word in line.split(|c: char| !c.is_alphabetic() && c != '\'').filter(|word| !word.is_empty()) {
            // Scripts without blanks: every few characters are a word.
            words += if word.is_ascii() { 1 } else { word.chars().count().div_ceil(4) };
            english += usize::from(word.len() < 6 && ENGLISH.iter().any(|other| word.eq_ignore_ascii_case(other)));
        }
        if words > MOST {
            break;
        }
    }
    words >= LEAST && english * SHARE < words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: bool) {
        assert_eq!(is_foreign(text), expected);
    }

    #[test]
    fn other_languages_are_told_from_english() {
        check(
            "Am Montag fiel die Datenbank der Paketverfolgung aus, weil die Platte voll war. Die Bereitschaft hat den \
             Dienst neu gestartet und danach die alten Protokolle entfernt. Kunden sahen vierzig Minuten lang keine \
             Sendungen, und der Support bekam in dieser Zeit mehr als hundert Anrufe.",
            true,
        );
        check(
            "Le lundi matin, la base de données du suivi est tombée en panne parce que le disque était plein. L'équipe \
             de garde a redémarré le service puis supprimé les anciens journaux. Pendant quarante minutes les clients \
             ne voyaient aucun colis et le support a reçu plus de cent appels.",
            true,
        );
        check(
            "月曜日の朝、荷物追跡のデータベースがディスク不足で停止しました。当番のチームがサービスを再起動し、古いログを\
             削除しました。四十分間、利用者は荷物を確認できず、サポートには百件以上の電話がありました。再発防止のため、\
             容量の監視を追加し、保存期間を短くしました。手順書も更新し、次の当番に引き継ぎました。",
            true,
        );
        check(
            "On Monday the parcel database ran out of disk. The on-call engineer restarted the service and then removed \
             the old logs. For forty minutes customers saw no parcels, and support took more than a hundred calls.",
            false,
        );
    }

    #[test]
    fn notes_and_short_texts_are_taken_for_english() {
        check("Datenbank voll.", false);
        check("", false);
    }
}
