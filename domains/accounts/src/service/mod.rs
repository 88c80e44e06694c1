//! The use cases of accounts; what other domains may call.

pub mod administration;
pub mod at_once;
pub mod billing;
pub mod by_code;
pub mod closing;
pub mod companies;
pub mod decisions;
pub mod duplicates;
pub mod invitations;
pub mod invoiced;
pub mod keys;
pub mod members;
mod newcomers;
pub mod notices;
pub mod overview;
pub mod search;
pub mod sign_up;
pub mod teams;
pub mod terms;
pub mod twins;

use jiff::Timestamp;
use kit_core::AccountId;
use kit_db::{DbError, Read};

use crate::model::{Account, LINK_LIFE};
use crate::store;

/// The account with this number.
///
/// # Errors
/// The database cannot be read.
pub fn account(read: &mut Read<'_>, id: AccountId) -> Result<Option<Account>, DbError> {
    store::accounts::by_id(read, id)
}

/// Says that this account will be asked for: see [`Read::foresee`].
pub fn foresee_account(read: &mut Read<'_>, id: AccountId) {
    store::accounts::foresee(read, id);
}

/// Until when a link mailed now opens.
fn link_end(now: Timestamp) -> Timestamp {
    now.saturating_add(LINK_LIFE).unwrap_or(Timestamp::MAX)
}

/// An account that a use case was called for and that must be there: its callers found it in their URL.
fn must_find(read: &mut Read<'_>, id: AccountId) -> Result<Account, DbError> {
    account(read, id)?.ok_or_else(|| DbError::fault(format!("there is no account {id}")))
}
