//! Reading the history: pages of it, and one operation with its lots and origin.

use jiff::Timestamp;
use kit_core::{AccountId, Cursor, Page, PageSize};
use kit_db::{DbError, Read};

use crate::model::{HistoryFilter, HistoryLine, Hold, Kind, Operation, OperationId, Part, Payment, Sight, WalletId};
use crate::store;
use crate::store::history::{Wanted, Window};

/// How far back one page looks for rows that pass a selective filter; the next page goes on from there.
const WINDOW: i64 = 50_000;

/// A page of the history as a list shows it, newest first. A page of a selective filter may hold fewer rows than asked
/// for, even none, and yet have a next one.
///
/// # Errors
/// The database cannot be read.
pub fn history(
    read: &mut Read<'_>,
    wallet: impl Into<WalletId>,
    sight: Sight,
    filter: &HistoryFilter,
    cursor: Option<Cursor>,
    size: PageSize,
) -> Result<Page<HistoryLine>, DbError> {
    let fetch =
        |read: &mut Read<'_>, wanted: &Wanted<'_>, window| store::history::lines(read, wanted, window, size.and_one());
    page(read, wallet.into(), sight, filter, cursor, size, fetch, |line| line.seq)
}

/// Says that this page of the whole history will be asked for: see [`Read::foresee`].
pub fn foresee_history(read: &mut Read<'_>, wallet: impl Into<WalletId>, cursor: Option<Cursor>, size: PageSize) {
    let filter = HistoryFilter::default();
    let WalletId { account, unit } = wallet.into();
    let wanted = Wanted { account, unit, filter: &filter, without_money: false, member: None };
    store::history::foresee_lines(read, &wanted, Window::before(cursor), size.and_one());
}

/// A page of the history with all that is known of each operation, newest first: see [`history`].
///
/// # Errors
/// The database cannot be read.
pub fn operations(
    read: &mut Read<'_>,
    wallet: impl Into<WalletId>,
    sight: Sight,
    filter: &HistoryFilter,
    cursor: Option<Cursor>,
    size: PageSize,
) -> Result<Page<Operation>, DbError> {
    let fetch = |read: &mut Read<'_>, wanted: &Wanted<'_>, window| {
        store::history::operations(read, wanted, window, size.and_one())
    };
    page(read, wallet.into(), sight, filter, cursor, size, fetch, |operation| operation.seq)
}

#[allow(clippy::too_many_arguments)]
fn page<T>(
    read: &mut Read<'_>,
    wallet: WalletId,
    sight: Sight,
    filter: &HistoryFilter,
    cursor: Option<Cursor>,
    size: PageSize,
    fetch: impl Fn(&mut Read<'_>, &Wanted<'_>, Window) -> Result<Vec<T>, DbError>,
    place: impl Fn(&T) -> i64,
) -> Result<Page<T>, DbError> {
    let none = Page { rows: Vec::new(), next: None };
    let member = match (sight, filter.member) {
        (Sight::Own(own), Some(other)) if own != other => return Ok(none),
        (Sight::Own(own), _) => Some(own),
        (Sight::All | Sight::AllButMoney, member) => member,
    };
    let without_money = sight == Sight::AllButMoney;
    let WalletId { account, unit } = wallet;
    let wanted = Wanted { account, unit, filter, without_money, member };
    let Some((whole, window)) = windows(read, wallet, filter, cursor)? else { return Ok(none) };
    let rows = fetch(read, &wanted, window)?;
    let mut page = Page::cut(rows, size, place);
    if page.next.is_none() && window.first > whole.first {
        page.next = Some(Cursor(window.first));
    }
    Ok(page)
}

/// The places that the filter and the cursor leave, and those of them that this page looks at; none when nothing is left.
fn windows(
    read: &mut Read<'_>,
    wallet: WalletId,
    filter: &HistoryFilter,
    cursor: Option<Cursor>,
) -> Result<Option<(Window, Window)>, DbError> {
    let mut whole = Window::before(cursor);
    if filter.is_selective() || filter.from.is_some() || filter.until.is_some() {
        let Some(last) = store::wallets::wallet(read, wallet.account, wallet.unit)? else { return Ok(None) };
        whole.before = whole.before.min(last.seq + 1);
        if let Some(until) = filter.until {
            whole.before = whole.before.min(first_since(read, wallet, until, last.seq)?);
        }
        if let Some(from) = filter.from {
            whole.first = first_since(read, wallet, from, last.seq)?;
        }
    }
    let first = if filter.is_selective() { whole.first.max(whole.before - WINDOW) } else { whole.first };
    Ok((whole.first < whole.before).then_some((whole, Window { first, ..whole })))
}

/// The first place at or after a moment, among `last`; one more when all are before. Time never runs back within a wallet,
/// so halving finds it, and no index on time is kept.
pub(super) fn first_since(
    read: &mut Read<'_>,
    WalletId { account, unit }: WalletId,
    moment: Timestamp,
    last: i64,
) -> Result<i64, DbError> {
    let (mut low, mut high) = (1, last + 1);
    while low < high {
        let middle = low + (high - low) / 2;
        let at = store::operations::moment(read, account, unit, middle)?;
        if at.is_some_and(|at| at < moment) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    Ok(low)
}

/// One operation, its lots and its origin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OperationDetails {
    /// The operation.
    pub operation: Operation,
    /// Its lots, each with where it came from.
    pub parts: Vec<PartDetails>,
    /// The payment that made it.
    pub payment: Option<Payment>,
    /// What put it right later.
    pub corrections: Vec<Operation>,
    /// The hold or lease that had set its credits aside.
    pub hold: Option<Hold>,
}

/// A part of an operation's amount, and the lot that it is of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartDetails {
    /// The part.
    pub part: Part,
    /// Where the lot came from.
    pub origin: Origin,
}

/// Where a lot came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// The operation that opened it.
    pub id: OperationId,
    /// What that operation was.
    pub kind: Kind,
    /// When.
    pub at: Timestamp,
    /// When the lot expires.
    pub expires_at: Option<Timestamp>,
    /// Why it was given.
    pub reason: Option<String>,
    /// The order whose payment made it.
    pub order: Option<String>,
    /// Whether whoever asks may open that operation.
    pub visible: bool,
}

/// What opened a lot, and when.
///
/// # Errors
/// The database cannot be read.
pub fn opening(
    read: &mut Read<'_>,
    wallet: impl Into<WalletId>,
    lot: i64,
) -> Result<Option<(Kind, Timestamp)>, DbError> {
    let WalletId { account, unit } = wallet.into();
    store::operations::opening(read, account, unit, lot)
}

pub(super) fn may_see(sight: Sight, operation: &Operation) -> bool {
    match sight {
        Sight::All => true,
        Sight::AllButMoney => !operation.kind.is_of_money(),
        Sight::Own(person) => operation.member == Some(person),
    }
}

/// One operation with its lots and origin; none when there is no such one, or not for these eyes.
///
/// # Errors
/// The database cannot be read.
pub fn operation(
    read: &mut Read<'_>,
    account: AccountId,
    sight: Sight,
    id: OperationId,
) -> Result<Option<OperationDetails>, DbError> {
    let found = store::operations::operation(read, account, id.unit, id.seq)?;
    let Some(operation) = found.filter(|operation| may_see(sight, operation)) else { return Ok(None) };
    let mut parts = Vec::new();
    for part in operation.split.parts() {
        if let Some(opened) = store::operations::operation(read, account, id.unit, part.lot)? {
            parts.push(PartDetails { part: *part, origin: origin(sight, opened) });
        }
    }
    let payment = match operation.kind {
        Kind::Purchase => store::payments::payment(read, account, id.unit, id.seq)?,
        _ => None,
    };
    let mut corrections = store::operations::corrections(read, account, id.unit, id.seq)?;
    corrections.retain(|correction| may_see(sight, correction));
    let hold = match operation.hold {
        Some(hold) => store::holds::hold(read, account, hold)?,
        None => None,
    };
    Ok(Some(OperationDetails { operation, parts, payment, corrections, hold }))
}

fn origin(sight: Sight, opened: Operation) -> Origin {
    let visible = may_see(sight, &opened);
    Origin {
        id: opened.id(),
        kind: opened.kind,
        at: opened.at,
        expires_at: opened.expires_at,
        reason: opened.reason.filter(|_| visible),
        order: opened.payment.filter(|_| visible),
        visible,
    }
}
