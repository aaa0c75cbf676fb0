//! Counts over time, as bars.

use std::fmt::Write as _;

use super::{Labels, escape, percent};

/// One bar.
#[derive(Debug, Clone, Copy)]
pub(in crate::pages) struct Bar<'a> {
    /// What is said about it: `2026 Q1: 5`.
    pub(in crate::pages) title: &'a str,
    /// How high it is.
    pub(in crate::pages) count: usize,
    /// What is written below it; most bars have nothing.
    pub(in crate::pages) tick: Option<&'a str>,
}

const HEIGHT: f64 = 96.0;
/// Room above the highest bar for its number.
const HEAD: f64 = 18.0;

/// Draws bars, oldest first, with the number of the highest one above it.
pub(in crate::pages) fn bars(bars: &[Bar<'_>], labels: Labels<'_>) -> String {
    let most = bars.iter().map(|bar| bar.count).max().unwrap_or_default();
    let n = as_f64(bars.len());
    let mut drawn = labels.open("chart__draw", "over-time", 118);
    let _ = write!(drawn, r#"<line class="chart__axis" x1="0" x2="100%" y1="{HEIGHT}" y2="{HEIGHT}"/>"#);
    for (place, bar) in bars.iter().enumerate() {
        let x = percent(as_f64(place), n);
        if bar.count > 0 {
            let high = as_f64(bar.count) / as_f64(most) * (HEIGHT - HEAD);
            let _ = write!(
                drawn,
                r#"<rect class="chart__bar" x="{x}" y="{:.1}" width="{}" height="{high:.1}"><title>{}</title></rect>"#,
                HEIGHT - high,
                percent(0.72, n),
                escape(bar.title)
            );
        }
        if let Some(tick) = bar.tick {
            let _ = write!(drawn, r#"<text class="chart__text" x="{x}" y="113">{}</text>"#, escape(tick));
        }
    }
    if let Some(place) = bars.iter().position(|bar| bar.count == most && most > 0) {
        let _ = write!(drawn, r#"<text class="chart__text" x="{}" y="12">{most}</text>"#, percent(as_f64(place), n));
    }
    drawn.push_str("</svg>");
    drawn
}

#[expect(clippy::cast_precision_loss, reason = "counts of postmortems are far below 2^52")]
fn as_f64(n: usize) -> f64 {
    n as f64
}

#[cfg(test)]
mod tests {
    use snapbox::{assert_data_eq, str};

    use super::*;

    #[test]
    fn a_quarter_without_an_incident_is_a_gap() {
        let drawn = bars(
            &[
                Bar { title: "2025 Q3: 2", count: 2, tick: Some("2025") },
                Bar { title: "2025 Q4: 0", count: 0, tick: None },
                Bar { title: "2026 Q1: 3", count: 3, tick: Some("2026") },
            ],
            Labels { title: "Incidents over time", description: "From 2025 Q3 to 2026 Q1." },
        );
        assert_data_eq!(
            drawn.replace('>', ">\n"),
            str![[r#"
<svg class="chart__draw" role="img" aria-labelledby="over-time-t over-time-d" height="118">
<title id="over-time-t">
Incidents over time</title>
<desc id="over-time-d">
From 2025 Q3 to 2026 Q1.</desc>
<line class="chart__axis" x1="0" x2="100%" y1="96" y2="96"/>
<rect class="chart__bar" x="0%" y="44.0" width="24%" height="52.0">
<title>
2025 Q3: 2</title>
</rect>
<text class="chart__text" x="0%" y="113">
2025</text>
<rect class="chart__bar" x="66.667%" y="18.0" width="24%" height="78.0">
<title>
2026 Q1: 3</title>
</rect>
<text class="chart__text" x="66.667%" y="113">
2026</text>
<text class="chart__text" x="66.667%" y="12">
3</text>
</svg>

"#]]
        );
    }
}
