//! Accounts and their numbers.

use jiff::Timestamp;
use kit_core::{AccountId, Locale, PersonId};
use kit_db::{DbError, Read, Tx, sql};
use kit_mail::Email;
use kit_web::AccountState;

use crate::model::{Account, CompanyId};

/// What an account begins with.
pub(crate) struct NewAccount<'a> {
    pub(crate) id: AccountId,
    pub(crate) state: AccountState,
    pub(crate) company: CompanyId,
    pub(crate) administration_email: &'a Email,
    pub(crate) mail_domain: Option<String>,
    pub(crate) locale: Locale,
    pub(crate) created_at: Timestamp,
    pub(crate) has_numbers: bool,
}

sql!(TAKE_NUMBER, "UPDATE account_numbers SET upcoming = upcoming + 1 WHERE series = 'account' RETURNING upcoming - 1");
sql!(
    INSERT,
    "INSERT INTO accounts (id, state, company, administration_email, mail_domain, locale, created_at, numbers_tried)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
);
sql!(
    BY_ID,
    "SELECT a.id, c.name, a.state, a.company, a.applicant, a.administration_email, a.locale, a.created_at, a.applied_at,
            a.decided_at, a.reason
     FROM accounts a JOIN companies c ON c.id = a.company WHERE a.id = $1"
);
sql!(
    QUEUE,
    "SELECT a.id, c.name, a.state, a.company, a.applicant, a.administration_email, a.locale, a.created_at, a.applied_at,
            a.decided_at, a.reason
     FROM accounts a JOIN companies c ON c.id = a.company
     WHERE a.state = 'pending' AND (a.applied_at, a.id) > ($1, $2) ORDER BY a.applied_at, a.id LIMIT $3"
);
sql!(
    DECIDED,
    "SELECT a.id, c.name, a.state, a.company, a.applicant, a.administration_email, a.locale, a.created_at, a.applied_at,
            a.decided_at, a.reason
     FROM accounts a JOIN companies c ON c.id = a.company
     WHERE a.decided_at IS NOT NULL ORDER BY a.decided_at DESC, a.id DESC LIMIT $1"
);
sql!(WAITING, "SELECT COUNT(*) FROM accounts WHERE state = 'pending'");
sql!(APPLY, "UPDATE accounts SET state = 'pending', applied_at = $2, reason = NULL WHERE id = $1");
sql!(SET_APPLICANT, "UPDATE accounts SET applicant = $2 WHERE id = $1");
sql!(TRY_NUMBERS, "UPDATE accounts SET numbers_tried = numbers_tried + 1 WHERE id = $1");
sql!(NUMBERS_TRIED, "SELECT numbers_tried FROM accounts WHERE id = $1");
sql!(DECIDE, "UPDATE accounts SET state = $2, reason = $3, decided_at = $4 WHERE id = $1");
sql!(SET_ADMINISTRATION_EMAIL, "UPDATE accounts SET administration_email = $2 WHERE id = $1");
sql!(
    FORGOTTEN,
    "SELECT a.id FROM accounts a JOIN sign_ups s ON s.account = a.id
     WHERE a.state = 'unconfirmed' AND s.confirmed_at IS NULL AND s.created_at < $1 ORDER BY s.created_at LIMIT $2"
);
sql!(DELETE, "DELETE FROM accounts WHERE id = $1");

/// The next number; whoever takes one at the same time waits for this transaction's end.
pub(crate) fn take_number(tx: &mut Tx<'_>) -> Result<AccountId, DbError> {
    let number =
        tx.value(&TAKE_NUMBER, &[])?.ok_or_else(|| DbError::fault("the series of account numbers is missing"))?;
    Ok(AccountId(number))
}

pub(crate) fn insert(tx: &mut Tx<'_>, new: &NewAccount<'_>) -> Result<(), DbError> {
    tx.exec(
        &INSERT,
        &[
            &new.id,
            &new.state,
            &new.company,
            new.administration_email,
            &new.mail_domain,
            &new.locale,
            &new.created_at,
            &i64::from(new.has_numbers),
        ],
    )
    .map(drop)
}

pub(crate) fn by_id(read: &mut Read<'_>, account: AccountId) -> Result<Option<Account>, DbError> {
    read.opt(&BY_ID, &[&account])
}

/// Says that the account will be asked for.
pub(crate) fn foresee(read: &mut Read<'_>, account: AccountId) {
    read.foresee(&BY_ID, &[&account]);
}

/// Accounts that wait for a decision, the longest first, after `after` (its time and number).
pub(crate) fn queue(read: &mut Read<'_>, after: (Timestamp, AccountId), limit: i64) -> Result<Vec<Account>, DbError> {
    read.all(&QUEUE, &[&after.0, &after.1, &limit])
}

/// The accounts that were decided on last, the latest first.
pub(crate) fn decided(read: &mut Read<'_>, limit: i64) -> Result<Vec<Account>, DbError> {
    read.all(&DECIDED, &[&limit])
}

pub(crate) fn count_waiting(read: &mut Read<'_>) -> Result<i64, DbError> {
    Ok(read.value(&WAITING, &[])?.unwrap_or(0))
}

/// The account now waits for a decision.
pub(crate) fn apply(tx: &mut Tx<'_>, account: AccountId, at: Timestamp) -> Result<(), DbError> {
    tx.exec(&APPLY, &[&account, &at]).map(drop)
}

pub(crate) fn set_applicant(tx: &mut Tx<'_>, account: AccountId, person: PersonId) -> Result<(), DbError> {
    tx.exec(&SET_APPLICANT, &[&account, &person]).map(drop)
}

/// The application has other numbers from now on.
pub(crate) fn try_numbers(tx: &mut Tx<'_>, account: AccountId) -> Result<(), DbError> {
    tx.exec(&TRY_NUMBERS, &[&account]).map(drop)
}

/// How many sets of numbers the application has had.
pub(crate) fn numbers_tried(read: &mut Read<'_>, account: AccountId) -> Result<i64, DbError> {
    Ok(read.value(&NUMBERS_TRIED, &[&account])?.unwrap_or(0))
}

pub(crate) fn decide(
    tx: &mut Tx<'_>,
    account: AccountId,
    state: AccountState,
    reason: Option<&str>,
    at: Timestamp,
) -> Result<(), DbError> {
    tx.exec(&DECIDE, &[&account, &state, &reason, &at]).map(drop)
}

pub(crate) fn set_administration_email(tx: &mut Tx<'_>, account: AccountId, email: &Email) -> Result<(), DbError> {
    tx.exec(&SET_ADMINISTRATION_EMAIL, &[&account, email]).map(drop)
}

/// Accounts whose sign-up nobody confirmed and that are older than `before`.
pub(crate) fn forgotten(read: &mut Read<'_>, before: Timestamp, limit: i64) -> Result<Vec<AccountId>, DbError> {
    #[derive(kit_db::FromRow)]
    struct Forgotten {
        id: AccountId,
    }
    let rows: Vec<Forgotten> = read.all(&FORGOTTEN, &[&before, &limit])?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

pub(crate) fn delete(tx: &mut Tx<'_>, account: AccountId) -> Result<(), DbError> {
    tx.exec(&DELETE, &[&account]).map(drop)
}
