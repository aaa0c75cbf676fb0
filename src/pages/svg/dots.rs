//! Lengths of time as dots on a logarithmic axis, with the median. One dot is one incident.

use std::fmt::Write as _;

use super::{Labels, escape, percent};

/// A place on the axis with its name: minutes.
#[derive(Debug, Clone, Copy)]
pub(in crate::pages) struct Tick<'a> {
    /// Minutes.
    pub(in crate::pages) minutes: i64,
    /// `10 min`.
    pub(in crate::pages) name: &'a str,
}

/// Dots nearer than this, in percent of the width, would touch on a phone.
const APART: f64 = 2.6;
/// Names of ticks nearer than this, in percent, would run into each other on a phone: there, every other is left out.
const ROOM: f64 = 13.0;
/// Pixels between two dots that stand on each other.
const LANE: f64 = 9.0;
/// More lanes than this are not drawn higher: dots then lie on each other.
const MOST_LANES: usize = 14;

/// Draws lengths of time (sorted, in minutes) with the ticks of the axis, the last of which is its end.
/// `id` is unique in the page.
pub(in crate::pages) fn dots(
    minutes: &[i64],
    ticks: &[Tick<'_>],
    median: Option<(i64, &str)>,
    id: &str,
    labels: Labels<'_>,
) -> String {
    let end = ticks.last().map_or(1, |tick| tick.minutes);
    // What took less than a minute stands at the first.
    let at = |minutes: i64| log(minutes) / log(end.max(2)) * 100.0;

    let mut lanes: Vec<f64> = Vec::new();
    let mut placed = Vec::with_capacity(minutes.len());
    for minutes in minutes {
        let x = at(*minutes);
        let free = lanes.iter().position(|taken| x - taken >= APART);
        let lane = free.unwrap_or_else(|| lanes.len().min(MOST_LANES - 1));
        match lanes.get_mut(lane) {
            Some(taken) => *taken = x,
            None => lanes.push(x),
        }
        placed.push((x, lane));
    }
    let axis = 26.0 + LANE * as_f64(lanes.len());
    let mut drawn = labels.open("chart__draw", id, as_height(axis + 22.0));
    let mut named = f64::NEG_INFINITY;
    for tick in ticks {
        let x = at(tick.minutes);
        let is_end = tick.minutes == end;
        let has_room = is_end || (x - named >= ROOM && 100.0 - x >= ROOM);
        if has_room {
            named = x;
        }
        // The last name ends where the axis ends.
        let anchor = if is_end { r#" text-anchor="end""# } else { "" };
        let class = if has_room { "chart__text" } else { "chart__text chart__text--wide" };
        let x = percent(x, 100.0);
        let _ = write!(
            drawn,
            r#"<line class="chart__grid" x1="{x}" x2="{x}" y1="0" y2="{axis}"/><text class="{class}" x="{x}" y="{}"{anchor}>{}</text>"#,
            axis + 18.0,
            escape(tick.name)
        );
    }
    for (x, lane) in placed {
        let y = axis - 8.0 - LANE * as_f64(lane);
        let _ = write!(drawn, r#"<circle class="chart__dot" cx="{}" cy="{y}" r="3.5"/>"#, percent(x, 100.0));
    }
    if let Some((minutes, name)) = median {
        let x = at(minutes);
        let (dx, anchor) = if x > 70.0 { (-5, r#" text-anchor="end""#) } else { (5, "") };
        let x = percent(x, 100.0);
        let _ = write!(
            drawn,
            r#"<line class="chart__median" x1="{x}" x2="{x}" y1="0" y2="{axis}"/><text class="chart__text" x="{x}" dx="{dx}" y="11"{anchor}>{}</text>"#,
            escape(name)
        );
    }
    let _ = write!(drawn, r#"<line class="chart__axis" x1="0" x2="100%" y1="{axis}" y2="{axis}"/></svg>"#);
    drawn
}

#[expect(clippy::cast_precision_loss, reason = "minutes and counts are far below 2^52")]
fn log(minutes: i64) -> f64 {
    (minutes.max(1) as f64).ln()
}

#[expect(clippy::cast_precision_loss, reason = "at most fourteen")]
fn as_f64(n: usize) -> f64 {
    n as f64
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few hundred pixels at most")]
fn as_height(height: f64) -> u32 {
    height as u32
}

#[cfg(test)]
mod tests {
    use snapbox::{assert_data_eq, str};

    use super::*;

    #[test]
    fn equal_times_stand_on_each_other() {
        let drawn = dots(
            &[0, 10, 10, 60],
            &[
                Tick { minutes: 1, name: "1 min" },
                Tick { minutes: 10, name: "10 min" },
                Tick { minutes: 100, name: "100 min" },
            ],
            Some((10, "median 10 min")),
            "spread",
            Labels { title: "Time to resolve", description: "4 dots." },
        );
        assert_data_eq!(
            drawn.replace("><", ">\n<"),
            str![[r#"
<svg class="chart__draw" role="img" aria-labelledby="spread-t spread-d" height="66">
<title id="spread-t">Time to resolve</title>
<desc id="spread-d">4 dots.</desc>
<line class="chart__grid" x1="0%" x2="0%" y1="0" y2="44"/>
<text class="chart__text" x="0%" y="62">1 min</text>
<line class="chart__grid" x1="50%" x2="50%" y1="0" y2="44"/>
<text class="chart__text" x="50%" y="62">10 min</text>
<line class="chart__grid" x1="100%" x2="100%" y1="0" y2="44"/>
<text class="chart__text" x="100%" y="62" text-anchor="end">100 min</text>
<circle class="chart__dot" cx="0%" cy="36" r="3.5"/>
<circle class="chart__dot" cx="50%" cy="36" r="3.5"/>
<circle class="chart__dot" cx="50%" cy="27" r="3.5"/>
<circle class="chart__dot" cx="88.908%" cy="36" r="3.5"/>
<line class="chart__median" x1="50%" x2="50%" y1="0" y2="44"/>
<text class="chart__text" x="50%" dx="5" y="11">median 10 min</text>
<line class="chart__axis" x1="0" x2="100%" y1="44" y2="44"/>
</svg>
"#]]
        );
    }

    #[test]
    fn a_thousand_equal_times_stay_a_drawing() {
        let labels = Labels { title: "", description: "" };
        let drawn = dots(&[5; 1000], &[Tick { minutes: 10, name: "10 min" }], None, "spread", labels);
        assert_eq!(drawn.matches("<circle").count(), 1000);
        assert!(
            drawn.starts_with(
                r#"<svg class="chart__draw" role="img" aria-labelledby="spread-t spread-d" height="174">"#
            )
        );
    }
}
