//! The legal entities of an account.
//!
//! Who may change what: while an application waits or is refused, its admins correct everything. Once the publisher has
//! accepted it, name, country and numbers are what the decision and the invoices rest on: an admin completes a number that
//! is missing, the publisher alone changes one; in a closed account the publisher alone changes anything. Address, telephone and activity stay the account's own to change,
//! as long as they do not change what VAT is due.

use audit::{Entry, Value};
use french_business::Country;
use kit_core::{AccountId, Context, Text};
use kit_db::{DbError, Failed, Read, Tx, refuse};
use kit_web::AccountState;
use thiserror::Error;

use super::must_find;
use crate::model::{Company, CompanyDetails, CompanyId, Decision, is_application};
use crate::{store, trace};

/// How many companies an account has at most.
const MOST: usize = 50;

/// On whose behalf a company is changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChangedBy {
    /// An admin of the account.
    Account,
    /// The publisher.
    Publisher,
}

/// Why a company is not changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum CompanyRefusal {
    /// There is no such company in the account.
    #[error("no such company")]
    Unknown,
    /// The publisher alone changes this field of an accepted account.
    #[error("{0} is the publisher's to change")]
    Fixed(&'static str),
    /// 50 companies already.
    #[error("too many companies")]
    TooMany,
    /// Only accounts in use get further companies.
    #[error("the account is not in use")]
    NotActive,
    /// Of a closed account the publisher alone changes something.
    #[error("the account is closed")]
    Closed,
}

impl CompanyRefusal {
    /// The field that it is told at.
    pub const fn field(self) -> &'static str {
        match self {
            CompanyRefusal::Fixed(field) => field,
            CompanyRefusal::Unknown | CompanyRefusal::TooMany | CompanyRefusal::NotActive | CompanyRefusal::Closed => {
                "company"
            }
        }
    }
}

impl From<CompanyRefusal> for Text {
    fn from(refusal: CompanyRefusal) -> Text {
        match refusal {
            CompanyRefusal::Unknown => Text::new("accounts-company-unknown"),
            CompanyRefusal::Fixed(_) => Text::new("accounts-company-fixed"),
            CompanyRefusal::TooMany => Text::new("accounts-company-too-many"),
            CompanyRefusal::NotActive => Text::new("accounts-company-not-active"),
            CompanyRefusal::Closed => Text::new("accounts-company-closed"),
        }
    }
}

/// The companies of an account, in the order in which they were entered.
///
/// # Errors
/// The database cannot be read.
pub fn companies(read: &mut Read<'_>, account: AccountId) -> Result<Vec<Company>, DbError> {
    store::companies::of_account(read, account)
}

/// Changes a company. Serialise on the account, as the others here.
///
/// # Errors
/// [`CompanyRefusal`].
pub fn change(
    tx: &mut Tx<'_>,
    ctx: &Context,
    account: AccountId,
    id: CompanyId,
    details: &CompanyDetails,
    by: ChangedBy,
) -> Result<(), Failed<CompanyRefusal>> {
    let before = companies(tx, account)?.into_iter().find(|company| company.id == id);
    let Some(before) = before else { return refuse(CompanyRefusal::Unknown) };
    if by == ChangedBy::Account {
        let state = must_find(tx, account)?.state;
        if state == AccountState::Closed {
            return refuse(CompanyRefusal::Closed);
        }
        if let Some(field) = fixed_change(&before, details).filter(|_| state.is_open()) {
            return refuse(CompanyRefusal::Fixed(field));
        }
        if is_application(state) && details.has_numbers() && details.numbers() != before.numbers() {
            store::accounts::try_numbers(tx, account)?;
        }
    }
    store::companies::update(tx, id, details)?;
    let entry = noted(Entry::new(&trace::COMPANY_CHANGED).account(account), Some(&before), details);
    if entry.has_changes() {
        audit::record(tx, ctx, entry)?;
    }
    Ok(())
}

/// Sends a refused application again after its admin has corrected it: it waits at the end of the queue.
///
/// # Errors
/// [`super::decisions::DecisionRefusal`]: it was not refused, or has been reopened meanwhile.
pub fn apply_again(
    tx: &mut Tx<'_>,
    ctx: &Context,
    account: AccountId,
) -> Result<(), Failed<super::decisions::DecisionRefusal>> {
    super::decisions::decide(tx, ctx, account, Decision::Reopen, None)?;
    Ok(store::accounts::apply(tx, account, ctx.now)?)
}

/// Adds a further company to an account in use.
///
/// # Errors
/// [`CompanyRefusal`].
pub fn add(
    tx: &mut Tx<'_>,
    ctx: &Context,
    account: AccountId,
    details: &CompanyDetails,
) -> Result<CompanyId, Failed<CompanyRefusal>> {
    if must_find(tx, account)?.state != AccountState::Active {
        return refuse(CompanyRefusal::NotActive);
    }
    if companies(tx, account)?.len() >= MOST {
        return refuse(CompanyRefusal::TooMany);
    }
    let id = CompanyId::random(&ctx.random);
    insert(tx, ctx, account, id, details)?;
    audit::record(tx, ctx, noted(Entry::new(&trace::COMPANY_ADDED).account(account), None, details))?;
    Ok(id)
}

pub(super) fn insert(
    tx: &mut Tx<'_>,
    ctx: &Context,
    account: AccountId,
    id: CompanyId,
    details: &CompanyDetails,
) -> Result<(), DbError> {
    store::companies::insert(tx, id, account, details, ctx.now)
}

/// The first field that an account may not change by itself once it is accepted.
fn fixed_change(before: &Company, after: &CompanyDetails) -> Option<&'static str> {
    // Of an account that was made from an address alone nothing is known yet: it is completed once.
    let is_bare = before.line1.is_empty() && before.siren.is_none() && before.foreign_number.is_none();
    if is_bare && before.vat_number.is_none() {
        return None;
    }
    let differs = |before: &Option<String>, after: Option<&str>| before.is_some() && before.as_deref() != after;
    let siren = after.siren.as_ref().map(|siren| siren.as_str());
    let foreign_number = after.foreign_number.as_ref().map(|number| number.as_str());
    let vat_number = after.vat_number.as_ref().map(|number| number.as_str());
    // What VAT is due depends on these too: a number taken up abroad, a place overseas.
    let is_french = before.country == Country::FRANCE.code();
    let taken_up = !is_french && before.vat_number.is_none() && vat_number.is_some();
    let moved = is_french && overseas(&before.postal_code) != overseas(&after.address.postal_code);
    let fields = [
        ("company", before.name != after.name),
        ("country", before.country != after.address.country.code()),
        ("postal_code", moved),
        ("siren", differs(&before.siren, siren)),
        ("foreign_number", differs(&before.foreign_number, foreign_number)),
        ("vat_number", taken_up || differs(&before.vat_number, vat_number)),
    ];
    fields.into_iter().find(|(_, changed)| *changed).map(|(field, _)| field)
}

/// The département or territory overseas that a French postal code lies in; none: mainland.
fn overseas(postal_code: &str) -> Option<&str> {
    postal_code.get(..3).filter(|place| place.starts_with("97") || place.starts_with("98"))
}

/// The entry with what a company's form changes.
fn noted(entry: Entry, before: Option<&Company>, after: &CompanyDetails) -> Entry {
    let value = |text: Option<&str>| text.filter(|text| !text.is_empty()).map(Value::from);
    let old = |pick: fn(&Company) -> Option<&str>| value(before.and_then(pick));
    let place = &after.address;
    let new_address = address_line(&place.line1, &place.line2, &place.postal_code, &place.town, place.country.code());
    let old_address = before.map(|old| address_line(&old.line1, &old.line2, &old.postal_code, &old.town, &old.country));
    entry
        .change(&trace::COMPANY, old(|company| Some(&company.name)), value(Some(&after.name)))
        .change(&trace::SIREN, old(|company| company.siren.as_deref()), value(after.siren.as_ref().map(|n| n.as_str())))
        .change(
            &trace::FOREIGN_NUMBER,
            old(|company| company.foreign_number.as_deref()),
            value(after.foreign_number.as_ref().map(|number| number.as_str())),
        )
        .change(
            &trace::VAT_NUMBER,
            old(|company| company.vat_number.as_deref()),
            value(after.vat_number.as_ref().map(|number| number.as_str())),
        )
        .change(&trace::APE, old(|company| company.ape.as_deref()), value(after.ape.as_ref().map(|ape| ape.as_str())))
        .change(&trace::ADDRESS, value(old_address.as_deref()), value(Some(&new_address)))
        .change(&trace::PHONE, old(|company| company.phone.as_deref()), value(after.phone.as_ref().map(|n| n.as_str())))
}

/// An address in one line, for the log.
pub(super) fn address_line(line1: &str, line2: &str, postal_code: &str, town: &str, country: &str) -> String {
    let town = format!("{postal_code} {town}");
    let parts = [line1, line2, town.trim(), country];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}
