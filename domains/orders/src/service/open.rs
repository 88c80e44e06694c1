//! Orders for whoever matches money with them: those that wait for it, and where those stand that a payer named.

use kit_core::AccountId;
use kit_db::{DbError, FromRow, Read};

use crate::model::{Buyer, OrderNumber, OrderRow, OrderState};
use crate::store;

/// An order that takes money.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct OpenOrder {
    /// Its number.
    pub number: OrderNumber,
    /// Whose.
    pub account: AccountId,
    /// To whom it is made out.
    pub buyer: Buyer,
    /// What is to be paid, in cents.
    pub gross: i64,
    /// What has been paid, in cents.
    pub paid: i64,
}

impl OpenOrder {
    /// What is still to be paid, in cents.
    pub const fn due(&self) -> i64 {
        self.gross.saturating_sub(self.paid)
    }
}

/// The states of orders that take money: [`open`] reads them one after the other.
pub fn open_states() -> impl Iterator<Item = OrderState> {
    OrderState::ALL.into_iter().filter(|state| state.takes_money())
}

/// At most `limit` orders of a state after a number, by their numbers.
///
/// # Errors
/// The database cannot be read.
pub fn open(
    read: &mut Read<'_>,
    state: OrderState,
    after: Option<OrderNumber>,
    limit: i64,
) -> Result<Vec<OpenOrder>, DbError> {
    store::lists::open(read, state, after.map_or(0, OrderNumber::raw), limit)
}

/// Those of these orders that exist, in no order.
///
/// # Errors
/// The database cannot be read.
pub fn standing(read: &mut Read<'_>, numbers: &[OrderNumber]) -> Result<Vec<OrderRow>, DbError> {
    store::lists::of_numbers(read, numbers)
}
