//! Files of conversations: who sends which, who sees which, and whether they are all there.

use kit_core::{AccountId, Context, PersonId};
use kit_db::{Db, DbError, Failed, Read, Tx, refuse};
use kit_files::{FileError, FileKey, Files, Kept, takes};
use thiserror::Error;

use super::look::{Viewer, seen};
use super::{CaseRefusal, settings};
use crate::model::{Case, CaseFile, CaseFileId, CaseNumber, LineSide};
use crate::store;

/// Notes the files that came with a line. Those of customers have to find room in what the publisher gives an account.
pub(super) fn attach(
    tx: &mut Tx<'_>,
    ctx: &Context,
    case: &Case,
    seq: i64,
    (side, person): (LineSide, Option<PersonId>),
    files: &[Kept],
) -> Result<(), Failed<CaseRefusal>> {
    if files.is_empty() {
        return Ok(());
    }
    if side == LineSide::Customer {
        let coming = files.iter().fold(0_i64, |sum, file| sum.saturating_add(takes(file.size)));
        if coming > room_of(tx, case.account, case.requester)? {
            return refuse(CaseRefusal::NoRoom);
        }
    }
    Ok(store::files::add(tx, ctx, case, seq, person, files)?)
}

/// How much room there is left for files of a customer, in bytes: an account, or a person who asks for himself or herself alone.
/// An upload looks at it before anything is written; what counts is what the transaction finds.
///
/// # Errors
/// The database cannot be read.
pub fn room_of(read: &mut Read<'_>, account: Option<AccountId>, requester: PersonId) -> Result<i64, DbError> {
    let room = settings(read)?.room(account);
    Ok(room.saturating_sub(store::files::taken_by(read, account, requester)?).max(0))
}

/// A file of a case, if whoever looks sees the line that it came with.
///
/// # Errors
/// The database cannot be read.
pub fn file(
    read: &mut Read<'_>,
    viewer: Viewer,
    number: CaseNumber,
    id: CaseFileId,
) -> Result<Option<CaseFile>, DbError> {
    if seen(read, viewer, number)?.is_none() {
        return Ok(None);
    }
    let found = store::files::one(read, number, id)?;
    Ok(found.filter(|(_, line)| viewer == Viewer::Staff || line.is_public()).map(|(file, _)| file))
}

/// Whether a file is one of a case.
pub(crate) fn holds(read: &mut Read<'_>, key: FileKey) -> Result<bool, DbError> {
    store::files::is_known(read, key)
}

/// What is wrong with a file.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum FileViolation {
    /// A conversation speaks of it, and it is not there.
    #[error("the file {0} of a case is missing: {1} is not in the folder of files")]
    Missing(CaseFileId, FileKey),
    /// It is not as large as it was.
    #[error("the file {0} of a case has {2} bytes in the folder of files instead of {1}")]
    Size(CaseFileId, i64, u64),
}

/// Why files cannot be checked.
#[derive(Debug, Error)]
pub enum CheckError {
    /// The database cannot be read.
    #[error(transparent)]
    Db(#[from] DbError),
    /// The folder cannot be read.
    #[error(transparent)]
    Files(#[from] FileError),
}

/// Files at a step of a check.
const AT_ONCE: i64 = 500;

/// Verifies that every file of a case is in the folder, as large as it was sent.
///
/// # Errors
/// [`CheckError`].
pub async fn check_files(db: &Db, files: &Files) -> Result<Vec<FileViolation>, CheckError> {
    let (mut wrong, mut after) = (Vec::new(), i64::MIN);
    loop {
        let page = db.read::<_, DbError, _>(move |read| store::files::noted(read, after, AT_ONCE)).await?;
        for noted in &page {
            match if files.are_kept() { files.size(noted.file).await? } else { None } {
                None => wrong.push(FileViolation::Missing(noted.id, noted.file)),
                Some(size) if i64::try_from(size) != Ok(noted.size) => {
                    wrong.push(FileViolation::Size(noted.id, noted.size, size));
                }
                Some(_) => {}
            }
        }
        match page.last() {
            Some(last) if page.len() as i64 == AT_ONCE => after = last.id.0,
            _ => return Ok(wrong),
        }
    }
}
