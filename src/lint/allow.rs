//! Comments that allow a finding: `<!-- afterword-allow BL004: quoting the customer -->`.
//!
//! Before everything else in a document (after its front matter), a comment is for the whole file. Between blocks it is for
//! the one that follows: a paragraph, a heading, a list, a table. Inside a line it is for the paragraph, the heading, the item or the row it
//! stands in. It names rules by code, name or prefix of codes, several with commas between, and says why.
//!
//! [`find`] reads the comments, [`silence`] asks them about a finding. What is wrong with a comment is said by rules
//! of their own (`SY011` to `SY013`), which no comment silences.

use std::collections::BTreeMap;
use std::ops::Range;

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use super::Document;
use super::rules::RULES;
use super::table::selects;
use crate::diagnostic::Diagnostic;
use crate::parse::markdown;
use crate::text::{Source, SourceId, Span};

/// The word that begins the comment.
const WORD: &str = "afterword-allow";
/// Comments of one file, and names in one comment, beyond which none is read: each is asked about each finding.
const MOST: usize = 256;

/// One comment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Allow {
    /// The file.
    pub source: SourceId,
    /// The comment, from `<!--` to `-->`.
    pub span: Span,
    /// The rules it names.
    pub names: Vec<AllowName>,
    /// Why.
    pub reason: Option<String>,
    reach: Reach,
}

/// A rule that a comment names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AllowName {
    /// As it is written.
    pub word: String,
    /// Where.
    pub span: Span,
    /// What has become of it.
    pub state: AllowState,
}

/// What has become of a name in a comment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AllowState {
    /// No rule is called so.
    Unknown,
    /// It silenced a finding.
    Used,
    /// It silenced none.
    Unused,
    /// Its rule does not run here, so nothing can be said.
    NotRun,
}

/// What a comment is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reach {
    File,
    Block(Span),
    /// Nothing follows it.
    Nothing,
}

impl Allow {
    /// Tells the names that silenced nothing from those whose rule did not run.
    pub(super) fn settle(&mut self, runs: impl Fn(&str) -> bool) {
        for name in &mut self.names {
            if name.state == AllowState::Unused && !runs(&name.word) {
                name.state = AllowState::NotRun;
            }
        }
    }

    fn covers(&self, diagnostic: &Diagnostic) -> bool {
        let start = diagnostic.span().start;
        self.source == diagnostic.source
            && match self.reach {
                Reach::File => true,
                Reach::Block(block) => !diagnostic.labels.is_empty() && block.start <= start && start < block.end,
                Reach::Nothing => false,
            }
    }
}

/// Whether a comment allows the finding; it is then marked as used.
pub(super) fn silence(allows: &mut [Allow], diagnostic: &Diagnostic) -> bool {
    let first = allows.partition_point(|allow| allow.source < diagnostic.source);
    let mut silenced = false;
    for allow in allows.get_mut(first..).unwrap_or_default() {
        if allow.source != diagnostic.source {
            break;
        }
        if !allow.covers(diagnostic) {
            continue;
        }
        for name in &mut allow.names {
            if RULES.iter().any(|rule| rule.code == diagnostic.code.code && selects(&name.word, rule)) {
                name.state = AllowState::Used;
                silenced = true;
            }
        }
    }
    silenced
}

/// Whether a text may have such a comment.
pub(super) fn is_in(text: &str) -> bool {
    text.contains(WORD)
}

/// All comments of these sources, by file; `documents` are those that are postmortems.
pub(super) fn find(sources: &[&Source], documents: &[Document<'_>]) -> Vec<Allow> {
    let mut allows = Vec::new();
    let with_comments: Vec<&&Source> = sources.iter().filter(|source| is_in(&source.text)).collect();
    if with_comments.is_empty() {
        return allows;
    }
    let front_matters: BTreeMap<SourceId, Span> =
        documents.iter().filter_map(|document| Some((document.source.id, document.postmortem.front_matter?))).collect();
    for source in with_comments {
        let front_matter = front_matters.get(&source.id);
        let mark = if source.text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        let body = front_matter.map_or(mark, |span| span.end as usize);
        read(source.id, &source.text, body, &mut allows);
    }
    allows
}

/// The comments of one text, whose body begins at `start`.
fn read(source: SourceId, text: &str, start: usize, allows: &mut Vec<Allow>) {
    let body = text.get(start..).unwrap_or_default();
    // The blocks that are open, and the comments that wait for the next block at their depth.
    let mut open: Vec<Range<usize>> = Vec::new();
    let mut waiting: Vec<(usize, usize)> = Vec::new();
    let mut is_top = true;
    let before = allows.len();
    for (event, range) in Parser::new_ext(body, markdown::options()).into_offset_iter() {
        let range = start + range.start..start + range.end;
        if allows.len() >= before + MOST {
            break;
        }
        match event {
            Event::Start(Tag::HtmlBlock) => {
                let html = text.get(range.clone()).unwrap_or_default();
                let comments = comments(html);
                if only_comments(html, &comments) {
                    for comment in comments {
                        let span = range.start + comment.start..range.start + comment.end;
                        let Some(allow) = comment_at(source, text, span) else { continue };
                        if !is_top {
                            waiting.push((allows.len(), open.len()));
                        }
                        let reach = if is_top { Reach::File } else { Reach::Nothing };
                        allows.push(Allow { reach, ..allow });
                    }
                } else {
                    is_top = false;
                    meet(allows, &mut waiting, open.len(), &range);
                }
                open.push(range);
            }
            Event::Start(tag) if is_block(&tag) => {
                is_top = false;
                meet(allows, &mut waiting, open.len(), &range);
                open.push(range);
            }
            Event::End(tag) if is_block_end(tag) => {
                open.pop();
                waiting.retain(|(_, depth)| *depth <= open.len());
            }
            Event::InlineHtml(_) => {
                if let Some(allow) = comment_at(source, text, range) {
                    let reach = open.last().map_or(Reach::Nothing, |block| Reach::Block(block.clone().into()));
                    allows.push(Allow { reach, ..allow });
                }
            }
            _ => {}
        }
    }
}

/// The comments that wait at this depth have found their block.
fn meet(allows: &mut [Allow], waiting: &mut Vec<(usize, usize)>, depth: usize, block: &Range<usize>) {
    waiting.retain(|(index, at)| {
        let met = *at == depth;
        if let Some(allow) = allows.get_mut(*index).filter(|_| met) {
            allow.reach = Reach::Block(block.clone().into());
        }
        !met
    });
}

/// The blocks that a comment can be for. The cells of a row are not told apart.
fn is_block(tag: &Tag<'_>) -> bool {
    is_block_end(tag.to_end())
}

fn is_block_end(tag: TagEnd) -> bool {
    matches!(
        tag,
        TagEnd::Paragraph
            | TagEnd::Heading(_)
            | TagEnd::BlockQuote(_)
            | TagEnd::CodeBlock
            | TagEnd::HtmlBlock
            | TagEnd::List(_)
            | TagEnd::Item
            | TagEnd::Table
            | TagEnd::TableHead
            | TagEnd::TableRow
            | TagEnd::FootnoteDefinition
    )
}

/// The comments in a piece of HTML.
fn comments(html: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = html.get(at..).and_then(|rest| rest.find("<!--")).map(|start| at + start) {
        let inner = start + "<!--".len();
        let Some(end) = html.get(inner..).and_then(|rest| rest.find("-->")) else { break };
        at = inner + end + "-->".len();
        found.push(start..at);
    }
    found
}

fn only_comments(html: &str, comments: &[Range<usize>]) -> bool {
    let mut at = 0;
    let mut between = String::new();
    for comment in comments {
        between.push_str(html.get(at..comment.start).unwrap_or_default());
        at = comment.end;
    }
    between.push_str(html.get(at..).unwrap_or_default());
    between.trim().is_empty()
}

/// The comment of ours at these bytes, its reach not yet known.
fn comment_at(source: SourceId, text: &str, range: Range<usize>) -> Option<Allow> {
    let inner = text.get(range.clone())?.strip_prefix("<!--")?.strip_suffix("-->")?;
    let said = inner.trim_start().strip_prefix(WORD)?;
    if !said.is_empty() && !said.starts_with(|c: char| c.is_whitespace() || c == ':') {
        return None;
    }
    let (names, reason) = said.split_once(':').unwrap_or((said, ""));
    let reason = reason.split_whitespace().collect::<Vec<_>>().join(" ");
    let start = range.start + "<!--".len() + (inner.len() - said.len());
    let mut at = start;
    let mut found = Vec::new();
    for name in names.split(',').take(MOST) {
        let word = name.trim();
        if !word.is_empty() {
            let begin = at + (name.len() - name.trim_start().len());
            let known = RULES.iter().any(|rule| selects(word, rule));
            found.push(AllowName {
                word: word.to_owned(),
                span: Span::new(begin, begin + word.len()),
                state: if known { AllowState::Unused } else { AllowState::Unknown },
            });
        }
        at += name.len() + 1;
    }
    Some(Allow {
        source,
        span: range.into(),
        names: found,
        reason: (!reason.is_empty()).then_some(reason),
        reach: Reach::Nothing,
    })
}

#[cfg(test)]
mod tests {
    use snapbox::{IntoData, assert_data_eq, str};

    use super::*;

    /// The comments with what they are for, a line each.
    #[track_caller]
    fn check(text: &str, expected: impl IntoData) {
        let mut allows = Vec::new();
        read(SourceId(0), text, 0, &mut allows);
        let mut shown = String::new();
        for allow in allows {
            let names: Vec<&str> = allow.names.iter().map(|name| text.get(name.span.range()).unwrap()).collect();
            let reach = match allow.reach {
                Reach::File => "the file".to_owned(),
                Reach::Block(span) => format!("`{}`", text.get(span.range()).unwrap().trim_end().replace('\n', " / ")),
                Reach::Nothing => "nothing".to_owned(),
            };
            shown += &format!("{names:?} {:?} for {reach}\n", allow.reason.unwrap_or_default());
        }
        assert_data_eq!(shown, expected.into_data());
    }

    #[test]
    fn at_the_top_it_is_for_the_file() {
        check(
            "<!-- a note -->\n<!-- afterword-allow BL004: a -->\n\n<!--afterword-allow FM: b-->\n# A\n",
            str![[r#"
["BL004"] "a" for the file
["FM"] "b" for the file

"#]],
        );
    }

    #[test]
    fn elsewhere_it_is_for_the_next_block() {
        check(
            "# A\n\n<!-- afterword-allow BL004, hindsight: a: b -->\nOne\ntwo.\n\nThree.\n\n\
             <!-- afterword-allow BL004: x -->\n<!-- other -->\n\n<!-- afterword-allow\n BL005:\n y\n z -->\n\n- a\n- b\n\n## B\n",
            str![[r#"
["BL004", "hindsight"] "a: b" for `One / two.`
["BL004"] "x" for `- a / - b`
["BL005"] "y z" for `- a / - b`

"#]],
        );
    }

    #[test]
    fn inside_a_line_it_is_for_what_it_stands_in() {
        check(
            "# A <!-- afterword-allow BL004: a -->\n\nOne <!-- afterword-allow BL005: b --> two.\n\n\
             - c <!-- afterword-allow BL006: c -->\n- d\n\n| a |\n| - |\n| b <!-- afterword-allow BL007: d --> |\n",
            str![[r#"
["BL004"] "a" for `# A <!-- afterword-allow BL004: a -->`
["BL005"] "b" for `One <!-- afterword-allow BL005: b --> two.`
["BL006"] "c" for `- c <!-- afterword-allow BL006: c -->`
["BL007"] "d" for `| b <!-- afterword-allow BL007: d --> |`

"#]],
        );
    }

    #[test]
    fn a_comment_in_an_item_stays_in_it() {
        check(
            "# A\n\n- a\n\n  <!-- afterword-allow BL004: a -->\n\n  b\n- <!-- afterword-allow BL005: b -->\n\nc\n",
            str![[r#"
["BL004"] "a" for `b`
["BL005"] "b" for nothing

"#]],
        );
    }

    #[test]
    fn code_is_no_comment() {
        check("# A\n\n```\n<!-- afterword-allow BL004: a -->\n```\n\n`<!-- afterword-allow BL004: a -->`\n", "");
        check("# A\n\n<!-- see afterword-allow -->\n<!-- afterword-allowed: x -->\n", "");
    }

    #[test]
    fn what_is_left_out_is_empty() {
        check(
            "# A\n\n<!-- afterword-allow -->\n<!-- afterword-allow: why -->\n<!-- afterword-allow BL004 -->\n<!-- afterword-allow , x ,:-->\n",
            str![[r#"
[] "" for nothing
[] "why" for nothing
["BL004"] "" for nothing
["x"] "" for nothing

"#]],
        );
    }

    #[test]
    fn no_text_is_too_much() {
        for text in [
            "<!-- afterword-allow",
            "<!-->afterword-allow-->",
            "<!--afterword-allow-->",
            "> <!-- afterword-allow\n> a: b -->",
        ] {
            read(SourceId(0), text, 0, &mut Vec::new());
        }
        let many = "<!-- afterword-allow a:b -->\n\n".repeat(5000);
        read(SourceId(0), &format!("# A\n\n{many}x"), 0, &mut Vec::new());
    }
}
