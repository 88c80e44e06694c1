//! An account is made from a machine, which is linked to it in the same transaction.

use accounts::SignUpId;
use accounts::service::by_code::{self, Typed};
use kit_core::{Context, TypedCode};
use kit_db::{DbError, Failed, Tx};
use people::{PasswordHash, TryAgain};

use super::codes;
use super::link::{Coming, LinkRefusal, LinkedNow, Linking, again, arrive, sent};
use crate::model::{NewMachine, PersonalCode};

/// What a machine sends to make an account.
#[derive(Debug, Clone)]
pub struct CreateRequest {
    /// The sign-up that the code was mailed for.
    pub sign_up: SignUpId,
    /// The code that was typed; none when it cannot be one.
    pub code: Option<TypedCode>,
    /// The password chosen.
    pub password: PasswordHash,
    /// How the machine describes itself.
    pub machine: NewMachine,
    /// The request's idempotency key.
    pub key: String,
    /// The network that it came from.
    pub from: Vec<u8>,
}

/// How it ended. A refusal is part of the answer: the attempt that led to it stays counted.
#[derive(Debug)]
pub enum Creating {
    /// The account is there and the machine is linked to it, now or by the same request before.
    Done {
        /// The machine.
        linked: LinkedNow,
        /// The account's personal code; none where it was told before.
        code: Option<PersonalCode>,
    },
    /// The code is not the one that was mailed, too old, or of no sign-up.
    WrongCode,
    /// The code was right, and the account is there already, by another request.
    Refused(LinkRefusal),
}

/// Confirms a sign-up by its code, and links the machine to the new account. Serialise on [`accounts::LOGINS`].
///
/// # Errors
/// [`TryAgain`] after too many attempts.
pub fn create(tx: &mut Tx<'_>, ctx: &Context, request: &CreateRequest) -> Result<Creating, Failed<TryAgain>> {
    let CreateRequest { sign_up, code, password, machine, key, from } = request;
    let confirmed = match by_code::confirm(tx, ctx, *sign_up, code.as_ref(), password, from)? {
        Typed::Wrong => return Ok(Creating::WrongCode),
        Typed::Before(account) => {
            let sent = sent(ctx, account, key, machine, None);
            return Ok(match again(tx, ctx, &sent, key)? {
                Some(Linking::Done(linked)) => Creating::Done { linked, code: None },
                Some(Linking::Refused(refusal)) => Creating::Refused(refusal),
                None => Creating::WrongCode,
            });
        }
        Typed::Confirmed(confirmed) => confirmed,
    };
    Ok(made(tx, ctx, request, &confirmed)?)
}

fn made(
    tx: &mut Tx<'_>,
    ctx: &Context,
    request: &CreateRequest,
    confirmed: &accounts::service::sign_up::Confirmed,
) -> Result<Creating, DbError> {
    let (account, CreateRequest { machine, key, .. }) = (confirmed.account, request);
    let code = codes::make_first(tx, ctx, account)?;
    let sent = sent(ctx, account, key, machine, None);
    let coming = Coming { account, machine, key, by: Some(confirmed.person) };
    let linked = arrive(tx, ctx, &coming, &sent, None)?;
    Ok(Creating::Done { linked, code: Some(code) })
}
