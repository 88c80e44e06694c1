//! Who sits at a machine shows who he or she is: the machine's token says for which account it speaks, never for whom.

use accounts::service::members;
use kit_core::{AccountId, Context};
use kit_db::{DbError, Failed, Tx};
use kit_mail::Email;
use kit_web::Role;
use people::TryAgain;
use people::service::{PasswordTry, Shown, Verified, show_second_factor, try_password_at};

/// Whose password counts for what is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asks {
    /// An admin of the account.
    Admin,
    /// Any member of the account.
    Member,
}

/// Counts an attempt at the password of a member of the machine's account. An address of anybody else is counted alike, takes the same work,
/// and never is looked for outside the account: a machine of one's own says nothing about other people's passwords.
///
/// # Errors
/// [`TryAgain`] after too many attempts.
pub fn try_password(
    tx: &mut Tx<'_>,
    ctx: &Context,
    account: AccountId,
    login: &Email,
    asks: Asks,
) -> Result<PasswordTry, Failed<TryAgain>> {
    let member = members::member_by_email(tx, account, login)?;
    let member = match member {
        Some(person) if counts(tx, account, person, asks)? => Some(person),
        _ => None,
    };
    try_password_at(tx, ctx, &[b"machines", &account.0.to_be_bytes()], login, member)
}

/// How far somebody has shown who he or she is. A member whose password was right may have lost the role meanwhile: that is
/// told like a wrong password.
///
/// # Errors
/// The database refuses.
pub(super) fn shown(
    tx: &mut Tx<'_>,
    ctx: &Context,
    account: AccountId,
    (verified, code): (&Verified, Option<&str>),
    asks: Asks,
) -> Result<Shown, DbError> {
    if !counts(tx, account, verified.person(), asks)? {
        return Ok(Shown::Refused);
    }
    show_second_factor(tx, ctx, verified, code)
}

fn counts(tx: &mut Tx<'_>, account: AccountId, person: kit_core::PersonId, asks: Asks) -> Result<bool, DbError> {
    let known = members::member(tx, account, person)?.filter(|known| !known.disabled);
    Ok(known.is_some_and(|known| asks == Asks::Member || known.member.roles.contains(Role::Admin)))
}
