//! The language of a document: by its headings, else by its script.
//!
//! Only what the headings or the letters show; nothing is guessed from the words of the running text.

use crate::model::Provenance;
use crate::parse::blocks::{Block, Kind};
use crate::parse::prose::Prose;
use crate::parse::sections::{self, Outline};

/// So many letters are looked at.
const LOOK: usize = 20_000;

/// The language as a BCP 47 tag, and what shows it.
pub(super) fn of(blocks: &[Block], outline: &Outline) -> Option<(&'static str, Provenance)> {
    let by_heading = sections::language(outline).map(|language| (language, Provenance::Heading));
    by_heading.or_else(|| by_script(blocks).map(|language| (language, Provenance::Body)))
}

/// Kana is Japanese, Hangul Korean; Han alone is Chinese. A few names in an English text are none of these.
fn by_script(blocks: &[Block]) -> Option<&'static str> {
    let (mut letters, mut kana, mut hangul, mut han) = (0_usize, 0_usize, 0_usize, 0_usize);
    let prose = blocks.iter().filter(|block| !matches!(block.kind, Kind::Code | Kind::Html));
    let text = prose.flat_map(|block| match &block.kind {
        Kind::Row { cells, .. } => cells.iter().map(Prose::plain).collect::<Vec<_>>(),
        _ => vec![block.prose.plain()],
    });
    for c in text.flat_map(str::chars).filter(|c| c.is_alphabetic()).take(LOOK) {
        letters += 1;
        match c {
            '\u{3040}'..='\u{30ff}' => kana += 1,
            '\u{ac00}'..='\u{d7af}' => hangul += 1,
            '\u{3400}'..='\u{9fff}' => han += 1,
            _ => {}
        }
    }
    let is_much = |count: usize| count > 20 && count * 10 > letters;
    if is_much(kana + han) && kana * 20 > han {
        Some("ja")
    } else if is_much(hangul) {
        Some("ko")
    } else if is_much(han) {
        Some("zh")
    } else {
        None
    }
}
