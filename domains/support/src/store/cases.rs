//! Cases: numbers, rows, the words by which they are found.

use std::collections::BTreeSet;

use jiff::Timestamp;
use kit_core::{Context, PersonId};
use kit_db::{DbError, FromRow, Read, Tx, sql};

use crate::model::{Case, CaseNumber, NewCase, Priority};

macro_rules! case {
    ($rest:literal) => {
        concat!(
            "SELECT number, account, company, requester, team, sight, subject, product, page, priority, state, opened_at, updated_at,
                    owed_since, due_at, answered_at, ended_at, assignee, merged_into
             FROM cases WHERE ",
            $rest
        )
    };
}

sql!(BEGIN_YEAR, "INSERT INTO case_numbers (year, last) VALUES ($1, 0) ON CONFLICT (year) DO NOTHING");
sql!(
    HOLD_YEAR,
    sqlite: "SELECT last FROM case_numbers WHERE year = $1",
    postgres: "SELECT last FROM case_numbers WHERE year = $1 FOR UPDATE"
);
sql!(COUNT, "UPDATE case_numbers SET last = $2 WHERE year = $1");
sql!(
    INSERT_CASE,
    "INSERT INTO cases (number, account, company, requester, team, sight, subject, product, page, priority, state, opened_at,
                        updated_at, owed_since, due_at, once)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'new', $11, $11, $11, $12, $13)"
);
sql!(CASE, case!("number = $1"));
sql!(CASE_HELD, sqlite: case!("number = $1"), postgres: case!("number = $1 FOR UPDATE"));
sql!(CASE_OF_FORM, "SELECT number FROM cases WHERE requester = $1 AND once = $2");
sql!(COUNT_OPENED, "SELECT COUNT(*) FROM cases WHERE requester = $1 AND opened_at > $2");
sql!(
    SAVE_CASE,
    "UPDATE cases SET team = $2, sight = $3, priority = $4, state = $5, updated_at = $6, owed_since = $7, due_at = $8,
                      answered_at = $9, ended_at = $10, assignee = $11, merged_into = $12
     WHERE number = $1"
);
sql!(ADD_WORD, "INSERT INTO case_words (word, number) VALUES ($1, $2) ON CONFLICT (word, number) DO NOTHING");
sql!(
    SOLVED_CASES,
    "SELECT number FROM cases WHERE state = 'solved' AND ended_at <= $1 AND owed_since IS NULL
     ORDER BY ended_at, number LIMIT $2"
);

/// Holds the counter of a year until the transaction ends; answers the last number given.
pub(crate) fn hold_year(tx: &mut Tx<'_>, year: i64) -> Result<i64, DbError> {
    tx.exec(&BEGIN_YEAR, &[&year])?;
    tx.value(&HOLD_YEAR, &[&year])?.ok_or_else(|| DbError::fault("the counter of the year is missing"))
}

/// Writes a case and counts its number.
pub(crate) fn insert(
    tx: &mut Tx<'_>,
    ctx: &Context,
    number: CaseNumber,
    new: &NewCase,
    due_at: Timestamp,
    once: &[u8; 32],
) -> Result<(), DbError> {
    let NewCase { account, requester, company, sees, subject, product, page, priority, .. } = new;
    tx.exec(
        &INSERT_CASE,
        &[
            &number,
            account,
            company,
            requester,
            &sees.team,
            &sees.sight,
            subject,
            product,
            page,
            priority,
            &ctx.now,
            &due_at,
            once,
        ],
    )?;
    tx.exec(&COUNT, &[&number.year(), &number.place()]).map(drop)
}

/// A case.
pub(crate) fn case(read: &mut Read<'_>, number: CaseNumber) -> Result<Option<Case>, DbError> {
    read.opt(&CASE, &[&number])
}

/// A case, held until the transaction ends.
pub(crate) fn hold(tx: &mut Tx<'_>, number: CaseNumber) -> Result<Option<Case>, DbError> {
    tx.opt(&CASE_HELD, &[&number])
}

/// The case that a form opened.
pub(crate) fn of_form(
    read: &mut Read<'_>,
    requester: PersonId,
    once: &[u8; 32],
) -> Result<Option<CaseNumber>, DbError> {
    read.value(&CASE_OF_FORM, &[&requester, once])
}

/// How many cases somebody opened since then.
pub(crate) fn count_opened(read: &mut Read<'_>, requester: PersonId, since: Timestamp) -> Result<i64, DbError> {
    Ok(read.value(&COUNT_OPENED, &[&requester, &since])?.unwrap_or(0))
}

/// Writes what has changed of a case.
pub(crate) fn save(tx: &mut Tx<'_>, case: &Case) -> Result<(), DbError> {
    let Case { number, team, sight, priority, state, updated_at, owed_since, due_at, .. } = case;
    let Case { answered_at, ended_at, assignee, merged_into, .. } = case;
    let priority: &Priority = priority;
    tx.exec(
        &SAVE_CASE,
        &[
            number,
            team,
            sight,
            priority,
            state,
            updated_at,
            owed_since,
            due_at,
            answered_at,
            ended_at,
            assignee,
            merged_into,
        ],
    )
    .map(drop)
}

/// Keeps the words by which a case is found.
pub(crate) fn add_words(tx: &mut Tx<'_>, number: CaseNumber, words: &BTreeSet<String>) -> Result<(), DbError> {
    words.iter().try_for_each(|word| tx.exec(&ADD_WORD, &[word, &number]).map(drop))
}

#[derive(FromRow)]
struct Numbered {
    number: CaseNumber,
}

/// At most `limit` cases that were solved until then, nobody has written since, and staff has nothing to look at.
pub(crate) fn solved(read: &mut Read<'_>, until: Timestamp, limit: i64) -> Result<Vec<CaseNumber>, DbError> {
    let rows: Vec<Numbered> = read.all(&SOLVED_CASES, &[&until, &limit])?;
    Ok(rows.into_iter().map(|row| row.number).collect())
}
