//! The administration address: where mail about the account as such goes, payment requests first of all.

use audit::Entry;
use jiff::Timestamp;
use kit_core::{AccountId, Context, KeyRing};
use kit_db::{DbError, Failed, Read, Tx, refuse};
use kit_mail::Email;

use super::sign_up::DeadLink;
use super::{link_end, must_find};
use crate::links::{self, Followed};
use crate::model::Account;
pub use crate::store::sign_ups::AddressChange;
use crate::store::sign_ups::{AddressChangeId, AddressChangeTag};
use crate::{mails, store, trace};

/// The address that waits to be confirmed, if there is one that still can be.
///
/// # Errors
/// The database cannot be read.
pub fn waiting(read: &mut Read<'_>, account: AccountId, now: Timestamp) -> Result<Option<AddressChange>, DbError> {
    Ok(store::sign_ups::change_of(read, account)?.filter(|change| now < change.expires_at))
}

/// What became of a wish for another administration address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// A mail asks the owner of the new address to confirm it.
    ToConfirm,
    /// It is the address already; what was asked before is taken back.
    AsItIs,
}

/// Asks for another administration address: it counts once its owner follows the mailed link. Asking for the present one
/// takes back what was asked before. Serialise on the account, as the others here.
///
/// # Errors
/// The database refuses.
pub fn ask(tx: &mut Tx<'_>, ctx: &Context, account: AccountId, email: &Email) -> Result<Asked, DbError> {
    let account = must_find(tx, account)?;
    if account.administration_email == *email {
        store::sign_ups::drop_changes(tx, account.id, ctx.now)?;
        return Ok(Asked::AsItIs);
    }
    let change = AddressChange {
        id: AddressChangeId::random(&ctx.random),
        account: account.id,
        email: email.clone(),
        requested_by: ctx.author.person(),
        expires_at: link_end(ctx.now),
    };
    store::sign_ups::ask_change(tx, &change, ctx.now)?;
    mails::administration(tx, ctx, &account, &change)?;
    let entry = Entry::new(&trace::ADDRESS_ASKED).account(account.id).with(&trace::EMAIL, email.as_str());
    audit::record(tx, ctx, entry)?;
    Ok(Asked::ToConfirm)
}

/// What the link leads to, if it still opens: the change and its account.
///
/// # Errors
/// The database cannot be read.
pub fn open(
    read: &mut Read<'_>,
    keys: &KeyRing,
    now: Timestamp,
    link: &Followed<AddressChangeTag>,
) -> Result<Option<(AddressChange, Account)>, DbError> {
    let Some(change) = store::sign_ups::change(read, link.id)? else { return Ok(None) };
    if now >= change.expires_at || !link.opens(keys, links::ADMINISTRATION, &change.email) {
        return Ok(None);
    }
    let account = must_find(read, change.account)?;
    Ok(Some((change, account)))
}

/// Confirms by the mailed link; the address of before is told.
///
/// # Errors
/// [`DeadLink`]; of several who confirm at the same time, all but one meet it.
pub fn confirm(
    tx: &mut Tx<'_>,
    ctx: &Context,
    link: &Followed<AddressChangeTag>,
) -> Result<AccountId, Failed<DeadLink>> {
    let Some((change, account)) = open(tx, &ctx.keys, ctx.now, link)? else { return refuse(DeadLink) };
    if !store::sign_ups::end_change(tx, change.id, ctx.now)? {
        return refuse(DeadLink);
    }
    store::accounts::set_administration_email(tx, account.id, &change.email)?;
    mails::administration_changed(tx, ctx, &account, &change.email)?;
    let entry = Entry::new(&trace::ADDRESS_CHANGED).account(account.id).changed(
        &trace::EMAIL,
        account.administration_email.as_str(),
        change.email.as_str(),
    );
    audit::record(tx, ctx, entry)?;
    Ok(account.id)
}
