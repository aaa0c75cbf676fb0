//! Charts of incidents over time, with the same data as rows.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::make::Make;
use super::{ChartRow, ChartView, Html};
use crate::archive::PmIdx;
use crate::pages::digest;
use crate::pages::svg::{self, Bar, Labels, Mark};
use crate::pages::words::fill;

/// More marks than this are drawn as bars.
const MOST_MARKS: usize = 200;
/// A longer time than this is counted by year.
const MOST_QUARTER_YEARS: i16 = 8;
/// An incident further than this from the middle one is taken for a slip of the pen, and not drawn: one wrong
/// century would press all others into one mark.
const YEARS_AROUND: i16 = 25;

/// Incidents and near misses as bars by quarter, by year for a long time; none when no date is known.
pub(super) fn bars(make: Make<'_>, indices: &[PmIdx]) -> Option<ChartView> {
    let Dated { dates, undated, outliers } = dated(make, indices);
    let dates: Vec<_> = dates.into_iter().map(|(date, _)| date).collect();
    let (unit, periods) = periods(make, &dates)?;
    let titles: Vec<_> = periods
        .iter()
        .map(|period| {
            let count = make.words.number(period.count as u64);
            fill(make.words.get("view_bar"), &[("label", &period.label), ("count", &count)])
        })
        .collect();
    let ticks = ticks(&periods);
    let bars: Vec<_> = periods
        .iter()
        .zip(&titles)
        .zip(&ticks)
        .map(|((period, title), tick)| Bar { title, count: period.count, tick: tick.as_deref() })
        .collect();
    let (first, last) = (periods.first()?, periods.last()?);
    let most = periods.iter().map(|period| period.count).max()?;
    let busiest = periods.iter().find(|period| period.count == most)?;
    let description = fill(
        make.words.get("view_bars_desc"),
        &[
            ("first", &first.label),
            ("last", &last.label),
            ("count", &make.words.number(most as u64)),
            ("label", &busiest.label),
        ],
    );
    let labels = Labels { title: make.words.get("view_chart_title"), description: &description };
    Some(ChartView {
        svg: Html(svg::bars(&bars, labels)),
        unit,
        shown: dates.len(),
        undated,
        outliers,
        rows: rows(periods),
    })
}

/// Incidents and near misses, one mark each; none when no date is known.
pub(super) fn marks(make: Make<'_>, indices: &[PmIdx]) -> Option<ChartView> {
    let Dated { dates, undated, outliers } = dated(make, indices);
    if dates.len() > MOST_MARKS {
        return bars(make, indices);
    }
    let days: Vec<_> = dates.iter().map(|(date, _)| *date).collect();
    let (unit, periods) = periods(make, &days)?;
    let titles: Vec<_> = dates
        .iter()
        .map(|(date, index)| {
            let title = &make.postmortem(*index).title.value;
            fill(make.words.get("view_mark"), &[("date", &make.words.date_short(*date)), ("title", title)])
        })
        .collect();
    let marks: Vec<_> = dates
        .iter()
        .zip(&titles)
        .map(|((date, index), title)| {
            let severity = make.postmortem(*index).severity.as_ref();
            Mark { date: *date, severity: severity.map_or(0, |known| make.severity(&known.value).mark), title }
        })
        .collect();
    let (first, last) = (days.first()?.year().to_string(), days.last()?.year().to_string());
    let description = fill(
        make.words.get("view_marks_desc"),
        &[("n", &make.words.number(marks.len() as u64)), ("first", &first), ("last", &last)],
    );
    let labels = Labels { title: make.words.get("view_chart_title"), description: &description };
    Some(ChartView {
        svg: Html(svg::marks(&marks, labels)),
        unit,
        shown: marks.len(),
        undated,
        outliers,
        rows: rows(periods),
    })
}

struct Dated {
    /// Oldest first.
    dates: Vec<(Date, PmIdx)>,
    undated: usize,
    outliers: usize,
}

fn dated(make: Make<'_>, indices: &[PmIdx]) -> Dated {
    let events: Vec<_> =
        indices.iter().map(|index| (*index, make.postmortem(*index))).filter(|(_, p)| digest::is_event(p)).collect();
    let mut dates: Vec<_> = events.iter().filter_map(|(index, p)| Some((p.date.as_ref()?.value, *index))).collect();
    dates.sort();
    let all = dates.len();
    if let Some(middle) = dates.get(dates.len() / 2).map(|(date, _)| date.year()) {
        dates.retain(|(date, _)| (date.year() - middle).abs() <= YEARS_AROUND);
    }
    Dated { undated: events.len() - all, outliers: all - dates.len(), dates }
}

/// Incidents and near misses by the units that [`bars`] draws, oldest first; none when no date is known.
pub(super) fn events_by_period(make: Make<'_>, indices: &[PmIdx]) -> Option<Vec<(String, Vec<PmIdx>)>> {
    let dates = dated(make, indices).dates;
    let days: Vec<_> = dates.iter().map(|(date, _)| *date).collect();
    let (_, periods) = periods(make, &days)?;
    // Both are in order, and each unit says how many it has.
    let mut events = dates.into_iter().map(|(_, index)| index);
    Some(periods.into_iter().map(|period| (period.label, events.by_ref().take(period.count).collect())).collect())
}

/// A quarter or a year.
struct Period {
    year: i16,
    label: String,
    count: usize,
}

/// The unit, and each of them from the first to the last date (sorted).
fn periods(make: Make<'_>, dates: &[Date]) -> Option<(&'static str, Vec<Period>)> {
    let (first, last) = (dates.first()?, dates.last()?);
    let by_quarter = last.year() - first.year() < MOST_QUARTER_YEARS;
    let quarter = |date: &Date| if by_quarter { (date.month() - 1) / 3 } else { 0 };
    let mut counts: BTreeMap<(i16, i8), usize> = BTreeMap::new();
    for date in dates {
        *counts.entry((date.year(), quarter(date))).or_default() += 1;
    }
    let last = (last.year(), quarter(last));
    let mut at = (first.year(), quarter(first));
    let mut periods = Vec::new();
    while at <= last {
        let (year, quarter) = (at.0.to_string(), (at.1 + 1).to_string());
        let label = if by_quarter {
            fill(make.words.get("view_quarter"), &[("year", &year), ("quarter", &quarter)])
        } else {
            year
        };
        periods.push(Period { year: at.0, label, count: counts.get(&at).copied().unwrap_or_default() });
        at = if by_quarter && at.1 < 3 { (at.0, at.1 + 1) } else { (at.0 + 1, 0) };
    }
    Some((if by_quarter { "quarter" } else { "year" }, periods))
}

/// The years below the bars: below the first bar of a year that has room for its name, at most about eight.
fn ticks(periods: &[Period]) -> Vec<Option<String>> {
    let mut years: BTreeMap<i16, (usize, usize)> = BTreeMap::new();
    for (place, period) in periods.iter().enumerate() {
        years.entry(period.year).or_insert((place, 0)).1 += 1;
    }
    let by_quarter = years.values().any(|(_, bars)| *bars > 1);
    let step = if by_quarter { 1 } else { periods.len().div_ceil(8).max(1) };
    let mut ticks = vec![None; periods.len()];
    let last = periods.len().saturating_sub(1);
    for (nth, (year, (place, bars))) in years.into_iter().enumerate() {
        let has_room = !by_quarter || bars > 2 || place + bars > last;
        if let Some(tick) = ticks.get_mut(place).filter(|_| has_room && nth % step == 0) {
            *tick = Some(year.to_string());
        }
    }
    ticks
}

fn rows(periods: Vec<Period>) -> Vec<ChartRow> {
    periods.into_iter().map(|period| ChartRow { label: period.label, count: period.count }).collect()
}
