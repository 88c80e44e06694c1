//! A password given elsewhere than at the door: at a machine of an account, say. It is counted on its own, so that whoever tries there
//! shuts nobody out of the pages; and a session is begun by a link that was handed to who gave it.

use std::fmt;
use std::str::FromStr;

use jiff::{SignedDuration, Timestamp};
use kit_core::{Context, PersonId, Token, TokenHash};
use kit_db::{DbError, Failed, Read, Tx, refuse};
use kit_mail::Email;

use super::attempts;
use super::reset::LinkRefusal;
use super::second_factor::is_right;
use super::sessions::{self, NewSession};
use super::sign_in::{PasswordTry, Verified};
use crate::model::{Browser, Person, TryAgain};
use crate::store;

/// How long a link that was handed over opens: a program opens it at once.
const HANDED: SignedDuration = SignedDuration::from_secs(60);

/// Where it stands once the password was right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    /// Everything that the person set up was shown; whether a second factor was among it.
    Passed {
        /// Whether a code was asked for and right.
        second_factor: bool,
    },
    /// The person has a second factor, and no code came.
    CodeAwaited,
    /// The code is wrong, or was used before. The attempt stays counted.
    CodeWrong,
    /// Too many codes: not looked at.
    TooMany(TryAgain),
    /// The person was shut out, or the password changed meanwhile: to be told like a wrong password.
    Refused,
}

/// Counts an attempt at a password at a `place`, by who says to have this address. `person` is who that is, if somebody whose
/// password counts there; nobody takes the same work.
///
/// # Errors
/// [`TryAgain`] after too many attempts, whether the address is somebody's or not.
pub fn try_password_at(
    tx: &mut Tx<'_>,
    ctx: &Context,
    place: &[&[u8]],
    email: &Email,
    person: Option<PersonId>,
) -> Result<PasswordTry, Failed<TryAgain>> {
    let bucket = attempts::at_place(&ctx.keys, place, email);
    attempts::take(tx, ctx, &bucket)?;
    let login = person.map(|person| store::persons::login(tx, person)).transpose()?.flatten();
    Ok(PasswordTry::of(bucket, person, login.and_then(|login| login.password)))
}

/// Asks for the second factor of who gave the password, where there is one. A wrong code is in the answer, because it is counted.
///
/// # Errors
/// The database refuses.
pub fn show_second_factor(
    tx: &mut Tx<'_>,
    ctx: &Context,
    verified: &Verified,
    typed: Option<&str>,
) -> Result<Shown, DbError> {
    if !verified.holds(tx)? {
        return Ok(Shown::Refused);
    }
    let person = verified.person();
    let second_factor = store::second_factors::of(tx, person)?;
    if second_factor.is_none_or(|factor| factor.confirmed_at.is_none()) {
        return Ok(Shown::Passed { second_factor: false });
    }
    let Some(typed) = typed.filter(|typed| !typed.trim().is_empty()) else { return Ok(Shown::CodeAwaited) };
    let bucket = match attempts::take_second_factor(tx, ctx, person, None) {
        Ok(bucket) => bucket,
        Err(Failed::Refused(later)) => return Ok(Shown::TooMany(later)),
        Err(Failed::Db(error)) => return Err(error),
    };
    if !is_right(tx, ctx, person, typed)? {
        return Ok(Shown::CodeWrong);
    }
    attempts::forget(tx, &bucket)?;
    Ok(Shown::Passed { second_factor: true })
}

/// A link that signs a browser in, once.
pub struct HandedLink {
    /// Its path.
    pub path: String,
    /// Until when it opens.
    pub expires_at: Timestamp,
}

/// Whoever reads the path signs in: it is never printed.
impl fmt::Debug for HandedLink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HandedLink").field("expires_at", &self.expires_at).finish_non_exhaustive()
    }
}

/// Hands a link over to who has just shown who he or she is ([`Shown::Passed`]): a browser that opens it within a minute can begin a session.
///
/// # Errors
/// The database refuses.
pub fn hand_link(tx: &mut Tx<'_>, ctx: &Context, person: PersonId, second_factor: bool) -> Result<HandedLink, DbError> {
    let token = Token::random(&ctx.random);
    let expires_at = ctx.now.saturating_add(HANDED).unwrap_or(Timestamp::MAX);
    store::sessions::insert_handed(tx, &token.hash(), person, second_factor, expires_at)?;
    Ok(HandedLink { path: format!("/sign-in/by-link/{}", token.reveal()), expires_at })
}

/// What the path of a link that was handed over ends in.
#[derive(Debug)]
pub struct Handed(TokenHash);

impl FromStr for Handed {
    type Err = LinkRefusal;

    fn from_str(text: &str) -> Result<Handed, LinkRefusal> {
        Token::parse(text).map(|token| Handed(token.hash())).ok_or(LinkRefusal::NotOpen)
    }
}

/// Whom the link signs in; nobody when it does not open (any more). Looking uses nothing up.
///
/// # Errors
/// The database cannot be read.
pub fn person_of_handed(read: &mut Read<'_>, link: &Handed, now: Timestamp) -> Result<Option<Person>, DbError> {
    let Some(row) = store::sessions::handed(read, &link.0)?.filter(|row| now < row.expires_at) else { return Ok(None) };
    Ok(store::persons::by_id(read, row.person)?.filter(|person| person.disabled_at.is_none()))
}

/// Begins a session by the link, once.
///
/// # Errors
/// [`LinkRefusal::NotOpen`].
pub fn sign_in_by_handed(
    tx: &mut Tx<'_>,
    ctx: &Context,
    link: &Handed,
    browser: &Browser,
) -> Result<NewSession, Failed<LinkRefusal>> {
    let Some(person) = person_of_handed(tx, link, ctx.now)? else { return refuse(LinkRefusal::NotOpen) };
    let Some(row) = store::sessions::handed(tx, &link.0)? else { return refuse(LinkRefusal::NotOpen) };
    if !store::sessions::remove_handed(tx, &link.0)? {
        return refuse(LinkRefusal::NotOpen);
    }
    Ok(sessions::start_session(tx, ctx, person.id, browser, row.second_factor)?)
}
