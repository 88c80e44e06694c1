//! Operations, one at a time: written, found again by what they are known by.

use jiff::Timestamp;
use kit_core::{AccountId, Credits};
use kit_db::{DbError, FromRow, Read, ToValue, Tx, sql};

use crate::model::{HoldId, Kind, Operation, RequestKey, Unit};

sql!(
    INSERT_OPERATIONS,
    sqlite: "INSERT INTO operations (account, unit, seq, at, kind, amount, promotional, purchased, split,
                                     promotional_after, purchased_after, held_after, expires_at, feature, quantity,
                                     unit_price, reference, member, author, reason, payment, corrects, hold, used_at,
                                     idempotency, fingerprint, chain)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22,
                     $23, $24, $25, $26, $27)",
    postgres: "INSERT INTO operations (account, unit, seq, at, kind, amount, promotional, purchased, split,
                                       promotional_after, purchased_after, held_after, expires_at, feature, quantity,
                                       unit_price, reference, member, author, reason, payment, corrects, hold, used_at,
                                       idempotency, fingerprint, chain)
               SELECT * FROM UNNEST(
                   CAST($1 AS BIGINT[]), CAST($2 AS BIGINT[]), CAST($3 AS BIGINT[]), CAST($4 AS BIGINT[]),
                   CAST($5 AS TEXT[]), CAST($6 AS BIGINT[]), CAST($7 AS BIGINT[]), CAST($8 AS BIGINT[]),
                   CAST($9 AS TEXT[]), CAST($10 AS BIGINT[]), CAST($11 AS BIGINT[]), CAST($12 AS BIGINT[]),
                   CAST($13 AS BIGINT[]), CAST($14 AS TEXT[]), CAST($15 AS BIGINT[]), CAST($16 AS BIGINT[]),
                   CAST($17 AS TEXT[]), CAST($18 AS BIGINT[]), CAST($19 AS TEXT[]), CAST($20 AS TEXT[]),
                   CAST($21 AS TEXT[]), CAST($22 AS BIGINT[]), CAST($23 AS BIGINT[]), CAST($24 AS BIGINT[]),
                   CAST($25 AS BYTEA[]), CAST($26 AS BYTEA[]), CAST($27 AS BYTEA[]))"
);
sql!(
    OPERATIONS_BY_KEY,
    sqlite: "SELECT account, unit, seq, at, kind, amount, promotional, purchased, split, promotional_after,
                    purchased_after, held_after, expires_at, feature, quantity, unit_price, reference, member, author,
                    reason, payment, corrects, hold, used_at, idempotency, fingerprint, chain
             FROM operations WHERE account = $1 AND idempotency = $2",
    postgres: "SELECT o.account, o.unit, o.seq, o.at, o.kind, o.amount, o.promotional, o.purchased, o.split,
                      o.promotional_after, o.purchased_after, o.held_after, o.expires_at, o.feature, o.quantity,
                      o.unit_price, o.reference, o.member, o.author, o.reason, o.payment, o.corrects, o.hold, o.used_at,
                      o.idempotency, o.fingerprint, o.chain
               FROM operations o JOIN UNNEST(CAST($1 AS BIGINT[]), CAST($2 AS BYTEA[])) AS k (account, idempotency)
                 ON o.account = k.account AND o.idempotency = k.idempotency"
);
sql!(
    OPERATION,
    "SELECT account, unit, seq, at, kind, amount, promotional, purchased, split, promotional_after, purchased_after,
            held_after, expires_at, feature, quantity, unit_price, reference, member, author, reason, payment, corrects,
            hold, used_at, idempotency, fingerprint, chain
     FROM operations WHERE account = $1 AND unit = $2 AND seq = $3"
);
sql!(MOMENT, "SELECT at FROM operations WHERE account = $1 AND unit = $2 AND seq = $3");
sql!(OPENING, "SELECT kind, at FROM operations WHERE account = $1 AND unit = $2 AND seq = $3");
sql!(
    CORRECTIONS,
    "SELECT account, unit, seq, at, kind, amount, promotional, purchased, split, promotional_after, purchased_after,
            held_after, expires_at, feature, quantity, unit_price, reference, member, author, reason, payment, corrects,
            hold, used_at, idempotency, fingerprint, chain
     FROM operations WHERE account = $1 AND unit = $2 AND corrects = $3 ORDER BY seq LIMIT 100"
);
sql!(
    OF_HOLD,
    "SELECT account, unit, seq, at, kind, amount, promotional, purchased, split, promotional_after, purchased_after,
            held_after, expires_at, feature, quantity, unit_price, reference, member, author, reason, payment, corrects,
            hold, used_at, idempotency, fingerprint, chain
     FROM operations WHERE account = $1 AND unit = $2 AND hold = $3 ORDER BY seq LIMIT 500"
);
sql!(
    GIVEN_BACK,
    "SELECT CAST(COALESCE(SUM(purchased), 0) AS BIGINT) FROM operations
     WHERE account = $1 AND unit = $2 AND corrects = $3 AND purchased > 0"
);

/// Writes lines of the ledger, for ever.
pub(crate) fn insert(tx: &mut Tx<'_>, operations: &[&Operation]) -> Result<(), DbError> {
    let texts: Vec<(String, String)> =
        operations.iter().map(|operation| (operation.split.to_string(), operation.author.to_string())).collect();
    let rows: Vec<[&dyn ToValue; 27]> = operations
        .iter()
        .zip(&texts)
        .map(|(o, (split, author))| -> [&dyn ToValue; 27] {
            [
                &o.account,
                &o.unit,
                &o.seq,
                &o.at,
                &o.kind,
                &o.amount,
                &o.promotional,
                &o.purchased,
                split,
                &o.promotional_after,
                &o.purchased_after,
                &o.held_after,
                &o.expires_at,
                &o.feature,
                &o.quantity,
                &o.unit_price,
                &o.reference,
                &o.member,
                author,
                &o.reason,
                &o.payment,
                &o.corrects,
                &o.hold,
                &o.used_at,
                &o.idempotency,
                &o.fingerprint,
                &o.chain,
            ]
        })
        .collect();
    let rows: Vec<&[&dyn ToValue]> = rows.iter().map(<[_; 27]>::as_slice).collect();
    tx.later(&INSERT_OPERATIONS, &rows)
}

/// The operation at a place of the history.
pub(crate) fn operation(
    read: &mut Read<'_>,
    account: AccountId,
    unit: Unit,
    seq: i64,
) -> Result<Option<Operation>, DbError> {
    read.opt(&OPERATION, &[&account, &unit, &seq])
}

/// The operations that idempotency keys of accounts wrote, in no order.
pub(crate) fn by_keys(read: &mut Read<'_>, keys: &[(AccountId, RequestKey)]) -> Result<Vec<Operation>, DbError> {
    with_keys(keys, |rows| read.all_of(&OPERATIONS_BY_KEY, rows))
}

/// Says that [`by_keys`] is asked next but one.
pub(crate) fn ask_by_keys(tx: &mut Tx<'_>, keys: &[(AccountId, RequestKey)]) -> Result<(), DbError> {
    with_keys(keys, |rows| tx.ask_next(&OPERATIONS_BY_KEY, rows))
}

fn with_keys<T>(
    keys: &[(AccountId, RequestKey)],
    ask: impl FnOnce(&[&[&dyn ToValue]]) -> Result<T, DbError>,
) -> Result<T, DbError> {
    let rows: Vec<[&dyn ToValue; 2]> = keys.iter().map(|(account, key)| [account as &dyn ToValue, key]).collect();
    let rows: Vec<&[&dyn ToValue]> = rows.iter().map(<[_; 2]>::as_slice).collect();
    ask(&rows)
}

/// When the operation at a place of the history was.
pub(crate) fn moment(
    read: &mut Read<'_>,
    account: AccountId,
    unit: Unit,
    seq: i64,
) -> Result<Option<Timestamp>, DbError> {
    read.value(&MOMENT, &[&account, &unit, &seq])
}

/// What the operation at a place of the history was, and when.
pub(crate) fn opening(
    read: &mut Read<'_>,
    account: AccountId,
    unit: Unit,
    seq: i64,
) -> Result<Option<(Kind, Timestamp)>, DbError> {
    #[derive(FromRow)]
    struct Opening {
        kind: Kind,
        at: Timestamp,
    }
    Ok(read.opt::<Opening>(&OPENING, &[&account, &unit, &seq])?.map(|opening| (opening.kind, opening.at)))
}

/// What put an operation right, the earliest first; at most 100.
pub(crate) fn corrections(
    read: &mut Read<'_>,
    account: AccountId,
    unit: Unit,
    seq: i64,
) -> Result<Vec<Operation>, DbError> {
    read.all(&CORRECTIONS, &[&account, &unit, &seq])
}

/// What a hold or a lease was used for, in the order of the history; at most 500.
pub(crate) fn of_hold(
    read: &mut Read<'_>,
    account: AccountId,
    unit: Unit,
    hold: HoldId,
) -> Result<Vec<Operation>, DbError> {
    read.all(&OF_HOLD, &[&account, &unit, &hold])
}

/// How much purchased credit earlier corrections of an operation gave back.
pub(crate) fn given_back(read: &mut Read<'_>, account: AccountId, unit: Unit, seq: i64) -> Result<Credits, DbError> {
    Ok(read.value(&GIVEN_BACK, &[&account, &unit, &seq])?.unwrap_or_default())
}
