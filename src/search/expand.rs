//! From a typed word to the indexed terms it stands for: its stem, words that begin so, words a slip away.
//!
//! The lexicon of the index holds real word forms, so beginnings and slips are compared with what people wrote,
//! not with stems. How the terms are scored is in [`score`](super::score).

use std::cell::RefCell;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

use tantivy::query::FuzzyTermQuery;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocSet, InvertedIndexReader, Term};

use super::analysis::{self, Role, Token};
use super::index::{Reader, read_error};
use super::query::Form;
use super::schema::TextField;
use crate::error::Error;

/// Words that say nothing of an incident. They are indexed, for phrases, but not searched beside other words.
const STOP_WORDS: &[&str] = &[
    "a", "about", "after", "also", "an", "and", "are", "as", "at", "be", "been", "but", "by", "can", "could", "did",
    "do", "does", "for", "from", "had", "has", "have", "how", "i", "if", "in", "into", "is", "it", "its", "no", "not",
    "of", "on", "or", "our", "over", "so", "some", "than", "that", "the", "their", "them", "then", "there", "these",
    "they", "this", "to", "was", "we", "were", "what", "when", "where", "which", "while", "who", "why", "will", "with",
    "would", "you", "your",
];
/// So many words that begin as typed are searched, the most frequent ones.
const PREFIX_AT_MOST: usize = 48;
/// So many words a slip away are searched, the nearest ones.
const FUZZY_AT_MOST: usize = 6;
/// So many tokens of one typed word are looked up.
const TOKENS_AT_MOST: usize = 64;
/// Shorter words are not corrected. Characters.
const CORRECTED_FROM: usize = 4;
/// Shorter words are no corrections, and no word is compared with a shorter one. Characters.
const CANDIDATES_FROM: usize = 3;
/// From here on two slips are looked for. Characters.
const TWO_SLIPS_FROM: usize = 5;

/// How a term came to stand for a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum How {
    /// As typed, or another form of its stem.
    Stem,
    /// It begins as typed.
    Prefix,
    /// A slip away, as was asked.
    Fuzzy,
    /// A slip away: the word itself stands nowhere.
    Corrected,
}

/// A term that is searched for a word.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Alternative {
    /// The indexed term.
    pub(super) term: String,
    /// A word form of it.
    pub(super) form: String,
    /// How much a match counts, up to 1.
    pub(super) weight: f64,
    pub(super) how: How,
}

/// One word and all that it may be.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Group {
    /// As typed, folded.
    pub(super) form: String,
    /// Empty when no document has it or anything like it.
    pub(super) alternatives: Vec<Alternative>,
}

/// A typed word: itself, or a compound that also matches by all of its parts.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Unit {
    pub(super) whole: Group,
    pub(super) parts: Vec<Group>,
    pub(super) in_title: bool,
}

/// Whether a form is on the stop list.
pub(super) fn is_stop_word(form: &str) -> bool {
    STOP_WORDS.binary_search(&form).is_ok()
}

/// Whether a form can be what a word with a slip in it was meant to be. Identifiers are not guessed at.
pub(super) fn is_candidate(form: &str) -> bool {
    form.chars().nth(CANDIDATES_FROM - 1).is_some()
        && !form.contains(|c: char| c.is_ascii_digit() || matches!(c, '-' | '_' | '.' | '#'))
}

/// Looks up words in one index.
pub(super) struct Expander {
    lexicon: Arc<InvertedIndexReader>,
    /// The field of the lexicon.
    form: Field,
    text: [Arc<InvertedIndexReader>; 3],
    /// What [`slips`](Self::slips) has found, since that takes the longest.
    near: RefCell<BTreeMap<String, Vec<(usize, String)>>>,
}

impl Expander {
    pub(super) fn new(reader: &Reader<'_>) -> Result<Self, Error> {
        let [title, outline, body] = TextField::ALL;
        let text = [reader.text(title)?, reader.text(outline)?, reader.text(body)?];
        Ok(Self { lexicon: reader.lexicon()?, form: reader.form(), text, near: RefCell::default() })
    }

    /// The units of a typed word: several when it holds more than one (`a/b`).
    pub(super) fn units(&self, typed: &str, form: Form, in_title: bool) -> Result<Vec<Unit>, Error> {
        let tokens = analysis::tokens(typed).into_iter().filter(|token| token.role != Role::Tail);
        let tokens: Vec<Token> = tokens.take(TOKENS_AT_MOST).collect();
        let last = tokens.last().map_or(0, |token| token.span.end);
        let mut units = Vec::new();
        let mut rest = tokens.as_slice();
        while let [first, after @ ..] = rest {
            let inside = after.iter().take_while(|token| token.span.end <= first.span.end).count();
            let (inside, next) = after.split_at(inside);
            rest = next;
            let form_of = |token: &Token| match form {
                Form::Prefix if token.span.end < last => Form::Plain,
                form => form,
            };
            let whole = self.group(first, form_of(first))?;
            let wanted = if first.role == Role::Whole { Role::Word } else { Role::Inner };
            let parts = inside.iter().filter(|token| token.role == wanted);
            let parts = parts.map(|token| self.group(token, form_of(token))).collect::<Result<Vec<_>, _>>()?;
            units.push(Unit { whole, parts, in_title });
        }
        for unit in &mut units {
            if unit.whole.alternatives.is_empty() {
                let lone = unit.parts.is_empty();
                let missing = unit.parts.iter_mut().filter(|part| part.alternatives.is_empty());
                for group in missing.chain(lone.then_some(&mut unit.whole)) {
                    group.alternatives = self.slips(&group.form, How::Corrected)?;
                }
            }
        }
        Ok(units)
    }

    /// Whether any field has this term.
    fn has_term(&self, term: &str) -> Result<bool, Error> {
        for postings in &self.text {
            if postings.terms().get(term).map_err(read_error)?.is_some() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn group(&self, token: &Token, form: Form) -> Result<Group, Error> {
        let one = token.role == Role::Word && {
            let mut chars = token.form.chars();
            chars.next().is_some_and(analysis::is_unspaced) && chars.next().is_none()
        };
        let mut alternatives = match form {
            // One character of a script that is indexed in pairs.
            Form::Plain if one => self.beginning_with(&token.form)?,
            Form::Plain => Vec::new(),
            Form::Prefix => self.beginning_with(&token.form)?,
            Form::Fuzzy => self.slips(&token.form, How::Fuzzy)?,
        };
        let known = alternatives.iter().any(|alternative| alternative.term == token.term && alternative.weight >= 1.0);
        if !known && (form != Form::Prefix || alternatives.is_empty()) && self.has_term(&token.term)? {
            alternatives.retain(|alternative| alternative.term != token.term);
            alternatives.insert(
                0,
                Alternative { term: token.term.clone(), form: token.form.clone(), weight: 1.0, how: How::Stem },
            );
        }
        Ok(Group { form: token.form.clone(), alternatives })
    }

    /// Terms of the words that begin with `prefix`, the most frequent words first.
    fn beginning_with(&self, prefix: &str) -> Result<Vec<Alternative>, Error> {
        let mut found: Vec<(u32, String)> = Vec::new();
        let mut stream = self.lexicon.terms().range().ge(prefix).into_stream().map_err(read_error)?;
        while let Some((form, info)) = stream.next() {
            let Ok(form) = std::str::from_utf8(form) else { continue };
            if !form.starts_with(prefix) {
                break;
            }
            found.push((info.doc_freq, form.to_owned()));
        }
        found.sort_by(|a, b| (a.1 != prefix).cmp(&(b.1 != prefix)).then(b.0.cmp(&a.0)).then(a.1.cmp(&b.1)));
        found.truncate(PREFIX_AT_MOST);
        Ok(distinct(found.into_iter().map(|(_, form)| Alternative {
            term: analysis::stem(&form).into_owned(),
            weight: prefix_weight(prefix, &form),
            how: if form == prefix { How::Stem } else { How::Prefix },
            form,
        })))
    }

    /// Terms of the words at most two slips from `typed`, the nearest first.
    fn slips(&self, typed: &str, how: How) -> Result<Vec<Alternative>, Error> {
        let length = typed.chars().count();
        if length < CORRECTED_FROM || typed.contains(|c: char| c.is_ascii_digit()) {
            return Ok(Vec::new());
        }
        let known = self.near.borrow().get(typed).cloned();
        let near = if let Some(near) = known {
            near
        } else {
            let near = self.near(typed, if length < TWO_SLIPS_FROM { 1 } else { 2 })?;
            self.near.borrow_mut().insert(typed.to_owned(), near.clone());
            near
        };
        Ok(distinct(near.into_iter().map(|(distance, form)| Alternative {
            term: analysis::stem(&form).into_owned(),
            weight: slip_weight(distance, length),
            how: if distance == 0 { How::Stem } else { how },
            form,
        })))
    }

    /// The words at most so many slips from `typed`, nearest first; equally near ones that begin with the same
    /// letter first, then the more frequent. Slips seldom hit the first letter: words that begin with neither of the
    /// first two letters count only when there are no others, so that the browser need not load them.
    fn near(&self, typed: &str, most: u8) -> Result<Vec<(usize, String)>, Error> {
        let letters: Vec<char> = typed.chars().collect();
        let mut found: Vec<(usize, bool, Reverse<u32>, String)> = Vec::new();
        let mut other: Vec<char> = Vec::new();
        let term = Term::from_field_text(self.form, typed);
        let automaton = FuzzyTermQuery::new(term, most, true).automaton().map_err(read_error)?;
        let mut stream = self.lexicon.terms().search(automaton).into_stream().map_err(read_error)?;
        while let Some((form, info)) = stream.next() {
            let Ok(form) = std::str::from_utf8(form) else { continue };
            if !is_candidate(form) {
                continue;
            }
            other.clear();
            other.extend(form.chars());
            if let Some(distance) = slips_between(&letters, &other, most.into()) {
                found.push((distance, other.first() != letters.first(), Reverse(info.doc_freq), form.to_owned()));
            }
        }
        let expected =
            |form: &str| form.chars().next().is_some_and(|first| letters.iter().take(2).any(|c| *c == first));
        if found.iter().any(|(.., form)| expected(form)) {
            found.retain(|(.., form)| expected(form));
        }
        found.sort();
        found.truncate(FUZZY_AT_MOST);
        Ok(found.into_iter().map(|(distance, _, _, form)| (distance, form)).collect())
    }
}

/// How much a word counts that begins as typed: the more of it was typed, the more.
fn prefix_weight(prefix: &str, form: &str) -> f64 {
    let (typed, whole) = (prefix.chars().count(), form.chars().count());
    0.4 + 0.6 * ratio(typed, whole)
}

/// How much a word counts that is `distance` slips from a typed word of `length` characters.
fn slip_weight(distance: usize, length: usize) -> f64 {
    1.0 - ratio(distance, length.max(1)).min(0.9)
}

#[expect(clippy::cast_precision_loss, reason = "lengths of words")]
fn ratio(a: usize, b: usize) -> f64 {
    a as f64 / b as f64
}

/// Each term once, with its first and best alternative.
fn distinct(alternatives: impl Iterator<Item = Alternative>) -> Vec<Alternative> {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let mut kept: Vec<Alternative> = Vec::new();
    for alternative in alternatives {
        match seen.get(&alternative.term).and_then(|at| kept.get_mut(*at)) {
            Some(known) if known.weight < alternative.weight => *known = alternative,
            Some(_) => {}
            None => {
                seen.insert(alternative.term.clone(), kept.len());
                kept.push(alternative);
            }
        }
    }
    kept
}

/// Insertions, deletions, replacements and swaps of neighbours that turn `a` into `b`; none above `most`.
/// The optimal string alignment distance: no letter is touched twice.
fn slips_between(a: &[char], b: &[char], most: usize) -> Option<usize> {
    if a.len().abs_diff(b.len()) > most {
        return None;
    }
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut row = Vec::with_capacity(b.len() + 1);
        row.push(i + 1);
        let mut least = i + 1;
        for (j, y) in b.iter().enumerate() {
            let mut cost = (above[j] + usize::from(x != y)).min(above[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *x == b[j - 1] && a[i - 1] == *y {
                cost = cost.min(before[j - 1] + 1);
            }
            least = least.min(cost);
            row.push(cost);
        }
        if least > most {
            return None;
        }
        before = std::mem::replace(&mut above, row);
    }
    above.last().copied().filter(|distance| *distance <= most)
}

/// The documents of a term, with `visit(doc, frequency)` for each.
pub(super) fn for_each_posting(
    postings: &InvertedIndexReader,
    term: &str,
    mut visit: impl FnMut(u32, u32),
) -> Result<(), Error> {
    let Some(info) = postings.terms().get(term).map_err(read_error)? else { return Ok(()) };
    let mut list = postings.read_postings_from_terminfo(&info, IndexRecordOption::WithFreqs).map_err(read_error)?;
    let mut doc = list.doc();
    while doc != tantivy::TERMINATED {
        visit(doc, tantivy::postings::Postings::term_freq(&list));
        doc = list.advance();
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::search::doc::{Passage, SearchDoc};
    use crate::search::{Index, Spellings};

    #[track_caller]
    fn check(a: &str, b: &str, expected: Option<usize>) {
        let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
        assert_eq!(slips_between(&a, &b, 2), expected);
        assert_eq!(slips_between(&b, &a, 2), expected);
    }

    #[test]
    fn slips_are_counted_up_to_two() {
        check("connection", "connection", Some(0));
        check("conection", "connection", Some(1));
        check("conenction", "connection", Some(1));
        check("konektion", "connection", None);
        check("tiemotu", "timeout", Some(2));
        check("", "ab", Some(2));
        check("größe", "grosse", None);
        check("schlüssel", "schlussel", Some(1));
    }

    proptest! {
        /// What walks the lexicon finds every word that the definition of a slip finds, and no other.
        #[test]
        fn words_near_another_are_those_at_most_two_slips_away(
            words in proptest::collection::btree_set("[abcж]{3,8}", 1..40),
            typed in "[abcж]{4,8}",
        ) {
            let text = words.iter().map(String::as_str).collect::<Vec<_>>().join(" ");
            let passage = Passage { text, ..Passage::default() };
            let document = SearchDoc { passages: vec![passage], ..SearchDoc::default() };
            let index = Index::build([document], Spellings::default()).unwrap();
            let reader = index.reader().unwrap().unwrap();
            let found = Expander::new(&reader).unwrap().near(&typed, 2).unwrap();

            let letters: Vec<char> = typed.chars().collect();
            let mut expected: Vec<(usize, bool, String)> = Vec::new();
            for word in words {
                let other: Vec<char> = word.chars().collect();
                let distance = slips_between(&letters, &other, 2);
                expected.extend(distance.map(|distance| (distance, letters[0] != other[0], word)));
            }
            let begins = |word: &str| letters[..2].contains(&word.chars().next().unwrap());
            if expected.iter().any(|(.., word)| begins(word)) {
                expected.retain(|(.., word)| begins(word));
            }
            expected.sort();
            let expected: Vec<_> = expected.into_iter().map(|(distance, _, word)| (distance, word)).collect();
            prop_assert_eq!(found, expected.into_iter().take(FUZZY_AT_MOST).collect::<Vec<_>>());
        }
    }

    #[test]
    fn the_stop_list_is_sorted() {
        assert!(STOP_WORDS.is_sorted());
    }
}
