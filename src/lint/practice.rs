//! What most documents of an archive do. What nearly all leave out is a habit of the archive, to be named once;
//! what nearly all have is missed where it is not.

use super::Document;
use super::phrase::counted;
use super::rule::{Ctx, Report};
use crate::diagnostic::Level;
use crate::text::Span;

/// From so many documents on, what most of them do is a practice and no chance.
pub(super) const MANY: usize = 8;

/// How an archive keeps something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Practice {
    /// Too few documents to say.
    Unsettled,
    /// Most go without.
    Without,
    /// Most have it.
    With,
}

impl Practice {
    /// What it is when `lacking` of `all` documents go without.
    pub(super) fn of(lacking: usize, all: usize) -> Self {
        if all < MANY {
            Self::Unsettled
        } else if lacking * 2 > all {
            Self::Without
        } else {
            Self::With
        }
    }

    /// How much it weighs that a document lacks something which is optional in general.
    pub(super) fn level(self) -> Level {
        if self == Self::With { Level::Warning } else { Level::Info }
    }
}

/// Says once, at the first of them, that `lacking` of `all` documents lack something.
pub(super) fn report_habit<'c>(
    ctx: &'c mut Ctx<'_>,
    first: &Document<'_>,
    place: Span,
    message: &str,
    (lacking, all): (usize, usize),
) -> Report<'c> {
    ctx.report(first.source.id, place, message)
        .at_most(Level::Info)
        .note(format!("so it is in {lacking} of {}: said once, here, for all of them", counted(all, "postmortem")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_documents_are_no_practice() {
        let check = |lacking, all, expected| assert_eq!(Practice::of(lacking, all), expected);
        check(7, 7, Practice::Unsettled);
        check(5, 8, Practice::Without);
        check(4, 8, Practice::With);
        check(0, 8, Practice::With);
        check(0, 0, Practice::Unsettled);
    }
}
