//! What is kept about one person, to be shown to him or her, and to be erased.

use jiff::Timestamp;
use kit_core::{AccountId, PersonId};
use kit_db::{DbError, FromRow, Read, Tx, sql};

use crate::model::CaseNumber;

#[derive(FromRow)]
pub(crate) struct CaseLine {
    pub(crate) number: CaseNumber,
    pub(crate) requester: PersonId,
    pub(crate) account: Option<AccountId>,
    pub(crate) subject: String,
    pub(crate) product: String,
    pub(crate) opened_at: Timestamp,
}

#[derive(FromRow)]
pub(crate) struct MessageLine {
    pub(crate) number: CaseNumber,
    pub(crate) seq: i64,
    pub(crate) at: Timestamp,
    pub(crate) body: String,
}

// The audience holds who asked and who watches, by person.
sql!(
    CASES,
    "SELECT c.number, c.requester, c.account, c.subject, c.product, c.opened_at
     FROM case_audience a JOIN cases c ON c.number = a.number
     WHERE a.kind = 'person' AND a.who = $1 AND a.number > $2 ORDER BY a.number LIMIT $3"
);
// What came by mail from a machine, or from an address of somebody else's, is not what the person wrote.
sql!(
    MESSAGES,
    "SELECT l.number, l.seq, l.at, l.body FROM case_lines l
     WHERE l.person = $1 AND l.side <> 'system' AND NOT (l.side = 'customer' AND l.kind = 'note')
       AND (l.number > $2 OR (l.number = $2 AND l.seq > $3)) ORDER BY l.number, l.seq LIMIT $4"
);
sql!(FORGET_WATCHERS, "DELETE FROM case_watchers WHERE person = $1");
sql!(FORGET_AUDIENCE, "DELETE FROM case_audience WHERE kind = 'person' AND who = $1");

/// The cases that a person asked or watches, after this number.
pub(crate) fn cases(read: &mut Read<'_>, person: PersonId, after: i64, limit: i64) -> Result<Vec<CaseLine>, DbError> {
    read.all(&CASES, &[&person, &after, &limit])
}

/// What a person wrote in cases, after this place.
pub(crate) fn messages(
    read: &mut Read<'_>,
    person: PersonId,
    (number, seq): (i64, i64),
    limit: i64,
) -> Result<Vec<MessageLine>, DbError> {
    read.all(&MESSAGES, &[&person, &number, &seq, &limit])
}

/// Ends that a person watches cases and finds them in lists.
pub(crate) fn unwatch_all(tx: &mut Tx<'_>, person: PersonId) -> Result<(), DbError> {
    tx.exec(&FORGET_WATCHERS, &[&person])?;
    tx.exec(&FORGET_AUDIENCE, &[&person]).map(drop)
}
