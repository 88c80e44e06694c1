//! The kit's own tables, forms that were sent and whose key this is; and whether the database answers.

use jiff::{SignedDuration, Timestamp};
use kit_core::{KeyRing, PersonId};
use kit_db::{DbError, Read, Tx, sql};

use crate::form::Once;

sql!(CLAIM, "INSERT INTO submissions (token, at) VALUES ($1, $2) ON CONFLICT (token) DO NOTHING");
sql!(KEEP_MARK, "INSERT INTO master_key (id, mark) VALUES (1, $1) ON CONFLICT (id) DO NOTHING");
sql!(MARK, "SELECT mark FROM master_key WHERE id = 1");
sql!(ANSWERS, "SELECT COUNT(*) FROM migrations");
sql!(FORGET, "DELETE FROM submissions WHERE at < $1");

/// How long a form is remembered: longer than anybody leaves one open.
const MEMORY: SignedDuration = SignedDuration::from_hours(24 * 8);

/// Whether this form is sent for the first time. A token is the sender's own: nobody spoils somebody else's form. A form
/// without one is always new: two of them are not the same.
pub(crate) fn claim(tx: &mut Tx<'_>, once: &Once, person: Option<PersonId>, now: Timestamp) -> Result<bool, DbError> {
    if once.is_missing() {
        return Ok(true);
    }
    tx.exec(&CLAIM, &[&once.hash(person), &now]).map(|claimed| claimed == 1)
}

/// Forgets forms that nobody will send again.
///
/// # Errors
/// The database failed.
pub fn forget_submissions(tx: &mut Tx<'_>, now: Timestamp) -> Result<u64, DbError> {
    tx.exec(&FORGET, &[&now.saturating_sub(MEMORY).unwrap_or(Timestamp::MIN)])
}

/// Whether the database belongs to this key: the first that asked. Under another one no seal holds and no link opens.
///
/// # Errors
/// The database failed.
pub fn belongs_to(tx: &mut Tx<'_>, keys: &KeyRing) -> Result<bool, DbError> {
    let mark = keys.derive("mark of the master key");
    tx.exec(&KEEP_MARK, &[&mark])?;
    Ok(tx.value(&MARK, &[])? == Some(mark))
}

/// Asks the database for something small.
pub(crate) fn answers(read: &mut Read<'_>) -> Result<(), DbError> {
    read.value::<i64>(&ANSWERS, &[]).map(drop)
}
