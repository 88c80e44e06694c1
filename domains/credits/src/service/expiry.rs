//! Expiry of lots and ends of holds, for wallets that nothing else wakes.

use jiff::Timestamp;
use kit_core::{AccountId, Author, Clock, Context, KeyRing, Random};
use kit_db::{Db, DbError, Lock, Read, Tx};
use std::sync::Arc;

use super::ledger::Held;
use crate::model::{Unit, WalletId};
use crate::store;

/// How many wallets are looked up at a time; each is booked in a transaction of its own.
const BATCH: i64 = 200;

/// Books what is due in one wallet; answers how many lots and holds that were. Done again it does nothing.
///
/// # Errors
/// The database refuses.
pub fn expire(tx: &mut Tx<'_>, ctx: &Context, wallet: impl Into<WalletId>) -> Result<usize, DbError> {
    Held::take(tx, wallet)?.book_due(tx, ctx)
}

/// At most `limit` accounts whose first expiry of credits lies after `now`, up to `until`, the soonest first.
///
/// # Errors
/// The database cannot be read.
pub fn expiring(
    read: &mut Read<'_>,
    now: Timestamp,
    until: Timestamp,
    limit: i64,
) -> Result<Vec<(AccountId, Timestamp)>, DbError> {
    store::wallets::expiring(read, Unit::Credit, (now, until), limit)
}

/// Books what is due in every wallet; answers how many lots and holds that were.
///
/// # Errors
/// The database fails, with the last of its failures; what was booked stays booked, and a wallet that cannot be booked holds up
/// nobody else.
pub async fn expire_all(db: &Db, clock: &Clock, random: &Random, keys: &Arc<KeyRing>) -> Result<usize, DbError> {
    let (mut expired, mut failed) = (0, None);
    loop {
        let now = clock.now();
        let due = db.read::<_, DbError, _>(move |read| store::wallets::due(read, now, BATCH)).await?;
        let before = expired;
        for wallet in due {
            let ctx = Context { now, author: Author::System("expiry"), random: random.clone(), keys: keys.clone() };
            match db.write::<_, DbError, _>(Lock::None, move |tx| expire(tx, &ctx, wallet)).await {
                Ok(booked) => expired += booked,
                Err(error) => failed = Some(error),
            }
        }
        // Nothing was due any more; or a wallet's row is spoilt, which the check tells.
        if expired == before {
            return failed.map_or(Ok(expired), Err);
        }
    }
}
