//! What drew on a lot. The parts of an operation are a text, so these statements look only at a window of the history, or at the
//! operations that are no uses.

use kit_core::AccountId;
use kit_db::{DbError, FromRow, Read, sql};

use super::history::Window;
use crate::model::{Kind, Operation, Split, Unit};

sql!(
    DRAWS,
    "SELECT account, unit, seq, at, kind, amount, promotional, purchased, split, promotional_after, purchased_after,
            held_after, owed, expires_at, feature, quantity, unit_price, reference, member, author, reason, payment, corrects,
            hold, used_at, idempotency, fingerprint, chain
     FROM operations
     WHERE account = $1 AND unit = $2 AND seq >= $3 AND seq < $4 AND (split LIKE $5 OR split LIKE $6)
     ORDER BY seq LIMIT $7"
);
sql!(
    OTHER_DRAWS,
    sqlite: "SELECT kind, split FROM operations INDEXED BY operations_not_used
             WHERE account = $1 AND unit = $2 AND seq >= $3 AND seq < $4 AND kind <> 'usage'
               AND (split LIKE $5 OR split LIKE $6)
             ORDER BY seq LIMIT 1000",
    postgres: "SELECT kind, split FROM operations
               WHERE account = $1 AND unit = $2 AND seq >= $3 AND seq < $4 AND kind <> 'usage'
                 AND (split LIKE $5 OR split LIKE $6)
               ORDER BY seq LIMIT 1000"
);

/// What an operation that is no use did, and to which lots.
#[derive(Debug, Clone, FromRow)]
pub(crate) struct OtherDraw {
    pub(crate) kind: Kind,
    pub(crate) split: Split,
}

/// The lot as the first part of a split, and as a later one.
fn patterns(lot: i64) -> (String, String) {
    (format!("{lot}:%"), format!("% {lot}:%"))
}

/// At most `limit` operations of a window that moved something of a lot, in their order.
pub(crate) fn draws(
    read: &mut Read<'_>,
    (account, unit): (AccountId, Unit),
    lot: i64,
    Window { first, before }: Window,
    limit: i64,
) -> Result<Vec<Operation>, DbError> {
    let (leading, later) = patterns(lot);
    read.all(&DRAWS, &[&account, &unit, &first, &before, &leading, &later, &limit])
}

/// The operations of a window that moved something of a lot and are no uses; a lot has few.
pub(crate) fn other_draws(
    read: &mut Read<'_>,
    (account, unit): (AccountId, Unit),
    lot: i64,
    Window { first, before }: Window,
) -> Result<Vec<OtherDraw>, DbError> {
    let (leading, later) = patterns(lot);
    read.all(&OTHER_DRAWS, &[&account, &unit, &first, &before, &leading, &later])
}
