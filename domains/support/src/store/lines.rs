//! The lines of a conversation.

use kit_core::{Context, PersonId};
use kit_db::{DbError, Read, Tx, sql};

use crate::model::{CaseNumber, Line, LineKind, LineSide};

sql!(
    ADD_LINE,
    "INSERT INTO case_lines (number, seq, at, side, person, kind, body)
     SELECT $1, COALESCE(MAX(seq), 0) + 1, $2, $3, $4, $5, $6 FROM case_lines WHERE number = $1
     RETURNING seq"
);
sql!(
    LINES,
    "SELECT l.seq, l.at, l.side, l.person, l.kind, l.body, m.sender AS mailed
     FROM case_lines l LEFT JOIN case_mails m ON m.number = l.number AND m.seq = l.seq
     WHERE l.number = $1 ORDER BY l.seq"
);

/// Adds a line to a case that is held; answers its place.
pub(crate) fn add(
    tx: &mut Tx<'_>,
    ctx: &Context,
    number: CaseNumber,
    (side, person): (LineSide, Option<PersonId>),
    kind: LineKind,
    body: &str,
) -> Result<i64, DbError> {
    let seq = tx.value(&ADD_LINE, &[&number, &ctx.now, &side, &person, &kind, &body])?;
    seq.ok_or_else(|| DbError::fault("a line has no place"))
}

/// All lines of a case, the earliest first.
pub(crate) fn of(read: &mut Read<'_>, number: CaseNumber) -> Result<Vec<Line>, DbError> {
    read.all(&LINES, &[&number])
}
