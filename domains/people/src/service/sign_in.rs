//! Signing in: the attempt is counted in one transaction, the password verified outside of any, the session begun in another.

use kit_core::{Context, PersonId, Token};
use kit_db::{DbError, Failed, Read, Tx};
use kit_mail::Email;

use super::attempts::{self, Bucket, KnownBrowser, Secret};
use super::sessions::{self, NewSession};
use crate::hashing::{self, HashingError};
use crate::model::{Browser, PasswordHash, TryAgain};
use crate::store;

/// A counted attempt at a password, to be verified outside the transaction. For an address that nobody has it looks the
/// same and takes the same work.
#[derive(Debug, Clone)]
pub struct PasswordTry {
    bucket: Bucket,
    person: Option<PersonId>,
    password: Option<PasswordHash>,
}

/// The proof that somebody has just given a person's password. Use cases that ask for it take this, so that none forgets to.
#[derive(Debug, Clone)]
pub struct Verified {
    bucket: Bucket,
    person: PersonId,
    password: PasswordHash,
}

/// A counted attempt at a password that was chosen for an address before it is somebody's login.
#[derive(Debug)]
pub struct ChosenTry {
    bucket: Bucket,
    chosen: PasswordHash,
}

/// The proof that somebody has just given the password chosen for an address that is to become a login.
#[derive(Debug, Clone)]
pub struct ChosenPassword {
    bucket: Bucket,
    chosen: PasswordHash,
}

/// How a sign-in with the right password ends.
#[derive(Debug)]
pub enum SignInEnd {
    /// Signed in.
    Done(NewSession),
    /// Half signed in: this token takes the second factor within ten minutes, and opens nothing else.
    SecondFactor(Token),
    /// The person was shut out, or the password changed meanwhile: to be told like a wrong password.
    Refused,
}

/// Counts an attempt to sign in; `known_browser` is the cookie of [`NewSession::known_browser`].
///
/// # Errors
/// [`TryAgain`] after too many attempts, whether the address is somebody's or not.
pub fn try_password(
    tx: &mut Tx<'_>,
    ctx: &Context,
    email: &Email,
    known_browser: Option<&str>,
) -> Result<PasswordTry, Failed<TryAgain>> {
    let login = store::persons::login_by_email(tx, email)?;
    let browser = match (&login, known_browser) {
        (Some(login), Some(cookie)) => {
            KnownBrowser::read(&ctx.keys, login.person, cookie).map(|browser| (login.person, browser))
        }
        _ => None,
    };
    let bucket = match browser {
        Some((person, browser)) => attempts::of_person(&ctx.keys, Secret::SignIn, person, Some(&browser)),
        None => attempts::of_address(&ctx.keys, Secret::SignIn, email),
    };
    attempts::take(tx, ctx, &bucket)?;
    let person = login.as_ref().map(|login| login.person);
    Ok(PasswordTry { bucket, person, password: login.and_then(|login| login.password) })
}

/// Counts an attempt of somebody who is signed in to give his or her password again.
///
/// # Errors
/// [`TryAgain`] after too many attempts.
pub fn try_own_password(tx: &mut Tx<'_>, ctx: &Context, person: PersonId) -> Result<PasswordTry, Failed<TryAgain>> {
    let bucket = attempts::of_person(&ctx.keys, Secret::OwnPassword, person, None);
    attempts::take(tx, ctx, &bucket)?;
    let password = store::persons::login(tx, person)?.and_then(|login| login.password);
    Ok(PasswordTry { bucket, person: Some(person), password })
}

/// Counts an attempt at a password `chosen` for an address that is nobody's login yet. Every link mailed to the address shares
/// the bucket: a second link gives no second budget.
///
/// # Errors
/// [`TryAgain`] after too many attempts.
pub fn try_chosen_password(
    tx: &mut Tx<'_>,
    ctx: &Context,
    email: &Email,
    chosen: PasswordHash,
) -> Result<ChosenTry, Failed<TryAgain>> {
    let bucket = attempts::of_address(&ctx.keys, Secret::Chosen, email);
    attempts::take(tx, ctx, &bucket)?;
    Ok(ChosenTry { bucket, chosen })
}

impl ChosenTry {
    /// Whether this is the password; takes some 20 ms on a thread of its own.
    ///
    /// # Errors
    /// Too many passwords at once.
    pub async fn verify(self, typed: &str) -> Result<Option<ChosenPassword>, HashingError> {
        let is_right = hashing::verify(typed, Some(&self.chosen)).await?;
        Ok(is_right.then_some(ChosenPassword { bucket: self.bucket, chosen: self.chosen }))
    }
}

impl ChosenPassword {
    /// Whether it is `chosen` that was given; if so, the attempts that led here are forgotten.
    ///
    /// # Errors
    /// The database refuses.
    pub fn is(&self, tx: &mut Tx<'_>, chosen: &PasswordHash) -> Result<bool, DbError> {
        let same = self.chosen == *chosen;
        if same {
            attempts::forget(tx, &self.bucket)?;
        }
        Ok(same)
    }
}

impl PasswordTry {
    /// An attempt that was counted on this bucket.
    pub(super) fn of(bucket: Bucket, person: Option<PersonId>, password: Option<PasswordHash>) -> PasswordTry {
        PasswordTry { bucket, person, password }
    }

    /// Whether this is the password; takes some 20 ms on a thread of its own, the same for nobody.
    ///
    /// # Errors
    /// Too many passwords at once.
    pub async fn verify(self, typed: &str) -> Result<Option<Verified>, HashingError> {
        let is_right = hashing::verify(typed, self.password.as_ref()).await?;
        Ok(match (is_right, self.person, self.password) {
            (true, Some(person), Some(password)) => Some(Verified { bucket: self.bucket, person, password }),
            _ => None,
        })
    }
}

impl Verified {
    /// Whose password it is.
    pub fn person(&self) -> PersonId {
        self.person
    }

    pub(crate) fn password(&self) -> &PasswordHash {
        &self.password
    }

    /// Whether it still is the password of somebody who is not shut out; the attempts that led here are forgotten.
    pub fn holds(&self, tx: &mut Tx<'_>) -> Result<bool, DbError> {
        attempts::forget(tx, &self.bucket)?;
        is_open_with(tx, self.person, &self.password)
    }
}

/// Signs in, or half in when the person has a second factor. Whoever calls this ends the session that the browser had before
/// with [`super::sign_out`] once a new one has begun.
///
/// # Errors
/// The database refuses.
pub fn sign_in(tx: &mut Tx<'_>, ctx: &Context, verified: &Verified, browser: &Browser) -> Result<SignInEnd, DbError> {
    if !verified.holds(tx)? {
        return Ok(SignInEnd::Refused);
    }
    if has_second_factor(tx, verified.person)? {
        return sessions::start_half(tx, ctx, verified.person).map(SignInEnd::SecondFactor);
    }
    sessions::start_session(tx, ctx, verified.person, browser, false).map(SignInEnd::Done)
}

/// Begins the session of whoever has just given a mailed link and the password chosen for the address, which is this person's now: all that
/// a first sign-in asks for. None begins where the person has a second factor to show, is shut out, or has another password.
///
/// # Errors
/// The database refuses.
pub fn sign_in_by_chosen(
    tx: &mut Tx<'_>,
    ctx: &Context,
    given: &ChosenPassword,
    person: PersonId,
    browser: &Browser,
) -> Result<Option<NewSession>, DbError> {
    let is_own = is_open_with(tx, person, &given.chosen)?;
    if !is_own || has_second_factor(tx, person)? {
        return Ok(None);
    }
    sessions::start_session(tx, ctx, person, browser, false).map(Some)
}

/// Whether this is the password of somebody who is not shut out.
fn is_open_with(read: &mut Read<'_>, person: PersonId, password: &PasswordHash) -> Result<bool, DbError> {
    let login = store::persons::login(read, person)?;
    Ok(login.is_some_and(|login| login.disabled_at.is_none() && login.password.as_ref() == Some(password)))
}

fn has_second_factor(read: &mut Read<'_>, person: PersonId) -> Result<bool, DbError> {
    Ok(store::second_factors::of(read, person)?.is_some_and(|factor| factor.confirmed_at.is_some()))
}
