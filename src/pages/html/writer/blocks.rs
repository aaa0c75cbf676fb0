//! The blocks of a body: headings, alerts, tables, code.

use std::fmt::Write as _;
use std::ops::Range;

use pulldown_cmark::{Alignment, BlockQuoteKind, CowStr};

use super::{Close, Code, Writer};
use crate::model::Heading;
use crate::pages::html::escape;
use crate::pages::html::headings::Part;
use crate::urls;

impl<'a> Writer<'a> {
    pub(super) fn heading_at(&mut self, range: &Range<usize>, form: Heading) -> Option<Part<'a>> {
        let base = self.base?;
        self.headings.at(base + range.start, base + range.end, form)
    }

    pub(super) fn start_paragraph(&mut self, range: &Range<usize>) -> Close {
        let forms = [Heading::Bold, Heading::Plain];
        if let Some(part) = forms.into_iter().find_map(|form| self.heading_at(range, form)) {
            return self.start_heading(part);
        }
        // An image that is all of a paragraph writes its own.
        if self.lone_image(range) { Close::With("") } else { self.open("<p>", "</p>\n", false) }
    }

    /// An item. One that is a section, by the words it begins with, can be led to.
    pub(super) fn start_item(&mut self, range: &Range<usize>) -> Close {
        let text = self.text.get(range.clone()).unwrap_or_default();
        let first_line = range.start..range.start + text.find('\n').unwrap_or(text.len());
        if let Some(Part::Section(section, _)) = self.heading_at(&first_line, Heading::Item) {
            self.out.push_str("<li id=\"");
            escape::attribute(&mut self.out, &section.anchor);
            self.out.push_str("\">");
        } else {
            self.out.push_str("<li>");
        }
        Close::With("</li>\n")
    }

    pub(super) fn start_heading(&mut self, part: Part<'a>) -> Close {
        self.quiet += 1;
        self.mentioned.clear();
        match part {
            Part::Title => {
                self.aside.push((std::mem::take(&mut self.out), CowStr::Borrowed("")));
                Close::Drop
            }
            Part::Subtitle(section) => {
                self.heading = Some(section);
                self.out.push_str("<p class=\"subtitle\" id=\"");
                escape::attribute(&mut self.out, &section.anchor);
                self.out.push_str("\">");
                Close::Heading("</p>\n")
            }
            Part::Section(section, level) => {
                self.heading = Some(section);
                let _ = write!(self.out, "<h{level} id=\"");
                escape::attribute(&mut self.out, &section.anchor);
                self.out.push_str("\">");
                Close::Heading(match level {
                    2 => "</h2>\n",
                    3 => "</h3>\n",
                    4 => "</h4>\n",
                    5 => "</h5>\n",
                    _ => "</h6>\n",
                })
            }
        }
    }

    pub(super) fn end_heading(&mut self, end: &'static str) {
        if let Some(section) = self.heading.take() {
            self.out.push_str("<a class=\"anchor\" href=\"#");
            self.out.push_str(&urls::encode(&section.anchor));
            self.out.push_str("\" aria-label=\"");
            let label = self.links.site.typesetter.phrase("link_to", "title", &section.heading);
            escape::attribute(&mut self.out, &label);
            self.out.push_str("\" data-copy=\"");
            let copied = self.word("link_copied");
            escape::attribute(&mut self.out, copied);
            self.out.push_str("\">#</a>");
        }
        self.out.push_str(end);
        self.quiet -= 1;
    }

    pub(super) fn start_alert(&mut self, kind: BlockQuoteKind) -> Close {
        self.alerts += 1;
        let (class, word) = match kind {
            BlockQuoteKind::Note => ("note", "html_note"),
            BlockQuoteKind::Tip => ("tip", "html_tip"),
            BlockQuoteKind::Important => ("important", "html_important"),
            BlockQuoteKind::Warning => ("warning", "html_warning"),
            BlockQuoteKind::Caution => ("caution", "html_caution"),
        };
        let n = self.alerts;
        let _ = write!(
            self.out,
            "<aside class=\"alert alert--{class}\" role=\"note\" aria-labelledby=\"alert-{n}\">\
             <p class=\"alert__title\" id=\"alert-{n}\">"
        );
        let word = self.word(word);
        escape::text(&mut self.out, word);
        self.out.push_str("</p>\n");
        Close::With("</aside>\n")
    }

    pub(super) fn start_table(&mut self, alignments: Vec<Alignment>) -> Close {
        self.alignments = alignments;
        self.out.push_str("<div class=\"scroll\" role=\"group\" tabindex=\"0\" aria-label=\"");
        let typesetter = self.links.site.typesetter;
        match self.headings.current() {
            Some(heading) => {
                let label = typesetter.phrase("html_table_in", "title", heading);
                escape::attribute(&mut self.out, &label);
            }
            None => escape::attribute(&mut self.out, typesetter.word("html_table")),
        }
        self.out.push_str("\"><table>\n");
        Close::With("</tbody></table></div>\n")
    }

    pub(super) fn start_cell(&mut self, range: &Range<usize>) -> Close {
        let align = match self.alignments.get(self.cell) {
            Some(Alignment::Center) => " class=\"center\"",
            Some(Alignment::Right) => " class=\"right\"",
            Some(Alignment::Left | Alignment::None) | None => "",
        };
        self.cell += 1;
        let text = self.text.get(range.clone()).unwrap_or_default();
        // The head of a column without a name is a corner, not a heading.
        let heads = self.in_head && !text.trim_matches(['|', ' ', '\t']).is_empty();
        let (begin, end) = if heads { ("<th scope=\"col\"", "</th>") } else { ("<td", "</td>") };
        self.out.push_str(begin);
        self.out.push_str(align);
        self.out.push('>');
        Close::With(end)
    }

    pub(super) fn write_code(&mut self, code: &Code) {
        let typesetter = self.links.site.typesetter;
        if !self.is_body() {
            self.out.push_str("<code>");
            escape::code(&mut self.out, code.text.trim_end());
            self.out.push_str("</code>");
            return;
        }
        let language = code.info.split([' ', ',', '{', '\t']).find(|word| !word.is_empty());
        let language = language.map(|word| word.trim_matches(['.', '}']).to_ascii_lowercase());
        self.out.push_str("<figure class=\"code\">");
        if language.as_deref() == Some("mermaid") {
            self.out.push_str("<figcaption>");
            escape::text(&mut self.out, typesetter.word("html_mermaid"));
            self.out.push_str("</figcaption>");
        }
        self.out.push_str("<pre tabindex=\"0\" role=\"group\" aria-label=\"");
        let name = language.as_deref().and_then(|language| typesetter.highlighter.language_name(language));
        match name {
            Some(name) => escape::attribute(&mut self.out, &typesetter.phrase("html_code_in", "language", name)),
            None => escape::attribute(&mut self.out, typesetter.word("html_code")),
        }
        self.out.push_str("\"><code>");
        typesetter.highlighter.write(&mut self.out, language.as_deref(), &code.text);
        self.out.push_str("</code></pre></figure>\n");
    }
}
