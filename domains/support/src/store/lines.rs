//! The lines of a conversation.

use jiff::Timestamp;
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
     WHERE l.number = $1 AND l.seq < $2 ORDER BY l.seq DESC LIMIT $3"
);
// Those that `LineKind::is_public` lets customers see.
sql!(
    PUBLIC_LINES,
    "SELECT l.seq, l.at, l.side, l.person, l.kind, l.body, m.sender AS mailed
     FROM case_lines l LEFT JOIN case_mails m ON m.number = l.number AND m.seq = l.seq
     WHERE l.number = $1 AND l.seq < $2 AND l.kind NOT IN ('note', 'automatic', 'assigned')
     ORDER BY l.seq DESC LIMIT $3"
);
sql!(
    MESSAGES_SINCE,
    "SELECT COUNT(*) FROM case_lines WHERE person = $1 AND at > $2 AND side = 'customer' AND kind = 'message'"
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

/// The latest lines of a case that stand before this place, the earliest of them first.
pub(crate) fn before(
    read: &mut Read<'_>,
    number: CaseNumber,
    before: i64,
    limit: i64,
    are_all: bool,
) -> Result<Vec<Line>, DbError> {
    let text = if are_all { &LINES } else { &PUBLIC_LINES };
    let mut lines: Vec<Line> = read.all(text, &[&number, &before, &limit])?;
    lines.reverse();
    Ok(lines)
}

/// How many messages a person wrote as a customer since then.
pub(crate) fn messages_since(read: &mut Read<'_>, person: PersonId, then: Timestamp) -> Result<i64, DbError> {
    Ok(read.value(&MESSAGES_SINCE, &[&person, &then])?.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use kit_db::Engine;

    use super::*;

    #[test]
    fn customers_get_the_public_lines_and_no_others() {
        for kind in LineKind::ALL {
            let is_left_out = PUBLIC_LINES.text(Engine::Sqlite).contains(&format!("'{}'", kind.code()));
            assert_eq!(is_left_out, !kind.is_public(), "{kind:?}");
        }
    }
}
