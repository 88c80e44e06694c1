//! Copies of what is kept about a person.

use jiff::Timestamp;
use kit_core::PersonId;
use kit_db::{DbError, FromRow, Read, Tx, sql};

use crate::model::{Export, ExportId};

sql!(
    INSERT_EXPORT,
    "INSERT INTO personal_exports (id, person, asked_at, expires_at, bytes, parts) VALUES ($1, $2, $3, $4, 0, 0)"
);
sql!(
    EXPORT,
    "SELECT id, asked_at, ready_at, expires_at, bytes, parts FROM personal_exports WHERE id = $1 AND person = $2 AND expires_at > $3"
);
sql!(
    EXPORTS_OF,
    "SELECT id, asked_at, ready_at, expires_at, bytes, parts FROM personal_exports \
     WHERE person = $1 AND expires_at > $2 ORDER BY asked_at DESC, id DESC"
);
sql!(ASKED_SINCE, "SELECT COUNT(*) FROM personal_exports WHERE person = $1 AND asked_at > $2");
sql!(WHOSE, "SELECT person FROM personal_exports WHERE id = $1 AND ready_at IS NULL");
sql!(
    ADD_PART,
    "INSERT INTO personal_export_parts (export, place, bytes) VALUES ($1, $2, $3) \
     ON CONFLICT (export, place) DO UPDATE SET bytes = excluded.bytes"
);
sql!(PART, "SELECT bytes FROM personal_export_parts WHERE export = $1 AND place = $2");
sql!(
    FINISH,
    "UPDATE personal_exports SET ready_at = $2, expires_at = $3, bytes = $4, parts = $5 WHERE id = $1 AND ready_at IS NULL"
);
sql!(EXPIRED, "SELECT id FROM personal_exports WHERE expires_at <= $1 ORDER BY expires_at, id LIMIT $2");
sql!(IDS_OF, "SELECT id FROM personal_exports WHERE person = $1");
sql!(REMOVE_PARTS, "DELETE FROM personal_export_parts WHERE export = $1");
sql!(REMOVE, "DELETE FROM personal_exports WHERE id = $1");

#[derive(FromRow)]
struct IdRow {
    id: ExportId,
}

pub(crate) fn insert(
    tx: &mut Tx<'_>,
    id: ExportId,
    person: PersonId,
    now: Timestamp,
    expires_at: Timestamp,
) -> Result<(), DbError> {
    tx.exec(&INSERT_EXPORT, &[&id, &person, &now, &expires_at]).map(drop)
}

/// A copy of this person's that can still be had.
pub(crate) fn one(
    read: &mut Read<'_>,
    id: ExportId,
    person: PersonId,
    now: Timestamp,
) -> Result<Option<Export>, DbError> {
    read.opt(&EXPORT, &[&id, &person, &now])
}

/// The copies of a person, the newest first.
pub(crate) fn of_person(read: &mut Read<'_>, person: PersonId, now: Timestamp) -> Result<Vec<Export>, DbError> {
    read.all(&EXPORTS_OF, &[&person, &now])
}

pub(crate) fn asked_since(read: &mut Read<'_>, person: PersonId, since: Timestamp) -> Result<i64, DbError> {
    Ok(read.value(&ASKED_SINCE, &[&person, &since])?.unwrap_or(0))
}

/// Whose copy this is, if it is still to be made.
pub(crate) fn whose(read: &mut Read<'_>, id: ExportId) -> Result<Option<PersonId>, DbError> {
    read.value(&WHOSE, &[&id])
}

pub(crate) fn add_part(tx: &mut Tx<'_>, id: ExportId, place: i64, bytes: &[u8]) -> Result<(), DbError> {
    tx.exec(&ADD_PART, &[&id, &place, &bytes]).map(drop)
}

pub(crate) fn part(read: &mut Read<'_>, id: ExportId, place: i64) -> Result<Option<Vec<u8>>, DbError> {
    read.value(&PART, &[&id, &place])
}

/// Says that a copy can be downloaded; false when that was said before, or it is gone.
pub(crate) fn finish(
    tx: &mut Tx<'_>,
    id: ExportId,
    now: Timestamp,
    expires_at: Timestamp,
    (bytes, parts): (i64, i64),
) -> Result<bool, DbError> {
    Ok(tx.exec(&FINISH, &[&id, &now, &expires_at, &bytes, &parts])? == 1)
}

/// Removes copies whose time is over, at most `limit`; answers how many.
pub(crate) fn remove_expired(tx: &mut Tx<'_>, now: Timestamp, limit: i64) -> Result<usize, DbError> {
    let rows: Vec<IdRow> = tx.all(&EXPIRED, &[&now, &limit])?;
    rows.iter().try_for_each(|row| remove(tx, row.id))?;
    Ok(rows.len())
}

/// Removes all copies of a person.
pub(crate) fn remove_of(tx: &mut Tx<'_>, person: PersonId) -> Result<(), DbError> {
    let rows: Vec<IdRow> = tx.all(&IDS_OF, &[&person])?;
    rows.iter().try_for_each(|row| remove(tx, row.id))
}

fn remove(tx: &mut Tx<'_>, id: ExportId) -> Result<(), DbError> {
    tx.exec(&REMOVE_PARTS, &[&id])?;
    tx.exec(&REMOVE, &[&id]).map(drop)
}
