//! The administration address: where mail about the account as such goes, payment requests first of all.

use audit::Entry;
use jiff::{SignedDuration, Timestamp};
use kit_core::{AccountId, Context, KeyRing, Text};
use kit_db::{DbError, Failed, Lock, Read, Tx, refuse};
use kit_mail::Email;
use thiserror::Error;

use super::sign_up::DeadLink;
use super::{link_end, must_find};
use crate::links::{self, Followed};
use crate::model::Account;
pub use crate::store::sign_ups::AddressChange;
use crate::store::sign_ups::{AddressChangeId, AddressChangeTag};
use crate::{mails, store, trace};

/// Mails that ask somebody to take an account's mail within 24 hours, at most: for one account, and to one address whichever accounts ask.
const AT_MOST: i64 = 3;
/// For so long the address that waits is not written to again: the mail is on its way.
const ON_ITS_WAY: SignedDuration = SignedDuration::from_mins(15);
/// Held while those to one address are counted, as several accounts may ask for it at once.
const ASKING: Lock = Lock::Named("administration-addresses");

/// The address that waits to be confirmed, if there is one that still can be.
///
/// # Errors
/// The database cannot be read.
pub fn waiting(read: &mut Read<'_>, account: AccountId, now: Timestamp) -> Result<Option<AddressChange>, DbError> {
    Ok(store::sign_ups::change_of(read, account)?.filter(|change| now < change.expires_at))
}

/// What becomes of a wish for another administration address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// A mail asks the owner of the new address to confirm it.
    ToConfirm,
    /// It was asked for some minutes ago: the mail that left then counts, and no other one leaves yet.
    OnItsWay,
    /// It is the address already; what was asked before is taken back.
    AsItIs,
}

/// As many mails as one day takes have left, for the account or to the address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("too many new administration addresses were asked for within a day")]
pub struct TooManyAsked;

impl From<TooManyAsked> for Text {
    fn from(_: TooManyAsked) -> Text {
        Text::new("accounts-administration-too-many")
    }
}

/// What will become of a wish for another administration address, within this transaction: [`carry_out`] does it. Serialise on the
/// account, as the others here.
///
/// # Errors
/// [`TooManyAsked`]: each of them writes to somebody who may know nothing of it.
pub fn foresee(
    tx: &mut Tx<'_>,
    ctx: &Context,
    account: AccountId,
    email: &Email,
) -> Result<Asked, Failed<TooManyAsked>> {
    if must_find(tx, account)?.administration_email == *email {
        return Ok(Asked::AsItIs);
    }
    let waiting = store::sign_ups::change_of(tx, account)?.filter(|change| change.email == *email);
    if waiting.is_some_and(|change| ctx.now.duration_since(change.created_at) < ON_ITS_WAY) {
        return Ok(Asked::OnItsWay);
    }
    tx.hold(ASKING)?;
    let since = ctx.now.saturating_sub(SignedDuration::from_hours(24)).unwrap_or(Timestamp::MIN);
    let by_account = store::sign_ups::changes_since(tx, account, since)?;
    let to_address = store::sign_ups::changes_to_since(tx, email, since)?;
    if by_account.max(to_address) >= AT_MOST { refuse(TooManyAsked) } else { Ok(Asked::ToConfirm) }
}

/// Does what was foreseen in this transaction.
///
/// # Errors
/// The database refuses.
pub fn carry_out(
    tx: &mut Tx<'_>,
    ctx: &Context,
    account: AccountId,
    email: &Email,
    foreseen: Asked,
) -> Result<(), DbError> {
    match foreseen {
        Asked::AsItIs => return store::sign_ups::drop_changes(tx, account, ctx.now),
        Asked::OnItsWay => return Ok(()),
        Asked::ToConfirm => {}
    }
    let account = must_find(tx, account)?;
    let change = AddressChange {
        id: AddressChangeId::random(&ctx.random),
        account: account.id,
        email: email.clone(),
        requested_by: ctx.author.person(),
        created_at: ctx.now,
        expires_at: link_end(ctx.now),
    };
    store::sign_ups::ask_change(tx, &change)?;
    mails::administration(tx, ctx, &account, &change)?;
    let entry = Entry::new(&trace::ADDRESS_ASKED).account(account.id).with(&trace::EMAIL, email.as_str());
    audit::record(tx, ctx, entry)
}

/// Asks for another administration address: it counts once its owner follows the mailed link. Asking for the present one
/// takes back what was asked before.
///
/// # Errors
/// [`TooManyAsked`].
pub fn ask(tx: &mut Tx<'_>, ctx: &Context, account: AccountId, email: &Email) -> Result<Asked, Failed<TooManyAsked>> {
    let asked = foresee(tx, ctx, account, email)?;
    carry_out(tx, ctx, account, email, asked)?;
    Ok(asked)
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
