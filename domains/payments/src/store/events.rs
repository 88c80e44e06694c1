//! Which events were heard.

use jiff::Timestamp;
use kit_db::{DbError, Tx, sql};
use kit_payments::Environment;

sql!(
    INSERT,
    "INSERT INTO paypal_events (environment, id, at) VALUES ($1, $2, $3) ON CONFLICT (environment, id) DO NOTHING"
);
sql!(
    FORGET,
    "DELETE FROM paypal_events WHERE (environment, id) IN
         (SELECT environment, id FROM paypal_events WHERE at < $1 ORDER BY at LIMIT $2)"
);

/// Keeps an event; answers whether it is heard for the first time.
pub(crate) fn insert(tx: &mut Tx<'_>, environment: Environment, id: &str, now: Timestamp) -> Result<bool, DbError> {
    Ok(tx.exec(&INSERT, &[&environment.code(), &id, &now])? == 1)
}

/// Forgets at most `limit` events heard before then; answers how many.
pub(crate) fn forget(tx: &mut Tx<'_>, before: Timestamp, limit: i64) -> Result<u64, DbError> {
    tx.exec(&FORGET, &[&before, &limit])
}
