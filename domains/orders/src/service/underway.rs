//! Money for an order that a provider has: later domains say so, and the order waits for it.

use kit_db::{DbError, Tx};

use crate::model::{OrderNumber, Underway};
use crate::store;

/// Notes that a provider has money for an order, or has none (any more). Done again it changes nothing.
///
/// # Errors
/// The database fails.
pub fn set_underway(tx: &mut Tx<'_>, number: OrderNumber, underway: Option<Underway>) -> Result<(), DbError> {
    match store::orders::hold(tx, number)? {
        Some(order) if order.underway != underway => store::orders::save_underway(tx, number, underway),
        _ => Ok(()),
    }
}
