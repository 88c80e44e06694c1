//! Signing up: a form that anybody may send, a mail, a confirmation; then the account waits for the publisher.
//!
//! Nobody learns from the form who has a login or an invitation: the answer is always the same, and the mail says what is the
//! case. The person comes into being at the confirmation, by the mailed link *and* the password chosen in the form: whoever owns
//! the address must not make a login out of a stranger's form, nor a stranger set the password of an address not his or hers.

use std::net::IpAddr;

use audit::Entry;
use jiff::{SignedDuration, Timestamp};
use kit_core::{AccountId, Author, Context, KeyRing, Locale, PersonId, Text};
use kit_db::{DbError, Failed, Read, Tx, refuse};
use kit_mail::Email;
use kit_web::{AccountState, Role, Roles};
use people::service::{ChosenPassword, ChosenTry};
use people::{PasswordHash, Person, PersonName, TryAgain};
use thiserror::Error;

use super::newcomers::{self, Newcomer};
use super::{companies, invitations, link_end};
use crate::links::{self, Followed};
use crate::model::{
    CompanyDetails, CompanyId, SIGN_UPS_A_DAY, SIGN_UPS_A_DAY_FROM_ALL, UNCONFIRMED_LIFE, company_domain,
};
use crate::store::accounts::NewAccount;
use crate::store::sign_ups::{NetworkMark, SignUpId, SignUpRow, SignUpTag};
use crate::{events, mails, store, trace};

/// What the form holds, checked.
#[derive(Debug, Clone)]
pub struct SignUp {
    /// The company.
    pub company: CompanyDetails,
    /// The responsible person.
    pub name: PersonName,
    /// Where mail reaches him or her; the account's administration address at first.
    pub email: Email,
    /// The language of pages and mails.
    pub locale: Locale,
    /// The password chosen; of no effect for somebody who has a login.
    pub password: PasswordHash,
    /// The version of the terms accepted.
    pub terms_version: i64,
    /// The network that the form came from.
    pub from: IpAddr,
}

/// What became of a form. For the program itself: whoever sent the form sees the same page in each case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Received {
    /// An account waits for the mail to be confirmed.
    ToConfirm(AccountId, SignUpId),
    /// The address has been invited to an account: the mail leads there.
    ToInvitation,
    /// The address is the login of somebody who asked to be forgotten: the mail says how to take that back first.
    ToStay,
    /// The address was sent enough mail for one day.
    Ignored,
}

/// The publisher takes no sign-ups now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("nobody can sign up now")]
pub struct SignUpClosed;

/// A mailed link that opens nothing: used, too old, withdrawn, or never ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("the link opens nothing")]
pub struct DeadLink;

impl From<DeadLink> for Text {
    fn from(_: DeadLink) -> Text {
        Text::new("accounts-dead-link")
    }
}

/// What a sign-up's link shows before it is confirmed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToConfirm {
    /// The sign-up.
    pub id: SignUpId,
    /// The company's name.
    pub company: String,
    /// The address that is being confirmed.
    pub email: Email,
    /// The password chosen in the form, to be given again; none when the address has a login, which keeps its own.
    pub chosen: Option<PasswordHash>,
    /// Whether it is the login of somebody who has asked to be forgotten since, and takes that back first.
    pub is_leaving: bool,
}

/// A sign-up that was confirmed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Confirmed {
    /// The account.
    pub account: AccountId,
    /// The applicant, its admin.
    pub person: PersonId,
    /// Whether it is in use already; else it waits for a decision.
    pub is_open: bool,
}

/// Takes a form in. Serialise on [`crate::LOGINS`], so that the limit per address holds for forms sent at the same time.
///
/// # Errors
/// [`SignUpClosed`].
pub fn sign_up(tx: &mut Tx<'_>, ctx: &Context, form: &SignUp) -> Result<Received, Failed<SignUpClosed>> {
    ensure_open(tx)?;
    let Some(network) = let_in(tx, ctx, &form.email, form.from)? else { return Ok(Received::Ignored) };
    if let Some(invitation) = store::invitations::pending_for(tx, &form.email, ctx.now, 1)?.pop() {
        invitations::send_again(tx, ctx, invitation)?;
        store::sign_ups::insert(tx, &row(ctx, form, None, None), &network)?;
        return Ok(Received::ToInvitation);
    }
    let known = people::service::person_by_email(tx, &form.email)?.filter(|person| person.confirmed_at.is_some());
    if let Some(person) = &known
        && people::service::is_leaving(tx, person.id)?
    {
        store::sign_ups::insert(tx, &row(ctx, form, None, None), &network)?;
        mails::leaving(tx, ctx, person)?;
        return Ok(Received::ToStay);
    }
    let account = found(tx, ctx, AccountState::Unconfirmed, &form.company, &form.email, form.locale)?;
    let password = if known.is_some() { None } else { Some(form.password.clone()) };
    let row = row(ctx, form, Some(account), password);
    store::sign_ups::insert(tx, &row, &network)?;
    let entry = Entry::new(&trace::SIGNED_UP)
        .account(account)
        .with(&trace::COMPANY, form.company.name.as_str())
        .with(&trace::EMAIL, form.email.as_str());
    audit::record(tx, ctx, entry)?;
    let name = known.as_ref().map_or(&form.name, |person| &person.name);
    mails::confirm(tx, ctx, &mails::Confirm { row: &row, known: known.is_some(), name, company: &form.company.name })?;
    Ok(Received::ToConfirm(account, row.id))
}

/// Whether the publisher takes sign-ups now.
///
/// # Errors
/// The database cannot be read.
pub fn is_open(read: &mut Read<'_>) -> Result<bool, DbError> {
    Ok(publisher::settings(read)?.sign_up.open)
}

/// Every way to sign up begins with this.
pub(super) fn ensure_open(read: &mut Read<'_>) -> Result<(), Failed<SignUpClosed>> {
    if is_open(read)? { Ok(()) } else { refuse(SignUpClosed) }
}

/// Whether one more sign-up with this address is looked at: three within a day from one network, ten from all. Answers what its network is
/// kept as: bound to the address, so that it tells nothing of what else came from there.
pub(super) fn let_in(
    read: &mut Read<'_>,
    ctx: &Context,
    email: &Email,
    from: IpAddr,
) -> Result<Option<NetworkMark>, DbError> {
    let network = ctx.keys.mac(&[b"accounts-sign-up", email.as_str().as_bytes(), from.to_string().as_bytes()]);
    let day_ago = ctx.now.saturating_sub(SignedDuration::from_hours(24)).unwrap_or(Timestamp::MIN);
    let is_enough = store::sign_ups::count_from(read, email, day_ago, &network)? >= SIGN_UPS_A_DAY
        || store::sign_ups::count_since(read, email, day_ago)? >= SIGN_UPS_A_DAY_FROM_ALL;
    Ok((!is_enough).then_some(network))
}

/// What the link leads to, if it still opens.
///
/// # Errors
/// The database cannot be read.
pub fn to_confirm(
    read: &mut Read<'_>,
    keys: &KeyRing,
    now: Timestamp,
    link: &Followed<SignUpTag>,
) -> Result<Option<ToConfirm>, DbError> {
    let Some(row) = open(read, link.id, now)? else { return Ok(None) };
    let Some(account) = row.account else { return Ok(None) };
    if !link.opens(keys, links::CONFIRM, &row.email) {
        return Ok(None);
    }
    let Some(account) = store::accounts::by_id(read, account)? else { return Ok(None) };
    let person = people::service::person_by_email(read, &row.email)?;
    let is_leaving = match &person {
        Some(person) => people::service::is_leaving(read, person.id)?,
        None => false,
    };
    // A form sets nothing about a login that its owner has confirmed.
    let has_login = person.is_some_and(|person| person.confirmed_at.is_some());
    let chosen = row.password_hash.filter(|_| !has_login);
    Ok(Some(ToConfirm { id: row.id, company: account.name, email: row.email, chosen, is_leaving }))
}

/// Counts an attempt at the password chosen in the form, to be verified outside of the transaction; none when none is asked
/// for any more, because the address has become a login or the link opens nothing.
///
/// # Errors
/// [`TryAgain`] after too many attempts.
pub fn try_chosen(
    tx: &mut Tx<'_>,
    ctx: &Context,
    link: &Followed<SignUpTag>,
) -> Result<Option<ChosenTry>, Failed<TryAgain>> {
    let Some(found) = to_confirm(tx, &ctx.keys, ctx.now, link)? else { return Ok(None) };
    let Some(chosen) = found.chosen else { return Ok(None) };
    people::service::try_chosen_password(tx, ctx, &found.email, chosen).map(Some)
}

/// Confirms by the mailed link, with the proof that the password chosen in the form was given where a login comes into
/// being. Serialise on [`crate::LOGINS`].
///
/// # Errors
/// [`DeadLink`], also without the proof, and for who asked to be forgotten; of several who confirm at the same time, all but one meet it.
pub fn confirm_by_link(
    tx: &mut Tx<'_>,
    ctx: &Context,
    link: &Followed<SignUpTag>,
    given: Option<&ChosenPassword>,
) -> Result<Confirmed, Failed<DeadLink>> {
    let Some(found) = to_confirm(tx, &ctx.keys, ctx.now, link)? else { return refuse(DeadLink) };
    if let Some(chosen) = &found.chosen {
        let shown = match given {
            Some(given) => given.is(tx, chosen)?,
            None => false,
        };
        if !shown {
            return refuse(DeadLink);
        }
    }
    confirm(tx, ctx, found.id)
}

/// Confirms a sign-up whose address and password are known to be the applicant's: he or she becomes a person and the account's admin, and
/// the account waits for a decision; where the publisher opens accounts at once, it is in use, unless it resembles one that is there. Serialise
/// on [`crate::LOGINS`].
///
/// # Errors
/// [`DeadLink`].
pub fn confirm(tx: &mut Tx<'_>, ctx: &Context, id: SignUpId) -> Result<Confirmed, Failed<DeadLink>> {
    let Some(row) = open(tx, id, ctx.now)? else { return refuse(DeadLink) };
    let Some(account) = row.account else { return refuse(DeadLink) };
    if !store::sign_ups::confirm(tx, id, ctx.now)? {
        return refuse(DeadLink);
    }
    let newcomer = Newcomer {
        email: row.email,
        name: PersonName { first: row.first_name, surname: row.surname },
        locale: row.locale,
        password: row.password_hash,
    };
    let person = newcomers::person_of_address(tx, ctx, &newcomer)?;
    if people::service::is_leaving(tx, person)? {
        return refuse(DeadLink);
    }
    store::accounts::set_applicant(tx, account, person)?;
    store::accounts::apply(tx, account, ctx.now)?;
    store::members::join(tx, account, person, Roles::of(&[Role::Admin]), ctx.now)?;
    let entry = Entry::new(&trace::CONFIRMED).account(account).person(person).changed(
        &trace::STATE,
        trace::state(AccountState::Unconfirmed),
        trace::state(AccountState::Pending),
    );
    audit::record(tx, ctx, entry)?;
    if row.terms_version > 0 {
        super::terms::note(tx, ctx, account, person, row.terms_version)?;
    }
    Ok(Confirmed { account, person, is_open: opens_at_once(tx, ctx, account)? })
}

/// Accepts an application where the publisher opens accounts at once and nothing that is there resembles it; answers whether it did.
/// What resembles waits for people to judge.
fn opens_at_once(tx: &mut Tx<'_>, ctx: &Context, id: AccountId) -> Result<bool, DbError> {
    if !publisher::settings(tx)?.sign_up.at_once {
        return Ok(false);
    }
    let account = super::must_find(tx, id)?;
    let companies = store::companies::of_account(tx, id)?;
    let Some(company) = companies.into_iter().find(|company| company.id == account.company) else { return Ok(false) };
    if !super::duplicates::resembling(tx, &account, &company)?.is_empty() {
        return Ok(false);
    }
    let ctx = &Context { author: Author::System("accounts"), ..ctx.clone() };
    match super::decisions::accept(tx, ctx, id) {
        Ok(()) => Ok(true),
        Err(Failed::Refused(_)) => Ok(false),
        Err(Failed::Db(error)) => Err(error),
    }
}

/// An account that the publisher opens for a customer, in use at once; `admin` is its first member.
///
/// # Errors
/// The database refuses.
pub fn open_account(
    tx: &mut Tx<'_>,
    ctx: &Context,
    company: &CompanyDetails,
    admin: &Person,
    terms_version: i64,
) -> Result<AccountId, DbError> {
    let account = found(tx, ctx, AccountState::Pending, company, &admin.email, admin.locale)?;
    store::accounts::set_applicant(tx, account, admin.id)?;
    store::accounts::apply(tx, account, ctx.now)?;
    store::accounts::decide(tx, account, AccountState::Active, None, ctx.now)?;
    store::members::join(tx, account, admin.id, Roles::of(&[Role::Admin]), ctx.now)?;
    let entry =
        Entry::new(&trace::OPENED).account(account).person(admin.id).with(&trace::COMPANY, company.name.as_str());
    audit::record(tx, ctx, entry)?;
    events::opened(tx, ctx, account, company.name.as_str())?;
    if terms_version > 0 {
        super::terms::note(tx, ctx, account, admin.id, terms_version)?;
    }
    Ok(account)
}

/// Forgets what was typed by people who did not confirm it within 30 days, some hundred at a time; answers how many.
///
/// # Errors
/// The database refuses.
pub fn forget_unconfirmed(tx: &mut Tx<'_>, ctx: &Context) -> Result<usize, DbError> {
    let before = ctx.now.saturating_sub(UNCONFIRMED_LIFE).unwrap_or(Timestamp::MIN);
    store::sign_ups::delete_led_elsewhere(tx, before)?;
    let forgotten = store::accounts::forgotten(tx, before, 100)?;
    for account in &forgotten {
        store::sign_ups::delete_of_account(tx, *account)?;
        store::companies::delete_of_account(tx, *account)?;
        store::invitation_requests::delete(tx, *account)?;
        store::accounts::delete(tx, *account)?;
    }
    Ok(forgotten.len())
}

/// The account that a confirmed sign-up or the publisher begins, with its main company.
pub(super) fn found(
    tx: &mut Tx<'_>,
    ctx: &Context,
    state: AccountState,
    company: &CompanyDetails,
    email: &Email,
    locale: Locale,
) -> Result<AccountId, DbError> {
    let account = store::accounts::take_number(tx)?;
    let main = CompanyId::random(&ctx.random);
    let new = NewAccount {
        id: account,
        state,
        company: main,
        administration_email: email,
        mail_domain: company_domain(email.as_str()),
        locale,
        created_at: ctx.now,
        has_numbers: company.has_numbers(),
    };
    store::accounts::insert(tx, &new)?;
    companies::insert(tx, ctx, account, main, company)?;
    Ok(account)
}

fn row(ctx: &Context, form: &SignUp, account: Option<AccountId>, password: Option<PasswordHash>) -> SignUpRow {
    SignUpRow {
        id: SignUpId::random(&ctx.random),
        account,
        email: form.email.clone(),
        first_name: form.name.first.clone(),
        surname: form.name.surname.clone(),
        locale: form.locale,
        password_hash: password,
        terms_version: form.terms_version,
        created_at: ctx.now,
        expires_at: link_end(ctx.now),
        confirmed_at: None,
    }
}

fn open(read: &mut Read<'_>, id: SignUpId, now: Timestamp) -> Result<Option<SignUpRow>, DbError> {
    let row = store::sign_ups::by_id(read, id)?;
    Ok(row.filter(|row| row.confirmed_at.is_none() && now < row.expires_at))
}
