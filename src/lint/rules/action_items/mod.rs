//! `AI`: what is to be done.

pub(super) mod all_mitigate_no_prevent;
pub(super) mod done_without_link;
pub(super) mod no_action_items;
pub(super) mod no_due_date;
pub(super) mod no_kind;
pub(super) mod no_owner;
pub(super) mod no_ticket;
pub(super) mod overdue;
pub(super) mod owner_is_a_person;
pub(super) mod unaddressed_factor;
pub(super) mod vague_action;
pub(super) mod weak_action;

use crate::config::ActionField;
use crate::diagnostic::Level;
use crate::lint::Document;
use crate::lint::phrase::counted;
use crate::lint::practice::{Practice, report_habit};
use crate::lint::rule::{Ctx, Report};
use crate::model::{ActionItem, ActionStatus};

/// Further items that are marked; all are counted.
const MARKED: usize = 2;

/// The action items of a document. One that says "Accepted: …" is a decision and no action.
fn items<'a>(document: &Document<'a>) -> impl Iterator<Item = &'a ActionItem> + use<'a> {
    document.postmortem.action_items.iter().filter(|item| !is_acceptance(&item.text))
}

/// Those that are not done and not dropped, as far as the document shows it.
fn open_items<'a>(document: &Document<'a>) -> impl Iterator<Item = &'a ActionItem> + use<'a> {
    items(document).filter(|item| status(item).is_none_or(|status| status == ActionStatus::Open))
}

fn status(item: &ActionItem) -> Option<ActionStatus> {
    item.status.as_ref().map(|status| status.value)
}

/// "Accepted: …", "We accept that …": something is left as it is, on purpose.
fn is_acceptance(text: &str) -> bool {
    let mut words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let mut is =
        |expected: &[&str]| words.next().is_some_and(|word| expected.iter().any(|it| word.eq_ignore_ascii_case(it)));
    is(&["accepted", "accept", "accepting", "we"])
        && (!text.trim_start().to_lowercase().starts_with("we") || is(&["accept", "accepted"]))
}

/// Reports items of one document in one finding, at the first of them.
fn report_items<'c>(
    ctx: &'c mut Ctx<'_>,
    document: &Document<'_>,
    items: &[&ActionItem],
    message: String,
) -> Report<'c> {
    let place = |item: &ActionItem| document.first_line(item.span);
    let first = items.first().map_or_else(|| document.opening(), |item| place(item));
    let mut report = ctx.report(document.source.id, first, message);
    for item in items.iter().skip(1).take(MARKED) {
        report = report.also(document.source.id, place(item), "");
    }
    report
}

/// Something that each action item of some kind should have.
struct Wanted {
    /// The word of `[[require]]` for it.
    field: Option<ActionField>,
    /// What is missing: "no owner".
    missing: &'static str,
    /// What is said of an archive that mostly goes without, after "most postmortems of this archive".
    habit: &'static str,
    /// Which items should have it.
    of: fn(&ActionItem) -> bool,
    /// What those items are called: "open action item".
    called: &'static str,
    has: fn(&Document<'_>, &ActionItem) -> bool,
    /// How much it weighs at most, unless it was asked for.
    most: Level,
    help: &'static str,
}

/// One finding for each document some of whose items lack it, or one for an archive that mostly goes without.
fn check_items(ctx: &mut Ctx<'_>, wanted: &Wanted) {
    let scope = ctx.scope;
    let (mut all, mut without) = (0, 0);
    let mut lacking = Vec::new();
    for document in scope.documents().filter(Document::is_finished) {
        let asked: Vec<&ActionItem> = items(&document).filter(|item| (wanted.of)(item)).collect();
        if asked.is_empty() {
            continue;
        }
        let missing: Vec<&ActionItem> = asked.iter().copied().filter(|item| !(wanted.has)(&document, item)).collect();
        all += 1;
        without += usize::from(missing.len() == asked.len());
        if !missing.is_empty() {
            lacking.push((document, asked.len(), missing));
        }
    }
    let is_required = |document: &Document<'_>| {
        let mut requirements = scope.settings.requirements.iter().filter(|it| it.applies_to(document.postmortem));
        wanted.field.is_some_and(|field| requirements.any(|requirement| requirement.action_items.contains(&field)))
    };
    let practice = Practice::of(without, all);
    if practice == Practice::Without
        && let Some((first, _, missing)) = lacking.iter().find(|(document, ..)| !is_required(document))
        && let Some(item) = missing.first()
    {
        let message = format!("most postmortems of this archive {}", wanted.habit);
        report_habit(ctx, first, first.first_line(item.span), &message, (without, all)).help(wanted.help);
    }
    for (document, asked, missing) in lacking {
        let required = is_required(&document);
        if practice == Practice::Without && !required {
            continue;
        }
        // One owner among seven items may be a name in passing.
        let most_have = missing.len() * 2 <= asked;
        let level = if required {
            Level::Warning
        } else if practice == Practice::Unsettled && most_have {
            wanted.most
        } else {
            practice.level().min(wanted.most)
        };
        let message = format!("{} for {}", wanted.missing, counted_of(missing.len(), asked, wanted.called));
        let report = report_items(ctx, &document, &missing, message).at_most(level).help(wanted.help);
        if required {
            report.note("`[[require]]` asks it of the action items of postmortems such as this one");
        }
    }
}

/// `the open action item`, `any of 5 open action items`, `2 of 5 open action items`.
fn counted_of(some: usize, all: usize, called: &str) -> String {
    match (some, all) {
        (1, 1) => format!("the {called}"),
        (some, all) if some == all => format!("any of {}", counted(all, called)),
        (some, all) => format!("{some} of {}", counted(all, called)),
    }
}

fn is_open(item: &ActionItem) -> bool {
    status(item).is_none_or(|status| status == ActionStatus::Open)
}
