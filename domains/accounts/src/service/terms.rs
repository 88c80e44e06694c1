//! The terms of use: each member accepts the version in force before going on.

use audit::Entry;
use kit_core::{AccountId, Context, PersonId};
use kit_db::{DbError, Read, Tx};

pub use crate::store::terms::Acceptance;
use crate::{store, trace};

/// The latest acceptances of an account's members, 200 at most.
///
/// # Errors
/// The database cannot be read.
pub fn acceptances(read: &mut Read<'_>, account: AccountId) -> Result<Vec<Acceptance>, DbError> {
    store::terms::of_account(read, account, 200)
}

/// The latest version that a member accepted; 0 for none.
///
/// # Errors
/// The database cannot be read.
pub fn accepted_version(read: &mut Read<'_>, account: AccountId, person: PersonId) -> Result<i64, DbError> {
    store::terms::accepted(read, account, person)
}

/// Notes that a member accepts a version of the terms; accepting it again changes nothing.
///
/// # Errors
/// The database refuses.
pub fn note(tx: &mut Tx<'_>, ctx: &Context, account: AccountId, person: PersonId, version: i64) -> Result<(), DbError> {
    if store::terms::accepted(tx, account, person)? >= version {
        return Ok(());
    }
    store::terms::accept(tx, account, person, version, ctx.now)?;
    let entry = Entry::new(&trace::TERMS_ACCEPTED).account(account).person(person).with(&trace::VERSION, version);
    audit::record(tx, ctx, entry)
}
