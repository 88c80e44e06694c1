//! Personal codes: made, shown once, replaced.

use audit::Entry;
use jiff::Timestamp;
use kit_core::{AccountId, Context, Id, PersonId};
use kit_db::{DbError, Failed, Read, Tx, refuse};
use kit_web::AccountState;
use thiserror::Error;

use crate::model::PersonalCode;
use crate::store::codes::CodeRow;
use crate::{mails, store, trace};

/// What is known of an account's code; the code itself is not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CodeState {
    /// When it was made.
    pub made_at: Timestamp,
    /// By whom; nobody for a mailed link.
    pub made_by: Option<PersonId>,
}

/// A code links machines, and an account that is not active links none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("the account is not active")]
pub struct NotActive;

/// When an account's code was made and by whom, if there is one.
///
/// # Errors
/// The database cannot be read.
pub fn code(read: &mut Read<'_>, account: AccountId) -> Result<Option<CodeState>, DbError> {
    let row = store::codes::of(read, account)?;
    Ok(row.map(|CodeRow { made_at, made_by, .. }| CodeState { made_at, made_by }))
}

/// Makes a code in the place of the one that was there; machines stay linked. The administration address is told. Serialise
/// on the account.
///
/// # Errors
/// [`NotActive`].
pub fn make(tx: &mut Tx<'_>, ctx: &Context, account: AccountId) -> Result<PersonalCode, Failed<NotActive>> {
    let found = accounts::service::account(tx, account)?;
    if found.is_none_or(|account| account.state != AccountState::Active) {
        return refuse(NotActive);
    }
    mails::code_made(tx, ctx, account)?;
    Ok(make_first(tx, ctx, account)?)
}

/// Makes the first code of an account, which is told to who makes the account.
pub(super) fn make_first(tx: &mut Tx<'_>, ctx: &Context, account: AccountId) -> Result<PersonalCode, DbError> {
    let code = PersonalCode::random(&ctx.random);
    let row = CodeRow {
        generation: Id::<CodeRow>::random(&ctx.random).0,
        hash: code.hash(&ctx.keys, account),
        made_at: ctx.now,
        made_by: ctx.author.person(),
    };
    store::codes::set(tx, account, &row)?;
    audit::record(tx, ctx, Entry::new(&trace::CODE_MADE).account(account))?;
    Ok(code)
}
