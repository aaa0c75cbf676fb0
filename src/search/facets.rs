//! Filters and counts, read from the columns of the index.

use std::collections::BTreeMap;

use super::index::{Reader, facet_slug, read_error};
use super::query::{Node, Query};
use super::schema::{DATE, Facet};
use crate::error::Error;

/// The counts of one facet: its values, the most frequent first, ties by name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FacetCounts {
    /// Which facet.
    pub facet: Facet,
    /// Value and number of documents.
    pub values: Vec<(String, usize)>,
}

/// For each document, whether the filters of a query let it through. Values of one facet are alternatives,
/// facets add up, negated values each take away.
pub(super) fn allowed(reader: &Reader<'_>, query: &Query) -> Result<Vec<bool>, Error> {
    let mut allowed = vec![true; reader.len()];
    let mut wanted: BTreeMap<Facet, Vec<&str>> = BTreeMap::new();
    for clause in &query.clauses {
        match (&clause.node, clause.negated) {
            (Node::Facet(facet, value), true) => {
                let found = having(reader, *facet, &[value])?;
                narrow(&mut allowed, |doc| !found[doc]);
            }
            (Node::Facet(facet, value), false) => wanted.entry(*facet).or_default().push(value),
            (Node::Since(day), negated) => {
                let days = days(reader)?;
                narrow(&mut allowed, |doc| days[doc].is_some_and(|of| (of >= day.0) != negated));
            }
            (Node::Until(day), negated) => {
                let days = days(reader)?;
                narrow(&mut allowed, |doc| days[doc].is_some_and(|of| (of <= day.0) != negated));
            }
            (Node::Word { .. } | Node::Phrase { .. }, _) => {}
        }
    }
    for (facet, values) in wanted {
        let found = having(reader, facet, &values)?;
        narrow(&mut allowed, |doc| found[doc]);
    }
    Ok(allowed)
}

/// The day of each document, as `YYYYMMDD`.
pub(super) fn days(reader: &Reader<'_>) -> Result<Vec<Option<u32>>, Error> {
    let column = reader.segment.fast_fields().column_opt::<u64>(DATE).map_err(read_error)?;
    let day = |doc| column.as_ref().and_then(|column| column.first(doc)).and_then(|day| u32::try_from(day).ok());
    Ok(docs(reader).map(day).collect())
}

/// Counts of all facets over the documents that `counts` says.
pub(super) fn count(reader: &Reader<'_>, counts: &[bool]) -> Result<Vec<FacetCounts>, Error> {
    let mut facets = Vec::new();
    for facet in Facet::ALL {
        let Some(column) = reader.segment.fast_fields().str(facet.name()).map_err(read_error)? else { continue };
        let mut numbers = vec![0_usize; column.num_terms()];
        for doc in docs(reader).filter(|doc| counts[*doc as usize]) {
            for ord in column.term_ords(doc) {
                if let Some(number) = usize::try_from(ord).ok().and_then(|ord| numbers.get_mut(ord)) {
                    *number += 1;
                }
            }
        }
        let values = values(reader, facet)?;
        let mut values: Vec<_> = values.into_iter().zip(numbers).filter(|(_, number)| *number > 0).collect();
        values.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        if !values.is_empty() {
            facets.push(FacetCounts { facet, values });
        }
    }
    Ok(facets)
}

/// All values of a facet in this index, sorted.
pub(super) fn values(reader: &Reader<'_>, facet: Facet) -> Result<Vec<String>, Error> {
    let Some(column) = reader.segment.fast_fields().str(facet.name()).map_err(read_error)? else {
        return Ok(Vec::new());
    };
    (0..column.num_terms() as u64)
        .map(|ord| {
            let mut value = String::new();
            column.ord_to_str(ord, &mut value).map_err(read_error)?;
            Ok(value)
        })
        .collect()
}

/// For each of the `count` values of a facet, the documents that have it.
pub(super) fn by_value(reader: &Reader<'_>, facet: Facet, count: usize) -> Result<Vec<Vec<u32>>, Error> {
    let mut having = vec![Vec::new(); count];
    let Some(column) = reader.segment.fast_fields().str(facet.name()).map_err(read_error)? else { return Ok(having) };
    for doc in docs(reader) {
        for ord in column.term_ords(doc) {
            if let Some(docs) = usize::try_from(ord).ok().and_then(|ord| having.get_mut(ord)) {
                docs.push(doc);
            }
        }
    }
    Ok(having)
}

/// Whether each document has one of these values, in any spelling.
fn having(reader: &Reader<'_>, facet: Facet, written: &[&str]) -> Result<Vec<bool>, Error> {
    let Some(column) = reader.segment.fast_fields().str(facet.name()).map_err(read_error)? else {
        return Ok(vec![false; reader.len()]);
    };
    let known: Vec<String> = values(reader, facet)?.iter().map(|value| facet_slug(value)).collect();
    let mut meant = vec![false; known.len()];
    for written in written {
        let slug = facet_slug(written);
        let wanted = if known.contains(&slug) { slug } else { reader.spellings.value(facet, written) };
        let exact = known.contains(&wanted);
        for (known, meant) in known.iter().zip(&mut meant) {
            // A cause that is in no taxonomy is also found by its last part.
            *meant |= *known == wanted || !exact && known.rsplit('/').next() == Some(&wanted);
        }
    }
    let meant = |ord: u64| usize::try_from(ord).ok().and_then(|ord| meant.get(ord)).copied().unwrap_or_default();
    Ok(docs(reader).map(|doc| column.term_ords(doc).any(meant)).collect())
}

fn narrow(allowed: &mut [bool], keep: impl Fn(usize) -> bool) {
    for (doc, allowed) in allowed.iter_mut().enumerate() {
        *allowed &= keep(doc);
    }
}

fn docs(reader: &Reader<'_>) -> std::ops::Range<u32> {
    0..reader.documents()
}
