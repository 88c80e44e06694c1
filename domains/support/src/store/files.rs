//! The files of conversations, but for what they hold.

use kit_core::{AccountId, Context, PersonId};
use kit_db::{DbError, FromRow, Read, Tx, sql};
use kit_files::{FileKey, Kept};

use crate::model::{Case, CaseFile, CaseFileId, CaseNumber, LineKind};

sql!(
    ADD_CASE_FILE,
    "INSERT INTO case_files (id, number, seq, file, name, kind, size, digest, account, person)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
);
sql!(
    FILES_OF_LINES,
    "SELECT id, number, seq, file, name, kind, size, person FROM case_files
     WHERE number = $1 AND seq >= $2 AND seq <= $3 ORDER BY seq, id"
);
sql!(CASE_FILE, "SELECT id, number, seq, file, name, kind, size, person FROM case_files WHERE id = $1 AND number = $2");
sql!(LINE_OF_FILE, "SELECT kind FROM case_lines WHERE number = $1 AND seq = $2");
// What `kit_files::takes` says of each: an empty file takes room as well.
sql!(
    TAKEN_BY_ACCOUNT,
    "SELECT CAST(COALESCE(SUM(CASE WHEN size < 4096 THEN 4096 ELSE size END), 0) AS BIGINT)
     FROM case_files WHERE account = $1"
);
sql!(
    TAKEN_BY_PERSON,
    "SELECT CAST(COALESCE(SUM(CASE WHEN size < 4096 THEN 4096 ELSE size END), 0) AS BIGINT)
     FROM case_files WHERE person = $1 AND account IS NULL"
);
sql!(IS_CASE_FILE, "SELECT id FROM case_files WHERE file = $1");
sql!(
    FILES_OF_PERSON,
    "SELECT id, number, seq, file, name, kind, size, person FROM case_files WHERE person = $1 AND id > $2 ORDER BY id LIMIT $3"
);
sql!(OWN_FILES, "SELECT file FROM case_files WHERE person = $1 AND account IS NULL");
sql!(REMOVE_OWN_FILES, "DELETE FROM case_files WHERE person = $1 AND account IS NULL");
sql!(CASE_FILES_FROM, "SELECT id, file, size FROM case_files WHERE id > $1 ORDER BY id LIMIT $2");

/// Notes the files that came with a line of a case that is held.
pub(crate) fn add(
    tx: &mut Tx<'_>,
    ctx: &Context,
    case: &Case,
    seq: i64,
    person: Option<PersonId>,
    files: &[Kept],
) -> Result<(), DbError> {
    for Kept { key, name, sniffed, size, digest } in files {
        let id = CaseFileId::random(&ctx.random);
        let Case { number, account, .. } = case;
        tx.exec(&ADD_CASE_FILE, &[&id, number, &seq, key, name, &sniffed.kind, size, digest, account, &person])?;
    }
    Ok(())
}

/// The files that came with the lines of a case from one to another, in their order.
pub(crate) fn of_lines(
    read: &mut Read<'_>,
    number: CaseNumber,
    (first, last): (i64, i64),
) -> Result<Vec<CaseFile>, DbError> {
    read.all(&FILES_OF_LINES, &[&number, &first, &last])
}

/// A file of a case, with the kind of the line that it came with.
pub(crate) fn one(
    read: &mut Read<'_>,
    number: CaseNumber,
    id: CaseFileId,
) -> Result<Option<(CaseFile, LineKind)>, DbError> {
    let Some(file) = read.opt::<CaseFile>(&CASE_FILE, &[&id, &number])? else { return Ok(None) };
    let kind = read.value(&LINE_OF_FILE, &[&number, &file.seq])?;
    Ok(kind.map(|kind| (file, kind)))
}

/// How much room the files of a customer take together: an account's, or those of a person alone.
pub(crate) fn taken_by(read: &mut Read<'_>, account: Option<AccountId>, requester: PersonId) -> Result<i64, DbError> {
    let taken = match account {
        Some(account) => read.value(&TAKEN_BY_ACCOUNT, &[&account])?,
        None => read.value(&TAKEN_BY_PERSON, &[&requester])?,
    };
    Ok(taken.unwrap_or_default())
}

pub(crate) fn is_known(read: &mut Read<'_>, key: FileKey) -> Result<bool, DbError> {
    Ok(read.value::<CaseFileId>(&IS_CASE_FILE, &[&key])?.is_some())
}

/// The files that a person sent, after this one.
pub(crate) fn of_person(
    read: &mut Read<'_>,
    person: PersonId,
    after: i64,
    limit: i64,
) -> Result<Vec<CaseFile>, DbError> {
    read.all(&FILES_OF_PERSON, &[&person, &after, &limit])
}

#[derive(FromRow)]
struct KeyRow {
    file: FileKey,
}

/// Forgets the files that a person sent for himself or herself alone; answers where they are.
pub(crate) fn remove_own(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<FileKey>, DbError> {
    let rows: Vec<KeyRow> = tx.all(&OWN_FILES, &[&person])?;
    tx.exec(&REMOVE_OWN_FILES, &[&person])?;
    Ok(rows.into_iter().map(|row| row.file).collect())
}

/// A file as it ought to be in the folder.
#[derive(FromRow)]
pub(crate) struct Noted {
    pub(crate) id: CaseFileId,
    pub(crate) file: FileKey,
    pub(crate) size: i64,
}

/// Files after this one, whosever they are.
pub(crate) fn noted(read: &mut Read<'_>, after: i64, limit: i64) -> Result<Vec<Noted>, DbError> {
    read.all(&CASE_FILES_FROM, &[&after, &limit])
}

#[cfg(test)]
mod tests {
    use kit_db::Engine;

    use super::*;

    #[test]
    fn the_least_that_a_file_takes_is_the_same_everywhere() {
        let least = kit_files::takes(0);
        assert_eq!(kit_files::takes(least + 1), least + 1);
        for sql in [&TAKEN_BY_ACCOUNT, &TAKEN_BY_PERSON] {
            let taken = format!("SUM(CASE WHEN size < {least} THEN {least} ELSE size END)");
            assert!(sql.text(Engine::Sqlite).contains(&taken), "{}", sql.name);
        }
    }
}
