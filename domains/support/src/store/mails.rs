//! Mails that came in.

use jiff::Timestamp;
use kit_core::{Context, PersonId};
use kit_db::{DbError, FromRow, Read, Tx, sql};

use crate::model::CaseNumber;

sql!(
    ADD_MAIL,
    "INSERT INTO case_mails (digest, number, seq, person, sender, at) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (digest) DO NOTHING"
);
sql!(KNOWN_MAIL, "SELECT number FROM case_mails WHERE digest = $1");
sql!(MAILS_SINCE, "SELECT COUNT(*) FROM case_mails WHERE person = $1 AND at > $2");
sql!(
    MAILS_OF,
    "SELECT number, seq, sender, at FROM case_mails
     WHERE person = $1 AND (number > $2 OR (number = $2 AND seq > $3)) ORDER BY number, seq LIMIT $4"
);
sql!(FORGET_SENDERS, "UPDATE case_mails SET sender = '' WHERE person = $1 AND sender <> ''");

/// Whether a mail was kept before.
pub(crate) fn is_known(read: &mut Read<'_>, digest: &[u8; 32]) -> Result<bool, DbError> {
    Ok(read.value::<CaseNumber>(&KNOWN_MAIL, &[digest])?.is_some())
}

/// Notes that a mail was kept as this line; false when it was kept before.
pub(crate) fn add(
    tx: &mut Tx<'_>,
    ctx: &Context,
    digest: &[u8; 32],
    (number, seq): (CaseNumber, i64),
    person: PersonId,
    sender: &str,
) -> Result<bool, DbError> {
    Ok(tx.exec(&ADD_MAIL, &[digest, &number, &seq, &person, &sender, &ctx.now])? == 1)
}

/// How many mails of a person were kept since then.
pub(crate) fn since(read: &mut Read<'_>, person: PersonId, then: Timestamp) -> Result<i64, DbError> {
    Ok(read.value(&MAILS_SINCE, &[&person, &then])?.unwrap_or_default())
}

#[derive(FromRow)]
pub(crate) struct MailRow {
    pub(crate) number: CaseNumber,
    pub(crate) seq: i64,
    pub(crate) sender: String,
    pub(crate) at: Timestamp,
}

/// The mails of a person that were kept, after this place.
pub(crate) fn of_person(
    read: &mut Read<'_>,
    person: PersonId,
    (number, seq): (i64, i64),
    limit: i64,
) -> Result<Vec<MailRow>, DbError> {
    read.all(&MAILS_OF, &[&person, &number, &seq, &limit])
}

/// Forgets from which other addresses a person's answers came.
pub(crate) fn forget_senders(tx: &mut Tx<'_>, person: PersonId) -> Result<(), DbError> {
    tx.exec(&FORGET_SENDERS, &[&person]).map(drop)
}
