//! What the back office adds to the services of the other domains: whom an action of the staff may concern.

use kit_core::{AccountId, Context, PersonId, Text};
use kit_db::{DbError, Failed, Read, Tx, refuse};
use kit_jobs::JobId;
use kit_web::{AccountState, StaffPermission, StaffPermissions};
use people::service::LastOwner;
use thiserror::Error;

use credits::{Correction, Grant, Operation, Reason, StaffRefusal};
use orders::{DirectPayment, MoneyRefusal};

audit::actions! {
    /// Staff let the program try again what it had given up.
    JOB_RETRIED = "backoffice.job_retried", Text::new("backoffice-audit-job-retried");
}

audit::labels! {
    JOB = "backoffice.job", Text::new("backoffice-audit-job");
}

/// The job is not among those that were given up: somebody else was faster.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("the job is not dead")]
pub struct NotDead;

impl From<NotDead> for Text {
    fn from(_: NotDead) -> Text {
        Text::new("backoffice-jobs-not-dead")
    }
}

/// Lets the program try again what it gave up.
///
/// # Errors
/// [`NotDead`].
pub fn retry_job(tx: &mut Tx<'_>, ctx: &Context, job: JobId) -> Result<(), Failed<NotDead>> {
    if !kit_jobs::revive(tx, ctx, job)? {
        return refuse(NotDead);
    }
    audit::record(tx, ctx, audit::Entry::new(&JOB_RETRIED).with(&JOB, job.to_string()))?;
    Ok(())
}

/// Why staff cannot change an account's credits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum CreditRefusal {
    /// There is no such account, or it was never accepted: its credits could not be used.
    #[error("the account is not open")]
    NotOpen,
    /// The ledger says no.
    #[error(transparent)]
    Ledger(#[from] StaffRefusal),
    /// The money cannot be recorded.
    #[error(transparent)]
    Money(MoneyRefusal),
}

impl From<MoneyRefusal> for CreditRefusal {
    fn from(refusal: MoneyRefusal) -> CreditRefusal {
        match refusal {
            MoneyRefusal::Ledger(refusal) => CreditRefusal::Ledger(refusal),
            refusal => CreditRefusal::Money(refusal),
        }
    }
}

impl From<CreditRefusal> for Text {
    fn from(refusal: CreditRefusal) -> Text {
        match refusal {
            CreditRefusal::NotOpen => Text::new("backoffice-account-not-open"),
            CreditRefusal::Ledger(refusal) => refusal.into(),
            CreditRefusal::Money(refusal) => refusal.into(),
        }
    }
}

/// Gives promotional credit to an account that is active or suspended.
///
/// # Errors
/// [`CreditRefusal`].
pub fn grant(
    tx: &mut Tx<'_>,
    ctx: &Context,
    account: AccountId,
    grant: &Grant,
) -> Result<Operation, Failed<CreditRefusal>> {
    ensure_open(tx, account)?;
    credits::grant(tx, ctx, account, grant).map_err(|failed| failed.map(CreditRefusal::from))
}

/// Lets an account that is active or suspended use its credits, or keeps it from it; answers whether that is new.
///
/// # Errors
/// [`CreditRefusal::NotOpen`].
pub fn let_spend(
    tx: &mut Tx<'_>,
    ctx: &Context,
    account: AccountId,
    may: bool,
    reason: &Reason,
) -> Result<bool, Failed<CreditRefusal>> {
    ensure_open(tx, account)?;
    let change = if may { credits::unblock } else { credits::block };
    Ok(change(tx, ctx, account, reason)?)
}

/// Records a payment received for an account that is active or suspended: an order of that amount, paid at once.
///
/// # Errors
/// [`CreditRefusal`].
pub fn record_payment(
    tx: &mut Tx<'_>,
    ctx: &Context,
    account: AccountId,
    payment: &DirectPayment,
) -> Result<Operation, Failed<CreditRefusal>> {
    ensure_open(tx, account)?;
    orders::record_payment(tx, ctx, account, payment).map_err(|failed| failed.map(CreditRefusal::from))
}

/// Puts an operation right in an account that is active or suspended.
///
/// # Errors
/// [`CreditRefusal`].
pub fn correct(
    tx: &mut Tx<'_>,
    ctx: &Context,
    account: AccountId,
    correction: &Correction,
) -> Result<Operation, Failed<CreditRefusal>> {
    ensure_open(tx, account)?;
    credits::correct(tx, ctx, account, correction).map_err(|failed| failed.map(CreditRefusal::from))
}

fn ensure_open(read: &mut Read<'_>, account: AccountId) -> Result<(), Failed<CreditRefusal>> {
    let state = accounts::service::account(read, account)?.map(|account| account.state);
    if state.is_some_and(AccountState::is_open) { Ok(()) } else { refuse(CreditRefusal::NotOpen) }
}

/// Why staff cannot touch a login.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum LoginRefusal {
    /// There is no such person.
    #[error("there is no such person")]
    Unknown,
    /// The login is a colleague's: the owner looks after those.
    #[error("only the owner looks after the logins of the staff")]
    Staff,
    /// One does not shut oneself out.
    #[error("one does not shut oneself out")]
    Oneself,
    /// Nobody could give permissions any more.
    #[error(transparent)]
    LastOwner(#[from] LastOwner),
}

impl From<LoginRefusal> for Text {
    fn from(refusal: LoginRefusal) -> Text {
        match refusal {
            LoginRefusal::Unknown => Text::new("backoffice-person-unknown"),
            LoginRefusal::Staff => Text::new("backoffice-login-of-staff"),
            LoginRefusal::Oneself => Text::new("backoffice-login-oneself"),
            LoginRefusal::LastOwner(refusal) => refusal.into(),
        }
    }
}

/// Ends every session of a person: a lost telephone, a doubt.
///
/// # Errors
/// [`LoginRefusal::Unknown`], [`LoginRefusal::Staff`].
pub fn end_sessions(
    tx: &mut Tx<'_>,
    ctx: &Context,
    by: StaffPermissions,
    person: PersonId,
) -> Result<(), Failed<LoginRefusal>> {
    ensure_may_touch(tx, by, person)?;
    people::service::end_all(tx, ctx, person, None)?;
    Ok(())
}

/// Shuts a person out everywhere. Serialise on [`people::service::STAFF_LOCK`].
///
/// # Errors
/// [`LoginRefusal`].
pub fn close_login(
    tx: &mut Tx<'_>,
    ctx: &Context,
    by: StaffPermissions,
    person: PersonId,
) -> Result<(), Failed<LoginRefusal>> {
    if ctx.author.person() == Some(person) {
        return refuse(LoginRefusal::Oneself);
    }
    ensure_may_touch(tx, by, person)?;
    people::service::disable_person(tx, ctx, person).map_err(|failed| failed.map(LoginRefusal::from))
}

/// Lets a person in again. Serialise on [`people::service::STAFF_LOCK`].
///
/// # Errors
/// [`LoginRefusal::Unknown`], [`LoginRefusal::Staff`].
pub fn open_login(
    tx: &mut Tx<'_>,
    ctx: &Context,
    by: StaffPermissions,
    person: PersonId,
) -> Result<(), Failed<LoginRefusal>> {
    ensure_may_touch(tx, by, person)?;
    Ok(people::service::enable_person(tx, ctx, person)?)
}

/// A colleague with few permissions must not come by an owner's session, nor shut an owner out.
fn ensure_may_touch(read: &mut Read<'_>, by: StaffPermissions, person: PersonId) -> Result<(), Failed<LoginRefusal>> {
    let Some(person) = people::service::person(read, person)? else { return refuse(LoginRefusal::Unknown) };
    if may_touch(by, person.staff) { Ok(()) } else { refuse(LoginRefusal::Staff) }
}

/// Whether somebody with the permissions `by` looks after the login of somebody with the permissions `of`.
pub fn may_touch(by: StaffPermissions, of: StaffPermissions) -> bool {
    of.is_empty() || by.contains(StaffPermission::Owner)
}

/// The number of an account that was typed as such, if there is one: it is opened at once.
///
/// # Errors
/// The database cannot be read.
pub fn account_of_number(read: &mut Read<'_>, typed: &str) -> Result<Option<AccountId>, DbError> {
    match typed.parse::<AccountId>() {
        Ok(number) => Ok(accounts::service::account(read, number)?.map(|account| account.id)),
        Err(_) => Ok(None),
    }
}
