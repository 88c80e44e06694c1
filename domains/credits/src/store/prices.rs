//! The tariff.

use std::sync::Arc;

use jiff::Timestamp;
use kit_core::Id;
use kit_db::{DbError, Read, Topic, Tx, sql};

use crate::model::Price;

static TOPIC: Topic = Topic::new("credits-prices");

sql!(
    PRICES,
    "SELECT id, feature, price, labels, valid_from, valid_until FROM prices
     WHERE (feature = $1 AND valid_from > $2) OR feature > $1 ORDER BY feature, valid_from LIMIT $3"
);
sql!(ALL_PRICES, "SELECT id, feature, price, labels, valid_from, valid_until FROM prices ORDER BY feature, valid_from");
sql!(
    PRICES_OF,
    "SELECT id, feature, price, labels, valid_from, valid_until FROM prices WHERE feature = $1 ORDER BY valid_from"
);
sql!(PRICE, "SELECT id, feature, price, labels, valid_from, valid_until FROM prices WHERE id = $1");
sql!(
    INSERT_PRICE,
    "INSERT INTO prices (id, feature, price, labels, valid_from, valid_until, seal) VALUES ($1, $2, $3, $4, $5, $6, $7)"
);
sql!(END_PRICE, "UPDATE prices SET valid_until = $2, seal = $3 WHERE id = $1");
sql!(DELETE_PRICE, "DELETE FROM prices WHERE id = $1");

/// Every price of a feature, the oldest first.
pub(crate) fn of(read: &mut Read<'_>, feature: &str) -> Result<Vec<Price>, DbError> {
    read.all(&PRICES_OF, &[&feature])
}

/// The prices of all times, by feature and time: people set them, so they are few, and lists name features by them.
pub(crate) fn all(read: &mut Read<'_>) -> Result<Arc<Vec<Price>>, DbError> {
    read.kept(&TOPIC, |read| read.all(&ALL_PRICES, &[]))
}

/// At most `limit` prices after one of them, by feature and time.
pub(crate) fn after(read: &mut Read<'_>, last: (&str, Timestamp), limit: i64) -> Result<Vec<Price>, DbError> {
    read.all(&PRICES, &[&last.0, &last.1, &limit])
}

/// One price.
pub(crate) fn price(read: &mut Read<'_>, id: Id<Price>) -> Result<Option<Price>, DbError> {
    read.opt(&PRICE, &[&id])
}

/// Adds a price, with its seal.
pub(crate) fn insert(tx: &mut Tx<'_>, price: &Price, seal: [u8; 32]) -> Result<(), DbError> {
    let Price { id, feature, price: amount, labels, valid_from, valid_until } = price;
    tx.exec(&INSERT_PRICE, &[id, feature, amount, &labels.stored(), valid_from, valid_until, &seal]).map(drop)
}

/// Writes the end of a price, with its new seal.
pub(crate) fn end(tx: &mut Tx<'_>, price: &Price, seal: [u8; 32]) -> Result<(), DbError> {
    tx.exec(&END_PRICE, &[&price.id, &price.valid_until, &seal]).map(drop)
}

/// Takes back a price that never held.
pub(crate) fn delete(tx: &mut Tx<'_>, id: Id<Price>) -> Result<(), DbError> {
    tx.exec(&DELETE_PRICE, &[&id]).map(drop)
}
