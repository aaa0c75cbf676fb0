//! The one scorer, first stage: BM25F over the postings, for all documents at once.
//!
//! Document frequencies are shared by the fields, so a rare word in a title and a common one in a body are weighed
//! alike. The second stage, which reads texts, is in [`evidence`](super::evidence). `docs/search.md` has the
//! formulas; the browser's twin repeats them operation by operation.

use tantivy::DocSet;
use tantivy::schema::IndexRecordOption;

use super::analysis::{self, Role};
use super::expand::{Group, Unit, for_each_posting};
use super::index::{Reader, read_error};
use super::query::Scope;
use super::schema::TextField;
use crate::error::Error;

/// How soon more occurrences stop counting.
const K1: f64 = 1.2;
/// How much long texts are held back.
const B: f64 = 0.75;
/// What all words of the query together are worth.
const ALL_WORDS: f64 = 1.5;
/// What the parts of a compound are worth beside its whole.
const PARTS: f64 = 0.5;

/// Terms of the series for the logarithm: the next one is below the last bit.
const TERMS: u32 = 12;

/// What the first stage knows of all documents.
#[derive(Debug)]
pub(super) struct Scores {
    /// By document.
    pub(super) score: Vec<f64>,
    /// How many of the units each document has.
    pub(super) matched: Vec<u32>,
    /// By unit: how telling its words are, those of the parts if it has parts.
    pub(super) idf: Vec<Vec<f64>>,
}

/// Scores all documents for the units of a query.
pub(super) fn score(reader: &Reader<'_>, units: &[Unit]) -> Result<Scores, Error> {
    let fields = fields(reader)?;
    let n = reader.len();
    let mut scores = Scores { score: vec![0.0; n], matched: vec![0; n], idf: Vec::new() };
    for unit in units {
        let fields = if unit.in_title { &fields[..1] } else { &fields[..] };
        let whole = saturations(&unit.whole, fields, n)?;
        let parts = unit.parts.iter().map(|part| saturations(part, fields, n)).collect::<Result<Vec<_>, _>>()?;
        let known = whole.df > 0;
        for doc in 0..n {
            let mut score = whole.idf(n) * whole.saturation[doc];
            let mut all = !parts.is_empty();
            for part in &parts {
                score += part.idf(n) * part.saturation[doc] * if known { PARTS } else { 1.0 };
                all &= part.saturation[doc] > 0.0;
            }
            scores.score[doc] += score;
            scores.matched[doc] += u32::from(whole.saturation[doc] > 0.0 || all);
        }
        let groups = if parts.is_empty() { std::slice::from_ref(&whole) } else { &parts };
        scores.idf.push(groups.iter().map(|group| group.idf(n)).collect());
    }
    let all = u32::try_from(units.len()).unwrap_or(u32::MAX);
    for (score, matched) in scores.score.iter_mut().zip(&scores.matched) {
        if *matched == all {
            *score *= ALL_WORDS;
        }
    }
    Ok(scores)
}

/// What is known of the text fields, in their order.
pub(super) fn fields(reader: &Reader<'_>) -> Result<Vec<FieldStats>, Error> {
    TextField::ALL.into_iter().map(|field| FieldStats::new(reader, field)).collect()
}

/// For each document, whether the words of `text` stand there one after the other in one field.
pub(super) fn phrase(reader: &Reader<'_>, text: &str, scope: Scope) -> Result<Vec<bool>, Error> {
    let mut found = vec![false; reader.len()];
    let tokens: Vec<_> = analysis::tokens(text).into_iter().filter(|token| token.role == Role::Word).collect();
    let fields = if scope == Scope::Title { &TextField::ALL[..1] } else { &TextField::ALL[..] };
    for field in fields {
        let postings = reader.text(*field)?;
        // Where the phrase could begin, by document.
        let mut starts: Option<Vec<(u32, Vec<u32>)>> = None;
        for token in &tokens {
            let info = postings.terms().get(&token.term).map_err(read_error)?;
            let Some(info) = info else {
                starts = Some(Vec::new());
                break;
            };
            let mut list = postings
                .read_postings_from_terminfo(&info, IndexRecordOption::WithFreqsAndPositions)
                .map_err(read_error)?;
            let mut positions = Vec::new();
            starts = Some(match starts {
                None => {
                    let mut starts = Vec::new();
                    let mut doc = list.doc();
                    while doc != tantivy::TERMINATED {
                        tantivy::postings::Postings::positions(&mut list, &mut positions);
                        let begins = positions.iter().filter_map(|at| at.checked_sub(token.position)).collect();
                        starts.push((doc, begins));
                        doc = list.advance();
                    }
                    starts
                }
                Some(starts) => starts
                    .into_iter()
                    .filter_map(|(doc, mut begins): (u32, Vec<u32>)| {
                        let at = if list.doc() < doc { list.seek(doc) } else { list.doc() };
                        if at != doc {
                            return None;
                        }
                        tantivy::postings::Postings::positions(&mut list, &mut positions);
                        begins.retain(|begin| positions.binary_search(&(begin + token.position)).is_ok());
                        (!begins.is_empty()).then_some((doc, begins))
                    })
                    .collect(),
            });
        }
        for (doc, _) in starts.unwrap_or_default() {
            found[doc as usize] = true;
        }
    }
    Ok(found)
}

/// What BM25F needs to know of a field.
pub(super) struct FieldStats {
    postings: std::sync::Arc<tantivy::InvertedIndexReader>,
    lengths: tantivy::fieldnorm::FieldNormReader,
    /// Weight divided by the length's norm, by tantivy's id of the length.
    factors: Vec<f64>,
}

impl FieldStats {
    #[expect(clippy::cast_precision_loss, reason = "numbers of tokens are far below 2^52")]
    fn new(reader: &Reader<'_>, field: TextField) -> Result<Self, Error> {
        let postings = reader.text(field)?;
        let average = postings.total_num_tokens() as f64 / reader.len() as f64;
        let factors = (0..=u8::MAX)
            .map(|id| {
                let length = f64::from(tantivy::fieldnorm::FieldNormReader::id_to_fieldnorm(id));
                field.weight() / (1.0 - B + B * (length / average.max(1.0)))
            })
            .collect();
        Ok(Self { postings, lengths: reader.lengths(field)?, factors })
    }
}

/// How well each document matches a group: the best of its alternatives, each between 0 and 1.
pub(super) struct Saturations {
    pub(super) saturation: Vec<f64>,
    /// The number of documents that match.
    df: usize,
}

impl Saturations {
    fn idf(&self, n: usize) -> f64 {
        idf(n, self.df)
    }
}

/// How telling it is to be one of `df` among `n` documents.
#[expect(clippy::cast_precision_loss, reason = "numbers of documents are far below 2^52")]
pub(super) fn idf(n: usize, df: usize) -> f64 {
    let (n, df) = (n as f64, df as f64);
    ln(1.0 + (n - df + 0.5) / (df + 0.5))
}

/// The natural logarithm of a number of 1 and more. Every system's own is right to the last bit but one; this one
/// gives the same bits everywhere, in Rust and in JavaScript.
fn ln(x: f64) -> f64 {
    let (mut rest, mut halvings) = (x, 0.0);
    while rest > 1.5 {
        rest *= 0.5;
        halvings += 1.0;
    }
    let z = (rest - 1.0) / (rest + 1.0);
    let sum = (0..TERMS).rev().fold(0.0, |sum, k| sum * (z * z) + 1.0 / f64::from(2 * k + 1));
    halvings * std::f64::consts::LN_2 + 2.0 * z * sum
}

pub(super) fn saturations(group: &Group, fields: &[FieldStats], n: usize) -> Result<Saturations, Error> {
    let mut best = vec![0.0_f64; n];
    let mut weighted = vec![0.0_f64; n];
    let mut touched: Vec<u32> = Vec::new();
    for alternative in &group.alternatives {
        for field in fields {
            for_each_posting(&field.postings, &alternative.term, |doc, frequency| {
                let slot = &mut weighted[doc as usize];
                if *slot == 0.0 {
                    touched.push(doc);
                }
                *slot += f64::from(frequency) * field.factors[field.lengths.fieldnorm_id(doc) as usize];
            })?;
        }
        for doc in touched.drain(..) {
            let frequency = std::mem::take(&mut weighted[doc as usize]);
            let saturation = alternative.weight * (frequency / (K1 + frequency));
            let slot = &mut best[doc as usize];
            *slot = slot.max(saturation);
        }
    }
    let df = best.iter().filter(|saturation| **saturation > 0.0).count();
    Ok(Saturations { saturation: best, df })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_logarithm_is_one() {
        for x in [1.0, 1.25, 1.5, 1.501, 2.0, 3.0, 10.0, 1_234.5, 40_001.0, 1e9] {
            let (ours, theirs) = (ln(x), x.ln());
            assert!((ours - theirs).abs() <= 4.0 * f64::EPSILON * theirs.max(1.0), "{x}: {ours} {theirs}");
        }
    }
}
