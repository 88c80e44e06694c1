//! A new address to sign in with: asked for with the password, confirmed by a link to it, told to the old one both times.

use jiff::{SignedDuration, Timestamp};
use kit_core::{Context, Id, KeyRing, LinkPurpose, PersonId, Text};
use kit_db::{DbError, Failed, Read, Tx, refuse};
use kit_mail::Email;
use thiserror::Error;

use super::reset::{LinkRefusal, MailedLink};
use super::sign_in::Verified;
use crate::model::words_of;
use crate::store::links::EmailChange;
use crate::{log, mails, store};

/// How long the link lives.
const LIFE: SignedDuration = SignedDuration::from_hours(24);
/// Changes asked for within that time, at most: each writes to somebody.
const AT_MOST: i64 = 5;

const CHANGE: LinkPurpose = LinkPurpose("people-email");

/// Why a change of address is not begun.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum EmailChangeRefusal {
    /// It is the address already.
    #[error("it is the address already")]
    Same,
    /// Five were asked for within a day.
    #[error("too many changes of address")]
    TooMany,
    /// The password is no longer the one that was given.
    #[error("the password changed meanwhile")]
    PasswordChanged,
}

impl From<EmailChangeRefusal> for Text {
    fn from(refusal: EmailChangeRefusal) -> Text {
        match refusal {
            EmailChangeRefusal::Same => Text::new("people-email-same"),
            EmailChangeRefusal::TooMany => Text::new("people-email-too-many"),
            EmailChangeRefusal::PasswordChanged => Text::new("people-password-changed-meanwhile"),
        }
    }
}

/// Begins a change of address; nothing changes until the mailed link is confirmed, and the present address is told at once,
/// so that its owner can stop a change that is not his or hers by choosing another password. If the new address is somebody's login,
/// its owner is told so by mail, and whoever asks learns nothing.
///
/// # Errors
/// It is the address already, too many were asked for, or the password changed meanwhile.
pub fn request_email_change(
    tx: &mut Tx<'_>,
    ctx: &Context,
    verified: &Verified,
    new: &Email,
) -> Result<(), Failed<EmailChangeRefusal>> {
    if !verified.holds(tx)? {
        return refuse(EmailChangeRefusal::PasswordChanged);
    }
    let Some(person) = store::persons::by_id(tx, verified.person())? else {
        return refuse(EmailChangeRefusal::PasswordChanged);
    };
    if person.email == *new {
        return refuse(EmailChangeRefusal::Same);
    }
    let since = ctx.now.saturating_sub(LIFE).unwrap_or(Timestamp::MIN);
    if store::links::changes_since(tx, person.id, since)? >= AT_MOST {
        return refuse(EmailChangeRefusal::TooMany);
    }
    store::links::close_changes(tx, person.id, ctx.now)?;
    let id = Id::<EmailChange>::random(&ctx.random);
    let expires_at = ctx.now.saturating_add(LIFE).unwrap_or(Timestamp::MAX);
    store::links::insert_change(tx, id, person.id, new, ctx.now, expires_at)?;
    mails::send_asked_address(tx, ctx, &person, new)?;
    if store::persons::id_by_email(tx, new)?.is_some() {
        mails::send_to(tx, ctx, &mails::EMAIL_TAKEN, &person, new)?;
    } else {
        let link = mails::Link { purpose: CHANGE, id: id.0, path: "/confirm-email" };
        mails::send_link(tx, ctx, &mails::EMAIL_CONFIRM, &person, new, link)?;
    }
    Ok(())
}

/// The new address of a person that waits to be confirmed.
///
/// # Errors
/// The database cannot be read.
pub fn open_email_change(read: &mut Read<'_>, person: PersonId, now: Timestamp) -> Result<Option<Email>, DbError> {
    Ok(store::links::open_change(read, person, now)?.map(|row| row.email))
}

/// The new address that the link confirms; none when it is not open. Following a link changes nothing.
///
/// # Errors
/// The database cannot be read.
pub fn email_change_of_link(
    read: &mut Read<'_>,
    keys: &KeyRing,
    now: Timestamp,
    link: &MailedLink,
) -> Result<Option<Email>, DbError> {
    let row = store::links::change(read, Id::from_raw(link.id))?.filter(|row| row.is_open(now));
    Ok(row.map(|row| row.email).filter(|email| keys.opens(CHANGE, link.id, email.as_str(), &link.token)))
}

/// Makes the new address the login, once; the old one is told.
///
/// # Errors
/// The link is not open (any more), or the address became somebody's login meanwhile.
pub fn confirm_email_change(tx: &mut Tx<'_>, ctx: &Context, link: &MailedLink) -> Result<(), Failed<LinkRefusal>> {
    let Some(new) = email_change_of_link(tx, &ctx.keys, ctx.now, link)? else { return refuse(LinkRefusal::NotOpen) };
    let id = Id::<EmailChange>::from_raw(link.id);
    let Some(row) = store::links::change(tx, id)? else { return refuse(LinkRefusal::NotOpen) };
    let before = store::persons::by_id(tx, row.person)?.filter(|person| person.disabled_at.is_none());
    let Some(before) = before else { return refuse(LinkRefusal::NotOpen) };
    if !store::links::use_change(tx, id, ctx.now)? || !store::persons::set_email(tx, before.id, &new, ctx.now)? {
        return refuse(LinkRefusal::NotOpen);
    }
    store::persons::set_words(tx, before.id, &words_of(&before.name, &new))?;
    // Links to choose a password went to the old address.
    store::links::close_resets(tx, before.id, ctx.now)?;
    audit::record(tx, ctx, audit::Entry::new(&log::EMAIL_CHANGED).person(before.id))?;
    mails::send_changed_address(tx, ctx, &before, &new)?;
    Ok(())
}
