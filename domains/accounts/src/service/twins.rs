//! One account per company: who signs up a company that has one already is told so once the address is confirmed, and may ask for an
//! invitation. Neither learns who the other is before: the applicant never, the admin by the mail that the applicant has sent.

use audit::Entry;
use jiff::{SignedDuration, Timestamp};
use kit_core::{AccountId, Context};
use kit_db::{DbError, Read, Tx};
use kit_web::AccountState;

use super::duplicates::twin;
use super::must_find;
use crate::model::{Account, Company, NUMBERS_TOLD};
use crate::{mails, store, trace};

/// After how long the same applicant may ask again.
const AGAIN: SignedDuration = SignedDuration::from_hours(7 * 24);
/// How many applicants reach one account within a day.
const A_DAY: i64 = 3;

/// What an applicant whose company has an account already is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Twin {
    /// When its admin was asked for an invitation last.
    pub asked_at: Option<Timestamp>,
    /// Whether he or she may be asked now.
    pub may_ask: bool,
}

/// Whether the company of an application that waits has an account already; never which one. Whoever goes on changing the numbers is told
/// no more about them: it would be a list of the publisher's customers.
///
/// # Errors
/// The database cannot be read.
pub fn twin_of(
    read: &mut Read<'_>,
    account: &Account,
    company: &Company,
    now: Timestamp,
) -> Result<Option<Twin>, DbError> {
    if account.state != AccountState::Pending || told(read, account, company)?.is_none() {
        return Ok(None);
    }
    let asked_at = store::invitation_requests::of(read, account.id)?;
    Ok(Some(Twin { asked_at, may_ask: asked_at.is_none_or(|at| now.duration_since(at) >= AGAIN) }))
}

/// Asks the admin of the company's account to invite the applicant, at its administration address; answers whether there was
/// anybody to ask. Whether the mail leaves does not show: an account is asked three times a day at most. Serialise on the account.
///
/// # Errors
/// The database refuses.
pub fn ask_invitation(tx: &mut Tx<'_>, ctx: &Context, id: AccountId) -> Result<bool, DbError> {
    let account = must_find(tx, id)?;
    let companies = store::companies::of_account(tx, id)?;
    let Some(company) = companies.into_iter().find(|company| company.id == account.company) else { return Ok(false) };
    let may_ask = twin_of(tx, &account, &company, ctx.now)?.is_some_and(|twin| twin.may_ask);
    let (Some(applicant), true) = (account.applicant, may_ask) else { return Ok(false) };
    let (Some(asked), Some(person)) = (told(tx, &account, &company)?, people::service::person(tx, applicant)?) else {
        return Ok(false);
    };
    let day = ctx.now.saturating_sub(SignedDuration::from_hours(24)).unwrap_or(Timestamp::MIN);
    let is_too_much = store::invitation_requests::since(tx, asked, day)? >= A_DAY;
    store::invitation_requests::set(tx, id, asked, ctx.now)?;
    audit::record(tx, ctx, Entry::new(&trace::INVITATION_ASKED).account(id).person(applicant))?;
    if !is_too_much {
        let asked = must_find(tx, asked)?;
        mails::invitation_asked(tx, ctx, &asked, &person)?;
        let entry =
            Entry::new(&trace::INVITATION_ASKED_OF).account(asked.id).with(&trace::EMAIL, person.email.as_str());
        audit::record(tx, ctx, entry)?;
    }
    Ok(true)
}

/// The open account of the very same company, as far as its applicant is told: by the first sets of numbers, and by the domain of the address,
/// which is his or her own.
fn told(read: &mut Read<'_>, account: &Account, company: &Company) -> Result<Option<AccountId>, DbError> {
    if store::accounts::numbers_tried(read, account.id)? <= NUMBERS_TOLD {
        return twin(read, account, company);
    }
    let without = Company { siren: None, foreign_number: None, vat_number: None, ..company.clone() };
    twin(read, account, &without)
}
