//! Accounts that only spend: many of them, with more credits than a run can burn, made by the product's own services.

use std::fmt::{Debug, Display};
use std::path::Path;

use accounts::model::CompanyForm;
use accounts::service::decisions;
use accounts::service::keys::{self, NewKey};
use accounts::service::sign_up::{self, Received, SignUp};
use credits::{Grant, Reason};
use guichet::SecretKey;
use kit_core::{AccountId, Author, Clock, Context, Credits, Locale, Random};
use kit_db::{DatabaseUrl, Db, Failed, Lock, Tx};
use kit_mail::Email;
use kit_web::{Scope, Scopes};
use people::{NamePart, PasswordHash, PersonName, hashing};

/// How many.
const ACCOUNTS: usize = 64;
/// What each has to spend.
const CREDITS: Credits = Credits(500_000_000);

/// Adds the accounts to the demonstration in `folder`, which does not run; answers each with a key.
///
/// # Errors
/// The database cannot be used, or a service refuses.
pub async fn add(folder: &Path, database: &DatabaseUrl) -> Result<Vec<(AccountId, String)>, String> {
    let (db, ctx) = open(folder, database)?;
    let password = hashing::accept(&ctx.random, "correct-horse-battery-staple", &[]).await.map_err(said)?;
    let password = password.map_err(|refusal| format!("{refusal:?}"))?;
    let mut made = Vec::with_capacity(ACCOUNTS);
    for number in 0..ACCOUNTS {
        let (ctx, sign_up) = (ctx.clone(), application(number, password.clone())?);
        made.push(db.write(Lock::None, move |tx| account(tx, &ctx, &sign_up)).await.map_err(told)?);
    }
    Ok(made)
}

/// Gives an account of the installation in `folder`, which does not run, more credits than a run can burn.
///
/// # Errors
/// As [`add`].
pub async fn enrich(folder: &Path, database: &DatabaseUrl, account: AccountId) -> Result<(), String> {
    let (db, ctx) = open(folder, database)?;
    db.write(Lock::None, move |tx| give(tx, &ctx, account)).await.map_err(told)
}

/// The installation in `folder`, as the product itself would open it.
///
/// # Errors
/// The database or the key cannot be used.
pub fn open(folder: &Path, database: &DatabaseUrl) -> Result<(Db, Context), String> {
    let random = Random::from_system().map_err(said)?;
    let ring = SecretKey::File(folder.join("secret.key")).obtain(&random).map_err(said)?;
    let ctx = Context { now: Clock::system().now(), author: Author::System("bench"), random, keys: ring.into() };
    Ok((Db::open(database).map_err(said)?, ctx))
}

fn application(number: usize, password: PasswordHash) -> Result<SignUp, String> {
    let form = CompanyForm {
        company: format!("Société {number:03}"),
        country: "BE".into(),
        foreign_number: format!("0{number:09}"),
        line1: "1 rue Neuve".into(),
        postal_code: "1000".into(),
        town: "Bruxelles".into(),
        ..CompanyForm::default()
    };
    let name = |part| NamePart::parse(part).map_err(|error| format!("{error:?}"));
    Ok(SignUp {
        company: form.read().map_err(|errors| format!("{errors:?}"))?,
        name: PersonName { first: name("Dominique")?, surname: name("Mesure")? },
        email: Email::parse(&format!("admin@societe-{number:03}.example")).map_err(said)?,
        locale: Locale::Fr,
        password,
        terms_version: 1,
        from: std::net::Ipv4Addr::LOCALHOST.into(),
    })
}

fn account(tx: &mut Tx<'_>, ctx: &Context, application: &SignUp) -> Result<(AccountId, String), Failed<String>> {
    let Received::ToConfirm(account, link) = sign_up::sign_up(tx, ctx, application).map_err(refused)? else {
        return Err(Failed::Refused("an account is there already".to_owned()));
    };
    sign_up::confirm(tx, ctx, link).map_err(refused)?;
    decisions::accept(tx, ctx, account).map_err(refused)?;
    give(tx, ctx, account)?;
    let key = NewKey { name: "Bench".to_owned(), scopes: Scopes::of(Scope::ALL), member: None };
    Ok((account, keys::create(tx, ctx, account, &key).map_err(refused)?.secret))
}

fn give(tx: &mut Tx<'_>, ctx: &Context, account: AccountId) -> Result<(), Failed<String>> {
    let reason = Reason::parse("To be spent").map_err(|error| Failed::Refused(error.to_string()))?;
    let grant = Grant { amount: CREDITS, reason, expires_at: None };
    credits::grant(tx, ctx, account, &grant).map(drop).map_err(refused)
}

fn refused(failed: Failed<impl Debug>) -> Failed<String> {
    failed.map(|reason| format!("{reason:?}"))
}

fn told(failed: Failed<String>) -> String {
    match failed {
        Failed::Refused(reason) => reason,
        Failed::Db(error) => error.to_string(),
    }
}

fn said(error: impl Display) -> String {
    error.to_string()
}
