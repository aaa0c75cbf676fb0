//! Action items in every form: bullets, numbers, task lists, tables, short paragraphs below a sub-heading.
//!
//! The entry point is [`read`]. Only sections that are about actions are read: a check list elsewhere is none.
//! Where a document has "Action items", what it says under "Prevention" is advice, not a promise. What an item
//! is worth is for the rules to say.

mod fields;
mod table;

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{ActionItem, ActionKind, ActionStatus, Heading, Link, Section, SectionKind};
use crate::parse::blocks::{Block, Kind};
use crate::parse::prose::{Prose, Style};
use crate::parse::sections::{self, Outline};
use crate::text::{Span, Spanned};

/// Finds the action items of a document, in order.
pub(crate) fn read(blocks: &[Block], outline: &Outline, links: &[Link]) -> Vec<ActionItem> {
    let people = initials(blocks, outline);
    let mut reader = Reader { links, people, items: Vec::new(), kind: None, owner: None, outer: None, rejected: None };
    let owners = by_owner(outline);
    let named: Vec<bool> = by_name(outline);
    let any_named = (0..outline.sections.len()).any(|index| named[index] && !outline.blocks(index, blocks).is_empty());
    reader.labelled(outline.preamble(blocks));
    for (index, section) in outline.sections.iter().enumerate() {
        if section.kind != Some(SectionKind::ActionItems) {
            reader.labelled(outline.blocks(index, blocks));
            continue;
        }
        if any_named && !named[index] {
            continue;
        }
        // What explains the kinds is no item; but the table of the items may follow it.
        if !section.own_kind && fields::is_legend(&section.heading) {
            let rows = outline.blocks(index, blocks).iter().filter(|block| matches!(block.kind, Kind::Row { .. }));
            let rows: Vec<Block> = rows.cloned().collect();
            reader.section(&rows, Paragraphs::Prose);
            continue;
        }
        let heading = &blocks[outline.headings[index]].prose;
        reader.kind = fields::kind_of_group(heading.plain()).map(|kind| Spanned::new(kind, heading.whole()));
        reader.outer = owners[index].then(|| Spanned::new(fields::owner_name(heading.plain()), heading.whole()));
        let is_rejected = fields::rejects(heading.plain());
        reader.rejected = is_rejected.then(|| heading.whole());
        let is_leaf = outline.sections.get(index + 1).is_none_or(|next| next.parent != Some(index));
        let below_actions = section
            .parent
            .and_then(|parent| outline.sections.get(parent))
            .is_some_and(|parent| parent.kind == Some(SectionKind::ActionItems));
        let is_line = section.form != Heading::Markdown;
        let paragraphs = if is_leaf && (below_actions || is_line) { Paragraphs::Items } else { Paragraphs::Prose };
        reader.section(outline.blocks(index, blocks), paragraphs);
    }
    reader.items
}

/// The initials of those whom the document lists: "Attendees: KL, RM". Elsewhere such letters may be any abbreviation.
fn initials(blocks: &[Block], outline: &Outline) -> BTreeSet<String> {
    let sections =
        (0..outline.sections.len()).filter(|index| outline.sections[*index].kind == Some(SectionKind::People));
    let listed = sections.flat_map(|index| outline.blocks(index, blocks));
    let words = listed.flat_map(|block| block.prose.plain().split(|c: char| !c.is_alphanumeric()));
    words.filter(|word| fields::are_initials(word)).map(str::to_owned).collect()
}

/// For each section whether it, or one around it, asks for actions by name.
fn by_name(outline: &Outline) -> Vec<bool> {
    let mut named: Vec<bool> = Vec::with_capacity(outline.sections.len());
    for section in &outline.sections {
        let is_action = section.kind == Some(SectionKind::ActionItems);
        let around = section.parent.is_some_and(|parent| named[parent]);
        named.push(is_action && (around || sections::names_actions(&section.heading)));
    }
    named
}

/// For each section whether its heading is the name of who sees to the items below it: a bold line that is a name
/// and no group, among others like it; or a handle.
fn by_owner(outline: &Outline) -> Vec<bool> {
    let is_action = |section: &Section| section.kind == Some(SectionKind::ActionItems);
    let names: Vec<bool> = outline
        .sections
        .iter()
        .map(|section| {
            let is_named = section.form == Heading::Bold && !section.own_kind && fields::is_name(&section.heading);
            is_action(section) && (is_named || fields::team(&section.heading).is_some_and(|team| team.starts_with('@')))
        })
        .collect();
    // Of the bold lines of one section, either all name somebody or none does.
    let group = |section: &Section| (section.parent, section.form == Heading::Bold);
    let mut groups: BTreeMap<(Option<usize>, bool), bool> = BTreeMap::new();
    for (section, is_name) in outline.sections.iter().zip(&names).filter(|(section, _)| is_action(section)) {
        *groups.entry(group(section)).or_insert(true) &= is_name;
    }
    let is_owner = |(section, is_name): (&Section, &bool)| *is_name && groups.get(&group(section)) == Some(&true);
    outline.sections.iter().zip(&names).map(is_owner).collect()
}

/// Whether the paragraphs of a section without a list are its items.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Paragraphs {
    Items,
    Prose,
}

#[derive(Debug)]
struct Reader<'a> {
    links: &'a [Link],
    /// Those who took part, where they are named by their initials.
    people: BTreeSet<String>,
    items: Vec<ActionItem>,
    /// The kind of the group that is being read.
    kind: Option<Spanned<ActionKind>>,
    /// The team whose bullets are being read.
    owner: Option<Spanned<String>>,
    /// The same, named by the heading.
    outer: Option<Spanned<String>>,
    /// Where it is said that the items that follow were decided against.
    rejected: Option<Span>,
}

impl Reader<'_> {
    fn section(&mut self, blocks: &[Block], paragraphs: Paragraphs) {
        let before = self.items.len();
        let rejected = self.rejected;
        // Beside a table of actions, a list explains its columns.
        let mut tabled = false;
        let mut index = 0;
        while let Some(block) = blocks.get(index) {
            let mut next = index + 1;
            match &block.kind {
                Kind::Row { table, .. } => {
                    while matches!(blocks.get(next).map(|block| &block.kind), Some(Kind::Row { table: of, .. }) if of == table)
                    {
                        next += 1;
                    }
                    let group = self.kind.clone();
                    let rows = table::read(&blocks[index..next], self.links, group.as_ref());
                    if !tabled && !rows.is_empty() {
                        self.items.truncate(before);
                        tabled = true;
                    }
                    self.items.extend(rows);
                }
                Kind::Item { .. } if block.lists == 1 && block.quotes == 0 => {
                    next = after_item(blocks, index);
                    if !tabled {
                        self.owner.clone_from(&self.outer);
                        self.item(&blocks[index..next]);
                    }
                }
                Kind::Paragraph if block.is_free_paragraph() && rejected.is_none() => {
                    self.rejected = fields::rejects(block.prose.plain()).then(|| block.prose.whole());
                }
                _ => {}
            }
            index = next;
        }
        if self.items.len() == before && paragraphs == Paragraphs::Prose {
            for block in blocks.iter().filter(|block| block.is_free_paragraph()) {
                self.marked_lines(block);
            }
        }
        if self.items.len() == before && paragraphs == Paragraphs::Items {
            for block in blocks.iter().filter(|block| block.is_free_paragraph()) {
                self.owner.clone_from(&self.outer);
                self.leaf(std::slice::from_ref(block), None);
            }
        }
    }

    /// Lines of a paragraph that each say that they are an item: "TODO: …", "☐ …".
    fn marked_lines(&mut self, block: &Block) {
        let prose = &block.prose;
        let lines = || prose.lines().filter(|line| !prose.plain()[line.clone()].trim().is_empty());
        if !lines().all(|line| fields::is_marked(&prose.plain()[line])) {
            return;
        }
        for line in lines() {
            let part = Block {
                kind: Kind::Paragraph,
                span: prose.span(line.clone()),
                prose: prose.slice(line),
                lists: 0,
                quotes: 0,
            };
            self.owner.clone_from(&self.outer);
            self.leaf(std::slice::from_ref(&part), None);
        }
    }

    /// Paragraphs outside of the sections for actions that say what they are: "**Action taken:** …".
    fn labelled(&mut self, blocks: &[Block]) {
        for block in blocks.iter().filter(|block| block.is_free_paragraph()) {
            if fields::action_label(&block.prose).is_some() {
                self.kind = None;
                self.owner = None;
                self.leaf(std::slice::from_ref(block), None);
            }
        }
    }

    /// A list item with what is below it: a group of items, or an item with its details.
    fn item(&mut self, blocks: &[Block]) {
        let Some((item, below)) = blocks.split_first() else { return };
        let task = if let Kind::Item { task, .. } = item.kind { task } else { None };
        let has_children = below.iter().any(|block| is_item(block) && block.lists == item.lists + 1);
        if has_children && task.is_none() && is_group(&item.prose) && !are_links(below) {
            let outer = (self.kind.clone(), self.owner.clone());
            let text = item.prose.plain();
            if let Some(kind) = fields::kind_of_group(text) {
                self.kind = Some(Spanned::new(kind, item.prose.whole()));
            }
            if let Some(owner) = fields::team(text) {
                self.owner = Some(Spanned::new(owner, item.prose.whole()));
            }
            let mut start = below.iter().position(is_item).unwrap_or(below.len());
            while start < below.len() {
                let end = after_item(below, start);
                self.item(&below[start..end]);
                start = end;
            }
            (self.kind, self.owner) = outer;
            return;
        }
        self.leaf(blocks, task);
    }

    /// One item: its paragraph, then its details.
    fn leaf(&mut self, blocks: &[Block], task: Option<bool>) {
        let Some((block, details)) = blocks.split_first() else { return };
        if fields::is_lead_in(block.prose.plain()) && !are_links(details) {
            return;
        }
        let Some(mut item) = fields::item(&block.prose, block.span, self.links) else { return };
        for detail in details.iter().filter(|block| is_item(block) || block.kind == Kind::Paragraph) {
            fields::detail(&detail.prose, &mut item);
        }
        if let Some(done) = task {
            let status = if done { ActionStatus::Done } else { ActionStatus::Open };
            // "- [ ] ~~text~~ won't do" says more than its box.
            let said = item.status.as_ref().is_some_and(|said| said.value == ActionStatus::Cancelled);
            if !said {
                item.status = Some(Spanned::new(status, Span::at(block.span.start as usize)));
            }
        }
        if let (None, Some(span)) = (&item.status, self.rejected) {
            item.status = Some(Spanned::new(ActionStatus::Cancelled, span));
        }
        item.kind = item.kind.or_else(|| self.kind.clone());
        item.owner = item.owner.or_else(|| {
            let range = fields::initials(block.prose.plain()).filter(|_| !self.people.is_empty())?;
            let name = &block.prose.plain()[range.clone()];
            self.people.contains(name).then(|| Spanned::new(name.to_owned(), block.prose.span(range)))
        });
        item.owner = item.owner.or_else(|| self.owner.clone());
        self.items.push(item);
    }
}

fn is_item(block: &Block) -> bool {
    matches!(block.kind, Kind::Item { .. })
}

/// One past the last block of the item at `index`.
fn after_item(blocks: &[Block], index: usize) -> usize {
    let depth = blocks.get(index).map_or(0, |block| block.lists);
    (index + 1..blocks.len())
        .find(|next| {
            let block = &blocks[*next];
            block.lists < depth || (block.lists == depth && is_item(block))
        })
        .unwrap_or(blocks.len())
}

/// Whether blocks only say where something is to be found: "Stable: https://…".
fn are_links(blocks: &[Block]) -> bool {
    let is_link = |block: &Block| {
        let words = block.prose.plain().split_whitespace();
        let (urls, others): (Vec<&str>, Vec<&str>) =
            words.partition(|word| word.starts_with("https://") || word.starts_with("http://"));
        !urls.is_empty() && others.len() <= 2
    };
    !blocks.is_empty() && blocks.iter().all(is_link)
}

/// Whether an item with children only names them: a lead-in, a bold phrase, a word or two.
fn is_group(prose: &Prose) -> bool {
    let text = prose.plain().trim();
    fields::is_lead_in(text) || prose.is_all(Style::STRONG) || text.split_whitespace().count() <= 2
}

#[cfg(test)]
mod tests;
