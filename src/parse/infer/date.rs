//! The day it began, from the first clue that says it.
//!
//! A day that the title or a label "Date" gives is often that of the report; where file name and timeline agree on
//! another, they are right. The day of a post in a blog is that of the post: an earlier day that the text tells is
//! the incident's.

use jiff::civil::Date;

use crate::diagnostic::codes::AMBIGUOUS_DATE;
use crate::diagnostic::{Diagnostic, Level};
use crate::model::{DateOrder, Known, Milestone, Postmortem, Provenance};
use crate::parse::front_matter::Dated;
use crate::parse::infer::keys::Field;
use crate::parse::infer::names::{self, Name};
use crate::parse::infer::{Clues, Context, Label};
use crate::parse::time::{self, Day};
use crate::text::Span;

/// A day as one clue has it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Clue {
    pub(super) day: Day,
    pub(super) span: Option<Span>,
    pub(super) provenance: Provenance,
}

/// Days that a post is at most written after the incident.
const POST_DELAY: i32 = 120;

/// Fills in the date, if it is not known for certain. An ambiguous day is reported, whether it could be read or not.
pub(super) fn fill(
    postmortem: &mut Postmortem,
    labels: &[(Field, &Label)],
    titled: Option<Clue>,
    clues: &Clues,
    file: &Name,
    context: &Context<'_>,
) -> Option<Diagnostic> {
    let is_post = context.dated == Dated::Publication;
    if postmortem.date.is_some() && !is_post {
        return None;
    }
    // Jekyll has the day of the post in the name of the file.
    let of_file_name = || Some(Known::of(file.day.filter(|day| !day.either)?.date(None)?, Provenance::FileName));
    let post = is_post.then(|| postmortem.date.clone().or_else(of_file_name)).flatten();
    let posted = post.as_ref().map(|date| date.value);
    if let Some(started) = &postmortem.milestones.started {
        postmortem.date = Some(started.clone().map(|moment| moment.date()));
        return None;
    }
    let order = time::Evidence::of(&context.source.text).order().or(context.hints.date_order);
    let labelled = |wanted: fn(Field) -> bool| {
        labels.iter().filter(|(field, _)| wanted(*field)).find_map(|(_, label)| {
            let day = time::stamp(&label.value.value)?.day?;
            Some(Clue { day, span: Some(label.value.span), provenance: label.provenance })
        })
    };
    let certain = labelled(|field| field == Field::Date { exact: true })
        .or_else(|| labelled(|field| field == Field::At(Milestone::Started)))
        .or_else(|| labelled(|field| field == Field::Duration));
    let named = labelled(|field| field == Field::Date { exact: false }).or(titled);
    let of_file = file.day.map(|day| Clue { day, span: None, provenance: Provenance::FileName });
    let told =
        |day: &crate::text::Spanned<Day>| Clue { day: day.value, span: Some(day.span), provenance: Provenance::Body };
    let in_timeline = clues.told.timeline_day.as_ref().map(told);
    let in_text = clues.told.day.as_ref().map(told);
    // What helps to read a day without its year, or one whose numbers may be swapped.
    let sure = |clue: &Option<Clue>| clue.as_ref().and_then(|clue| clue.day.ordered(order).date(None));
    let nears: Vec<Date> =
        [posted, sure(&of_file), sure(&in_timeline), sure(&in_text), file.year_day()].into_iter().flatten().collect();
    let reader = Reader { order, nears: &nears };
    let read = |clue: Option<Clue>| reader.read(clue?);

    let found = if let Some(posted) = posted {
        let is_before = |known: &Known<Date>| (1..=POST_DELAY).contains(&time::days_between(known.value, posted));
        let first_day = clues.told.first_day.as_ref().map(told);
        let earlier = [certain, titled, in_timeline, in_text, first_day]
            .into_iter()
            .find_map(|clue| read(clue).filter(is_before));
        earlier.or(post)
    } else {
        read(certain).or_else(|| {
            let (named, file) = (read(named), read(of_file));
            let timeline = read(in_timeline);
            match (named, file, timeline) {
                (Some(named), Some(file), Some(timeline))
                    if file.value == timeline.value && named.value != file.value =>
                {
                    Some(file)
                }
                (Some(named), ..) => Some(named),
                (None, file, timeline) => file.or_else(|| in_folder(context)).or(timeline).or_else(|| read(in_text)),
            }
        })
    };
    postmortem.date = found;
    let ambiguous = [certain, named, of_file].into_iter().flatten().find(|clue| clue.day.either)?;
    Some(finding(postmortem, ambiguous, order, context))
}

fn in_folder(context: &Context<'_>) -> Option<Known<Date>> {
    names::date_of_folders(&context.source.path).map(|date| Known::of(date, Provenance::Folder))
}

/// How days are read that do not say all.
struct Reader<'a> {
    order: Option<DateOrder>,
    nears: &'a [Date],
}

impl Reader<'_> {
    fn read(&self, clue: Clue) -> Option<Known<Date>> {
        let Clue { day, span, provenance } = clue;
        let day = day.ordered(self.order);
        let date = day.date(None).or_else(|| self.nears.iter().find_map(|near| day.date(Some(*near))))?;
        Some(Known { value: date, span, provenance })
    }
}

fn finding(postmortem: &Postmortem, clue: Clue, order: Option<DateOrder>, context: &Context<'_>) -> Diagnostic {
    let source = context.source;
    let place = clue.span.unwrap_or_else(|| Span::at(0));
    let text = source.text.get(place.range()).unwrap_or_default();
    let written = if clue.span.is_some() && text.len() <= 60 { text } else { source.path.stem() };
    let date = postmortem.date.as_ref().filter(|date| date.provenance == clue.provenance).map(|date| date.value);
    let message = match date {
        Some(date) => format!("the day in `{written}` can be two days, and is read as {date}"),
        None => format!("the day in `{written}` can be two days"),
    };
    let diagnostic = Diagnostic::new(AMBIGUOUS_DATE, Level::Info, source.id, place, message);
    let diagnostic = match (date, order) {
        (Some(_), Some(DateOrder::DayFirst)) => diagnostic.note("other dates of the archive have the day first"),
        (Some(_), Some(DateOrder::MonthFirst)) => diagnostic.note("other dates of the archive have the month first"),
        (Some(_), None) => diagnostic.note("the other reading is far from the other dates of the document"),
        (None, _) => diagnostic.note("no other date of the archive shows which number is the month"),
    };
    diagnostic.help("which number is the month? a date such as `2026-03-07` leaves no doubt")
}
