//! What happened to machines.

use kit_core::{Id, MachineId};
use kit_db::{DbError, Read, Tx, sql};

use crate::model::{Happened, MachineEvent};

sql!(
    INSERT,
    "INSERT INTO machine_events (machine, at, id, what, author, person, before, after) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
);
sql!(
    LATEST,
    "SELECT at, what, author, person, before, after FROM machine_events WHERE machine = $1 ORDER BY at DESC, id DESC LIMIT $2"
);
sql!(
    FORGET_OLDER,
    "DELETE FROM machine_events WHERE machine = $1 AND what = $2 AND at <= (
         SELECT at FROM machine_events WHERE machine = $1 AND what = $2 ORDER BY at DESC, id DESC LIMIT 1 OFFSET $3)"
);

pub(crate) fn insert(
    tx: &mut Tx<'_>,
    id: Id<MachineEvent>,
    machine: MachineId,
    event: &MachineEvent,
) -> Result<(), DbError> {
    let MachineEvent { at, what, author, person, before, after } = event;
    tx.exec(&INSERT, &[&machine, at, &id, what, author, person, before, after]).map(drop)
}

/// The newest first.
pub(crate) fn latest(read: &mut Read<'_>, machine: MachineId, most: i64) -> Result<Vec<MachineEvent>, DbError> {
    read.all(&LATEST, &[&machine, &most])
}

/// Keeps the newest of a machine's events of one kind.
pub(crate) fn forget_older(tx: &mut Tx<'_>, machine: MachineId, what: Happened, keep: i64) -> Result<(), DbError> {
    tx.exec(&FORGET_OLDER, &[&machine, &what, &keep]).map(drop)
}
