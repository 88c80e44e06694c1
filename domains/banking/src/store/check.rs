//! What the check of a live installation reads.

use kit_db::{DbError, Read, sql};

use crate::model::{BankLine, Import, ImportId, LineId};

sql!(
    NEXT_LINES,
    "SELECT id, identity, import, kind, account, booked_on, cents, payer, payer_account, told, state, proposal, receipt,
            decided_at, decided_by, note
     FROM bank_lines WHERE id > $1 ORDER BY id LIMIT 200"
);
sql!(
    NEXT_IMPORTS,
    "SELECT id, name, format, bytes, accounts, passed, total, staged, fresh, at, author, touched_at
     FROM bank_imports WHERE id > $1 ORDER BY id LIMIT 100"
);
sql!(COUNT_OF_IMPORT, "SELECT COUNT(*) FROM bank_lines WHERE import = $1");

/// Lines after an id; at most 200.
pub(crate) fn lines(read: &mut Read<'_>, after: LineId) -> Result<Vec<BankLine>, DbError> {
    read.all(&NEXT_LINES, &[&after])
}

/// Imports after an id; at most 100.
pub(crate) fn imports(read: &mut Read<'_>, after: ImportId) -> Result<Vec<Import>, DbError> {
    read.all(&NEXT_IMPORTS, &[&after])
}

/// How many lines an import brought.
pub(crate) fn count(read: &mut Read<'_>, import: ImportId) -> Result<i64, DbError> {
    Ok(read.value(&COUNT_OF_IMPORT, &[&import])?.unwrap_or(0))
}
