//! Looking at lines and imports.

use std::collections::{BTreeSet, HashMap};

use jiff::Timestamp;
use kit_core::{Cursor, Page, PageSize};
use kit_db::{DbError, Read};
use orders::{OrderNumber, OrderRow, ReceiptId};

use super::propose::own_account;
use super::record::is_void;
use crate::model::{BankLine, Import, ImportId, LineId, LineKind, LineState, Reason, is_taken_back_by};
use crate::store;
use crate::store::lines::Proposed;

/// Credits of the same amount on the same account that are compared with what is taken back, the latest.
const COMPARED: i64 = 500;

/// Which lines are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// Those that nobody has decided about: the sure ones first, then the likely ones, then the others, the oldest first.
    Open,
    /// Those of a state that were decided, the latest first.
    Decided(LineState),
    /// Those that a file told first, by their days.
    Of(ImportId),
}

/// A line in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineRow {
    /// The line.
    pub line: BankLine,
    /// The orders that are proposed, as they stand now.
    pub orders: Vec<OrderRow>,
    /// Whether what is proposed is still what would happen: the orders want as much as when it was proposed.
    pub is_current: bool,
    /// Other lines that nobody has decided about and that are proposed for one of its orders too.
    pub rivals: Vec<(OrderNumber, LineId)>,
}

impl LineRow {
    /// Whether it is ticked already.
    pub fn is_ticked(&self) -> bool {
        self.is_current && self.line.proposal.as_ref().is_some_and(|proposal| proposal.is_sure())
    }
}

/// A page of lines.
///
/// # Errors
/// The database cannot be read.
pub fn lines(
    read: &mut Read<'_>,
    wanted: Wanted,
    cursor: Option<Cursor>,
    size: PageSize,
) -> Result<Page<LineRow>, DbError> {
    let last = match cursor {
        Some(Cursor(id)) => store::lines::line(read, LineId::from_raw(id))?,
        None => None,
    };
    let rows = match wanted {
        Wanted::Open => store::lines::ranked(read, last.as_ref(), size.and_one())?,
        Wanted::Decided(state) => store::lines::decided(read, state, last.as_ref(), size.and_one())?,
        Wanted::Of(import) => store::lines::of_import(read, import, last.as_ref(), size.and_one())?,
    };
    let page = Page::cut(rows, size, |line| line.id.0);
    let rows = with_orders(read, page.rows)?;
    Ok(Page { rows, next: page.next })
}

/// Lines with the orders that are proposed for them.
fn with_orders(read: &mut Read<'_>, lines: Vec<BankLine>) -> Result<Vec<LineRow>, DbError> {
    let proposed = lines.iter().filter_map(|line| line.proposal.as_ref()).flat_map(|proposal| proposal.orders());
    let numbers: Vec<OrderNumber> = proposed.collect::<BTreeSet<_>>().into_iter().collect();
    let found = orders::standing(read, &numbers)?;
    let known: HashMap<OrderNumber, OrderRow> = found.into_iter().map(|order| (order.number, order)).collect();
    let proposed = store::lines::open_of_orders(read, &numbers)?;
    let row = |line: BankLine| {
        let orders: Vec<OrderRow> = match &line.proposal {
            Some(proposal) => proposal.orders().filter_map(|number| known.get(&number).cloned()).collect(),
            None => Vec::new(),
        };
        let is_rival = |other: &&Proposed| {
            line.state == LineState::Open
                && other.line != line.id
                && orders.iter().any(|own| own.number == other.number)
        };
        let rivals = proposed.iter().filter(is_rival).map(|other| (other.number, other.line)).collect();
        LineRow { is_current: is_current(&line, &orders), orders, rivals, line }
    };
    Ok(lines.into_iter().map(row).collect())
}

/// Whether the orders of a proposal want as much as when it was made.
fn is_current(line: &BankLine, orders: &[OrderRow]) -> bool {
    let Some(proposal) = &line.proposal else { return true };
    if orders.is_empty() || proposal.reasons.contains(&Reason::Ended) {
        return true;
    }
    let due = orders.iter().filter(|order| order.state.takes_money()).map(|order| order.gross - order.paid);
    let due: i64 = due.sum();
    let was = proposal.reasons.iter().find_map(|reason| match reason {
        Reason::Part(missing) => Some(line.cents.saturating_add(*missing)),
        Reason::Over(rest) => Some(line.cents.saturating_sub(*rest)),
        Reason::Exact | Reason::Sum(_) | Reason::OnlyAmount => Some(line.cents),
        _ => None,
    });
    was.is_none_or(|was| was == due)
}

/// A line and what belongs to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineDetails {
    /// The line and the orders proposed.
    pub row: LineRow,
    /// The file that told it first.
    pub import: Import,
    /// Whether the money moved on the account that the publisher names on its orders.
    pub is_own: bool,
    /// Whether the receipt that it became is void.
    pub is_void: bool,
    /// Of what is taken back: the credits that it seems to undo. Of a credit: what seems to take it back.
    pub others: Vec<BankLine>,
}

/// A line.
///
/// # Errors
/// The database cannot be read.
pub fn line(read: &mut Read<'_>, id: LineId) -> Result<Option<LineDetails>, DbError> {
    let Some(line) = store::lines::line(read, id)? else { return Ok(None) };
    let import = store::imports::import(read, line.import)?;
    let import = import.ok_or_else(|| DbError::fault("a line has no import"))?;
    let is_own = own_account(read)?.as_ref() == Some(&line.account);
    let is_void = is_void(read, &line)?;
    let mut others = match line.kind {
        LineKind::TakenBack => store::lines::credits_before(read, &line, COMPARED)?,
        LineKind::Credit => store::lines::taken_back(read, line.cents, &line.account)?,
        LineKind::Returned => Vec::new(),
    };
    others.retain(|other| match line.kind {
        LineKind::TakenBack => is_taken_back_by(other, &line),
        LineKind::Credit | LineKind::Returned => is_taken_back_by(&line, other),
    });
    let row = with_orders(read, vec![line])?.pop();
    let row = row.ok_or_else(|| DbError::fault("a line is gone"))?;
    Ok(Some(LineDetails { row, import, is_own, is_void, others }))
}

/// The line that a receipt was made of.
///
/// # Errors
/// The database cannot be read.
pub fn line_of_receipt(read: &mut Read<'_>, receipt: ReceiptId) -> Result<Option<LineId>, DbError> {
    store::lines::of_receipt(read, receipt)
}

/// A page of the imports, the newest first.
///
/// # Errors
/// The database cannot be read.
pub fn imports(read: &mut Read<'_>, cursor: Option<Cursor>, size: PageSize) -> Result<Page<Import>, DbError> {
    let last = match cursor {
        Some(Cursor(id)) => store::imports::import(read, ImportId::from_raw(id))?,
        None => None,
    };
    let rows = store::imports::imports(read, last.as_ref(), size.and_one())?;
    Ok(Page::cut(rows, size, |import| import.id.0))
}

/// An import, and whether all of its accounts are the one that the publisher names on its orders.
///
/// # Errors
/// The database cannot be read.
pub fn import(read: &mut Read<'_>, id: ImportId) -> Result<Option<(Import, bool)>, DbError> {
    let Some(import) = store::imports::import(read, id)? else { return Ok(None) };
    let own = own_account(read)?;
    let is_own = import.accounts.0.iter().all(|account| own.as_ref() == Some(&account.key));
    Ok(Some((import, is_own)))
}

/// How many lines nobody has decided about.
///
/// # Errors
/// The database cannot be read.
pub fn count_open(read: &mut Read<'_>) -> Result<i64, DbError> {
    store::lines::count_open(read)
}

/// How much is to be decided.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Summary {
    /// Lines that are sure.
    pub sure: i64,
    /// Files of which not all lines are there.
    pub unfinished: i64,
}

/// How much is to be decided.
///
/// # Errors
/// The database cannot be read.
pub fn summary(read: &mut Read<'_>) -> Result<Summary, DbError> {
    Ok(Summary {
        sure: store::lines::count_sure(read, Timestamp::MAX)?,
        unfinished: store::imports::count_unfinished(read)?,
    })
}
