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
// What came from a person's own mailbox names no sender; that a machine wrote it, its line says.
sql!(
    OWN_MAILS_SINCE,
    "SELECT COUNT(*) FROM case_mails m JOIN case_lines l ON l.number = m.number AND l.seq = m.seq
     WHERE m.person = $1 AND m.at > $2 AND m.sender = '' AND l.kind <> 'automatic'"
);
sql!(
    MAILS_OF_OTHERS_SINCE,
    "SELECT COUNT(*) FROM case_mails m JOIN case_lines l ON l.number = m.number AND l.seq = m.seq
     WHERE m.person = $1 AND m.number = $2 AND m.at > $3 AND (m.sender <> '' OR l.kind = 'automatic')"
);
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

/// How many mails that a person wrote were kept since then.
pub(crate) fn own_since(read: &mut Read<'_>, person: PersonId, then: Timestamp) -> Result<i64, DbError> {
    Ok(read.value(&OWN_MAILS_SINCE, &[&person, &then])?.unwrap_or_default())
}

/// How many mails of machines and from other mailboxes were kept in a case for a person since then.
pub(crate) fn others_since(
    read: &mut Read<'_>,
    person: PersonId,
    number: CaseNumber,
    then: Timestamp,
) -> Result<i64, DbError> {
    Ok(read.value(&MAILS_OF_OTHERS_SINCE, &[&person, &number, &then])?.unwrap_or_default())
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
