//! Footnotes: numbered in the order in which they are first referred to, and shown at the end with ways back.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::{Typesetter, escape};

/// The footnotes of one body. Names are compared without regard to case; they are never shown.
#[derive(Debug, Default)]
pub(super) struct Footnotes {
    /// By name: the number, and how often it was referred to.
    numbers: BTreeMap<String, (usize, usize)>,
    /// By name: what it says.
    definitions: BTreeMap<String, String>,
    /// Names of definitions, in the document's order.
    order: Vec<String>,
    /// The ids of references in definitions that do not count.
    lost: BTreeSet<String>,
}

impl Footnotes {
    /// Writes a reference.
    pub(super) fn refer(&mut self, name: &str, typesetter: &Typesetter, out: &mut String) {
        let next = self.numbers.len() + 1;
        let (number, count) = self.numbers.entry(name.to_lowercase()).or_insert((next, 0));
        *count += 1;
        let id = reference_id(*number, *count);
        let _ = write!(out, "<sup class=\"fn\" id=\"{id}\"><a href=\"#fn-{number}\" aria-label=\"");
        escape::attribute(out, &typesetter.phrase("html_footnote", "n", &number.to_string()));
        let _ = write!(out, "\">{number}</a></sup>");
    }

    /// Remembers a definition; the first of a name counts.
    pub(super) fn define(&mut self, name: &str, html: String) {
        let name = name.to_lowercase();
        if self.definitions.contains_key(&name) {
            let ids = html.split("id=\"fnref-").skip(1).filter_map(|rest| rest.split('"').next());
            self.lost.extend(ids.map(|id| format!("fnref-{id}")));
        } else {
            self.order.push(name.clone());
            self.definitions.insert(name, html);
        }
    }

    /// Writes all definitions, those that nothing refers to at the end.
    pub(super) fn finish(mut self, typesetter: &Typesetter, out: &mut String) {
        if self.definitions.is_empty() {
            return;
        }
        let rank = |name: &String| self.numbers.get(name).map_or(usize::MAX, |(number, _)| *number);
        self.order.sort_by_key(rank);
        out.push_str("<section class=\"footnotes\" aria-label=\"");
        escape::attribute(out, typesetter.word("html_footnotes"));
        out.push_str("\"><ol>\n");
        for name in &self.order {
            let html = self.definitions.remove(name).unwrap_or_default();
            let Some((number, count)) = self.numbers.get(name) else {
                out.push_str("<li>");
                out.push_str(html.trim_end());
                out.push_str("</li>\n");
                continue;
            };
            let _ = write!(out, "<li id=\"fn-{number}\">");
            let (text, end) = html.trim_end().strip_suffix("</p>").map_or((html.as_str(), ""), |text| (text, "</p>"));
            out.push_str(text);
            for reference in 1..=*count {
                let id = reference_id(*number, reference);
                if self.lost.contains(&id) {
                    continue;
                }
                let _ = write!(out, " <a href=\"#{id}\" aria-label=\"");
                let shown = if reference == 1 { number.to_string() } else { format!("{number}.{reference}") };
                escape::attribute(out, &typesetter.phrase("html_footnote_back", "n", &shown));
                out.push_str("\">↩</a>");
            }
            out.push_str(end);
            out.push_str("</li>\n");
        }
        out.push_str("</ol></section>\n");
    }
}

fn reference_id(number: usize, count: usize) -> String {
    if count == 1 { format!("fnref-{number}") } else { format!("fnref-{number}-{count}") }
}
