//! What stands in a line: links, images, mentions, and elements that the author wrote as HTML.

use std::fmt::Write as _;
use std::ops::Range;

use super::{Close, Image, Writer};
use crate::model::{ServiceId, Target};
use crate::pages::html::escape;
use crate::pages::html::links::{Goal, OUTSIDE};
use crate::pages::html::mentions::Mention;
use crate::pages::html::raw::{self, Within, Written};
use crate::parse::references;
use crate::urls;

impl Writer<'_> {
    /// Whether a paragraph is one image.
    pub(super) fn lone_image(&self, range: &Range<usize>) -> bool {
        let Some(text) = self.text.get(range.clone()).map(str::trim_end) else { return false };
        let image = self.place(range.start).and_then(|start| self.links.link_at(start));
        image.is_some_and(|(link, _)| link.image && (link.span.end - link.span.start) as usize == text.len())
    }

    pub(super) fn is_alone(&self, range: &Range<usize>) -> bool {
        self.lone_image(range) && self.in_link == 0 && matches!(self.closers.last(), Some(Close::With("")))
    }

    pub(super) fn start_link(&mut self, target: &Target, title: &str, start: usize) -> Close {
        self.quiet += 1;
        self.in_link += 1;
        let (href, rel) = match self.links.goal(self.place(start), target) {
            Goal::Inside(href) | Goal::File(href, _) => (href, None),
            Goal::Outside(href) => (href, Some(OUTSIDE)),
            Goal::Nowhere(reason) => {
                self.out.push_str("<span class=\"broken-link\" title=\"");
                let word = self.word(reason);
                escape::attribute(&mut self.out, word);
                self.out.push_str("\">");
                return Close::Link("</span>");
            }
        };
        self.out.push_str("<a href=\"");
        escape::attribute(&mut self.out, &href);
        if let Some(rel) = rel {
            self.out.push_str("\" rel=\"");
            self.out.push_str(rel);
        }
        if !title.is_empty() {
            self.out.push_str("\" title=\"");
            escape::attribute(&mut self.out, title);
        }
        self.out.push_str("\">");
        Close::Link("</a>")
    }

    pub(super) fn write_image(&mut self, image: &Image<'_>) {
        let caption = image.alone && !image.title.is_empty();
        if image.alone {
            self.out.push_str(if caption { "<figure>" } else { "<p>" });
        }
        match &image.goal {
            Goal::File(src, _) | Goal::Inside(src) => {
                self.out.push_str("<img src=\"");
                escape::attribute(&mut self.out, src);
                self.out.push_str("\" alt=\"");
                escape::attribute(&mut self.out, &image.alt);
                if !caption && !image.title.is_empty() {
                    self.out.push_str("\" title=\"");
                    escape::attribute(&mut self.out, &image.title);
                }
                self.out.push('"');
                if let Goal::File(_, path) = &image.goal
                    && let Some((width, height)) = self.links.site.typesetter.images.get(*path)
                {
                    let _ = write!(self.out, " width=\"{width}\" height=\"{height}\"");
                }
                self.out.push_str(" loading=\"lazy\">");
            }
            // No page asks another site for anything: the reader may.
            Goal::Outside(href) if self.in_link == 0 => {
                self.out.push_str("<a href=\"");
                escape::attribute(&mut self.out, href);
                self.out.push_str("\" rel=\"");
                self.out.push_str(OUTSIDE);
                self.out.push_str("\">");
                escape::text(&mut self.out, if image.alt.is_empty() { href } else { &image.alt });
                self.out.push_str("</a>");
            }
            Goal::Outside(_) => escape::text(&mut self.out, &image.alt),
            Goal::Nowhere(reason) => {
                self.out.push_str("<span class=\"broken-link\" title=\"");
                let word = self.links.site.typesetter.word(reason);
                escape::attribute(&mut self.out, word);
                self.out.push_str("\">");
                escape::text(&mut self.out, &image.alt);
                self.out.push_str("</span>");
            }
        }
        if caption {
            self.out.push_str("<figcaption>");
            escape::text(&mut self.out, &image.title);
            self.out.push_str("</figcaption>");
        }
        if image.alone {
            self.out.push_str(if caption { "</figure>\n" } else { "</p>\n" });
        }
    }

    pub(super) fn write_html(&mut self, html: &str, start: usize, within: Within) {
        if self.links.site.settings.theme.trust_html {
            self.out.push_str(html);
            return;
        }
        let links = self.links;
        let base = self.base;
        let goal = |value: &str, at: usize| {
            let place = base.and_then(|base| u32::try_from(base + start + at).ok());
            links.goal(place, &references::target(value))
        };
        let word = |key: &'static str| links.site.typesetter.word(key);
        let within = if self.base.is_some() { within } else { Within::LoneLine };
        let place = raw::Place { within, depth: self.closers.len(), goal: &goal, word: &word };
        if raw::write(html, &place, &mut self.raw, &mut self.out) == Written::Unclean {
            self.written = Written::Unclean;
        }
    }

    /// Whether the document itself says that this service was hit.
    pub(super) fn names_service(&self, service: &ServiceId) -> bool {
        let postmortem = self.links.site.archive.get(self.links.postmortem);
        postmortem.services.iter().any(|known| known.value.0 == *service)
    }

    pub(super) fn write_text(&mut self, text: &str) {
        if self.quiet > 0 {
            return escape::text(&mut self.out, text);
        }
        let mut written = 0;
        for (start, end, mention) in self.links.site.typesetter.mentions.find(text) {
            let (href, rel) = match mention {
                Mention::Outside(href) => (href, Some(OUTSIDE)),
                Mention::Postmortem(postmortem) if postmortem == self.links.postmortem => continue,
                Mention::Postmortem(postmortem) => (self.links.postmortem(postmortem, None), None),
                Mention::ServiceWord(service) if !self.names_service(&service) => continue,
                Mention::Service(service) | Mention::ServiceWord(service) => {
                    let href = urls::service(&service).relative_to(self.links.at);
                    if !self.mentioned.insert(service) {
                        continue;
                    }
                    (href, None)
                }
            };
            escape::text(&mut self.out, &text[written..start]);
            self.out.push_str("<a href=\"");
            escape::attribute(&mut self.out, &href);
            if let Some(rel) = rel {
                self.out.push_str("\" rel=\"");
                self.out.push_str(rel);
            }
            self.out.push_str("\">");
            escape::text(&mut self.out, &text[start..end]);
            self.out.push_str("</a>");
            written = end;
        }
        escape::text(&mut self.out, &text[written..]);
    }
}
