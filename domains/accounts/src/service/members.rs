//! Members: their roles, their leaving. The last admin stays.
//!
//! Every change here is serialised on the account, so that two admins cannot demote each other at the same time.

use std::collections::HashMap;
use std::sync::Arc;

use audit::Entry;
use kit_core::{AccountId, Context, PersonId, Text};
use kit_db::{DbError, Failed, Part, Read, Tx, refuse};
use kit_mail::Email;
use kit_web::{AccountState, Role, Roles};
use people::FoundPerson;
use thiserror::Error;

use super::{closing, keys, must_find};
use crate::jobs::MemberLeft;
use crate::model::{Member, commands};
use crate::store::access::MembershipRow;
use crate::{mails, store, trace};

/// Why a member is not changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum MemberRefusal {
    /// The person is not (any more) a member.
    #[error("not a member")]
    NotAMember,
    /// Whoever asks has no power over these roles.
    #[error("no power over these roles")]
    NotYours,
    /// A member has at least one role.
    #[error("a member has at least one role")]
    NoRole,
    /// The account would be left without an admin.
    #[error("the last admin stays")]
    LastAdmin,
    /// The person asked to be forgotten: no role is given any more.
    #[error("nothing new is given to the person")]
    Leaving,
}

impl From<MemberRefusal> for Text {
    fn from(refusal: MemberRefusal) -> Text {
        match refusal {
            MemberRefusal::NotAMember => Text::new("accounts-member-gone"),
            MemberRefusal::NotYours => Text::new("accounts-member-not-yours"),
            MemberRefusal::NoRole => Text::new("accounts-member-no-role"),
            MemberRefusal::LastAdmin => Text::new("accounts-member-last-admin"),
            MemberRefusal::Leaving => Text::new("accounts-member-leaving"),
        }
    }
}

/// A member as pages show him or her.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownMember {
    /// Who, since when, with which roles.
    pub member: Member,
    /// First name and surname.
    pub name: String,
    /// The login.
    pub email: Email,
    /// Whether the publisher has shut the person out.
    pub disabled: bool,
}

/// The members of an account, by name.
///
/// # Errors
/// The database cannot be read.
pub fn members(read: &mut Read<'_>, account: AccountId) -> Result<Arc<Vec<KnownMember>>, DbError> {
    read.kept_part(&store::DIRECTORY, Part::new("members", account.0), |read| {
        let members = store::members::of_account(read, account)?;
        let mut people = people_of(read, members.iter().map(|member| member.person))?;
        let known = |member: Member| people.remove(&member.person).map(|person| KnownMember::new(member, person));
        let mut members: Vec<KnownMember> = members.into_iter().filter_map(known).collect();
        members.sort_by_cached_key(|known| (known.name.to_lowercase(), known.member.person));
        Ok(members)
    })
}

/// One member.
///
/// # Errors
/// The database cannot be read.
pub fn member(read: &mut Read<'_>, account: AccountId, person: PersonId) -> Result<Option<KnownMember>, DbError> {
    let Some(member) = store::members::one(read, account, person)? else { return Ok(None) };
    Ok(people_of(read, [person])?.remove(&person).map(|person| KnownMember::new(member, person)))
}

/// A person's place in one of his or her accounts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The account.
    pub account: AccountId,
    /// Its name.
    pub name: String,
    /// Where it stands.
    pub state: AccountState,
    /// What the person may do there.
    pub roles: Roles,
}

/// The accounts of a person, by number; the first hundred.
///
/// # Errors
/// The database cannot be read.
pub fn places(read: &mut Read<'_>, person: PersonId) -> Result<Vec<Place>, DbError> {
    let rows = store::access::memberships(read, person, None)?;
    let place = |row: &MembershipRow| Place {
        account: row.account,
        name: row.name.clone(),
        state: row.state,
        roles: row.roles,
    };
    Ok(rows.iter().map(place).collect())
}

/// Whether a person is a member now: what other domains check before they assign something to him or her.
///
/// # Errors
/// The database cannot be read.
pub fn is_member(read: &mut Read<'_>, account: AccountId, person: PersonId) -> Result<bool, DbError> {
    Ok(store::members::one(read, account, person)?.is_some())
}

/// The member who signs in with this address.
///
/// # Errors
/// The database cannot be read.
pub fn member_by_email(read: &mut Read<'_>, account: AccountId, email: &Email) -> Result<Option<PersonId>, DbError> {
    let person = people::service::person_by_email(read, email)?.filter(|person| person.disabled_at.is_none());
    let Some(person) = person else { return Ok(None) };
    Ok(store::members::one(read, account, person.id)?.map(|member| member.person))
}

/// Who has this address and is, or once was, a member: the history names those who left as well.
///
/// # Errors
/// The database cannot be read.
pub fn once_member_by_email(
    read: &mut Read<'_>,
    account: AccountId,
    email: &Email,
) -> Result<Option<PersonId>, DbError> {
    let Some(person) = people::service::person_by_email(read, email)? else { return Ok(None) };
    Ok(store::members::was_ever(read, account, person.id)?.then_some(person.id))
}

/// Gives a member other roles; `by` are the roles of whoever does so (the publisher acts as an admin).
///
/// # Errors
/// [`MemberRefusal`].
pub fn change_roles(
    tx: &mut Tx<'_>,
    ctx: &Context,
    account: AccountId,
    person: PersonId,
    roles: Roles,
    by: Roles,
) -> Result<(), Failed<MemberRefusal>> {
    let Some(member) = store::members::one(tx, account, person)? else { return refuse(MemberRefusal::NotAMember) };
    if roles.is_empty() {
        return refuse(MemberRefusal::NoRole);
    }
    if !commands(by, member.roles) || !commands(by, roles) {
        return refuse(MemberRefusal::NotYours);
    }
    if member.roles == roles {
        return Ok(());
    }
    if !roles.contains(Role::Admin) {
        ensure_other_admin(tx, account, &member)?;
    }
    let gains = Role::ALL.iter().any(|role| roles.contains(*role) && !member.roles.contains(*role));
    if gains && people::service::is_leaving(tx, person)? {
        return refuse(MemberRefusal::Leaving);
    }
    store::members::set_roles(tx, account, person, roles)?;
    let entry = Entry::new(&trace::ROLES_CHANGED).account(account).person(person).changed(
        &trace::ROLES,
        trace::roles(member.roles),
        trace::roles(roles),
    );
    Ok(audit::record(tx, ctx, entry)?)
}

/// Removes a member: the keys that stand for him or her end, and a mail says so.
///
/// # Errors
/// [`MemberRefusal`].
pub fn remove(
    tx: &mut Tx<'_>,
    ctx: &Context,
    account: AccountId,
    person: PersonId,
    by: Roles,
) -> Result<(), Failed<MemberRefusal>> {
    let Some(member) = store::members::one(tx, account, person)? else { return refuse(MemberRefusal::NotAMember) };
    if !commands(by, member.roles) {
        return refuse(MemberRefusal::NotYours);
    }
    end(tx, ctx, account, &member, Entry::new(&trace::REMOVED))?;
    let account = must_find(tx, account)?;
    match people::service::person(tx, person)? {
        Some(person) => Ok(mails::removed(tx, ctx, &account, &person)?),
        None => Ok(()),
    }
}

/// A member leaves.
///
/// # Errors
/// [`MemberRefusal`].
pub fn leave(
    tx: &mut Tx<'_>,
    ctx: &Context,
    account: AccountId,
    person: PersonId,
) -> Result<(), Failed<MemberRefusal>> {
    let Some(member) = store::members::one(tx, account, person)? else { return refuse(MemberRefusal::NotAMember) };
    end(tx, ctx, account, &member, Entry::new(&trace::LEFT))
}

/// The accounts that a person is in, or ever was, by number.
///
/// # Errors
/// The database cannot be read.
pub fn ever_in(read: &mut Read<'_>, person: PersonId) -> Result<Vec<AccountId>, DbError> {
    Ok(store::personal::places(read, person)?.into_iter().map(|place| place.account).collect())
}

/// Whether nobody but this person manages the account.
///
/// # Errors
/// The database cannot be read.
pub fn is_last_admin(read: &mut Read<'_>, account: AccountId, person: PersonId) -> Result<bool, DbError> {
    let Some(member) = store::members::one(read, account, person)? else { return Ok(false) };
    match ensure_other_admin(read, account, &member) {
        Ok(()) => Ok(false),
        Err(Failed::Refused(_)) => Ok(true),
        Err(Failed::Db(error)) => Err(error),
    }
}

/// A member leaves for ever. An account that is not open may be left by its last admin: an application that waits is closed with that.
pub(crate) fn depart(
    tx: &mut Tx<'_>,
    ctx: &Context,
    account: AccountId,
    person: PersonId,
) -> Result<(), Failed<MemberRefusal>> {
    let Some(member) = store::members::one(tx, account, person)? else { return Ok(()) };
    let known = must_find(tx, account)?;
    if known.state.is_open() {
        return end(tx, ctx, account, &member, Entry::new(&trace::LEFT));
    }
    if known.state == AccountState::Pending && is_last_admin(tx, account, person)? {
        closing::shut(tx, ctx, &known)?;
    }
    Ok(end_now(tx, ctx, account, &member, Entry::new(&trace::LEFT))?)
}

fn end(
    tx: &mut Tx<'_>,
    ctx: &Context,
    account: AccountId,
    member: &Member,
    entry: Entry,
) -> Result<(), Failed<MemberRefusal>> {
    ensure_other_admin(tx, account, member)?;
    Ok(end_now(tx, ctx, account, member, entry)?)
}

fn end_now(tx: &mut Tx<'_>, ctx: &Context, account: AccountId, member: &Member, entry: Entry) -> Result<(), DbError> {
    store::members::remove(tx, account, member.person, ctx.now)?;
    store::teams::leave(tx, account, member.person)?;
    kit_jobs::enqueue(tx, ctx, &MemberLeft { account, person: member.person })?;
    let entry =
        entry.account(account).person(member.person).change(&trace::ROLES, Some(trace::roles(member.roles)), None);
    audit::record(tx, ctx, entry)?;
    for key in store::keys::of_member(tx, account, member.person)? {
        keys::end(tx, ctx, &key)?;
    }
    Ok(())
}

/// Refuses if `member` is the only admin who can sign in.
fn ensure_other_admin(read: &mut Read<'_>, account: AccountId, member: &Member) -> Result<(), Failed<MemberRefusal>> {
    if !member.roles.contains(Role::Admin) {
        return Ok(());
    }
    let members = store::members::of_account(read, account)?;
    let others = members.iter().filter(|one| one.person != member.person && one.roles.contains(Role::Admin));
    let others = people_of(read, others.map(|one| one.person))?;
    if others.values().any(|other| !other.disabled) { Ok(()) } else { refuse(MemberRefusal::LastAdmin) }
}

impl KnownMember {
    fn new(member: Member, person: FoundPerson) -> KnownMember {
        KnownMember { member, name: person.name.to_string(), email: person.email, disabled: person.disabled }
    }
}

/// Who these persons are.
pub(super) fn people_of(
    read: &mut Read<'_>,
    ids: impl IntoIterator<Item = PersonId>,
) -> Result<HashMap<PersonId, FoundPerson>, DbError> {
    people::service::people(read, &ordered(ids))
}

fn ordered(ids: impl IntoIterator<Item = PersonId>) -> Vec<PersonId> {
    let mut ids: Vec<PersonId> = ids.into_iter().collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}
