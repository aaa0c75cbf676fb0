//! The action items of the whole library: what we said we would do, and lessons that were not applied in time.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use jiff::{Span, ToSpan as _};
use serde::Serialize;

use super::make::{Make, family_of};
use super::postmortem::distinct;
use super::{ActionCounts, ActionView, CauseRef, Count, EntryView, Link, PostmortemRef};
use crate::archive::PmIdx;
use crate::model::{ActionItem, ActionKind, ActionStatus, CauseId, Postmortem, ServiceId};

/// A page of more items would be slow to open and is read by nobody.
const MOST_ITEMS: usize = 1_000;
/// Lessons are for the next planning, not for the record.
const MOST_LESSONS: usize = 20;

/// The states in the order of their lists.
const STATES: [&str; 5] = ["overdue", "open", "unknown", "done", "cancelled"];

/// All action items.
#[derive(Debug, Clone, Serialize)]
pub struct ActionListView {
    /// The states of all of them.
    pub counts: ActionCounts,
    /// What they are meant to do, in the order of the vocabulary; kinds that do not occur are left out, the unknown
    /// is last.
    pub kinds: Vec<KindCount>,
    /// Incidents whose cause had hit the same service before, when an action item from then is still open: the
    /// newest first, at most twenty.
    pub lessons: Vec<LessonView>,
    /// The items by state: overdue, open, unknown, done, cancelled; states that do not occur are left out.
    pub groups: Vec<ActionGroup>,
    /// How many items are not shown: a page has at most a thousand, and these are on the pages of their postmortems.
    pub left_out: usize,
    /// The services of the shown items, by title, with the number of these items.
    pub services: Vec<Count>,
    /// Whether some of the shown items have an `age`.
    pub aged: bool,
}

/// How many action items are meant to do something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct KindCount {
    /// `prevent`, `detect`, …; none for those that do not say.
    pub kind: Option<&'static str>,
    /// How many.
    pub count: usize,
}

/// The action items in one state.
#[derive(Debug, Clone, Serialize)]
pub struct ActionGroup {
    /// `overdue`, `open`, `unknown`, `done` or `cancelled`.
    pub state: &'static str,
    /// How many there are in the library.
    pub count: usize,
    /// The shown ones that are overdue or open, by their day; empty for the other states.
    pub items: Vec<ListedAction>,
    /// The shown ones of the other states, by their postmortem, the newest first; empty for overdue and open.
    pub postmortems: Vec<ActionFold>,
}

/// The action items of a postmortem that are in the same state.
#[derive(Debug, Clone, Serialize)]
pub struct ActionFold {
    /// The postmortem they were agreed on in.
    pub postmortem: PostmortemRef,
    /// The items; that they are from this postmortem is not said again.
    pub items: Vec<ListedAction>,
}

/// An action item, and what it is filtered by.
#[derive(Debug, Clone, Serialize)]
pub struct ListedAction {
    /// The item.
    pub action: ActionView,
    /// The ids of the services of its postmortem.
    pub services: Vec<String>,
    /// How long ago its postmortem's incident began, at the day of the build: `quarter` (up to three months), `year`,
    /// `older`; none when one of the two days is not known.
    pub age: Option<&'static str>,
}

/// A lesson that was not applied in time.
#[derive(Debug, Clone, Serialize)]
pub struct LessonView {
    /// The later incident.
    pub entry: EntryView,
    /// The earlier one.
    pub earlier: PostmortemRef,
    /// The services that were hit in both.
    pub services: Vec<Link>,
    /// The causes that hit them in both.
    pub causes: Vec<CauseRef>,
    /// Days between them, where both are dated.
    pub days: Option<i64>,
    /// Action items of the earlier one that are still open.
    pub open_actions: Vec<ActionView>,
}

/// All action items.
pub(super) fn view(make: Make<'_>) -> ActionListView {
    let newest = &make.site.digest.newest;
    let all: Vec<(PmIdx, &ActionItem)> = newest
        .iter()
        .flat_map(|index| make.postmortem(*index).action_items.iter().map(|item| (*index, item)))
        .collect();
    let mut room = MOST_ITEMS;
    let mut groups = Vec::new();
    for state in STATES {
        let mut items: Vec<_> = all.iter().copied().filter(|(_, item)| make.action_state(item) == state).collect();
        let one_by_one = matches!(state, "overdue" | "open");
        if one_by_one {
            items.sort_by_key(|(_, item)| {
                let due = item.due.as_ref().map(|due| due.value);
                (due.is_none(), due)
            });
        }
        let count = items.len();
        items.truncate(room);
        room -= items.len();
        if count > 0 {
            let (items, postmortems) = if one_by_one {
                (items.into_iter().map(|item| from_its_postmortem(make, item)).collect(), Vec::new())
            } else {
                (Vec::new(), folds(make, &items))
            };
            groups.push(ActionGroup { state, count, items, postmortems });
        }
    }
    let aged = groups.iter().flat_map(ActionGroup::shown).any(|item| item.age.is_some());
    ActionListView {
        counts: make.count_actions(all.iter().map(|(_, item)| *item)),
        kinds: kinds(all.iter().map(|(_, item)| *item)),
        lessons: lessons(make),
        left_out: all.len() - groups.iter().map(|group| group.shown().count()).sum::<usize>(),
        services: services(make, &groups),
        aged,
        groups,
    }
}

impl ActionGroup {
    /// Its items, wherever they stand.
    fn shown(&self) -> impl Iterator<Item = &ListedAction> {
        self.items.iter().chain(self.postmortems.iter().flat_map(|fold| &fold.items))
    }
}

/// Items of one state by their postmortem; those of one postmortem stand together already.
fn folds(make: Make<'_>, items: &[(PmIdx, &ActionItem)]) -> Vec<ActionFold> {
    let of_one = items.chunk_by(|(one, _), (other, _)| one == other);
    of_one
        .filter_map(|items| {
            let (index, _) = items.first()?;
            let items = items.iter().map(|item| listed(make, *item)).collect();
            Some(ActionFold { postmortem: make.postmortem_ref(*index), items })
        })
        .collect()
}

fn listed(make: Make<'_>, (index, item): (PmIdx, &ActionItem)) -> ListedAction {
    let postmortem = make.postmortem(index);
    ListedAction {
        action: make.action(index, item),
        services: postmortem.services.iter().map(|service| service.value.0.to_string()).collect(),
        age: age(make, postmortem),
    }
}

fn from_its_postmortem(make: Make<'_>, (index, item): (PmIdx, &ActionItem)) -> ListedAction {
    let mut listed = listed(make, (index, item));
    listed.action.postmortem = Some(make.postmortem_ref(index));
    listed
}

fn age(make: Make<'_>, postmortem: &Postmortem) -> Option<&'static str> {
    let (began, today) = (postmortem.date.as_ref()?.value, make.site.settings.today?);
    let ago = |span: Span| today.checked_sub(span).ok();
    Some(if ago(3.months())? <= began {
        "quarter"
    } else if ago(1.year())? <= began {
        "year"
    } else {
        "older"
    })
}

/// What action items are meant to do.
pub(super) fn kinds<'i>(items: impl Iterator<Item = &'i ActionItem>) -> Vec<KindCount> {
    let mut counts: BTreeMap<Option<ActionKind>, usize> = BTreeMap::new();
    for item in items {
        *counts.entry(item.kind.as_ref().map(|kind| kind.value)).or_default() += 1;
    }
    let count = |kind: Option<ActionKind>| {
        Some(KindCount { kind: kind.map(ActionKind::as_str), count: counts.get(&kind).copied()? })
    };
    ActionKind::ALL.into_iter().map(Some).chain([None]).filter_map(count).collect()
}

fn services(make: Make<'_>, groups: &[ActionGroup]) -> Vec<Count> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for service in groups.iter().flat_map(ActionGroup::shown).flat_map(|item| &item.services) {
        *counts.entry(service).or_default() += 1;
    }
    let count = |(id, count): (&str, usize)| Some(make.service_count(&ServiceId::new(id)?, count));
    let mut services: Vec<Count> = counts.into_iter().filter_map(count).collect();
    services.sort_by_cached_key(|service| service.title.to_lowercase());
    services
}

/// Recurrences by the two postmortems, with what is open since the earlier one.
fn lessons(make: Make<'_>) -> Vec<LessonView> {
    let archive = make.site.archive;
    let mut pairs: BTreeMap<(Reverse<PmIdx>, PmIdx), Vec<_>> = BTreeMap::new();
    for recurrence in &archive.recurrences {
        pairs.entry((Reverse(recurrence.later), recurrence.earlier)).or_default().push(recurrence);
    }
    let lesson =
        |((Reverse(later), earlier), recurrences): ((Reverse<PmIdx>, PmIdx), Vec<&crate::archive::Recurrence>)| {
            let causes: BTreeSet<&CauseId> = recurrences.iter().map(|recurrence| &recurrence.cause).collect();
            let open = make.postmortem(earlier).action_items.iter().filter(|item| is_open_against(item, &causes));
            let open_actions: Vec<_> = open.map(|item| make.action(earlier, item)).collect();
            (!open_actions.is_empty()).then(|| LessonView {
                entry: make.entry(later),
                earlier: make.postmortem_ref(earlier),
                services: distinct(recurrences.iter().map(|recurrence| &recurrence.service))
                    .map(|id| make.service_link(id))
                    .collect(),
                causes: causes.iter().map(|id| make.cause_ref(id)).collect(),
                days: recurrences.first().and_then(|recurrence| recurrence.days),
                open_actions,
            })
        };
    pairs.into_iter().filter_map(lesson).take(MOST_LESSONS).collect()
}

/// Whether an item is open and against one of these causes. One that does not say what it is against may be.
fn is_open_against(item: &ActionItem, causes: &BTreeSet<&CauseId>) -> bool {
    let open = item.status.as_ref().is_some_and(|status| status.value == ActionStatus::Open);
    let against = item.addresses.as_ref().is_none_or(|addressed| {
        let addressed = &addressed.value;
        causes.iter().any(|cause| *cause == addressed || family_of(cause).as_ref() == Some(addressed))
    });
    open && against
}
