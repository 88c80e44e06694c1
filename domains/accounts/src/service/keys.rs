//! API keys: made, shown once, revoked.

use audit::Entry;
use jiff::Timestamp;
use kit_core::{AccountId, Context, PersonId, Text, Token};
use kit_db::{DbError, Failed, Read, Tx, refuse};
use kit_web::{AccountState, Scopes};
use thiserror::Error;

use super::must_find;
use crate::model::{ApiKey, ApiKeyId, api_key};
use crate::{store, trace};

/// What a new key is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewKey {
    /// What it is for, in the account's words.
    pub name: String,
    /// What it opens.
    pub scopes: Scopes,
    /// The member it stands for: what it does is counted as his or hers.
    pub member: Option<PersonId>,
}

/// A key that was just made.
pub struct CreatedKey {
    /// What is kept of it.
    pub key: ApiKey,
    /// All of it, shown this once.
    pub secret: String,
}

/// Why a key is not made or not revoked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum KeyRefusal {
    /// Only accounts in use have keys made.
    #[error("the account is not in use")]
    NotActive,
    /// A key opens something.
    #[error("no scope")]
    NoScope,
    /// It can stand for members only.
    #[error("not a member")]
    NotAMember,
    /// 50 keys are in use.
    #[error("too many keys")]
    TooMany,
    /// It has been revoked already.
    #[error("the key is gone")]
    Gone,
}

impl From<KeyRefusal> for Text {
    fn from(refusal: KeyRefusal) -> Text {
        match refusal {
            KeyRefusal::NotActive => Text::new("accounts-key-not-active"),
            KeyRefusal::NoScope => Text::new("accounts-key-no-scope"),
            KeyRefusal::NotAMember => Text::new("accounts-member-gone"),
            KeyRefusal::TooMany => Text::new("accounts-key-too-many"),
            KeyRefusal::Gone => Text::new("accounts-key-gone"),
        }
    }
}

/// The keys of an account that are in use, the newest first.
///
/// # Errors
/// The database cannot be read.
pub fn keys(read: &mut Read<'_>, account: AccountId) -> Result<Vec<ApiKey>, DbError> {
    store::keys::of_account(read, account)
}

/// One key in use.
///
/// # Errors
/// The database cannot be read.
pub fn key(read: &mut Read<'_>, account: AccountId, id: ApiKeyId) -> Result<Option<ApiKey>, DbError> {
    store::keys::one(read, account, id)
}

/// What the key with this public part is called in its account, also after it was revoked.
///
/// # Errors
/// The database cannot be read.
pub fn named(read: &mut Read<'_>, account: AccountId, prefix: &str) -> Result<Option<String>, DbError> {
    store::keys::named(read, account, prefix)
}

/// Makes a key. Serialise on the account.
///
/// # Errors
/// [`KeyRefusal`].
pub fn create(
    tx: &mut Tx<'_>,
    ctx: &Context,
    account: AccountId,
    new: &NewKey,
) -> Result<CreatedKey, Failed<KeyRefusal>> {
    if must_find(tx, account)?.state != AccountState::Active {
        return refuse(KeyRefusal::NotActive);
    }
    if new.scopes.is_empty() {
        return refuse(KeyRefusal::NoScope);
    }
    if let Some(member) = new.member
        && store::members::one(tx, account, member)?.is_none()
    {
        return refuse(KeyRefusal::NotAMember);
    }
    if store::keys::of_account(tx, account)?.len() >= api_key::MOST_KEYS {
        return refuse(KeyRefusal::TooMany);
    }
    let token = Token::random(&ctx.random);
    let key = ApiKey {
        id: ApiKeyId::random(&ctx.random),
        account,
        prefix: api_key::prefix(&token),
        name: new.name.clone(),
        scopes: new.scopes,
        member: new.member,
        created_by: ctx.author.person(),
        created_at: ctx.now,
        revoked_at: None,
        last_used_at: None,
    };
    store::keys::insert(tx, &key, token.hash())?;
    let entry = Entry::new(&trace::KEY_CREATED)
        .account(account)
        .with(&trace::KEY, key.prefix.as_str())
        .with(&trace::KEY_NAME, key.name.as_str())
        .with(&trace::SCOPES, trace::scopes(key.scopes));
    let entry = key.member.into_iter().fold(entry, Entry::person);
    audit::record(tx, ctx, entry)?;
    Ok(CreatedKey { key, secret: api_key::reveal(&token) })
}

/// Revokes a key: it opens nothing from the next request on.
///
/// # Errors
/// [`KeyRefusal`].
pub fn revoke(tx: &mut Tx<'_>, ctx: &Context, account: AccountId, id: ApiKeyId) -> Result<(), Failed<KeyRefusal>> {
    let Some(key) = store::keys::one(tx, account, id)? else { return refuse(KeyRefusal::Gone) };
    Ok(end(tx, ctx, &key)?)
}

/// Writes down when keys were last used, as [`kit_web::Seen::take_keys`] gathered it.
///
/// # Errors
/// The database refuses.
pub fn note_used(tx: &mut Tx<'_>, seen: &[(String, Timestamp)]) -> Result<(), DbError> {
    store::keys::used(tx, seen)
}

pub(super) fn end(tx: &mut Tx<'_>, ctx: &Context, key: &ApiKey) -> Result<(), DbError> {
    if !store::keys::revoke(tx, key.id, ctx.now)? {
        return Ok(());
    }
    let entry = Entry::new(&trace::KEY_REVOKED)
        .account(key.account)
        .with(&trace::KEY, key.prefix.as_str())
        .with(&trace::KEY_NAME, key.name.as_str());
    audit::record(tx, ctx, key.member.into_iter().fold(entry, Entry::person))
}
