//! Teams of an account. Every change is serialised on the account.

use audit::{Entry, Value};
use kit_core::{AccountId, Context, PersonId, Text};
use kit_db::{DbError, Failed, Read, Tx, refuse};
use thiserror::Error;

use crate::model::{KnownTeam, MOST_TEAMS, Team, TeamId, name_key};
use crate::service::members;
use crate::{store, trace};

/// Why a team is not changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum TeamRefusal {
    /// The account has no such team.
    #[error("there is no such team")]
    Unknown,
    /// Another team of the account is called so.
    #[error("another team has this name")]
    NameTaken,
    /// The account has as many teams as it can.
    #[error("the account has enough teams")]
    TooMany,
    /// Somebody is not (any more) a member of the account.
    #[error("not a member of the account")]
    NotAMember,
}

impl From<TeamRefusal> for Text {
    fn from(refusal: TeamRefusal) -> Text {
        match refusal {
            TeamRefusal::Unknown => Text::new("accounts-team-unknown"),
            TeamRefusal::NameTaken => Text::new("accounts-team-name-taken"),
            TeamRefusal::TooMany => Text::new("accounts-team-too-many").with("most", MOST_TEAMS.to_string()),
            TeamRefusal::NotAMember => Text::new("accounts-member-gone"),
        }
    }
}

/// The teams of an account by name, and who is in them.
///
/// # Errors
/// The database cannot be read.
pub fn teams(read: &mut Read<'_>, account: AccountId) -> Result<Vec<KnownTeam>, DbError> {
    let places = store::teams::places(read, account)?;
    let known = |team: Team| {
        let members = places.iter().filter(|place| place.team == team.id).map(|place| place.person).collect();
        KnownTeam { team, members }
    };
    Ok(store::teams::of_account(read, account)?.into_iter().map(known).collect())
}

/// A team of the account.
///
/// # Errors
/// The database cannot be read.
pub fn team(read: &mut Read<'_>, account: AccountId, team: TeamId) -> Result<Option<KnownTeam>, DbError> {
    let Some(team) = store::teams::one(read, account, team)? else { return Ok(None) };
    let members = store::teams::members(read, team.id)?.into_iter().map(|place| place.person).collect();
    Ok(Some(KnownTeam { team, members }))
}

/// The teams that somebody is in.
///
/// # Errors
/// The database cannot be read.
pub fn teams_of(read: &mut Read<'_>, account: AccountId, person: PersonId) -> Result<Vec<TeamId>, DbError> {
    Ok(store::teams::of_person(read, account, person)?.into_iter().map(|place| place.team).collect())
}

/// Makes a team. Serialise on the account.
///
/// # Errors
/// [`TeamRefusal`].
pub fn create(
    tx: &mut Tx<'_>,
    ctx: &Context,
    account: AccountId,
    name: &str,
    members: &[PersonId],
) -> Result<TeamId, Failed<TeamRefusal>> {
    if store::teams::of_account(tx, account)?.len() >= MOST_TEAMS {
        return refuse(TeamRefusal::TooMany);
    }
    ensure_free(tx, account, name, None)?;
    let team = Team { id: TeamId::random(&ctx.random), account, name: name.to_owned(), created_at: ctx.now };
    store::teams::add(tx, ctx, &team, &name_key(name))?;
    let told = seat(tx, account, team.id, members)?;
    let entry = Entry::new(&trace::TEAM_MADE).account(account).with(&trace::TEAM, name);
    audit::record(tx, ctx, entry.change(&trace::TEAM_MEMBERS, None, told))?;
    Ok(team.id)
}

/// Sets what a team is called and who is in it. Serialise on the account.
///
/// # Errors
/// [`TeamRefusal`].
pub fn change(
    tx: &mut Tx<'_>,
    ctx: &Context,
    account: AccountId,
    id: TeamId,
    name: &str,
    members: &[PersonId],
) -> Result<(), Failed<TeamRefusal>> {
    let Some(before) = team(tx, account, id)? else { return refuse(TeamRefusal::Unknown) };
    ensure_free(tx, account, name, Some(id))?;
    let names_before = names(tx, account, &before.members)?;
    store::teams::rename(tx, id, name, &name_key(name))?;
    let names_after = seat(tx, account, id, members)?;
    let entry = Entry::new(&trace::TEAM_CHANGED).account(account).changed(&trace::TEAM, before.team.name, name).change(
        &trace::TEAM_MEMBERS,
        names_before,
        names_after,
    );
    if entry.has_changes() { Ok(audit::record(tx, ctx, entry)?) } else { Ok(()) }
}

/// Removes a team. Serialise on the account.
///
/// # Errors
/// [`TeamRefusal`].
pub fn remove(tx: &mut Tx<'_>, ctx: &Context, account: AccountId, id: TeamId) -> Result<(), Failed<TeamRefusal>> {
    let Some(found) = store::teams::one(tx, account, id)? else { return refuse(TeamRefusal::Unknown) };
    store::teams::remove(tx, id)?;
    let entry = Entry::new(&trace::TEAM_REMOVED).account(account).with(&trace::TEAM, found.name);
    Ok(audit::record(tx, ctx, entry)?)
}

fn ensure_free(
    read: &mut Read<'_>,
    account: AccountId,
    name: &str,
    but: Option<TeamId>,
) -> Result<(), Failed<TeamRefusal>> {
    let taken = store::teams::named(read, account, &name_key(name))?;
    if taken.is_some() && taken != but { refuse(TeamRefusal::NameTaken) } else { Ok(()) }
}

/// Sets who is in a team; answers their names.
fn seat(
    tx: &mut Tx<'_>,
    account: AccountId,
    team: TeamId,
    persons: &[PersonId],
) -> Result<Option<Value>, Failed<TeamRefusal>> {
    let known = members::members(tx, account)?;
    let mut persons = persons.to_vec();
    persons.sort_unstable();
    persons.dedup();
    if persons.iter().any(|person| known.iter().all(|one| one.member.person != *person)) {
        return refuse(TeamRefusal::NotAMember);
    }
    store::teams::set_members(tx, account, team, &persons)?;
    Ok(names(tx, account, &persons)?)
}

/// The names of members as the log keeps them.
fn names(read: &mut Read<'_>, account: AccountId, persons: &[PersonId]) -> Result<Option<Value>, DbError> {
    let known = members::members(read, account)?;
    let named = known.iter().filter(|one| persons.contains(&one.member.person)).map(|one| one.name.as_str());
    let names = named.collect::<Vec<_>>().join(", ");
    Ok((!names.is_empty()).then(|| Value::from(names)))
}
