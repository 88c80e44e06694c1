//! The second factor: set up, passed at sign-in, taken away; recovery codes.

use std::collections::HashSet;

use jiff::{SignedDuration, Timestamp};
use kit_core::{Context, KeyRing, PersonId, TokenHash};
use kit_db::{DbError, Failed, Read, Tx, refuse};
use thiserror::Error;

use super::attempts::{self, KnownBrowser};
use super::sessions::{self, NewSession};
use super::sign_in::Verified;
use crate::model::{Browser, RecoveryCode, SessionId, TotpSecret, TryAgain, TypedCode};
use crate::store::second_factors::SecondFactorRow;
use crate::{log, mails, seal, store};

/// How long a secret is shown that no code has confirmed yet.
const STARTED: SignedDuration = SignedDuration::from_mins(15);

/// Where a person's second factor stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SecondFactorState {
    /// There is none.
    Off,
    /// The secret is shown, and waits for a first code that proves the application has it.
    Started(TotpSecret),
    /// It is asked for at each sign-in.
    On {
        /// Since when.
        since: Timestamp,
        /// Recovery codes that are not used yet.
        codes_left: i64,
    },
}

/// Why a change of the second factor was not made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum SecondFactorRefusal {
    /// There is one already.
    #[error("there is a second factor already")]
    AlreadyOn,
    /// There is none, or none was started.
    #[error("there is no second factor")]
    Off,
    /// The code is not the one that the application shows now.
    #[error("the code is wrong")]
    WrongCode,
    /// The password is no longer the one that was given.
    #[error("the password changed meanwhile")]
    PasswordChanged,
}

impl From<SecondFactorRefusal> for kit_core::Text {
    fn from(refusal: SecondFactorRefusal) -> kit_core::Text {
        match refusal {
            SecondFactorRefusal::AlreadyOn => kit_core::Text::new("people-second-factor-already-on"),
            SecondFactorRefusal::Off => kit_core::Text::new("people-second-factor-not-on"),
            SecondFactorRefusal::WrongCode => kit_core::Text::new("people-code-wrong"),
            SecondFactorRefusal::PasswordChanged => kit_core::Text::new("people-password-changed-meanwhile"),
        }
    }
}

/// How a code at sign-in ends. A wrong one is counted, so it is no error.
#[derive(Debug)]
pub enum SecondFactorEnd {
    /// Signed in.
    Done(NewSession),
    /// Wrong, or used before.
    Wrong,
    /// Too many codes: not looked at.
    TooMany(TryAgain),
    /// The half sign-in is over: begin again with the password.
    Over,
}

/// Where the second factor of a person stands, seen from this session: a secret that another session began is not shown here,
/// nor one older than 15 minutes.
///
/// # Errors
/// The database cannot be read, or the secret was sealed with another key.
pub fn second_factor(
    read: &mut Read<'_>,
    keys: &KeyRing,
    person: PersonId,
    session: SessionId,
    now: Timestamp,
) -> Result<SecondFactorState, DbError> {
    let Some(row) = store::second_factors::of(read, person)? else { return Ok(SecondFactorState::Off) };
    match row.confirmed_at {
        None if is_begun(&row, session, now) => seal::open(keys, person, &row.secret).map(SecondFactorState::Started),
        None => Ok(SecondFactorState::Off),
        Some(since) => {
            let codes_left = store::second_factors::codes_left(read, person)?;
            Ok(SecondFactorState::On { since, codes_left })
        }
    }
}

/// Whether this session began the secret, a quarter of an hour ago at most.
fn is_begun(row: &SecondFactorRow, session: SessionId, now: Timestamp) -> bool {
    row.session == session && now.duration_since(row.created_at) < STARTED
}

/// Those of these persons who have a second factor in use.
///
/// # Errors
/// The database cannot be read.
pub fn with_second_factor(read: &mut Read<'_>, persons: &[PersonId]) -> Result<HashSet<PersonId>, DbError> {
    if persons.is_empty() { Ok(HashSet::new()) } else { store::second_factors::in_use(read, persons) }
}

/// Makes a new secret, to be confirmed by a first code in the same session within 15 minutes. It replaces one that was begun
/// elsewhere.
///
/// # Errors
/// There is a second factor already, or the password changed meanwhile.
pub fn start_second_factor(
    tx: &mut Tx<'_>,
    ctx: &Context,
    verified: &Verified,
    session: SessionId,
) -> Result<(), Failed<SecondFactorRefusal>> {
    let person = held(tx, verified)?;
    let sealed = seal::seal(ctx, person, &TotpSecret::random(&ctx.random))?;
    if !store::second_factors::start(tx, person, session, &sealed, ctx.now)? {
        return refuse(SecondFactorRefusal::AlreadyOn);
    }
    Ok(())
}

/// Puts the second factor in use with a first code; answers the recovery codes, shown once. The session in which this is
/// done has passed it, all others end: they have not.
///
/// # Errors
/// None was started in this session within 15 minutes, or the code is wrong.
pub fn confirm_second_factor(
    tx: &mut Tx<'_>,
    ctx: &Context,
    person: PersonId,
    session: SessionId,
    typed: &str,
) -> Result<Vec<RecoveryCode>, Failed<SecondFactorRefusal>> {
    let Some(row) = store::second_factors::of(tx, person)? else { return refuse(SecondFactorRefusal::Off) };
    if row.confirmed_at.is_some() {
        return refuse(SecondFactorRefusal::AlreadyOn);
    }
    if !is_begun(&row, session, ctx.now) {
        return refuse(SecondFactorRefusal::Off);
    }
    let secret = seal::open(&ctx.keys, person, &row.secret)?;
    let step = match TypedCode::parse(typed) {
        Some(TypedCode::Totp(code)) => secret.step_of(&code, ctx.now),
        _ => None,
    };
    let Some(step) = step else { return refuse(SecondFactorRefusal::WrongCode) };
    if !store::second_factors::confirm(tx, person, session, step, ctx.now)? {
        return refuse(SecondFactorRefusal::AlreadyOn);
    }
    sessions::end_all(tx, ctx, person, Some(session))?;
    store::sessions::passed(tx, session, person)?;
    audit::record(tx, ctx, audit::Entry::new(&log::SECOND_FACTOR_ON).person(person))?;
    mails::send(tx, ctx, &mails::SECOND_FACTOR_ON, person)?;
    Ok(new_codes(tx, ctx, person)?)
}

/// Takes the second factor away, with its recovery codes.
///
/// # Errors
/// There is none, or the password changed meanwhile.
pub fn remove_second_factor(
    tx: &mut Tx<'_>,
    ctx: &Context,
    verified: &Verified,
) -> Result<(), Failed<SecondFactorRefusal>> {
    let person = held(tx, verified)?;
    if !reset_second_factor(tx, ctx, person)? {
        return refuse(SecondFactorRefusal::Off);
    }
    Ok(())
}

/// Takes the second factor of somebody who lost it away, by staff or on the server; false when there is none.
///
/// # Errors
/// The database refuses.
pub fn reset_second_factor(tx: &mut Tx<'_>, ctx: &Context, person: PersonId) -> Result<bool, DbError> {
    let was_on = store::second_factors::of(tx, person)?.is_some_and(|row| row.confirmed_at.is_some());
    let removed = store::second_factors::remove(tx, person)?;
    store::sessions::none_passed(tx, person)?;
    if was_on {
        audit::record(tx, ctx, audit::Entry::new(&log::SECOND_FACTOR_OFF).person(person))?;
        mails::send(tx, ctx, &mails::SECOND_FACTOR_OFF, person)?;
    }
    Ok(removed)
}

/// Replaces the recovery codes; answers the new ones, shown once.
///
/// # Errors
/// There is no second factor, or the password changed meanwhile.
pub fn renew_recovery_codes(
    tx: &mut Tx<'_>,
    ctx: &Context,
    verified: &Verified,
) -> Result<Vec<RecoveryCode>, Failed<SecondFactorRefusal>> {
    let person = held(tx, verified)?;
    if store::second_factors::of(tx, person)?.is_none_or(|row| row.confirmed_at.is_none()) {
        return refuse(SecondFactorRefusal::Off);
    }
    audit::record(tx, ctx, audit::Entry::new(&log::RECOVERY_CODES_RENEWED).person(person))?;
    Ok(new_codes(tx, ctx, person)?)
}

/// Completes a half sign-in with a code, if it is right and was never used; `known_browser` is the cookie of
/// [`NewSession::known_browser`].
///
/// # Errors
/// The database refuses; a wrong code is in the answer, because it is counted.
pub fn pass_second_factor(
    tx: &mut Tx<'_>,
    ctx: &Context,
    half: &TokenHash,
    typed: &str,
    known_browser: Option<&str>,
    browser: &Browser,
) -> Result<SecondFactorEnd, DbError> {
    let Some(person) = waiting(tx, ctx, half)? else { return Ok(SecondFactorEnd::Over) };
    let known = known_browser.and_then(|cookie| KnownBrowser::read(&ctx.keys, person, cookie));
    let bucket = match attempts::take_second_factor(tx, ctx, person, known.as_ref()) {
        Ok(bucket) => bucket,
        Err(Failed::Refused(later)) => return Ok(SecondFactorEnd::TooMany(later)),
        Err(Failed::Db(error)) => return Err(error),
    };
    if !is_right(tx, ctx, person, typed)? {
        return Ok(SecondFactorEnd::Wrong);
    }
    if !store::sessions::remove_half(tx, half)? {
        return Ok(SecondFactorEnd::Over);
    }
    attempts::forget(tx, &bucket)?;
    sessions::start_session(tx, ctx, person, browser, true).map(SecondFactorEnd::Done)
}

/// Whose half sign-in this is, unless it is over, the person is shut out, or has no second factor any more.
fn waiting(tx: &mut Tx<'_>, ctx: &Context, half: &TokenHash) -> Result<Option<PersonId>, DbError> {
    let Some(half) = store::sessions::half(tx, half)?.filter(|half| ctx.now < half.expires_at) else { return Ok(None) };
    let login = store::persons::login(tx, half.person)?;
    Ok(login.filter(|login| login.disabled_at.is_none()).map(|login| login.person))
}

/// Whether the code is right; if it is, it is used up.
pub(super) fn is_right(tx: &mut Tx<'_>, ctx: &Context, person: PersonId, typed: &str) -> Result<bool, DbError> {
    match TypedCode::parse(typed) {
        None => Ok(false),
        Some(TypedCode::Totp(code)) => {
            let Some(row) = store::second_factors::of(tx, person)? else { return Ok(false) };
            let secret = seal::open(&ctx.keys, person, &row.secret)?;
            let step = secret.step_of(&code, ctx.now).filter(|step| *step > row.last_step);
            step.map_or(Ok(false), |step| store::second_factors::use_step(tx, person, step))
        }
        Some(TypedCode::Recovery(code)) => {
            let right = store::second_factors::use_code(tx, person, &code.hash(&ctx.keys, person), ctx.now)?;
            if right {
                audit::record(tx, ctx, audit::Entry::new(&log::RECOVERY_CODE_USED).person(person))?;
                mails::send(tx, ctx, &mails::RECOVERY_CODE_USED, person)?;
            }
            Ok(right)
        }
    }
}

fn held(tx: &mut Tx<'_>, verified: &Verified) -> Result<PersonId, Failed<SecondFactorRefusal>> {
    if verified.holds(tx)? { Ok(verified.person()) } else { refuse(SecondFactorRefusal::PasswordChanged) }
}

fn new_codes(tx: &mut Tx<'_>, ctx: &Context, person: PersonId) -> Result<Vec<RecoveryCode>, DbError> {
    let codes: Vec<RecoveryCode> = (0..RecoveryCode::COUNT).map(|_| RecoveryCode::random(&ctx.random)).collect();
    let hashes: Vec<[u8; 32]> = codes.iter().map(|code| code.hash(&ctx.keys, person)).collect();
    store::second_factors::set_codes(tx, person, &hashes)?;
    Ok(codes)
}
