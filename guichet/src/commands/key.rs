//! `guichet key`.

use accounts::service::keys::{self, KeyRefusal, NewKey};
use accounts::service::members::member_by_email;
use kit_core::AccountId;
use kit_db::{Failed, Lock, refuse};
use kit_mail::Email;
use kit_web::{Scope, Scopes};

use crate::commands::say;
use crate::failure::{Failure, failed, refused};
use crate::installation::Installation;
use crate::settings::Settings;

/// Makes an API key and prints it.
pub(crate) async fn create(
    settings: &Settings,
    account: AccountId,
    scopes: Vec<Scope>,
    member: Option<Email>,
    name: String,
) -> Result<(), Failure> {
    let installation = Installation::ready(settings).await?;
    let known = installation.db.read(move |read| accounts::service::account(read, account)).await.map_err(failed)?;
    if known.is_none() {
        return Err(Failure::new(format!("there is no account {account}")));
    }
    let ctx = installation.context("guichet key create");
    let created = installation.db.write(Lock::Account(account), move |tx| {
        let member = match &member {
            None => None,
            Some(email) => match member_by_email(tx, account, email)? {
                Some(person) => Some(person),
                None => return refuse(KeyRefusal::NotAMember),
            },
        };
        let new = NewKey { name: name.clone(), scopes: Scopes::of(&scopes), member };
        keys::create(tx, &ctx, account, &new)
    });
    let created = created.await.map_err(|failure: Failed<KeyRefusal>| refused(failure))?;
    say(created.secret);
    Ok(())
}
