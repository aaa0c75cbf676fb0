//! TL006.

use super::{is_newest_first, timed};
use crate::lint::Document;
use crate::lint::phrase;
use crate::lint::rule::{Check, Ctx, declare_rule};
use crate::model::DayFrom;

declare_rule! {
    /// ## What it does
    /// Reports an entry whose clock is far behind that of the entry before, without a date that would say why. It is
    /// read as the next day. A timeline that simply passes midnight (`23:50`, `00:10`) is left alone; reported is
    /// what would leave most of a day empty.
    ///
    /// ## Why is this bad?
    /// It could be the next day, the afternoon by a clock of twelve hours, or an entry in the wrong place, and each
    /// makes another story and another duration of it.
    ///
    /// ## Example
    /// ```md,expect_diagnostic
    /// # 2026-03-07: Checkout returned 500s
    /// ## Timeline
    /// - 11:40 The pool is restarted
    /// - 12:50 First failed request after that
    /// - 1:05 Error rate back at its usual level
    /// ```
    ///
    /// Use instead: the time of the afternoon, or the date of the next day.
    /// ```md
    /// # 2026-03-07: Checkout returned 500s
    /// ## Timeline
    /// - 11:40 The pool is restarted
    /// - 12:50 First failed request after that
    /// - 13:05 Error rate back at its usual level
    /// ```
    static RULE = {
        code: "TL006",
        name: "clock-went-backwards",
        summary: "the clock goes back from one entry to the next, and no date says why",
        since: "0.1.0",
        check: Check::Postmortem(check),
    }
}

/// Longer than this, the time until the next day's entry is more than a night's work. Minutes.
const NIGHT: i64 = 8 * 60;

fn check(ctx: &mut Ctx<'_>, document: &Document<'_>) {
    let timed = timed(document);
    if is_newest_first(&timed) {
        return;
    }
    for pair in timed.windows(2) {
        let [before, entry] = pair else { continue };
        if entry.entry.day != DayFrom::NextDay || !before.has_clock() {
            continue;
        }
        let Some(forward) = before.at.minutes_until(&entry.at).filter(|minutes| *minutes > NIGHT) else { continue };
        // By a clock of twelve hours, `12:50` and `1:05` are minutes apart.
        let could_be_afternoon = (1..=11).contains(&entry.at.local.hour());
        let help = if could_be_afternoon {
            "is it the next day, or the afternoon? a date says the one, a clock of 24 hours the other"
        } else {
            "is it the next day, or is the entry in another place than its time? a date says the one"
        };
        ctx.report(
            document.source.id,
            entry.time.span,
            format!("the clock goes back from `{}` to `{}`", before.shown(), entry.shown()),
        )
        .also(document.source.id, before.time.span, "the entry before")
        .note(format!("read as the next day, {} later", phrase::minutes(forward)))
        .help(help);
    }
}
