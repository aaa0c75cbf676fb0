//! From headings to sections with their kinds.
//!
//! The entry point is [`outline`]. Headings are recognised by `sections.toml` and the configuration; texts that
//! only look like headings to a person are left as they are. What a section holds is read elsewhere.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::model::{Heading, Section, SectionKind};
use crate::parse::blocks::{Block, Kind};
use crate::parse::markdown::Anchors;
use crate::parse::prose::Style;
use crate::parse::time;
use crate::text::{Span, Spanned};

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

/// Finds the sections. `end` is the end of the body; `aliases` are headings of the configuration.
pub(crate) fn outline(blocks: &[Block], end: u32, aliases: &BTreeMap<String, SectionKind>) -> Outline {
    let mut outline = Outline::default();
    let mut anchors = Anchors::default();
    let mut markdown_level = 1;
    let found: Vec<(usize, u8, Heading)> = blocks
        .iter()
        .enumerate()
        .filter_map(|(index, block)| match block.kind {
            Kind::Heading(level) => {
                markdown_level = level;
                Some((index, level, Heading::Markdown))
            }
            Kind::Paragraph => {
                let form = line_heading(block, blocks.get(index + 1))?;
                Some((index, (markdown_level + 1).min(6), form))
            }
            _ => None,
        })
        .collect();
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

/// The heading that is the title: the first of level 1, unless all of level 1 are sections; without any, a
/// first heading that stands alone above all others.
fn title_of(blocks: &[Block], found: &[(usize, u8, Heading)]) -> Option<usize> {
    let known = |number: usize| {
        let phrase = Phrase::new(&blocks[found[number].0].prose.line());
        phrase.0.len() == 1 && kind_of(&phrase, None, &BTreeMap::new()).is_some_and(|kind| kind.whole)
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
    let first = parts.next()??;
    let mut other = None;
    for part in parts {
        let part = part?;
        other = other.or((part.kind != first.kind).then_some(part.kind));
    }
    Some(Meaning { other: other.or(first.other), ..first })
}

/// The most words of a heading that is recognised by its first or last ones.
const MAX_PARTIAL_WORDS: usize = 6;

fn partial(words: &str) -> Option<Meaning> {
    if words.split(' ').count() > MAX_PARTIAL_WORDS {
        return None;
    }
    let begins = TABLE.begins.iter().find(|(start, _)| has_words_at_start(words, start));
    let ends = || TABLE.ends.iter().find(|(end, _)| has_words_at_end(words, end));
    let (_, kind) = begins.or_else(ends)?;
    Some(Meaning { whole: false, ..Meaning::sure(*kind) })
}

fn has_words_at_start(words: &str, start: &str) -> bool {
    words.strip_prefix(start).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
}

fn has_words_at_end(words: &str, end: &str) -> bool {
    words.strip_suffix(end).is_some_and(|rest| rest.is_empty() || rest.ends_with(' '))
}

/// A heading reduced to what matters for its meaning: parts (split at `:` and dashes) of words.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Phrase(Vec<String>);

impl Phrase {
    fn new(heading: &str) -> Self {
        let plain = without_brackets(heading);
        let text = without_numbering(if plain.trim().is_empty() { heading } else { &plain });
        let parts = text
            .split([':', '–', '—', '|', '：', '·'])
            .flat_map(|part| part.split(" - "))
            .map(normalised)
            .filter(|part| !part.is_empty())
            .collect();
        Self(parts)
    }

    /// All words.
    fn text(&self) -> String {
        self.0.join(" ")
    }

    /// The ways to read it, best first: all of it, the part before a colon or dash, the part after.
    fn readings(&self) -> impl Iterator<Item = &str> {
        let all = if let [only] = &self.0[..] { Some(only.as_str()) } else { None };
        let several = (self.0.len() > 1).then_some(&self.0);
        let first = several.and_then(|parts| parts.first()).map(String::as_str);
        let last = several.and_then(|parts| parts.last()).map(String::as_str);
        all.into_iter().chain(first).chain(last)
    }
}

/// Lower case, singular, American; no articles, emoji, quotes or punctuation; `&`, `/` and `+` are "and".
fn normalised(part: &str) -> String {
    let mut words: Vec<String> = Vec::new();
    for token in part.split(|c: char| c.is_whitespace() || matches!(c, '-' | ',' | ';' | '.' | '?' | '!' | '_')) {
        for (index, piece) in token.split(['/', '&', '+']).enumerate() {
            if index > 0 && words.last().is_some_and(|last| last != "and") {
                words.push("and".to_owned());
            }
            let word: String = piece.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
            if word.is_empty() || matches!(word.as_str(), "the" | "a" | "an" | "our" | "your") {
                continue;
            }
            words.push(singular(&word));
        }
    }
    if words.last().is_some_and(|last| last == "and") {
        words.pop();
    }
    words.join(" ")
}

/// The singular of an English word, as far as headings need it, with American spelling.
fn singular(word: &str) -> String {
    match word {
        "learnt" => return "learned".to_owned(),
        "ups" => return "up".to_owned(),
        "analyses" => return "analysis".to_owned(),
        "behaviour" => return "behavior".to_owned(),
        _ => {}
    }
    if let Some(stem) = word.strip_suffix("ies").filter(|stem| stem.len() > 2) {
        return format!("{stem}y");
    }
    if let Some(stem) = word
        .strip_suffix("es")
        .filter(|stem| stem.ends_with(['x', 'z']) || stem.ends_with("sh") || stem.ends_with("ss"))
    {
        return stem.to_owned();
    }
    match word.strip_suffix('s') {
        Some(stem) if stem.len() > 1 && !stem.ends_with(['s', 'u', 'i']) => stem.to_owned(),
        _ => word.to_owned(),
    }
}

/// Without `(…)`, `[…]` and `:emoji:`.
fn without_brackets(heading: &str) -> String {
    let mut text = String::with_capacity(heading.len());
    let mut depth = 0_usize;
    for c in heading.chars() {
        match c {
            '(' | '[' | '（' => depth += 1,
            ')' | ']' | '）' => depth = depth.saturating_sub(1),
            _ if depth == 0 => text.push(c),
            _ => {}
        }
    }
    let is_shortcode = |word: &str| {
        word.len() > 2
            && word.starts_with(':')
            && word.ends_with(':')
            && word[1..word.len() - 1].chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '+' | '-'))
    };
    if text.contains(':') {
        text = text.split_whitespace().filter(|word| !is_shortcode(word)).collect::<Vec<_>>().join(" ");
    }
    text
}

/// Without "1.", "2.3)", "IV.", "a)", "Step 3:", "#4" at its start.
fn without_numbering(heading: &str) -> &str {
    let text = heading.trim_start_matches(|c: char| !c.is_alphanumeric());
    let (first, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    let number = first.trim_end_matches(['.', ')', ':']);
    let marked = number.len() < first.len() || rest.starts_with(['-', '–', '—', '.', ')', ':']);
    let is_number = number.chars().all(|c| c.is_ascii_digit() || c == '.');
    let is_letter = number.len() == 1 || (number.len() < 5 && number.chars().all(|c| matches!(c, 'I' | 'V' | 'X')));
    if marked && (is_number || is_letter) && !rest.trim().is_empty() {
        return rest.trim_start_matches(|c: char| !c.is_alphanumeric());
    }
    if number.eq_ignore_ascii_case("step") || number.eq_ignore_ascii_case("part") {
        let after = rest.trim_start_matches(|c: char| c.is_ascii_digit());
        let after_mark = after.trim_start_matches([':', '.', ')', '-', ' ']);
        if after.len() < rest.len() && !after_mark.is_empty() {
            return after_mark;
        }
    }
    text
}

/// A kind as the data names it.
#[derive(Debug, Clone, Copy)]
struct Named(SectionKind);

impl<'de> Deserialize<'de> for Named {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = String::deserialize(deserializer)?;
        SectionKind::ALL
            .into_iter()
            .find(|kind| kind.as_str() == name)
            .map(Self)
            .ok_or_else(|| serde::de::Error::custom(format!("no section kind `{name}`")))
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Aliases {
    headings: Vec<String>,
    begins: Vec<String>,
    ends: Vec<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Ambiguous {
    headings: Vec<String>,
    kind: Named,
    or: Named,
    within: BTreeMap<String, Named>,
}

#[derive(Debug, Deserialize)]
struct Data {
    ambiguous: Vec<Ambiguous>,
    #[serde(flatten)]
    kinds: BTreeMap<String, Aliases>,
}

/// `sections.toml`, ready for looking up.
#[derive(Debug, Default)]
struct Table {
    exact: BTreeMap<String, SectionKind>,
    begins: Vec<(String, SectionKind)>,
    ends: Vec<(String, SectionKind)>,
    ambiguous: BTreeMap<String, Ambiguous>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| match toml::from_str(include_str!("sections.toml")) {
    Ok(data) => Table::new(data),
    // The data is part of the program; a test reads it.
    Err(error) => panic!("sections.toml: {error}"),
});

impl Table {
    fn new(data: Data) -> Self {
        let mut table = Self::default();
        let kinds = SectionKind::ALL.into_iter().filter_map(|kind| Some((kind, data.kinds.get(kind.as_str())?)));
        for (kind, aliases) in kinds {
            let phrases = |texts: &[String]| texts.iter().map(|text| Phrase::new(text).text()).collect::<Vec<_>>();
            table.exact.extend(phrases(&aliases.headings).into_iter().map(|words| (words, kind)));
            table.begins.extend(phrases(&aliases.begins).into_iter().map(|words| (words, kind)));
            table.ends.extend(phrases(&aliases.ends).into_iter().map(|words| (words, kind)));
        }
        // The longest decides: "root cause analysis" before "root cause".
        for list in [&mut table.begins, &mut table.ends] {
            list.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then_with(|| a.0.cmp(&b.0)));
        }
        for ambiguous in data.ambiguous {
            for heading in &ambiguous.headings {
                table.ambiguous.insert(Phrase::new(heading).text(), ambiguous.clone());
            }
        }
        table
    }
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
    fn the_data_is_sound() {
        let data: Data = toml::from_str(include_str!("sections.toml")).unwrap();
        for kind in SectionKind::ALL {
            assert!(data.kinds.contains_key(kind.as_str()), "{}", kind.as_str());
        }
        assert_eq!(data.kinds.len(), SectionKind::ALL.len());
        let mut seen: BTreeMap<String, &str> = BTreeMap::new();
        for (kind, aliases) in &data.kinds {
            for heading in &aliases.headings {
                let words = Phrase::new(heading).text();
                assert!(!words.is_empty(), "`{heading}` says nothing");
                if let Some(other) = seen.insert(words, kind) {
                    assert_eq!(other, kind, "`{heading}` has two kinds: say so in [[ambiguous]]");
                }
            }
        }
        for ambiguous in &data.ambiguous {
            for kind in ambiguous.within.keys() {
                assert!(data.kinds.contains_key(kind), "{kind}");
            }
            for heading in &ambiguous.headings {
                assert!(!seen.contains_key(&Phrase::new(heading).text()), "`{heading}` is both sure and ambiguous");
            }
        }
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
            ("Blameless root cause", K::ContributingFactors),
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
