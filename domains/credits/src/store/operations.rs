//! Operations, one at a time: written, found again by what they are known by.

use jiff::Timestamp;
use kit_core::{AccountId, Credits};
use kit_db::{DbError, FromRow, Read, Tx, sql};

use crate::model::{Digest, Kind, Operation, Unit};

sql!(
    INSERT_OPERATION,
    "INSERT INTO operations (account, unit, seq, at, kind, amount, promotional, purchased, split,
                             promotional_after, purchased_after, expires_at, feature, quantity, unit_price,
                             reference, member, author, reason, payment, corrects, idempotency, fingerprint, chain)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24)"
);
sql!(
    OPERATION,
    "SELECT account, unit, seq, at, kind, amount, promotional, purchased, split, promotional_after, purchased_after,
            expires_at, feature, quantity, unit_price, reference, member, author, reason, payment, corrects,
            idempotency, fingerprint, chain
     FROM operations WHERE account = $1 AND unit = $2 AND seq = $3"
);
sql!(SEQ_BY_KEY, "SELECT unit, seq FROM operations WHERE account = $1 AND idempotency = $2");
sql!(MOMENT, "SELECT at FROM operations WHERE account = $1 AND unit = $2 AND seq = $3");
sql!(OPENING, "SELECT kind, at FROM operations WHERE account = $1 AND unit = $2 AND seq = $3");
sql!(
    CORRECTIONS,
    "SELECT account, unit, seq, at, kind, amount, promotional, purchased, split, promotional_after, purchased_after,
            expires_at, feature, quantity, unit_price, reference, member, author, reason, payment, corrects,
            idempotency, fingerprint, chain
     FROM operations WHERE account = $1 AND unit = $2 AND corrects = $3 ORDER BY seq LIMIT 100"
);
sql!(
    GIVEN_BACK,
    "SELECT CAST(COALESCE(SUM(purchased), 0) AS BIGINT) FROM operations
     WHERE account = $1 AND unit = $2 AND corrects = $3 AND purchased > 0"
);

/// Writes a line of the ledger, for ever.
pub(crate) fn insert(tx: &mut Tx<'_>, operation: &Operation) -> Result<(), DbError> {
    let o = operation;
    tx.exec(
        &INSERT_OPERATION,
        &[
            &o.account,
            &o.unit,
            &o.seq,
            &o.at,
            &o.kind,
            &o.amount,
            &o.promotional,
            &o.purchased,
            &o.split.to_string(),
            &o.promotional_after,
            &o.purchased_after,
            &o.expires_at,
            &o.feature,
            &o.quantity,
            &o.unit_price,
            &o.reference,
            &o.member,
            &o.author.to_string(),
            &o.reason,
            &o.payment,
            &o.corrects,
            &o.idempotency,
            &o.fingerprint,
            &o.chain,
        ],
    )
    .map(drop)
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

/// The operation that an idempotency key wrote.
pub(crate) fn by_key(read: &mut Read<'_>, account: AccountId, key: Digest) -> Result<Option<Operation>, DbError> {
    #[derive(FromRow)]
    struct Place {
        unit: Unit,
        seq: i64,
    }
    match read.opt::<Place>(&SEQ_BY_KEY, &[&account, &key])? {
        Some(place) => operation(read, account, place.unit, place.seq),
        None => Ok(None),
    }
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

/// How much purchased credit earlier corrections of an operation gave back.
pub(crate) fn given_back(read: &mut Read<'_>, account: AccountId, unit: Unit, seq: i64) -> Result<Credits, DbError> {
    Ok(read.value(&GIVEN_BACK, &[&account, &unit, &seq])?.unwrap_or_default())
}
