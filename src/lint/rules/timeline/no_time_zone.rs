//! TL003.

use super::timed;
use crate::lint::Document;
use crate::lint::practice::{Practice, report_habit};
use crate::lint::rule::{Check, Ctx, Nature, declare_rule};
use crate::model::Milestone;
use crate::text::Span;

declare_rule! {
    /// ## What it does
    /// Reports a timeline of which the time zone is not known: no entry says it, nor the heading, a sentence, the
    /// front matter or the configuration. An archive that mostly goes without is told so once, as an info; where
    /// most say it, it is a warning.
    ///
    /// ## Why is this bad?
    /// Logs are in UTC, chat is in the reader's zone, and in between lies an hour that changes twice a year.
    /// Without a zone the entries cannot be laid beside either.
    ///
    /// ## Example
    /// ```md,expect_diagnostic
    /// # 2026-03-07: Checkout returned 500s
    /// ## Timeline
    /// - 09:12 First failed request
    /// - 09:15 The error-rate alert fires
    /// ```
    ///
    /// Use instead: a sentence, `timezone` in the front matter, or `[archive] timezone` for all.
    /// ```md
    /// # 2026-03-07: Checkout returned 500s
    /// ## Timeline
    /// All times UTC.
    ///
    /// - 09:12 First failed request
    /// - 09:15 The error-rate alert fires
    /// ```
    static RULE = {
        code: "TL003",
        name: "no-time-zone",
        summary: "the time zone of a timeline is not known",
        nature: Nature::Absence,
        since: "0.1.0",
        check: Check::Archive(check),
    }
}

fn check(ctx: &mut Ctx<'_>) {
    let mut with = 0;
    let mut without: Vec<(Document<'_>, Span)> = Vec::new();
    for document in ctx.scope.documents().filter(Document::is_finished) {
        match zone(&document) {
            Zone::None => {}
            Zone::Known => with += 1,
            Zone::Unknown(place) => without.push((document, place)),
        }
    }
    let all = with + without.len();
    let practice = Practice::of(without.len(), all);
    if practice == Practice::Without
        && let Some((first, place)) = without.first()
    {
        let message = "most timelines of this archive do not say their time zone";
        report_habit(ctx, first, *place, message, (without.len(), all))
            .help("are they all in one? then `[archive] timezone` in `afterword.toml` says it for all of them");
        return;
    }
    for (document, place) in without {
        ctx.report(document.source.id, place, "the time zone of the timeline is not known")
            .at_most(practice.level())
            .help(
                "in which zone are the times? \"All times UTC\" above them says it, or `timezone` in the front matter",
            );
    }
}

enum Zone {
    /// There are no clock times to speak of.
    None,
    Known,
    Unknown(Span),
}

fn zone(document: &Document<'_>) -> Zone {
    let postmortem = document.postmortem;
    let timed = timed(document);
    let clocks: Vec<_> = timed.iter().filter(|timed| timed.has_clock()).collect();
    let [first, _, ..] = clocks.as_slice() else { return Zone::None };
    // A milestone with an offset says in which zone its document thinks.
    let milestones = [Milestone::Started, Milestone::Detected, Milestone::Mitigated, Milestone::Resolved];
    let of_milestone = milestones.into_iter().filter_map(|milestone| postmortem.milestones.get(milestone));
    let is_known = postmortem.timeline.zone.is_some()
        || postmortem.timezone.is_some()
        || clocks.iter().any(|timed| timed.at.offset.is_some())
        || of_milestone.into_iter().any(|known| known.value.offset.is_some());
    if is_known { Zone::Known } else { Zone::Unknown(first.time.span) }
}
