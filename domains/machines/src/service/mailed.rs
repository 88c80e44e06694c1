//! The one-time link that makes a new personal code: mailed to the account's administration address, whoever asks.

use audit::Entry;
use jiff::{SignedDuration, Timestamp};
use kit_core::{AccountId, Context, Id, KeyRing, LinkPurpose};
use kit_db::{DbError, Failed, Read, Tx, refuse};
use kit_web::AccountState;

use accounts::Followed;
use accounts::model::{Account, LINK_LIFE};
use accounts::service::sign_up::DeadLink;

use super::codes;
use crate::model::PersonalCode;
use crate::store::links::{CodeLink, CodeLinkTag};
use crate::{mails, store, trace};

/// What these links are for.
pub(crate) const PURPOSE: LinkPurpose = LinkPurpose("machines.personal-code");
/// How many leave for one account within a day.
const A_DAY: i64 = 3;
/// How long a link is kept, used or not.
const KEPT: SignedDuration = SignedDuration::from_hours(30 * 24);

/// Mails a link, if there is such an account, in use, and not too many left today; whoever asks does not learn which.
/// Serialise on the account.
///
/// # Errors
/// The database refuses.
pub fn mail_link(tx: &mut Tx<'_>, ctx: &Context, account: AccountId) -> Result<(), DbError> {
    let Some(account) = accounts::service::account(tx, account)?.filter(is_in_use) else { return Ok(()) };
    let day = ctx.now.saturating_sub(SignedDuration::from_hours(24)).unwrap_or(Timestamp::MIN);
    if store::links::since(tx, account.id, day)? >= A_DAY {
        return Ok(());
    }
    let link = CodeLink {
        id: Id::random(&ctx.random),
        account: account.id,
        email: account.administration_email.clone(),
        expires_at: ctx.now.saturating_add(LINK_LIFE).unwrap_or(Timestamp::MAX),
    };
    store::links::insert(tx, &link, ctx.now)?;
    mails::code_link(tx, ctx, &account, &link)?;
    let entry = Entry::new(&trace::CODE_MAILED).account(account.id).with(&trace::ADDRESS, link.email.as_str());
    audit::record(tx, ctx, entry)
}

fn is_in_use(account: &Account) -> bool {
    account.state == AccountState::Active
}

/// What the link leads to, if it still opens: it was mailed to what is the administration address now.
///
/// # Errors
/// The database cannot be read.
pub fn open_link(
    read: &mut Read<'_>,
    keys: &KeyRing,
    now: Timestamp,
    link: &Followed<CodeLinkTag>,
) -> Result<Option<(CodeLink, Account)>, DbError> {
    let Some(found) = store::links::one(read, link.id)? else { return Ok(None) };
    if now >= found.expires_at || !link.opens(keys, PURPOSE, &found.email) {
        return Ok(None);
    }
    let account = accounts::service::account(read, found.account)?.filter(is_in_use);
    let account = account.filter(|account| account.administration_email == found.email);
    Ok(account.map(|account| (found, account)))
}

/// Makes a new code by the mailed link.
///
/// # Errors
/// [`DeadLink`]; of several who follow it at the same time, all but one meet it.
pub fn make_by_link(
    tx: &mut Tx<'_>,
    ctx: &Context,
    link: &Followed<CodeLinkTag>,
) -> Result<(Account, PersonalCode), Failed<DeadLink>> {
    let Some((found, account)) = open_link(tx, &ctx.keys, ctx.now, link)? else { return refuse(DeadLink) };
    if !store::links::use_up(tx, found.id, ctx.now)? {
        return refuse(DeadLink);
    }
    let code = codes::make(tx, ctx, account.id).map_err(|failed| failed.map(|_| DeadLink))?;
    Ok((account, code))
}

/// Forgets links that opened long ago.
///
/// # Errors
/// The database refuses.
pub fn forget_old_links(tx: &mut Tx<'_>, now: Timestamp) -> Result<u64, DbError> {
    store::links::forget(tx, now.saturating_sub(KEPT).unwrap_or(Timestamp::MIN))
}
