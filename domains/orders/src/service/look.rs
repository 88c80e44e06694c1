//! Looking at orders, receipts and advances.

use std::collections::HashMap;

use credits::Means;
use jiff::ToSpan;
use kit_core::{AccountId, Cursor, Money, Page, PageSize};
use kit_db::{DbError, Read};
use sepa_transfer::RfReference;

use crate::model::{
    Allocation, Back, Day, Order, OrderEvent, OrderFilter, OrderNumber, OrderRow, OrderState, Pack, Receipt, ReceiptId,
    Settings, VatRule, cents,
};
use crate::store;

/// An order and what happened to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderDetails {
    /// The order.
    pub order: Order,
    /// Its timeline, the oldest first.
    pub events: Vec<OrderEvent>,
    /// What its account has paid and not ordered.
    pub advance: Money,
}

/// An order; of this account only, where one is named.
///
/// # Errors
/// The database cannot be read.
pub fn order(
    read: &mut Read<'_>,
    number: OrderNumber,
    account: Option<AccountId>,
) -> Result<Option<OrderDetails>, DbError> {
    let order = store::orders::order(read, number)?;
    let Some(order) = order.filter(|order| account.is_none_or(|account| account == order.account)) else {
        return Ok(None);
    };
    let events = store::orders::events(read, number)?;
    let advance = advance(read, order.account)?;
    Ok(Some(OrderDetails { order, events, advance }))
}

/// How the money came that the timeline of an order tells of, by its receipts.
///
/// # Errors
/// The database cannot be read.
pub(crate) fn means_of_order(read: &mut Read<'_>, number: OrderNumber) -> Result<HashMap<ReceiptId, Means>, DbError> {
    let came = store::receipts::means_of_order(read, number)?;
    Ok(came.into_iter().map(|came| (came.receipt, came.means)).collect())
}

/// What somebody looks for among all orders.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// This one, by its number or its creditor reference.
    One(OrderNumber),
    /// All of a filter.
    All(OrderFilter),
    /// What was typed is nothing that orders have.
    Nothing,
}

impl Wanted {
    /// What was typed: a number, a creditor reference, an account's number, an amount; or nothing.
    pub fn read(typed: &str, state: Option<OrderState>) -> Wanted {
        let typed = typed.trim();
        let filter = OrderFilter { state, ..OrderFilter::default() };
        if typed.is_empty() {
            return Wanted::All(filter);
        }
        let reference = typed.parse::<RfReference>().ok().and_then(|reference| OrderNumber::of_reference(&reference));
        if let Some(number) = reference.or(typed.parse().ok()) {
            return Wanted::One(number);
        }
        if typed.starts_with(['C', 'c']) {
            let account = typed.parse().ok();
            return account
                .map_or(Wanted::Nothing, |account| Wanted::All(OrderFilter { account: Some(account), ..filter }));
        }
        match cents(typed.trim_end_matches('€')) {
            Ok(gross) => Wanted::All(OrderFilter { gross: Some(gross), ..filter }),
            Err(_) => Wanted::Nothing,
        }
    }
}

/// A page of the orders of a filter, the newest first.
///
/// # Errors
/// The database cannot be read.
pub fn orders(
    read: &mut Read<'_>,
    filter: OrderFilter,
    cursor: Option<Cursor>,
    size: PageSize,
) -> Result<Page<OrderRow>, DbError> {
    let before = cursor.map_or(i64::MAX, |Cursor(number)| number);
    let rows = store::lists::orders(read, filter, before, size.and_one())?;
    Ok(Page::cut(rows, size, |row| row.number.raw()))
}

/// What an account has paid and not ordered.
///
/// # Errors
/// The database cannot be read.
pub fn advance(read: &mut Read<'_>, account: AccountId) -> Result<Money, DbError> {
    let parts = store::receipts::advances(read, account)?;
    let cents = parts.iter().try_fold(0_i64, |sum, part| sum.checked_add(part.cents));
    let cents = cents.ok_or_else(|| DbError::fault("the advance is out of range"))?;
    Ok(Money::euro_cents(cents))
}

/// A page of the receipts, the newest first; `only_waiting`: those of which something is for nobody yet.
///
/// # Errors
/// The database cannot be read.
pub fn receipts(
    read: &mut Read<'_>,
    only_waiting: bool,
    cursor: Option<Cursor>,
    size: PageSize,
) -> Result<Page<Receipt>, DbError> {
    let last = match cursor {
        Some(Cursor(id)) => store::receipts::receipt(read, ReceiptId::from_raw(id))?,
        None => None,
    };
    let rows = store::receipts::receipts(read, only_waiting, last.as_ref(), size.and_one())?;
    Ok(Page::cut(rows, size, |row| row.id.0))
}

/// A receipt and what its parts are for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReceiptDetails {
    /// The receipt.
    pub receipt: Receipt,
    /// What its parts are for, in the order in which that was said.
    pub allocations: Vec<Allocation>,
    /// What of it is an advance now, by account.
    pub advances: Vec<(AccountId, Money)>,
    /// The orders that have something of it now, and how much.
    pub orders: Vec<(OrderNumber, Money)>,
    /// What became of its money, the earliest first.
    pub backs: Vec<Back>,
}

/// A receipt.
///
/// # Errors
/// The database cannot be read.
pub fn receipt(read: &mut Read<'_>, id: ReceiptId) -> Result<Option<ReceiptDetails>, DbError> {
    let Some(receipt) = store::receipts::receipt(read, id)? else { return Ok(None) };
    let allocations = store::receipts::allocations(read, id)?;
    let advances = store::backs::advances_of(read, id)?;
    let advances = advances.into_iter().map(|(account, cents)| (account, Money::euro_cents(cents))).collect();
    let orders = store::backs::orders_of(read, id)?;
    let orders = orders.into_iter().map(|part| (part.number, Money::euro_cents(part.cents))).collect();
    let backs = store::backs::of(read, id)?;
    Ok(Some(ReceiptDetails { receipt, allocations, advances, orders, backs }))
}

/// Transfers of this amount that came at most `days` days before or after a day and may be an account's: those that it has, or had,
/// something of, and those of which something is for nobody yet.
///
/// # Errors
/// The database cannot be read.
pub fn transfers_like(
    read: &mut Read<'_>,
    account: AccountId,
    cents: i64,
    day: Day,
    days: i64,
) -> Result<Vec<ReceiptId>, DbError> {
    let some = days.days();
    let between = (Day(day.0.saturating_sub(some)), Day(day.0.saturating_add(some)));
    let mut found = store::receipts::transfers_of(read, account, cents, between)?;
    found.extend(store::receipts::transfers_waiting(read, cents, between)?);
    Ok(found.into_iter().map(|receipt| receipt.id).collect())
}

/// The receipt that counts under this means and reference; those that are void do not.
///
/// # Errors
/// The database cannot be read.
pub fn known_receipt(read: &mut Read<'_>, means: Means, reference: &str) -> Result<Option<Receipt>, DbError> {
    match store::receipts::known(read, means, reference)? {
        Some(known) => store::receipts::receipt(read, known),
        None => Ok(None),
    }
}

/// How the publisher sells and is paid.
///
/// # Errors
/// The database cannot be read.
pub fn settings(read: &mut Read<'_>) -> Result<Settings, DbError> {
    store::offer::settings(read)
}

/// All packs, those that are not on sale too, in their order.
///
/// # Errors
/// The database cannot be read.
pub fn packs(read: &mut Read<'_>) -> Result<Vec<Pack>, DbError> {
    store::offer::packs(read)
}

/// All VAT rules, by zone and day.
///
/// # Errors
/// The database cannot be read.
pub fn vat_rules(read: &mut Read<'_>) -> Result<Vec<VatRule>, DbError> {
    store::offer::vat_rules(read)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_is_understood() {
        let number = OrderNumber::new(2026, 123).unwrap();
        let reference = number.reference().unwrap().grouped();
        for typed in ["BC-2026-000123", " bc2026000123 ", &reference] {
            assert_eq!(Wanted::read(typed, None), Wanted::One(number), "{typed}");
        }
        let state = Some(OrderState::Sent);
        let filter = OrderFilter { state, ..OrderFilter::default() };
        assert_eq!(Wanted::read("", state), Wanted::All(filter));
        let account = Some(AccountId(1042));
        assert_eq!(Wanted::read("c-1042", state), Wanted::All(OrderFilter { account, ..filter }));
        for typed in ["132", "132,00", "132.00 €"] {
            assert_eq!(
                Wanted::read(typed, state),
                Wanted::All(OrderFilter { gross: Some(13_200), ..filter }),
                "{typed}"
            );
        }
        for typed in ["x", "C-x", "RF00BC2026000123", "-5"] {
            assert_eq!(Wanted::read(typed, None), Wanted::Nothing, "{typed}");
        }
    }
}
