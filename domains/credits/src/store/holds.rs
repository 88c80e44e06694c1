//! Holds and leases.

use kit_core::AccountId;
use kit_db::{DbError, Read, ToValue, Tx, sql};

use crate::model::{Balance, Digest, Hold, HoldEnd, HoldId, HoldState, RequestKey, Unit};

sql!(
    INSERT_HOLD,
    "INSERT INTO holds (id, account, unit, kind, amount, parts, feature, quantity, unit_price, prices, reference, machine,
                        member, author, made_at, ends_at, first_seq, made_balance, idempotency, fingerprint, made_seal,
                        state, captured)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, 0)"
);
sql!(
    HOLD,
    "SELECT id, account, unit, kind, amount, parts, feature, quantity, unit_price, prices, reference, machine, member, author,
            made_at, ends_at, first_seq, made_balance, idempotency, fingerprint, made_seal, state, captured, ended_at,
            until_seq, ended_balance, end_idempotency, end_fingerprint, end_seal
     FROM holds WHERE account = $1 AND id = $2"
);
sql!(
    HOLD_BY_KEY,
    "SELECT id, account, unit, kind, amount, parts, feature, quantity, unit_price, prices, reference, machine, member, author,
            made_at, ends_at, first_seq, made_balance, idempotency, fingerprint, made_seal, state, captured, ended_at,
            until_seq, ended_balance, end_idempotency, end_fingerprint, end_seal
     FROM holds WHERE account = $1 AND idempotency = $2"
);
sql!(
    HOLD_BY_END_KEY,
    "SELECT id, account, unit, kind, amount, parts, feature, quantity, unit_price, prices, reference, machine, member, author,
            made_at, ends_at, first_seq, made_balance, idempotency, fingerprint, made_seal, state, captured, ended_at,
            until_seq, ended_balance, end_idempotency, end_fingerprint, end_seal
     FROM holds WHERE account = $1 AND end_idempotency = $2"
);
sql!(
    OPEN_HOLDS,
    "SELECT id, account, unit, kind, amount, parts, feature, quantity, unit_price, prices, reference, machine, member, author,
            made_at, ends_at, first_seq, made_balance, idempotency, fingerprint, made_seal, state, captured, ended_at,
            until_seq, ended_balance, end_idempotency, end_fingerprint, end_seal
     FROM holds WHERE account = $1 AND unit = $2 AND state = 'open' ORDER BY first_seq, id LIMIT 1000"
);
sql!(
    END_HOLDS,
    sqlite: "UPDATE holds SET state = $3, captured = $4, ended_at = $5, until_seq = $6, ended_balance = $7,
                              end_idempotency = $8, end_fingerprint = $9, end_seal = $10
             WHERE account = $1 AND id = $2",
    postgres: "UPDATE holds h SET state = n.state, captured = n.captured, ended_at = n.ended_at, until_seq = n.until_seq,
                      ended_balance = n.ended_balance, end_idempotency = n.end_idempotency,
                      end_fingerprint = n.end_fingerprint, end_seal = n.end_seal
               FROM UNNEST(CAST($1 AS BIGINT[]), CAST($2 AS BIGINT[]), CAST($3 AS TEXT[]), CAST($4 AS BIGINT[]),
                           CAST($5 AS BIGINT[]), CAST($6 AS BIGINT[]), CAST($7 AS TEXT[]), CAST($8 AS BYTEA[]),
                           CAST($9 AS BYTEA[]), CAST($10 AS BYTEA[]))
                 AS n (account, id, state, captured, ended_at, until_seq, ended_balance, end_idempotency,
                       end_fingerprint, end_seal)
               WHERE h.account = n.account AND h.id = n.id"
);

/// Adds a hold that is open.
pub(crate) fn insert(tx: &mut Tx<'_>, hold: &Hold) -> Result<(), DbError> {
    let (parts, author, balance) = (hold.parts.to_string(), hold.author.to_string(), hold.made_balance.stored());
    let prices = hold.prices.as_ref().map(|prices| prices.stored());
    let values: [&dyn ToValue; 22] = [
        &hold.id,
        &hold.account,
        &hold.unit,
        &hold.kind,
        &hold.amount,
        &parts,
        &hold.feature,
        &hold.quantity,
        &hold.unit_price,
        &prices,
        &hold.reference,
        &hold.machine,
        &hold.member,
        &author,
        &hold.made_at,
        &hold.ends_at,
        &hold.first_seq,
        &balance,
        &hold.idempotency,
        &hold.fingerprint,
        &hold.made_seal,
        &HoldState::Open,
    ];
    tx.exec(&INSERT_HOLD, &values).map(drop)
}

/// A hold or lease of the account.
pub(crate) fn hold(read: &mut Read<'_>, account: AccountId, id: HoldId) -> Result<Option<Hold>, DbError> {
    read.opt(&HOLD, &[&account, &id])
}

/// What an idempotency key made.
pub(crate) fn by_key(read: &mut Read<'_>, account: AccountId, key: RequestKey) -> Result<Option<Hold>, DbError> {
    read.opt(&HOLD_BY_KEY, &[&account, &key])
}

/// What an idempotency key ended.
pub(crate) fn by_end_key(read: &mut Read<'_>, account: AccountId, key: RequestKey) -> Result<Option<Hold>, DbError> {
    read.opt(&HOLD_BY_END_KEY, &[&account, &key])
}

/// The holds of a wallet whose end is not written, the oldest first: not more than may be open, or somebody forged some.
pub(crate) fn open(read: &mut Read<'_>, account: AccountId, unit: Unit) -> Result<Vec<Hold>, DbError> {
    read.all(&OPEN_HOLDS, &[&account, &unit])
}

/// Writes ends of holds, each with its seal.
pub(crate) fn end(tx: &mut Tx<'_>, ends: &[(AccountId, &HoldEnd, [u8; 32])]) -> Result<(), DbError> {
    let balances: Vec<Option<String>> = ends.iter().map(|(_, end, _)| end.balance.map(Balance::stored)).collect();
    let requests: Vec<(Option<RequestKey>, Option<Digest>)> =
        ends.iter().map(|(_, end, _)| end.request.unzip()).collect();
    let rows: Vec<[&dyn ToValue; 10]> = ends
        .iter()
        .zip(balances.iter().zip(&requests))
        .map(|((account, end, seal), (balance, (key, body)))| -> [&dyn ToValue; 10] {
            let HoldEnd { id, state, ended_at, until_seq, captured, .. } = end;
            [account, id, state, captured, ended_at, until_seq, balance, key, body, seal]
        })
        .collect();
    let rows: Vec<&[&dyn ToValue]> = rows.iter().map(<[_; 10]>::as_slice).collect();
    tx.many(&END_HOLDS, &rows).map(drop)
}
