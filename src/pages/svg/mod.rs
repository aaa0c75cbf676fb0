//! Drawings as SVG text: the phases of an incident, incidents over time.
//!
//! Pure functions of plain data. No script, no `style`, no colour: classes alone, which the theme's CSS fills, so
//! that a strict content security policy holds and dark, print and high contrast work. Widths are percentages and
//! heights and letters pixels, so a drawing fits every screen and its letters keep their size. Each drawing has a
//! title and a description; the same data stands as a table beside it (in the view).

mod bars;
mod dots;
mod marks;
mod phases;

pub(super) use bars::{Bar, bars};
pub(super) use dots::{Tick, dots};
pub(super) use marks::{Mark, marks};
pub(super) use phases::{Point, phases};

/// Says what a drawing shows to those who do not see it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Labels<'a> {
    /// What the drawing is.
    pub(super) title: &'a str,
    /// What it shows.
    pub(super) description: &'a str,
}

impl Labels<'_> {
    /// The opening tag and both elements. `id` is unique in the page.
    fn open(self, class: &str, id: &str, height: u32) -> String {
        format!(
            r#"<svg class="{class}" role="img" aria-labelledby="{id}-t {id}-d" height="{height}"><title id="{id}-t">{}</title><desc id="{id}-d">{}</desc>"#,
            escape(self.title),
            escape(self.description)
        )
    }
}

/// Escapes text for an element or an attribute of HTML or XML, and leaves out what XML cannot hold.
pub(super) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            '\t' | '\n' | '\r' => escaped.push(c),
            c if c < ' ' || matches!(c, '\u{fffe}' | '\u{ffff}') => {}
            c => escaped.push(c),
        }
    }
    escaped
}

/// A share as a percentage with at most three digits after the point and no needless zero.
fn percent(part: f64, whole: f64) -> String {
    let share = if whole > 0.0 { part / whole * 100.0 } else { 0.0 };
    let text = format!("{share:.3}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    format!("{}%", if text == "-0" { "0" } else { text })
}

/// About how wide a text is drawn, in pixels: letters of East Asian scripts take two places.
fn width(text: &str) -> f64 {
    text.chars().map(|c| if c >= '\u{1100}' { 14.0 } else { 7.0 }).sum()
}
