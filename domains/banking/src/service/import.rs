//! A file that was dropped: begun, then written line by line.

use std::sync::Arc;

use jiff::civil::Date;
use kit_core::Context;
use kit_db::{DbError, Lock, Tx};
use kit_jobs::enqueue;
use sha2::{Digest, Sha256};

use super::{World, log};
use crate::jobs::Propose;
use crate::model::{Import, ImportId, NewLine, ReadFile, read};
use crate::store;

/// Lines that are written in one transaction.
pub const AT_ONCE: usize = 500;

/// A file that was read.
#[derive(Debug, Clone)]
pub struct Dropped {
    name: String,
    digest: [u8; 32],
    bytes: i64,
    read: ReadFile,
}

impl Dropped {
    /// Reads a file, which may take seconds: not for the threads that answer requests. `today` is the day of lines to which the
    /// bank gives none.
    ///
    /// # Errors
    /// What is wrong with the file, and where.
    pub fn read(name: String, file: Vec<u8>, today: Date) -> Result<Dropped, bank_statement::ReadError> {
        let digest = Sha256::digest(&file).into();
        let bytes = i64::try_from(file.len()).unwrap_or(i64::MAX);
        Ok(Dropped { name, digest, bytes, read: read(file, today)? })
    }

    /// What is kept of it.
    pub fn into_lines(self) -> Vec<NewLine> {
        self.read.lines
    }
}

/// What became of a file that was dropped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imported {
    /// The import, as it stands.
    pub import: Import,
    /// Whether all of it was there before: nothing has changed.
    pub was_known: bool,
}

/// Notes that a file was dropped. One that is known is the same import again: whole, it stays as it is; unfinished, it goes on.
///
/// # Errors
/// The database refuses.
pub fn begin(tx: &mut Tx<'_>, ctx: &Context, file: &Dropped) -> Result<Imported, DbError> {
    let Dropped { name, digest, bytes, read } = file;
    let id = ImportId::random(&ctx.random);
    let total = i64::try_from(read.lines.len()).map_err(DbError::fault)?;
    let new = store::imports::NewImport { id, digest, name, bytes: *bytes, read, total };
    let is_new = store::imports::insert(tx, ctx, &new)?;
    let mut import = store::imports::hold_by_digest(tx, digest)?
        .ok_or_else(|| DbError::fault("an import is neither new nor known"))?;
    if is_new && import.is_whole() {
        log::imported(tx, ctx, &import)?;
    }
    if !import.is_whole() && import.total != total {
        // This version of the program keeps others of its lines: from the start again, what is known stays known.
        import = Import { total, staged: 0, fresh: 0, ..import };
        store::imports::begin_again(tx, ctx, &import)?;
    }
    Ok(Imported { was_known: !is_new && import.is_whole(), import })
}

/// Writes the next lines of an import, at most [`AT_ONCE`]; answers how it stands then. Whoever writes holds the import, so that two
/// who do it at once share the work.
///
/// # Errors
/// The database refuses.
pub fn stage(tx: &mut Tx<'_>, ctx: &Context, import: ImportId, lines: &[NewLine]) -> Result<Import, DbError> {
    let mut import = store::imports::hold(tx, import)?.ok_or_else(|| DbError::fault("an import is gone"))?;
    let from = usize::try_from(import.staged).map_err(DbError::fault)?;
    if import.is_whole() {
        return Ok(import);
    }
    let next = lines.get(from..lines.len().min(from + AT_ONCE)).filter(|next| !next.is_empty());
    let next = next.ok_or_else(|| DbError::fault("the file has fewer lines than its import"))?;
    let fresh = store::lines::insert(tx, ctx, import.id, next)?;
    import.staged += i64::try_from(next.len()).map_err(DbError::fault)?;
    import.fresh += i64::try_from(fresh).map_err(DbError::fault)?;
    import.touched_at = ctx.now;
    store::imports::save(tx, &import)?;
    if import.is_whole() {
        log::imported(tx, ctx, &import)?;
        if import.fresh > 0 {
            enqueue(tx, ctx, &Propose {})?;
        }
    }
    Ok(import)
}

/// Begins an import and writes all of its lines, in as many transactions as it takes. `begun` is told which one it is before the
/// first of them.
///
/// # Errors
/// The database fails; what was written stays, and the import goes on when the file is dropped again.
pub async fn stage_all(world: &World, file: Dropped, begun: impl FnOnce(ImportId)) -> Result<Imported, DbError> {
    let file = Arc::new(file);
    let (ctx, own) = (world.context(world.author.clone()), file.clone());
    let body = move |tx: &mut Tx<'_>| begin(tx, &ctx, &own);
    let Imported { mut import, was_known } = world.db.write::<_, DbError, _>(Lock::None, body).await?;
    begun(import.id);
    while !import.is_whole() {
        let (ctx, own, id) = (world.context(world.author.clone()), file.clone(), import.id);
        let body = move |tx: &mut Tx<'_>| stage(tx, &ctx, id, &own.read.lines);
        import = world.db.write::<_, DbError, _>(Lock::None, body).await?;
    }
    Ok(Imported { import, was_known })
}
