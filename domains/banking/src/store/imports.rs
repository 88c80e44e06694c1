//! Files that were dropped.

use credits::WrittenBy;
use kit_core::Context;
use kit_db::{DbError, Read, Tx, sql};

use crate::model::{Import, ImportId, ReadFile};

sql!(
    INSERT_IMPORT,
    "INSERT INTO bank_imports (id, digest, name, format, bytes, accounts, passed, total, staged, fresh, at, author, touched_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0, 0, $9, $10, $9) ON CONFLICT (digest) DO NOTHING"
);
sql!(
    IMPORT_BY_DIGEST_HELD,
    sqlite: "SELECT id, name, format, bytes, accounts, passed, total, staged, fresh, at, author, touched_at
             FROM bank_imports WHERE digest = $1",
    postgres: "SELECT id, name, format, bytes, accounts, passed, total, staged, fresh, at, author, touched_at
               FROM bank_imports WHERE digest = $1 FOR UPDATE"
);
sql!(
    IMPORT_HELD,
    sqlite: "SELECT id, name, format, bytes, accounts, passed, total, staged, fresh, at, author, touched_at
             FROM bank_imports WHERE id = $1",
    postgres: "SELECT id, name, format, bytes, accounts, passed, total, staged, fresh, at, author, touched_at
               FROM bank_imports WHERE id = $1 FOR UPDATE"
);
sql!(
    IMPORT,
    "SELECT id, name, format, bytes, accounts, passed, total, staged, fresh, at, author, touched_at
     FROM bank_imports WHERE id = $1"
);
sql!(
    IMPORTS,
    "SELECT id, name, format, bytes, accounts, passed, total, staged, fresh, at, author, touched_at FROM bank_imports
     WHERE (at, id) < ($1, $2) ORDER BY at DESC, id DESC LIMIT $3"
);
sql!(SAVE_IMPORT, "UPDATE bank_imports SET staged = $2, fresh = $3, touched_at = $4 WHERE id = $1");
sql!(BEGIN_IMPORT_AGAIN, "UPDATE bank_imports SET total = $2, staged = 0, fresh = 0, touched_at = $3 WHERE id = $1");
sql!(COUNT_UNFINISHED, "SELECT COUNT(*) FROM bank_imports WHERE staged < total");

/// A file to be noted.
pub(crate) struct NewImport<'a> {
    pub(crate) id: ImportId,
    pub(crate) digest: &'a [u8; 32],
    pub(crate) name: &'a str,
    pub(crate) bytes: i64,
    pub(crate) read: &'a ReadFile,
    pub(crate) total: i64,
}

/// Notes a file; answers whether it was new.
pub(crate) fn insert(tx: &mut Tx<'_>, ctx: &Context, new: &NewImport<'_>) -> Result<bool, DbError> {
    let NewImport { id, digest, name, bytes, read, total } = new;
    let accounts = serde_json::to_string(&read.accounts).map_err(DbError::fault)?;
    let passed = serde_json::to_string(&read.passed).map_err(DbError::fault)?;
    let author = WrittenBy::from(&ctx.author).to_string();
    let values: [&dyn kit_db::ToValue; 10] =
        [id, *digest, name, &read.format, bytes, &accounts, &passed, total, &ctx.now, &author];
    Ok(tx.exec(&INSERT_IMPORT, &values)? == 1)
}

/// The import of a file, held until the transaction ends.
pub(crate) fn hold_by_digest(tx: &mut Tx<'_>, digest: &[u8; 32]) -> Result<Option<Import>, DbError> {
    tx.opt(&IMPORT_BY_DIGEST_HELD, &[digest])
}

/// An import, held until the transaction ends.
pub(crate) fn hold(tx: &mut Tx<'_>, id: ImportId) -> Result<Option<Import>, DbError> {
    tx.opt(&IMPORT_HELD, &[&id])
}

/// An import.
pub(crate) fn import(read: &mut Read<'_>, id: ImportId) -> Result<Option<Import>, DbError> {
    read.opt(&IMPORT, &[&id])
}

/// At most `limit` imports before one of them (all: before the end of time), the newest first.
pub(crate) fn imports(read: &mut Read<'_>, before: Option<&Import>, limit: i64) -> Result<Vec<Import>, DbError> {
    let (at, id) = before.map_or((i64::MAX, i64::MAX), |last| (last.at.as_microsecond(), last.id.0));
    read.all(&IMPORTS, &[&at, &id, &limit])
}

/// Writes how far an import that is held has come.
pub(crate) fn save(tx: &mut Tx<'_>, import: &Import) -> Result<(), DbError> {
    tx.exec(&SAVE_IMPORT, &[&import.id, &import.staged, &import.fresh, &import.touched_at]).map(drop)
}

/// Lets an import that is held begin again, with another number of lines.
pub(crate) fn begin_again(tx: &mut Tx<'_>, ctx: &Context, import: &Import) -> Result<(), DbError> {
    tx.exec(&BEGIN_IMPORT_AGAIN, &[&import.id, &import.total, &ctx.now]).map(drop)
}

/// How many imports are not whole.
pub(crate) fn count_unfinished(read: &mut Read<'_>) -> Result<i64, DbError> {
    Ok(read.value(&COUNT_UNFINISHED, &[])?.unwrap_or(0))
}
