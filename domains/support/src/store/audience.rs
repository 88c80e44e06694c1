//! Who sees a case: watchers, and the audience made of all reasons to see it.

use kit_core::{AccountId, PersonId};
use kit_db::{DbError, FromRow, Read, Tx, sql};

use accounts::model::TeamId;

use crate::model::{Case, CaseNumber, Sight};

sql!(WATCHERS, "SELECT person FROM case_watchers WHERE number = $1 ORDER BY person");
sql!(
    WATCHED,
    "SELECT w.number FROM case_watchers w JOIN cases c ON c.number = w.number
     WHERE w.person = $1 AND c.account = $2 ORDER BY w.number"
);
sql!(ADD_WATCHER, "INSERT INTO case_watchers (number, person) VALUES ($1, $2) ON CONFLICT (number, person) DO NOTHING");
sql!(REMOVE_WATCHER, "DELETE FROM case_watchers WHERE number = $1 AND person = $2");
sql!(CLEAR_AUDIENCE, "DELETE FROM case_audience WHERE number = $1");
sql!(
    ADD_AUDIENCE,
    "INSERT INTO case_audience (kind, who, number) VALUES ($1, $2, $3) ON CONFLICT (kind, who, number) DO NOTHING"
);
sql!(IS_SEEN, "SELECT number FROM case_audience WHERE kind = $1 AND who = $2 AND number = $3");

/// Some of those who see a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Eyes {
    /// The admins of an account.
    Admins(AccountId),
    /// Every member of an account.
    Members(AccountId),
    /// A team.
    Team(TeamId),
    /// A person.
    Person(PersonId),
}

impl Eyes {
    pub(super) const fn code(self) -> &'static str {
        match self {
            Eyes::Admins(_) => "admins",
            Eyes::Members(_) => "members",
            Eyes::Team(_) => "team",
            Eyes::Person(_) => "person",
        }
    }

    pub(super) const fn who(self) -> i64 {
        match self {
            Eyes::Admins(account) | Eyes::Members(account) => account.0,
            Eyes::Team(team) => team.0,
            Eyes::Person(person) => person.0,
        }
    }
}

#[derive(FromRow)]
struct Watcher {
    person: PersonId,
}

/// Who watches a case.
pub(crate) fn watchers(read: &mut Read<'_>, number: CaseNumber) -> Result<Vec<PersonId>, DbError> {
    let rows: Vec<Watcher> = read.all(&WATCHERS, &[&number])?;
    Ok(rows.into_iter().map(|row| row.person).collect())
}

#[derive(FromRow)]
struct Watched {
    number: CaseNumber,
}

/// The cases of an account that somebody watches, in the order of their numbers.
pub(crate) fn watched(read: &mut Read<'_>, account: AccountId, person: PersonId) -> Result<Vec<CaseNumber>, DbError> {
    let rows: Vec<Watched> = read.all(&WATCHED, &[&person, &account])?;
    Ok(rows.into_iter().map(|row| row.number).collect())
}

pub(crate) fn watch(tx: &mut Tx<'_>, number: CaseNumber, person: PersonId) -> Result<(), DbError> {
    tx.exec(&ADD_WATCHER, &[&number, &person]).map(drop)
}

pub(crate) fn unwatch(tx: &mut Tx<'_>, number: CaseNumber, person: PersonId) -> Result<(), DbError> {
    tx.exec(&REMOVE_WATCHER, &[&number, &person]).map(drop)
}

/// Makes the audience of a case anew.
pub(crate) fn set(tx: &mut Tx<'_>, case: &Case) -> Result<(), DbError> {
    let mut eyes = vec![Eyes::Person(case.requester)];
    eyes.extend(watchers(tx, case.number)?.into_iter().map(Eyes::Person));
    if let Some(account) = case.account {
        eyes.push(Eyes::Admins(account));
        match (case.sight, case.team) {
            (Sight::Account, _) => eyes.push(Eyes::Members(account)),
            (Sight::Team, Some(team)) => eyes.push(Eyes::Team(team)),
            (Sight::Own | Sight::Team, _) => {}
        }
    }
    tx.exec(&CLEAR_AUDIENCE, &[&case.number])?;
    eyes.iter().try_for_each(|one| tx.exec(&ADD_AUDIENCE, &[&one.code(), &one.who(), &case.number]).map(drop))
}

/// Whether one of these sees the case.
pub(crate) fn is_seen(read: &mut Read<'_>, eyes: &[Eyes], number: CaseNumber) -> Result<bool, DbError> {
    for one in eyes {
        if read.value::<CaseNumber>(&IS_SEEN, &[&one.code(), &one.who(), &number])?.is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}
