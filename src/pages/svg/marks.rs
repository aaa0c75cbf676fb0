//! Incidents over time, one mark each. The shape of a mark is the severity.

use std::fmt::Write as _;

use jiff::civil::Date;

use super::{Labels, escape, percent};

/// One mark.
#[derive(Debug, Clone, Copy)]
pub(in crate::pages) struct Mark<'a> {
    /// When.
    pub(in crate::pages) date: Date,
    /// The symbol, `#sev-0` to `#sev-4`.
    pub(in crate::pages) severity: u8,
    /// What is said about it: `7 Mar 2026: Checkout returned 500s`.
    pub(in crate::pages) title: &'a str,
}

/// Marks nearer than this, in percent of the width, would touch on a phone.
const APART: f64 = 3.5;
const LANE: u32 = 16;

/// Draws marks, oldest first, on an axis of whole years.
pub(in crate::pages) fn marks(marks: &[Mark<'_>], labels: Labels<'_>) -> String {
    let (Some(first), Some(last)) = (marks.first(), marks.last()) else { return String::new() };
    let (first, last) = (first.date.year(), last.date.year());
    let years = f64::from(last - first + 1);
    let at = |date: Date| {
        let days = f64::from(date.day_of_year() - 1) / f64::from(date.days_in_year());
        (f64::from(date.year() - first) + days) / years * 100.0
    };

    let mut lanes: Vec<f64> = Vec::new();
    let mut placed = Vec::with_capacity(marks.len());
    for mark in marks {
        let x = at(mark.date);
        let lane = lanes.iter().position(|taken| x - taken >= APART).unwrap_or(lanes.len());
        match lanes.get_mut(lane) {
            Some(taken) => *taken = x,
            None => lanes.push(x),
        }
        placed.push((mark, x, u32::try_from(lane).unwrap_or_default()));
    }
    let base = u32::try_from(lanes.len()).unwrap_or_default().saturating_mul(LANE).saturating_add(8);

    let mut drawn = labels.open("chart__draw", "over-time", base + 24);
    // At most a dozen years are named, so that their names do not touch on a phone.
    let step = usize::try_from((last - first) / 12 + 1).unwrap_or(1);
    for year in (first..=last).step_by(step) {
        let x = percent(f64::from(year - first), years);
        let short = format!("’{:02}", year.rem_euclid(100));
        let name = if last - first > 7 { short } else { year.to_string() };
        let _ = write!(
            drawn,
            r#"<line class="chart__grid" x1="{x}" x2="{x}" y1="0" y2="{}"/><text class="chart__text" x="{x}" dx="4" y="{}">{name}</text>"#,
            base + 6,
            base + 18
        );
    }
    let axis = base + 2;
    let _ = write!(drawn, r#"<line class="chart__axis" x1="0" x2="100%" y1="{axis}" y2="{axis}"/>"#);
    for (mark, x, lane) in placed {
        // A svg of its own carries the mark to a percentage; the symbol is drawn around that point.
        let _ = write!(
            drawn,
            r##"<svg class="chart__mark" x="{}" y="{}" overflow="visible"><use href="#sev-{}" x="-6" y="-6" width="12" height="12"/><title>{}</title></svg>"##,
            percent(x, 100.0),
            base - 8 - lane * LANE,
            mark.severity,
            escape(mark.title)
        );
    }
    drawn.push_str("</svg>");
    drawn
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use snapbox::{assert_data_eq, str};

    use super::*;

    #[test]
    fn marks_of_one_week_are_stacked() {
        let drawn = marks(
            &[
                Mark { date: date(2024, 1, 1), severity: 1, title: "one" },
                Mark { date: date(2024, 1, 4), severity: 0, title: "two & three" },
                Mark { date: date(2025, 12, 31), severity: 4, title: "last" },
            ],
            Labels { title: "Incidents over time", description: "3 marks." },
        );
        assert_data_eq!(
            drawn.replace('>', ">\n"),
            str![[r##"
<svg class="chart__draw" role="img" aria-labelledby="over-time-t over-time-d" height="64">
<title id="over-time-t">
Incidents over time</title>
<desc id="over-time-d">
3 marks.</desc>
<line class="chart__grid" x1="0%" x2="0%" y1="0" y2="46"/>
<text class="chart__text" x="0%" dx="4" y="58">
2024</text>
<line class="chart__grid" x1="50%" x2="50%" y1="0" y2="46"/>
<text class="chart__text" x="50%" dx="4" y="58">
2025</text>
<line class="chart__axis" x1="0" x2="100%" y1="42" y2="42"/>
<svg class="chart__mark" x="0%" y="32" overflow="visible">
<use href="#sev-1" x="-6" y="-6" width="12" height="12"/>
<title>
one</title>
</svg>
<svg class="chart__mark" x="0.41%" y="16" overflow="visible">
<use href="#sev-0" x="-6" y="-6" width="12" height="12"/>
<title>
two &amp; three</title>
</svg>
<svg class="chart__mark" x="99.863%" y="32" overflow="visible">
<use href="#sev-4" x="-6" y="-6" width="12" height="12"/>
<title>
last</title>
</svg>
</svg>

"##]]
        );
    }

    #[test]
    fn a_long_archive_names_some_years() {
        let drawn = marks(
            &[
                Mark { date: date(1, 1, 1), severity: 1, title: "" },
                Mark { date: date(2025, 12, 31), severity: 4, title: "" },
            ],
            Labels { title: "", description: "" },
        );
        assert_eq!(drawn.matches("chart__grid").count(), 12);
    }
}
