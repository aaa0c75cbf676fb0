//! Action items that are rows: the head says what the columns are.

use crate::model::{ActionItem, ActionKind, Link};
use crate::parse::action_items::fields::{self, Field};
use crate::parse::blocks::{Block, Kind};
use crate::parse::prose::Prose;
use crate::text::Spanned;

/// Reads the rows of a table. One whose head names nothing of an action is left to the reader.
pub(super) fn read(rows: &[Block], links: &[Link], group: Option<&Spanned<ActionKind>>) -> Vec<ActionItem> {
    let mut columns: Vec<Option<Field>> = Vec::new();
    let mut items = Vec::new();
    for block in rows {
        match &block.kind {
            Kind::Row { head: true, cells, .. } => {
                let named: Vec<Option<Field>> = cells.iter().map(|cell| fields::field(cell.plain())).collect();
                let Some(settled) = settled(named) else { return items };
                columns = settled;
            }
            Kind::Row { cells, .. } => items.extend(row(block, cells, &columns, links, group)),
            _ => {}
        }
    }
    items
}

/// Exactly one column with the action: the first that says so, else the first that says nothing.
fn settled(mut columns: Vec<Option<Field>>) -> Option<Vec<Option<Field>>> {
    if columns.iter().all(Option::is_none) {
        return None;
    }
    let action = columns.iter().position(|field| *field == Some(Field::Action));
    let action =
        action.or_else(|| columns.iter().position(|field| field.is_none() || *field == Some(Field::Ticket)))?;
    for (index, field) in columns.iter_mut().enumerate() {
        if index == action {
            *field = Some(Field::Action);
        } else if *field == Some(Field::Action) {
            *field = None;
        }
    }
    Some(columns)
}

fn row(
    block: &Block,
    cells: &[Prose],
    columns: &[Option<Field>],
    links: &[Link],
    group: Option<&Spanned<ActionKind>>,
) -> Option<ActionItem> {
    let cell = |wanted: Field| {
        let index = columns.iter().position(|field| *field == Some(wanted))?;
        cells.get(index).filter(|cell| !cell.plain().trim().is_empty())
    };
    let mut item = fields::item(cell(Field::Action)?, block.span, links)?;
    if let Some(cell) = cell(Field::Owner) {
        let owner = fields::owner_name(&cell.line());
        if !matches!(owner.to_lowercase().as_str(), "-" | "–" | "—" | "?" | "tbd" | "n/a" | "none" | "tba" | "") {
            item.owner = Some(Spanned::new(owner, cell.whole()));
        }
    }
    if let Some(cell) = cell(Field::Due)
        && let Some(date) = fields::due_of(cell.plain())
    {
        item.due = Some(Spanned::new(date, cell.whole()));
    }
    if let Some(cell) = cell(Field::Status)
        && let Some(status) = fields::status_of(cell.plain())
    {
        item.status = Some(Spanned::new(status, cell.whole()));
    }
    // "Bug 12 **DONE**": where no column is for it, any may say it.
    if item.status.is_none() && !columns.contains(&Some(Field::Status)) {
        item.status = cells.iter().find_map(|cell| {
            let word = cell.plain().split_whitespace().next_back().filter(|word| !word.contains(char::is_lowercase))?;
            Some(Spanned::new(fields::status_of(word)?, cell.whole()))
        });
    }
    if let Some(cell) = cell(Field::Kind)
        && let Some(kind) = fields::kind_of_group(cell.plain())
    {
        item.kind = Some(Spanned::new(kind, cell.whole()));
    }
    if let Some(cell) = cell(Field::Ticket)
        && let Some(ticket) = fields::ticket(cell, cell.whole(), links)
    {
        item.ticket = Some(ticket);
    }
    item.kind = item.kind.or_else(|| group.cloned());
    Some(item)
}
