//! Signing up from the publisher's application, with an address alone: a mail brings a code, which is typed there with a password. What
//! the company is called and where it is comes later.
//!
//! As with the form of the pages, nobody learns who has a login: the answer is the same, and the mail says what is the case. Who types the
//! code chooses the password: code and password come from the same hands, so no stranger's form can set the password of an address.

use std::net::IpAddr;

use audit::Entry;
use french_business::Country;
use jiff::{SignedDuration, Timestamp};
use kit_core::{AccountId, Context, KeyRing, Locale, TypedCode};
use kit_db::{DbError, Failed, Read, Tx};
use kit_mail::Email;
use kit_web::AccountState;
use people::service::Guesses;
use people::{NameError, NamePart, PasswordHash, PersonName, TryAgain};

use super::sign_up::{self, Confirmed, SignUpClosed};
use super::{invitations, link_end};
use crate::links;
use crate::model::{Address, CompanyDetails};
use crate::store::sign_ups::{SignUpId, SignUpRow};
use crate::{mails, store, trace};

/// How long a code can be typed.
pub const CODE_LIFE: SignedDuration = SignedDuration::from_hours(1);

/// What is known of somebody who signs up from the application.
#[derive(Debug, Clone)]
pub struct Applicant {
    /// The address; the account's administration address at first.
    pub email: Email,
    /// The language of mails.
    pub locale: Locale,
    /// First name and surname, where the application knows them.
    pub name: Option<PersonName>,
    /// The company's name, where the application knows it.
    pub company: Option<String>,
    /// The network that the request came from.
    pub from: IpAddr,
}

/// How a code ended.
#[derive(Debug)]
pub enum Typed {
    /// It was right: the account is there.
    Confirmed(Confirmed),
    /// It was right, and the account was there before: the request is repeated.
    Before(AccountId),
    /// It is not the one, too old, or of no sign-up. The attempt stays counted.
    Wrong,
}

/// Takes an address in and mails a code; answers by which name the code is typed, which opens nothing where no code was mailed: to an address that
/// has a login or was invited, or got enough mail for one day. Serialise on [`crate::LOGINS`].
///
/// # Errors
/// [`SignUpClosed`].
pub fn begin(tx: &mut Tx<'_>, ctx: &Context, applicant: &Applicant) -> Result<SignUpId, Failed<SignUpClosed>> {
    sign_up::ensure_open(tx)?;
    let id = SignUpId::random(&ctx.random);
    let Some(network) = sign_up::let_in(tx, ctx, &applicant.email, applicant.from)? else { return Ok(id) };
    if let Some(invitation) = store::invitations::pending_for(tx, &applicant.email, ctx.now, 1)?.pop() {
        invitations::send_again(tx, ctx, invitation)?;
        store::sign_ups::insert(tx, &row(ctx, id, applicant, None)?, &network)?;
        return Ok(id);
    }
    let known = people::service::person_by_email(tx, &applicant.email)?.filter(|person| person.confirmed_at.is_some());
    if let Some(person) = known {
        store::sign_ups::insert(tx, &row(ctx, id, applicant, None)?, &network)?;
        match people::service::is_leaving(tx, person.id)? {
            true => mails::leaving(tx, ctx, &person)?,
            false => mails::has_login(tx, ctx, &person)?,
        }
        return Ok(id);
    }
    let company = bare(applicant);
    let account = sign_up::found(tx, ctx, AccountState::Unconfirmed, &company, &applicant.email, applicant.locale)?;
    let row = row(ctx, id, applicant, Some(account))?;
    store::sign_ups::insert(tx, &row, &network)?;
    let entry = Entry::new(&trace::SIGNED_UP)
        .account(account)
        .with(&trace::COMPANY, company.name.as_str())
        .with(&trace::EMAIL, applicant.email.as_str());
    audit::record(tx, ctx, entry)?;
    mails::code(tx, ctx, &row)?;
    Ok(id)
}

/// What whoever signs up said of himself or herself, which a password must not repeat; nothing where there is no such sign-up.
///
/// # Errors
/// The database cannot be read.
pub fn own_words(read: &mut Read<'_>, id: SignUpId) -> Result<Vec<String>, DbError> {
    let Some(row) = store::sign_ups::by_id(read, id)? else { return Ok(Vec::new()) };
    let company = match row.account {
        Some(account) => super::account(read, account)?.map(|account| account.name),
        None => None,
    };
    let names = [row.first_name.to_string(), row.surname.to_string()];
    Ok([row.email.to_string()].into_iter().chain(names).chain(company).collect())
}

/// Confirms by the mailed code, which is counted before it is looked at; the address becomes a login with this password. Serialise on
/// [`crate::LOGINS`].
///
/// # Errors
/// [`TryAgain`] after too many attempts, whether there is such a sign-up or not.
pub fn confirm(
    tx: &mut Tx<'_>,
    ctx: &Context,
    id: SignUpId,
    code: Option<&TypedCode>,
    password: &PasswordHash,
    from: &[u8],
) -> Result<Typed, Failed<TryAgain>> {
    let guesses = Guesses::at(&ctx.keys, "accounts.sign-up-code", &id.0.to_be_bytes(), from);
    guesses.take(tx, ctx)?;
    let Some((row, account)) = opened(tx, &ctx.keys, ctx.now, id, code)? else { return Ok(Typed::Wrong) };
    guesses.right(tx, ctx)?;
    if row.confirmed_at.is_some() {
        return Ok(Typed::Before(account));
    }
    store::sign_ups::choose(tx, id, password)?;
    match sign_up::confirm(tx, ctx, id) {
        Ok(confirmed) => Ok(Typed::Confirmed(confirmed)),
        Err(Failed::Refused(_)) => Ok(Typed::Wrong),
        Err(Failed::Db(error)) => Err(error.into()),
    }
}

/// The sign-up that the code opens, with its account.
fn opened(
    read: &mut Read<'_>,
    keys: &KeyRing,
    now: Timestamp,
    id: SignUpId,
    code: Option<&TypedCode>,
) -> Result<Option<(SignUpRow, AccountId)>, DbError> {
    let Some(row) = store::sign_ups::by_id(read, id)? else { return Ok(None) };
    let is_right = code.is_some_and(|code| keys.code(links::CODE, id.0, row.email.as_str()).is(code));
    let account = row.account.filter(|_| is_right && now.duration_since(row.created_at) < CODE_LIFE);
    Ok(account.map(|account| (row, account)))
}

/// The company of somebody of whom nothing but the address is known: its admin completes it.
fn bare(applicant: &Applicant) -> CompanyDetails {
    CompanyDetails {
        name: applicant.company.clone().unwrap_or_else(|| applicant.email.to_string()),
        siren: None,
        foreign_number: None,
        vat_number: None,
        ape: None,
        address: Address {
            line1: String::new(),
            line2: String::new(),
            postal_code: String::new(),
            town: String::new(),
            country: Country::FRANCE,
        },
        phone: None,
    }
}

/// What somebody is called of whom only the address is known, until he or she says so: `lea.petit@…` is Lea Petit.
fn provisional(email: &Email) -> Result<PersonName, NameError> {
    let (local, domain) = email.as_str().rsplit_once('@').unwrap_or((email.as_str(), ""));
    let words = local.split(['.', '_', '-', '+']).filter(|word| !word.is_empty());
    let mut words = words.map(|word| {
        let mut letters = word.chars();
        letters.next().map(|first| first.to_uppercase().chain(letters).collect::<String>()).unwrap_or_default()
    });
    let first = words.next().unwrap_or_default();
    let rest = words.collect::<Vec<_>>().join(" ");
    let surname = if rest.is_empty() { domain } else { &rest };
    // Not every address makes a name.
    let part = |word: &str| NamePart::parse(word).or_else(|_| NamePart::parse("-"));
    Ok(PersonName { first: part(&first)?, surname: part(surname)? })
}

fn row(ctx: &Context, id: SignUpId, applicant: &Applicant, account: Option<AccountId>) -> Result<SignUpRow, DbError> {
    let name = match &applicant.name {
        Some(name) => name.clone(),
        None => provisional(&applicant.email).map_err(DbError::fault)?,
    };
    Ok(SignUpRow {
        id,
        account,
        email: applicant.email.clone(),
        first_name: name.first,
        surname: name.surname,
        locale: applicant.locale,
        password_hash: None,
        terms_version: 0,
        created_at: ctx.now,
        expires_at: link_end(ctx.now),
        confirmed_at: None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_a_name_until_there_is_a_better_one() {
        let name = |email: &str| provisional(&Email::parse(email).unwrap()).unwrap().to_string();
        assert_eq!(name("lea.petit@acme.fr"), "Lea Petit");
        assert_eq!(name("jean-marc.de_la-tour@acme.fr"), "Jean Marc De La Tour");
        assert_eq!(name("info@acme.fr"), "Info acme.fr");
        assert_eq!(name("x@www.acme.fr"), "X -");
    }
}
