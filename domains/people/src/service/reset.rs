//! Passwords: changed by who knows the present one, or chosen anew through a mailed link.

use std::str::FromStr;

use jiff::{SignedDuration, Timestamp};
use kit_core::{Context, Id, KeyRing, LinkPurpose, PersonId, Text, Token};
use kit_db::{DbError, Failed, Read, Tx, refuse};
use kit_mail::Email;
use thiserror::Error;

use super::attempts::KnownBrowser;
use super::sessions;
use super::sign_in::Verified;
use crate::jobs::RequestReset;
use crate::model::{PasswordHash, Person, SessionId};
use crate::store::links::Reset;
use crate::{log, mails, store};

/// How long a link lives that somebody asked for who forgot the password.
const FORGOTTEN: SignedDuration = SignedDuration::from_hours(1);
/// Links sent to one person within that time, at most: nobody's mailbox is to be flooded.
const AT_MOST: i64 = 3;

/// The job that decides whether to write waits so long at least, in milliseconds.
const SOONEST: i64 = 1_000;
/// And less than so much longer, in milliseconds, by lot.
const SPREAD: u64 = 9_001;

pub(crate) const RESET: LinkPurpose = LinkPurpose("people-reset");

/// What a mailed link carries: the id of its row, a point, its token.
#[derive(Debug, Clone)]
pub struct MailedLink {
    pub(crate) id: i64,
    pub(crate) token: Token,
}

impl FromStr for MailedLink {
    type Err = LinkRefusal;

    fn from_str(text: &str) -> Result<MailedLink, LinkRefusal> {
        let (id, token) = text.split_once('.').ok_or(LinkRefusal::NotOpen)?;
        let id = id.parse::<Id<Reset>>().map_err(|_| LinkRefusal::NotOpen)?.0;
        Ok(MailedLink { id, token: Token::parse(token).ok_or(LinkRefusal::NotOpen)? })
    }
}

/// Why a mailed link does nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum LinkRefusal {
    /// It is not one of ours, was used, or is too old: whoever holds it learns not which.
    #[error("the link is not open")]
    NotOpen,
    /// The password that was to be replaced is no longer the one.
    #[error("the password changed meanwhile")]
    PasswordChanged,
}

impl From<LinkRefusal> for Text {
    fn from(refusal: LinkRefusal) -> Text {
        match refusal {
            LinkRefusal::NotOpen => Text::new("people-link-not-open"),
            LinkRefusal::PasswordChanged => Text::new("people-password-changed-meanwhile"),
        }
    }
}

/// Changes the password of who has just given the present one; all other sessions end, and a mail tells.
///
/// # Errors
/// The password changed meanwhile.
pub fn change_password(
    tx: &mut Tx<'_>,
    ctx: &Context,
    verified: &Verified,
    session: SessionId,
    new: &PasswordHash,
) -> Result<(), Failed<LinkRefusal>> {
    let person = verified.person();
    if !verified.holds(tx)? || !store::persons::replace_password(tx, person, verified.password(), new)? {
        return refuse(LinkRefusal::PasswordChanged);
    }
    close_links(tx, ctx, person)?;
    sessions::end_all(tx, ctx, person, Some(session))?;
    audit::record(tx, ctx, audit::Entry::new(&log::PASSWORD_CHANGED).person(person))?;
    mails::send(tx, ctx, &mails::PASSWORD_CHANGED, person)?;
    Ok(())
}

/// Closes what was begun with the password before: its links to choose another one, and a new address that waits. Whoever
/// knew that password must not come back through them.
pub(crate) fn close_links(tx: &mut Tx<'_>, ctx: &Context, person: PersonId) -> Result<(), DbError> {
    store::links::close_resets(tx, person, ctx.now)?;
    store::links::close_changes(tx, person, ctx.now)
}

/// Asks for a link to choose a new password. The same for every address, known or not: a job decides, 1 to 10 seconds later by
/// lot. It writes a mail to known addresses only, and whoever asked must not read that in the time of the requests to come.
///
/// # Errors
/// The database refuses.
pub fn ask_for_reset(tx: &mut Tx<'_>, ctx: &Context, email: &Email) -> Result<(), DbError> {
    let wait = SignedDuration::from_millis(SOONEST + i64::try_from(ctx.random.below(SPREAD)).unwrap_or(0));
    let at = ctx.now.saturating_add(wait).unwrap_or(Timestamp::MAX);
    kit_jobs::enqueue_at(tx, ctx, &RequestReset { email: email.clone() }, at)
}

/// Sends the link to choose a new password, if there is such a person, not shut out, and not just written to.
///
/// # Errors
/// The database refuses.
pub fn send_reset(tx: &mut Tx<'_>, ctx: &Context, email: &Email) -> Result<(), DbError> {
    let Some(login) = store::persons::login_by_email(tx, email)?.filter(|login| login.disabled_at.is_none()) else {
        return Ok(());
    };
    let since = ctx.now.saturating_sub(FORGOTTEN).unwrap_or(Timestamp::MIN);
    if store::links::resets_since(tx, login.person, since)? >= AT_MOST {
        return Ok(());
    }
    let Some(person) = store::persons::by_id(tx, login.person)? else { return Ok(()) };
    send_link(tx, ctx, &person, FORGOTTEN, &mails::RESET)
}

/// Sends a link to choose a password, open for `life`.
pub(crate) fn send_link(
    tx: &mut Tx<'_>,
    ctx: &Context,
    person: &Person,
    life: SignedDuration,
    mail: &'static kit_mail::MailKind,
) -> Result<(), DbError> {
    let id = open_link(tx, ctx, person, life)?;
    mails::send_link(tx, ctx, mail, person, &person.email, mails::Link { purpose: RESET, id, path: "/reset" })
}

/// The path of a link to choose a password, open for `life`, to be handed over by other means than mail.
pub(crate) fn link_path(
    tx: &mut Tx<'_>,
    ctx: &Context,
    person: &Person,
    life: SignedDuration,
) -> Result<String, DbError> {
    let id = open_link(tx, ctx, person, life)?;
    let token = ctx.keys.link(RESET, id, person.email.as_str());
    Ok(format!("/reset/{}.{}", Id::<Reset>::from_raw(id), token.reveal()))
}

fn open_link(tx: &mut Tx<'_>, ctx: &Context, person: &Person, life: SignedDuration) -> Result<i64, DbError> {
    let id = Id::<Reset>::random(&ctx.random);
    let expires_at = ctx.now.saturating_add(life).unwrap_or(Timestamp::MAX);
    store::links::insert_reset(tx, id, person.id, &person.email, ctx.now, expires_at)?;
    Ok(id.0)
}

/// Whose new password the link is for; nobody's when it is not open. Following a link changes nothing.
///
/// # Errors
/// The database cannot be read.
pub fn person_of_reset(
    read: &mut Read<'_>,
    keys: &KeyRing,
    now: Timestamp,
    link: &MailedLink,
) -> Result<Option<Person>, DbError> {
    let Some(row) = store::links::reset(read, Id::from_raw(link.id))?.filter(|row| row.is_open(now)) else {
        return Ok(None);
    };
    if !keys.opens(RESET, link.id, row.email.as_str(), &link.token) {
        return Ok(None);
    }
    Ok(store::persons::by_id(read, row.person)?.filter(|person| person.disabled_at.is_none()))
}

/// Sets a new password through a mailed link, once. All sessions end, the address is confirmed, and a mail tells. Answers
/// what marks the browser as known, so that an attack that made the owner come here does not shut him or her out. The mark counts for passwords only: codes are not tried more often because of it.
///
/// # Errors
/// The link is not open (any more).
pub fn reset_password(
    tx: &mut Tx<'_>,
    ctx: &Context,
    link: &MailedLink,
    password: &PasswordHash,
) -> Result<String, Failed<LinkRefusal>> {
    let Some(person) = person_of_reset(tx, &ctx.keys, ctx.now, link)? else { return refuse(LinkRefusal::NotOpen) };
    if !store::links::use_reset(tx, Id::from_raw(link.id), ctx.now)? {
        return refuse(LinkRefusal::NotOpen);
    }
    close_links(tx, ctx, person.id)?;
    store::persons::set_password(tx, person.id, password)?;
    store::persons::set_confirmed(tx, person.id, ctx.now)?;
    sessions::end_all(tx, ctx, person.id, None)?;
    audit::record(tx, ctx, audit::Entry::new(&log::PASSWORD_RESET).person(person.id))?;
    mails::send(tx, ctx, &mails::PASSWORD_CHANGED, person.id)?;
    Ok(KnownBrowser::new(ctx, false).reveal(&ctx.keys, person.id))
}

#[cfg(test)]
mod tests {
    use kit_core::Random;

    use super::*;

    #[test]
    fn links_survive_their_text_and_nonsense_is_refused() {
        let (id, token) = (Id::<Reset>::from_raw(77), Token::random(&Random::seeded(1)));
        let text = format!("{id}.{}", token.reveal());
        let link: MailedLink = text.parse().unwrap();
        assert_eq!((link.id, link.token.hash()), (77, token.hash()));
        for bad in ["", ".", "x.y", &text[..20], &text.replace('.', "")] {
            assert_eq!(bad.parse::<MailedLink>().unwrap_err(), LinkRefusal::NotOpen, "{bad}");
        }
    }
}
