//! Sessions: begun, found at each request, listed, ended.

use jiff::{SignedDuration, Timestamp};
use kit_core::{Context, PersonId, Token, TokenHash};
use kit_db::{DbError, Read, Tx};
use kit_web::StaffPermissions;

use super::attempts::KnownBrowser;
use crate::log;
use crate::model::{Browser, KnownSession, SessionId, SessionPerson};
use crate::store;

/// How long the second factor may take.
const HALF: SignedDuration = SignedDuration::from_mins(10);
/// How long the trace of what is over is kept.
const TRACE: SignedDuration = SignedDuration::from_hours(30 * 24);

/// A session that has just begun.
#[derive(Debug)]
pub struct NewSession {
    /// For the session's cookie; nobody else ever sees it.
    pub token: Token,
    /// For a cookie that lasts: it marks the browser as one of this person's, so that attempts elsewhere cannot shut him or
    /// her out here. It opens nothing. Given after a second factor, it also sets the browser's codes apart from others'.
    pub known_browser: String,
}

/// Who is signed in with this token; nobody when the session was ended, is over, or the person is shut out. One query.
///
/// # Errors
/// The database cannot be read.
pub fn session(read: &mut Read<'_>, token: &TokenHash, now: Timestamp) -> Result<Option<SessionPerson>, DbError> {
    Ok(store::sessions::by_token(read, token)?.and_then(|row| row.live(now)))
}

/// Begins a session for somebody who has shown who he or she is: by password and second factor, or by a mailed link that
/// made the login.
///
/// # Errors
/// The database refuses.
pub fn start_session(
    tx: &mut Tx<'_>,
    ctx: &Context,
    person: PersonId,
    browser: &Browser,
    second_factor: bool,
) -> Result<NewSession, DbError> {
    let token = Token::random(&ctx.random);
    let id = SessionId::random(&ctx.random);
    store::sessions::insert(tx, id, &token.hash(), person, browser, second_factor, ctx.now)?;
    Ok(NewSession { token, known_browser: KnownBrowser::new(ctx, second_factor).reveal(&ctx.keys, person) })
}

/// Notes that the password was right and the second factor is awaited.
pub(crate) fn start_half(tx: &mut Tx<'_>, ctx: &Context, person: PersonId) -> Result<Token, DbError> {
    let token = Token::random(&ctx.random);
    let expires_at = ctx.now.saturating_add(HALF).unwrap_or(Timestamp::MAX);
    store::sessions::insert_half(tx, &token.hash(), person, expires_at)?;
    Ok(token)
}

/// The sessions of a person that are not over, the last used first; `staff` are his or her permissions.
///
/// # Errors
/// The database cannot be read.
pub fn sessions(
    read: &mut Read<'_>,
    person: PersonId,
    staff: StaffPermissions,
    now: Timestamp,
) -> Result<Vec<KnownSession>, DbError> {
    let idle = SessionPerson::idle_limit(staff);
    store::sessions::list(read, person, now.saturating_sub(idle).unwrap_or(Timestamp::MIN))
}

/// Ends one session of a person; false when there is no such session to end.
///
/// # Errors
/// The database refuses.
pub fn end_session(tx: &mut Tx<'_>, ctx: &Context, person: PersonId, session: SessionId) -> Result<bool, DbError> {
    store::sessions::end(tx, session, person, ctx.now)
}

/// Ends the session that this token opens, if there is one.
///
/// # Errors
/// The database refuses.
pub fn sign_out(tx: &mut Tx<'_>, ctx: &Context, token: &TokenHash) -> Result<(), DbError> {
    store::sessions::end_by_token(tx, token, ctx.now)
}

/// Ends all sessions of a person but `kept`, and every half sign-in; answers how many sessions.
///
/// # Errors
/// The database refuses.
pub fn end_all(tx: &mut Tx<'_>, ctx: &Context, person: PersonId, kept: Option<SessionId>) -> Result<u64, DbError> {
    store::sessions::remove_halves_of(tx, person)?;
    let ended = store::sessions::end_all(tx, person, kept, ctx.now)?;
    if ended > 0 {
        audit::record(tx, ctx, audit::Entry::new(&log::SESSIONS_ENDED).person(person))?;
    }
    Ok(ended)
}

/// Writes down when sessions were last used, as [`kit_web::Seen::take_sessions`] gathered it.
///
/// # Errors
/// The database refuses.
pub fn note_seen(tx: &mut Tx<'_>, sightings: &[(i64, Timestamp)]) -> Result<(), DbError> {
    store::sessions::seen(tx, sightings)
}

/// Removes what has long been over: sessions, half sign-ins, counted attempts, mailed links.
///
/// # Errors
/// The database refuses.
pub fn tidy(tx: &mut Tx<'_>, ctx: &Context) -> Result<(), DbError> {
    let before = |age: SignedDuration| ctx.now.saturating_sub(age).unwrap_or(Timestamp::MIN);
    store::sessions::remove_created_before(tx, before(SessionPerson::LONGEST + TRACE))?;
    store::sessions::remove_halves_expired_before(tx, ctx.now)?;
    store::attempts::forget_before(tx, before(TRACE))?;
    store::links::remove_expired_before(tx, before(TRACE))?;
    Ok(())
}
