//! Invitations: sent, sent again, taken back, accepted by the mailed link and by nothing else.

use audit::Entry;
use jiff::Timestamp;
use kit_core::{AccountId, Context, KeyRing, Locale, PersonId, Text};
use kit_db::{DbError, Failed, Read, Tx, refuse};
use kit_mail::Email;
use kit_web::{AccountState, Roles};
use people::{PasswordHash, PersonName};
use thiserror::Error;

use super::newcomers::{self, Newcomer};
use super::sign_up::DeadLink;
use super::{link_end, must_find};
use crate::links::{self, Followed};
use crate::model::invitation::InvitationTag;
use crate::model::{Invitation, InvitationId, InvitationState, MOST_AT_ONCE, MOST_PENDING, commands};
use crate::{mails, store, trace};

/// Who is invited, to what.
#[derive(Debug, Clone)]
pub struct Invite {
    /// To whom; each gets an invitation of his or her own.
    pub emails: Vec<Email>,
    /// With which roles.
    pub roles: Roles,
    /// In which language.
    pub locale: Locale,
}

/// Why people are not invited, or an invitation is not changed. Nothing is done for any of them.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum InviteRefusal {
    /// Only accounts in use invite.
    #[error("the account is not in use")]
    NotActive,
    /// Whoever invites may not give these roles.
    #[error("no power over these roles")]
    NotYours,
    /// A member has at least one role.
    #[error("no role")]
    NoRole,
    /// Nobody was named.
    #[error("nobody to invite")]
    Nobody,
    /// More than 50 people at once, or 500 invitations that wait.
    #[error("too many invitations")]
    TooMany,
    /// Some need no invitation: all of them, so that whoever invites corrects once.
    #[error("{} members, {} invited", members.len(), invited.len())]
    Known {
        /// The addresses that are members'.
        members: Vec<Email>,
        /// The addresses that have an invitation that waits.
        invited: Vec<Email>,
    },
    /// It has been accepted or withdrawn meanwhile.
    #[error("the invitation has ended")]
    Ended,
}

impl From<InviteRefusal> for Text {
    fn from(refusal: InviteRefusal) -> Text {
        match refusal {
            InviteRefusal::NotActive => Text::new("accounts-invite-not-active"),
            InviteRefusal::NotYours => Text::new("accounts-member-not-yours"),
            InviteRefusal::NoRole => Text::new("accounts-member-no-role"),
            InviteRefusal::Nobody => Text::new("accounts-error-missing"),
            InviteRefusal::TooMany => Text::new("accounts-invite-too-many"),
            InviteRefusal::Known { members, invited } => {
                let named = |text: Text, emails: &[Email]| {
                    let number = i64::try_from(emails.len()).unwrap_or(i64::MAX);
                    let all: Vec<&str> = emails.iter().map(Email::as_str).collect();
                    text.with("n", number).with("emails", all.join(", "))
                };
                let (member, waiting) = (Text::new("accounts-invite-member"), Text::new("accounts-invite-invited"));
                match (members.as_slice(), invited.as_slice()) {
                    (members, []) => named(member, members),
                    ([], invited) => named(waiting, invited),
                    (members, invited) => Text::new("accounts-invite-known")
                        .with("members", named(member, members))
                        .with("invited", named(waiting, invited)),
                }
            }
            InviteRefusal::Ended => Text::new("accounts-invitation-ended"),
        }
    }
}

/// What an invitation's link shows before it is accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenInvitation {
    /// The invitation.
    pub invitation: Invitation,
    /// The name of the account.
    pub company: String,
    /// Who invites; nobody for the publisher.
    pub inviter: Option<String>,
    /// Whether the address is somebody's login, who then needs no name and password.
    pub has_login: bool,
    /// Whether he or she asked to be forgotten, and takes no role until that is taken back.
    pub is_leaving: bool,
}

/// What whoever accepts says of himself or herself; of no effect for somebody who has a login.
#[derive(Debug, Clone)]
pub struct Acceptance {
    /// First name and surname.
    pub name: PersonName,
    /// The language of pages and mails.
    pub locale: Locale,
    /// The password chosen.
    pub password: PasswordHash,
}

/// Somebody who has just joined.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Joined {
    /// The account.
    pub account: AccountId,
    /// Who.
    pub person: PersonId,
}

/// Those of an account that wait or have run out, the newest first; 200 at most.
///
/// # Errors
/// The database cannot be read.
pub fn invitations(read: &mut Read<'_>, account: AccountId) -> Result<Vec<Invitation>, DbError> {
    store::invitations::latest(read, account, 200)
}

/// One of an account.
///
/// # Errors
/// The database cannot be read.
pub fn invitation(read: &mut Read<'_>, account: AccountId, id: InvitationId) -> Result<Option<Invitation>, DbError> {
    store::invitations::by_id(read, account, id)
}

/// Invites people. Serialise on the account, as the others here; `by` are the roles of whoever invites.
///
/// # Errors
/// [`InviteRefusal`].
pub fn invite(
    tx: &mut Tx<'_>,
    ctx: &Context,
    account: AccountId,
    invite: &Invite,
    by: Roles,
) -> Result<usize, Failed<InviteRefusal>> {
    let mut emails = invite.emails.clone();
    emails.sort_unstable();
    emails.dedup();
    let number = emails.len();
    ensure(tx, account, &emails, invite.roles, by)?;
    for email in emails {
        let invitation = Invitation {
            id: InvitationId::random(&ctx.random),
            account,
            email,
            roles: invite.roles,
            locale: invite.locale,
            state: InvitationState::Pending,
            invited_by: ctx.author.person(),
            created_at: ctx.now,
            sent_at: ctx.now,
            expires_at: link_end(ctx.now),
        };
        let link = InvitationId::random(&ctx.random);
        store::invitations::insert(tx, &invitation, link)?;
        mails::invitation(tx, ctx, &invitation, link)?;
        let entry = Entry::new(&trace::INVITED)
            .account(account)
            .with(&trace::EMAIL, invitation.email.as_str())
            .with(&trace::ROLES, trace::roles(invitation.roles));
        audit::record(tx, ctx, entry)?;
    }
    Ok(number)
}

fn ensure(
    read: &mut Read<'_>,
    account: AccountId,
    emails: &[Email],
    roles: Roles,
    by: Roles,
) -> Result<(), Failed<InviteRefusal>> {
    if must_find(read, account)?.state != AccountState::Active {
        return refuse(InviteRefusal::NotActive);
    }
    if roles.is_empty() {
        return refuse(InviteRefusal::NoRole);
    }
    if !commands(by, roles) {
        return refuse(InviteRefusal::NotYours);
    }
    if emails.is_empty() {
        return refuse(InviteRefusal::Nobody);
    }
    let pending = store::invitations::count_pending(read, account)?;
    if emails.len() > MOST_AT_ONCE || pending.saturating_add(emails.len().try_into().unwrap_or(i64::MAX)) > MOST_PENDING
    {
        return refuse(InviteRefusal::TooMany);
    }
    let (mut members, mut invited) = (Vec::new(), Vec::new());
    for email in emails {
        if super::members::member_by_email(read, account, email)?.is_some() {
            members.push(email.clone());
        } else if store::invitations::pending_of(read, account, email)?.is_some() {
            invited.push(email.clone());
        }
    }
    if members.is_empty() && invited.is_empty() { Ok(()) } else { refuse(InviteRefusal::Known { members, invited }) }
}

/// Sends an invitation again, also one that has run out: another 7 days, and only the new link opens.
///
/// # Errors
/// [`InviteRefusal`].
pub fn resend(
    tx: &mut Tx<'_>,
    ctx: &Context,
    account: AccountId,
    id: InvitationId,
    by: Roles,
) -> Result<(), Failed<InviteRefusal>> {
    let invitation = yours(tx, account, id, by)?;
    if must_find(tx, account)?.state != AccountState::Active {
        return refuse(InviteRefusal::NotActive);
    }
    if super::members::member_by_email(tx, account, &invitation.email)?.is_some() {
        return refuse(InviteRefusal::Known { members: vec![invitation.email], invited: Vec::new() });
    }
    if let Some(other) = store::invitations::pending_of(tx, account, &invitation.email)?
        && other.id != id
    {
        return refuse(InviteRefusal::Known { members: Vec::new(), invited: vec![other.email] });
    }
    let entry = Entry::new(&trace::RESENT).account(account).with(&trace::EMAIL, invitation.email.as_str());
    if !send_again(tx, ctx, invitation)? {
        return refuse(InviteRefusal::Ended);
    }
    Ok(audit::record(tx, ctx, entry)?)
}

/// Takes an invitation back: its link opens nothing from now on.
///
/// # Errors
/// [`InviteRefusal`].
pub fn withdraw(
    tx: &mut Tx<'_>,
    ctx: &Context,
    account: AccountId,
    id: InvitationId,
    by: Roles,
) -> Result<(), Failed<InviteRefusal>> {
    let invitation = yours(tx, account, id, by)?;
    if !store::invitations::end(tx, id, InvitationState::Withdrawn, ctx.now)? {
        return refuse(InviteRefusal::Ended);
    }
    let entry = Entry::new(&trace::WITHDRAWN).account(account).with(&trace::EMAIL, invitation.email.as_str());
    Ok(audit::record(tx, ctx, entry)?)
}

fn yours(
    read: &mut Read<'_>,
    account: AccountId,
    id: InvitationId,
    by: Roles,
) -> Result<Invitation, Failed<InviteRefusal>> {
    let Some(invitation) = store::invitations::by_id(read, account, id)? else { return refuse(InviteRefusal::Ended) };
    if commands(by, invitation.roles) { Ok(invitation) } else { refuse(InviteRefusal::NotYours) }
}

/// Mails an invitation under a new link; answers whether it could still be sent.
pub(super) fn send_again(tx: &mut Tx<'_>, ctx: &Context, invitation: Invitation) -> Result<bool, DbError> {
    let link = InvitationId::random(&ctx.random);
    let expires_at = link_end(ctx.now);
    if !store::invitations::sent(tx, invitation.id, link, ctx.now, expires_at)? {
        return Ok(false);
    }
    mails::invitation(tx, ctx, &Invitation { expires_at, ..invitation }, link)?;
    Ok(true)
}

/// What the link leads to, if it still opens.
///
/// # Errors
/// The database cannot be read.
pub fn open(
    read: &mut Read<'_>,
    keys: &KeyRing,
    now: Timestamp,
    link: &Followed<InvitationTag>,
) -> Result<Option<OpenInvitation>, DbError> {
    let Some(invitation) = store::invitations::by_link(read, link.id)? else { return Ok(None) };
    if !invitation.is_open(now) || !link.opens(keys, links::INVITATION, &invitation.email) {
        return Ok(None);
    }
    let account = must_find(read, invitation.account)?;
    let inviter = match invitation.invited_by {
        Some(person) => people::service::person(read, person)?.map(|person| person.name.to_string()),
        None => None,
    };
    let known = people::service::person_by_email(read, &invitation.email)?;
    let is_leaving = match &known {
        Some(person) => people::service::is_leaving(read, person.id)?,
        None => false,
    };
    let has_login = known.is_some_and(|person| person.confirmed_at.is_some());
    Ok(Some(OpenInvitation { invitation, company: account.name, inviter, has_login, is_leaving }))
}

/// Accepts by the mailed link: with `who` as a new person, without as the one who has the address for a login. Serialise on
/// [`crate::LOGINS`].
///
/// # Errors
/// [`DeadLink`]; also when the login that the link counted on is gone, or has come into being meanwhile, and for who asked to be forgotten.
pub fn accept(
    tx: &mut Tx<'_>,
    ctx: &Context,
    link: &Followed<InvitationTag>,
    who: Option<&Acceptance>,
    terms_version: i64,
) -> Result<Joined, Failed<DeadLink>> {
    let Some(open) = open(tx, &ctx.keys, ctx.now, link)? else { return refuse(DeadLink) };
    if open.is_leaving {
        return refuse(DeadLink);
    }
    let invitation = open.invitation;
    let person = match (who, open.has_login) {
        (_, true) => people::service::person_by_email(tx, &invitation.email)?.map(|person| person.id),
        (Some(who), false) => {
            let newcomer = Newcomer {
                email: invitation.email.clone(),
                name: who.name.clone(),
                locale: who.locale,
                password: Some(who.password.clone()),
            };
            Some(newcomers::person_of_address(tx, ctx, &newcomer)?)
        }
        (None, false) => None,
    };
    let Some(person) = person else { return refuse(DeadLink) };
    if !store::invitations::end(tx, invitation.id, InvitationState::Accepted, ctx.now)? {
        return refuse(DeadLink);
    }
    let account = invitation.account;
    // Somebody who is a member already, by another invitation to another address of his or hers, keeps the roles there.
    if store::members::one(tx, account, person)?.is_none() {
        store::members::join(tx, account, person, invitation.roles, ctx.now)?;
        let entry = Entry::new(&trace::JOINED)
            .account(account)
            .person(person)
            .with(&trace::EMAIL, invitation.email.as_str())
            .with(&trace::ROLES, trace::roles(invitation.roles));
        audit::record(tx, ctx, entry)?;
    }
    if terms_version > 0 {
        super::terms::note(tx, ctx, account, person, terms_version)?;
    }
    Ok(Joined { account, person })
}

/// Books the invitations whose time has run out, some hundred at a time; answers how many.
///
/// # Errors
/// The database refuses.
pub fn expire(tx: &mut Tx<'_>, ctx: &Context) -> Result<usize, DbError> {
    let due = store::invitations::due(tx, ctx.now, 200)?;
    for invitation in &due {
        if store::invitations::end(tx, invitation.id, InvitationState::Expired, ctx.now)? {
            let entry =
                Entry::new(&trace::EXPIRED).account(invitation.account).with(&trace::EMAIL, invitation.email.as_str());
            audit::record(tx, ctx, entry)?;
        }
    }
    Ok(due.len())
}
