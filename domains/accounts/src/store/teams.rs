//! Teams and who is in them.

use kit_core::{AccountId, Context, PersonId};
use kit_db::{DbError, FromRow, Read, Tx, sql};

use crate::model::{Team, TeamId};

sql!(TEAMS, "SELECT id, account, name, created_at FROM teams WHERE account = $1 ORDER BY name_key");
sql!(TEAM, "SELECT id, account, name, created_at FROM teams WHERE id = $1 AND account = $2");
sql!(TEAM_OF_NAME, "SELECT id FROM teams WHERE account = $1 AND name_key = $2");
sql!(ADD_TEAM, "INSERT INTO teams (id, account, name, name_key, created_at) VALUES ($1, $2, $3, $4, $5)");
sql!(NAME_TEAM, "UPDATE teams SET name = $2, name_key = $3 WHERE id = $1");
sql!(REMOVE_TEAM, "DELETE FROM teams WHERE id = $1");
sql!(PLACES, "SELECT team, person FROM team_members WHERE account = $1 ORDER BY person, team");
sql!(TEAMS_OF_PERSON, "SELECT team, person FROM team_members WHERE account = $1 AND person = $2 ORDER BY team");
sql!(MEMBERS_OF_TEAM, "SELECT team, person FROM team_members WHERE team = $1 ORDER BY person");
sql!(ADD_MEMBER, "INSERT INTO team_members (account, person, team) VALUES ($1, $2, $3)");
sql!(EMPTY_TEAM, "DELETE FROM team_members WHERE team = $1");
sql!(LEAVE_TEAMS, "DELETE FROM team_members WHERE account = $1 AND person = $2");

/// Somebody's place in a team.
#[derive(Debug, Clone, Copy, PartialEq, Eq, FromRow)]
pub(crate) struct TeamPlace {
    pub(crate) team: TeamId,
    pub(crate) person: PersonId,
}

pub(crate) fn of_account(read: &mut Read<'_>, account: AccountId) -> Result<Vec<Team>, DbError> {
    read.all(&TEAMS, &[&account])
}

pub(crate) fn one(read: &mut Read<'_>, account: AccountId, team: TeamId) -> Result<Option<Team>, DbError> {
    read.opt(&TEAM, &[&team, &account])
}

pub(crate) fn named(read: &mut Read<'_>, account: AccountId, key: &str) -> Result<Option<TeamId>, DbError> {
    read.value(&TEAM_OF_NAME, &[&account, &key])
}

/// Everybody's places in the account's teams.
pub(crate) fn places(read: &mut Read<'_>, account: AccountId) -> Result<Vec<TeamPlace>, DbError> {
    read.all(&PLACES, &[&account])
}

pub(crate) fn of_person(read: &mut Read<'_>, account: AccountId, person: PersonId) -> Result<Vec<TeamPlace>, DbError> {
    read.all(&TEAMS_OF_PERSON, &[&account, &person])
}

pub(crate) fn members(read: &mut Read<'_>, team: TeamId) -> Result<Vec<TeamPlace>, DbError> {
    read.all(&MEMBERS_OF_TEAM, &[&team])
}

pub(crate) fn add(tx: &mut Tx<'_>, ctx: &Context, team: &Team, key: &str) -> Result<(), DbError> {
    tx.exec(&ADD_TEAM, &[&team.id, &team.account, &team.name, &key, &ctx.now]).map(drop)
}

pub(crate) fn rename(tx: &mut Tx<'_>, team: TeamId, name: &str, key: &str) -> Result<(), DbError> {
    tx.exec(&NAME_TEAM, &[&team, &name, &key]).map(drop)
}

/// Removes a team and everybody's place in it.
pub(crate) fn remove(tx: &mut Tx<'_>, team: TeamId) -> Result<(), DbError> {
    tx.exec(&EMPTY_TEAM, &[&team])?;
    tx.exec(&REMOVE_TEAM, &[&team]).map(drop)
}

/// Sets who is in a team.
pub(crate) fn set_members(
    tx: &mut Tx<'_>,
    account: AccountId,
    team: TeamId,
    members: &[PersonId],
) -> Result<(), DbError> {
    tx.exec(&EMPTY_TEAM, &[&team])?;
    for person in members {
        tx.exec(&ADD_MEMBER, &[&account, person, &team])?;
    }
    Ok(())
}

/// Takes somebody out of all teams of an account.
pub(crate) fn leave(tx: &mut Tx<'_>, account: AccountId, person: PersonId) -> Result<(), DbError> {
    tx.exec(&LEAVE_TEAMS, &[&account, &person]).map(drop)
}
