//! From headings to sections with their kinds.
//!
//! The entry point is [`outline`]. Headings are recognised by the data in `sections/` and the configuration; texts
//! that only look like headings to a person are left as they are. What a section holds is read elsewhere.

mod phrase;
mod profiles;
mod table;

use std::collections::BTreeMap;

use crate::model::{Heading, Section, SectionKind};
use crate::parse::blocks::{Block, Kind};
use crate::parse::markdown::Anchors;
use crate::parse::prose::Style;
use crate::parse::time;
use crate::text::{Span, Spanned};

pub(crate) use profiles::{meanings, otherwise, template};

use phrase::Phrase;
use table::TABLE;

/// The sections of a document, and where their blocks are.
#[derive(Debug, Clone, Default)]
pub(crate) struct Outline {
    pub(crate) sections: Vec<Section>,
    /// The index of each section's heading among the blocks.
    pub(crate) headings: Vec<usize>,
    /// The heading that is the title: an index into `sections`.
    pub(crate) title: Option<usize>,
}

impl Outline {
    /// The blocks of a section, without its heading and without those of its sub-sections.
    pub(crate) fn blocks<'a>(&self, section: usize, blocks: &'a [Block]) -> &'a [Block] {
        let Some(heading) = self.headings.get(section) else { return &[] };
        let end = self.headings.get(section + 1).copied().unwrap_or(blocks.len());
        blocks.get(heading + 1..end).unwrap_or_default()
    }

    /// The blocks before the first heading.
    pub(crate) fn preamble<'a>(&self, blocks: &'a [Block]) -> &'a [Block] {
        let end = self.headings.first().copied().unwrap_or(blocks.len());
        blocks.get(..end).unwrap_or_default()
    }

    /// The title as written.
    pub(crate) fn title(&self) -> Option<Spanned<String>> {
        let section = self.sections.get(self.title?)?;
        Some(Spanned::new(section.heading.clone(), section.span))
    }
}

/// Finds the sections. `end` is the end of the body; `aliases` are headings of the configuration and of the template.
pub(crate) fn outline(blocks: &[Block], end: u32, aliases: &BTreeMap<String, SectionKind>) -> Outline {
    let mut outline = Outline::default();
    let mut anchors = Anchors::default();
    let found: Vec<(usize, u8, Heading)> = headings(blocks).collect();
    outline.title = title_of(blocks, &found);
    let aliases: BTreeMap<String, SectionKind> =
        aliases.iter().map(|(heading, kind)| (Phrase::new(heading).text(), *kind)).collect();
    let mut open: Vec<usize> = Vec::new();
    for (number, (index, level, form)) in found.iter().copied().enumerate() {
        let block = &blocks[index];
        while open.last().is_some_and(|parent| outline.sections[*parent].level >= level) {
            open.pop();
        }
        let parent = open.last().copied();
        let inherited = parent.and_then(|parent| outline.sections[parent].kind);
        let heading = block.prose.line();
        let own =
            if outline.title == Some(number) { None } else { kind_of(&Phrase::new(&heading), inherited, &aliases) };
        let content = Span {
            start: block.span.end,
            end: found.get(number + 1).map_or(end, |(next, ..)| blocks[*next].span.start).max(block.span.end),
        };
        outline.sections.push(Section {
            anchor: anchors.next(&heading),
            heading,
            span: block.span,
            content,
            level,
            kind: own.map(|own| own.kind).or(inherited),
            own_kind: own.is_some_and(|own| own.is_own),
            ambiguous: own.and_then(|own| own.other),
            form,
            parent,
            text: String::new(),
        });
        outline.headings.push(index);
        open.push(number);
    }
    outline
}

/// The blocks that are headings, with their level and form.
fn headings(blocks: &[Block]) -> impl Iterator<Item = (usize, u8, Heading)> + '_ {
    let mut markdown_level = 1;
    blocks.iter().enumerate().filter_map(move |(index, block)| match block.kind {
        Kind::Heading(level) => {
            markdown_level = level;
            Some((index, level, Heading::Markdown))
        }
        Kind::Lead => Some((index, (markdown_level + 1).min(6), Heading::Item)),
        Kind::Paragraph => {
            let form = line_heading(block, blocks.get(index + 1))?;
            Some((index, (markdown_level + 1).min(6), form))
        }
        _ => None,
    })
}

/// The heading that is the title: the first of level 1, unless all of level 1 are sections; without any, a
/// first heading that stands alone above all others.
fn title_of(blocks: &[Block], found: &[(usize, u8, Heading)]) -> Option<usize> {
    let known = |number: usize| {
        let phrase = Phrase::new(&blocks[found[number].0].prose.line());
        !phrase.is_parted() && kind_of(&phrase, None, &BTreeMap::new()).is_some_and(|kind| kind.whole)
    };
    let markdown = |number: &usize| found[*number].2 == Heading::Markdown;
    if let Some(first) = (0..found.len()).filter(markdown).find(|number| found[*number].1 == 1) {
        let several = found.iter().filter(|(_, level, _)| *level == 1).count() > 1;
        return (!(several && known(first))).then_some(first);
    }
    let first = (0..found.len()).find(markdown)?;
    let level = found[first].1;
    let alone = found.iter().skip(first + 1).all(|(_, other, form)| *form != Heading::Markdown || *other > level);
    let others = found.iter().filter(|(_, _, form)| *form == Heading::Markdown).count() > 1;
    let is_first = blocks.first().is_some_and(|block| matches!(block.kind, Kind::Heading(_)));
    (alone && others && is_first && !known(first)).then_some(first)
}

/// The longest line that can be a heading, in characters.
const MAX_LINE_HEADING: usize = 80;

/// Whether a paragraph acts as a heading: a bold phrase that is no label, sentence, time or lead-in; or, without
/// any mark, the exact name of a section above a list.
fn line_heading(block: &Block, next: Option<&Block>) -> Option<Heading> {
    let text = block.prose.plain().trim();
    if !block.is_free_paragraph() || text.contains('\n') || text.chars().count() > MAX_LINE_HEADING {
        return None;
    }
    // At the end of a document it introduces nothing.
    let next = next.filter(|next| !matches!(next.kind, Kind::Heading(_)))?;
    let is_known = || kind_of(&Phrase::new(text), None, &BTreeMap::new()).is_some_and(|kind| kind.whole);
    if !block.prose.is_all(Style::STRONG) {
        let above_list = matches!(next.kind, Kind::Item { .. });
        let is_name = text.starts_with(char::is_uppercase) && text.chars().all(|c| c.is_alphanumeric() || c == ' ');
        return (above_list && is_name && is_known()).then_some(Heading::Plain);
    }
    if time::starts_with_time(text) {
        return None;
    }
    // "Fix #2: the cache" is a heading, "Owner: payments" a label.
    let is_label = text.split_once([':', '：']).is_some_and(|(key, _)| !key.contains(|c: char| c.is_ascii_digit()));
    let is_phrase = !is_label
        && !text.ends_with([':', '：'])
        && !text.ends_with(['.', '!', '?', ',', ';', '…', '。'])
        && !text.starts_with(['"', '“', '(']);
    (is_phrase || is_known()).then_some(Heading::Bold)
}

/// The kind of section that a text is the exact name of.
pub(crate) fn known(text: &str) -> Option<SectionKind> {
    kind_of(&Phrase::new(text), None, &BTreeMap::new()).filter(|meaning| meaning.whole).map(|meaning| meaning.kind)
}

/// Whether a heading asks for actions by its whole name: "Action items" does, "Prevention" only may.
pub(crate) fn names_actions(heading: &str) -> bool {
    let phrase = Phrase::new(heading);
    let words = phrase.readings().find(|words| TABLE.exact.get(*words) == Some(&SectionKind::ActionItems));
    words.is_some_and(|words| {
        words.split(' ').any(|word| matches!(word, "action" | "actionable" | "followup" | "task" | "todo" | "ai"))
            || words.starts_with("follow up")
            || words == "next step"
    })
}

/// What stands before the colon of a heading that names an incident.
const TITLES: &[&str] = &["incident", "outage", "postmortem", "incident report"];

/// What a heading says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Meaning {
    kind: SectionKind,
    /// The other kind that it could have been.
    other: Option<SectionKind>,
    /// False when the parent's kind prevails.
    is_own: bool,
    /// Whether the whole heading is known, not only its first or last words.
    whole: bool,
}

impl Meaning {
    fn sure(kind: SectionKind) -> Self {
        Self { kind, other: None, is_own: true, whole: true }
    }
}

/// The kind that a heading says, given the kind of the section around it.
fn kind_of(heading: &Phrase, parent: Option<SectionKind>, aliases: &BTreeMap<String, SectionKind>) -> Option<Meaning> {
    // "Incident: the queue stood still" is a title.
    let is_title = heading.is_parted() && heading.readings().next().is_some_and(|words| TITLES.contains(&words));
    if is_title {
        return None;
    }
    let meaning = heading
        .readings()
        .find_map(|words| whole(words, parent, aliases))
        .or_else(|| compound(heading, parent, aliases))
        .or_else(|| heading.readings().next().and_then(partial))?;
    let Some(parent) = parent else { return Some(meaning) };
    // Below "Action items", "Detection" is a group of actions; below "Timeline", "Resolution" is a phase.
    let prevails = match parent {
        SectionKind::ActionItems => !matches!(
            meaning.kind,
            SectionKind::Lessons
                | SectionKind::WentWell
                | SectionKind::WentPoorly
                | SectionKind::GotLucky
                | SectionKind::Timeline
                | SectionKind::Related
                | SectionKind::OpenQuestions
        ),
        SectionKind::Timeline => !matches!(meaning.kind, SectionKind::ActionItems | SectionKind::Lessons),
        SectionKind::Supporting => true,
        _ => !meaning.whole && meaning.kind != SectionKind::Impact,
    };
    if !prevails || parent == meaning.kind {
        return Some(meaning);
    }
    Some(Meaning { kind: parent, other: None, is_own: false, whole: meaning.whole })
}

fn whole(words: &str, parent: Option<SectionKind>, aliases: &BTreeMap<String, SectionKind>) -> Option<Meaning> {
    if let Some(kind) = aliases.get(words) {
        return Some(Meaning::sure(*kind));
    }
    if let Some(two) = TABLE.ambiguous.get(words) {
        if let Some(kind) = parent.and_then(|parent| two.within.get(parent.as_str())) {
            return Some(Meaning::sure(kind.0));
        }
        return Some(Meaning { other: Some(two.or.0), ..Meaning::sure(two.kind.0) });
    }
    TABLE.exact.get(words).map(|kind| Meaning::sure(*kind))
}

/// "Timeline and recovery", "Impact / severity": the first part decides when every part is known.
fn compound(heading: &Phrase, parent: Option<SectionKind>, aliases: &BTreeMap<String, SectionKind>) -> Option<Meaning> {
    let text = heading.text();
    let mut parts = text.split(" and ").map(|part| whole(part, parent, aliases));
    let mut first = parts.next()??;
    let mut other = None;
    for part in parts {
        let part = part?;
        // "Details / known impact": what is only beside the point does not decide.
        if matches!(first.kind, SectionKind::Supporting | SectionKind::Metrics) {
            first = part;
        } else {
            other = other.or((part.kind != first.kind).then_some(part.kind));
        }
    }
    Some(Meaning { other: other.or(first.other), ..first })
}

/// The most words of a heading that is recognised by its first or last ones, and the most characters where words
/// are not parted by blanks.
const MAX_PARTIAL_WORDS: usize = 6;
const MAX_PARTIAL_CHARS: usize = 16;

fn partial(words: &str) -> Option<Meaning> {
    let is_unspaced = words.starts_with(is_cjk) || words.ends_with(is_cjk);
    if words.split(' ').count() > MAX_PARTIAL_WORDS || (is_unspaced && words.chars().count() > MAX_PARTIAL_CHARS) {
        return None;
    }
    let begins = TABLE.begins.iter().find(|(start, _)| has_words_at_start(words, start));
    let ends = || TABLE.ends.iter().find(|(end, _)| has_words_at_end(words, end));
    let (_, kind) = begins.or_else(ends)?;
    Some(Meaning { whole: false, ..Meaning::sure(*kind) })
}

fn has_words_at_start(words: &str, start: &str) -> bool {
    words.strip_prefix(start).is_some_and(|rest| rest.is_empty() || rest.starts_with(' ') || start.ends_with(is_cjk))
}

fn has_words_at_end(words: &str, end: &str) -> bool {
    words.strip_suffix(end).is_some_and(|rest| rest.is_empty() || rest.ends_with(' ') || end.starts_with(is_cjk))
}

/// Kana, Han and Hangul: words of these need no blanks around them.
fn is_cjk(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' | '\u{f900}'..='\u{faff}')
}

/// The language that most headings are in, of those that are known as a whole; none when too few are, or when
/// another language is as likely.
pub(crate) fn language(outline: &Outline) -> Option<&'static str> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for section in outline.sections.iter().filter(|section| section.own_kind) {
        for language in TABLE.languages(&Phrase::new(&section.heading).text()) {
            *counts.entry(language).or_default() += 1;
        }
    }
    let (language, most) = counts.iter().max_by_key(|(_, count)| **count)?;
    let alone = counts.values().filter(|count| *count == most).count() == 1;
    (alone && *most >= 3).then_some(*language)
}

#[cfg(test)]
mod tests {
    use snapbox::{assert_data_eq, str};

    use super::*;
    use crate::parse::blocks;

    #[track_caller]
    fn check(text: &str, expected: impl snapbox::IntoData) {
        let document = blocks::read(text, 0);
        let aliases = BTreeMap::from([("Heart of the matter".to_owned(), SectionKind::ContributingFactors)]);
        let end = u32::try_from(text.len()).unwrap_or(u32::MAX);
        let outline = outline(&document.blocks, end, &aliases);
        let mut shown = String::new();
        for (index, section) in outline.sections.iter().enumerate() {
            let title = if outline.title == Some(index) { " title" } else { "" };
            let form = if section.form == Heading::Markdown { String::new() } else { format!(" {:?}", section.form) };
            let kind = section.kind.map_or("-", SectionKind::as_str);
            let own = if section.kind.is_some() && !section.own_kind { " inherited" } else { "" };
            let or = section.ambiguous.map_or(String::new(), |other| format!(" or {}", other.as_str()));
            let parent = section.parent.map_or(String::new(), |parent| format!(" in {parent}"));
            let Section { heading, level, anchor, .. } = section;
            shown.push_str(&format!("{index} {heading} [{level}{form}{title}{parent}] {kind}{own}{or} #{anchor}\n"));
            assert!(section.span.end <= section.content.start && section.content.start <= section.content.end);
        }
        assert_data_eq!(shown, expected);
    }

    /// The kind of a heading that stands alone, below a section of the kind `parent`.
    #[track_caller]
    fn check_kind(heading: &str, parent: Option<SectionKind>, expected: Option<SectionKind>) {
        let meaning = kind_of(&Phrase::new(heading), parent, &BTreeMap::new());
        assert_eq!(meaning.map(|meaning| meaning.kind), expected, "{heading}");
    }

    #[test]
    fn headings_of_every_house() {
        use SectionKind as K;
        for (heading, kind) in [
            ("## Summary", K::Summary),
            ("tl;dr", K::Summary),
            ("Root Cause(s)", K::ContributingFactors),
            ("5 Whys", K::ContributingFactors),
            ("Five why's", K::ContributingFactors),
            ("3. Root causes:", K::ContributingFactors),
            ("IV. Impact", K::Impact),
            (":fire: Customer impact", K::Impact),
            ("🔥 Impact on users", K::Impact),
            ("Timeline (all times UTC)", K::Timeline),
            ("Timeline - all times PST", K::Timeline),
            ("What didn’t go so well?", K::WentPoorly),
            ("Lessons learnt", K::Lessons),
            ("Follow-ups", K::ActionItems),
            ("Corrective & preventative measures", K::ActionItems),
            ("Where we got lucky", K::GotLucky),
            ("Severity: medium", K::Metrics),
            ("Step 2: Mitigation", K::Resolution),
            ("7.1 What went well", K::WentWell),
            ("What we’ll do next", K::ActionItems),
            ("Blameless root cause", K::ContributingFactors),
            ("What we're doing to prevent this", K::ActionItems),
            ("Details / known impact", K::Impact),
            ("Zusammenfassung", K::Summary),
            ("Was lief nicht gut?", K::WentPoorly),
            ("Causes profondes", K::ContributingFactors),
            ("Ce qui s’est bien passé", K::WentWell),
            ("Línea de tiempo", K::Timeline),
            ("Lecciones aprendidas", K::Lessons),
            ("Linha do tempo (UTC-3)", K::Timeline),
            ("Ações corretivas", K::ActionItems),
            ("タイムライン（JST）", K::Timeline),
            ("2. 技術的教訓", K::Lessons),
            ("予防（Prevent）", K::ActionItems),
            ("影响范围", K::Impact),
            ("事故根本原因", K::ContributingFactors),
            ("재발 방지 대책", K::ActionItems),
            ("장애 타임라인", K::Timeline),
        ] {
            check_kind(heading, None, Some(kind));
        }
    }

    #[test]
    fn other_headings_have_no_kind() {
        for heading in [
            "",
            "Kubernetes",
            "The day the queue stood still",
            "2026-03-07",
            "!!!",
            "Impactful changes to the API of the gateway and more",
        ] {
            check_kind(heading, None, None);
        }
    }

    #[test]
    fn the_parent_decides() {
        use SectionKind as K;
        check_kind("What went wrong", Some(K::Lessons), Some(K::WentPoorly));
        check_kind("What went wrong", Some(K::ContributingFactors), Some(K::ContributingFactors));
        check_kind("Remediation", Some(K::Resolution), Some(K::Resolution));
        check_kind("Detection", Some(K::ActionItems), Some(K::ActionItems));
        check_kind("Resolution", Some(K::Timeline), Some(K::Timeline));
        check_kind("What went well", Some(K::Lessons), Some(K::WentWell));
    }

    #[test]
    fn a_document() {
        check(
            "# Postmortem: queue stuck

Underlined
==========

Summary
-------

## What went wrong?
### Some detail
## Impact
**Customers**

Many.

**Note:** this is a label.

**Action items**

- one

## Impact
## Heart of the *matter*
",
            str![[r#"
0 Postmortem: queue stuck [1 title] - #postmortem-queue-stuck
1 Underlined [1] - #underlined
2 Summary [2 in 1] summary #summary
3 What went wrong? [2 in 1] went_poorly or contributing_factors #what-went-wrong
4 Some detail [3 in 3] went_poorly inherited #some-detail
5 Impact [2 in 1] impact #impact
6 Customers [3 Bold in 5] impact inherited #customers
7 Action items [3 Bold in 5] action_items #action-items
8 Impact [2 in 1] impact #impact-1
9 Heart of the matter [2 in 1] contributing_factors #heart-of-the-matter

"#]],
        );
    }

    #[test]
    fn bold_lines_that_are_no_headings() {
        check(
            "**14:02**\n\nx\n\n**Why did it stop?**\n\nx\n\n**It stopped because of the heat.**\n\nx\n\n**Last**\n",
            str![],
        );
    }

    #[test]
    fn headings_in_lists_and_quotes_divide_nothing() {
        check(
            "# T\n> ## Impact\n\n- ## Summary\n",
            str![[r#"
0 T [1 title] - #t

"#]],
        );
    }

    #[test]
    fn documents_without_a_title() {
        check(
            "# Summary\nx\n# Timeline\n",
            str![[r#"
0 Summary [1] summary #summary
1 Timeline [1] timeline #timeline

"#]],
        );
        check(
            "## Queue stuck\n### Summary\n### Impact\n",
            str![[r#"
0 Queue stuck [2 title] - #queue-stuck
1 Summary [3 in 0] summary #summary
2 Impact [3 in 0] impact #impact

"#]],
        );
        check(
            "## Summary\n## Impact\n",
            str![[r#"
0 Summary [2] summary #summary
1 Impact [2] impact #impact

"#]],
        );
    }
}
