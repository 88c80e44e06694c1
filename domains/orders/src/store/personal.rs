//! What orders say of one person.

use jiff::Timestamp;
use kit_core::AccountId;
use kit_db::{DbError, FromRow, Read, sql};

use crate::model::{Buyer, OrderNumber};

/// An order, and how often somebody did something about it.
#[derive(FromRow)]
pub(crate) struct OrderLine {
    pub(crate) number: OrderNumber,
    pub(crate) place: i64,
    pub(crate) issued_at: Timestamp,
    pub(crate) buyer: Buyer,
    pub(crate) gross: i64,
    pub(crate) acts: i64,
}

sql!(
    ORDERS_OF_PERSON,
    "SELECT o.number, o.number AS place, o.issued_at, o.buyer, o.gross,
            (SELECT COUNT(*) FROM order_events e WHERE e.number = o.number AND e.author = $3) AS acts
     FROM orders o WHERE o.account = $1 AND o.number > $2 ORDER BY o.number LIMIT $4"
);

/// The orders of an account after this number, with what `author` did about each.
pub(crate) fn orders(
    read: &mut Read<'_>,
    account: AccountId,
    after: i64,
    author: &str,
    limit: i64,
) -> Result<Vec<OrderLine>, DbError> {
    read.all(&ORDERS_OF_PERSON, &[&account, &after, &author, &limit])
}
