//! Signed statements: which operations one tells, and those operations, some at a time.

use jiff::Timestamp;
use kit_db::{DbError, Read};

use super::history::first_since;
use crate::model::{Balance, MadeBefore, Operation, Statement, StatementWanted, WalletId};
use crate::store;

/// How many operations are read at a time: few enough for a short read, and for what is written of them to find room
/// between two sockets.
const ROWS: i64 = 500;

/// The statement that is wanted, as the operations stand now. Its operations are told by their numbers and never change, so it
/// is one state however long it takes to write.
///
/// # Errors
/// The database cannot be read.
pub fn statement(
    read: &mut Read<'_>,
    wallet: impl Into<WalletId>,
    wanted: &StatementWanted,
    now: Timestamp,
) -> Result<Statement, DbError> {
    let wallet = wallet.into();
    let WalletId { account, unit } = wallet;
    let head = store::wallets::wallet(read, account, unit)?.map_or(0, |wallet| wallet.seq);
    let from_seq = match wanted.from {
        Some(from) => first_since(read, wallet, from, head)?,
        None => 1,
    };
    let last = match wanted.until {
        Some(until) => first_since(read, wallet, until, head)? - 1,
        None => head,
    };
    let (mut to_seq, mut made_at) = (last.max(from_seq - 1), now);
    if let Some(MadeBefore { at, to_seq: told }) = wanted.again
        && (from_seq - 1..=to_seq).contains(&told)
        && at <= now
        && store::operations::moment(read, account, unit, told)?.is_none_or(|last| last <= at)
        && (told == to_seq || store::operations::moment(read, account, unit, told + 1)?.is_none_or(|next| at < next))
    {
        (to_seq, made_at) = (told, at);
    }
    let mut standing = |seq| match seq {
        0 => Ok((Balance::default(), [0; 32])),
        seq => match store::operations::operation(read, account, unit, seq)? {
            Some(operation) => Ok((operation.after(), operation.chain)),
            None => Err(DbError::fault(format!("operation {seq} of {account} is missing"))),
        },
    };
    let (before, seal_before) = standing(from_seq - 1)?;
    let (after, _) = standing(to_seq)?;
    let publisher = statement_publisher(read)?;
    Ok(Statement { account, unit, publisher, from_seq, to_seq, made_at, before, seal_before, after })
}

/// Who says what a statement says: the publisher's legal name, else the name that customers know.
///
/// # Errors
/// The database cannot be read.
pub fn statement_publisher(read: &mut Read<'_>) -> Result<String, DbError> {
    let identity = publisher::settings(read)?.identity;
    Ok(if identity.legal_name.is_empty() { identity.name } else { identity.legal_name })
}

/// The operations of a statement that follow one of them, in their order; none after the last.
///
/// # Errors
/// The database cannot be read.
pub fn statement_operations(read: &mut Read<'_>, statement: &Statement, after: i64) -> Result<Vec<Operation>, DbError> {
    let wanted = ROWS.min(statement.to_seq - after);
    if wanted <= 0 {
        return Ok(Vec::new());
    }
    store::check::operations_from(read, (statement.account, statement.unit), after, wanted)
}
