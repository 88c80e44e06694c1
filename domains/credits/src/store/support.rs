//! The rule of support time, and what is kept of each use of it.

use kit_core::AccountId;
use kit_db::{DbError, Read, Tx, sql};

use crate::model::{BurnRecord, SupportRule};

sql!(RULE, "SELECT rule FROM support_rule WHERE id = 1");
sql!(
    SAVE_RULE,
    "INSERT INTO support_rule (id, rule) VALUES (1, $1) ON CONFLICT (id) DO UPDATE SET rule = excluded.rule"
);
sql!(
    INSERT_BURN,
    "INSERT INTO support_burns (account, seq, seconds, rounding, covered, invoiced, agent, case_reference)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
);
sql!(
    BURNS,
    "SELECT account, seq, seconds, rounding, covered, invoiced, agent, case_reference FROM support_burns
     WHERE account = $1 AND seq >= $2 AND seq <= $3 ORDER BY seq"
);
sql!(
    NEXT_BURNS,
    "SELECT account, seq, seconds, rounding, covered, invoiced, agent, case_reference FROM support_burns
     WHERE (account, seq) > ($1, $2) ORDER BY account, seq LIMIT 1000"
);

/// The rule that the publisher set, or the default.
pub(crate) fn rule(read: &mut Read<'_>) -> Result<SupportRule, DbError> {
    Ok(read.value(&RULE, &[])?.unwrap_or_default())
}

pub(crate) fn save_rule(tx: &mut Tx<'_>, rule: &SupportRule) -> Result<(), DbError> {
    let json = serde_json::to_string(rule).map_err(DbError::fault)?;
    tx.exec(&SAVE_RULE, &[&json]).map(drop)
}

/// Keeps what a burn was.
pub(crate) fn insert(tx: &mut Tx<'_>, burn: &BurnRecord) -> Result<(), DbError> {
    let BurnRecord { account, seq, seconds, rounding, covered, invoiced, agent, case_reference } = burn;
    let rounding = rounding.stored();
    tx.exec(&INSERT_BURN, &[account, seq, seconds, &rounding, covered, invoiced, agent, case_reference]).map(drop)
}

/// The burns among the operations of an account's support time from `first` to `last`.
pub(crate) fn burns(
    read: &mut Read<'_>,
    account: AccountId,
    (first, last): (i64, i64),
) -> Result<Vec<BurnRecord>, DbError> {
    read.all(&BURNS, &[&account, &first, &last])
}

/// Burns of all accounts after one of them; at most 1,000.
pub(crate) fn next_burns(read: &mut Read<'_>, after: Option<(AccountId, i64)>) -> Result<Vec<BurnRecord>, DbError> {
    let (account, seq) = after.unwrap_or((AccountId(i64::MIN), 0));
    read.all(&NEXT_BURNS, &[&account, &seq])
}
