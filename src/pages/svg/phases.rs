//! The strip from start to resolution, to scale.

use std::fmt::Write as _;

use super::{Labels, escape, percent, width};

/// A point of the strip.
#[derive(Debug, Clone, Copy)]
pub(in crate::pages) struct Point<'a> {
    /// `Detected`.
    pub(in crate::pages) name: &'a str,
    /// `09:21`.
    pub(in crate::pages) clock: &'a str,
    /// Minutes since the first point.
    pub(in crate::pages) minutes: i64,
    /// The class of the phase that ends here: `detect`.
    pub(in crate::pages) phase: &'a str,
    /// The length of the phase that ends here: `9 min`.
    pub(in crate::pages) duration: &'a str,
    /// What is said about the phase that ends here: `Started to detected: 9 min`.
    pub(in crate::pages) title: &'a str,
}

/// The width of the drawing on a wide page, in pixels: what the places of the flags are reckoned with.
const PIXELS: f64 = 1040.0;
/// The width on the narrowest page that shows flags, in pixels.
const FEWEST_PIXELS: f64 = 705.0;
const ROW: u32 = 22;
const BAR: u32 = 20;

/// Draws the strip. Points are in order and begin at 0; the last is later than the first.
pub(in crate::pages) fn phases(points: &[Point<'_>], labels: Labels<'_>) -> String {
    let plot = plot_percent(points);
    let pixels = PIXELS * plot / 100.0;
    let rows = flag_rows(points, pixels);
    let total = points.last().map_or(0.0, |last| as_f64(last.minutes));
    let high = rows.iter().max().map_or(1, |row| row + 1);
    let bar = high * ROW + 4;
    let height = bar + BAR + 24;

    let (mut segments, mut flags, mut durations) = (String::new(), String::new(), String::new());
    for (place, point) in points.iter().enumerate() {
        if let Some(before) = place.checked_sub(1).and_then(|before| points.get(before)) {
            let from = percent(as_f64(before.minutes), total);
            let length = as_f64(point.minutes - before.minutes);
            let _ = write!(
                segments,
                r#"<rect class="strip__seg strip__seg--{}" x="{from}" y="{bar}" width="{}" height="{BAR}"><title>{}</title></rect>"#,
                point.phase,
                percent(length, total),
                escape(point.title)
            );
            // Also on a narrow page, where the strip is about two thirds as wide, a length stays inside its phase.
            if length / total * pixels * 0.66 > width(point.duration) + 4.0 {
                let _ = write!(
                    durations,
                    r#"<text class="strip__dur" x="{from}" dx="2" y="{}">{}</text>"#,
                    bar + BAR + 17,
                    escape(point.duration)
                );
            }
        }
        let at = percent(as_f64(point.minutes), total);
        let top = (high - 1 - rows.get(place).copied().unwrap_or_default()) * ROW;
        let foot = if place + 1 == points.len() { bar + BAR } else { bar };
        let _ = write!(
            flags,
            r#"<line class="strip__flag" x1="{at}" x2="{at}" y1="{top}" y2="{foot}"/><text class="strip__name" x="{at}" dx="7" y="{}">{} <tspan class="strip__time">{}</tspan></text>"#,
            top + 13,
            escape(point.name),
            escape(point.clock)
        );
    }
    format!(
        r#"{}<svg class="strip__plot" width="{plot}%" height="{height}"><g class="strip__segs">{segments}</g><g class="strip__flags">{flags}</g><g class="strip__durs">{durations}</g></svg></svg>"#,
        labels.open(&format!("strip__draw strip__draw--{plot}"), "strip", height)
    )
}

/// The part of the width that the strip takes, so that the last flag has room beside it. In steps, each with a class:
/// on a phone, where there are no flags, the style sheet widens the drawing until the strip fills the page.
fn plot_percent(points: &[Point<'_>]) -> f64 {
    let last = points.last().map_or(0.0, |last| width(last.name) + width(last.clock) + 14.0);
    let percent = 100.0 - last / FEWEST_PIXELS * 100.0;
    ((percent / 5.0).floor() * 5.0).clamp(60.0, 85.0)
}

/// The row of each flag, 0 the lowest: a flag stands above all later ones that its text would run into.
fn flag_rows(points: &[Point<'_>], pixels: f64) -> Vec<u32> {
    let total = points.last().map_or(0.0, |last| as_f64(last.minutes));
    let at = |point: &Point<'_>| if total > 0.0 { as_f64(point.minutes) / total * pixels } else { 0.0 };
    let mut rows = vec![0; points.len()];
    for (place, point) in points.iter().enumerate().rev() {
        let end = at(point) + width(point.name) + width(point.clock) + 27.0;
        let hit = points.iter().zip(&rows).skip(place + 1).filter(|(later, _)| at(later) < end);
        let row = hit.map(|(_, row)| row + 1).max().unwrap_or_default();
        if let Some(slot) = rows.get_mut(place) {
            *slot = row;
        }
    }
    rows
}

#[expect(clippy::cast_precision_loss, reason = "minutes of an incident are far below 2^52")]
fn as_f64(minutes: i64) -> f64 {
    minutes as f64
}

#[cfg(test)]
mod tests {
    use snapbox::{assert_data_eq, str};

    use super::*;

    const LABELS: Labels<'_> = Labels { title: "The phases", description: "Started 09:12; detected after 9 min." };

    fn point<'a>(name: &'a str, clock: &'a str, minutes: i64, phase: &'a str, duration: &'a str) -> Point<'a> {
        Point { name, clock, minutes, phase, duration, title: duration }
    }

    #[test]
    fn an_incident_of_two_hours() {
        let points = [
            point("Started", "09:12", 0, "", ""),
            point("Detected", "09:21", 9, "detect", "9 min"),
            point("Acknowledged", "09:26", 14, "acknowledge", "5 min"),
            point("Mitigated", "09:55", 43, "mitigate", "29 min"),
            point("Resolved", "11:16", 124, "resolve", "1 h 21 min"),
        ];
        assert_data_eq!(
            phases(&points, LABELS).replace('>', ">\n"),
            str![[r#"
<svg class="strip__draw strip__draw--85" role="img" aria-labelledby="strip-t strip-d" height="114">
<title id="strip-t">
The phases</title>
<desc id="strip-d">
Started 09:12; detected after 9 min.</desc>
<svg class="strip__plot" width="85%" height="114">
<g class="strip__segs">
<rect class="strip__seg strip__seg--detect" x="0%" y="70" width="7.258%" height="20">
<title>
9 min</title>
</rect>
<rect class="strip__seg strip__seg--acknowledge" x="7.258%" y="70" width="4.032%" height="20">
<title>
5 min</title>
</rect>
<rect class="strip__seg strip__seg--mitigate" x="11.29%" y="70" width="23.387%" height="20">
<title>
29 min</title>
</rect>
<rect class="strip__seg strip__seg--resolve" x="34.677%" y="70" width="65.323%" height="20">
<title>
1 h 21 min</title>
</rect>
</g>
<g class="strip__flags">
<line class="strip__flag" x1="0%" x2="0%" y1="0" y2="70"/>
<text class="strip__name" x="0%" dx="7" y="13">
Started <tspan class="strip__time">
09:12</tspan>
</text>
<line class="strip__flag" x1="7.258%" x2="7.258%" y1="22" y2="70"/>
<text class="strip__name" x="7.258%" dx="7" y="35">
Detected <tspan class="strip__time">
09:21</tspan>
</text>
<line class="strip__flag" x1="11.29%" x2="11.29%" y1="44" y2="70"/>
<text class="strip__name" x="11.29%" dx="7" y="57">
Acknowledged <tspan class="strip__time">
09:26</tspan>
</text>
<line class="strip__flag" x1="34.677%" x2="34.677%" y1="44" y2="70"/>
<text class="strip__name" x="34.677%" dx="7" y="57">
Mitigated <tspan class="strip__time">
09:55</tspan>
</text>
<line class="strip__flag" x1="100%" x2="100%" y1="44" y2="90"/>
<text class="strip__name" x="100%" dx="7" y="57">
Resolved <tspan class="strip__time">
11:16</tspan>
</text>
</g>
<g class="strip__durs">
<text class="strip__dur" x="0%" dx="2" y="107">
9 min</text>
<text class="strip__dur" x="11.29%" dx="2" y="107">
29 min</text>
<text class="strip__dur" x="34.677%" dx="2" y="107">
1 h 21 min</text>
</g>
</svg>
</svg>

"#]]
        );
    }

    #[test]
    fn flags_that_would_touch_stand_above_each_other() {
        let points = [
            point("Started", "10 Mar 08:00", 0, "", ""),
            point("Detected", "08:35", 35, "detect", "35 min"),
            point("Mitigated", "13:10", 310, "mitigate", "4 h 35 min"),
            point("Resolved", "13 Mar 12:30", 4590, "resolve", "2 d 23 h"),
        ];
        assert_eq!(flag_rows(&points, PIXELS), [2, 1, 0, 0]);
        assert!(plot_percent(&points) < 86.0, "the last flag is long");
    }

    #[test]
    fn text_is_escaped() {
        let points = [point("<b>", "\"", 0, "", ""), point("&", "'", 1, "resolve", "<")];
        let drawn = phases(&points, Labels { title: "<script>", description: "\u{1}&" });
        assert_eq!((drawn.matches("<b>").count(), drawn.matches("<script>").count()), (0, 0));
    }
}
