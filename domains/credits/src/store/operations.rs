//! Operations, one at a time: written, found again by what they are known by.

use jiff::Timestamp;
use kit_core::{AccountId, Credits};
use kit_db::{DbError, FromRow, Read, ToValue, Tx, sql};

use crate::model::{Claimed, HoldId, Kind, Lost, Operation, RequestKey, Unit};

sql!(
    INSERT_OPERATIONS,
    sqlite: "INSERT INTO operations (account, unit, seq, at, kind, amount, promotional, purchased, split,
                                     promotional_after, purchased_after, held_after, owed, expires_at, feature, quantity,
                                     unit_price, reference, member, author, reason, payment, corrects, hold, used_at,
                                     idempotency, fingerprint, chain)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22,
                     $23, $24, $25, $26, $27, $28)",
    postgres: "INSERT INTO operations (account, unit, seq, at, kind, amount, promotional, purchased, split,
                                       promotional_after, purchased_after, held_after, owed, expires_at, feature, quantity,
                                       unit_price, reference, member, author, reason, payment, corrects, hold, used_at,
                                       idempotency, fingerprint, chain)
               SELECT UNNEST(CAST($1 AS BIGINT[])), UNNEST(CAST($2 AS BIGINT[])), UNNEST(CAST($3 AS BIGINT[])),
                      UNNEST(CAST($4 AS BIGINT[])), UNNEST(CAST($5 AS TEXT[])), UNNEST(CAST($6 AS BIGINT[])),
                      UNNEST(CAST($7 AS BIGINT[])), UNNEST(CAST($8 AS BIGINT[])), UNNEST(CAST($9 AS TEXT[])),
                      UNNEST(CAST($10 AS BIGINT[])), UNNEST(CAST($11 AS BIGINT[])), UNNEST(CAST($12 AS BIGINT[])),
                      UNNEST(CAST($13 AS BIGINT[])), UNNEST(CAST($14 AS BIGINT[])), UNNEST(CAST($15 AS TEXT[])),
                      UNNEST(CAST($16 AS BIGINT[])), UNNEST(CAST($17 AS BIGINT[])), UNNEST(CAST($18 AS TEXT[])),
                      UNNEST(CAST($19 AS BIGINT[])), UNNEST(CAST($20 AS TEXT[])), UNNEST(CAST($21 AS TEXT[])),
                      UNNEST(CAST($22 AS TEXT[])), UNNEST(CAST($23 AS BIGINT[])), UNNEST(CAST($24 AS BIGINT[])),
                      UNNEST(CAST($25 AS BIGINT[])), UNNEST(CAST($26 AS BYTEA[])), UNNEST(CAST($27 AS BYTEA[])),
                      UNNEST(CAST($28 AS BYTEA[]))"
);
sql!(
    OPERATIONS_BY_KEY,
    sqlite: "SELECT account, unit, seq, at, kind, amount, promotional, purchased, split, promotional_after,
                    purchased_after, held_after, owed, expires_at, feature, quantity, unit_price, reference, member, author,
                    reason, payment, corrects, hold, used_at, idempotency, fingerprint, chain
             FROM operations WHERE account = $1 AND idempotency = $2",
    postgres: "SELECT o.account, o.unit, o.seq, o.at, o.kind, o.amount, o.promotional, o.purchased, o.split,
                      o.promotional_after, o.purchased_after, o.held_after, o.owed, o.expires_at, o.feature, o.quantity,
                      o.unit_price, o.reference, o.member, o.author, o.reason, o.payment, o.corrects, o.hold, o.used_at,
                      o.idempotency, o.fingerprint, o.chain
               FROM operations o JOIN UNNEST(CAST($1 AS BIGINT[]), CAST($2 AS BYTEA[])) AS k (account, idempotency)
                 ON o.account = k.account AND o.idempotency = k.idempotency"
);
sql!(
    OPERATION,
    "SELECT account, unit, seq, at, kind, amount, promotional, purchased, split, promotional_after, purchased_after,
            held_after, owed, expires_at, feature, quantity, unit_price, reference, member, author, reason, payment, corrects,
            hold, used_at, idempotency, fingerprint, chain
     FROM operations WHERE account = $1 AND unit = $2 AND seq = $3"
);
sql!(MOMENT, "SELECT at FROM operations WHERE account = $1 AND unit = $2 AND seq = $3");
sql!(SEAL, "SELECT chain FROM operations WHERE account = $1 AND unit = $2 AND seq = $3");
sql!(OPENING, "SELECT kind, at FROM operations WHERE account = $1 AND unit = $2 AND seq = $3");
sql!(
    CORRECTIONS,
    "SELECT account, unit, seq, at, kind, amount, promotional, purchased, split, promotional_after, purchased_after,
            held_after, owed, expires_at, feature, quantity, unit_price, reference, member, author, reason, payment, corrects,
            hold, used_at, idempotency, fingerprint, chain
     FROM operations WHERE account = $1 AND unit = $2 AND corrects = $3 ORDER BY seq LIMIT 100"
);
sql!(
    OF_HOLD,
    "SELECT account, unit, seq, at, kind, amount, promotional, purchased, split, promotional_after, purchased_after,
            held_after, owed, expires_at, feature, quantity, unit_price, reference, member, author, reason, payment, corrects,
            hold, used_at, idempotency, fingerprint, chain
     FROM operations WHERE account = $1 AND unit = $2 AND hold = $3 ORDER BY seq LIMIT 500"
);
sql!(
    GIVEN_BACK,
    "SELECT CAST(COALESCE(SUM(purchased), 0) AS BIGINT) FROM operations
     WHERE account = $1 AND unit = $2 AND corrects = $3 AND purchased > 0"
);
sql!(
    TAKEN_BY_CORRECTIONS,
    "SELECT CAST(COALESCE(-SUM(purchased), 0) AS BIGINT) FROM operations
     WHERE account = $1 AND unit = $2 AND corrects = $3 AND kind = 'correction' AND purchased < 0"
);
sql!(
    CLAIMED,
    "SELECT CAST(COALESCE(SUM(o.quantity), 0) AS BIGINT) AS claimed,
            CAST(COALESCE(SUM(o.quantity + o.amount - o.owed), 0) AS BIGINT) AS lost
     FROM operations o WHERE o.account = $1 AND o.unit = $2 AND o.corrects = $3 AND o.kind = 'reclaim'
       AND NOT EXISTS (SELECT 1 FROM operations r WHERE r.account = o.account AND r.unit = o.unit AND r.corrects = o.seq
                       AND r.kind = 'restitution')"
);
sql!(
    RECLAIMS,
    "SELECT seq FROM operations WHERE account = $1 AND unit = $2 AND corrects = $3 AND kind = 'reclaim' ORDER BY seq"
);
sql!(
    BRANCHES,
    "SELECT seq, kind, amount, purchased FROM operations WHERE account = $1 AND unit = $2 AND corrects = $3 AND seq > $3
     UNION ALL
     SELECT seq, kind, amount, purchased FROM operations
     WHERE account = $1 AND unit = $2 AND kind = 'expiry' AND seq > $3 AND split LIKE $4"
);
sql!(
    GIVEN_AGAIN,
    "SELECT seq FROM operations WHERE account = $1 AND unit = $2 AND corrects = $3 AND kind = 'restitution' LIMIT 1"
);

/// Writes lines of the ledger, for ever.
pub(crate) fn insert(tx: &mut Tx<'_>, operations: &[&Operation]) -> Result<(), DbError> {
    let texts: Vec<(String, String)> =
        operations.iter().map(|operation| (operation.split.to_string(), operation.author.to_string())).collect();
    let rows: Vec<[&dyn ToValue; 28]> = operations
        .iter()
        .zip(&texts)
        .map(|(o, (split, author))| -> [&dyn ToValue; 28] {
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
                &o.owed,
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
    let rows: Vec<&[&dyn ToValue]> = rows.iter().map(<[_; 28]>::as_slice).collect();
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

/// The seal of the operation at a place of the history.
pub(crate) fn seal(read: &mut Read<'_>, account: AccountId, unit: Unit, seq: i64) -> Result<Option<Vec<u8>>, DbError> {
    read.value(&SEAL, &[&account, &unit, &seq])
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

/// How much purchased credit corrections of an operation took.
pub(crate) fn taken_by_corrections(
    read: &mut Read<'_>,
    account: AccountId,
    unit: Unit,
    seq: i64,
) -> Result<Credits, DbError> {
    Ok(read.value(&TAKEN_BY_CORRECTIONS, &[&account, &unit, &seq])?.unwrap_or_default())
}

/// What of a purchase or a gift went back, and was not given again.
pub(crate) fn claimed(read: &mut Read<'_>, account: AccountId, unit: Unit, seq: i64) -> Result<Claimed, DbError> {
    Ok(read.opt(&CLAIMED, &[&account, &unit, &seq])?.unwrap_or_default())
}

/// The operations that took of a purchase or a gift because its payment went back, the earliest first.
pub(crate) fn reclaims(read: &mut Read<'_>, account: AccountId, unit: Unit, seq: i64) -> Result<Vec<i64>, DbError> {
    #[derive(FromRow)]
    struct Reclaim {
        seq: i64,
    }
    let found: Vec<Reclaim> = read.all(&RECLAIMS, &[&account, &unit, &seq])?;
    Ok(found.into_iter().map(|reclaim| reclaim.seq).collect())
}

/// What of a purchase or a gift was lost. All that is about it is followed as far as it goes, which is not far: expiries of its lot,
/// corrections, and what is about those.
pub(crate) fn lost(read: &mut Read<'_>, account: AccountId, unit: Unit, opened: i64) -> Result<Lost, DbError> {
    #[derive(FromRow)]
    struct Branch {
        seq: i64,
        kind: Kind,
        amount: Credits,
        purchased: Credits,
    }
    let (mut expired, mut corrected, mut purchased) = (0_i64, 0_i64, 0_i64);
    let mut to_follow = vec![(opened, None)];
    while let Some((seq, by_expiry)) = to_follow.pop() {
        // The split of an expiry is one part, which begins with its lot.
        let branches: Vec<Branch> = read.all(&BRANCHES, &[&account, &unit, &seq, &format!("{seq}:%")])?;
        for Branch { seq, kind, amount, purchased: of_purchased } in branches {
            // What is about an expiry puts that right; what is about a correction goes with that.
            let by_expiry = by_expiry.unwrap_or(kind == Kind::Expiry);
            if matches!(kind, Kind::Correction | Kind::Expiry) {
                let sum = if by_expiry { &mut expired } else { &mut corrected };
                *sum = sum.saturating_sub(amount.0);
                purchased = purchased.saturating_sub(of_purchased.0);
            }
            to_follow.push((seq, Some(by_expiry)));
        }
    }
    Ok(Lost { all: Credits(expired.max(0).saturating_add(corrected.max(0))), purchased: Credits(purchased.max(0)) })
}

/// Whether what an operation took back was given again.
pub(crate) fn is_given_again(read: &mut Read<'_>, account: AccountId, unit: Unit, seq: i64) -> Result<bool, DbError> {
    Ok(read.value::<i64>(&GIVEN_AGAIN, &[&account, &unit, &seq])?.is_some())
}
