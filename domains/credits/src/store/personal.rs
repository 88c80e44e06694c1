//! What the ledger says of one person.

use jiff::Timestamp;
use kit_core::{AccountId, PersonId};
use kit_db::{DbError, FromRow, Read, sql};

use crate::model::Unit;

/// An operation as its member sees it.
#[derive(FromRow)]
pub(crate) struct OperationLine {
    pub(crate) unit: i64,
    pub(crate) seq: i64,
    pub(crate) at: Timestamp,
    pub(crate) kind: String,
    pub(crate) amount: i64,
    pub(crate) feature: Option<String>,
    pub(crate) quantity: Option<i64>,
    pub(crate) reference: Option<String>,
}

/// A hold as its member sees it.
#[derive(FromRow)]
pub(crate) struct HoldLine {
    pub(crate) unit: i64,
    pub(crate) first_seq: i64,
    pub(crate) id: i64,
    pub(crate) made_at: Timestamp,
    pub(crate) ended_at: Option<Timestamp>,
    pub(crate) state: String,
    pub(crate) amount: i64,
    pub(crate) feature: Option<String>,
    pub(crate) reference: Option<String>,
    pub(crate) machine: Option<String>,
}

/// A burn as who worked sees it.
#[derive(FromRow)]
pub(crate) struct BurnLine {
    pub(crate) account: AccountId,
    pub(crate) seq: i64,
    pub(crate) at: Timestamp,
    pub(crate) seconds: i64,
    pub(crate) reference: Option<String>,
    pub(crate) case_reference: Option<String>,
}

sql!(
    OPERATIONS_OF_PERSON,
    "SELECT unit, seq, at, kind, amount, feature, quantity, reference FROM operations
     WHERE account = $1 AND member = $2 AND (unit, seq) > ($3, $4) ORDER BY unit, seq LIMIT $5"
);
sql!(
    HOLDS_OF_PERSON,
    "SELECT unit, first_seq, id, made_at, ended_at, state, amount, feature, reference, machine FROM holds
     WHERE account = $1 AND (unit, first_seq, id) > ($3, $4, $5) AND member = $2 ORDER BY unit, first_seq, id LIMIT $6"
);
sql!(
    BURNS_OF_AGENT,
    "SELECT b.account, b.seq, o.at, b.seconds, o.reference, b.case_reference
     FROM support_burns b JOIN operations o ON o.account = b.account AND o.unit = $5 AND o.seq = b.seq
     WHERE b.agent = $1 AND (b.account, b.seq) > ($2, $3) ORDER BY b.account, b.seq LIMIT $4"
);

/// The operations of a member after this place (unit and sequence), in their order.
pub(crate) fn operations(
    read: &mut Read<'_>,
    account: AccountId,
    person: PersonId,
    after: (i64, i64),
    limit: i64,
) -> Result<Vec<OperationLine>, DbError> {
    read.all(&OPERATIONS_OF_PERSON, &[&account, &person, &after.0, &after.1, &limit])
}

/// The holds of a member after this place (unit, sequence, id), in their order.
pub(crate) fn holds(
    read: &mut Read<'_>,
    account: AccountId,
    person: PersonId,
    after: (i64, i64, i64),
    limit: i64,
) -> Result<Vec<HoldLine>, DbError> {
    read.all(&HOLDS_OF_PERSON, &[&account, &person, &after.0, &after.1, &after.2, &limit])
}

/// The support time that an agent entered after this place (account and sequence), in its order.
pub(crate) fn burns(
    read: &mut Read<'_>,
    agent: PersonId,
    after: (i64, i64),
    limit: i64,
) -> Result<Vec<BurnLine>, DbError> {
    read.all(&BURNS_OF_AGENT, &[&agent, &after.0, &after.1, &limit, &Unit::SupportMinutes])
}
